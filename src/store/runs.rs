//! Runs of exercises: the run, its injects, milestones, responses and player links.

use rusqlite::{Connection, Row, params};

use super::{Store, deliveries, rows};
use crate::model::{
    ExerciseId, ExercisePhase, ExerciseRun, InjectId, InjectPhase, InjectRun, MilestoneRun, MilestoneStatus, Mode,
    OrganisationId, PlayerLink, PrincipalId, Reach, Response, RunState, SkipReason, StoreError,
};
use crate::time::{Elapsed, Timestamp};

pub(super) fn put(db: &Connection, run: &ExerciseRun) -> Result<(), StoreError> {
    rows::run(
        db,
        "INSERT INTO exercise_run (number, exercise_id, mode, phase, revision, script_hash, proposed_by, approved_by, clock,
           started_at, ended_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
         ON CONFLICT (number) DO UPDATE SET exercise_id = excluded.exercise_id, mode = excluded.mode, phase = excluded.phase,
           revision = excluded.revision, script_hash = excluded.script_hash, proposed_by = excluded.proposed_by,
           approved_by = excluded.approved_by, clock = excluded.clock, started_at = excluded.started_at,
           ended_at = excluded.ended_at",
        params![
            run.number,
            run.exercise.as_str(),
            run.mode.as_str(),
            run.phase.as_str(),
            run.revision.as_str(),
            run.script_hash,
            run.proposed_by.as_ref().map(PrincipalId::as_str),
            run.approved_by.as_ref().map(PrincipalId::as_str),
            rows::to_json(&run.clock)?,
            run.started_at.map(Timestamp::as_ms),
            run.ended_at.map(Timestamp::as_ms),
        ],
    )?;
    Ok(())
}

pub(super) fn put_inject(db: &Connection, run: i64, inject: &InjectRun) -> Result<(), StoreError> {
    rows::run(
        db,
        "INSERT OR REPLACE INTO inject (run, organisation_id, inject_id, phase, due, released, skipped)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            run,
            inject.organisation.as_str(),
            inject.inject.as_str(),
            inject.phase.as_str(),
            inject.due.map(Elapsed::as_ms),
            inject.released.map(Elapsed::as_ms),
            inject.skipped.as_ref().map(rows::to_json).transpose()?,
        ],
    )?;
    Ok(())
}

pub(super) fn put_milestone(db: &Connection, run: i64, milestone: &MilestoneRun) -> Result<(), StoreError> {
    rows::run(
        db,
        "INSERT OR REPLACE INTO milestone (run, organisation_id, milestone_id, due, status, met, evidence)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            run,
            milestone.organisation.as_str(),
            milestone.milestone.as_str(),
            milestone.due.as_ms(),
            milestone.status.as_str(),
            milestone.met_at.map(Elapsed::as_ms),
            rows::to_json(&milestone.evidence)?,
        ],
    )?;
    Ok(())
}

/// Every response is kept, in the order they came.
pub(super) fn add_response(db: &Connection, response: &Response) -> Result<(), StoreError> {
    rows::run(
        db,
        "INSERT INTO response (run, organisation_id, delivery_key, inject_id, player_id, at, at_exercise, text)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            response.run,
            response.organisation.as_str(),
            response.delivery.as_str(),
            response.inject.as_ref().map(InjectId::as_str),
            response.player.as_str(),
            response.at.as_ms(),
            response.at_exercise.as_ms(),
            response.text,
        ],
    )?;
    Ok(())
}

pub(super) fn put_link(db: &Connection, link: &PlayerLink) -> Result<(), StoreError> {
    rows::run(
        db,
        "INSERT OR REPLACE INTO player_link (hash, run, organisation_id, player_id, expires_at, is_revoked)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            link.hash,
            link.run,
            link.organisation.as_str(),
            link.player.as_str(),
            link.expires_at.as_ms(),
            link.is_revoked
        ],
    )?;
    Ok(())
}

fn read_run(row: &Row<'_>) -> rusqlite::Result<ExerciseRun> {
    Ok(ExerciseRun {
        number: row.get("number")?,
        exercise: rows::id(row, "exercise_id")?,
        mode: rows::word(row, "mode", Mode::from_word)?,
        phase: rows::word(row, "phase", ExercisePhase::from_word)?,
        revision: rows::id(row, "revision")?,
        script_hash: row.get("script_hash")?,
        proposed_by: rows::id_opt(row, "proposed_by")?,
        approved_by: rows::id_opt(row, "approved_by")?,
        clock: rows::json(row, "clock")?,
        started_at: rows::at_opt(row, "started_at")?,
        ended_at: rows::at_opt(row, "ended_at")?,
    })
}

fn read_inject(row: &Row<'_>) -> rusqlite::Result<InjectRun> {
    Ok(InjectRun {
        inject: rows::id(row, "inject_id")?,
        organisation: rows::id(row, "organisation_id")?,
        phase: rows::word(row, "phase", InjectPhase::from_word)?,
        due: rows::elapsed_opt(row, "due")?,
        released: rows::elapsed_opt(row, "released")?,
        skipped: rows::json_opt::<SkipReason>(row, "skipped")?,
    })
}

fn read_milestone(row: &Row<'_>) -> rusqlite::Result<MilestoneRun> {
    Ok(MilestoneRun {
        milestone: rows::id(row, "milestone_id")?,
        organisation: rows::id(row, "organisation_id")?,
        due: rows::elapsed(row, "due")?,
        status: rows::word(row, "status", MilestoneStatus::from_word)?,
        met_at: rows::elapsed_opt(row, "met")?,
        evidence: rows::json(row, "evidence")?,
    })
}

fn read_response(row: &Row<'_>) -> rusqlite::Result<Response> {
    Ok(Response {
        run: row.get("run")?,
        delivery: rows::id(row, "delivery_key")?,
        inject: rows::id_opt(row, "inject_id")?,
        organisation: rows::id(row, "organisation_id")?,
        player: rows::id(row, "player_id")?,
        at: rows::at(row, "at")?,
        at_exercise: rows::elapsed(row, "at_exercise")?,
        text: row.get("text")?,
    })
}

fn read_link(row: &Row<'_>) -> rusqlite::Result<PlayerLink> {
    Ok(PlayerLink {
        hash: row.get("hash")?,
        run: row.get("run")?,
        organisation: rows::id(row, "organisation_id")?,
        player: rows::id(row, "player_id")?,
        expires_at: rows::at(row, "expires_at")?,
        is_revoked: row.get("is_revoked")?,
    })
}

const INJECTS: &str = "SELECT * FROM inject WHERE run = ?1 AND (?2 IS NULL OR organisation_id = ?2)
     ORDER BY due IS NULL, due, inject_id, organisation_id";
const MILESTONES: &str = "SELECT * FROM milestone WHERE run = ?1 AND (?2 IS NULL OR organisation_id = ?2)
     ORDER BY due, milestone_id, organisation_id";
const RESPONSES: &str = "SELECT * FROM response WHERE run = ?1 AND (?2 IS NULL OR organisation_id = ?2) ORDER BY id";
const LINKS: &str = "SELECT * FROM player_link WHERE run = ?1 AND (?2 IS NULL OR organisation_id = ?2)
     ORDER BY organisation_id, player_id, hash";

impl Store {
    /// All runs, in order of their numbers. A run belongs to no one organisation.
    pub async fn runs(&self) -> Result<Vec<ExerciseRun>, StoreError> {
        self.read(|db| rows::all(db, "SELECT * FROM exercise_run ORDER BY number", [], read_run)).await
    }

    /// The latest run of an exercise.
    pub async fn run_of(&self, exercise: &ExerciseId) -> Result<Option<ExerciseRun>, StoreError> {
        let exercise = exercise.clone();
        self.read(move |db| {
            let sql = "SELECT * FROM exercise_run WHERE exercise_id = ?1 ORDER BY number DESC LIMIT 1";
            rows::one(db, sql, [exercise.as_str()], read_run)
        })
        .await
    }

    /// Everything that the conduct of a run decides on, as far as `reach` goes.
    pub async fn run_state(&self, number: i64, reach: Reach) -> Result<Option<RunState>, StoreError> {
        let organisation = reach.organisation();
        self.read(move |db| {
            let Some(run) = rows::one(db, "SELECT * FROM exercise_run WHERE number = ?1", [number], read_run)? else {
                return Ok(None);
            };
            let organisation = organisation.as_ref().map(OrganisationId::as_str);
            let of = params![number, organisation];
            Ok(Some(RunState {
                run,
                injects: rows::all(db, INJECTS, of, read_inject)?,
                milestones: rows::all(db, MILESTONES, of, read_milestone)?,
                responses: rows::all(db, RESPONSES, of, read_response)?,
                deliveries: deliveries::heads(db, number, organisation)?,
            }))
        })
        .await
    }

    /// A player's link by the hash of its token. The link tells how far its holder may read.
    pub async fn link(&self, hash: &str) -> Result<Option<PlayerLink>, StoreError> {
        let hash = hash.to_owned();
        self.read(move |db| rows::one(db, "SELECT * FROM player_link WHERE hash = ?1", [hash], read_link)).await
    }

    /// The links of a run.
    pub async fn links(&self, run: i64, reach: Reach) -> Result<Vec<PlayerLink>, StoreError> {
        let organisation = reach.organisation();
        self.read(move |db| rows::all(db, LINKS, params![run, organisation.as_ref().map(OrganisationId::as_str)], read_link))
            .await
    }
}
