//! What two revisions of a calendar, or two fetches of a feed, differ in.
//!
//! Events are matched by id. Some feeds give every event a new id at each fetch; so an id that is gone and one that is new are one
//! event with another id when title, local day and zone agree: [`EventAlteration::Reidentified`]. Where several events look alike
//! and not as many came as went, nobody can tell which is which, and they stay gone and new.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Event, EventAlteration, EventChange, EventId, EventTime, EventZone, When};
use crate::time::LocalDate;

/// Everything that is otherwise in `new`, in the order of the events' ids.
pub fn changes(old: &[Event], new: &[Event]) -> Vec<EventChange> {
    let former = by_id(old);
    let present = by_id(new);
    let ids = reidentified(&former, &present);
    let taken: BTreeSet<&EventId> = ids.values().copied().collect();
    let mut found = Vec::new();
    for (id, event) in &present {
        let before = former.get(id).or_else(|| ids.get(id).and_then(|was| former.get(was)));
        let mut add = |what| found.push(EventChange { event: event.id.clone(), title: event.title.clone(), what });
        match before {
            None => {
                add(EventAlteration::New { at: time(event) });
                if event.is_cancelled {
                    add(EventAlteration::Cancelled);
                }
            }
            Some(before) => alterations(before, event).into_iter().for_each(add),
        }
    }
    let is_gone = |event: &&&Event| !present.contains_key(&event.id) && !taken.contains(&event.id);
    let gone = former.values().filter(is_gone).map(|event| {
        let what = EventAlteration::Vanished { at: time(event) };
        EventChange { event: event.id.clone(), title: event.title.clone(), what }
    });
    found.extend(gone);
    found.sort_by(|a, b| a.event.cmp(&b.event));
    found
}

/// The present ids of events that have another one than before, by the former id.
pub fn renamed_ids(changes: &[EventChange]) -> BTreeMap<EventId, EventId> {
    let ids = changes.iter().filter_map(|change| match &change.what {
        EventAlteration::Reidentified { from } => Some((from.clone(), change.event.clone())),
        EventAlteration::New { .. }
        | EventAlteration::Vanished { .. }
        | EventAlteration::Cancelled
        | EventAlteration::Restored
        | EventAlteration::Moved { .. }
        | EventAlteration::Renamed { .. }
        | EventAlteration::CoverName { .. }
        | EventAlteration::Class { .. }
        | EventAlteration::Parties { .. }
        | EventAlteration::Certainty { .. }
        | EventAlteration::Precision { .. }
        | EventAlteration::Handling { .. }
        | EventAlteration::Recurrence { .. } => None,
    });
    ids.collect()
}

fn by_id(events: &[Event]) -> BTreeMap<&EventId, &Event> {
    events.iter().map(|event| (&event.id, event)).collect()
}

fn time(event: &Event) -> EventTime {
    EventTime { when: event.when.clone(), zone: event.zone.clone() }
}

/// What is otherwise about one event; what is written about where it comes from does not count.
fn alterations(old: &Event, new: &Event) -> Vec<EventAlteration> {
    let mut found = Vec::new();
    if old.id != new.id {
        found.push(EventAlteration::Reidentified { from: old.id.clone() });
    }
    match (old.is_cancelled, new.is_cancelled) {
        (false, true) => found.push(EventAlteration::Cancelled),
        (true, false) => found.push(EventAlteration::Restored),
        (true, true) | (false, false) => {}
    }
    if old.when != new.when || zone_name(&old.zone) != zone_name(&new.zone) {
        found.push(EventAlteration::Moved { from: time(old), to: time(new) });
    }
    if old.title != new.title {
        found.push(EventAlteration::Renamed { from: old.title.clone(), to: new.title.clone() });
    }
    if old.cover_name != new.cover_name {
        found.push(EventAlteration::CoverName { from: old.cover_name.clone(), to: new.cover_name.clone() });
    }
    if old.class != new.class {
        found.push(EventAlteration::Class { from: old.class, to: new.class });
    }
    if parties(old) != parties(new) {
        found.push(EventAlteration::Parties { from: old.parties.clone(), to: new.parties.clone() });
    }
    if old.certainty != new.certainty {
        found.push(EventAlteration::Certainty { from: old.certainty, to: new.certainty });
    }
    if old.precision != new.precision {
        found.push(EventAlteration::Precision { from: old.precision, to: new.precision });
    }
    if old.handling != new.handling {
        found.push(EventAlteration::Handling { from: old.handling, to: new.handling });
    }
    if old.recurrence != new.recurrence {
        found.push(EventAlteration::Recurrence { from: old.recurrence.clone(), to: new.recurrence.clone() });
    }
    found
}

/// As a set: their order says nothing.
fn parties(event: &Event) -> BTreeSet<String> {
    event.parties.iter().map(|party| party.to_lowercase()).collect()
}

/// A zone that was guessed right and is now written makes no difference.
fn zone_name(zone: &EventZone) -> Option<&'static str> {
    match zone {
        EventZone::Known(zone) | EventZone::Guessed(zone) => Some(zone.name()),
        EventZone::Unknown => None,
    }
}

/// What two events have in common that are one: title in both languages, local day, zone.
type Likeness = (String, String, LocalDate, Option<&'static str>);

/// The former id of each event that has another one now.
fn reidentified<'a>(
    former: &BTreeMap<&'a EventId, &'a Event>,
    present: &BTreeMap<&'a EventId, &'a Event>,
) -> BTreeMap<&'a EventId, &'a EventId> {
    let mut groups: BTreeMap<Likeness, (Vec<&Event>, Vec<&Event>)> = BTreeMap::new();
    for event in former.values().filter(|event| !present.contains_key(&event.id)) {
        groups.entry(likeness(event)).or_default().0.push(event);
    }
    for event in present.values().filter(|event| !former.contains_key(&event.id)) {
        groups.entry(likeness(event)).or_default().1.push(event);
    }
    let mut ids = BTreeMap::new();
    for (mut gone, mut come) in groups.into_values().filter(|(gone, come)| gone.len() == come.len()) {
        gone.sort_by_key(|event| (start(event), &event.id));
        come.sort_by_key(|event| (start(event), &event.id));
        ids.extend(come.iter().zip(&gone).map(|(come, gone)| (&come.id, &gone.id)));
    }
    ids
}

fn start(event: &Event) -> crate::time::LocalDateTime {
    match &event.when {
        When::Timed { start, .. } => *start,
        When::AllDay { first, .. } => first.midnight(),
    }
}

fn likeness(event: &Event) -> Likeness {
    (normalised(&event.title.en), normalised(&event.title.ja), start(event).date(), zone_name(&event.zone))
}

/// Without spaces, in lower case, every letter in its usual width.
fn normalised(title: &str) -> String {
    let mut said = String::with_capacity(title.len());
    for c in title.chars() {
        match (usual_width(c), said.chars().last()) {
            ('\u{309b}' | '\u{3099}', Some(last)) => voice(&mut said, last, is_voiced, 1),
            ('\u{309c}' | '\u{309a}', Some(last)) => voice(&mut said, last, |last| "ハヒフヘホ".contains(last), 2),
            (c, _) if c.is_whitespace() => {}
            (c, _) => said.extend(c.to_lowercase()),
        }
    }
    said
}

/// Half-width katakana, from U+FF66 on.
const KATAKANA: &str = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン\u{309b}\u{309c}";

fn usual_width(c: char) -> char {
    let shifted = |by: u32| char::from_u32(u32::from(c) - by).unwrap_or(c);
    match c {
        '\u{ff01}'..='\u{ff5e}' => shifted(0xfee0),
        '\u{ff66}'..='\u{ff9f}' => KATAKANA.chars().nth(u32::from(c) as usize - 0xff66).unwrap_or(c),
        other => other,
    }
}

fn is_voiced(kana: char) -> bool {
    "カキクケコサシスセソタチツテトハヒフヘホ".contains(kana)
}

/// Joins a mark of voicing, which half-width kana write as a letter of its own, to the letter before it.
fn voice(said: &mut String, last: char, takes_it: impl Fn(char) -> bool, by: u32) {
    if takes_it(last) {
        said.pop();
        said.extend(char::from_u32(u32::from(last) + by));
    } else if last == 'ウ' && by == 1 {
        said.pop();
        said.push('ヴ');
    }
}

#[cfg(test)]
mod tests;
