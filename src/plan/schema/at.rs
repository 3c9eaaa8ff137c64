//! Of what `plan --at` prints.

use serde_json::{Value, json};

use super::pieces::{instant, level, list, object, or_null, root, string, text};
use super::{setting, staff_row, task_due};

pub(super) fn schema() -> String {
    let window = object(&[
        ("window", string()),
        ("level", level()),
        ("title", text()),
        ("until", instant()),
        ("allowed", json!({ "type": "boolean" })),
    ]);
    let keys = [
        ("at", instant()),
        ("level", level()),
        ("allowed_level", level()),
        ("windows", list(&window)),
        ("planned", targets()),
        ("allowed", targets()),
        ("tasks", list(&task_due())),
        ("staff", json!({ "anyOf": [{ "type": "null" }, staff_row()] })),
    ];
    root("standto plan --at", &keys)
}

/// What each target should be, by its name.
fn targets() -> Value {
    let holder = object(&[("window", string()), ("playbook", string()), ("measure", string()), ("until", or_null("string"))]);
    let held = object(&[("value", setting()), ("holders", list(&holder))]);
    let settings = json!({ "type": "object", "additionalProperties": held });
    let target = object(&[("settings", settings), ("until", instant())]);
    json!({ "type": "object", "additionalProperties": target })
}
