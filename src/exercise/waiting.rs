//! Conditional injects: which of them may go now, and when it is worth looking again.

use super::conditions::holds;
use super::opening::release_step;
use super::points::due;
use super::view::View;
use crate::milestones::at_risk_from;
use crate::model::{
    Change, Condition, ExercisePhase, InjectPhase, InjectRun, MilestoneStatus, Organisation, RunState, Timing, Workspace,
};
use crate::time::{Elapsed, Timestamp};

/// Puts every conditional inject whose condition is true now into the queue. Once true is enough: a condition that becomes
/// false again before the release takes nothing back.
pub fn waiting(workspace: &Workspace, state: &RunState, now: Timestamp) -> Vec<Change> {
    let Some(view) = open_view(workspace, state, now) else { return Vec::new() };
    let run = state.run.number;
    conditional(&view)
        .filter(|(_, condition, _, organisation)| holds(condition, &view, organisation))
        .flat_map(|(row, _, after, _)| {
            let due = view.at.plus(after);
            let row = InjectRun { phase: InjectPhase::Synchronized, due: Some(due), ..row.clone() };
            [release_step(run, &row, due), Change::Inject { run, row }]
        })
        .collect()
}

/// The next exercise time, later than now, at which a waiting condition can become true by time alone. The engine looks again
/// then; in between only changes of state matter.
pub fn next_look(workspace: &Workspace, state: &RunState, now: Timestamp) -> Option<Elapsed> {
    let view = open_view(workspace, state, now)?;
    let mut points = Vec::new();
    for (_, condition, _, organisation) in conditional(&view) {
        collect(condition, &view, organisation, &mut points);
    }
    points.into_iter().filter(|point| *point > view.at).min()
}

fn open_view<'a>(workspace: &'a Workspace, state: &'a RunState, now: Timestamp) -> Option<View<'a>> {
    match state.run.phase {
        ExercisePhase::Running | ExercisePhase::Paused => View::of(workspace, state, now),
        ExercisePhase::Proposed | ExercisePhase::Ended | ExercisePhase::Aborted => None,
    }
}

fn conditional<'a>(view: &View<'a>) -> impl Iterator<Item = (&'a InjectRun, &'a Condition, Elapsed, &'a Organisation)> {
    view.state.injects.iter().filter(|row| row.phase == InjectPhase::Waiting && row.due.is_none()).filter_map(|row| {
        let (inject, organisation) = view.script_of(row)?;
        match &inject.timing {
            Timing::At(_) => None,
            Timing::When { condition, after } => Some((row, condition, *after, organisation)),
        }
    })
}

fn collect(condition: &Condition, view: &View<'_>, organisation: &Organisation, points: &mut Vec<Elapsed>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                collect(part, view, organisation, points);
            }
        }
        Condition::Not(inner) => collect(inner, view, organisation, points),
        Condition::Reached(point) => points.push(due(point, &organisation.zone, view.started_at)),
        Condition::Milestone { milestone, is: MilestoneStatus::AtRisk, .. } => {
            let rows = view.state.milestones.iter().filter(|row| row.milestone == *milestone);
            points.extend(rows.map(|row| at_risk_from(row.due)));
        }
        Condition::Milestone { .. } | Condition::Inject { .. } => {}
    }
}
