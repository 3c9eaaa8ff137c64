//! A database, two targets and a workspace that people edit. The deciders are asked as `app` asks them.

use std::collections::{BTreeMap, BTreeSet};

use standto::model::{Change, ConnectorId, Decision, LedgerEntry, LedgerPhase, Plan, PostureState, StepWork, Workspace};
use standto::plan::Planner;
use standto::posture;
use standto::posture::changes;

use super::hands::hash;
use super::kept::{self, Kept};
use super::moves::Act;
use super::oracle::{self, Ordered, Seen};
use super::people::someone;
use super::tally::Tally;
use super::town::{Town, at};
use super::words::Words;

/// Hours from the beginning that no history leaves.
const EVER: i64 = 8000;

/// Targets and what they hold when nobody has changed them. One has a setting of ours already and is written as no program
/// would write it; the other is not there.
pub(crate) const TARGETS: [(&str, Option<&str>); 2] =
    [("mail", Some("# ours\nother   = [ 1,2 ]\nyoung_days=9\n")), ("proxy", None)];

pub(crate) struct Life {
    pub(crate) now: i64,
    /// In force, and as the files are.
    pub(crate) town: Town,
    pub(crate) edited: Town,
    pub(crate) revision: usize,
    pub(crate) workspace: Workspace,
    pub(crate) plan: Option<Plan>,
    planner: Planner,
    pub(crate) state: PostureState,
    pub(crate) targets: BTreeMap<ConnectorId, Option<Vec<u8>>>,
    /// Keys of the steps in the queue.
    pub(crate) queue: BTreeSet<String>,
    pub(crate) orders: Vec<Ordered>,
    pub(crate) words: Words,
    pub(crate) kept: Vec<Kept>,
    /// What a target holds when nothing is wanted.
    pub(crate) first: BTreeMap<ConnectorId, Option<Vec<u8>>>,
    /// What others wrote over our change, where it must stay.
    pub(crate) foreign: BTreeMap<ConnectorId, Vec<u8>>,
    /// Targets that a person took back or decided to keep.
    pub(crate) decided: BTreeSet<ConnectorId>,
    edits: usize,
    pub(crate) tally: Tally,
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
            words: Words::default(),
            kept: Vec::new(),
            first,
            foreign: BTreeMap::new(),
            decided: BTreeSet::new(),
            edits: 0,
            tally: Tally::default(),
        }
    }

    pub(crate) fn sleep(&mut self, hours: i64) {
        self.now += hours;
    }

    /// The plan in force, as `World` keeps it.
    pub(crate) fn plan(&mut self) -> Plan {
        if self.plan.is_none() {
            self.plan = Some(self.plan_of(&self.workspace.clone()));
        }
        self.plan.clone().expect("it was just made")
    }

    pub(crate) fn plan_of(&mut self, workspace: &Workspace) -> Plan {
        self.planner.plan(workspace, self.state.past(), at(-EVER), at(EVER))
    }

    /// Every window there should be.
    pub(crate) fn windows(&self) -> Vec<Seen> {
        kept::windows(&self.town, &self.orders, &self.kept)
    }

    /// Windows that took effect, hold now, and are still allowed.
    pub(crate) fn live(&self) -> Vec<Seen> {
        let mut all: Vec<Seen> = self.kept.iter().map(Kept::held).collect();
        all.retain(|seen| seen.is_live(self.now) && self.words.is_allowed(seen));
        all
    }

    /// Those of them that ask something of a target.
    pub(crate) fn holding(&self, target: &ConnectorId) -> Vec<Seen> {
        let asks = |seen: &Seen| !oracle::wanted(target.as_str(), [seen].into_iter()).is_empty();
        self.live().into_iter().filter(asks).collect()
    }

    /// Something happens. Refusals are part of life here.
    pub(crate) fn happen(&mut self, act: &Act) {
        match act {
            Act::Pass { hours } => self.now += hours,
            Act::Order { who, from, hours, level } => self.order(*who, (*from, *hours), *level),
            Act::EndOrder { which } => self.end_order(*which),
            Act::Approve { which, window, who, seat } => self.approve((*which, *window), *who, *seat),
            Act::Withdraw { which } => self.withdraw(*which),
            Act::Review { which, objects } => self.review(*which, *objects),
            Act::Stand { who, level, quarter } => self.stand(*who, *level, *quarter),
            Act::Unstand { which } => self.unstand(*which),
            Act::Close { which, who } => self.close(*which, *who),
            Act::Upset { which, how } => self.upset(*which, *how),
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
            | Act::Rewrite { .. }
            | Act::Rule { .. }
            | Act::Need { .. } => self.edited.change(act),
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
            self.commit(changes::conflict(entry, &found));
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

    pub(crate) fn entry(&self, target: &ConnectorId) -> Option<LedgerEntry> {
        self.state.ledger.iter().find(|entry| entry.target == *target).cloned()
    }

    pub(crate) fn take(&mut self, decided: Decision) -> bool {
        let is_taken = decided.is_ok();
        self.commit(decided.map_or_else(|_| Vec::new(), |(changes, _)| changes));
        is_taken
    }

    /// Writes as the database does: one row for each key, in its order.
    pub(crate) fn commit(&mut self, changes: Vec<Change>) {
        let state = &mut self.state;
        for change in changes {
            if let Change::Order(order) = change {
                state.orders.retain(|known| known.id != order.id);
                state.orders.push(order);
                self.plan = None;
            } else if let Change::Keep(row) = change {
                let id = |row: &standto::model::KeptWindow| row.planned.window.id.clone();
                state.kept.retain(|known| id(known) != id(&row));
                state.kept.push(*row);
                state.kept.sort_by_key(|row| (row.opened_at, id(row)));
                self.plan = None;
            } else if let Change::KeptGone(gone) = change {
                state.kept.retain(|known| known.planned.window.id != gone);
                self.plan = None;
            } else if let Change::Approval(row) = change {
                let is_it = |known: &standto::model::Approval| {
                    (&known.window, &known.hash, &known.by) == (&row.window, &row.hash, &row.by)
                };
                state.approvals.retain(|known| !is_it(known));
                state.approvals.push(row);
                state.approvals.sort_by_key(|row| (row.at, row.window.clone(), row.hash.clone(), row.by.clone()));
            } else if let Change::ApprovalGone { window, hash, by } = change {
                state.approvals.retain(|known| (&known.window, &known.hash, &known.by) != (&window, &hash, &by));
            } else if let Change::StandingApproval(row) = change {
                state.standing.push(row);
            } else if let Change::StandingGone(row) = change {
                state.standing.retain(|known| *known != row);
            } else if let Change::Ledger(entry) = change {
                state.ledger.retain(|known| known.target != entry.target);
                state.ledger.push(entry);
            } else if let Change::LedgerGone(target) = change {
                state.ledger.retain(|known| known.target != target);
            } else if let Change::Enqueue(step) = change {
                assert!(matches!(step.work, StepWork::Revert { .. }));
                self.queue.insert(step.key);
            } else {
                assert!(matches!(change, Change::Record { .. }), "{change:?}");
            }
        }
    }
}
