//! One transaction's changes, each to the table it belongs to.

use rusqlite::Connection;

use super::{deliveries, journal, kept, posture, principals, published, requests, revisions, runs, standing, steps};
use crate::model::{Change, StoreError, Transaction};

/// Applies every change in order; the sequences of the journal entries made. The caller holds the savepoint.
pub(super) fn apply(db: &Connection, transaction: &Transaction) -> Result<Vec<i64>, StoreError> {
    let mut sequences = Vec::new();
    for change in &transaction.changes {
        match change {
            Change::Record { organisation, fact } => {
                sequences.push(journal::append(db, transaction, organisation.as_ref(), fact)?);
            }
            Change::Revision(revision) => revisions::put(db, revision)?,
            Change::Principal(principal) => principals::put(db, principal)?,
            Change::Answered { command, answer } => principals::answered(db, command, answer, transaction.at)?,
            Change::Order(order) => posture::put_order(db, order)?,
            Change::Approval(approval) => posture::put_approval(db, approval)?,
            Change::Keep(window) => kept::put(db, window)?,
            Change::KeptGone(window) => kept::remove(db, window)?,
            Change::ApprovalGone { window, hash, by } => posture::remove_approval(db, window, hash, by)?,
            Change::StandingApproval(approval) => standing::put(db, approval)?,
            Change::Request(request) => requests::put(db, request)?,
            Change::StandingGone(approval) => standing::remove(db, approval)?,
            Change::Ledger(entry) => posture::put_ledger(db, entry)?,
            Change::LedgerGone(target) => posture::remove_ledger(db, target)?,
            Change::Published(notice) => published::put(db, notice)?,
            Change::Task(task) => posture::put_task(db, task)?,
            Change::Enqueue(step) => steps::enqueue(db, step)?,
            Change::Requeue { key, due } => steps::requeue(db, key, *due)?,
            Change::Finish { step, end } => steps::finish(db, step, end)?,
            Change::DropSteps { run } => steps::drop_of_run(db, *run)?,
            Change::Run(run) => runs::put(db, run)?,
            Change::Inject { run, row } => runs::put_inject(db, *run, row)?,
            Change::Milestone { run, row } => runs::put_milestone(db, *run, row)?,
            Change::Response(response) => runs::add_response(db, response)?,
            Change::Link(link) => runs::put_link(db, link)?,
            Change::Delivery(delivery) => deliveries::put(db, delivery)?,
            Change::DeliveryPhase { key, phase, attempts, sent_at } => {
                deliveries::set_phase(db, key, *phase, (*attempts, *sent_at))?;
            }
            Change::Acknowledged { key, at } => deliveries::acknowledge(db, key, *at)?,
            Change::Attempt(attempt) => deliveries::put_attempt(db, attempt)?,
        }
    }
    Ok(sequences)
}

/// An update that must have found its row.
pub(super) fn found(changed: usize, table: &'static str, key: &str) -> Result<(), StoreError> {
    if changed > 0 { Ok(()) } else { Err(StoreError::Missing { table, key: key.to_owned() }) }
}
