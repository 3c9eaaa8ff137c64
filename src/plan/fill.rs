//! One drafted window to a planned one: titles, demands, tasks, dates to order by, approvals, cost, hash.

use std::sync::Arc;

use super::calls::Calls;
use super::draft::{Asker, Draft};
use super::hash;
use crate::model::{Because, Cause, Event, Handling, Place, PlannedWindow, ScenarioId, Text, Window, WindowStatus, Workspace};
use crate::text;
use crate::time::{MINUTE_MS, Timestamp, Zone};

/// `calls` is what the window's level calls for, `calls_hash` its hash. What a standing approval would have to be of is not filled.
pub(super) fn window(workspace: &Workspace, draft: &Draft, calls: &Calls, calls_hash: &str) -> PlannedWindow {
    let Origin { zone, cause, title, public_title, event_from, event_until, because, threat } = Origin::of(workspace, draft);
    let window = Window {
        id: draft.id(),
        cause,
        level: draft.level,
        scope: draft.scope.clone(),
        from: draft.from,
        until: draft.until,
        zone,
    };
    PlannedWindow {
        status: WindowStatus::Planned,
        hash: hash::window(draft.from, draft.until, draft.level, draft.scope, calls_hash),
        title,
        public_title,
        event_from,
        event_until,
        because,
        demands: calls.demands.clone(),
        tasks: Arc::clone(&calls.tasks),
        prepares: Arc::clone(&calls.prepares),
        approvals_needed: workspace.settings.approvals_needed(draft.level),
        standing: None,
        analyst_hours: calls.hours_per_day * days(draft),
        threat,
        window,
    }
}

/// What a window takes from what asks for it.
struct Origin {
    zone: Zone,
    cause: Cause,
    title: Text,
    public_title: Text,
    event_from: Timestamp,
    event_until: Timestamp,
    because: Because,
    threat: Vec<ScenarioId>,
}

impl Origin {
    fn of(workspace: &Workspace, draft: &Draft) -> Self {
        match &draft.asker {
            Asker::Rule { event, occurrence, policy, rule } => Self {
                zone: occurrence.zone.clone(),
                cause: Cause::Occurrence { event: event.id.clone(), nominal: occurrence.nominal, policy: policy.id.clone() },
                title: event.title.clone(),
                public_title: public_title(event),
                event_from: occurrence.from,
                event_until: occurrence.until,
                because: Because { asked_by: event.place.clone(), rule: Some(rule.place.clone()) },
                threat: policy.threat.clone(),
            },
            Asker::Order(order) => Self {
                zone: workspace.settings.zone.clone(),
                cause: Cause::Order { order: order.id.clone() },
                title: Text::same(order.reason.as_str()),
                // A reason is written for those who approve, not for those who read a calendar.
                public_title: text::plan::cover(),
                event_from: draft.from,
                event_until: draft.until,
                because: Because { asked_by: Place::file("standto.toml"), rule: None },
                threat: Vec::new(),
            },
        }
    }
}

/// Days of 24 h that the window lasts, to the minute.
fn days(draft: &Draft) -> f64 {
    let minutes = draft.until.since(draft.from) / MINUTE_MS;
    f64::from(i32::try_from(minutes).unwrap_or(i32::MAX)) / 1440.0
}

/// What outsiders may read: a handled event never shows its title.
fn public_title(event: &Event) -> Text {
    match (event.handling, &event.cover_name) {
        (Handling::Clear, _) => event.title.clone(),
        (Handling::Green | Handling::Amber | Handling::Red, Some(cover)) => cover.clone(),
        (Handling::Green | Handling::Amber | Handling::Red, None) => text::plan::cover(),
    }
}
