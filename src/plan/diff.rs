//! What two plans differ in, window by window. What that does to approvals and to what holds is said in `posture`.
//!
//! Windows are matched by id, so by event, nominal start, policy, level and rule. When the nominal start of an occurrence, or the
//! id of its event, changed, the window that is gone and the nearest one that came for the same event, policy, level and rule are
//! one window that moved. Both plans must be of one range, or what lies outside one of them would look gone or new.

mod json;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Alteration, Bounds, Cause, ConnectorId, ControlKind, DaysChange, Demand, EventId, Join, Level, MeasureId, Note, Plan,
    PlannedTask, PlannedWindow, PlaybookId, PolicyId, SettingChange, SettingName, SettingValue, WindowId, WindowStatus,
};

pub use json::{Compared, diff_json};

/// One window in two plans, and what is otherwise about it; at least one of the two is there.
#[derive(Clone, Debug, PartialEq)]
pub struct Altered<'a> {
    pub old: Option<&'a PlannedWindow>,
    pub new: Option<&'a PlannedWindow>,
    pub what: Vec<Alteration>,
}

/// Every window that is otherwise in `new`, in the order of start. `renamed` are the present ids of events by their former ones.
pub fn altered<'a>(old: &'a Plan, new: &'a Plan, renamed: &BTreeMap<EventId, EventId>) -> Vec<Altered<'a>> {
    let joins = changed_joins(old, new);
    let former: BTreeMap<&WindowId, &PlannedWindow> = by_id(old);
    let present: BTreeMap<&WindowId, &PlannedWindow> = by_id(new);
    let mut pairs: Vec<(Option<&PlannedWindow>, Option<&PlannedWindow>)> = Vec::new();
    let mut gone: BTreeMap<Kin, Vec<&PlannedWindow>> = BTreeMap::new();
    let proposed = proposals(new);
    let mut met: BTreeSet<&WindowId> = BTreeSet::new();
    for planned in &old.windows {
        match present.get(&planned.window.id) {
            // What took effect stays in the plan as it was recorded; what is asked for in its place stands beside it.
            Some(now) if is_contested(now) && !is_contested(planned) => {
                let instead = proposed.get(&planned.window.id).copied();
                met.extend(instead.map(|planned| &planned.window.id));
                pairs.push((Some(planned), instead));
            }
            Some(now) => pairs.push((Some(planned), Some(now))),
            None => gone.entry(Kin::of(planned, renamed)).or_default().push(planned),
        }
    }
    let is_new = |planned: &&PlannedWindow| {
        let id = &planned.window.id;
        !former.contains_key(id) && !met.contains(id) && !is_contested(planned)
    };
    for planned in new.windows.iter().filter(is_new) {
        let nearest = gone.get_mut(&Kin::of(planned, &BTreeMap::new())).and_then(|gone| take_nearest(gone, planned));
        pairs.push((nearest, Some(planned)));
    }
    pairs.extend(gone.into_values().flatten().map(|planned| (Some(planned), None)));
    let told = pairs.into_iter().map(|(old, new)| Altered { old, new, what: alterations(old, new, &joins) });
    let mut told: Vec<Altered> = told.filter(|altered| !altered.what.is_empty()).collect();
    told.sort_by_key(|altered| altered.new.or(altered.old).map(|planned| (planned.window.from, &planned.window.id)));
    told
}

/// Quarters and levels with another number of days.
pub fn altered_days(old: &Plan, new: &Plan) -> Vec<DaysChange> {
    let mut rows: BTreeMap<(&str, Level), (u32, u32, Option<u32>)> = BTreeMap::new();
    for row in &old.quarters {
        rows.entry((&row.quarter, row.level)).or_default().0 = row.days;
    }
    for row in &new.quarters {
        let entry = rows.entry((&row.quarter, row.level)).or_default();
        (entry.1, entry.2) = (row.days, row.budget);
    }
    let changed = rows.into_iter().filter(|(_, (from, to, _))| from != to);
    changed
        .map(|((quarter, level), (from, to, budget))| DaysChange { quarter: quarter.to_owned(), level, from, to, budget })
        .collect()
}

/// Notes of `new` that `old` has not; where they point to does not count.
pub fn only_in(new: &[Note], old: &[Note]) -> Vec<Note> {
    new.iter().filter(|note| old.iter().all(|known| known.code != note.code)).cloned().collect()
}

/// What two windows share that are one window at another time.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Kin {
    event: EventId,
    policy: PolicyId,
    level: Level,
    /// The end of its id, for the second rule of one policy and level; without what tells it from windows that took effect.
    rule: String,
}

impl Kin {
    /// An order is nobody's kin: its id is its own.
    fn of(planned: &PlannedWindow, renamed: &BTreeMap<EventId, EventId>) -> Self {
        let window = &planned.window;
        let (event, policy, stem) = match &window.cause {
            Cause::Occurrence { event, nominal, policy } => {
                (event.clone(), policy.clone(), format!("{event}/{nominal}/{policy}/"))
            }
            Cause::Order { order } => (EventId::new(format!("order/{order}")), PolicyId::new(""), String::new()),
        };
        let rule = window.id.as_str().strip_prefix(&stem).unwrap_or_default();
        let rule = rule.split_once('~').map_or(rule, |(rule, _)| rule).to_owned();
        Kin { event: renamed.get(&event).cloned().unwrap_or(event), policy, level: window.level, rule }
    }
}

fn is_contested(planned: &PlannedWindow) -> bool {
    matches!(planned.status, WindowStatus::Contested { .. })
}

/// What is asked for in place of a window that took effect, by that window.
fn proposals(plan: &Plan) -> BTreeMap<WindowId, &PlannedWindow> {
    let beside = |planned: &PlannedWindow| match &planned.status {
        WindowStatus::Proposed { beside } => Some(beside.clone()),
        WindowStatus::Planned | WindowStatus::Contested { .. } => None,
    };
    plan.windows.iter().filter_map(|planned| Some((beside(planned)?, planned))).collect()
}

fn by_id(plan: &Plan) -> BTreeMap<&WindowId, &PlannedWindow> {
    plan.windows.iter().map(|planned| (&planned.window.id, planned)).collect()
}

fn take_nearest<'a>(gone: &mut Vec<&'a PlannedWindow>, to: &PlannedWindow) -> Option<&'a PlannedWindow> {
    let distance = |planned: &PlannedWindow| planned.window.from.since(to.window.from).abs();
    let (at, _) = gone.iter().enumerate().min_by_key(|(_, planned)| distance(planned))?;
    Some(gone.remove(at))
}

fn bounds(planned: &PlannedWindow) -> Bounds {
    Bounds { from: planned.window.from, until: planned.window.until }
}

type Joins<'a> = BTreeMap<(&'a ControlKind, &'a SettingName), (Option<&'a Join>, Option<&'a Join>)>;

/// Settings that join otherwise.
fn changed_joins<'a>(old: &'a Plan, new: &'a Plan) -> Joins<'a> {
    let mut joins: Joins = BTreeMap::new();
    for rule in &old.rules {
        joins.entry((&rule.control, &rule.name)).or_default().0 = Some(&rule.join);
    }
    for rule in &new.rules {
        joins.entry((&rule.control, &rule.name)).or_default().1 = Some(&rule.join);
    }
    joins.retain(|_, (old, new)| old != new);
    joins
}

fn alterations(old: Option<&PlannedWindow>, new: Option<&PlannedWindow>, joins: &Joins) -> Vec<Alteration> {
    let (old, new) = match (old, new) {
        (Some(old), Some(new)) => (old, new),
        (Some(old), None) => return vec![Alteration::Dropped { at: bounds(old) }],
        (None, Some(new)) => return vec![Alteration::Added { at: bounds(new) }],
        (None, None) => return Vec::new(),
    };
    let mut found = Vec::new();
    let has_moved = bounds(old) != bounds(new);
    if has_moved || old.window.id != new.window.id {
        found.push(Alteration::Moved { from: bounds(old), to: bounds(new) });
    }
    if old.window.scope != new.window.scope {
        found.push(Alteration::Scope { from: old.window.scope.clone(), to: new.window.scope.clone() });
    }
    settings(old, new, &mut found);
    tasks(old, new, &mut found);
    let is_used = |(control, name): &(&ControlKind, &SettingName)| {
        let mut demands = old.demands.iter().chain(new.demands.iter());
        demands.any(|demand| demand.control == **control && demand.set.contains_key(*name))
    };
    for ((control, name), (from, to)) in joins.iter().filter(|(key, _)| is_used(key)) {
        let (control, name) = ((*control).clone(), (*name).clone());
        found.push(Alteration::Join { control, name, from: from.cloned(), to: to.cloned() });
    }
    if old.approvals_needed != new.approvals_needed {
        found.push(Alteration::ApprovalsNeeded { from: old.approvals_needed, to: new.approvals_needed });
    }
    unbound(old, new, has_moved, &mut found);
    found
}

/// What no approval binds to.
fn unbound(old: &PlannedWindow, new: &PlannedWindow, has_moved: bool, found: &mut Vec<Alteration>) {
    if old.title != new.title {
        found.push(Alteration::Renamed { from: old.title.clone(), to: new.title.clone() });
    }
    if old.prepares != new.prepares {
        let is_otherwise = |(measure, length): &&(MeasureId, _)| !old.prepares.contains(&(measure.clone(), *length));
        let gone = old.prepares.iter().filter(|(measure, _)| new.prepares.iter().all(|(other, _)| other != measure));
        let measures: Vec<MeasureId> =
            new.prepares.iter().filter(is_otherwise).chain(gone).map(|(measure, _)| measure.clone()).collect();
        if !measures.is_empty() {
            found.push(Alteration::OrderBy { measures });
        }
    }
    // A window that is longer costs more; that needs no words of its own.
    if !has_moved && (old.analyst_hours - new.analyst_hours).abs() >= 0.05 {
        found.push(Alteration::Hours { from: old.analyst_hours, to: new.analyst_hours });
    }
    if old.threat != new.threat {
        found.push(Alteration::Rehearsals { from: old.threat.clone(), to: new.threat.clone() });
    }
}

/// What each measure sets on each target, in both plans.
type Demands<'a> = BTreeMap<(ConnectorId, PlaybookId, MeasureId), (Option<&'a Demand>, Option<&'a Demand>)>;

fn settings(old: &PlannedWindow, new: &PlannedWindow, found: &mut Vec<Alteration>) {
    // Windows alike share one list.
    if old.demands.is_same(&new.demands) {
        return;
    }
    let key = |demand: &Demand| (demand.target.clone(), demand.playbook.clone(), demand.measure.clone());
    let mut all: Demands = BTreeMap::new();
    for demand in old.demands.iter() {
        all.entry(key(demand)).or_default().0 = Some(demand);
    }
    for demand in new.demands.iter() {
        all.entry(key(demand)).or_default().1 = Some(demand);
    }
    let none = BTreeMap::new();
    for ((target, playbook, measure), (old, new)) in all {
        let set = set(old.map_or(&none, |demand| &demand.set), new.map_or(&none, |demand| &demand.set));
        let is_asked = old.is_some() == new.is_some();
        let has_other_control = old.zip(new).is_some_and(|(old, new)| old.control != new.control);
        if !set.is_empty() || !is_asked || has_other_control {
            found.push(Alteration::Settings { target: target.clone(), playbook, measure: measure.clone(), set });
        }
        if old.zip(new).is_some_and(|(old, new)| old.requires != new.requires) {
            found.push(Alteration::Preconditions { target, measure });
        }
    }
}

fn set(old: &BTreeMap<SettingName, SettingValue>, new: &BTreeMap<SettingName, SettingValue>) -> Vec<SettingChange> {
    let mut all: BTreeMap<&SettingName, (Option<&SettingValue>, Option<&SettingValue>)> = BTreeMap::new();
    for (name, value) in old {
        all.entry(name).or_default().0 = Some(value);
    }
    for (name, value) in new {
        all.entry(name).or_default().1 = Some(value);
    }
    let changed = all.into_iter().filter(|(_, (from, to))| from != to);
    changed.map(|(name, (from, to))| SettingChange { name: name.clone(), from: from.cloned(), to: to.cloned() }).collect()
}

fn tasks(old: &PlannedWindow, new: &PlannedWindow, found: &mut Vec<Alteration>) {
    let same = |a: &PlannedTask, b: &PlannedTask| (&a.playbook, &a.measure) == (&b.playbook, &b.measure);
    for task in new.tasks.iter() {
        let (playbook, measure) = (task.playbook.clone(), task.measure.clone());
        match old.tasks.iter().find(|known| same(known, task)) {
            None => found.push(Alteration::TaskAdded { playbook, measure }),
            Some(known) if known != task => found.push(Alteration::TaskReworded { playbook, measure }),
            Some(_) => {}
        }
    }
    let gone = old.tasks.iter().filter(|task| new.tasks.iter().all(|known| !same(known, task)));
    found.extend(gone.map(|task| Alteration::TaskDropped { playbook: task.playbook.clone(), measure: task.measure.clone() }));
}

#[cfg(test)]
mod tests;
