//! playbooks/*.toml: measures for a level, and how their settings join. Pure.

use std::collections::BTreeMap;

use super::document::{Record, Value};
use super::formats::{self, lead, period};
use super::shape::{Kind, Shape, Within, may, must, words};
use crate::model::{
    ControlKind, Cost, Join, Level, Measure, MeasureId, Playbook, PlaybookId, Precondition, SettingName, SettingRule,
    SettingValue, Staff, Work,
};

/// The joins that are one word; the fourth is a list.
pub(super) const JOINS: [&str; 3] = ["max", "min", "union"];

pub(super) static PLAYBOOK: Shape = Shape::new(
    "playbook-file",
    &[must("playbook", Kind::Table(&HEAD)), may("setting", Kind::Tables(&SETTING)), may("measure", Kind::Tables(&MEASURE))],
);

static HEAD: Shape =
    Shape::new("playbook", &[must("id", Kind::Id(Within::Workspace)), must("title", Kind::Text), must("level", words!(Level))]);

static SETTING: Shape =
    Shape::new("setting", &[must("control", Kind::Name), must("name", Kind::Name), must("join", Kind::Join)]);

static MEASURE: Shape = Shape::one_of(
    "measure",
    &[&["control", "task"], &["set", "task"]],
    &[
        must("id", Kind::Id(Within::Workspace)),
        must("title", Kind::Text),
        may("control", Kind::Name),
        may("set", Kind::Set),
        may("task", Kind::Table(&TASK)),
        may("prepare", Kind::Form(&formats::LEAD)),
        may("requires", Kind::List(&words!(Precondition))),
        may("d3fend", Kind::List(&Kind::Name)),
        may("cost", Kind::Table(&COST)),
        may("staff", Kind::Tables(&STAFF)),
    ],
);

static TASK: Shape = Shape::new(
    "task",
    &[
        must("owner", Kind::Name),
        must("evidence", Kind::Text),
        may("within", Kind::Form(&formats::LEAD)),
        may("every", Kind::Form(&formats::PERIOD)),
    ],
);

static COST: Shape = Shape::new("cost", &[may("analyst_hours_per_day", Kind::Number)]);

static STAFF: Shape = Shape::new(
    "staff",
    &[
        must("role", Kind::Name),
        must("people", Kind::Integer { least: 1, most: 99 }),
        must("hours_per_day", Kind::Integer { least: 1, most: 24 }),
    ],
);

/// The playbook of a file that was held against [`PLAYBOOK`].
pub(super) fn decode(root: Record<'_>) -> Option<Playbook> {
    let head = root.record("playbook")?;
    Some(Playbook {
        id: PlaybookId::new(head.str("id")?),
        title: head.text("title")?,
        level: head.read("level", Level::from_word)?,
        measures: root.records("measure").into_iter().filter_map(measure).collect(),
        place: head.id_place(),
    })
}

/// The joins that the file declares.
pub(super) fn setting_rules(root: Record<'_>) -> Vec<SettingRule> {
    root.records("setting").into_iter().filter_map(setting_rule).collect()
}

/// A value that a setting can have.
pub(super) fn setting_value(value: Value<'_>) -> Option<SettingValue> {
    if let Some(word) = value.str() {
        return Some(SettingValue::Word(word.to_owned()));
    }
    if let Some(flag) = value.get().as_bool() {
        return Some(SettingValue::Bool(flag));
    }
    if value.get().is_array() {
        let words: Option<_> = value.values().map(|word| word.str().map(str::to_owned)).collect();
        return words.map(SettingValue::Words);
    }
    value.integer().map(SettingValue::Integer)
}

fn setting_rule(record: Record<'_>) -> Option<SettingRule> {
    let join = record.value("join")?;
    let join = match join.str() {
        Some("max") => Join::Max,
        Some("min") => Join::Min,
        Some("union") => Join::Union,
        Some(_) => return None,
        None => Join::Order(record.strings("join")),
    };
    Some(SettingRule {
        control: ControlKind::new(record.str("control")?),
        name: SettingName::new(record.str("name")?),
        join,
        place: record.place_of("name"),
    })
}

fn measure(record: Record<'_>) -> Option<Measure> {
    let hours = record.record("cost").and_then(|cost| cost.value("analyst_hours_per_day")?.number());
    Some(Measure {
        id: MeasureId::new(record.str("id")?),
        title: record.text("title")?,
        work: work(record)?,
        prepare: record.read("prepare", lead),
        requires: record.read_all("requires", Precondition::from_word),
        d3fend: record.strings("d3fend"),
        cost: Cost { analyst_hours_per_day: hours.unwrap_or_default() },
        staff: record.records("staff").into_iter().filter_map(staff).collect(),
        place: record.id_place(),
    })
}

fn staff(record: Record<'_>) -> Option<Staff> {
    let role = record.string("role")?;
    Some(Staff { role, people: record.integer("people")?, hours_per_day: record.integer("hours_per_day")? })
}

fn work(record: Record<'_>) -> Option<Work> {
    if let Some(task) = record.record("task") {
        let (within, every) = (task.read("within", lead), task.read("every", period));
        return Some(Work::Task { owner: task.string("owner")?, evidence: task.text("evidence")?, within, every });
    }
    let values = record.record("set")?;
    let set: BTreeMap<_, _> =
        values.keys().filter_map(|(key, _)| Some((SettingName::from(key), setting_value(values.value(key)?)?))).collect();
    Some(Work::Control { control: ControlKind::new(record.str("control")?), set })
}
