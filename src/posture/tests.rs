//! The promise of this module, tried on random histories: what is applied is always the join of the live allowed windows, the
//! first state comes back after the last of them, nothing is left without the step that takes it back, and what others write is
//! never overwritten, whenever the process is killed.
//!
//! The expectation is worked out apart from the module: from the approvals that were accepted and plain minimum and maximum.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::changes::{self, Act, Found, Intent};
use super::fixture::{at, demand, plan, principal, settings, window, workspace};
use super::{Approvals, OrderRequest, PostureStep, Word, approve, end_order, order, reconcile};
use crate::model::{
    Cause, Change, ConnectorId, HeldSettings, LedgerEntry, Level, OrderId, Plan, PlannedWindow, PostureState, Principal, Role,
    SettingValue, StepWork, WindowId,
};

const PEOPLE: [&str; 3] = ["ann", "ben", "cyd"];
const TARGETS: [&str; 2] = ["mx1", "mx2"];

/// What a window asks of one target.
type Ask = (usize, &'static str, i64);

#[derive(Clone, Debug)]
enum Event {
    Pass {
        hours: i64,
    },
    Order {
        who: usize,
        from: i64,
        hours: i64,
        ask: Ask,
    },
    EndOrder {
        which: usize,
    },
    Approve {
        window: usize,
        who: usize,
    },
    /// A new revision was accepted that gives a window another end, so its approvals lapse.
    Alter {
        window: usize,
        hours: i64,
    },
    /// Somebody else writes a target.
    Edit {
        target: usize,
    },
    /// The process is killed at this boundary of the look after the next event.
    Kill {
        boundary: usize,
    },
}

fn ask() -> impl Strategy<Value = Ask> {
    (0..TARGETS.len(), prop::sample::select(vec!["young_days", "old_days"]), 1..5_i64)
}

fn windows() -> impl Strategy<Value = Vec<PlannedWindow>> {
    let one = (0..40_i64, 1..20_i64, 0..3_usize, prop::collection::vec(ask(), 1..3));
    prop::collection::vec(one, 0..5).prop_map(|windows| {
        let planned = |(number, (from, hours, need, asks)): (usize, (i64, i64, usize, Vec<Ask>))| {
            let id = format!("w{number}");
            let demands = asks.iter().map(|(target, name, days)| demand(name, TARGETS[*target], &[(name, *days)]));
            PlannedWindow { approvals_needed: need, demands: demands.collect(), ..window(&id, from, from + hours) }
        };
        windows.into_iter().enumerate().map(planned).collect()
    })
}

fn events(edits: bool) -> impl Strategy<Value = Vec<Event>> {
    let who = 0..PEOPLE.len();
    let one = prop_oneof![
        4 => (1..8_i64).prop_map(|hours| Event::Pass { hours }),
        2 => (who.clone(), -5..10_i64, 1..15_i64, ask()).prop_map(|(who, from, hours, ask)| Event::Order { who, from, hours, ask }),
        1 => (0..4_usize).prop_map(|which| Event::EndOrder { which }),
        6 => (0..8_usize, who).prop_map(|(window, who)| Event::Approve { window, who }),
        1 => (0..5_usize, 1..20_i64).prop_map(|(window, hours)| Event::Alter { window, hours }),
        2 => (0..4_usize).prop_map(|boundary| Event::Kill { boundary }),
        u32::from(edits) => (0..TARGETS.len()).prop_map(|target| Event::Edit { target }),
    ];
    prop::collection::vec(one, 1..40)
}

/// A database, two targets, and what the test itself knows of them.
struct World {
    now: i64,
    calendar: Vec<PlannedWindow>,
    /// What each order asks for.
    asks: BTreeMap<WindowId, Ask>,
    state: PostureState,
    targets: BTreeMap<ConnectorId, Option<String>>,
    /// Keys of the steps in the queue.
    queue: BTreeSet<String>,
    /// Window, hash and approver of every approval that was accepted.
    accepted: BTreeSet<(WindowId, String, &'static str)>,
    /// What a target holds when nothing is wanted.
    first: BTreeMap<ConnectorId, Option<String>>,
    /// What others wrote over our change, where it must stay.
    foreign: BTreeMap<ConnectorId, String>,
    edits: usize,
    kill: Option<usize>,
}

fn someone(who: usize) -> Principal {
    principal(PEOPLE[who], &[Role::Approver])
}

fn render(values: &BTreeMap<String, i64>) -> String {
    let lines: Vec<String> = values.iter().map(|(name, value)| format!("{name}={value}")).collect();
    lines.join("\n")
}

impl World {
    fn new(calendar: Vec<PlannedWindow>) -> Self {
        let first: BTreeMap<ConnectorId, _> = [("mx1".into(), None), ("mx2".into(), Some("first".to_owned()))].into();
        World {
            now: 0,
            calendar,
            asks: BTreeMap::new(),
            state: PostureState::default(),
            targets: first.clone(),
            queue: BTreeSet::new(),
            accepted: BTreeSet::new(),
            first,
            foreign: BTreeMap::new(),
            edits: 0,
            kill: None,
        }
    }

    fn plan(&self) -> Plan {
        let ordered = self.state.orders.iter().map(|order| {
            let id = super::orders::window_of(&order.id);
            let until = order.ended_at.map_or(order.until, |ended| ended.min(order.until));
            let (target, name, days) = self.asks[&id];
            let mut planned = window(id.as_str(), 0, 0);
            planned.window.cause = Cause::Order { order: order.id.clone() };
            (planned.window.from, planned.window.until) = (order.from, until);
            let demands = [demand(name, TARGETS[target], &[(name, days)])].into();
            PlannedWindow { hash: format!("{id} {until}"), approvals_needed: 1 + target, demands, ..planned }
        });
        plan(self.calendar.iter().cloned().chain(ordered).collect())
    }

    /// Something happens. Refusals are part of life here; what they are is tested elsewhere.
    fn happen(&mut self, event: &Event) {
        let (now, plan) = (at(self.now), self.plan());
        match event {
            Event::Pass { hours } => self.now += hours,
            Event::Order { who, from, hours, ask } => {
                let (from, reason) = (at(self.now + from), "talks".to_owned());
                let until = from.plus_ms(at(*hours).as_ms());
                let request = OrderRequest { level: Level::Surge, group: None, from: Some(from), until, reason };
                let decided = order(&workspace(settings()), &self.state, &someone(*who), request, now);
                if let Ok((changes, _)) = decided {
                    self.asks.insert(WindowId::new(format!("order/o-{}", self.state.orders.len() + 1)), *ask);
                    self.commit(changes);
                }
            }
            Event::EndOrder { which } => {
                let id = OrderId::new(format!("o-{which}"));
                if let Ok((changes, _)) = end_order(&self.state, &someone(0), &id, now) {
                    self.commit(changes);
                }
            }
            Event::Approve { window, who } => {
                let Some(planned) = plan.windows.get(*window) else { return };
                let (window, hash) = (&planned.window.id, planned.hash.as_str());
                let word = Word { window, hash, in_place_of: None, decision: None };
                let (settings, state) = (settings(), &self.state);
                let decided = approve(&Approvals { plan: &plan, settings: &settings, state }, &someone(*who), &word, now);
                if let Ok((changes, _)) = decided {
                    assert!(now < planned.window.until, "approved too late");
                    let key = (planned.window.id.clone(), planned.hash.clone(), PEOPLE[*who]);
                    assert!(self.accepted.insert(key), "approved twice");
                    self.commit(changes);
                }
            }
            Event::Alter { window, hours } => {
                if let Some(planned) = self.calendar.get_mut(*window) {
                    planned.window.until = planned.window.from.plus_ms(at(*hours).as_ms());
                    planned.hash = format!("{} {}", planned.window.id, planned.window.until);
                }
            }
            Event::Edit { target } => self.edit(TARGETS[*target].into()),
            Event::Kill { boundary } => self.kill = Some(*boundary),
        }
    }

    fn edit(&mut self, target: ConnectorId) {
        self.edits += 1;
        let text = format!("foreign {}", self.edits);
        if self.state.ledger.iter().any(|entry| entry.target == target) {
            self.foreign.insert(target.clone(), text.clone());
        } else {
            self.first.insert(target.clone(), Some(text.clone()));
        }
        self.targets.insert(target, Some(text));
    }

    fn commit(&mut self, changes: Vec<Change>) {
        for change in changes {
            if let Change::Order(order) = change {
                self.state.orders.retain(|known| known.id != order.id);
                self.state.orders.push(order);
            } else if let Change::Approval(approval) = change {
                self.state.approvals.push(approval);
            } else if let Change::Ledger(entry) = change {
                self.state.ledger.retain(|known| known.target != entry.target);
                self.state.ledger.push(entry);
            } else if let Change::LedgerGone(target) = change {
                self.state.ledger.retain(|known| known.target != target);
            } else if let Change::Enqueue(step) = change {
                assert!(matches!(step.work, StepWork::Revert { .. }));
                self.queue.insert(step.key);
            } else {
                assert!(matches!(change, Change::Record { .. }), "{change:?}");
            }
        }
    }

    fn found(&self, target: &ConnectorId) -> Found {
        let bytes = self.targets[target].clone();
        Found { hash: bytes.clone().unwrap_or_else(|| "nothing".to_owned()), bytes: bytes.map(String::into_bytes) }
    }

    fn entry(&self, target: &ConnectorId) -> Option<LedgerEntry> {
        self.state.ledger.iter().find(|entry| entry.target == *target).cloned()
    }

    /// Carries out steps until there is none, or until the boundary at which the process is killed.
    fn look(&mut self, kill: Option<usize>) {
        let mut left = kill.unwrap_or(usize::MAX);
        for _ in 0..10 {
            let steps = reconcile(&self.plan(), &self.state, &[], at(self.now));
            if steps.is_empty() {
                return;
            }
            for step in steps {
                if self.carry_out(step, &mut left).is_none() {
                    return;
                }
            }
        }
        panic!("the steps never end: {:?}", reconcile(&self.plan(), &self.state, &[], at(self.now)));
    }

    /// None: killed.
    fn carry_out(&mut self, step: PostureStep, left: &mut usize) -> Option<()> {
        let now = at(self.now);
        let mut boundary = || {
            *left = left.checked_sub(1)?;
            Some(())
        };
        match step {
            PostureStep::Apply { target, settings, expires_at } => {
                let (found, text) = (self.found(&target), render(&plain(&settings)));
                let (written_hash, revision) = (text.clone(), "r1".into());
                let intent = Intent { target: target.clone(), settings, expires_at, found, written_hash, revision };
                boundary()?;
                match changes::applying(self.entry(&target).as_ref(), intent, now) {
                    Act::Leave(changes) => self.commit(changes),
                    Act::Write(changes) => {
                        self.commit(changes);
                        boundary()?;
                        self.targets.insert(target.clone(), Some(text));
                        boundary()?;
                        let entry = self.entry(&target).unwrap();
                        self.commit(changes::verified(&entry, now));
                    }
                }
            }
            PostureStep::Hold { target, settings, expires_at } => {
                boundary()?;
                let entry = self.entry(&target).unwrap();
                self.commit(changes::held(&entry, settings, expires_at));
            }
            PostureStep::Revert { target } | PostureStep::Recover { target, .. } => {
                boundary()?;
                let act = changes::reverting(&self.entry(&target).unwrap(), &self.found(&target), now);
                let (Act::Leave(changes) | Act::Write(changes)) = &act;
                self.commit(changes.clone());
                if let Act::Write(_) = act {
                    boundary()?;
                    let entry = self.entry(&target).unwrap();
                    let before = entry.before.clone().map(|bytes| String::from_utf8(bytes).unwrap());
                    self.targets.insert(target, before);
                    boundary()?;
                    self.commit(changes::reverted(&entry, now));
                }
            }
            PostureStep::Forget { target } => self.commit(changes::forgotten(&target)),
            PostureStep::Ask { .. } => panic!("no window has a task"),
        }
        Some(())
    }

    /// Whether a window may take effect, from what was accepted.
    fn is_allowed(&self, planned: &PlannedWindow) -> bool {
        let binds = |(id, hash, _): &&(WindowId, String, &str)| *id == planned.window.id && *hash == planned.hash;
        let given: Vec<&str> = self.accepted.iter().filter(binds).map(|(_, _, by)| *by).collect();
        let ordered = self.state.orders.iter().find(|order| super::orders::window_of(&order.id) == planned.window.id);
        let has_other = ordered.is_none_or(|order| given.iter().any(|by| *by != order.by.as_str()));
        given.len() >= planned.approvals_needed && has_other
    }

    fn wanted(&self, target: &ConnectorId) -> BTreeMap<String, i64> {
        let mut wanted = BTreeMap::new();
        for planned in self.plan().windows.iter().filter(|planned| self.is_allowed(planned)) {
            let is_live = planned.window.from <= at(self.now) && at(self.now) < planned.window.until;
            for demand in planned.demands.iter().filter(|demand| is_live && demand.target == *target) {
                for (name, value) in &demand.set {
                    let value = integer(value);
                    let stricter = if name.as_str() == "old_days" { i64::min } else { i64::max };
                    wanted.entry(name.to_string()).and_modify(|old| *old = stricter(*old, value)).or_insert(value);
                }
            }
        }
        wanted
    }

    fn check(&self) {
        for (target, holds) in &self.targets {
            let wanted = self.wanted(target);
            let expected = match self.foreign.get(target) {
                Some(foreign) => Some(foreign.clone()),
                None if wanted.is_empty() => self.first[target].clone(),
                None => Some(render(&wanted)),
            };
            assert_eq!(*holds, expected, "{target} at {}", self.now);
            let Some(entry) = self.entry(target) else { continue };
            let step = format!("revert/{target}/{}", entry.expires_at.as_ms());
            assert!(self.queue.contains(&step), "nothing takes {target} back");
            assert!(self.foreign.contains_key(target) || at(self.now) < entry.expires_at, "{target} outlives its end");
        }
    }
}

fn integer(value: &SettingValue) -> i64 {
    let SettingValue::Integer(value) = value else { panic!("only integers here: {value}") };
    *value
}

fn plain(settings: &HeldSettings) -> BTreeMap<String, i64> {
    settings.iter().map(|(name, held)| (name.to_string(), integer(&held.value))).collect()
}

fn live_through(calendar: Vec<PlannedWindow>, events: &[Event]) -> World {
    let mut world = World::new(calendar);
    for event in events {
        let kill = world.kill.take();
        world.happen(event);
        world.look(kill);
        if kill.is_none() {
            world.check();
        }
    }
    world.now += 1000;
    world.look(None);
    world.check();
    world
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn applied_is_the_join_of_the_live_allowed_windows_and_the_first_state_comes_back(
        calendar in windows(),
        events in events(false),
    ) {
        let world = live_through(calendar, &events);
        prop_assert_eq!(&world.targets, &world.first);
        prop_assert!(world.state.ledger.is_empty());
    }

    #[test]
    fn what_others_write_is_never_overwritten(calendar in windows(), events in events(true)) {
        let world = live_through(calendar, &events);
        for (target, text) in &world.foreign {
            prop_assert_eq!(world.targets[target].as_ref(), Some(text));
        }
    }
}
