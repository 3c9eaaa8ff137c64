//! Due steps: claim, lease, retry, finish; survives restart.
//!
//! What is due is decided by the rows in the database, never by timers. A claim is durable before the step is handed out; the
//! act happens outside any transaction; its result counts only under the lease of the claim (`Change::Finish`).

mod claim;
mod retry;

pub use crate::store::Upcoming;
pub use claim::{Backlog, CLAIM_LIMIT, LEASE_MS, claim, next_due, pending, release_others};
pub use retry::{LAST_ATTEMPT, next_attempt, seed_of};
