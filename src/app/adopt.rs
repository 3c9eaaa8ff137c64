//! Which revision of the files is in force.
//!
//! A clean change is adopted by itself, unless it alters a window that is live or approved, or moves a target that is held: then
//! a person accepts it first. On faults the last revision stays in force.

use super::{App, OpenError};
use crate::engine::{EngineError, plan_around};
use crate::input::{self, Checked};
use crate::model::{Actor, Altered, Becomes, Change, Fact, Fault, FileSet, Note, Past, Plan, Revision, Transaction, Workspace};
use crate::posture;
use crate::store::{Access, Store};
use crate::time::{Timestamp, tzdata_version};

/// What became of the files when they were last read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Adoption {
    /// The files are what is in force.
    InForce { notes: Vec<Note> },
    /// The files are clean but alter these windows: `plan accept` puts them in force.
    Waiting { windows: Vec<Altered> },
    /// The files have faults; an earlier revision is in force.
    Faulty { faults: Vec<Fault> },
    /// The files are clean and newer than what is in force; whoever only reads leaves that to the next writer.
    Newer,
    /// Somebody accepted a change that alters these windows.
    Accepted { windows: Vec<Altered> },
}

/// What to do with files that were just checked.
enum Verdict {
    Keep(Adoption),
    Take(Box<Workspace>, FileSet, Adoption),
}

/// At the opening of an app.
pub(super) async fn first(
    store: &Store,
    access: Access,
    files: Result<FileSet, Vec<Fault>>,
    now: Timestamp,
) -> Result<(Workspace, Adoption), OpenError> {
    let mut in_force = None;
    if let Some(Revision { id, files: stored, .. }) = store.revision().await? {
        let Checked { workspace, notes, .. } = input::check(&stored);
        // A newer program may hash the same files otherwise; the stored name is the one that ledger and journal use.
        in_force = workspace.map(|workspace| Workspace { revision: id, ..workspace });
        match in_force {
            Some(workspace) if files.as_ref() == Ok(&stored) => return Ok((workspace, Adoption::InForce { notes })),
            Some(_) | None => {}
        }
    }
    let plan = |workspace: &Workspace, past: Past<'_>| plan_around(workspace, past, now);
    match judge(store, in_force.as_ref(), files, (&plan, now)).await? {
        Verdict::Keep(adoption) => match (in_force, adoption) {
            (Some(workspace), adoption) => Ok((workspace, adoption)),
            (None, Adoption::Faulty { faults }) => Err(OpenError::Faulty(faults)),
            (None, Adoption::InForce { .. } | Adoption::Waiting { .. } | Adoption::Newer | Adoption::Accepted { .. }) => {
                Err(OpenError::Faulty(Vec::new()))
            }
        },
        Verdict::Take(workspace, _, _) if access == Access::Read => Ok((in_force.unwrap_or(*workspace), Adoption::Newer)),
        Verdict::Take(workspace, files, adoption) => {
            let change = record(&workspace, files, now);
            store.commit(Transaction { at: now, actor: Actor::Engine, changes: change }).await?;
            Ok((*workspace, adoption))
        }
    }
}

impl App {
    /// Reads the files again and adopts a clean change; when somebody accepts it, even one that alters live or approved windows.
    pub async fn refresh(&self, accepted_by: Option<Actor>) -> Result<Adoption, EngineError> {
        let _turn = self.world.turn().await;
        let (files, now) = (input::read(&self.world.directory), self.world.now());
        let current = self.world.workspace();
        let plan = |workspace: &Workspace, past: Past<'_>| self.world.plan_of(workspace, past, now);
        match judge(&self.world.store, Some(&current), files, (&plan, now)).await? {
            Verdict::Keep(Adoption::Waiting { windows }) => {
                let Some(actor) = accepted_by else { return Ok(Adoption::Waiting { windows }) };
                let Some((workspace, files)) = input::read(&self.world.directory).ok().and_then(clean) else {
                    return Ok(Adoption::Faulty { faults: Vec::new() });
                };
                self.take(workspace, files, actor).await?;
                Ok(Adoption::Accepted { windows })
            }
            Verdict::Keep(adoption) => Ok(adoption),
            Verdict::Take(workspace, files, adoption) => {
                self.take(*workspace, files, accepted_by.unwrap_or(Actor::Engine)).await?;
                Ok(adoption)
            }
        }
    }

    async fn take(&self, workspace: Workspace, files: FileSet, actor: Actor) -> Result<(), EngineError> {
        self.world.commit(actor, record(&workspace, files, self.world.now())).await?;
        self.world.adopt(workspace);
        Ok(())
    }
}

fn clean(files: FileSet) -> Option<(Workspace, FileSet)> {
    let workspace = input::check(&files).workspace?;
    Some((workspace, files))
}

/// How plans around now are made.
type MakePlan<'a> = &'a (dyn Fn(&Workspace, Past<'_>) -> Plan + Sync);

async fn judge(
    store: &Store,
    current: Option<&Workspace>,
    files: Result<FileSet, Vec<Fault>>,
    (plan, now): (MakePlan<'_>, Timestamp),
) -> Result<Verdict, EngineError> {
    let files = match files {
        Ok(files) => files,
        Err(faults) => return Ok(Verdict::Keep(Adoption::Faulty { faults })),
    };
    let Checked { workspace, faults, notes } = input::check(&files);
    let Some(workspace) = workspace else { return Ok(Verdict::Keep(Adoption::Faulty { faults })) };
    let Some(current) = current else {
        return Ok(Verdict::Take(Box::new(workspace), files, Adoption::InForce { notes }));
    };
    if workspace.revision == current.revision {
        return Ok(Verdict::Keep(Adoption::InForce { notes }));
    }
    let state = store.posture().await?;
    let mut windows = posture::altered(&plan(current, state.past()), &plan(&workspace, state.past()), &state, now);
    let moved = posture::moved_targets(&current.settings, &workspace.settings, &state);
    if windows.is_empty() && moved.is_empty() {
        return Ok(Verdict::Take(Box::new(workspace), files, Adoption::InForce { notes }));
    }
    for entry in state.ledger.iter().filter(|entry| moved.contains(&entry.target)) {
        let holders = entry.settings.values().flat_map(|held| held.holders.iter());
        let to = Becomes::TargetMoved { target: entry.target.clone() };
        windows.extend(holders.map(|holder| Altered { window: holder.window.clone(), to: to.clone() }));
    }
    windows.sort();
    windows.dedup();
    Ok(Verdict::Keep(Adoption::Waiting { windows }))
}

fn record(workspace: &Workspace, files: FileSet, now: Timestamp) -> Vec<Change> {
    let tzdata = tzdata_version().to_owned();
    let count = u32::try_from(files.len()).unwrap_or(u32::MAX);
    vec![
        Change::Revision(Revision { id: workspace.revision.clone(), tzdata: tzdata.clone(), adopted_at: now, files }),
        Change::fact(Fact::RevisionAdopted { tzdata, files: count }),
    ]
}
