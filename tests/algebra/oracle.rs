//! What should be, worked out plainly from numbers: no plan, no hash, no ledger.

use std::collections::{BTreeMap, BTreeSet};

use standto::model::{Level, WindowId};

use super::town::{SETTINGS, Town, event_id, local};

/// An order as a person gave it, and how it went on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ordered {
    pub(crate) level: Level,
    pub(crate) from: i64,
    pub(crate) until: i64,
    pub(crate) by: &'static str,
}

/// A window, and all that an approval of it is an approval of.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Seen {
    pub(crate) id: WindowId,
    pub(crate) from: i64,
    pub(crate) until: i64,
    pub(crate) level: Level,
    /// What it asks for: playbook, measure, setting, value.
    pub(crate) asks: Vec<(usize, usize, usize, u8)>,
    pub(crate) need: usize,
    pub(crate) author: Option<&'static str>,
}

impl Seen {
    pub(crate) fn is_live(&self, now: i64) -> bool {
        self.from <= now && now < self.until
    }

    /// What an approval binds to.
    pub(crate) fn bound(&self) -> String {
        format!("{} {} {} {:?}", self.from, self.until, self.level, self.asks)
    }
}

/// Every window that a town and orders ask for.
pub(crate) fn windows(town: &Town, orders: &[Ordered]) -> Vec<Seen> {
    let asks = |level: Level| {
        let books = town.books.iter().enumerate().filter(move |(_, book)| book.level <= level);
        let asks = books.flat_map(|(number, book)| {
            book.asks.iter().enumerate().map(move |(place, (setting, value))| (number, place, *setting, *value))
        });
        asks.collect::<Vec<_>>()
    };
    let need = |level: Level| town.rules.iter().find(|rule| rule.level == level).map_or(0, |rule| rule.need);
    let mut all = Vec::new();
    for (number, meeting) in town.meetings.iter().enumerate() {
        for rule in &town.rules {
            if meeting.is_there && !meeting.is_cancelled && (meeting.is_confirmed || rule.level < Level::Surge) {
                all.push(Seen {
                    id: WindowId::new(format!("{}/{}/talks/{}", event_id(number), local(meeting.start), rule.level)),
                    from: meeting.start - rule.lead,
                    until: meeting.start + meeting.hours + rule.tail,
                    level: rule.level,
                    asks: asks(rule.level),
                    need: rule.need,
                    author: None,
                });
            }
        }
    }
    for (number, order) in orders.iter().enumerate().filter(|(_, order)| order.from < order.until) {
        all.push(Seen {
            id: WindowId::new(format!("order/o-{}", number + 1)),
            from: order.from,
            until: order.until,
            level: order.level,
            asks: asks(order.level),
            need: need(order.level),
            author: Some(order.by),
        });
    }
    all
}

/// Window, what was approved, and by whom.
pub(crate) type Approvals = BTreeSet<(WindowId, String, &'static str)>;

/// Who approved a window as it is.
pub(crate) fn approvers(seen: &Seen, approvals: &Approvals) -> BTreeSet<&'static str> {
    let binds = |(id, bound, _): &&(WindowId, String, &'static str)| *id == seen.id && *bound == seen.bound();
    approvals.iter().filter(binds).map(|(_, _, by)| *by).collect()
}

/// Enough different people, and never the author alone.
pub(crate) fn is_allowed(seen: &Seen, approvals: &Approvals) -> bool {
    let by = approvers(seen, approvals);
    let has_other = by.iter().any(|by| Some(*by) != seen.author);
    seen.need == 0 || (by.len() >= seen.need && has_other)
}

/// The settings of one target by name, joined over what the windows ask for.
pub(crate) fn wanted<'a>(target: &str, windows: impl Iterator<Item = &'a Seen>) -> BTreeMap<usize, u8> {
    let mut wanted = BTreeMap::new();
    for (_, _, setting, value) in windows.flat_map(|seen| seen.asks.iter().copied()) {
        let (control, name) = SETTINGS[setting];
        if control == target {
            let join = |old: u8| match name {
                "young_days" | "action" => old.max(value),
                "old_days" | "limit" => old.min(value),
                _ => old | value,
            };
            wanted.entry(setting).and_modify(|old| *old = join(*old)).or_insert(value);
        }
    }
    wanted
}
