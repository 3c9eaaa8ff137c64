//! What a plan's readers should know, gathered so that one note speaks of many events, measures or windows. Words are `text`'s.

use std::collections::{BTreeMap, BTreeSet};

use super::matching::is_party_unknown;
use crate::model::{
    Cause, Event, EventZone, Level, Note, NoteCode, Place, PlannedWindow, Policy, ScenarioId, Severity, Windows, Workspace,
    missing_controls,
};
use crate::time::{Timestamp, Zone};

/// What was not known of events that open windows: the events by what they lack, in the order they came.
#[derive(Default)]
pub(super) struct Unknowns {
    /// Without a zone.
    zones: Vec<(String, Place)>,
    /// By the zone that was taken instead.
    guesses: BTreeMap<&'static str, Vec<(String, Place)>>,
    /// By the policy that asks for parties.
    parties: BTreeMap<String, Vec<(String, Place)>>,
}

/// What is not known of one event that opens windows.
#[derive(Debug)]
pub(super) struct Unknown {
    event: String,
    place: Place,
    zone: EventZone,
    /// The policies that ask for parties.
    parties: Vec<String>,
}

impl Unknown {
    /// None: everything is known.
    pub(super) fn of(event: &Event, policies: &[&Policy]) -> Option<Self> {
        let asking = policies.iter().filter(|policy| is_party_unknown(policy, event));
        let parties: Vec<String> = asking.map(|policy| policy.id.to_string()).collect();
        let is_known = parties.is_empty() && matches!(event.zone, EventZone::Known(_));
        let (event, place, zone) = (event.id.to_string(), event.place.clone(), event.zone.clone());
        (!is_known).then_some(Self { event, place, zone, parties })
    }
}

impl Unknowns {
    pub(super) fn add(&mut self, unknown: &Unknown) {
        let named = || (unknown.event.clone(), unknown.place.clone());
        match &unknown.zone {
            EventZone::Known(_) => {}
            EventZone::Guessed(zone) => self.guesses.entry(zone.name()).or_default().push(named()),
            EventZone::Unknown => self.zones.push(named()),
        }
        for policy in &unknown.parties {
            self.parties.entry(policy.clone()).or_default().push(named());
        }
    }

    pub(super) fn notes(self) -> Vec<Note> {
        let note = |severity, code, place| Note { severity, code, place };
        let zones = self.zones.into_iter().map(|(event, place)| {
            let code = NoteCode::ZoneUnknown { event };
            note(Severity::Warning, code, Some(place))
        });
        let guesses = self.guesses.into_iter().map(|(zone, events)| {
            let (events, place) = named(events);
            note(Severity::Info, NoteCode::ZoneGuessed { zone: zone.to_owned(), events }, place)
        });
        let parties = self.parties.into_iter().map(|(policy, events)| {
            let (events, place) = named(events);
            note(Severity::Info, NoteCode::PartiesUnknown { policy, events }, place)
        });
        zones.chain(guesses).chain(parties).collect()
    }
}

/// The names, and the place of the first.
fn named(events: Vec<(String, Place)>) -> (Vec<String>, Option<Place>) {
    let place = events.first().map(|(_, place)| place.clone());
    (events.into_iter().map(|(event, _)| event).collect(), place)
}

/// What the windows' measures lack: a control, or a target that can be changed for a group alone.
pub(super) fn about_measures(windows: &Windows, workspace: &Workspace) -> Vec<Note> {
    let highest = windows.iter().map(|planned| planned.window.level).max().unwrap_or(Level::Baseline);
    let asked = workspace.playbooks.iter().filter(|playbook| !windows.is_empty() && playbook.level <= highest);
    let mut notes = missing_controls(asked, &workspace.settings.connectors, Severity::Warning);
    let mut told = BTreeSet::new();
    for planned in windows {
        let Some((group, targets)) = planned.not_narrowed() else { continue };
        let asked_by = match &planned.window.cause {
            Cause::Occurrence { policy, .. } => policy.as_str(),
            Cause::Order { order } => order.as_str(),
        };
        let new = targets.into_iter().filter(|target| told.insert((asked_by, *target, group)));
        notes.extend(new.map(|target| {
            let (asked_by, target, group) = (asked_by.to_owned(), target.to_string(), group.to_string());
            let place = planned.because.rule.clone();
            Note { severity: Severity::Warning, code: NoteCode::ScopeNotNarrowed { asked_by, target, group }, place }
        }));
    }
    notes
}

/// For each scenario that threatens a window to come: rehearse it before the first such window of the highest level.
pub(super) fn rehearsals(windows: &Windows, zone: &Zone, from: Timestamp) -> Vec<Note> {
    let mut first: BTreeMap<&ScenarioId, &PlannedWindow> = BTreeMap::new();
    for planned in coming(windows, from) {
        for scenario in &planned.threat {
            let held = first.entry(scenario).or_insert(planned);
            if planned.window.level > held.window.level {
                *held = planned;
            }
        }
    }
    first.into_iter().map(|(scenario, planned)| rehearsal(scenario, planned, zone)).collect()
}

fn coming(windows: &Windows, from: Timestamp) -> impl Iterator<Item = &PlannedWindow> {
    windows.iter().filter(move |planned| planned.window.from > from)
}

/// The windows among which [`rehearsals`] chooses for a scenario.
pub(super) fn threatened<'a>(
    windows: &'a Windows,
    scenario: &ScenarioId,
    from: Timestamp,
) -> impl Iterator<Item = &'a PlannedWindow> {
    coming(windows, from).filter(move |planned| planned.threat.contains(scenario))
}

fn rehearsal(scenario: &ScenarioId, planned: &PlannedWindow, zone: &Zone) -> Note {
    let (scenario, window) = (scenario.to_string(), planned.window.id.to_string());
    let code = NoteCode::Rehearse { scenario, window, zone: zone.clone(), before: planned.window.from };
    Note { severity: Severity::Info, code, place: planned.because.rule.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{GroupId, Order, Past, Plan, Scope};
    use crate::plan::fixture::{at, event, order, workspace};
    use crate::plan::plan;

    fn year(workspace: &Workspace, orders: &[Order]) -> Plan {
        plan(workspace, Past::of(orders), at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"))
    }

    fn two_events() -> Workspace {
        let event = |id, month| event(id, &format!("2027-{month}-14T09:00"), &format!("2027-{month}-16T18:00"));
        workspace(vec![event("talks-a", "06"), event("talks-b", "09")])
    }

    /// Who is told that a target cannot be narrowed, in order.
    fn not_narrowed(plan: &Plan) -> Vec<String> {
        let told = plan.notes.iter().filter_map(|note| {
            let NoteCode::ScopeNotNarrowed { asked_by, target, .. } = &note.code else { return None };
            Some(format!("{asked_by} {target}"))
        });
        told.collect()
    }

    #[test]
    fn a_group_that_no_target_can_be_narrowed_to_is_told_once_for_each_policy_and_target() {
        let mut workspace = two_events();
        assert!(not_narrowed(&year(&workspace, &[])).is_empty());
        let group = Scope::Group(GroupId::new("delegation"));
        for rule in &mut workspace.settings.policies[0].levels {
            rule.scope = group.clone();
        }
        let ordered = order("o1", Level::Surge, "2027-02-01T00:00:00Z", "2027-02-03T00:00:00Z");
        let plan = year(&workspace, &[Order { scope: group, ..ordered }]);
        assert_eq!(not_narrowed(&plan), ["o1 mx1", "o1 mx2", "talks mx1", "talks mx2"]);
    }

    #[test]
    fn one_note_names_all_events_that_lack_the_same() {
        let mut workspace = two_events();
        for event in &mut workspace.events {
            event.parties.clear();
            event.zone = EventZone::Guessed(Zone::utc());
        }
        let plan = year(&workspace, &[]);
        let events = vec!["talks-a".to_owned(), "talks-b".to_owned()];
        let guessed = NoteCode::ZoneGuessed { zone: "UTC".to_owned(), events: events.clone() };
        let parties = NoteCode::PartiesUnknown { policy: "talks".to_owned(), events };
        assert_eq!(plan.notes[..2].iter().map(|note| &note.code).collect::<Vec<_>>(), [&guessed, &parties]);
    }
}
