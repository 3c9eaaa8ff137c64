//! Plan, ledger and now to steps; orders, approvals, preconditions, conflicts. Pure.
//!
//! [`reconcile()`] says what is to be done now; [`changes`] says what is written before and after each act; [`decisions`],
//! [`orders`], [`approvals`] and [`reviews`] turn a person's command into changes or a refusal; [`requests`] asks for approvals
//! ahead. Nothing here touches a target: the engine observes, asks here, commits, and only then acts.

mod alterations;
pub mod approvals;
pub mod changes;
pub mod decisions;
pub mod difference;
#[cfg(test)]
mod fixture;
pub mod in_force;
pub mod keeping;
pub mod open_requests;
pub mod orders;
pub mod preconditions;
pub mod reconcile;
pub mod requests;
pub mod reviews;
pub mod rounds;
pub mod seats;
pub mod standing;

#[cfg(test)]
mod tests;

pub use alterations::altered;
pub use approvals::{Approvals, Word, approve, is_allowed, moved_targets, touched};
pub use decisions::{decide_conflict, finish_task};
pub use difference::{Side, difference, standing};
pub use in_force::{NotInForce, not_in_force};
pub use keeping::{as_carried_out, close, keep, late_starts};
pub use open_requests::open_requests;
pub use orders::{OrderRequest, end_order, order};
pub use preconditions::{Blocked, check};
pub use reconcile::{PostureStep, reconcile};
pub use reviews::{review, withdraw};
pub use seats::{approvals_of, consents};
pub use standing::{Rules, approve_standing, standing_hashes, standing_state, withdraw_standing};
