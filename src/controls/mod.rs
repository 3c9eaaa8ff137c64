//! Connectors to what is changed: the six verbs for a settings file. IO.
//!
//! A control observes, plans, applies, verifies, reverts, and says whether its target can expire a change by itself (lease).
//! It never decides that something should change, and never overwrites what it did not expect to find.

mod control;
mod fault;
mod file;
mod overlay;
mod request;
mod task;

pub use control::Control;
pub use fault::ControlFault;
pub use file::Observation;
pub use overlay::{Planned, SettingChange};
pub use request::approval_request;
pub use task::{Reminded, reminders};

#[cfg(test)]
mod tests;
