//! The JSON Schema (draft-07) of what `plan --format json` prints. Strict: a key that it does not name is none.

use serde_json::{Map, Value, json};

use crate::model::{Level, Severity};

/// The schema as JSON text.
pub fn schema() -> String {
    let mut root = object(&[
        ("revision", string()),
        ("from", instant()),
        ("until", instant()),
        ("windows", list(&window())),
        ("reminders", list(&object(&[("event", string()), ("title", text()), ("from", instant())]))),
        ("quarters", list(&quarter())),
        ("staffing", staffing()),
        ("tasks_due", list(&task_due())),
        ("backtest", list(&caught())),
        ("posture", list(&object(&[("from", instant()), ("until", instant()), ("level", level())]))),
        ("notes", list(&note())),
    ]);
    if let Some(root) = root.as_object_mut() {
        root.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
        root.insert("title".to_owned(), json!("standto plan"));
    }
    serde_json::to_string_pretty(&root).unwrap_or_default()
}

fn window() -> Value {
    let occurrence = object(&[("event", string()), ("nominal", string()), ("policy", string())]);
    let cause = json!({ "oneOf": [occurrence, object(&[("order", string())])] });
    let task =
        object(&[("playbook", string()), ("measure", string()), ("owner", string()), ("title", text()), ("evidence", text())]);
    object(&[
        ("id", string()),
        ("hash", string()),
        ("status", json!({ "enum": ["planned", "contested", "proposed"] })),
        ("contested_why", or_null("string")),
        ("beside", or_null("string")),
        ("level", level()),
        ("scope", or_null("string")),
        ("from", instant()),
        ("until", instant()),
        ("zone", string()),
        ("title", text()),
        ("public_title", text()),
        ("cause", cause),
        ("event_from", instant()),
        ("event_until", instant()),
        ("asked_by", string()),
        ("rule", or_null("string")),
        ("changes", list(&change())),
        ("tasks", list(&task)),
        ("order_by", list(&object(&[("measure", string()), ("at", instant())]))),
        ("approvals_needed", count()),
        ("analyst_hours", hours()),
        ("threat", list(&string())),
    ])
}

fn change() -> Value {
    let words = list(&json!({ "type": "string" }));
    let value = json!({ "anyOf": [{ "type": ["string", "boolean", "integer"] }, words] });
    object(&[
        ("target", string()),
        ("control", string()),
        ("playbook", string()),
        ("measure", string()),
        ("set", json!({ "type": "object", "additionalProperties": value })),
        ("requires", list(&string())),
    ])
}

fn quarter() -> Value {
    object(&[("quarter", string()), ("level", level()), ("days", count()), ("budget", or_null("integer"))])
}

fn staffing() -> Value {
    let seat = object(&[("role", string()), ("people", count()), ("hours_per_day", count())]);
    let row = object(&[
        ("from", string()),
        ("until", string()),
        ("days", count()),
        ("staff", list(&seat)),
        ("analyst_hours", hours()),
        ("measures", list(&object(&[("playbook", string()), ("measure", string())]))),
    ]);
    object(&[("analyst_hours", hours()), ("analyst_hours_apart", hours()), ("days", list(&row))])
}

fn task_due() -> Value {
    object(&[
        ("due", instant()),
        ("window", string()),
        ("playbook", string()),
        ("measure", string()),
        ("owner", string()),
        ("every", or_null("string")),
        ("title", text()),
        ("at", or_null("string")),
    ])
}

fn caught() -> Value {
    let percent = || json!({ "type": "integer", "minimum": 0, "maximum": 100 });
    let share =
        || object(&[("hits", count()), ("of", count()), ("percent", percent()), ("low", percent()), ("high", percent())]);
    object(&[
        ("policy", string()),
        ("level", level()),
        ("rule", string()),
        ("from", string()),
        ("until", string()),
        ("lead_days", count()),
        ("tail_days", count()),
        ("seen", share()),
        ("proven_or_seen", share()),
    ])
}

fn note() -> Value {
    let severity: Vec<&str> = Severity::ALL.iter().map(|severity| severity.as_str()).collect();
    object(&[("severity", json!({ "enum": severity })), ("message", text()), ("at", or_null("string"))])
}

/// Every key must be there, and no other.
fn object(keys: &[(&str, Value)]) -> Value {
    let properties: Map<String, Value> = keys.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let required: Vec<&str> = keys.iter().map(|(name, _)| *name).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn list(items: &Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn text() -> Value {
    object(&[("en", json!({ "type": "string" })), ("ja", json!({ "type": "string" }))])
}

fn string() -> Value {
    json!({ "type": "string", "minLength": 1 })
}

fn or_null(word: &str) -> Value {
    json!({ "type": [word, "null"] })
}

fn instant() -> Value {
    json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$" })
}

fn level() -> Value {
    let levels: Vec<&str> = Level::ALL.iter().map(|level| level.as_str()).collect();
    json!({ "enum": levels })
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn hours() -> Value {
    json!({ "type": "number", "minimum": 0 })
}
