//! One event's occurrences in a range of instants. Never decides what they call for.

use super::expansion::{First, MOST_OCCURRENCES, expand};
use super::recurrence::{Range, Shape};
use crate::model::{Event, EventZone, Note, NoteCode, Occurrence, Severity, When};
use crate::time::{DAY_MS, HOUR_MS, LocalDateTime, Timestamp, Zone};

/// How far clocks of inhabited places are from UTC at most: an event whose zone is unknown may be that much earlier or later.
pub const UNKNOWN_ZONE_MS: i64 = 14 * HOUR_MS;

/// Local and UTC time differ by no more than this, with a gap or fold on top.
const ZONE_SLACK_MS: i64 = 2 * DAY_MS;

/// What a range holds of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Occurrences {
    /// In order of start.
    pub list: Vec<Occurrence>,
    pub notes: Vec<Note>,
}

/// The occurrences that overlap `[from, until)`. A cancelled event has none.
pub fn occurrences(event: &Event, from: Timestamp, until: Timestamp) -> Occurrences {
    let mut found = Occurrences::default();
    if event.is_cancelled || until <= from {
        return found;
    }
    let span = Span::of(event);
    let Some(recurrence) = &event.recurrence else {
        found.list.extend(Some(span.occurrence(event, span.start)).filter(|occurrence| overlaps(occurrence, from, until)));
        return found;
    };
    let first = First { start: span.start, shape: span.shape, zone: &span.zone };
    let local = |at: Timestamp| LocalDateTime::from_labelled_utc(at).unwrap_or(span.start);
    let range =
        Range { from: local(from.plus_ms(-ZONE_SLACK_MS - span.length_ms())), until: local(until.plus_ms(ZONE_SLACK_MS)) };
    let expansion = expand(recurrence, &first, range);
    let starts = expansion.starts.iter().map(|start| span.occurrence(event, *start));
    found.list.extend(starts.filter(|occurrence| overlaps(occurrence, from, until)));
    found.list.sort_by_key(|occurrence| occurrence.from);
    let mut note = |code| {
        found.notes.push(Note { severity: Severity::Warning, code, place: Some(event.place.clone()) });
    };
    if expansion.is_limited {
        let limit = u32::try_from(MOST_OCCURRENCES).unwrap_or(u32::MAX);
        note(NoteCode::RecurrenceLimited { event: event.id.to_string(), limit });
    }
    if let Some(problem) = expansion.problem {
        note(NoteCode::CalendarSkipped { what: event.id.to_string(), why: problem.as_str().to_owned() });
    }
    found
}

/// An occurrence without length counts at its instant.
fn overlaps(occurrence: &Occurrence, from: Timestamp, until: Timestamp) -> bool {
    occurrence.from < until && (occurrence.until > from || occurrence.from >= from)
}

/// An event's first start, its length on local clocks, and the zone of those clocks.
struct Span {
    start: LocalDateTime,
    /// Exclusive; all-day events end at the midnight after their last day.
    end: LocalDateTime,
    shape: Shape,
    zone: Zone,
    is_zone_known: bool,
}

impl Span {
    fn of(event: &Event) -> Self {
        let (start, end, shape) = match event.when {
            When::Timed { start, end } => (start, end, Shape::Timed),
            When::AllDay { first, last } => (first.midnight(), last.plus_days(1).midnight(), Shape::AllDay),
        };
        let (zone, is_zone_known) = match &event.zone {
            EventZone::Known(zone) | EventZone::Guessed(zone) => (zone.clone(), true),
            EventZone::Unknown => (Zone::utc(), false),
        };
        Self { start, end: end.max(start), shape, zone, is_zone_known }
    }

    fn length_ms(&self) -> i64 {
        self.end.since(self.start)
    }

    fn occurrence(&self, event: &Event, start: LocalDateTime) -> Occurrence {
        let end = match self.shape {
            Shape::AllDay => start.plus_days(self.end.date().days_since(self.start.date())),
            Shape::Timed => start.plus_ms(self.length_ms()),
        };
        let widening = if self.is_zone_known { 0 } else { UNKNOWN_ZONE_MS };
        let from = self.zone.resolve(start).plus_ms(-widening);
        let until = self.zone.resolve(end).plus_ms(widening);
        // A gap or fold inside a short event must not turn it around.
        let until = until.max(from);
        Occurrence { event: event.id.clone(), nominal: start, from, until, zone: self.zone.clone() }
    }
}

#[cfg(test)]
mod tests;
