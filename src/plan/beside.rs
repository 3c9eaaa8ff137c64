//! Whether a plan has to be made again because other windows are kept now. Most that take effect, and most that are over, are
//! just what the files ask for: then it has not.

use super::kept::{is_akin, is_first};
use crate::model::{KeptWindow, Plan, WindowStatus};

/// Whether the plan that was made beside `before` is the one beside `after`, of the same workspace, orders and range. No says only
/// that it must be made again to know.
pub fn holds_beside(plan: &Plan, before: &[KeptWindow], after: &[KeptWindow]) -> bool {
    let is_in = |rows: &[KeptWindow], row: &KeptWindow| rows.iter().any(|known| bears_alike(known, row));
    let gone = before.iter().filter(|row| !is_in(after, row));
    let new = after.iter().filter(|row| !is_in(before, row));
    let is_alone = |row: &KeptWindow| {
        let others = before.iter().chain(after).filter(|other| other.planned.window.id != row.planned.window.id);
        others.into_iter().all(|other| !is_akin(&other.planned, &row.planned))
    };
    gone.chain(new).all(|row| is_as_planned(plan, row) && is_alone(row))
}

/// Whether two rows say the same to a plan.
fn bears_alike(a: &KeptWindow, b: &KeptWindow) -> bool {
    (a.opened_at, a.until()) == (b.opened_at, b.until()) && a.planned == b.planned
}

/// Whether the plan has a kept window under its first name just as it was recorded, as it would have without the row.
fn is_as_planned(plan: &Plan, row: &KeptWindow) -> bool {
    let window = &row.planned.window;
    let is_it = plan.window(&window.id).is_some_and(|planned| {
        planned.status == WindowStatus::Planned && planned.hash == row.planned.hash && planned.window.until == row.until()
    });
    is_it && row.closed.is_none() && is_first(&row.planned)
}
