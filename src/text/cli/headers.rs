//! Column heads of tables.

use crate::model::Lang;
use crate::text::say;

fn heads<const N: usize>(en: [&str; N], ja: [&str; N], lang: Lang) -> Vec<String> {
    match lang {
        Lang::En => en.map(str::to_owned).to_vec(),
        Lang::Ja => ja.map(str::to_owned).to_vec(),
    }
}

pub fn calendar_header(lang: Lang) -> Vec<String> {
    heads(
        ["from", "until", "event", "class", "certainty", "date known"],
        ["開始", "終了", "イベント", "種別", "確度", "日付の精度"],
        lang,
    )
}

pub fn windows_header(lang: Lang) -> Vec<String> {
    heads(["window", "level", "from", "until", "state", "approvals"], ["期間ID", "態勢", "開始", "終了", "状態", "承認"], lang)
}

pub fn ledger_header(lang: Lang) -> Vec<String> {
    heads(["target", "state", "settings", "verified", "ends"], ["対象", "状態", "設定", "検証", "終了"], lang)
}

pub fn tasks_header(lang: Lang) -> Vec<String> {
    heads(["window", "open task", "asked"], ["期間ID", "未完了のタスク", "依頼日時"], lang)
}

pub fn principals_header(lang: Lang) -> Vec<String> {
    heads(["id", "name", "roles", "token expires", "state"], ["ID", "氏名", "役割", "トークン期限", "状態"], lang)
}

pub fn milestones_header(lang: Lang) -> Vec<String> {
    heads(
        ["organisation", "milestone", "due", "status", "met", "id: evidence fields"],
        ["組織", "マイルストーン", "期限", "状況", "達成", "ID:根拠の項目"],
        lang,
    )
}

pub fn exercises_header(lang: Lang) -> Vec<String> {
    heads(
        ["id", "exercise", "scenario", "organisations", "players", "latest run"],
        ["ID", "演習", "シナリオ", "組織数", "参加者数", "直近の実施"],
        lang,
    )
}

pub fn script_header(lang: Lang) -> Vec<String> {
    heads(
        ["inject", "when", "subject", "recipients", "expected response"],
        ["状況付与", "時刻", "件名", "宛先", "期待行動"],
        lang,
    )
}

pub fn next_header(lang: Lang) -> Vec<String> {
    heads(["next", "inject", "organisation", "subject"], ["次の時刻", "状況付与", "組織", "件名"], lang)
}

pub fn organisations_header(lang: Lang) -> Vec<String> {
    heads(
        ["organisation", "sent / waiting / failed or uncertain", "acknowledged / answers", "milestones"],
        ["組織", "送信済み/送信待ち/失敗・送達不明", "受領確認/回答", "マイルストーン"],
        lang,
    )
}

pub fn open_deliveries_header(lang: Lang) -> Vec<String> {
    heads(["delivery", "inject", "player", "state", "attempts"], ["配信キー", "状況付与", "参加者", "状態", "試行回数"], lang)
}

pub fn doctor_header(lang: Lang) -> Vec<String> {
    heads(["", "check", "finding"], ["", "点検項目", "結果"], lang)
}

/// How many of how many.
pub fn of(have: u32, need: u32, lang: Lang) -> String {
    if need == 0 {
        return say!(lang, "none needed", "不要");
    }
    say!(lang, "{have} of {need}", "{need}名中{have}名")
}

pub fn quarters_header(lang: Lang) -> Vec<String> {
    heads(["quarter", "level", "days", "budget"], ["四半期", "態勢", "日数", "予算"], lang)
}
