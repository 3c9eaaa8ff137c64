//! Attempts: what each try leads to.

use crate::exercise::fixture::{Table, after, facts, principal};
use crate::exercise::{begin, cancelled, decide_uncertain, failed, may_send, recover, retry, sent, stopped, uncertain};
use crate::model::{
    Answer, Attempt, AttemptOutcome, Change, Channel, Delivery, DeliveryPhase, ExercisePhase, Fact, OnUncertain, Purpose,
    Refusal, Role,
};

/// A live exercise with one mail whose first attempt is open.
fn claimed() -> (Table, Attempt) {
    let mut table = Table::live();
    table.release("I-010", "tokyo", after(30));
    let (attempt, changes) = begin(&mail(&table), after(31)).unwrap();
    table.apply(changes);
    (table, attempt)
}

fn mail(table: &Table) -> Delivery {
    table.delivery("I-010", "aoki", Channel::Mail)
}

#[test]
fn only_what_is_due_or_to_be_retried_is_ever_begun() {
    let mut table = Table::live();
    table.release("I-010", "tokyo", after(30));
    for phase in DeliveryPhase::ALL {
        let begun = begin(&Delivery { phase: *phase, ..mail(&table) }, after(31));
        let may_begin = matches!(phase, DeliveryPhase::Due | DeliveryPhase::Retry);
        assert_eq!(begun.is_some(), may_begin, "{phase}");
    }
}

#[test]
fn the_intent_is_an_open_attempt_and_a_claimed_delivery() {
    let (table, attempt) = claimed();
    assert_eq!(table.attempts, [attempt]);
    assert_eq!(table.attempts[0].outcome, AttemptOutcome::Open);
    assert_eq!((mail(&table).phase, mail(&table).attempts), (DeliveryPhase::Claimed, 1));
}

#[test]
fn each_outcome_closes_the_attempt_and_is_told() {
    let (table, attempt) = claimed();
    let (delivery, now) = (mail(&table), after(32));
    let outcomes = [
        (sent(&delivery, attempt.clone(), "250 ok", now), DeliveryPhase::Sent),
        (retry(&table.state.run, &delivery, attempt.clone(), "451 later", now), DeliveryPhase::Retry),
        (failed(&delivery, attempt.clone(), "550 no", now), DeliveryPhase::Failed),
        (uncertain(&delivery, attempt.clone(), now), DeliveryPhase::Uncertain),
        (stopped(&delivery, attempt.clone(), now), DeliveryPhase::Cancelled),
    ];
    for (changes, phase) in outcomes {
        let told = facts(&changes);
        let reference = match told.as_slice() {
            [Fact::DeliverySent { delivery, answer }] if phase == DeliveryPhase::Sent && answer == "250 ok" => delivery,
            [Fact::DeliveryRetry { delivery, why }] if phase == DeliveryPhase::Retry && why == "451 later" => delivery,
            [Fact::DeliveryFailed { delivery, why }] if phase == DeliveryPhase::Failed && why == "550 no" => delivery,
            [Fact::DeliveryUncertain { delivery }] if phase == DeliveryPhase::Uncertain => delivery,
            [Fact::DeliveryCancelled { delivery }] if phase == DeliveryPhase::Cancelled => delivery,
            other => panic!("{phase}: {other:?}"),
        };
        assert_eq!((reference.attempt, &reference.key, reference.run), (1, &delivery.key, 1));
        let (mut after_it, _) = claimed();
        after_it.apply(changes);
        assert_eq!(mail(&after_it).phase, phase);
        assert_eq!(mail(&after_it).sent_at, (phase == DeliveryPhase::Sent).then_some(now));
        assert_eq!(after_it.attempts.len(), 1, "the same attempt, closed");
        assert_eq!(after_it.attempts[0].finished_at, Some(now));
        assert_ne!(after_it.attempts[0].outcome, AttemptOutcome::Open);
    }
}

#[test]
fn a_second_try_is_a_second_attempt_of_the_same_delivery() {
    let (mut table, attempt) = claimed();
    table.apply(retry(&table.state.run, &mail(&table), attempt, "451 later", after(32)));
    let (second, changes) = begin(&mail(&table), after(33)).unwrap();
    assert_eq!(second.number, 2);
    table.apply(changes);
    table.apply(sent(&mail(&table), second, "250 ok", after(33)));
    assert_eq!((mail(&table).phase, mail(&table).attempts, table.attempts.len()), (DeliveryPhase::Sent, 2, 2));
}

#[test]
fn what_failed_for_now_is_cancelled_when_the_exercise_ended_meanwhile() {
    for (phase, expected) in [
        (ExercisePhase::Running, DeliveryPhase::Retry),
        (ExercisePhase::Paused, DeliveryPhase::Retry),
        (ExercisePhase::Ended, DeliveryPhase::Cancelled),
        (ExercisePhase::Aborted, DeliveryPhase::Cancelled),
    ] {
        let (mut table, attempt) = claimed();
        table.state.run.phase = phase;
        table.apply(retry(&table.state.run, &mail(&table), attempt, "451 later", after(32)));
        assert_eq!((mail(&table).phase, mail(&table).attempts), (expected, 1), "{phase}");
    }
}

#[test]
fn a_correction_goes_out_when_nothing_else_does() {
    let (mut table, _) = claimed();
    for phase in ExercisePhase::ALL {
        table.state.run.phase = *phase;
        assert_eq!(may_send(&table.state.run, Purpose::Original), *phase == ExercisePhase::Running);
        assert!(may_send(&table.state.run, Purpose::Correction));
    }
}

#[test]
fn a_cancelled_delivery_is_told_with_the_tries_it_had() {
    let (table, _) = claimed();
    let changes = cancelled(&mail(&table));
    assert!(matches!(facts(&changes).as_slice(), [Fact::DeliveryCancelled { delivery }] if delivery.attempt == 1));
}

#[test]
fn an_attempt_found_open_is_uncertain_and_waits_for_a_person() {
    let (mut table, attempt) = claimed();
    let changes = recover(&table.state.run, &mail(&table), attempt, OnUncertain::Ask, after(50));
    assert!(!changes.iter().any(|change| matches!(change, Change::Requeue { .. })));
    table.apply(changes);
    assert_eq!(mail(&table).phase, DeliveryPhase::Uncertain);
    assert!(begin(&mail(&table), after(51)).is_none(), "never repeated in silence");
}

#[test]
fn a_resend_goes_out_under_the_same_key() {
    let (mut table, attempt) = claimed();
    let key = mail(&table).key;
    let changes = recover(&table.state.run, &mail(&table), attempt, OnUncertain::Resend, after(50));
    let requeue = Change::Requeue { key: format!("deliver/{key}"), due: after(50).as_ms() };
    assert!(changes.contains(&requeue));
    let told = facts(&changes);
    assert!(matches!(told.as_slice(), [Fact::DeliveryUncertain { .. }, Fact::UncertainDecided { resend: true, .. }]));
    table.apply(changes);
    assert_eq!((mail(&table).phase, mail(&table).attempts), (DeliveryPhase::Due, 1));
    let (second, _) = begin(&mail(&table), after(51)).unwrap();
    assert_eq!((second.number, &second.key), (2, &key));
}

#[test]
fn nothing_is_sent_again_for_an_exercise_that_is_over() {
    for phase in [ExercisePhase::Ended, ExercisePhase::Aborted] {
        let (mut table, attempt) = claimed();
        table.state.run.phase = phase;
        let changes = recover(&table.state.run, &mail(&table), attempt, OnUncertain::Resend, after(50));
        table.apply(changes);
        assert_eq!(mail(&table).phase, DeliveryPhase::Uncertain, "{phase}");
        let (ben, run) = (principal("ben", &[Role::Controller]), table.state.run.clone());
        let refused = decide_uncertain(&run, &mail(&table), Some(&ben), true, after(51));
        assert_eq!(refused, Err(Refusal::WrongPhase { exercise: "autumn".to_owned(), phase }));
        assert!(decide_uncertain(&run, &mail(&table), Some(&ben), false, after(51)).is_ok());
    }
}

#[test]
fn a_person_decides_an_uncertain_delivery_once() {
    let (mut table, attempt) = claimed();
    let ben = principal("ben", &[Role::Controller]);
    let early = decide_uncertain(&table.state.run, &mail(&table), Some(&ben), true, after(49));
    assert_eq!(early, Err(Refusal::NotUncertain { key: mail(&table).key.to_string() }));
    table.apply(uncertain(&mail(&table), attempt, after(50)));
    let (changes, answer) = decide_uncertain(&table.state.run, &mail(&table), Some(&ben), false, after(51)).unwrap();
    assert_eq!(answer, Answer::Done);
    assert!(matches!(facts(&changes).as_slice(), [Fact::UncertainDecided { resend: false, .. }]));
    table.apply(changes);
    assert_eq!(mail(&table).phase, DeliveryPhase::Failed);
    let again = decide_uncertain(&table.state.run, &mail(&table), Some(&ben), true, after(52));
    assert!(matches!(again, Err(Refusal::NotUncertain { .. })));
}
