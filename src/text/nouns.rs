//! Words for what faults speak of: kinds of tables, types of values, reasons. The codes carry machine words.

use super::say;
use super::terms::Term as _;
use crate::model::{CalendarProblem, Lang};

/// A kind of thing, as files name it.
pub(super) fn kind(kind: &str, lang: Lang) -> String {
    match kind {
        "event" => say!(lang, "event", "イベント"),
        "policy" => say!(lang, "policy", "規則（policy）"),
        "connector" => say!(lang, "connector", "接続先（connector）"),
        "webhook" => say!(lang, "webhook", "ウェブフック"),
        "group" => say!(lang, "group", "グループ"),
        "person" => say!(lang, "person", "担当者"),
        "approver" => say!(lang, "approver", "承認者"),
        "playbook" => say!(lang, "playbook", "プレイブック"),
        "measure" => say!(lang, "measure", "措置"),
        "setting" => say!(lang, "setting", "設定項目"),
        "scenario" => say!(lang, "scenario", "シナリオ"),
        "part" => say!(lang, "part", "役（part）"),
        "team" => say!(lang, "team", "チーム"),
        "objective" => say!(lang, "objective", "演習目的（objective）"),
        "scene" => say!(lang, "scene", "場面"),
        "inject" => say!(lang, "inject", "状況付与"),
        "artefact" => say!(lang, "artefact", "資料（artefact）"),
        "milestone" => say!(lang, "milestone", "マイルストーン"),
        "gate" => say!(lang, "gate field", "達成要件（gate）"),
        "exercise" => say!(lang, "exercise", "演習"),
        "organisation" => say!(lang, "organisation", "組織"),
        "player" => say!(lang, "player", "参加者"),
        other => other.to_owned(),
    }
}

/// A type of value, with its article.
pub(super) fn value(value: &str, lang: Lang) -> String {
    match value {
        "string" => say!(lang, "a string", "文字列"),
        "integer" => say!(lang, "an integer", "整数"),
        "float" => say!(lang, "a number with a fraction", "小数"),
        "number" => say!(lang, "a number that is not negative", "0以上の数値"),
        "boolean" => say!(lang, "true or false", "true または false"),
        "date" => say!(lang, "a date", "日付"),
        "date-time" => say!(lang, "a date with a time", "時刻付きの日付"),
        "datetime" => say!(lang, "a date or date-time", "日付または日時"),
        "array" => say!(lang, "a list", "リスト"),
        "table" => say!(lang, "a table", "テーブル"),
        "tables" => say!(lang, "a list of tables", "テーブルのリスト"),
        "text" => say!(lang, "a string, or a table with `en` and `ja`", "文字列、または `en` と `ja` を持つテーブル"),
        "setting" => say!(
            lang,
            "a string, an integer, true or false, or a list of strings",
            "文字列、整数、true / false、文字列のリストのいずれか"
        ),
        "join" => say!(
            lang,
            "one of the words `max`, `min`, `union`, or a list of words from loosest to strictest",
            "`max`、`min`、`union` のいずれか、または緩い順に並べた単語のリスト"
        ),
        other => other.to_owned(),
    }
}

/// How to write a table or value of this type.
pub(super) fn example(value: &str) -> Option<&'static str> {
    match value {
        "string" => Some("\"…\""),
        "integer" => Some("3"),
        "number" => Some("1.5"),
        "boolean" => Some("true"),
        "date" | "datetime" => Some("2027-06-14"),
        "date-time" => Some("2027-06-14T09:00:00"),
        "array" => Some("[\"…\", \"…\"]"),
        "table" => Some("{ … }"),
        "tables" => Some("[{ … }, { … }]"),
        "text" => Some("{ en = \"…\", ja = \"…\" }"),
        _ => None,
    }
}

/// Why a file could not be read.
pub(super) fn unreadable(why: &str, lang: Lang) -> String {
    match why {
        "permission-denied" => say!(lang, "permission denied", "アクセス権がありません"),
        "not-a-file" => {
            say!(
                lang,
                "it is a directory or a device, not a file",
                "通常のファイルではありません（ディレクトリまたはデバイス）"
            )
        }
        "dangling-link" => say!(lang, "the link leads nowhere", "リンク先が存在しません"),
        "name-not-text" => say!(lang, "its name is not UTF-8", "ファイル名がUTF-8ではありません"),
        other => other.to_owned(),
    }
}

/// Why a calendar, or a rule of one, cannot be used.
pub(super) fn calendar(why: &str, lang: Lang) -> String {
    CalendarProblem::from_word(why).map_or_else(|| why.to_owned(), |problem| problem.term(lang).to_owned())
}

/// Words to choose from, each quoted, not more than a dozen.
pub(super) fn choices(words: &[String], lang: Lang) -> String {
    const SHOWN: usize = 12;
    let shown: Vec<String> = words.iter().take(SHOWN).map(|word| format!("`{word}`")).collect();
    let list = match lang {
        Lang::En => shown.join(", "),
        Lang::Ja => shown.join("、"),
    };
    match words.len().checked_sub(SHOWN) {
        None | Some(0) => list,
        Some(more) => say!(lang, "{list} and {more} more", "{list} ほか{more}件"),
    }
}
