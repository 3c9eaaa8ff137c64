//! Deliveries and the attempts to make them.

use rusqlite::{Connection, Row, params};

use super::apply::found;
use super::{Store, rows};
use crate::model::{
    Attempt, AttemptOutcome, Channel, Delivery, DeliveryHead, DeliveryKey, DeliveryPhase, InjectId, Lang, OrganisationId,
    Purpose, Reach, StoreError,
};
use crate::time::Timestamp;

pub(super) fn put(db: &Connection, delivery: &Delivery) -> Result<(), StoreError> {
    rows::run(
        db,
        "INSERT INTO delivery (key, run, organisation_id, inject_id, player_id, address, channel, purpose, lang, sender, subject,
           body, attachments, phase, attempts, created_at, sent_at, acknowledged_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
         ON CONFLICT (key) DO UPDATE SET run = excluded.run, organisation_id = excluded.organisation_id,
           inject_id = excluded.inject_id, player_id = excluded.player_id, address = excluded.address,
           channel = excluded.channel, purpose = excluded.purpose, lang = excluded.lang, sender = excluded.sender,
           subject = excluded.subject, body = excluded.body, attachments = excluded.attachments, phase = excluded.phase,
           attempts = excluded.attempts, created_at = excluded.created_at, sent_at = excluded.sent_at,
           acknowledged_at = excluded.acknowledged_at",
        params![
            delivery.key.as_str(),
            delivery.run,
            delivery.organisation.as_str(),
            delivery.inject.as_ref().map(InjectId::as_str),
            delivery.player.as_str(),
            delivery.address,
            delivery.channel.as_str(),
            delivery.purpose.as_str(),
            delivery.lang.tag(),
            delivery.sender,
            delivery.subject,
            delivery.body,
            rows::to_json(&delivery.attachments)?,
            delivery.phase.as_str(),
            delivery.attempts,
            delivery.created_at.as_ms(),
            delivery.sent_at.map(Timestamp::as_ms),
            delivery.acknowledged_at.map(Timestamp::as_ms),
        ],
    )?;
    Ok(())
}

pub(super) fn set_phase(
    db: &Connection,
    key: &DeliveryKey,
    phase: DeliveryPhase,
    (attempts, sent_at): (u32, Option<Timestamp>),
) -> Result<(), StoreError> {
    let changed = rows::run(
        db,
        "UPDATE delivery SET phase = ?2, attempts = ?3, sent_at = ?4 WHERE key = ?1",
        params![key.as_str(), phase.as_str(), attempts, sent_at.map(Timestamp::as_ms)],
    )?;
    found(changed, "delivery", key.as_str())
}

/// The first acknowledgement stays.
pub(super) fn acknowledge(db: &Connection, key: &DeliveryKey, at: Timestamp) -> Result<(), StoreError> {
    let changed = rows::run(
        db,
        "UPDATE delivery SET acknowledged_at = coalesce(acknowledged_at, ?2) WHERE key = ?1",
        params![key.as_str(), at.as_ms()],
    )?;
    found(changed, "delivery", key.as_str())
}

pub(super) fn put_attempt(db: &Connection, attempt: &Attempt) -> Result<(), StoreError> {
    let changed = rows::run(
        db,
        "INSERT OR REPLACE INTO attempt (delivery_key, number, organisation_id, started_at, finished_at, outcome, is_open)
         SELECT key, ?2, organisation_id, ?3, ?4, ?5, ?6 FROM delivery WHERE key = ?1",
        params![
            attempt.key.as_str(),
            attempt.number,
            attempt.started_at.as_ms(),
            attempt.finished_at.map(Timestamp::as_ms),
            rows::to_json(&attempt.outcome)?,
            attempt.outcome == AttemptOutcome::Open,
        ],
    )?;
    found(changed, "delivery", attempt.key.as_str())
}

fn read_delivery(row: &Row<'_>) -> rusqlite::Result<Delivery> {
    Ok(Delivery {
        key: rows::id(row, "key")?,
        run: row.get("run")?,
        inject: rows::id_opt(row, "inject_id")?,
        organisation: rows::id(row, "organisation_id")?,
        player: rows::id(row, "player_id")?,
        address: row.get("address")?,
        channel: rows::word(row, "channel", Channel::from_word)?,
        purpose: rows::word(row, "purpose", Purpose::from_word)?,
        lang: rows::word(row, "lang", Lang::from_tag)?,
        sender: row.get("sender")?,
        subject: row.get("subject")?,
        body: row.get("body")?,
        attachments: rows::json(row, "attachments")?,
        phase: rows::word(row, "phase", DeliveryPhase::from_word)?,
        attempts: row.get("attempts")?,
        created_at: rows::at(row, "created_at")?,
        sent_at: rows::at_opt(row, "sent_at")?,
        acknowledged_at: rows::at_opt(row, "acknowledged_at")?,
    })
}

fn read_head(row: &Row<'_>) -> rusqlite::Result<DeliveryHead> {
    Ok(DeliveryHead {
        key: rows::id(row, "key")?,
        inject: rows::id_opt(row, "inject_id")?,
        organisation: rows::id(row, "organisation_id")?,
        player: rows::id(row, "player_id")?,
        channel: rows::word(row, "channel", Channel::from_word)?,
        purpose: rows::word(row, "purpose", Purpose::from_word)?,
        phase: rows::word(row, "phase", DeliveryPhase::from_word)?,
        attempts: row.get("attempts")?,
        sent_at: rows::at_opt(row, "sent_at")?,
        acknowledged_at: rows::at_opt(row, "acknowledged_at")?,
    })
}

fn read_attempt(row: &Row<'_>) -> rusqlite::Result<Attempt> {
    Ok(Attempt {
        key: rows::id(row, "delivery_key")?,
        number: row.get("number")?,
        started_at: rows::at(row, "started_at")?,
        finished_at: rows::at_opt(row, "finished_at")?,
        outcome: rows::json(row, "outcome")?,
    })
}

/// The deliveries of a run without their text, in the order they were made.
pub(super) fn heads(db: &Connection, run: i64, organisation: Option<&str>) -> Result<Vec<DeliveryHead>, StoreError> {
    rows::all(
        db,
        "SELECT key, inject_id, organisation_id, player_id, channel, purpose, phase, attempts, sent_at, acknowledged_at
         FROM delivery WHERE run = ?1 AND (?2 IS NULL OR organisation_id = ?2) ORDER BY rowid",
        params![run, organisation],
        read_head,
    )
}

impl Store {
    pub async fn delivery(&self, key: &DeliveryKey, reach: Reach) -> Result<Option<Delivery>, StoreError> {
        let (key, organisation) = (key.clone(), reach.organisation());
        self.read(move |db| {
            let sql = "SELECT * FROM delivery WHERE key = ?1 AND (?2 IS NULL OR organisation_id = ?2)";
            rows::one(db, sql, params![key.as_str(), organisation.as_ref().map(OrganisationId::as_str)], read_delivery)
        })
        .await
    }

    /// The deliveries of a run with their text, in the order they were made.
    pub async fn deliveries_of(&self, run: i64, reach: Reach) -> Result<Vec<Delivery>, StoreError> {
        let organisation = reach.organisation();
        self.read(move |db| {
            let sql = "SELECT * FROM delivery WHERE run = ?1 AND (?2 IS NULL OR organisation_id = ?2) ORDER BY rowid";
            rows::all(db, sql, params![run, organisation.as_ref().map(OrganisationId::as_str)], read_delivery)
        })
        .await
    }

    /// Deliveries with an attempt whose intent is committed and whose result is not: after a crash, what may have been sent.
    pub async fn open_attempts(&self, reach: Reach) -> Result<Vec<(Delivery, Attempt)>, StoreError> {
        let organisation = reach.organisation();
        self.read(move |db| {
            let sql = "SELECT * FROM attempt JOIN delivery ON delivery.key = attempt.delivery_key
                 WHERE is_open = 1 AND (?1 IS NULL OR attempt.organisation_id = ?1) ORDER BY delivery.rowid, number";
            rows::all(db, sql, params![organisation.as_ref().map(OrganisationId::as_str)], |row| {
                Ok((read_delivery(row)?, read_attempt(row)?))
            })
        })
        .await
    }

    /// Every attempt of a delivery, in order.
    pub async fn attempts(&self, key: &DeliveryKey, reach: Reach) -> Result<Vec<Attempt>, StoreError> {
        let (key, organisation) = (key.clone(), reach.organisation());
        self.read(move |db| {
            let sql = "SELECT * FROM attempt WHERE delivery_key = ?1 AND (?2 IS NULL OR organisation_id = ?2) ORDER BY number";
            rows::all(db, sql, params![key.as_str(), organisation.as_ref().map(OrganisationId::as_str)], read_attempt)
        })
        .await
    }
}
