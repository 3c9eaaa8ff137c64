//! Claiming what is due, and when to look again.

use crate::model::{ClaimedStep, ClockId, StoreError};
use crate::store::{ClaimRequest, Store, Upcoming};
use crate::time::Timestamp;

/// The most steps of one claim: enough that 10,000 due at once need 20 commits, few enough that the first is not kept waiting.
pub const CLAIM_LIMIT: usize = 500;

/// How long a claimed step is its holder's: longer than any send may take.
pub const LEASE_MS: i64 = 120_000;

/// Unfinished steps of one clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Not claimed, due now or later.
    pub waiting: u64,
    pub claimed: u64,
}

/// Claims at most `limit` steps (and at most [`CLAIM_LIMIT`]) that are due on the running clocks, each with what it shows now.
/// A step whose lease ended is claimed again, under a new lease. `who` names this process and no other that ever ran.
pub async fn claim(
    store: &Store,
    clocks: &[(ClockId, i64)],
    who: &str,
    now: Timestamp,
    lease_ms: i64,
    limit: usize,
) -> Result<Vec<ClaimedStep>, StoreError> {
    let request = ClaimRequest { clocks: clocks.to_vec(), who: who.to_owned(), now, lease_ms, limit: limit.min(CLAIM_LIMIT) };
    store.claim(request).await
}

/// When each clock's next step is due, on that clock, and when the first lease ends.
pub async fn next_due(store: &Store, clocks: &[ClockId]) -> Result<Upcoming, StoreError> {
    store.upcoming(clocks.to_vec()).await
}

/// How much of a clock's work is unfinished.
pub async fn pending(store: &Store, clock: ClockId) -> Result<Backlog, StoreError> {
    let (waiting, claimed) = store.pending(clock).await?;
    Ok(Backlog { waiting, claimed })
}

/// At start, by the one writer: makes due again what processes that are no more had claimed. How many steps.
pub async fn release_others(store: &Store, who: &str) -> Result<usize, StoreError> {
    store.release_others(who).await
}
