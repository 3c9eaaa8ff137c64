//! Occurrences and policy to windows, and windows to the posture over time. Pure: no clock, no IO, no ledger.
//!
//! [`plan`] makes the whole plan from a checked workspace, the orders of people and the windows that took effect; [`posture_at`]
//! joins its live windows into what each target should be; [`spans()`] and [`level_at`] show it over time; [`overdue()`] says what
//! can no longer be ready; [`altered()`] what two plans differ in. What is allowed (approvals) and what is applied (ledger) is
//! decided in `posture`, never here.

mod at;
mod backtest;
mod beside;
mod calls;
mod days;
mod diff;
mod draft;
mod due;
mod fill;
#[cfg(test)]
pub(crate) mod fixture;
mod hash;
mod joined;
mod json;
mod kept;
mod make;
mod makers;
mod matching;
mod notes;
mod overdue;
mod part;
mod planner;
mod published;
mod quarters;
mod rounds;
mod schema;
mod spans;
mod staffing;
mod standing;
mod strain;
mod tally;
mod why;

pub use at::at;
pub use backtest::caught;
pub use beside::holds_beside;
pub use diff::{Altered, Compared, altered, altered_days, diff_json, only_in};
pub use due::{due, due_at};
pub use joined::{Part, join, joined, posture_at};
pub use json::{Numbers, json, json_at, standing_json, window_json};
pub use kept::is_akin;
pub use make::plan;
pub use makers::makers;
pub use overdue::overdue;
pub use planner::Planner;
pub use published::{feed, published};
pub use rounds::{Round, Rounds};
pub use schema::{SCHEMAS, schema};
pub use spans::{Span, level_at, spans};
pub use staffing::{staffing, windows_behind};
pub use standing::{StandingRule, can_stand, standing_rules};
pub use strain::strain;
pub use why::{Sight, note_causes};
