//! Ending an exercise: by plan, or at once with a correction to everybody who got a message.

use super::conduct::in_phase;
use super::message::correction;
use super::release::on_its_way;
use super::start::withdrawn;
use crate::milestones;
use crate::model::{
    Answer, Change, Channel, ClockId, Decision, DeliveryHead, DeliveryPhase, ExercisePhase, ExerciseRun, Fact, InjectPhase,
    InjectRun, Mode, OrganisationId, Player, Principal, Role, RunState, SkipReason, Timing, Workspace, permit,
};
use crate::time::Timestamp;

/// Who may abort: stopping is never too easy.
const STOPPERS: &[Role] = &[Role::Director, Role::Controller, Role::Operator];

/// Whether a principal who is proven may abort. The engine asks before it closes its gates, ahead of the abort itself.
pub fn may_abort(who: &Principal) -> bool {
    STOPPERS.iter().any(|role| who.has(*role))
}

/// The planned end: what waits is skipped with its reason, what is not sent is cancelled, what is not met is missed.
///
/// # Errors
/// A missing role (director), or a run that has not started or is over.
pub fn end(workspace: &Workspace, state: &RunState, who: Option<&Principal>, now: Timestamp) -> Decision {
    permit(who, state.run.mode, &[Role::Director], now)?;
    in_phase(&state.run, &[ExercisePhase::Running, ExercisePhase::Paused])?;
    let (changes, cancelled) = closing(workspace, state, ExercisePhase::Ended, now);
    Ok((changes, Answer::ExerciseStopped { run: state.run.number, cancelled, corrections: 0 }))
}

/// Stops everything now. Messages that are being sent at this moment are let be; everybody who got one, or may have, is told
/// that it was an exercise. The corrections are due on the wall clock, because the exercise's own clocks stand.
///
/// `who` None is the owner of the files, also of a live exercise: the file ENDEX stops it when nothing else does.
///
/// # Errors
/// A missing role (director, controller or operator), or a run that is over.
pub fn abort(workspace: &Workspace, state: &RunState, who: Option<&Principal>, now: Timestamp) -> Decision {
    let mode = if who.is_some() { state.run.mode } else { Mode::Rehearsal };
    permit(who, mode, STOPPERS, now)?;
    let run = state.run.number;
    if state.run.phase == ExercisePhase::Proposed {
        return Ok((withdrawn(state.run.clone(), now), Answer::ExerciseStopped { run, cancelled: 0, corrections: 0 }));
    }
    in_phase(&state.run, &[ExercisePhase::Running, ExercisePhase::Paused])?;
    let (mut changes, cancelled) = closing(workspace, state, ExercisePhase::Aborted, now);
    let corrections = corrections(workspace, state, now);
    let told = u32::try_from(corrections.len()).unwrap_or(u32::MAX);
    changes.extend(corrections.into_iter().flatten());
    Ok((changes, Answer::ExerciseStopped { run, cancelled, corrections: told }))
}

/// What every end writes, and how many messages it cancels.
fn closing(workspace: &Workspace, state: &RunState, phase: ExercisePhase, now: Timestamp) -> (Vec<Change>, u32) {
    let run = &state.run;
    let at_exercise = run.clock.at(now);
    let is_abort = phase == ExercisePhase::Aborted;
    let fact = if is_abort {
        Fact::ExerciseAborted { run: run.number, at_exercise }
    } else {
        Fact::ExerciseEnded { run: run.number, at_exercise }
    };
    let ended = ExerciseRun { phase, clock: run.clock.clone().with_rate(now, 0), ended_at: Some(now), ..run.clone() };
    let mut changes = vec![Change::fact(fact), Change::Run(ended), Change::DropSteps { run: run.number }];
    for row in &state.injects {
        match row.phase {
            InjectPhase::Waiting | InjectPhase::Synchronized => {
                let reason = if is_abort { SkipReason::Aborted } else { reason(workspace, state, row) };
                let fact = Fact::InjectSkipped { run: run.number, inject: row.inject.clone(), reason };
                changes.push(Change::fact_of(&row.organisation, fact));
                let row = InjectRun { phase: InjectPhase::Skipped, skipped: Some(reason), ..row.clone() };
                changes.push(Change::Inject { run: run.number, row });
            }
            InjectPhase::Released | InjectPhase::Complete | InjectPhase::Skipped | InjectPhase::Recalled => {}
        }
    }
    changes.extend(milestones::close(state));
    let unsent: Vec<&DeliveryHead> = state.deliveries.iter().filter(|head| is_unsent(head.phase)).collect();
    for head in &unsent {
        let fact = Fact::DeliveryCancelled { delivery: head.reference(run.number) };
        changes.push(Change::fact_of(&head.organisation, fact));
        changes.push(Change::DeliveryPhase {
            key: head.key.clone(),
            phase: DeliveryPhase::Cancelled,
            attempts: head.attempts,
            sent_at: None,
        });
    }
    (changes, u32::try_from(unsent.len()).unwrap_or(u32::MAX))
}

fn reason(workspace: &Workspace, state: &RunState, row: &InjectRun) -> SkipReason {
    let scenario = workspace.exercise(&state.run.exercise).and_then(|cast| workspace.scenario(&cast.scenario));
    let timing = scenario.and_then(|scenario| scenario.inject(&row.inject)).map(|inject| &inject.timing);
    match (timing, row.phase == InjectPhase::Waiting) {
        (Some(Timing::When { .. }), true) => SkipReason::ConditionUnmet,
        (Some(Timing::When { .. }), false) | (Some(Timing::At(_)) | None, _) => SkipReason::Ended,
    }
}

fn is_unsent(phase: DeliveryPhase) -> bool {
    match phase {
        DeliveryPhase::Due | DeliveryPhase::Retry => true,
        DeliveryPhase::Claimed
        | DeliveryPhase::Sent
        | DeliveryPhase::Failed
        | DeliveryPhase::Cancelled
        | DeliveryPhase::Uncertain => false,
    }
}

/// Whether the player has the message, or may have it.
fn may_have_come(phase: DeliveryPhase) -> bool {
    match phase {
        DeliveryPhase::Sent | DeliveryPhase::Claimed | DeliveryPhase::Uncertain => true,
        DeliveryPhase::Due | DeliveryPhase::Retry | DeliveryPhase::Failed | DeliveryPhase::Cancelled => false,
    }
}

/// One correction per player who got anything, each as the changes it takes.
fn corrections(workspace: &Workspace, state: &RunState, now: Timestamp) -> Vec<Vec<Change>> {
    let Some(cast) = workspace.exercise(&state.run.exercise) else { return Vec::new() };
    let mut all = Vec::new();
    for organisation in &cast.organisations {
        for player in &organisation.players {
            let Some(channel) = correction_channel(state, &organisation.id, player) else { continue };
            let title = cast.title.get(player.lang);
            let words = (title, cast.contact.as_str(), workspace.settings.operator.get(player.lang));
            let delivery = correction(&state.run, words, (organisation, player), channel, now);
            all.push(on_its_way(delivery, ClockId::WALL, now));
        }
    }
    all
}

/// Where a correction finds the player: by mail if any message came by mail, else where messages came.
fn correction_channel(state: &RunState, organisation: &OrganisationId, player: &Player) -> Option<Channel> {
    let came_by = |channel: &Channel| {
        state.deliveries.iter().any(|head| {
            head.organisation == *organisation
                && head.player == player.id
                && head.channel == *channel
                && may_have_come(head.phase)
        })
    };
    [Channel::Mail, Channel::Page].into_iter().find(came_by)
}
