//! What a plan costs people: who is needed on which days.

use super::{MeasureId, PlaybookId};
use crate::time::LocalDate;

/// Seats that a measure needs filled on every day under a window that asks for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Staff {
    /// A role of roster.toml, or a person's id.
    pub role: String,
    /// How many at the same time.
    pub people: u32,
    /// How long the seats are filled on a day, 1 to 24; people take turns.
    pub hours_per_day: u32,
}

impl Staff {
    /// Hours of work a day, over all who take turns.
    pub fn hours(&self) -> u32 {
        self.people.saturating_mul(self.hours_per_day)
    }
}

/// Days in a row that need the same people for the same measures.
#[derive(Clone, Debug, PartialEq)]
pub struct StaffRow {
    pub first: LocalDate,
    /// It belongs to the stretch.
    pub last: LocalDate,
    /// By role; seats of the same hours are added up.
    pub seats: Vec<Staff>,
    /// Of each day.
    pub analyst_hours: f64,
    /// What needs them, each once however many windows ask for it.
    pub measures: Vec<(PlaybookId, MeasureId)>,
}

impl StaffRow {
    pub fn days(&self) -> u32 {
        u32::try_from(self.last.days_since(self.first) + 1).unwrap_or(0)
    }

    /// Hours of work that a day needs of a role.
    pub fn hours_of(&self, role: &str) -> u32 {
        self.seats.iter().filter(|staff| staff.role == role).map(Staff::hours).sum()
    }
}

/// The people that a plan needs over its range, on the days of the workspace's zone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Staffing {
    /// In order of days; days that need nobody are left out.
    pub rows: Vec<StaffRow>,
    /// Over all rows: each measure counts once a day.
    pub analyst_hours: f64,
    /// What the windows cost one by one, added up: where they overlap, a measure counts more than once.
    pub analyst_hours_apart: f64,
}
