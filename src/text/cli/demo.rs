//! Words of `demo`.

use crate::model::{Lang, Text};
use crate::text::say;
use crate::time::Elapsed;

pub fn demo_starts(directory: &str, lang: Lang) -> String {
    say!(
        lang,
        "standto demo, offline. Scratch workspace: {directory}\nIts now is 2026-10-15 09:00 in Tokyo; events, people and addresses are an example's.",
        "standto デモ（オフライン）。使い捨てのワークスペース：{directory}\n現在時刻は2026年10月15日 09:00（東京）とします。イベント、人、アドレスはすべて例示用です。"
    )
}

pub fn demo_plan(lang: Lang) -> String {
    say!(lang, "\n1. The coming twelve months", "\n1. 今後12か月の態勢")
}

pub fn demo_surge(lang: Lang) -> String {
    say!(
        lang,
        "\n2. Stand to for the next event, on a real file: approve, apply, verify, take back",
        "\n2. 次のイベントに備える：承認、適用、検証、復元（実際のファイルで）"
    )
}

pub fn demo_exercise(lang: Lang) -> String {
    say!(
        lang,
        "\n3. A seven-day exercise of four organisations, every mail by SMTP to a sink on loopback",
        "\n3. 4組織による7日間の合同演習（全メールをSMTPでループバックの受信サーバーへ送信）"
    )
}

pub fn demo_report(lang: Lang) -> String {
    say!(lang, "\n4. The after-action report, from recorded facts alone", "\n4. 記録された事実だけから作る演習結果報告書")
}

pub fn demo_done(directory: &str, seconds: f64, lang: Lang) -> String {
    say!(
        lang,
        "\ndone in {seconds:.1} s. Look around: standto -C {directory} journal show; standto -C {directory} exercise status border-2026; standto -C {directory} --now 2026-10-15T09:00 plan --explain",
        "\n{seconds:.1}秒で完了しました。続けて次を試してください。\n  standto -C {directory} journal show\n  standto -C {directory} exercise status border-2026\n  standto -C {directory} --now 2026-10-15T09:00 plan --explain"
    )
}

pub fn month(lang: Lang) -> String {
    say!(lang, "month", "月")
}

pub fn days_by_level(lang: Lang) -> String {
    say!(lang, "days, by the highest level", "日数（その日の最も高い態勢）")
}

pub fn next_windows(listed: usize, all: usize, lang: Lang) -> String {
    say!(lang, "\n{all} windows in all; the next {listed} above watch:", "\n期間は全{all}件。注意態勢を超える次の{listed}件：")
}

pub fn file_is_back(file: &str, is_back: bool, lang: Lang) -> String {
    if is_back {
        say!(lang, "{file} is byte for byte what it was before", "{file} は変更前とバイト単位で同一です")
    } else {
        say!(
            lang,
            "{file} is NOT what it was before; look at `standto posture status`",
            "{file} が変更前と異なります。`standto posture status` を確認してください"
        )
    }
}

pub fn demo_day(day: i64, at: Elapsed, mails: usize, lang: Lang) -> String {
    say!(lang, "  day {day} over ({at}): {mails} mails received so far", "  {day}日目終了（{at}）：受信メール累計{mails}通")
}

pub fn first_mail(subject: &str, to: &str, lang: Lang) -> String {
    say!(lang, "  the first mail as it arrived: to {to}: {subject}", "  最初に届いたメール：宛先 {to}、件名 {subject}")
}

/// What a player of the demo answers.
pub fn demo_reply(subject: &str, lang: Lang) -> String {
    say!(
        lang,
        "Received: {subject}. Logs are saved, the duty officer and the ministry's SOC are informed, next report in two hours.",
        "受領：{subject}。ログを保全し、当直責任者と本省SOCに連絡済み。2時間後に続報を送る。"
    )
}

/// What an organisation of the demo shows for one field of a gate.
pub fn demo_evidence(field: &Text, lang: Lang) -> String {
    let title = field.get(lang);
    say!(lang, "{title}: recorded in the chronology, entries 12 to 31", "{title}：クロノロジー第12〜31項に記載")
}

pub fn demo_rejection(lang: Lang) -> String {
    say!(
        lang,
        "one hypothesis only, no alternative was weighed; show it again",
        "仮説が1つのみで、代替仮説の検討がない。再提出を求める。"
    )
}
