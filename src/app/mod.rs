//! The program put together: the one place that builds everything, and [`App::execute`], the one way in for every change.

mod adopt;
mod decide;
mod endex;
mod execute;
mod player;
mod prove;
mod socket;
mod status;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use adopt::Adoption;
pub use decide::MOST_DAYS;
pub use endex::{ENDEX, watch_for_endex};
pub use execute::Outcome;
pub use player::PlayerView;
pub use socket::{Reply, SOCKET, ask, listen};
pub use status::Health;

pub use crate::exercise::ANSWER_LIMIT;

use crate::clock::Clock;
use crate::engine::{EngineError, LinkKey, World};
use crate::input;
use crate::model::{Fault, StoreError};
use crate::store::{Access, Open, Store};

/// The name of the database in a workspace.
pub const DATABASE: &str = "standto.db";

/// What an app is built from besides the files.
pub struct Setup {
    pub clock: Clock,
    pub open: Open,
    /// None: the key file of the workspace.
    pub links: Option<LinkKey>,
    /// None: `standto.db` in the workspace.
    pub database: Option<PathBuf>,
}

impl Setup {
    /// On the wall clock, for writing.
    pub fn live() -> Self {
        Self { clock: Clock::Wall, open: Open::WRITE, links: None, database: None }
    }
}

/// A workspace cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The files have faults, and the database has no revision to go on with.
    #[error("the workspace has {} faults", .0.len())]
    Faulty(Vec<Fault>),
    #[error("the database cannot be opened")]
    Store(#[from] StoreError),
    #[error("the key of players' links cannot be read or made")]
    Key(#[source] std::io::Error),
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// standto over one workspace. Whoever opens it for writing must hold the workspace's lock.
pub struct App {
    pub world: Arc<World>,
    /// What opening found out about the files.
    pub adoption: Adoption,
}

impl App {
    /// Opens database and workspace, and puts the revision in force.
    pub async fn open(directory: &Path, setup: Setup) -> Result<App, OpenError> {
        let path = setup.database.unwrap_or_else(|| directory.join(DATABASE));
        let files = input::read(directory);
        // Faults of a workspace without a database are shown before a database is made.
        if !path.exists() {
            let faults = files.as_ref().map_or_else(Vec::clone, |files| input::check(files).faults);
            if !faults.is_empty() {
                return Err(OpenError::Faulty(faults));
            }
        }
        let access = setup.open.access;
        let store = Store::open(&path, setup.open)?;
        let links = match (setup.links, access) {
            (Some(links), _) => links,
            (None, Access::Write) => LinkKey::of_workspace(directory).map_err(OpenError::Key)?,
            // Who only reads sends no message, and so needs no link.
            (None, Access::Read) => LinkKey::for_reading(directory),
        };
        let (workspace, adoption) = Box::pin(adopt::first(&store, access, files, setup.clock.now())).await?;
        let world = World::new(directory.to_owned(), store, setup.clock, links, workspace);
        Ok(App { world: Arc::new(world), adoption })
    }
}
