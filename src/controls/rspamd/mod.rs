//! The mail filter rspamd as a control. Rules are installed once; what is held when is one small map, replaced whole.

mod canary;
mod install;
mod scanner;
mod window_map;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::file::{self, Observation, hash_of};
use super::overlay::{Planned, SettingChange};
use super::{ControlFault, Means, Patience};
use crate::model::{HeldSettings, Maps, Rspamd, Trouble, TroubleKind};
use crate::time::Timestamp;
use canary::Canary;
pub use install::{Installed, Layout, install};
use scanner::RemoteMap;

/// How long a scanner may take to read a new map.
const SETTLE: Duration = Duration::from_secs(10);
const AGAIN: Duration = Duration::from_millis(50);

/// One rspamd, and how to reach it.
#[derive(Clone, Debug)]
pub struct Filter {
    settings: Rspamd,
    workspace: PathBuf,
    means: Arc<Means>,
}

impl Filter {
    pub(super) fn open(settings: &Rspamd, workspace: &Path, means: &Arc<Means>) -> Self {
        Self { settings: settings.clone(), workspace: workspace.to_owned(), means: Arc::clone(means) }
    }

    pub(super) async fn observe(&self) -> Result<Observation, ControlFault> {
        match self.place() {
            Place::Here(path) => super::off_thread(move || file::observe(&path)).await,
            Place::There(map) => {
                let bytes = map.read().await?;
                Ok(Observation { hash: hash_of(Some(&bytes)), bytes: Some(bytes) })
            }
        }
    }

    /// Pure. The whole map is ours, so that every setting that is held counts as changed.
    pub(super) fn plan(&self, before: Option<&[u8]>, held: &HeldSettings) -> Result<Planned, ControlFault> {
        let bytes = window_map::write(before.unwrap_or(window_map::CLOSED.as_bytes()), held, &self.means.references)?;
        let change = |(slot, held): (&crate::model::Slot, &crate::model::Held)| SettingChange {
            name: slot.name.clone(),
            old: None,
            new: held.value.clone(),
        };
        Ok(Planned { hash: hash_of(Some(&bytes)), bytes, diff: held.iter().map(change).collect() })
    }

    /// Replaces the map if it is what was expected, or already is what it should be.
    pub(super) async fn replace(&self, bytes: Option<&[u8]>, expected: &str) -> Result<(), ControlFault> {
        match self.place() {
            Place::Here(path) => {
                let (bytes, expected) = (bytes.map(<[u8]>::to_vec), expected.to_owned());
                super::off_thread(move || file::replace(&path, bytes.as_deref(), &expected)).await
            }
            Place::There(map) => {
                let present = hash_of(Some(&map.read().await?));
                let bytes = bytes.unwrap_or(window_map::CLOSED.as_bytes());
                if present == hash_of(Some(bytes)) {
                    return Ok(());
                }
                if present != expected {
                    return Err(ControlFault::Conflict { expected: expected.to_owned(), found: present });
                }
                Ok(map.write(bytes).await?)
            }
        }
    }

    /// The map is what we wrote, and every worker judges each canary as it should; a scanner gets some seconds to read the map.
    pub(super) async fn verify(
        &self,
        hash: &str,
        held: &HeldSettings,
        now: Timestamp,
        patience: Patience,
    ) -> Result<(), ControlFault> {
        let seen = self.observe().await?;
        if seen.hash != hash {
            return Err(ControlFault::Conflict { expected: hash.to_owned(), found: seen.hash });
        }
        let windows = window_map::windows_at(held, &self.means.references, now);
        let mut canaries = canary::canaries(held, &windows, now);
        if self.settings.replies {
            canaries.extend(canary::thread(&windows, hash.get(..24).unwrap_or(hash)));
        }
        let mut missing = String::new();
        let shown = tokio::time::timeout(SETTLE, self.show(&canaries, patience, &mut missing)).await;
        if shown.unwrap_or(Ok(false))? { Ok(()) } else { Err(Trouble::new(TroubleKind::NotShown, missing).into()) }
    }

    /// Whether every worker judges each canary as it should, in time; `missing` is what does not show yet.
    async fn show(&self, canaries: &[Canary], patience: Patience, missing: &mut String) -> Result<bool, Trouble> {
        for worker in &self.settings.workers {
            for canary in canaries {
                while let Some(symbol) = canary.expect.missing(&scanner::scan(&self.means.http, worker, &canary.scan).await?) {
                    *missing = format!("{worker}: {symbol}");
                    match patience {
                        Patience::None => return Ok(false),
                        Patience::ToRead => tokio::time::sleep(AGAIN).await,
                    }
                }
            }
        }
        Ok(true)
    }

    pub(super) async fn is_writable(&self) -> bool {
        match self.place() {
            Place::Here(path) => super::off_thread(move || Ok(file::is_writable(&path))).await.unwrap_or(false),
            Place::There(map) => map.read().await.is_ok(),
        }
    }

    fn place(&self) -> Place<'_> {
        match &self.settings.maps {
            Maps::Directory(directory) => Place::Here(self.workspace.join(directory).join(window_map::NAME)),
            Maps::Controller { url, password } => {
                let (http, workspace) = (&self.means.http, &*self.workspace);
                Place::There(RemoteMap { http, url, password, workspace, name: window_map::NAME })
            }
        }
    }
}

enum Place<'a> {
    Here(PathBuf),
    There(RemoteMap<'a>),
}
