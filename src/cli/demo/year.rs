//! The first part of the demo: the posture of the coming twelve months. Reads only.

use std::collections::BTreeMap;

use super::Stage;
use crate::cli::exit::Failure;
use crate::cli::output;
use crate::model::{Level, Plan};
use crate::text;
use crate::text::terms::Term as _;
use crate::time::{DAY_MS, LocalDate, Timestamp};

/// How many of the coming windows are listed.
const LISTED: usize = 4;

/// Columns of a listed title.
const TITLE: usize = 44;

/// The levels of the bars, from the strictest on.
const SHADES: [(Level, char); 4] = [(Level::Surge, '█'), (Level::Elevated, '▓'), (Level::Watch, '░'), (Level::Baseline, '·')];

/// The coming twelve months, a line a month, and the windows that come next.
pub(super) async fn show(stage: &Stage) -> Result<(), Failure> {
    let lang = stage.context.lang;
    let now = stage.app.world.now();
    let state = stage.app.world.store.posture().await?;
    let workspace = stage.app.world.workspace();
    let zone = workspace.settings.zone.clone();
    let plan = crate::plan::plan(&workspace, state.past(), now, now.plus_ms(365 * DAY_MS));
    let mut months: BTreeMap<(i32, u32), Vec<char>> = BTreeMap::new();
    let today = zone.local(now).date();
    for day in (0..365).map(|days| today.plus_days(days)) {
        let midnight = |day: LocalDate| zone.resolve(day.midnight());
        let level = highest(&plan, midnight(day), midnight(day.plus_days(1)));
        let shade = SHADES.iter().find(|(shaded, _)| *shaded <= level).map_or(' ', |(_, shade)| *shade);
        months.entry((day.year(), day.month())).or_default().push(shade);
    }
    let key: Vec<String> = SHADES.iter().map(|(level, shade)| format!("{shade} {}", level.term(lang))).collect();
    output::print(&text::cli::demo_key(&key.join("  "), lang));
    for ((year, month), days) in months {
        let gap = if (year, month) == (today.year(), today.month()) { today.day() - 1 } else { 0 };
        let gap = " ".repeat(usize::try_from(gap).unwrap_or(0));
        output::print(&format!("  {year}-{month:02}  {gap}{}", days.iter().collect::<String>()));
    }
    let next = plan.windows.iter().filter(|planned| planned.window.from > now && planned.window.level > Level::Watch);
    let listed: Vec<_> = next.take(LISTED).collect();
    output::print(&text::cli::next_windows(listed.len(), plan.windows.len(), lang));
    let rows = listed.iter().map(|planned| {
        let minute = |at: Timestamp| zone.show(at).trim_end_matches(zone.name()).trim_end().to_owned();
        vec![
            format!("{} – {}", minute(planned.window.from), minute(planned.window.until)),
            planned.window.level.term(lang).to_owned(),
            output::clipped(planned.title.get(lang), TITLE),
        ]
    });
    output::columns(rows.collect());
    Ok(())
}

fn highest(plan: &Plan, from: Timestamp, until: Timestamp) -> Level {
    let touching = plan.windows.iter().filter(|planned| planned.window.from < until && from < planned.window.until);
    touching.map(|planned| planned.window.level).max().unwrap_or(Level::Baseline)
}
