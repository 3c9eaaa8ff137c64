//! Moving the clock of an exercise: pause, resume, jump, speed. Each consumes the run and gives the next one.
//!
//! Nothing in the queue is rewritten: rows carry the time on the exercise clock, and the clock alone changes.

use super::safety;
use crate::model::{Answer, Change, Decision, ExercisePhase, ExerciseRun, Fact, Principal, Rate, Refusal, Role, permit};
use crate::time::{Elapsed, Timestamp};

/// Stops the exercise clock, and with it the wire.
///
/// # Errors
/// A missing role (controller or director), or a run that is not running.
pub fn pause(run: ExerciseRun, who: Option<&Principal>, now: Timestamp) -> Decision {
    permit(who, run.mode, &[Role::Controller, Role::Director], now)?;
    in_phase(&run, &[ExercisePhase::Running])?;
    let clock = run.clock.clone().with_rate(now, 0);
    let fact = Fact::ExercisePaused { run: run.number, at_exercise: clock.at(now) };
    Ok(moved(ExerciseRun { phase: ExercisePhase::Paused, clock, ..run }, fact, now))
}

/// Lets the clock run on at the speed from before the pause.
///
/// # Errors
/// A missing role (controller or director), or a run that is not paused.
pub fn resume(run: ExerciseRun, who: Option<&Principal>, now: Timestamp) -> Decision {
    permit(who, run.mode, &[Role::Controller, Role::Director], now)?;
    in_phase(&run, &[ExercisePhase::Paused])?;
    let rate = run.clock.rate_before_pause();
    let clock = run.clock.clone().with_rate(now, rate);
    let fact = Fact::ExerciseResumed { run: run.number, at_exercise: clock.at(now) };
    Ok(moved(ExerciseRun { phase: ExercisePhase::Running, clock, ..run }, fact, now))
}

/// Puts the clock forward. What was jumped over stays due and goes out late.
///
/// # Errors
/// A missing role (director), a run that has not started or is over, or [`Refusal::JumpBack`].
pub fn jump(run: ExerciseRun, to: Elapsed, who: Option<&Principal>, now: Timestamp) -> Decision {
    permit(who, run.mode, &[Role::Director], now)?;
    in_phase(&run, &[ExercisePhase::Running, ExercisePhase::Paused])?;
    let from = run.clock.at(now);
    if to < from {
        return Err(Refusal::JumpBack { now: from, to });
    }
    let (number, clock) = (run.number, run.clock.clone().jumped(now, to));
    Ok(moved(ExerciseRun { clock, ..run }, Fact::ExerciseJumped { run: number, from, to }, now))
}

/// Changes the speed. 0 is a pause; while paused, the new speed holds from the resume on.
///
/// # Errors
/// A missing role (director), a run that has not started or is over, or [`Refusal::TooFast`].
pub fn speed(run: ExerciseRun, rate: Rate, who: Option<&Principal>, now: Timestamp) -> Decision {
    permit(who, run.mode, &[Role::Director], now)?;
    if rate == 0 {
        return pause(run, who, now);
    }
    in_phase(&run, &[ExercisePhase::Running, ExercisePhase::Paused])?;
    safety::speed(run.mode, rate)?;
    let clock = run.clock.clone().with_rate(now, rate);
    let clock = if run.phase == ExercisePhase::Paused { clock.with_rate(now, 0) } else { clock };
    let fact = Fact::ExerciseSpeed { run: run.number, at_exercise: clock.at(now), rate };
    Ok(moved(ExerciseRun { clock, ..run }, fact, now))
}

/// # Errors
/// [`Refusal::WrongPhase`] in any other phase.
pub(crate) fn in_phase(run: &ExerciseRun, phases: &[ExercisePhase]) -> Result<(), Refusal> {
    if phases.contains(&run.phase) {
        return Ok(());
    }
    Err(Refusal::WrongPhase { exercise: run.exercise.to_string(), phase: run.phase })
}

fn moved(run: ExerciseRun, fact: Fact, now: Timestamp) -> (Vec<Change>, Answer) {
    let answer = Answer::ExerciseAt { run: run.number, at_exercise: run.clock.at(now), rate: run.clock.rate() };
    (vec![Change::fact(fact), Change::Run(run)], answer)
}
