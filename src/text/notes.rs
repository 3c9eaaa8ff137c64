//! Notes in words: what a reader of a check or a plan should know, and what can be done about it.

use super::{nouns, say, terms::Term as _};
use crate::model::{Lang, NoteCode};
use crate::time::Zone;

/// Says a note, in one or two sentences without a place.
#[expect(clippy::too_many_lines, reason = "one arm for each code")]
pub fn note(code: &NoteCode, lang: Lang) -> String {
    match code {
        NoteCode::TechniqueRevoked { written, living } => say!(
            lang,
            "ATT&CK has revoked {written}; {living} stands for it from here on. Write {living}.",
            "ATT&CKの {written} は失効しています。以後は後継の {living} として扱います。{living} に書き換えてください。"
        ),
        NoteCode::TechniqueUnknown { id } => say!(
            lang,
            "{id} is not in the technique table. Mend the id, or bring in the full table: standto attack import FILE.",
            "{id} はテクニック表にありません。IDを直すか、standto attack import ファイル で完全な表を取り込んでください。"
        ),
        NoteCode::DateTooVague { event, precision } => {
            let precision = precision.term(lang);
            say!(
                lang,
                "{event}: the date is known only {precision}, so no window opens. Find out the date.",
                "{event}：日程の精度が「{precision}」のため、期間を設けません。日付を確認してください。"
            )
        }
        NoteCode::Rumoured { event } => say!(
            lang,
            "{event} is only rumoured, so no window opens. Find out whether it takes place.",
            "{event} は未確認情報のため、期間を設けません。実施の有無を確認してください。"
        ),
        NoteCode::NotConfirmed { event, level } => {
            let level = level.term(lang);
            say!(
                lang,
                "{event} is tentative, so the level {level} waits until it is confirmed. Set `certainty` when it is.",
                "{event} は未確定のため、{level}は確定するまで始まりません。確定したら `certainty` を変更してください。"
            )
        }
        NoteCode::WindowEmpty { event, policy, level } => {
            let level = level.term(lang);
            say!(
                lang,
                "{event}: the policy {policy} asks for the level {level} from a time after its own end, so no window opens. Mend `from` or `until`.",
                "{event}：規則 {policy} の{level}は、始まりが終わりより後になるため、期間を設けません。`from` か `until` を直してください。"
            )
        }
        NoteCode::ZoneUnknown { event } => say!(
            lang,
            "{event}: the time zone is unknown, so its windows are 14 hours longer on both sides. Add `zone` when the place is known.",
            "{event}：タイムゾーンが不明なため、期間を前後14時間ずつ広げます。開催地が分かったら `zone` を指定してください。"
        ),
        NoteCode::ZoneGuessed { event, zone } => say!(
            lang,
            "{event}: no time zone is given, {zone} is assumed. Add `zone` if that is wrong.",
            "{event}：タイムゾーンの指定がないため {zone} とみなします。違う場合は `zone` を指定してください。"
        ),
        NoteCode::PartiesUnknown { event, policy } => say!(
            lang,
            "{event} names no parties, so the policy {policy} applies to it. Add `parties` to be exact.",
            "{event} に参加国の指定がないため、規則 {policy} を適用します。`parties` を指定すると正確になります。"
        ),
        NoteCode::ControlMissing { measure, control } => say!(
            lang,
            "{measure}: no connector of the kind {control} is configured, so a person is asked to do it. Add a [[connector]] to standto.toml to have it done.",
            "{measure}：種類 {control} の接続先がないため、担当者のタスクになります。自動で行うには standto.toml に [[connector]] を追加してください。"
        ),
        NoteCode::OrderByPassed { measure, window, order_by } => {
            let order_by = Zone::utc().show(*order_by);
            say!(
                lang,
                "{measure} had to be ordered by {order_by} to be ready for {window}. It will be late: decide what stands in for it.",
                "{measure} を {window} に間に合わせるには {order_by} までの手配が必要でした。間に合わないため、代わりの手段を決めてください。"
            )
        }
        NoteCode::BudgetExceeded { level, quarter, days, budget } => {
            let level = level.term(lang);
            say!(
                lang,
                "{quarter}: {days} days at the level {level}, the budget is {budget}. Shorten windows or narrow policies.",
                "{quarter}:{level}が{days}日となり、予算の{budget}日を超えます。期間を短くするか、規則の対象を絞ってください。"
            )
        }
        NoteCode::Rehearse { scenario, window, before } => {
            let before = Zone::utc().show(*before);
            say!(
                lang,
                "Rehearse the scenario {scenario} before {before}, when {window} opens.",
                "{window} が始まる {before} までに、シナリオ {scenario} の演習を行ってください。"
            )
        }
        NoteCode::RecurrenceLimited { event, limit } => say!(
            lang,
            "{event} repeats more than {limit} times in this range; the rest is left out. Give its rule a COUNT or an UNTIL.",
            "{event} はこの範囲で{limit}回を超えて繰り返すため、残りを省きました。規則に COUNT か UNTIL を指定してください。"
        ),
        NoteCode::CalendarSkipped { what, why } => {
            let why = nouns::calendar(why, lang);
            say!(lang, "{what} was left out: {why}.", "{what} を読み飛ばしました：{why}")
        }
        NoteCode::NoRecipient { inject, exercise } => say!(
            lang,
            "Nobody in the cast {exercise} receives the inject {inject}. Cast its part or team, or it will be skipped.",
            "配役 {exercise} には状況付与 {inject} を受け取る参加者がいません。該当する役やチームに参加者を置かないと、見送りになります。"
        ),
        NoteCode::NothingToRun => say!(
            lang,
            "No event calls for a posture in this range. Add events to calendar/ or rules to standto.toml.",
            "この範囲に態勢を必要とするイベントはありません。calendar/ にイベントを、または standto.toml に規則を追加してください。"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_technique_tells_how_to_import_the_table() {
        let code = NoteCode::TechniqueUnknown { id: "T9999".to_owned() };
        for lang in Lang::ALL {
            let said = note(&code, lang);
            assert!(said.contains("T9999") && said.contains("standto attack import "), "{said}");
        }
    }

    #[test]
    fn a_revoked_technique_names_its_successor() {
        let code = NoteCode::TechniqueRevoked { written: "T1075".to_owned(), living: "T1550.002".to_owned() };
        for lang in Lang::ALL {
            assert!(note(&code, lang).contains("T1550.002"));
        }
    }
}
