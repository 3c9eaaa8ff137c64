//! Words for plans: the table, and why each window is there. Times are shown with the name of their zone.

mod at;
mod backtest;
mod days;
mod due;
mod explain;
mod lines;
mod staff;
mod why;

use std::collections::BTreeMap;

pub use at::{
    at_head, at_settings, at_settings_headers, at_staff, at_task_state, at_tasks_headers, at_windows, at_windows_headers,
};
pub use backtest::{caught, caught_headers, caught_limits, caught_why};
pub use days::{days_why, quarters, reminder_why};
pub use due::{due, due_headers, due_more, due_state, due_why, round};
pub(super) use explain::called_for;
pub use explain::explain;
pub(super) use explain::wider;
pub use lines::{approvals_wait_why, now_why, staff_total_why};
pub use staff::{staff, staff_headers, staff_more, staff_total, staff_why};
pub use why::note_why;

use super::pieces::local;
use super::say;
use super::terms::Term as _;
use crate::model::{
    Cause, ControlKind, Event, EventZone, Gravity, Lang, Level, Occurrence, Plan, PlannedWindow, Scope, SettingName,
    SettingValue, Text, When, WindowStatus, Workspace,
};
use crate::time::{LocalDate, Timestamp, Zone};

/// Whom a task is for: the role and who has it.
pub fn owner(role: &str, workspace: &Workspace, lang: Lang) -> String {
    staff::people(role, workspace, lang)
}

/// What stands for the title of a handled event that has no cover name, and for an order's reason: it tells nothing.
pub fn cover() -> Text {
    Text::new("Reserved date", "予約済み日程")
}

/// The evidence asked for when a change has to be made by hand, because no control of its kind is configured.
pub fn change_by_hand(control: &ControlKind, set: &BTreeMap<SettingName, SettingValue>) -> Text {
    let set = settings(set);
    let say = |lang| {
        say!(
            lang,
            "Set {set} on every {control} control by hand, show the settings as they are then, and set them back at the window's end",
            "種類 {control} のすべての対象を手作業で {set} に設定し、設定後の状態を示すこと。期間が終わったら元に戻すこと"
        )
    };
    Text::new(say(Lang::En), say(Lang::Ja))
}

fn settings(set: &BTreeMap<SettingName, SettingValue>) -> String {
    let set: Vec<String> = set.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    set.join(", ")
}

/// Column headers of [`table`].
pub fn headers(lang: Lang, zone: &Zone) -> Vec<String> {
    let zone = zone.name();
    vec![
        say!(lang, "From ({zone})", "開始（{zone}）"),
        say!(lang, "Until ({zone})", "終了（{zone}）"),
        say!(lang, "Level", "態勢"),
        say!(lang, "Title", "名称"),
        say!(lang, "Event / policy", "イベント / 規則"),
        say!(lang, "Changes", "設定変更"),
        say!(lang, "Tasks", "タスク"),
        say!(lang, "Approvals", "必要な承認"),
    ]
}

/// A row for each window, in the plan's order; times in `zone`.
pub fn table(plan: &Plan, lang: Lang, zone: &Zone) -> Vec<Vec<String>> {
    let time = |at: Timestamp| local(zone.local(at));
    let row = |planned: &PlannedWindow| {
        let window = &planned.window;
        vec![
            time(window.from),
            time(window.until),
            with_status(planned, lang),
            planned.title.get(lang).to_owned(),
            cause(&window.cause, lang),
            planned.demands.len().to_string(),
            planned.tasks.len().to_string(),
            planned.approvals_needed.to_string(),
        ]
    };
    plan.windows.iter().map(row).collect()
}

/// The level, and under it what the window is beside what took effect before.
fn with_status(planned: &PlannedWindow, lang: Lang) -> String {
    let level = level(planned, lang);
    match &planned.status {
        WindowStatus::Planned => level,
        WindowStatus::Contested { .. } => format!("{level}\n{}", Gravity::Contested.term(lang)),
        WindowStatus::Proposed { .. } => say!(lang, "{level}\nproposed", "{level}\n変更案"),
    }
}

/// What a window is beside what took effect before, and what to do; None for a plain one.
pub fn status(planned: &PlannedWindow, lang: Lang) -> Option<String> {
    let id = &planned.window.id;
    match &planned.status {
        WindowStatus::Planned => None,
        WindowStatus::Contested { why } => {
            let (word, why) = (Gravity::Contested.term(lang), why.term(lang));
            Some(say!(
                lang,
                "It is {word}: {why}. It holds as it took effect until its recorded end; to end it earlier: standto posture close {id} --reason TEXT",
                "{word}：{why}。開始時の内容のまま、記録された終了時刻まで続きます。早く終えるには standto posture close {id} --reason 理由"
            ))
        }
        WindowStatus::Proposed { beside } => Some(say!(
            lang,
            "It is proposed in place of {beside}, which took effect; it never begins by itself, only when it is approved.",
            "開始済みの {beside} の変更案です。承認されるまで始まりません。"
        )),
    }
}

/// What the plan calls for at `now`, and the next change of that.
pub fn now(level: Level, next: Option<(Timestamp, Level)>, now: Timestamp, zone: &Zone, lang: Lang) -> String {
    let (level, now) = (level.term(lang), zone.show(now));
    match next {
        None => say!(lang, "At {now} the plan calls for {level}.", "{now} 時点の計画上の態勢：{level}"),
        Some((at, next)) => {
            let (at, next) = (zone.show(at), next.term(lang));
            say!(
                lang,
                "At {now} the plan calls for {level}; from {at} on it calls for {next}.",
                "{now} 時点の計画上の態勢：{level}。次の変化：{at} から{next}"
            )
        }
    }
}

/// Start, end and zone of an occurrence as people write them: all-day events by their first and last day; where the zone is
/// unknown the times as they are given, not widened.
pub fn when(event: &Event, occurrence: &Occurrence, lang: Lang) -> [String; 3] {
    let start = occurrence.nominal;
    let zone = match &event.zone {
        EventZone::Known(zone) => zone.name().to_owned(),
        EventZone::Guessed(zone) => {
            let zone = zone.name();
            say!(lang, "{zone} (assumed)", "{zone}（推定）")
        }
        EventZone::Unknown => say!(lang, "unknown", "不明"),
    };
    let [from, until] = match &event.when {
        When::AllDay { first, last } => {
            let day = start.date();
            [day.to_string(), day.plus_days(last.days_since(*first)).to_string()]
        }
        When::Timed { start: first, end } => [local(start), local(start.plus_ms(end.since(*first)))],
    };
    [from, until, zone]
}

/// What stands for an empty list of occurrences.
pub fn no_occurrences(from: LocalDate, last: LocalDate, lang: Lang) -> String {
    say!(
        lang,
        "no event from {from} to {last}; ask for another range with --from and --to, or add events to calendar/",
        "{from} から {last} までのイベントはありません。--from と --to で別の範囲を指定するか、calendar/ にイベントを追加してください"
    )
}

/// The level, and for whom when it is not for everyone.
fn level(planned: &PlannedWindow, lang: Lang) -> String {
    level_word(planned.window.level, &planned.window.scope, lang)
}

fn level_word(level: Level, scope: &Scope, lang: Lang) -> String {
    let level = level.term(lang);
    match scope {
        Scope::Everyone => level.to_owned(),
        Scope::Group(group) => say!(lang, "{level} ({group})", "{level}（{group}）"),
    }
}

fn cause(cause: &Cause, lang: Lang) -> String {
    match cause {
        Cause::Occurrence { event, policy, .. } => format!("{event} / {policy}"),
        Cause::Order { order } => say!(lang, "order {order}", "発令 {order}"),
    }
}

#[cfg(test)]
mod tests;
