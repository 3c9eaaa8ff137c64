//! Who acts. A principal is proven by a personal token, never by a name typed.

use serde::{Deserialize, Serialize};

use super::{Mode, OrganisationId, PlayerId, PrincipalId, Refusal, Role};
use crate::time::Timestamp;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    pub id: PrincipalId,
    pub name: String,
    pub roles: Vec<Role>,
    /// SHA-256 of the token, in hexadecimal.
    pub token_hash: String,
    pub expires_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

impl Principal {
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }

    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether this principal may do what any of `roles` may.
    ///
    /// # Errors
    /// [`Refusal::NotProven`] when the token no longer holds, [`Refusal::MissingRole`] with the first of `roles` when none is
    /// held.
    pub fn require(&self, roles: &[Role], now: Timestamp) -> Result<(), Refusal> {
        if !self.is_live(now) {
            return Err(Refusal::NotProven);
        }
        match roles.first() {
            Some(first) if !roles.iter().any(|role| self.has(*role)) => Err(Refusal::MissingRole { role: *first }),
            Some(_) | None => Ok(()),
        }
    }
}

/// Whether somebody may do to an exercise what any of `roles` may.
///
/// `who` None is the owner of the files: a rehearsal, in a database of its own, is theirs; a live exercise asks for a proven
/// principal.
///
/// # Errors
/// [`Refusal::NotProven`] without a live principal, [`Refusal::MissingRole`] with the first of `roles` when none is held.
pub fn permit(who: Option<&Principal>, mode: Mode, roles: &[Role], now: Timestamp) -> Result<(), Refusal> {
    let Some(principal) = who else {
        return match mode {
            Mode::Rehearsal => Ok(()),
            Mode::Live => Err(Refusal::NotProven),
        };
    };
    principal.require(roles, now)
}

/// Who did what a fact tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "actor", rename_all = "kebab-case")]
pub enum Actor {
    /// standto itself.
    Engine,
    /// Whoever owns the files, while there is no operator.
    Owner,
    Principal {
        id: PrincipalId,
    },
    Player {
        organisation: OrganisationId,
        id: PlayerId,
    },
}
