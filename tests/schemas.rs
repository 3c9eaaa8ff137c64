//! The JSON Schemas accept every good file and refuse what the check refuses: held with a small validator of just the keywords
//! that the schemas use, because editors do the same.

#[path = "schemas/validator.rs"]
mod validator;

use std::path::{Path, PathBuf};

use serde_json::Value;
use standto::input;
use validator::accepts;

/// The name of the schema for a file, by its path.
fn schema_of(path: &Path) -> Option<&'static str> {
    let folder = path.parent()?.file_name()?.to_str()?;
    let stem = path.file_stem()?.to_str()?;
    input::SCHEMAS.iter().copied().find(|name| match *name {
        "settings" => stem == "standto",
        "playbook" => folder == "playbooks" || stem == "playbook",
        "scenario" => folder == "scenarios" || stem == "scenario",
        "exercise" => folder == "exercises" || stem == "exercise",
        "calendar" => folder == "calendar" || stem == "calendar",
        other => stem == other,
    })
}

fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.expect("the folder can be listed").path());
    paths
        .flat_map(|path| if path.is_dir() { toml_files(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect()
}

fn is_accepted(name: &str, text: &str) -> bool {
    let schema: Value = serde_json::from_str(&input::schema(name).expect("a known name")).expect("a schema is JSON");
    let table: toml::Table = text.parse().expect("the file is TOML");
    accepts(&schema, &json(toml::Value::Table(table)), &schema)
}

/// As editors see it: dates are strings.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::Datetime(datetime) => Value::from(datetime.to_string()),
        toml::Value::Array(items) => items.into_iter().map(json).collect(),
        toml::Value::Table(table) => Value::Object(table.into_iter().map(|(key, inner)| (key, json(inner))).collect()),
        toml::Value::String(text) => Value::from(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(flag) => Value::from(flag),
    }
}

#[test]
fn every_shipped_and_example_file_is_accepted() {
    let mut seen = 0;
    for folder in ["scenarios", "playbooks", "examples", "src/input/testdata"] {
        for path in toml_files(Path::new(folder)) {
            let Some(name) = schema_of(&path) else { continue };
            let text = std::fs::read_to_string(&path).expect("the file can be read");
            assert!(is_accepted(name, &text), "{} does not fit the schema `{name}`", path.display());
            seen += 1;
        }
    }
    assert!(seen >= input::SCHEMAS.len(), "only {seen} files were found");
}

#[test]
fn what_the_check_refuses_by_its_shape_the_schema_refuses_too() {
    for case in ["unknown-key", "missing-key", "missing-language", "unknown-word", "wrong-type"] {
        let text = std::fs::read_to_string(format!("tests/cases/{case}/calendar/2027.toml")).expect("the case has a calendar");
        assert!(!is_accepted("calendar", &text), "{case}");
    }
    let playbook = std::fs::read_to_string("tests/cases/one-of/playbooks/mail.toml").expect("the case has a playbook");
    assert!(!is_accepted("playbook", &playbook));
}

fn run(arguments: &[&str]) -> Value {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_standto"));
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).output().expect("the program starts");
    serde_json::from_slice::<Value>(&output.stdout).expect("it prints JSON")
}

#[test]
fn what_plan_prints_for_machines_fits_its_schema() {
    let schema = run(&["schema", "plan"]);
    for (workspace, now) in [("tests/fixtures/plan", "2027-02-20T09:00"), ("examples/ministry", "2026-10-15T09:00")] {
        let plan = run(&["-C", workspace, "plan", "--format", "json", "--now", now]);
        assert!(accepts(&schema, &plan, &schema), "{workspace}");
        assert!(["windows", "quarters", "tasks_due", "backtest", "notes"].iter().all(|key| plan[key][0].is_object()));
        for spoil in [spoiled_key as fn(&mut Value), spoiled_level, spoiled_note] {
            let mut plan = plan.clone();
            spoil(&mut plan);
            assert!(!accepts(&schema, &plan, &schema));
        }
    }
}

fn spoiled_key(plan: &mut Value) {
    plan["windows"][0]["another"] = Value::from(1);
}

fn spoiled_level(plan: &mut Value) {
    plan["quarters"][0]["level"] = Value::from("high");
}

fn spoiled_note(plan: &mut Value) {
    plan["notes"][0]["message"] = Value::from("a string");
}

/// Whether the schema takes the value as it is, and refuses it with each of these pointers set to something else.
fn holds_exactly(schema: &Value, value: &Value, spoiled: &[(&str, Value)]) {
    assert!(accepts(schema, value, schema), "{value:#}");
    for (pointer, other) in spoiled {
        let mut value = value.clone();
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer has a slash");
        let parent = value.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer}: nothing is there"));
        parent[key] = other.clone();
        assert!(!accepts(schema, &value, schema), "{pointer} = {other}");
    }
}

#[test]
fn the_posture_at_an_instant_fits_its_schema() {
    let schema = run(&["schema", "plan-at"]);
    let at = |instant| run(&["-C", "tests/fixtures/plan", "plan", "--at", instant, "--format", "json"]);
    let live = at("2027-04-21T12:00");
    assert!(
        live["planned"]["mx1"]["settings"]["young_days"]["holders"][0].is_object() && live["staff"].is_object(),
        "{live:#}"
    );
    let spoiled = [
        ("/another", Value::from(1)),
        ("/windows/0/allowed", Value::from("yes")),
        ("/planned/mx1/settings/young_days/value", Value::from(0.5)),
        ("/planned/mx1/settings/young_days/holders/0/who", Value::from("x")),
        ("/tasks/0/due", Value::Null),
        ("/staff/days", Value::from(-1)),
    ];
    holds_exactly(&schema, &live, &spoiled);
    let quiet = at("2027-12-21T12:00");
    assert!(quiet["staff"].is_null());
    holds_exactly(&schema, &quiet, &[("/level", Value::from("high"))]);
}

#[test]
fn the_difference_of_two_workspaces_fits_its_schema() {
    let schema = run(&["schema", "plan-diff"]);
    let diff =
        run(&["plan", "diff", "tests/fixtures/plan", "examples/ministry", "--now", "2027-02-20T09:00", "--format", "json"]);
    let spoiled = [
        ("/another", Value::from(1)),
        ("/old/revision", Value::Null),
        ("/events/0/change", Value::from("lost")),
        ("/windows/0/gravity", Value::from("grave")),
        ("/windows/0/changes/0/change", Value::from("moved")),
        ("/windows/0/effects/0/another", Value::from(1)),
        ("/days/0/to", Value::from("many")),
        ("/notes_new/0/message", Value::from("a string")),
    ];
    holds_exactly(&schema, &diff, &spoiled);
}
