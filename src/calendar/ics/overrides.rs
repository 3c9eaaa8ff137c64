//! VEVENTs of one UID to events: the latest version of each holds, and an override replaces its instance.
//!
//! An override becomes an event of its own, `<id>.<instance>`, and its instance is taken out of the series; a cancelled one only
//! takes it out. A change of all later instances (RANGE=THISANDFUTURE) is not carried over, and a note says so.

use std::collections::BTreeMap;

use super::component::{Instance, Read};
use super::skipped;
use crate::model::{CalendarProblem, Event, EventId, Note, Recurrence, When};
use crate::time::LocalDateTime;

pub(super) fn merge(read: Vec<Read>, notes: &mut Vec<Note>) -> Vec<Event> {
    let mut order: Vec<EventId> = Vec::new();
    let mut groups: BTreeMap<EventId, Vec<Read>> = BTreeMap::new();
    for one in read {
        let group = groups.entry(one.event.id.clone()).or_insert_with_key(|id| {
            order.push(id.clone());
            Vec::new()
        });
        group.push(one);
    }
    order.iter().filter_map(|id| groups.remove(id)).flat_map(|group| series(group, notes)).collect()
}

/// The events of one UID: the series first, then its moved instances.
fn series(group: Vec<Read>, notes: &mut Vec<Note>) -> Vec<Event> {
    let (overrides, masters): (Vec<Read>, Vec<Read>) = group.into_iter().partition(|read| read.instance.is_some());
    let mut events: Vec<Event> = latest(masters, notes).into_iter().map(|read| read.event).collect();
    let mut moved: BTreeMap<LocalDateTime, Vec<Read>> = BTreeMap::new();
    for read in overrides {
        let Some(instance) = &read.instance else { continue };
        if instance.is_range {
            notes.push(skipped(read.event.place.clone(), read.event.id.as_str(), CalendarProblem::ThisAndFuture));
            continue;
        }
        let nominal = nominal(instance, events.first().unwrap_or(&read.event));
        moved.entry(nominal).or_default().push(read);
    }
    for (nominal, versions) in moved {
        let Some(read) = latest(versions, notes) else { continue };
        if let Some(master) = events.first_mut() {
            let recurrence = master.recurrence.get_or_insert_with(|| Recurrence {
                rule: String::new(),
                except: Vec::new(),
                extra: Vec::new(),
            });
            recurrence.except.push(nominal);
        }
        if !read.event.is_cancelled {
            let stamp: String = nominal.to_string().chars().filter(char::is_ascii_alphanumeric).collect();
            let id = EventId::new(format!("{}.{}", read.event.id, stamp.to_ascii_lowercase()));
            let is_cancelled = events.first().is_some_and(|master| master.is_cancelled);
            events.push(Event { id, recurrence: None, is_cancelled, ..read.event });
        }
    }
    events
}

/// The one with the highest version; the others get a note.
fn latest(versions: Vec<Read>, notes: &mut Vec<Note>) -> Option<Read> {
    let mut best: Option<Read> = None;
    for read in versions {
        let loser = match best.take() {
            None => {
                best = Some(read);
                continue;
            }
            Some(held) if held.version > read.version => {
                best = Some(held);
                read
            }
            Some(held) => {
                best = Some(read);
                held
            }
        };
        notes.push(skipped(loser.event.place.clone(), loser.event.id.as_str(), CalendarProblem::OlderVersion));
    }
    best
}

/// The instance's start on the local clock of its series.
fn nominal(instance: &Instance, master: &Event) -> LocalDateTime {
    match master.when {
        When::AllDay { .. } => instance.of.date().midnight(),
        When::Timed { start, .. } => instance.of.local_in(&master.zone, start.time()),
    }
}
