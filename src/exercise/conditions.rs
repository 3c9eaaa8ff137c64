//! Whether a condition is true, for one organisation, at one instant of the exercise clock.

use super::points::due;
use super::view::View;
use crate::milestones::shown_status;
use crate::model::{
    Condition, InjectId, InjectPhase, InjectTest, MilestoneId, MilestoneRun, MilestoneStatus, Organisation, OrganisationId,
    PartId,
};

/// Whether `condition` is true for the organisation that would receive the inject.
///
/// A milestone `is = "pending"` while nothing is decided on it, at risk or not; every other status is meant exactly, so that
/// `met` and `late` are two things.
pub fn holds(condition: &Condition, view: &View<'_>, organisation: &Organisation) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().all(|part| holds(part, view, organisation)),
        Condition::Any(parts) => parts.iter().any(|part| holds(part, view, organisation)),
        Condition::Not(inner) => !holds(inner, view, organisation),
        Condition::Inject { inject, is, part } => {
            // An inject whose parts nobody plays has no row: it was skipped, for everybody.
            let has_rows = view.state.injects.iter().any(|row| row.inject == *inject);
            if !has_rows {
                return *is == InjectTest::Skipped;
            }
            let concerns = |id: &OrganisationId| view.row(inject, id).is_some();
            asked(view, organisation, part.as_ref(), concerns).any(|id| inject_is(view, inject, id, *is))
        }
        Condition::Milestone { milestone, is, part } => {
            let concerns = |id: &OrganisationId| milestone_row(view, milestone, id).is_some();
            asked(view, organisation, part.as_ref(), concerns)
                .filter_map(|id| milestone_row(view, milestone, id))
                .any(|row| milestone_is(view, row, *is))
        }
        Condition::Reached(point) => due(point, &organisation.zone, view.started_at) <= view.at,
    }
}

/// Whom a leaf asks about: those who play the named part; else the receiving organisation, if the leaf concerns it; else all.
fn asked<'a>(
    view: &View<'a>,
    organisation: &Organisation,
    part: Option<&PartId>,
    concerns: impl Fn(&OrganisationId) -> bool,
) -> impl Iterator<Item = &'a OrganisationId> {
    let own = (part.is_none() && concerns(&organisation.id)).then(|| organisation.id.clone());
    let part = part.cloned();
    view.cast
        .organisations
        .iter()
        .filter(move |one| own.as_ref().is_none_or(|own| *own == one.id) && part.as_ref().is_none_or(|part| *part == one.part))
        .map(|one| &one.id)
}

fn inject_is(view: &View<'_>, inject: &InjectId, organisation: &OrganisationId, is: InjectTest) -> bool {
    let phase = view.row(inject, organisation).map(|row| row.phase);
    let mut responses = view
        .state
        .responses
        .iter()
        .filter(|response| response.inject.as_ref() == Some(inject) && response.organisation == *organisation);
    match is {
        InjectTest::Released => matches!(phase, Some(InjectPhase::Released | InjectPhase::Complete)),
        InjectTest::Skipped => phase == Some(InjectPhase::Skipped),
        InjectTest::Answered => responses.any(|response| response.text.is_some()),
        InjectTest::Acknowledged => {
            let mut deliveries = view
                .state
                .deliveries
                .iter()
                .filter(|head| head.inject.as_ref() == Some(inject) && head.organisation == *organisation);
            responses.next().is_some() || deliveries.any(|head| head.acknowledged_at.is_some())
        }
    }
}

fn milestone_row<'a>(view: &View<'a>, milestone: &MilestoneId, organisation: &OrganisationId) -> Option<&'a MilestoneRun> {
    view.state.milestones.iter().find(|row| row.milestone == *milestone && row.organisation == *organisation)
}

fn milestone_is(view: &View<'_>, row: &MilestoneRun, is: MilestoneStatus) -> bool {
    match is {
        MilestoneStatus::Pending => matches!(row.status, MilestoneStatus::Pending | MilestoneStatus::AtRisk),
        MilestoneStatus::AtRisk => shown_status(row, view.at) == MilestoneStatus::AtRisk,
        MilestoneStatus::Met | MilestoneStatus::Late | MilestoneStatus::Missed | MilestoneStatus::Rejected => row.status == is,
    }
}
