//! What the engine and `app` share: the store, the clock, the workspace in force, the plan made from it, the stop flags.
//!
//! Every write goes through [`World::commit`], which adds the webhooks' steps to the same transaction.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use sha2::{Digest as _, Sha256};
use tokio::sync::Notify;

use super::EngineError;
use super::gates::Gates;
use super::links::LinkKey;
use super::outsiders;
use crate::clock::Clock;
use crate::controls::Means;
use crate::input;
use crate::model::{
    Actor, Change, ClockId, Fact, KeptWindow, NewStep, Order, Past, Plan, References, RevisionId, StepWork, Transaction,
    Workspace,
};
use crate::plan::{self, Planner};
use crate::store::Store;
use crate::time::{DAY_MS, Timestamp};

/// How far back and ahead the plan in force reaches. Back: a window that began long ago may still be live.
const PLAN_BACK_MS: i64 = 120 * DAY_MS;
const PLAN_AHEAD_MS: i64 = 400 * DAY_MS;

pub struct World {
    pub directory: PathBuf,
    pub store: Store,
    pub clock: Clock,
    pub links: LinkKey,
    pub gates: Gates,
    pub means: Arc<Means>,
    workspace: RwLock<Arc<Workspace>>,
    frozen: Mutex<HashMap<RevisionId, Arc<Workspace>>>,
    plan: Mutex<Option<CachedPlan>>,
    planner: Mutex<PlannerAround>,
    wake: Notify,
    turns: tokio::sync::Mutex<()>,
}

struct CachedPlan {
    plan: Arc<Plan>,
    orders: Vec<Order>,
    kept: Vec<KeptWindow>,
    made_at: Timestamp,
}

impl World {
    pub fn new(directory: PathBuf, store: Store, clock: Clock, links: LinkKey, workspace: Workspace) -> Self {
        Self {
            means: Arc::new(Means::new(links.references())),
            directory,
            store,
            clock,
            links,
            gates: Gates::default(),
            workspace: RwLock::new(Arc::new(workspace)),
            frozen: Mutex::default(),
            plan: Mutex::default(),
            planner: Mutex::default(),
            wake: Notify::new(),
            turns: tokio::sync::Mutex::default(),
        }
    }

    /// Held from loading what a decision rests on until its changes are committed, so that no two decisions rest on the same
    /// state.
    pub async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.turns.lock().await
    }

    /// What handled windows are called by outsiders.
    pub fn references(&self) -> References {
        self.means.references.clone()
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The workspace in force.
    pub fn workspace(&self) -> Arc<Workspace> {
        Arc::clone(&self.workspace.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts another revision in force.
    pub fn adopt(&self, workspace: Workspace) {
        *self.workspace.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(workspace);
        *self.plan.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.wake.notify_one();
    }

    /// The plan in force: of the workspace, these orders and what took effect, around `now`. Made again when one of them changed,
    /// unless what took effect is just what the plan has, or once a day.
    pub fn plan(&self, past: Past<'_>, now: Timestamp) -> Arc<Plan> {
        let workspace = self.workspace();
        let mut cache = self.plan.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cached) = cache.as_mut()
            && cached.plan.revision == workspace.revision
            && cached.orders == past.orders
            && now.since(cached.made_at).abs() < DAY_MS
            && (cached.kept == past.kept || plan::holds_beside(&cached.plan, &cached.kept, past.kept))
        {
            if cached.kept != past.kept {
                cached.kept = past.kept.to_vec();
            }
            return Arc::clone(&cached.plan);
        }
        let plan = Arc::new(self.plan_of(&workspace, past, now));
        *cache =
            Some(CachedPlan { plan: Arc::clone(&plan), orders: past.orders.to_vec(), kept: past.kept.to_vec(), made_at: now });
        plan
    }

    /// The plan that another revision would give, around `now`. Quick when few of its events differ from the last plan's.
    pub fn plan_of(&self, workspace: &Workspace, past: Past<'_>, now: Timestamp) -> Plan {
        self.planner.lock().unwrap_or_else(PoisonError::into_inner).plan(workspace, past, now)
    }

    /// The workspace as it was when a run froze it.
    ///
    /// # Errors
    /// The revision is not in the database, or no longer checks clean with this version of standto.
    pub async fn frozen(&self, revision: &RevisionId) -> Result<Arc<Workspace>, EngineError> {
        let current = self.workspace();
        if current.revision == *revision {
            return Ok(current);
        }
        if let Some(known) = self.frozen.lock().unwrap_or_else(PoisonError::into_inner).get(revision) {
            return Ok(Arc::clone(known));
        }
        let stored = self.store.revision_by(revision).await?;
        let workspace = stored
            .and_then(|stored| input::check(&stored.files).workspace)
            .ok_or_else(|| EngineError::RevisionUnusable { revision: revision.clone() })?;
        let workspace = Arc::new(Workspace { revision: revision.clone(), ..workspace });
        self.frozen.lock().unwrap_or_else(PoisonError::into_inner).insert(revision.clone(), Arc::clone(&workspace));
        Ok(workspace)
    }

    /// Writes one transaction, with a step for every webhook that is to hear of its facts, and wakes the loop.
    ///
    /// # Errors
    /// The store refuses or fails; nothing was written.
    pub async fn commit(&self, actor: Actor, mut changes: Vec<Change>) -> Result<(), EngineError> {
        if changes.is_empty() {
            return Ok(());
        }
        let at = self.now();
        let (workspace, references) = (self.workspace(), self.references());
        for change in &changes {
            log(change, &workspace, &references);
        }
        changes.extend(self.hooks(at, &changes));
        self.store.commit(Transaction { at, actor, changes }).await?;
        self.wake.notify_one();
        Ok(())
    }

    fn hooks(&self, at: Timestamp, changes: &[Change]) -> Vec<Change> {
        let workspace = self.workspace();
        if workspace.settings.webhooks.is_empty() {
            return Vec::new();
        }
        let facts = outsiders::facts(changes.iter().filter_map(told_outside), &workspace, &self.references());
        if facts.is_empty() {
            return Vec::new();
        }
        let text = serde_json::to_string(&facts).unwrap_or_default();
        let id = crate::model::hex(&Sha256::digest(format!("{at}\n{text}").as_bytes())[..16]);
        let step = |webhook: &crate::model::Webhook| NewStep {
            key: format!("hook/{}/{id}", webhook.id),
            clock: ClockId::WALL,
            due: at.as_ms(),
            work: StepWork::Hook { webhook: webhook.id.clone(), id: id.clone(), at, facts: facts.clone() },
        };
        workspace.settings.webhooks.iter().map(|webhook| Change::Enqueue(step(webhook))).collect()
    }

    /// Resolves when something was written, or when somebody called [`World::nudge`].
    pub async fn woken(&self) {
        self.wake.notified().await;
    }

    pub fn nudge(&self) {
        self.wake.notify_one();
    }
}

/// Plans around a time that moves on once a day, so that plans made within a day share what did not change.
#[derive(Default)]
struct PlannerAround {
    planner: Planner,
    around: Option<Timestamp>,
}

impl PlannerAround {
    fn plan(&mut self, workspace: &Workspace, past: Past<'_>, now: Timestamp) -> Plan {
        let around = self.around.filter(|around| now.since(*around).abs() < DAY_MS).unwrap_or(now);
        self.around = Some(around);
        self.planner.plan(workspace, past, around.plus_ms(-PLAN_BACK_MS), around.plus_ms(PLAN_AHEAD_MS))
    }
}

/// The plan of a workspace and the past, as far around `now` as it is carried out.
pub fn plan_around(workspace: &Workspace, past: Past<'_>, now: Timestamp) -> Plan {
    plan::plan(workspace, past, now.plus_ms(-PLAN_BACK_MS), now.plus_ms(PLAN_AHEAD_MS))
}

/// What whoever watches the log should see at once: trouble as an error, acts on targets for the record.
fn log(change: &Change, workspace: &Workspace, references: &References) {
    let Change::Record { fact, .. } = change else { return };
    if let Fact::ControlConflict { target, .. } = fact {
        tracing::error!(%target, "conflict: somebody else changed the target; `standto posture status` shows it");
    } else if let Fact::AlarmRaised { window, measure, why } = fact {
        let window = outsiders::window(window, workspace, references);
        tracing::error!(%window, %measure, %why, "alarm");
    } else if let Fact::ApprovalEscalated { window, .. } = fact {
        let window = outsiders::window(window, workspace, references);
        tracing::error!(%window, "nobody approved it in time; it is not applied until somebody does: `standto posture status`");
    } else if let Fact::ApprovalNotAsked { window, person, why } = fact {
        let window = outsiders::window(window, workspace, references);
        tracing::error!(%window, %person, %why, "an approver could not be asked");
    } else if let Fact::WindowContested { window, why, until } = fact {
        let window = outsiders::window(window, workspace, references);
        tracing::error!(%window, %why, %until, "contested: the files say otherwise now; `standto posture status` shows it");
    } else if let Fact::ProposalWaits { window, until, .. } = fact {
        let window = outsiders::window(window, workspace, references);
        tracing::error!(%window, %until, "a proposed window must be decided; `standto posture approve` accepts it");
    } else if let Fact::WindowUnreadable { window } = fact {
        let window = outsiders::window(window, workspace, references);
        tracing::error!(%window, "a kept window cannot be read: what it holds stays as it is");
    } else if let Fact::TaskRoundsMissed { window, measure, rounds, .. } = fact {
        let window = outsiders::window(window, workspace, references);
        tracing::warn!(%window, %measure, %rounds, "rounds of a task were missed: nobody was asked");
    } else if let Fact::MeasureBlocked { window, measure, precondition } = fact {
        let window = outsiders::window(window, workspace, references);
        tracing::warn!(%window, %measure, %precondition, "a measure is blocked");
    } else if let Fact::ControlVerified { target, .. } = fact {
        tracing::info!(%target, "applied and verified");
    } else if let Fact::ControlReverted { target } = fact {
        tracing::info!(%target, "taken back");
    }
}

/// The facts that webhooks hear: what changed the posture or an exercise as a whole, not every message.
fn told_outside(change: &Change) -> Option<&Fact> {
    let Change::Record { fact, .. } = change else { return None };
    let is_told = match fact {
        Fact::PostureOrdered { .. }
        | Fact::OrderEnded { .. }
        | Fact::WindowApproved { .. }
        | Fact::ApprovalReviewed { objection: Some(_), .. }
        | Fact::ApprovalWithdrawn { .. }
        | Fact::ApprovalAsked { .. }
        | Fact::ApprovalNotAsked { .. }
        | Fact::ApprovalEscalated { .. }
        | Fact::StandingApproved { .. }
        | Fact::StandingWithdrawn { .. }
        | Fact::WindowOpened { .. }
        | Fact::WindowClosed { .. }
        | Fact::WindowContested { .. }
        | Fact::WindowUncontested { .. }
        | Fact::ProposalWaits { .. }
        | Fact::WindowUnreadable { .. }
        | Fact::ControlVerified { .. }
        | Fact::ControlReverted { .. }
        | Fact::ControlConflict { .. }
        | Fact::ControlFailed { .. }
        | Fact::MeasureBlocked { .. }
        | Fact::TaskRoundsMissed { .. }
        | Fact::AlarmRaised { .. }
        | Fact::ExerciseStarted { .. }
        | Fact::ExercisePaused { .. }
        | Fact::ExerciseResumed { .. }
        | Fact::ExerciseEnded { .. }
        | Fact::ExerciseAborted { .. }
        | Fact::MilestoneMet { .. }
        | Fact::MilestoneOverdue { .. }
        | Fact::MilestoneMissed { .. }
        | Fact::MilestoneRejected { .. } => true,
        Fact::ApprovalReviewed { objection: None, .. }
        | Fact::RevisionAdopted { .. }
        | Fact::PrincipalAdded { .. }
        | Fact::PrincipalRevoked { .. }
        | Fact::ControlApplying { .. }
        | Fact::ControlHeld { .. }
        | Fact::ControlReverting { .. }
        | Fact::ConflictDecided { .. }
        | Fact::TaskAsked { .. }
        | Fact::TaskDone { .. }
        | Fact::ExerciseProposed { .. }
        | Fact::ExerciseJumped { .. }
        | Fact::ExerciseSpeed { .. }
        | Fact::InjectReleased { .. }
        | Fact::InjectSkipped { .. }
        | Fact::DeliverySent { .. }
        | Fact::DeliveryRetry { .. }
        | Fact::DeliveryFailed { .. }
        | Fact::DeliveryCancelled { .. }
        | Fact::DeliveryUncertain { .. }
        | Fact::UncertainDecided { .. }
        | Fact::Acknowledged { .. }
        | Fact::Answered { .. }
        | Fact::WebhookFailed { .. }
        | Fact::Recovered { .. } => false,
    };
    is_told.then_some(fact)
}
