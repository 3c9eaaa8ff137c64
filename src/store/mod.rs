//! The database: what happened. SQLite, the only place that knows SQL. IO.
//!
//! It gives and takes model types, never rows; no connection, closure or cursor escapes. One method is one transaction. All
//! writes go through one thread, which runs each request in a savepoint and commits whatever waits together, because the time
//! a disk needs to make one commit safe swings by thirty times. There is no time in SQL: instants come with the request.

mod apply;
mod backup;
mod checks;
mod deliveries;
mod error;
mod followed;
mod hash;
mod held;
mod journal;
mod kept;
mod lock;
mod open;
mod posture;
mod principals;
mod published;
mod reader;
mod requests;
mod revisions;
mod rows;
mod runs;
mod schema;
mod standing;
mod steps;
mod trip;
mod verify;
mod writer;

#[cfg(test)]
mod tests;

pub use crate::model::{Finding, StoreError};
pub use backup::{backup, restore};
pub use checks::{Room, room, sqlite_version};
pub use lock::WorkspaceLock;
pub use open::{Access, Open, Store};
pub use steps::{ClaimRequest, Upcoming};
pub use trip::Trip;
pub use verify::{Verified, verify};
