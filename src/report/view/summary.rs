//! Section 2: the numbers, and the milestones at a glance. Counted from facts; nothing here judges.

use serde::Serialize;

use super::Sayer;
use crate::model::DeliveryPhase;
use crate::report::aar::{MilestoneTrace, OrganisationPart};
use crate::report::mark;
use crate::report::times::{Times, in_phase};
use crate::text::report as say;

#[derive(Serialize)]
pub(super) struct Summary {
    figures: Vec<Figure>,
    milestones: Vec<Column>,
    organisations: Vec<Organisation>,
    all: Numbers,
}

#[derive(Serialize)]
struct Figure {
    label: String,
    number: String,
    note: String,
}

#[derive(Serialize)]
struct Column {
    title: String,
    due: String,
}

#[derive(Serialize)]
struct Organisation {
    name: String,
    cells: Vec<Cell>,
    released: usize,
    skipped: usize,
    acknowledge: Reaction,
    answer: Reaction,
}

#[derive(Serialize)]
struct Cell {
    class: &'static str,
    mark: String,
    status: String,
    note: String,
}

#[derive(Serialize)]
struct Numbers {
    released: usize,
    skipped: usize,
    acknowledge: Reaction,
    answer: Reaction,
}

/// Times in words.
#[derive(Serialize)]
pub(super) struct Reaction {
    median: String,
    worst: String,
    missing: usize,
}

pub(super) fn reaction(times: &Times, say: &Sayer<'_>) -> Reaction {
    Reaction { median: say.duration_or_dash(times.median), worst: say.duration_or_dash(times.worst), missing: times.missing }
}

pub(super) fn summary(say: &Sayer<'_>) -> Summary {
    let aar = say.aar;
    let (acknowledge, answer) = aar.times();
    let milestones = aar
        .overview
        .start
        .milestones
        .iter()
        .map(|milestone| Column { title: milestone.title.get(say.lang).to_owned(), due: milestone.due.to_string() });
    Summary {
        figures: figures(say, &acknowledge, &answer),
        milestones: milestones.collect(),
        organisations: aar.organisations.iter().map(|organisation| one(organisation, say)).collect(),
        all: Numbers {
            released: aar.organisations.iter().map(OrganisationPart::released).sum(),
            skipped: aar.organisations.iter().map(OrganisationPart::skipped).sum(),
            acknowledge: reaction(&acknowledge, say),
            answer: reaction(&answer, say),
        },
    }
}

fn one(organisation: &OrganisationPart, say: &Sayer<'_>) -> Organisation {
    let (acknowledge, answer) = organisation.times();
    let rules = &say.aar.overview.start.milestones;
    let of_rule = |id| organisation.milestones.iter().find(|milestone| milestone.milestone == id);
    Organisation {
        name: say.name(organisation),
        cells: rules.iter().map(|rule| cell(of_rule(rule.id.clone()), say)).collect(),
        released: organisation.released(),
        skipped: organisation.skipped(),
        acknowledge: reaction(&acknowledge, say),
        answer: reaction(&answer, say),
    }
}

fn cell(milestone: Option<&MilestoneTrace>, say: &Sayer<'_>) -> Cell {
    let Some(milestone) = milestone else {
        return Cell { class: "", mark: String::new(), status: "–".to_owned(), note: String::new() };
    };
    let standing = mark::Standing::of(milestone);
    let note = milestone
        .met_at
        .zip(milestone.lateness())
        .map(|(met_at, late)| say::with_note(&met_at.to_string(), &say::lateness_short(late, say.lang), say.lang));
    Cell { class: standing.class(), mark: standing.icon(), status: standing.word(say.lang), note: note.unwrap_or_default() }
}

fn figures(say: &Sayer<'_>, acknowledge: &Times, answer: &Times) -> Vec<Figure> {
    let (aar, lang) = (say.aar, say.lang);
    let counts = aar.milestone_counts();
    let milestones = counts.met + counts.late + counts.missed + counts.rejected + counts.open;
    let times =
        |times: &Times| say::figure_times(&say.duration_or_dash(times.median), &say.duration_or_dash(times.worst), lang);
    let phase = |phase| in_phase(aar.deliveries.iter(), phase);
    vec![
        Figure {
            label: say::figure_in_time(lang),
            number: say::of_total(counts.met, milestones, lang),
            note: say::figure_in_time_note([counts.late, counts.missed, counts.rejected, counts.open], lang),
        },
        Figure {
            label: say::figure_acknowledged(lang),
            number: say::of_total(acknowledge.count, acknowledge.count + acknowledge.missing, lang),
            note: times(acknowledge),
        },
        Figure {
            label: say::figure_answered(lang),
            number: say::of_total(answer.count, answer.count + answer.missing, lang),
            note: times(answer),
        },
        Figure {
            label: say::figure_delivered(lang),
            number: say::of_total(phase(DeliveryPhase::Sent), aar.deliveries.len(), lang),
            note: say::figure_delivered_note(phase(DeliveryPhase::Uncertain), phase(DeliveryPhase::Failed), lang),
        },
    ]
}
