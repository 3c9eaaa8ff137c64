//! Which windows make the days of a level in a quarter, and which of them would have to go for the budget to be kept.

use std::collections::BTreeMap;

use super::days::{Days, count, touched};
use crate::model::{DaysWhy, Plan, Quarter, QuarterDays, WindowId};
use crate::time::{LocalDate, Zone};

/// Among more windows than these it is not worked out which would have to go.
const MOST: usize = 200;

/// One row's windows.
pub fn makers(plan: &Plan, zone: &Zone, row: &QuarterDays) -> DaysWhy {
    let mut held: Vec<(&WindowId, Days)> = Vec::new();
    if let Some(quarter) = Quarter::parse(&row.quarter) {
        for window in plan.windows.iter().map(|planned| &planned.window).filter(|window| window.level >= row.level) {
            let (first, last) = touched(zone, window.from, window.until);
            let (first, last) = (first.max(quarter.first_day()), last.min(quarter.last_day()));
            if first <= last {
                held.push((&window.id, (first, last)));
            }
        }
    }
    let load = Load::of(held.iter().map(|(_, days)| *days));
    let mut windows: Vec<(WindowId, u32, u32)> =
        held.iter().map(|(id, days)| ((*id).clone(), count(*days), load.alone(*days))).collect();
    windows.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    let outside = row.days.saturating_sub(load.days());
    let fits_without = match row.budget {
        Some(budget) if held.len() <= MOST => dropped(held, budget),
        Some(_) | None => Vec::new(),
    };
    DaysWhy { row: row.clone(), windows, outside, fits_without }
}

/// One after the other the window that frees enough days at the least, or else the most days, until the budget is kept.
fn dropped(mut held: Vec<(&WindowId, Days)>, budget: u32) -> Vec<(WindowId, u32)> {
    let mut dropped: Vec<(WindowId, u32)> = Vec::new();
    loop {
        let load = Load::of(held.iter().map(|(_, days)| *days));
        let over = load.days().saturating_sub(budget);
        if over == 0 {
            return dropped;
        }
        let freed: Vec<(&WindowId, u32, u32)> = held.iter().map(|(id, days)| (*id, load.alone(*days), count(*days))).collect();
        let enough = freed.iter().filter(|(_, freed, _)| *freed >= over).min_by_key(|(id, freed, days)| (*freed, *days, *id));
        let most = freed.iter().max_by_key(|(id, freed, days)| (*freed, std::cmp::Reverse((*days, *id))));
        let Some((id, freed, _)) = enough.or(most).copied() else { return dropped };
        dropped.push((id.clone(), freed));
        held.retain(|(other, _)| *other != id);
    }
}

/// How many windows lie on each day.
struct Load(BTreeMap<LocalDate, u32>);

impl Load {
    fn of(days: impl Iterator<Item = Days>) -> Self {
        let mut load = BTreeMap::new();
        for day in days.flat_map(each) {
            *load.entry(day).or_default() += 1;
        }
        Load(load)
    }

    fn days(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    /// How many of these days lie under one window only.
    fn alone(&self, days: Days) -> u32 {
        let alone = each(days).filter(|day| self.0.get(day) == Some(&1)).count();
        u32::try_from(alone).unwrap_or(u32::MAX)
    }
}

fn each((first, last): Days) -> impl Iterator<Item = LocalDate> {
    (0..i64::from(count((first, last)))).map(move |days| first.plus_days(days))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Level;
    use crate::plan::fixture::{at, budget, order, workspace};
    use crate::plan::plan;

    fn why(budgeted: u32) -> DaysWhy {
        let mut workspace = workspace(Vec::new());
        workspace.settings.budgets = vec![budget(Level::Surge, budgeted)];
        let surge = |id, from: &str, until: &str| {
            order(id, Level::Surge, &format!("2027-02-{from}T15:00:00Z"), &format!("2027-02-{until}T15:00:00Z"))
        };
        // In Tokyo: the 2nd to the 5th, the 4th to the 11th, the 21st to the 22nd.
        let orders = [surge("a", "01", "05"), surge("b", "03", "11"), surge("c", "20", "22")];
        let plan = plan(&workspace, crate::model::Past::of(&orders), at("2027-01-01T00:00:00Z"), at("2027-03-01T00:00:00Z"));
        let row = plan.quarters.iter().find(|row| row.level == Level::Surge).unwrap();
        makers(&plan, &workspace.settings.zone, row)
    }

    #[test]
    fn each_window_has_its_days_and_those_it_has_alone() {
        let DaysWhy { windows, row, .. } = why(20);
        let named = |id: &str, days, alone| (format!("order/{id}").as_str().into(), days, alone);
        assert_eq!((windows, row.days), (vec![named("b", 8, 6), named("a", 4, 2), named("c", 2, 2)], 12));
    }

    #[test]
    fn what_would_fit_costs_the_fewest_days() {
        let fits = |budget| {
            let dropped = why(budget).fits_without.into_iter();
            dropped.map(|(id, freed)| (id.to_string(), freed)).collect::<Vec<_>>()
        };
        assert_eq!(fits(12), []);
        assert_eq!(fits(10), [("order/c".to_owned(), 2)], "of two that free two days the shorter one");
        assert_eq!(fits(7), [("order/b".to_owned(), 6)]);
        assert_eq!(fits(3), [("order/b".to_owned(), 6), ("order/a".to_owned(), 4)]);
    }
}
