//! The after-action report as a value: what the facts of one exercise run say, in order, without a word of ours.
//!
//! Every writer (HTML, JSON, charts) reads this and nothing else, so two formats of one report can never disagree.

use crate::model::{
    Actor, Channel, DeliveryKey, DeliveryPhase, ExercisePhase, Fact, InjectId, MilestoneId, MilestoneStatus, OrganisationId,
    PartId, PlayerId, Purpose, Rate, SkipReason, StartFact, Text,
};
use crate::time::{Elapsed, Timestamp};

/// One run of an exercise. Lists keep the order of the cast, the script or the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aar {
    pub overview: Overview,
    pub clock: Vec<ClockEvent>,
    pub organisations: Vec<OrganisationPart>,
    /// Every message, in the order of its first fact.
    pub deliveries: Vec<DeliveryTrace>,
    pub chronology: Vec<Line>,
    pub recoveries: Vec<Recovery>,
    pub journal: JournalMark,
    pub generated_at: Timestamp,
}

/// What was run, by whom, from when until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    pub start: StartFact,
    pub started_at: Timestamp,
    pub started_by: Actor,
    /// Who asked for the run, where that is a fact of its own.
    pub proposed_by: Option<Actor>,
    pub phase: ExercisePhase,
    /// None while the run goes on.
    pub ended_at: Option<Timestamp>,
    /// What the exercise clock showed at the end; while the run goes on, when the report was made.
    pub reached: Elapsed,
}

/// One change of the exercise clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockEvent {
    pub at: Timestamp,
    pub at_exercise: Elapsed,
    pub actor: Actor,
    pub what: ClockChange,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockChange {
    Started { rate: Rate },
    Paused,
    Resumed,
    Jumped { to: Elapsed },
    Speed { rate: Rate },
    Ended,
    Aborted,
}

/// A stretch of wall time in which the exercise clock stood still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    pub at_exercise: Elapsed,
    pub from: Timestamp,
    /// None: still paused.
    pub until: Option<Timestamp>,
}

/// What one organisation met and did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganisationPart {
    pub id: OrganisationId,
    pub name: Text,
    pub part: Option<PartId>,
    pub zone: String,
    pub players: Vec<PlayerId>,
    pub injects: Vec<InjectTrace>,
    pub milestones: Vec<MilestoneTrace>,
    /// Entries of its players whose body was erased.
    pub erased: Vec<ErasedEntry>,
}

/// An entry of which only time, actor and hash are left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasedEntry {
    pub sequence: i64,
    pub at: Timestamp,
    pub player: PlayerId,
}

/// One inject for one organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InjectTrace {
    pub inject: InjectId,
    pub outcome: InjectOutcome,
    pub acknowledgements: Vec<Acknowledgement>,
    pub answers: Vec<AnswerTrace>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InjectOutcome {
    Released {
        due: Elapsed,
        at: Timestamp,
        at_exercise: Elapsed,
        subject: Text,
        expected: Option<Text>,
    },
    Skipped {
        at: Timestamp,
        reason: SkipReason,
    },
    /// Players reacted to it, but the entry of its release was erased.
    Unrecorded,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    pub player: PlayerId,
    pub at: Timestamp,
    pub at_exercise: Elapsed,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerTrace {
    pub player: PlayerId,
    pub at: Timestamp,
    pub at_exercise: Elapsed,
    pub text: String,
}

/// One milestone of one organisation, with everything that happened to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MilestoneTrace {
    pub milestone: MilestoneId,
    pub title: Text,
    pub due: Elapsed,
    pub status: MilestoneStatus,
    /// The deadline passed without accepted evidence, and nothing has come since.
    pub is_overdue: bool,
    /// When the evidence that stands was accepted, on the exercise clock.
    pub met_at: Option<Elapsed>,
    /// Id, title and shown text of each field of the gate: what was shown last. Empty text: not shown.
    pub evidence: Vec<(String, Text, String)>,
    pub history: Vec<MilestoneMoment>,
}

impl MilestoneTrace {
    /// How long after the deadline the evidence came; negative when it came before.
    pub fn lateness(&self) -> Option<Elapsed> {
        self.met_at.map(|met_at| Elapsed::from_ms(met_at.as_ms().saturating_sub(self.due.as_ms())))
    }
}

/// One step in a milestone's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MilestoneMoment {
    pub at: Timestamp,
    pub at_exercise: Elapsed,
    pub actor: Actor,
    pub what: MilestoneStep,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MilestoneStep {
    /// Evidence was accepted.
    Met,
    Overdue,
    Missed,
    Rejected {
        reason: String,
    },
}

/// One message to one person, and every try to deliver it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryTrace {
    pub key: DeliveryKey,
    pub organisation: Option<OrganisationId>,
    /// None: a correction that concerns the whole exercise.
    pub inject: Option<InjectId>,
    pub player: PlayerId,
    pub channel: Channel,
    pub purpose: Purpose,
    pub phase: DeliveryPhase,
    pub events: Vec<DeliveryEvent>,
}

impl DeliveryTrace {
    /// Whether it went out at the first try.
    pub fn is_plain(&self) -> bool {
        matches!(self.events.as_slice(), [DeliveryEvent { what: DeliveryStep::Sent { .. }, .. }])
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryEvent {
    pub at: Timestamp,
    pub attempt: u32,
    pub actor: Actor,
    pub what: DeliveryStep,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliveryStep {
    Sent {
        answer: String,
    },
    Retry {
        why: String,
    },
    Failed {
        why: String,
    },
    Cancelled,
    Uncertain,
    /// Decided to send again under the same key.
    Resend,
    /// Decided to let it be.
    LetBe,
}

/// A start of standto that found something half done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recovery {
    pub at: Timestamp,
    pub uncertain: u32,
    pub reverting: u32,
    pub applying: u32,
}

/// One entry of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub sequence: i64,
    pub at: Timestamp,
    /// None before the start.
    pub at_exercise: Option<Elapsed>,
    pub actor: Actor,
    pub organisation: Option<OrganisationId>,
    /// None: the body was erased, its hash stays.
    pub fact: Option<Fact>,
    pub body_hash: String,
}

/// Where the journal stood when the report was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalMark {
    /// Sequence and hash of the journal's last entry.
    pub head: Option<(i64, String)>,
    /// Sequence numbers of the first and last entry this report tells of.
    pub first: i64,
    pub last: i64,
    /// Entries this report tells of.
    pub entries: usize,
    pub erased: usize,
}

impl Aar {
    /// Whether the run still goes on: the report is an interim one.
    pub fn is_interim(&self) -> bool {
        self.overview.ended_at.is_none()
    }

    pub fn organisation(&self, id: &OrganisationId) -> Option<&OrganisationPart> {
        self.organisations.iter().find(|organisation| organisation.id == *id)
    }

    /// The pauses, in order. A run that ends while paused ends its last pause.
    pub fn pauses(&self) -> Vec<Pause> {
        let mut pauses: Vec<Pause> = Vec::new();
        for event in &self.clock {
            let open = pauses.last_mut().filter(|pause| pause.until.is_none());
            match (event.what, open) {
                (ClockChange::Paused, None) => {
                    pauses.push(Pause { at_exercise: event.at_exercise, from: event.at, until: None });
                }
                (ClockChange::Resumed | ClockChange::Speed { .. } | ClockChange::Ended | ClockChange::Aborted, Some(open)) => {
                    open.until = Some(event.at);
                }
                (ClockChange::Started { .. } | ClockChange::Jumped { .. } | ClockChange::Paused, _)
                | (ClockChange::Resumed | ClockChange::Speed { .. } | ClockChange::Ended | ClockChange::Aborted, None) => {}
            }
        }
        pauses
    }
}
