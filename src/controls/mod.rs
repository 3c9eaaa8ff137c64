//! Connectors to what is changed: the six verbs for a settings file and for the mail filter rspamd. IO.
//!
//! A control observes, plans, applies, verifies, reverts, and says whether its target can expire a change by itself (lease).
//! It never decides that something should change, and never overwrites what it did not expect to find.

mod control;
mod fault;
mod file;
mod overlay;
mod request;
mod rspamd;
mod task;

pub use control::{Control, Patience};
pub use fault::ControlFault;
pub use file::{Observation, hash_of};
pub use overlay::{Planned, SettingChange};
pub use request::approval_request;
pub use rspamd::{Installed, Layout, install};
pub use task::{Reminded, reminders};

use crate::actions::Http;
use crate::model::{References, Trouble, TroubleKind};

/// What controls need besides their settings.
pub struct Means {
    pub http: Http,
    /// What windows are called at targets whose logs others may read.
    pub references: References,
}

impl std::fmt::Debug for Means {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Means(..)")
    }
}

impl Means {
    pub fn new(references: References) -> Self {
        Self { http: Http::default(), references }
    }
}

/// Runs blocking work where it blocks nobody.
async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ControlFault> + Send + 'static,
) -> Result<T, ControlFault> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(Trouble::new(TroubleKind::Internal, error).into()),
    }
}

#[cfg(test)]
mod tests;
