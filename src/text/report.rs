//! The words of reports: labels, dates, lengths of time, what happened to a clock, a message or a milestone.

mod words;

pub use words::words;

use super::say;
use super::terms::Term as _;
use crate::model::{Actor, Channel, Lang, Mode, Purpose, Rate, WALL_SPEED};
use crate::time::{DAY_MS, Elapsed, HOUR_MS, LocalDate, LocalDateTime, MINUTE_MS};

/// `20 Oct 2026` or `2026年10月20日`.
pub fn date(date: LocalDate, lang: Lang) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (year, month, day) = (date.year(), date.month(), date.day());
    let name = usize::try_from(month).ok().and_then(|month| MONTHS.get(month.wrapping_sub(1))).copied().unwrap_or("");
    say!(lang, "{day} {name} {year}", "{year}年{month}月{day}日")
}

/// Date and time of day to the minute.
pub fn date_time(at: LocalDateTime, lang: Lang) -> String {
    let (date, time) = (date(at.date(), lang), at.time().to_string());
    let time = time.get(..5).unwrap_or(&time);
    say!(lang, "{date} {time}", "{date} {time}")
}

/// Date and time of day to the second, for records.
pub fn date_time_exact(at: LocalDateTime, lang: Lang) -> String {
    let (date, time) = (date(at.date(), lang), time_exact(at));
    say!(lang, "{date} {time}", "{date} {time}")
}

/// The time of day to the second.
pub fn time_exact(at: LocalDateTime) -> String {
    let time = at.time().to_string();
    let seconds = if time.len() == 5 { ":00" } else { "" };
    format!("{time}{seconds}")
}

/// From one local time to another.
pub fn span(from: &str, until: Option<&str>, zone: &str, lang: Lang) -> String {
    match until {
        Some(until) => say!(lang, "{from} to {until} ({zone})", "{from}〜{until}（{zone}）"),
        None => say!(lang, "from {from} ({zone}), still going on", "{from}〜（実施中）（{zone}）"),
    }
}

/// A time with its zone, or anything with a remark.
pub fn with_note(text: &str, note: &str, lang: Lang) -> String {
    say!(lang, "{text} ({note})", "{text}（{note}）")
}

/// A length of time in its two biggest units: `3 h 05 min`, `2 d 4 h`.
pub fn duration(length: Elapsed, lang: Lang) -> String {
    let ms = length.as_ms().saturating_abs();
    let (days, hours, minutes, seconds) = (ms / DAY_MS, ms % DAY_MS / HOUR_MS, ms % HOUR_MS / MINUTE_MS, ms % MINUTE_MS / 1000);
    match (days, hours, minutes) {
        (0, 0, 0) => say!(lang, "{seconds} s", "{seconds}秒"),
        (0, 0, _) => say!(lang, "{minutes} min", "{minutes}分"),
        (0, _, 0) => say!(lang, "{hours} h", "{hours}時間"),
        (0, _, _) => say!(lang, "{hours} h {minutes:02} min", "{hours}時間{minutes:02}分"),
        (_, 0, _) => say!(lang, "{days} d", "{days}日"),
        (_, _, _) => say!(lang, "{days} d {hours} h", "{days}日{hours}時間"),
    }
}

/// How far from a deadline something happened.
pub fn lateness(late: Elapsed, lang: Lang) -> String {
    let length = duration(late, lang);
    match late.as_ms() {
        ms if ms > 0 => say!(lang, "{length} late", "{length}超過"),
        ms if ms < 0 => say!(lang, "{length} early", "期限の{length}前"),
        _ => say!(lang, "on the deadline", "期限ちょうど"),
    }
}

/// As [`lateness`], where the deadline stands beside it.
pub fn lateness_short(late: Elapsed, lang: Lang) -> String {
    let length = duration(late, lang);
    match late.as_ms() {
        ms if ms > 0 => say!(lang, "{length} late", "{length}超過"),
        ms if ms < 0 => say!(lang, "{length} early", "{length}前"),
        _ => say!(lang, "to the minute", "期限ちょうど"),
    }
}

/// How long after its time an inject was released.
pub fn released_late(late: Elapsed, lang: Lang) -> String {
    let length = duration(late, lang);
    say!(lang, "{length} late", "{length}遅れ")
}

/// How long after the release a reaction came.
pub fn after(length: Elapsed, lang: Lang) -> String {
    let length = duration(length, lang);
    say!(lang, "after {length}", "{length}後")
}

/// A count of `count` out of `total`.
pub fn of_total(count: usize, total: usize, lang: Lang) -> String {
    say!(lang, "{count} of {total}", "{count}/{total}件")
}

pub fn people(count: usize, lang: Lang) -> String {
    say!(lang, "{count} people", "{count}人")
}

/// The speed of an exercise clock.
pub fn rate(rate: Rate, lang: Lang) -> String {
    let (whole, rest) = (rate / WALL_SPEED, rate % WALL_SPEED);
    let rest = if rest == 0 { String::new() } else { format!(".{rest:03}") };
    let times = format!("{whole}{}", rest.trim_end_matches('0'));
    match rate {
        WALL_SPEED => say!(lang, "wall speed", "等速"),
        _ => say!(lang, "{times} times wall speed", "{times}倍速"),
    }
}

pub fn started(speed: Rate, lang: Lang) -> String {
    let speed = rate(speed, lang);
    say!(lang, "Start of the exercise (STARTEX), {speed}", "演習開始（STARTEX）、{speed}")
}

pub fn paused(lang: Lang) -> String {
    say!(lang, "Pause", "演習中断")
}

pub fn resumed(paused_for: Option<Elapsed>, lang: Lang) -> String {
    match paused_for {
        Some(length) => {
            let length = duration(length, lang);
            say!(lang, "Resumed after a pause of {length}", "演習再開（中断{length}）")
        }
        None => say!(lang, "Resumed", "演習再開"),
    }
}

pub fn jumped(to: Elapsed, lang: Lang) -> String {
    say!(lang, "Clock moved on to {to}", "想定時刻を {to} へ移動")
}

pub fn speed(to: Rate, lang: Lang) -> String {
    let to = rate(to, lang);
    say!(lang, "Speed changed to {to}", "演習時計の速さを{to}に変更")
}

pub fn ended(lang: Lang) -> String {
    say!(lang, "End of the exercise (ENDEX)", "演習終了（ENDEX）")
}

pub fn aborted(lang: Lang) -> String {
    say!(lang, "Exercise aborted (ENDEX)", "演習中止（ENDEX）")
}

/// Who acts, for a column of a table.
pub fn actor(actor: &Actor, lang: Lang) -> String {
    match actor {
        Actor::Engine => "standto".to_owned(),
        Actor::Owner => say!(lang, "owner of the workspace", "ワークスペースの所有者"),
        Actor::Principal { id } => id.to_string(),
        Actor::Player { id, .. } => id.to_string(),
    }
}

/// What made a report: the program, from the record.
pub fn prepared_by(lang: Lang) -> String {
    say!(lang, "standto, from the exercise journal", "standto（演習の記録簿から自動作成）")
}

/// What an interim report covers.
pub fn interim(reached: Elapsed, lang: Lang) -> String {
    say!(
        lang,
        "The exercise is still going on. This report tells of everything up to {reached} on the exercise clock.",
        "演習は継続中である。本報告書は想定時刻 {reached} までの記録に基づく。"
    )
}

pub fn sent(attempt: u32, answer: &str, lang: Lang) -> String {
    say!(lang, "Sent, try {attempt}: {answer}", "送信済み（{attempt}回目）：{answer}")
}

pub fn retry(attempt: u32, why: &str, lang: Lang) -> String {
    say!(lang, "Try {attempt} failed, to be tried again: {why}", "{attempt}回目は失敗、再試行：{why}")
}

pub fn failed(attempt: u32, why: &str, lang: Lang) -> String {
    say!(lang, "Given up after try {attempt}: {why}", "{attempt}回目で送信を断念：{why}")
}

pub fn cancelled(lang: Lang) -> String {
    say!(lang, "Cancelled before it was sent", "送信前に取消し")
}

pub fn uncertain(attempt: u32, lang: Lang) -> String {
    say!(
        lang,
        "Uncertain: standto stopped during try {attempt}, before the server's answer was recorded",
        "送達不明：{attempt}回目の送信中に停止し、サーバーの応答を記録できなかった"
    )
}

pub fn resend(lang: Lang) -> String {
    say!(lang, "Decided: send again under the same key", "判断：同じキーで再送")
}

pub fn let_be(lang: Lang) -> String {
    say!(lang, "Decided: do not send again", "判断：再送しない")
}

/// The kind of a message: channel, and purpose where it is no original.
pub fn kind(channel: Channel, purpose: Purpose, lang: Lang) -> String {
    let channel = channel.term(lang);
    match purpose {
        Purpose::Original => channel.to_owned(),
        Purpose::Correction => with_note(channel, purpose.term(lang), lang),
    }
}

pub fn evidence_accepted(lang: Lang) -> String {
    say!(lang, "Evidence accepted", "根拠を受理")
}

pub fn deadline_passed(lang: Lang) -> String {
    say!(lang, "Deadline passed without accepted evidence", "根拠の受理がないまま期限を経過")
}

pub fn missed(lang: Lang) -> String {
    say!(lang, "Missed", "未達成で終了")
}

pub fn rejected(lang: Lang) -> String {
    say!(lang, "Evidence rejected", "根拠を差戻し")
}

/// An entry of which only the hash is left.
pub fn erased_entry(sequence: i64, player: &str, at: &str, lang: Lang) -> String {
    say!(
        lang,
        "Entry {sequence} by {player}, {at}: its text was erased under the retention rules; time, author and hash remain.",
        "記録{sequence}（{player}、{at}）：本文は保存期間の定めにより消去済み。日時・記録者・ハッシュ値は残る。"
    )
}

/// An erased entry in the chronology.
pub fn erased_body(hash: &str, lang: Lang) -> String {
    let hash = hash.get(..16).unwrap_or(hash);
    say!(lang, "[erased; hash of the body {hash}…]", "［消去済み・本文ハッシュ値 {hash}…］")
}

/// What a restart found half done.
pub fn recovery(at: &str, uncertain: u32, lang: Lang) -> String {
    say!(lang, "{at}: restart; uncertain deliveries found: {uncertain}", "{at}：再起動、送達不明 {uncertain}件を検出")
}

/// The range of journal entries a report tells of.
pub fn entries(count: usize, first: i64, last: i64, lang: Lang) -> String {
    say!(lang, "{count}, between no. {first} and no. {last}", "{count}件（番号{first}〜{last}の範囲）")
}

pub fn mode(mode: Mode, speed: Rate, lang: Lang) -> String {
    with_note(mode.term(lang), &rate(speed, lang), lang)
}

/// A number of runs, injects or entries on its own.
pub fn run_number(run: i64, lang: Lang) -> String {
    say!(lang, "run {run}", "実施 {run}")
}

/// A template that cannot be used, and what to do about it. `line` and `column` 0: not known.
pub fn broken_template(place: &str, why: &str, lang: Lang) -> String {
    say!(
        lang,
        "{place}: this report template cannot be used: {why}. Mend it, or delete it to use the one that is built in.",
        "{place}：報告書テンプレートを使えません（{why}）。修正するか、削除して組み込みのテンプレートを使ってください。"
    )
}

/// The title of the figure with a count of milestones kept in time.
pub fn figure_in_time(lang: Lang) -> String {
    say!(lang, "Milestones met in time", "期限内に達成したマイルストーン")
}

/// The milestones that were not met in time: late, missed, rejected, open.
pub fn figure_in_time_note([late, missed, rejected, open]: [usize; 4], lang: Lang) -> String {
    let open = if open == 0 { String::new() } else { say!(lang, ", open {open}", "、未到来{open}") };
    say!(
        lang,
        "late {late}, missed {missed}, rejected {rejected}{open}",
        "遅れて達成{late}、未達成{missed}、差戻し{rejected}{open}"
    )
}

pub fn figure_acknowledged(lang: Lang) -> String {
    say!(lang, "Injects acknowledged", "受領確認された状況付与")
}

pub fn figure_answered(lang: Lang) -> String {
    say!(lang, "Injects answered", "回答された状況付与")
}

/// Median and worst time under a figure.
pub fn figure_times(median: &str, worst: &str, lang: Lang) -> String {
    say!(lang, "median {median}, worst {worst}", "中央値{median}、最長{worst}")
}

pub fn figure_delivered(lang: Lang) -> String {
    say!(lang, "Messages sent", "送信済みメッセージ")
}

pub fn figure_delivered_note(uncertain: usize, failed: usize, lang: Lang) -> String {
    say!(lang, "uncertain {uncertain}, failed {failed}", "送達不明{uncertain}、失敗{failed}")
}

/// A milestone whose deadline has passed while the exercise goes on.
pub fn overdue(lang: Lang) -> String {
    say!(lang, "overdue", "期限超過")
}

/// What stands over a deadline's line in the timeline.
pub fn deadline_label(title: &str, due: Elapsed, lang: Lang) -> String {
    let (hours, days) = (due.as_ms() / HOUR_MS, due.as_ms() / DAY_MS);
    let is_in_hours = due.as_ms() % HOUR_MS == 0 && hours <= 72;
    let length = match due.as_ms() % DAY_MS {
        _ if is_in_hours => say!(lang, "{hours} h", "{hours}時間"),
        0 => say!(lang, "{days} d", "{days}日"),
        _ => duration(due, lang),
    };
    say!(lang, "{title} ({length})", "{title}（{length}）")
}

/// A tick of the exercise-time axis.
pub fn axis_hours(at: Elapsed, lang: Lang) -> String {
    let (hours, minutes) = (at.as_ms() / HOUR_MS, at.as_ms() % HOUR_MS / MINUTE_MS);
    match minutes {
        0 => say!(lang, "{hours} h", "{hours}時間"),
        _ => format!("{hours}:{minutes:02}"),
    }
}

pub fn axis_day(day: i64, lang: Lang) -> String {
    say!(lang, "day {day}", "{day}日目")
}
