//! Orders, approvals, the ledger and tasks.

use std::sync::Arc;

use rusqlite::{Connection, Row, params};

use super::{Store, held, kept, requests, rows, standing};
use crate::model::{
    Approval, ConnectorId, GroupId, LedgerEntry, LedgerPhase, Level, Order, PostureState, PrincipalId, Scope, StoreError,
    TaskRow, WindowId,
};
use crate::time::Timestamp;

pub(super) fn put_order(db: &Connection, order: &Order) -> Result<(), StoreError> {
    let group = match &order.scope {
        Scope::Everyone => None,
        Scope::Group(group) => Some(group.as_str()),
    };
    rows::run(
        db,
        "INSERT OR REPLACE INTO posture_order (id, level, group_id, from_at, until_at, reason, ordered_by, ordered_at, ended_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            order.id.as_str(),
            order.level.as_str(),
            group,
            order.from.as_ms(),
            order.until.as_ms(),
            order.reason,
            order.by.as_str(),
            order.ordered_at.as_ms(),
            order.ended_at.map(Timestamp::as_ms),
        ],
    )?;
    Ok(())
}

pub(super) fn put_approval(db: &Connection, approval: &Approval) -> Result<(), StoreError> {
    rows::run(
        db,
        "INSERT OR REPLACE INTO approval (window_id, hash, approved_by, at, in_place_of, decision, reviewed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            approval.window.as_str(),
            approval.hash,
            approval.by.as_str(),
            approval.at.as_ms(),
            approval.in_place_of.as_ref().map(PrincipalId::as_str),
            approval.decision,
            approval.reviewed_at.map(Timestamp::as_ms),
        ],
    )?;
    Ok(())
}

/// An approval that was withdrawn. One that was not there stays so.
pub(super) fn remove_approval(db: &Connection, window: &WindowId, hash: &str, by: &PrincipalId) -> Result<(), StoreError> {
    let sql = "DELETE FROM approval WHERE window_id = ?1 AND hash = ?2 AND approved_by = ?3";
    rows::run(db, sql, params![window.as_str(), hash, by.as_str()])?;
    Ok(())
}

pub(super) fn put_ledger(db: &Connection, entry: &LedgerEntry) -> Result<(), StoreError> {
    rows::run(
        db,
        "INSERT OR REPLACE INTO ledger
           (target, phase, settings, before, written_hash, found_hash, applied_at, verified_at, expires_at, revision)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            entry.target.as_str(),
            entry.phase.as_str(),
            held::to_json(&entry.settings)?,
            entry.before,
            entry.written_hash,
            entry.found_hash,
            entry.applied_at.as_ms(),
            entry.verified_at.map(Timestamp::as_ms),
            entry.expires_at.as_ms(),
            entry.revision.as_str(),
        ],
    )?;
    Ok(())
}

/// Nothing held on the target any more. One that was not held stays so.
pub(super) fn remove_ledger(db: &Connection, target: &ConnectorId) -> Result<(), StoreError> {
    rows::run(db, "DELETE FROM ledger WHERE target = ?1", [target.as_str()])?;
    Ok(())
}

pub(super) fn put_task(db: &Connection, task: &TaskRow) -> Result<(), StoreError> {
    rows::run(
        db,
        "INSERT OR REPLACE INTO task (window_id, measure_id, round, asked_at, due_at, done_at, done_by, evidence)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            task.window.as_str(),
            task.measure.as_str(),
            task.round,
            task.asked_at.as_ms(),
            task.due_at.map(Timestamp::as_ms),
            task.done_at.map(Timestamp::as_ms),
            task.done_by.as_ref().map(PrincipalId::as_str),
            task.evidence,
        ],
    )?;
    Ok(())
}

fn read_order(row: &Row<'_>) -> rusqlite::Result<Order> {
    Ok(Order {
        id: rows::id(row, "id")?,
        level: rows::word(row, "level", Level::from_word)?,
        scope: rows::id_opt::<GroupId>(row, "group_id")?.map_or(Scope::Everyone, Scope::Group),
        from: rows::at(row, "from_at")?,
        until: rows::at(row, "until_at")?,
        reason: row.get("reason")?,
        by: rows::id(row, "ordered_by")?,
        ordered_at: rows::at(row, "ordered_at")?,
        ended_at: rows::at_opt(row, "ended_at")?,
    })
}

fn read_approval(row: &Row<'_>) -> rusqlite::Result<Approval> {
    Ok(Approval {
        window: rows::id(row, "window_id")?,
        hash: row.get("hash")?,
        by: rows::id(row, "approved_by")?,
        at: rows::at(row, "at")?,
        in_place_of: rows::id_opt(row, "in_place_of")?,
        decision: row.get("decision")?,
        reviewed_at: rows::at_opt(row, "reviewed_at")?,
    })
}

fn read_ledger(row: &Row<'_>) -> rusqlite::Result<LedgerEntry> {
    Ok(LedgerEntry {
        target: rows::id(row, "target")?,
        phase: rows::word(row, "phase", LedgerPhase::from_word)?,
        settings: held::read(row)?,
        before: row.get("before")?,
        written_hash: row.get("written_hash")?,
        found_hash: row.get("found_hash")?,
        applied_at: rows::at(row, "applied_at")?,
        verified_at: rows::at_opt(row, "verified_at")?,
        expires_at: rows::at(row, "expires_at")?,
        revision: rows::id(row, "revision")?,
    })
}

fn read_task(row: &Row<'_>) -> rusqlite::Result<TaskRow> {
    Ok(TaskRow {
        window: rows::id(row, "window_id")?,
        measure: rows::id(row, "measure_id")?,
        round: row.get("round")?,
        asked_at: rows::at(row, "asked_at")?,
        due_at: rows::at_opt(row, "due_at")?,
        done_at: rows::at_opt(row, "done_at")?,
        done_by: rows::id_opt(row, "done_by")?,
        evidence: row.get("evidence")?,
    })
}

impl Store {
    /// Everything that posture decisions rest on. The process that writes reads it once and then follows its own writes.
    pub async fn posture(&self) -> Result<Arc<PostureState>, StoreError> {
        let Some(followed) = self.followed()? else { return self.read(all).await.map(Arc::new) };
        let (age, held) = followed.get();
        if let Some(state) = held {
            return Ok(state);
        }
        let state = Arc::new(self.read(all).await?);
        followed.offer(age, &state);
        Ok(state)
    }
}

fn all(db: &Connection) -> Result<PostureState, StoreError> {
    let (kept, unreadable) = kept::all(db)?;
    Ok(PostureState {
        kept,
        unreadable,
        orders: rows::all(db, "SELECT * FROM posture_order ORDER BY ordered_at, id", [], read_order)?,
        approvals: rows::all(db, "SELECT * FROM approval ORDER BY at, window_id, hash, approved_by", [], read_approval)?,
        standing: standing::all(db)?,
        requests: requests::all(db)?,
        ledger: rows::all(db, "SELECT * FROM ledger ORDER BY target", [], read_ledger)?,
        tasks: rows::all(db, "SELECT * FROM task ORDER BY window_id, measure_id, round", [], read_task)?,
    })
}
