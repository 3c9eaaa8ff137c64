//! The workspace's lock: whoever holds it is the only writer.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Write as _};
use std::path::Path;

use super::error::unreachable;
use crate::model::StoreError;

const NAME: &str = "standto.lock";

/// Held until dropped; the operating system lets go of it when the process dies.
#[derive(Debug)]
pub struct WorkspaceLock {
    file: File,
}

impl WorkspaceLock {
    /// Takes the lock of a workspace. [`StoreError::Locked`] when somebody has it, with the process's id if it is known.
    pub fn take(directory: &Path) -> Result<Self, StoreError> {
        use std::os::unix::fs::OpenOptionsExt as _;
        let path = directory.join(NAME);
        let refused = |error: &std::io::Error| unreachable(&path, error);
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .mode(0o600)
            .open(&path)
            .map_err(|error| refused(&error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut text = String::new();
                // Who it is only helps; that it is locked is known without.
                let _ = file.read_to_string(&mut text);
                return Err(StoreError::Locked { pid: text.trim().parse().ok() });
            }
            Err(TryLockError::Error(error)) => return Err(refused(&error)),
        }
        // The holder's name is for people's eyes, so a full disk must not keep anybody from the lock (abort needs it then).
        let _ = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
        Ok(Self { file })
    }
}

impl Drop for WorkspaceLock {
    fn drop(&mut self) {
        // Closing lets go of the lock; an old id would only mislead.
        let _ = self.file.set_len(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_writer_is_refused_and_told_who_the_first_is() {
        let directory = tempfile::tempdir().unwrap();
        let first = WorkspaceLock::take(directory.path()).unwrap();
        let second = WorkspaceLock::take(directory.path());
        assert_eq!(second.unwrap_err(), StoreError::Locked { pid: Some(std::process::id()) });
        drop(first);
        WorkspaceLock::take(directory.path()).unwrap();
    }

    #[test]
    fn the_lock_file_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let directory = tempfile::tempdir().unwrap();
        let _lock = WorkspaceLock::take(directory.path()).unwrap();
        let mode = directory.path().join(NAME).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
