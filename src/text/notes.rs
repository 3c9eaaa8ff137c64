//! Notes in words: what a reader of a check or a plan should know, and what can be done about it.

use super::{nouns, pieces::list, say, terms::Term as _};
use crate::model::{Lang, NoteCode};
use crate::time::{LocalDate, Timestamp};

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
        NoteCode::ZoneGuessed { zone, events } => {
            let events = some(events, lang);
            say!(
                lang,
                "{events}: no time zone is given, {zone} is assumed. Add `zone` where that is wrong.",
                "{events}：タイムゾーンの指定がないため {zone} とみなします。違う場合は `zone` を指定してください。"
            )
        }
        NoteCode::PartiesUnknown { policy, events } => {
            let events = some(events, lang);
            say!(
                lang,
                "The policy {policy} applies to events that name no parties: {events}. Add `parties` to be exact.",
                "参加国の指定がないイベントにも規則 {policy} を適用します：{events}。`parties` を指定すると正確になります。"
            )
        }
        NoteCode::ControlMissing { control, measures } => {
            let measures = some(measures, lang);
            say!(
                lang,
                "No connector of the kind {control} is configured, so a person is asked to do this by hand: {measures}. Add a [[connector]] to standto.toml to have it done.",
                "種類 {control} の接続先がないため、次の措置は担当者が手作業で行うタスクになります：{measures}。自動で行うには standto.toml に [[connector]] を追加してください。"
            )
        }
        NoteCode::ScopeNotNarrowed { asked_by, target, group } => say!(
            lang,
            "{asked_by}: the target {target} cannot be narrowed to the group {group}, so its changes apply to everyone. Approve with that in mind.",
            "{asked_by}：対象 {target} は変更をグループ {group} に限定できないため、変更は全員に及びます。そのことを踏まえて承認してください。"
        ),
        NoteCode::OrderByPassed { window, zone, measures } => {
            let by = |(measure, by): &(String, Timestamp)| {
                let by = zone.show(*by);
                say!(lang, "{measure} by {by}", "{measure} は {by} まで")
            };
            let measures: Vec<String> = measures.iter().map(by).collect();
            let measures = some(&measures, lang);
            say!(
                lang,
                "To be ready for {window} these had to be ordered: {measures}. Decide what stands in for what will be late.",
                "{window} に間に合わせるための手配期限を過ぎています：{measures}。間に合わない措置の代わりを決めてください。"
            )
        }
        NoteCode::BudgetExceeded { level, quarter, days, budget } => {
            let level = level.term(lang);
            say!(
                lang,
                "{quarter}: {days} days at the level {level}, the budget is {budget}. Shorten windows or narrow policies.",
                "{quarter}：{level}が{days}日となり、予算の{budget}日を超えます。期間を短くするか、規則の対象を絞ってください。"
            )
        }
        NoteCode::GapTooShort { level, least, gaps } => gap_too_short(level.term(lang), *least, gaps, lang),
        NoteCode::CapExceeded { role, cap, people, weeks } => {
            let week = |(monday, hours): &(LocalDate, u32)| say!(lang, "{monday}: {hours} h", "{monday}：{hours}時間");
            let weeks: Vec<String> = weeks.iter().map(week).collect();
            let weeks = some(&weeks, lang);
            say!(
                lang,
                "{role}: with {people} people each would work more than the cap of {cap} hours a week; weeks from {weeks}. Add people to roster.toml, or shorten windows.",
                "役割 {role} は{people}名のため、1人あたりの週の工数が上限の{cap}時間を超えます（週の初日と時間数 {weeks}）。roster.toml に人を加えるか、期間を短くしてください。"
            )
        }
        NoteCode::NobodyHasRole { role, measures } => {
            let measures = some(measures, lang);
            say!(
                lang,
                "Nobody in roster.toml has the role {role}, which these measures need on watch: {measures}. Give it to a person.",
                "roster.toml に役割 {role} の人がいませんが、次の措置の当番に必要です：{measures}。担当者に割り当ててください。"
            )
        }
        NoteCode::Rehearse { scenario, window, zone, before } => {
            let before = zone.show(*before);
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
            say!(lang, "{what} is not used as written: {why}.", "{what} は書かれたとおりには扱いません：{why}")
        }
        NoteCode::NoRecipient { inject, exercise } => say!(
            lang,
            "Nobody in the cast {exercise} receives the inject {inject}. Cast its part or team, or it will be skipped.",
            "配役 {exercise} には状況付与 {inject} を受け取る参加者がいません。該当する役やチームに参加者を置かないと、見送りになります。"
        ),
        NoteCode::ApproverWithoutAddress { id, level, key } => {
            let level = level.term(lang);
            say!(
                lang,
                "{id}, whom `{key}` names for the level {level}, is not in roster.toml and gets no mail about approvals. Add a person with this id and an address.",
                "{level}の承認者として `{key}` にある {id} は roster.toml に登録がなく、承認に関するメールが届きません。この ID の人をメールアドレスとともに追加してください。"
            )
        }
    }
}

fn gap_too_short(level: &str, least: u32, gaps: &[(LocalDate, LocalDate, u32)], lang: Lang) -> String {
    let gap = |(ends, starts, free): &(LocalDate, LocalDate, u32)| {
        say!(lang, "{ends} to {starts} ({free})", "{ends}〜{starts}（{free}日）")
    };
    let gaps: Vec<String> = gaps.iter().map(gap).collect();
    let gaps = some(&gaps, lang);
    say!(
        lang,
        "Between two stretches at the level {level} lie fewer free days than the {least} that people need to rest: {gaps}. Shorten or join windows.",
        "{level}の間隔が、休息に必要な{least}日より短くなっています（空く日数）：{gaps}。期間を短くするか、つなげてください。"
    )
}

/// The first of a list, and how many more there are.
fn some(items: &[String], lang: Lang) -> String {
    const SHOWN: usize = 8;
    let shown = list(items.iter().take(SHOWN), lang);
    match items.len().checked_sub(SHOWN) {
        None | Some(0) => shown,
        Some(more) => say!(lang, "{shown} and {more} more", "{shown} ほか{more}件"),
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

    #[test]
    fn a_long_list_is_cut_and_counted() {
        let events = (1..=20).map(|number| format!("e{number}")).collect();
        let code = NoteCode::PartiesUnknown { policy: "talks".to_owned(), events };
        assert!(note(&code, Lang::En).contains("e7, e8 and 12 more."), "{}", note(&code, Lang::En));
        assert!(note(&code, Lang::Ja).contains("e7、e8 ほか12件。"), "{}", note(&code, Lang::Ja));
    }

    #[test]
    fn what_was_read_but_changed_is_not_said_to_be_left_out() {
        let code = NoteCode::CalendarSkipped { what: "talks".to_owned(), why: "second-rule".to_owned() };
        let said = note(&code, Lang::En);
        assert!(said.starts_with("talks is not used as written: only its first RRULE was used"), "{said}");
    }
}
