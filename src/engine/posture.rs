//! Carrying out the posture: the difference between plan and ledger, each act's intent committed before it.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use super::EngineError;
use super::acts::control;
use super::tick::Engine;
use crate::model::{Actor, Change, Fact, Plan, PostureState, Precondition};
use crate::posture::changes;
use crate::posture::{self, Blocked, PostureStep};
use crate::time::Timestamp;

/// What a step writes that acts on nothing outside the database: such steps of one look are one transaction. None for a step
/// that acts on a target.
fn told_alone(plan: &Plan, state: &PostureState, step: &PostureStep, now: Timestamp) -> Option<Vec<Change>> {
    match step {
        PostureStep::Ask { window, measure, ask } => {
            let task = plan.window(window).and_then(|planned| planned.tasks.iter().find(|task| task.measure == *measure));
            Some(task.map_or_else(Vec::new, |task| changes::asked(window, task, *ask, now)))
        }
        PostureStep::Forget { target } => Some(changes::forgotten(target)),
        PostureStep::Hold { target, settings, expires_at } => {
            let entry = state.ledger.iter().find(|entry| entry.target == *target);
            Some(entry.map_or_else(Vec::new, |entry| changes::held(entry, settings.clone(), *expires_at)))
        }
        PostureStep::Apply { .. } | PostureStep::Revert { .. } | PostureStep::Recover { .. } => None,
    }
}

impl Engine {
    /// Brings ledger and targets to what is wanted now.
    pub(super) async fn posture_pass(&self, now: Timestamp) -> Result<(), EngineError> {
        let _turn = self.world.turn().await;
        if self.rests(&self.world.store.posture().await?, now) {
            return Ok(());
        }
        if Box::pin(self.look_and_act(now)).await? {
            // What was half done is settled; only now it shows what else is wanted.
            Box::pin(self.look_and_act(now)).await?;
        }
        Ok(())
    }

    /// One look at plan and ledger, and the steps that follow from it. Whether one of them settled what was half done.
    ///
    /// What follows is two transactions at most: all that is known before anything is touched, with the intent of each act; then
    /// what came of the acts.
    async fn look_and_act(&self, now: Timestamp) -> Result<bool, EngineError> {
        let found = self.world.store.posture().await?;
        let (state, plan, mut first) = self.keep(&found, now);
        let (blocked, has_probed) = self.blocked(&plan, now, &mut first).await;
        let steps = posture::reconcile(&plan, &state, &blocked, now);
        let has_settled = steps.iter().any(|step| matches!(step, PostureStep::Recover { .. }));
        let mut acts = Vec::new();
        for step in steps {
            match told_alone(&plan, &state, &step, now) {
                Some(changes) => first.extend(changes),
                None => acts.push(step),
            }
        }
        let (intents, acts) = self.prepare(&state, acts, now).await?;
        first.extend(intents);
        first.extend(self.ask_ahead(&plan, &state, now).await?);
        self.world.commit(Actor::Engine, first).await?;
        let results = self.carry_out_acts(acts, now).await;
        self.world.commit(Actor::Engine, results).await?;
        self.publish(&plan, &state, now).await?;
        self.rest(found, &plan, has_probed, now).await?;
        Ok(has_settled)
    }

    /// What is to be put on record of windows that take effect now and of those that did, before anything of them is applied; and
    /// state and plan as they are with that.
    fn keep(&self, found: &Arc<PostureState>, now: Timestamp) -> (Arc<PostureState>, Arc<Plan>, Vec<Change>) {
        let plan = self.world.plan(found.past(), now);
        let mut changes = posture::keep(&plan, found, now);
        {
            let mut known = self.unreadable.lock().unwrap_or_else(PoisonError::into_inner);
            let new = found.unreadable.iter().filter(|id| !known.contains(id));
            changes.extend(new.map(|id| Change::fact(Fact::WindowUnreadable { window: id.clone() })));
            known.clone_from(&found.unreadable);
        }
        if changes.is_empty() {
            return (Arc::clone(found), plan, changes);
        }
        let mut state = Arc::clone(found);
        for change in &changes {
            PostureState::follow(&mut state, change);
        }
        let plan = self.world.plan(state.past(), now);
        (state, plan, changes)
    }

    /// Which measures of live windows are blocked, and whether targets were probed to know. A newly blocked one is to be recorded.
    async fn blocked(&self, plan: &Plan, now: Timestamp, first: &mut Vec<Change>) -> (Vec<Blocked>, bool) {
        let workspace = self.world.workspace();
        let mut writable = BTreeMap::new();
        let mut blocked = Vec::new();
        for planned in plan.live_at(now) {
            for demand in planned.demands.iter().filter(|demand| demand.requires.contains(&Precondition::Writable)) {
                if !writable.contains_key(&demand.target)
                    && let Some(control) = control(&workspace, &demand.target, &self.world)
                {
                    writable.insert(demand.target.clone(), control.is_writable().await);
                }
            }
            blocked.extend(posture::check(planned, &workspace, &writable));
        }
        let before = {
            let mut known = self.blocked.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *known, blocked.clone())
        };
        first.extend(changes::blocked(&before, &blocked));
        (blocked, !writable.is_empty())
    }
}
