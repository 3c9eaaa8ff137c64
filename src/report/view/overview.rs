//! The head of the report and section 1: what was run.

use serde::Serialize;

use super::{Row, Sayer};
use crate::report::aar::{ClockChange, ClockEvent};
use crate::text::report as say;
use crate::text::terms::Term as _;
use crate::time::{Elapsed, Timestamp, Zone};

#[derive(Serialize)]
pub(super) struct Document {
    title: String,
    exercise: String,
    operator: String,
    edition: String,
    made_on: String,
    prepared_by: String,
    /// What an interim report covers; empty for a final one.
    interim: String,
}

#[derive(Serialize)]
pub(super) struct Overview {
    rows: Vec<Row>,
    zone_note: String,
    organisations: Vec<Organisation>,
    objectives: Vec<String>,
    techniques: Vec<String>,
    clock: Vec<ClockLine>,
}

#[derive(Serialize)]
struct Organisation {
    name: String,
    part: String,
    zone: String,
    players: String,
}

#[derive(Serialize)]
struct ClockLine {
    at: String,
    at_exercise: String,
    what: String,
    by: String,
}

pub(super) fn document(say: &Sayer<'_>) -> Document {
    let (aar, lang) = (say.aar, say.lang);
    let is_interim = aar.is_interim();
    Document {
        title: say.word("report"),
        exercise: aar.overview.start.title.get(lang).to_owned(),
        operator: aar.overview.start.operator.get(lang).to_owned(),
        edition: say.word(if is_interim { "edition_interim" } else { "edition_final" }),
        made_on: say::date(say.zone.local(aar.generated_at).date(), lang),
        prepared_by: say::prepared_by(lang),
        interim: if is_interim { say::interim(aar.overview.reached, lang) } else { String::new() },
    }
}

pub(super) fn overview(say: &Sayer<'_>) -> Overview {
    let (aar, lang) = (say.aar, say.lang);
    let start = &aar.overview.start;
    let organisations = aar.organisations.iter().map(|organisation| Organisation {
        name: say.name(organisation),
        part: organisation.part.as_ref().map(ToString::to_string).unwrap_or_default(),
        zone: organisation.zone.clone(),
        players: say::with_note(&say.joined(&organisation.players), &say::people(organisation.players.len(), lang), lang),
    });
    Overview {
        rows: rows(say),
        zone_note: say::with_note("", say.zone.name(), lang),
        organisations: organisations.collect(),
        objectives: start.objectives.iter().map(|objective| objective.get(lang).to_owned()).collect(),
        techniques: start.techniques.clone(),
        clock: clock(say),
    }
}

fn rows(say: &Sayer<'_>) -> Vec<Row> {
    let (overview, lang) = (&say.aar.overview, say.lang);
    let start = &overview.start;
    let run = say::run_number(start.run, lang);
    let until = overview.ended_at.map(|at| say.at(at));
    let mut rows = vec![
        say.row("exercise", say::with_note(start.title.get(lang), &run, lang)),
        say.row("scenario", start.scenario_title.get(lang).to_owned()),
        say.row("storyline", start.storyline.get(lang).to_owned()),
        say.row("operator", start.operator.get(lang).to_owned()),
        say.row("mode", say::mode(start.mode, start.rate, lang)),
        say.row("state", overview.phase.term(lang).to_owned()),
        say.row("wall_dates", say::span(&say.at(overview.started_at), until.as_deref(), say.zone.name(), lang)),
        say.row("exercise_dates", exercise_dates(say)),
        say.row("played", say::with_note(&overview.reached.to_string(), &say::duration(overview.reached, lang), lang)),
    ];
    if let Some(actor) = &overview.proposed_by {
        rows.push(say.row("proposed_by", say::actor(actor, lang)));
    }
    rows.push(say.row("started_by", say::actor(&overview.started_by, lang)));
    rows.push(say.row("script_injects", start.injects.to_string()));
    rows
}

/// The dates the players lived through: the start, and as much later as the exercise clock ran.
fn exercise_dates(say: &Sayer<'_>) -> String {
    let overview = &say.aar.overview;
    let zone = Zone::named(&overview.start.zone).unwrap_or_else(|| say.zone.clone());
    let shown = |at: Timestamp| say::date_time(zone.local(at), say.lang);
    let until = overview.started_at.plus_ms(overview.reached.as_ms());
    say::span(&shown(overview.started_at), Some(&shown(until)), zone.name(), say.lang)
}

fn clock(say: &Sayer<'_>) -> Vec<ClockLine> {
    let pauses = say.aar.pauses();
    let paused_for = |event: &ClockEvent| {
        let pause = pauses.iter().find(|pause| pause.until == Some(event.at))?;
        Some(Elapsed::from_ms(event.at.since(pause.from)))
    };
    let line = |event: &ClockEvent| ClockLine {
        at: say.exactly(event.at),
        at_exercise: event.at_exercise.to_string(),
        what: change(event.what, paused_for(event), say),
        by: say::actor(&event.actor, say.lang),
    };
    say.aar.clock.iter().map(line).collect()
}

fn change(what: ClockChange, paused_for: Option<Elapsed>, say: &Sayer<'_>) -> String {
    match what {
        ClockChange::Started { rate } => say::started(rate, say.lang),
        ClockChange::Paused => say::paused(say.lang),
        ClockChange::Resumed => say::resumed(paused_for, say.lang),
        ClockChange::Jumped { to } => say::jumped(to, say.lang),
        ClockChange::Speed { rate } => say::speed(rate, say.lang),
        ClockChange::Ended => say::ended(say.lang),
        ClockChange::Aborted => say::aborted(say.lang),
    }
}
