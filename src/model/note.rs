//! Notes: what a reader of a plan or a check should know, without it being a fault.

use super::{Level, Place, Severity};
use crate::time::Timestamp;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub severity: Severity,
    pub code: NoteCode,
    pub place: Option<Place>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteCode {
    /// A revoked technique: the living one stands for it.
    TechniqueRevoked {
        written: String,
        living: String,
    },
    /// A technique that the shipped table lacks.
    TechniqueUnknown {
        id: String,
    },
    /// The date is not known well enough to open a window.
    DateTooVague {
        event: String,
        precision: super::Precision,
    },
    Rumoured {
        event: String,
    },
    /// A tentative event opens windows up to `elevated`; this level waits until it is confirmed.
    NotConfirmed {
        event: String,
        level: Level,
    },
    /// A rule whose window would end before it starts.
    WindowEmpty {
        event: String,
        policy: String,
        level: Level,
    },
    ZoneUnknown {
        event: String,
    },
    ZoneGuessed {
        event: String,
        zone: String,
    },
    PartiesUnknown {
        event: String,
        policy: String,
    },
    /// A measure without a configured control becomes a task.
    ControlMissing {
        measure: String,
        control: String,
    },
    /// `prepare` cannot be kept any more.
    OrderByPassed {
        measure: String,
        window: String,
        order_by: Timestamp,
    },
    BudgetExceeded {
        level: Level,
        quarter: String,
        days: u32,
        budget: u32,
    },
    /// A scenario to rehearse before the window.
    Rehearse {
        scenario: String,
        window: String,
        before: Timestamp,
    },
    /// Recurrence stopped at a limit.
    RecurrenceLimited {
        event: String,
        limit: u32,
    },
    /// A calendar file's component could not be used; `why` is the word of a `CalendarProblem`.
    CalendarSkipped {
        what: String,
        why: String,
    },
    /// An inject that nobody of the cast receives.
    NoRecipient {
        inject: String,
        exercise: String,
    },
    NothingToRun,
}
