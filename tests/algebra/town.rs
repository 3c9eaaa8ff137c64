//! A workspace, small and random, twice: as plain numbers for the oracle, and as the program reads it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use proptest::prelude::*;
use standto::input;
use standto::model::{
    Certainty, Event, EventId, FileSet, Level, LevelRule, Measure, Playbook, SettingValue, Text, When, Work, Workspace,
};
use standto::time::{HOUR_MS, Length, LocalDateTime, Timestamp};

use super::moves::Act;

/// Settings by the kind of control whose one target they are of. How they join is in `FILES`, and once more in the oracle.
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

/// From loosest to strictest.
const ACTIONS: [&str; 4] = ["none", "tag", "hold", "reject"];

const LEVELS: [Level; 3] = [Level::Watch, Level::Elevated, Level::Surge];

const FILES: [(&str, &str); 3] = [
    (
        "standto.toml",
        r#"
operator = { en = "Ministry", ja = "省" }
zone = "UTC"
connector = [
    { id = "mail", kind = "mail", driver = "file", path = "mail.toml", format = "toml" },
    { id = "proxy", kind = "proxy", driver = "file", path = "proxy.json", format = "json" },
]
approval = [{ level = "watch", need = 1 }, { level = "elevated", need = 1 }, { level = "surge", need = 1 }]

[[policy]]
id = "talks"
when = { class = ["negotiation"] }
levels = [{ level = "watch", from = "-1h", until = "+1h" }]
"#,
    ),
    (
        "calendar/talks.toml",
        r#"
[[event]]
id = "talks"
title = "Talks"
class = "negotiation"
start = 2027-01-01T00:00:00
end = 2027-01-01T01:00:00
zone = "UTC"
certainty = "confirmed"
"#,
    ),
    (
        "playbooks/book.toml",
        r#"
playbook = { id = "book", title = { en = "Book", ja = "手順書" }, level = "watch" }
setting = [
    { control = "mail", name = "young_days", join = "max" },
    { control = "mail", name = "old_days", join = "min" },
    { control = "mail", name = "action", join = ["none", "tag", "hold", "reject"] },
    { control = "mail", name = "kinds", join = "union" },
    { control = "proxy", name = "limit", join = "min" },
    { control = "proxy", name = "sites", join = "union" },
]

[[measure]]
id = "measure"
title = { en = "Measure", ja = "措置" }
control = "mail"
set = { young_days = 1 }
"#,
    ),
];

static TEMPLATE: LazyLock<Workspace> = LazyLock::new(|| {
    let file = |(path, text): &(&str, &str)| ((*path).to_owned(), text.as_bytes().to_vec());
    let checked = input::check(&FILES.iter().map(file).collect::<FileSet>());
    checked.workspace.unwrap_or_else(|| panic!("{:?}", checked.faults))
});

/// So many hours after the test's beginning.
pub(crate) fn at(hour: i64) -> Timestamp {
    Timestamp::parse("2027-01-01T00:00:00Z").expect("an instant").plus_ms(hour * HOUR_MS)
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
            Act::Drop { meeting } => self.meeting(*meeting, |meeting| meeting.is_there = false),
            Act::Rewrite { book, ask, value } => {
                if let Some(ask) = self.books.get_mut(*book).and_then(|book| book.asks.get_mut(*ask)) {
                    ask.1 = *value;
                }
            }
            Act::Pass { .. }
            | Act::Order { .. }
            | Act::EndOrder { .. }
            | Act::Approve { .. }
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

    /// As the program reads it. `revision` counts.
    pub(crate) fn workspace(&self, revision: usize) -> Workspace {
        let mut workspace = TEMPLATE.clone();
        workspace.revision = format!("r{revision}").as_str().into();
        let meetings = self.meetings.iter().enumerate().filter(|(_, meeting)| meeting.is_there);
        workspace.events = meetings.map(|(number, meeting)| event(number, meeting)).collect();
        workspace.playbooks = self.books.iter().enumerate().map(|(number, book)| playbook(number, book)).collect();
        let policy = &mut workspace.settings.policies[0];
        let rule = policy.levels[0].clone();
        let length = |hours: i64| Length { days: 0, ms: hours * HOUR_MS };
        policy.levels = self
            .rules
            .iter()
            .map(|Rule { level, lead, tail, .. }| LevelRule {
                level: *level,
                from: length(-lead),
                until: length(*tail),
                ..rule.clone()
            })
            .collect();
        for (approval, rule) in workspace.settings.approvals.iter_mut().zip(&self.rules) {
            approval.need = rule.need;
        }
        workspace
    }
}

fn event(number: usize, meeting: &Meeting) -> Event {
    Event {
        id: event_id(number),
        title: Text::same(format!("Talks {}", meeting.title)),
        when: When::Timed { start: local(meeting.start), end: local(meeting.start + meeting.hours) },
        certainty: if meeting.is_confirmed { Certainty::Confirmed } else { Certainty::Tentative },
        is_cancelled: meeting.is_cancelled,
        ..TEMPLATE.events[0].clone()
    }
}

pub(crate) fn event_id(number: usize) -> EventId {
    EventId::new(format!("e{number}"))
}

fn playbook(number: usize, book: &Book) -> Playbook {
    let template = &TEMPLATE.playbooks[0];
    let measure = |(place, (setting, value)): (usize, &(usize, u8))| {
        let (control, name) = SETTINGS[*setting];
        let set = BTreeMap::from([(name.into(), shown(*setting, *value))]);
        Measure {
            id: format!("m{number}-{place}").as_str().into(),
            work: Work::Control { control: control.into(), set },
            ..template.measures[0].clone()
        }
    };
    Playbook {
        id: format!("b{number}").as_str().into(),
        level: book.level,
        measures: book.asks.iter().enumerate().map(measure).collect(),
        ..template.clone()
    }
}

/// A value as the program has it. Of a union it is a set of bits: the words are their places.
pub(crate) fn shown(setting: usize, value: u8) -> SettingValue {
    match SETTINGS[setting].1 {
        "action" => SettingValue::Word(ACTIONS[usize::from(value)].to_owned()),
        "kinds" | "sites" => {
            let words = (0..8).filter(|bit| value & (1 << bit) != 0).map(|bit| format!("w{bit}"));
            SettingValue::Words(words.collect::<BTreeSet<_>>())
        }
        _ => SettingValue::Integer(i64::from(value)),
    }
}
