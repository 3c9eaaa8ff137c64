//! From SQLite's and the operating system's errors to the store's own.

use std::io;
use std::path::Path;

use rusqlite::ffi;

use crate::model::StoreError;

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let detail = error.to_string();
        let Some(code) = error.sqlite_error() else { return StoreError::Unreadable { detail } };
        match code.extended_code & 0xff {
            ffi::SQLITE_FULL => StoreError::Full,
            ffi::SQLITE_IOERR => StoreError::Disk { detail: format!("{detail} ({})", code.extended_code) },
            ffi::SQLITE_CORRUPT | ffi::SQLITE_NOTADB => StoreError::Corrupted { detail },
            ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED => StoreError::Busy,
            ffi::SQLITE_READONLY => StoreError::ReadOnly,
            ffi::SQLITE_CONSTRAINT => StoreError::Unfit { detail },
            _ => StoreError::Failed { detail },
        }
    }
}

/// As [`From`], where it is known which file is being opened.
pub(super) fn opening(path: &Path) -> impl Fn(rusqlite::Error) -> StoreError {
    move |error| match error.sqlite_error() {
        Some(code) if code.extended_code & 0xff == ffi::SQLITE_CANTOPEN => {
            StoreError::Unreachable { path: path.to_owned(), why: error.to_string() }
        }
        Some(_) | None => error.into(),
    }
}

/// A file that the operating system refused.
pub(super) fn unreachable(path: &Path, error: &io::Error) -> StoreError {
    use io::ErrorKind::{AlreadyExists, FileTooLarge, NotFound, QuotaExceeded, StorageFull};
    let kind = error.kind();
    if kind == NotFound {
        StoreError::NotThere { path: path.to_owned() }
    } else if kind == AlreadyExists {
        StoreError::Exists { path: path.to_owned() }
    } else if [StorageFull, FileTooLarge, QuotaExceeded].contains(&kind) {
        StoreError::Full
    } else {
        StoreError::Unreachable { path: path.to_owned(), why: error.to_string() }
    }
}

/// A value of ours that could not be written as JSON.
pub(super) fn unwritable(error: &serde_json::Error) -> StoreError {
    StoreError::Unfit { detail: error.to_string() }
}
