//! Principals, and the answers that their commands were given.

use rusqlite::{Connection, Row, params};

use super::{Store, rows};
use crate::model::{CommandId, Principal, StoreError};
use crate::time::Timestamp;

pub(super) fn put(db: &Connection, principal: &Principal) -> Result<(), StoreError> {
    rows::run(
        db,
        "INSERT INTO principal (id, name, roles, token_hash, expires_at, revoked_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, roles = excluded.roles, token_hash = excluded.token_hash,
           expires_at = excluded.expires_at, revoked_at = excluded.revoked_at",
        params![
            principal.id.as_str(),
            principal.name,
            rows::to_json(&principal.roles)?,
            principal.token_hash,
            principal.expires_at.as_ms(),
            principal.revoked_at.map(Timestamp::as_ms),
        ],
    )?;
    Ok(())
}

/// Refused when the command has an answer: then it was carried out, and this transaction would do so again.
pub(super) fn answered(db: &Connection, command: &CommandId, answer: &str, at: Timestamp) -> Result<(), StoreError> {
    let added = rows::run(
        db,
        "INSERT INTO command_answer (command, answer, at) VALUES (?1, ?2, ?3) ON CONFLICT (command) DO NOTHING",
        params![command.as_str(), answer, at.as_ms()],
    )?;
    if added == 1 { Ok(()) } else { Err(StoreError::AlreadyAnswered { command: command.as_str().to_owned() }) }
}

fn read_principal(row: &Row<'_>) -> rusqlite::Result<Principal> {
    Ok(Principal {
        id: rows::id(row, "id")?,
        name: row.get("name")?,
        roles: rows::json(row, "roles")?,
        token_hash: row.get("token_hash")?,
        expires_at: rows::at(row, "expires_at")?,
        revoked_at: rows::at_opt(row, "revoked_at")?,
    })
}

impl Store {
    /// All principals, revoked ones too, in order of their ids.
    pub async fn principals(&self) -> Result<Vec<Principal>, StoreError> {
        self.read(|db| rows::all(db, "SELECT * FROM principal ORDER BY id", [], read_principal)).await
    }

    /// The answer (JSON) that a command was given, if it was carried out.
    pub async fn answer_of(&self, command: &CommandId) -> Result<Option<String>, StoreError> {
        let command = command.clone();
        self.read(move |db| {
            rows::one(db, "SELECT answer FROM command_answer WHERE command = ?1", [command.as_str()], |row| row.get(0))
        })
        .await
    }
}
