//! The second part of the demo: the next window on a real file. What it prints of the file is what the file holds.

use std::collections::BTreeMap;

use super::Stage;
use crate::cli::exit::Failure;
use crate::cli::output;
use crate::engine::look_at_targets;
use crate::model::{Answer, Cause, CommandBody, EventId, Lang, PlannedWindow};
use crate::text;
use crate::time::Timestamp;

/// Columns of a setting's line.
const COLUMNS: usize = 100;

/// Stands to for the next windows that change a target, and down again: at each step, what changed.
pub(super) async fn window(stage: &Stage) -> Result<(), Failure> {
    let lang = stage.context.lang;
    let world = &stage.app.world;
    let zone = world.workspace().settings.zone.clone();
    let now = world.now();
    let state = world.store.posture().await?;
    let plan = world.plan(state.past(), now);
    let coming = plan.windows.iter().filter(|planned| planned.window.from > now && !planned.demands.is_empty());
    let Some(first) = coming.min_by_key(|planned| planned.window.from) else { return Ok(()) };
    let same_event = |planned: &&PlannedWindow| event_of(planned) == event_of(first);
    let mut windows: Vec<&PlannedWindow> = plan.windows.iter().filter(same_event).filter(|p| p.window.until > now).collect();
    windows.sort_by_key(|planned| planned.window.from);
    output::print(&format!("  {}", first.title.get(lang)));
    approve(stage, &windows).await?;
    let mut edges: Vec<Timestamp> = windows.iter().flat_map(|p| [p.window.from, p.window.until]).collect();
    edges.retain(|edge| *edge > now);
    edges.sort();
    edges.dedup();
    let before = held(stage);
    let mut seen: Vec<(Timestamp, Vec<u8>)> = Vec::new();
    for edge in edges {
        let was = held(stage);
        stage.engine.run_until(edge).await?;
        let is = held(stage);
        if was == is {
            continue;
        }
        output::print(&format!("  {}  {}", zone.show(edge), turns(&windows, edge, lang)));
        if is == before {
            output::print(&text::cli::file_is_back(&target(stage).display().to_string(), true, lang));
            return Ok(());
        }
        match seen.iter().find(|(_, held)| *held == is) {
            Some((at, _)) => output::print(&text::cli::demo_as_before(&zone.show(*at), lang)),
            None => {
                for line in changed(&was, &is) {
                    output::print(&output::clipped(&format!("    {line}"), COLUMNS));
                }
            }
        }
        let (ledger, drifts) = look_at_targets(world).await?;
        if let Some(held) = ledger.first().filter(|_| drifts.is_empty()) {
            output::print(&text::cli::demo_verified(held.target.as_str(), &zone.show(held.expires_at), lang));
        }
        seen.push((edge, is));
    }
    output::print(&text::cli::file_is_back(&target(stage).display().to_string(), held(stage) == before, lang));
    Ok(())
}

/// As many people approve each window as it needs.
async fn approve(stage: &Stage, windows: &[&PlannedWindow]) -> Result<(), Failure> {
    for planned in windows {
        for who in ["ciso", "deputy-ciso"].into_iter().take(planned.approvals_needed) {
            let (window, hash) = (planned.window.id.clone(), planned.hash.clone());
            let answer = stage.by(who, CommandBody::ApproveWindow { window, hash, in_place_of: None, decision: None }).await?;
            if let Answer::Approved { have, need, .. } = answer {
                output::print(&text::cli::demo_approved(who, planned.window.level, (have, need), stage.context.lang));
            }
        }
    }
    Ok(())
}

/// Which windows begin and end at an instant.
fn turns(windows: &[&PlannedWindow], edge: Timestamp, lang: Lang) -> String {
    let begins = windows.iter().filter(|planned| planned.window.from == edge);
    let ends = windows.iter().filter(|planned| planned.window.until == edge);
    let begins = begins.map(|planned| text::cli::demo_begins(planned.window.level, lang));
    let said: Vec<String> = begins.chain(ends.map(|planned| text::cli::demo_ends(planned.window.level, lang))).collect();
    said.join(", ")
}

/// The example's one connector.
fn target(stage: &Stage) -> std::path::PathBuf {
    stage.context.directory.join("controls/mx1.toml")
}

/// What the file holds.
fn held(stage: &Stage) -> Vec<u8> {
    std::fs::read(target(stage)).unwrap_or_default()
}

fn event_of(planned: &PlannedWindow) -> Option<&EventId> {
    match &planned.window.cause {
        Cause::Occurrence { event, .. } => Some(event),
        Cause::Order { .. } => None,
    }
}

/// Each setting that is another than before: `name: old → new`.
fn changed(was: &[u8], is: &[u8]) -> Vec<String> {
    let (was, is) = (String::from_utf8_lossy(was), String::from_utf8_lossy(is));
    let before = settings(&was);
    let new = settings(&is).into_iter().filter(|(name, value)| before.get(name) != Some(value));
    new.map(|(name, value)| format!("{name}: {} → {value}", before.get(name).unwrap_or(&"–"))).collect()
}

fn settings(text: &str) -> BTreeMap<&str, &str> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('=')).map(|(name, value)| (name.trim(), value.trim())).collect()
}
