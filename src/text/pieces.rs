//! Small pieces that sentences share: lists, speeds, instants, counts.

use super::say;
use crate::model::{Lang, Rate, WALL_SPEED};
use crate::time::{LocalDateTime, Timestamp, Zone};

/// `a, b` or `a、b`.
pub(super) fn list<T: ToString>(items: impl IntoIterator<Item = T>, lang: Lang) -> String {
    let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    match lang {
        Lang::En => items.join(", "),
        Lang::Ja => items.join("、"),
    }
}

/// A list as text, or that there is nothing in it.
pub(super) fn or_none(text: String, lang: Lang) -> String {
    if text.is_empty() { say!(lang, "none", "なし") } else { text }
}

/// A local time with its date, without its zone: whoever shows it names the zone.
pub(super) fn local(at: LocalDateTime) -> String {
    format!("{} {}", at.date(), at.time())
}

/// What there is to choose from, as a sentence of its own.
pub(super) fn known(items: &[String], lang: Lang) -> String {
    if items.is_empty() {
        return say!(lang, "There is none yet.", "まだ1つもありません。");
    }
    let items = list(items, lang);
    say!(lang, "Choose from: {items}.", "次から選んでください：{items}")
}

/// `60×`, `1.5×`; the speed of an exercise clock beside the wall's.
pub(super) fn speed(rate: Rate) -> String {
    let (whole, part) = (rate / WALL_SPEED, rate % WALL_SPEED);
    let part = format!("{part:03}");
    let part = part.trim_end_matches('0');
    if part.is_empty() { format!("{whole}×") } else { format!("{whole}.{part}×") }
}

/// An instant where no zone is at hand, to the minute.
pub(super) fn instant(at: Timestamp) -> String {
    Zone::utc().show(at)
}

/// `1 message`, `2 messages`; for the English side only.
pub(super) fn count(number: u32, one: &str, many: &str) -> String {
    let noun = if number == 1 { one } else { many };
    format!("{number} {noun}")
}

/// The beginning of a hash: enough to compare by eye.
pub(super) fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speed_shows_no_needless_digits() {
        for (rate, shown) in [(1000, "1×"), (60_000, "60×"), (1500, "1.5×"), (250, "0.25×"), (0, "0×"), (1, "0.001×")] {
            assert_eq!(speed(rate), shown);
        }
    }
}
