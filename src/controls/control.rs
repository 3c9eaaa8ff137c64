//! The six verbs of a control: observe, plan, apply, verify, revert, lease.

use std::path::{Path, PathBuf};

use super::ControlFault;
use super::file::{self, Observation};
use super::overlay::{self, Planned};
use crate::model::{Connector, Driver, FileFormat, HeldSettings, Trouble, TroubleKind};

/// A target that can be changed, and how. Holds no state of its own: what was done is the ledger's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Control {
    File { path: PathBuf, format: FileFormat },
}

impl Control {
    /// The control of a connector; relative paths are the workspace's. Touches nothing.
    pub fn open(connector: &Connector, workspace: &Path) -> Self {
        match &connector.driver {
            Driver::File { path, format } => Control::File { path: workspace.join(path), format: *format },
        }
    }

    /// What the target holds now.
    pub async fn observe(&self) -> Result<Observation, ControlFault> {
        match self {
            Control::File { path, .. } => {
                let path = path.clone();
                off_thread(move || file::observe(&path)).await
            }
        }
    }

    /// What would be written so that the settings hold, over the content from before the first holder. Pure.
    pub fn plan(&self, before: Option<&[u8]>, held: &HeldSettings) -> Result<Planned, ControlFault> {
        match self {
            Control::File { format, .. } => Ok(overlay::lay(*format, before, held)?),
        }
    }

    /// Writes what was planned, if the target holds what `expected` is the hash of. Doing it twice is doing it once: a target
    /// that already holds the planned content is left alone, which is also how a crash after the act is recognised.
    pub async fn apply(&self, planned: &Planned, expected: &str) -> Result<(), ControlFault> {
        match self {
            Control::File { path, .. } => {
                let (path, bytes, expected) = (path.clone(), planned.bytes.clone(), expected.to_owned());
                off_thread(move || file::replace(&path, Some(&bytes), &expected)).await
            }
        }
    }

    /// Reads the target again: it is what we wrote, and what we wrote, read as its format, shows the settings.
    pub async fn verify(&self, hash: &str, held: &HeldSettings) -> Result<(), ControlFault> {
        let seen = self.observe().await?;
        if seen.hash != hash {
            return Err(ControlFault::Conflict { expected: hash.to_owned(), found: seen.hash });
        }
        let missing = match self {
            Control::File { format, .. } => overlay::missing(*format, seen.bytes.as_deref().unwrap_or_default(), held)?,
        };
        match missing.first() {
            Some(name) => Err(Trouble::new(TroubleKind::NotShown, name).into()),
            None => Ok(()),
        }
    }

    /// Restores the state from before the first holder, byte for byte, if the target still is what we wrote.
    pub async fn revert(&self, before: Option<&[u8]>, written: &str) -> Result<(), ControlFault> {
        match self {
            Control::File { path, .. } => {
                let (path, bytes, written) = (path.clone(), before.map(<[u8]>::to_vec), written.to_owned());
                off_thread(move || file::replace(&path, bytes.as_deref(), &written)).await
            }
        }
    }

    /// Whether the target itself ends the change when its time is over.
    pub fn lease(&self) -> bool {
        match self {
            Control::File { .. } => false,
        }
    }

    /// Whether the target can be looked at and changed now.
    pub async fn is_writable(&self) -> bool {
        match self {
            Control::File { path, .. } => {
                let path = path.clone();
                off_thread(move || Ok(file::is_writable(&path))).await.unwrap_or(false)
            }
        }
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
