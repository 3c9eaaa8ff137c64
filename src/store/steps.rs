//! The queue's rows: due, claimed under a lease, finished.
//!
//! A claim counts the lease up, and a result counts only with the lease it was claimed under. Leases run on the wall, because
//! whoever holds one does; dues run on each step's own clock.

use rusqlite::{Connection, Row, params};

use super::apply::found;
use super::writer::{Done, Work};
use super::{Store, rows};
use crate::model::{ClaimedStep, ClockId, NewStep, StepEnd, StepWork, StoreError};
use crate::time::Timestamp;

/// What to claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimRequest {
    /// The running clocks, and what each shows in milliseconds.
    pub clocks: Vec<(ClockId, i64)>,
    /// Who will do the work: one name for each process that ever ran.
    pub who: String,
    pub now: Timestamp,
    pub lease_ms: i64,
    pub limit: usize,
}

/// When the queue wants to be looked at next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Upcoming {
    /// The earliest due of each clock that has any, in that clock's milliseconds.
    pub dues: Vec<(ClockId, i64)>,
    /// When the first lease ends.
    pub lease_ends: Option<Timestamp>,
}

fn run_of(work: &StepWork) -> Option<i64> {
    match work {
        StepWork::Revert { .. } | StepWork::Remind { .. } | StepWork::AskApproval { .. } | StepWork::Hook { .. } => None,
        StepWork::Release { run, .. } | StepWork::Deliver { run, .. } | StepWork::Deadline { run, .. } => Some(*run),
    }
}

/// Puts a step in, unless one with its key is or was there.
pub(super) fn enqueue(db: &Connection, step: &NewStep) -> Result<(), StoreError> {
    rows::run(
        db,
        "INSERT INTO step (key, clock, due, work, run, state, tries, lease) VALUES (?1, ?2, ?3, ?4, ?5, 'due', 0, 0)
         ON CONFLICT (key) DO NOTHING",
        params![step.key, step.clock.0, step.due, rows::to_json(&step.work)?, run_of(&step.work)],
    )?;
    Ok(())
}

/// Makes a step due again, whatever became of it; whoever holds it loses its lease.
pub(super) fn requeue(db: &Connection, key: &str, due: i64) -> Result<(), StoreError> {
    let changed = rows::run(
        db,
        "UPDATE step SET state = 'due', due = ?2, tries = 0, lease = lease + 1, lease_until = NULL, claimed_by = NULL, why = NULL
         WHERE key = ?1",
        params![key, due],
    )?;
    found(changed, "step", key)
}

/// Ends a claim. A step that was dropped while it was being done can still report its end, but is not due again.
pub(super) fn finish(db: &Connection, step: &ClaimedStep, end: &StepEnd) -> Result<(), StoreError> {
    let (state, due, why) = match end {
        StepEnd::Done => ("done", step.due, None),
        StepEnd::Again { due } => ("due", *due, None),
        StepEnd::Dead { why } => ("dead", step.due, Some(why.as_str())),
    };
    let changed = rows::run(
        db,
        "UPDATE step
         SET state = CASE WHEN state = 'dropped' AND ?3 = 'due' THEN 'dropped' ELSE ?3 END,
           due = ?4, why = ?5, lease_until = NULL, claimed_by = NULL
         WHERE id = ?1 AND lease = ?2 AND claimed_by IS NOT NULL",
        params![step.id, step.lease, state, due, why],
    )?;
    if changed == 1 { Ok(()) } else { Err(StoreError::LostLease { step: step.key.clone() }) }
}

/// Takes a run's unfinished steps out of the queue.
pub(super) fn drop_of_run(db: &Connection, run: i64) -> Result<(), StoreError> {
    rows::run(db, "UPDATE step SET state = 'dropped' WHERE run = ?1 AND state IN ('due', 'claimed')", [run])?;
    Ok(())
}

/// Hands out due steps and those whose lease ran out, earliest first on each clock. When more are due than the limit, every
/// clock gets its share first, so that no clock waits for another's backlog.
pub(super) fn claim(db: &Connection, request: &ClaimRequest) -> Result<Vec<ClaimedStep>, StoreError> {
    let mut claimed = Vec::new();
    let share = request.limit / request.clocks.len().max(1);
    for most in [share.max(1), request.limit] {
        for (clock, shown) in &request.clocks {
            let limit = most.min(request.limit - claimed.len());
            claimed.extend(claim_overdue(db, request, *clock, limit)?);
            let limit = most.min(request.limit - claimed.len());
            claimed.extend(claim_due(db, request, (*clock, *shown), limit)?);
        }
    }
    claimed.sort_by_key(|step| (step.clock, step.due, step.id));
    Ok(claimed)
}

fn claim_due(
    db: &Connection,
    request: &ClaimRequest,
    (clock, shown): (ClockId, i64),
    limit: usize,
) -> Result<Vec<ClaimedStep>, StoreError> {
    if limit == 0 {
        return Ok(Vec::new());
    }
    rows::all(
        db,
        "UPDATE step SET state = 'claimed', lease = lease + 1, lease_until = ?1, claimed_by = ?2, tries = tries + 1
         WHERE id IN (SELECT id FROM step WHERE state = 'due' AND clock = ?3 AND due <= ?4 ORDER BY due, id LIMIT ?5)
         RETURNING id, key, clock, due, tries, lease, work",
        params![request.now.plus_ms(request.lease_ms).as_ms(), request.who, clock.0, shown, bounded(limit)],
        read_claimed,
    )
}

fn claim_overdue(
    db: &Connection,
    request: &ClaimRequest,
    clock: ClockId,
    limit: usize,
) -> Result<Vec<ClaimedStep>, StoreError> {
    if limit == 0 {
        return Ok(Vec::new());
    }
    rows::all(
        db,
        "UPDATE step SET lease = lease + 1, lease_until = ?1, claimed_by = ?2, tries = tries + 1
         WHERE id IN (SELECT id FROM step WHERE state = 'claimed' AND lease_until <= ?3 AND clock = ?4 ORDER BY due, id LIMIT ?5)
         RETURNING id, key, clock, due, tries, lease, work",
        params![
            request.now.plus_ms(request.lease_ms).as_ms(),
            request.who,
            request.now.as_ms(),
            clock.0,
            bounded(limit)
        ],
        read_claimed,
    )
}

fn bounded(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

fn read_claimed(row: &Row<'_>) -> rusqlite::Result<ClaimedStep> {
    Ok(ClaimedStep {
        id: row.get("id")?,
        key: row.get("key")?,
        clock: ClockId(row.get("clock")?),
        due: row.get("due")?,
        tries: row.get::<_, u32>("tries")?.saturating_sub(1),
        lease: row.get("lease")?,
        work: rows::json(row, "work")?,
    })
}

/// Makes steps due again that a process which is no more had claimed; how many.
pub(super) fn release(db: &Connection, keep: &str) -> Result<usize, StoreError> {
    rows::run(
        db,
        "UPDATE step SET state = 'due', lease = lease + 1, lease_until = NULL, claimed_by = NULL
         WHERE state = 'claimed' AND claimed_by <> ?1",
        [keep],
    )
}

pub(super) fn upcoming(db: &Connection, clocks: &[ClockId]) -> Result<Upcoming, StoreError> {
    let mut upcoming = Upcoming::default();
    for clock in clocks {
        let due = rows::one(db, "SELECT min(due) FROM step WHERE state = 'due' AND clock = ?1", [clock.0], |row| row.get(0))?;
        if let Some(due) = due.flatten() {
            upcoming.dues.push((*clock, due));
        }
    }
    let lease = rows::one(db, "SELECT min(lease_until) FROM step WHERE state = 'claimed'", [], |row| row.get(0))?;
    upcoming.lease_ends = lease.flatten().map(Timestamp::from_ms);
    Ok(upcoming)
}

/// Unfinished steps of a clock: due and claimed.
pub(super) fn pending(db: &Connection, clock: ClockId) -> Result<(u64, u64), StoreError> {
    let count = |sql: &str| -> Result<u64, StoreError> {
        let count = rows::one(db, sql, [clock.0], |row| row.get::<_, i64>(0))?;
        Ok(count.and_then(|count| u64::try_from(count).ok()).unwrap_or_default())
    };
    Ok((
        count("SELECT count(*) FROM step WHERE state = 'due' AND clock = ?1")?,
        count("SELECT count(*) FROM step WHERE state = 'claimed' AND clock = ?1")?,
    ))
}

impl Store {
    /// Claims due steps, durably. Finding none writes nothing.
    pub async fn claim(&self, request: ClaimRequest) -> Result<Vec<ClaimedStep>, StoreError> {
        match self.ask(Work::Claim(request)).await? {
            Done::Claimed(steps) => Ok(steps),
            Done::Sequences(_) | Done::Released(_) => Ok(Vec::new()),
        }
    }

    /// Makes steps due again that anybody but `who` holds; how many.
    pub async fn release_others(&self, who: &str) -> Result<usize, StoreError> {
        match self.ask(Work::Release { keep: who.to_owned() }).await? {
            Done::Released(count) => Ok(count),
            Done::Sequences(_) | Done::Claimed(_) => Ok(0),
        }
    }

    pub async fn upcoming(&self, clocks: Vec<ClockId>) -> Result<Upcoming, StoreError> {
        self.read(move |db| upcoming(db, &clocks)).await
    }

    /// Unfinished steps of a clock: waiting, claimed.
    pub async fn pending(&self, clock: ClockId) -> Result<(u64, u64), StoreError> {
        self.read(move |db| pending(db, clock)).await
    }
}
