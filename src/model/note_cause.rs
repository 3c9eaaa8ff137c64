//! What a note of a plan rests on, for `--explain`: the things of the workspace and the plan themselves, and what was counted.

use super::{
    Bounds, Certainty, Connector, DaysWhy, Event, Level, LevelRule, Measure, MeasureId, Person, Place, PlannedWindow, Playbook,
    PlaybookId, Policy, Precision, ScenarioId, Text, WindowId,
};
use crate::time::{Length, LocalDate, Timestamp, Zone};

/// One thing that a note rests on.
#[derive(Clone, Debug)]
pub enum NoteCause<'a> {
    /// A file says it there; None: in no file.
    Written {
        place: Option<&'a Place>,
    },
    Event(&'a Event),
    /// A date known no better opens no window.
    Vague(Precision),
    /// Up to which level events of this certainty open windows; None: they open none.
    Ceiling {
        certainty: Certainty,
        highest: Option<Level>,
    },
    /// A rule that the event falls under.
    Rule {
        policy: &'a Policy,
        rule: &'a LevelRule,
    },
    /// The bounds that a rule makes of an occurrence, whether a window comes of it or not.
    Counted {
        rule: &'a LevelRule,
        event: Bounds,
        window: Bounds,
        zone: Zone,
    },
    /// An occurrence in an unknown zone: read as UTC, and made longer on both sides.
    Widened {
        read: Bounds,
        counted: Bounds,
    },
    /// Whom a policy is for.
    Parties(&'a Policy),
    /// Windows that it bears on.
    Windows(Vec<WindowId>),
    Window(&'a PlannedWindow),
    /// What a measure asks of a control.
    Sets {
        playbook: &'a Playbook,
        measure: &'a Measure,
    },
    /// Whom a measure needs on watch.
    Needs {
        playbook: &'a Playbook,
        measure: &'a Measure,
    },
    /// All there are.
    Connectors(&'a [Connector]),
    /// A target that cannot be narrowed.
    Target(&'a Connector),
    /// A window's start less what a measure takes to prepare.
    CountedBack {
        measure: MeasureId,
        place: Option<&'a Place>,
        prepare: Length,
        start: Timestamp,
        by: Timestamp,
        zone: &'a Zone,
        /// Whole days between `by` and now.
        late_days: i64,
    },
    /// The windows that make a quarter's days.
    Days(DaysWhy),
    /// Two stretches: the windows that end the one on its last day, and those that begin the next on its first.
    Gap {
        ends: LocalDate,
        before: Vec<WindowId>,
        starts: LocalDate,
        after: Vec<WindowId>,
        free: u32,
        least: u32,
    },
    /// Who has a role.
    People {
        role: &'a str,
        people: Vec<&'a Person>,
    },
    /// The roles that people of roster.toml have.
    Roles(Vec<&'a str>),
    Week(WeekWhy),
    /// A policy that names a scenario.
    Threat {
        policy: &'a Policy,
        scenario: ScenarioId,
        title: Option<&'a Text>,
    },
    /// Why this window and no other: the first at the highest level of so many under the same threat.
    FirstOf {
        window: &'a PlannedWindow,
        among: usize,
    },
}

/// What a role's people work in one week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekWhy {
    pub monday: LocalDate,
    pub sunday: LocalDate,
    pub shares: Vec<WeekShare>,
    pub hours: u32,
    pub people: u32,
    /// Rounded up.
    pub each: u32,
    pub cap: u32,
}

/// What one measure asks of a role in a week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekShare {
    pub playbook: PlaybookId,
    pub measure: MeasureId,
    pub days: u32,
    pub hours_a_day: u32,
}
