//! One VEVENT to an event. Never looks at other VEVENTs: overrides are matched in `overrides`.

use calcard::icalendar::{
    ICalendar, ICalendarClassification, ICalendarComponent, ICalendarMethod, ICalendarParameterName, ICalendarProperty,
    ICalendarStatus, ICalendarValue,
};
use sha2::{Digest as _, Sha256};

use super::stamp::{Stamp, Stamps, duration, stamps};
use super::{other, skipped, zones};
use crate::calendar::validate;
use crate::model::{
    CalendarProblem, Certainty, Class, Event, EventId, EventZone, Handling, Note, NoteCode, Place, Precision, Recurrence,
    Severity, Text, When,
};
use crate::time::{LocalDateTime, LocalTime, Zone};

/// What a calendar says for all its events.
pub(super) struct Head {
    /// The zone of times without one: X-WR-TIMEZONE, else the default.
    floating: Zone,
    is_cancelling: bool,
}

impl Head {
    pub(super) fn of(calendar: &ICalendar, default: &Zone) -> Self {
        let root = calendar.components.first();
        let text = |name| root.and_then(|root| root.property(name)).and_then(|entry| entry.values.first());
        let name = other("X-WR-TIMEZONE");
        let hint = text(&name).and_then(ICalendarValue::as_text).and_then(zones::named);
        let is_cancelling = matches!(text(&ICalendarProperty::Method), Some(ICalendarValue::Method(ICalendarMethod::Cancel)));
        Self { floating: hint.unwrap_or_else(|| default.clone()), is_cancelling }
    }
}

/// A VEVENT, with what is needed to match it with others of its UID.
pub(super) struct Read {
    pub(super) event: Event,
    pub(super) instance: Option<Instance>,
    /// SEQUENCE, then the time of the last change: the highest holds.
    pub(super) version: (i64, Option<LocalDateTime>),
}

/// Which instance of a series a VEVENT replaces.
pub(super) struct Instance {
    pub(super) of: Stamp,
    /// RANGE=THISANDFUTURE.
    pub(super) is_range: bool,
}

/// A VEVENT as it stands in its file.
pub(super) struct Source<'a> {
    pub(super) event: &'a ICalendarComponent,
    /// Its first RRULE as written, if it was found.
    pub(super) rule: Option<String>,
    pub(super) place: Place,
}

/// Reads a VEVENT; None, with a note, when it has no start.
pub(super) fn read(source: Source, head: &Head, notes: &mut Vec<Note>) -> Option<Read> {
    let Source { event: component, rule, place } = source;
    let text = |name| component.property(name).and_then(|entry| entry.values.first()).and_then(ICalendarValue::as_text);
    let summary = text(&ICalendarProperty::Summary).map(str::trim).filter(|summary| !summary.is_empty());
    let uid = component.uid().map(str::trim).filter(|uid| !uid.is_empty());
    let mut note = |what: &str, problem| notes.push(skipped(place.clone(), what, problem));
    let start = component.property(&ICalendarProperty::Dtstart).map(|entry| stamps(entry, &head.floating));
    let Some(start) = start.and_then(|start| start.list.into_iter().next()) else {
        note(uid.or(summary).unwrap_or("VEVENT"), CalendarProblem::NoStart);
        return None;
    };
    let id = uid.map_or_else(|| derived_id(summary.unwrap_or_default(), &start), safe_id);
    let zone = match &start {
        Stamp::Date(_) => EventZone::Guessed(head.floating.clone()),
        Stamp::Time { zone, .. } => zone.clone(),
    };
    let (when, is_turned) = when(component, &start, &zone, &head.floating);
    if is_turned {
        note(id.as_str(), CalendarProblem::EndBeforeStart);
    }
    let first = Start { stamp: &start, zone: &zone, floating: &head.floating };
    let recurrence = recurrence(component, rule, &first, &mut |problem| note(id.as_str(), problem));
    let instance = component.property(&ICalendarProperty::RecurrenceId).and_then(|entry| {
        let of = stamps(entry, &head.floating).list.into_iter().next();
        if of.is_none() {
            note(id.as_str(), CalendarProblem::BadDate);
        }
        Some(Instance { of: of?, is_range: entry.has_parameter(&ICalendarParameterName::Range) })
    });
    if let EventZone::Guessed(zone) = &zone {
        let code = NoteCode::ZoneGuessed { zone: zone.name().to_owned(), events: vec![id.to_string()] };
        notes.push(Note { severity: Severity::Info, code, place: Some(place.clone()) });
    }
    let title = Text::same(summary.unwrap_or_else(|| id.as_str()));
    let event = Event {
        title,
        class: class(component),
        zone,
        recurrence,
        parties: Vec::new(),
        certainty: if component.status() == Some(&ICalendarStatus::Tentative) {
            Certainty::Tentative
        } else {
            Certainty::Confirmed
        },
        precision: match &when {
            When::Timed { .. } => Precision::Instant,
            When::AllDay { .. } => Precision::Day,
        },
        handling: handling(component),
        cover_name: None,
        is_cancelled: head.is_cancelling || component.status() == Some(&ICalendarStatus::Cancelled),
        source: text(&ICalendarProperty::Url).map(str::to_owned),
        when,
        place,
        id,
    };
    Some(Read { event, instance, version: version(component, &head.floating) })
}

/// When the event is, and whether it ended before it started.
fn when(component: &ICalendarComponent, start: &Stamp, zone: &EventZone, floating: &Zone) -> (When, bool) {
    let end = component.property(&ICalendarProperty::Dtend).and_then(|entry| stamps(entry, floating).list.into_iter().next());
    let length = component.property(&ICalendarProperty::Duration).and_then(duration);
    match start {
        Stamp::Date(first) => {
            // DTEND is exclusive; a missing or equal one means one day.
            let last = match (&end, length) {
                (Some(end), _) if end.date() > *first => end.date().plus_days(-1),
                (Some(_), _) | (None, None) => *first,
                (None, Some((days, _))) => first.plus_days((days - 1).max(0)),
            };
            let is_turned = end.is_some_and(|end| end.date() < *first);
            (When::AllDay { first: *first, last }, is_turned)
        }
        Stamp::Time { local, .. } => {
            let end = match (&end, length) {
                (Some(end), _) => end.local_in(zone, midnight()),
                (None, Some((days, ms))) => local.plus_days(days).plus_ms(ms),
                (None, None) => *local,
            };
            (When::Timed { start: *local, end: end.max(*local) }, end < *local)
        }
    }
}

fn midnight() -> LocalTime {
    LocalTime::new(0, 0, 0).expect("midnight is a time")
}

/// An event's start, for what is told relative to it.
struct Start<'a> {
    stamp: &'a Stamp,
    zone: &'a EventZone,
    floating: &'a Zone,
}

impl Start<'_> {
    /// A date of EXDATE or RDATE as the local start of an instance.
    fn instance(&self, stamp: &Stamp) -> LocalDateTime {
        match self.stamp {
            Stamp::Date(_) => stamp.date().midnight(),
            Stamp::Time { local, .. } => stamp.local_in(self.zone, local.time()),
        }
    }
}

fn recurrence(
    component: &ICalendarComponent,
    raw: Option<String>,
    start: &Start,
    note: &mut dyn FnMut(CalendarProblem),
) -> Option<Recurrence> {
    let mut rules = component.properties(&ICalendarProperty::Rrule);
    let first = rules.next();
    if rules.next().is_some() {
        note(CalendarProblem::SecondRule);
    }
    if component.has_property(&ICalendarProperty::Exrule) {
        note(CalendarProblem::ExclusionRule);
    }
    let parsed = || {
        let value = first.and_then(|entry| entry.values.first());
        let rule = value.cloned().and_then(ICalendarValue::into_text);
        rule.map(std::borrow::Cow::into_owned).unwrap_or_default()
    };
    let mut rule = raw.unwrap_or_else(parsed);
    if first.is_some()
        && let Err(word) = validate(&rule)
    {
        note(CalendarProblem::from_word(&word).unwrap_or(CalendarProblem::RuleSyntax));
        rule.clear();
    }
    let mut dates = |name| {
        let all = component.properties(name).map(|entry| stamps(entry, start.floating));
        let all = all.fold(Stamps::default(), |mut all, some| {
            all.list.extend(some.list);
            all.has_bad |= some.has_bad;
            all.has_period |= some.has_period;
            all
        });
        if all.has_bad {
            note(CalendarProblem::BadDate);
        }
        if all.has_period {
            note(CalendarProblem::PeriodLength);
        }
        all.list.iter().map(|stamp| start.instance(stamp)).collect::<Vec<LocalDateTime>>()
    };
    let (except, extra) = (dates(&ICalendarProperty::Exdate), dates(&ICalendarProperty::Rdate));
    let is_single = rule.is_empty() && except.is_empty() && extra.is_empty();
    (!is_single).then_some(Recurrence { rule, except, extra })
}

/// The first category that is one of our classes.
fn class(component: &ICalendarComponent) -> Class {
    let categories = component.properties(&ICalendarProperty::Categories).flat_map(|entry| &entry.values);
    let mut words =
        categories.filter_map(ICalendarValue::as_text).map(|word| word.trim().to_lowercase().replace([' ', '_'], "-"));
    words.find_map(|word| Class::from_word(&word)).unwrap_or(Class::Other)
}

/// CLASS:PRIVATE and CLASS:CONFIDENTIAL keep the title from readers outside.
fn handling(component: &ICalendarComponent) -> Handling {
    match component.property(&ICalendarProperty::Class).and_then(|entry| entry.values.first()) {
        Some(ICalendarValue::Classification(ICalendarClassification::Private | ICalendarClassification::Confidential)) => {
            Handling::Amber
        }
        _ => Handling::Clear,
    }
}

fn version(component: &ICalendarComponent, floating: &Zone) -> (i64, Option<LocalDateTime>) {
    let first = |name| component.property(name).and_then(|entry| entry.values.first());
    let sequence = first(&ICalendarProperty::Sequence).and_then(ICalendarValue::as_integer).unwrap_or(0);
    let changed = [ICalendarProperty::LastModified, ICalendarProperty::Dtstamp].iter().find_map(|name| {
        let stamp = component.property(name).and_then(|entry| stamps(entry, floating).list.into_iter().next())?;
        Some(stamp.local_in(&EventZone::Known(Zone::utc()), midnight()))
    });
    (sequence, changed)
}

/// A UID as an id: small letters, digits, `-`, `_` and `.`. One that had anything else, or is long, gets a piece of its hash, so
/// that two never become one.
fn safe_id(uid: &str) -> EventId {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
    if uid.len() <= 60 && uid.chars().all(is_plain) {
        return EventId::new(uid);
    }
    let safe = |c: char| if is_plain(c.to_ascii_lowercase()) { c.to_ascii_lowercase() } else { '-' };
    let start: String = uid.chars().take(40).map(safe).collect();
    EventId::new(format!("{}-{}", start.trim_matches('-'), digest(uid)))
}

/// An id for an event without a UID: the same summary and start give the same id.
fn derived_id(summary: &str, start: &Stamp) -> EventId {
    EventId::new(format!("event-{}", digest(&format!("{summary}\n{start:?}"))))
}

fn digest(text: &str) -> String {
    let hash = Sha256::digest(text);
    let number = hash.iter().take(5).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{number:010x}")
}
