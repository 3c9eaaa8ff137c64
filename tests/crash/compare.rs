//! Holds a run with a crash against the one without. Only what a crash may change is taken out first.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use standto::model::{Entry, Fact, OnUncertain, PostureState, RunState};

use super::rig::{Look, Played};

/// Every difference that should not be; empty when the two are equal.
pub(crate) fn differences(plain: &Played, crashed: &Played, policy: OnUncertain) -> Vec<String> {
    let touched: BTreeSet<String> = crashed.reports.iter().flat_map(uncertain).collect();
    let mut found = Vec::new();
    if touched.len() > 1 {
        found.push(format!("one connection, but {} messages are uncertain: {touched:?}", touched.len()));
    }
    for (plain, crashed) in plain.reports.iter().zip(&crashed.reports) {
        differ("report", &normal(plain, &touched), &normal(crashed, &touched), &mut found);
        found.extend(settled(crashed, &touched, policy));
    }
    looks(&plain.looks, &crashed.looks, &touched, &mut found);
    posture(&plain.posture, &crashed.posture, &mut found);
    facts(&plain.entries, &crashed.entries, &mut found);
    if plain.target != crashed.target {
        found.push("the target ends otherwise".to_owned());
    }
    messages(plain, crashed, &touched, &mut found);
    found
}

/// Keys of messages whose fate the crash left open.
fn uncertain(report: &Value) -> Vec<String> {
    let is_open = |delivery: &&Value| {
        let mut steps = items(&delivery["events"]).map(|event| event["step"].as_str().unwrap_or_default());
        steps.any(|step| ["uncertain", "resend", "let-be"].contains(&step))
    };
    items(&report["deliveries"]).filter(is_open).map(|delivery| text(&delivery["key"])).collect()
}

/// The report without (a) what became of the touched messages, (b) recoveries, (c) head and numbers of the journal.
fn normal(report: &Value, touched: &BTreeSet<String>) -> Value {
    let mut report = report.clone();
    let top = report.as_object_mut().expect("a report is an object");
    top.remove("journal");
    top.remove("recoveries");
    for delivery in list(top, "deliveries") {
        if touched.contains(&text(&delivery["key"])) {
            delivery["phase"] = Value::Null;
            delivery["events"] = Value::Null;
        }
    }
    list(top, "deliveries").sort_by_key(|delivery| text(&delivery["key"]));
    let lines = list(top, "chronology");
    lines.retain(|line| {
        let fact = &line["fact"];
        fact["fact"] != "recovered" && !touched.contains(&text(&fact["delivery"]["key"]))
    });
    for line in lines {
        line["sequence"] = Value::Null;
    }
    report
}

/// The touched messages came to what the cast says.
fn settled(report: &Value, touched: &BTreeSet<String>, policy: OnUncertain) -> Vec<String> {
    let mut found = Vec::new();
    for delivery in items(&report["deliveries"]).filter(|delivery| touched.contains(&text(&delivery["key"]))) {
        let steps: Vec<&str> = items(&delivery["events"]).filter_map(|event| event["step"].as_str()).collect();
        let is_right = match policy {
            OnUncertain::Ask => steps == ["uncertain"],
            // An exercise that is over re-sends corrections only.
            OnUncertain::Resend => steps == ["uncertain", "resend", "sent"],
        };
        if !is_right {
            found.push(format!("delivery {} went {steps:?}", delivery["key"]));
        }
        if items(&report["recoveries"]).all(|recovery| recovery["uncertain"] == 0) {
            found.push(format!("the report tells no recovery, but delivery {} is uncertain", delivery["key"]));
        }
    }
    found
}

fn looks(plain: &BTreeMap<usize, Look>, crashed: &BTreeMap<usize, Look>, touched: &BTreeSet<String>, found: &mut Vec<String>) {
    for (number, look) in plain {
        let other = crashed.get(number).map(|look| bare(look, touched));
        if other.as_ref() != Some(&bare(look, touched)) {
            let (a, b) = (format!("{:#?}", bare(look, touched)), format!("{other:#?}"));
            found.push(format!("at act {number} ({}):\n{}", look.at, lines(&a, &b)));
        }
    }
}

/// What was seen, without the state of the touched messages.
fn bare(look: &Look, touched: &BTreeSet<String>) -> Look {
    let bare = |state: &RunState| {
        let mut state = state.clone();
        state.deliveries.retain(|head| !touched.contains(head.key.as_str()));
        state
    };
    Look { runs: look.runs.iter().map(bare).collect(), ..look.clone() }
}

fn posture(plain: &PostureState, crashed: &PostureState, found: &mut Vec<String>) {
    if plain != crashed {
        found.push(format!("posture:\n{}", lines(&format!("{plain:#?}"), &format!("{crashed:#?}"))));
    }
    if !crashed.ledger.is_empty() {
        found.push("something is still held".to_owned());
    }
}

/// Facts of the posture, each once: an intent that a crash cut off is told again.
fn facts(plain: &[Entry], crashed: &[Entry], found: &mut Vec<String>) {
    let told = |entries: &[Entry]| -> BTreeSet<String> {
        let is_posture =
            |fact: &Fact| fact.run().is_none() && !matches!(fact, Fact::Recovered { .. } | Fact::RevisionAdopted { .. });
        let posture = entries.iter().filter(|entry| entry.fact.as_ref().is_some_and(is_posture));
        posture.map(|entry| format!("{} {:?} {:?}", entry.at, entry.actor, entry.fact)).collect()
    };
    let (plain, crashed) = (told(plain), told(crashed));
    found.extend(plain.difference(&crashed).map(|fact| format!("lost: {fact}")));
    found.extend(crashed.difference(&plain).map(|fact| format!("new: {fact}")));
}

/// Every message came, each under its own id; only a touched one may be missing or come twice. A reminder may come twice.
fn messages(plain: &Played, crashed: &Played, touched: &BTreeSet<String>, found: &mut Vec<String>) {
    let is_touched = |id: &str| touched.iter().any(|key| id.contains(key.as_str()));
    let deliveries: BTreeSet<String> =
        plain.reports.iter().flat_map(|report| items(&report["deliveries"])).map(|one| text(&one["key"])).collect();
    let is_reminder = |id: &str| !deliveries.iter().any(|key| id.contains(key.as_str()));
    let (before, after) = (counted(&plain.messages), counted(&crashed.messages));
    for (id, count) in &before {
        if *count != 1 {
            found.push(format!("{id} came {count} times without a crash"));
        }
        match after.get(id) {
            None if is_touched(id) => {}
            None => found.push(format!("{id} never came")),
            Some(1) => {}
            Some(2) if is_touched(id) || is_reminder(id) => {}
            Some(count) => found.push(format!("{id} came {count} times")),
        }
    }
    found.extend(after.keys().filter(|id| !before.contains_key(*id)).map(|id| format!("{id} came from nowhere")));
}

fn counted(ids: &[String]) -> BTreeMap<String, usize> {
    ids.iter().fold(BTreeMap::new(), |mut counts, id| {
        *counts.entry(id.clone()).or_default() += 1;
        counts
    })
}

/// Where two values differ, at most ten places.
fn differ(path: &str, plain: &Value, crashed: &Value, found: &mut Vec<String>) {
    if plain == crashed || found.len() > 10 {
        return;
    }
    match (plain, crashed) {
        (Value::Object(a), Value::Object(b)) if a.keys().eq(b.keys()) => {
            for (key, value) in a {
                differ(&format!("{path}.{key}"), value, &b[key], found);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (index, (a, b)) in a.iter().zip(b).enumerate() {
                differ(&format!("{path}[{index}]"), a, b, found);
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            let text = |all: &[Value]| all.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
            found.push(format!("{path}:\n{}", lines(&text(a), &text(b))));
        }
        _ => found.push(format!("{path}: {plain} became {crashed}")),
    }
}

/// Lines that are in one of two texts only.
fn lines(plain: &str, crashed: &str) -> String {
    let (a, b): (Vec<&str>, Vec<&str>) = (plain.lines().collect(), crashed.lines().collect());
    let gone = a.iter().filter(|line| !b.contains(line)).map(|line| format!("    - {line}\n"));
    let new = b.iter().filter(|line| !a.contains(line)).map(|line| format!("    + {line}\n"));
    gone.chain(new).take(40).collect()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn list<'a>(object: &'a mut Map<String, Value>, key: &str) -> &'a mut Vec<Value> {
    object.get_mut(key).and_then(Value::as_array_mut).expect("a list of the report")
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
