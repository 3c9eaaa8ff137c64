//! Migrations, and whether a database is ours and of a version we know.

use std::path::Path;

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

use super::error;
use crate::model::StoreError;

/// In order; the position is the schema's version. A migration that was released is never edited.
const MIGRATIONS: &[M<'static>] =
    &[M::up(include_str!("migrations/0001_spine.sql")), M::up(include_str!("migrations/0002_plan.sql"))];

/// The version that this program writes.
pub(super) const KNOWN: i64 = 2;

/// Marks the file as ours: `StTo`.
const APPLICATION: i64 = 0x5374_546f;

/// The schema's version, after a look at whose database it is. 0 is an empty file.
pub(super) fn version(db: &Connection, path: &Path) -> Result<i64, StoreError> {
    let found: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(error::opening(path))?;
    let application: i64 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let objects: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application != APPLICATION && (objects > 0 || found > 0) {
        return Err(StoreError::Foreign { path: path.to_owned() });
    }
    if found > KNOWN {
        return Err(StoreError::Newer { found, known: KNOWN });
    }
    Ok(found)
}

/// Brings the schema up to date, in one transaction a step.
pub(super) fn migrate(db: &mut Connection, path: &Path) -> Result<(), StoreError> {
    if version(db, path)? == KNOWN {
        return Ok(());
    }
    db.pragma_update(None, "application_id", APPLICATION)?;
    Migrations::from_slice(MIGRATIONS).to_latest(db).map_err(|error| {
        let detail = error.to_string();
        let sqlite = if let rusqlite_migration::Error::RusqliteError { err, .. } = error { Some(err) } else { None };
        sqlite.map_or(StoreError::Failed { detail }, StoreError::from)
    })
}
