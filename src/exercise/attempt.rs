//! What happens around one try to send: the intent before it, what became of it after.
//!
//! The engine commits [`begin`] before it opens a connection and one of the others after, together with the end of its step.
//! Whoever dies in between leaves an open attempt, which [`super::recover`] finds.

use crate::model::{
    Attempt, AttemptOutcome, Change, Delivery, DeliveryPhase, DeliveryRef, ExercisePhase, ExerciseRun, Fact, Purpose,
};
use crate::time::Timestamp;

/// Whether a message may leave now. What is paused waits; what is over stays; a correction always goes.
pub fn may_send(run: &ExerciseRun, purpose: Purpose) -> bool {
    match purpose {
        Purpose::Original => run.phase == ExercisePhase::Running,
        Purpose::Correction => true,
    }
}

/// The intent to send, to be committed before anything leaves. None when the delivery is not to be sent: it was sent, given up,
/// cancelled, is being sent, or waits for a decision.
pub fn begin(delivery: &Delivery, now: Timestamp) -> Option<(Attempt, Vec<Change>)> {
    match delivery.phase {
        DeliveryPhase::Due | DeliveryPhase::Retry => {}
        DeliveryPhase::Claimed
        | DeliveryPhase::Sent
        | DeliveryPhase::Failed
        | DeliveryPhase::Cancelled
        | DeliveryPhase::Uncertain => return None,
    }
    let attempt = Attempt {
        key: delivery.key.clone(),
        number: delivery.attempts + 1,
        started_at: now,
        finished_at: None,
        outcome: AttemptOutcome::Open,
    };
    let claimed = Change::DeliveryPhase {
        key: delivery.key.clone(),
        phase: DeliveryPhase::Claimed,
        attempts: attempt.number,
        sent_at: None,
    };
    Some((attempt.clone(), vec![Change::Attempt(attempt), claimed]))
}

/// The server took the message, and said so.
pub fn sent(delivery: &Delivery, attempt: Attempt, answer: &str, now: Timestamp) -> Vec<Change> {
    let fact = Fact::DeliverySent { delivery: reference(delivery, &attempt), answer: answer.to_owned() };
    finished(delivery, Attempt { outcome: AttemptOutcome::Sent { answer: answer.to_owned() }, ..attempt }, fact, now)
}

/// The message did not leave; it is to be tried again, and the engine makes its step due again. When the exercise ended
/// meanwhile, it is cancelled instead: `run` is the run as it is after the try.
pub fn retry(run: &ExerciseRun, delivery: &Delivery, attempt: Attempt, why: &str, now: Timestamp) -> Vec<Change> {
    let fact = Fact::DeliveryRetry { delivery: reference(delivery, &attempt), why: why.to_owned() };
    let tried = Delivery { attempts: attempt.number, ..delivery.clone() };
    let attempt = Attempt { outcome: AttemptOutcome::Retry { why: why.to_owned() }, ..attempt };
    let mut changes = finished(delivery, attempt, fact, now);
    if delivery.purpose == Purpose::Original && is_over(run.phase) {
        changes.extend(cancelled(&tried));
    }
    changes
}

/// The message did not leave and is given up.
pub fn failed(delivery: &Delivery, attempt: Attempt, why: &str, now: Timestamp) -> Vec<Change> {
    let fact = Fact::DeliveryFailed { delivery: reference(delivery, &attempt), why: why.to_owned() };
    finished(delivery, Attempt { outcome: AttemptOutcome::Failed { why: why.to_owned() }, ..attempt }, fact, now)
}

/// Nobody knows whether the message left: the connection broke after it was handed over.
pub fn uncertain(delivery: &Delivery, attempt: Attempt, now: Timestamp) -> Vec<Change> {
    let fact = Fact::DeliveryUncertain { delivery: reference(delivery, &attempt) };
    finished(delivery, Attempt { outcome: AttemptOutcome::Uncertain, ..attempt }, fact, now)
}

/// Nothing left: the exercise was stopped between the intent and the sending.
pub fn stopped(delivery: &Delivery, attempt: Attempt, now: Timestamp) -> Vec<Change> {
    let fact = Fact::DeliveryCancelled { delivery: reference(delivery, &attempt) };
    finished(delivery, Attempt { outcome: AttemptOutcome::Stopped, ..attempt }, fact, now)
}

/// The message will not go out: the exercise is over. For deliveries without an open attempt.
pub fn cancelled(delivery: &Delivery) -> Vec<Change> {
    let head = delivery.head();
    let fact = Fact::DeliveryCancelled { delivery: head.reference(delivery.run) };
    let phase =
        Change::DeliveryPhase { key: head.key, phase: DeliveryPhase::Cancelled, attempts: head.attempts, sent_at: None };
    vec![Change::fact_of(&head.organisation, fact), phase]
}

fn is_over(phase: ExercisePhase) -> bool {
    match phase {
        ExercisePhase::Ended | ExercisePhase::Aborted => true,
        ExercisePhase::Proposed | ExercisePhase::Running | ExercisePhase::Paused => false,
    }
}

fn reference(delivery: &Delivery, attempt: &Attempt) -> DeliveryRef {
    DeliveryRef { attempt: attempt.number, ..delivery.head().reference(delivery.run) }
}

fn finished(delivery: &Delivery, attempt: Attempt, fact: Fact, now: Timestamp) -> Vec<Change> {
    let (phase, sent_at) = match &attempt.outcome {
        AttemptOutcome::Open => (DeliveryPhase::Claimed, None),
        AttemptOutcome::Sent { .. } => (DeliveryPhase::Sent, Some(now)),
        AttemptOutcome::Retry { .. } => (DeliveryPhase::Retry, None),
        AttemptOutcome::Failed { .. } => (DeliveryPhase::Failed, None),
        AttemptOutcome::Uncertain => (DeliveryPhase::Uncertain, None),
        AttemptOutcome::Stopped => (DeliveryPhase::Cancelled, None),
    };
    let (key, attempts) = (delivery.key.clone(), attempt.number);
    vec![
        Change::fact_of(&delivery.organisation, fact),
        Change::Attempt(Attempt { finished_at: Some(now), ..attempt }),
        Change::DeliveryPhase { key, phase, attempts, sent_at },
    ]
}
