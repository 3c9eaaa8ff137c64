//! What screens and conditions take a milestone to be at one instant.

use crate::model::{MilestoneRun, MilestoneStatus};
use crate::time::Elapsed;

/// A milestone is at risk when more than this share of its time is gone.
const AT_RISK_PERCENT: i128 = 80;

/// The first exercise time at which a milestone that is due at `due` is at risk.
pub fn at_risk_from(due: Elapsed) -> Elapsed {
    let last_safe = i128::from(due.as_ms()) * AT_RISK_PERCENT / 100;
    Elapsed::from_ms(i64::try_from(last_safe).unwrap_or(i64::MAX)).plus_ms(1)
}

/// The status that is shown: a pending milestone is at risk when most of its time is gone, and stays so past its deadline.
pub fn shown_status(row: &MilestoneRun, at: Elapsed) -> MilestoneStatus {
    match row.status {
        MilestoneStatus::Pending | MilestoneStatus::AtRisk if at >= at_risk_from(row.due) => MilestoneStatus::AtRisk,
        MilestoneStatus::Pending | MilestoneStatus::AtRisk => MilestoneStatus::Pending,
        MilestoneStatus::Met | MilestoneStatus::Late | MilestoneStatus::Missed | MilestoneStatus::Rejected => row.status,
    }
}
