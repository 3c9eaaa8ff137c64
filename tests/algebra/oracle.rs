//! What should be, worked out plainly from numbers: no plan, no hash, no ledger.

use std::collections::BTreeMap;

use standto::model::{Contest, Level, WindowId};

use super::files::event_id;
use super::town::{QUARTER, SETTINGS, Town, local};

/// An order as a person gave it, and how it went on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ordered {
    pub(crate) level: Level,
    pub(crate) from: i64,
    /// When it ends; a person may end it earlier.
    pub(crate) until: i64,
    pub(crate) is_ended: bool,
    pub(crate) by: usize,
}

/// The event that a window is for, as it was when the window was worked out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Of {
    pub(crate) event: usize,
    pub(crate) start: i64,
    pub(crate) hours: i64,
}

/// What a window is beside those that took effect.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Status {
    Planned,
    Contested(Contest),
    /// In place of this one.
    Proposed(WindowId),
}

/// What a standing approval is of: a rule with all that it calls for, and a quarter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Basis {
    pub(crate) rule: String,
    pub(crate) quarter: usize,
}

/// A window, and all that an approval of it is an approval of.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Seen {
    pub(crate) id: WindowId,
    /// None: a person ordered it.
    pub(crate) of: Option<Of>,
    /// Which order it is of.
    pub(crate) order: Option<usize>,
    pub(crate) from: i64,
    pub(crate) until: i64,
    pub(crate) level: Level,
    /// What it asks for: playbook, measure, setting, value.
    pub(crate) asks: Vec<(usize, usize, usize, u8)>,
    /// What an approval binds to.
    pub(crate) bound: String,
    pub(crate) need: usize,
    pub(crate) author: Option<usize>,
    /// None: no standing approval counts for it.
    pub(crate) basis: Option<Basis>,
    pub(crate) status: Status,
}

impl Seen {
    pub(crate) fn is_live(&self, now: i64) -> bool {
        self.from <= now && now < self.until
    }

    /// Of the same event and level, whenever the event is, or of the same order.
    pub(crate) fn is_akin(&self, other: &Seen) -> bool {
        let event = |seen: &Seen| seen.of.as_ref().map(|of| of.event);
        self.level == other.level && event(self) == event(other) && self.order == other.order
    }

    /// Of the same event at the same start.
    pub(crate) fn is_same(&self, other: &Seen) -> bool {
        let start = |seen: &Seen| seen.of.as_ref().map(|of| of.start);
        self.is_akin(other) && start(self) == start(other)
    }

    pub(crate) fn is_proposed(&self) -> bool {
        matches!(self.status, Status::Proposed(_))
    }

    pub(crate) fn is_contested(&self) -> bool {
        matches!(self.status, Status::Contested(_))
    }
}

/// What a level calls for.
fn asks(town: &Town, level: Level) -> Vec<(usize, usize, usize, u8)> {
    let books = town.books.iter().enumerate().filter(|(_, book)| book.level <= level);
    let asks = books.flat_map(|(number, book)| {
        book.asks.iter().enumerate().map(move |(place, (setting, value))| (number, place, *setting, *value))
    });
    asks.collect()
}

/// Bounds, level, and what is asked for.
fn bound(from: i64, until: i64, level: Level, asks: &str) -> String {
    format!("{from} {until} {level} {asks}")
}

/// What a standing approval of a level would be of now; None: of levels that are decided window by window.
pub(crate) fn rule(town: &Town, level: Level) -> Option<String> {
    let rule = town.rules.iter().find(|rule| rule.level == level).filter(|_| level < Level::Surge)?;
    Some(format!("{} {} {level} {:?}", rule.lead, rule.tail, asks(town, level)))
}

pub(crate) fn quarter(hour: i64) -> usize {
    usize::from(hour >= QUARTER)
}

/// Every window that the files ask for, whatever took effect before.
pub(crate) fn asked(town: &Town) -> Vec<Seen> {
    let mut all = Vec::new();
    for asking in &town.rules {
        let (level, asks, rule) = (asking.level, asks(town, asking.level), rule(town, asking.level));
        let text = format!("{asks:?}");
        for (event, meeting) in town.meetings.iter().enumerate() {
            if !meeting.is_there || meeting.is_cancelled || (level >= Level::Surge && !meeting.is_confirmed) {
                continue;
            }
            let (start, hours) = (meeting.start, meeting.hours);
            let (from, until) = (start - asking.lead, start + hours + asking.tail);
            all.push(Seen {
                id: WindowId::new(format!("{}/{}/talks/{level}", event_id(event), local(start))),
                of: Some(Of { event, start, hours }),
                order: None,
                from,
                until,
                level,
                bound: bound(from, until, level, &text),
                asks: asks.clone(),
                need: asking.need,
                author: None,
                basis: rule.clone().map(|rule| Basis { rule, quarter: quarter(from) }),
                status: Status::Planned,
            });
        }
    }
    all
}

/// Every window that people ordered.
pub(crate) fn ordered(town: &Town, orders: &[Ordered]) -> Vec<Seen> {
    let need = |level: Level| town.rules.iter().find(|rule| rule.level == level).map_or(0, |rule| rule.need);
    let orders = orders.iter().enumerate().filter(|(_, order)| order.from < order.until);
    let seen = |(number, order): (usize, &Ordered)| {
        let Ordered { level, from, until, by, .. } = *order;
        let asks = asks(town, level);
        Seen {
            id: WindowId::new(format!("order/o-{}", number + 1)),
            of: None,
            order: Some(number),
            from,
            until,
            level,
            bound: bound(from, until, level, &format!("{asks:?}")),
            asks,
            need: need(level),
            author: Some(by),
            basis: None,
            status: Status::Planned,
        }
    };
    orders.map(seen).collect()
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
