//! Section 4: each milestone of each organisation, with its evidence and what happened to it.

use serde::Serialize;

use super::Sayer;
use crate::report::aar::{MilestoneMoment, MilestoneStep, MilestoneTrace};
use crate::report::mark::Standing;
use crate::text::report as say;

#[derive(Serialize)]
pub(super) struct Organisation {
    name: String,
    milestones: Vec<Milestone>,
}

#[derive(Serialize)]
struct Milestone {
    class: &'static str,
    title: String,
    mark: String,
    status: String,
    due: String,
    met_at: String,
    evidence: Vec<Field>,
    history: Vec<Moment>,
}

#[derive(Serialize)]
struct Field {
    title: String,
    text: String,
}

#[derive(Serialize)]
struct Moment {
    at: String,
    at_exercise: String,
    what: String,
    reason: String,
    by: String,
}

pub(super) fn organisations(say: &Sayer<'_>) -> Vec<Organisation> {
    let one = |organisation: &crate::report::OrganisationPart| Organisation {
        name: say.name(organisation),
        milestones: organisation.milestones.iter().map(|milestone| one(milestone, say)).collect(),
    };
    say.aar.organisations.iter().filter(|organisation| !organisation.milestones.is_empty()).map(one).collect()
}

fn one(milestone: &MilestoneTrace, say: &Sayer<'_>) -> Milestone {
    let standing = Standing::of(milestone);
    let met_at = milestone
        .met_at
        .zip(milestone.lateness())
        .map(|(met_at, late)| say::with_note(&met_at.to_string(), &say::lateness(late, say.lang), say.lang));
    let field = |(_, title, text): &(String, crate::model::Text, String)| Field {
        title: title.get(say.lang).to_owned(),
        text: text.clone(),
    };
    Milestone {
        class: standing.class(),
        title: milestone.title.get(say.lang).to_owned(),
        mark: standing.icon(),
        status: standing.word(say.lang),
        due: milestone.due.to_string(),
        met_at: met_at.unwrap_or_else(|| "–".to_owned()),
        evidence: milestone.evidence.iter().map(field).collect(),
        history: milestone.history.iter().map(|moment| history(moment, say)).collect(),
    }
}

fn history(moment: &MilestoneMoment, say: &Sayer<'_>) -> Moment {
    let (what, reason) = match &moment.what {
        MilestoneStep::Met => (say::evidence_accepted(say.lang), ""),
        MilestoneStep::Overdue => (say::deadline_passed(say.lang), ""),
        MilestoneStep::Missed => (say::missed(say.lang), ""),
        MilestoneStep::Rejected { reason } => (say::rejected(say.lang), reason.as_str()),
    };
    Moment {
        at: say.exactly(moment.at),
        at_exercise: moment.at_exercise.to_string(),
        what,
        reason: reason.to_owned(),
        by: say::actor(&moment.actor, say.lang),
    }
}
