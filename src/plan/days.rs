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
    if days.len() > MANY
        && let Some(merged) = counted(&days)
    {
        return merged;
    }
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

/// So many stretches are counted day by day rather than sorted.
const MANY: usize = 1000;

/// As `merged`, from how many stretches begin and end on each day. None when they lie too far apart for that.
fn counted(days: &[Days]) -> Option<Vec<Days>> {
    let first = days.iter().map(|(first, _)| *first).min()?;
    let last = days.iter().map(|(_, last)| *last).max()?;
    let length = usize::try_from(last.days_since(first) + 2).ok().filter(|length| *length <= days.len() * 16)?;
    let mut edges = vec![0_i64; length];
    for (begins, ends) in days.iter().filter(|(begins, ends)| begins <= ends) {
        *edges.get_mut(usize::try_from(begins.days_since(first)).ok()?)? += 1;
        *edges.get_mut(usize::try_from(ends.days_since(first) + 1).ok()?)? -= 1;
    }
    let (mut merged, mut open, mut depth) = (Vec::new(), None, 0);
    for (number, edge) in (0_i64..).zip(edges) {
        depth += edge;
        match open {
            None if depth > 0 => open = Some(first.plus_days(number)),
            Some(begins) if depth == 0 => {
                merged.push((begins, first.plus_days(number - 1)));
                open = None;
            }
            None | Some(_) => {}
        }
    }
    Some(merged)
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

    #[test]
    fn many_stretches_are_merged_as_few_are() {
        let start = LocalDate::new(2027, 1, 1).unwrap();
        let stretch = |number: i64| {
            let first = start.plus_days(number * number * 37 % 2500);
            (first, first.plus_days(number % 4))
        };
        let many: Vec<Days> = (0..1200).map(stretch).collect();
        let halves = many.chunks(600).flat_map(|half| merged(half.to_vec())).collect();
        assert_eq!(counted(&many), Some(merged(halves)));
        assert!(merged(many).len() > 100);
    }
}
