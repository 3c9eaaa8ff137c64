//! A small pool of connections that only read.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::Semaphore;

use super::open::read_connection;
use crate::model::StoreError;

/// Reads at the same time; more wait their turn.
const READERS: usize = 4;

#[derive(Debug)]
pub(super) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    turns: Semaphore,
}

impl Readers {
    pub(super) fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), idle: Mutex::new(Vec::new()), turns: Semaphore::new(READERS) }
    }

    /// Runs a query in one transaction, so that what it reads belongs together.
    pub(super) async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        query: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let failed = |detail: String| StoreError::Failed { detail };
        let _turn = self.turns.acquire().await.map_err(|error| failed(error.to_string()))?;
        let readers = Arc::clone(self);
        let read = move || {
            let db = readers.take()?;
            let transaction = db.unchecked_transaction()?;
            let found = query(&transaction)?;
            transaction.finish()?;
            readers.give_back(db);
            Ok(found)
        };
        tokio::task::spawn_blocking(read).await.map_err(|error| failed(error.to_string()))?
    }

    fn take(&self) -> Result<Connection, StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.map_or_else(|| read_connection(&self.path), Ok)
    }

    fn give_back(&self, db: Connection) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(db);
    }
}
