//! What may happen, in any order.

use proptest::prelude::*;
use standto::model::Level;

use super::town::{Meeting, PEOPLE, SEATS, VALUES, meetings};

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
        which: Which,
        window: usize,
        who: usize,
        /// Another one: in their place.
        seat: usize,
    },
    /// Somebody takes an approval back.
    Withdraw {
        which: usize,
    },
    /// Somebody looks at what was approved in their place.
    Review {
        which: usize,
        objects: bool,
    },
    /// Approves a level's windows of a quarter, 0 or 1.
    Stand {
        who: usize,
        level: Level,
        quarter: usize,
    },
    /// Takes a standing approval back.
    Unstand {
        which: usize,
    },
    /// A person ends a window early.
    Close {
        which: usize,
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
    /// The calendar does not name an event any more, or names it again.
    Drop {
        meeting: usize,
    },
    /// A playbook gives a setting another value.
    Rewrite {
        book: usize,
        ask: usize,
        value: u8,
    },
    /// A rule asks for another time.
    Rule {
        rule: usize,
        lead: i64,
        tail: i64,
    },
    /// A level needs other numbers of approvals.
    Need {
        rule: usize,
        need: usize,
    },
    /// The files change about a window that holds, and a person accepts that.
    Upset {
        which: usize,
        how: How,
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

/// Which windows a person looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Which {
    Any,
    /// What is asked for in place of one that took effect.
    Proposed,
    /// What took effect and is not allowed any more.
    Lost,
    /// What somebody was stood in for, who approves now themselves.
    Deputised,
}

/// What becomes of the event of a window that holds, or of what is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum How {
    Lasting {
        hours: i64,
    },
    Moved {
        by: i64,
    },
    Cancelled,
    Dropped,
    Doubted,
    Remeasured {
        value: u8,
    },
    Ruled {
        lead: i64,
        tail: i64,
    },
    Needing {
        need: usize,
    },
    /// As it was when the window took effect.
    Back,
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
    let by = prop_oneof![2 => -20..20_i64, 1 => Just(0)];
    prop_oneof![
        6 => (which.clone(), by, 1..16_i64).prop_map(|(meeting, by, hours)| Act::Shift { meeting, by, hours }),
        2 => which.clone().prop_map(|meeting| Act::Cancel { meeting }),
        1 => which.clone().prop_map(|meeting| Act::Retitle { meeting }),
        2 => which.clone().prop_map(|meeting| Act::Confirm { meeting }),
        1 => meetings().prop_map(Act::Add),
        2 => which.prop_map(|meeting| Act::Drop { meeting }),
        3 => (0..4_usize, 0..4_usize, 0..VALUES).prop_map(|(book, ask, value)| Act::Rewrite { book, ask, value }),
        1 => (0..3_usize, 1..30_i64, 0..20_i64).prop_map(|(rule, lead, tail)| Act::Rule { rule, lead, tail }),
        1 => (0..3_usize, 0..3_usize).prop_map(|(rule, need)| Act::Need { rule, need }),
        4 => Just(Act::Accept),
        15 => (0..8_usize, upsets()).prop_map(|(which, how)| Act::Upset { which, how }),
    ]
}

fn upsets() -> impl Strategy<Value = How> {
    prop_oneof![
        3 => (1..20_i64).prop_map(|hours| How::Lasting { hours }),
        3 => (-20..60_i64).prop_map(|by| How::Moved { by }),
        2 => Just(How::Cancelled),
        2 => Just(How::Dropped),
        2 => Just(How::Doubted),
        4 => (0..VALUES).prop_map(|value| How::Remeasured { value }),
        2 => (1..30_i64, 0..20_i64).prop_map(|(lead, tail)| How::Ruled { lead, tail }),
        2 => (0..3_usize).prop_map(|need| How::Needing { need }),
        4 => Just(How::Back),
    ]
}

fn of_people() -> impl Strategy<Value = Act> {
    let (who, which) = (0..PEOPLE.len(), 0..8_usize);
    let own = |which: Which| {
        move |(window, who, other, is_own): (usize, usize, usize, bool)| Act::Approve {
            which,
            window,
            who,
            seat: if is_own { who } else { other },
        }
    };
    let word = (0..12_usize, who.clone(), who.clone(), prop::bool::weighted(0.6));
    let quarter = prop::bool::weighted(0.4).prop_map(usize::from);
    prop_oneof![
        12 => word.clone().prop_map(own(Which::Any)),
        8 => word.clone().prop_map(own(Which::Proposed)),
        10 => (0..8_usize, 0..SEATS.len())
            .prop_map(|(window, who)| Act::Approve { which: Which::Lost, window, who, seat: who }),
        1 => word.prop_map(own(Which::Deputised)),
        6 => which.clone().prop_map(|which| Act::Withdraw { which }),
        2 => (which.clone(), any::<bool>()).prop_map(|(which, objects)| Act::Review { which, objects }),
        4 => (who.clone(), levels(), quarter).prop_map(|(who, level, quarter)| Act::Stand { who, level, quarter }),
        1 => which.clone().prop_map(|which| Act::Unstand { which }),
        1 => (which, who).prop_map(|(which, who)| Act::Close { which, who }),
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
    let who = 0..PEOPLE.len();
    let act = prop_oneof![
        8 => (1..25_i64).prop_map(|hours| Act::Pass { hours }),
        1 => (60..200_i64).prop_map(|hours| Act::Pass { hours }),
        2 => (who, -5..20_i64, 1..30_i64, levels())
            .prop_map(|(who, from, hours, level)| Act::Order { who, from, hours, level }),
        1 => (1..5_usize).prop_map(|which| Act::EndOrder { which }),
        20 => of_people(),
        10 => of_the_calendar(),
        if others { 6 } else { 0 } => of_others(),
    ];
    let turn = prop_oneof![
        6 => Just(Turn::Taken),
        2 => Just(Turn::Missed),
        2 => (0..8_usize).prop_map(|boundary| Turn::Killed { boundary }),
    ];
    prop::collection::vec((act, turn).prop_map(|(act, turn)| Move { act, turn }), 1..40)
}
