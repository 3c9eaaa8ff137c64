//! Plans made one after another, each from what the last one left: only events that changed are worked out again.
//!
//! A planner gives what [`plan`](super::plan) gives, always; it is only quicker. It keeps, for each event, the event as it was
//! and its part of the plan. When anything changes that all events share (policies, playbooks, connectors, the range), it
//! forgets everything.

use std::collections::HashMap;
use std::sync::Arc;

use super::make::{gather, sort};
use super::part::{Ground, KnownCalls, Part};
use crate::model::{Event, EventId, Past, Plan, PlannedWindow, Playbook, Settings, Workspace};
use crate::time::Timestamp;

/// What the last plan was made from, and its pieces.
#[derive(Default)]
pub struct Planner {
    basis: Option<Basis>,
    known: KnownCalls,
    /// In the order of the workspace.
    parts: Vec<(Event, Arc<Part>)>,
    /// Of all parts, in the order of a plan.
    windows: Vec<Arc<PlannedWindow>>,
}

/// What all events share.
#[derive(PartialEq)]
struct Basis {
    settings: Settings,
    playbooks: Vec<Playbook>,
    from: Timestamp,
    until: Timestamp,
}

impl Planner {
    /// The same as [`plan`](super::plan).
    pub fn plan(&mut self, workspace: &Workspace, past: Past<'_>, from: Timestamp, until: Timestamp) -> Plan {
        self.settle_on(workspace, from, until);
        let mut ground = Ground::new(workspace, &mut self.known, from, until);
        let mut old = Old::new(std::mem::take(&mut self.parts));
        let mut fresh: Vec<Arc<PlannedWindow>> = Vec::new();
        for (place, event) in workspace.events.iter().enumerate() {
            let kept = old.take(place, event).unwrap_or_else(|| {
                let part = Arc::new(ground.part(event));
                fresh.extend(part.windows.iter().cloned());
                (event.clone(), part)
            });
            self.parts.push(kept);
        }
        let stale = old.windows_left();
        if !stale.is_empty() {
            self.windows.retain(|planned| stale.binary_search(&Arc::as_ptr(planned).addr()).is_err());
        }
        if !fresh.is_empty() {
            self.windows.append(&mut fresh);
            sort(&mut self.windows);
        }
        let parts: Vec<Arc<Part>> = self.parts.iter().map(|(_, part)| Arc::clone(part)).collect();
        gather(&mut ground, &parts, self.windows.clone(), past)
    }

    fn settle_on(&mut self, workspace: &Workspace, from: Timestamp, until: Timestamp) {
        let Workspace { settings, playbooks, .. } = workspace;
        let is_same = self.basis.as_ref().is_some_and(|basis| {
            (basis.from, basis.until) == (from, until) && basis.settings == *settings && basis.playbooks == *playbooks
        });
        if !is_same {
            let (settings, playbooks) = (settings.clone(), playbooks.clone());
            *self = Self { basis: Some(Basis { settings, playbooks, from, until }), ..Self::default() };
        }
    }
}

/// The parts of the last plan, taken out one by one.
struct Old {
    parts: Vec<Option<(Event, Arc<Part>)>>,
    /// Where events were; made when the first one is not where it was.
    places: Option<HashMap<EventId, usize>>,
}

impl Old {
    fn new(parts: Vec<(Event, Arc<Part>)>) -> Self {
        Self { parts: parts.into_iter().map(Some).collect(), places: None }
    }

    /// The part of an event that is exactly as it was.
    fn take(&mut self, place: usize, event: &Event) -> Option<(Event, Arc<Part>)> {
        let is_here = |known: &Option<(Event, Arc<Part>)>| known.as_ref().is_some_and(|(known, _)| known.id == event.id);
        let place = if self.parts.get(place).is_some_and(is_here) {
            place
        } else {
            let parts = &self.parts;
            let places = self.places.get_or_insert_with(|| {
                let named = |(place, known): (usize, &Option<(Event, Arc<Part>)>)| Some((known.as_ref()?.0.id.clone(), place));
                parts.iter().enumerate().filter_map(named).collect()
            });
            *places.get(&event.id)?
        };
        self.parts.get_mut(place)?.take_if(|(known, _)| known == event)
    }

    /// The addresses, in order, of the windows of those parts that nobody took.
    fn windows_left(&self) -> Vec<usize> {
        let left = self.parts.iter().flatten().flat_map(|(_, part)| &part.windows);
        let mut addresses: Vec<usize> = left.map(|planned| Arc::as_ptr(planned).addr()).collect();
        addresses.sort_unstable();
        addresses
    }
}

#[cfg(test)]
mod tests;
