//! What may happen, in any order.

use proptest::prelude::*;
use standto::model::Level;

use super::town::{Meeting, VALUES, meetings};

#[derive(Clone, Debug)]
pub(crate) enum Act {
    Pass {
        hours: i64,
    },
    Order {
        who: usize,
        /// Counted from now; less than 0 means now.
        from: i64,
        hours: i64,
        level: Level,
    },
    EndOrder {
        which: usize,
    },
    Approve {
        window: usize,
        who: usize,
    },
    /// An event moves, or lasts otherwise.
    Shift {
        meeting: usize,
        by: i64,
        hours: i64,
    },
    /// An event is cancelled, or takes place after all.
    Cancel {
        meeting: usize,
    },
    Retitle {
        meeting: usize,
    },
    Confirm {
        meeting: usize,
    },
    Add(Meeting),
    /// The calendar does not name an event any more.
    Drop {
        meeting: usize,
    },
    /// A playbook gives a setting another value.
    Rewrite {
        book: usize,
        ask: usize,
        value: u8,
    },
    /// A person accepts files that alter live or approved windows.
    Accept,
    /// Somebody else writes a target.
    Edit {
        target: usize,
    },
    /// The hourly look at targets.
    Compare,
    /// A person decides a conflict, or takes a target back early.
    Decide {
        target: usize,
        keep: bool,
    },
}

/// What the engine does after an act.
#[derive(Clone, Debug)]
pub(crate) enum Turn {
    Taken,
    /// It is down, or has not come to it.
    Missed,
    /// It is killed at this boundary between intent, act and result.
    Killed {
        boundary: usize,
    },
}

#[derive(Clone, Debug)]
pub(crate) struct Move {
    pub(crate) act: Act,
    pub(crate) turn: Turn,
}

fn levels() -> impl Strategy<Value = Level> {
    prop::sample::select(vec![Level::Watch, Level::Elevated, Level::Surge])
}

fn of_the_calendar() -> impl Strategy<Value = Act> {
    let which = 0..4_usize;
    prop_oneof![
        3 => (which.clone(), -20..20_i64, 1..12_i64).prop_map(|(meeting, by, hours)| Act::Shift { meeting, by, hours }),
        1 => which.clone().prop_map(|meeting| Act::Cancel { meeting }),
        1 => which.clone().prop_map(|meeting| Act::Retitle { meeting }),
        1 => which.clone().prop_map(|meeting| Act::Confirm { meeting }),
        1 => meetings().prop_map(Act::Add),
        1 => which.prop_map(|meeting| Act::Drop { meeting }),
        2 => (0..4_usize, 0..4_usize, 0..VALUES).prop_map(|(book, ask, value)| Act::Rewrite { book, ask, value }),
        4 => Just(Act::Accept),
    ]
}

fn of_others() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => (0..2_usize).prop_map(|target| Act::Edit { target }),
        1 => Just(Act::Compare),
        3 => (0..2_usize, any::<bool>()).prop_map(|(target, keep)| Act::Decide { target, keep }),
    ]
}

/// Histories; with `others`, somebody else writes the targets too, and people decide.
pub(crate) fn moves(others: bool) -> impl Strategy<Value = Vec<Move>> {
    let who = 0..3_usize;
    let act = prop_oneof![
        8 => (1..25_i64).prop_map(|hours| Act::Pass { hours }),
        1 => (60..200_i64).prop_map(|hours| Act::Pass { hours }),
        3 => (who.clone(), -5..20_i64, 1..30_i64, levels())
            .prop_map(|(who, from, hours, level)| Act::Order { who, from, hours, level }),
        1 => (1..5_usize).prop_map(|which| Act::EndOrder { which }),
        12 => (0..12_usize, who).prop_map(|(window, who)| Act::Approve { window, who }),
        8 => of_the_calendar(),
        if others { 6 } else { 0 } => of_others(),
    ];
    let turn = prop_oneof![
        6 => Just(Turn::Taken),
        2 => Just(Turn::Missed),
        2 => (0..8_usize).prop_map(|boundary| Turn::Killed { boundary }),
    ];
    prop::collection::vec((act, turn).prop_map(|(act, turn)| Move { act, turn }), 1..30)
}
