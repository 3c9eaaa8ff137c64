//! `report aar`.

use std::path::Path;

use super::args::Report;
use super::context::Context;
use super::exit::{Exit, Failure};
use super::{output, status};
use crate::app::App;
use crate::input;
use crate::model::{Entry, ExerciseId, Lang, Reach};
use crate::report::{self, Aar, ReportError};
use crate::store::{Open, Store};
use crate::text;

pub(super) async fn run(context: &Context, command: Report) -> Result<Exit, Failure> {
    let Report::Aar { exercise, output: to, kind, database } = command;
    let id = ExerciseId::new(exercise);
    let own = context.directory.join(crate::app::DATABASE);
    if database.is_none() && !own.exists() {
        return Err(status::no_run(&id, &context.files()?.0));
    }
    let store = Store::open(&database.unwrap_or(own), Open::READ)?;
    let aar = aar(context, &store, &id).await?;
    let written = match kind.as_str() {
        "html" => html(context, &aar, context.lang)?,
        "json" => serde_json::to_string_pretty(&report::json(&aar)).unwrap_or_default(),
        other => {
            return Err(Failure::Said(
                Exit::Faults,
                text::cli::unknown_word(other, &text::cli::listed(["html", "json"], context.lang), context.lang),
            ));
        }
    };
    match to {
        None => output::print(&written),
        Some(file) => {
            write(context, &file, &written)?;
            output::print(&text::cli::written(&file.display().to_string(), context.lang));
        }
    }
    Ok(Exit::Fine)
}

/// The report of an exercise's latest run, from its facts.
pub(super) async fn aar(context: &Context, store: &Store, id: &ExerciseId) -> Result<Aar, Failure> {
    let Some(run) = store.run_of(id).await? else {
        return Err(context.files().map_or_else(|failure| failure, |(workspace, _)| status::no_run(id, &workspace)));
    };
    let mut entries: Vec<Entry> = Vec::new();
    loop {
        let after = entries.last().map_or(0, |entry| entry.sequence);
        let page = store.entries(after, 5000, Some(run.number), Reach::All).await?;
        if page.is_empty() {
            break;
        }
        entries.extend(page);
    }
    report::aar(&entries, run.number, store.head().await?, context.now())
        .ok_or_else(|| Failure::said(text::cli::not_started(id.as_str(), context.lang)))
}

/// As HTML, in the frame of the workspace's templates if it has its own.
pub(super) fn html(context: &Context, aar: &Aar, lang: Lang) -> Result<String, Failure> {
    let overrides = input::read(&context.directory).unwrap_or_default();
    report::html(aar, lang, &context.zone(), &overrides)
        .map_err(|error: ReportError| Failure::Said(Exit::Faults, error.say(context.lang)))
}

/// Reports are written whole or not at all.
pub(super) fn write(context: &Context, file: &Path, text: &str) -> Result<(), Failure> {
    let parts = file.with_extension("part");
    std::fs::write(&parts, text)
        .and_then(|()| std::fs::rename(&parts, file))
        .map_err(|error| Failure::said(text::cli::cannot_write(&file.display().to_string(), &error.to_string(), context.lang)))
}

/// Both languages beside each other, for the demo and rehearsals.
pub(super) async fn both(
    context: &Context,
    app: &App,
    id: &ExerciseId,
    into: &Path,
) -> Result<Vec<std::path::PathBuf>, Failure> {
    let aar = aar(context, &app.world.store, id).await?;
    let mut files = Vec::new();
    for lang in Lang::ALL {
        let file = into.join(format!("aar.{}.html", lang.tag()));
        write(context, &file, &html(context, &aar, lang)?)?;
        files.push(file);
    }
    Ok(files)
}
