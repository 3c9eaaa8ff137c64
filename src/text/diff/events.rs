//! What is otherwise about an event, and what that does to windows.

use super::both;
use crate::model::{
    EventAlteration, EventChange, EventTime, EventZone, Gravity, Lang, PlanDiff, Recurrence, Text, When, WindowChange,
};
use crate::text::pieces::{list, local};
use crate::text::say;
use crate::text::terms::Term as _;
use crate::time::LocalDateTime;

/// One thing about an event, and what it does to windows.
pub(super) fn event(change: &EventChange, diff: &PlanDiff, lang: Lang) -> String {
    let (id, title) = (&change.event, change.title.get(lang));
    let what = event_alteration(&change.what, lang);
    let does = does(change, diff, lang);
    say!(lang, "{id} “{title}”: {what}; {does}", "{id}「{title}」：{what}。{does}")
}

/// What one thing about an event does to windows: no approval binds to names and handling.
fn does(change: &EventChange, diff: &PlanDiff, lang: Lang) -> String {
    let bears = match change.what {
        EventAlteration::Renamed { .. } | EventAlteration::CoverName { .. } | EventAlteration::Handling { .. } => 0,
        EventAlteration::New { .. }
        | EventAlteration::Vanished { .. }
        | EventAlteration::Cancelled
        | EventAlteration::Restored
        | EventAlteration::Reidentified { .. }
        | EventAlteration::Moved { .. }
        | EventAlteration::Class { .. }
        | EventAlteration::Parties { .. }
        | EventAlteration::Certainty { .. }
        | EventAlteration::Precision { .. }
        | EventAlteration::Recurrence { .. } => {
            let of_it = |window: &&WindowChange| window.event.as_ref() == Some(&change.event);
            diff.windows.iter().filter(of_it).filter(|window| window.gravity() > Gravity::Harmless).count()
        }
    };
    if bears > 0 {
        say!(lang, "bears on windows below ({bears})", "下記の期間{bears}件に影響します")
    } else {
        say!(lang, "voids no approval and ends nothing that holds", "承認は失効せず、有効な期間もそのままです")
    }
}

/// What is otherwise about an event.
pub fn event_alteration(what: &EventAlteration, lang: Lang) -> String {
    match what {
        EventAlteration::New { at } => {
            let at = event_time(at, lang);
            say!(lang, "new, {at}", "新規、{at}")
        }
        EventAlteration::Vanished { at } => {
            let at = event_time(at, lang);
            say!(
                lang,
                "no longer in the calendar (was {at}), not told as cancelled",
                "カレンダーから消失（元は {at}）、中止とはされていない"
            )
        }
        EventAlteration::Cancelled => say!(lang, "cancelled", "中止"),
        EventAlteration::Restored => say!(lang, "takes place after all", "中止の取消し"),
        EventAlteration::Reidentified { from } => say!(
            lang,
            "the same event as {from} under another id; windows are known by the event's id, so what was approved for {from} does not hold for it",
            "{from} と同じイベントで、IDのみ変更。期間はイベントのIDで識別するため、{from} に対する承認は引き継がれません"
        ),
        EventAlteration::Moved { from, to } => moved(from, to, lang),
        EventAlteration::Renamed { from, to } => {
            let (from, to) = both(from, to, lang);
            say!(lang, "title corrected from “{from}” to “{to}”", "名称を「{from}」から「{to}」に変更")
        }
        EventAlteration::CoverName { from, to } => {
            let none = Text::new(say!(Lang::En, "none", "なし"), say!(Lang::Ja, "none", "なし"));
            let (from, to) = both(from.as_ref().unwrap_or(&none), to.as_ref().unwrap_or(&none), lang);
            say!(lang, "cover name changed from “{from}” to “{to}”", "対外表示名を「{from}」から「{to}」に変更")
        }
        EventAlteration::Class { from, to } => {
            let (from, to) = (from.term(lang), to.term(lang));
            say!(lang, "class changed from {from} to {to}", "種別を{from}から{to}に変更")
        }
        EventAlteration::Parties { from, to } => {
            let (from, to) = (parties(from, lang), parties(to, lang));
            say!(lang, "parties changed from {from} to {to}", "参加国を {from} から {to} に変更")
        }
        EventAlteration::Certainty { from, to } => {
            let (from, to) = (from.term(lang), to.term(lang));
            say!(lang, "certainty changed from {from} to {to}", "確度を{from}から{to}に変更")
        }
        EventAlteration::Precision { from, to } => {
            let (from, to) = (from.term(lang), to.term(lang));
            say!(lang, "date known {to}, before {from}", "日程の精度を「{from}」から「{to}」に変更")
        }
        EventAlteration::Handling { from, to } => {
            let (from, to) = (from.term(lang), to.term(lang));
            say!(lang, "handling changed from {from} to {to}", "取扱区分を {from} から {to} に変更")
        }
        EventAlteration::Recurrence { from, to } => {
            let (from, to) = (repeats(from.as_ref(), lang), repeats(to.as_ref(), lang));
            say!(lang, "repeats otherwise: {to}, before {from}", "繰返しを {from} から {to} に変更")
        }
    }
}

fn parties(parties: &[String], lang: Lang) -> String {
    if parties.is_empty() { say!(lang, "none given", "指定なし") } else { list(parties, lang) }
}

/// How an event repeats.
pub(in crate::text) fn repeats(recurrence: Option<&Recurrence>, lang: Lang) -> String {
    let Some(Recurrence { rule, except, extra }) = recurrence else { return say!(lang, "once", "1回限り") };
    let mut parts = Vec::new();
    if !rule.is_empty() {
        parts.push(rule.clone());
    }
    let dates = |dates: &[LocalDateTime]| list(dates.iter().map(|at| at.date()), lang);
    if !except.is_empty() {
        let dates = dates(except);
        parts.push(say!(lang, "except {dates}", "除外 {dates}"));
    }
    if !extra.is_empty() {
        let dates = dates(extra);
        parts.push(say!(lang, "also {dates}", "追加 {dates}"));
    }
    list(parts, lang)
}

fn moved(from: &EventTime, to: &EventTime, lang: Lang) -> String {
    let (start, end) = ends(&from.when);
    let (new_start, new_end) = ends(&to.when);
    let (was, is) = (event_time(from, lang), event_time(to, lang));
    if start == new_start && end == new_end {
        return say!(
            lang,
            "zone or form of its date changed: {is}, before {was}",
            "タイムゾーンまたは日付の形式を {was} から {is} に変更"
        );
    }
    if start == new_start {
        return if new_end > end {
            say!(lang, "longer: {is}, before {was}", "延長：{was} から {is} に変更")
        } else {
            say!(lang, "shorter: {is}, before {was}", "短縮：{was} から {is} に変更")
        };
    }
    if new_start > start {
        say!(lang, "moved later: {is}, before {was}", "繰下げ：{was} から {is} に変更")
    } else {
        say!(lang, "moved earlier: {is}, before {was}", "繰上げ：{was} から {is} に変更")
    }
}

fn ends(when: &When) -> (LocalDateTime, LocalDateTime) {
    match when {
        When::Timed { start, end } => (*start, *end),
        When::AllDay { first, last } => (first.midnight(), last.midnight()),
    }
}

/// An event's time as its calendar says it.
pub(in crate::text) fn event_time(time: &EventTime, lang: Lang) -> String {
    let zone = match &time.zone {
        EventZone::Known(zone) | EventZone::Guessed(zone) => zone.name().to_owned(),
        EventZone::Unknown => say!(lang, "zone unknown", "タイムゾーン不明"),
    };
    let (from, until) = match &time.when {
        When::Timed { start, end } => (local(*start), local(*end)),
        When::AllDay { first, last } => (first.to_string(), last.to_string()),
    };
    if from == until {
        format!("{from} {zone}")
    } else {
        say!(lang, "{from} to {until} ({zone})", "{from}〜{until}（{zone}）")
    }
}
