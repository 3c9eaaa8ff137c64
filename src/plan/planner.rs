//! Plans made one after another, each from what the last one left: only events that changed are worked out again.
//!
//! A planner gives what [`plan`](super::plan) gives, always; it is only quicker. It keeps, for each event, the event as it was
//! and its part of the plan, and the list and the tally of all parts: the parts that are gone are taken out of these, the new ones
//! put in. Orders and what took effect come in anew each time. When anything changes that all events share (policies, playbooks, connectors, the range), it
//! forgets everything.

use std::collections::HashMap;
use std::sync::Arc;

use super::make::{Pieces, exchange, gather};
use super::part::{Ground, KnownCalls, Part};
use super::tally::Tally;
use crate::model::{Event, EventId, Past, Plan, PlannedWindow, Playbook, Settings, Windows, Workspace};
use crate::time::Timestamp;

/// What the last plan was made from, and its pieces.
#[derive(Default)]
pub struct Planner {
    basis: Option<Basis>,
    known: KnownCalls,
    /// In the order of the workspace.
    parts: Vec<Known>,
    /// Of all parts, in the order of a plan.
    windows: Windows,
    /// Of all parts.
    tally: Tally,
}

/// An event as it was, and its part. Boxed, because they are moved with every plan.
struct Known {
    event: Box<Event>,
    part: Box<Part>,
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
            let known = old.take(place, event).unwrap_or_else(|| {
                let part = ground.part(event);
                fresh.extend(part.windows.iter().cloned());
                self.tally.add_all(&part.stretches);
                Known { event: Box::new(event.clone()), part: Box::new(part) }
            });
            self.parts.push(known);
        }
        let left: Vec<&Part> = old.left().collect();
        for part in &left {
            self.tally.remove_all(&part.stretches);
        }
        let stale: Vec<&Arc<PlannedWindow>> = left.iter().flat_map(|part| &part.windows).collect();
        if !(stale.is_empty() && fresh.is_empty()) {
            let mut windows = std::mem::take(&mut self.windows).into_list();
            exchange(&mut windows, &stale, fresh);
            self.windows = windows.into();
        }
        let parts = self.parts.iter().map(|known| known.part.as_ref()).collect();
        gather(&mut ground, Pieces { parts, windows: self.windows.clone(), tally: self.tally.clone() }, past)
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
    parts: Vec<Option<Known>>,
    /// Where events were; made when the first one is not where it was.
    places: Option<HashMap<EventId, usize>>,
}

impl Old {
    fn new(parts: Vec<Known>) -> Self {
        Self { parts: parts.into_iter().map(Some).collect(), places: None }
    }

    /// The part of an event that is exactly as it was.
    fn take(&mut self, place: usize, event: &Event) -> Option<Known> {
        let is_here = |known: &Option<Known>| known.as_ref().is_some_and(|known| known.event.id == event.id);
        let place = if self.parts.get(place).is_some_and(is_here) {
            place
        } else {
            let parts = &self.parts;
            let places = self.places.get_or_insert_with(|| {
                let named = |(place, known): (usize, &Option<Known>)| Some((known.as_ref()?.event.id.clone(), place));
                parts.iter().enumerate().filter_map(named).collect()
            });
            *places.get(&event.id)?
        };
        self.parts.get_mut(place)?.take_if(|known| *known.event == *event)
    }

    /// What nobody took.
    fn left(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().flatten().map(|known| known.part.as_ref())
    }
}

#[cfg(test)]
mod tests;
