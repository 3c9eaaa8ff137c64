//! What is worked out from a plan: who is needed on which days, what is due when, what holds at an instant.

use std::collections::BTreeMap;

use super::{
    ConnectorId, Holder, Level, LevelRule, MeasureId, Place, PlaybookId, PolicyId, QuarterDays, Text, Wanted, WindowId,
};
use crate::time::{Length, LocalDate, Timestamp, Zone};

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

/// A task of a window and one time at which it is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskDue {
    pub due: Timestamp,
    pub window: WindowId,
    /// In which it is shown.
    pub zone: Zone,
    pub playbook: PlaybookId,
    pub measure: MeasureId,
    pub title: Text,
    /// A role or person of roster.toml.
    pub owner: String,
    /// It is due again that long after, while the window lives.
    pub every: Option<Length>,
    /// Where the measure stands; None when its playbook is gone.
    pub place: Option<Place>,
}

/// How many of a sample, with the 95 % interval of the share in whole percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    pub hits: u32,
    pub of: u32,
    pub percent: u32,
    pub low: u32,
    pub high: u32,
}

/// What windows as early as a rule's would have caught of dated campaigns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caught {
    pub policy: PolicyId,
    pub rule: LevelRule,
    /// The largest lead and tail of the table that are no longer than the rule's, in days.
    pub lead_days: u32,
    pub tail_days: u32,
    /// Of events whose first lure was seen.
    pub seen: Share,
    /// Of events whose first lure was seen or is proven.
    pub proven_or_seen: Share,
}

/// Which windows make the days of a level in a quarter, and which of them would have to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DaysWhy {
    pub row: QuarterDays,
    /// Window, its days in the quarter, and those that no other window has; most days first.
    pub windows: Vec<(WindowId, u32, u32)>,
    /// Days of windows outside the range that was planned.
    pub outside: u32,
    /// Without these windows, which free so many days, the budget would be kept; empty: it is kept, or there is none.
    pub fits_without: Vec<(WindowId, u32)>,
}

/// A window that is live at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveWindow {
    pub window: WindowId,
    pub title: Text,
    pub level: Level,
    pub until: Timestamp,
    pub is_allowed: bool,
}

/// The posture at one instant, over all windows and over those alone that are allowed.
#[derive(Clone, Debug, PartialEq)]
pub struct PostureAt {
    pub at: Timestamp,
    pub level: Level,
    pub allowed_level: Level,
    pub windows: Vec<LiveWindow>,
    pub planned: BTreeMap<ConnectorId, Wanted>,
    pub allowed: BTreeMap<ConnectorId, Wanted>,
    /// Tasks of these windows, by the time they are first due.
    pub tasks: Vec<TaskDue>,
    /// Whom the day needs; None: nobody.
    pub staff: Option<StaffRow>,
}

impl PostureAt {
    /// When a holder's window ends.
    pub fn until(&self, holder: &Holder) -> Option<Timestamp> {
        self.windows.iter().find(|live| live.window == holder.window).map(|live| live.until)
    }
}
