//! Windows that took effect, as they were then.

use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};

use super::rows;
use crate::model::{Closed, Contest, KeptWindow, PlannedWindow, StoreError, WindowId};
use crate::time::Timestamp;

/// The form that windows are written in. A row of a form that this program does not know is not guessed at.
const FORM: u32 = 1;

#[derive(Serialize)]
struct Written<'a> {
    form: u32,
    window: &'a PlannedWindow,
}

#[derive(Deserialize)]
struct Form {
    form: u32,
}

#[derive(Deserialize)]
struct Stored {
    window: PlannedWindow,
}

pub(super) fn put(db: &Connection, kept: &KeptWindow) -> Result<(), StoreError> {
    let closed = kept.closed.as_ref();
    rows::run(
        db,
        "INSERT OR REPLACE INTO kept_window
           (id, planned, opened_at, closed_at, closed_by, reason, over_at, contested, alarmed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            kept.planned.window.id.as_str(),
            rows::to_json(&Written { form: FORM, window: &kept.planned })?,
            kept.opened_at.as_ms(),
            closed.map(|closed| closed.at.as_ms()),
            closed.map(|closed| closed.by.as_str()),
            closed.and_then(|closed| closed.reason.as_deref()),
            kept.over_at.map(Timestamp::as_ms),
            kept.contested.map(Contest::as_str),
            kept.alarmed.as_ref().map(rows::to_json).transpose()?,
        ],
    )?;
    Ok(())
}

pub(super) fn remove(db: &Connection, window: &WindowId) -> Result<(), StoreError> {
    rows::run(db, "DELETE FROM kept_window WHERE id = ?1", [window.as_str()])?;
    Ok(())
}

/// Every kept window, in order of opening; and the ids of rows that cannot be read.
pub(super) fn all(db: &Connection) -> Result<(Vec<KeptWindow>, Vec<WindowId>), StoreError> {
    let (mut kept, mut unreadable) = (Vec::new(), Vec::new());
    let read_or_name = |row: &Row<'_>| Ok((rows::id::<WindowId>(row, "id")?, read(row)));
    for (id, read) in rows::all(db, "SELECT * FROM kept_window ORDER BY opened_at, id", [], read_or_name)? {
        match read {
            Ok(window) => kept.push(window),
            Err(_) => unreadable.push(id),
        }
    }
    Ok((kept, unreadable))
}

fn read(row: &Row<'_>) -> rusqlite::Result<KeptWindow> {
    let Form { form } = rows::json(row, "planned")?;
    if form != FORM {
        return Err(rows::unreadable("planned", format!("its form is {form}, this program knows {FORM}")));
    }
    let Stored { window: planned } = rows::json(row, "planned")?;
    let closed = match (rows::at_opt(row, "closed_at")?, rows::id_opt(row, "closed_by")?) {
        (Some(at), Some(by)) => Some(Closed { at, by, reason: row.get("reason")? }),
        _ => None,
    };
    let contested: Option<String> = row.get("contested")?;
    Ok(KeptWindow {
        planned,
        opened_at: rows::at(row, "opened_at")?,
        closed,
        over_at: rows::at_opt(row, "over_at")?,
        contested: contested.as_deref().and_then(Contest::from_word),
        alarmed: rows::json_opt(row, "alarmed")?,
    })
}
