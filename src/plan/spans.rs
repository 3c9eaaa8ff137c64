//! The highest level over time, as a step function. Says what is planned, not what is approved or applied.

use std::collections::BTreeMap;

use crate::model::{Level, Plan};
use crate::time::Timestamp;

/// A stretch of time at one level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: Timestamp,
    /// Exclusive.
    pub until: Timestamp,
    pub level: Level,
}

/// The highest level of the windows that are live at `at`; baseline when there is none.
pub fn level_at(plan: &Plan, at: Timestamp) -> Level {
    plan.live_at(at).map(|planned| planned.window.level).max().unwrap_or(Level::Baseline)
}

/// The plan's range cut where the highest level changes: without gaps, neighbours differ.
pub fn spans(plan: &Plan) -> Vec<Span> {
    let mut edges: BTreeMap<Timestamp, Vec<(Level, i32)>> = BTreeMap::new();
    for window in plan.windows.iter().map(|planned| &planned.window) {
        let (from, until) = (window.from.max(plan.from), window.until.min(plan.until));
        if from < until {
            edges.entry(from).or_default().push((window.level, 1));
            edges.entry(until).or_default().push((window.level, -1));
        }
    }
    let mut live: BTreeMap<Level, i32> = BTreeMap::new();
    let mut spans: Vec<Span> = Vec::new();
    let mut open = Span { from: plan.from, until: plan.until, level: Level::Baseline };
    for (at, changes) in edges {
        for (level, change) in changes {
            *live.entry(level).or_default() += change;
        }
        let level = live.iter().rev().find(|(_, count)| **count > 0).map_or(Level::Baseline, |(level, _)| *level);
        if level != open.level {
            if open.from < at {
                spans.push(Span { until: at, ..open });
            }
            open = Span { from: at, until: plan.until, level };
        }
    }
    if open.from < open.until {
        spans.push(open);
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Past;
    use crate::plan::fixture::{at, order, workspace};
    use crate::plan::plan;

    #[test]
    fn the_highest_level_holds_and_baseline_fills_the_gaps() {
        let orders = [
            order("a", Level::Watch, "2027-02-01T00:00:00Z", "2027-02-10T00:00:00Z"),
            order("b", Level::Surge, "2027-02-03T00:00:00Z", "2027-02-05T00:00:00Z"),
            order("c", Level::Watch, "2027-02-10T00:00:00Z", "2027-02-12T00:00:00Z"),
        ];
        let plan = plan(&workspace(Vec::new()), Past::of(&orders), at("2027-01-30T00:00:00Z"), at("2027-02-20T00:00:00Z"));
        let shown: Vec<String> = spans(&plan).iter().map(|span| format!("{} {}", span.from, span.level)).collect();
        assert_eq!(
            shown,
            [
                "2027-01-30T00:00:00Z baseline",
                "2027-02-01T00:00:00Z watch",
                "2027-02-03T00:00:00Z surge",
                "2027-02-05T00:00:00Z watch",
                "2027-02-12T00:00:00Z baseline",
            ]
        );
        assert_eq!(level_at(&plan, at("2027-02-04T00:00:00Z")), Level::Surge);
    }
}
