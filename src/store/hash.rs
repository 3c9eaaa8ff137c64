//! The journal's chain: what exactly is hashed. Part of the database's format; it never changes for a written entry.

use sha2::{Digest as _, Sha256};

/// What stands before the first entry.
pub(super) const GENESIS: &str = "";

/// The columns of an entry that its hash covers, beside the hash of the entry before.
pub(super) struct Covered<'a> {
    pub(super) sequence: i64,
    pub(super) at: i64,
    pub(super) actor: &'a str,
    pub(super) organisation: Option<&'a str>,
    pub(super) run: Option<i64>,
    pub(super) kind: &'a str,
    pub(super) version: i64,
    pub(super) revision: Option<&'a str>,
    pub(super) body_hash: &'a str,
}

impl Covered<'_> {
    /// SHA-256, in hexadecimal, over a label, the previous hash and every field, each with its length before it, so that no
    /// two different entries have the same bytes.
    pub(super) fn hash(&self, previous: &str) -> String {
        let mut bytes = Vec::with_capacity(512);
        let mut field = |value: Option<&str>| match value {
            Some(value) => bytes.extend_from_slice(format!("{}:{value},", value.len()).as_bytes()),
            None => bytes.extend_from_slice(b"-,"),
        };
        field(Some("standto journal entry, format 1"));
        field(Some(previous));
        field(Some(&self.sequence.to_string()));
        field(Some(&self.at.to_string()));
        field(Some(self.actor));
        field(self.organisation);
        field(self.run.map(|run| run.to_string()).as_deref());
        field(Some(self.kind));
        field(Some(&self.version.to_string()));
        field(self.revision);
        field(Some(self.body_hash));
        sha256(&bytes)
    }
}

/// SHA-256 in hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    crate::model::hex(&Sha256::digest(bytes))
}
