//! What two plans differ in, as JSON for machines. Names do not change; times are RFC 3339 in UTC.
//!
//! ```text
//! old, new         {revision, tzdata}: the tzdata under which it was adopted, of the program for what is not in the database
//! from, until
//! events[]         event, title {en, ja}, change (new, vanished, cancelled, restored, reidentified, moved, renamed, cover-name,
//!                  class, parties, certainty, precision, handling, recurrence), was (its former id; null: the same),
//!                  words {en, ja}
//! windows[]        window, was (its id in the old plan; null: the same), event (null: an order), level, title {en, ja},
//!                  public_title {en, ja}, zone, standing (over, live, unapplied, approved, waiting, future),
//!                  gravity (harmless, immediate, undecided, lapsing, taken-back, contested), needs_acceptance,
//!                  changes[] {change, words {en, ja}}; change: added, dropped, moved (these with from, until, and was_from,
//!                  was_until where there was one), scope, settings (with target, playbook, measure, set[] {name, from, to}),
//!                  task-added, task-dropped, task-reworded (with playbook, measure), join, approvals-needed (with from, to),
//!                  preconditions, renamed, order-by, hours, rehearsals
//!                  effects[] {effect, words {en, ja}}; effect: nothing, approval-stays, asks, at-once, starts-late, lapses,
//!                  withdrawn, taken-back, decide-before, contested; with until, from, have, need, lost where it has them
//! moved_targets[]  targets that are held and that the new revision drops or points elsewhere
//! days[]           quarter, level, from, to, budget (null: none)
//! notes_new[], notes_gone[]   severity, message {en, ja}
//! ```

use serde_json::{Map, Value, json as value};

use crate::model::{
    Alteration, Bounds, Effect, EventAlteration, EventChange, Lang, Note, PlanDiff, RevisionId, Text, WindowChange,
};
use crate::text::diff as words;
use crate::time::Timestamp;

/// One side of what is compared: its revision, and the version of the time-zone data it was adopted with.
pub struct Compared<'a> {
    pub revision: &'a RevisionId,
    pub tzdata: &'a str,
}

/// The difference as a JSON value.
pub fn diff_json(diff: &PlanDiff, old: &Compared<'_>, new: &Compared<'_>, (from, until): (Timestamp, Timestamp)) -> Value {
    let side = |side: &Compared| value!({ "revision": side.revision.as_str(), "tzdata": side.tzdata });
    let days = diff.days.iter().map(|row| {
        value!({ "quarter": row.quarter, "level": row.level.as_str(), "from": row.from, "to": row.to, "budget": row.budget })
    });
    value!({
        "old": side(old),
        "new": side(new),
        "from": from.to_string(),
        "until": until.to_string(),
        "events": diff.events.iter().map(event).collect::<Vec<_>>(),
        "windows": diff.windows.iter().map(window).collect::<Vec<_>>(),
        "moved_targets": diff.moved_targets.iter().map(crate::model::ConnectorId::as_str).collect::<Vec<_>>(),
        "days": days.collect::<Vec<_>>(),
        "notes_new": diff.notes_new.iter().map(note).collect::<Vec<_>>(),
        "notes_gone": diff.notes_gone.iter().map(note).collect::<Vec<_>>(),
    })
}

fn text(text: &Text) -> Value {
    value!({ "en": text.en, "ja": text.ja })
}

fn said(say: impl Fn(Lang) -> String) -> Value {
    value!({ "en": say(Lang::En), "ja": say(Lang::Ja) })
}

fn note(note: &Note) -> Value {
    value!({ "severity": note.severity.as_str(), "message": said(|lang| crate::text::notes::note(&note.code, lang)) })
}

fn event(change: &EventChange) -> Value {
    let (name, was) = match &change.what {
        EventAlteration::New { .. } => ("new", None),
        EventAlteration::Vanished { .. } => ("vanished", None),
        EventAlteration::Cancelled => ("cancelled", None),
        EventAlteration::Restored => ("restored", None),
        EventAlteration::Reidentified { from } => ("reidentified", Some(from.as_str())),
        EventAlteration::Moved { .. } => ("moved", None),
        EventAlteration::Renamed { .. } => ("renamed", None),
        EventAlteration::CoverName { .. } => ("cover-name", None),
        EventAlteration::Class { .. } => ("class", None),
        EventAlteration::Parties { .. } => ("parties", None),
        EventAlteration::Certainty { .. } => ("certainty", None),
        EventAlteration::Precision { .. } => ("precision", None),
        EventAlteration::Handling { .. } => ("handling", None),
        EventAlteration::Recurrence { .. } => ("recurrence", None),
    };
    value!({
        "event": change.event.as_str(),
        "title": text(&change.title),
        "change": name,
        "was": was,
        "words": said(|lang| words::event_alteration(&change.what, lang)),
    })
}

fn window(change: &WindowChange) -> Value {
    let changes = change.what.iter().map(|what| {
        let mut row = alteration(what);
        row.insert("words".to_owned(), said(|lang| words::alteration(what, &change.zone, lang)));
        Value::Object(row)
    });
    let effects = change.effects.iter().map(|of| {
        let mut row = effect(*of);
        row.insert("words".to_owned(), said(|lang| words::effect(*of, &change.zone, lang)));
        Value::Object(row)
    });
    value!({
        "window": change.window.as_str(),
        "was": change.was.as_ref().map(crate::model::WindowId::as_str),
        "event": change.event.as_ref().map(crate::model::EventId::as_str),
        "level": change.level.as_str(),
        "title": text(&change.title),
        "public_title": text(&change.public_title),
        "zone": change.zone.name(),
        "standing": change.standing.as_str(),
        "gravity": change.gravity().as_str(),
        "needs_acceptance": change.needs_acceptance,
        "changes": changes.collect::<Vec<_>>(),
        "effects": effects.collect::<Vec<_>>(),
    })
}

fn row(name: &str, rest: Value) -> Map<String, Value> {
    let mut row = Map::from_iter([("change".to_owned(), Value::from(name))]);
    if let Value::Object(rest) = rest {
        row.extend(rest);
    }
    row
}

fn alteration(what: &Alteration) -> Map<String, Value> {
    let at = |at: &Bounds| value!({ "from": at.from.to_string(), "until": at.until.to_string() });
    let task = |playbook: &crate::model::PlaybookId, measure: &crate::model::MeasureId| value!({ "playbook": playbook.as_str(), "measure": measure.as_str() });
    match what {
        Alteration::Added { at: bounds } => row("added", at(bounds)),
        Alteration::Dropped { at: bounds } => row("dropped", at(bounds)),
        Alteration::Moved { from, to } => row(
            "moved",
            value!({
                "from": to.from.to_string(), "until": to.until.to_string(),
                "was_from": from.from.to_string(), "was_until": from.until.to_string(),
            }),
        ),
        Alteration::Settings { target, playbook, measure, set } => {
            let shown = |value: &crate::model::SettingValue| crate::plan::json::setting(value);
            let set = set.iter().map(|change| {
                value!({
                    "name": change.name.as_str(),
                    "from": change.from.as_ref().map(shown),
                    "to": change.to.as_ref().map(shown),
                })
            });
            let set: Vec<Value> = set.collect();
            row(
                "settings",
                value!({ "target": target.as_str(), "playbook": playbook.as_str(), "measure": measure.as_str(), "set": set }),
            )
        }
        Alteration::TaskAdded { playbook, measure } => row("task-added", task(playbook, measure)),
        Alteration::TaskDropped { playbook, measure } => row("task-dropped", task(playbook, measure)),
        Alteration::TaskReworded { playbook, measure } => row("task-reworded", task(playbook, measure)),
        Alteration::ApprovalsNeeded { from, to } => row("approvals-needed", value!({ "from": from, "to": to })),
        Alteration::Scope { .. } => row("scope", Value::Null),
        Alteration::Join { .. } => row("join", Value::Null),
        Alteration::Preconditions { .. } => row("preconditions", Value::Null),
        Alteration::Renamed { .. } => row("renamed", Value::Null),
        Alteration::OrderBy { .. } => row("order-by", Value::Null),
        Alteration::Hours { .. } => row("hours", Value::Null),
        Alteration::Rehearsals { .. } => row("rehearsals", Value::Null),
    }
}

fn effect(effect: Effect) -> Map<String, Value> {
    let value = match effect {
        Effect::Nothing => value!({ "effect": "nothing" }),
        Effect::ApprovalStays => value!({ "effect": "approval-stays" }),
        Effect::Asks { have, need } => value!({ "effect": "asks", "have": have, "need": need }),
        Effect::AtOnce => value!({ "effect": "at-once" }),
        Effect::StartsLate { from } => value!({ "effect": "starts-late", "from": from.to_string() }),
        Effect::Lapses { lost, need } => value!({ "effect": "lapses", "lost": lost, "need": need }),
        Effect::Withdrawn { lost } => value!({ "effect": "withdrawn", "lost": lost }),
        Effect::TakenBack { have, need } => value!({ "effect": "taken-back", "have": have, "need": need }),
        Effect::DecideBefore { until, have, need } => {
            value!({ "effect": "decide-before", "until": until.to_string(), "have": have, "need": need })
        }
        Effect::Contested { until } => value!({ "effect": "contested", "until": until.to_string() }),
    };
    if let Value::Object(row) = value { row } else { Map::new() }
}
