//! Words of what others see of a plan: the picture and the calendar feed.

use super::report::date;
use super::say;
use super::terms::Term as _;
use crate::model::{Gravity, Lang, Level, Outlook, WindowStatus};
use crate::time::{LocalDate, Timestamp, Zone};

pub fn picture_title(from: LocalDate, last: LocalDate, lang: Lang) -> String {
    let (from, last) = (date(from, lang), date(last, lang));
    say!(lang, "Posture plan, {from} to {last}", "態勢計画　{from}から{last}まで")
}

/// Zone, instant and revision that a picture holds for.
pub fn picture_head(now: Timestamp, zone: &Zone, revision: &str, lang: Lang) -> String {
    let (now, zone) = (zone.show(now), zone.name());
    say!(
        lang,
        "Times are those of {zone}. State of {now}, revision {revision}.",
        "時刻のタイムゾーンは {zone}。{now} 現在、リビジョン {revision}。"
    )
}

/// What a screen reader says of the whole picture.
pub fn picture_described(windows: usize, rows: usize, highest: Level, lang: Lang) -> String {
    let highest = highest.term(lang);
    say!(
        lang,
        "A time line with {rows} rows, one for each event and policy, and {windows} windows. The highest level is {highest}.",
        "イベントと規則ごとに1行、全{rows}行に{windows}件の期間を示した時系列図。最も高い態勢は{highest}。"
    )
}

pub fn page(number: usize, of: usize, lang: Lang) -> String {
    say!(lang, "page {number} of {of}", "{number}／{of}ページ")
}

/// One letter for a level, explained beside the picture.
pub fn level_letter(level: Level, lang: Lang) -> String {
    match level {
        Level::Baseline => say!(lang, "B", "平"),
        Level::Watch => say!(lang, "W", "注"),
        Level::Elevated => say!(lang, "E", "強"),
        Level::Surge => say!(lang, "S", "サ"),
        Level::Restricted => say!(lang, "R", "制"),
    }
}

/// The letter and the word it stands for.
pub fn level_legend(level: Level, lang: Lang) -> String {
    let (letter, word) = (level_letter(level, lang), level.term(lang));
    say!(lang, "{letter}: {word}", "{letter}：{word}")
}

pub fn posture_row(lang: Lang) -> [String; 2] {
    [say!(lang, "Posture", "態勢"), say!(lang, "as planned: the highest of all rows", "計画上、全行のうち最も高いもの")]
}

/// The month at an axis: its name alone, because the year stands above.
pub fn month(number: u32, lang: Lang) -> String {
    const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let at = usize::try_from(number.saturating_sub(1)).unwrap_or(0);
    let (name, month) = (NAMES.get(at).copied().unwrap_or(""), number);
    say!(lang, "{name}", "{month}月")
}

pub fn year(year: i32, lang: Lang) -> String {
    say!(lang, "{year}", "{year}年")
}

pub fn now_label(now: Timestamp, zone: &Zone, lang: Lang) -> String {
    let local = zone.local(now);
    let (date, time) = (local.date(), local.time().to_string());
    let time = time.get(..5).unwrap_or(&time).to_owned();
    say!(lang, "now, {date} {time}", "現在　{date} {time}")
}

pub fn legend_now(lang: Lang) -> String {
    say!(lang, "now", "現在")
}

pub fn legend_event(lang: Lang) -> String {
    say!(lang, "the event itself", "イベント本体")
}

pub fn legend_approved(lang: Lang) -> String {
    say!(lang, "approved, or needs no approval", "承認済み、または承認不要")
}

pub fn legend_waiting(lang: Lang) -> String {
    say!(lang, "waits for approval", "承認待ち")
}

pub fn legend_contested(mark: &str, lang: Lang) -> String {
    let word = Gravity::Contested.term(lang);
    say!(lang, "{mark} {word}: holds until its recorded end", "{mark} {word}：記録された終了時刻まで続く")
}

pub fn legend_proposed(mark: &str, lang: Lang) -> String {
    say!(lang, "{mark} proposed: begins only when it is approved", "{mark} 変更案：承認されるまで始まらない")
}

/// What a window is beside what took effect; None for a plain one.
pub fn tip_status(status: &WindowStatus, lang: Lang) -> Option<String> {
    match status {
        WindowStatus::Planned => None,
        WindowStatus::Contested { why } => {
            let (word, why) = (Gravity::Contested.term(lang), why.term(lang));
            Some(say!(lang, "{word}: {why}", "{word}：{why}"))
        }
        WindowStatus::Proposed { .. } => Some(say!(lang, "proposed", "変更案")),
    }
}

/// What the numbers beside a row are, by the example of a letter.
pub fn legend_counts(letter: &str, lang: Lang) -> String {
    say!(lang, "{letter} 1/2: approvals given / needed", "{letter} 1/2：承認数／必要数")
}

/// An event's bounds and what asks for the windows around it.
pub fn row_note(from: LocalDate, last: LocalDate, policy: &str, lang: Lang) -> String {
    if from == last {
        return say!(lang, "{from}, policy {policy}", "{from}、規則 {policy}");
    }
    say!(lang, "{from} to {last}, policy {policy}", "{from}〜{last}、規則 {policy}")
}

pub fn row_note_of_order(order: &str, lang: Lang) -> String {
    say!(lang, "order {order}", "発令 {order}")
}

/// What is shown when something points at a window.
pub fn window_tip(title: &str, level: Level, bounds: [&str; 2], lang: Lang) -> String {
    let (level, [from, until]) = (level.term(lang), bounds);
    say!(lang, "{title}: {level}, {from} to {until}", "{title}：{level}、{from} から {until} まで")
}

pub fn tip_waiting(have: u32, need: u32, lang: Lang) -> String {
    say!(lang, "{have} of {need} approvals", "承認{have}件（必要数{need}）")
}

pub fn budget_row(lang: Lang) -> [String; 2] {
    [say!(lang, "Days per quarter", "四半期の日数"), say!(lang, "days / budget; ! is over it", "日数／予算、! は超過")]
}

/// The name of the calendar that people subscribe to.
pub fn feed_name(operator: &str, lang: Lang) -> String {
    say!(lang, "Posture – {operator}", "態勢計画（{operator}）")
}

pub fn feed_summary(title: &str, level: Level, lang: Lang) -> String {
    let level = level.term(lang);
    say!(lang, "{level}: {title}", "{level}：{title}")
}

/// What stands below a window's title: nothing of what it is for.
pub fn feed_described(level: Level, outlook: Outlook, lang: Lang) -> String {
    let (level, outlook) = (level.term(lang), outlook_word(outlook, lang));
    say!(lang, "Planned level: {level}. State: {outlook}.", "計画上の態勢：{level}\n状態：{outlook}")
}

fn outlook_word(outlook: Outlook, lang: Lang) -> String {
    match outlook {
        Outlook::Tentative => say!(lang, "waits for approval", "承認待ち"),
        Outlook::Confirmed => say!(lang, "settled", "確定"),
        Outlook::Cancelled => say!(lang, "cancelled", "取消し"),
    }
}
