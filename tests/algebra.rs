//! The promise of the surge half, tried on 10,000 random histories with the real deciders: what is applied is always the join
//! of the live allowed windows, what stood there before the first of them comes back byte for byte after the last, nothing
//! outlives its end, and what others write is never overwritten, whenever the process is killed and however long it sleeps.
//!
//! What is expected is worked out in `algebra/oracle.rs`, which knows nothing of plans and ledgers.

#[path = "algebra/hands.rs"]
mod hands;
#[path = "algebra/life.rs"]
mod life;
#[path = "algebra/moves.rs"]
mod moves;
#[path = "algebra/oracle.rs"]
mod oracle;
#[path = "algebra/town.rs"]
mod town;

use life::Life;
use moves::{Move, Turn, moves};
use proptest::prelude::*;
use town::{Town, towns};

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

proptest! {
    #![proptest_config(ProptestConfig { cases: 5_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn applied_is_the_join_of_the_live_allowed_windows_and_the_first_state_comes_back(
        town in towns(),
        history in moves(false),
    ) {
        let life = live(town, &history);
        prop_assert!(life.is_as_it_was());
    }

    #[test]
    fn what_others_write_is_never_overwritten_without_a_persons_word(town in towns(), history in moves(true)) {
        live(town, &history).holds_what_others_wrote();
    }
}
