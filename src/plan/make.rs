//! The whole plan from a workspace and the orders of people. Never asks what time it is or what is approved.
//!
//! Design notes. Events whose date is not known to the day, and rumours, open no window: they make a reminder to find the date.
//! A tentative event opens windows up to `elevated`, because watching and holding are cheap and its date is known; `surge` and
//! `restricted` cost people and friction, so they wait until it is confirmed, and a note says so. Holding every level back was
//! refused (an attacker does not wait for the announcement), opening all was refused too (half of tentative dates move).
//!
//! A window needs as many approvals as the rule of exactly its level asks; without such a rule none. A rule for `surge` does not
//! hold for `restricted`: standto.toml names each level it means.
//!
//! Quarters are counted over whole quarters, also where the range asked for cuts one, so that a budget is never under-reported.

use std::collections::{BTreeMap, BTreeSet};

use super::calls::Calls;
use super::draft::{self, Draft};
use super::matching::{highest, is_party_unknown, kept_back, matching};
use super::{fill, hash, quarters};
use crate::calendar::occurrences;
use crate::model::{
    Event, EventZone, Level, Note, NoteCode, Order, Place, Plan, PlannedWindow, Policy, Reminder, ScenarioId, Severity,
    Workspace,
};
use crate::time::Timestamp;

/// Plans `[from, until)`: every window that overlaps it, whole.
pub fn plan(workspace: &Workspace, orders: &[Order], from: Timestamp, until: Timestamp) -> Plan {
    let zone = &workspace.settings.zone;
    let wide = quarters::whole_quarters(zone, from, until);
    let (drafts, reminders, notes) = (Vec::new(), Vec::new(), Vec::new());
    let mut maker = Maker { workspace, from, until, wide, drafts, reminders, notes };
    for event in &workspace.events {
        maker.add_event(event);
    }
    maker.drafts.extend(orders.iter().filter_map(draft::ordered));
    let quarters = quarters::count(&maker.drafts, &workspace.settings.budgets, zone, maker.wide.0, maker.wide.1);
    let windows = maker.windows();
    let Maker { mut notes, mut reminders, .. } = maker;
    notes.extend(rehearsals(&windows, from));
    notes.extend(quarters::exceeded(&quarters));
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
        let rules = || policies.iter().flat_map(|policy| policy.levels.iter().map(move |rule| (*policy, rule)));
        let wanted = found.list.iter().flat_map(|occurrence| rules().map(move |(policy, rule)| (occurrence, policy, rule)));
        for (occurrence, policy, rule) in wanted {
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
                self.drafts.push(draft);
            } else if is_in_range {
                let code = NoteCode::NotConfirmed { event: event.id.to_string(), level: rule.level };
                notes.add(Severity::Info, code, None);
            }
        }
        if has_window {
            notes.add_unknowns(event, &policies);
        }
        self.notes.extend(notes.list);
    }

    fn remind(&mut self, event: &Event, code: NoteCode) {
        let found = occurrences(event, self.from, self.until);
        let Some(first) = found.list.first() else { return };
        self.reminders.push(Reminder { event: event.id.clone(), title: event.title.clone(), from: first.from });
        self.notes.push(Note { severity: Severity::Info, code, place: Some(event.place.clone()) });
    }

    /// The windows that overlap the range, filled, in order of start and id.
    fn windows(&mut self) -> Vec<PlannedWindow> {
        let levels = Level::ALL.iter().map(|level| (*level, Calls::of(self.workspace, *level)));
        let calls: BTreeMap<Level, (Calls, String)> = levels
            .map(|(level, calls)| {
                let hash = hash::sha256(&calls.canonical);
                (level, (calls, hash))
            })
            .collect();
        let is_asked = |draft: &&Draft| draft.overlaps(self.from, self.until);
        let mut windows: Vec<PlannedWindow> = Vec::new();
        let mut used = BTreeSet::new();
        for draft in self.drafts.iter().filter(is_asked) {
            let Some((calls, hash)) = calls.get(&draft.level) else { continue };
            used.insert(draft.level);
            windows.push(fill::window(self.workspace, draft, calls, hash));
        }
        // The highest level's measures hold those of all lower ones.
        if let Some((calls, _)) = used.last().and_then(|level| calls.get(level)) {
            self.notes.extend(calls.notes.iter().cloned());
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

    /// What was not known of an event that opens windows.
    fn add_unknowns(&mut self, event: &Event, policies: &[&Policy]) {
        let id = || event.id.to_string();
        match &event.zone {
            EventZone::Known(_) => {}
            EventZone::Guessed(zone) => {
                let zone = zone.name().to_owned();
                self.add(Severity::Info, NoteCode::ZoneGuessed { event: id(), zone }, None);
            }
            EventZone::Unknown => self.add(Severity::Warning, NoteCode::ZoneUnknown { event: id() }, None),
        }
        for policy in policies.iter().filter(|policy| is_party_unknown(policy, event)) {
            let code = NoteCode::PartiesUnknown { event: id(), policy: policy.id.to_string() };
            self.add(Severity::Info, code, None);
        }
    }
}

/// For each scenario that threatens a window to come: rehearse it before the first such window of the highest level.
fn rehearsals(windows: &[PlannedWindow], from: Timestamp) -> Vec<Note> {
    let mut first: BTreeMap<&ScenarioId, &PlannedWindow> = BTreeMap::new();
    for planned in windows.iter().filter(|planned| planned.window.from > from) {
        for scenario in &planned.threat {
            let held = first.entry(scenario).or_insert(planned);
            if planned.window.level > held.window.level {
                *held = planned;
            }
        }
    }
    first.into_iter().map(|(scenario, planned)| rehearsal(scenario, planned)).collect()
}

fn rehearsal(scenario: &ScenarioId, planned: &PlannedWindow) -> Note {
    let (scenario, window) = (scenario.to_string(), planned.window.id.to_string());
    let code = NoteCode::Rehearse { scenario, window, before: planned.window.from };
    Note { severity: Severity::Info, code, place: planned.because.rule.clone() }
}

#[cfg(test)]
mod tests;
