//! The only reader of the wall clock, and the manual clock of rehearsals, the demo and tests.
//!
//! The manual clock is moved by whoever waits on it: sleeping until an instant sets it to that instant. It never goes back.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use crate::time::Timestamp;

/// Where `now` comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    Wall,
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that shows `start` until it is moved.
    pub fn manual(start: Timestamp) -> Self {
        Clock::Manual(Arc::new(AtomicI64::new(start.as_ms())))
    }

    pub fn is_manual(&self) -> bool {
        matches!(self, Clock::Manual(_))
    }

    pub fn now(&self) -> Timestamp {
        match self {
            Clock::Wall => wall_now(),
            Clock::Manual(ms) => Timestamp::from_ms(ms.load(Ordering::SeqCst)),
        }
    }

    /// Waits until the clock shows `at`. On the wall it waits in stretches of at most 500 ms, so that a clock that is set and
    /// a machine that slept are noticed; a manual clock jumps there.
    pub async fn sleep_until(&self, at: Timestamp) {
        match self {
            Clock::Wall => loop {
                let wait = at.since(wall_now());
                let Ok(wait) = u64::try_from(wait) else { return };
                if wait == 0 {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(wait.min(500))).await;
            },
            Clock::Manual(ms) => {
                ms.fetch_max(at.as_ms(), Ordering::SeqCst);
            }
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the wall clock")]
fn wall_now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_ms(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// A reading of the monotonic clock, for durations that a person is shown.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the monotonic clock")]
    pub fn start() -> Self {
        Self(std::time::Instant::now())
    }

    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}
