//! Sections 6 to 8: messages, the chronology, and how to check that the record was not changed.

use serde::Serialize;

use super::{Row, Sayer};
use crate::model::{DeliveryPhase, Fact};
use crate::report::aar::{self, DeliveryEvent, DeliveryStep, DeliveryTrace, Recovery};
use crate::report::times::in_phase;
use crate::text::mail::recorded;
use crate::text::terms::Term as _;
use crate::text::{self, report as say};

/// The phases a message can be in once it has a fact, in the order of the table's columns.
const PHASES: [DeliveryPhase; 5] =
    [DeliveryPhase::Sent, DeliveryPhase::Retry, DeliveryPhase::Uncertain, DeliveryPhase::Failed, DeliveryPhase::Cancelled];

#[derive(Serialize)]
pub(super) struct Deliveries {
    phases: Vec<String>,
    organisations: Vec<Counts>,
    all: Counts,
    problems: Vec<Problem>,
    recoveries: Vec<String>,
}

#[derive(Serialize)]
struct Counts {
    name: String,
    by_phase: Vec<usize>,
    total: usize,
}

#[derive(Serialize)]
struct Problem {
    organisation: String,
    inject: String,
    kind: String,
    player: String,
    phase: String,
    events: Vec<Event>,
}

#[derive(Serialize)]
struct Event {
    what: String,
    at: String,
    by: String,
}

#[derive(Serialize)]
pub(super) struct Day {
    date: String,
    lines: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    sequence: i64,
    at: String,
    at_exercise: String,
    organisation: String,
    what: String,
    by: String,
    erased: bool,
}

#[derive(Serialize)]
pub(super) struct Integrity {
    rows: Vec<Row>,
}

pub(super) fn deliveries(say: &Sayer<'_>) -> Deliveries {
    let aar = say.aar;
    let named = aar.organisations.iter().map(|one| counts(say.name(one), aar.deliveries_to(Some(&one.id))));
    let unnamed = counts(say.word("unknown_organisation"), aar.deliveries_to(None));
    let problems = aar.deliveries.iter().filter(|delivery| !delivery.is_plain());
    Deliveries {
        phases: PHASES.iter().map(|phase| phase.term(say.lang).to_owned()).collect(),
        organisations: named.chain([unnamed].into_iter().filter(|one| one.total > 0)).collect(),
        all: counts(String::new(), aar.deliveries.iter()),
        problems: problems.map(|delivery| problem(delivery, say)).collect(),
        recoveries: aar.recoveries.iter().map(|one| recovery(one, say)).collect(),
    }
}

fn counts<'a>(name: String, deliveries: impl Iterator<Item = &'a DeliveryTrace> + Clone) -> Counts {
    Counts {
        name,
        by_phase: PHASES.iter().map(|phase| in_phase(deliveries.clone(), *phase)).collect(),
        total: deliveries.count(),
    }
}

fn problem(delivery: &DeliveryTrace, say: &Sayer<'_>) -> Problem {
    Problem {
        organisation: say.name_of(delivery.organisation.as_ref()),
        inject: delivery.inject.as_ref().map_or_else(|| say.word("correction_of_all"), ToString::to_string),
        kind: say::kind(delivery.channel, delivery.purpose, say.lang),
        player: delivery.player.to_string(),
        phase: delivery.phase.term(say.lang).to_owned(),
        events: delivery.events.iter().map(|one| event(one, say)).collect(),
    }
}

fn event(event: &DeliveryEvent, say: &Sayer<'_>) -> Event {
    let lang = say.lang;
    let what = match &event.what {
        DeliveryStep::Sent { answer } => say::sent(event.attempt, answer, lang),
        DeliveryStep::Retry { why } => say::retry(event.attempt, &recorded(lang, why), lang),
        DeliveryStep::Failed { why } => say::failed(event.attempt, &recorded(lang, why), lang),
        DeliveryStep::Cancelled => say::cancelled(lang),
        DeliveryStep::Uncertain => say::uncertain(event.attempt, lang),
        DeliveryStep::Resend => say::resend(lang),
        DeliveryStep::LetBe => say::let_be(lang),
    };
    Event { what, at: say.exactly(event.at), by: say::actor(&event.actor, lang) }
}

fn recovery(recovery: &Recovery, say: &Sayer<'_>) -> String {
    say::recovery(&say.exactly(recovery.at), recovery.uncertain, say.lang)
}

/// The lines by day, in the report's zone; a clock that was set back opens a day again.
pub(super) fn chronology(say: &Sayer<'_>) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for line in &say.aar.chronology {
        let date = say::date(say.zone.local(line.at).date(), say.lang);
        match days.last_mut().filter(|day| day.date == date) {
            Some(day) => day.lines.push(told(line, say)),
            None => days.push(Day { date, lines: vec![told(line, say)] }),
        }
    }
    days
}

fn told(line: &aar::Line, say: &Sayer<'_>) -> Line {
    Line {
        sequence: line.sequence,
        at: say.time_of_day(line.at),
        at_exercise: line.at_exercise.map(|at| at.to_string()).unwrap_or_default(),
        organisation: say.name_of(line.organisation.as_ref()),
        what: match &line.fact {
            None => say::erased_body(&line.body_hash, say.lang),
            Some(fact) => match in_full(fact, line, say) {
                Some(section) => text::facts::pointing(fact, section, say.lang),
                None => text::facts::fact(fact, say.lang),
            },
        },
        by: say::actor(&line.actor, say.lang),
        erased: line.fact.is_none(),
    }
}

/// The section that shows what people wrote in this entry, if one does: what was shown for a milestone stands in section 4
/// unless other evidence came after, an answer to an inject in section 5.
fn in_full(fact: &Fact, line: &aar::Line, say: &Sayer<'_>) -> Option<u32> {
    if let Fact::Answered { inject, .. } = fact {
        return inject.as_ref().map(|_| 5);
    }
    let Fact::MilestoneMet { milestone, evidence, .. } = fact else { return None };
    let organisation = say.aar.organisations.iter().find(|one| Some(&one.id) == line.organisation.as_ref())?;
    let trace = organisation.milestones.iter().find(|one| one.milestone == *milestone)?;
    let is_shown = |id: &String, text: &String| trace.evidence.iter().any(|(field, _, shown)| field == id && shown == text);
    evidence.iter().all(|(id, text)| is_shown(id, text)).then_some(4)
}

pub(super) fn integrity(say: &Sayer<'_>) -> Integrity {
    let (journal, lang) = (&say.aar.journal, say.lang);
    let (number, hash) = journal.head.clone().unzip();
    let or_none = |text: Option<String>| text.unwrap_or_else(|| say.word("no_head"));
    Integrity {
        rows: vec![
            say.row("generated", say.with_zone(&say.exactly(say.aar.generated_at))),
            say.row("entries_here", say::entries(journal.entries, journal.first, journal.last, lang)),
            say.row("entries_erased", journal.erased.to_string()),
            say.row("journal_head_number", or_none(number.map(|number| number.to_string()))),
            say.code("journal_head", or_none(hash)),
            say.code("script", say.aar.overview.start.script_hash.clone()),
        ],
    }
}
