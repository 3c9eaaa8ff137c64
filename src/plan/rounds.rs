//! The rounds of a task, counted from 1.
//!
//! The first round is asked for when the window starts; a task that repeats is asked for again each time `every` later, while the
//! window lives. Each round is due `within` after it is asked for, the first one no later than the window's end; a round that would
//! be due at the end or after it is none. All are counted from the window's start, so that the time of day stays over a change of the clocks.

use crate::model::{PlannedTask, PlannedWindow, Window};
use crate::time::{Length, Timestamp};

/// One round of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    /// From 1.
    pub number: u32,
    /// When it is asked for.
    pub asks: Timestamp,
    pub due: Timestamp,
}

/// The rounds of one task of a window.
#[derive(Clone, Copy, Debug)]
pub struct Rounds<'a> {
    window: &'a Window,
    first_due: Timestamp,
    /// Longer than nothing.
    every: Option<Length>,
}

impl<'a> Rounds<'a> {
    pub fn of(planned: &'a PlannedWindow, task: &PlannedTask) -> Self {
        let window = &planned.window;
        let first_due = window.zone.shift(window.from, task.within).min(window.until);
        Self { window, first_due, every: task.every.filter(|every| every.rough_ms() > 0) }
    }

    pub fn repeats(&self) -> bool {
        self.every.is_some()
    }

    pub fn nth(&self, number: u32) -> Option<Round> {
        if number <= 1 {
            return (number == 1).then_some(Round { number, asks: self.window.from, due: self.first_due });
        }
        let (every, times) = (self.every?, i32::try_from(number - 1).ok()?);
        let length = Length { days: every.days.checked_mul(times)?, ms: every.ms.checked_mul(i64::from(times))? };
        let shifted = |from| self.window.zone.shift(from, length);
        let round = Round { number, asks: shifted(self.window.from), due: shifted(self.first_due) };
        (round.due < self.window.until).then_some(round)
    }

    pub fn iter(self) -> impl Iterator<Item = Round> {
        (1..).map_while(move |number| self.nth(number))
    }

    /// The latest round that is asked for by `now`; None before the window.
    pub fn at(&self, now: Timestamp) -> Option<Round> {
        let elapsed = now.since(self.window.from);
        if elapsed < 0 {
            return None;
        }
        // Near enough: a day has an hour more or less at most, now and then.
        let guess = self.every.map_or(0, |every| elapsed / every.rough_ms());
        let last = self.window.until.since(self.window.from) / self.every.map_or(1, Length::rough_ms);
        let mut number = u32::try_from(guess.min(last).saturating_add(2)).unwrap_or(u32::MAX);
        while number > 1 {
            if let Some(round) = self.nth(number).filter(|round| round.asks <= now) {
                return Some(round);
            }
            number -= 1;
        }
        self.nth(1)
    }

    /// When the next round after `now` is asked for.
    pub fn next(&self, now: Timestamp) -> Option<Timestamp> {
        let number = self.at(now).map_or(1, |round| round.number + 1);
        self.nth(number).map(|round| round.asks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::fixture::{at, event, workspace};
    use crate::plan::plan;

    /// The rounds of a task of a window in Paris from the 18th of February 09:00 to the 20th of April 18:00.
    fn with(within: &str, every: Option<&str>, look: impl Fn(Rounds<'_>)) {
        let workspace = workspace(vec![event("talks", "2027-04-04T09:00", "2027-04-06T18:00")]);
        let plan = plan(&workspace, crate::model::Past::default(), at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"));
        let planned = plan.windows.iter().find(|planned| !planned.tasks.is_empty()).unwrap();
        let task = PlannedTask {
            within: within.parse().unwrap(),
            every: every.map(|every| every.parse().unwrap()),
            ..planned.tasks[0].clone()
        };
        look(Rounds::of(planned, &task));
    }

    #[test]
    fn a_round_is_asked_for_at_its_time_and_due_within() {
        with("2h", Some("14d"), |rounds| {
            let said: Vec<String> =
                rounds.iter().map(|round| format!("{} {} {}", round.number, round.asks, round.due)).collect();
            let expected = [
                "1 2027-02-18T08:00:00Z 2027-02-18T10:00:00Z",
                "2 2027-03-04T08:00:00Z 2027-03-04T10:00:00Z",
                "3 2027-03-18T08:00:00Z 2027-03-18T10:00:00Z",
                "4 2027-04-01T07:00:00Z 2027-04-01T09:00:00Z",
                "5 2027-04-15T07:00:00Z 2027-04-15T09:00:00Z",
            ];
            assert_eq!(said, expected);
            assert_eq!(rounds.at(at("2027-02-18T07:59:59Z")), None);
            assert_eq!(rounds.next(at("2027-02-18T07:59:59Z")), Some(at("2027-02-18T08:00:00Z")));
        });
    }

    #[test]
    fn the_latest_round_is_found_at_every_edge() {
        for (within, every) in [("1d", "1d"), ("2h", "14d"), ("0d", "1h"), ("3d", "1d"), ("1d", "1d 1h")] {
            with(within, Some(every), |rounds| {
                let all: Vec<Round> = rounds.iter().collect();
                for (round, later) in all.iter().zip(all.iter().skip(1)) {
                    assert_eq!(rounds.at(round.asks), Some(*round));
                    assert_eq!(rounds.at(later.asks.plus_ms(-1)), Some(*round));
                    assert_eq!(rounds.next(round.asks), Some(later.asks));
                }
                let last = all.last().unwrap();
                assert_eq!((rounds.at(at("2028-01-01T00:00:00Z")), rounds.next(last.asks)), (Some(*last), None));
            });
        }
    }

    #[test]
    fn what_does_not_repeat_has_one_round() {
        for every in [None, Some("0d")] {
            with("1d", every, |rounds| {
                assert_eq!(rounds.iter().count(), 1);
                assert_eq!(rounds.at(at("2027-04-01T00:00:00Z")), rounds.nth(1));
                assert_eq!(rounds.next(at("2027-04-01T00:00:00Z")), None);
            });
        }
    }
}
