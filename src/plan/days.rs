//! Days that windows touch, in the workspace's zone: what budgets, gaps and staff are counted in.

use crate::time::{LocalDate, Timestamp, Zone};

/// Days in a row, both ends included.
pub(super) type Days = (LocalDate, LocalDate);

/// The first and the last day that `[from, until)` touches.
pub(super) fn touched(zone: &Zone, from: Timestamp, until: Timestamp) -> Days {
    (zone.local(from).date(), zone.local(until.plus_ms(-1)).date())
}

/// The same days without overlap, in order; what follows on the next day belongs to the same stretch.
pub(super) fn merged(mut days: Vec<Days>) -> Vec<Days> {
    days.sort_unstable();
    let mut merged: Vec<Days> = Vec::new();
    for (first, last) in days {
        match merged.last_mut() {
            Some((_, end)) if first <= end.plus_days(1) => *end = last.max(*end),
            Some(_) | None => merged.push((first, last)),
        }
    }
    merged
}

/// How many days.
pub(super) fn count((first, last): Days) -> u32 {
    u32::try_from(last.days_since(first) + 1).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_and_overlaps_are_one_stretch() {
        let day = |number| LocalDate::new(2027, 2, number).unwrap();
        let days = vec![(day(9), day(9)), (day(1), day(5)), (day(2), day(3)), (day(6), day(7))];
        assert_eq!(merged(days), [(day(1), day(7)), (day(9), day(9))]);
        assert_eq!(count((day(1), day(7))), 7);
    }
}
