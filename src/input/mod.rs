//! Files to a checked workspace, every fault with its place. IO in source.rs only.
//!
//! `source::read` gathers bytes, [`check()`] turns them into a workspace or a list of faults: all of them, over all files.
//! The way: bytes, text (`encoding`), TOML with places (`document`), held against its shape (`verify`), decoded (one file for
//! each kind), then what only shows across files (`references`, `joins`, `reach`, `safety`).

mod approvers;
mod calendar;
mod check;
mod condition;
mod connector;
mod document;
mod encoding;
mod exercise;
mod faults;
mod formats;
mod inject;
mod joins;
mod moment;
mod parse;
mod playbook;
mod reach;
mod references;
mod roster;
mod safety;
mod scenario;
mod schema;
mod settings;
mod shape;
pub mod source;
mod techniques;
pub mod template;
#[cfg(test)]
mod tests;
mod verify;

pub use check::{Checked, check, revision};
pub use schema::{SCHEMAS, schema};
pub use source::{read, shipped};
