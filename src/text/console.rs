//! The words of players' pages.

use super::say;
use crate::model::Lang;
use crate::time::Elapsed;

/// Label and words, for the templates under `templates/player/`.
pub fn words(lang: Lang) -> Vec<(&'static str, String)> {
    vec![
        ("marking", say!(lang, "EXERCISE EXERCISE EXERCISE", "【演習・演習・演習】")),
        ("colon", say!(lang, ": ", "：")),
        ("contact", say!(lang, "Questions about this exercise", "演習に関する問合せ先")),
        ("exercise_time", say!(lang, "Exercise time", "想定時刻")),
        ("inbox", say!(lang, "Your messages", "受信一覧")),
        (
            "nothing_yet",
            say!(
                lang,
                "Nothing has come in yet. New messages appear here.",
                "まだ届いていません。新しい連絡はここに表示されます。"
            ),
        ),
        ("milestones", say!(lang, "Milestones of your organisation", "貴組織のマイルストーン")),
        ("from", say!(lang, "From", "差出人")),
        ("your_answer", say!(lang, "Your response", "回答")),
        ("acknowledge", say!(lang, "I have read this", "受領しました")),
        ("acknowledged", say!(lang, "Acknowledged", "受領確認")),
        (
            "answer_label",
            say!(
                lang,
                "What you do or decide, and what you report to whom",
                "とった対応・判断と、報告先・報告内容を書いてください"
            ),
        ),
        ("send_answer", say!(lang, "Send response", "回答を送信")),
        (
            "play_is_over",
            say!(lang, "This exercise is over; responses are closed.", "この演習は終了しました。回答の受付は締め切りました。"),
        ),
        ("not_taken", say!(lang, "This was not recorded", "記録されませんでした")),
    ]
}

/// The state of one message in the list.
pub fn message_state(is_acknowledged: bool, is_answered: bool, lang: Lang) -> String {
    match (is_acknowledged, is_answered) {
        (_, true) => say!(lang, "answered", "回答済み"),
        (true, false) => say!(lang, "acknowledged", "受領済み"),
        (false, false) => say!(lang, "new", "未読"),
    }
}

/// A milestone's deadline on the exercise clock.
pub fn due(at: Elapsed, lang: Lang) -> String {
    say!(lang, "due {at}", "期限 {at}")
}

/// A link that is unknown, expired or revoked.
pub fn link_unknown(lang: Lang) -> String {
    say!(
        lang,
        "This link is not valid, or not any more. Ask the contact named in your exercise mail for a new one.",
        "このリンクは無効か、期限が切れています。演習メールに記載の問合せ先に新しいリンクを依頼してください。"
    )
}

/// Something failed on our side.
pub fn try_again(lang: Lang) -> String {
    say!(
        lang,
        "Something went wrong here; nothing you sent was lost if you see it in your messages. Try again in a minute.",
        "システム側で問題が発生しました。送信内容が受信一覧に表示されていれば記録されています。1分ほど待って再度お試しください。"
    )
}
