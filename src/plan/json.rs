//! A plan as JSON for machines. Names do not change; times are RFC 3339 in UTC, with the window's zone beside them.
//!
//! ```text
//! revision, from, until
//! windows[]    id, hash, level, scope (null: everyone), from, until, zone, title {en, ja}, public_title {en, ja},
//!              cause {event, nominal, policy} or {order}, event_from, event_until, asked_by, rule (file:line:column),
//!              changes[] {target, control, playbook, measure, set, requires[]}, tasks[] {playbook, measure, owner, title, evidence},
//!              order_by[] {measure, at}, approvals_needed, analyst_hours, threat[]
//! reminders[]  event, title, from
//! quarters[]   quarter, level, days, budget (null: none)
//! staffing     analyst_hours (each measure once a day), analyst_hours_apart (window by window), days[] {from, until (the last day),
//!              days, staff[] {role, people, hours_per_day}, analyst_hours (of each day), measures[] {playbook, measure}}
//! posture[]    from, until, level: the highest level over time
//! notes[]      severity (info, warning, alarm), message {en, ja}, at (file:line:column; null: no place)
//! ```
//!
//! `tasks`, and the `order_by` of a measure, are in the first window of an occurrence and policy that includes them; `changes`
//! are in each. `analyst_hours` are those of a window's changes and tasks, so overlapping windows may count one change twice.

use serde_json::{Map, Value, json as value};

use super::spans::spans;
use crate::model::{
    Cause, Demand, Lang, MeasureId, Note, Plan, PlannedWindow, PlaybookId, ScenarioId, Scope, SettingValue, Staff, StaffRow,
    Staffing, Text,
};
use crate::text::notes as words;
use crate::time::Timestamp;

/// What is worked out from a plan beside it.
pub struct Numbers<'a> {
    pub staffing: &'a Staffing,
}

/// The plan as a JSON value, with its own notes and those found later: `overdue`, `strain`.
pub fn json(plan: &Plan, numbers: &Numbers<'_>, late: &[Note]) -> Value {
    let reminders = plan.reminders.iter().map(
        |reminder| value!({ "event": reminder.event.as_str(), "title": text(&reminder.title), "from": at(reminder.from) }),
    );
    let quarters = plan
        .quarters
        .iter()
        .map(|row| value!({ "quarter": row.quarter, "level": row.level.as_str(), "days": row.days, "budget": row.budget }));
    let posture = spans(plan)
        .into_iter()
        .map(|span| value!({ "from": at(span.from), "until": at(span.until), "level": span.level.as_str() }));
    value!({
        "revision": plan.revision.as_str(),
        "from": at(plan.from),
        "until": at(plan.until),
        "windows": plan.windows.iter().map(window_json).collect::<Vec<_>>(),
        "reminders": reminders.collect::<Vec<_>>(),
        "quarters": quarters.collect::<Vec<_>>(),
        "staffing": staffing(numbers.staffing),
        "posture": posture.collect::<Vec<_>>(),
        "notes": plan.notes.iter().chain(late).map(note).collect::<Vec<_>>(),
    })
}

fn staffing(staffing: &Staffing) -> Value {
    let row = |row: &StaffRow| {
        let seat = |staff: &Staff| value!({ "role": staff.role, "people": staff.people, "hours_per_day": staff.hours_per_day });
        let measure = |(playbook, measure): &(PlaybookId, MeasureId)| value!({ "playbook": playbook.as_str(), "measure": measure.as_str() });
        value!({
            "from": row.first.to_string(),
            "until": row.last.to_string(),
            "days": row.days(),
            "staff": row.seats.iter().map(seat).collect::<Vec<_>>(),
            "analyst_hours": hundredths(row.analyst_hours),
            "measures": row.measures.iter().map(measure).collect::<Vec<_>>(),
        })
    };
    value!({
        "analyst_hours": hundredths(staffing.analyst_hours),
        "analyst_hours_apart": hundredths(staffing.analyst_hours_apart),
        "days": staffing.rows.iter().map(row).collect::<Vec<_>>(),
    })
}

fn hundredths(hours: f64) -> f64 {
    (hours * 100.0).round() / 100.0
}

fn note(note: &Note) -> Value {
    let message = Text::new(words::note(&note.code, Lang::En), words::note(&note.code, Lang::Ja));
    let at = note.place.as_ref().map(ToString::to_string);
    value!({ "severity": note.severity.as_str(), "message": text(&message), "at": at })
}

/// One window, as [`json`] writes it.
pub fn window_json(planned: &PlannedWindow) -> Value {
    let window = &planned.window;
    let scope = match &window.scope {
        Scope::Everyone => Value::Null,
        Scope::Group(group) => Value::from(group.as_str()),
    };
    let cause = match &window.cause {
        Cause::Occurrence { event, nominal, policy } => {
            value!({ "event": event.as_str(), "nominal": nominal.to_string(), "policy": policy.as_str() })
        }
        Cause::Order { order } => value!({ "order": order.as_str() }),
    };
    let tasks = planned.tasks.iter().map(|task| {
        value!({
            "playbook": task.playbook.as_str(),
            "measure": task.measure.as_str(),
            "owner": task.owner,
            "title": text(&task.title),
            "evidence": text(&task.evidence),
        })
    });
    let order_by = planned.order_by().map(|(measure, by)| value!({ "measure": measure.as_str(), "at": at(by) }));
    value!({
        "id": window.id.as_str(),
        "hash": planned.hash,
        "level": window.level.as_str(),
        "scope": scope,
        "from": at(window.from),
        "until": at(window.until),
        "zone": window.zone.name(),
        "title": text(&planned.title),
        "public_title": text(&planned.public_title),
        "cause": cause,
        "event_from": at(planned.event_from),
        "event_until": at(planned.event_until),
        "asked_by": planned.because.asked_by.to_string(),
        "rule": planned.because.rule.as_ref().map(ToString::to_string),
        "changes": planned.demands.iter().map(change).collect::<Vec<_>>(),
        "tasks": tasks.collect::<Vec<_>>(),
        "order_by": order_by.collect::<Vec<_>>(),
        "approvals_needed": planned.approvals_needed,
        "analyst_hours": hundredths(planned.analyst_hours),
        "threat": planned.threat.iter().map(ScenarioId::as_str).collect::<Vec<_>>(),
    })
}

fn change(demand: &Demand) -> Value {
    let set: Map<String, Value> = demand.set.iter().map(|(name, value)| (name.to_string(), setting(value))).collect();
    value!({
        "target": demand.target.as_str(),
        "control": demand.control.as_str(),
        "playbook": demand.playbook.as_str(),
        "measure": demand.measure.as_str(),
        "set": set,
        "requires": demand.requires.iter().map(|precondition| precondition.as_str()).collect::<Vec<_>>(),
    })
}

/// As it is written in a playbook.
fn setting(value: &SettingValue) -> Value {
    match value {
        SettingValue::Bool(value) => Value::from(*value),
        SettingValue::Integer(value) => Value::from(*value),
        SettingValue::Word(value) => Value::from(value.as_str()),
        SettingValue::Words(values) => values.iter().map(String::as_str).collect(),
    }
}

fn text(text: &Text) -> Value {
    value!({ "en": text.en, "ja": text.ja })
}

fn at(at: Timestamp) -> String {
    at.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Past;
    use crate::plan::fixture::{at as instant, event, order, workspace};
    use crate::plan::{overdue, plan};

    #[test]
    fn a_plan_is_written_with_utc_times_and_zones() {
        let workspace = workspace(vec![event("talks-a", "2027-06-14T09:00", "2027-06-16T18:00")]);
        let orders = [order("o1", crate::model::Level::Surge, "2027-11-01T00:00:00Z", "2027-11-02T00:00:00Z")];
        let plan = plan(&workspace, Past::of(&orders), instant("2027-01-01T00:00:00Z"), instant("2028-01-01T00:00:00Z"));
        let late = overdue(&plan, &workspace.settings.zone, instant("2027-06-10T00:00:00Z"));
        let staffing = crate::plan::staffing(&plan, &workspace);
        let json = json(&plan, &Numbers { staffing: &staffing }, &late);
        let surge = &json["windows"][2];
        assert_eq!(surge["from"], "2027-06-11T07:00:00Z");
        assert_eq!(surge["zone"], "Europe/Paris");
        assert_eq!(surge["cause"]["nominal"], "2027-06-14T09:00");
        assert_eq!(surge["asked_by"], "calendar/2027.toml:7:1");
        assert_eq!(surge["changes"][0]["set"]["young_days"], 14);
        assert_eq!(surge["title"]["ja"], "通商交渉");
        assert_eq!(json["windows"][3]["cause"]["order"], "o1");
        assert_eq!(json["quarters"][0]["budget"], 10);
        assert_eq!(json["posture"][0]["level"], "baseline");
        assert_eq!(json["notes"][0]["severity"], "warning");
        assert_eq!(json["notes"][0]["at"], "playbooks/mail.toml:5:1");
        let said = json["notes"].as_array().unwrap().last().unwrap()["message"]["en"].as_str().unwrap();
        assert!(said.contains("hold-more by 2027-05-28 16:00 Asia/Tokyo"), "{said}");
    }
}
