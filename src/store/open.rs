//! Opening a database, after the checks that must hold first.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, OpenFlags};

use super::followed::Followed;
use super::reader::Readers;
use super::trip::Trip;
use super::writer::{Done, Work, Writer};
use super::{checks, error, schema};
use crate::model::{StoreError, Transaction};

/// What a database is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// By the one writer of the workspace. Makes the database if there is none, and brings it up to date.
    Write,
    /// Changes nothing, not even the schema.
    Read,
}

/// How to open a database.
#[derive(Clone, Debug)]
pub struct Open {
    pub access: Access,
    /// Of a crash test.
    pub trip: Option<Trip>,
    /// The most pages (4,096 bytes) the database may have; None: as many as the disk holds.
    pub max_pages: Option<u32>,
}

impl Open {
    pub const WRITE: Open = Open { access: Access::Write, trip: None, max_pages: None };
    pub const READ: Open = Open { access: Access::Read, trip: None, max_pages: None };
}

/// An open database. Clones are the same one; when the last is dropped, what was asked for is finished and the file closed.
#[derive(Clone, Debug)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    // Readers close before the writer, so that the writer's close is the last one and folds the log into the file.
    readers: Arc<Readers>,
    writer: Option<Writer>,
    trip: Option<Trip>,
}

impl Store {
    /// Opens the database at `path`. Blocks for as long as the disk needs.
    pub fn open(path: &Path, open: Open) -> Result<Store, StoreError> {
        checks::sqlite_is_new_enough()?;
        checks::is_on_a_local_disk(path)?;
        Self::open_checked(path, open).map_err(|error| checks::full_if_limited(path, error))
    }

    fn open_checked(path: &Path, open: Open) -> Result<Store, StoreError> {
        let writer = match open.access {
            Access::Write => {
                checks::has_room_to_start(path)?;
                checks::survive_the_size_limit()?;
                let db = write_connection(path, open.max_pages)?;
                Some(Writer::start(db, path, open.trip.clone())?)
            }
            Access::Read => {
                let db = read_connection(path)?;
                let found = schema::version(&db, path)?;
                if found < schema::KNOWN {
                    return Err(StoreError::Older { found, known: schema::KNOWN });
                }
                None
            }
        };
        let readers = Arc::new(Readers::new(path));
        Ok(Store { inner: Arc::new(Inner { path: path.to_owned(), readers, writer, trip: open.trip }) })
    }

    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// Writes all changes, in order, with their facts, or nothing. Answers the sequences of the journal entries.
    pub async fn commit(&self, transaction: Transaction) -> Result<Vec<i64>, StoreError> {
        if transaction.changes.is_empty() {
            return Ok(Vec::new());
        }
        match self.ask(Work::Commit(transaction)).await? {
            Done::Sequences(sequences) => Ok(sequences),
            Done::Claimed(_) | Done::Released(_) => Ok(Vec::new()),
        }
    }

    /// How many requests that changed something were committed since the database was opened.
    pub fn writes(&self) -> u64 {
        self.inner.writer.as_ref().map_or(0, Writer::writes)
    }

    /// How many commits these shared: fewer when many asked at once.
    pub fn commits(&self) -> u64 {
        self.inner.writer.as_ref().map_or(0, Writer::commits)
    }

    /// The posture's rows that the writer keeps up; None for a database that is only read.
    pub(super) fn followed(&self) -> Result<Option<&Followed>, StoreError> {
        if self.inner.trip.as_ref().is_some_and(Trip::is_tripped) {
            return Err(StoreError::Tripped);
        }
        Ok(self.inner.writer.as_ref().map(Writer::posture))
    }

    pub(super) async fn ask(&self, work: Work) -> Result<Done, StoreError> {
        match &self.inner.writer {
            Some(writer) => writer.ask(work).await,
            None => Err(StoreError::ReadOnly),
        }
    }

    /// Reads in one transaction, away from the async threads.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        if self.inner.trip.as_ref().is_some_and(Trip::is_tripped) {
            return Err(StoreError::Tripped);
        }
        self.inner.readers.read(query).await
    }
}

/// Both kinds of connection: no mutex, because none is used by two threads at once; no URI file names.
const FLAGS: OpenFlags = OpenFlags::SQLITE_OPEN_NO_MUTEX;

/// How long to wait for the lock of another program, in milliseconds.
const BUSY_MS: u64 = 5000;

fn write_connection(path: &Path, max_pages: Option<u32>) -> Result<Connection, StoreError> {
    use std::os::unix::fs::OpenOptionsExt as _;
    // Made by us and not by SQLite, so that only its owner can read it; the log beside it inherits that.
    std::fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .mode(0o600)
        .open(path)
        .map_err(|error| error::unreachable(path, &error))?;
    let mut db = Connection::open_with_flags(path, FLAGS | OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(error::opening(path))?;
    db.busy_timeout(std::time::Duration::from_millis(BUSY_MS))?;
    schema::version(&db, path)?;
    let mode: String = db.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if !mode.eq_ignore_ascii_case("wal") {
        return Err(StoreError::Failed { detail: format!("journal_mode is {mode}, not WAL") });
    }
    // FULL: a power cut must not take back a commit that was answered, else a message would be sent twice.
    db.pragma_update(None, "synchronous", "FULL")?;
    db.pragma_update(None, "foreign_keys", true)?;
    db.pragma_update(None, "temp_store", "MEMORY")?;
    db.pragma_update_and_check(None, "journal_size_limit", 64 << 20, |_| Ok(()))?;
    db.set_prepared_statement_cache_capacity(256);
    if let Some(pages) = max_pages {
        db.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
    }
    schema::migrate(&mut db, path)?;
    Ok(db)
}

/// A connection that cannot write.
pub(super) fn read_connection(path: &Path) -> Result<Connection, StoreError> {
    std::fs::File::open(path).map_err(|error| error::unreachable(path, &error))?;
    let db = Connection::open_with_flags(path, FLAGS | OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(error::opening(path))?;
    db.busy_timeout(std::time::Duration::from_millis(BUSY_MS))?;
    db.pragma_update(None, "query_only", true)?;
    db.pragma_update(None, "temp_store", "MEMORY")?;
    db.set_prepared_statement_cache_capacity(128);
    Ok(db)
}
