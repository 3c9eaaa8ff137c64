//! What can no longer be ready: measures of windows to come whose date to order by has passed.

use crate::model::{Note, NoteCode, Plan, PlannedWindow, Severity};
use crate::time::{Timestamp, Zone};

/// A note for each window with such measures, in the plan's order; times are shown in `zone`.
pub fn overdue(plan: &Plan, zone: &Zone, now: Timestamp) -> Vec<Note> {
    let coming = plan.windows.iter().filter(|planned| planned.window.from > now);
    coming.filter_map(|planned| late(planned, zone, now)).collect()
}

fn late(planned: &PlannedWindow, zone: &Zone, now: Timestamp) -> Option<Note> {
    let passed = planned.order_by().filter(|(_, by)| *by < now);
    let measures: Vec<_> = passed.map(|(measure, by)| (measure.to_string(), by)).collect();
    if measures.is_empty() {
        return None;
    }
    let code = NoteCode::OrderByPassed { window: planned.window.id.to_string(), zone: zone.clone(), measures };
    Some(Note { severity: Severity::Warning, code, place: planned.because.rule.clone() })
}
