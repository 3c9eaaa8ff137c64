//! What the files and the plan made of them need: faults, notes, approvals, acceptance.

use crate::model::{Altered, Lang, Note};
use crate::text::terms::Term as _;
use crate::text::{alterations, notes, say};
use crate::time::Zone;

pub fn fault_count(count: usize, lang: Lang) -> String {
    let count = faults_in_words(count, lang);
    say!(lang, "{count}; nothing was changed", "{count}あります。何も変更していません。")
}

/// A note on one line, with the place it comes from.
pub fn short_note(note: &Note, lang: Lang) -> String {
    let (severity, words) = (note.severity.term(lang), notes::note(&note.code, lang));
    match &note.place {
        Some(place) => say!(lang, "{severity}: {words} ({place})", "{severity}：{words} [{place}]"),
        None => say!(lang, "{severity}: {words}", "{severity}：{words}"),
    }
}

/// Events, playbooks, scenarios, exercises.
pub fn clean(counts: [usize; 4], lang: Lang) -> String {
    let [events, playbooks, scenarios, exercises] = counts;
    let of = |number: usize, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
    let (event, playbook) = (of(events, "event"), of(playbooks, "playbook"));
    let (scenario, exercise) = (of(scenarios, "scenario"), of(exercises, "exercise"));
    say!(
        lang,
        "no faults: {event}, {playbook}, {scenario}, {exercise}",
        "誤りはありません：イベント{events}件、プレイブック{playbooks}件、シナリオ{scenarios}件、演習{exercises}件"
    )
}

pub fn no_windows(lang: Lang) -> String {
    say!(
        lang,
        "nothing to stand to for in this range; `standto calendar list` shows the events, the [[policy]] rules of standto.toml say which of them call for a level",
        "この範囲に備えるべき期間はありません。イベントは `standto calendar list` で確認でき、どのイベントで態勢を上げるかは standto.toml の [[policy]] で定めます。"
    )
}

pub fn approvals_wait(count: usize, lang: Lang) -> String {
    say!(
        lang,
        "{count} windows wait for approval and are not applied without it; `standto posture status` shows the next ones, `standto posture approve WINDOW` approves one",
        "承認待ちの期間が{count}件あります。承認されるまで適用されません。直近のものは `standto posture status` で確認し、`standto posture approve 期間ID` で承認してください。"
    )
}

pub fn reminder_count(count: usize, lang: Lang) -> String {
    if count == 1 {
        return say!(
            lang,
            "1 event opens no window, because its date is vague or it is rumoured; a note names it",
            "日付が曖昧、または未確認情報のため期間を設けないイベントが1件あります（注記を参照）"
        );
    }
    say!(
        lang,
        "{count} events open no window, because their date is vague or they are rumoured; the notes name them",
        "日付が曖昧、または未確認情報のため期間を設けないイベントが{count}件あります（注記を参照）"
    )
}

pub fn accept_waits(altered: &[Altered], zone: &Zone, lang: Lang) -> String {
    let lines = altered.iter().map(|altered| alterations::altered(altered, zone, lang));
    let windows = lines.collect::<Vec<_>>().join("\n");
    say!(
        lang,
        "the files were changed in a way that a person must accept first, with `standto plan accept`; until then the earlier revision stays in force. What accepting does:\n{windows}",
        "ファイルの変更には `standto plan accept` による確認が必要です。それまでは以前のリビジョンが有効です。採用した場合の影響：\n{windows}"
    )
}

pub fn files_newer(lang: Lang) -> String {
    say!(
        lang,
        "the files were changed since the revision that is shown here; `standto serve`, or the next command that changes something, puts them in force",
        "ここに示すリビジョンより後にファイルが変更されています。`standto serve` または次の変更操作で、現在のファイルが有効になります。"
    )
}

pub fn files_faulty(faults: usize, lang: Lang) -> String {
    let count = faults_in_words(faults, lang);
    say!(
        lang,
        "the files have {count}, so the last revision without any is in force; `standto check` shows them all",
        "ファイルに{count}あるため、誤りのない直近のリビジョンが有効です。`standto check` ですべて確認できます。"
    )
}

/// `1 fault`, `誤りが2件`.
pub(super) fn faults_in_words(count: usize, lang: Lang) -> String {
    if count == 1 { say!(lang, "1 fault", "誤りが1件") } else { say!(lang, "{count} faults", "誤りが{count}件") }
}

pub fn old_revision_stays(lang: Lang) -> String {
    say!(
        lang,
        "the last revision without faults stays in force; mend the files and they are read again within 15 seconds",
        "誤りのない直近のリビジョンが引き続き有効です。ファイルを直せば15秒以内に読み直します。"
    )
}
