//! What posture decisions rest on, and how it follows what is written without being read again.

use std::sync::Arc;

use super::{
    Approval, ApprovalRequest, Change, KeptWindow, LedgerEntry, Order, Past, PlannedWindow, StandingApproval, TaskRow,
    WindowId, WindowStatus,
};

/// What posture decisions rest on, as the database has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PostureState {
    pub orders: Vec<Order>,
    /// Windows that took effect and are not over, or still bear on what the files say.
    pub kept: Vec<KeptWindow>,
    /// Rows of kept windows that this program cannot read: what they hold stays as it is.
    pub unreadable: Vec<WindowId>,
    pub approvals: Vec<Approval>,
    pub standing: Vec<StandingApproval>,
    pub requests: Vec<ApprovalRequest>,
    pub ledger: Vec<LedgerEntry>,
    pub tasks: Vec<TaskRow>,
}

impl PostureState {
    /// What a plan is made from besides the files.
    pub fn past(&self) -> Past<'_> {
        Past { orders: &self.orders, kept: &self.kept }
    }

    /// Becomes what the database has once a change is written, row for row and in the same order. Doing it twice is doing it
    /// once. What others share is copied only for a change that posture rests on.
    pub fn follow(shared: &mut Arc<Self>, change: &Change) {
        match change {
            Change::Order(order) => {
                put(
                    &mut Arc::make_mut(shared).orders,
                    order,
                    |known| known.id == order.id,
                    |known| (known.ordered_at, known.id.clone()),
                );
            }
            Change::Approval(row) => {
                let is_it = |known: &Approval| (&known.window, &known.hash, &known.by) == (&row.window, &row.hash, &row.by);
                let place = |known: &Approval| (known.at, known.window.clone(), known.hash.clone(), known.by.clone());
                put(&mut Arc::make_mut(shared).approvals, row, is_it, place);
            }
            Change::ApprovalGone { window, hash, by } => {
                Arc::make_mut(shared).approvals.retain(|known| (&known.window, &known.hash, &known.by) != (window, hash, by));
            }
            Change::StandingApproval(row) => {
                put(&mut Arc::make_mut(shared).standing, row, |known| is_same(known, row), place_of_standing);
            }
            Change::StandingGone(row) => Arc::make_mut(shared).standing.retain(|known| !is_same(known, row)),
            Change::Keep(row) => {
                let id = &row.planned.window.id;
                // The status is not written: it is made anew with each plan.
                let planned = PlannedWindow { status: WindowStatus::default(), ..row.planned.clone() };
                let row = KeptWindow { planned, ..row.as_ref().clone() };
                Arc::make_mut(shared).unreadable.retain(|known| known != id);
                let place = |known: &KeptWindow| (known.opened_at, known.planned.window.id.clone());
                put(&mut Arc::make_mut(shared).kept, &row, |known| known.planned.window.id == *id, place);
            }
            Change::KeptGone(id) => {
                Arc::make_mut(shared).unreadable.retain(|known| known != id);
                Arc::make_mut(shared).kept.retain(|known| known.planned.window.id != *id);
            }
            Change::Request(row) => {
                let is_it = |known: &ApprovalRequest| (&known.window, &known.hash) == (&row.window, &row.hash);
                put(&mut Arc::make_mut(shared).requests, row, is_it, |known| {
                    (known.asked_at, known.window.clone(), known.hash.clone())
                });
            }
            Change::Ledger(row) => {
                put(&mut Arc::make_mut(shared).ledger, row, |known| known.target == row.target, |known| known.target.clone());
            }
            Change::LedgerGone(target) => Arc::make_mut(shared).ledger.retain(|known: &LedgerEntry| known.target != *target),
            Change::Task(row) => {
                let place = |known: &TaskRow| (known.window.clone(), known.measure.clone(), known.round);
                put(&mut Arc::make_mut(shared).tasks, row, |known| place(known) == place(row), place);
            }
            Change::Record { .. }
            | Change::Revision(_)
            | Change::Principal(_)
            | Change::Published(_)
            | Change::Enqueue(_)
            | Change::Requeue { .. }
            | Change::Finish { .. }
            | Change::DropSteps { .. }
            | Change::Run(_)
            | Change::Inject { .. }
            | Change::Milestone { .. }
            | Change::Delivery(_)
            | Change::DeliveryPhase { .. }
            | Change::Acknowledged { .. }
            | Change::Attempt(_)
            | Change::Response(_)
            | Change::Link(_)
            | Change::Answered { .. } => {}
        }
    }
}

/// Puts a row in its place, instead of the one with its key.
fn put<T: Clone, P: Ord>(rows: &mut Vec<T>, row: &T, is_it: impl Fn(&T) -> bool, place: impl Fn(&T) -> P) {
    if let Some(at) = rows.iter().position(is_it) {
        rows.remove(at);
    }
    let its = place(row);
    let at = rows.partition_point(|known| place(known) < its);
    rows.insert(at, row.clone());
}

fn is_same(a: &StandingApproval, b: &StandingApproval) -> bool {
    (&a.policy, a.level, a.quarter, &a.hash, &a.by) == (&b.policy, b.level, b.quarter, &b.hash, &b.by)
}

fn place_of_standing(row: &StandingApproval) -> impl Ord + use<> {
    // Level and quarter as the words that the database sorts by.
    (row.at, row.policy.clone(), row.level.as_str(), row.quarter.to_string(), row.hash.clone(), row.by.clone())
}
