//! Who sends a command, proven by token or link.

use super::App;
use crate::engine::{EngineError, token_hash};
use crate::model::{Actor, PlayerLink, Principal, Proof, Refusal, Role};
use crate::time::Timestamp;

/// A proven sender.
pub(super) enum Sender {
    /// Whoever may open the files; only while no operator's token holds. All it can do is add an operator: without that, tokens
    /// that ran out would lock everybody out for good.
    Owner,
    Principal(Principal),
    Player(PlayerLink),
}

impl Sender {
    pub(super) fn actor(&self) -> Actor {
        match self {
            Sender::Owner => Actor::Owner,
            Sender::Principal(principal) => Actor::Principal { id: principal.id.clone() },
            Sender::Player(link) => Actor::Player { organisation: link.organisation.clone(), id: link.player.clone() },
        }
    }

    pub(super) fn principal(&self) -> Result<&Principal, Refusal> {
        match self {
            Sender::Principal(principal) => Ok(principal),
            Sender::Owner | Sender::Player(_) => Err(Refusal::NotProven),
        }
    }

    pub(super) fn player(&self) -> Result<&PlayerLink, Refusal> {
        match self {
            Sender::Player(link) => Ok(link),
            Sender::Owner | Sender::Principal(_) => Err(Refusal::NotYours),
        }
    }
}

impl App {
    pub(super) async fn prove(&self, proof: &Proof, now: Timestamp) -> Result<Result<Sender, Refusal>, EngineError> {
        let sender = match proof {
            Proof::None => {
                let principals = self.world.store.principals().await?;
                let has_operator = principals.iter().any(|known| known.is_live(now) && known.has(Role::Operator));
                (!has_operator).then_some(Sender::Owner)
            }
            Proof::Token { token } => {
                let hash = token_hash(token);
                let principals = self.world.store.principals().await?;
                let found = principals.into_iter().find(|known| known.token_hash == hash && known.is_live(now));
                found.map(Sender::Principal)
            }
            Proof::Link { token } => self.live_link(token, now).await?.map(Sender::Player),
        };
        Ok(sender.ok_or(Refusal::NotProven))
    }

    /// The link of this token, unless it is unknown, revoked or expired.
    pub(super) async fn live_link(&self, token: &str, now: Timestamp) -> Result<Option<PlayerLink>, EngineError> {
        let link = self.world.store.link(&token_hash(token)).await?;
        Ok(link.filter(|link| !link.is_revoked && now < link.expires_at))
    }
}
