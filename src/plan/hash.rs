//! What an approval binds to: a window's bounds, level, scope, measures with their settings, and targets. Titles, the time-zone
//! data's version and the revision are not in it, so that an approval lapses only when what was approved changes.

use sha2::{Digest as _, Sha256};

use crate::model::{Level, Scope, hex};
use crate::time::Timestamp;

/// SHA-256 in hexadecimal.
pub(super) fn sha256(text: &str) -> String {
    hex(&Sha256::digest(text))
}

/// The hash of a window; `calls` is the hash of what its level calls for, which many windows share.
pub(super) fn window(from: Timestamp, until: Timestamp, level: Level, scope: &Scope, calls: &str) -> String {
    let scope = match scope {
        Scope::Everyone => "everyone".to_owned(),
        Scope::Group(group) => format!("group:{group}"),
    };
    sha256(&format!("window 1\n{} {}\n{level}\n{scope}\n{calls}\n", from.as_ms(), until.as_ms()))
}
