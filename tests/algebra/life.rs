//! A database, two targets and a workspace that people edit. The deciders are asked as `app` asks them.

use std::collections::{BTreeMap, BTreeSet};

use standto::model::{
    Change, ConnectorId, Decision, LedgerEntry, LedgerPhase, OrderId, Plan, PostureState, Principal, Role, StepWork, WindowId,
    Workspace,
};
use standto::plan::Planner;
use standto::posture::changes;
use standto::posture::{self, OrderRequest};

use super::hands::hash;
use super::moves::Act;
use super::oracle::{self, Approvals, Ordered, Seen};
use super::town::{Town, at};

/// Hours from the beginning that no history leaves.
const EVER: i64 = 8000;

const PEOPLE: [&str; 3] = ["ann", "ben", "cyd"];

/// Targets and what they hold when nobody has changed them. One has a setting of ours already and is written as no program
/// would write it; the other is not there.
pub(crate) const TARGETS: [(&str, Option<&str>); 2] =
    [("mail", Some("# ours\nother   = [ 1,2 ]\nyoung_days=9\n")), ("proxy", None)];

pub(crate) struct Life {
    pub(crate) now: i64,
    /// In force, and as the files are.
    town: Town,
    edited: Town,
    revision: usize,
    pub(crate) workspace: Workspace,
    plan: Option<Plan>,
    planner: Planner,
    pub(crate) state: PostureState,
    pub(crate) targets: BTreeMap<ConnectorId, Option<Vec<u8>>>,
    /// Keys of the steps in the queue.
    pub(crate) queue: BTreeSet<String>,
    orders: Vec<Ordered>,
    approvals: Approvals,
    /// What a target holds when nothing is wanted.
    pub(crate) first: BTreeMap<ConnectorId, Option<Vec<u8>>>,
    /// What others wrote over our change, where it must stay.
    pub(crate) foreign: BTreeMap<ConnectorId, Vec<u8>>,
    /// Targets that a person took back or decided to keep.
    pub(crate) decided: BTreeSet<ConnectorId>,
    edits: usize,
}

fn someone(who: usize) -> Principal {
    Principal {
        id: PEOPLE[who].into(),
        name: PEOPLE[who].to_owned(),
        roles: vec![Role::Approver],
        token_hash: String::new(),
        expires_at: at(1_000_000),
        revoked_at: None,
    }
}

impl Life {
    pub(crate) fn new(town: Town) -> Self {
        let content = |(id, text): (&str, Option<&str>)| (ConnectorId::new(id), text.map(|text| text.as_bytes().to_vec()));
        let first: BTreeMap<_, _> = TARGETS.into_iter().map(content).collect();
        Life {
            now: 0,
            workspace: town.workspace(0),
            edited: town.clone(),
            town,
            revision: 0,
            plan: None,
            planner: Planner::default(),
            state: PostureState::default(),
            targets: first.clone(),
            queue: BTreeSet::new(),
            orders: Vec::new(),
            approvals: Approvals::new(),
            first,
            foreign: BTreeMap::new(),
            decided: BTreeSet::new(),
            edits: 0,
        }
    }

    pub(crate) fn sleep(&mut self, hours: i64) {
        self.now += hours;
    }

    /// The plan in force, as `World` keeps it.
    pub(crate) fn plan(&mut self) -> Plan {
        let made = || self.planner.plan(&self.workspace, self.state.past(), at(-EVER), at(EVER));
        self.plan.get_or_insert_with(made).clone()
    }

    pub(crate) fn windows(&self) -> Vec<Seen> {
        oracle::windows(&self.town, &self.orders)
    }

    /// The windows that hold now and may, and ask something of a target.
    pub(crate) fn holding(&self, target: &ConnectorId) -> Vec<Seen> {
        let holds = |seen: &Seen| {
            let asks = !oracle::wanted(target.as_str(), [seen].into_iter()).is_empty();
            asks && seen.is_live(self.now) && oracle::is_allowed(seen, &self.approvals)
        };
        self.windows().into_iter().filter(holds).collect()
    }

    /// Something happens. Refusals are part of life here.
    pub(crate) fn happen(&mut self, act: &Act) {
        match act {
            Act::Pass { hours } => self.now += hours,
            Act::Order { who, from, hours, level } => {
                let from = self.now + from;
                let request = OrderRequest {
                    level: *level,
                    group: None,
                    from: Some(at(from)),
                    until: at(from + hours),
                    reason: "talks".to_owned(),
                };
                let decided = posture::order(&self.workspace, &self.state, &someone(*who), request, at(self.now));
                let ordered = Ordered { level: *level, from: from.max(self.now), until: from + hours, by: PEOPLE[*who] };
                assert_eq!(decided.is_ok(), ordered.from < ordered.until, "{decided:?}");
                if self.take(decided) {
                    self.orders.push(ordered);
                }
            }
            Act::EndOrder { which } => {
                let id = OrderId::new(format!("o-{which}"));
                let decided = posture::end_order(&self.state, &someone(0), &id, at(self.now));
                let (now, order) = (self.now, self.orders.get_mut(which - 1));
                let order = order.filter(|order| now < order.until);
                assert_eq!(decided.is_ok(), order.is_some(), "{decided:?}");
                if let Some(order) = order {
                    order.until = now;
                }
                self.take(decided);
            }
            Act::Approve { window, who } => self.approve(*window, *who),
            Act::Accept => self.refresh(true),
            Act::Edit { target } => self.edit(TARGETS[*target].0.into()),
            Act::Compare => {
                self.compare();
            }
            Act::Decide { target, keep } => self.decide(&TARGETS[*target].0.into(), *keep),
            Act::Shift { .. }
            | Act::Cancel { .. }
            | Act::Retitle { .. }
            | Act::Confirm { .. }
            | Act::Add(_)
            | Act::Drop { .. }
            | Act::Rewrite { .. } => self.edited.change(act),
        }
    }

    fn approve(&mut self, window: usize, who: usize) {
        let windows = self.windows();
        let Some(seen) = windows.get(window % windows.len().max(1)) else { return };
        let plan = self.plan();
        let hash = plan.window(&seen.id).map(|planned| planned.hash.as_str()).unwrap_or_default();
        let word = posture::Word { window: &seen.id, hash, in_place_of: None, decision: None };
        let all = posture::Approvals { plan: &plan, settings: &self.workspace.settings, state: &self.state };
        let decided = posture::approve(&all, &someone(who), &word, at(self.now));
        let has_approved = oracle::approvers(seen, &self.approvals).contains(PEOPLE[who]);
        let is_author_alone = seen.need == 1 && seen.author == Some(PEOPLE[who]);
        let may = self.now < seen.until && !has_approved && !is_author_alone;
        assert_eq!(decided.is_ok(), may, "{decided:?}");
        if self.take(decided) {
            self.approvals.insert((seen.id.clone(), seen.bound(), PEOPLE[who]));
        }
    }

    /// Somebody else writes a target.
    fn edit(&mut self, target: ConnectorId) {
        self.edits += 1;
        let number = self.edits;
        let text = if target.as_str() == "mail" { format!("edit = {number}\n") } else { format!("{{\"edit\": {number}}}") };
        let is_ours = self.entry(&target).is_some_and(|entry| entry.phase != LedgerPhase::Released);
        if is_ours {
            self.foreign.insert(target.clone(), text.clone().into_bytes());
        } else {
            self.first.insert(target.clone(), Some(text.clone().into_bytes()));
        }
        self.targets.insert(target, Some(text.into_bytes()));
    }

    /// Looks at every held target. The targets that were found to be somebody else's.
    fn compare(&mut self) -> Vec<ConnectorId> {
        let active = self.state.ledger.clone().into_iter().filter(|entry| entry.phase == LedgerPhase::Active);
        let drifted: Vec<_> = active.filter(|entry| self.found(&entry.target).hash != entry.written_hash).collect();
        for entry in &drifted {
            let found = self.found(&entry.target);
            self.commit(changes::looked_at(entry, &found, at(self.now)));
        }
        drifted.into_iter().map(|entry| entry.target).collect()
    }

    fn decide(&mut self, target: &ConnectorId, keep: bool) {
        let is_news = self.compare().contains(target);
        let entry = self.entry(target);
        let decided = posture::decide_conflict(&self.state, &someone(0), target, keep, at(self.now));
        if (is_news && !keep) || !self.take(decided) {
            return;
        }
        // What the person saw may be overwritten; what came later may not.
        let seen = entry.filter(|entry| entry.phase == LedgerPhase::Conflict).map(|entry| entry.found_hash);
        let is_seen = self.foreign.get(target).is_some_and(|bytes| Some(hash(Some(bytes))) == seen);
        if keep {
            let kept = self.foreign.remove(target).or_else(|| self.targets[target].clone());
            self.first.insert(target.clone(), kept);
        } else if is_seen {
            self.foreign.remove(target);
        }
        self.decided.insert(target.clone());
    }

    /// Reads the files again, and adopts what alters nothing that is live or approved; all of it when a person accepts.
    pub(crate) fn refresh(&mut self, is_accepted: bool) {
        let edited = self.edited.workspace(self.revision + 1);
        let old = self.plan();
        let new = self.planner.plan(&edited, self.state.past(), at(-EVER), at(EVER));
        let mut touched = posture::touched(&old, &new, &self.state, at(self.now));
        touched.sort();
        let later = oracle::windows(&self.edited, &self.orders);
        let mut expected: Vec<WindowId> =
            self.windows().iter().filter(|seen| self.is_touched(seen, &later)).map(|seen| seen.id.clone()).collect();
        expected.sort();
        assert_eq!(touched, expected, "what waits for a person");
        if is_accepted || touched.is_empty() {
            (self.town, self.workspace, self.plan) = (self.edited.clone(), edited, Some(new));
            self.revision += 1;
        }
    }

    fn is_touched(&self, seen: &Seen, later: &[Seen]) -> bool {
        let is_approved = !oracle::approvers(seen, &self.approvals).is_empty();
        let is_bound = seen.is_live(self.now) || (self.now < seen.until && is_approved);
        let stays = later.iter().any(|other| other.id == seen.id && other.bound() == seen.bound());
        is_bound && !stays
    }

    pub(crate) fn entry(&self, target: &ConnectorId) -> Option<LedgerEntry> {
        self.state.ledger.iter().find(|entry| entry.target == *target).cloned()
    }

    fn take(&mut self, decided: Decision) -> bool {
        let is_taken = decided.is_ok();
        self.commit(decided.map_or_else(|_| Vec::new(), |(changes, _)| changes));
        is_taken
    }

    pub(crate) fn commit(&mut self, changes: Vec<Change>) {
        for change in changes {
            if let Change::Order(order) = change {
                self.state.orders.retain(|known| known.id != order.id);
                self.state.orders.push(order);
                self.plan = None;
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
}
