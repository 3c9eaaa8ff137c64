//! Checks a journal offline: recomputes every hash from what is stored and compares.
//!
//! The chain shows changed, removed, added and re-ordered entries, the head row a tail that was cut. A whole older copy of the
//! database agrees with itself: only a head that was noted elsewhere (a printed report) tells it from the right one.

use std::path::Path;

use rusqlite::{Connection, Row};

use super::hash::{Covered, GENESIS, sha256};
use super::open::read_connection;
use super::{journal, rows, schema};
use crate::model::{Finding, StoreError};

/// More findings than these say nothing new.
const FINDINGS: usize = 1000;

/// A journal that agrees with itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    pub entries: u64,
    /// Of these, entries whose body was erased.
    pub erased: u64,
    /// Sequence and hash of the last entry.
    pub head: Option<(i64, String)>,
}

/// Verifies the database at `path`, which may be in use. [`StoreError::Broken`] lists what is wrong.
pub fn verify(path: &Path) -> Result<Verified, StoreError> {
    let db = read_connection(path)?;
    let found = schema::version(&db, path)?;
    if found < schema::KNOWN {
        return Err(StoreError::Older { found, known: schema::KNOWN });
    }
    let transaction = db.unchecked_transaction()?;
    file_is_whole(&transaction)?;
    let verified = Walk::default().over(&transaction)?;
    transaction.finish()?;
    Ok(verified)
}

fn file_is_whole(db: &Connection) -> Result<(), StoreError> {
    let detail: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if detail == "ok" { Ok(()) } else { Err(StoreError::Corrupted { detail }) }
}

struct Stored {
    sequence: i64,
    at: i64,
    actor: String,
    organisation: Option<String>,
    run: Option<i64>,
    kind: String,
    version: i64,
    revision: Option<String>,
    body_hash: String,
    previous: String,
    hash: String,
    body: Option<String>,
    is_erased: bool,
}

fn read_stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored {
        sequence: row.get("sequence")?,
        at: row.get("at")?,
        actor: row.get("actor")?,
        organisation: row.get("organisation_id")?,
        run: row.get("run")?,
        kind: row.get("kind")?,
        version: row.get("version")?,
        revision: row.get("revision")?,
        body_hash: row.get("body_hash")?,
        previous: row.get("previous_hash")?,
        hash: row.get("hash")?,
        body: row.get("json")?,
        is_erased: row.get("is_erased")?,
    })
}

/// Where the walk along the chain stands.
#[derive(Default)]
struct Walk {
    entries: u64,
    erased: u64,
    last: Option<(i64, String)>,
    findings: Vec<Finding>,
}

impl Walk {
    fn over(mut self, db: &Connection) -> Result<Verified, StoreError> {
        let mut statement = db.prepare(
            "SELECT sequence, at, actor, organisation_id, run, kind, version, revision, body_hash, previous_hash, hash, json,
               erased_at IS NOT NULL AS is_erased
             FROM journal LEFT JOIN journal_body USING (sequence) ORDER BY sequence",
        )?;
        for entry in statement.query_map([], read_stored)? {
            self.step(entry?);
        }
        let alone = "SELECT sequence FROM journal_body WHERE sequence NOT IN (SELECT sequence FROM journal)";
        for sequence in rows::all(db, alone, [], |row| row.get(0))? {
            self.note(Finding::BodyAlone { sequence });
        }
        self.arrive(journal::head(db)?);
        if self.findings.is_empty() {
            return Ok(Verified { entries: self.entries, erased: self.erased, head: self.last });
        }
        Err(StoreError::Broken { findings: self.findings })
    }

    fn step(&mut self, entry: Stored) {
        let sequence = entry.sequence;
        let (last, previous) = self.last.take().unwrap_or((0, GENESIS.to_owned()));
        if sequence != last + 1 {
            self.note(Finding::Gap { from: last + 1, to: sequence - 1 });
        } else if entry.previous != previous {
            self.note(Finding::ChainBroken { sequence });
        }
        let covered = Covered {
            sequence,
            at: entry.at,
            actor: &entry.actor,
            organisation: entry.organisation.as_deref(),
            run: entry.run,
            kind: &entry.kind,
            version: entry.version,
            revision: entry.revision.as_deref(),
            body_hash: &entry.body_hash,
        };
        if covered.hash(&entry.previous) != entry.hash {
            self.note(Finding::EntryChanged { sequence });
        }
        match &entry.body {
            Some(body) if sha256(body.as_bytes()) != entry.body_hash => self.note(Finding::BodyChanged { sequence }),
            Some(_) => {}
            None if entry.is_erased => self.erased += 1,
            None => self.note(Finding::BodyMissing { sequence }),
        }
        self.entries += 1;
        self.last = Some((sequence, entry.hash));
    }

    /// The end of the chain must be where the head says.
    fn arrive(&mut self, head: Option<(i64, String)>) {
        let last = self.last.as_ref().map_or(0, |(sequence, _)| *sequence);
        match head {
            None if self.last.is_none() => {}
            None => self.note(Finding::HeadMissing { last }),
            Some(head) if self.last.as_ref() == Some(&head) => {}
            Some((head, _)) => self.note(Finding::HeadDiffers { head, last }),
        }
    }

    fn note(&mut self, finding: Finding) {
        if self.findings.len() < FINDINGS {
            self.findings.push(finding);
        }
    }
}
