//! Words for what two plans differ in: events, windows, and what it does to them.

use super::pieces::{list, short};
use super::say;
use super::terms::Term as _;
use crate::model::{
    Alteration, Bounds, DaysChange, Effect, EventAlteration, EventChange, EventTime, EventZone, Gravity, Join, Lang, Level,
    Note, PlanDiff, Recurrence, RevisionId, Scope, SettingChange, Text, When, WindowChange,
};
use crate::time::{LocalDateTime, Timestamp, Zone};

/// What is compared, from which day to which.
pub fn head(old: &str, new: &str, lang: Lang) -> String {
    say!(lang, "From {old} to {new}:", "{old} から {new} への変更：")
}

pub fn in_force(revision: &RevisionId, lang: Lang) -> String {
    let revision = short(revision.as_str());
    say!(lang, "revision {revision} (in force)", "リビジョン {revision}（採用中）")
}

pub fn revision(revision: &RevisionId, lang: Lang) -> String {
    let revision = short(revision.as_str());
    say!(lang, "revision {revision}", "リビジョン {revision}")
}

pub fn files(lang: Lang) -> String {
    say!(lang, "the files", "現在のファイル")
}

pub fn directory(path: &str, lang: Lang) -> String {
    say!(lang, "the workspace {path}", "作業ディレクトリ {path}")
}

/// A calendar file in place of one of a workspace.
pub fn with_calendar(path: &str, name: &str, lang: Lang) -> String {
    say!(lang, "{path} as {name}", "{name} を {path} に置き換えたもの")
}

pub fn nothing(lang: Lang) -> String {
    say!(lang, "Nothing that the plan rests on is otherwise.", "計画に関わる変更はありません。")
}

/// The stored revision was planned with other time-zone data than this program has.
pub fn other_tzdata(which: &str, theirs: &str, ours: &str, lang: Lang) -> String {
    say!(
        lang,
        "{which} was adopted with tzdata {theirs}; this program has {ours}, and works out both plans with that. Where a zone's rules changed, bounds may differ from what was shown then.",
        "{which} の採用時の tzdata は {theirs}、このプログラムは {ours} です。どちらの計画も {ours} で計算するため、タイムゾーンの規則が変わった地域では、採用時に示した日時と異なることがあります。"
    )
}

pub fn no_database(lang: Lang) -> String {
    say!(
        lang,
        "nothing is in force yet: this workspace has no database. Name two revisions, directories or calendar files, as in `standto plan diff ../before files`; or put the files in force by running `standto serve`",
        "採用中のリビジョンがありません。この作業ディレクトリにはまだデータベースがないためです。`standto plan diff ../before files` のように比べるものを2つ指定するか、`standto serve` を実行して現在のファイルを採用してください。"
    )
}

pub fn unknown_side(typed: &str, known: &[RevisionId], lang: Lang) -> String {
    const SHOWN: usize = 5;
    let known = known.iter().take(SHOWN).map(|id| short(id.as_str()));
    let known = list(["in-force", "files"].into_iter().chain(known), lang);
    say!(
        lang,
        "\"{typed}\" is neither a revision, nor a directory with a workspace, nor a calendar file (.toml, .ics). Choose from: {known}",
        "「{typed}」は、リビジョン、作業ディレクトリ、カレンダーファイル（.toml、.ics）のいずれでもありません。次から選んでください：{known}"
    )
}

pub fn ambiguous_side(typed: &str, found: &[RevisionId], lang: Lang) -> String {
    let found = list(found, lang);
    say!(
        lang,
        "several revisions begin with \"{typed}\": {found}. Type more of the one you mean",
        "「{typed}」で始まるリビジョンが複数あります：{found}。続きの文字も入力してください。"
    )
}

/// The question before a revision is accepted; yes is `y`.
pub fn ask_accept(lang: Lang) -> String {
    say!(lang, "Put the files in force as they are? (y/n)", "現在のファイルを採用しますか？（y/n）")
}

pub fn not_accepted(lang: Lang) -> String {
    say!(lang, "nothing was changed", "何も変更していません")
}

/// Everything that differs, a line each, under headings; the gravest first.
pub fn lines(diff: &PlanDiff, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    let mut section = |heading: String, rows: Vec<String>| {
        if !rows.is_empty() {
            lines.extend([String::new(), heading]);
            lines.extend(rows.into_iter().map(|row| format!("  {row}")));
        }
    };
    let events = diff.events.iter().map(|change| event(change, diff, lang)).collect();
    section(say!(lang, "Events", "イベント"), events);
    if !diff.moved_targets.is_empty() {
        let targets = list(&diff.moved_targets, lang);
        let row = say!(
            lang,
            "{targets}: held now, and dropped or pointed elsewhere; waits for `standto plan accept`, and is given back where it was when its windows end",
            "{targets}：変更中の対象の指す先が変わるか、なくなります。`standto plan accept` が必要です。変更済みの設定は、期間の終了時に元の場所で元に戻します"
        );
        section(say!(lang, "Targets", "対象"), vec![row]);
    }
    for gravity in Gravity::ALL.iter().rev() {
        let rows: Vec<&WindowChange> = diff.windows.iter().filter(|change| change.gravity() == *gravity).collect();
        let (heading, count) = (gravity.term(lang), rows.len());
        let heading = say!(lang, "Windows, {heading} ({count})", "期間：{heading}（{count}件）");
        section(heading, rows.into_iter().map(|change| window(change, lang)).collect());
    }
    section(say!(lang, "Days", "日数"), diff.days.iter().map(|row| days(row, lang)).collect());
    let note = |note: &Note| super::cli::short_note(note, lang);
    section(say!(lang, "New notes", "新しい注記"), diff.notes_new.iter().map(note).collect());
    section(say!(lang, "Notes no longer given", "なくなった注記"), diff.notes_gone.iter().map(note).collect());
    lines
}

/// One thing about an event, and what it does to windows.
fn event(change: &EventChange, diff: &PlanDiff, lang: Lang) -> String {
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
            let at = time(at, lang);
            say!(lang, "new, {at}", "新規、{at}")
        }
        EventAlteration::Vanished { at } => {
            let at = time(at, lang);
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
            let (from, to) = (recurrence(from.as_ref(), lang), recurrence(to.as_ref(), lang));
            say!(lang, "repeats otherwise: {to}, before {from}", "繰返しを {from} から {to} に変更")
        }
    }
}

fn both<'a>(from: &'a Text, to: &'a Text, lang: Lang) -> (&'a str, &'a str) {
    // A correction in the other language alone is shown in that one.
    if from.get(lang) == to.get(lang) {
        let other = match lang {
            Lang::En => Lang::Ja,
            Lang::Ja => Lang::En,
        };
        return (from.get(other), to.get(other));
    }
    (from.get(lang), to.get(lang))
}

fn parties(parties: &[String], lang: Lang) -> String {
    if parties.is_empty() { say!(lang, "none given", "指定なし") } else { list(parties, lang) }
}

fn recurrence(recurrence: Option<&Recurrence>, lang: Lang) -> String {
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
    let (was, is) = (time(from, lang), time(to, lang));
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
fn time(time: &EventTime, lang: Lang) -> String {
    let zone = match &time.zone {
        EventZone::Known(zone) | EventZone::Guessed(zone) => zone.name().to_owned(),
        EventZone::Unknown => say!(lang, "zone unknown", "タイムゾーン不明"),
    };
    let shown = |at: &LocalDateTime| format!("{} {}", at.date(), at.time());
    let (from, until) = match &time.when {
        When::Timed { start, end } => (shown(start), shown(end)),
        When::AllDay { first, last } => (first.to_string(), last.to_string()),
    };
    if from == until {
        format!("{from} {zone}")
    } else {
        say!(lang, "{from} to {until} ({zone})", "{from}〜{until}（{zone}）")
    }
}

/// One window: which, what is otherwise, where it stands, what that does.
pub fn window(change: &WindowChange, lang: Lang) -> String {
    const SHOWN: usize = 4;
    let (id, title) = (&change.window, change.title.get(lang));
    let mut what: Vec<String> = change.what.iter().take(SHOWN).map(|what| alteration(what, &change.zone, lang)).collect();
    let more = change.what.len().saturating_sub(SHOWN);
    if more > 0 {
        what.push(say!(lang, "{more} more", "ほか{more}件"));
    }
    let what = list(what, lang);
    let standing = change.standing.term(lang);
    let effects: Vec<String> = change.effects.iter().map(|of| effect(*of, &change.zone, lang)).collect();
    let does = match lang {
        Lang::En => effects.join(", "),
        Lang::Ja => effects.join("。"),
    };
    let mut line = say!(lang, "{id} “{title}”: {what}; {standing}: {does}", "{id}「{title}」：{what}。{standing}：{does}");
    if let Some(was) = &change.was {
        line.push_str(&say!(lang, "; was {was}", "。元の期間は {was}"));
    }
    if change.needs_acceptance {
        line.push_str(&say!(lang, "; waits for `standto plan accept`", "。`standto plan accept` が必要です"));
    }
    line
}

/// What is otherwise about a window.
#[expect(clippy::too_many_lines, reason = "one arm for each kind")]
pub fn alteration(what: &Alteration, zone: &Zone, lang: Lang) -> String {
    match what {
        Alteration::Added { at } => {
            let at = span(at, zone, lang);
            say!(lang, "new, {at}", "新規、{at}")
        }
        Alteration::Dropped { at } => {
            let at = span(at, zone, lang);
            say!(lang, "no longer asked for, was {at}", "不要となった（元は {at}）")
        }
        Alteration::Moved { from, to } => {
            let (from, to) = (span(from, zone, lang), span(to, zone, lang));
            if from == to {
                return say!(lang, "{to} as before", "{to}（変更なし）");
            }
            say!(lang, "{to}, before {from}", "{from} から {to} に変更")
        }
        Alteration::Scope { from, to } => {
            let (from, to) = (scope(from, lang), scope(to, lang));
            say!(lang, "for {to}, before for {from}", "適用先を {from} から {to} に変更")
        }
        Alteration::Settings { target, playbook, measure, set } => {
            let set = list(set.iter().map(|change| setting(change, lang)), lang);
            let set = if set.is_empty() { say!(lang, "nothing set", "設定なし") } else { set };
            say!(lang, "{target}: {set} (measure {measure} of {playbook})", "{target}：{set}（{playbook} の措置 {measure}）")
        }
        Alteration::TaskAdded { playbook, measure } => {
            say!(lang, "new task {measure} of {playbook}", "タスク追加 {measure}（{playbook}）")
        }
        Alteration::TaskDropped { playbook, measure } => {
            say!(lang, "without the task {measure} of {playbook}", "タスク削除 {measure}（{playbook}）")
        }
        Alteration::TaskReworded { playbook, measure } => {
            say!(
                lang,
                "task {measure} of {playbook} reworded or for somebody else",
                "タスクの文面または担当の変更 {measure}（{playbook}）"
            )
        }
        Alteration::Join { control, name, from, to } => {
            let (from, to) = (join(from.as_ref(), lang), join(to.as_ref(), lang));
            say!(
                lang,
                "{control} {name} joins by {to}, before by {from}",
                "種類 {control} の {name} の合わせ方を {from} から {to} に変更"
            )
        }
        Alteration::ApprovalsNeeded { from, to } => {
            say!(lang, "needs {to} approvals, before {from}", "必要な承認を{from}名から{to}名に変更")
        }
        Alteration::Preconditions { target, measure } => {
            say!(lang, "other preconditions of {measure} on {target}", "{target} の措置 {measure} の前提条件の変更")
        }
        Alteration::Renamed { from, to } => {
            let (from, to) = both(from, to, lang);
            say!(lang, "title corrected from “{from}” to “{to}”", "名称を「{from}」から「{to}」に変更")
        }
        Alteration::OrderBy { measures } => {
            let measures = list(measures, lang);
            say!(lang, "other dates to order by: {measures}", "手配期限の変更：{measures}")
        }
        Alteration::Hours { from, to } => {
            let (from, to) = (format!("{from:.1}"), format!("{to:.1}"));
            say!(lang, "{to} analyst hours, before {from}", "分析担当の工数を{from}時間から{to}時間に変更")
        }
        Alteration::Rehearsals { from, to } => {
            let named = |list_of: &[crate::model::ScenarioId]| {
                if list_of.is_empty() { say!(lang, "none", "なし") } else { list(list_of, lang) }
            };
            let (from, to) = (named(from), named(to));
            say!(lang, "scenarios to rehearse: {to}, before {from}", "演習すべきシナリオを {from} から {to} に変更")
        }
    }
}

fn span(bounds: &Bounds, zone: &Zone, lang: Lang) -> String {
    let shown = |at: Timestamp| {
        let local = zone.local(at);
        format!("{} {}", local.date(), local.time())
    };
    let (from, until, zone) = (shown(bounds.from), shown(bounds.until), zone.name());
    say!(lang, "{from} to {until} ({zone})", "{from}〜{until}（{zone}）")
}

fn scope(scope: &Scope, lang: Lang) -> String {
    match scope {
        Scope::Everyone => say!(lang, "everyone", "全員"),
        Scope::Group(group) => say!(lang, "the group {group}", "グループ {group}"),
    }
}

fn setting(change: &SettingChange, lang: Lang) -> String {
    let name = &change.name;
    match (&change.from, &change.to) {
        (Some(from), Some(to)) => say!(lang, "{name} = {to}, before {from}", "{name} を {from} から {to} に変更"),
        (None, Some(to)) => say!(lang, "{name} = {to}, before not set", "{name} を新たに {to} に設定"),
        (Some(from), None) => say!(lang, "{name} no longer set, before {from}", "{name} を設定しない（元は {from}）"),
        (None, None) => name.to_string(),
    }
}

fn join(join: Option<&Join>, lang: Lang) -> String {
    match join {
        None => say!(lang, "nothing", "指定なし"),
        Some(Join::Max) => "max".to_owned(),
        Some(Join::Min) => "min".to_owned(),
        Some(Join::Union) => "union".to_owned(),
        Some(Join::Order(words)) => format!("[{}]", words.join(", ")),
    }
}

/// What it does to a window.
pub fn effect(effect: Effect, zone: &Zone, lang: Lang) -> String {
    match effect {
        Effect::Nothing => say!(lang, "nothing to do", "対応は不要です"),
        Effect::ApprovalStays => say!(lang, "its approvals stay", "承認は有効なままです"),
        Effect::Asks { have, need } => {
            say!(lang, "asks for approval ({have} of {need})", "承認が必要です（{have}／{need}名）")
        }
        Effect::AtOnce => say!(lang, "takes effect at once", "直ちに適用されます"),
        Effect::StartsLate { from } => {
            let from = zone.show(from);
            say!(lang, "starts late, its start {from} has passed", "開始時刻 {from} を過ぎているため、遅れて始まります")
        }
        Effect::Lapses { lost, need } => say!(
            lang,
            "approvals given lapse ({lost}), it is asked for again ({need} needed)",
            "承認{lost}件は失効し、改めて{need}名の承認が必要です"
        ),
        Effect::Withdrawn { lost } => {
            say!(lang, "approvals given lapse ({lost}), nothing is asked for", "承認{lost}件は失効し、改めての承認は求めません")
        }
        Effect::TakenBack { have, need } => say!(
            lang,
            "what it holds is taken back until it has its approvals ({have} of {need})",
            "承認がそろうまで設定は元に戻されます（{have}／{need}名）"
        ),
        Effect::DecideBefore { until, have, need } => {
            let until = zone.show(until);
            say!(
                lang,
                "what is asked for now has to be approved before {until} ({have} of {need})",
                "新たな内容は {until} までに承認の要否を判断してください（{have}／{need}名）"
            )
        }
        Effect::Contested { until } => {
            let until = zone.show(until);
            say!(
                lang,
                "contested, holds as it is until its recorded end {until}",
                "要判断となり、記録済みの終了時刻 {until} まで現状のまま続きます"
            )
        }
    }
}

fn days(row: &DaysChange, lang: Lang) -> String {
    let DaysChange { quarter, level, from, to, budget } = row;
    let level = Level::term(level, lang);
    match budget {
        None => say!(lang, "{quarter}, {level}: {to} days, before {from}", "{quarter}、{level}：{from}日から{to}日に変更"),
        Some(budget) => say!(
            lang,
            "{quarter}, {level}: {to} days of {budget}, before {from}",
            "{quarter}、{level}：{from}日から{to}日に変更（予算{budget}日）"
        ),
    }
}

#[cfg(test)]
mod tests;
