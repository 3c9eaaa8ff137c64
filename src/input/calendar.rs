//! calendar/*.toml and calendar/*.ics: policy events. Pure.

use super::document::{Record, Value};
use super::encoding;
use super::faults::Faults;
use super::formats::{self, UNKNOWN_ZONE};
use super::moment::Moment;
use super::shape::{Kind, Shape, Within, may, must, words};
use crate::calendar::ics::{self, IcsReading};
use crate::calendar::validate;
use crate::model::{
    Certainty, Class, Event, EventId, EventZone, FaultCode, Handling, Note, NoteCode, Precision, Recurrence, Severity, When,
};
use crate::time::Zone;

pub(super) static CALENDAR: Shape = Shape::new("calendar", &[may("event", Kind::Tables(&EVENT))]);

static EVENT: Shape = Shape::new(
    "event",
    &[
        must("id", Kind::Id(Within::Workspace)),
        must("title", Kind::Text),
        must("class", words!(Class)),
        must("start", Kind::Moment),
        may("end", Kind::Moment),
        may("zone", Kind::Form(&formats::EVENT_ZONE)),
        may("parties", Kind::List(&Kind::Str)),
        may("certainty", words!(Certainty)),
        may("precision", words!(Precision)),
        may("handling", words!(Handling)),
        may("cover_name", Kind::Text),
        may("rrule", Kind::Str),
        may("except", Kind::List(&Kind::Moment)),
        may("extra", Kind::List(&Kind::Moment)),
        may("cancelled", Kind::Boolean),
        may("source", Kind::Str),
    ],
);

/// The events of a file that was held against [`CALENDAR`]. `zone` is the workspace's own.
pub(super) fn decode(root: Record<'_>, zone: &Zone, faults: &mut Faults, notes: &mut Vec<Note>) -> Vec<Event> {
    let events: Vec<Event> = root.records("event").into_iter().filter_map(|record| event(record, zone, faults)).collect();
    notes.extend(events.iter().filter_map(zone_note));
    events
}

/// The events of an iCalendar file.
pub(super) fn feed(path: &str, bytes: &[u8], zone: &Zone) -> IcsReading {
    ics::events(path, &encoding::calendar(bytes), zone)
}

fn event(record: Record<'_>, zone: &Zone, faults: &mut Faults) -> Option<Event> {
    let start = record.value("start")?.moment()?;
    let precision = record.read("precision", Precision::from_word).unwrap_or(match start {
        Moment::Date(_) => Precision::Day,
        Moment::Time(_) => Precision::Instant,
    });
    Some(Event {
        id: EventId::new(record.str("id")?),
        title: record.text("title")?,
        class: record.read("class", Class::from_word)?,
        when: when(record, start, faults)?,
        zone: match record.str("zone") {
            Some(UNKNOWN_ZONE) => EventZone::Unknown,
            Some(name) => EventZone::Known(Zone::named(name)?),
            None => EventZone::Guessed(zone.clone()),
        },
        recurrence: recurrence(record, faults),
        parties: record.strings("parties"),
        certainty: record.read("certainty", Certainty::from_word).unwrap_or(Certainty::Confirmed),
        precision,
        handling: record.read("handling", Handling::from_word).unwrap_or(Handling::Clear),
        cover_name: record.text("cover_name"),
        is_cancelled: record.boolean("cancelled").unwrap_or(false),
        source: record.string("source"),
        place: record.id_place(),
    })
}

/// Start and end, both dates or both date-times; a missing end is the same day or instant.
fn when(record: Record<'_>, start: Moment, faults: &mut Faults) -> Option<When> {
    let end = match record.value("end") {
        Some(end) => end.moment()?,
        None => start,
    };
    let when = match (start, end) {
        (Moment::Date(first), Moment::Date(last)) => When::AllDay { first, last },
        (Moment::Time(start), Moment::Time(end)) => When::Timed { start, end },
        (Moment::Date(_), Moment::Time(_)) => return mixed(record, "date", "date-time", faults),
        (Moment::Time(_), Moment::Date(_)) => return mixed(record, "date-time", "date", faults),
    };
    if end.start() < start.start() {
        faults.push(record.place_of("end"), FaultCode::EndBeforeStart);
    }
    Some(when)
}

fn mixed(record: Record<'_>, expected: &str, found: &str, faults: &mut Faults) -> Option<When> {
    let code = FaultCode::WrongType { found: found.to_owned(), expected: expected.to_owned() };
    faults.push(record.place_of("end"), code);
    None
}

fn recurrence(record: Record<'_>, faults: &mut Faults) -> Option<Recurrence> {
    let moments = |key: &str| record.values(key).into_iter().filter_map(Value::moment).map(Moment::start).collect();
    let rule = match record.str("rrule") {
        Some(rule) => {
            let rule = rule.trim().strip_prefix("RRULE:").unwrap_or(rule.trim());
            if let Err(why) = validate(rule) {
                faults.push(record.place_of("rrule"), FaultCode::BadRule { found: rule.to_owned(), why });
            }
            rule.to_owned()
        }
        None if record.has("extra") => String::new(),
        None => return None,
    };
    Some(Recurrence { rule, except: moments("except"), extra: moments("extra") })
}

fn zone_note(event: &Event) -> Option<Note> {
    let id = event.id.to_string();
    let code = match &event.zone {
        EventZone::Known(_) => return None,
        EventZone::Guessed(zone) => NoteCode::ZoneGuessed { zone: zone.name().to_owned(), events: vec![id] },
        EventZone::Unknown => NoteCode::ZoneUnknown { event: id },
    };
    Some(Note { severity: Severity::Info, code, place: Some(event.place.clone()) })
}
