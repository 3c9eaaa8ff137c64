//! Copies of the database: taken while it is in use, verified, and never over something that is there.

use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::checks::{directory_of, with_suffix};
use super::error::unreachable;
use super::open::read_connection;
use super::verify::{Verified, verify};
use super::{Store, checks, schema};
use crate::model::StoreError;

/// Copies the database at `from` to `to`, where nothing may be, and verifies the copy.
pub fn backup(from: &Path, to: &Path) -> Result<Verified, StoreError> {
    if to.exists() {
        return Err(StoreError::Exists { path: to.to_owned() });
    }
    let source = read_connection(from)?;
    schema::version(&source, from)?;
    let partial = with_suffix(to, ".partial");
    let copied = copy(&source, &partial).and_then(|()| {
        let verified = verify(&partial)?;
        publish(&partial, to)?;
        Ok(verified)
    });
    // A leftover would stand in the way of the next try; when it cannot be removed, that try says so.
    let copied = copied.map_err(|error| checks::full_if_limited(&partial, error));
    let _ = std::fs::remove_file(&partial);
    copied
}

/// Puts a backup back in place. The caller holds the workspace's lock, and has moved aside what was there.
pub fn restore(from: &Path, to: &Path) -> Result<Verified, StoreError> {
    if to.exists() {
        return Err(StoreError::Exists { path: to.to_owned() });
    }
    for log in [with_suffix(to, "-wal"), with_suffix(to, "-journal")] {
        if log.metadata().is_ok_and(|log| log.len() > 0) {
            // SQLite would take the old log for a part of the restored file.
            return Err(StoreError::Exists { path: log });
        }
    }
    verify(from)?;
    checks::is_on_a_local_disk(to)?;
    // Readers leave an empty log and its index behind; nothing is in them.
    for leftover in ["-wal", "-shm", "-journal"] {
        let _ = std::fs::remove_file(with_suffix(to, leftover));
    }
    backup(from, to)
}

/// The whole database in one step, so that writing goes on beside it without the copy starting anew.
fn copy(source: &Connection, partial: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::OpenOptionsExt as _;
    // What a copy that was cut short left behind.
    let _ = std::fs::remove_file(partial);
    OpenOptions::new().create_new(true).write(true).mode(0o600).open(partial).map_err(|error| unreachable(partial, &error))?;
    let mut target = Connection::open(partial)?;
    {
        let backup = Backup::new(source, &mut target)?;
        if backup.step(-1)? != StepResult::Done {
            return Err(StoreError::Busy);
        }
    }
    // One file, without a log beside it.
    target.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    target.close().map_err(|(_, error)| error)?;
    File::open(partial).and_then(|file| file.sync_all()).map_err(|error| unreachable(partial, &error))
}

/// Gives the copy its name, unless something came to be there meanwhile.
fn publish(partial: &Path, to: &Path) -> Result<(), StoreError> {
    let linked = std::fs::hard_link(partial, to);
    let has_no_links = linked.as_ref().is_err_and(|error| error.kind() != ErrorKind::AlreadyExists) && !to.exists();
    // Some file systems (of memory sticks) know no second name; there is only renaming then.
    let published = if has_no_links { std::fs::rename(partial, to) } else { linked };
    published.map_err(|error| unreachable(to, &error))?;
    let directory = directory_of(to);
    File::open(directory).and_then(|file| file.sync_all()).map_err(|error| unreachable(directory, &error))
}

impl Store {
    /// As [`backup`], of this database, while it is in use.
    pub async fn backup(&self, to: &Path) -> Result<Verified, StoreError> {
        let (from, to) = (self.path().to_owned(), to.to_owned());
        let copied = tokio::task::spawn_blocking(move || backup(&from, &to)).await;
        copied.map_err(|error| StoreError::Failed { detail: error.to_string() })?
    }
}
