//! Keeping record of what calendars of others are told, so that every change of it counts up.

use std::sync::{Arc, PoisonError};

use super::EngineError;
use super::tick::Engine;
use crate::model::{Actor, Approval, Change, Plan, PostureState, StandingApproval};
use crate::plan;
use crate::posture;
use crate::time::Timestamp;

/// What the record was last made from.
pub(super) struct Publication {
    plan: Arc<Plan>,
    approvals: Vec<Approval>,
    standing: Vec<StandingApproval>,
}

impl Engine {
    /// Records the notices that changed; looks only when plan or approvals are others than the last time. Whoever calls holds the
    /// turn.
    pub(super) async fn publish(&self, plan: &Arc<Plan>, state: &PostureState, now: Timestamp) -> Result<(), EngineError> {
        let is_same = |last: &Publication| {
            Arc::ptr_eq(&last.plan, plan) && last.approvals == state.approvals && last.standing == state.standing
        };
        if self.publication.lock().unwrap_or_else(PoisonError::into_inner).as_ref().is_some_and(is_same) {
            return Ok(());
        }
        let known = self.world.store.published().await?;
        let changed = plan::published(plan, &|planned| posture::is_allowed(planned, state), &known, now);
        self.world.commit(Actor::Engine, changed.into_iter().map(Change::Published).collect()).await?;
        let (approvals, standing) = (state.approvals.clone(), state.standing.clone());
        let publication = Publication { plan: Arc::clone(plan), approvals, standing };
        *self.publication.lock().unwrap_or_else(PoisonError::into_inner) = Some(publication);
        Ok(())
    }
}
