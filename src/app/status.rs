//! How the program is: for `/healthz`, `doctor` and screens.

use serde::Serialize;

use super::App;
use crate::engine::EngineError;
use crate::model::ExercisePhase;

/// Numbers that say whether the engine keeps up. No names, no posture: anybody on the network may read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Health {
    pub status: &'static str,
    /// Exercises that run or are paused.
    pub exercises: usize,
    /// The newest journal entry.
    pub journal: i64,
}

impl App {
    /// Reads the store once.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn health(&self) -> Result<Health, EngineError> {
        let runs = self.world.store.runs().await?;
        let exercises = runs.iter().filter(|run| matches!(run.phase, ExercisePhase::Running | ExercisePhase::Paused)).count();
        let journal = self.world.store.head().await?.map_or(0, |(sequence, _)| sequence);
        Ok(Health { status: "ok", exercises, journal })
    }
}
