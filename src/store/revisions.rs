//! Revisions of the workspace: which was adopted when, and the bytes of its files, each content kept once.

use rusqlite::{Connection, params};

use super::hash::sha256;
use super::{Store, rows};
use crate::model::{FileSet, Revision, RevisionId, StoreError};

/// Adopts a revision: from here on it is in force. One that was adopted before keeps its files.
pub(super) fn put(db: &Connection, revision: &Revision) -> Result<(), StoreError> {
    rows::run(
        db,
        "INSERT INTO revision (id, tzdata, adopted_at, adoption)
         VALUES (?1, ?2, ?3, (SELECT coalesce(max(adoption), 0) + 1 FROM revision))
         ON CONFLICT (id) DO UPDATE
         SET tzdata = excluded.tzdata, adopted_at = excluded.adopted_at, adoption = excluded.adoption",
        params![revision.id.as_str(), revision.tzdata, revision.adopted_at.as_ms()],
    )?;
    for (path, bytes) in &revision.files {
        let hash = sha256(bytes);
        rows::run(db, "INSERT INTO content (hash, bytes) VALUES (?1, ?2) ON CONFLICT (hash) DO NOTHING", params![hash, bytes])?;
        rows::run(
            db,
            "INSERT INTO revision_file (revision, path, content) VALUES (?1, ?2, ?3)
             ON CONFLICT (revision, path) DO UPDATE SET content = excluded.content",
            params![revision.id.as_str(), path, hash],
        )?;
    }
    Ok(())
}

/// The id of the revision in force.
pub(super) fn in_force(db: &Connection) -> Result<Option<String>, StoreError> {
    rows::one(db, "SELECT id FROM revision ORDER BY adoption DESC LIMIT 1", [], |row| row.get(0))
}

fn load(db: &Connection, id: &str) -> Result<Option<Revision>, StoreError> {
    let mut files = FileSet::new();
    for (path, bytes) in rows::all(
        db,
        "SELECT path, bytes FROM revision_file JOIN content ON content.hash = revision_file.content WHERE revision = ?1",
        [id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )? {
        files.insert(path, bytes);
    }
    rows::one(db, "SELECT id, tzdata, adopted_at FROM revision WHERE id = ?1", [id], |row| {
        Ok(Revision { id: rows::id(row, "id")?, tzdata: row.get("tzdata")?, adopted_at: rows::at(row, "adopted_at")?, files })
    })
}

impl Store {
    /// The revision in force, with its files.
    pub async fn revision(&self) -> Result<Option<Revision>, StoreError> {
        self.read(|db| match in_force(db)? {
            Some(id) => load(db, &id),
            None => Ok(None),
        })
        .await
    }

    /// Any revision that was ever adopted.
    pub async fn revision_by(&self, id: &RevisionId) -> Result<Option<Revision>, StoreError> {
        let id = id.clone();
        self.read(move |db| load(db, id.as_str())).await
    }

    /// The id of every revision that was ever adopted, the one in force first.
    pub async fn revision_ids(&self) -> Result<Vec<RevisionId>, StoreError> {
        self.read(|db| rows::all(db, "SELECT id FROM revision ORDER BY adoption DESC", [], |row| rows::id(row, "id"))).await
    }
}
