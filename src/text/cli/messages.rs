//! Sentences: what failed, what was done, what waits.

use crate::model::{ExercisePoint, Lang};
use crate::text::say;
use crate::time::Elapsed;

pub fn failed(why: &str, lang: Lang) -> String {
    say!(lang, "failed: {why}", "失敗しました：{why}")
}

pub fn refused(why: &str, lang: Lang) -> String {
    say!(lang, "refused: {why}", "拒否：{why}")
}

pub fn engine_failed(why: &str, lang: Lang) -> String {
    say!(
        lang,
        "the running `standto serve` could not carry it out: {why}. Nothing was changed; its log says more.",
        "稼働中の `standto serve` が処理できませんでした：{why}。変更は行われていません。詳しくはログを確認してください。"
    )
}

pub fn revision_unusable(revision: &str, lang: Lang) -> String {
    say!(
        lang,
        "revision {revision}, which a run or a held target depends on, cannot be read any more; restore a backup or use the version of standto that recorded it",
        "実施中の演習または適用中の対象が依存するリビジョン {revision} を読み取れません。バックアップを復元するか、記録時のバージョンの standto を使ってください。"
    )
}

pub fn key_unusable(why: &str, lang: Lang) -> String {
    say!(
        lang,
        "standto.key, which players' links and the references of handled windows are made with, cannot be read or made ({why}). Mend its permissions and those of the workspace; if it was cut short, move it away: new links are made then, and old ones stop working, and calendars take every window of the feed for a new one",
        "参加者リンクと期間の公開用識別子の鍵 standto.key を読み取れない、または作成できません（{why}）。ファイルとワークスペースの権限を見直してください。鍵が壊れている場合は別の場所へ移すと新しい鍵が作られ、以前のリンクは無効になり、配信先のカレンダーではすべての期間が新しい予定として扱われます。"
    )
}

pub fn no_database(lang: Lang) -> String {
    say!(
        lang,
        "nothing is recorded in this workspace yet; add the first principal with `standto principal add ID --role operator`, or start `standto serve`",
        "このワークスペースにはまだ記録がありません。`standto principal add ID --role operator` で最初の操作者を登録するか、`standto serve` を起動してください。"
    )
}

pub fn serve_silent(pid: Option<u32>, why: &str, lang: Lang) -> String {
    let pid = pid.map_or_else(|| "?".to_owned(), |pid| pid.to_string());
    say!(
        lang,
        "process {pid} holds this workspace but does not answer on its socket ({why}); nothing was changed. If it hangs, end it: it loses nothing",
        "プロセス {pid} がこのワークスペースを使用中ですが、ソケットに応答しません（{why}）。何も変更していません。応答のない状態が続く場合は終了させてください（記録は失われません）"
    )
}

pub fn endex_seen(file: &str, lang: Lang) -> String {
    say!(
        lang,
        "so {file} was written instead: the running engine saw it and has stopped every exercise of this workspace. `standto exercise status EXERCISE` shows it",
        "代わりに {file} を作成しました。稼働中のエンジンがこれを検知し、このワークスペースの全演習を停止しました。`standto exercise status 演習ID` で確認できます。"
    )
}

pub fn endex_written(file: &str, lang: Lang) -> String {
    say!(
        lang,
        "so {file} was written instead, but nobody has seen it yet: an engine that runs stops every exercise as soon as it sees it, one that starts stops them first. To be sure that nothing leaves, end the process",
        "代わりに {file} を作成しましたが、まだ検知されていません。稼働中のエンジンは検知次第、次に起動するエンジンは起動時に、全演習を停止します。確実に送信を止めるにはプロセスを終了させてください。"
    )
}

pub fn not_started(exercise: &str, lang: Lang) -> String {
    say!(
        lang,
        "exercise {exercise} has not started, so there is nothing to report yet",
        "演習 {exercise} はまだ開始されていないため、報告する内容がありません"
    )
}

pub fn written(file: &str, lang: Lang) -> String {
    say!(lang, "written: {file}", "書き込みました：{file}")
}

pub fn cannot_write(file: &str, why: &str, lang: Lang) -> String {
    say!(
        lang,
        "{file} cannot be written ({why}); choose another place or mend its permissions",
        "{file} に書き込めません（{why}）。別の場所を指定するか、権限を見直してください。"
    )
}

pub fn cannot_read(file: &str, why: &str, lang: Lang) -> String {
    say!(lang, "{file} cannot be read ({why})", "{file} を読み取れません（{why}）")
}

pub fn erased(lang: Lang) -> String {
    say!(lang, "(body erased; the chain still covers it)", "（本文は消去済み。ハッシュの連鎖には含まれています）")
}

pub fn backed_up(file: &str, entries: u64, lang: Lang) -> String {
    say!(
        lang,
        "backed up to {file}; its journal of {entries} entries verifies",
        "{file} にバックアップしました。記録簿（{entries}件）は検証済みです。"
    )
}

pub fn restored(file: &str, entries: u64, lang: Lang) -> String {
    say!(
        lang,
        "restored from {file}; the journal of {entries} entries verifies. What happened after that backup is not in it",
        "{file} から復元しました。記録簿（{entries}件）は検証済みです。バックアップ後の出来事は含まれていません。"
    )
}

pub fn restored_paused(exercise: &str, lang: Lang) -> String {
    say!(
        lang,
        "exercise {exercise} ran when the copy was made; it is paused. Messages sent since then may be sent again under the same Message-ID: look at `standto exercise status {exercise}` before `standto exercise resume {exercise}`",
        "演習 {exercise} は複製時に実施中だったため、中断してあります。複製後に送信したメールが同じ Message-ID で再送されることがあります。`standto exercise status {exercise}` を確認してから `standto exercise resume {exercise}` を実行してください。"
    )
}

pub fn rehearsed(directory: &str, lang: Lang) -> String {
    say!(
        lang,
        "rehearsed; nothing left this machine. Database, messages and both reports are in {directory}:",
        "リハーサルが完了しました。外部への送信はありません。データベース、メール、両言語の報告書は {directory} にあります："
    )
}

pub fn serving(address: &str, pid: u32, lang: Lang) -> String {
    say!(
        lang,
        "serving as process {pid}; player pages and /healthz on http://{address}; stop with SIGTERM or Ctrl-C",
        "プロセス {pid} で稼働中です。参加者ページと /healthz は http://{address} にあります。停止するには SIGTERM または Ctrl-C。"
    )
}

pub fn found_uncertain(count: u32, lang: Lang) -> String {
    say!(
        lang,
        "the last stop left {count} messages uncertain: nobody knows whether they went out. `standto exercise status EXERCISE` lists them, `standto exercise decide KEY [--resend]` settles each",
        "前回の停止により、送達不明のメールが{count}件あります。`standto exercise status 演習ID` で一覧を確認し、`standto exercise decide キー [--resend]` で再送の要否を1件ずつ決めてください。"
    )
}

pub fn stopped(lang: Lang) -> String {
    say!(
        lang,
        "stopped; what is due waits in the database for the next start",
        "停止しました。未処理の作業はデータベースに残り、次回の起動時に続行します。"
    )
}

pub fn imported(count: usize, file: &str, lang: Lang) -> String {
    say!(lang, "{count} techniques written to {file}", "{count}件のテクニックを {file} に書き込みました")
}

pub fn revoked(id: &str, living: &str, name: &str, lang: Lang) -> String {
    say!(lang, "{id} is revoked; use {living} {name}", "{id} は失効しています。後継の {living} {name} を使ってください。")
}

pub fn technique_unknown(id: &str, lang: Lang) -> String {
    say!(
        lang,
        "{id} is not in the table that standto ships; `standto attack import FILE` reads all of ATT&CK from MITRE's bundle",
        "{id} は同梱のテクニック表にありません。`standto attack import ファイル` でMITREのSTIXファイルから全件を取り込めます。"
    )
}

/// When a fixed inject goes.
pub fn point(point: &ExercisePoint, lang: Lang) -> String {
    match point {
        ExercisePoint::Offset(at) => say!(lang, "{at}", "{at}"),
        ExercisePoint::Day { day, time } => say!(lang, "day {day} {time} local", "{day}日目 {time}（現地）"),
    }
}

/// When a conditional inject goes.
pub fn conditional(after: Elapsed, lang: Lang) -> String {
    let minutes = after.as_ms() / crate::time::MINUTE_MS;
    say!(lang, "{minutes} min after its condition holds", "条件成立の{minutes}分後")
}

pub fn how_to_decide(lang: Lang) -> String {
    say!(
        lang,
        "`standto exercise decide KEY` lets an uncertain delivery be; with --resend it goes out again under the same Message-ID",
        "送達不明の配信は、`standto exercise decide キー` で「再送しない」と決まり、--resend を付けると同じ Message-ID で再送されます"
    )
}
