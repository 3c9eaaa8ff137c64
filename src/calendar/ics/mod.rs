//! iCalendar files (RFC 5545) to events. Pure: bytes in, events, notes and faults out.
//!
//! calcard parses; what it does not do, or does wrongly for us, is here: folded lines are joined on bytes, zones are found by
//! name and flagged when guessed, overrides (RECURRENCE-ID) are matched by UID. Nothing is dropped without a note. A VTIMEZONE
//! whose name says nothing is not evaluated: such times are read in the default zone, flagged as guessed.

mod bytes;
mod component;
mod overrides;
mod stamp;
mod zones;

use calcard::icalendar::{ICalendar, ICalendarComponentType, ICalendarProperty};
use calcard::{Entry, Parser};

use crate::model::{CalendarProblem, Event, Fault, FaultCode, Note, NoteCode, Place, Severity};
use crate::time::Zone;

/// A file larger than this is refused: the largest public policy calendars have a tenth of it.
pub const MOST_BYTES: usize = 5 * 1024 * 1024;

/// A file with more events than this is refused.
pub const MOST_EVENTS: usize = 20_000;

/// What an iCalendar file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IcsReading {
    pub events: Vec<Event>,
    pub notes: Vec<Note>,
    pub faults: Vec<Fault>,
}

/// Reads a file. `file` is its path for places; `default` is the zone of times without one.
pub fn events(file: &str, bytes: &[u8], default: &Zone) -> IcsReading {
    let mut reading = IcsReading::default();
    let fault = |code| Fault { place: Place::file(file), code, suggestion: None };
    if bytes.len() > MOST_BYTES {
        let size = |bytes: usize| u64::try_from(bytes).unwrap_or(u64::MAX);
        reading.faults.push(fault(FaultCode::TooLarge { bytes: size(bytes.len()), limit: size(MOST_BYTES) }));
        return reading;
    }
    let text = bytes::text(bytes);
    if text.is_lossy {
        reading.notes.push(skipped(Place::file(file), file, CalendarProblem::BytesReplaced));
    }
    let calendars = parse(&text.unfolded);
    if calendars.is_empty() {
        let why = CalendarProblem::NotACalendar.as_str().to_owned();
        reading.faults.push(fault(FaultCode::BadCalendar { why }));
        return reading;
    }
    let is_event = |kind: &ICalendarComponentType| *kind == ICalendarComponentType::VEvent;
    let count = calendars.iter().flat_map(|calendar| &calendar.components).filter(|c| is_event(&c.component_type)).count();
    if count > MOST_EVENTS {
        let limit = u64::try_from(MOST_EVENTS).unwrap_or(u64::MAX);
        reading.faults.push(fault(FaultCode::Limit { what: "VEVENT".to_owned(), limit }));
        return reading;
    }
    if text.event_rules.len() > count {
        reading.notes.push(skipped(Place::file(file), file, CalendarProblem::Misplaced));
    }
    // Lines and raw rules hold only if both ways of finding events agree on how many there are.
    let is_paired = text.event_lines.len() == count && text.event_rules.len() == count;
    let mut raw = text.event_lines.into_iter().zip(text.event_rules).filter(|_| is_paired);
    let mut read = Vec::with_capacity(count);
    for calendar in &calendars {
        let head = component::Head::of(calendar, default);
        for event in calendar.components.iter().filter(|component| is_event(&component.component_type)) {
            let (place, rule) = raw.next().map_or_else(|| (Place::file(file), None), |(line, rule)| (begin(file, line), rule));
            read.extend(component::read(component::Source { event, rule, place }, &head, &mut reading.notes));
        }
    }
    reading.events = overrides::merge(read, &mut reading.notes);
    reading
}

fn parse(text: &str) -> Vec<ICalendar> {
    let mut parser = Parser::new(text);
    let mut calendars = Vec::new();
    loop {
        // A line or component that is none is passed over, as RFC 5545 asks.
        let entry = parser.entry();
        if entry == Entry::Eof {
            return calendars;
        }
        if let Entry::ICalendar(calendar) = entry
            && is_calendar(&calendar)
        {
            calendars.push(calendar);
        }
    }
}

fn is_calendar(calendar: &ICalendar) -> bool {
    let is_ours =
        |kind: &ICalendarComponentType| matches!(kind, ICalendarComponentType::VCalendar | ICalendarComponentType::VEvent);
    calendar.components.first().is_some_and(|component| is_ours(&component.component_type))
}

fn begin(file: &str, line: usize) -> Place {
    let text = "BEGIN:VEVENT".to_owned();
    Place { file: file.to_owned(), line, column: 1, width: text.len(), text }
}

fn skipped(place: Place, what: &str, problem: CalendarProblem) -> Note {
    let code = NoteCode::CalendarSkipped { what: what.to_owned(), why: problem.as_str().to_owned() };
    Note { severity: Severity::Warning, code, place: Some(place) }
}

fn other(name: &str) -> ICalendarProperty {
    ICalendarProperty::Other(name.to_owned())
}

#[cfg(test)]
mod tests;
