//! What the conduct of a running exercise looks at: the frozen script beside the state, at one instant.

use crate::model::{Exercise, Inject, InjectId, InjectRun, Organisation, OrganisationId, RunState, Scenario, Workspace};
use crate::time::{Elapsed, Timestamp};

/// A run with its script, at one instant of its clock.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    pub scenario: &'a Scenario,
    pub cast: &'a Exercise,
    pub state: &'a RunState,
    pub started_at: Timestamp,
    /// What the exercise clock shows.
    pub at: Elapsed,
}

impl<'a> View<'a> {
    /// None when the run has not started, or its script is not in this workspace.
    pub fn of(workspace: &'a Workspace, state: &'a RunState, now: Timestamp) -> Option<Self> {
        let cast = workspace.exercise(&state.run.exercise)?;
        let scenario = workspace.scenario(&cast.scenario)?;
        Some(Self { scenario, cast, state, started_at: state.run.started_at?, at: state.run.clock.at(now) })
    }

    /// The state of an inject for an organisation; None when it is not addressed there.
    pub fn row(&self, inject: &InjectId, organisation: &OrganisationId) -> Option<&'a InjectRun> {
        self.state.injects.iter().find(|row| row.inject == *inject && row.organisation == *organisation)
    }

    /// What a row is of.
    pub(super) fn script_of(&self, row: &InjectRun) -> Option<(&'a Inject, &'a Organisation)> {
        Some((self.scenario.inject(&row.inject)?, self.cast.organisation(&row.organisation)?))
    }
}
