//! A small workspace for tests of plans: one policy, two playbooks, two mail filters.

use std::collections::BTreeMap;

use crate::model::{
    AllowList, ApprovalRule, Budget, Certainty, Class, Connector, Cost, Driver, Event, EventZone, FileFormat, Handling, Join,
    Lang, Level, LevelRule, Measure, Order, Place, Playbook, Policy, Precision, Recurrence, Scope, SettingRule, SettingValue,
    Settings, Text, WebSettings, When, Work, Workspace,
};
use crate::time::{LocalDateTime, Timestamp, Zone};

pub(crate) fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn local(text: &str) -> LocalDateTime {
    LocalDateTime::parse(text).unwrap()
}

pub(crate) fn place(file: &str, line: usize) -> Place {
    Place { line, column: 1, ..Place::file(file) }
}

/// A confirmed negotiation in Paris with these parties.
pub(crate) fn event(id: &str, start: &str, end: &str) -> Event {
    Event {
        id: id.into(),
        title: Text::new("Trade talks", "通商交渉"),
        class: Class::Negotiation,
        when: When::Timed { start: local(start), end: local(end) },
        zone: EventZone::Known(Zone::named("Europe/Paris").unwrap()),
        recurrence: None,
        parties: vec!["JP".to_owned()],
        certainty: Certainty::Confirmed,
        precision: Precision::Instant,
        handling: Handling::Clear,
        cover_name: None,
        is_cancelled: false,
        source: None,
        place: place("calendar/2027.toml", 7),
    }
}

pub(crate) fn weekly(mut event: Event) -> Event {
    event.recurrence = Some(Recurrence { rule: "FREQ=WEEKLY".to_owned(), except: Vec::new(), extra: Vec::new() });
    event
}

pub(crate) fn rule(level: Level, from: &str, until: &str) -> LevelRule {
    let line = 20 + level as usize;
    LevelRule {
        level,
        from: from.parse().unwrap(),
        until: until.parse().unwrap(),
        scope: Scope::Everyone,
        place: place("standto.toml", line),
    }
}

/// Negotiations and visits of Japan: watch from −45 d, elevated from −14 d, surge from −3 d.
pub(crate) fn policy() -> Policy {
    Policy {
        id: "talks".into(),
        classes: vec![Class::Negotiation, Class::Visit],
        parties: vec!["JP".to_owned()],
        threat: vec!["border-control".into()],
        levels: vec![
            rule(Level::Watch, "-45d", "+14d"),
            rule(Level::Elevated, "-14d", "+3d"),
            rule(Level::Surge, "-3d", "+1d"),
        ],
        place: place("standto.toml", 20),
    }
}

fn measure(id: &str, work: Work) -> Measure {
    Measure {
        id: id.into(),
        title: Text::new(format!("Measure {id}"), format!("対策{id}")),
        work,
        prepare: Some("14d".parse().unwrap()),
        requires: Vec::new(),
        d3fend: Vec::new(),
        cost: Cost { analyst_hours_per_day: 1.5 },
        staff: Vec::new(),
        place: place("playbooks/mail.toml", 5),
    }
}

fn change(control: &str, days: i64) -> Work {
    let set = BTreeMap::from([("young_days".into(), SettingValue::Integer(days))]);
    Work::Control { control: control.into(), set }
}

fn playbook(id: &str, level: Level, measures: Vec<Measure>) -> Playbook {
    Playbook { id: id.into(), title: Text::same(id), level, measures, place: place("playbooks/mail.toml", 1) }
}

fn connector(id: &str) -> Connector {
    let driver = Driver::File { path: id.into(), format: FileFormat::Toml };
    Connector { id: id.into(), kind: "mail".into(), driver, place: place("standto.toml", 3) }
}

pub(crate) fn budget(level: Level, days_per_quarter: u32) -> Budget {
    Budget { level, days_per_quarter, min_gap_days: None, place: place("standto.toml", 40) }
}

pub(crate) fn settings() -> Settings {
    Settings {
        operator: Text::same("Ministry"),
        zone: Zone::named("Asia/Tokyo").unwrap(),
        lang: Lang::En,
        allow: AllowList::default(),
        groups: Vec::new(),
        connectors: vec![connector("mx1"), connector("mx2")],
        webhooks: Vec::new(),
        mail: None,
        web: WebSettings { listen: "127.0.0.1:0".to_owned(), public_url: "http://127.0.0.1".to_owned() },
        approvals: vec![ApprovalRule {
            level: Level::Surge,
            need: 2,
            of: vec!["sato".into(), "mori".into()],
            deputies: Vec::new(),
            ask: ApprovalRule::ASK,
            escalate: ApprovalRule::ESCALATE,
            escalate_to: Vec::new(),
        }],
        policies: vec![policy()],
        budgets: vec![budget(Level::Surge, 10)],
        caps: Vec::new(),
    }
}

pub(crate) fn workspace(events: Vec<Event>) -> Workspace {
    let evidence = Text::new("The list", "一覧");
    let task = Work::Task { owner: "soc-analyst".to_owned(), evidence, within: None, every: None };
    Workspace {
        revision: "r1".into(),
        settings: settings(),
        events,
        playbooks: vec![
            playbook("watching", Level::Watch, vec![measure("hunt", task)]),
            playbook("mail", Level::Elevated, vec![measure("hold", change("mail", 14)), measure("proxy", change("proxy", 7))]),
            playbook("mail-surge", Level::Surge, vec![measure("hold-more", change("mail", 30))]),
        ],
        setting_rules: vec![SettingRule {
            control: "mail".into(),
            name: "young_days".into(),
            join: Join::Max,
            place: Place::default(),
        }],
        scenarios: Vec::new(),
        exercises: Vec::new(),
        roster: Vec::new(),
    }
}

pub(crate) fn order(id: &str, level: Level, from: &str, until: &str) -> Order {
    Order {
        id: id.into(),
        level,
        scope: Scope::Everyone,
        from: at(from),
        until: at(until),
        reason: "Warning from a partner".to_owned(),
        by: "sato".into(),
        ordered_at: at(from),
        ended_at: None,
    }
}
