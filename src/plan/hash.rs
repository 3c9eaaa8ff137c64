//! What an approval binds to: a window's bounds, level, scope, measures with their settings, and targets. Titles, the time-zone
//! data's version and the revision are not in it, so that an approval lapses only when what was approved changes.

use sha2::{Digest as _, Sha256};

use crate::model::{Level, LevelRule, Policy, Scope, hex};
use crate::time::Timestamp;

/// SHA-256 in hexadecimal.
pub(super) fn sha256(text: &str) -> String {
    hex(&Sha256::digest(text))
}

/// The hash of a window; `calls` is the hash of what its level calls for, which many windows share.
pub(super) fn window(from: Timestamp, until: Timestamp, level: Level, scope: &Scope, calls: &str) -> String {
    let scope = scope_word(scope);
    sha256(&format!("window 1\n{} {}\n{level}\n{scope}\n{calls}\n", from.as_ms(), until.as_ms()))
}

/// The hash of a rule and of what its level calls for, whatever the dates of its windows: what a standing approval binds to. Which
/// events the policy is for is in it, so that nobody has approved windows of a kind that was added later.
pub(super) fn rule(policy: &Policy, rule: &LevelRule, calls: &str) -> String {
    let (classes, parties, scope) = (&policy.classes, &policy.parties, scope_word(&rule.scope));
    let LevelRule { level, from, until, .. } = rule;
    sha256(&format!("rule 1\n{}\n{classes:?}\n{parties:?}\n{from} {until}\n{level}\n{scope}\n{calls}\n", policy.id))
}

fn scope_word(scope: &Scope) -> String {
    match scope {
        Scope::Everyone => "everyone".to_owned(),
        Scope::Group(group) => format!("group:{group}"),
    }
}
