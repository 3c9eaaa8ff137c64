//! `exercise status`: both clocks, what comes next, deliveries, responses, milestones.

use std::collections::BTreeMap;

use serde_json::json;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::output;
use crate::app::App;
use crate::exercise;
use crate::milestones::shown_status;
use crate::model::{
    DeliveryHead, DeliveryPhase, Exercise, ExerciseId, InjectPhase, InjectRun, Lang, Organisation, Reach, RunState, Scenario,
    Workspace,
};
use crate::text;
use crate::text::terms::Term as _;
use crate::time::{Elapsed, Timestamp};

/// How many of the injects to come are shown.
const NEXT: usize = 5;

pub(super) async fn run(context: &Context, id: &ExerciseId) -> Result<Exit, Failure> {
    let app = app_of(context, id).await?;
    show(context, &app, id).await?;
    Ok(Exit::Fine)
}

/// There is no run of this exercise, or no such exercise.
pub(super) fn no_run(id: &ExerciseId, workspace: &Workspace) -> Failure {
    Failure::Refused(exercise::no_run(id, workspace))
}

/// The app for reading, where a run of this exercise may be.
pub(super) async fn app_of(context: &Context, id: &ExerciseId) -> Result<App, Failure> {
    match context.reading_if_any().await? {
        Some(app) => Ok(app),
        None => Err(no_run(id, &context.files()?.0)),
    }
}

pub(super) async fn show(context: &Context, app: &App, id: &ExerciseId) -> Result<(), Failure> {
    let workspace = app.world.workspace();
    let none = || no_run(id, &workspace);
    let run = app.world.store.run_of(id).await?.ok_or_else(none)?;
    let state = app.world.store.run_state(run.number, Reach::All).await?.ok_or_else(none)?;
    let frozen = app.world.frozen(&run.revision).await?;
    let cast = frozen.exercise(id).ok_or_else(none)?;
    let scenario = frozen.scenario(&cast.scenario).ok_or_else(none)?;
    let now = if app.world.clock.is_manual() { app.world.now() } else { context.now() };
    let now = run.ended_at.unwrap_or(now);
    let at = run.clock.at(now);
    if context.is_json() {
        output::json(&as_json(&state, at, now));
    } else {
        print(context.lang, &state, (cast, scenario), at, now);
    }
    Ok(())
}

fn print(lang: Lang, state: &RunState, (cast, scenario): (&Exercise, &Scenario), at: Elapsed, now: Timestamp) {
    let run = &state.run;
    let wall = cast.zone.show(now);
    output::print(&text::cli::exercise_head(cast.title.get(lang), run, lang));
    output::print(&text::cli::clocks(at, &wall, run.clock.rate(), lang));
    let coming = coming(state, at);
    if !coming.is_empty() {
        let rows = coming.iter().map(|row| {
            let subject = scenario.inject(&row.inject).map_or("", |inject| inject.subject.get(lang));
            let due = row.due.map_or_else(String::new, |due| due.to_string());
            vec![due, row.inject.to_string(), row.organisation.to_string(), subject.to_owned()]
        });
        output::table(text::cli::next_header(lang), rows.collect());
    }
    output::table(
        text::cli::organisations_header(lang),
        cast.organisations.iter().map(|organisation| organisation_row(state, organisation, scenario, at, lang)).collect(),
    );
    let open: Vec<&DeliveryHead> =
        state.deliveries.iter().filter(|d| matches!(d.phase, DeliveryPhase::Uncertain | DeliveryPhase::Failed)).collect();
    if !open.is_empty() {
        let rows = open.iter().map(|delivery| {
            let inject = delivery.inject.as_ref().map_or("–", |inject| inject.as_str());
            vec![
                delivery.key.to_string(),
                inject.to_owned(),
                delivery.player.to_string(),
                delivery.phase.term(lang).to_owned(),
                delivery.attempts.to_string(),
            ]
        });
        output::table(text::cli::open_deliveries_header(lang), rows.collect());
        output::print(&text::cli::how_to_decide(lang));
    }
}

fn coming(state: &RunState, at: Elapsed) -> Vec<&InjectRun> {
    let mut coming: Vec<&InjectRun> = state
        .injects
        .iter()
        .filter(|row| matches!(row.phase, InjectPhase::Waiting | InjectPhase::Synchronized))
        .filter(|row| row.due.is_some_and(|due| due >= at))
        .collect();
    coming.sort_by_key(|row| (row.due, row.inject.clone(), row.organisation.clone()));
    coming.truncate(NEXT);
    coming
}

fn organisation_row(
    state: &RunState,
    organisation: &Organisation,
    scenario: &Scenario,
    at: Elapsed,
    lang: Lang,
) -> Vec<String> {
    let of = |phases: &[DeliveryPhase]| {
        state.deliveries.iter().filter(|d| d.organisation == organisation.id && phases.contains(&d.phase)).count()
    };
    let sent = of(&[DeliveryPhase::Sent]);
    let waiting = of(&[DeliveryPhase::Due, DeliveryPhase::Claimed, DeliveryPhase::Retry]);
    let wrong = of(&[DeliveryPhase::Failed, DeliveryPhase::Uncertain]);
    let acknowledged =
        state.deliveries.iter().filter(|d| d.organisation == organisation.id && d.acknowledged_at.is_some()).count();
    let answered = state.responses.iter().filter(|r| r.organisation == organisation.id && r.text.is_some()).count();
    let milestones: Vec<String> = state
        .milestones
        .iter()
        .filter(|row| row.organisation == organisation.id)
        .map(|row| {
            let title = scenario.milestone(&row.milestone).map_or(row.milestone.as_str(), |rule| rule.title.get(lang));
            text::cli::labelled(title, shown_status(row, at).term(lang), lang)
        })
        .collect();
    vec![
        organisation.name.get(lang).to_owned(),
        format!("{sent} / {waiting} / {wrong}"),
        format!("{acknowledged} / {answered}"),
        milestones.join("\n"),
    ]
}

fn as_json(state: &RunState, at: Elapsed, now: Timestamp) -> serde_json::Value {
    let run = &state.run;
    let mut deliveries: BTreeMap<&str, usize> = BTreeMap::new();
    for delivery in &state.deliveries {
        *deliveries.entry(delivery.phase.as_str()).or_default() += 1;
    }
    let injects: Vec<_> = state
        .injects
        .iter()
        .map(|row| {
            json!({
                "inject": row.inject, "organisation": row.organisation, "phase": row.phase,
                "due": row.due.map(|due| due.to_string()), "released": row.released.map(|at| at.to_string()),
                "skipped": row.skipped,
            })
        })
        .collect();
    let milestones: Vec<_> = state
        .milestones
        .iter()
        .map(|row| {
            json!({
                "organisation": row.organisation, "milestone": row.milestone, "due": row.due.to_string(),
                "status": shown_status(row, at), "met_at": row.met_at.map(|at| at.to_string()),
            })
        })
        .collect();
    let undecided: Vec<_> = state
        .deliveries
        .iter()
        .filter(|delivery| matches!(delivery.phase, DeliveryPhase::Uncertain | DeliveryPhase::Failed))
        .map(|delivery| json!({ "key": delivery.key, "inject": delivery.inject, "player": delivery.player, "phase": delivery.phase }))
        .collect();
    json!({
        "run": run.number, "exercise": run.exercise, "mode": run.mode, "phase": run.phase, "rate": run.clock.rate(),
        "at_exercise": at.to_string(), "now": now.to_string(), "revision": run.revision,
        "acknowledged": state.deliveries.iter().filter(|d| d.acknowledged_at.is_some()).count(),
        "answers": state.responses.iter().filter(|r| r.text.is_some()).count(),
        "deliveries": deliveries, "injects": injects, "milestones": milestones, "undecided": undecided,
    })
}
