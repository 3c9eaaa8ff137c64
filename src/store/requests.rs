//! What approvers were asked.

use rusqlite::{Connection, Row, params};

use super::rows;
use crate::model::{ApprovalRequest, StoreError};
use crate::time::Timestamp;

pub(super) fn put(db: &Connection, request: &ApprovalRequest) -> Result<(), StoreError> {
    rows::run(
        db,
        "INSERT OR REPLACE INTO approval_request (window_id, hash, asked_at, escalated_at) VALUES (?1, ?2, ?3, ?4)",
        params![request.window.as_str(), request.hash, request.asked_at.as_ms(), request.escalated_at.map(Timestamp::as_ms),],
    )?;
    Ok(())
}

pub(super) fn all(db: &Connection) -> Result<Vec<ApprovalRequest>, StoreError> {
    rows::all(db, "SELECT * FROM approval_request ORDER BY asked_at, window_id, hash", [], read)
}

fn read(row: &Row<'_>) -> rusqlite::Result<ApprovalRequest> {
    Ok(ApprovalRequest {
        window: rows::id(row, "window_id")?,
        hash: row.get("hash")?,
        asked_at: rows::at(row, "asked_at")?,
        escalated_at: rows::at_opt(row, "escalated_at")?,
    })
}
