//! One date or time of a calendar: its local time, and what is known of its zone.

use calcard::common::PartialDateTime;
use calcard::icalendar::{ICalendarDuration, ICalendarEntry, ICalendarParameterName, ICalendarPeriod, ICalendarValue};

use super::zones;
use crate::model::EventZone;
use crate::time::{HOUR_MS, LocalDate, LocalDateTime, LocalTime, MINUTE_MS, Zone};

/// A value of DTSTART, DTEND, EXDATE, RDATE or RECURRENCE-ID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stamp {
    Date(LocalDate),
    Time { local: LocalDateTime, zone: EventZone },
}

impl Stamp {
    /// Local time in `zone`, the zone of the event's start. A date alone stands for that day at `time`.
    pub(super) fn local_in(&self, zone: &EventZone, time: LocalTime) -> LocalDateTime {
        match self {
            Stamp::Date(date) => date.at(time),
            Stamp::Time { local, zone: own } if own == zone => *local,
            Stamp::Time { local, zone: own } => match (plain(own), plain(zone)) {
                (Some(own), Some(zone)) => zone.local(own.resolve(*local)),
                (None, _) | (_, None) => *local,
            },
        }
    }

    pub(super) fn date(&self) -> LocalDate {
        match self {
            Stamp::Date(date) => *date,
            Stamp::Time { local, .. } => local.date(),
        }
    }
}

fn plain(zone: &EventZone) -> Option<&Zone> {
    match zone {
        EventZone::Known(zone) | EventZone::Guessed(zone) => Some(zone),
        EventZone::Unknown => None,
    }
}

/// Dates and times that can be read.
#[derive(Clone, Debug, Default)]
pub(super) struct Stamps {
    pub(super) list: Vec<Stamp>,
    pub(super) has_bad: bool,
    /// A period's own length was passed over.
    pub(super) has_period: bool,
}

/// All values of a property; times without a zone are in `floating`.
pub(super) fn stamps(entry: &ICalendarEntry, floating: &Zone) -> Stamps {
    let tzid = entry.parameter(&ICalendarParameterName::Tzid).and_then(|tzid| tzid.as_text());
    let mut stamps = Stamps::default();
    for value in &entry.values {
        let mut start = None;
        if let ICalendarValue::PartialDateTime(time) = value {
            start = Some(time.as_ref());
        } else if let ICalendarValue::Period(period) = value {
            let (ICalendarPeriod::Range { start: time, .. } | ICalendarPeriod::Duration { start: time, .. }) = period;
            stamps.has_period = true;
            start = Some(time);
        }
        // calcard keeps what it cannot read as text.
        match start.and_then(|start| stamp(start, tzid, floating)) {
            Some(stamp) => stamps.list.push(stamp),
            None => stamps.has_bad = true,
        }
    }
    stamps
}

fn stamp(value: &PartialDateTime, tzid: Option<&str>, floating: &Zone) -> Option<Stamp> {
    let date = LocalDate::new(i32::from(value.year?), u32::from(value.month?), u32::from(value.day?))?;
    let Some(hour) = value.hour else { return Some(Stamp::Date(date)) };
    // RFC 5545 allows second 60, a leap second.
    let second = u32::from(value.second.unwrap_or(0)).min(59);
    let time = LocalTime::new(u32::from(hour), u32::from(value.minute.unwrap_or(0)), second)?;
    let local = date.at(time);
    if let Some(hours) = value.tz_hour {
        let offset = i64::from(hours) * HOUR_MS + i64::from(value.tz_minute.unwrap_or(0)) * MINUTE_MS;
        let local = local.plus_ms(if value.tz_minus { offset } else { -offset });
        return Some(Stamp::Time { local, zone: EventZone::Known(Zone::utc()) });
    }
    let zone = match tzid.and_then(zones::named) {
        Some(zone) => EventZone::Known(zone),
        None => EventZone::Guessed(floating.clone()),
    };
    Some(Stamp::Time { local, zone })
}

/// A DURATION as days on the calendar and milliseconds; None when it is negative.
pub(super) fn duration(entry: &ICalendarEntry) -> Option<(i64, i64)> {
    let Some(ICalendarValue::Duration(length)) = entry.values.first() else { return None };
    let ICalendarDuration { neg, weeks, days, hours, minutes, seconds } = *length;
    let ms = i64::from(hours) * HOUR_MS + i64::from(minutes) * MINUTE_MS + i64::from(seconds) * 1000;
    (!neg).then_some((i64::from(weeks) * 7 + i64::from(days), ms))
}
