//! What the posture costs in days.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{DaysWhy, Lang, Level, Plan, QuarterDays, Reminder, WindowId, Workspace};
use crate::text::pieces::list;
use crate::text::say;
use crate::text::terms::Term as _;
use crate::time::Zone;

/// How many windows are named.
const NAMED: usize = 12;

/// Days under each level, by quarter: the header and the rows. A level without days and budget has no column.
pub fn quarters(plan: &Plan, lang: Lang) -> (Vec<String>, Vec<Vec<String>>) {
    let levels: BTreeSet<Level> = plan.quarters.iter().map(|row| row.level).collect();
    let mut rows: BTreeMap<&str, BTreeMap<Level, &QuarterDays>> = BTreeMap::new();
    for row in &plan.quarters {
        rows.entry(&row.quarter).or_default().insert(row.level, row);
    }
    let cell = |row: Option<&&QuarterDays>| match row {
        None => "0".to_owned(),
        Some(QuarterDays { days, budget: None, .. }) => days.to_string(),
        Some(QuarterDays { days, budget: Some(budget), .. }) => say!(lang, "{days} of {budget}", "{days}日／{budget}日"),
    };
    let row = |(quarter, row): (&str, BTreeMap<Level, &QuarterDays>)| {
        let cells = levels.iter().map(|level| cell(row.get(level)));
        std::iter::once(quarter.to_owned()).chain(cells).collect()
    };
    let first = say!(lang, "Days (of the budget)", "日数（／予算）");
    let header = std::iter::once(first).chain(levels.iter().map(|level| level.term(lang).to_owned()));
    (header.collect(), rows.into_iter().map(row).collect())
}

/// Which windows make the days of a level in a quarter, and what would have to go.
pub fn days_why(why: &DaysWhy, workspace: &Workspace, lang: Lang) -> Vec<String> {
    let QuarterDays { quarter, level, days, budget } = &why.row;
    let level = level.term(lang);
    let place = workspace.settings.budgets.iter().find(|known| known.level == why.row.level).map(|budget| &budget.place);
    let mut lines = vec![match (budget, place) {
        (Some(budget), Some(place)) => say!(
            lang,
            "{quarter}, {level} or higher: days {days} of {budget} ({place}), a day under several windows counted once",
            "{quarter}、{level}以上：{days}日／{budget}日（{place}）。複数の期間が重なる日は1日と数えます"
        ),
        (Some(_), None) | (None, _) => say!(
            lang,
            "{quarter}, {level} or higher: days {days}, no budget, a day under several windows counted once",
            "{quarter}、{level}以上：{days}日（予算なし）。複数の期間が重なる日は1日と数えます"
        ),
    }];
    for (window, days, alone) in why.windows.iter().take(NAMED) {
        lines.push(say!(
            lang,
            "  {window}: days {days}, of them {alone} under no other window",
            "  {window}：{days}日（うち他の期間と重ならない日 {alone}日）"
        ));
    }
    if let Some(more) = why.windows.len().checked_sub(NAMED).filter(|more| *more > 0) {
        lines.push(say!(lang, "  and {more} more windows", "  ほか{more}件の期間"));
    }
    if why.outside > 0 {
        let outside = why.outside;
        lines.push(say!(
            lang,
            "  Windows outside the range asked for: days {outside}; --from and --to choose a range that holds the quarter.",
            "  指定範囲の外の期間：{outside}日（--from と --to で四半期全体を含む範囲を指定できます）"
        ));
    }
    if !why.fits_without.is_empty() {
        let freed = |(window, days): &(WindowId, u32)| say!(lang, "{window} (frees {days})", "{window}（{days}日減）");
        let windows = list(why.fits_without.iter().map(freed), lang);
        lines.push(say!(
            lang,
            "  Without these it would fit, or shorten them by as much: {windows}.",
            "  次を取りやめるか、同じ日数だけ短くすれば予算に収まります：{windows}。"
        ));
    }
    lines
}

/// Where a reminder comes from.
pub fn reminder_why(reminder: &Reminder, workspace: &Workspace, zone: &Zone, lang: Lang) -> String {
    let (event, title, from) = (&reminder.event, reminder.title.get(lang), zone.show(reminder.from));
    let known = workspace.events.iter().find(|known| known.id == *event);
    let place = known.map_or_else(|| "–".to_owned(), |event| event.place.to_string());
    let (precision, certainty) = known.map_or(("–", "–"), |event| (event.precision.term(lang), event.certainty.term(lang)));
    say!(
        lang,
        "Find the date of {event}, {title} ({place}): {certainty}, known {precision}, not before {from}; until then no window opens.",
        "{event}「{title}」（{place}）の日程を確認：確度は{certainty}、精度は{precision}、最も早くて {from}。確認できるまで期間を設けません。"
    )
}
