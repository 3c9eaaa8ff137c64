//! Codes and arguments to words, in English and Japanese. Pure.
//!
//! The only place with sentences for users. Every sentence is said by `say!`, which takes both languages, so that a missing
//! translation does not compile; `tests/languages.rs` checks that the Japanese one is Japanese.

mod alterations;
pub mod answers;
pub mod approvals;
pub mod cli;
pub mod console;
pub mod diff;
pub mod exercise;
pub mod facts;
pub mod faults;
pub mod help;
pub mod mail;
pub mod notes;
mod nouns;
pub mod outlets;
mod pieces;
pub mod plan;
pub mod refusals;
pub mod remedies;
pub mod report;
mod say;
pub mod snippet;
pub mod store;
mod syntax;
pub mod terms;

pub(crate) use say::say;

#[cfg(test)]
pub(crate) mod tests;
