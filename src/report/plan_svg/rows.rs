//! Which windows stand in one row: those of one occurrence and policy, or one order.

use std::collections::HashMap;

use crate::model::{Cause, Level, Plan, PlannedWindow, WindowStatus};
use crate::time::Timestamp;

/// Windows that share a row; never empty.
pub(super) struct Row<'a> {
    /// In order of level, then start: a higher one is drawn over a lower, a proposed one over what it is beside.
    pub(super) windows: Vec<&'a PlannedWindow>,
}

impl<'a> Row<'a> {
    /// Any of its windows: they share title and event.
    pub(super) fn first(&self) -> Option<&'a PlannedWindow> {
        self.windows.first().copied()
    }

    pub(super) fn bounds(&self) -> Option<(Timestamp, Timestamp)> {
        let from = self.windows.iter().map(|planned| planned.window.from).min()?;
        let until = self.windows.iter().map(|planned| planned.window.until).max()?;
        Some((from, until))
    }

    /// The longest stretch of `[from, until)` in which this window is the highest of its row.
    pub(super) fn seen(&self, shown: &PlannedWindow, from: Timestamp, until: Timestamp) -> Option<(Timestamp, Timestamp)> {
        let (from, until) = (shown.window.from.max(from), shown.window.until.min(until));
        let above: Vec<_> = self.windows.iter().filter(|other| rank(other) > rank(shown)).collect();
        let mut edges: Vec<Timestamp> = above.iter().flat_map(|other| [other.window.from, other.window.until]).collect();
        edges.extend([from, until]);
        edges.retain(|edge| from <= *edge && *edge <= until);
        edges.sort_unstable();
        let is_covered = |at: Timestamp| above.iter().any(|other| other.window.from <= at && at < other.window.until);
        let stretches = edges.iter().zip(edges.iter().skip(1)).map(|(from, until)| (*from, *until));
        stretches.filter(|(from, until)| from < until && !is_covered(*from)).max_by_key(|(from, until)| until.since(*from))
    }
}

/// What is drawn over what.
fn rank(planned: &PlannedWindow) -> (Level, bool) {
    (planned.window.level, matches!(planned.status, WindowStatus::Proposed { .. }))
}

/// The rows of a plan, in the order of their first windows.
pub(super) fn rows(plan: &Plan) -> Vec<Row<'_>> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut rows: Vec<Row<'_>> = Vec::new();
    for planned in &plan.windows {
        let key = match &planned.window.cause {
            Cause::Occurrence { event, nominal, policy } => format!("{event}/{nominal}/{policy}"),
            Cause::Order { order } => format!("order/{order}"),
        };
        let place = *places.entry(key).or_insert(rows.len());
        match rows.get_mut(place) {
            Some(row) => row.windows.push(planned),
            None => rows.push(Row { windows: vec![planned] }),
        }
    }
    for row in &mut rows {
        row.windows.sort_by_key(|planned| (rank(planned), planned.window.from));
    }
    rows
}

/// The levels that a plan has, lowest first.
pub(super) fn levels(plan: &Plan) -> Vec<Level> {
    let mut levels: Vec<Level> = plan.windows.iter().map(|planned| planned.window.level).collect();
    levels.sort_unstable();
    levels.dedup();
    levels
}
