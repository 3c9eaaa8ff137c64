//! Scenarios and the casts that bind them to organisations.

use super::{
    ArtefactId, Channel, Condition, ExerciseId, InjectId, Lang, MilestoneId, ObjectiveId, OnUncertain, OrganisationId, PartId,
    Place, PlayerId, ScenarioId, SceneId, TeamId, TechniqueId, Text,
};
use crate::time::{Elapsed, LocalTime, Zone};

/// When something of a scenario falls due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExercisePoint {
    /// `T+03:00`: exercise time from the start.
    Offset(Elapsed),
    /// `day 2 09:30`: on the receiving organisation's local clock; day 1 is the day of the start there.
    Day { day: u32, time: LocalTime },
}

/// What lets an inject go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Timing {
    At(ExercisePoint),
    When { condition: Condition, after: Elapsed },
}

/// Which clock a deadline for people runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeadlineClock {
    Exercise,
    Wall,
}

/// What players are expected to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expect {
    pub response: Text,
    pub within: Elapsed,
    pub clock: DeadlineClock,
    pub objective: Option<ObjectiveId>,
}

/// Who gets an inject: everybody of a part, or one team of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Recipient {
    pub part: PartId,
    pub team: Option<TeamId>,
}

/// One scripted stimulus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inject {
    pub id: InjectId,
    pub scene: SceneId,
    pub timing: Timing,
    pub to: Vec<Recipient>,
    pub channels: Vec<Channel>,
    /// Display name of the sender, on the operator's one address.
    pub sender: Text,
    pub subject: Text,
    /// Plain text; `{{ variable }}` and nothing else.
    pub body: Text,
    pub artefacts: Vec<ArtefactId>,
    pub techniques: Vec<TechniqueId>,
    pub expect: Option<Expect>,
    pub place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    pub name: Text,
    pub why: Text,
}

/// A role in the story that an organisation is cast for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub id: PartId,
    pub name: Text,
    pub teams: Vec<(TeamId, Text)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objective {
    pub id: ObjectiveId,
    pub title: Text,
}

/// A stretch of the exercise with questions for discussion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scene {
    pub id: SceneId,
    pub title: Text,
    pub summary: Text,
    pub starts: ExercisePoint,
    pub questions: Vec<Text>,
    pub place: Place,
}

/// A file that an inject shows: a log, a message, a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artefact {
    pub id: ArtefactId,
    pub file_name: String,
    pub body: Text,
    pub place: Place,
}

/// One thing that must be shown before a milestone is met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GateField {
    pub id: String,
    pub title: Text,
}

/// A promise with a deadline, per organisation, and what must be shown to keep it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MilestoneRule {
    pub id: MilestoneId,
    pub title: Text,
    /// Exercise time from the start.
    pub due: Elapsed,
    pub gate: Vec<GateField>,
    pub place: Place,
}

/// A technique as the file names it, and the living one that stands for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TechniqueUse {
    pub written: TechniqueId,
    pub living: TechniqueId,
}

/// An ATT&CK-based story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    pub id: ScenarioId,
    pub title: Text,
    pub storyline: Text,
    /// How long the whole script runs, in exercise time.
    pub length: Elapsed,
    pub assets: Vec<Asset>,
    pub parts: Vec<Part>,
    pub techniques: Vec<TechniqueUse>,
    pub objectives: Vec<Objective>,
    pub scenes: Vec<Scene>,
    pub injects: Vec<Inject>,
    pub artefacts: Vec<Artefact>,
    pub milestones: Vec<MilestoneRule>,
    pub place: Place,
}

impl Scenario {
    pub fn inject(&self, id: &InjectId) -> Option<&Inject> {
        self.injects.iter().find(|inject| inject.id == *id)
    }

    pub fn milestone(&self, id: &MilestoneId) -> Option<&MilestoneRule> {
        self.milestones.iter().find(|milestone| milestone.id == *id)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Player {
    pub id: PlayerId,
    pub name: String,
    pub team: TeamId,
    pub mail: String,
    pub lang: Lang,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    pub id: OrganisationId,
    pub name: Text,
    pub part: PartId,
    pub zone: Zone,
    pub lang: Lang,
    pub players: Vec<Player>,
}

/// A cast file: which organisations play which parts of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exercise {
    pub id: ExerciseId,
    pub title: Text,
    pub scenario: ScenarioId,
    pub zone: Zone,
    /// Whom players and gateways ask; printed on every message.
    pub contact: String,
    pub on_uncertain: OnUncertain,
    /// What `{{ variable }}` stands for in inject texts.
    pub variables: Vec<(String, Text)>,
    pub organisations: Vec<Organisation>,
    pub place: Place,
}

impl Exercise {
    pub fn organisation(&self, id: &OrganisationId) -> Option<&Organisation> {
        self.organisations.iter().find(|organisation| organisation.id == *id)
    }
}
