//! What ought to be in force and is not: measures of live, allowed windows that hold nothing on their target. Pure.

use super::approvals::is_allowed;
use crate::model::{ConnectorId, Demand, LedgerEntry, LedgerPhase, MeasureId, Plan, PlannedWindow, PostureState, WindowId};
use crate::time::{MINUTE_MS, Timestamp};

/// How long an engine may take to apply what is allowed before its absence is told.
const GRACE_MS: i64 = MINUTE_MS;

/// Measures of one window that hold nothing on one target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotInForce {
    pub target: ConnectorId,
    pub window: WindowId,
    pub measures: Vec<MeasureId>,
    /// A person took the target back, or let it go, until its windows end.
    pub is_decided: bool,
}

/// What is not in force although it should be, by window in the plan's order and by target.
pub fn not_in_force(plan: &Plan, state: &PostureState, now: Timestamp) -> Vec<NotInForce> {
    let mut missing: Vec<NotInForce> = Vec::new();
    for planned in plan.live_at(now).filter(|planned| is_allowed(planned, state) && GRACE_MS < now.since(since(planned, state)))
    {
        let window = &planned.window.id;
        for demand in planned.demands.iter() {
            let entry = state.ledger.iter().find(|entry| entry.target == demand.target);
            if entry.is_some_and(|entry| holds(entry, demand, window)) {
                continue;
            }
            match missing.iter_mut().find(|known| known.target == demand.target && known.window == *window) {
                Some(known) => known.measures.push(demand.measure.clone()),
                None => missing.push(NotInForce {
                    target: demand.target.clone(),
                    window: window.clone(),
                    measures: vec![demand.measure.clone()],
                    is_decided: entry.is_some_and(|entry| entry.phase == LedgerPhase::Released),
                }),
            }
        }
    }
    missing
}

fn holds(entry: &LedgerEntry, demand: &Demand, window: &WindowId) -> bool {
    let holder = demand.holder(window);
    entry.phase == LedgerPhase::Active && entry.settings.values().any(|held| held.holders.contains(&holder))
}

/// Since when it could be in force: its start, or the latest approval of it.
fn since(planned: &PlannedWindow, state: &PostureState) -> Timestamp {
    let approved = state.approvals.iter().filter(|approval| approval.window == planned.window.id).map(|approval| approval.at);
    approved.max().map_or(planned.window.from, |at| at.max(planned.window.from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::posture::fixture::{demand, entry, plan, state, window};
    use crate::time::HOUR_MS;

    fn missing(rows: Vec<LedgerEntry>, minutes: i64) -> Vec<(usize, bool)> {
        let demands = [demand("hold", "mx1", &[("young_days", 14)]), demand("tag", "mx1", &[("old_days", 3)])];
        let planned = PlannedWindow { demands: demands.into(), ..window("w", 1, 30) };
        let now = Timestamp::from_ms(crate::posture::fixture::at(1).as_ms() + minutes * HOUR_MS / 60);
        not_in_force(&plan(vec![planned]), &state(rows), now).iter().map(|one| (one.measures.len(), one.is_decided)).collect()
    }

    #[test]
    fn a_live_window_that_holds_nothing_is_told_after_a_minute() {
        assert_eq!(missing(Vec::new(), 1), []);
        assert_eq!(missing(Vec::new(), 2), [(2, false)]);
        assert_eq!(missing(vec![entry("mx1")], 2), [(1, false)], "one measure holds, the other does not");
        let phase = |phase| vec![LedgerEntry { phase, ..entry("mx1") }];
        assert_eq!(missing(phase(LedgerPhase::Conflict), 2), [(2, false)]);
        assert_eq!(missing(phase(LedgerPhase::Released), 2), [(2, true)]);
        assert_eq!(missing(Vec::new(), 40 * 60), [], "the window is over");
    }
}
