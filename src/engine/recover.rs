//! What a start finds half done: messages whose fate nobody knows, steps that a dead process had claimed.

use super::EngineError;
use super::tick::Engine;
use crate::exercise;
use crate::model::{Actor, Change, Fact, LedgerPhase, OnUncertain, Reach};
use crate::queue;

/// How much was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recovered {
    /// Messages that may or may not have left.
    pub uncertain: u32,
    pub applying: u32,
    pub reverting: u32,
}

impl Engine {
    /// Settles what the last process left; to be called once, before the first tick. Targets that were being changed are settled
    /// by the first tick itself.
    ///
    /// # Errors
    /// The store fails.
    pub async fn recover(&self) -> Result<Recovered, EngineError> {
        let _turn = self.world.turn().await;
        let now = self.world.now();
        queue::release_others(&self.world.store, &self.name).await?;
        let runs = self.world.store.runs().await?;
        let mut changes = Vec::new();
        let mut found = Recovered::default();
        for (delivery, attempt) in self.world.store.open_attempts(Reach::All).await? {
            let Some(run) = runs.iter().find(|run| run.number == delivery.run) else { continue };
            let frozen = self.world.frozen(&run.revision).await?;
            let policy = frozen.exercise(&run.exercise).map_or(OnUncertain::Ask, |cast| cast.on_uncertain);
            changes.extend(exercise::recover(run, &delivery, attempt, policy, now));
            found.uncertain += 1;
        }
        for entry in &self.world.store.posture().await?.ledger {
            match entry.phase {
                LedgerPhase::Applying => found.applying += 1,
                LedgerPhase::Reverting | LedgerPhase::Releasing => found.reverting += 1,
                LedgerPhase::Active | LedgerPhase::Conflict | LedgerPhase::Released => {}
            }
        }
        if found != Recovered::default() {
            let Recovered { uncertain, applying, reverting } = found;
            // First, so that the report of an exercise that ends with what follows tells of it.
            changes.insert(0, Change::fact(Fact::Recovered { uncertain, reverting, applying }));
        }
        self.world.commit(Actor::Engine, changes).await?;
        Ok(found)
    }
}
