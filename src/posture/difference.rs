//! What the difference of two plans does: to windows that hold, that are approved, that lie ahead. It only says so, with the same
//! functions that the machine goes by.
//!
//! A window that took effect is contested when the files ask for something else in its place: its event moved, was cancelled,
//! vanished, or its rule or measures are otherwise. It keeps its recorded end, and what is asked for now has to be decided by
//! people. So it is with one of an order. One that was never recorded (nothing carried the plan out) has nothing to keep. A window's
//! identity is its id. So a window whose nominal start changed is another window, and no approval goes with it, although both
//! are shown as one that moved.

use std::collections::{BTreeMap, BTreeSet};

use super::alterations;
use super::approvals::{is_allowed, moved_targets};
use super::seats::approvals_of;
use crate::model::{
    Alteration, Cause, Effect, EventChange, EventId, Plan, PlanDiff, PlannedWindow, PostureState, Settings, Standing,
    WindowChange, WindowId,
};
use crate::plan::{Altered, altered, altered_days, only_in};
use crate::time::Timestamp;

/// One side of a comparison.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    pub plan: &'a Plan,
    pub settings: &'a Settings,
}

/// What is otherwise in `new`, and what that does as things stand at `now`. Both plans are of one range.
pub fn difference(
    old: Side<'_>,
    new: Side<'_>,
    events: Vec<EventChange>,
    renamed: &BTreeMap<EventId, EventId>,
    state: &PostureState,
    now: Timestamp,
) -> PlanDiff {
    let waiting = alterations::altered(old.plan, new.plan, state, now);
    let waiting: BTreeSet<WindowId> = waiting.into_iter().map(|altered| altered.window).collect();
    let mut windows: Vec<WindowChange> =
        altered(old.plan, new.plan, renamed).iter().filter_map(|altered| change(altered, &waiting, state, now)).collect();
    windows.sort_by_key(|change| std::cmp::Reverse(change.gravity()));
    PlanDiff {
        events,
        windows,
        moved_targets: moved_targets(old.settings, new.settings, state),
        days: altered_days(old.plan, new.plan),
        notes_new: only_in(&new.plan.notes, &old.plan.notes),
        notes_gone: only_in(&old.plan.notes, &new.plan.notes),
    }
}

fn change(altered: &Altered<'_>, waiting: &BTreeSet<WindowId>, state: &PostureState, now: Timestamp) -> Option<WindowChange> {
    let Altered { old, new, what } = altered;
    let shown = (*new).or(*old)?;
    let before = (*old).or(*new)?;
    let was = &before.window.id;
    Some(WindowChange {
        window: shown.window.id.clone(),
        was: (*was != shown.window.id).then(|| was.clone()),
        event: match &shown.window.cause {
            Cause::Occurrence { event, .. } => Some(event.clone()),
            Cause::Order { .. } => None,
        },
        level: shown.window.level,
        title: shown.title.clone(),
        public_title: shown.public_title.clone(),
        zone: shown.window.zone.clone(),
        what: what.clone(),
        standing: standing(before, state, now),
        effects: match (*old, *new) {
            (Some(old), Some(new)) => altering(old, new, what, state, now),
            (Some(old), None) => leaving(old, state, now),
            (None, Some(new)) => opening(new, state, now),
            (None, None) => return None,
        },
        needs_acceptance: waiting.contains(was) || waiting.contains(&shown.window.id),
    })
}

/// Where a window stands at `now`.
pub fn standing(planned: &PlannedWindow, state: &PostureState, now: Timestamp) -> Standing {
    if planned.window.until <= now {
        return Standing::Over;
    }
    match (planned.window.from <= now, is_allowed(planned, state)) {
        (true, true) => Standing::Live,
        (true, false) => Standing::Unapplied,
        (false, _) if planned.approvals_needed == 0 => Standing::Future,
        (false, true) => Standing::Approved,
        (false, false) => Standing::Waiting,
    }
}

/// A window that comes.
fn opening(new: &PlannedWindow, state: &PostureState, now: Timestamp) -> Vec<Effect> {
    if new.window.until <= now {
        return vec![Effect::Nothing];
    }
    let is_late = new.window.from <= now;
    let mut effects = Vec::new();
    if is_late {
        effects.push(Effect::StartsLate { from: new.window.from });
    }
    effects.push(demanded(new, state, is_late));
    effects
}

/// What a window that is or comes asks for.
fn demanded(new: &PlannedWindow, state: &PostureState, is_live: bool) -> Effect {
    let (have, need) = approvals_of(new, state);
    match (have < need, is_live) {
        (true, _) => Effect::Asks { have, need },
        (false, true) => Effect::AtOnce,
        (false, false) => Effect::Nothing,
    }
}

/// A window that goes.
fn leaving(old: &PlannedWindow, state: &PostureState, now: Timestamp) -> Vec<Effect> {
    let (lost, _) = approvals_of(old, state);
    vec![match standing(old, state, now) {
        Standing::Live if is_recorded(old, state, now) => Effect::Contested { until: old.window.until },
        Standing::Live | Standing::Unapplied | Standing::Approved | Standing::Waiting | Standing::Future if lost > 0 => {
            Effect::Withdrawn { lost }
        }
        Standing::Over | Standing::Live | Standing::Unapplied | Standing::Approved | Standing::Waiting | Standing::Future => {
            Effect::Nothing
        }
    }]
}

/// Whether a window took effect and holds as it was then, whatever the files say.
fn is_recorded(planned: &PlannedWindow, state: &PostureState, now: Timestamp) -> bool {
    state.kept.iter().any(|kept| kept.planned.window.id == planned.window.id && kept.is_open(now))
}

fn altering(
    old: &PlannedWindow,
    new: &PlannedWindow,
    what: &[Alteration],
    state: &PostureState,
    now: Timestamp,
) -> Vec<Effect> {
    let is_another = old.hash != new.hash || old.window.id != new.window.id;
    let has_moved = what.iter().any(|what| matches!(what, Alteration::Moved { .. }));
    match standing(old, state, now) {
        Standing::Over if has_moved => opening(new, state, now),
        Standing::Over => vec![Effect::Nothing],
        Standing::Live if is_another && is_recorded(old, state, now) => contested(old, new, state, now),
        Standing::Live if is_another && is_allowed(new, state) => ahead(old, new, state, now),
        Standing::Live => vec![live(new, what, state)],
        Standing::Unapplied | Standing::Approved | Standing::Waiting | Standing::Future => ahead(old, new, state, now),
    }
}

/// A window that holds, and something else is asked for in its place.
fn contested(old: &PlannedWindow, new: &PlannedWindow, state: &PostureState, now: Timestamp) -> Vec<Effect> {
    let until = old.window.until;
    let mut effects = vec![Effect::Contested { until }];
    if new.window.until <= now {
        return effects;
    }
    let (have, need) = approvals_of(new, state);
    effects.push(Effect::DecideBefore { until, have, need: need.max(1) });
    if new.window.from <= now && new.window.from < old.window.from {
        effects.push(Effect::StartsLate { from: new.window.from });
    }
    effects
}

/// A window that holds and stays the one that was approved, or loses what allows it.
fn live(new: &PlannedWindow, what: &[Alteration], state: &PostureState) -> Effect {
    let (have, need) = approvals_of(new, state);
    if !is_allowed(new, state) {
        Effect::TakenBack { have, need }
    } else if what.iter().any(|what| matches!(what, Alteration::Join { .. })) {
        Effect::AtOnce
    } else if need > 0 {
        Effect::ApprovalStays
    } else {
        Effect::Nothing
    }
}

/// A window that does not hold yet.
fn ahead(old: &PlannedWindow, new: &PlannedWindow, state: &PostureState, now: Timestamp) -> Vec<Effect> {
    let (had, needed) = approvals_of(old, state);
    let (have, need) = approvals_of(new, state);
    let is_another = old.hash != new.hash || old.window.id != new.window.id;
    if new.window.until <= now {
        return vec![if had > 0 { Effect::Withdrawn { lost: had } } else { Effect::Nothing }];
    }
    let mut effects = Vec::new();
    let is_live = new.window.from <= now;
    if is_live && old.window.from > now {
        effects.push(Effect::StartsLate { from: new.window.from });
    }
    effects.push(if is_another && had > have {
        Effect::Lapses { lost: had - have, need }
    } else if have < need && (need > needed || is_live) {
        Effect::Asks { have, need }
    } else if have >= need && is_live {
        Effect::AtOnce
    } else if had > 0 {
        Effect::ApprovalStays
    } else {
        Effect::Nothing
    });
    effects
}

#[cfg(test)]
mod tests;
