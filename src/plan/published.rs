//! What calendars of others are told: which notices of a plan differ from what was published last, and which are still told.
//!
//! A notice's sequence goes up with its bounds, level, title or outlook. A window that is planned no more is told as cancelled for
//! a while, so that it goes away in the calendars that took it up. One that is over is left as it was.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Notice, Outlook, Plan, PlannedWindow, Published, WindowId};
use crate::time::{DAY_MS, Timestamp};

/// How long after its end a window is still told.
const AFTER_END_MS: i64 = 30 * DAY_MS;
/// How long a cancelled window is told as such.
const CANCELLED_MS: i64 = 60 * DAY_MS;

/// The notices that changed since `known`. `allowed` says which windows may take effect.
pub fn published(plan: &Plan, allowed: &dyn Fn(&PlannedWindow) -> bool, known: &[Published], now: Timestamp) -> Vec<Published> {
    let known: BTreeMap<&WindowId, &Published> = known.iter().map(|published| (&published.window, published)).collect();
    let planned: BTreeSet<&WindowId> = plan.windows.iter().map(|planned| &planned.window.id).collect();
    let mut changed: Vec<Published> =
        plan.windows.iter().filter_map(|planned| told(planned, allowed, known.get(&planned.window.id).copied(), now)).collect();
    let is_dropped = |last: &&Published| {
        let notice = &last.notice;
        let is_in_sight = notice.from < plan.until && notice.until > plan.from;
        !planned.contains(&last.window) && is_in_sight && now < notice.until && notice.outlook != Outlook::Cancelled
    };
    let dropped = known.values().copied().filter(is_dropped);
    changed.extend(dropped.map(|last| next(last, Notice { outlook: Outlook::Cancelled, ..last.notice.clone() }, now)));
    changed
}

/// A planned window's notice, if it is another than the last one.
fn told(
    planned: &PlannedWindow,
    allowed: &dyn Fn(&PlannedWindow) -> bool,
    last: Option<&Published>,
    now: Timestamp,
) -> Option<Published> {
    let window = &planned.window;
    let is_over = window.until <= now;
    let notice = Notice {
        title: planned.public_title.clone(),
        level: window.level,
        from: window.from,
        until: window.until,
        outlook: if allowed(planned) { Outlook::Confirmed } else { Outlook::Tentative },
    };
    match last {
        None if is_over => None,
        None => Some(Published { window: window.id.clone(), notice, sequence: 0, changed_at: now }),
        Some(last) if last.notice == notice || (is_over && last.notice.until <= now) => None,
        Some(last) => Some(next(last, notice, now)),
    }
}

fn next(last: &Published, notice: Notice, now: Timestamp) -> Published {
    Published { window: last.window.clone(), notice, sequence: last.sequence.saturating_add(1), changed_at: now }
}

/// What is told at `now`: what is known, with the changes, without what ended or was cancelled long ago; by start, then window.
pub fn feed(known: Vec<Published>, changed: Vec<Published>, now: Timestamp) -> Vec<Published> {
    let both = known.into_iter().chain(changed);
    let latest: BTreeMap<WindowId, Published> = both.map(|published| (published.window.clone(), published)).collect();
    let is_told = |published: &Published| match published.notice.outlook {
        Outlook::Tentative | Outlook::Confirmed => now.since(published.notice.until) < AFTER_END_MS,
        Outlook::Cancelled => now.since(published.changed_at) < CANCELLED_MS,
    };
    let mut told: Vec<Published> = latest.into_values().filter(is_told).collect();
    told.sort_by(|a, b| (a.notice.from, &a.window).cmp(&(b.notice.from, &b.window)));
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Handling, Past, Text, Workspace};
    use crate::plan::fixture::{at, event, workspace};
    use crate::plan::plan;

    const NOW: &str = "2027-05-01T00:00:00Z";

    fn planned(workspace: &Workspace) -> Plan {
        plan(workspace, Past::default(), at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"))
    }

    fn talks() -> Workspace {
        workspace(vec![event("talks", "2027-06-14T09:00", "2027-06-16T18:00")])
    }

    fn all(plan: &Plan, known: &[Published], now: &str) -> Vec<Published> {
        published(plan, &|planned| planned.approvals_needed == 0, known, at(now))
    }

    #[test]
    fn the_first_time_everything_is_told_and_then_nothing_until_something_changes() {
        let plan = planned(&talks());
        let first = all(&plan, &[], NOW);
        let outlooks: Vec<(u32, Outlook)> = first.iter().map(|p| (p.sequence, p.notice.outlook)).collect();
        assert_eq!(outlooks, [(0, Outlook::Confirmed), (0, Outlook::Confirmed), (0, Outlook::Tentative)]);
        assert!(all(&plan, &first, "2027-05-02T00:00:00Z").is_empty());
        let approved = published(&plan, &|_| true, &first, at("2027-05-03T00:00:00Z"));
        assert_eq!(approved.len(), 1);
        assert_eq!((approved[0].sequence, approved[0].notice.outlook), (1, Outlook::Confirmed));
        assert_eq!(approved[0].changed_at, at("2027-05-03T00:00:00Z"));
    }

    #[test]
    fn a_moved_bound_a_title_and_a_level_count_up() {
        let first = all(&planned(&talks()), &[], NOW);
        let mut moved = workspace(vec![event("talks", "2027-06-14T09:00", "2027-06-17T18:00")]);
        let later = all(&planned(&moved), &first, NOW);
        assert!(later.len() == 3 && later.iter().all(|p| p.sequence == 1), "{later:?}");
        moved.events[0].handling = Handling::Red;
        moved.events[0].cover_name = Some(Text::same("Maintenance"));
        let covered = all(&planned(&moved), &later, NOW);
        assert!(covered.iter().all(|p| p.sequence == 2 && p.notice.title == Text::same("Maintenance")));
    }

    #[test]
    fn what_is_planned_no_more_is_cancelled_for_a_while_and_may_come_back() {
        let plan = planned(&talks());
        let first = all(&plan, &[], NOW);
        let gone = all(&planned(&workspace(Vec::new())), &first, NOW);
        assert!(gone.len() == 3 && gone.iter().all(|p| p.notice.outlook == Outlook::Cancelled && p.sequence == 1));
        assert!(all(&planned(&workspace(Vec::new())), &gone, NOW).is_empty(), "told once");
        assert_eq!(feed(first.clone(), gone.clone(), at("2027-06-20T00:00:00Z")).len(), 3);
        assert_eq!(feed(first, gone.clone(), at("2027-07-20T00:00:00Z")).len(), 0);
        let back = all(&plan, &gone, NOW);
        assert!(back.iter().all(|p| p.sequence == 2 && p.notice.outlook != Outlook::Cancelled));
    }

    #[test]
    fn what_is_over_stays_as_it_was_and_goes_after_a_while() {
        let plan = planned(&talks());
        let first = all(&plan, &[], NOW);
        let after = "2027-07-05T00:00:00Z";
        assert!(all(&plan, &[], after).is_empty(), "what is over is not told afresh");
        assert!(all(&planned(&workspace(Vec::new())), &first, after).is_empty(), "nor cancelled");
        let shown = |now| feed(first.clone(), Vec::new(), at(now)).len();
        assert_eq!([shown(NOW), shown(after), shown("2027-07-25T00:00:00Z"), shown("2027-09-01T00:00:00Z")], [3, 3, 1, 0]);
    }

    #[test]
    fn what_lies_beyond_the_plan_is_not_dropped() {
        let first = all(&planned(&talks()), &[], NOW);
        let short = plan(&talks(), Past::default(), at("2027-01-01T00:00:00Z"), at("2027-05-02T00:00:00Z"));
        assert!(all(&short, &first, NOW).is_empty());
    }
}
