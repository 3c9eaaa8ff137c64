//! Who said yes to what, and whether that is enough. Part of the oracle: plain sets.

use std::collections::BTreeSet;

use standto::model::{Level, WindowId};

use super::oracle::Seen;
use super::town::{DEPUTIES, SEATS};

/// One person's word for one window as it was. Nobody has two for the same.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word {
    pub(crate) window: WindowId,
    pub(crate) bound: String,
    pub(crate) by: usize,
    /// Another one: in their place.
    pub(crate) seat: usize,
    pub(crate) is_reviewed: bool,
}

impl Word {
    pub(crate) fn is_of(&self, seen: &Seen) -> bool {
        self.window == seen.id && self.bound == seen.bound
    }

    pub(crate) fn waits_for_review(&self) -> bool {
        self.by != self.seat && !self.is_reviewed
    }
}

/// One person's word for every window of a rule in a quarter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Standing {
    pub(crate) level: Level,
    pub(crate) quarter: usize,
    pub(crate) rule: String,
    pub(crate) by: usize,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    pub(crate) given: Vec<Word>,
    pub(crate) standing: Vec<Standing>,
}

/// The words that count for a window.
#[derive(Debug)]
pub(crate) struct Counted {
    /// People who speak for themselves.
    own: BTreeSet<usize>,
    /// Those of them who said it for the quarter alone.
    standing: BTreeSet<usize>,
    /// Who is stood in for, and by whom.
    deputies: Vec<(usize, usize)>,
}

impl Counted {
    pub(crate) fn number(&self) -> usize {
        self.own.len() + self.deputies.len()
    }

    pub(crate) fn has_deputy(&self) -> bool {
        !self.deputies.is_empty()
    }

    pub(crate) fn rests_on_standing(&self) -> bool {
        !self.standing.is_empty()
    }

    fn is_from(&self, who: usize) -> bool {
        self.own.contains(&who) || self.deputies.iter().any(|(_, by)| *by == who)
    }

    fn is_for(&self, seat: usize) -> bool {
        self.own.contains(&seat) || self.deputies.iter().any(|(of, _)| *of == seat)
    }

    /// Whether somebody spoke who is not the author, for somebody who is not the author.
    fn has_other(&self, author: Option<usize>) -> bool {
        let is_other = |who: &usize| Some(*who) != author;
        self.own.iter().any(is_other) || self.deputies.iter().any(|(of, by)| is_other(of) && is_other(by))
    }
}

impl Words {
    /// Each person once and each seat once; one's own word goes before one in one's place.
    pub(crate) fn counted(&self, seen: &Seen) -> Counted {
        let of = || self.given.iter().filter(|word| word.is_of(seen));
        let stands = |word: &&Standing| {
            let basis = seen.basis.as_ref();
            word.level == seen.level && basis.is_some_and(|basis| basis.rule == word.rule && basis.quarter == word.quarter)
        };
        let single: BTreeSet<usize> = of().filter(|word| word.by == word.seat).map(|word| word.by).collect();
        let standing: BTreeSet<usize> = self.standing.iter().filter(stands).map(|word| word.by).collect();
        let own: BTreeSet<usize> = &single | &standing;
        let mut deputies: Vec<(usize, usize)> = Vec::new();
        for word in of().filter(|word| !own.contains(&word.by) && !own.contains(&word.seat)) {
            if deputies.iter().all(|(of, _)| *of != word.seat) {
                deputies.push((word.seat, word.by));
            }
        }
        Counted { standing: &standing - &single, own, deputies }
    }

    pub(crate) fn is_allowed(&self, seen: &Seen) -> bool {
        let counted = self.counted(seen);
        seen.need == 0 || (counted.number() >= seen.need && counted.has_other(seen.author))
    }

    /// Whether a word would be taken, and count.
    pub(crate) fn may_give(&self, seen: &Seen, who: usize, seat: usize, now: i64) -> bool {
        let counted = self.counted(seen);
        let is_deputy = DEPUTIES.iter().any(|(of, by)| *of == seat && by.contains(&who));
        let may_sit = SEATS.contains(&seat) && (who == seat || is_deputy);
        // One's own word takes the place of a deputy's.
        let is_filled = counted.is_for(seat) && (who != seat || counted.own.contains(&seat));
        let is_author_alone = seen.need == 1 && (seen.author == Some(who) || seen.author == Some(seat));
        may_sit && now < seen.until && !is_filled && !counted.is_from(who) && !is_author_alone
    }

    pub(crate) fn give(&mut self, seen: &Seen, who: usize, seat: usize) {
        let is_replaced = |word: &Word| word.is_of(seen) && (word.by == who || (who == seat && word.seat == seat));
        self.given.retain(|word| !is_replaced(word));
        let (window, bound) = (seen.id.clone(), seen.bound.clone());
        self.given.push(Word { window, bound, by: who, seat, is_reviewed: false });
    }
}
