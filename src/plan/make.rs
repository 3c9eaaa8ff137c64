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

use super::days::touched;
use super::draft::{self, Stretch};
use super::kept::Source;
use super::part::{Ground, KnownCalls, Part};
use super::tally::Tally;
use super::{kept, notes, quarters, strain};
use crate::model::{OrderId, Past, Plan, PlannedWindow, Reminder, WindowId, Windows, Workspace};
use crate::time::Timestamp;

/// Plans `[from, until)`: every window that overlaps it, whole. Whoever plans again and again keeps a `Planner`, which gives the
/// same.
pub fn plan(workspace: &Workspace, past: Past<'_>, from: Timestamp, until: Timestamp) -> Plan {
    let mut known = KnownCalls::new();
    let mut ground = Ground::new(workspace, &mut known, from, until);
    let parts: Vec<Part> = workspace.events.iter().map(|event| ground.part(event)).collect();
    let mut windows: Vec<Arc<PlannedWindow>> = parts.iter().flat_map(|part| part.windows.iter().cloned()).collect();
    sort(&mut windows);
    let mut tally = Tally::default();
    tally.add_all(parts.iter().flat_map(|part| &part.stretches));
    gather(&mut ground, Pieces { parts: parts.iter().collect(), windows: windows.into(), tally }, past)
}

/// What the events of a workspace give.
pub(super) struct Pieces<'a> {
    /// In the order of the events.
    pub(super) parts: Vec<&'a Part>,
    /// Of all parts, in the order of a plan.
    pub(super) windows: Windows,
    /// Of all parts.
    pub(super) tally: Tally,
}

/// The order of a plan: by start and id.
pub(super) fn key(planned: &PlannedWindow) -> (Timestamp, &WindowId) {
    (planned.window.from, &planned.window.id)
}

fn sort(windows: &mut [Arc<PlannedWindow>]) {
    windows.sort_unstable_by(|a, b| key(a).cmp(&key(b)));
}

/// Takes windows out of a list in the order of a plan, and puts others in.
pub(super) fn exchange(
    windows: &mut Vec<Arc<PlannedWindow>>,
    stale: &[&Arc<PlannedWindow>],
    mut fresh: Vec<Arc<PlannedWindow>>,
) {
    let place = |planned: &Arc<PlannedWindow>| {
        let start = windows.partition_point(|known| key(known) < key(planned));
        windows.iter().skip(start).position(|known| Arc::ptr_eq(known, planned)).map(|after| start + after)
    };
    let mut gone: Vec<usize> = stale.iter().filter_map(|planned| place(planned)).collect();
    gone.sort_unstable();
    let (mut gone, mut index) = (gone.into_iter().peekable(), 0..);
    windows.retain(|_| index.next().is_none_or(|index| gone.next_if_eq(&index).is_none()));
    sort(&mut fresh);
    let places: Vec<usize> = fresh.iter().map(|planned| windows.partition_point(|known| key(known) <= key(planned))).collect();
    let (mut rest, mut taken) = (std::mem::take(windows).into_iter(), 0);
    for (place, planned) in places.into_iter().zip(fresh) {
        windows.extend(rest.by_ref().take(place - taken));
        windows.push(planned);
        taken = place;
    }
    windows.extend(rest);
}

/// The plan from what each event gives, orders and what took effect.
pub(super) fn gather(ground: &mut Ground<'_>, pieces: Pieces<'_>, past: Past<'_>) -> Plan {
    let Pieces { parts, mut windows, mut tally } = pieces;
    let (workspace, zone, budgets) = (ground.workspace, ground.zone(), &ground.workspace.settings.budgets);
    let wide = ground.wide;
    let drafts = past.orders.iter().filter_map(|order| Some((&order.id, draft::ordered(order)?)));
    let ordered: Vec<(&OrderId, Part)> = drafts
        .filter(|(_, draft)| draft.overlaps(wide.0, wide.1))
        .map(|(id, draft)| {
            let windows = ground.fill(&draft).into_iter().collect();
            (id, Part { stretches: vec![Stretch::of(&draft, zone)], windows, ..Part::default() })
        })
        .collect();
    let fresh: Vec<Arc<PlannedWindow>> = ordered.iter().flat_map(|(_, part)| part.windows.iter().cloned()).collect();
    if !fresh.is_empty() {
        let mut list = windows.into_list();
        exchange(&mut list, &[], fresh);
        windows = list.into();
    }
    tally.add_all(ordered.iter().flat_map(|(_, part)| &part.stretches));
    let of_events = workspace.events.iter().zip(&parts).map(|(event, part)| (Source::Event(&event.id), *part));
    let sources = of_events.chain(ordered.iter().map(|(order, part)| (Source::Order(order), part)));
    let windows = kept::settle(ground, past, sources, windows, &mut tally);
    let mut unknowns = notes::Unknowns::default();
    parts.iter().filter_map(|part| part.unknown.as_ref()).for_each(|unknown| unknowns.add(unknown));
    let mut notes: Vec<_> = parts.iter().flat_map(|part| &part.notes).cloned().collect();
    notes.extend(unknowns.notes());
    notes.extend(notes::about_measures(&windows, workspace));
    notes.extend(notes::rehearsals(&windows, zone, ground.from));
    let quarters = quarters::count(&tally, budgets, touched(zone, wide.0, wide.1));
    notes.extend(quarters::exceeded(&quarters, budgets));
    notes.extend(strain::gaps(&tally, budgets));
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
