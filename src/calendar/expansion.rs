//! A recurring event's local starts in a range: the rule's instances, without EXDATE, with RDATE, and always with DTSTART.

use std::collections::BTreeSet;

use super::recurrence::{Range, Rule, Series, Shape, Until};
use crate::model::{CalendarProblem, Recurrence};
use crate::time::{LocalDateTime, LocalTime, Zone};

/// How many occurrences of one event a range may hold.
pub(super) const MOST_OCCURRENCES: usize = 2_000;

/// Where a series stands: its first start, and the zone its UNTIL is read in.
#[derive(Clone, Copy, Debug)]
pub(super) struct First<'a> {
    pub(super) start: LocalDateTime,
    pub(super) shape: Shape,
    pub(super) zone: &'a Zone,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Expansion {
    /// In order, each once.
    pub(super) starts: BTreeSet<LocalDateTime>,
    pub(super) is_limited: bool,
    /// The rule could not be used: only DTSTART and RDATE are there.
    pub(super) problem: Option<CalendarProblem>,
}

/// The starts in `range`. An empty rule stands for none.
pub(super) fn expand(recurrence: &Recurrence, first: &First, range: Range) -> Expansion {
    let mut expansion = Expansion::default();
    if !recurrence.rule.trim().is_empty() {
        let walked = Rule::read(&recurrence.rule).and_then(|rule| {
            let last = rule.until.map(|until| last_start(until, first));
            rule.walk(&Series { start: first.start, shape: first.shape, last }, range, MOST_OCCURRENCES)
        });
        match walked {
            Ok(walk) => {
                expansion.is_limited = walk.is_limited;
                expansion.starts.extend(walk.starts);
            }
            Err(problem) => expansion.problem = Some(problem),
        }
    }
    let others = recurrence.extra.iter().copied().chain([first.start]);
    expansion.starts.extend(others.filter(|start| range.from <= *start && *start < range.until));
    for except in &recurrence.except {
        expansion.starts.remove(except);
    }
    while expansion.starts.len() > MOST_OCCURRENCES {
        expansion.starts.pop_last();
        expansion.is_limited = true;
    }
    expansion
}

/// UNTIL as the last local start it allows.
///
/// A date allows its whole day. For all-day events the date holds as it is written, also with a time in UTC behind it: that is
/// how calendars write the last day.
fn last_start(until: Until, first: &First) -> LocalDateTime {
    let end_of_day = LocalTime::new(23, 59, 59).expect("every day has this time");
    match (until, first.shape) {
        (Until::Date(date), _) => date.at(end_of_day),
        (Until::Local(local), Shape::AllDay) => local.date().at(end_of_day),
        (Until::Local(local), Shape::Timed) => local,
        (Until::Utc(at), Shape::AllDay) => Zone::utc().local(at).date().at(end_of_day),
        (Until::Utc(at), Shape::Timed) => first.zone.local(at),
    }
}
