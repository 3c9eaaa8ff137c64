//! Windows that take effect, and what becomes of them: opened, contested, over, closed by a person. What is kept is written before
//! anything of a window is applied, so that no later change of the files can end, extend or alter what people were told. That is
//! so for windows of the calendar and for those of orders.

use crate::model::{
    Answer, Change, Closed, Decision, Fact, KeptWindow, Plan, PlannedWindow, PostureState, Principal, ProposalAlarm, Refusal,
    Role, WindowId, WindowStatus,
};
use crate::time::{DAY_MS, HOUR_MS, MINUTE_MS, Timestamp};

use super::approvals::is_allowed;
use super::rounds;

/// How long before a contested window's end an undecided proposal raises an alarm again.
const AGAIN_MS: [i64; 3] = [3 * DAY_MS, DAY_MS, 4 * HOUR_MS];

/// A window that takes effect no later than this after its start is on time.
const ON_TIME_MS: i64 = MINUTE_MS;

/// What is to be written about windows that take effect, are contested, wait beside one that is, or are over. After it is written,
/// nothing follows from the same plan and instant.
pub fn keep(plan: &Plan, state: &PostureState, now: Timestamp) -> Vec<Change> {
    let mut changes: Vec<Change> = state.kept.iter().flat_map(|kept| followed(kept, plan, state, now)).collect();
    let is_kept = |id: &WindowId| state.unreadable.contains(id) || state.kept.iter().any(|kept| kept.planned.window.id == *id);
    for planned in plan.live_at(now).filter(|planned| !is_kept(&planned.window.id)) {
        if is_allowed(planned, state) {
            changes.extend(opened(planned, now));
        }
    }
    changes
}

/// The state of a plan that is carried out and that nobody approved anything of: what holds at `now` took effect in time. For
/// comparisons of files that no database belongs to.
pub fn as_carried_out(plan: &Plan, now: Timestamp) -> PostureState {
    let none = PostureState::default();
    let live = plan.live_at(now).filter(|planned| is_allowed(planned, &none));
    let kept = live.map(|planned| KeptWindow::opened(planned.clone(), planned.window.from)).collect();
    PostureState { kept, ..none }
}

/// When [`keep`] has something to raise again, after `now`.
pub fn next_alarm(plan: &Plan, now: Timestamp) -> Option<Timestamp> {
    let ends = plan.windows.iter().filter_map(|planned| match &planned.status {
        WindowStatus::Proposed { beside } => plan.window(beside).map(|beside| beside.window.until),
        WindowStatus::Planned | WindowStatus::Contested { .. } => None,
    });
    ends.flat_map(|end| AGAIN_MS.map(|before| end.plus_ms(-before))).filter(|at| *at > now).min()
}

/// Ends a window early by a person's word. Its changes are taken back by the next look.
pub fn close(state: &PostureState, who: &Principal, window: &WindowId, reason: &str, now: Timestamp) -> Decision {
    who.require(&[Role::Approver], now)?;
    let Some(kept) = state.kept.iter().find(|kept| kept.planned.window.id == *window) else {
        return Err(Refusal::WindowNotOpen { id: window.to_string() });
    };
    if !kept.is_open(now) {
        return Err(Refusal::WindowIsOver { id: window.to_string(), until: kept.until() });
    }
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    let closed = Closed { at: now, by: who.id.clone(), reason: Some(reason.to_owned()) };
    let row = KeptWindow { closed: Some(closed), over_at: Some(now), ..kept.clone() };
    let fact = Fact::WindowClosed { window: window.clone(), until: kept.planned.window.until, reason: Some(reason.to_owned()) };
    let missed = if is_allowed(&row.planned, state) { rounds::missed_at_end(&row, state) } else { Vec::new() };
    let mut changes = vec![Change::Keep(Box::new(row)), Change::fact(fact)];
    changes.extend(missed);
    Ok((changes, Answer::WindowClosed { window: window.clone() }))
}

/// Windows that hold now and have not taken effect although their start is past.
pub fn late_starts<'a>(
    plan: &'a Plan,
    state: &'a PostureState,
    now: Timestamp,
) -> impl Iterator<Item = &'a PlannedWindow> + use<'a> {
    let is_late = move |planned: &&PlannedWindow| {
        let id = &planned.window.id;
        now.since(planned.window.from) > ON_TIME_MS && state.kept.iter().all(|kept| kept.planned.window.id != *id)
    };
    plan.live_at(now).filter(is_late)
}

fn opened(planned: &PlannedWindow, now: Timestamp) -> [Change; 2] {
    let window = &planned.window;
    let late_ms = now.since(window.from);
    let fact = Fact::WindowOpened {
        window: window.id.clone(),
        hash: planned.hash.clone(),
        from: window.from,
        until: window.until,
        late_ms: if late_ms > ON_TIME_MS { late_ms } else { 0 },
    };
    let row = KeptWindow::opened(PlannedWindow { status: WindowStatus::Planned, ..planned.clone() }, now);
    [Change::Keep(Box::new(row)), Change::fact(fact)]
}

/// What changed about a kept window since it was last written.
fn followed(kept: &KeptWindow, plan: &Plan, state: &PostureState, now: Timestamp) -> Vec<Change> {
    let id = &kept.planned.window.id;
    let mut row = kept.clone();
    let (mut facts, mut missed) = (Vec::new(), Vec::new());
    if kept.is_open(now) {
        let why = plan.window(id).and_then(|planned| match planned.status {
            WindowStatus::Contested { why } => Some(why),
            WindowStatus::Planned | WindowStatus::Proposed { .. } => None,
        });
        if row.contested != why {
            facts.push(match why {
                Some(why) => Fact::WindowContested { window: id.clone(), why, until: kept.until() },
                None => Fact::WindowUncontested { window: id.clone() },
            });
            row.contested = why;
        }
    } else if kept.over_at.is_none() {
        row.over_at = Some(now);
        facts.push(Fact::WindowClosed { window: id.clone(), until: kept.until(), reason: None });
        if is_allowed(&kept.planned, state) {
            missed = rounds::missed_at_end(kept, state);
        }
    }
    let is_beside = |planned: &&PlannedWindow| {
        planned.status == WindowStatus::Proposed { beside: id.clone() } && planned.window.until > now
    };
    let proposal = plan.windows.iter().find(is_beside);
    if let Some(proposal) = proposal.filter(|proposal| !is_allowed(proposal, state)) {
        let alarm = ProposalAlarm { hash: proposal.hash.clone(), stage: stage(kept.until(), now) };
        if row.alarmed.as_ref().is_none_or(|last| last.hash != alarm.hash || last.stage < alarm.stage) {
            row.alarmed = Some(alarm);
            let (window, beside) = (proposal.window.id.clone(), id.clone());
            facts.push(Fact::ProposalWaits { window, beside, until: kept.until() });
        }
    }
    // A window that was closed early must stay known, or the files would ask for it again.
    let is_needed = now < kept.planned.window.until || proposal.is_some();
    let mut changes = Vec::new();
    if !is_needed {
        changes.push(Change::KeptGone(id.clone()));
    } else if row != *kept {
        changes.push(Change::Keep(Box::new(row)));
    }
    changes.extend(facts.into_iter().map(Change::fact));
    changes.extend(missed);
    changes
}

/// How often an alarm about what must be decided before `end` has been due by now, beside the first one.
fn stage(end: Timestamp, now: Timestamp) -> u8 {
    AGAIN_MS.iter().map(|before| u8::from(now >= end.plus_ms(-before))).sum()
}
