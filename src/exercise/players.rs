//! What comes back from players: acknowledgements and answers, each proven by a personal link.

use std::collections::BTreeSet;

use super::conduct::in_phase;
use crate::model::{
    Answer, Change, Decision, Delivery, DeliveryPhase, ExercisePhase, Fact, InjectPhase, InjectRun, PlayerId, PlayerLink,
    Purpose, Refusal, Response, RunState, Workspace,
};
use crate::time::Timestamp;

/// The longest answer, in characters.
pub const ANSWER_LIMIT: u32 = 20_000;

/// A player says that a message came. Saying it again changes nothing.
///
/// # Errors
/// [`Refusal::NotYours`] by another's link, [`Refusal::NotProven`] by one that is revoked or expired,
/// [`Refusal::WrongPhase`] before the start and after the end.
pub fn acknowledge(state: &RunState, delivery: &Delivery, link: &PlayerLink, now: Timestamp) -> Decision {
    check(state, delivery, link, now)?;
    let changes = match delivery.acknowledged_at {
        Some(_) => Vec::new(),
        None => acknowledged(state, delivery, now)
            .into_iter()
            .chain([Change::Response(response(state, delivery, now, None))])
            .collect(),
    };
    Ok((changes, Answer::Done))
}

/// A player answers a message, and thereby acknowledges it. The same answer twice is one answer; a blank one is a bare
/// acknowledgement. The inject is complete once everybody who got it has answered, if an answer was expected.
///
/// # Errors
/// Those of [`acknowledge`], and [`Refusal::AnswerTooLong`].
pub fn answer(
    workspace: &Workspace,
    state: &RunState,
    delivery: &Delivery,
    link: &PlayerLink,
    text: &str,
    now: Timestamp,
) -> Decision {
    let text = text.trim();
    if text.is_empty() {
        return acknowledge(state, delivery, link, now);
    }
    check(state, delivery, link, now)?;
    let fits = u32::try_from(text.chars().count()).is_ok_and(|count| count <= ANSWER_LIMIT);
    if !fits {
        return Err(Refusal::AnswerTooLong { limit: ANSWER_LIMIT });
    }
    let is_repeated = state.responses.iter().any(|response| {
        response.delivery == delivery.key && response.player == delivery.player && response.text.as_deref() == Some(text)
    });
    if is_repeated {
        return Ok((Vec::new(), Answer::Done));
    }
    let mut changes = match delivery.acknowledged_at {
        Some(_) => Vec::new(),
        None => acknowledged(state, delivery, now),
    };
    let fact = Fact::Answered {
        run: delivery.run,
        inject: delivery.inject.clone(),
        key: delivery.key.clone(),
        player: delivery.player.clone(),
        at_exercise: state.run.clock.at(now),
        text: text.to_owned(),
    };
    changes.push(Change::fact_of(&delivery.organisation, fact));
    changes.push(Change::Response(response(state, delivery, now, Some(text))));
    changes.extend(completed(workspace, state, delivery));
    Ok((changes, Answer::Done))
}

fn check(state: &RunState, delivery: &Delivery, link: &PlayerLink, now: Timestamp) -> Result<(), Refusal> {
    if link.is_revoked || now >= link.expires_at {
        return Err(Refusal::NotProven);
    }
    let is_theirs = link.run == delivery.run
        && link.run == state.run.number
        && link.organisation == delivery.organisation
        && link.player == delivery.player;
    if !is_theirs || delivery.phase == DeliveryPhase::Cancelled {
        return Err(Refusal::NotYours);
    }
    in_phase(&state.run, &[ExercisePhase::Running, ExercisePhase::Paused])
}

fn acknowledged(state: &RunState, delivery: &Delivery, now: Timestamp) -> Vec<Change> {
    let fact = Fact::Acknowledged {
        run: delivery.run,
        inject: delivery.inject.clone(),
        key: delivery.key.clone(),
        player: delivery.player.clone(),
        at_exercise: state.run.clock.at(now),
    };
    vec![Change::fact_of(&delivery.organisation, fact), Change::Acknowledged { key: delivery.key.clone(), at: now }]
}

fn response(state: &RunState, delivery: &Delivery, now: Timestamp, text: Option<&str>) -> Response {
    Response {
        run: delivery.run,
        delivery: delivery.key.clone(),
        inject: delivery.inject.clone(),
        organisation: delivery.organisation.clone(),
        player: delivery.player.clone(),
        at: now,
        at_exercise: state.run.clock.at(now),
        text: text.map(str::to_owned),
    }
}

/// The row of the answered inject, if this answer was the last one missing.
fn completed(workspace: &Workspace, state: &RunState, delivery: &Delivery) -> Option<Change> {
    let inject = delivery.inject.as_ref()?;
    let cast = workspace.exercise(&state.run.exercise)?;
    workspace.scenario(&cast.scenario)?.inject(inject)?.expect.as_ref()?;
    let row = state.injects.iter().find(|row| row.inject == *inject && row.organisation == delivery.organisation)?;
    if row.phase != InjectPhase::Released {
        return None;
    }
    let got: BTreeSet<&PlayerId> = state
        .deliveries
        .iter()
        .filter(|head| head.inject.as_ref() == Some(inject) && head.organisation == delivery.organisation)
        .filter(|head| head.purpose == Purpose::Original)
        .map(|head| &head.player)
        .collect();
    let answered: BTreeSet<&PlayerId> = state
        .responses
        .iter()
        .filter(|response| response.inject.as_ref() == Some(inject) && response.organisation == delivery.organisation)
        .filter(|response| response.text.is_some())
        .map(|response| &response.player)
        .chain([&delivery.player])
        .collect();
    got.is_subset(&answered)
        .then(|| Change::Inject { run: state.run.number, row: InjectRun { phase: InjectPhase::Complete, ..row.clone() } })
}
