//! What calendars of others are told of windows. Nothing of a handled event is in it.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Level, Text, WindowId, hex};
use crate::time::Timestamp;

impl WindowId {
    /// A name for those who must not read the id, which names the event: 16 hexadecimal digits, the same for ever.
    pub fn reference(&self) -> String {
        hex(&Sha256::digest(format!("window reference 1\n{self}\n"))[..8])
    }
}

/// Whether a window is to be counted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outlook {
    /// It waits for approval.
    Tentative,
    Confirmed,
    /// It was published, and is planned no more.
    Cancelled,
}

/// A window as others read of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The public title.
    pub title: Text,
    pub level: Level,
    pub from: Timestamp,
    pub until: Timestamp,
    pub outlook: Outlook,
}

/// A notice as it was last published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    pub window: WindowId,
    pub notice: Notice,
    /// Counts its changes, from 0.
    pub sequence: u32,
    pub changed_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_stable_short_and_says_nothing() {
        let id = WindowId::new("secret-summit/2027-06-14T09:00/talks/watch");
        assert_eq!(id.reference(), id.clone().reference());
        assert_eq!(id.reference().len(), 16);
        assert_ne!(id.reference(), WindowId::new("secret-summit/2027-06-14T09:00/talks/surge").reference());
        assert!(!id.reference().contains("secret"));
    }
}
