//! Why the database could not be used, and what is wrong with a journal: codes that `text::store` turns into words.

use std::path::PathBuf;

/// What the store answers when it cannot do what was asked. Nothing of a request that failed is written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    #[error("no database at {path}")]
    NotThere { path: PathBuf },
    #[error("{path} is already there")]
    Exists { path: PathBuf },
    /// The operating system refused a file.
    #[error("cannot use {path}: {why}")]
    Unreachable { path: PathBuf, why: String },
    #[error("SQLite {found} is older than {needed}")]
    SqliteTooOld { found: String, needed: String },
    /// SQLite's log needs shared memory and locks that network file systems lack.
    #[error("{path} lies on a network file system ({kind})")]
    NotLocal { path: PathBuf, kind: String },
    #[error("{free_bytes} bytes free at {path}, {needed_bytes} needed to start")]
    NoRoom { path: PathBuf, free_bytes: u64, needed_bytes: u64 },
    /// Written by a newer program.
    #[error("database of schema {found}, this program knows {known}")]
    Newer { found: i64, known: i64 },
    /// Opened for reading only, so it cannot be brought up to date.
    #[error("database of schema {found}, opened for reading by a program of schema {known}")]
    Older { found: i64, known: i64 },
    /// A database of some other program.
    #[error("{path} is no database of standto")]
    Foreign { path: PathBuf },
    #[error("the database file is damaged: {detail}")]
    Corrupted { detail: String },
    #[error("the journal does not agree with itself in {} places", findings.len())]
    Broken { findings: Vec<Finding> },
    /// Another process is the one writer of the workspace.
    #[error("the workspace is locked by process {pid:?}")]
    Locked { pid: Option<u32> },
    /// Another program holds the database's own lock.
    #[error("the database is in use by another program")]
    Busy,
    #[error("the database is open for reading only")]
    ReadOnly,
    /// No room for more. Reading goes on, and so does writing once there is room.
    #[error("no room to write")]
    Full,
    /// A write could not be made safe; nothing more is written by this process.
    #[error("writing has stopped: {why}")]
    Stopped { why: String },
    /// A crash test's end.
    #[error("stopped at the store boundary")]
    Tripped,
    /// The step's lease ran out and somebody else has it, or it is finished.
    #[error("the lease of step {step} is lost")]
    LostLease { step: String },
    /// The same command was carried out already.
    #[error("command {command} is answered already")]
    AlreadyAnswered { command: String },
    /// A row that should be changed is not there.
    #[error("no {table} {key} to change")]
    Missing { table: &'static str, key: String },
    /// The change breaks a rule of the schema.
    #[error("a change does not fit the database: {detail}")]
    Unfit { detail: String },
    /// A stored value that this program cannot read.
    #[error("a stored value cannot be read: {detail}")]
    Unreadable { detail: String },
    /// The disk or the operating system failed a read or a write.
    #[error("the disk failed: {detail}")]
    Disk { detail: String },
    #[error("the database failed: {detail}")]
    Failed { detail: String },
}

/// One place where a journal is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Entries from `from` to `to` are not there.
    Gap { from: i64, to: i64 },
    /// The entry's own columns do not give its hash.
    EntryChanged { sequence: i64 },
    /// The entry does not follow the one before it.
    ChainBroken { sequence: i64 },
    /// The body does not give the body hash.
    BodyChanged { sequence: i64 },
    /// There is neither a body nor a tombstone.
    BodyMissing { sequence: i64 },
    /// A body of an entry that is not there.
    BodyAlone { sequence: i64 },
    /// The journal ends elsewhere than the head says.
    HeadDiffers { head: i64, last: i64 },
    /// There are entries, but no head.
    HeadMissing { last: i64 },
}
