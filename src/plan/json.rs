//! A plan as JSON for machines; `schema` says the same as a JSON Schema, which `standto schema plan` prints. Names do not change; times are RFC 3339 in UTC, with the window's zone beside them.
//!
//! ```text
//! revision, from, until
//! windows[]    id, hash, status (planned, contested, proposed), contested_why (null unless contested), beside (what a proposed
//!              one stands beside, else null), level, scope (null: everyone), from, until, zone, title {en, ja}, public_title {en, ja},
//!              cause {event, nominal, policy} or {order}, event_from, event_until, asked_by, rule (file:line:column),
//!              changes[] {target, control, playbook, measure, set, requires[]}, tasks[] {playbook, measure, owner, title, evidence},
//!              order_by[] {measure, at}, approvals_needed, analyst_hours, threat[]
//! reminders[]  event, title, from
//! quarters[]   quarter, level, days, budget (null: none)
//! staffing     analyst_hours (each measure once a day), analyst_hours_apart (window by window), days[] {from, until (the last day),
//!              days, staff[] {role, people, hours_per_day}, analyst_hours (of each day), measures[] {playbook, measure}}
//! tasks_due[]  due, window, playbook, measure, owner, every (null: once), title {en, ja}, at (file:line:column; null: gone)
//! backtest[]   policy, level, rule (file:line:column), from, until, lead_days and tail_days (of the table), seen and
//!              proven_or_seen {hits, of, percent, low, high}: small and biased samples of known lures
//! posture[]    from, until, level: the highest level over time
//! notes[]      severity (info, warning, alarm), message {en, ja}, at (file:line:column; null: no place)
//!
//! plan --at:
//! at, level, allowed_level
//! windows[]    window, level, title, until, allowed
//! planned      {target: {settings {name: {value, holders[] {window, playbook, measure, until}}}, until}}; allowed: the same
//! tasks[]      as tasks_due; staff (null: nobody) as one of staffing.days
//! ```
//!
//! `tasks`, and the `order_by` of a measure, are in the first window of an occurrence and policy that includes them; `changes`
//! are in each. `analyst_hours` are those of a window's changes and tasks, so overlapping windows may count one change twice.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json as value};

use super::StandingRule;
use super::spans::spans;
use crate::model::{
    Caught, Cause, ConnectorId, Demand, Held, Holder, Lang, LiveWindow, MeasureId, Note, Plan, PlannedTask, PlannedWindow,
    PlaybookId, PostureAt, ScenarioId, Scope, SettingValue, Share, Slot, Staff, StaffRow, Staffing, TaskDue, Text, Wanted,
    WindowStatus, Workspace,
};
use crate::text::notes as words;
use crate::time::Timestamp;

/// What is worked out from a plan beside it.
pub struct Numbers {
    pub staffing: Staffing,
    /// Over the plan's range.
    pub due: Vec<TaskDue>,
    pub caught: Vec<Caught>,
}

impl Numbers {
    pub fn of(plan: &Plan, workspace: &Workspace) -> Self {
        Numbers {
            staffing: super::staffing(plan, workspace),
            due: super::due(plan, workspace, plan.from, plan.until),
            caught: super::caught(&workspace.settings.policies),
        }
    }
}

/// The plan as a JSON value, with its own notes and those found later: `overdue`, `strain`.
pub fn json(plan: &Plan, numbers: &Numbers, late: &[Note]) -> Value {
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
        "staffing": staffing(&numbers.staffing),
        "tasks_due": numbers.due.iter().map(task_due).collect::<Vec<_>>(),
        "backtest": numbers.caught.iter().map(caught).collect::<Vec<_>>(),
        "posture": posture.collect::<Vec<_>>(),
        "notes": plan.notes.iter().chain(late).map(note).collect::<Vec<_>>(),
    })
}

fn staffing(staffing: &Staffing) -> Value {
    value!({
        "analyst_hours": hundredths(staffing.analyst_hours),
        "analyst_hours_apart": hundredths(staffing.analyst_hours_apart),
        "days": staffing.rows.iter().map(staff_row).collect::<Vec<_>>(),
    })
}

fn staff_row(row: &StaffRow) -> Value {
    let seat = |staff: &Staff| value!({ "role": staff.role, "people": staff.people, "hours_per_day": staff.hours_per_day });
    let measure =
        |(playbook, measure): &(PlaybookId, MeasureId)| value!({ "playbook": playbook.as_str(), "measure": measure.as_str() });
    value!({
        "from": row.first.to_string(),
        "until": row.last.to_string(),
        "days": row.days(),
        "staff": row.seats.iter().map(seat).collect::<Vec<_>>(),
        "analyst_hours": hundredths(row.analyst_hours),
        "measures": row.measures.iter().map(measure).collect::<Vec<_>>(),
    })
}

fn task_due(task: &TaskDue) -> Value {
    value!({
        "due": at(task.due),
        "window": task.window.as_str(),
        "playbook": task.playbook.as_str(),
        "measure": task.measure.as_str(),
        "owner": task.owner,
        "every": task.every.map(|every| every.to_string()),
        "title": text(&task.title),
        "at": task.place.as_ref().map(ToString::to_string),
    })
}

fn caught(caught: &Caught) -> Value {
    let share = |share: Share| value!({ "hits": share.hits, "of": share.of, "percent": share.percent, "low": share.low, "high": share.high });
    value!({
        "policy": caught.policy.as_str(),
        "level": caught.rule.level.as_str(),
        "rule": caught.rule.place.to_string(),
        "from": caught.rule.from.to_string(),
        "until": caught.rule.until.to_string(),
        "lead_days": caught.lead_days,
        "tail_days": caught.tail_days,
        "seen": share(caught.seen),
        "proven_or_seen": share(caught.proven_or_seen),
    })
}

/// The posture at an instant as a JSON value.
pub fn json_at(seen: &PostureAt) -> Value {
    let window = |live: &LiveWindow| {
        value!({
            "window": live.window.as_str(), "level": live.level.as_str(), "title": text(&live.title),
            "until": at(live.until), "allowed": live.is_allowed,
        })
    };
    value!({
        "at": at(seen.at),
        "level": seen.level.as_str(),
        "allowed_level": seen.allowed_level.as_str(),
        "windows": seen.windows.iter().map(window).collect::<Vec<_>>(),
        "planned": targets(seen, &seen.planned),
        "allowed": targets(seen, &seen.allowed),
        "tasks": seen.tasks.iter().map(task_due).collect::<Vec<_>>(),
        "staff": seen.staff.as_ref().map(staff_row),
    })
}

fn targets(seen: &PostureAt, wanted: &BTreeMap<ConnectorId, Wanted>) -> Value {
    let holder = |holder: &Holder| {
        value!({
            "window": holder.window.as_str(), "playbook": holder.playbook.as_str(), "measure": holder.measure.as_str(),
            "until": seen.until(holder).map(at),
        })
    };
    let held = |(slot, held): (&Slot, &Held)| {
        let holders: Vec<Value> = held.holders.iter().map(holder).collect();
        (slot.to_string(), value!({ "value": setting(&held.value), "holders": holders }))
    };
    let target = |(target, wanted): (&ConnectorId, &Wanted)| {
        let settings: Map<String, Value> = wanted.settings.iter().map(held).collect();
        (target.to_string(), value!({ "settings": settings, "until": at(wanted.expires_at) }))
    };
    Value::Object(wanted.iter().map(target).collect())
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
    let cause = match &window.cause {
        Cause::Occurrence { event, nominal, policy } => {
            value!({ "event": event.as_str(), "nominal": nominal.to_string(), "policy": policy.as_str() })
        }
        Cause::Order { order } => value!({ "order": order.as_str() }),
    };
    let order_by = planned.order_by().map(|(measure, by)| value!({ "measure": measure.as_str(), "at": at(by) }));
    let (status, why, beside) = match &planned.status {
        WindowStatus::Planned => ("planned", None, None),
        WindowStatus::Contested { why } => ("contested", Some(why.as_str()), None),
        WindowStatus::Proposed { beside } => ("proposed", None, Some(beside.as_str())),
    };
    value!({
        "id": window.id.as_str(),
        "hash": planned.hash,
        "status": status,
        "contested_why": why,
        "beside": beside,
        "level": window.level.as_str(),
        "scope": scope(&window.scope),
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
        "tasks": planned.tasks.iter().map(task).collect::<Vec<_>>(),
        "order_by": order_by.collect::<Vec<_>>(),
        "approvals_needed": planned.approvals_needed,
        "analyst_hours": hundredths(planned.analyst_hours),
        "threat": planned.threat.iter().map(ScenarioId::as_str).collect::<Vec<_>>(),
    })
}

/// What a standing approval is for, in the words of [`window_json`].
pub fn standing_json(standing: &StandingRule) -> Value {
    let StandingRule { policy: _, rule, hash, demands, tasks, hours_per_day } = standing;
    value!({
        "hash": hash,
        "rule": rule.place.to_string(),
        "from": rule.from.to_string(),
        "until": rule.until.to_string(),
        "scope": scope(&rule.scope),
        "changes": demands.iter().map(change).collect::<Vec<_>>(),
        "tasks": tasks.iter().map(task).collect::<Vec<_>>(),
        "analyst_hours_per_day": hundredths(*hours_per_day),
    })
}

fn scope(scope: &Scope) -> Value {
    match scope {
        Scope::Everyone => Value::Null,
        Scope::Group(group) => Value::from(group.as_str()),
    }
}

fn task(task: &PlannedTask) -> Value {
    value!({
        "playbook": task.playbook.as_str(),
        "measure": task.measure.as_str(),
        "owner": task.owner,
        "title": text(&task.title),
        "evidence": text(&task.evidence),
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
pub(super) fn setting(value: &SettingValue) -> Value {
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
        let json = json(&plan, &Numbers::of(&plan, &workspace), &late);
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
