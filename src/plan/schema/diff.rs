//! Of what `plan diff` prints.

use serde_json::{Value, json};

use super::pieces::{count, instant, level, list, object, one_of, or_null, root, string, text};
use super::{setting, severity};
use crate::model::{Gravity, Standing};

/// The changes of a window that need no more than words.
const IN_WORDS: [&str; 7] = ["scope", "join", "preconditions", "renamed", "order-by", "hours", "rehearsals"];

pub(super) fn schema() -> String {
    let side = || object(&[("revision", string()), ("tzdata", string())]);
    let days = object(&[
        ("quarter", string()),
        ("level", level()),
        ("from", count()),
        ("to", count()),
        ("budget", or_null("integer")),
    ]);
    let note = || object(&[("severity", severity()), ("message", text())]);
    let keys = [
        ("old", side()),
        ("new", side()),
        ("from", instant()),
        ("until", instant()),
        ("events", list(&event())),
        ("windows", list(&window())),
        ("moved_targets", list(&string())),
        ("days", list(&days)),
        ("notes_new", list(&note())),
        ("notes_gone", list(&note())),
    ];
    root("standto plan diff", &keys)
}

fn event() -> Value {
    let changes = [
        "new",
        "vanished",
        "cancelled",
        "restored",
        "reidentified",
        "moved",
        "renamed",
        "cover-name",
        "class",
        "parties",
        "certainty",
        "precision",
        "handling",
        "recurrence",
    ];
    object(&[
        ("event", string()),
        ("title", text()),
        ("change", one_of(changes)),
        ("was", or_null("string")),
        ("words", text()),
    ])
}

fn window() -> Value {
    object(&[
        ("window", string()),
        ("was", or_null("string")),
        ("event", or_null("string")),
        ("level", level()),
        ("title", text()),
        ("public_title", text()),
        ("zone", string()),
        ("standing", one_of(Standing::ALL.iter().map(|standing| standing.as_str()))),
        ("gravity", one_of(Gravity::ALL.iter().map(|gravity| gravity.as_str()))),
        ("needs_acceptance", json!({ "type": "boolean" })),
        ("changes", list(&change())),
        ("effects", list(&effect())),
    ])
}

/// One row with a name of these under `key`, words, and what else belongs to it.
fn row<'a>(key: &str, names: impl IntoIterator<Item = &'a str>, rest: &[(&str, Value)]) -> Value {
    let own = [(key, one_of(names)), ("words", text())];
    object(&[own.as_slice(), rest].concat())
}

fn change() -> Value {
    let bounds = || vec![("from", instant()), ("until", instant())];
    let moved = [bounds(), vec![("was_from", instant()), ("was_until", instant())]].concat();
    let measure = || vec![("playbook", string()), ("measure", string())];
    let value = || json!({ "anyOf": [{ "type": "null" }, setting()] });
    let set = list(&object(&[("name", string()), ("from", value()), ("to", value())]));
    let settings = [measure(), vec![("target", string()), ("set", set)]].concat();
    json!({ "oneOf": [
        row("change", ["added", "dropped"], &bounds()),
        row("change", ["moved"], &moved),
        row("change", ["settings"], &settings),
        row("change", ["task-added", "task-dropped", "task-reworded"], &measure()),
        row("change", ["approvals-needed"], &[("from", count()), ("to", count())]),
        row("change", IN_WORDS, &[]),
    ]})
}

fn effect() -> Value {
    let counted = || vec![("have", count()), ("need", count())];
    let before = [vec![("until", instant())], counted()].concat();
    json!({ "oneOf": [
        row("effect", ["nothing", "approval-stays", "at-once"], &[]),
        row("effect", ["asks", "taken-back"], &counted()),
        row("effect", ["starts-late"], &[("from", instant())]),
        row("effect", ["lapses"], &[("lost", count()), ("need", count())]),
        row("effect", ["withdrawn"], &[("lost", count())]),
        row("effect", ["decide-before"], &before),
        row("effect", ["contested"], &[("until", instant())]),
    ]})
}
