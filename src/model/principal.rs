//! Who acts. A principal is proven by a personal token, never by a name typed.

use serde::{Deserialize, Serialize};

use super::{OrganisationId, PlayerId, PrincipalId, Role};
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
}

/// Who did what a fact tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "actor", rename_all = "kebab-case")]
pub enum Actor {
    /// standto itself.
    Engine,
    /// Whoever owns the files, before there is a principal.
    Owner,
    Principal {
        id: PrincipalId,
    },
    Player {
        organisation: OrganisationId,
        id: PlayerId,
    },
}
