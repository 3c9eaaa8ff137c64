//! What calendars of others were told last.

use rusqlite::{Connection, Row, params};

use super::{Store, rows};
use crate::model::{Published, StoreError};

pub(super) fn put(db: &Connection, published: &Published) -> Result<(), StoreError> {
    rows::run(
        db,
        "INSERT OR REPLACE INTO published_window (window_id, entry, sequence, changed_at) VALUES (?1, ?2, ?3, ?4)",
        params![published.window.as_str(), rows::to_json(&published.notice)?, published.sequence, published.changed_at.as_ms(),],
    )?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Published> {
    Ok(Published {
        window: rows::id(row, "window_id")?,
        notice: rows::json(row, "entry")?,
        sequence: row.get("sequence")?,
        changed_at: rows::at(row, "changed_at")?,
    })
}

impl Store {
    /// Every notice ever published, as it was last.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn published(&self) -> Result<Vec<Published>, StoreError> {
        self.read(|db| rows::all(db, "SELECT * FROM published_window ORDER BY window_id", [], read)).await
    }
}
