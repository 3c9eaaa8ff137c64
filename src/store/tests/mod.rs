//! What the store promises, tried on real files.

mod commit;
mod followed;
mod journal;
mod kept;
mod kill;
mod opening;
mod rows;
mod samples;
mod steps;

use std::path::PathBuf;

use tempfile::TempDir;

use super::{Open, Store, Trip};
use crate::model::{Actor, Change, Fact, Transaction};
use crate::time::Timestamp;

pub(super) const NOW: Timestamp = Timestamp::from_ms(1_792_022_400_000);

/// A directory with a database, removed with the test.
pub(super) struct Place {
    directory: TempDir,
}

impl Place {
    pub(super) fn new() -> Self {
        Self { directory: tempfile::tempdir().expect("a temporary directory can be made") }
    }

    pub(super) fn path(&self) -> PathBuf {
        self.directory.path().join("standto.db")
    }

    pub(super) fn beside(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub(super) fn open(&self) -> Store {
        Store::open(&self.path(), Open::WRITE).expect("a new database opens")
    }

    pub(super) fn tripped(&self, trip: Trip) -> Store {
        let open = Open { trip: Some(trip), ..Open::WRITE };
        Store::open(&self.path(), open).expect("a new database opens")
    }
}

pub(super) fn by_engine(changes: Vec<Change>) -> Transaction {
    Transaction { at: NOW, actor: Actor::Engine, changes }
}

/// A fact that is told apart by its number.
pub(super) fn numbered(uncertain: u32) -> Change {
    Change::fact(Fact::Recovered { uncertain, reverting: 0, applying: 0 })
}
