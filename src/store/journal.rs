//! The journal: appending in the transaction of what it tells, and reading.

use rusqlite::{Connection, Row, params};
use serde::Deserialize;

use super::hash::{Covered, GENESIS, sha256};
use super::{Store, revisions, rows};
use crate::model::{Entry, Fact, OrganisationId, Reach, StoreError, Transaction};

/// The version of every kind's body so far. A kind whose body changes gets a number of its own.
const BODY_VERSION: i64 = 1;

/// A fact's kind, as its body names it.
#[derive(Deserialize)]
struct Kind {
    fact: String,
}

/// Adds an entry after the head, and moves the head. Its sequence.
pub(super) fn append(
    db: &Connection,
    transaction: &Transaction,
    organisation: Option<&OrganisationId>,
    fact: &Fact,
) -> Result<i64, StoreError> {
    let body = rows::to_json(fact)?;
    let Kind { fact: kind } = serde_json::from_str(&body).map_err(|error| super::error::unwritable(&error))?;
    let actor = rows::to_json(&transaction.actor)?;
    let revision = revisions::in_force(db)?;
    let (last, previous) = match head(db)? {
        Some(head) => head,
        None => last_entry(db)?.unwrap_or((0, GENESIS.to_owned())),
    };
    let body_hash = sha256(body.as_bytes());
    let entry = Covered {
        sequence: last + 1,
        at: transaction.at.as_ms(),
        actor: &actor,
        organisation: organisation.map(OrganisationId::as_str),
        run: fact.run(),
        kind: &kind,
        version: BODY_VERSION,
        revision: revision.as_deref(),
        body_hash: &body_hash,
    };
    let hash = entry.hash(&previous);
    rows::run(
        db,
        "INSERT INTO journal (sequence, at, actor, organisation_id, run, kind, version, revision, body_hash, previous_hash, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            entry.sequence,
            entry.at,
            entry.actor,
            entry.organisation,
            entry.run,
            entry.kind,
            entry.version,
            entry.revision,
            entry.body_hash,
            previous,
            hash,
        ],
    )?;
    rows::run(db, "INSERT INTO journal_body (sequence, json) VALUES (?1, ?2)", params![entry.sequence, body])?;
    rows::run(
        db,
        "INSERT INTO journal_head (one, sequence, hash) VALUES (1, ?1, ?2)
         ON CONFLICT (one) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash",
        params![entry.sequence, hash],
    )?;
    Ok(entry.sequence)
}

/// Sequence and hash of the last entry.
pub(super) fn head(db: &Connection) -> Result<Option<(i64, String)>, StoreError> {
    rows::one(db, "SELECT sequence, hash FROM journal_head", [], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// What the head should be. Only asked when there is no head: a lost one must not keep anything from being recorded.
fn last_entry(db: &Connection) -> Result<Option<(i64, String)>, StoreError> {
    let sql = "SELECT sequence, hash FROM journal ORDER BY sequence DESC LIMIT 1";
    rows::one(db, sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn read_entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        sequence: row.get("sequence")?,
        at: rows::at(row, "at")?,
        actor: rows::json(row, "actor")?,
        organisation: rows::id_opt(row, "organisation_id")?,
        revision: rows::id_opt(row, "revision")?,
        fact: rows::json_opt(row, "json")?,
        body_hash: row.get("body_hash")?,
        hash: row.get("hash")?,
    })
}

const ENTRIES: &str = "SELECT sequence, at, actor, organisation_id, revision, json, body_hash, hash
     FROM journal LEFT JOIN journal_body USING (sequence)
     WHERE sequence > ?1 AND (?3 IS NULL OR organisation_id = ?3)
     ORDER BY sequence LIMIT ?2";

const ENTRIES_OF_RUN: &str = "SELECT sequence, at, actor, organisation_id, revision, json, body_hash, hash
     FROM journal LEFT JOIN journal_body USING (sequence)
     WHERE (?3 IS NULL OR organisation_id = ?3) AND sequence IN (
       SELECT sequence FROM journal WHERE run = ?4 AND sequence > ?1
       UNION ALL SELECT sequence FROM journal WHERE kind = 'recovered' AND sequence > ?1)
     ORDER BY sequence LIMIT ?2";

impl Store {
    /// At most `limit` entries after a sequence, in order; of everything, or of one run and of every recovery, because a crash
    /// concerns whatever ran. An organisation sees its own entries only, not those that concern all.
    pub async fn entries(&self, after: i64, limit: u32, run: Option<i64>, reach: Reach) -> Result<Vec<Entry>, StoreError> {
        let organisation = reach.organisation();
        self.read(move |db| {
            let organisation = organisation.as_ref().map(OrganisationId::as_str);
            match run {
                Some(run) => rows::all(db, ENTRIES_OF_RUN, params![after, limit, organisation, run], read_entry),
                None => rows::all(db, ENTRIES, params![after, limit, organisation], read_entry),
            }
        })
        .await
    }

    /// Sequence and hash of the last journal entry; None while there is none.
    pub async fn head(&self) -> Result<Option<(i64, String)>, StoreError> {
        self.read(head).await
    }
}
