//! The words of mail: the marking of exercises, the reminder of a task, and what trouble means. Pure.
//!
//! The transport asks for the marking; no template can leave it out.

use super::say;
use super::terms::Term as _;
use crate::model::{Lang, Trouble};

/// What every exercise subject begins with.
pub fn exercise_prefix(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "[EXERCISE]",
        Lang::Ja => "【演習】",
    }
}

/// The first and the last line of every exercise mail.
pub fn exercise_banner(lang: Lang, title: &str, contact: &str) -> String {
    say!(lang, "EXERCISE EXERCISE EXERCISE – {title} – contact: {contact}", "【演習・演習・演習】{title} 問合せ先：{contact}")
}

/// The last line of mail about the service itself.
pub fn service_footer(lang: Lang) -> String {
    say!(lang, "Sent automatically by standto.", "standto から自動送信しています。")
}

/// What the reminder of a task says. Neutral: titles of handled events never stand in it.
#[derive(Clone, Debug)]
pub struct TaskWords<'a> {
    pub operator: &'a str,
    pub name: &'a str,
    pub task: &'a str,
    pub evidence: &'a str,
    /// The window's public title.
    pub occasion: &'a str,
    /// Local times of the reader, with the zone's name.
    pub from: &'a str,
    pub until: &'a str,
    pub due: &'a str,
    pub window: &'a str,
    pub measure: &'a str,
}

pub fn task_subject(lang: Lang, task: &str, due: &str) -> String {
    say!(lang, "To do by {due}: {task}", "【対応依頼】{task}（{due}まで）")
}

pub fn task_body(lang: Lang, words: &TaskWords<'_>) -> String {
    let TaskWords { operator, name, task, evidence, occasion, from, until, due, window, measure } = words;
    let (window, measure) = (quoted(window), quoted(measure));
    say!(
        lang,
        "{name},\n\n{operator} stands to for \"{occasion}\". This is yours to do:\n\n  {task}\n\n\
         From:   {from}\nUntil:  {until}\nDue:    {due}\nShow:   {evidence}\n\n\
         When it is done, record it with what shows it:\n\n\
         \x20 standto posture done {window} {measure} --evidence \"…\"\n\n\
         If you cannot do it in time, tell whoever is on duty now.\n",
        "{name} 様\n\n{operator}では「{occasion}」に備えて態勢を強化します。次の対応をお願いします。\n\n  {task}\n\n\
         開始：{from}\n終了：{until}\n期限：{due}\n完了の根拠：{evidence}\n\n\
         完了したら、根拠を添えて次のコマンドで記録してください。\n\n\
         \x20 standto posture done {window} {measure} --evidence \"…\"\n\n\
         期限に間に合わない場合は、すぐに当直者へ連絡してください。\n"
    )
}

/// What a request for approval says. Neutral: titles of handled events never stand in it.
#[derive(Clone, Debug)]
pub struct ApprovalWords<'a> {
    pub operator: &'a str,
    pub name: &'a str,
    pub level: &'a str,
    /// The window's public title.
    pub occasion: &'a str,
    /// Local times of the reader, with the zone's name.
    pub from: &'a str,
    pub until: &'a str,
    /// How many settings it changes, and how many tasks it asks for.
    pub changes: usize,
    pub tasks: usize,
    pub window: &'a str,
    pub is_escalated: bool,
}

pub fn approval_subject(lang: Lang, from: &str, is_escalated: bool) -> String {
    if is_escalated {
        say!(lang, "Approval still missing, begins {from}", "【至急・承認依頼】{from}開始分が未承認です")
    } else {
        say!(lang, "Approval asked for, begins {from}", "【承認依頼】{from}開始分")
    }
}

pub fn approval_body(lang: Lang, words: &ApprovalWords<'_>) -> String {
    let ApprovalWords { operator, name, level, occasion, from, until, changes, tasks, window, is_escalated } = words;
    let window = quoted(window);
    let why = if *is_escalated {
        say!(
            lang,
            "Nobody has approved it yet, and it begins soon. It is not applied until it is approved.",
            "まだ承認されておらず、開始が近づいています。承認されるまで適用されません。"
        )
    } else {
        say!(lang, "It is applied only when it is approved.", "承認された場合に限り適用されます。")
    };
    say!(
        lang,
        "{name},\n\n{operator} asks for a decision on \"{occasion}\".\n\n\
         Level:   {level}\nFrom:    {from}\nUntil:   {until}\nChanges: {changes}\nTasks:   {tasks}\n\n{why}\n\n\
         See exactly what is asked, then decide:\n\n\
         \x20 standto posture preview {window}\n\x20 standto posture approve {window}\n",
        "{name} 様\n\n{operator}から「{occasion}」に備える態勢の承認を依頼します。\n\n\
         態勢：{level}\n開始：{from}\n終了：{until}\n変更する設定：{changes}件\nタスク：{tasks}件\n\n{why}\n\n\
         次のコマンドで内容を確認してから判断してください。\n\n\
         \x20 standto posture preview {window}\n\x20 standto posture approve {window}\n"
    )
}

/// The word as a shell takes it whole.
fn quoted(word: &str) -> String {
    let is_plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "/-_.:@%+".contains(c));
    if is_plain && !word.is_empty() { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

/// What a recorded trouble means and what to do; a line that is none is shown as it stands.
pub fn recorded(lang: Lang, line: &str) -> String {
    Trouble::parse(line).map_or_else(|| line.to_owned(), |trouble| trouble_said(lang, &trouble))
}

/// What the trouble means and what to do next, with the technical detail.
pub fn trouble_said(lang: Lang, trouble: &Trouble) -> String {
    let (words, detail) = (trouble.kind.term(lang), &trouble.detail);
    if detail.is_empty() { words.to_owned() } else { say!(lang, "{words} ({detail})", "{words}（{detail}）") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TroubleKind;

    #[test]
    fn every_banner_names_title_and_contact() {
        for lang in Lang::ALL {
            let banner = exercise_banner(lang, "Night Heron", "+81 3 0000 0000");
            assert!(banner.contains("Night Heron") && banner.contains("+81 3 0000 0000"), "{banner}");
            assert!(!exercise_prefix(lang).is_empty());
        }
    }

    #[test]
    fn a_reminder_says_how_to_answer() {
        let words = TaskWords {
            operator: "Ministry",
            name: "Sato",
            task: "Call the duty roster",
            evidence: "Photograph",
            occasion: "Maintenance window 12",
            from: "2026-10-20T09:00 Asia/Tokyo",
            until: "2026-10-25T09:00 Asia/Tokyo",
            due: "2026-10-21T09:00 Asia/Tokyo",
            window: "talks/2026-10-20T09:00/talks/watch",
            measure: "call it",
        };
        for lang in Lang::ALL {
            let body = task_body(lang, &words);
            assert!(body.contains("standto posture done talks/2026-10-20T09:00/talks/watch 'call it' --evidence"), "{body}");
        }
    }

    #[test]
    fn recorded_trouble_is_said_and_other_lines_stay() {
        let line = Trouble::new(TroubleKind::NotAllowed, "a@b.example").to_string();
        assert!(recorded(Lang::Ja, &line).contains("許可リスト"));
        assert!(recorded(Lang::En, &line).contains("allow-list") && recorded(Lang::En, &line).contains("a@b.example"));
        assert_eq!(recorded(Lang::En, "450 busy"), "450 busy");
    }
}
