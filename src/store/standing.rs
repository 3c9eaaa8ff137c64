//! Standing approvals: of every window of a policy and level that begins in a quarter.

use rusqlite::{Connection, Row, params};

use super::rows;
use crate::model::{Level, Quarter, StandingApproval, StoreError};

pub(super) fn put(db: &Connection, approval: &StandingApproval) -> Result<(), StoreError> {
    rows::run(
        db,
        "INSERT OR REPLACE INTO standing_approval (policy_id, level, quarter, hash, approved_by, decision, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            approval.policy.as_str(),
            approval.level.as_str(),
            approval.quarter.to_string(),
            approval.hash,
            approval.by.as_str(),
            approval.decision,
            approval.at.as_ms(),
        ],
    )?;
    Ok(())
}

/// One that was withdrawn. One that was not there stays so.
pub(super) fn remove(db: &Connection, approval: &StandingApproval) -> Result<(), StoreError> {
    let StandingApproval { policy, level, quarter, hash, by, .. } = approval;
    rows::run(
        db,
        "DELETE FROM standing_approval WHERE policy_id = ?1 AND level = ?2 AND quarter = ?3 AND hash = ?4 AND approved_by = ?5",
        params![policy.as_str(), level.as_str(), quarter.to_string(), hash, by.as_str()],
    )?;
    Ok(())
}

pub(super) fn all(db: &Connection) -> Result<Vec<StandingApproval>, StoreError> {
    rows::all(db, "SELECT * FROM standing_approval ORDER BY at, policy_id, level, quarter, hash, approved_by", [], read)
}

fn read(row: &Row<'_>) -> rusqlite::Result<StandingApproval> {
    Ok(StandingApproval {
        policy: rows::id(row, "policy_id")?,
        level: rows::word(row, "level", Level::from_word)?,
        quarter: rows::word(row, "quarter", Quarter::parse)?,
        hash: row.get("hash")?,
        by: rows::id(row, "approved_by")?,
        at: rows::at(row, "at")?,
        decision: row.get("decision")?,
    })
}
