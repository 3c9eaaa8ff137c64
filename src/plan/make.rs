//! The whole plan from a workspace, the orders of people and the windows that took effect. Never asks what time it is or what is approved.
//!
//! Design notes. Events whose date is not known to the day, and rumours, open no window: they make a reminder to find the date.
//! A tentative event opens windows up to `elevated`, because watching and holding are cheap and its date is known; `surge` and
//! `restricted` cost people and friction, so they wait until it is confirmed, and a note says so. Holding every level back was
//! refused (an attacker does not wait for the announcement), opening all was refused too (half of tentative dates move).
//!
//! Levels are cumulative, so one occurrence's windows of one policy include each other's measures. Changes to controls are in
//! all of them: each window is approved, held and taken back on its own. A task is in the first of them only, by start and then
//! by level, and with it its hours and its date to order by: people are not asked three times for the same notice. So it is, too,
//! when that first window waits for an approval that never comes. Windows of other occurrences and policies, and orders, have
//! tasks of their own: what was shown for one event is no evidence for another.
//!
//! A window needs as many approvals as the rule of its level asks, or else that of the nearest lower level.
//!
//! Quarters are counted over whole quarters, also where the range asked for cuts one, so that a budget is never under-reported.

use std::sync::Arc;

use super::draft::{self, Stretch};
use super::part::{Ground, KnownCalls, Part};
use super::{kept, notes, quarters, strain};
use crate::model::{Past, Plan, PlannedWindow, Reminder, Windows, Workspace};
use crate::time::Timestamp;

/// Plans `[from, until)`: every window that overlaps it, whole. Whoever plans again and again keeps a `Planner`, which gives the
/// same.
pub fn plan(workspace: &Workspace, past: Past<'_>, from: Timestamp, until: Timestamp) -> Plan {
    let mut known = KnownCalls::new();
    let mut ground = Ground::new(workspace, &mut known, from, until);
    let parts: Vec<Arc<Part>> = workspace.events.iter().map(|event| Arc::new(ground.part(event))).collect();
    let mut windows: Vec<Arc<PlannedWindow>> = parts.iter().flat_map(|part| part.windows.iter().cloned()).collect();
    sort(&mut windows);
    gather(&mut ground, &parts, windows, past)
}

/// In the order of a plan: by start and id. Quick when nearly all are in order.
pub(super) fn sort(windows: &mut [Arc<PlannedWindow>]) {
    windows.sort_by(|a, b| (a.window.from, &a.window.id).cmp(&(b.window.from, &b.window.id)));
}

/// The plan from what each event gives, in the order of the events, orders and what took effect. `windows` are those of all parts, in order.
pub(super) fn gather(
    ground: &mut Ground<'_>,
    parts: &[Arc<Part>],
    mut windows: Vec<Arc<PlannedWindow>>,
    past: Past<'_>,
) -> Plan {
    let (workspace, zone, budgets) = (ground.workspace, ground.zone(), &ground.workspace.settings.budgets);
    let mut stretches: Vec<Stretch> = parts.iter().flat_map(|part| &part.stretches).copied().collect();
    let of_events = windows.len();
    for draft in past.orders.iter().filter_map(draft::ordered) {
        stretches.push(Stretch::of(&draft, zone));
        windows.extend(ground.fill(&draft));
    }
    if windows.len() > of_events {
        sort(&mut windows);
    }
    let windows = Windows::from(kept::settle(workspace, past, windows, (ground.from, ground.until)));
    let mut unknowns = notes::Unknowns::default();
    parts.iter().filter_map(|part| part.unknown.as_ref()).for_each(|unknown| unknowns.add(unknown));
    let mut notes: Vec<_> = parts.iter().flat_map(|part| &part.notes).cloned().collect();
    notes.extend(unknowns.notes());
    notes.extend(notes::about_measures(&windows, workspace));
    notes.extend(notes::rehearsals(&windows, zone, ground.from));
    let quarters = quarters::count(&stretches, budgets, zone, ground.wide.0, ground.wide.1);
    notes.extend(quarters::exceeded(&quarters, budgets));
    notes.extend(strain::gaps(&stretches, budgets, ground.wide));
    let mut reminders: Vec<Reminder> = parts.iter().filter_map(|part| part.reminder.clone()).collect();
    reminders.sort_by(|a, b| (a.from, &a.event).cmp(&(b.from, &b.event)));
    Plan {
        revision: workspace.revision.clone(),
        from: ground.from,
        until: ground.until,
        windows,
        reminders,
        quarters,
        rules: workspace.setting_rules.clone(),
        notes,
    }
}

#[cfg(test)]
mod tests;
