//! The words of players' pages.

use super::refusals::refusal as refused;
use super::say;
use super::terms::Term as _;
use crate::model::{Lang, MilestoneStatus, Refusal};
use crate::time::Elapsed;

/// Label and words, for the templates under `templates/player/`.
pub fn words(lang: Lang) -> Vec<(&'static str, String)> {
    vec![
        ("marking", say!(lang, "EXERCISE EXERCISE EXERCISE", "【演習・演習・演習】")),
        ("colon", say!(lang, ": ", "：")),
        ("contact", say!(lang, "Questions about this exercise", "演習に関する問合せ先")),
        ("exercise_time", say!(lang, "Exercise time", "想定時刻")),
        ("inbox", say!(lang, "Your messages", "受信一覧")),
        ("look_again", say!(lang, "Look for new messages", "新着を確認")),
        (
            "nothing_yet",
            say!(
                lang,
                "Nothing has come in yet. Look again in a while.",
                "まだ届いていません。しばらくしてから再度ご確認ください。"
            ),
        ),
        ("milestones", say!(lang, "Milestones of your organisation", "貴組織のマイルストーン")),
        ("from", say!(lang, "From", "差出人")),
        ("attachment", say!(lang, "Attachment", "添付")),
        ("your_answer", say!(lang, "Your answer", "回答")),
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
        ("send_answer", say!(lang, "Send answer", "回答を送信")),
        ("play_is_over", play_is_over(lang)),
        ("not_taken", say!(lang, "This was not recorded", "記録されませんでした")),
        (
            "draft",
            say!(lang, "What you wrote; copy it if you still need it:", "入力された内容です。必要に応じて控えてください。"),
        ),
    ]
}

/// The state of one message in the list. Whether it was read is not known; only what the player says.
pub fn message_state(is_acknowledged: bool, is_answered: bool, lang: Lang) -> String {
    match (is_acknowledged, is_answered) {
        (_, true) => say!(lang, "answered", "回答済み"),
        (true, false) => say!(lang, "acknowledged", "受領済み"),
        (false, false) => say!(lang, "not acknowledged yet", "受領確認待ち"),
    }
}

/// A milestone's deadline on the exercise clock, and what wall clocks will show then.
pub fn due(at: Elapsed, wall: Option<&str>, lang: Lang) -> String {
    match wall {
        Some(wall) => say!(lang, "due {at} ({wall})", "期限 {at}（{wall}）"),
        None => say!(lang, "due {at}", "期限 {at}"),
    }
}

/// Where a milestone stands; one that is open past its deadline is overdue.
pub fn milestone_state(status: MilestoneStatus, is_past: bool, lang: Lang) -> String {
    match status {
        MilestoneStatus::Pending | MilestoneStatus::AtRisk if is_past => say!(lang, "overdue", "期限超過"),
        MilestoneStatus::Pending
        | MilestoneStatus::AtRisk
        | MilestoneStatus::Met
        | MilestoneStatus::Late
        | MilestoneStatus::Missed
        | MilestoneStatus::Rejected => status.term(lang).to_owned(),
    }
}

/// Why what a player sent was not recorded. Players have no command line.
pub fn not_taken(refusal: &Refusal, lang: Lang) -> String {
    if let Refusal::WrongPhase { .. } = refusal { play_is_over(lang) } else { refused(refusal, lang) }
}

/// What came is not what the page's form sends.
pub fn unreadable(lang: Lang) -> String {
    say!(
        lang,
        "It did not arrive whole. Write your answer below and send it again.",
        "送信内容を正しく受け取れませんでした。下の欄に入力し、もう一度送信してください。"
    )
}

fn play_is_over(lang: Lang) -> String {
    say!(lang, "This exercise is over; answers are closed.", "この演習は終了しました。回答の受付は締め切りました。")
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ExercisePhase;

    #[test]
    fn every_word_of_the_pages_is_in_both_languages() {
        for ((key, en), (same, ja)) in words(Lang::En).into_iter().zip(words(Lang::Ja)) {
            assert_eq!(key, same);
            assert!(en.is_ascii() && !ja.is_ascii(), "{key}: {en} / {ja}");
        }
    }

    #[test]
    fn a_milestone_past_its_deadline_is_overdue_until_it_is_decided() {
        let said = |status, is_past| milestone_state(status, is_past, Lang::En);
        assert_eq!(said(MilestoneStatus::AtRisk, false), "at risk");
        assert_eq!(said(MilestoneStatus::AtRisk, true), "overdue");
        assert_eq!(said(MilestoneStatus::Met, true), "met");
    }

    #[test]
    fn players_are_never_sent_to_the_command_line() {
        let refusal = Refusal::WrongPhase { exercise: "spring".to_owned(), phase: ExercisePhase::Ended };
        for lang in Lang::ALL {
            let said = not_taken(&refusal, lang);
            assert!(!said.contains("standto") && !said.contains('`'), "{said}");
        }
    }
}
