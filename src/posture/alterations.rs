//! What a new revision would do to windows that hold or are approved: what a person is shown before, and told after, accepting.

use super::approvals::{is_allowed, touched};
use super::keeping::late_starts;
use crate::model::{Altered, Becomes, Plan, PlannedWindow, PostureState, WindowId, WindowStatus};
use crate::plan::is_akin;
use crate::time::Timestamp;

/// Live and approved windows that the new plan alters or drops, and windows that would take effect at once although their start is
/// past. None: the revision may be adopted without a word.
pub fn altered(old: &Plan, new: &Plan, state: &PostureState, now: Timestamp) -> Vec<Altered> {
    let took_effect = |id: &WindowId| state.kept.iter().any(|kept| kept.planned.window.id == *id && kept.is_open(now));
    let mut list = Vec::new();
    for kept in state.kept.iter().filter(|kept| kept.is_open(now)) {
        let id = &kept.planned.window.id;
        let was = old.window(id).map(|planned| &planned.status);
        if let Some(WindowStatus::Contested { why }) = new.window(id).map(|planned| &planned.status)
            && !matches!(was, Some(WindowStatus::Contested { .. }))
        {
            let beside = WindowStatus::Proposed { beside: id.clone() };
            let proposed = new.windows.iter().find(|planned| planned.status == beside).map(|planned| planned.window.id.clone());
            list.push(Altered { window: id.clone(), to: Becomes::Contested { why: *why, until: kept.until(), proposed } });
        }
    }
    for id in touched(old, new, state, now) {
        let to = match (old.window(&id), new.window(&id)) {
            // Only its settings join otherwise. That more approvals are asked for now closes nothing that took effect.
            (Some(was), Some(is)) if was.hash == is.hash && was.approvals_needed == is.approvals_needed => Becomes::Joined,
            (_, Some(_)) if took_effect(&id) => continue,
            (_, Some(is)) => planned_now(is, state),
            (Some(was), None) => match moved(was, old, new) {
                Some(is) => planned_now(is, state),
                None => Becomes::Dropped,
            },
            (None, None) => Becomes::Dropped,
        };
        list.push(Altered { window: id, to });
    }
    let is_news = |planned: &&PlannedWindow| {
        let was = old.window(&planned.window.id).filter(|was| was.hash == planned.hash);
        is_allowed(planned, state) && !was.is_some_and(|was| was.window.from <= now && is_allowed(was, state))
    };
    let late = late_starts(new, state, now).filter(is_news);
    list.extend(
        late.map(|planned| Altered { window: planned.window.id.clone(), to: Becomes::LateStart { from: planned.window.from } }),
    );
    list
}

/// The window that is planned now for what a dropped one was for.
fn moved<'a>(was: &PlannedWindow, old: &Plan, new: &'a Plan) -> Option<&'a PlannedWindow> {
    let is_it = |planned: &&PlannedWindow| is_akin(was, planned) && old.window(&planned.window.id).is_none();
    new.windows.iter().find(is_it)
}

/// What is asked for in place of a window that did not take effect.
fn planned_now(is: &PlannedWindow, state: &PostureState) -> Becomes {
    let planned = is.window.id.clone();
    if is_allowed(is, state) { Becomes::Replaced { planned } } else { Becomes::Reapprove { planned } }
}
