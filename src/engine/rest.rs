//! When the posture need not be looked at: as long as nothing that a look rests on has changed, the next one would find the same.
//!
//! A look rests on the posture's rows, the workspace in force, the time, and on what targets show when measures require that they
//! can be written. Whatever falls due with time says when.

use std::sync::{Arc, PoisonError};

use super::EngineError;
use super::tick::{Engine, Next};
use crate::model::{Plan, PostureState, Workspace};
use crate::posture::{keeping, requests, rounds};
use crate::time::{DAY_MS, Timestamp};

/// How long a look at targets counts, where it matters whether they can be written.
const PROBED_MS: i64 = 5_000;

/// What the last look found as it should be.
pub(super) struct Rest {
    state: Arc<PostureState>,
    workspace: Arc<Workspace>,
    looked_at: Timestamp,
    /// When something falls due.
    next: Next,
    has_probed: bool,
}

impl Rest {
    fn is_of(&self, state: &Arc<PostureState>, workspace: &Arc<Workspace>) -> bool {
        Arc::ptr_eq(&self.state, state) && Arc::ptr_eq(&self.workspace, workspace)
    }

    fn holds(&self, now: Timestamp) -> bool {
        // Whatever is forgotten here is found a day later.
        let longest = if self.has_probed { PROBED_MS } else { DAY_MS };
        let age = now.since(self.looked_at);
        (0..longest).contains(&age) && self.next.is_none_or(|next| now < next)
    }
}

impl Engine {
    /// Whether a look now would find what the last one found.
    pub(super) fn rests(&self, state: &Arc<PostureState>, now: Timestamp) -> bool {
        let workspace = self.world.workspace();
        let rest = self.rest.lock().unwrap_or_else(PoisonError::into_inner);
        rest.as_ref().is_some_and(|rest| rest.is_of(state, &workspace) && rest.holds(now))
    }

    /// After a look that found `state`: rests when nothing of it has changed by that look.
    pub(super) async fn rest(
        &self,
        state: Arc<PostureState>,
        plan: &Plan,
        has_probed: bool,
        now: Timestamp,
    ) -> Result<(), EngineError> {
        let is_settled = Arc::ptr_eq(&state, &self.world.store.posture().await?);
        let workspace = self.world.workspace();
        let next = self.due(plan, &state, now);
        let rest = is_settled.then_some(Rest { state, workspace, looked_at: now, next, has_probed });
        *self.rest.lock().unwrap_or_else(PoisonError::into_inner) = rest;
        Ok(())
    }

    /// When the posture has to be looked at next.
    pub(super) async fn next_look(&self, now: Timestamp) -> Result<Next, EngineError> {
        let (state, workspace) = (self.world.store.posture().await?, self.world.workspace());
        {
            let rest = self.rest.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(rest) = rest.as_ref().filter(|rest| rest.is_of(&state, &workspace) && rest.holds(now)) {
                return Ok(rest.next);
            }
        }
        let plan = self.world.plan(state.past(), now);
        Ok(self.due(&plan, &state, now))
    }

    /// The next instant at which a window begins or ends, a round of a task, an alarm or a request is due, or a target has rested.
    fn due(&self, plan: &Plan, state: &PostureState, now: Timestamp) -> Next {
        let edges = plan.windows.iter().flat_map(|planned| [planned.window.from, planned.window.until]);
        let mut all: Vec<Timestamp> = edges.chain(state.ledger.iter().map(|entry| entry.expires_at)).collect();
        // A window that a person closed stays known until its recorded end.
        all.extend(state.kept.iter().flat_map(|kept| [kept.until(), kept.planned.window.until]));
        all.extend(keeping::next_alarm(plan, now));
        all.extend(rounds::next(plan.live_at(now), now));
        all.extend(requests::next(plan, state, &self.world.workspace().settings, now));
        all.extend(self.resting.lock().unwrap_or_else(PoisonError::into_inner).values());
        all.into_iter().filter(|at| *at > now).min()
    }
}
