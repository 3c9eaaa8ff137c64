//! Facts: the typed entries that states and reports read. Codes and values, never sentences.
//!
//! Long, because it is one list: what the journal may hold is read here from top to bottom.

use serde::{Deserialize, Serialize};

use super::{
    Actor, Channel, ConnectorId, Contest, DeliveryKey, Evidence, ExerciseId, InjectId, Level, MeasureId, MilestoneId, Mode,
    OrderId, OrganisationId, PartId, PersonId, PlayerId, PrincipalId, Purpose, Rate, RevisionId, Role, ScenarioId,
    SettingValue, SkipReason, Slot, StandingKey, Text, WindowId,
};
use crate::time::{Elapsed, Timestamp};

/// An organisation of a cast, as the start of an exercise froze it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CastFact {
    pub id: OrganisationId,
    pub name: Text,
    pub part: PartId,
    pub zone: String,
    pub players: Vec<PlayerId>,
}

/// A milestone of a scenario, as the start of an exercise froze it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MilestoneFact {
    pub id: MilestoneId,
    pub title: Text,
    pub due: Elapsed,
    /// Field id and title of each part of the gate.
    pub gate: Vec<(String, Text)>,
}

/// A scene, as the start of an exercise froze it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SceneFact {
    pub title: Text,
    pub starts: Elapsed,
}

/// What an exercise started from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartFact {
    pub run: i64,
    pub exercise: ExerciseId,
    pub title: Text,
    pub scenario: ScenarioId,
    pub scenario_title: Text,
    pub storyline: Text,
    pub operator: Text,
    pub zone: String,
    pub mode: Mode,
    pub rate: Rate,
    pub script_hash: String,
    pub organisations: Vec<CastFact>,
    pub scenes: Vec<SceneFact>,
    pub milestones: Vec<MilestoneFact>,
    pub objectives: Vec<Text>,
    pub techniques: Vec<String>,
    /// Injects of the script, over all organisations.
    pub injects: u32,
}

/// Which message a fact tells of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryRef {
    pub run: i64,
    pub key: DeliveryKey,
    pub inject: Option<InjectId>,
    pub player: PlayerId,
    pub channel: Channel,
    pub purpose: Purpose,
    /// Which try, from 1; 0 before the first.
    pub attempt: u32,
}

/// Everything that can happen. The kinds' names are part of the database's format: they are never reused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "kebab-case")]
pub enum Fact {
    RevisionAdopted {
        tzdata: String,
        files: u32,
    },
    PrincipalAdded {
        id: PrincipalId,
        name: String,
        roles: Vec<Role>,
        expires_at: Timestamp,
    },
    PrincipalRevoked {
        id: PrincipalId,
    },

    PostureOrdered {
        order: OrderId,
        level: Level,
        from: Timestamp,
        until: Timestamp,
        reason: String,
    },
    OrderEnded {
        order: OrderId,
    },
    WindowApproved {
        window: WindowId,
        hash: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        in_place_of: Option<PrincipalId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decision: Option<String>,
    },
    /// Every window of a policy and level that begins in a quarter was approved, as the rule was.
    StandingApproved {
        standing: StandingKey,
        hash: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decision: Option<String>,
    },
    StandingWithdrawn {
        standing: StandingKey,
        reason: String,
    },
    /// The one who was stood in for looked at a deputy's approval; an objection withdraws it.
    ApprovalReviewed {
        window: WindowId,
        hash: String,
        /// The deputy.
        by: PrincipalId,
        objection: Option<String>,
    },
    /// Who approved took it back.
    ApprovalWithdrawn {
        window: WindowId,
        hash: String,
        reason: String,
    },
    /// Approvers were asked for a window, ahead of its start; `without_address` could not be.
    ApprovalAsked {
        window: WindowId,
        hash: String,
        asked: Vec<PrincipalId>,
        without_address: Vec<PrincipalId>,
    },
    /// The mail that asks somebody for approval did not go out.
    ApprovalNotAsked {
        window: WindowId,
        person: PersonId,
        why: String,
    },
    /// Nobody answered in time: the window is not applied until it is approved.
    ApprovalEscalated {
        window: WindowId,
        hash: String,
        to: Vec<PrincipalId>,
        without_address: Vec<PrincipalId>,
    },
    /// A window of the calendar took effect; `late_ms` after its start, 0 when on time.
    WindowOpened {
        window: WindowId,
        hash: String,
        from: Timestamp,
        until: Timestamp,
        late_ms: i64,
    },
    /// It is over. With a reason a person ended it; `until` is its recorded end.
    WindowClosed {
        window: WindowId,
        until: Timestamp,
        reason: Option<String>,
    },
    /// The files say otherwise of a window that took effect; it holds until its recorded end.
    WindowContested {
        window: WindowId,
        why: Contest,
        until: Timestamp,
    },
    /// The files ask for a contested window again as it is.
    WindowUncontested {
        window: WindowId,
    },
    /// What is proposed beside a window that took effect is not decided; that one ends at `until`.
    ProposalWaits {
        window: WindowId,
        beside: WindowId,
        until: Timestamp,
    },
    /// The row of a window that took effect cannot be read: what it holds stays as it is.
    WindowUnreadable {
        window: WindowId,
    },
    /// The intent to change a target; the result follows.
    ControlApplying {
        target: ConnectorId,
        settings: Vec<(Slot, SettingValue)>,
        windows: Vec<WindowId>,
        hash: String,
    },
    ControlVerified {
        target: ConnectorId,
        hash: String,
    },
    /// Other windows hold the target, or until another time; its settings stay as they are.
    ControlHeld {
        target: ConnectorId,
        windows: Vec<WindowId>,
        until: Timestamp,
    },
    ControlReverting {
        target: ConnectorId,
    },
    ControlReverted {
        target: ConnectorId,
    },
    /// The target is not what we wrote.
    ControlConflict {
        target: ConnectorId,
        expected: String,
        found: String,
    },
    /// A person decided a conflict: `kept` leaves the target as it is, else the state from before was written.
    ConflictDecided {
        target: ConnectorId,
        kept: bool,
    },
    ControlFailed {
        target: ConnectorId,
        why: String,
    },
    /// A precondition blocks a measure.
    MeasureBlocked {
        window: WindowId,
        measure: MeasureId,
        precondition: String,
    },
    /// `round` counts from 1; None: the task does not repeat.
    TaskAsked {
        window: WindowId,
        measure: MeasureId,
        owner: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        round: Option<u32>,
    },
    TaskDone {
        window: WindowId,
        measure: MeasureId,
        evidence: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        round: Option<u32>,
    },
    /// Rounds of a task that nobody was asked for; `from` and `until` are when the first and the last of them were due.
    TaskRoundsMissed {
        window: WindowId,
        measure: MeasureId,
        rounds: u32,
        from: Timestamp,
        until: Timestamp,
    },
    AlarmRaised {
        window: WindowId,
        measure: MeasureId,
        why: String,
    },

    ExerciseProposed {
        run: i64,
        exercise: ExerciseId,
        mode: Mode,
        script_hash: String,
    },
    ExerciseStarted {
        start: Box<StartFact>,
    },
    ExercisePaused {
        run: i64,
        at_exercise: Elapsed,
    },
    ExerciseResumed {
        run: i64,
        at_exercise: Elapsed,
    },
    ExerciseJumped {
        run: i64,
        from: Elapsed,
        to: Elapsed,
    },
    ExerciseSpeed {
        run: i64,
        at_exercise: Elapsed,
        rate: Rate,
    },
    ExerciseEnded {
        run: i64,
        at_exercise: Elapsed,
    },
    ExerciseAborted {
        run: i64,
        at_exercise: Elapsed,
    },
    InjectReleased {
        run: i64,
        inject: InjectId,
        due: Elapsed,
        at_exercise: Elapsed,
        subject: Text,
        expected: Option<Text>,
    },
    InjectSkipped {
        run: i64,
        inject: InjectId,
        reason: SkipReason,
    },
    DeliverySent {
        delivery: DeliveryRef,
        answer: String,
    },
    DeliveryRetry {
        delivery: DeliveryRef,
        why: String,
    },
    DeliveryFailed {
        delivery: DeliveryRef,
        why: String,
    },
    DeliveryCancelled {
        delivery: DeliveryRef,
    },
    DeliveryUncertain {
        delivery: DeliveryRef,
    },
    /// A person or `on_uncertain` decided: sent again under the same key, or let be.
    UncertainDecided {
        delivery: DeliveryRef,
        resend: bool,
    },
    Acknowledged {
        run: i64,
        inject: Option<InjectId>,
        key: DeliveryKey,
        player: PlayerId,
        at_exercise: Elapsed,
    },
    Answered {
        run: i64,
        inject: Option<InjectId>,
        key: DeliveryKey,
        player: PlayerId,
        at_exercise: Elapsed,
        text: String,
    },
    MilestoneMet {
        run: i64,
        milestone: MilestoneId,
        due: Elapsed,
        at_exercise: Elapsed,
        evidence: Evidence,
    },
    /// The deadline passed without accepted evidence.
    MilestoneOverdue {
        run: i64,
        milestone: MilestoneId,
        due: Elapsed,
    },
    MilestoneMissed {
        run: i64,
        milestone: MilestoneId,
        due: Elapsed,
    },
    MilestoneRejected {
        run: i64,
        milestone: MilestoneId,
        at_exercise: Elapsed,
        reason: String,
    },

    /// A webhook could not be told, and is not tried again.
    WebhookFailed {
        webhook: ConnectorId,
        why: String,
    },

    /// What a start found half done.
    Recovered {
        uncertain: u32,
        reverting: u32,
        applying: u32,
    },
}

/// A fact as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Counted from 1 without gaps.
    pub sequence: i64,
    pub at: Timestamp,
    pub actor: Actor,
    pub organisation: Option<OrganisationId>,
    pub revision: Option<RevisionId>,
    /// None: the body was erased, the hash stays.
    pub fact: Option<Fact>,
    pub body_hash: String,
    pub hash: String,
}
