//! Events to dated occurrences: recurrence, iCalendar. Pure: bytes and events in, events and occurrences out.
//!
//! `input` reads .ics files with [`ics::events`] and checks rules with [`validate`]; `plan` asks for [`occurrences()`]. It never
//! decides what an event means for the posture, and never drops anything without a note.

mod expansion;
pub mod ics;
mod occurrences;
mod recurrence;

pub use occurrences::{Occurrences, occurrences};
pub use recurrence::validate;
