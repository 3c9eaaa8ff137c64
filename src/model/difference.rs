//! What two revisions of a calendar and two plans differ in, and what a difference does. `calendar` and `plan` find it,
//! `posture` says what it does, `text` puts it into words.

use super::{
    Certainty, Class, ConnectorId, ControlKind, EventId, EventZone, Gravity, Handling, Join, Level, MeasureId, Note,
    PlaybookId, Precision, Recurrence, ScenarioId, Scope, SettingName, SettingValue, Standing, Text, When, WindowId,
};
use crate::time::{Timestamp, Zone};

/// When an event takes place, as its calendar says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventTime {
    pub when: When,
    pub zone: EventZone,
}

/// One thing that is otherwise about an event. An event may have several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventChange {
    /// Its id now; the former one of an event that is gone.
    pub event: EventId,
    pub title: Text,
    pub what: EventAlteration,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventAlteration {
    New {
        at: EventTime,
    },
    /// No longer in the calendar, which is not the same as cancelled.
    Vanished {
        at: EventTime,
    },
    Cancelled,
    /// It was cancelled and is not any more.
    Restored,
    /// The same event under another id: its windows are other windows, so no approval goes with it.
    Reidentified {
        from: EventId,
    },
    /// Earlier, later, longer, shorter, or in another zone.
    Moved {
        from: EventTime,
        to: EventTime,
    },
    Renamed {
        from: Text,
        to: Text,
    },
    CoverName {
        from: Option<Text>,
        to: Option<Text>,
    },
    Class {
        from: Class,
        to: Class,
    },
    Parties {
        from: Vec<String>,
        to: Vec<String>,
    },
    Certainty {
        from: Certainty,
        to: Certainty,
    },
    Precision {
        from: Precision,
        to: Precision,
    },
    Handling {
        from: Handling,
        to: Handling,
    },
    Recurrence {
        from: Option<Recurrence>,
        to: Option<Recurrence>,
    },
}

/// `[from, until)` of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    pub from: Timestamp,
    pub until: Timestamp,
}

/// One setting that a measure sets otherwise; None: it did not, or does not any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingChange {
    pub name: SettingName,
    pub from: Option<SettingValue>,
    pub to: Option<SettingValue>,
}

/// One thing that is otherwise about a window. A window may have several.
#[derive(Clone, Debug, PartialEq)]
pub enum Alteration {
    Added {
        at: Bounds,
    },
    Dropped {
        at: Bounds,
    },
    Moved {
        from: Bounds,
        to: Bounds,
    },
    Scope {
        from: Scope,
        to: Scope,
    },
    Settings {
        target: ConnectorId,
        playbook: PlaybookId,
        measure: MeasureId,
        set: Vec<SettingChange>,
    },
    TaskAdded {
        playbook: PlaybookId,
        measure: MeasureId,
    },
    TaskDropped {
        playbook: PlaybookId,
        measure: MeasureId,
    },
    Join {
        control: ControlKind,
        name: SettingName,
        from: Option<Join>,
        to: Option<Join>,
    },
    ApprovalsNeeded {
        from: usize,
        to: usize,
    },
    /// Owner, title or evidence of a task; no approval binds to them, nor to what follows.
    TaskReworded {
        playbook: PlaybookId,
        measure: MeasureId,
    },
    Preconditions {
        target: ConnectorId,
        measure: MeasureId,
    },
    Renamed {
        from: Text,
        to: Text,
    },
    OrderBy {
        measures: Vec<MeasureId>,
    },
    Hours {
        from: f64,
        to: f64,
    },
    Rehearsals {
        from: Vec<ScenarioId>,
        to: Vec<ScenarioId>,
    },
}

/// What a difference does to a window. It may do several things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    Nothing,
    /// What was approved is not what changes.
    ApprovalStays,
    /// It needs approvals that nobody has given yet.
    Asks {
        have: u32,
        need: u32,
    },
    /// Nothing has to be approved, so it takes effect as soon as the revision does.
    AtOnce,
    /// Its start has already passed.
    StartsLate {
        from: Timestamp,
    },
    /// The approvals it had are void; it is asked for again.
    Lapses {
        lost: u32,
        need: u32,
    },
    /// The approvals it had are void, and nothing is asked for.
    Withdrawn {
        lost: u32,
    },
    /// A live window that now needs more approvals than it has: what it holds is taken back until they are given.
    TakenBack {
        have: u32,
        need: u32,
    },
    /// What is asked for in place of a contested window: it has to be decided before that one ends, and never starts by itself.
    DecideBefore {
        until: Timestamp,
        have: u32,
        need: u32,
    },
    /// A live window: neither closed early nor extended by itself.
    Contested {
        until: Timestamp,
    },
}

impl Effect {
    /// How grave it is.
    pub fn gravity(self) -> Gravity {
        match self {
            Effect::Nothing | Effect::ApprovalStays => Gravity::Harmless,
            Effect::Asks { .. } | Effect::StartsLate { .. } => Gravity::Undecided,
            Effect::AtOnce => Gravity::Immediate,
            Effect::Lapses { .. } | Effect::Withdrawn { .. } => Gravity::Lapsing,
            Effect::TakenBack { .. } => Gravity::TakenBack,
            Effect::DecideBefore { .. } | Effect::Contested { .. } => Gravity::Contested,
        }
    }
}

/// A window that is otherwise in another plan.
#[derive(Clone, Debug, PartialEq)]
pub struct WindowChange {
    /// Its id in the new plan; in the old one if it is gone.
    pub window: WindowId,
    /// Its id in the old plan, where that is another: the start or the id of its event changed.
    pub was: Option<WindowId>,
    /// Both as in the new plan, None for an order.
    pub event: Option<EventId>,
    pub level: Level,
    pub title: Text,
    pub public_title: Text,
    /// In which its bounds are shown.
    pub zone: Zone,
    pub what: Vec<Alteration>,
    /// Of the window in the old plan; in the new one if it is added.
    pub standing: Standing,
    pub effects: Vec<Effect>,
    /// A revision with it waits for `plan accept`.
    pub needs_acceptance: bool,
}

impl WindowChange {
    /// Of its gravest effect.
    pub fn gravity(&self) -> Gravity {
        self.effects.iter().map(|effect| effect.gravity()).max().unwrap_or(Gravity::Harmless)
    }
}

/// Days under a level in a quarter, in both plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DaysChange {
    /// `2026-Q4`.
    pub quarter: String,
    pub level: Level,
    pub from: u32,
    pub to: u32,
    /// In the new plan.
    pub budget: Option<u32>,
}

/// What two plans differ in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanDiff {
    pub events: Vec<EventChange>,
    /// The gravest first, then by start.
    pub windows: Vec<WindowChange>,
    /// Targets that are held and that the new revision drops or points elsewhere: it waits for `plan accept`.
    pub moved_targets: Vec<ConnectorId>,
    pub days: Vec<DaysChange>,
    pub notes_new: Vec<Note>,
    pub notes_gone: Vec<Note>,
}

impl PlanDiff {
    pub fn is_empty(&self) -> bool {
        let PlanDiff { events, windows, moved_targets, days, notes_new, notes_gone } = self;
        let has_lists = events.is_empty() && windows.is_empty() && moved_targets.is_empty();
        has_lists && days.is_empty() && notes_new.is_empty() && notes_gone.is_empty()
    }
}
