//! How many messages may leave per minute: a token bucket that is told the time. Pure.

use crate::time::{MINUTE_MS, Timestamp};

/// Never lets more than its number out in any minute, and at most a tenth of it at once.
///
/// It counts in sixty-thousandths of a message, so that there is no rounding: with a burst of `b` out of `n` a minute, each
/// millisecond brings `n - b + 1` of them.
#[derive(Clone, Debug)]
pub struct RateLimit {
    burst: i64,
    per_ms: i64,
    held: i64,
    last: Option<Timestamp>,
}

const MESSAGE: i64 = MINUTE_MS;

impl RateLimit {
    /// At least one message a minute.
    pub fn per_minute(limit: u32) -> Self {
        let limit = i64::from(limit.max(1));
        let burst = (limit / 10).max(1);
        Self { burst, per_ms: limit - burst + 1, held: burst * MESSAGE, last: None }
    }

    /// How many messages may leave at `now`.
    pub fn allowance(&mut self, now: Timestamp) -> usize {
        self.refill(now);
        usize::try_from(self.held / MESSAGE).unwrap_or(0)
    }

    /// Takes one message's worth, or says after how many milliseconds there is one.
    pub fn take(&mut self, now: Timestamp) -> Result<(), i64> {
        self.refill(now);
        let missing = MESSAGE - self.held;
        if missing > 0 {
            return Err((missing + self.per_ms - 1) / self.per_ms);
        }
        self.held -= MESSAGE;
        Ok(())
    }

    /// A clock that is set back brings nothing and takes nothing.
    fn refill(&mut self, now: Timestamp) {
        let passed = self.last.map_or(0, |last| now.since(last)).clamp(0, MINUTE_MS);
        self.held = (self.held + passed * self.per_ms).min(self.burst * MESSAGE);
        self.last = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When each message leaves if as many are sent as the limiter lets out, over five minutes.
    fn departures(limit: u32) -> Vec<i64> {
        let mut rate = RateLimit::per_minute(limit);
        let mut now = Timestamp::from_ms(0);
        let mut out = Vec::new();
        while now.as_ms() < 5 * MINUTE_MS {
            match rate.take(now) {
                Ok(()) => out.push(now.as_ms()),
                Err(wait) => now = now.plus_ms(wait),
            }
        }
        out
    }

    #[test]
    fn no_minute_holds_more_than_the_limit_and_none_much_less() {
        for limit in [1, 2, 7, 10, 60, 600, 10_000] {
            let out = departures(limit);
            let most = (0..out.len()).map(|i| out.partition_point(|at| *at < out[i] + MINUTE_MS) - i).max();
            assert!(most <= Some(limit as usize), "{limit}: {most:?} in one minute");
            assert!(out.len() * 10 >= limit as usize * 5 * 9, "{limit}: only {} in five minutes", out.len());
        }
    }

    #[test]
    fn a_clock_set_back_gives_nothing_away_and_recovers() {
        let mut rate = RateLimit::per_minute(1);
        let now = Timestamp::from_ms(10 * MINUTE_MS);
        assert_eq!(rate.take(now), Ok(()));
        let back = Timestamp::from_ms(0);
        assert_eq!(rate.take(back), Err(MINUTE_MS));
        assert_eq!(rate.allowance(back.plus_ms(MINUTE_MS)), 1);
    }
}
