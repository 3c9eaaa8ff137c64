//! The last resort: a file named `ENDEX` in the workspace stops every exercise, even when nothing else can be reached.

use std::sync::Arc;
use std::time::Duration;

use super::App;
use crate::engine::EngineError;
use crate::exercise;
use crate::model::{Actor, ExercisePhase, Reach};

/// The name of the file.
pub const ENDEX: &str = "ENDEX";

/// How often it is looked for: messages stop within 100 ms.
const LOOK: Duration = Duration::from_millis(50);

impl App {
    /// If the file is there: closes every gate at once, then aborts every exercise that is not over, then renames the file to
    /// `ENDEX.done`.
    ///
    /// # Errors
    /// The store fails; the gates stay closed and the file stays.
    pub async fn heed_endex(&self) -> Result<(), EngineError> {
        let file = self.world.directory.join(ENDEX);
        if !file.exists() {
            return Ok(());
        }
        let runs = self.world.store.runs().await?;
        let open: Vec<i64> = runs
            .iter()
            .filter(|run| !matches!(run.phase, ExercisePhase::Ended | ExercisePhase::Aborted))
            .map(|run| run.number)
            .collect();
        for run in &open {
            self.world.gates.close(*run);
        }
        let _turn = self.world.turn().await;
        for run in open {
            let Some(state) = self.world.store.run_state(run, Reach::All).await? else { continue };
            let frozen = self.world.frozen(&state.run.revision).await?;
            if let Ok((changes, _)) = exercise::abort(&frozen, &state, None, self.world.now()) {
                self.world.commit(Actor::Owner, changes).await?;
            }
        }
        tracing::warn!("ENDEX: every exercise is stopped");
        if let Err(error) = std::fs::rename(&file, file.with_extension("done")) {
            tracing::error!(%error, "the file ENDEX cannot be put away; remove it before the next exercise");
        }
        Ok(())
    }
}

/// Looks for the file for as long as the process lives.
pub async fn watch_for_endex(app: Arc<App>) {
    loop {
        if let Err(error) = app.heed_endex().await {
            tracing::error!(%error, "ENDEX could not be carried out in full; messages are stopped");
        }
        tokio::time::sleep(LOOK).await;
    }
}
