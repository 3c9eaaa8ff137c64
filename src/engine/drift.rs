//! Looking whether targets still are as the ledger says. What is not is somebody else's, and a person decides.

use super::EngineError;
use super::acts::{control, found};
use super::tick::Engine;
use super::world::World;
use crate::controls::Patience;
use crate::model::{Actor, ConnectorId, LedgerEntry, LedgerPhase};
use crate::posture::changes;

/// A target of the ledger that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    pub target: ConnectorId,
    pub phase: LedgerPhase,
    pub expected: String,
    /// What the target holds; None: it could not be read.
    pub found: Option<String>,
}

/// Compares every target with the ledger. Writes nothing: it works beside a running engine, and without one.
///
/// # Errors
/// The store fails, or a ledger row's revision cannot be read.
pub async fn look_at_targets(world: &World) -> Result<(Vec<LedgerEntry>, Vec<Drift>), EngineError> {
    let state = world.store.posture().await?;
    let mut drifts = Vec::new();
    for entry in &state.ledger {
        let workspace = world.frozen(&entry.revision).await?;
        let Some(control) = control(&workspace, &entry.target, world) else { continue };
        let observed = control.observe().await.ok();
        let is_fine = match entry.phase {
            LedgerPhase::Active => {
                observed.as_ref().is_some_and(|observed| observed.hash == entry.written_hash)
                    && control.verify(&entry.written_hash, &entry.settings, world.now(), Patience::None).await.is_ok()
            }
            LedgerPhase::Released => observed.is_some(),
            LedgerPhase::Applying | LedgerPhase::Reverting | LedgerPhase::Releasing | LedgerPhase::Conflict => false,
        };
        if !is_fine {
            drifts.push(Drift {
                target: entry.target.clone(),
                phase: entry.phase,
                expected: entry.written_hash.clone(),
                found: observed.map(|observed| observed.hash),
            });
        }
    }
    Ok((state.ledger.clone(), drifts))
}

impl Engine {
    /// Looks at every active target; one that is not ours any more becomes a conflict, on the record.
    pub async fn check_drift(&self) -> Result<(), EngineError> {
        let _turn = self.world.turn().await;
        record_drift(&self.world).await.map(drop)
    }
}

/// Puts on the record which active targets are not ours any more, and answers them. Whoever calls holds the turn.
///
/// # Errors
/// The store fails, or a ledger row's revision cannot be read.
pub async fn record_drift(world: &World) -> Result<Vec<ConnectorId>, EngineError> {
    let mut drifted = Vec::new();
    let state = world.store.posture().await?;
    for entry in state.ledger.iter().filter(|entry| entry.phase == LedgerPhase::Active) {
        let workspace = world.frozen(&entry.revision).await?;
        let Some(control) = control(&workspace, &entry.target, world) else { continue };
        let Ok(observed) = control.observe().await else { continue };
        let found = found(observed);
        if found.hash != entry.written_hash {
            world.commit(Actor::Engine, changes::conflict(entry, &found)).await?;
            drifted.push(entry.target.clone());
        }
    }
    Ok(drifted)
}
