//! Lengths before and after events, and time on an exercise clock.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS};

/// A length before or after an event: `-45d`, `+14d`, `36h`, `2d 6h`. `d` is a calendar day in the event's zone, `h` is 3,600 s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Length {
    pub days: i32,
    pub ms: i64,
}

impl Length {
    /// The length as a number for ordering: a day counted as 24 h.
    pub fn rough_ms(self) -> i64 {
        i64::from(self.days) * DAY_MS + self.ms
    }

    #[must_use]
    pub fn negated(self) -> Self {
        Self { days: -self.days, ms: -self.ms }
    }
}

/// The text is no length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotALength;

impl FromStr for Length {
    type Err = NotALength;

    fn from_str(text: &str) -> Result<Self, NotALength> {
        let text = text.trim();
        let (sign, rest) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let mut length = Length::default();
        let mut digits = String::new();
        let mut has_unit = false;
        for c in rest.chars().filter(|c| *c != ' ') {
            if c.is_ascii_digit() {
                digits.push(c);
                continue;
            }
            let count: i64 = digits.parse().map_err(|_| NotALength)?;
            digits.clear();
            has_unit = true;
            let unit = match c {
                'd' => {
                    let days = i32::try_from(count * sign).map_err(|_| NotALength)?;
                    length.days = length.days.checked_add(days).ok_or(NotALength)?;
                    continue;
                }
                'h' => HOUR_MS,
                'm' => MINUTE_MS,
                's' => SECOND_MS,
                _ => return Err(NotALength),
            };
            let ms = count.checked_mul(unit * sign).ok_or(NotALength)?;
            length.ms = length.ms.checked_add(ms).ok_or(NotALength)?;
        }
        let is_sane = length.days.unsigned_abs() <= 3660 && length.ms.unsigned_abs() <= 3660 * DAY_MS.unsigned_abs();
        if has_unit && digits.is_empty() && is_sane { Ok(length) } else { Err(NotALength) }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.rough_ms() < 0 { "-" } else { "+" };
        let days = self.days.unsigned_abs();
        let rest = show_hms(self.ms.abs());
        match (days, self.ms) {
            (0, 0) => f.pad("0d"),
            (0, _) => f.pad(&format!("{sign}{rest}")),
            (_, 0) => f.pad(&format!("{sign}{days}d")),
            (_, _) => f.pad(&format!("{sign}{days}d {rest}")),
        }
    }
}

fn show_hms(ms: i64) -> String {
    let (hours, minutes, seconds) = (ms / HOUR_MS, ms % HOUR_MS / MINUTE_MS, ms % MINUTE_MS / SECOND_MS);
    let parts = [(hours, 'h'), (minutes, 'm'), (seconds, 's')];
    let shown: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n}{unit}")).collect();
    if shown.is_empty() { "0s".to_owned() } else { shown.join(" ") }
}

/// Time on an exercise clock since the start, in milliseconds; also a length on that clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Elapsed(i64);

impl Elapsed {
    pub const ZERO: Elapsed = Elapsed(0);

    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    pub const fn from_hours(hours: i64) -> Self {
        Self(hours * HOUR_MS)
    }

    pub const fn as_ms(self) -> i64 {
        self.0
    }

    #[must_use]
    pub fn plus(self, other: Elapsed) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Reads `T+03:00`, `03:00`, `49:30:15` (hours, minutes, seconds) or a length without days such as `90m`, or `2d`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let clock = text.strip_prefix("T+").unwrap_or(text);
        if !clock.contains(':') {
            let length: Length = clock.parse().ok()?;
            let ms = length.rough_ms();
            return (ms >= 0).then_some(Self(ms));
        }
        let parts: Vec<i64> = clock
            .split(':')
            .map(|part| (part.len() <= 4 && part.chars().all(|c| c.is_ascii_digit())).then(|| part.parse().ok()).flatten())
            .collect::<Option<_>>()?;
        match parts.as_slice() {
            [hours, minutes] if *minutes < 60 => Some(Self(hours * HOUR_MS + minutes * MINUTE_MS)),
            [hours, minutes, seconds] if *minutes < 60 && *seconds < 60 => {
                Some(Self(hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS))
            }
            _ => None,
        }
    }
}

/// `T+49:30`, with seconds only where there are any.
impl fmt::Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, ms) = if self.0 < 0 { ('-', self.0.saturating_neg()) } else { ('+', self.0) };
        let (hours, minutes, seconds) = (ms / HOUR_MS, ms % HOUR_MS / MINUTE_MS, ms % MINUTE_MS / SECOND_MS);
        if seconds == 0 {
            f.pad(&format!("T{sign}{hours:02}:{minutes:02}"))
        } else {
            f.pad(&format!("T{sign}{hours:02}:{minutes:02}:{seconds:02}"))
        }
    }
}
