//! A plan: immutable, and so detailed that carrying it out makes no choice. `plan` makes it; everything else reads it.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    ConnectorId, Contest, Demand, Demands, EventId, GroupId, HeldSettings, MeasureId, Note, Place, PlaybookId, Quarter,
    References, RevisionId, ScenarioId, Scope, SettingRule, Text, Window, WindowId, Windows,
};
use crate::time::{Length, Timestamp};

/// A measure that a person carries out: a task, or a change to a control that is not configured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedTask {
    pub playbook: PlaybookId,
    pub measure: MeasureId,
    pub title: Text,
    /// A role or person of roster.toml.
    pub owner: String,
    pub evidence: Text,
    /// How long after it is asked for it is due.
    pub within: Length,
    /// It is asked for again that long after, while the window lives.
    pub every: Option<Length>,
}

/// Why a window is there, for `--explain`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Because {
    /// The event's place in its file, or standto.toml for an order.
    pub asked_by: Place,
    /// The rule's place in standto.toml; None for an order.
    pub rule: Option<Place>,
}

/// What a window is beside what took effect before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum WindowStatus {
    /// The files ask for it as it is.
    #[default]
    Planned,
    /// It took effect, and the files say otherwise now: it holds as it was recorded until its end, which nothing moves.
    Contested { why: Contest },
    /// What the files ask for now in place of a window that took effect: never by itself, only when it is approved.
    Proposed { beside: WindowId },
}

/// What a standing approval counts for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingBasis {
    /// Of the rule, and of the measures, settings and targets of its level: not of any date.
    pub rule_hash: String,
    /// In which the window begins, in the workspace's zone.
    pub quarter: Quarter,
}

/// A window and everything it calls for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlannedWindow {
    pub window: Window,
    /// Made anew with each plan.
    #[serde(skip)]
    pub status: WindowStatus,
    /// Of its resolved bounds, measures and targets: what an approval binds to.
    pub hash: String,
    /// The event's title, or the order's reason: for those who may read it.
    pub title: Text,
    /// What outsiders and all staff read: the cover name of a handled event, else the title.
    pub public_title: Text,
    /// The event's own bounds; the window's for an order.
    pub event_from: Timestamp,
    pub event_until: Timestamp,
    pub because: Because,
    /// Changes of its level and all lower ones: each window holds on its own. Windows alike share one list.
    pub demands: Demands,
    /// Tasks that no earlier window of the same occurrence and policy asks for.
    pub tasks: Arc<[PlannedTask]>,
    /// How long before the window's start a measure must be ordered; for the first window that includes it.
    pub prepares: Arc<[(MeasureId, Length)]>,
    pub approvals_needed: usize,
    /// What a standing approval must be of to count for it; None: of the levels that can be approved so, and for an order.
    #[serde(default)]
    pub standing: Option<StandingBasis>,
    /// Of its changes and its own tasks.
    pub analyst_hours: f64,
    /// Scenarios to rehearse before the window.
    pub threat: Vec<ScenarioId>,
}

impl PlannedWindow {
    /// What those call it who may not know what it is for: its reference when its title is not public.
    pub fn public_id(&self, references: &References) -> String {
        let is_open = matches!(self.window.cause, super::Cause::Order { .. }) || self.title == self.public_title;
        if is_open { self.window.id.to_string() } else { references.of(&self.window.id) }
    }

    /// When each measure must be ordered so that it is ready at the window's start.
    pub fn order_by(&self) -> impl Iterator<Item = (&MeasureId, Timestamp)> {
        let window = &self.window;
        self.prepares.iter().map(|(measure, prepare)| (measure, window.zone.shift(window.from, prepare.negated())))
    }

    /// As [`not_narrowed`], of this window.
    pub fn not_narrowed(&self) -> Option<(&GroupId, BTreeSet<&ConnectorId>)> {
        not_narrowed(&self.window.scope, &self.demands)
    }
}

/// The group that a scope is for, and the targets that cannot be narrowed to it: they change for everyone. None: there are none.
pub fn not_narrowed<'a>(scope: &'a Scope, demands: &'a [Demand]) -> Option<(&'a GroupId, BTreeSet<&'a ConnectorId>)> {
    let Scope::Group(group) = scope else { return None };
    let wide: BTreeSet<&ConnectorId> =
        demands.iter().filter(|demand| demand.only_for.is_none()).map(|demand| &demand.target).collect();
    (!wide.is_empty()).then_some((group, wide))
}

/// Days under windows of a level in a quarter of the workspace's zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarterDays {
    /// `2026-Q4`.
    pub quarter: String,
    pub level: super::Level,
    /// Distinct days.
    pub days: u32,
    pub budget: Option<u32>,
}

/// An event that opens no window, and why a note says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    pub event: EventId,
    pub title: Text,
    pub from: Timestamp,
}

/// What one target should be at an instant, joined over the windows that hold it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub settings: HeldSettings,
    /// When the last of the windows that hold it ends.
    pub expires_at: Timestamp,
}

/// What should be done when, over a range of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub revision: RevisionId,
    pub from: Timestamp,
    pub until: Timestamp,
    /// In order of start, then id.
    pub windows: Windows,
    pub reminders: Vec<Reminder>,
    pub quarters: Vec<QuarterDays>,
    /// How settings join.
    pub rules: Vec<SettingRule>,
    pub notes: Vec<Note>,
}

impl Plan {
    pub fn window(&self, id: &WindowId) -> Option<&PlannedWindow> {
        self.windows.with_id(id)
    }

    /// The window that a person calls so: by its id, or by what stands for it where its title is not public.
    pub fn called(&self, word: &WindowId, references: &References) -> Option<&PlannedWindow> {
        self.window(word).or_else(|| self.windows.iter().find(|planned| planned.public_id(references) == word.as_str()))
    }

    /// Windows that hold at `at`.
    pub fn live_at(&self, at: Timestamp) -> impl Iterator<Item = &PlannedWindow> {
        self.windows.iter().filter(move |planned| planned.window.is_live(at))
    }
}
