//! A settings file that another program reads. It is replaced whole, by rename, and only when it is what was expected.
//!
//! Links, directories and devices are refused. Mode and owner stay. Between the last look and the rename another writer may
//! still slip in; the verification that follows shows it.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::ControlFault;
use crate::model::{Trouble, TroubleKind};

/// Larger files are no settings files.
const LIMIT: u64 = 1024 * 1024;

/// What a target held when it was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// None: there is no file.
    pub bytes: Option<Vec<u8>>,
    /// SHA-256 of the bytes in hexadecimal; `absent` when there is no file.
    pub hash: String,
}

/// The hash by which states of a target are compared.
pub fn hash_of(bytes: Option<&[u8]>) -> String {
    bytes.map_or_else(|| "absent".to_owned(), |bytes| crate::model::hex(&Sha256::digest(bytes)))
}

pub(super) fn observe(path: &Path) -> Result<Observation, ControlFault> {
    let unreadable = |error: std::io::Error| trouble(TroubleKind::Unreadable, path, &error);
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Observation { bytes: None, hash: hash_of(None) }),
        Err(error) => return Err(unreadable(error)),
    };
    if !metadata.is_file() {
        return Err(trouble(TroubleKind::NotPlainFile, path, &""));
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(LIMIT + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    if bytes.len() as u64 > LIMIT {
        return Err(trouble(TroubleKind::TooLarge, path, &format!("> {LIMIT} bytes")));
    }
    Ok(Observation { hash: hash_of(Some(&bytes)), bytes: Some(bytes) })
}

/// Makes the file hold `bytes` (None: be absent) if it holds what `expected` is the hash of, or already does.
pub(super) fn replace(path: &Path, bytes: Option<&[u8]>, expected: &str) -> Result<(), ControlFault> {
    let present = observe(path)?;
    if present.hash == hash_of(bytes) {
        return Ok(());
    }
    if present.hash != expected {
        return Err(ControlFault::Conflict { expected: expected.to_owned(), found: present.hash });
    }
    let done = match bytes {
        Some(bytes) => write_whole(path, bytes),
        None => fs::remove_file(path).and_then(|()| sync_directory(path)),
    };
    done.map_err(|error| trouble(TroubleKind::NotWritable, path, &error))
}

/// Whether the file could be replaced now.
pub(super) fn is_writable(path: &Path) -> bool {
    let directory = parent(path);
    let access = rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK;
    rustix::fs::access(directory, access).is_ok() && observe(path).is_ok()
}

fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let temporary = beside(path);
    match fs::remove_file(&temporary) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let written = fill(&temporary, path, bytes).and_then(|()| fs::rename(&temporary, path)).and_then(|()| sync_directory(path));
    if written.is_err() {
        // A temporary file that stays is removed by the next try.
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// The new content with the mode and owner of the present file, on disk.
fn fill(temporary: &Path, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(temporary)?;
    file.write_all(bytes)?;
    match fs::metadata(path) {
        Ok(old) => {
            let new = file.metadata()?;
            if (old.uid(), old.gid()) != (new.uid(), new.gid()) {
                std::os::unix::fs::fchown(&file, Some(old.uid()), Some(old.gid()))?;
            }
            file.set_permissions(Permissions::from_mode(old.mode() & 0o7777))?;
        }
        Err(error) if error.kind() == ErrorKind::NotFound => file.set_permissions(Permissions::from_mode(0o644))?,
        Err(error) => return Err(error),
    }
    file.sync_all()
}

fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.standto-new"))
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn sync_directory(path: &Path) -> std::io::Result<()> {
    File::open(parent(path))?.sync_all()
}

fn trouble(kind: TroubleKind, path: &Path, why: &dyn std::fmt::Display) -> ControlFault {
    let why = why.to_string();
    let detail = if why.is_empty() { path.display().to_string() } else { format!("{}: {why}", path.display()) };
    ControlFault::Trouble(Trouble::new(kind, detail))
}
