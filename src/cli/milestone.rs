//! `milestone list|meet|reject`.

use serde_json::json;

use super::args::Milestone;
use super::context::Context;
use super::exit::{Exit, Failure};
use super::{output, status};
use crate::milestones::shown_status;
use crate::model::{CommandBody, Evidence, ExerciseId, Reach};
use crate::text;
use crate::text::terms::Term as _;

pub(super) async fn run(context: &Context, command: Milestone) -> Result<Exit, Failure> {
    match command {
        Milestone::List { exercise } => list(context, &ExerciseId::new(exercise)).await,
        Milestone::Meet { exercise, organisation, milestone, evidence } => {
            let evidence = evidence.iter().map(|pair| field(context, pair)).collect::<Result<Evidence, _>>()?;
            let (exercise, organisation) = (ExerciseId::new(exercise), organisation.as_str().into());
            context
                .act(CommandBody::MeetMilestone { exercise, organisation, milestone: milestone.as_str().into(), evidence })
                .await
        }
        Milestone::Reject { exercise, organisation, milestone, reason } => {
            let (exercise, organisation) = (ExerciseId::new(exercise), organisation.as_str().into());
            context
                .act(CommandBody::RejectMilestone { exercise, organisation, milestone: milestone.as_str().into(), reason })
                .await
        }
    }
}

fn field(context: &Context, pair: &str) -> Result<(String, String), Failure> {
    let bad = || Failure::Said(Exit::Faults, text::cli::bad_evidence(pair, context.lang));
    let (name, value) = pair.split_once('=').ok_or_else(bad)?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

async fn list(context: &Context, id: &ExerciseId) -> Result<Exit, Failure> {
    let app = status::app_of(context, id).await?;
    let none = || status::no_run(id, &app.world.workspace());
    let run = app.world.store.run_of(id).await?.ok_or_else(none)?;
    let state = app.world.store.run_state(run.number, Reach::All).await?.ok_or_else(none)?;
    let at = run.clock.at(context.now());
    let frozen = app.world.frozen(&run.revision).await?;
    let cast = frozen.exercise(id).ok_or_else(none)?;
    let scenario = frozen.scenario(&cast.scenario).ok_or_else(none)?;
    if context.is_json() {
        let rows: Vec<_> = state
            .milestones
            .iter()
            .map(|row| {
                json!({
                    "organisation": row.organisation, "milestone": row.milestone, "due": row.due.to_string(),
                    "status": shown_status(row, at), "met_at": row.met_at.map(|at| at.to_string()), "evidence": row.evidence,
                })
            })
            .collect();
        output::json(&json!(rows));
        return Ok(Exit::Fine);
    }
    let lang = context.lang;
    let rows = state.milestones.iter().map(|row| {
        let rule = scenario.milestone(&row.milestone);
        let gate: Vec<&str> = rule.map(|rule| rule.gate.iter().map(|field| field.id.as_str()).collect()).unwrap_or_default();
        vec![
            cast.organisation(&row.organisation).map_or(row.organisation.as_str(), |o| o.name.get(lang)).to_owned(),
            rule.map_or(row.milestone.as_str(), |rule| rule.title.get(lang)).to_owned(),
            row.due.to_string(),
            shown_status(row, at).term(lang).to_owned(),
            row.met_at.map_or_else(|| "–".to_owned(), |at| at.to_string()),
            text::cli::labelled(row.milestone.as_str(), &text::cli::listed(gate, lang), lang),
        ]
    });
    output::table(text::cli::milestones_header(lang), rows.collect());
    Ok(Exit::Fine)
}
