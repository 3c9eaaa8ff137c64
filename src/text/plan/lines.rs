//! What the lines between the tables rest on, one sentence a line, to stand below them.

use super::staff::hours;
use super::why::named;
use crate::model::{Lang, PlannedWindow, StaffRow, Staffing, WindowId};
use crate::text::pieces::list;
use crate::text::say;
use crate::time::{Timestamp, Zone};

/// How many terms of a sum, or windows, are told.
const TOLD: usize = 30;

/// The windows behind the level at an instant, and those that begin or end when it changes next.
pub fn now_why(live: &[WindowId], next: Option<(Timestamp, [Vec<WindowId>; 2])>, zone: &Zone, lang: Lang) -> Vec<String> {
    let holds = if live.is_empty() {
        say!(lang, "  No window holds then.", "  有効な期間はありません。")
    } else {
        let live = named(live, lang);
        say!(lang, "  Windows that hold then: {live}.", "  有効な期間：{live}")
    };
    let change = next.map(|(at, [begin, end])| {
        let (at, begin, end) = (zone.show(at), named_or_dash(&begin, lang), named_or_dash(&end, lang));
        say!(lang, "  At {at}: begin {begin}; end {end}.", "  {at}：開始 {begin}、終了 {end}")
    });
    [Some(holds), change].into_iter().flatten().collect()
}

fn named_or_dash(windows: &[WindowId], lang: Lang) -> String {
    if windows.is_empty() { "–".to_owned() } else { named(windows, lang) }
}

/// The sums of the analyst hours: over stretches of days, and over windows one by one.
pub fn staff_total_why(staffing: &Staffing, windows: &[&PlannedWindow], lang: Lang) -> Vec<String> {
    let term = |row: &StaffRow| {
        let (days, a_day) = (row.days(), hours(row.analyst_hours));
        format!("{days} × {a_day}")
    };
    let of_window = |planned: &&PlannedWindow| format!("{} {}", planned.window.id, hours(planned.analyst_hours));
    let costly: Vec<&PlannedWindow> = windows.iter().copied().filter(|planned| planned.analyst_hours > 0.0).collect();
    let sum = sum(staffing.rows.iter().map(term).collect(), lang);
    let apart = list(costly.iter().take(TOLD).map(of_window), lang);
    let (total, apart_total) = (hours(staffing.analyst_hours), hours(staffing.analyst_hours_apart));
    let more = costly.len().saturating_sub(TOLD);
    vec![
        say!(lang, "  Days × hours of the stretches above: {sum} = {total}.", "  上の各行の日数×工数：{sum} = {total}"),
        say!(
            lang,
            "  Window by window: {apart}; others: {more}; together {apart_total}.",
            "  期間ごと：{apart}。ほか{more}件。合計{apart_total}"
        ),
    ]
}

/// `1 + 2 + 3 + …`
fn sum(mut terms: Vec<String>, lang: Lang) -> String {
    let more = terms.len().saturating_sub(TOLD);
    terms.truncate(TOLD);
    if more > 0 {
        terms.push(say!(lang, "… ({more} more)", "…（ほか{more}件）"));
    }
    terms.join(" + ")
}

/// The windows that wait, each with the approvals it has and needs.
pub fn approvals_wait_why(waiting: &[(&PlannedWindow, u32, u32)], lang: Lang) -> Vec<String> {
    let line = |(planned, have, need): &(&PlannedWindow, u32, u32)| {
        let id = &planned.window.id;
        say!(lang, "  {id}: {have} of {need} approvals", "  {id}：承認{have}件（必要数{need}）")
    };
    let more = waiting.len().checked_sub(TOLD).filter(|more| *more > 0);
    let more = more.map(|more| say!(lang, "  and {more} more windows", "  ほか{more}件の期間"));
    waiting.iter().take(TOLD).map(line).chain(more).collect()
}
