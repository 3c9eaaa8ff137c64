//! Deciding on milestones: accepted, rejected, overdue, closed.

use super::gate;
use crate::model::{
    Answer, Change, Decision, Evidence, ExercisePhase, Fact, MilestoneId, MilestoneRun, MilestoneStatus, OrganisationId,
    Principal, Refusal, Role, RunState, Scenario, permit,
};
use crate::time::Timestamp;

/// Which milestone of which organisation.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    pub organisation: &'a OrganisationId,
    pub milestone: &'a MilestoneId,
}

const JUDGES: &[Role] = &[Role::Evaluator, Role::Controller, Role::Director];

/// Accepts the evidence for a milestone: met up to its deadline, late after. What was rejected may be shown again.
///
/// # Errors
/// A missing role, an exercise that has not started or is over, an unknown milestone or organisation, one that is decided, or
/// evidence that does not fill the gate.
pub fn meet(
    state: &RunState,
    scenario: &Scenario,
    target: Target<'_>,
    evidence: &Evidence,
    who: Option<&Principal>,
    now: Timestamp,
) -> Decision {
    let row = open_row(state, target, who, now)?;
    match row.status {
        MilestoneStatus::Pending | MilestoneStatus::AtRisk | MilestoneStatus::Rejected => {}
        MilestoneStatus::Met | MilestoneStatus::Late | MilestoneStatus::Missed => return Err(decided(row)),
    }
    let rule = scenario.milestone(target.milestone).ok_or_else(|| unknown(state, target))?;
    let evidence = gate::passed(rule, evidence)?;
    let at_exercise = state.run.clock.at(now);
    let is_late = at_exercise > row.due;
    let fact = Fact::MilestoneMet {
        run: state.run.number,
        milestone: row.milestone.clone(),
        due: row.due,
        at_exercise,
        evidence: evidence.clone(),
    };
    let status = if is_late { MilestoneStatus::Late } else { MilestoneStatus::Met };
    let answer = Answer::Milestone { milestone: row.milestone.clone(), is_late };
    let row = MilestoneRun { status, met_at: Some(at_exercise), evidence, ..row.clone() };
    Ok((written(state, row, fact), answer))
}

/// Rejects what was shown for a milestone, before or after it was accepted.
///
/// # Errors
/// As [`meet`], and [`Refusal::ReasonMissing`].
pub fn reject(state: &RunState, target: Target<'_>, reason: &str, who: Option<&Principal>, now: Timestamp) -> Decision {
    let row = open_row(state, target, who, now)?;
    match row.status {
        MilestoneStatus::Pending
        | MilestoneStatus::AtRisk
        | MilestoneStatus::Met
        | MilestoneStatus::Late
        | MilestoneStatus::Rejected => {}
        MilestoneStatus::Missed => return Err(decided(row)),
    }
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    let at_exercise = state.run.clock.at(now);
    let fact = Fact::MilestoneRejected {
        run: state.run.number,
        milestone: row.milestone.clone(),
        at_exercise,
        reason: reason.to_owned(),
    };
    let answer = Answer::MilestoneRejected { milestone: row.milestone.clone() };
    let row = MilestoneRun { status: MilestoneStatus::Rejected, met_at: None, ..row.clone() };
    Ok((written(state, row, fact), answer))
}

/// A deadline has come: records that the milestone is overdue, if nothing was accepted. Its status stays open.
pub fn deadline(state: &RunState, target: Target<'_>) -> Vec<Change> {
    let is_open = matches!(state.run.phase, ExercisePhase::Running | ExercisePhase::Paused);
    let Some(row) = find(state, target).filter(|_| is_open) else { return Vec::new() };
    match row.status {
        MilestoneStatus::Pending | MilestoneStatus::AtRisk | MilestoneStatus::Rejected => {
            let (milestone, due) = (row.milestone.clone(), row.due);
            let fact = Fact::MilestoneOverdue { run: state.run.number, milestone, due };
            vec![Change::fact_of(&row.organisation, fact)]
        }
        MilestoneStatus::Met | MilestoneStatus::Late | MilestoneStatus::Missed => Vec::new(),
    }
}

/// The exercise is over: what is still pending is missed; what was rejected stays so.
pub fn close(state: &RunState) -> Vec<Change> {
    let run = state.run.number;
    let mut changes = Vec::new();
    for row in &state.milestones {
        match row.status {
            MilestoneStatus::Pending | MilestoneStatus::AtRisk => {
                let fact = Fact::MilestoneMissed { run, milestone: row.milestone.clone(), due: row.due };
                let row = MilestoneRun { status: MilestoneStatus::Missed, ..row.clone() };
                changes.extend(written(state, row, fact));
            }
            MilestoneStatus::Met | MilestoneStatus::Late | MilestoneStatus::Missed | MilestoneStatus::Rejected => {}
        }
    }
    changes
}

fn written(state: &RunState, row: MilestoneRun, fact: Fact) -> Vec<Change> {
    vec![Change::fact_of(&row.organisation, fact), Change::Milestone { run: state.run.number, row }]
}

fn find<'a>(state: &'a RunState, target: Target<'_>) -> Option<&'a MilestoneRun> {
    state.milestones.iter().find(|row| row.milestone == *target.milestone && row.organisation == *target.organisation)
}

/// The row to decide on, once it is clear that this person may decide now.
fn open_row<'a>(
    state: &'a RunState,
    target: Target<'_>,
    who: Option<&Principal>,
    now: Timestamp,
) -> Result<&'a MilestoneRun, Refusal> {
    permit(who, state.run.mode, JUDGES, now)?;
    match state.run.phase {
        ExercisePhase::Running | ExercisePhase::Paused => {}
        phase @ (ExercisePhase::Proposed | ExercisePhase::Ended | ExercisePhase::Aborted) => {
            return Err(Refusal::WrongPhase { exercise: state.run.exercise.to_string(), phase });
        }
    }
    find(state, target).ok_or_else(|| unknown(state, target))
}

fn decided(row: &MilestoneRun) -> Refusal {
    Refusal::MilestoneDecided { milestone: row.milestone.to_string(), status: row.status }
}

fn unknown(state: &RunState, target: Target<'_>) -> Refusal {
    let distinct = |mut ids: Vec<String>| {
        ids.sort();
        ids.dedup();
        ids
    };
    if state.milestones.iter().any(|row| row.organisation == *target.organisation) {
        let known = distinct(state.milestones.iter().map(|row| row.milestone.to_string()).collect());
        return Refusal::UnknownMilestone { id: target.milestone.to_string(), known };
    }
    let known = distinct(state.milestones.iter().map(|row| row.organisation.to_string()).collect());
    Refusal::UnknownOrganisation { id: target.organisation.to_string(), known }
}
