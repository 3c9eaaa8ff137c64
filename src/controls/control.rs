//! The six verbs of a control: observe, plan, apply, verify, revert, lease.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::file::{self, Observation};
use super::overlay::{self, Planned};
use super::rspamd::Filter;
use super::{ControlFault, Means, off_thread};
use crate::model::{Connector, Driver, FileFormat, HeldSettings, Trouble, TroubleKind};
use crate::time::Timestamp;

/// Whether a target that was written just now gets time to read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// It is asked once.
    None,
    /// It is asked again for some seconds.
    ToRead,
}

/// A target that can be changed, and how. Holds no state of its own: what was done is the ledger's.
#[derive(Clone, Debug)]
pub enum Control {
    File { path: PathBuf, format: FileFormat },
    Rspamd(Filter),
}

impl Control {
    /// The control of a connector; relative paths are the workspace's. Touches nothing.
    pub fn open(connector: &Connector, workspace: &Path, means: &Arc<Means>) -> Self {
        match &connector.driver {
            Driver::File { path, format } => Control::File { path: workspace.join(path), format: *format },
            Driver::Rspamd(settings) => Control::Rspamd(Filter::open(settings, workspace, means)),
        }
    }

    /// What the target holds now.
    pub async fn observe(&self) -> Result<Observation, ControlFault> {
        match self {
            Control::File { path, .. } => {
                let path = path.clone();
                off_thread(move || file::observe(&path)).await
            }
            Control::Rspamd(filter) => filter.observe().await,
        }
    }

    /// What would be written so that the settings hold, over the content from before the first holder. Pure.
    pub fn plan(&self, before: Option<&[u8]>, held: &HeldSettings) -> Result<Planned, ControlFault> {
        match self {
            Control::File { format, .. } => Ok(overlay::lay(*format, before, held)?),
            Control::Rspamd(filter) => filter.plan(before, held),
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
            Control::Rspamd(filter) => filter.replace(Some(&planned.bytes), expected).await,
        }
    }

    /// Reads the target again: it is what we wrote, and it shows all settings that are held at `now`, and without any nothing of
    /// ours. A file shows it by its content, a mail filter by what it makes of canaries.
    ///
    /// # Errors
    /// A conflict, or trouble: `NotShown` when the target can be asked and does not show it.
    pub async fn verify(
        &self,
        hash: &str,
        held: &HeldSettings,
        now: Timestamp,
        patience: Patience,
    ) -> Result<(), ControlFault> {
        match self {
            Control::File { path, format } => {
                let path = path.clone();
                let seen = off_thread(move || file::observe(&path)).await?;
                if seen.hash != hash {
                    return Err(ControlFault::Conflict { expected: hash.to_owned(), found: seen.hash });
                }
                if held.is_empty() {
                    return Ok(());
                }
                let missing = overlay::missing(*format, seen.bytes.as_deref().unwrap_or_default(), held)?;
                missing.first().map_or(Ok(()), |name| Err(Trouble::new(TroubleKind::NotShown, name).into()))
            }
            Control::Rspamd(filter) => filter.verify(hash, held, now, patience).await,
        }
    }

    /// Restores the state from before the first holder, byte for byte, if the target still is what we wrote.
    pub async fn revert(&self, before: Option<&[u8]>, written: &str) -> Result<(), ControlFault> {
        match self {
            Control::File { path, .. } => {
                let (path, bytes, written) = (path.clone(), before.map(<[u8]>::to_vec), written.to_owned());
                off_thread(move || file::replace(&path, bytes.as_deref(), &written)).await
            }
            Control::Rspamd(filter) => filter.replace(before, written).await,
        }
    }

    /// Whether the target itself ends the change when its time is over.
    pub fn lease(&self) -> bool {
        match self {
            Control::File { .. } => false,
            Control::Rspamd(_) => true,
        }
    }

    /// Whether the target can be looked at and changed now.
    pub async fn is_writable(&self) -> bool {
        match self {
            Control::File { path, .. } => {
                let path = path.clone();
                off_thread(move || Ok(file::is_writable(&path))).await.unwrap_or(false)
            }
            Control::Rspamd(filter) => filter.is_writable().await,
        }
    }
}
