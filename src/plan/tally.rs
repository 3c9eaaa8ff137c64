//! On which days stretches of each level begin and end: what budgets and gaps are counted from. Stretches are added and taken away
//! one by one, so that a changed event costs no more than its own.

use std::collections::BTreeMap;

use super::days::Days;
use super::draft::Stretch;
use crate::model::Level;
use crate::time::LocalDate;

/// How many stretches of each level begin on a day, less those that ended the day before.
type Edges = [i64; Level::ALL.len()];

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally(BTreeMap<LocalDate, Edges>);

impl Tally {
    pub(super) fn add_all<'a>(&mut self, stretches: impl IntoIterator<Item = &'a Stretch>) {
        for stretch in stretches {
            self.shift(stretch, 1);
        }
    }

    /// Takes away stretches that were added.
    pub(super) fn remove_all(&mut self, stretches: &[Stretch]) {
        for stretch in stretches {
            self.shift(stretch, -1);
        }
    }

    fn shift(&mut self, stretch: &Stretch, by: i64) {
        let (first, last) = stretch.days;
        for (day, by) in [(first, by), (last.plus_days(1), -by)] {
            let edges = self.0.entry(day).or_default();
            if let Some(edge) = edges.get_mut(stretch.level as usize) {
                *edge += by;
            }
            if *edges == Edges::default() {
                self.0.remove(&day);
            }
        }
    }

    /// The days under this level or a higher one, in order; what follows on the next day belongs to the same stretch.
    pub(super) fn days(&self, level: Level) -> Vec<Days> {
        let (mut merged, mut open, mut depth) = (Vec::new(), None, 0_i64);
        for (day, edges) in &self.0 {
            depth += edges.iter().skip(level as usize).sum::<i64>();
            match open {
                None if depth > 0 => open = Some(*day),
                Some(first) if depth == 0 => {
                    merged.push((first, day.plus_days(-1)));
                    open = None;
                }
                None | Some(_) => {}
            }
        }
        merged
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::days::merged;
    use crate::time::{DAY_MS, HOUR_MS, Timestamp, Zone};

    fn stretch(number: i64) -> Stretch {
        let level = [Level::Watch, Level::Elevated, Level::Surge][usize::try_from(number % 3).unwrap()];
        let from = Timestamp::from_ms(number * number * 37 % 2500 * DAY_MS + 5 * HOUR_MS);
        Stretch::new(level, from, from.plus_ms(number % 4 * DAY_MS + HOUR_MS), &Zone::utc())
    }

    #[test]
    fn days_are_those_of_the_stretches_that_are_left() {
        let all: Vec<Stretch> = (0..900).map(stretch).collect();
        let mut tally = Tally::default();
        tally.add_all(&all);
        let (gone, left) = all.split_at(450);
        tally.remove_all(gone);
        for level in [Level::Watch, Level::Elevated, Level::Surge, Level::Restricted] {
            let days = left.iter().filter(|stretch| stretch.level >= level).map(|stretch| stretch.days);
            assert_eq!(tally.days(level), merged(days.collect()), "{level}");
        }
        assert!(tally.days(Level::Surge).len() > 50 && tally.days(Level::Restricted).is_empty());
        tally.remove_all(left);
        assert_eq!(tally, Tally::default());
    }
}
