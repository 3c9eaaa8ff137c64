//! Carrying out the posture: the difference between plan and ledger, act by act, each intent committed before it.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use super::EngineError;
use super::tick::Engine;
use super::world::World;
use crate::controls::{Control, ControlFault, Observation};
use crate::model::{
    Actor, Change, Connector, ConnectorId, Fact, HeldSettings, LedgerEntry, LedgerPhase, Plan, PostureState, Workspace,
};
use crate::posture::changes::{self, Act, Found, Intent};
use crate::posture::{self, Blocked, PostureStep};
use crate::time::Timestamp;

/// How long a target is left alone after an act on it failed.
const REST_MS: i64 = 30_000;

/// The next instant at which a window begins or ends, a task is due to be asked for again, or an alarm about a proposal is raised
/// again.
pub(super) fn next_edge(plan: &Plan, now: Timestamp) -> Option<Timestamp> {
    let edges = plan.windows.iter().flat_map(|planned| [planned.window.from, planned.window.until]);
    edges
        .filter(|edge| *edge > now)
        .chain(posture::keeping::next_alarm(plan, now))
        .chain(posture::rounds::next(plan.live_at(now), now))
        .min()
}

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
        if Box::pin(self.look_and_act(now)).await? {
            // What was half done is settled; only now it shows what else is wanted.
            Box::pin(self.look_and_act(now)).await?;
        }
        Ok(())
    }

    /// One look at plan and ledger, and the steps that follow from it. Whether one of them settled what was half done.
    async fn look_and_act(&self, now: Timestamp) -> Result<bool, EngineError> {
        let (state, plan) = self.keep(now).await?;
        let blocked = self.blocked(&plan, now).await?;
        let steps = posture::reconcile(&plan, &state, &blocked, now);
        let has_settled = steps.iter().any(|step| matches!(step, PostureStep::Recover { .. }));
        let mut acts = Vec::new();
        let mut told = Vec::new();
        for step in steps {
            match told_alone(&plan, &state, &step, now) {
                Some(changes) => told.extend(changes),
                None => acts.push(step),
            }
        }
        self.world.commit(Actor::Engine, told).await?;
        for step in acts {
            self.take_step(&state, step, now).await?;
        }
        self.ask_ahead(&plan, &state, now).await?;
        self.publish(&plan, &state, now).await?;
        Ok(has_settled)
    }

    /// Puts on record which windows take effect now and what became of those that did, before anything of them is applied.
    async fn keep(&self, now: Timestamp) -> Result<(Arc<PostureState>, Arc<Plan>), EngineError> {
        let state = self.world.store.posture().await?;
        let plan = self.world.plan(state.past(), now);
        let mut changes = posture::keep(&plan, &state, now);
        {
            let mut known = self.unreadable.lock().unwrap_or_else(PoisonError::into_inner);
            let new = state.unreadable.iter().filter(|id| !known.contains(id));
            changes.extend(new.map(|id| Change::fact(Fact::WindowUnreadable { window: id.clone() })));
            known.clone_from(&state.unreadable);
        }
        if changes.is_empty() {
            return Ok((state, plan));
        }
        self.world.commit(Actor::Engine, changes).await?;
        let state = self.world.store.posture().await?;
        let plan = self.world.plan(state.past(), now);
        Ok((state, plan))
    }

    /// Which measures of live windows are blocked. A newly blocked one is recorded.
    async fn blocked(&self, plan: &Plan, now: Timestamp) -> Result<Vec<Blocked>, EngineError> {
        let workspace = self.world.workspace();
        let mut writable = BTreeMap::new();
        let mut blocked = Vec::new();
        for planned in plan.live_at(now).filter(|planned| planned.demands.iter().any(|demand| !demand.requires.is_empty())) {
            for demand in planned.demands.iter() {
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
        self.world.commit(Actor::Engine, changes::blocked(&before, &blocked)).await?;
        Ok(blocked)
    }

    /// Acts on a target.
    async fn take_step(&self, state: &PostureState, step: PostureStep, now: Timestamp) -> Result<(), EngineError> {
        let entry = |target: &ConnectorId| state.ledger.iter().find(|entry| entry.target == *target);
        match step {
            PostureStep::Ask { .. } | PostureStep::Forget { .. } | PostureStep::Hold { .. } => Ok(()),
            PostureStep::Apply { target, .. } | PostureStep::Revert { target } | PostureStep::Recover { target }
                if self.is_resting(&target, now) =>
            {
                let _ = target;
                Ok(())
            }
            PostureStep::Apply { target, settings, expires_at } => {
                let done = self.apply(&target, entry(&target), settings, expires_at, now).await;
                self.settle(&target, done, now).await
            }
            PostureStep::Revert { target } | PostureStep::Recover { target } => {
                let Some(entry) = entry(&target) else { return Ok(()) };
                let done = self.give_back(entry, now).await;
                self.settle(&target, done, now).await
            }
        }
    }

    async fn apply(
        &self,
        target: &ConnectorId,
        known: Option<&LedgerEntry>,
        settings: HeldSettings,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Result<(), ActError> {
        let workspace = self.workspace_of(target, known).await;
        let Some(control) = control(&workspace, target, &self.world) else { return Ok(()) };
        let found = found(control.observe().await?);
        let first = match known {
            Some(entry) if entry.phase == LedgerPhase::Active => entry.before.as_deref(),
            Some(_) | None => found.bytes.as_deref(),
        };
        let planned = control.plan(first, &settings)?;
        let expected = found.hash.clone();
        let intent = Intent {
            target: target.clone(),
            settings,
            expires_at,
            found,
            written_hash: planned.hash.clone(),
            revision: workspace.revision.clone(),
        };
        let Act::Write(changes) = self.commit_act(changes::applying(known, intent, now)).await? else { return Ok(()) };
        let Some(entry) = row(&changes) else { return Ok(()) };
        control.apply(&planned, &expected).await?;
        control.verify(&entry.written_hash, &entry.settings, now).await?;
        Ok(self.world.commit(Actor::Engine, changes::verified(entry, now)).await?)
    }

    /// Where a target is changed. One that is held stays where it was when its connector is pointed elsewhere or taken out of the
    /// files, until it is given back: what was there before is known of that place alone.
    async fn workspace_of(&self, target: &ConnectorId, known: Option<&LedgerEntry>) -> Arc<Workspace> {
        let current = self.world.workspace();
        let Some(entry) = known.filter(|entry| entry.phase == LedgerPhase::Active) else { return current };
        let Ok(held_in) = self.world.frozen(&entry.revision).await else { return current };
        let is_same = |connector: &Connector| {
            held_in.settings.connectors.iter().any(|held| held.id == connector.id && held.driver == connector.driver)
        };
        let connector = current.settings.connectors.iter().find(|connector| connector.id == *target);
        if connector.is_some_and(is_same) { current } else { held_in }
    }

    /// Restores a target, or finishes an act that a stop cut in two.
    async fn give_back(&self, entry: &LedgerEntry, now: Timestamp) -> Result<(), ActError> {
        let workspace = self.world.frozen(&entry.revision).await?;
        let Some(control) = control(&workspace, &entry.target, &self.world) else { return Ok(()) };
        let found = found(control.observe().await?);
        if let Some(settings) = changes::shown_by(entry, &found) {
            control.verify(&found.hash, &settings, now).await?;
        }
        let Act::Write(changes) = self.commit_act(changes::reverting(entry, &found, now)).await? else { return Ok(()) };
        let entry = row(&changes).unwrap_or(entry);
        control.revert(entry.before.as_deref(), &found.hash).await?;
        let restored = control.observe().await?;
        if restored.bytes != entry.before {
            return Err(ControlFault::Conflict { expected: entry.found_hash.clone(), found: restored.hash }.into());
        }
        control.verify(&restored.hash, &HeldSettings::new(), now).await?;
        Ok(self.world.commit(Actor::Engine, changes::reverted(entry, now)).await?)
    }

    /// Commits what an act wants written before it; hands it back for what follows.
    async fn commit_act(&self, act: Act) -> Result<Act, EngineError> {
        let (Act::Write(changes) | Act::Leave(changes)) = &act;
        self.world.commit(Actor::Engine, changes.clone()).await?;
        Ok(act)
    }

    /// What a failed act leads to: a fact, and a rest. The ledger row stays as the intent left it; the next look settles it.
    async fn settle(&self, target: &ConnectorId, done: Result<(), ActError>, now: Timestamp) -> Result<(), EngineError> {
        let why = match done {
            Ok(()) => return Ok(()),
            Err(ActError::Engine(error)) => return Err(error),
            Err(ActError::Control(fault)) => fault,
        };
        tracing::warn!(%target, %why, "an act on a target failed");
        self.resting.lock().unwrap_or_else(PoisonError::into_inner).insert(target.to_string(), now.plus_ms(REST_MS));
        self.world.commit(Actor::Engine, changes::failed(target, why.to_string())).await
    }

    fn is_resting(&self, target: &ConnectorId, now: Timestamp) -> bool {
        let mut resting = self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        resting.retain(|_, until| *until > now);
        resting.contains_key(target.as_str())
    }
}

/// A target of the ledger that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    pub target: ConnectorId,
    pub phase: LedgerPhase,
    pub expected: String,
    /// What the target holds; None: it could not be read.
    pub found: Option<String>,
}

/// Compares every target with the ledger. Writes nothing: it works beside a running engine, and without one.
///
/// # Errors
/// The store fails, or a ledger row's revision cannot be read.
pub async fn look_at_targets(world: &World) -> Result<(Vec<LedgerEntry>, Vec<Drift>), EngineError> {
    let state = world.store.posture().await?;
    let mut drifts = Vec::new();
    for entry in &state.ledger {
        let workspace = world.frozen(&entry.revision).await?;
        let Some(control) = control(&workspace, &entry.target, world) else { continue };
        let observed = control.observe().await.ok();
        let is_fine = match entry.phase {
            LedgerPhase::Active => {
                observed.as_ref().is_some_and(|observed| observed.hash == entry.written_hash)
                    && control.verify(&entry.written_hash, &entry.settings, world.now()).await.is_ok()
            }
            LedgerPhase::Released => observed.is_some(),
            LedgerPhase::Applying | LedgerPhase::Reverting | LedgerPhase::Releasing | LedgerPhase::Conflict => false,
        };
        if !is_fine {
            drifts.push(Drift {
                target: entry.target.clone(),
                phase: entry.phase,
                expected: entry.written_hash.clone(),
                found: observed.map(|observed| observed.hash),
            });
        }
    }
    Ok((state.ledger.clone(), drifts))
}

impl Engine {
    /// Looks at every active target; one that is not ours any more becomes a conflict, on the record.
    pub async fn check_drift(&self) -> Result<(), EngineError> {
        let _turn = self.world.turn().await;
        record_drift(&self.world).await.map(drop)
    }
}

/// Puts on the record which active targets are not ours any more, and answers them. Whoever calls holds the turn.
///
/// # Errors
/// The store fails, or a ledger row's revision cannot be read.
pub async fn record_drift(world: &World) -> Result<Vec<ConnectorId>, EngineError> {
    let now = world.now();
    let mut drifted = Vec::new();
    for entry in &world.store.posture().await?.ledger {
        let workspace = world.frozen(&entry.revision).await?;
        let Some(control) = control(&workspace, &entry.target, world) else { continue };
        let Ok(observed) = control.observe().await else { continue };
        let found = found(observed);
        if entry.phase == LedgerPhase::Active && found.hash != entry.written_hash {
            world.commit(Actor::Engine, changes::looked_at(entry, &found, now)).await?;
            drifted.push(entry.target.clone());
        }
    }
    Ok(drifted)
}

/// An act failed at the target, or could not be recorded.
enum ActError {
    Control(ControlFault),
    Engine(EngineError),
}

impl From<ControlFault> for ActError {
    fn from(fault: ControlFault) -> Self {
        ActError::Control(fault)
    }
}

impl From<EngineError> for ActError {
    fn from(error: EngineError) -> Self {
        ActError::Engine(error)
    }
}

fn control(workspace: &Workspace, target: &ConnectorId, world: &World) -> Option<Control> {
    let connector = workspace.settings.connectors.iter().find(|connector| connector.id == *target)?;
    Some(Control::open(connector, &world.directory, &world.means))
}

fn found(observed: Observation) -> Found {
    Found { bytes: observed.bytes, hash: observed.hash }
}

/// The ledger row among changes.
fn row(changes: &[Change]) -> Option<&LedgerEntry> {
    changes.iter().find_map(|change| if let Change::Ledger(entry) = change { Some(entry) } else { None })
}
