//! Windows that took effect beside what the files say now.
//!
//! A window that took effect holds as it was recorded until its end: the files never close it early and never extend it.
//! Where they still ask for just that, it is simply that window. Where they do not, it is *contested*, and what they ask for
//! instead is *proposed* beside it: a window of its own that needs at least one approval, also where its level needs none.
//!
//! So it is with the window of an order, whose bounds and level are a person's word and whose measures are the files'. When a
//! person ends the order, every window of it that took effect ends, and nothing is proposed any more.
//!
//! Ids. What the files ask for is known by event, nominal start, policy and level, or by its order. Beside a kept window of that name the next
//! number is added: `~2`, then `~3` when that one took effect too. So an id depends on what took effect and never on the time,
//! and two windows never share one. An event that does not repeat and moves to another start has another name already; it is
//! paired with the kept window by event, policy, level and rule, so that it, too, is a proposal.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::draft::Stretch;
use super::make::exchange;
use super::matching::{highest, kept_back, matching};
use super::part::{Ground, Part};
use super::tally::Tally;
use crate::model::{
    Cause, Contest, Event, EventId, KeptWindow, Level, OrderId, Past, PlannedWindow, PolicyId, Window, WindowId, WindowStatus,
    Windows, Workspace,
};
use crate::time::{LocalDateTime, Timestamp};

/// The windows of a plan with what is kept: each asked-for window under its id, and the contested ones that overlap the range.
/// `sources` are all that ask for anything, with what they ask for.
pub(super) fn settle<'a>(
    ground: &Ground<'_>,
    past: Past<'_>,
    sources: impl Iterator<Item = (Source<'a>, &'a Part)>,
    windows: Windows,
    tally: &mut Tally,
) -> Windows {
    if past.kept.is_empty() {
        return windows;
    }
    let workspace = ground.workspace;
    let rows: Vec<Row> = past.kept.iter().map(Row::of).collect();
    // Nothing else is looked at: what was kept of one event or order says nothing about another.
    let known: BTreeSet<Source> = past.kept.iter().map(|kept| Source::of(&kept.planned)).collect();
    let is_ended = |order: &OrderId| past.orders.iter().any(|known| known.id == *order && known.ended_at.is_some());
    let is_over = |source: Source| matches!(source, Source::Order(order) if is_ended(order));
    let theirs: Vec<(Source, &Part)> = sources.filter(|(source, _)| known.contains(source)).collect();
    let stale: Vec<&Arc<PlannedWindow>> = theirs.iter().flat_map(|(_, part)| &part.windows).collect();
    // What is kept of an order that was ended is all there is of it.
    let asked = theirs.iter().filter(|(source, _)| !is_over(*source)).flat_map(|(_, part)| &part.windows);
    let mut windows_now: Vec<PlannedWindow> = asked.map(|planned| planned.as_ref().clone()).collect();
    let mut met: BTreeSet<&WindowId> = BTreeSet::new();
    for planned in &mut windows_now {
        met.extend(settled(workspace, &rows, planned));
    }
    let rest = rows.iter().filter(|row| !met.contains(&row.kept.planned.window.id));
    let (here, outside): (Vec<&Row>, Vec<&Row>) =
        rest.partition(|row| row.kept.planned.window.from < ground.until && row.kept.until() > ground.from);
    let recorded = |row: &&Row| {
        let is_over = is_over(Source::of(&row.kept.planned));
        row.recorded(if is_over { WindowStatus::Planned } else { row.contested(workspace, &rows, &windows_now) })
    };
    let mut recorded: Vec<PlannedWindow> = here.iter().map(recorded).collect();
    windows_now.append(&mut recorded);
    recount(ground, &theirs, &windows_now, &outside, tally);
    let mut list = windows.into_list();
    exchange(&mut list, &stale, windows_now.into_iter().map(Arc::new).collect());
    list.into()
}

/// Counts what took effect as it took effect: until its recorded end, or until a person closed it. In the plan's range the
/// windows say it, the proposed ones with them; outside of it, where the range is not in whole quarters, what is kept stands for
/// what the files ask for between the same bounds.
fn recount(ground: &Ground<'_>, theirs: &[(Source, &Part)], windows: &[PlannedWindow], outside: &[&Row], tally: &mut Tally) {
    let zone = ground.zone();
    let stretch = |window: &Window, until| Stretch::new(window.level, window.from, until, zone);
    let mut asked: Vec<(Source, Stretch)> = Vec::new();
    for (source, part) in theirs {
        tally.remove_all(&part.stretches);
        asked.extend(part.stretches.iter().map(|stretch| (*source, *stretch)));
    }
    asked.retain(|(_, stretch)| !stretch.overlaps(ground.from, ground.until));
    let mut counted: Vec<Stretch> = windows.iter().map(|planned| stretch(&planned.window, planned.window.until)).collect();
    for row in outside {
        let window = &row.kept.planned.window;
        let same = (Source::of(&row.kept.planned), stretch(window, window.until));
        if let Some(at) = asked.iter().position(|known| *known == same) {
            asked.swap_remove(at);
        }
        counted.push(stretch(window, row.kept.until()));
    }
    counted.extend(asked.into_iter().map(|(_, stretch)| stretch));
    tally.add_all(counted.iter().filter(|stretch| stretch.overlaps(ground.wide.0, ground.wide.1)));
}

/// An event or an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source<'a> {
    Event(&'a EventId),
    Order(&'a OrderId),
}

impl<'a> Source<'a> {
    fn of(planned: &'a PlannedWindow) -> Self {
        match &planned.window.cause {
            Cause::Occurrence { event, .. } => Source::Event(event),
            Cause::Order { order } => Source::Order(order),
        }
    }
}

/// What asks for a window, whichever time it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Asker {
    Rule {
        event: EventId,
        policy: PolicyId,
        level: Level,
        /// What tells a second rule of the same policy and level from the first: empty, or `/2`.
        rule: String,
    },
    Order(OrderId),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Name {
    asker: Asker,
    /// None for an order.
    nominal: Option<LocalDateTime>,
    /// `~2` is 2; without it 1.
    number: u32,
}

impl Name {
    fn of(planned: &PlannedWindow) -> Self {
        let (level, id) = (planned.window.level, planned.window.id.as_str());
        let stem = match &planned.window.cause {
            Cause::Occurrence { event, nominal, policy } => format!("{event}/{nominal}/{policy}/{level}"),
            Cause::Order { order } => format!("order/{order}"),
        };
        let rest = id.strip_prefix(&stem).unwrap_or("");
        let (rule, number) = rest.split_once('~').map_or((rest, 1), |(rule, number)| (rule, number.parse().unwrap_or(1)));
        let (asker, nominal) = match &planned.window.cause {
            Cause::Occurrence { event, nominal, policy } => {
                let (event, policy, rule) = (event.clone(), policy.clone(), rule.to_owned());
                (Asker::Rule { event, policy, level, rule }, Some(*nominal))
            }
            Cause::Order { order } => (Asker::Order(order.clone()), None),
        };
        Self { asker, nominal, number }
    }

    /// Whether both are of the same event and rule, or of the same order.
    fn is_akin(&self, other: &Self) -> bool {
        self.asker == other.asker
    }

    fn is_same(&self, other: &Self) -> bool {
        self.is_akin(other) && self.nominal == other.nominal
    }
}

/// Whether two windows are of the same event and rule, for the same or another time, or of the same order.
pub fn is_akin(a: &PlannedWindow, b: &PlannedWindow) -> bool {
    Name::of(a).is_akin(&Name::of(b))
}

/// Whether a window has the name that the files give it, without a number.
pub(super) fn is_first(planned: &PlannedWindow) -> bool {
    Name::of(planned).number == 1
}

struct Row<'a> {
    kept: &'a KeptWindow,
    name: Name,
}

impl<'a> Row<'a> {
    fn of(kept: &'a KeptWindow) -> Self {
        Self { kept, name: Name::of(&kept.planned) }
    }

    /// As it was recorded, until its end.
    fn recorded(&self, status: WindowStatus) -> PlannedWindow {
        let mut planned = self.kept.planned.clone();
        planned.window.until = self.kept.until();
        planned.status = status;
        planned
    }

    fn contested(&self, workspace: &Workspace, rows: &[Row], windows: &[PlannedWindow]) -> WindowStatus {
        WindowStatus::Contested { why: self.why(workspace, rows, windows) }
    }

    fn why(&self, workspace: &Workspace, rows: &[Row], windows: &[PlannedWindow]) -> Contest {
        let is_same = |planned: &&PlannedWindow| Name::of(planned).is_same(&self.name);
        let was = &self.kept.planned;
        if let Some(now) = windows.iter().find(is_same) {
            return if (now.event_from, now.event_until) != (was.event_from, was.event_until) {
                Contest::Moved
            } else if (now.window.from, asked_until(rows, now), &now.window.scope)
                != (was.window.from, was.window.until, &was.window.scope)
            {
                Contest::Rule
            } else {
                Contest::Measures
            };
        }
        let Asker::Rule { event, policy, level, .. } = &self.name.asker else { return Contest::Measures };
        let Some(event) = workspace.events.iter().find(|known| known.id == *event) else { return Contest::Vanished };
        if event.is_cancelled {
            Contest::Cancelled
        } else if kept_back(event).is_some() || *level > highest(event.certainty) {
            Contest::Unconfirmed
        } else if !matching(&workspace.settings.policies, event).iter().any(|known| known.id == *policy) {
            Contest::Rule
        } else if Some(event.start()) != self.name.nominal {
            // Of an event that repeats, that occurrence was taken out; its other ones are none of it.
            if event.recurrence.is_some() { Contest::Vanished } else { Contest::Moved }
        } else {
            Contest::Rule
        }
    }
}

/// The end that the files ask for, also of a window that a person closed earlier.
fn asked_until(rows: &[Row], planned: &PlannedWindow) -> Timestamp {
    let row = rows.iter().find(|row| row.kept.planned.window.id == planned.window.id);
    row.map_or(planned.window.until, |row| row.kept.planned.window.until)
}

/// Gives an asked-for window its id, status and end. The kept window that it is, if it is one.
fn settled<'a>(workspace: &Workspace, rows: &[Row<'a>], planned: &mut PlannedWindow) -> Option<&'a WindowId> {
    let name = Name::of(planned);
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
    } else if !repeats(workspace, &name.asker)
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

fn repeats(workspace: &Workspace, asker: &Asker) -> bool {
    let Asker::Rule { event: id, .. } = asker else { return false };
    let event = workspace.events.iter().find(|event| event.id == *id);
    event.is_some_and(|event: &Event| event.recurrence.is_some())
}

#[cfg(test)]
mod tests;
