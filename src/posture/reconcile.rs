//! The difference between the posture wanted now and the ledger, as steps.
//!
//! Nothing is remembered between two looks: after a week of downtime the steps are exactly what is needed now. A look that finds
//! everything as it should be yields nothing, so looking often is harmless.

use std::collections::BTreeSet;

use super::approvals::is_allowed;
use super::changes::windows;
use super::preconditions::Blocked;
use super::rounds::{self, Ask};
use crate::model::{
    ConnectorId, Demand, HeldSettings, Holder, LedgerEntry, LedgerPhase, MeasureId, Plan, PlannedTask, PlannedWindow,
    PostureState, Wanted, WindowId,
};
use crate::plan::{Part, joined};
use crate::time::Timestamp;

/// One thing that is to be done about a target or a task now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PostureStep {
    /// Write these settings.
    Apply { target: ConnectorId, settings: HeldSettings, expires_at: Timestamp },
    /// Other windows hold the target, or until another time, but its values stay: only the ledger is written.
    Hold { target: ConnectorId, settings: HeldSettings, expires_at: Timestamp },
    /// Nothing wants the target changed any longer: restore the state from before.
    Revert { target: ConnectorId },
    /// An act was begun and its end is not recorded: observe, then `changes::recover`.
    Recover { target: ConnectorId, is_wanted: bool },
    /// The windows of a target that a person took back are over: only the ledger is written.
    Forget { target: ConnectorId },
    /// Put a round of a task to its owner.
    Ask { window: WindowId, measure: MeasureId, ask: Ask },
}

/// What is to be done now, what is taken back told before what is changed. A blocked measure takes no part until it is free; one that holds
/// a target already keeps holding it. Targets in conflict get no step: a person decides.
pub fn reconcile(plan: &Plan, state: &PostureState, blocked: &[Blocked], now: Timestamp) -> Vec<PostureStep> {
    let live = live(plan, state, blocked, now);
    let wanted = joined(&plan.rules, live.clone());

    let mut steps: Vec<PostureStep> = Vec::new();
    for entry in state.ledger.iter().filter(|entry| !is_frozen(entry, state, now)) {
        steps.extend(step_for(entry, wanted.get(&entry.target)));
    }
    let known: BTreeSet<&ConnectorId> = state.ledger.iter().map(|entry| &entry.target).collect();
    for (target, wanted) in wanted.iter().filter(|(target, _)| !known.contains(target)) {
        steps.push(apply(target, wanted));
    }
    steps.sort_by_key(rank);
    for Part { planned, .. } in &live {
        let asks = planned.tasks.iter().filter_map(|task| Some((task, rounds::due(planned, task, state, now)?)));
        let step = |(task, ask): (&PlannedTask, Ask)| {
            let (window, measure) = (planned.window.id.clone(), task.measure.clone());
            PostureStep::Ask { window, measure, ask }
        };
        steps.extend(asks.map(step));
    }
    steps
}

/// The live windows that are allowed, without what blocked measures ask for.
fn live<'a>(plan: &'a Plan, state: &PostureState, blocked: &[Blocked], now: Timestamp) -> Vec<Part<'a>> {
    let holds = |target: &ConnectorId, holder: &Holder| {
        let entry = state.ledger.iter().find(|entry| entry.target == *target);
        entry.is_some_and(|entry| entry.settings.values().any(|held| held.holders.binary_search(holder).is_ok()))
    };
    let part = |planned: &'a PlannedWindow| {
        let id = &planned.window.id;
        let is_its = |blocked: &&Blocked| blocked.window == *id;
        let its: Vec<&MeasureId> = blocked.iter().filter(is_its).map(|blocked| &blocked.measure).collect();
        let is_out = |demand: &&Demand| its.contains(&&demand.measure) && !holds(&demand.target, &demand.holder(id));
        let without = planned.demands.iter().filter(is_out).map(|demand| (&demand.target, &demand.measure)).collect();
        Part { planned, without }
    };
    plan.live_at(now).filter(|planned| is_allowed(planned, state)).map(part).collect()
}

/// Whether a window that cannot be read holds the target: then it stays as it is until its end.
fn is_frozen(entry: &LedgerEntry, state: &PostureState, now: Timestamp) -> bool {
    let mut holders = entry.settings.values().flat_map(|held| held.holders.iter());
    entry.phase == LedgerPhase::Active
        && now < entry.expires_at
        && holders.any(|holder| state.unreadable.contains(&holder.window))
}

fn step_for(entry: &LedgerEntry, wanted: Option<&Wanted>) -> Option<PostureStep> {
    let target = entry.target.clone();
    match entry.phase {
        LedgerPhase::Applying | LedgerPhase::Reverting | LedgerPhase::Releasing => {
            Some(PostureStep::Recover { target, is_wanted: wanted.is_some() })
        }
        LedgerPhase::Conflict => None,
        LedgerPhase::Released => {
            let Some(wanted) = wanted else { return Some(PostureStep::Forget { target }) };
            let taken_back = windows(&entry.settings);
            let is_asked_anew = windows(&wanted.settings).iter().any(|window| !taken_back.contains(window));
            is_asked_anew.then(|| apply(&target, wanted))
        }
        LedgerPhase::Active => {
            let Some(wanted) = wanted else { return Some(PostureStep::Revert { target }) };
            if !has_same_effect(&entry.settings, &wanted.settings) {
                return Some(apply(&target, wanted));
            }
            let is_same = entry.settings == wanted.settings && entry.expires_at == wanted.expires_at;
            let Wanted { settings, expires_at } = wanted.clone();
            (!is_same).then_some(PostureStep::Hold { target, settings, expires_at })
        }
    }
}

fn apply(target: &ConnectorId, wanted: &Wanted) -> PostureStep {
    let Wanted { settings, expires_at } = wanted.clone();
    PostureStep::Apply { target: target.clone(), settings, expires_at }
}

/// Whether the target shows the same under both.
fn has_same_effect(a: &HeldSettings, b: &HeldSettings) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.0 == b.0 && a.1.effect() == b.1.effect())
}

/// What is half done first, then what is taken back, then what is changed.
fn rank(step: &PostureStep) -> u8 {
    match step {
        PostureStep::Recover { .. } => 0,
        PostureStep::Revert { .. } | PostureStep::Forget { .. } => 1,
        PostureStep::Hold { .. } => 2,
        PostureStep::Apply { .. } => 3,
        PostureStep::Ask { .. } => 4,
    }
}

#[cfg(test)]
mod tests;
