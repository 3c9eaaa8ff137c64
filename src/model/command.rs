//! Commands: every change a person can make, from command line, socket or player page.

use serde::{Deserialize, Serialize};

use super::{
    Change, CommandId, ConnectorId, Contest, DeliveryKey, Evidence, ExerciseId, Level, MeasureId, MilestoneId, Mode, OrderId,
    OrganisationId, PolicyId, PrincipalId, Quarter, Rate, Refusal, Role, WindowId,
};
use crate::time::{Elapsed, Timestamp};

/// How a command proves who sends it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "proof", rename_all = "kebab-case")]
pub enum Proof {
    /// Nothing: allowed only while no operator has a token that holds, for adding one.
    None,
    Token {
        token: String,
    },
    /// A player's personal link.
    Link {
        token: String,
    },
}

/// One command. Its id is the sender's: the same id is carried out once.
#[derive(Clone, Serialize, Deserialize)]
pub struct Command {
    pub id: CommandId,
    pub proof: Proof,
    pub body: CommandBody,
}

/// What a standing approval is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingKey {
    pub policy: PolicyId,
    pub level: Level,
    pub quarter: Quarter,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case")]
pub enum CommandBody {
    AddPrincipal {
        id: PrincipalId,
        name: String,
        roles: Vec<Role>,
        days: u32,
    },
    RevokePrincipal {
        id: PrincipalId,
    },
    /// Adopt the files as they are now, although that changes a live or approved window.
    AcceptPlan,
    /// `group` None: everyone.
    OrderPosture {
        level: Level,
        group: Option<String>,
        from: Option<Timestamp>,
        until: Timestamp,
        reason: String,
    },
    EndOrder {
        order: OrderId,
    },
    ApproveWindow {
        window: WindowId,
        /// Of the window as it was shown: what was read is what is approved.
        hash: String,
        /// Whom a deputy stands in for.
        in_place_of: Option<PrincipalId>,
        /// The number of the written decision.
        decision: Option<String>,
    },
    /// Approve every window of a policy and level that begins in a quarter.
    ApproveStanding {
        standing: StandingKey,
        /// Of the policy's rules of that level, as they were shown.
        hashes: Vec<String>,
        decision: Option<String>,
    },
    WithdrawStanding {
        standing: StandingKey,
        reason: String,
    },
    /// The one who was stood in for looks at what deputies approved for a window.
    ReviewApproval {
        window: WindowId,
        /// Why it should not have been approved: withdraws it.
        objection: Option<String>,
    },
    /// Take back one's own approval of a window that is not over.
    WithdrawApproval {
        window: WindowId,
        reason: String,
    },
    /// End a window that took effect before its time.
    CloseWindow {
        window: WindowId,
        reason: String,
    },
    /// Decide a conflict, or give a target back early.
    RevertControl {
        target: ConnectorId,
        keep: bool,
    },
    FinishTask {
        window: WindowId,
        measure: MeasureId,
        evidence: String,
    },
    StartExercise {
        exercise: ExerciseId,
        mode: Mode,
        rate: Rate,
    },
    /// The second principal's word for a live exercise, bound to the frozen script.
    ApproveExercise {
        exercise: ExerciseId,
    },
    PauseExercise {
        exercise: ExerciseId,
    },
    ResumeExercise {
        exercise: ExerciseId,
    },
    JumpExercise {
        exercise: ExerciseId,
        to: Elapsed,
    },
    SpeedExercise {
        exercise: ExerciseId,
        rate: Rate,
    },
    EndExercise {
        exercise: ExerciseId,
    },
    AbortExercise {
        exercise: ExerciseId,
    },
    DecideUncertain {
        key: DeliveryKey,
        resend: bool,
    },
    Acknowledge {
        key: DeliveryKey,
    },
    Answer {
        key: DeliveryKey,
        text: String,
    },
    MeetMilestone {
        exercise: ExerciseId,
        organisation: OrganisationId,
        milestone: MilestoneId,
        evidence: Evidence,
    },
    RejectMilestone {
        exercise: ExerciseId,
        organisation: OrganisationId,
        milestone: MilestoneId,
        reason: String,
    },
}

/// What a carried-out command answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "kebab-case")]
pub enum Answer {
    Done,
    /// The one time a token is shown.
    Token {
        id: PrincipalId,
        token: String,
        expires_at: Timestamp,
    },
    Ordered {
        order: OrderId,
        window: WindowId,
        approvals_needed: u32,
    },
    Approved {
        window: WindowId,
        have: u32,
        need: u32,
        /// Who was stood in for, and has to review it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        in_place_of: Option<PrincipalId>,
    },
    StandingApproved {
        standing: StandingKey,
        have: u32,
        need: u32,
        /// Windows of the plan that it counts for now.
        windows: u32,
    },
    StandingWithdrawn {
        standing: StandingKey,
    },
    /// A deputy's approval was looked at and stands.
    Reviewed {
        window: WindowId,
    },
    /// An approval counts no more, by a review or by who gave it.
    ApprovalWithdrawn {
        window: WindowId,
        have: u32,
        need: u32,
        /// Whether the window holds now.
        is_live: bool,
    },
    Reverted {
        target: ConnectorId,
    },
    WindowClosed {
        window: WindowId,
    },
    /// Waits for the second principal.
    ExerciseProposed {
        run: i64,
        script_hash: String,
    },
    ExerciseStarted {
        run: i64,
    },
    ExerciseAt {
        run: i64,
        at_exercise: Elapsed,
        rate: Rate,
    },
    /// How many messages will not go out, and how many corrections will.
    ExerciseStopped {
        run: i64,
        cancelled: u32,
        corrections: u32,
    },
    Milestone {
        milestone: MilestoneId,
        is_late: bool,
    },
    MilestoneRejected {
        milestone: MilestoneId,
    },
    RevisionAdopted {
        revision: String,
        /// Windows that were live or approved and are altered by it.
        altered: Vec<Altered>,
    },
}

/// A window that a new revision alters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Altered {
    pub window: WindowId,
    pub to: Becomes,
}

/// What becomes of a window that was live or approved, under a new revision.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "kebab-case")]
pub enum Becomes {
    /// It took effect: it holds as it was recorded until its end; what is asked for now is proposed beside it.
    Contested { why: Contest, until: Timestamp, proposed: Option<WindowId> },
    /// Its approvals are void; as it is planned now it needs them anew.
    Reapprove { planned: WindowId },
    /// As it is planned now it needs no approval that is missing.
    Replaced { planned: WindowId },
    /// Nothing asks for it any more.
    Dropped,
    /// Its settings join otherwise with those of other windows.
    Joined,
    /// Its start is past, and it takes effect at once.
    LateStart { from: Timestamp },
    /// A target that it holds is pointed elsewhere or gone; it is given back where it was.
    TargetMoved { target: ConnectorId },
}

/// What deciding a command comes to: what is to be written and the answer, or why not.
pub type Decision = Result<(Vec<Change>, Answer), Refusal>;
