//! The closed grammar of inject conditions.

use super::{ExercisePoint, InjectId, MilestoneId, MilestoneStatus, PartId};

/// What can be asked of an inject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InjectTest {
    Released,
    Acknowledged,
    Answered,
    Skipped,
}

/// When a conditional inject may go.
///
/// A leaf without a part asks about the organisation that would receive the inject, if the leaf's inject or milestone
/// concerns that organisation; otherwise it is true when it is true of any organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Inject {
        inject: InjectId,
        is: InjectTest,
        part: Option<PartId>,
    },
    Milestone {
        milestone: MilestoneId,
        is: MilestoneStatus,
        part: Option<PartId>,
    },
    /// The exercise clock has reached this point.
    Reached(ExercisePoint),
}
