//! Changes: what a decision wants written. One list is one transaction, together with its facts.

use super::{
    Actor, Approval, ApprovalRequest, Attempt, ClaimedStep, CommandId, ConnectorId, Delivery, DeliveryKey, DeliveryPhase,
    ExerciseRun, Fact, InjectRun, KeptWindow, LedgerEntry, MilestoneRun, NewStep, Order, OrganisationId, PlayerLink, Principal,
    PrincipalId, Published, Response, Revision, StandingApproval, StepEnd, TaskRow, WindowId,
};
use crate::time::Timestamp;

/// One thing to be written. Rows are put whole: an existing row with the same key is replaced.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Appends to the journal.
    Record {
        organisation: Option<OrganisationId>,
        fact: Fact,
    },
    Revision(Revision),
    Principal(Principal),
    Order(Order),
    Approval(Approval),
    /// A window that took effect, or what became of it.
    Keep(Box<KeptWindow>),
    /// A window that is over and bears on nothing any more.
    KeptGone(WindowId),
    /// Takes out one principal's approval of a window as it was.
    ApprovalGone {
        window: WindowId,
        hash: String,
        by: PrincipalId,
    },
    StandingApproval(StandingApproval),
    StandingGone(StandingApproval),
    /// Approvers were asked, or the request was escalated.
    Request(ApprovalRequest),
    Ledger(LedgerEntry),
    LedgerGone(ConnectorId),
    Task(TaskRow),
    Published(Published),
    /// Puts a step in the queue, unless one with its key is or was there.
    Enqueue(NewStep),
    /// Makes an open or finished step due again, with its tries reset (re-send under the same key).
    Requeue {
        key: String,
        due: i64,
    },
    /// Ends a claimed step; the whole transaction is refused when its lease is lost.
    Finish {
        step: ClaimedStep,
        end: StepEnd,
    },
    /// Takes all unfinished steps of a run out of the queue.
    DropSteps {
        run: i64,
    },
    Run(ExerciseRun),
    Inject {
        run: i64,
        row: InjectRun,
    },
    Milestone {
        run: i64,
        row: MilestoneRun,
    },
    Delivery(Delivery),
    DeliveryPhase {
        key: DeliveryKey,
        phase: DeliveryPhase,
        attempts: u32,
        sent_at: Option<Timestamp>,
    },
    Acknowledged {
        key: DeliveryKey,
        at: Timestamp,
    },
    Attempt(Attempt),
    Response(Response),
    Link(PlayerLink),
    /// Remembers a command's answer (JSON), so that the same command sent twice is carried out once.
    Answered {
        command: CommandId,
        answer: String,
    },
}

impl Change {
    /// A fact that concerns no single organisation.
    pub fn fact(fact: Fact) -> Self {
        Change::Record { organisation: None, fact }
    }

    /// A fact of one organisation.
    pub fn fact_of(organisation: &OrganisationId, fact: Fact) -> Self {
        Change::Record { organisation: Some(organisation.clone()), fact }
    }
}

/// One transaction: who, when, what.
#[derive(Clone, Debug, PartialEq)]
pub struct Transaction {
    pub at: Timestamp,
    pub actor: Actor,
    pub changes: Vec<Change>,
}
