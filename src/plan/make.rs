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

use std::collections::BTreeMap;

use super::calls::{Calls, Earlier};
use super::draft::{self, Draft};
use super::matching::{highest, kept_back, matching};
use super::{fill, hash, kept, notes, quarters, strain};
use crate::calendar::occurrences;
use crate::model::{
    Event, Level, Note, NoteCode, Occurrence, Past, Place, Plan, PlannedWindow, Policy, Reminder, Severity, Windows, Workspace,
};
use crate::time::Timestamp;

/// Plans `[from, until)`: every window that overlaps it, whole.
pub fn plan(workspace: &Workspace, past: Past<'_>, from: Timestamp, until: Timestamp) -> Plan {
    let zone = &workspace.settings.zone;
    let wide = quarters::whole_quarters(zone, from, until);
    let mut maker = Maker {
        workspace,
        from,
        until,
        wide,
        drafts: Vec::new(),
        reminders: Vec::new(),
        notes: Vec::new(),
        unknowns: notes::Unknowns::default(),
    };
    for event in &workspace.events {
        maker.add_event(event);
    }
    maker.drafts.extend(past.orders.iter().filter_map(draft::ordered));
    let quarters = quarters::count(&maker.drafts, &workspace.settings.budgets, zone, maker.wide.0, maker.wide.1);
    let windows: Windows = kept::settle(workspace, past.kept, maker.windows(), (from, until)).into();
    let Maker { mut notes, mut reminders, unknowns, drafts, .. } = maker;
    notes.extend(unknowns.notes());
    notes.extend(notes::about_measures(&windows, workspace));
    notes.extend(notes::rehearsals(&windows, zone, from));
    notes.extend(quarters::exceeded(&quarters, &workspace.settings.budgets));
    notes.extend(strain::gaps(&drafts, &workspace.settings.budgets, zone, wide));
    reminders.sort_by(|a, b| (a.from, &a.event).cmp(&(b.from, &b.event)));
    let rules = workspace.setting_rules.clone();
    Plan { revision: workspace.revision.clone(), from, until, windows, reminders, quarters, rules, notes }
}

struct Maker<'a> {
    workspace: &'a Workspace,
    from: Timestamp,
    until: Timestamp,
    /// The range in whole quarters.
    wide: (Timestamp, Timestamp),
    drafts: Vec<Draft<'a>>,
    reminders: Vec<Reminder>,
    notes: Vec<Note>,
    unknowns: notes::Unknowns,
}

impl<'a> Maker<'a> {
    fn add_event(&mut self, event: &'a Event) {
        let policies = matching(&self.workspace.settings.policies, event);
        if policies.is_empty() || event.is_cancelled {
            return;
        }
        if let Some(code) = kept_back(event) {
            self.remind(event, code);
            return;
        }
        let (earliest, latest) = draft::reach(&policies, self.wide.0, self.wide.1);
        let found = occurrences(event, earliest, latest);
        let mut notes = Notes { place: &event.place, list: found.notes };
        let mut has_window = false;
        for occurrence in &found.list {
            for policy in &policies {
                has_window |= self.add_occurrence(event, policy, occurrence, &mut notes);
            }
        }
        if has_window {
            self.unknowns.add(event, &policies);
        }
        self.notes.extend(notes.list);
    }

    /// Drafts the windows of one occurrence and policy; whether one of them is in the range, or would be if it were confirmed.
    fn add_occurrence(&mut self, event: &'a Event, policy: &'a Policy, occurrence: &Occurrence, notes: &mut Notes) -> bool {
        let mut has_window = false;
        let mut drafts = Vec::with_capacity(policy.levels.len());
        for rule in &policy.levels {
            let draft = match draft::around(event, policy, rule, occurrence) {
                Ok(draft) => draft,
                Err(code) => {
                    notes.add(Severity::Warning, code, Some(&rule.place));
                    continue;
                }
            };
            let is_in_range = draft.overlaps(self.from, self.until);
            has_window |= is_in_range;
            if rule.level <= highest(event.certainty) {
                drafts.push(draft);
            } else if is_in_range {
                let code = NoteCode::NotConfirmed { event: event.id.to_string(), level: rule.level };
                notes.add(Severity::Info, code, None);
            }
        }
        draft::line_up(&mut drafts);
        self.drafts.append(&mut drafts);
        has_window
    }

    fn remind(&mut self, event: &Event, code: NoteCode) {
        let found = occurrences(event, self.from, self.until);
        let Some(first) = found.list.first() else { return };
        self.reminders.push(Reminder { event: event.id.clone(), title: event.title.clone(), from: first.from });
        self.notes.push(Note { severity: Severity::Info, code, place: Some(event.place.clone()) });
    }

    /// The windows that overlap the range, filled, in order of start and id.
    fn windows(&self) -> Vec<PlannedWindow> {
        let mut known: BTreeMap<(Level, Earlier), (Calls, String)> = BTreeMap::new();
        let is_asked = |draft: &&Draft| draft.overlaps(self.from, self.until);
        let mut windows: Vec<PlannedWindow> = Vec::new();
        for draft in self.drafts.iter().filter(is_asked) {
            let (calls, hash) = known.entry((draft.level, draft.earlier)).or_insert_with(|| {
                let calls = Calls::of(self.workspace, draft.level, draft.earlier);
                let hash = hash::sha256(&calls.canonical);
                (calls, hash)
            });
            windows.push(fill::window(self.workspace, draft, calls, hash));
        }
        windows.sort_by(|a, b| (a.window.from, &a.window.id).cmp(&(b.window.from, &b.window.id)));
        windows
    }
}

/// One event's notes, each once.
struct Notes<'a> {
    place: &'a Place,
    list: Vec<Note>,
}

impl Notes<'_> {
    fn add(&mut self, severity: Severity, code: NoteCode, place: Option<&Place>) {
        if self.list.iter().all(|note| note.code != code) {
            self.list.push(Note { severity, code, place: Some(place.unwrap_or(self.place).clone()) });
        }
    }
}

#[cfg(test)]
mod tests;
