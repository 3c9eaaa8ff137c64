//! What is wrong with what was typed, and what to type instead.

use crate::model::Lang;
use crate::text::say;

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

pub fn say_live(exercise: &str, lang: Lang) -> String {
    say!(
        lang,
        "say which: `standto exercise rehearse {exercise}` runs the whole script at once and sends to nobody; `standto exercise start {exercise} --live` sends to the players, after a second principal's approval",
        "どちらかを選んでください。`standto exercise rehearse {exercise}` は台本全体を一気に実行し、誰にも送信しません。`standto exercise start {exercise} --live` は、別の操作者の承認後に参加者へ送信します。"
    )
}

pub fn not_empty(directory: &str, lang: Lang) -> String {
    say!(
        lang,
        "{directory} holds other files; name an empty or new directory with --into",
        "{directory} には別のファイルがあります。--into で空の、または新しいディレクトリを指定してください。"
    )
}

pub fn cannot_listen(what: &str, why: &str, lang: Lang) -> String {
    say!(
        lang,
        "cannot listen on {what} ({why}); free it, or change [web] listen in standto.toml",
        "{what} で待ち受けできません（{why}）。使用中のプログラムを止めるか、standto.toml の [web] listen を変更してください。"
    )
}
