//! What calendars of others are told of windows. Nothing of a handled event is in it.

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::{Level, Text, WindowId, hex};
use crate::time::Timestamp;

/// Makes names of windows for those who must not read their ids, which name events. Keyed by a secret of the workspace: who
/// guesses the id of an event cannot find out whether the guess is right, and two workspaces have no name in common.
#[derive(Clone)]
pub struct References([u8; 32]);

impl References {
    pub fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// What stands for a window's id: 16 hexadecimal digits, the same as long as the workspace keeps its secret.
    pub fn of(&self, window: &WindowId) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(format!("window reference 2\n{window}\n").as_bytes());
        hex(&mac.finalize().into_bytes()[..8])
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
        let (ours, theirs) = (References::new([1; 32]), References::new([2; 32]));
        assert_eq!(ours.of(&id), ours.clone().of(&id));
        assert_eq!(ours.of(&id).len(), 16);
        assert_ne!(ours.of(&id), ours.of(&WindowId::new("secret-summit/2027-06-14T09:00/talks/surge")));
        assert_ne!(ours.of(&id), theirs.of(&id), "another workspace has other names");
        assert!(!ours.of(&id).contains("secret"));
    }
}
