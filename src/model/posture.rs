//! Windows, orders, approvals, the ledger: what should be changed when, who allowed it, and what we did.

use serde::{Deserialize, Serialize};

use super::{
    ConnectorId, EventId, HeldSettings, LedgerPhase, Level, MeasureId, OrderId, PolicyId, PrincipalId, Quarter, RequestStage,
    RevisionId, Scope, WindowId,
};
use crate::time::{LocalDateTime, Timestamp, Zone};

/// What asks for a window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    Occurrence { event: EventId, nominal: LocalDateTime, policy: PolicyId },
    Order { order: OrderId },
}

/// `[from, until)` in which something asks for one level. There is no window without an end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub id: WindowId,
    pub cause: Cause,
    pub level: Level,
    pub scope: Scope,
    pub from: Timestamp,
    pub until: Timestamp,
    /// In which its days are counted and shown.
    pub zone: Zone,
}

impl Window {
    /// Whether it holds at `at`.
    pub fn is_live(&self, at: Timestamp) -> bool {
        self.from <= at && at < self.until
    }
}

/// A window by a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    pub id: OrderId,
    pub level: Level,
    pub scope: Scope,
    pub from: Timestamp,
    pub until: Timestamp,
    pub reason: String,
    pub by: PrincipalId,
    pub ordered_at: Timestamp,
    /// Set when a person ends it early.
    pub ended_at: Option<Timestamp>,
}

/// One principal's approval of one window, as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    pub window: WindowId,
    /// Of the window's bounds, measures and targets: it lapses only when those change.
    pub hash: String,
    pub by: PrincipalId,
    pub at: Timestamp,
    /// Whose approval it stands in for; None: the principal's own.
    pub in_place_of: Option<PrincipalId>,
    /// The number of the written decision.
    pub decision: Option<String>,
    /// When the one who was stood in for looked at it.
    pub reviewed_at: Option<Timestamp>,
}

impl Approval {
    /// Whether the one who was stood in for has yet to look at it.
    pub fn waits_for_review(&self) -> bool {
        self.in_place_of.is_some() && self.reviewed_at.is_none()
    }
}

/// One principal's approval of every window of one policy and level that begins in one quarter, while the rule and its measures
/// stay as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingApproval {
    pub policy: PolicyId,
    pub level: Level,
    /// In the workspace's zone.
    pub quarter: Quarter,
    /// [`super::StandingBasis::rule_hash`].
    pub hash: String,
    pub by: PrincipalId,
    pub at: Timestamp,
    /// The number of the written decision.
    pub decision: Option<String>,
}

/// An approval that counts for a window as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consent<'a> {
    pub by: &'a PrincipalId,
    pub in_place_of: Option<&'a PrincipalId>,
    pub decision: Option<&'a str>,
    pub at: Timestamp,
    pub reviewed_at: Option<Timestamp>,
    /// The quarter it was given for; None: for this window alone.
    pub standing: Option<Quarter>,
}

impl<'a> Consent<'a> {
    pub fn of(approval: &'a Approval) -> Self {
        Self {
            by: &approval.by,
            in_place_of: approval.in_place_of.as_ref(),
            decision: approval.decision.as_deref(),
            at: approval.at,
            reviewed_at: approval.reviewed_at,
            standing: None,
        }
    }

    pub fn standing(approval: &'a StandingApproval) -> Self {
        Self {
            by: &approval.by,
            in_place_of: None,
            decision: approval.decision.as_deref(),
            at: approval.at,
            reviewed_at: None,
            standing: Some(approval.quarter),
        }
    }

    /// Whose approval it is: the one who was stood in for, or else who gave it.
    pub fn seat(&self) -> &'a PrincipalId {
        self.in_place_of.unwrap_or(self.by)
    }

    /// Whether the one who was stood in for has yet to look at it.
    pub fn waits_for_review(&self) -> bool {
        self.in_place_of.is_some() && self.reviewed_at.is_none()
    }
}

/// What we applied to one target. One row a target, because a target is changed as one act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerEntry {
    pub target: ConnectorId,
    pub phase: LedgerPhase,
    pub settings: HeldSettings,
    /// The target's state before the first holder; None: there was none (no file).
    pub before: Option<Vec<u8>>,
    /// SHA-256 of what we wrote last, or are about to write, in hexadecimal.
    pub written_hash: String,
    /// SHA-256 of what the target held when it was last looked at before an intent, or what was found instead of ours: after a
    /// crash between intent and act the target still is this.
    pub found_hash: String,
    pub applied_at: Timestamp,
    pub verified_at: Option<Timestamp>,
    /// When the last holder's window ends.
    pub expires_at: Timestamp,
    pub revision: RevisionId,
}

/// That approvers were asked for a window as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovalRequest {
    pub window: WindowId,
    pub hash: String,
    pub asked_at: Timestamp,
    /// When it went to those whom the rule names for requests that nobody answers.
    pub escalated_at: Option<Timestamp>,
}

/// A request for approval that too few have answered yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenRequest {
    pub window: WindowId,
    pub level: Level,
    pub stage: RequestStage,
    /// Who may still answer; empty: nobody can.
    pub may: Vec<Answerer>,
    pub asked_at: Timestamp,
    pub escalated_at: Option<Timestamp>,
    /// Who was told then.
    pub escalated_to: Vec<PrincipalId>,
    /// The start of the window.
    pub from: Timestamp,
}

/// Somebody who may approve a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answerer {
    pub id: PrincipalId,
    /// Whether roster.toml says where they are asked.
    pub has_address: bool,
    /// Who may approve in their place.
    pub deputies: Vec<PrincipalId>,
}

/// A round of a window's task that was put to a person. A task that does not repeat has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskRow {
    pub window: WindowId,
    pub measure: MeasureId,
    /// Counted from 1 at the window's start.
    pub round: u32,
    pub asked_at: Timestamp,
    /// None: asked for by a program that did not count rounds.
    pub due_at: Option<Timestamp>,
    pub done_at: Option<Timestamp>,
    pub done_by: Option<PrincipalId>,
    pub evidence: Option<String>,
}
