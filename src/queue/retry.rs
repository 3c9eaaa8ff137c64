//! When to try again. Pure.

use crate::time::{HOUR_MS, MINUTE_MS, Timestamp};

/// How long to wait after each failed try. Short at first, because injects are worth little when late; then long enough to
/// outlast a greylisting server and a restart of a mail host.
const WAITS_MS: [i64; 6] = [15_000, MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 3 * HOUR_MS];

/// The try after which nothing is tried any more.
pub const LAST_ATTEMPT: u32 = 7;

/// When to try again after `tries` failed ones, counted from 1; None: that was the last. Waits are spread by up to a fifth
/// either way, by a seed that is the same whenever the same step is asked about.
pub fn next_attempt(tries: u32, now: Timestamp, jitter_seed: u64) -> Option<Timestamp> {
    let index = usize::try_from(tries.saturating_sub(1)).ok()?;
    let wait = *WAITS_MS.get(index)?;
    let spread = wait / 5;
    let mixed = i64::try_from(mix(jitter_seed.wrapping_add(u64::from(tries))) >> 1).unwrap_or(0);
    Some(now.plus_ms(wait - spread + mixed % (2 * spread + 1)))
}

/// A seed from a step's key.
pub fn seed_of(key: &str) -> u64 {
    key.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The finishing step of splitmix64: near seeds give far results.
fn mix(seed: u64) -> u64 {
    let z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_ms(1_792_022_400_000);

    #[test]
    fn waits_grow_and_end_with_the_last_attempt() {
        let waits: Vec<i64> = (1..LAST_ATTEMPT).map(|tries| next_attempt(tries, NOW, 7).unwrap().since(NOW)).collect();
        assert!(waits.is_sorted(), "{waits:?}");
        assert_eq!(next_attempt(LAST_ATTEMPT, NOW, 7), None);
        assert_eq!(next_attempt(u32::MAX, NOW, 7), None);
    }

    #[test]
    fn waits_are_spread_by_a_fifth_and_repeat_for_the_same_step() {
        let seeds = || (0..1000).map(|n| seed_of(&format!("delivery/{n}")));
        let waits: Vec<i64> = seeds().map(|seed| next_attempt(1, NOW, seed).unwrap().since(NOW)).collect();
        assert!(waits.iter().all(|wait| (12_000..=18_000).contains(wait)));
        assert!(waits.iter().min().unwrap() < &12_500 && waits.iter().max().unwrap() > &17_500);
        let again: Vec<i64> = seeds().map(|seed| next_attempt(1, NOW, seed).unwrap().since(NOW)).collect();
        assert_eq!(waits, again);
    }
}
