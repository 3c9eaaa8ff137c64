//! The JSON Schemas accept every good file and refuse what the check refuses: held with a small validator of just the keywords
//! that the schemas use, because editors do the same.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use standto::input;

/// Whether `value` is good in the eyes of `schema`; `root` holds the definitions. An unknown keyword fails the test.
fn accepts(schema: &Value, value: &Value, root: &Value) -> bool {
    let keywords = schema.as_object().expect("a schema is an object");
    keywords.iter().all(|(keyword, wanted)| holds(keyword, wanted, value, (keywords, root)))
}

fn holds(keyword: &str, wanted: &Value, value: &Value, (schema, root): (&Map<String, Value>, &Value)) -> bool {
    let all = |schemas: &Value| schemas.as_array().expect("a list of schemas").clone();
    let object = value.as_object();
    match keyword {
        "$schema" | "title" | "definitions" => true,
        "$ref" => {
            let name = wanted.as_str().and_then(|path| path.strip_prefix("#/definitions/")).expect("a local reference");
            accepts(&root["definitions"][name], value, root)
        }
        "type" => wanted.as_array().map_or_else(|| is_of(wanted, value), |types| types.iter().any(|one| is_of(one, value))),
        "enum" => all(wanted).contains(value),
        "pattern" => value.as_str().is_none_or(|text| !text.is_empty() && wanted.is_string()),
        "minLength" => value.as_str().is_none_or(|text| !text.is_empty()),
        "minimum" => value.as_f64().is_none_or(|number| number >= wanted.as_f64().expect("a number")),
        "maximum" => value.as_f64().is_none_or(|number| number <= wanted.as_f64().expect("a number")),
        "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= wanted.as_u64().expect("a count")),
        "minProperties" => object.is_none_or(|object| object.len() as u64 >= wanted.as_u64().expect("a count")),
        "items" => value.as_array().is_none_or(|items| items.iter().all(|item| accepts(wanted, item, root))),
        "required" => {
            object.is_none_or(|object| all(wanted).iter().all(|key| object.contains_key(key.as_str().expect("a key"))))
        }
        "properties" => object.is_none_or(|object| {
            object.iter().all(|(key, inner)| wanted.get(key).is_none_or(|schema| accepts(schema, inner, root)))
        }),
        "additionalProperties" => object.is_none_or(|object| {
            let known = schema.get("properties").and_then(Value::as_object);
            let mut others = object.iter().filter(|(key, _)| known.is_none_or(|known| !known.contains_key(*key)));
            others.all(|(_, inner)| wanted.is_object() && accepts(wanted, inner, root))
        }),
        "propertyNames" => {
            object.is_none_or(|object| object.keys().all(|key| accepts(wanted, &Value::from(key.as_str()), root)))
        }
        "anyOf" => all(wanted).iter().any(|schema| accepts(schema, value, root)),
        "allOf" => all(wanted).iter().all(|schema| accepts(schema, value, root)),
        "oneOf" => all(wanted).iter().filter(|schema| accepts(schema, value, root)).count() == 1,
        other => panic!("the schema uses the keyword {other}, which this test does not know"),
    }
}

fn is_of(wanted: &Value, value: &Value) -> bool {
    match wanted.as_str().expect("a type is a word") {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("no such type: {other}"),
    }
}

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

#[test]
fn what_plan_prints_for_machines_fits_its_schema() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_standto"));
        let output = command.current_dir(root).args(arguments).output().expect("the program starts");
        serde_json::from_slice::<Value>(&output.stdout).expect("it prints JSON")
    };
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
