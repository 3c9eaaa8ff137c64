//! One due unit of work in the queue.

use serde::{Deserialize, Serialize};

use super::{ConnectorId, DeliveryKey, Fact, InjectId, MeasureId, MilestoneId, OrganisationId, PersonId, WindowId};
use crate::time::Timestamp;

/// Which clock a step is due on. Every run of an exercise has two: its exercise clock, and the wire, which is wall time that
/// stands still while the exercise is paused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClockId(pub i64);

impl ClockId {
    pub const WALL: ClockId = ClockId(0);

    pub fn exercise(run: i64) -> Self {
        ClockId(run * 2)
    }

    pub fn wire(run: i64) -> Self {
        ClockId(run * 2 + 1)
    }
}

/// Of a reminder that was written before rounds were counted.
fn first_round() -> u32 {
    1
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "work", rename_all = "kebab-case")]
pub enum StepWork {
    /// Restore a target at the end of the last window that holds it; written before the change is made.
    Revert {
        target: ConnectorId,
    },
    /// Remind the owner of a round of a task.
    Remind {
        window: WindowId,
        measure: MeasureId,
        #[serde(default = "first_round")]
        round: u32,
    },
    /// Ask a person of the roster to approve a window as it is; `is_escalated`: because nobody answered.
    AskApproval {
        window: WindowId,
        hash: String,
        person: PersonId,
        is_escalated: bool,
    },
    /// Release an inject to an organisation.
    Release {
        run: i64,
        inject: InjectId,
        organisation: OrganisationId,
    },
    Deliver {
        run: i64,
        key: DeliveryKey,
    },
    /// A milestone's deadline has come.
    Deadline {
        run: i64,
        milestone: MilestoneId,
        organisation: OrganisationId,
    },
    /// Tell a webhook of the facts of one transaction; the id is the message's own, the same at every try.
    Hook {
        webhook: ConnectorId,
        id: String,
        at: Timestamp,
        facts: Vec<Fact>,
    },
}

impl StepWork {
    /// The key of the step that releases an inject to an organisation.
    pub fn release_key(run: i64, inject: &InjectId, organisation: &OrganisationId) -> String {
        format!("release/{run}/{inject}/{organisation}")
    }

    /// The key of the step that watches a milestone's deadline.
    pub fn deadline_key(run: i64, milestone: &MilestoneId, organisation: &OrganisationId) -> String {
        format!("deadline/{run}/{milestone}/{organisation}")
    }

    /// The key of the step that sends a delivery: one per delivery, however often it is tried.
    pub fn deliver_key(key: &DeliveryKey) -> String {
        format!("deliver/{key}")
    }
}

/// A step to be put in the queue. The key makes putting it in twice harmless.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStep {
    pub key: String,
    pub clock: ClockId,
    /// Milliseconds on that clock.
    pub due: i64,
    pub work: StepWork,
}

/// A step that somebody holds: a result counts only with this token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedStep {
    pub id: i64,
    pub key: String,
    pub clock: ClockId,
    pub due: i64,
    /// How often it was claimed before.
    pub tries: u32,
    pub lease: i64,
    pub work: StepWork,
}

/// How a claimed step ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepEnd {
    Done,
    /// Due again on the same clock.
    Again {
        due: i64,
    },
    /// Given up, with a word why.
    Dead {
        why: String,
    },
}
