//! Windows that took effect beside what the files say now.
//!
//! A window that took effect holds as it was recorded until its end: the calendar never closes it early and never extends it.
//! Where the files still ask for just that, it is simply that window. Where they do not, it is *contested*, and what they ask for
//! instead is *proposed* beside it: a window of its own that needs at least one approval, also where its level needs none.
//!
//! Ids. What the files ask for is known by event, nominal start, policy and level. Beside a kept window of that name the next
//! number is added: `~2`, then `~3` when that one took effect too. So an id depends on what took effect and never on the time,
//! and two windows never share one. An event that does not repeat and moves to another start has another name already; it is
//! paired with the kept window by event, policy, level and rule, so that it, too, is a proposal.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::make::sort;
use super::matching::{highest, kept_back, matching};
use crate::model::{
    Cause, Contest, Event, EventId, KeptWindow, Level, PlannedWindow, PolicyId, WindowId, WindowStatus, Workspace,
};
use crate::time::{LocalDateTime, Timestamp};

/// The windows of a plan with what is kept: each asked-for window under its id, and the contested ones that overlap the range.
pub(super) fn settle(
    workspace: &Workspace,
    kept: &[KeptWindow],
    windows: Vec<Arc<PlannedWindow>>,
    (from, until): (Timestamp, Timestamp),
) -> Vec<Arc<PlannedWindow>> {
    if kept.is_empty() {
        return windows;
    }
    let rows: Vec<Row> = kept.iter().filter_map(Row::of).collect();
    // Nothing else is looked at: what was kept of one event says nothing about another.
    let events: BTreeSet<&EventId> = rows.iter().map(|row| &row.name.event).collect();
    let is_theirs = |planned: &Arc<PlannedWindow>| match &planned.window.cause {
        Cause::Occurrence { event, .. } => events.contains(event),
        Cause::Order { .. } => false,
    };
    let (theirs, mut others): (Vec<_>, Vec<_>) = windows.into_iter().partition(is_theirs);
    let mut windows: Vec<PlannedWindow> = theirs.into_iter().map(Arc::unwrap_or_clone).collect();
    let mut met: BTreeSet<&WindowId> = BTreeSet::new();
    for planned in &mut windows {
        met.extend(settled(workspace, &rows, planned));
    }
    let is_in_range = |kept: &KeptWindow| kept.planned.window.from < until && kept.until() > from;
    let contested = rows.iter().filter(|row| !met.contains(&row.kept.planned.window.id) && is_in_range(row.kept));
    let mut contested: Vec<PlannedWindow> = contested.map(|row| row.contested(workspace, &windows)).collect();
    windows.append(&mut contested);
    others.extend(windows.into_iter().map(Arc::new));
    sort(&mut others);
    others
}

/// What asks for a window, whichever time it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Name {
    event: EventId,
    nominal: LocalDateTime,
    policy: PolicyId,
    level: Level,
    /// What tells a second rule of the same policy and level from the first: empty, or `/2`.
    rule: String,
    /// `~2` is 2; without it 1.
    number: u32,
}

impl Name {
    /// None for an order.
    fn of(planned: &PlannedWindow) -> Option<Self> {
        let Cause::Occurrence { event, nominal, policy } = &planned.window.cause else { return None };
        let level = planned.window.level;
        let rest = planned.window.id.as_str().strip_prefix(&format!("{event}/{nominal}/{policy}/{level}")).unwrap_or("");
        let (rule, number) = rest.split_once('~').map_or((rest, 1), |(rule, number)| (rule, number.parse().unwrap_or(1)));
        let (event, nominal, policy) = (event.clone(), *nominal, policy.clone());
        Some(Self { event, nominal, policy, level, rule: rule.to_owned(), number })
    }

    /// Whether both are of the same event and rule.
    fn is_akin(&self, other: &Self) -> bool {
        (&self.event, &self.policy, self.level, &self.rule) == (&other.event, &other.policy, other.level, &other.rule)
    }

    fn is_same(&self, other: &Self) -> bool {
        self.is_akin(other) && self.nominal == other.nominal
    }
}

/// Whether two windows are of the same event and rule, for the same or another time.
pub fn is_akin(a: &PlannedWindow, b: &PlannedWindow) -> bool {
    matches!((Name::of(a), Name::of(b)), (Some(a), Some(b)) if a.is_akin(&b))
}

struct Row<'a> {
    kept: &'a KeptWindow,
    name: Name,
}

impl<'a> Row<'a> {
    fn of(kept: &'a KeptWindow) -> Option<Self> {
        Some(Self { kept, name: Name::of(&kept.planned)? })
    }

    /// As it was recorded, and why the files say otherwise.
    fn contested(&self, workspace: &Workspace, windows: &[PlannedWindow]) -> PlannedWindow {
        let mut planned = self.kept.planned.clone();
        planned.window.until = self.kept.until();
        planned.status = WindowStatus::Contested { why: self.why(workspace, windows) };
        planned
    }

    fn why(&self, workspace: &Workspace, windows: &[PlannedWindow]) -> Contest {
        let is_same = |planned: &&PlannedWindow| Name::of(planned).is_some_and(|name| name.is_same(&self.name));
        let was = &self.kept.planned;
        if let Some(now) = windows.iter().find(is_same) {
            return if (now.event_from, now.event_until) != (was.event_from, was.event_until) {
                Contest::Moved
            } else if (now.window.from, now.window.until, &now.window.scope)
                != (was.window.from, was.window.until, &was.window.scope)
            {
                Contest::Rule
            } else {
                Contest::Measures
            };
        }
        let Some(event) = workspace.events.iter().find(|event| event.id == self.name.event) else { return Contest::Vanished };
        if event.is_cancelled {
            Contest::Cancelled
        } else if kept_back(event).is_some() || self.name.level > highest(event.certainty) {
            Contest::Unconfirmed
        } else if !matching(&workspace.settings.policies, event).iter().any(|policy| policy.id == self.name.policy) {
            Contest::Rule
        } else if event.start() != self.name.nominal {
            // Of an event that repeats, that occurrence was taken out; its other ones are none of it.
            if event.recurrence.is_some() { Contest::Vanished } else { Contest::Moved }
        } else {
            Contest::Rule
        }
    }
}

/// Gives an asked-for window its id, status and end. The kept window that it is, if it is one.
fn settled<'a>(workspace: &Workspace, rows: &[Row<'a>], planned: &mut PlannedWindow) -> Option<&'a WindowId> {
    let name = Name::of(planned)?;
    let family = || rows.iter().filter(|row| row.name.is_same(&name));
    let is_it = |row: &&Row| row.kept.planned.hash == planned.hash;
    if let Some(row) = family().filter(is_it).max_by_key(|row| row.name.number) {
        let id = &row.kept.planned.window.id;
        planned.window.id = id.clone();
        planned.window.until = row.kept.until();
        return Some(id);
    }
    let latest = |a: &&Row, b: &&Row| (a.kept.opened_at, a.name.number).cmp(&(b.kept.opened_at, b.name.number));
    if let Some(beside) = family().max_by(latest) {
        let number = family().map(|row| row.name.number).max().unwrap_or(1).saturating_add(1);
        planned.window.id = WindowId::new(format!("{}~{number}", planned.window.id));
        propose(planned, beside);
    } else if !repeats(workspace, &name.event)
        && let Some(beside) = rows.iter().filter(|row| row.name.is_akin(&name)).max_by(latest)
    {
        propose(planned, beside);
    }
    None
}

fn propose(planned: &mut PlannedWindow, beside: &Row) {
    planned.status = WindowStatus::Proposed { beside: beside.kept.planned.window.id.clone() };
    planned.approvals_needed = planned.approvals_needed.max(1);
    // What was approved for a whole quarter is no word for this change.
    planned.standing = None;
}

fn repeats(workspace: &Workspace, id: &EventId) -> bool {
    let event = workspace.events.iter().find(|event| event.id == *id);
    event.is_some_and(|event: &Event| event.recurrence.is_some())
}

#[cfg(test)]
mod tests;
