//! The first half of the demo: the plan of a year, and the next window on a real file.

use std::collections::BTreeMap;

use super::Stage;
use crate::cli::exit::Failure;
use crate::cli::{output, posture as shown};
use crate::engine::look_at_targets;
use crate::model::{Cause, CommandBody, EventId, Level, Plan, PlannedWindow};
use crate::text;
use crate::text::terms::Term as _;
use crate::time::{DAY_MS, Timestamp};

/// How many of the coming windows are listed.
const LISTED: usize = 8;

/// The coming twelve months, a line a month, and the windows that come next.
pub(super) async fn plan(stage: &Stage) -> Result<(), Failure> {
    let lang = stage.context.lang;
    let now = stage.app.world.now();
    let state = stage.app.world.store.posture().await?;
    let workspace = stage.app.world.workspace();
    let zone = workspace.settings.zone.clone();
    let plan = crate::plan::plan(&workspace, &state.orders, now, now.plus_ms(365 * DAY_MS));
    let mut months: BTreeMap<(i32, u32), BTreeMap<Level, u32>> = BTreeMap::new();
    let mut day = zone.local(now).date();
    for _ in 0..365 {
        let (from, until) = (zone.resolve(day.midnight()), zone.resolve(day.plus_days(1).midnight()));
        let level = highest(&plan, from, until);
        *months.entry((day.year(), day.month())).or_default().entry(level).or_default() += 1;
        day = day.plus_days(1);
    }
    let rows = months.iter().map(|((year, month), days)| {
        let of = |level: Level| days.get(&level).copied().unwrap_or(0);
        let bar: String = [(Level::Surge, '█'), (Level::Elevated, '▓'), (Level::Watch, '░'), (Level::Baseline, '·')]
            .iter()
            .flat_map(|(level, c)| std::iter::repeat_n(*c, usize::try_from(of(*level)).unwrap_or(0)))
            .collect();
        let mut row = vec![format!("{year}-{month:02}")];
        row.extend([Level::Baseline, Level::Watch, Level::Elevated, Level::Surge].map(|level| of(level).to_string()));
        row.push(bar);
        row
    });
    let mut header = vec![text::cli::month(lang)];
    header.extend([Level::Baseline, Level::Watch, Level::Elevated, Level::Surge].map(|level| level.term(lang).to_owned()));
    header.push(text::cli::days_by_level(lang));
    output::table(header, rows.collect());
    let next = plan.windows.iter().filter(|planned| planned.window.from > now && planned.window.level > Level::Watch);
    let listed = Plan { windows: next.take(LISTED).cloned().collect(), ..plan.clone() };
    output::print(&text::cli::next_windows(listed.windows.len(), plan.windows.len(), lang));
    output::table(text::plan::headers(lang, &zone), text::plan::table(&listed, lang, &zone));
    Ok(())
}

fn highest(plan: &Plan, from: Timestamp, until: Timestamp) -> Level {
    let touching = plan.windows.iter().filter(|planned| planned.window.from < until && from < planned.window.until);
    touching.map(|planned| planned.window.level).max().unwrap_or(Level::Baseline)
}

/// Stands to for the next windows that change a target, and down again.
pub(super) async fn window(stage: &Stage) -> Result<(), Failure> {
    let lang = stage.context.lang;
    let world = &stage.app.world;
    let zone = world.workspace().settings.zone.clone();
    let before = std::fs::read(target(stage)).unwrap_or_default();
    let now = world.now();
    let state = world.store.posture().await?;
    let plan = world.plan(&state.orders, now);
    let coming = plan.windows.iter().filter(|planned| planned.window.from > now && !planned.demands.is_empty());
    let Some(first) = coming.min_by_key(|planned| planned.window.from) else { return Ok(()) };
    let same_event = |planned: &&PlannedWindow| event_of(planned) == event_of(first);
    let mut windows: Vec<&PlannedWindow> = plan.windows.iter().filter(same_event).filter(|p| p.window.until > now).collect();
    windows.sort_by_key(|planned| planned.window.from);
    for planned in &windows {
        for who in ["ciso", "deputy-ciso"].into_iter().take(planned.approvals_needed) {
            let answer = stage.by(who, CommandBody::ApproveWindow { window: planned.window.id.clone() }).await?;
            output::print(&format!("  {who}: {}", text::answers::answer(&answer, lang, &zone)));
        }
    }
    let mut edges: Vec<Timestamp> = windows.iter().flat_map(|p| [p.window.from, p.window.until]).collect();
    edges.retain(|edge| *edge > now);
    edges.sort();
    edges.dedup();
    for edge in edges {
        let held = world.store.posture().await?.ledger;
        stage.engine.run_until(edge).await?;
        let state = world.store.posture().await?;
        if state.ledger == held {
            continue;
        }
        output::print(&format!("\n{}", zone.show(edge)));
        shown::show_ledger(&stage.context, &stage.app, &state);
        for line in changed(&before, &std::fs::read(target(stage)).unwrap_or_default()) {
            output::print(&format!("    {line}"));
        }
        let (ledger, drifts) = look_at_targets(world).await?;
        if drifts.is_empty() {
            output::print(&text::cli::no_drift(ledger.len(), lang));
        }
        if ledger.is_empty() {
            break;
        }
    }
    let is_back = std::fs::read(target(stage)).unwrap_or_default() == before;
    output::print(&text::cli::file_is_back(&target(stage).display().to_string(), is_back, lang));
    Ok(())
}

/// The example's one connector.
fn target(stage: &Stage) -> std::path::PathBuf {
    stage.context.directory.join("controls/mx1.toml")
}

fn event_of(planned: &PlannedWindow) -> Option<&EventId> {
    match &planned.window.cause {
        Cause::Occurrence { event, .. } => Some(event),
        Cause::Order { .. } => None,
    }
}

/// Lines that came and went, as a reader of a diff expects them.
fn changed(before: &[u8], after: &[u8]) -> Vec<String> {
    let lines = |bytes: &[u8]| -> Vec<String> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
    };
    let (before, after) = (lines(before), lines(after));
    let gone = before.iter().filter(|line| !after.contains(line)).map(|line| format!("- {line}"));
    let new = after.iter().filter(|line| !before.contains(line)).map(|line| format!("+ {line}"));
    gone.chain(new).collect()
}
