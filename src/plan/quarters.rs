//! Days under windows per level and quarter, against the budgets. Days and quarters are those of the workspace's zone.
//!
//! A day counts for a level when a window of that level or a higher one touches it, because levels are cumulative; a day under
//! ten windows is one day. A window that took effect counts as it did: until its recorded end, also where the files say otherwise
//! now, or until a person closed it.

use std::collections::BTreeMap;

use super::days::{self, Days};
use super::tally::Tally;
use crate::model::{Budget, Level, Note, NoteCode, Quarter, QuarterDays, Severity};
use crate::time::{Timestamp, Zone};

/// The range made longer to whole quarters, so that a quarter that is asked for in part is counted whole.
pub(super) fn whole_quarters(zone: &Zone, from: Timestamp, until: Timestamp) -> (Timestamp, Timestamp) {
    let first = Quarter::of(zone.local(from).date()).first_day();
    let last = Quarter::of(zone.local(until.plus_ms(-1)).date()).next().first_day();
    (zone.resolve(first.midnight()).min(from), zone.resolve(last.midnight()).max(until))
}

/// Days per quarter of the whole range and level, in order; rows without days and budget are left out.
pub(super) fn count(tally: &Tally, budgets: &[Budget], whole: Days) -> Vec<QuarterDays> {
    let mut rows: BTreeMap<(Quarter, Level), QuarterDays> = BTreeMap::new();
    let last_quarter = Quarter::of(whole.1);
    for budget in budgets {
        let mut quarter = Quarter::of(whole.0);
        while quarter <= last_quarter {
            rows.insert((quarter, budget.level), row(quarter, budget.level, Some(budget.days_per_quarter)));
            quarter = quarter.next();
        }
    }
    for level in Level::ALL.iter().copied().filter(|level| *level >= Level::Watch) {
        for (first, last) in tally.days(level) {
            let (mut start, last) = (first.max(whole.0), last.min(whole.1));
            while start <= last {
                let quarter = Quarter::of(start);
                let end = quarter.last_day().min(last).max(start);
                rows.entry((quarter, level)).or_insert_with(|| row(quarter, level, None)).days += days::count((start, end));
                start = end.plus_days(1);
            }
        }
    }
    rows.into_values().collect()
}

fn row(quarter: Quarter, level: Level, budget: Option<u32>) -> QuarterDays {
    QuarterDays { quarter: quarter.to_string(), level, days: 0, budget }
}

/// A note for each quarter whose budget the windows exceed.
pub(super) fn exceeded<'a>(quarters: &'a [QuarterDays], budgets: &'a [Budget]) -> impl Iterator<Item = Note> + 'a {
    quarters.iter().filter_map(|row| {
        let budget = row.budget.filter(|budget| row.days > *budget)?;
        let code = NoteCode::BudgetExceeded { level: row.level, quarter: row.quarter.clone(), days: row.days, budget };
        let place = budgets.iter().find(|known| known.level == row.level).map(|known| known.place.clone());
        Some(Note { severity: Severity::Warning, code, place })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Order;
    use crate::plan::days::touched;
    use crate::plan::draft::{Stretch, ordered};
    use crate::plan::fixture::{at, order};

    fn rows(orders: &[Order], budget: Option<u32>) -> Vec<(String, Level, u32)> {
        let tokyo = Zone::named("Asia/Tokyo").unwrap();
        let mut tally = Tally::default();
        let stretches: Vec<Stretch> = orders.iter().filter_map(ordered).map(|draft| Stretch::of(&draft, &tokyo)).collect();
        tally.add_all(&stretches);
        let budgets: Vec<Budget> = budget.map(|days| crate::plan::fixture::budget(Level::Surge, days)).into_iter().collect();
        let (from, until) = whole_quarters(&tokyo, at("2027-02-01T00:00:00Z"), at("2027-05-01T00:00:00Z"));
        assert_eq!((from, until), (at("2026-12-31T15:00:00Z"), at("2027-06-30T15:00:00Z")));
        let rows = count(&tally, &budgets, touched(&tokyo, from, until));
        rows.into_iter().map(|row| (row.quarter, row.level, row.days)).collect()
    }

    #[test]
    fn a_day_under_two_windows_is_one_day_and_local_midnight_divides() {
        // 15:00 UTC is midnight in Tokyo: the first ends with the day, the second begins on that day's last hour.
        let orders = [
            order("a", Level::Watch, "2027-02-01T15:00:00Z", "2027-02-03T15:00:00Z"),
            order("b", Level::Watch, "2027-02-03T14:00:00Z", "2027-02-04T15:00:00Z"),
        ];
        assert_eq!(rows(&orders, None), [("2027-Q1".to_owned(), Level::Watch, 3)]);
    }

    #[test]
    fn a_window_over_two_quarters_counts_in_both_and_for_lower_levels() {
        let orders = [order("a", Level::Elevated, "2027-03-29T15:00:00Z", "2027-04-02T15:00:00Z")];
        let expected = [
            ("2027-Q1", Level::Watch, 2),
            ("2027-Q1", Level::Elevated, 2),
            ("2027-Q2", Level::Watch, 2),
            ("2027-Q2", Level::Elevated, 2),
        ];
        assert_eq!(rows(&orders, None), expected.map(|(quarter, level, days)| (quarter.to_owned(), level, days)));
    }

    #[test]
    fn a_budget_is_shown_without_days_and_told_when_exceeded() {
        assert_eq!(rows(&[], Some(1)).len(), 2);
        let row = |days| QuarterDays { quarter: "2027-Q1".to_owned(), level: Level::Surge, days, budget: Some(4) };
        let places = |days| {
            let budgets = [crate::plan::fixture::budget(Level::Surge, 4)];
            exceeded(&[row(days)], &budgets).map(|note| note.place.unwrap().line).collect::<Vec<_>>()
        };
        assert_eq!((places(4), places(5)), (vec![], vec![40]));
    }
}
