//! What can no longer be ready: measures of windows to come whose date to order by has passed.

use crate::model::{Note, NoteCode, Plan, Severity};
use crate::time::Timestamp;

/// A note for each such measure, in order of window.
pub fn overdue(plan: &Plan, now: Timestamp) -> Vec<Note> {
    let coming = plan.windows.iter().filter(|planned| planned.window.from > now);
    let late = coming.flat_map(|planned| {
        let passed = planned.order_by.iter().filter(|(_, by)| *by < now);
        passed.map(|(measure, by)| {
            let (measure, window) = (measure.to_string(), planned.window.id.to_string());
            let code = NoteCode::OrderByPassed { measure, window, order_by: *by };
            Note { severity: Severity::Warning, code, place: planned.because.rule.clone() }
        })
    });
    late.collect()
}
