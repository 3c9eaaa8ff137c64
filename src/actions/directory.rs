//! Mail as files: each message is one `.eml` in a directory, whole or not there. Never sends anything.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::mail::Composed;
use super::{Gate, SendResult};
use crate::model::{Trouble, TroubleKind};

/// Writes the message as `<key>.eml`. The same key written again is the same file, left as it was.
pub(super) async fn write(directory: PathBuf, mail: Composed, gate: Gate) -> SendResult {
    let written = tokio::task::spawn_blocking(move || {
        if gate.is_closed() {
            return SendResult::Stopped;
        }
        match put(&directory, &mail) {
            Ok(name) => SendResult::Sent { answer: name },
            Err(error) => {
                let why = Trouble::new(TroubleKind::NotWritable, format!("{}: {error}", directory.display()));
                SendResult::Retry { why, after: None }
            }
        }
    });
    written.await.unwrap_or_else(|error| SendResult::Retry { why: Trouble::new(TroubleKind::Internal, error), after: None })
}

/// Temporary file, fsync, rename, fsync of the directory. Answers the file's name.
fn put(directory: &Path, mail: &Composed) -> io::Result<String> {
    let name = format!("{}.eml", mail.key);
    let path = directory.join(&name);
    if path.try_exists()? {
        return Ok(name);
    }
    fs::create_dir_all(directory)?;
    let temporary = directory.join(format!(".{}.tmp", mail.key));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(&temporary)?;
    file.write_all(mail.text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&temporary, &path)?;
    File::open(directory)?.sync_all()?;
    Ok(name)
}
