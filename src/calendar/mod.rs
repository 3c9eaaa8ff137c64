//! Events to dated occurrences: recurrence, iCalendar. Pure: bytes and events in, events and occurrences out.
//!
//! `input` reads .ics files with [`ics::events`] and checks rules with [`validate`]; `plan` asks for [`occurrences()`];
//! [`changes()`] says what two revisions differ in. It never decides what an event means for the posture, and never drops anything
//! without a note.

mod changes;
mod expansion;
pub mod ics;
mod occurrences;
mod recurrence;

pub use changes::{changes, renamed_ids};
pub use occurrences::{Occurrences, UNKNOWN_ZONE_MS, occurrences};
pub use recurrence::validate;
