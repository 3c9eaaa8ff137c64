//! The posture at one instant, in words.

use crate::model::{Held, Lang, LiveWindow, PostureAt, Slot, Wanted};
use crate::text::pieces::list;
use crate::text::say;
use crate::text::terms::Term as _;
use crate::time::Zone;

/// The level that is planned, and the one that is approved.
pub fn at_head(seen: &PostureAt, zone: &Zone, lang: Lang) -> String {
    let (at, level, allowed) = (zone.show(seen.at), seen.level.term(lang), seen.allowed_level.term(lang));
    if seen.level == seen.allowed_level {
        return say!(lang, "At {at}: {level}, planned and approved.", "{at} 時点の態勢：{level}（計画・承認とも）");
    }
    say!(
        lang,
        "At {at}: {level} is planned; with what is approved so far it is {allowed}.",
        "{at} 時点の態勢：計画では{level}、承認済みの範囲では{allowed}"
    )
}

/// Column headers of [`at_windows`].
pub fn at_windows_headers(lang: Lang) -> Vec<String> {
    vec![
        say!(lang, "Live window", "有効な期間"),
        say!(lang, "Level", "態勢"),
        say!(lang, "Until", "終了"),
        say!(lang, "Approval", "承認"),
        say!(lang, "Title", "名称"),
    ]
}

/// A row for each window that is live.
pub fn at_windows(seen: &PostureAt, zone: &Zone, lang: Lang) -> Vec<Vec<String>> {
    let row = |live: &LiveWindow| {
        let state = if live.is_allowed { say!(lang, "fine", "済み") } else { say!(lang, "missing", "不足") };
        let level = live.level.term(lang).to_owned();
        vec![live.window.to_string(), level, zone.show(live.until), state, live.title.get(lang).to_owned()]
    };
    seen.windows.iter().map(row).collect()
}

/// Column headers of [`at_settings`].
pub fn at_settings_headers(lang: Lang) -> Vec<String> {
    vec![
        say!(lang, "Target", "対象"),
        say!(lang, "Setting", "設定"),
        say!(lang, "Planned", "計画"),
        say!(lang, "Approved", "承認済み"),
        say!(lang, "Asked for by (window, measure), until", "求めている期間、措置、終了"),
    ]
}

/// A row for each setting of each target.
pub fn at_settings(seen: &PostureAt, zone: &Zone, lang: Lang) -> Vec<Vec<String>> {
    let holders = |held: &Held| {
        let holder = |holder: &crate::model::Holder| {
            let until = seen.until(holder).map_or_else(|| "–".to_owned(), |until| zone.show(until));
            let (window, measure) = (&holder.window, &holder.measure);
            say!(lang, "{window}, {measure}, {until}", "{window}、{measure}、{until}")
        };
        held.holders.iter().map(holder).collect::<Vec<_>>().join("\n")
    };
    let allowed = |target, slot: &Slot| {
        let held = seen.allowed.get(target).and_then(|wanted: &Wanted| wanted.settings.get(slot));
        held.map_or_else(|| "–".to_owned(), |held| held.value.to_string())
    };
    let rows = seen.planned.iter().flat_map(|(target, wanted)| wanted.settings.iter().map(move |held| (target, held)));
    rows.map(|(target, (slot, held))| {
        vec![target.to_string(), slot.to_string(), held.value.to_string(), allowed(target, slot), holders(held)]
    })
    .collect()
}

/// Column headers of the tasks of live windows.
pub fn at_tasks_headers(lang: Lang) -> Vec<String> {
    vec![
        say!(lang, "Task", "タスク"),
        say!(lang, "Owner", "担当"),
        say!(lang, "Due", "期限"),
        say!(lang, "State", "状態"),
        say!(lang, "Window", "期間ID"),
    ]
}

/// How far a task is.
pub fn at_task_state(is_done: bool, is_overdue: bool, lang: Lang) -> String {
    match (is_done, is_overdue) {
        (true, _) => say!(lang, "done", "完了"),
        (false, true) => say!(lang, "overdue", "期限超過"),
        (false, false) => say!(lang, "open", "未完了"),
    }
}

/// Whom the day needs.
pub fn at_staff(seen: &PostureAt, lang: Lang) -> String {
    let Some(row) = &seen.staff else {
        return say!(lang, "The day needs nobody on watch.", "この日に必要な人員はありません。");
    };
    let (seats, hours) = (super::staff::seats(&row.seats, lang), super::staff::hours(row.analyst_hours));
    let measures = list(row.measures.iter().map(|(_, measure)| measure), lang);
    say!(
        lang,
        "The day needs {seats}; analyst hours: {hours} (for {measures}).",
        "この日に必要な人員：{seats}。分析担当の工数：{hours}時間（{measures}）"
    )
}
