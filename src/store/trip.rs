//! The crash test's switch: at a chosen write the store behaves as if the process had died right there.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Counts writes down. Whoever asked for the one that reaches zero never hears of it; everything later fails with
/// [`Tripped`](crate::model::StoreError::Tripped). Clones share the count.
#[derive(Clone, Debug)]
pub struct Trip {
    left: Arc<AtomicI64>,
    last: Last,
}

/// What becomes of the write that reaches zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Last {
    /// It is durable: the process died before it could go on.
    Kept,
    /// It is lost: the process died with the act done and its result not recorded.
    Lost,
}

impl Trip {
    /// Trips right after the `writes`-th write, counted from 1.
    pub fn after(writes: i64) -> Self {
        Self { left: Arc::new(AtomicI64::new(writes)), last: Last::Kept }
    }

    /// Trips right before the `writes`-th write, counted from 1, is made durable.
    pub fn before(writes: i64) -> Self {
        Self { last: Last::Lost, ..Self::after(writes) }
    }

    pub fn is_tripped(&self) -> bool {
        self.left.load(Ordering::SeqCst) <= 0
    }

    /// Counts a write; what becomes of it when it was the last one.
    pub(super) fn count(&self) -> Option<Last> {
        (self.left.fetch_sub(1, Ordering::SeqCst) <= 1).then_some(self.last)
    }
}
