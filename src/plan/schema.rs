//! The JSON Schemas (draft-07) of what `plan`, `plan --at` and `plan diff` print with `--format json`. Strict: a key that they do
//! not name is none.

mod at;
mod diff;
mod pieces;

use serde_json::{Value, json};

use crate::model::Severity;
use pieces::{count, hours, instant, level, list, object, one_of, or_null, root, string, text};

/// The names that [`schema`] knows.
pub const SCHEMAS: [&str; 3] = ["plan", "plan-at", "plan-diff"];

/// A schema as JSON text; None: there is none of that name.
pub fn schema(name: &str) -> Option<String> {
    match name {
        "plan" => Some(plan()),
        "plan-at" => Some(at::schema()),
        "plan-diff" => Some(diff::schema()),
        _ => None,
    }
}

fn plan() -> String {
    let keys = [
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
    ];
    root("standto plan", &keys)
}

fn window() -> Value {
    let occurrence = object(&[("event", string()), ("nominal", string()), ("policy", string())]);
    let cause = json!({ "oneOf": [occurrence, object(&[("order", string())])] });
    let task =
        object(&[("playbook", string()), ("measure", string()), ("owner", string()), ("title", text()), ("evidence", text())]);
    object(&[
        ("id", string()),
        ("hash", string()),
        ("status", one_of(["planned", "contested", "proposed"])),
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
    object(&[
        ("target", string()),
        ("control", string()),
        ("playbook", string()),
        ("measure", string()),
        ("set", json!({ "type": "object", "additionalProperties": setting() })),
        ("requires", list(&string())),
    ])
}

fn quarter() -> Value {
    object(&[("quarter", string()), ("level", level()), ("days", count()), ("budget", or_null("integer"))])
}

fn staffing() -> Value {
    object(&[("analyst_hours", hours()), ("analyst_hours_apart", hours()), ("days", list(&staff_row()))])
}

fn staff_row() -> Value {
    let seat = object(&[("role", string()), ("people", count()), ("hours_per_day", count())]);
    object(&[
        ("from", string()),
        ("until", string()),
        ("days", count()),
        ("staff", list(&seat)),
        ("analyst_hours", hours()),
        ("measures", list(&object(&[("playbook", string()), ("measure", string())]))),
    ])
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
    object(&[("severity", severity()), ("message", text()), ("at", or_null("string"))])
}

fn severity() -> Value {
    one_of(Severity::ALL.iter().map(|severity| severity.as_str()))
}

/// A value of a setting, as it is written in a playbook.
fn setting() -> Value {
    let words = list(&json!({ "type": "string" }));
    json!({ "anyOf": [{ "type": ["string", "boolean", "integer"] }, words] })
}
