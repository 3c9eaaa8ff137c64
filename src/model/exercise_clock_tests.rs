//! The exercise clock: pause is exact, and nothing but time and jumps moves it.

use proptest::prelude::*;

use super::{ExerciseClock, Rate, WALL_SPEED};
use crate::time::{Elapsed, Timestamp};

const START: Timestamp = Timestamp::from_ms(1_800_000_000_000);

#[derive(Clone, Debug)]
enum Act {
    Wait(i64),
    Pause,
    Resume,
    Speed(Rate),
    Jump(i64),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        (0..100_000_000_i64).prop_map(Act::Wait),
        Just(Act::Pause),
        Just(Act::Resume),
        (1..4_000_000_u32).prop_map(Act::Speed),
        (0..1_000_000_000_i64).prop_map(Act::Jump),
    ]
}

fn act_on(clock: ExerciseClock, now: &mut Timestamp, act: &Act) -> ExerciseClock {
    match act {
        Act::Wait(ms) => {
            *now = now.plus_ms(*ms);
            clock
        }
        Act::Pause => clock.with_rate(*now, 0),
        Act::Resume => {
            let rate = clock.rate_before_pause();
            clock.with_rate(*now, rate)
        }
        Act::Speed(rate) => clock.with_rate(*now, *rate),
        Act::Jump(ms) => {
            let to = clock.at(*now).plus_ms(*ms);
            clock.jumped(*now, to)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn exercise_time_never_goes_back(acts in prop::collection::vec(act(), 0..40)) {
        let (mut clock, mut now) = (ExerciseClock::started(START, WALL_SPEED), START);
        let mut shown = clock.at(now);
        for one in &acts {
            clock = act_on(clock, &mut now, one);
            let next = clock.at(now);
            prop_assert!(next >= shown, "{one:?}: {next:?} after {shown:?}");
            match one {
                Act::Pause | Act::Resume | Act::Speed(_) => prop_assert_eq!(next, shown, "a change of speed takes no time"),
                Act::Jump(ms) => prop_assert_eq!(next, shown.plus_ms(*ms)),
                Act::Wait(_) => {}
            }
            shown = next;
        }
    }

    #[test]
    fn the_wall_instant_of_an_exercise_time_is_the_first_that_shows_it(
        acts in prop::collection::vec(act(), 0..20),
        ahead in 0..1_000_000_000_i64,
    ) {
        let (mut clock, mut now) = (ExerciseClock::started(START, WALL_SPEED), START);
        for one in &acts {
            clock = act_on(clock, &mut now, one);
        }
        let shown = clock.at(now);
        prop_assert!(clock.wall_of(shown).is_some_and(|wall| wall <= now), "what is shown is not in the future");
        let wanted = shown.plus_ms(ahead);
        match clock.wall_of(wanted) {
            Some(wall) => {
                prop_assert!(clock.at(wall) >= wanted);
                let changed_at = clock.segments().last().map(|segment| segment.wall);
                if Some(wall) > changed_at {
                    prop_assert!(clock.at(wall.plus_ms(-1)) < wanted);
                }
            }
            None => prop_assert!(clock.rate() == 0 && ahead > 0),
        }
    }

    #[test]
    fn pauses_lose_no_millisecond(stretches in prop::collection::vec((0..10_000_000_i64, 0..10_000_000_i64), 1..40)) {
        let (mut clock, mut now) = (ExerciseClock::started(START, WALL_SPEED), START);
        for (run, rest) in &stretches {
            now = now.plus_ms(*run);
            clock = clock.with_rate(now, 0);
            now = now.plus_ms(*rest);
            clock = clock.with_rate(now, WALL_SPEED);
        }
        let ran: i64 = stretches.iter().map(|(run, _)| run).sum();
        prop_assert_eq!(clock.at(now), Elapsed::from_ms(ran));
    }
}

#[test]
fn a_wall_clock_that_is_set_back_shows_no_time_before_the_last_change() {
    let clock = ExerciseClock::started(START, WALL_SPEED).with_rate(START.plus_ms(5000), 2000);
    assert_eq!(clock.at(START.plus_ms(1000)), Elapsed::from_ms(5000));
    assert_eq!(clock.at(START.plus_ms(6000)), Elapsed::from_ms(7000));
}

#[test]
fn a_paused_clock_shows_nothing_later_however_long_it_waits() {
    let clock = ExerciseClock::started(START, WALL_SPEED).with_rate(START.plus_ms(5000), 0);
    assert_eq!(clock.wall_of(Elapsed::from_ms(5000)), Some(START.plus_ms(5000)));
    assert_eq!(clock.wall_of(Elapsed::from_ms(5001)), None);
    assert_eq!(clock.rate_before_pause(), WALL_SPEED);
}

#[test]
fn a_clock_that_was_never_started_stands_at_zero() {
    let clock = ExerciseClock::default();
    assert_eq!((clock.at(START), clock.rate(), clock.wall_of(Elapsed::ZERO)), (Elapsed::ZERO, 0, None));
}
