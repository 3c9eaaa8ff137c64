//! Deliveries of which nobody knows whether they left: what a start finds, and what a person decides.
//!
//! Such a message is never repeated or dropped in silence. A re-send carries the same key, so that whoever got it twice can
//! tell.

use super::attempt;
use crate::model::{
    Answer, Attempt, Change, Decision, Delivery, DeliveryPhase, ExercisePhase, ExerciseRun, Fact, OnUncertain, Principal,
    Purpose, Refusal, Role, StepWork, permit,
};
use crate::time::Timestamp;

/// An attempt found open at a start: the delivery is uncertain, and sent again only if the cast says so and the exercise still
/// goes on.
pub fn recover(
    run: &ExerciseRun,
    delivery: &Delivery,
    attempt: Attempt,
    on_uncertain: OnUncertain,
    now: Timestamp,
) -> Vec<Change> {
    let attempts = attempt.number;
    let mut changes = attempt::uncertain(delivery, attempt, now);
    match on_uncertain {
        OnUncertain::Resend if can_resend(run, delivery.purpose) => {
            let delivery = Delivery { attempts, ..delivery.clone() };
            changes.extend(decided(&delivery, DeliveryPhase::Due, now));
        }
        OnUncertain::Resend | OnUncertain::Ask => {}
    }
    changes
}

/// A person's word on an uncertain delivery: send it again under the same key, or let it be.
///
/// # Errors
/// A missing role (controller or director), [`Refusal::NotUncertain`], or a re-send for an exercise that is over.
pub fn decide_uncertain(
    run: &ExerciseRun,
    delivery: &Delivery,
    who: Option<&Principal>,
    resend: bool,
    now: Timestamp,
) -> Decision {
    permit(who, run.mode, &[Role::Controller, Role::Director], now)?;
    if delivery.phase != DeliveryPhase::Uncertain {
        return Err(Refusal::NotUncertain { key: delivery.key.to_string() });
    }
    if resend && !can_resend(run, delivery.purpose) {
        return Err(Refusal::WrongPhase { exercise: run.exercise.to_string(), phase: run.phase });
    }
    let phase = if resend { DeliveryPhase::Due } else { DeliveryPhase::Failed };
    Ok((decided(delivery, phase, now), Answer::Done))
}

fn can_resend(run: &ExerciseRun, purpose: Purpose) -> bool {
    match run.phase {
        ExercisePhase::Running | ExercisePhase::Paused => true,
        ExercisePhase::Proposed | ExercisePhase::Ended | ExercisePhase::Aborted => purpose == Purpose::Correction,
    }
}

fn decided(delivery: &Delivery, phase: DeliveryPhase, now: Timestamp) -> Vec<Change> {
    let head = delivery.head();
    let resend = phase == DeliveryPhase::Due;
    let fact = Fact::UncertainDecided { delivery: head.reference(delivery.run), resend };
    let again = resend.then(|| Change::Requeue { key: StepWork::deliver_key(&head.key), due: now.as_ms() });
    let row = Change::DeliveryPhase { key: head.key.clone(), phase, attempts: head.attempts, sent_at: None };
    [Some(Change::fact_of(&head.organisation, fact)), Some(row), again].into_iter().flatten().collect()
}
