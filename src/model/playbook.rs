//! Playbooks, measures, settings and how settings join.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{ControlKind, Level, MeasureId, Place, PlaybookId, Precondition, SettingName, Staff, Text};
use crate::time::Length;

/// A value of a setting.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SettingValue {
    Bool(bool),
    Integer(i64),
    Word(String),
    /// A set of words: order and repetition do not matter.
    Words(BTreeSet<String>),
}

impl fmt::Display for SettingValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SettingValue::Bool(value) => write!(f, "{value}"),
            SettingValue::Integer(value) => write!(f, "{value}"),
            SettingValue::Word(value) => f.write_str(value),
            SettingValue::Words(values) => {
                let values: Vec<&str> = values.iter().map(String::as_str).collect();
                write!(f, "[{}]", values.join(", "))
            }
        }
    }
}

/// How two values of one setting become one. Each is commutative, associative and idempotent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Join {
    /// The larger integer; of booleans, true.
    Max,
    /// The smaller integer; of booleans, false.
    Min,
    /// All words of both.
    Union,
    /// The later of these words: they stand from loosest to strictest.
    Order(Vec<String>),
}

/// The declared join of one setting of one kind of control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingRule {
    pub control: ControlKind,
    pub name: SettingName,
    pub join: Join,
    pub place: Place,
}

/// What a measure costs while its window is live.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cost {
    pub analyst_hours_per_day: f64,
}

/// What a measure does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    /// Changes settings of every connector of this kind.
    Control { control: ControlKind, set: BTreeMap<SettingName, SettingValue> },
    /// A person does it and shows evidence.
    Task {
        /// A role or person of roster.toml.
        owner: String,
        evidence: Text,
        /// How long after the window's start it is due.
        within: Option<Length>,
        /// It is due again that long after, while the window lives.
        every: Option<Length>,
    },
}

/// One reversible change, or a task for a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    pub id: MeasureId,
    pub title: Text,
    pub work: Work,
    /// How long before the window's start it must be ordered.
    pub prepare: Option<Length>,
    pub requires: Vec<Precondition>,
    pub d3fend: Vec<String>,
    pub cost: Cost,
    /// Who must be on watch on every day under its window.
    pub staff: Vec<Staff>,
    pub place: Place,
}

/// A named set of measures for a level and all levels above it.
#[derive(Clone, Debug, PartialEq)]
pub struct Playbook {
    pub id: PlaybookId,
    pub title: Text,
    pub level: Level,
    pub measures: Vec<Measure>,
    pub place: Place,
}
