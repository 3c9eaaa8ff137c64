//! Names of things. Each is a newtype, so that an event is never taken for a window.
//!
//! Ids from files are the author's words; ids made at run time are derived or counted, never random. Copies of an id share its
//! text, so that naming a thing again costs nothing.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into().into())
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.into())
            }
        }
    )+};
}

/// Whether a text can be an id. Ids go into file names, addresses and hashes: letters, digits, dot, underscore, hyphen.
pub fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}

ids! {
    /// An event of a calendar; stable while everything else about it may change.
    EventId,
    /// A rule of standto.toml that says which events call for which level.
    PolicyId,
    /// One window: `event/nominal start/policy/level`, or `order/<order id>`.
    WindowId,
    /// A window asked for by a person.
    OrderId,
    PlaybookId,
    MeasureId,
    /// A kind of thing that can be changed, as playbooks name it (`mail`).
    ControlKind,
    /// A connector of standto.toml: one target that can be changed.
    ConnectorId,
    /// A named value of a control.
    SettingName,
    /// A group of recipients of standto.toml.
    GroupId,
    ScenarioId,
    ExerciseId,
    OrganisationId,
    /// A role in a scenario that an organisation is cast for.
    PartId,
    TeamId,
    PlayerId,
    SceneId,
    InjectId,
    ArtefactId,
    ObjectiveId,
    MilestoneId,
    /// An ATT&CK technique: opaque, because numbering schemes change between versions.
    TechniqueId,
    PersonId,
    PrincipalId,
    /// The content address of a checked workspace.
    RevisionId,
    /// The hash of (exercise, inject, recipient, channel, purpose): also the `Message-ID`'s left side.
    DeliveryKey,
    /// A command's own name, so that sending it twice carries it out once.
    CommandId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_and_plain() {
        assert!(is_id("trade-talks_27.a"));
        for text in ["", "a b", "a/b", "交渉", &"x".repeat(65)] {
            assert!(!is_id(text), "{text}");
        }
    }
}
