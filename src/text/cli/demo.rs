//! Words of `demo`.

use crate::model::{Lang, Level, MilestoneStatus};
use crate::text::pieces::count;
use crate::text::say;
use crate::text::terms::Term as _;
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

pub fn demo_done(program: &str, directory: &str, seconds: f64, lang: Lang) -> String {
    say!(
        lang,
        "\ndone in {seconds:.1} s. Open the reports in a browser, then look around:\n  \
         {program} -C {directory} exercise status border-2026\n  \
         {program} -C {directory} journal show --last 20\n  \
         {program} -C {directory} journal verify\n  \
         {program} -C {directory} --now 2026-10-15T09:00 plan --explain\n  \
         {program} -C {directory} --now 2026-10-15T09:00 calendar list",
        "\n{seconds:.1}秒で完了しました。報告書をブラウザーで開き、続けて次を試してください。\n  \
         {program} -C {directory} exercise status border-2026\n  \
         {program} -C {directory} journal show --last 20\n  \
         {program} -C {directory} journal verify\n  \
         {program} -C {directory} --now 2026-10-15T09:00 plan --explain\n  \
         {program} -C {directory} --now 2026-10-15T09:00 calendar list"
    )
}

/// `key`: each level with its shade.
pub fn demo_key(key: &str, lang: Lang) -> String {
    say!(lang, "  each day at its highest level: {key}", "  1日1文字、その日の最も高い態勢：{key}")
}

pub fn next_windows(listed: usize, all: usize, lang: Lang) -> String {
    say!(lang, "  {all} windows in all; the next {listed} above watch:", "  期間は全{all}件。注意態勢を超える次の{listed}件：")
}

pub fn demo_approved(who: &str, level: Level, (have, need): (u32, u32), lang: Lang) -> String {
    let level = level.term(lang);
    say!(lang, "  {who} approves {level} ({have} of {need})", "  {who} が{level}を承認（{have}/{need}名）")
}

pub fn demo_begins(level: Level, lang: Lang) -> String {
    let level = level.term(lang);
    say!(lang, "{level} begins", "{level}を開始")
}

pub fn demo_ends(level: Level, lang: Lang) -> String {
    let level = level.term(lang);
    say!(lang, "{level} ends", "{level}を終了")
}

pub fn demo_as_before(at: &str, lang: Lang) -> String {
    say!(lang, "    the file is again as it was from {at} on", "    ファイルは {at} 時点の内容に戻りました")
}

pub fn demo_verified(target: &str, until: &str, lang: Lang) -> String {
    say!(
        lang,
        "    {target} verified: it holds what the ledger says; to be taken back on {until}",
        "    {target} を検証済み：台帳のとおりです。{until} に元に戻します"
    )
}

pub fn file_is_back(file: &str, is_back: bool, lang: Lang) -> String {
    if is_back {
        say!(lang, "    {file} is byte for byte what it was before", "    {file} は変更前とバイト単位で同一です")
    } else {
        say!(
            lang,
            "    {file} is NOT what it was before; look at `standto posture status`",
            "    {file} が変更前と異なります。`standto posture status` を確認してください"
        )
    }
}

pub fn demo_started(proposer: &str, approver: &str, at: &str, lang: Lang) -> String {
    say!(
        lang,
        "  {proposer} proposes, {approver} approves: it starts at {at}",
        "  {proposer} が申請、{approver} が承認。{at} に開始しました"
    )
}

pub fn demo_day(day: i64, date: &str, [sent, opened, answered]: [usize; 3], lang: Lang) -> String {
    let mails = count(u32::try_from(sent).unwrap_or(u32::MAX), "mail", "mails");
    say!(
        lang,
        "  day {day}, {date}: {mails} delivered, {opened} acknowledged, {answered} answered",
        "  {day}日目（{date}）：送信{sent}通、受領確認{opened}件、回答{answered}件"
    )
}

/// How a milestone stands; None: its deadline passed and nothing was accepted.
pub fn demo_milestone(title: &str, status: Option<MilestoneStatus>, reason: &str, lang: Lang) -> String {
    let Some(status) = status else {
        return say!(lang, "{title}: deadline passed, nothing accepted", "{title}：期限を過ぎたが、受理されたものなし");
    };
    let status = status.term(lang);
    if reason.is_empty() {
        return say!(lang, "{title}: {status}", "{title}：{status}");
    }
    say!(lang, "{title}: {status} ({reason})", "{title}：{status}（{reason}）")
}

pub fn first_mail(lang: Lang) -> String {
    say!(lang, "    the first mail, as it arrived:", "    最初の1通（届いたとおり）：")
}

/// `different`: by their `Message-ID`.
pub fn demo_over(mails: usize, different: usize, lang: Lang) -> String {
    say!(
        lang,
        "  ENDEX. {mails} mails arrived, {different} different ones",
        "  演習終了（ENDEX）。届いたメール{mails}通、うち異なるもの{different}通"
    )
}

pub fn demo_summary_header(lang: Lang) -> Vec<String> {
    let (who, sent) = (say!(lang, "organisation", "組織"), say!(lang, "mails", "送信"));
    vec![who, sent, say!(lang, "acknowledged", "受領確認"), say!(lang, "answered", "回答")]
}

pub fn demo_deadline(due: Elapsed, lang: Lang) -> String {
    say!(lang, "due {due}", "期限{due}")
}
