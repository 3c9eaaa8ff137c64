//! Legal and illegal moves: every phase by every move.

use crate::exercise::fixture::{Table, after, elapsed, hashes, principal};
use crate::exercise::{
    abort, acknowledge, answer, approve, decide_uncertain, end, jump, pause, release, resume, speed, waiting,
};
use crate::milestones::{Target, meet, reject};
use crate::model::{
    Answer, Channel, Decision, DeliveryPhase, Evidence, ExercisePhase, Fact, LIVE_SPEED_LIMIT, Refusal, Role, WALL_SPEED,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Move {
    Approve,
    Pause,
    Resume,
    Jump,
    Speed,
    End,
    Abort,
    Acknowledge,
    Answer,
    Meet,
    Reject,
    Resend,
}

const MOVES: [Move; 12] = [
    Move::Approve,
    Move::Pause,
    Move::Resume,
    Move::Jump,
    Move::Speed,
    Move::End,
    Move::Abort,
    Move::Acknowledge,
    Move::Answer,
    Move::Meet,
    Move::Reject,
    Move::Resend,
];

fn is_legal(phase: ExercisePhase, made: Move) -> bool {
    match phase {
        ExercisePhase::Proposed => matches!(made, Move::Approve | Move::Abort),
        ExercisePhase::Running => !matches!(made, Move::Approve | Move::Resume),
        ExercisePhase::Paused => !matches!(made, Move::Approve | Move::Pause),
        ExercisePhase::Ended | ExercisePhase::Aborted => false,
    }
}

/// A live exercise with one message out, as it would stand in `phase`.
fn in_phase(phase: ExercisePhase) -> Table {
    let mut table = Table::live();
    table.release("I-010", "tokyo", after(30));
    table.state.run.phase = phase;
    if phase == ExercisePhase::Paused {
        table.state.run.clock = table.state.run.clock.clone().with_rate(after(40), 0);
    }
    table
}

fn make(table: &Table, made: Move) -> Decision {
    let all = [Role::Director, Role::Approver, Role::Controller, Role::Evaluator];
    let (ben, run, state) = (principal("ben", &all), table.state.run.clone(), &table.state);
    let (who, now) = (Some(&ben), after(60));
    let delivery = table.delivery("I-010", "aoki", Channel::Mail);
    let link = table.link("aoki");
    let target = Target { organisation: &"tokyo".into(), milestone: &"containment".into() };
    match made {
        Move::Approve => approve(&table.workspace, run, who, now, &mut *hashes()),
        Move::Pause => pause(run, who, now),
        Move::Resume => resume(run, who, now),
        Move::Jump => jump(run, elapsed("T+30:00"), who, now),
        Move::Speed => speed(run, 2 * WALL_SPEED, who, now),
        Move::End => end(&table.workspace, state, who, now),
        Move::Abort => abort(&table.workspace, state, who, now),
        Move::Acknowledge => acknowledge(state, &delivery, &link, now),
        Move::Answer => answer(&table.workspace, state, &delivery, &link, "seen", now),
        Move::Meet => {
            let evidence = Evidence::from([("scope".to_owned(), "two hosts".to_owned())]);
            meet(state, &table.workspace.scenarios[0], target, &evidence, who, now)
        }
        Move::Reject => reject(state, target, "too vague", who, now),
        Move::Resend => {
            let delivery = crate::model::Delivery { phase: DeliveryPhase::Uncertain, ..delivery };
            decide_uncertain(&run, &delivery, who, true, now)
        }
    }
}

#[test]
fn every_move_is_legal_in_its_phases_and_refused_in_all_others() {
    for phase in ExercisePhase::ALL {
        let table = in_phase(*phase);
        for made in MOVES {
            let decision = make(&table, made);
            if is_legal(*phase, made) {
                assert!(decision.is_ok(), "{made:?} while {phase}: {decision:?}");
            } else {
                let refusal = Refusal::WrongPhase { exercise: "autumn".to_owned(), phase: *phase };
                assert_eq!(decision, Err(refusal), "{made:?} while {phase}");
            }
        }
    }
}

#[test]
fn nothing_is_released_or_let_go_unless_the_exercise_is_open() {
    for phase in ExercisePhase::ALL {
        let mut table = in_phase(*phase);
        let acknowledged = acknowledge(
            &Table::rehearsing().state,
            &table.delivery("I-010", "aoki", Channel::Mail),
            &table.link("aoki"),
            after(31),
        );
        table.apply(acknowledged.unwrap().0);
        let is_open = matches!(phase, ExercisePhase::Running | ExercisePhase::Paused);
        let released = release(&table.workspace, &table.state, &"I-020".into(), &"tokyo".into(), after(60));
        assert_eq!(!released.is_empty(), is_open, "release while {phase}");
        assert_eq!(!waiting(&table.workspace, &table.state, after(60)).is_empty(), is_open, "waiting while {phase}");
    }
}

#[test]
fn each_move_asks_for_its_role() {
    let table = in_phase(ExercisePhase::Running);
    let run = || table.state.run.clone();
    let (approver, controller) = (principal("a", &[Role::Approver]), principal("c", &[Role::Controller]));
    let director_missing = Err(Refusal::MissingRole { role: Role::Director });
    let controller_missing = Err(Refusal::MissingRole { role: Role::Controller });
    assert_eq!(pause(run(), Some(&approver), after(60)), controller_missing);
    assert!(pause(run(), Some(&controller), after(60)).is_ok());
    assert_eq!(resume(run(), Some(&approver), after(60)), controller_missing);
    assert_eq!(jump(run(), elapsed("T+30:00"), Some(&controller), after(60)), director_missing);
    assert_eq!(speed(run(), 2000, Some(&controller), after(60)), director_missing);
    assert_eq!(speed(run(), 0, Some(&controller), after(60)), director_missing);
    assert_eq!(end(&table.workspace, &table.state, Some(&controller), after(60)), director_missing);
    assert_eq!(abort(&table.workspace, &table.state, Some(&approver), after(60)), director_missing);
    assert!(abort(&table.workspace, &table.state, Some(&controller), after(60)).is_ok());
    for decision in [pause(run(), None, after(60)), end(&table.workspace, &table.state, None, after(60))] {
        assert_eq!(decision, Err(Refusal::NotProven));
    }
}

#[test]
fn pause_and_resume_keep_exercise_time_to_the_millisecond() {
    let table = Table::rehearsing();
    let now = after(30).plus_ms(123);
    let (changes, answer) = pause(table.state.run.clone(), None, now).unwrap();
    let paused_at = elapsed("T+00:30").plus_ms(123);
    assert_eq!(answer, Answer::ExerciseAt { run: 1, at_exercise: paused_at, rate: 0 });
    let mut table = table;
    table.apply(changes);
    assert_eq!(table.state.run.clock.at(after(600)), paused_at);
    let (changes, answer) = resume(table.state.run.clone(), None, after(600)).unwrap();
    assert_eq!(answer, Answer::ExerciseAt { run: 1, at_exercise: paused_at, rate: WALL_SPEED });
    table.apply(changes);
    assert_eq!(table.state.run.clock.at(after(610)), paused_at.plus(elapsed("10m")));
    let told = &table.facts[table.facts.len() - 2..];
    assert_eq!(
        told,
        [Fact::ExercisePaused { run: 1, at_exercise: paused_at }, Fact::ExerciseResumed { run: 1, at_exercise: paused_at }]
    );
}

#[test]
fn a_jump_goes_forward_only_and_leaves_due_what_it_passed() {
    let mut table = Table::rehearsing();
    let run = table.state.run.clone();
    let back = jump(run.clone(), elapsed("T+00:59"), None, after(60));
    assert_eq!(back, Err(Refusal::JumpBack { now: elapsed("T+01:00"), to: elapsed("T+00:59") }));
    let (changes, answer) = jump(run, elapsed("T+23:50"), None, after(10)).unwrap();
    assert_eq!(answer, Answer::ExerciseAt { run: 1, at_exercise: elapsed("T+23:50"), rate: WALL_SPEED });
    assert_eq!(changes.len(), 2, "no row of the queue is touched");
    table.apply(changes);
    table.release("I-010", "tokyo", after(11));
    let late = table.facts.iter().any(|fact| {
        matches!(fact, Fact::InjectReleased { due, at_exercise, .. }
            if *due == elapsed("T+00:30") && *at_exercise == elapsed("T+23:51"))
    });
    assert!(late, "how late it went out can be read from the fact");
}

#[test]
fn a_speed_chosen_while_paused_holds_from_the_resume_on() {
    let mut table = in_phase(ExercisePhase::Paused);
    let ann = principal("ann", &[Role::Director]);
    let (changes, answer) = speed(table.state.run.clone(), 5000, Some(&ann), after(60)).unwrap();
    assert_eq!(answer, Answer::ExerciseAt { run: 1, at_exercise: elapsed("T+00:40"), rate: 0 });
    table.apply(changes);
    let (changes, answer) = resume(table.state.run.clone(), Some(&ann), after(70)).unwrap();
    assert_eq!(answer, Answer::ExerciseAt { run: 1, at_exercise: elapsed("T+00:40"), rate: 5000 });
    table.apply(changes);
    assert_eq!(table.state.run.clock.at(after(71)), elapsed("T+00:45"));
}

#[test]
fn speed_zero_is_a_pause_and_live_speed_has_a_limit() {
    let table = in_phase(ExercisePhase::Running);
    let ann = principal("ann", &[Role::Director]);
    let mut paused = in_phase(ExercisePhase::Running);
    paused.apply(speed(table.state.run.clone(), 0, Some(&ann), after(60)).unwrap().0);
    assert_eq!(paused.state.run.phase, ExercisePhase::Paused);
    let limit = LIVE_SPEED_LIMIT;
    assert!(speed(table.state.run.clone(), limit, Some(&ann), after(60)).is_ok());
    let too_fast = speed(table.state.run.clone(), limit + 1, Some(&ann), after(60));
    assert_eq!(too_fast, Err(Refusal::TooFast { rate: limit + 1, limit }));
    assert!(speed(Table::rehearsing().state.run, 3_600_000, None, after(60)).is_ok());
}
