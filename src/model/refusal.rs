//! Refusals: why a command is not carried out, with what the text needs to say what to do next.

use serde::{Deserialize, Serialize};

use super::{ExercisePhase, Level, MilestoneStatus, Quarter, Role};
use crate::time::{Elapsed, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "refusal", rename_all = "kebab-case")]
pub enum Refusal {
    /// No token, or one that is unknown, expired or revoked.
    NotProven,
    FirstPrincipalMustBeOperator,
    MissingRole {
        role: Role,
    },
    BadId {
        id: String,
    },
    PrincipalExists {
        id: String,
    },
    UnknownPrincipal {
        id: String,
    },
    UnknownExercise {
        id: String,
        known: Vec<String>,
    },
    /// The exercise is there, but was never started.
    NotStarted {
        exercise: String,
    },
    UnknownOrganisation {
        id: String,
        known: Vec<String>,
    },
    UnknownMilestone {
        id: String,
        known: Vec<String>,
    },
    UnknownWindow {
        id: String,
    },
    UnknownTarget {
        id: String,
        known: Vec<String>,
    },
    UnknownGroup {
        id: String,
        known: Vec<String>,
    },
    UnknownDelivery {
        key: String,
    },
    UnknownTask {
        window: String,
        measure: String,
    },
    UnknownOrder {
        id: String,
    },
    TaskIsDone {
        window: String,
        measure: String,
    },
    /// A window or order must end after it begins, and after now.
    EndsBeforeItBegins {
        from: Timestamp,
        until: Timestamp,
    },
    WindowIsOver {
        id: String,
        until: Timestamp,
    },
    /// Only a window of the calendar that took effect can be closed.
    WindowNotOpen {
        id: String,
    },
    AlreadyApproved {
        id: String,
    },
    /// An order for a level that asks for nothing.
    AsksForNothing {
        level: Level,
    },
    NotAnApprover {
        id: String,
    },
    /// The window is not what was shown any more.
    WindowChanged {
        id: String,
    },
    /// No rule lets `id` approve in place of `of`; `known`: whom `id` may stand in for.
    NotADeputy {
        id: String,
        of: String,
        known: Vec<String>,
    },
    /// One human being counts once: `id` has approved this window in place of `of`, or for themselves.
    CountsOnce {
        window: String,
        of: String,
    },
    /// Only levels that cost little can be approved for a quarter.
    NotForStanding {
        level: Level,
    },
    /// No policy of this id asks for the level; `known`: those that can be approved for a quarter.
    UnknownRule {
        policy: String,
        level: Level,
        known: Vec<String>,
    },
    QuarterIsOver {
        quarter: Quarter,
    },
    /// The rule or its measures are not what was shown any more.
    RuleChanged {
        policy: String,
        level: Level,
    },
    AlreadyStanding {
        policy: String,
        level: Level,
        quarter: Quarter,
    },
    NothingStanding {
        policy: String,
        level: Level,
        quarter: Quarter,
    },
    /// No deputy approved the window in this principal's place, or all of it is reviewed.
    NothingToReview {
        window: String,
    },
    NothingToWithdraw {
        window: String,
    },
    AuthorAlone,
    ReasonMissing,
    /// What was asked is not possible in this phase.
    WrongPhase {
        exercise: String,
        phase: ExercisePhase,
    },
    AlreadyRunning {
        exercise: String,
    },
    /// The second principal is the first one.
    SamePrincipal,
    /// The script changed since it was proposed.
    ScriptChanged {
        exercise: String,
    },
    TooFast {
        rate: u32,
        limit: u32,
    },
    JumpBack {
        now: Elapsed,
        to: Elapsed,
    },
    AddressNotAllowed {
        address: String,
    },
    /// Text says that this is no exercise.
    NotADrillText {
        inject: String,
    },
    MailMissing,
    EvidenceMissing {
        fields: Vec<String>,
    },
    UnknownEvidence {
        field: String,
        known: Vec<String>,
    },
    MilestoneDecided {
        milestone: String,
        status: MilestoneStatus,
    },
    AnswerTooLong {
        limit: u32,
    },
    NotYours,
    NotInConflict {
        target: String,
    },
    ConflictRemains {
        target: String,
    },
    NotUncertain {
        key: String,
    },
    NothingToAccept,
    /// The workspace has faults; `standto check` shows them.
    WorkspaceFaulty {
        faults: u32,
    },
}
