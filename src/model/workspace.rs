//! A checked workspace: everything its files say, and the revision it is known by.

use std::collections::BTreeMap;

use super::{Event, Exercise, ExerciseId, Person, Playbook, RevisionId, Scenario, ScenarioId, SettingRule, Settings};
use crate::time::Timestamp;

/// The files of a workspace by path, shipped ones under `shipped/`. What a revision is the hash of.
pub type FileSet = BTreeMap<String, Vec<u8>>;

/// A workspace that checked clean.
#[derive(Clone, Debug)]
pub struct Workspace {
    pub revision: RevisionId,
    pub settings: Settings,
    pub events: Vec<Event>,
    pub playbooks: Vec<Playbook>,
    pub setting_rules: Vec<SettingRule>,
    pub scenarios: Vec<Scenario>,
    pub exercises: Vec<Exercise>,
    pub roster: Vec<Person>,
}

impl Workspace {
    pub fn scenario(&self, id: &ScenarioId) -> Option<&Scenario> {
        self.scenarios.iter().find(|scenario| scenario.id == *id)
    }

    /// Who has a role of roster.toml, or this id.
    pub fn people<'a>(&'a self, role: &'a str) -> impl Iterator<Item = &'a Person> {
        let has_it = move |person: &&Person| person.id.as_str() == role || person.roles.iter().any(|known| known == role);
        self.roster.iter().filter(has_it)
    }

    pub fn exercise(&self, id: &ExerciseId) -> Option<&Exercise> {
        self.exercises.iter().find(|exercise| exercise.id == *id)
    }
}

/// A revision as the database keeps it: enough to check the same files again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    pub id: RevisionId,
    pub tzdata: String,
    pub adopted_at: Timestamp,
    pub files: FileSet,
}
