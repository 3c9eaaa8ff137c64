//! What windows as early as a rule's would have caught of past campaigns: a table of facts, not a run over events.
//!
//! Limits, to be printed with every figure: the sample is small, it holds only events with a known lure, and known lures are
//! those that somebody found and wrote about. Nothing is interpolated: the largest lead of the table that is no longer than the
//! rule's stands for it.

use crate::model::{Caught, LevelRule, Policy, Share};
use crate::time::DAY_MS;

/// Days before and after, and for how many events the first lure lies within.
struct Row {
    lead: u32,
    tail: u32,
    /// Of the events with proven or seen lures.
    proven_or_seen: u32,
    /// Of the events with lures seen.
    seen: u32,
}

const SEEN: u32 = 17;
const PROVEN_OR_SEEN: u32 = 34;

const fn row(lead: u32, tail: u32, proven_or_seen: u32, seen: u32) -> Row {
    Row { lead, tail, proven_or_seen, seen }
}

/// Reference table of dated campaigns, 17 scheduled events with lures seen (S), 34 with proven or seen (SP). A first lure whose
/// day is known only to a range counts by the middle of the range.
const TABLE: [Row; 24] = [
    row(0, 0, 4, 4),
    row(0, 7, 4, 4),
    row(3, 0, 7, 6),
    row(3, 7, 7, 6),
    row(7, 0, 7, 6),
    row(7, 7, 7, 6),
    row(14, 0, 13, 8),
    row(14, 7, 13, 8),
    row(21, 0, 16, 11),
    row(21, 7, 16, 11),
    row(30, 0, 17, 11),
    row(30, 7, 17, 11),
    row(45, 0, 23, 15),
    row(45, 7, 23, 15),
    row(60, 0, 23, 15),
    row(60, 7, 23, 15),
    row(90, 0, 25, 15),
    row(90, 7, 25, 15),
    row(120, 0, 28, 15),
    row(120, 7, 28, 15),
    row(180, 0, 32, 16),
    row(180, 7, 32, 16),
    row(270, 0, 34, 17),
    row(270, 7, 34, 17),
];

/// A row for each rule that begins no later than its event and lasts until its end; the table has nothing about others.
pub fn caught(policies: &[Policy]) -> Vec<Caught> {
    let rules = policies.iter().flat_map(|policy| policy.levels.iter().map(move |rule| (policy, rule)));
    rules.filter_map(|(policy, rule)| of(policy, rule)).collect()
}

fn of(policy: &Policy, rule: &LevelRule) -> Option<Caught> {
    let whole_days = |ms: i64| u32::try_from(ms.div_euclid(DAY_MS)).ok();
    let (lead, tail) = (whole_days(-rule.from.rough_ms())?, whole_days(rule.until.rough_ms())?);
    let row = TABLE.iter().filter(|row| row.lead <= lead && row.tail <= tail).max_by_key(|row| (row.lead, row.tail))?;
    Some(Caught {
        policy: policy.id.clone(),
        rule: rule.clone(),
        lead_days: row.lead,
        tail_days: row.tail,
        seen: share(row.seen, SEEN),
        proven_or_seen: share(row.proven_or_seen, PROVEN_OR_SEEN),
    })
}

/// With the interval of Wilson at 95 %, which holds for small samples and shares near the ends.
fn share(hits: u32, of: u32) -> Share {
    const Z: f64 = 1.959_964;
    let (n, p) = (f64::from(of), f64::from(hits) / f64::from(of));
    let middle = (p + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
    let half = Z / (1.0 + Z * Z / n) * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    Share { hits, of, percent: percent(p), low: percent(middle - half), high: percent(middle + half) }
}

/// The nearest whole percent.
fn percent(share: f64) -> u32 {
    let wanted = share.clamp(0.0, 1.0) * 100.0;
    (0..=100).min_by(|a, b| (f64::from(*a) - wanted).abs().total_cmp(&(f64::from(*b) - wanted).abs())).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Level;
    use crate::plan::fixture::{policy, rule};

    #[test]
    fn a_rule_takes_the_largest_lead_that_is_no_longer_than_its_own() {
        let of = |from: &str, until: &str| {
            let mut policy = policy();
            policy.levels = vec![rule(Level::Watch, from, until)];
            caught(&[policy]).first().map(|caught| (caught.lead_days, caught.tail_days, caught.seen.hits))
        };
        assert_eq!(of("-45d", "+14d"), Some((45, 7, 15)));
        assert_eq!(of("-59d 23h", "+1d"), Some((45, 0, 15)));
        assert_eq!(of("-14d", "+3d"), Some((14, 0, 8)));
        assert_eq!(of("-12h", "+0d"), Some((0, 0, 4)));
        assert_eq!(of("-900d", "+7d"), Some((270, 7, 17)));
        assert_eq!(of("+1d", "+2d"), None);
        assert_eq!(of("-14d", "-1d"), None);
    }

    #[test]
    fn the_interval_is_wilsons() {
        assert_eq!(share(15, 17), Share { hits: 15, of: 17, percent: 88, low: 66, high: 97 });
        assert_eq!(share(4, 17), Share { hits: 4, of: 17, percent: 24, low: 10, high: 47 });
        assert_eq!(share(34, 34), Share { hits: 34, of: 34, percent: 100, low: 90, high: 100 });
        assert_eq!(share(0, 17).low, 0);
    }
}
