//! What must hold before a database is opened, and how much room is left to write.

use std::path::{Path, PathBuf};

use rustix::process::{Resource, getrlimit};

use super::error::unreachable;
use crate::model::StoreError;

/// 3.51.3 mended a fault that could damage a database in WAL mode.
const SQLITE_NEEDED: (i32, &str) = (3_051_003, "3.51.3");

/// With less free space than this a database is not opened for writing.
pub(super) const ROOM_TO_START: u64 = 16 << 20;

/// With less than this nothing new is handed out to be done, so that what is being done can still be recorded.
pub(super) const ROOM_TO_ACT: u64 = 4 << 20;

/// The same for a database with a limit of its own, in pages.
pub(super) const PAGES_TO_ACT: i64 = 32;

/// How many bytes can still be written beside a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Free on the file system for this user.
    pub free_bytes: u64,
    /// What the process's limit on file sizes leaves, if there is one.
    pub limit_bytes: Option<u64>,
}

impl Room {
    /// The smaller of the two.
    pub fn bytes(self) -> u64 {
        self.limit_bytes.map_or(self.free_bytes, |limit| limit.min(self.free_bytes))
    }
}

/// The version of SQLite that is built in.
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}

pub(super) fn sqlite_is_new_enough() -> Result<(), StoreError> {
    if rusqlite::version_number() >= SQLITE_NEEDED.0 {
        return Ok(());
    }
    Err(StoreError::SqliteTooOld { found: sqlite_version().to_owned(), needed: SQLITE_NEEDED.1.to_owned() })
}

/// How much room there is for the database at `path`, which need not exist yet.
pub fn room(path: &Path) -> Result<Room, StoreError> {
    let directory = directory_of(path);
    let system = rustix::fs::statvfs(directory).map_err(|error| unreachable(directory, &error.into()))?;
    let largest = [path.to_owned(), with_suffix(path, "-wal")]
        .iter()
        .filter_map(|file| file.metadata().ok())
        .map(|file| file.len())
        .max();
    let limit_bytes = getrlimit(Resource::Fsize).current.map(|limit| limit.saturating_sub(largest.unwrap_or(0)));
    Ok(Room { free_bytes: system.f_bavail.saturating_mul(system.f_frsize), limit_bytes })
}

pub(super) fn has_room_to_start(path: &Path) -> Result<(), StoreError> {
    let free_bytes = room(path)?.free_bytes;
    if free_bytes >= ROOM_TO_START {
        return Ok(());
    }
    Err(StoreError::NoRoom { path: directory_of(path).to_owned(), free_bytes, needed_bytes: ROOM_TO_START })
}

/// SQLite tells a limit on file sizes (EFBIG) as a disk that failed; it is a lack of room like any other.
pub(super) fn full_if_limited(path: &Path, error: StoreError) -> StoreError {
    let is_limited = || room(path).is_ok_and(|room| room.limit_bytes.is_some_and(|left| left < ROOM_TO_ACT));
    if matches!(error, StoreError::Disk { .. }) && is_limited() { StoreError::Full } else { error }
}

/// Refuses network file systems, where SQLite's shared memory and locks do not work.
pub(super) fn is_on_a_local_disk(path: &Path) -> Result<(), StoreError> {
    let directory = directory_of(path);
    match network_kind(directory)? {
        Some(kind) => Err(StoreError::NotLocal { path: directory.to_owned(), kind }),
        None => Ok(()),
    }
}

#[cfg(target_os = "linux")]
fn network_kind(directory: &Path) -> Result<Option<String>, StoreError> {
    let system = rustix::fs::statfs(directory).map_err(|error| unreachable(directory, &error.into()))?;
    // The kernel's numbers fill 32 bits, signed on some platforms.
    let magic = u64::try_from(i128::from(system.f_type) & 0xffff_ffff).unwrap_or(0);
    if magic == FUSE {
        let mounts = std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
        let directory = directory.canonicalize().map_err(|error| unreachable(directory, &error))?;
        return Ok(mounted_as(&mounts, &directory).filter(|kind| is_remote_fuse(kind)).map(str::to_owned));
    }
    Ok(NETWORK.iter().find(|(number, _)| *number == magic).map(|(_, kind)| (*kind).to_owned()))
}

#[cfg(not(target_os = "linux"))]
fn network_kind(_directory: &Path) -> Result<Option<String>, StoreError> {
    Ok(None)
}

/// Any file system in user space; which one, only the list of mounts tells.
const FUSE: u64 = 0x6573_5546;

/// `statfs` numbers of network file systems (linux/magic.h).
const NETWORK: &[(u64, &str)] = &[
    (0x6969, "nfs"),
    (0x517b, "smb"),
    (0xff53_4d42, "cifs"),
    (0xfe53_4d42, "smb2"),
    (0x5346_414f, "afs"),
    (0x00c3_6400, "ceph"),
    (0x7375_7245, "coda"),
    (0x564c, "ncp"),
];

/// Of the file systems in user space, those that reach over a network. The others (overlays of containers, ntfs) are local.
fn is_remote_fuse(kind: &str) -> bool {
    const REMOTE: &[&str] = &["sshfs", "rclone", "s3fs", "gcsfuse", "goofys", "glusterfs", "ceph", "davfs", "curlftpfs", "mfs"];
    kind.strip_prefix("fuse.").is_some_and(|name| REMOTE.iter().any(|remote| name.starts_with(remote)))
}

/// The type of the file system that `directory` lies on: the last of the longest mount points above it.
fn mounted_as<'a>(mounts: &'a str, directory: &Path) -> Option<&'a str> {
    let mount = |line: &'a str| {
        let (left, right) = line.split_once(" - ")?;
        let point = left.split(' ').nth(4)?.replace("\\040", " ");
        directory.starts_with(&point).then_some((point.len(), right.split(' ').next()?))
    };
    mounts.lines().filter_map(mount).max_by_key(|(length, _)| *length).map(|(_, kind)| kind)
}

/// A write over the process's limit on file sizes is to fail, as one on a full disk does, instead of ending the process. Needs
/// a runtime to hold the signal; without one the signal keeps its meaning.
pub(super) fn survive_the_size_limit() -> Result<(), StoreError> {
    use rustix::process::Signal;
    use tokio::signal::unix::{SignalKind, signal};
    if tokio::runtime::Handle::try_current().is_ok() {
        // Held from now on until the process ends, whether somebody listens or not.
        let held = signal(SignalKind::from_raw(Signal::XFSZ.as_raw()));
        drop(held.map_err(|error| StoreError::Failed { detail: format!("SIGXFSZ cannot be held: {error}") })?);
    }
    Ok(())
}

/// The directory a file lies in.
pub(super) fn directory_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The path with something added to its last part.
pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_mount_point_tells_the_file_system() {
        let mounts = "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n\
                      30 22 0:42 / /srv/far\\040away rw shared:5 - fuse.sshfs host:/ rw\n\
                      31 22 0:43 / /srv rw shared:5 - fuse.fuse-overlayfs x rw\n";
        let kind = |path: &str| mounted_as(mounts, Path::new(path));
        assert_eq!(kind("/home/x"), Some("ext4"));
        assert_eq!(kind("/srv/far away/ws"), Some("fuse.sshfs"));
        assert_eq!(kind("/srv/near"), Some("fuse.fuse-overlayfs"));
        assert!(is_remote_fuse("fuse.sshfs") && !is_remote_fuse("fuse.fuse-overlayfs"));
    }

    #[test]
    fn a_temporary_directory_is_local_and_has_room() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("standto.db");
        assert_eq!(is_on_a_local_disk(&path), Ok(()));
        assert!(room(&path).unwrap().bytes() > 0);
        assert_eq!(sqlite_is_new_enough(), Ok(()));
    }

    #[test]
    fn a_missing_directory_is_named() {
        let path = Path::new("/no/such/place/standto.db");
        assert_eq!(room(path), Err(StoreError::NotThere { path: "/no/such/place".into() }));
    }
}
