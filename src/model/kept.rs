//! Windows that took effect, kept as they were then: no change of the calendar ends or extends one.

use serde::{Deserialize, Serialize};

use super::{Contest, Order, PlannedWindow, PrincipalId};
use crate::time::Timestamp;

/// A window that took effect, as it was then: of the calendar or of an order.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptWindow {
    pub planned: PlannedWindow,
    pub opened_at: Timestamp,
    /// Set when a person ended it early.
    pub closed: Option<Closed>,
    /// When its end was put on record.
    pub over_at: Option<Timestamp>,
    /// Why the files say otherwise, as it was put on record last; None: they do not.
    pub contested: Option<Contest>,
    /// The alarm that was raised last about what is proposed beside it.
    pub alarmed: Option<ProposalAlarm>,
}

impl KeptWindow {
    /// One that takes effect now.
    pub fn opened(planned: PlannedWindow, now: Timestamp) -> Self {
        Self { planned, opened_at: now, closed: None, over_at: None, contested: None, alarmed: None }
    }

    /// Its end: as it was recorded, or earlier by a person's word.
    pub fn until(&self) -> Timestamp {
        let until = self.planned.window.until;
        self.closed.as_ref().map_or(until, |closed| closed.at.min(until))
    }

    pub fn is_open(&self, now: Timestamp) -> bool {
        now < self.until()
    }
}

/// How a person ended a window early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    pub at: Timestamp,
    pub by: PrincipalId,
    /// None: the order that it is of was ended, which asks for no reason.
    pub reason: Option<String>,
}

/// An alarm that a proposal waits for a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalAlarm {
    /// Of the proposed window.
    pub hash: String,
    /// 0 at once, then one more for each time it is raised again as the end comes nearer.
    pub stage: u8,
}

/// What people and the past add to what the files say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Past<'a> {
    pub orders: &'a [Order],
    pub kept: &'a [KeptWindow],
}

impl<'a> Past<'a> {
    /// Orders alone.
    pub fn of(orders: &'a [Order]) -> Self {
        Self { orders, kept: &[] }
    }
}
