//! What is held on a target: each setting with its joined value, who wants it so, for whom, and what is left of it as windows end.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{GroupId, MeasureId, PlaybookId, Scope, SettingName, SettingValue, WindowId};
use crate::time::Timestamp;

/// A measure of a window that holds a target.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Holder {
    pub window: WindowId,
    pub playbook: PlaybookId,
    pub measure: MeasureId,
}

/// The recipients that a change is for alone, as the group was when the window was planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipients {
    pub group: GroupId,
    /// `name@host`, or `@host` for everybody there.
    pub members: BTreeSet<String>,
}

/// One setting of a target, for everyone or for a group. Written `name`, or `group:id/name`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub struct Slot {
    pub scope: Scope,
    pub name: SettingName,
}

impl From<SettingName> for Slot {
    /// For everyone.
    fn from(name: SettingName) -> Self {
        Self { scope: Scope::Everyone, name }
    }
}

impl From<&str> for Slot {
    /// For everyone.
    fn from(name: &str) -> Self {
        SettingName::from(name).into()
    }
}

impl From<String> for Slot {
    /// Reads what `Display` wrote.
    fn from(text: String) -> Self {
        match text.strip_prefix("group:").and_then(|rest| rest.split_once('/')) {
            Some((group, name)) => Self { scope: Scope::Group(group.into()), name: name.into() },
            None => SettingName::new(text).into(),
        }
    }
}

impl From<Slot> for String {
    fn from(slot: Slot) -> Self {
        slot.to_string()
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.scope {
            Scope::Everyone => write!(f, "{}", self.name),
            Scope::Group(group) => write!(f, "group:{group}/{}", self.name),
        }
    }
}

/// What a setting is until the next of its windows ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    pub value: SettingValue,
    pub until: Timestamp,
    /// That hold it meanwhile.
    pub windows: BTreeSet<WindowId>,
}

/// One setting as it should be, and who wants it so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    pub value: SettingValue,
    /// In order.
    pub holders: Arc<[Holder]>,
    /// Whom those name who ask for it for the group alone; empty where only what is asked for everyone holds.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub recipients: BTreeSet<String>,
    /// For a target that ends changes itself: the value now and after each end of a window, up to the last. Empty for others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<Stage>,
}

impl Held {
    /// For everyone, on a target that ends nothing itself.
    pub fn new(value: SettingValue, holders: Vec<Holder>) -> Self {
        Self { value, holders: holders.into(), recipients: BTreeSet::new(), stages: Vec::new() }
    }

    /// What it is at an instant, on a target that ends changes itself; None after its last end.
    pub fn stage(&self, at: Timestamp) -> Option<&Stage> {
        self.stages.iter().find(|stage| at < stage.until)
    }

    /// What the target shows of it: two that are equal in this need no writing when one takes the other's place.
    pub fn effect(&self) -> (&SettingValue, &BTreeSet<String>, &[Stage]) {
        (&self.value, &self.recipients, &self.stages)
    }
}

/// The settings of one target, joined over all that hold it.
pub type HeldSettings = BTreeMap<Slot, Held>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_reads_back() {
        for slot in [Slot::from("young_days"), Slot { scope: Scope::Group("delegation".into()), name: "young_days".into() }] {
            assert_eq!(Slot::from(slot.to_string()), slot);
        }
        assert_eq!(Slot::from("group:delegation/young_days".to_owned()).scope, Scope::Group("delegation".into()));
    }
}
