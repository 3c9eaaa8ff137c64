//! Acts on targets. Those of one look are prepared together, carried out side by side and recorded together: first one
//! transaction with the intent of each, durable before anything is touched, then the acts, then one with what came of them. A
//! stop in between leaves rows that are half done, and the next look settles each from what its target holds.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use tokio::task::JoinSet;

use super::EngineError;
use super::tick::Engine;
use super::world::World;
use crate::controls::{Control, ControlFault, Observation, Patience, Planned, hash_of};
use crate::model::{
    Change, Connector, ConnectorId, HeldSettings, LedgerEntry, LedgerPhase, PostureState, Trouble, TroubleKind, Workspace,
};
use crate::posture::PostureStep;
use crate::posture::changes::{self, Act, Found, Intent};
use crate::time::Timestamp;

/// How long a target is left alone after an act on it failed.
const REST_MS: i64 = 30_000;

/// What is wanted of a target.
enum Wish {
    Apply {
        settings: HeldSettings,
        expires_at: Timestamp,
    },
    /// Is anything still wanted of it, where an act is half done?
    GiveBack {
        is_wanted: bool,
    },
}

/// An act whose intent is among changes that are to be committed first.
pub(super) struct Prepared {
    control: Control,
    /// As the intent leaves it.
    entry: LedgerEntry,
    /// Of what the target held.
    found: String,
    /// What is written; None: what stood there before.
    planned: Option<Planned>,
}

impl Prepared {
    async fn carry_out(&self, now: Timestamp) -> Result<(), ControlFault> {
        if let Some(planned) = &self.planned {
            self.control.apply(planned, &self.found).await?;
            return self.control.verify(&self.entry.written_hash, &self.entry.settings, now, Patience::ToRead).await;
        }
        let before = self.entry.before.as_deref();
        self.control.revert(before, &self.found).await?;
        self.control.verify(&hash_of(before), &HeldSettings::new(), now, Patience::ToRead).await
    }

    fn done(&self, now: Timestamp) -> Vec<Change> {
        match &self.planned {
            Some(_) => changes::verified(&self.entry, now),
            None => changes::reverted(&self.entry, now),
        }
    }
}

impl Engine {
    /// Looks at the targets of these steps: what is to be written first, and the acts that then follow. Steps that act on no
    /// target, and targets that rest, are left out.
    pub(super) async fn prepare(
        &self,
        state: &PostureState,
        steps: Vec<PostureStep>,
        now: Timestamp,
    ) -> Result<(Vec<Change>, Vec<Prepared>), EngineError> {
        let (mut looking, mut looks) = (Vec::new(), Vec::new());
        for step in steps {
            let (target, wish) = match step {
                PostureStep::Apply { target, settings, expires_at } => (target, Wish::Apply { settings, expires_at }),
                PostureStep::Revert { target } => (target, Wish::GiveBack { is_wanted: false }),
                PostureStep::Recover { target, is_wanted } => (target, Wish::GiveBack { is_wanted }),
                PostureStep::Ask { .. } | PostureStep::Forget { .. } | PostureStep::Hold { .. } => continue,
            };
            if self.is_resting(&target, now) {
                continue;
            }
            let known = state.ledger.iter().find(|entry| entry.target == target);
            let workspace = match (&wish, known) {
                (Wish::Apply { .. }, known) => self.workspace_of(&target, known).await,
                (Wish::GiveBack { .. }, Some(entry)) => self.world.frozen(&entry.revision).await?,
                (Wish::GiveBack { .. }, None) => continue,
            };
            let Some(control) = control(&workspace, &target, &self.world) else { continue };
            let under_way = match wish {
                Wish::Apply { .. } => None,
                Wish::GiveBack { is_wanted } => known.cloned().map(|entry| (entry, is_wanted)),
            };
            looks.push(look(control.clone(), under_way, now));
            looking.push((target, wish, known, workspace, control));
        }
        let seen = all(looks).await;
        let (mut first, mut acts) = (Vec::new(), Vec::new());
        for ((target, wish, known, workspace, control), seen) in looking.into_iter().zip(seen) {
            let act = seen.and_then(|(found, is_shown)| match wish {
                Wish::Apply { settings, expires_at } => {
                    let plan = control.plan(base(known, &found), &settings)?;
                    let revision = workspace.revision.clone();
                    let (written_hash, before) = (plan.hash.clone(), found.hash.clone());
                    let intent = Intent { target: target.clone(), settings, expires_at, found, written_hash, revision };
                    Ok((changes::applying(known, intent, now), before, Some(plan)))
                }
                Wish::GiveBack { .. } => {
                    let before = found.hash.clone();
                    let act = known.map_or(Act::Leave(Vec::new()), |entry| {
                        if is_shown { changes::reverting(entry, &found, now) } else { changes::not_shown(entry) }
                    });
                    Ok((act, before, None))
                }
            });
            match act {
                Ok((Act::Leave(changes), ..)) => first.extend(changes),
                Ok((Act::Write(changes), found, planned)) => {
                    let entry = row(&changes).or(known).cloned();
                    acts.extend(entry.map(|entry| Prepared { control, entry, found, planned }));
                    first.extend(changes);
                }
                Err(why) => first.extend(self.failed(&target, &why, now)),
            }
        }
        Ok((first, acts))
    }

    /// Carries out acts whose intents are committed; what is to be written of them.
    pub(super) async fn carry_out_acts(&self, acts: Vec<Prepared>, now: Timestamp) -> Vec<Change> {
        let targets: Vec<ConnectorId> = acts.iter().map(|act| act.entry.target.clone()).collect();
        let begun = acts.into_iter().map(|act| async move { act.carry_out(now).await.map(|()| act.done(now)) });
        let mut results = Vec::new();
        for (target, done) in targets.iter().zip(all(begun.collect()).await) {
            match done {
                Ok(changes) => results.extend(changes),
                Err(why) => results.extend(self.failed(target, &why, now)),
            }
        }
        results
    }

    /// What a failed act leads to: a fact, and a rest. The ledger row stays as the intent left it; the next look settles it.
    fn failed(&self, target: &ConnectorId, why: &ControlFault, now: Timestamp) -> Vec<Change> {
        tracing::warn!(%target, %why, "an act on a target failed");
        self.resting.lock().unwrap_or_else(PoisonError::into_inner).insert(target.to_string(), now.plus_ms(REST_MS));
        changes::failed(target, why.to_string())
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

    fn is_resting(&self, target: &ConnectorId, now: Timestamp) -> bool {
        let mut resting = self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        resting.retain(|_, until| *until > now);
        resting.contains_key(target.as_str())
    }
}

/// What the target holds. Where that already is what the act under way would leave, the target must show it, too: for some
/// controls content alone is no proof. False: a change that was under way is there and does not show, or nothing wants it any more
/// and nobody can say whether it shows.
async fn look(control: Control, under_way: Option<(LedgerEntry, bool)>, now: Timestamp) -> Result<(Found, bool), ControlFault> {
    let found = found(control.observe().await?);
    let Some((entry, is_wanted)) = under_way else { return Ok((found, true)) };
    let Some(settings) = changes::shown_by(&entry, &found) else { return Ok((found, true)) };
    let is_applied = entry.phase == LedgerPhase::Applying && found.hash == entry.written_hash;
    match control.verify(&found.hash, &settings, now, Patience::None).await {
        Ok(()) => Ok((found, true)),
        Err(ControlFault::Trouble(why)) if is_applied && (!is_wanted || why.kind == TroubleKind::NotShown) => {
            tracing::warn!(target = %entry.target, %why, "a change is written and not shown");
            Ok((found, false))
        }
        Err(fault) => Err(fault),
    }
}

/// All of them side by side, in the order given. None goes on when nobody waits any more.
async fn all<T: Send + 'static>(
    acts: Vec<impl Future<Output = Result<T, ControlFault>> + Send + 'static>,
) -> Vec<Result<T, ControlFault>> {
    let mut begun = JoinSet::new();
    let ids: Vec<_> = acts.into_iter().map(|act| begun.spawn(act).id()).collect();
    let mut done = BTreeMap::new();
    while let Some(one) = begun.join_next_with_id().await {
        match one {
            Ok((id, result)) => done.insert(id, result),
            Err(error) => done.insert(error.id(), Err(Trouble::new(TroubleKind::Internal, error).into())),
        };
    }
    let lost = || Err(Trouble::new(TroubleKind::Internal, "lost").into());
    ids.iter().map(|id| done.remove(id).unwrap_or_else(lost)).collect()
}

/// What a change is laid over: the state from before the first holder.
fn base<'a>(known: Option<&'a LedgerEntry>, found: &'a Found) -> Option<&'a [u8]> {
    match known {
        Some(entry) if entry.phase == LedgerPhase::Active => entry.before.as_deref(),
        Some(_) | None => found.bytes.as_deref(),
    }
}

pub(super) fn control(workspace: &Workspace, target: &ConnectorId, world: &World) -> Option<Control> {
    let connector = workspace.settings.connectors.iter().find(|connector| connector.id == *target)?;
    Some(Control::open(connector, &world.directory, &world.means))
}

pub(super) fn found(observed: Observation) -> Found {
    Found { bytes: observed.bytes, hash: observed.hash }
}

/// The ledger row among changes.
fn row(changes: &[Change]) -> Option<&LedgerEntry> {
    changes.iter().find_map(|change| if let Change::Ledger(entry) = change { Some(entry) } else { None })
}
