//! Why the engine cannot go on.

use crate::model::{RevisionId, StoreError};

#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    #[error("the database does not take it: {0}")]
    Store(#[from] StoreError),
    /// A run's frozen files are gone, or this version of standto reads them no more.
    #[error("revision {revision} cannot be read any more")]
    RevisionUnusable { revision: RevisionId },
    #[error("the operating system gives no randomness")]
    Randomness(#[source] std::io::Error),
    #[error("the house clock does not run: {0}")]
    House(String),
}
