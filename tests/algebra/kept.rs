//! Windows that took effect, and what that makes of those the files ask for. Part of the oracle.
//!
//! What took effect holds as it was then until its end, whatever the files say. What they ask for in its place is another window,
//! which nobody has said yes to.

use standto::model::{Contest, Level, WindowId};

use super::oracle::{Ordered, Seen, Status, asked, ordered};
use super::town::Town;
use super::words::Words;

/// A window that took effect.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Kept {
    /// As it was then.
    pub(crate) seen: Seen,
    /// Which one it is of those with the same event, start and level.
    number: u32,
    pub(crate) opened: i64,
    /// When a person ended it.
    pub(crate) closed: Option<i64>,
}

impl Kept {
    pub(crate) fn until(&self) -> i64 {
        self.closed.map_or(self.seen.until, |closed| closed.min(self.seen.until))
    }

    /// As it holds.
    pub(crate) fn held(&self) -> Seen {
        Seen { until: self.until(), ..self.seen.clone() }
    }
}

/// Of two, the one that took effect later.
fn latest<'a>(kept: impl Iterator<Item = &'a Kept>) -> Option<&'a Kept> {
    kept.max_by(|a, b| (a.opened, a.number, &a.seen.id).cmp(&(b.opened, b.number, &b.seen.id)))
}

/// Every window there is: what the files ask for, what took effect and is contested, what people ordered.
pub(crate) fn windows(town: &Town, orders: &[Ordered], kept: &[Kept]) -> Vec<Seen> {
    let mut files = asked(town);
    files.extend(ordered(town, orders));
    let is_ended = |seen: &Seen| seen.order.is_some_and(|number| orders[number].is_ended);
    // What took effect of an order that a person ended is all there is of it.
    files.retain(|seen| !(is_ended(seen) && kept.iter().any(|kept| kept.seen.is_akin(seen))));
    let mut all = files.clone();
    let mut met: Vec<&WindowId> = Vec::new();
    for seen in &mut all {
        let family = || kept.iter().filter(|kept| kept.seen.is_same(seen));
        if let Some(it) = family().filter(|kept| kept.seen.bound == seen.bound).max_by_key(|kept| kept.number) {
            (seen.id, seen.until) = (it.seen.id.clone(), it.until());
            met.push(&it.seen.id);
            continue;
        }
        let next = family().map(|kept| kept.number + 1).max();
        let beside = latest(family()).or_else(|| latest(kept.iter().filter(|kept| kept.seen.is_akin(seen))));
        let beside = beside.map(|kept| kept.seen.id.clone());
        if let Some(number) = next {
            seen.id = WindowId::new(format!("{}~{number}", seen.id));
        }
        if let Some(beside) = beside {
            (seen.status, seen.need, seen.basis) = (Status::Proposed(beside), seen.need.max(1), None);
        }
    }
    let left = kept.iter().filter(|kept| !met.contains(&&kept.seen.id));
    let left = left.map(|kept| {
        let is_over = is_ended(&kept.seen);
        let status = if is_over { Status::Planned } else { Status::Contested(why(town, &files, &kept.seen)) };
        Seen { status, ..kept.held() }
    });
    let left: Vec<Seen> = left.collect();
    all.extend(left);
    all
}

/// Why the files do not ask for a window that took effect.
fn why(town: &Town, asked: &[Seen], was: &Seen) -> Contest {
    let Some(of) = &was.of else { return Contest::Measures };
    if let Some(now) = asked.iter().find(|seen| seen.is_same(was)) {
        return if now.of != was.of {
            Contest::Moved
        } else if (now.from, now.until) != (was.from, was.until) {
            Contest::Rule
        } else {
            Contest::Measures
        };
    }
    let meeting = &town.meetings[of.event];
    if !meeting.is_there {
        Contest::Vanished
    } else if meeting.is_cancelled {
        Contest::Cancelled
    } else if was.level >= Level::Surge && !meeting.is_confirmed {
        Contest::Unconfirmed
    } else {
        Contest::Moved
    }
}

/// What a look does: what is allowed and live takes effect; what is over and bears on nothing is forgotten. The windows that took
/// effect now, as they were before.
pub(crate) fn look(town: &Town, orders: &[Ordered], words: &Words, kept: &mut Vec<Kept>, now: i64) -> Vec<Seen> {
    let mut opened = Vec::new();
    loop {
        let windows = windows(town, orders, kept);
        let before = kept.len();
        let waits_beside =
            |id: &WindowId| windows.iter().any(|seen| seen.status == Status::Proposed(id.clone()) && now < seen.until);
        // One that was closed early stays known until the end that it had, or the files would ask for it again.
        let known: Vec<WindowId> = kept.iter().map(|kept| kept.seen.id.clone()).collect();
        kept.retain(|kept| now < kept.seen.until || waits_beside(&kept.seen.id));
        let has_forgotten = kept.len() < before;
        let new = windows.iter().filter(|seen| seen.is_live(now) && !known.contains(&seen.id) && words.is_allowed(seen));
        let new: Vec<Seen> = new.cloned().collect();
        let has_opened = !new.is_empty();
        for seen in &new {
            let number = seen.id.as_str().split_once('~').map_or(1, |(_, number)| number.parse().expect("a number"));
            let seen = Seen { status: Status::Planned, ..seen.clone() };
            kept.push(Kept { seen, number, opened: now, closed: None });
        }
        opened.extend(new);
        if !has_forgotten && !has_opened {
            return opened;
        }
    }
}
