//! The town as the program reads it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use standto::input;
use standto::model::{
    Certainty, Deputies, Event, EventId, FileSet, LevelRule, Measure, Playbook, SettingValue, Text, When, Work, Workspace,
};
use standto::time::{HOUR_MS, Length};

use super::town::{Book, DEPUTIES, Meeting, PEOPLE, Rule, SEATS, SETTINGS, Town, local};

/// From loosest to strictest.
const ACTIONS: [&str; 4] = ["none", "tag", "hold", "reject"];

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

impl Town {
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
        let person = |who: &usize| PEOPLE[*who].into();
        let deputies = |(of, by): &(usize, &[usize])| Deputies { of: person(of), by: by.iter().map(person).collect() };
        for (approval, rule) in workspace.settings.approvals.iter_mut().zip(&self.rules) {
            approval.need = rule.need;
            approval.of = SEATS.iter().map(person).collect();
            approval.deputies = DEPUTIES.iter().map(deputies).collect();
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
