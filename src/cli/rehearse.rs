//! `exercise rehearse`: the whole script at once on a manual clock, to nobody, in a database of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::{output, report, status};
use crate::app::{App, Setup};
use crate::clock::Clock;
use crate::engine::{Duty, Engine, Hands, LinkKey, token_hash};
use crate::exercise::{self, StartRequest};
use crate::model::{Actor, ExerciseId, Mode, Reach, WALL_SPEED};
use crate::text;

pub(super) async fn run(context: &Context, id: &ExerciseId, into: Option<PathBuf>) -> Result<Exit, Failure> {
    let (workspace, _) = context.files()?;
    let cast = workspace.exercise(id).ok_or_else(|| status::no_run(id, &workspace))?;
    let length = workspace.scenario(&cast.scenario).map_or(0, |scenario| scenario.length.as_ms());
    let into = into.unwrap_or_else(|| context.directory.join("rehearsals").join(id.as_str()));
    clear(context, &into)?;
    let start = context.now();
    let setup = Setup {
        clock: Clock::manual(start),
        links: Some(LinkKey::seeded(id.as_str())),
        database: Some(into.join("rehearsal.db")),
        ..Setup::live()
    };
    let app = App::open(&context.directory, setup).await?;
    let engine = Engine::new(Arc::clone(&app.world), Hands::new(into.clone(), Some("mail".into())), Duty::Exercises);
    let request = StartRequest { exercise: id, mode: Mode::Rehearsal, rate: WALL_SPEED };
    let mut links = |organisation: &_, player: &_| token_hash(&app.world.links.token(1, organisation, player));
    let started = exercise::start(&app.world.workspace(), &request, &[], None, start, &mut links);
    let (changes, _) = started.map_err(Failure::Refused)?;
    app.world.commit(Actor::Owner, changes).await?;
    engine.run_until(start.plus_ms(length)).await?;
    let state = app.world.store.run_state(1, Reach::All).await?.ok_or_else(|| status::no_run(id, &workspace))?;
    let (changes, _) = exercise::end(&app.world.workspace(), &state, None, app.world.now()).map_err(Failure::Refused)?;
    app.world.commit(Actor::Owner, changes).await?;
    let files = report::both(context, &app, id, &into).await?;
    status::show(context, &app, id).await?;
    output::print(&text::cli::rehearsed(&into.display().to_string(), context.lang));
    for file in files {
        output::print(&format!("  {}", file.display()));
    }
    Ok(Exit::Fine)
}

/// An earlier rehearsal in the same place gives way; anything else there is left alone and refused.
fn clear(context: &Context, into: &Path) -> Result<(), Failure> {
    let failed = |error: std::io::Error| {
        Failure::said(text::cli::cannot_write(&into.display().to_string(), &error.to_string(), context.lang))
    };
    let is_ours = into.join("rehearsal.db").exists();
    let is_empty = !into.exists() || std::fs::read_dir(into).map_err(failed)?.next().is_none();
    if !is_ours && !is_empty {
        return Err(Failure::Said(Exit::Refused, text::cli::not_empty(&into.display().to_string(), context.lang)));
    }
    std::fs::create_dir_all(into).map_err(failed)?;
    for name in ["rehearsal.db", "rehearsal.db-wal", "rehearsal.db-shm", "aar.en.html", "aar.ja.html"] {
        gone(std::fs::remove_file(into.join(name))).map_err(failed)?;
    }
    gone(std::fs::remove_dir_all(into.join("mail"))).map_err(failed)
}

fn gone(removed: std::io::Result<()>) -> std::io::Result<()> {
    match removed {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}
