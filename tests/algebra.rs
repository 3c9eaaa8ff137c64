//! The promise of the surge half, tried on 10,000 random histories with the real deciders: what is applied is always the join
//! of the live allowed windows, what stood there before the first of them comes back byte for byte after the last, nothing
//! outlives its end, and what others write is never overwritten, whenever the process is killed and however long it sleeps.
//!
//! A window that took effect holds as it was then until its recorded end, or until a person ends it: whatever becomes of its
//! event, and of its measures. What the files ask for instead holds beside it once somebody said yes to it, and never before.
//!
//! What is expected is worked out in `algebra/oracle.rs`, `algebra/kept.rs` and `algebra/words.rs`, which know nothing of plans and
//! ledgers.

#[path = "algebra/adoption.rs"]
mod adoption;
#[path = "algebra/checks.rs"]
mod checks;
#[path = "algebra/files.rs"]
mod files;
#[path = "algebra/hands.rs"]
mod hands;
#[path = "algebra/kept.rs"]
mod kept;
#[path = "algebra/life.rs"]
mod life;
#[path = "algebra/moves.rs"]
mod moves;
#[path = "algebra/oracle.rs"]
mod oracle;
#[path = "algebra/people.rs"]
mod people;
#[path = "algebra/tally.rs"]
mod tally;
#[path = "algebra/town.rs"]
mod town;
#[path = "algebra/words.rs"]
mod words;

use std::cell::RefCell;

use life::Life;
use moves::{Move, Turn, moves};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tally::Tally;
use town::{Town, towns};

/// Histories of each kind.
const HISTORIES: u32 = 5_000;

/// How many times histories of each kind must at least have come to each case, each window counted once.
const LEAST: usize = 5;

/// Lives through a history, and then long enough that every window is over.
fn live(town: Town, history: &[Move]) -> Life {
    let mut life = Life::new(town);
    for Move { act, turn } in history {
        life.happen(act);
        match turn {
            Turn::Missed => {}
            Turn::Killed { boundary } => life.look(Some(*boundary)),
            Turn::Taken => {
                life.look(None);
                life.check();
            }
        }
    }
    life.sleep(2000);
    life.look(None);
    life.check();
    life
}

/// Lives through many histories, and sees that they came to everything.
fn try_many(others: bool, ends_well: impl Fn(&Life) -> bool) {
    let tally = RefCell::new(Tally::default());
    let config = ProptestConfig { cases: HISTORIES, failure_persistence: None, ..ProptestConfig::default() };
    let tried = TestRunner::new(config).run(&(towns(), moves(others)), |(town, history)| {
        let life = live(town, &history);
        tally.borrow_mut().add(&life.tally);
        prop_assert!(ends_well(&life));
        Ok(())
    });
    if let Err(failure) = tried {
        panic!("{failure}");
    }
    tally.into_inner().is_enough(LEAST);
}

#[test]
fn applied_is_the_join_of_the_live_allowed_windows_and_the_first_state_comes_back() {
    try_many(false, Life::is_as_it_was);
}

#[test]
fn what_others_write_is_never_overwritten_without_a_persons_word() {
    try_many(true, Life::holds_what_others_wrote);
}
