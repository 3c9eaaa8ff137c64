//! Milestones: promises with a deadline, and the gates that say when one is kept. Pure.
//!
//! An organisation shows evidence for every field of the gate; evaluators, controllers or the director accept or reject it.
//! Deadlines run on the exercise clock. Nothing here rates how well it was done.

mod decide;
mod gate;
mod status;

#[cfg(test)]
mod tests;

pub use decide::{Target, close, deadline, meet, reject};
pub use status::{at_risk_from, shown_status};
