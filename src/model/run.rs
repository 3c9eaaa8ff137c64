//! What the database knows of a running exercise: the run, its injects, deliveries, attempts, responses, milestones.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    Channel, DeliveryKey, DeliveryPhase, DeliveryRef, ExerciseClock, ExerciseId, ExercisePhase, InjectId, InjectPhase, Lang,
    MilestoneId, MilestoneStatus, Mode, OrganisationId, PlayerId, PrincipalId, Purpose, RevisionId,
};
use crate::time::{Elapsed, Timestamp};

/// One run of an exercise. Its scenario and cast are those of its revision, whatever the files say later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExerciseRun {
    /// Counted from 1; names the run's two queue clocks.
    pub number: i64,
    pub exercise: ExerciseId,
    pub mode: Mode,
    pub phase: ExercisePhase,
    pub revision: RevisionId,
    /// Of the frozen script: what a second principal approves.
    pub script_hash: String,
    pub proposed_by: Option<PrincipalId>,
    pub approved_by: Option<PrincipalId>,
    pub clock: ExerciseClock,
    pub started_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
}

/// Why an inject never went out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SkipReason {
    /// Its condition never came true before the end.
    ConditionUnmet,
    /// The exercise ended before its time.
    Ended,
    Aborted,
    /// Nobody of the cast is in the part or team it is for.
    NoRecipient,
}

/// One inject for one organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InjectRun {
    pub inject: InjectId,
    pub organisation: OrganisationId,
    pub phase: InjectPhase,
    /// When it is or was due, on the exercise clock; a conditional one has it once its condition came true.
    pub due: Option<Elapsed>,
    pub released: Option<Elapsed>,
    pub skipped: Option<SkipReason>,
}

/// One message to one person on one channel: recorded once, however often it is tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    pub key: DeliveryKey,
    pub run: i64,
    /// None for a correction that concerns the whole exercise.
    pub inject: Option<InjectId>,
    pub organisation: OrganisationId,
    pub player: PlayerId,
    /// Where it goes; for pages and webhooks, the player's id.
    pub address: String,
    pub channel: Channel,
    pub purpose: Purpose,
    pub lang: Lang,
    pub sender: String,
    pub subject: String,
    pub body: String,
    /// File name and text of each artefact.
    pub attachments: Vec<(String, String)>,
    pub phase: DeliveryPhase,
    pub attempts: u32,
    pub created_at: Timestamp,
    pub sent_at: Option<Timestamp>,
    pub acknowledged_at: Option<Timestamp>,
}

impl Delivery {
    /// The delivery without its text.
    pub fn head(&self) -> DeliveryHead {
        DeliveryHead {
            key: self.key.clone(),
            inject: self.inject.clone(),
            organisation: self.organisation.clone(),
            player: self.player.clone(),
            channel: self.channel,
            purpose: self.purpose,
            phase: self.phase,
            attempts: self.attempts,
            sent_at: self.sent_at,
            acknowledged_at: self.acknowledged_at,
        }
    }
}

/// What one try to deliver came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum AttemptOutcome {
    /// The intent is committed, the result is not.
    Open,
    Sent {
        answer: String,
    },
    Retry {
        why: String,
    },
    Failed {
        why: String,
    },
    Uncertain,
    /// Nothing left: the exercise was stopped before the message was handed over.
    Stopped,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    pub key: DeliveryKey,
    /// Counted from 1.
    pub number: u32,
    pub started_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    pub outcome: AttemptOutcome,
}

/// What a player sent in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    pub run: i64,
    pub delivery: DeliveryKey,
    pub inject: Option<InjectId>,
    pub organisation: OrganisationId,
    pub player: PlayerId,
    pub at: Timestamp,
    pub at_exercise: Elapsed,
    /// None is a bare acknowledgement.
    pub text: Option<String>,
}

/// What the gate of a milestone was shown: field id to text.
pub type Evidence = BTreeMap<String, String>;

/// One milestone of one organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MilestoneRun {
    pub milestone: MilestoneId,
    pub organisation: OrganisationId,
    pub due: Elapsed,
    pub status: MilestoneStatus,
    /// When evidence was accepted, on the exercise clock.
    pub met_at: Option<Elapsed>,
    pub evidence: Evidence,
}

/// Everything the conduct of an exercise decides on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunState {
    pub run: ExerciseRun,
    pub injects: Vec<InjectRun>,
    pub milestones: Vec<MilestoneRun>,
    pub responses: Vec<Response>,
    /// Without bodies: what conditions and screens need.
    pub deliveries: Vec<DeliveryHead>,
}

/// A delivery without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryHead {
    pub key: DeliveryKey,
    pub inject: Option<InjectId>,
    pub organisation: OrganisationId,
    pub player: PlayerId,
    pub channel: Channel,
    pub purpose: Purpose,
    pub phase: DeliveryPhase,
    pub attempts: u32,
    pub sent_at: Option<Timestamp>,
    pub acknowledged_at: Option<Timestamp>,
}

impl DeliveryHead {
    /// How facts name this delivery, at its latest try.
    pub fn reference(&self, run: i64) -> DeliveryRef {
        DeliveryRef {
            run,
            key: self.key.clone(),
            inject: self.inject.clone(),
            player: self.player.clone(),
            channel: self.channel,
            purpose: self.purpose,
            attempt: self.attempts,
        }
    }
}

/// A player's personal link, known by its hash only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlayerLink {
    pub hash: String,
    pub run: i64,
    pub organisation: OrganisationId,
    pub player: PlayerId,
    pub expires_at: Timestamp,
    pub is_revoked: bool,
}
