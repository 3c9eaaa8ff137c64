//! `backup` and `restore`.

use std::path::Path;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::output;
use crate::app::DATABASE;
use crate::clock::Clock;
use crate::model::{Actor, Change, ExercisePhase, ExerciseRun, Fact, Reach, StoreError, Transaction};
use crate::store::{self, Open, Store, WorkspaceLock};
use crate::text;
use crate::time::Timestamp;

pub(super) async fn backup(context: &Context, file: &Path) -> Result<Exit, Failure> {
    let app = context.reading().await?;
    let verified = app.world.store.backup(file).await?;
    output::print(&text::cli::backed_up(&file.display().to_string(), verified.entries, context.lang));
    Ok(Exit::Fine)
}

/// Puts a copy back. Exercises that ran when it was made are paused: their clock would otherwise run on from then, and send at
/// once what fell due meanwhile.
pub(super) async fn restore(context: &Context, file: &Path) -> Result<Exit, Failure> {
    let _lock = WorkspaceLock::take(&context.directory)?;
    let database = context.directory.join(DATABASE);
    let verified = store::restore(file, &database)?;
    output::print(&text::cli::restored(&file.display().to_string(), verified.entries, context.lang));
    let store = Store::open(&database, Open::WRITE)?;
    let now = Clock::Wall.now();
    for run in store.runs().await?.into_iter().filter(|run| run.phase == ExercisePhase::Running) {
        let (number, exercise) = (run.number, run.exercise.clone());
        // The clock stops where it stood when the copy was made, as far as the copy tells.
        let stopped_at = verified_until(&store).await?.unwrap_or(now);
        let clock = run.clock.clone().with_rate(stopped_at, 0);
        let fact = Fact::ExercisePaused { run: number, at_exercise: clock.at(now) };
        let run = ExerciseRun { phase: ExercisePhase::Paused, clock, ..run };
        let changes = vec![Change::Run(run), Change::fact(fact)];
        store.commit(Transaction { at: now, actor: Actor::Owner, changes }).await?;
        output::print(&text::cli::restored_paused(exercise.as_str(), context.lang));
    }
    Ok(Exit::Fine)
}

/// When the newest entry of the journal was written.
async fn verified_until(store: &Store) -> Result<Option<Timestamp>, StoreError> {
    let Some((sequence, _)) = store.head().await? else { return Ok(None) };
    let entries = store.entries(sequence - 1, 1, None, Reach::All).await?;
    Ok(entries.first().map(|entry| entry.at))
}
