//! Occurrences and policy to windows, and windows to the posture over time. Pure: no clock, no IO, no ledger.
//!
//! [`plan`] makes the whole plan from a checked workspace and the orders of people; [`posture_at`] joins its live windows into what
//! each target should be; [`spans`] and [`level_at`] show it over time; [`overdue`] says what can no longer be ready. What is
//! allowed (approvals) and what is applied (ledger) is decided in `posture`, never here.

mod joined;

pub use joined::{join, posture_at};
