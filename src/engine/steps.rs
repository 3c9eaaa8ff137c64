//! Carrying out claimed steps, by kind.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::task::JoinSet;

use super::EngineError;
use super::hands::Hands;
use super::tick::Engine;
use crate::actions::SendResult;
use crate::controls;
use crate::exercise;
use crate::milestones::{self, Target};
use crate::model::{
    Actor, Change, ClaimedStep, ConnectorId, Fact, MeasureId, Mode, Reach, StepEnd, StepWork, StoreError, TaskRow, Trouble,
    WindowId,
};
use crate::queue;
use crate::time::Timestamp;

/// How many injects are released in one transaction.
const RELEASES: usize = 50;

/// When to look again at a target that could not be given back yet.
const REVERT_AGAIN_MS: i64 = 30_000;

impl Engine {
    pub(super) async fn carry_out(&self, steps: Vec<ClaimedStep>, now: Timestamp) -> Result<(), EngineError> {
        let mut in_runs: BTreeMap<i64, Vec<ClaimedStep>> = BTreeMap::new();
        let (mut messages, mut reverts) = (Vec::new(), Vec::new());
        for step in steps {
            if self.is_stopping() {
                break;
            }
            match step.work.clone() {
                StepWork::Release { run, .. } | StepWork::Deadline { run, .. } => in_runs.entry(run).or_default().push(step),
                StepWork::Deliver { .. } => messages.push(step),
                StepWork::Revert { target } => reverts.push((step, target)),
                StepWork::Remind { window, measure, round } => self.remind(step, (&window, &measure, round), now).await?,
                StepWork::AskApproval { window, hash, person, is_escalated } => {
                    self.ask_approval(step, (&window, &hash), &person, is_escalated, now).await?;
                }
                StepWork::Hook { webhook, id, at, facts } => {
                    let workspace = self.world.workspace();
                    let result = match workspace.settings.webhooks.iter().find(|known| known.id == webhook) {
                        Some(known) => self.hands.webhooks().post(known, &id, at, &facts, now).await,
                        // It was taken out of the files: nobody is to be told any more.
                        None => SendResult::Stopped,
                    };
                    let alarm = |why: &Trouble| {
                        vec![Change::fact(Fact::WebhookFailed { webhook: webhook.clone(), why: why.to_string() })]
                    };
                    self.end_send(step, result, alarm, now).await?;
                }
            }
        }
        self.finish_reverts(reverts, now).await?;
        for (run, steps) in in_runs {
            for batch in steps.chunks(RELEASES) {
                self.conduct(run, batch, now).await?;
            }
        }
        self.send_all(messages, now).await
    }

    /// Ends the steps that take changes back: the posture's look has done it, or they come again. All at once; when one lease is
    /// lost, each alone.
    async fn finish_reverts(&self, steps: Vec<(ClaimedStep, ConnectorId)>, now: Timestamp) -> Result<(), EngineError> {
        let state = self.world.store.posture().await?;
        let is_held = |target: &ConnectorId| state.ledger.iter().any(|e| e.target == *target && e.expires_at <= now);
        let again = || StepEnd::Again { due: now.plus_ms(REVERT_AGAIN_MS).as_ms() };
        let end = |(step, target): (ClaimedStep, ConnectorId)| (step, if is_held(&target) { again() } else { StepEnd::Done });
        let ends: Vec<(ClaimedStep, StepEnd)> = steps.into_iter().map(end).collect();
        let changes = ends.iter().map(|(step, end)| Change::Finish { step: step.clone(), end: end.clone() }).collect();
        match self.world.commit(Actor::Engine, changes).await {
            Err(EngineError::Store(StoreError::LostLease { .. })) => {
                for (step, end) in ends {
                    self.finish(step, end, Vec::new()).await?;
                }
                Ok(())
            }
            other => other,
        }
    }

    /// Releases and deadlines of one run, as one transaction.
    async fn conduct(&self, run: i64, steps: &[ClaimedStep], now: Timestamp) -> Result<(), EngineError> {
        let _turn = self.world.turn().await;
        let mut changes = Vec::new();
        if let Some(state) = self.world.store.run_state(run, Reach::All).await? {
            let frozen = self.world.frozen(&state.run.revision).await?;
            for step in steps {
                match &step.work {
                    StepWork::Release { inject, organisation, .. } => {
                        changes.extend(exercise::release(&frozen, &state, inject, organisation, now));
                    }
                    StepWork::Deadline { milestone, organisation, .. } => {
                        changes.extend(milestones::deadline(&state, Target { organisation, milestone }));
                    }
                    StepWork::Revert { .. }
                    | StepWork::Remind { .. }
                    | StepWork::AskApproval { .. }
                    | StepWork::Deliver { .. }
                    | StepWork::Hook { .. } => {}
                }
            }
        }
        changes.extend(steps.iter().map(|step| Change::Finish { step: step.clone(), end: StepEnd::Done }));
        match self.world.commit(Actor::Engine, changes).await {
            // Somebody else has the step now, or it is finished: nothing of ours was written.
            Err(EngineError::Store(StoreError::LostLease { step })) => {
                tracing::warn!(%step, "a lease was lost");
                Ok(())
            }
            other => other,
        }
    }

    /// Sends messages, as many at once as there are connections.
    async fn send_all(&self, steps: Vec<ClaimedStep>, now: Timestamp) -> Result<(), EngineError> {
        let workspace = self.world.workspace();
        let at_once = if self.world.clock.is_manual() { 1 } else { Hands::connections(&workspace.settings) };
        let mut sending: JoinSet<Result<(), EngineError>> = JoinSet::new();
        let mut failed = None;
        for step in steps {
            if sending.len() >= at_once
                && let Some(done) = sending.join_next().await
            {
                failed = failed.or(outcome(done));
            }
            if failed.is_some() || self.is_stopping() {
                break;
            }
            match self.begin(step, now).await {
                Ok(Some(send)) => {
                    sending.spawn(send.go(Arc::clone(&self.world)));
                }
                Ok(None) => {}
                // What is on its way still gets its result recorded.
                Err(error) => failed = Some(error),
            }
        }
        while let Some(done) = sending.join_next().await {
            failed = failed.or(outcome(done));
        }
        failed.map_or(Ok(()), Err)
    }

    async fn remind(
        &self,
        step: ClaimedStep,
        (window, measure, round): (&WindowId, &MeasureId, u32),
        now: Timestamp,
    ) -> Result<(), EngineError> {
        let workspace = self.world.workspace();
        let state = self.world.store.posture().await?;
        let plan = self.world.plan(state.past(), now);
        let planned = plan.window(window).filter(|planned| now < planned.window.until);
        let task = planned.and_then(|planned| planned.tasks.iter().find(|task| task.measure == *measure));
        // After a standstill the round may be stale: whoever is asked for a later one, or has done it, hears nothing of it.
        let is_its = |row: &&TaskRow| row.window == *window && row.measure == *measure;
        let is_stale =
            state.tasks.iter().filter(is_its).any(|row| row.round > round || (row.round == round && row.done_at.is_some()));
        let due = state.tasks.iter().filter(is_its).find(|row| row.round == round).and_then(|row| row.due_at);
        let (Some(planned), Some(task), false) = (planned, task, is_stale) else {
            return self.finish(step, StepEnd::Done, Vec::new()).await;
        };
        let alarm = |why: &Trouble| {
            let (window, measure, why) = (window.clone(), measure.clone(), why.to_string());
            vec![Change::fact(Fact::AlarmRaised { window, measure, why })]
        };
        let (due, references) = (due.unwrap_or(planned.window.until), self.world.references());
        let operator = &workspace.settings.operator;
        let mails = controls::reminders(task, planned, &workspace.roster, operator, (round, due), &references);
        let outbox = self.hands.outbox(&workspace.settings, Mode::Live);
        let (mails, outbox) = match (mails, outbox) {
            (Ok(mails), Ok(outbox)) => (mails, outbox),
            (Err(why), _) | (_, Err(why)) => {
                let changes = alarm(&why);
                return self.finish(step, StepEnd::Dead { why: why.to_string() }, changes).await;
            }
        };
        // The same mail under the same Message-ID when one of several owners has to be tried again.
        let mut result = SendResult::Stopped;
        for reminded in &mails {
            result = outbox.send(&reminded.mail, &self.world.gates.service(), now).await;
            if !matches!(result, SendResult::Sent { .. }) {
                break;
            }
        }
        self.end_send(step, result, |why| alarm(why), now).await
    }

    /// Ends a step that is no exercise message: done, tried again later, or given up with an alarm.
    pub(super) async fn end_send(
        &self,
        step: ClaimedStep,
        result: SendResult,
        alarm: impl FnOnce(&Trouble) -> Vec<Change>,
        now: Timestamp,
    ) -> Result<(), EngineError> {
        let (end, changes) = match result {
            SendResult::Sent { .. } | SendResult::Uncertain | SendResult::Stopped => (StepEnd::Done, Vec::new()),
            SendResult::Failed { why } => (StepEnd::Dead { why: why.to_string() }, alarm(&why)),
            SendResult::Retry { why, after } => match queue::next_attempt(step.tries + 1, now, queue::seed_of(&step.key)) {
                Some(at) => (StepEnd::Again { due: at.max(now.plus_ms(after.unwrap_or(0))).as_ms() }, Vec::new()),
                None => (StepEnd::Dead { why: why.to_string() }, alarm(&why)),
            },
        };
        self.finish(step, end, changes).await
    }

    pub(super) async fn finish(&self, step: ClaimedStep, end: StepEnd, mut changes: Vec<Change>) -> Result<(), EngineError> {
        changes.push(Change::Finish { step, end });
        match self.world.commit(Actor::Engine, changes).await {
            Err(EngineError::Store(StoreError::LostLease { step })) => {
                tracing::warn!(%step, "a lease was lost");
                Ok(())
            }
            other => other,
        }
    }
}

fn outcome(done: Result<Result<(), EngineError>, tokio::task::JoinError>) -> Option<EngineError> {
    match done {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(error),
        Err(error) => {
            tracing::error!(%error, "a message's task broke off; it is settled at the next start");
            None
        }
    }
}
