//! When a point of a scenario comes, on the exercise clock.
//!
//! The exercise clock has a calendar of its own: it starts at the wall instant of the start and runs on from there, so that
//! `day 2 09:30` keeps its meaning however fast the clock runs and wherever it is moved to.

use crate::model::ExercisePoint;
use crate::time::{Elapsed, LocalDate, Timestamp, Zone};

/// When a point comes, counted from the start. Negative when `day 1` names a time of day before the start: such a point is due
/// at once, before everything later.
pub fn due(point: &ExercisePoint, zone: &Zone, started_at: Timestamp) -> Elapsed {
    match point {
        ExercisePoint::Offset(elapsed) => *elapsed,
        ExercisePoint::Day { day, time } => {
            let date = zone.local(started_at).date().plus_days(i64::from(*day) - 1);
            Elapsed::from_ms(zone.resolve(date.at(*time)).since(started_at))
        }
    }
}

/// The calendar day at a place when the exercise clock shows `at`.
pub(super) fn date_at(at: Elapsed, zone: &Zone, started_at: Timestamp) -> LocalDate {
    zone.local(started_at.plus_ms(at.as_ms())).date()
}
