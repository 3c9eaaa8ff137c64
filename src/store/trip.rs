//! The crash test's switch: after so many writes the store behaves as if the process had died right there.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Counts writes down. The one that reaches zero is durable, but its caller never hears so; everything later fails with
/// [`Tripped`](crate::model::StoreError::Tripped). Clones share the count.
#[derive(Clone, Debug)]
pub struct Trip(Arc<AtomicI64>);

impl Trip {
    /// Trips at the `writes`-th write, counted from 1.
    pub fn after(writes: i64) -> Self {
        Self(Arc::new(AtomicI64::new(writes)))
    }

    pub fn is_tripped(&self) -> bool {
        self.0.load(Ordering::SeqCst) <= 0
    }

    /// Counts a write; true when it was the last one.
    pub(super) fn count(&self) -> bool {
        self.0.fetch_sub(1, Ordering::SeqCst) <= 1
    }
}
