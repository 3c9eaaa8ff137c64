//! Starting an exercise: a rehearsal at once, a live one by the word of two principals over the same script.

use super::opening::opening;
use super::safety;
use super::script::script_hash;
use crate::model::{
    Answer, Change, Decision, Exercise, ExerciseClock, ExerciseId, ExercisePhase, ExerciseRun, Fact, Mode, OrganisationId,
    PlayerId, Principal, Rate, Refusal, Role, Scenario, Workspace, permit,
};
use crate::time::Timestamp;

/// Gives the hash of a player's token.
pub type LinkHashes<'a> = dyn FnMut(&OrganisationId, &PlayerId) -> String + 'a;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct StartRequest<'a> {
    pub exercise: &'a ExerciseId,
    pub mode: Mode,
    /// 0 starts paused.
    pub rate: Rate,
}

/// The number that the next run gets.
pub fn next_run(existing: &[ExerciseRun]) -> i64 {
    existing.iter().map(|run| run.number).max().unwrap_or(0) + 1
}

/// Starts a rehearsal, or proposes a live exercise. `existing` are all runs of the database; a proposal that still waits is
/// withdrawn by a new start of the same exercise.
///
/// # Errors
/// Every refusal of the roles, the safety rules, and a run of this exercise that has not ended.
pub fn start(
    workspace: &Workspace,
    request: &StartRequest<'_>,
    existing: &[ExerciseRun],
    who: Option<&Principal>,
    now: Timestamp,
    links: &mut LinkHashes<'_>,
) -> Decision {
    permit(who, request.mode, &[Role::Director], now)?;
    let (cast, scenario) = script(workspace, request.exercise)?;
    let mut changes = Vec::new();
    for run in existing.iter().filter(|run| run.exercise == *request.exercise) {
        match run.phase {
            ExercisePhase::Running | ExercisePhase::Paused => {
                return Err(Refusal::AlreadyRunning { exercise: run.exercise.to_string() });
            }
            ExercisePhase::Proposed => changes.extend(withdrawn(run.clone(), now)),
            ExercisePhase::Ended | ExercisePhase::Aborted => {}
        }
    }
    safety::speed(request.mode, request.rate)?;
    safety::recipients(&workspace.settings, scenario, cast, request.mode)?;
    safety::texts(scenario, cast, now)?;

    let run = ExerciseRun {
        number: next_run(existing),
        exercise: cast.id.clone(),
        mode: request.mode,
        phase: ExercisePhase::Proposed,
        revision: workspace.revision.clone(),
        script_hash: script_hash(scenario, cast),
        proposed_by: who.map(|principal| principal.id.clone()),
        approved_by: None,
        clock: proposed_clock(now, request.rate),
        started_at: None,
        ended_at: None,
    };
    let answer = match request.mode {
        Mode::Rehearsal => {
            let number = run.number;
            changes.extend(opening(workspace, (scenario, cast), &running(run, workspace, now), links));
            Answer::ExerciseStarted { run: number }
        }
        Mode::Live => {
            let (number, hash) = (run.number, run.script_hash.clone());
            changes.push(Change::fact(Fact::ExerciseProposed {
                run: number,
                exercise: run.exercise.clone(),
                mode: run.mode,
                script_hash: hash.clone(),
            }));
            changes.push(Change::Run(run));
            Answer::ExerciseProposed { run: number, script_hash: hash }
        }
    };
    Ok((changes, answer))
}

/// The second principal's word: starts a proposed exercise, if its script is still the one that was proposed.
///
/// # Errors
/// [`Refusal::SamePrincipal`], [`Refusal::ScriptChanged`], and those of [`start`].
pub fn approve(
    workspace: &Workspace,
    run: ExerciseRun,
    who: Option<&Principal>,
    now: Timestamp,
    links: &mut LinkHashes<'_>,
) -> Decision {
    permit(who, Mode::Live, &[Role::Approver, Role::Director], now)?;
    let second = who.ok_or(Refusal::NotProven)?;
    if run.phase != ExercisePhase::Proposed {
        return Err(Refusal::WrongPhase { exercise: run.exercise.to_string(), phase: run.phase });
    }
    if run.proposed_by.as_ref() == Some(&second.id) {
        return Err(Refusal::SamePrincipal);
    }
    let (cast, scenario) = script(workspace, &run.exercise)?;
    if script_hash(scenario, cast) != run.script_hash {
        return Err(Refusal::ScriptChanged { exercise: run.exercise.to_string() });
    }
    safety::recipients(&workspace.settings, scenario, cast, run.mode)?;
    safety::texts(scenario, cast, now)?;
    let number = run.number;
    let run = ExerciseRun { approved_by: Some(second.id.clone()), ..running(run, workspace, now) };
    Ok((opening(workspace, (scenario, cast), &run, links), Answer::ExerciseStarted { run: number }))
}

fn script<'a>(workspace: &'a Workspace, id: &ExerciseId) -> Result<(&'a Exercise, &'a Scenario), Refusal> {
    let cast = workspace.exercise(id);
    cast.and_then(|cast| Some((cast, workspace.scenario(&cast.scenario)?))).ok_or_else(|| unknown(id, workspace))
}

/// Why an exercise that has no run can be neither conducted nor shown.
pub fn no_run(id: &ExerciseId, workspace: &Workspace) -> Refusal {
    match workspace.exercise(id) {
        Some(_) => Refusal::NotStarted { exercise: id.to_string() },
        None => unknown(id, workspace),
    }
}

fn unknown(id: &ExerciseId, workspace: &Workspace) -> Refusal {
    let known = workspace.exercises.iter().map(|exercise| exercise.id.to_string()).collect();
    Refusal::UnknownExercise { id: id.to_string(), known }
}

/// A clock that stands at zero and remembers, in its first segment, the speed that was asked for.
fn proposed_clock(now: Timestamp, rate: Rate) -> ExerciseClock {
    ExerciseClock::started(now, rate).with_rate(now, 0)
}

fn running(run: ExerciseRun, workspace: &Workspace, now: Timestamp) -> ExerciseRun {
    let rate = run.clock.segments().first().map_or(0, |segment| segment.rate);
    ExerciseRun {
        phase: if rate == 0 { ExercisePhase::Paused } else { ExercisePhase::Running },
        revision: workspace.revision.clone(),
        clock: ExerciseClock::started(now, rate),
        started_at: Some(now),
        ..run
    }
}

/// A proposal that nobody approved, taken back.
pub(super) fn withdrawn(run: ExerciseRun, now: Timestamp) -> Vec<Change> {
    let fact = Fact::ExerciseAborted { run: run.number, at_exercise: run.clock.at(now) };
    vec![Change::fact(fact), Change::Run(ExerciseRun { phase: ExercisePhase::Aborted, ended_at: Some(now), ..run })]
}
