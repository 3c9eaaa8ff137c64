//! A workspace, small and random, as plain numbers. `files.rs` shows it to the program.

use proptest::prelude::*;
use standto::model::Level;
use standto::time::{HOUR_MS, LocalDateTime, Timestamp};

use super::moves::Act;

/// Everybody there is. They are told apart by their place here.
pub(crate) const PEOPLE: [&str; 4] = ["ann", "ben", "cyd", "dan"];

/// Whose approvals count, at every level.
pub(crate) const SEATS: [usize; 3] = [0, 1, 2];

/// Who is stood in for, and by whom.
pub(crate) const DEPUTIES: [(usize, &[usize]); 2] = [(0, &[2, 3]), (1, &[3, 0])];

/// Settings by the kind of control whose one target they are of. How they join is in `files.rs`, and once more in the oracle.
pub(crate) const SETTINGS: [(&str, &str); 6] = [
    ("mail", "young_days"),
    ("mail", "old_days"),
    ("mail", "action"),
    ("mail", "kinds"),
    ("proxy", "limit"),
    ("proxy", "sites"),
];

/// Every setting takes one of these many values.
pub(crate) const VALUES: u8 = 4;

const LEVELS: [Level; 3] = [Level::Watch, Level::Elevated, Level::Surge];

/// The hour at which the second quarter begins: in the middle of what happens.
pub(crate) const QUARTER: i64 = 72;

/// So many hours after the test's beginning.
pub(crate) fn at(hour: i64) -> Timestamp {
    let quarter = Timestamp::parse("2027-04-01T00:00:00Z").expect("an instant");
    quarter.plus_ms((hour - QUARTER) * HOUR_MS)
}

pub(crate) fn local(hour: i64) -> LocalDateTime {
    LocalDateTime::from_labelled_utc(at(hour)).expect("a local time")
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Meeting {
    pub(crate) start: i64,
    pub(crate) hours: i64,
    pub(crate) is_confirmed: bool,
    pub(crate) is_cancelled: bool,
    /// Whether the calendar still names it.
    pub(crate) is_there: bool,
    pub(crate) title: usize,
}

/// A rule of the one policy: hours before the start and after the end.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) level: Level,
    pub(crate) lead: i64,
    pub(crate) tail: i64,
    /// How many approvals its level needs.
    pub(crate) need: usize,
}

/// A playbook: a level, and settings with values. Each setting is a measure of its own.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Book {
    pub(crate) level: Level,
    pub(crate) asks: Vec<(usize, u8)>,
}

#[derive(Clone, Debug)]
pub(crate) struct Town {
    pub(crate) meetings: Vec<Meeting>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) books: Vec<Book>,
}

pub(crate) fn meetings() -> impl Strategy<Value = Meeting> {
    (10..120_i64, 1..12_i64, prop::bool::weighted(0.8)).prop_map(|(start, hours, is_confirmed)| Meeting {
        start,
        hours,
        is_confirmed,
        is_cancelled: false,
        is_there: true,
        title: 0,
    })
}

pub(crate) fn towns() -> impl Strategy<Value = Town> {
    let rule = (1..30_i64, 0..20_i64, 0..3_usize);
    let rules = prop::array::uniform3(rule).prop_map(|rules| {
        let rule = |((lead, tail, need), level): ((i64, i64, usize), Level)| Rule { level, lead, tail, need };
        rules.into_iter().zip(LEVELS).map(rule).collect()
    });
    let book = (prop::sample::select(LEVELS.to_vec()), prop::collection::vec((0..SETTINGS.len(), 0..VALUES), 1..4));
    let books = prop::collection::vec(book.prop_map(|(level, asks)| Book { level, asks }), 2..4);
    let meetings = prop::collection::vec(meetings(), 1..4);
    (meetings, rules, books).prop_map(|(meetings, rules, books)| Town { meetings, rules, books })
}

impl Town {
    /// The files are edited.
    pub(crate) fn change(&mut self, act: &Act) {
        match act {
            Act::Add(meeting) => self.meetings.push(meeting.clone()),
            Act::Shift { meeting, by, hours } => self.meeting(*meeting, |meeting| {
                meeting.start += by;
                meeting.hours = *hours;
            }),
            Act::Cancel { meeting } => self.meeting(*meeting, |meeting| meeting.is_cancelled ^= true),
            Act::Retitle { meeting } => self.meeting(*meeting, |meeting| meeting.title += 1),
            Act::Confirm { meeting } => self.meeting(*meeting, |meeting| meeting.is_confirmed ^= true),
            Act::Drop { meeting } => self.meeting(*meeting, |meeting| meeting.is_there ^= true),
            Act::Rewrite { book, ask, value } => {
                if let Some(ask) = self.books.get_mut(*book).and_then(|book| book.asks.get_mut(*ask)) {
                    ask.1 = *value;
                }
            }
            Act::Rule { rule, lead, tail } => {
                if let Some(rule) = self.rules.get_mut(*rule) {
                    (rule.lead, rule.tail) = (*lead, *tail);
                }
            }
            Act::Need { rule, need } => {
                if let Some(rule) = self.rules.get_mut(*rule) {
                    rule.need = *need;
                }
            }
            Act::Pass { .. }
            | Act::Order { .. }
            | Act::EndOrder { .. }
            | Act::Approve { .. }
            | Act::Withdraw { .. }
            | Act::Review { .. }
            | Act::Stand { .. }
            | Act::Unstand { .. }
            | Act::Close { .. }
            | Act::Upset { .. }
            | Act::Accept
            | Act::Edit { .. }
            | Act::Compare
            | Act::Decide { .. } => panic!("no edit of files: {act:?}"),
        }
    }

    fn meeting(&mut self, number: usize, change: impl FnOnce(&mut Meeting)) {
        if let Some(meeting) = self.meetings.get_mut(number) {
            change(meeting);
        }
    }
}
