//! Numbers worked out from a report: response times and counts. Pure arithmetic, no words.

use super::aar::{Aar, DeliveryTrace, InjectOutcome, InjectTrace, OrganisationPart};
use crate::model::{DeliveryPhase, InjectId, MilestoneStatus, OrganisationId};
use crate::time::Elapsed;

/// How long reactions took, on the exercise clock, from the release on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// Injects that got the reaction.
    pub count: usize,
    /// Released injects that never got it.
    pub missing: usize,
    pub median: Option<Elapsed>,
    pub worst: Option<Elapsed>,
}

impl Times {
    /// From the time each inject took; None where the reaction never came.
    fn of(taken: impl IntoIterator<Item = Option<Elapsed>>) -> Self {
        let mut missing = 0;
        let mut known: Vec<i64> = Vec::new();
        for one in taken {
            match one {
                Some(one) => known.push(one.as_ms()),
                None => missing += 1,
            }
        }
        known.sort_unstable();
        let middle = known.len() / 2;
        let median = match (known.get(middle), known.len() % 2) {
            (Some(upper), 0) => Some(i64::midpoint(known[middle - 1], *upper)),
            (Some(upper), _) => Some(*upper),
            (None, _) => None,
        };
        Self {
            count: known.len(),
            missing,
            median: median.map(Elapsed::from_ms),
            worst: known.last().copied().map(Elapsed::from_ms),
        }
    }
}

impl InjectTrace {
    /// When it was released, on the exercise clock.
    pub fn released_at(&self) -> Option<Elapsed> {
        match &self.outcome {
            InjectOutcome::Released { at_exercise, .. } => Some(*at_exercise),
            InjectOutcome::Skipped { .. } | InjectOutcome::Unrecorded => None,
        }
    }

    pub fn expects_answer(&self) -> bool {
        matches!(&self.outcome, InjectOutcome::Released { expected: Some(_), .. })
    }

    /// From the release to the first acknowledgement. An answer is also an acknowledgement.
    pub fn acknowledged_after(&self) -> Option<Elapsed> {
        let acknowledged = self.acknowledgements.iter().map(|one| one.at_exercise);
        self.after(acknowledged.chain(self.answers.iter().map(|one| one.at_exercise)).min()?)
    }

    /// From the release to the first answer.
    pub fn answered_after(&self) -> Option<Elapsed> {
        self.after(self.answers.iter().map(|one| one.at_exercise).min()?)
    }

    fn after(&self, at: Elapsed) -> Option<Elapsed> {
        self.released_at().map(|released| Elapsed::from_ms(at.as_ms().saturating_sub(released.as_ms()).max(0)))
    }
}

/// Acknowledgement and answer times of some injects. Answers count as missing only where a response was expected.
fn both<'a>(injects: impl Iterator<Item = &'a InjectTrace> + Clone) -> (Times, Times) {
    let released = injects.filter(|inject| inject.released_at().is_some());
    let acknowledged = Times::of(released.clone().map(InjectTrace::acknowledged_after));
    let asked = released.filter(|inject| inject.expects_answer() || inject.answered_after().is_some());
    (acknowledged, Times::of(asked.map(InjectTrace::answered_after)))
}

impl OrganisationPart {
    /// Times to acknowledge and to answer.
    pub fn times(&self) -> (Times, Times) {
        both(self.injects.iter())
    }

    pub fn released(&self) -> usize {
        self.injects.iter().filter(|inject| inject.released_at().is_some()).count()
    }

    pub fn skipped(&self) -> usize {
        self.injects.iter().filter(|inject| matches!(inject.outcome, InjectOutcome::Skipped { .. })).count()
    }
}

/// How many milestones ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MilestoneCounts {
    pub met: usize,
    pub late: usize,
    pub missed: usize,
    pub rejected: usize,
    pub open: usize,
}

impl Aar {
    /// Times to acknowledge and to answer, of all organisations together.
    pub fn times(&self) -> (Times, Times) {
        both(self.organisations.iter().flat_map(|organisation| &organisation.injects))
    }

    /// Per inject over all organisations, in the order of first release.
    pub fn times_by_inject(&self) -> Vec<(InjectId, Times, Times)> {
        let mut traces: Vec<&InjectTrace> = self.organisations.iter().flat_map(|organisation| &organisation.injects).collect();
        traces.sort_by_key(|inject| (inject.released_at().is_none(), inject.released_at()));
        let mut seen: Vec<&InjectId> = Vec::new();
        for trace in traces.iter().filter(|trace| trace.released_at().is_some()) {
            if !seen.contains(&&trace.inject) {
                seen.push(&trace.inject);
            }
        }
        let one = |id: &InjectId| {
            let (acknowledged, answered) = both(traces.iter().copied().filter(|trace| trace.inject == *id));
            (id.clone(), acknowledged, answered)
        };
        seen.into_iter().map(one).collect()
    }

    /// The messages to one organisation; None: those whose organisation no entry names.
    pub fn deliveries_to(&self, id: Option<&OrganisationId>) -> impl Iterator<Item = &DeliveryTrace> + Clone {
        self.deliveries.iter().filter(move |delivery| delivery.organisation.as_ref() == id)
    }

    pub fn milestone_counts(&self) -> MilestoneCounts {
        let mut counts = MilestoneCounts::default();
        for milestone in self.organisations.iter().flat_map(|organisation| &organisation.milestones) {
            match milestone.status {
                MilestoneStatus::Met => counts.met += 1,
                MilestoneStatus::Late => counts.late += 1,
                MilestoneStatus::Missed => counts.missed += 1,
                MilestoneStatus::Rejected => counts.rejected += 1,
                MilestoneStatus::Pending | MilestoneStatus::AtRisk => counts.open += 1,
            }
        }
        counts
    }
}

/// How many of these messages stand in a phase.
pub fn in_phase<'a>(deliveries: impl Iterator<Item = &'a DeliveryTrace>, phase: DeliveryPhase) -> usize {
    deliveries.filter(|delivery| delivery.phase == phase).count()
}
