//! Policy events and their dated occurrences.

use super::{Certainty, Class, EventId, Handling, Place, Precision, Text};
use crate::time::{LocalDate, LocalDateTime, Timestamp, Zone};

/// When an event takes place, in local time at the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    Timed {
        start: LocalDateTime,
        end: LocalDateTime,
    },
    /// Both days belong to the event.
    AllDay {
        first: LocalDate,
        last: LocalDate,
    },
}

/// What is known of an event's zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventZone {
    Known(Zone),
    /// Taken from the workspace or a hint; notes say so.
    Guessed(Zone),
    /// Windows are widened by 14 h on both sides.
    Unknown,
}

/// How an event repeats (RFC 5545), in local time at the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recurrence {
    /// The value of an RRULE, `FREQ=…` without the property's name.
    pub rule: String,
    pub except: Vec<LocalDateTime>,
    pub extra: Vec<LocalDateTime>,
}

/// A policy event as a calendar tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub id: EventId,
    pub title: Text,
    pub class: Class,
    pub when: When,
    pub zone: EventZone,
    pub recurrence: Option<Recurrence>,
    /// Country codes or names; empty is unknown: a rule on parties matches, with a note.
    pub parties: Vec<String>,
    pub certainty: Certainty,
    pub precision: Precision,
    pub handling: Handling,
    /// Stands for the title wherever outsiders or all staff read.
    pub cover_name: Option<Text>,
    pub is_cancelled: bool,
    pub source: Option<String>,
    pub place: Place,
}

impl Event {
    /// Its start as the calendar names it: of an event that repeats, the first one's.
    pub fn start(&self) -> LocalDateTime {
        match &self.when {
            When::Timed { start, .. } => *start,
            When::AllDay { first, .. } => first.midnight(),
        }
    }
}

/// One dated instance of an event. Its identity is (event, nominal).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    pub event: EventId,
    /// The start as the calendar names it, which stays when an instance is moved.
    pub nominal: LocalDateTime,
    pub from: Timestamp,
    /// Exclusive.
    pub until: Timestamp,
    /// The zone in which lengths in days are counted.
    pub zone: Zone,
}
