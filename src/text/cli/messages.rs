//! Sentences: what went wrong with what was typed, what was done, what waits.

use crate::model::{Altered, ExercisePoint, Lang, Note};
use crate::text::terms::Term as _;
use crate::text::{alterations, notes, say};
use crate::time::{Elapsed, Zone};

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
        "standto.key, which players' links are made with, cannot be read or made ({why}). Mend its permissions and those of the workspace; if it was cut short, move it away: new links are made then, and old ones stop working",
        "参加者リンクの鍵 standto.key を読み取れない、または作成できません（{why}）。ファイルとワークスペースの権限を見直してください。鍵が壊れている場合は別の場所へ移すと新しい鍵が作られ、以前のリンクは無効になります。"
    )
}

pub fn bad_instant(text: &str, lang: Lang) -> String {
    say!(
        lang,
        "{text:?} is no instant; write 2026-10-15T09:00 for local time in the workspace's zone, or RFC 3339 as 2026-10-15T00:00:00Z",
        "{text:?} は日時ではありません。ワークスペースのタイムゾーンでの現地時刻は 2026-10-15T09:00、RFC 3339 は 2026-10-15T00:00:00Z のように書いてください。"
    )
}

pub fn now_is_for_reading(lang: Lang) -> String {
    say!(
        lang,
        "--now is for reading only: a change is always made at the present instant; leave --now out",
        "--now は参照専用です。変更は常に現在時刻で行われるため、--now を外してください。"
    )
}

pub fn format_is_of_plan(format: &str, lang: Lang) -> String {
    say!(
        lang,
        "this command cannot print {format}; only `standto plan` can. Use --format human or json",
        "このコマンドは {format} で出力できません。{format} は `standto plan` 専用です。--format には human または json を指定してください。"
    )
}

pub fn titles_are_of_svg(lang: Lang) -> String {
    say!(
        lang,
        "--titles is for --format svg: calendar feeds always have public titles, and what is printed for you has them all",
        "--titles は --format svg 専用です。カレンダー配信の名称は常に公開用、画面とJSONの出力は常にすべての名称を含みます。"
    )
}

pub fn bad_language(tag: &str, lang: Lang) -> String {
    say!(
        lang,
        "{tag:?} is no language standto speaks; use en or ja",
        "{tag:?} は使えない言語です。en または ja を指定してください。"
    )
}

pub fn bad_date(text: &str, lang: Lang) -> String {
    say!(
        lang,
        "{text:?} is no date; write it as 2026-10-15",
        "{text:?} は日付ではありません。2026-10-15 のように書いてください。"
    )
}

pub fn range_backwards(lang: Lang) -> String {
    say!(lang, "--to lies before --from; swap them", "--to が --from より前です。入れ替えてください。")
}

pub fn bad_exercise_time(text: &str, lang: Lang) -> String {
    say!(
        lang,
        "{text:?} is no exercise time; write hours and minutes from the start, as T+24:00",
        "{text:?} は想定時刻ではありません。開始からの時間を T+24:00 のように書いてください。"
    )
}

pub fn bad_speed(text: &str, lang: Lang) -> String {
    say!(
        lang,
        "a speed of {text} is not possible; write how many times wall speed, from 0.001 on; `exercise pause` stops the clock",
        "速さ {text} は指定できません。実時間に対する倍率を 0.001 以上で指定してください。止めるには `exercise pause` を使います。"
    )
}

pub fn bad_evidence(pair: &str, lang: Lang) -> String {
    say!(
        lang,
        "{pair:?} is no evidence; write FIELD=TEXT, once for each field that `milestone list` names",
        "{pair:?} は根拠の形式ではありません。`milestone list` に示される項目ごとに「項目=内容」と書いてください。"
    )
}

pub fn unknown_word(word: &str, known: &str, lang: Lang) -> String {
    say!(
        lang,
        "{word:?} is not known here; use one of: {known}",
        "{word:?} は使えません。次のいずれかを指定してください：{known}。"
    )
}

pub fn unknown_schema(name: &str, known: &str, lang: Lang) -> String {
    say!(
        lang,
        "there is no schema {name:?}; there are: {known}",
        "スキーマ {name:?} はありません。次のものがあります：{known}。"
    )
}

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

pub fn say_live(exercise: &str, lang: Lang) -> String {
    say!(
        lang,
        "say which: `standto exercise rehearse {exercise}` runs the whole script at once and sends to nobody; `standto exercise start {exercise} --live` sends to the players, after a second principal's approval",
        "どちらかを選んでください。`standto exercise rehearse {exercise}` は台本全体を一気に実行し、誰にも送信しません。`standto exercise start {exercise} --live` は、別の操作者の承認後に参加者へ送信します。"
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

pub fn not_empty(directory: &str, lang: Lang) -> String {
    say!(
        lang,
        "{directory} holds other files; name an empty or new directory with --into",
        "{directory} には別のファイルがあります。--into で空の、または新しいディレクトリを指定してください。"
    )
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

pub fn cannot_listen(what: &str, why: &str, lang: Lang) -> String {
    say!(
        lang,
        "cannot listen on {what} ({why}); free it, or change [web] listen in standto.toml",
        "{what} で待ち受けできません（{why}）。使用中のプログラムを止めるか、standto.toml の [web] listen を変更してください。"
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
