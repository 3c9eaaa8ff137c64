//! Words for what two plans differ in: events, windows, and what it does to them.

mod events;
mod windows;

use super::pieces::{list, short};
use super::say;
use super::terms::Term as _;
use crate::model::{DaysChange, Gravity, Lang, Level, Note, PlanDiff, RevisionId, Text, WindowChange};

use events::event;
pub use events::event_alteration;
pub(super) use events::{event_time, repeats};
use windows::window;
pub use windows::{alteration, effect};

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
