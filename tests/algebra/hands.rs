//! The engine's hands: looks, carries out steps, may be killed between any two writes.

use std::path::Path;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use standto::controls::{Control, Means};
use standto::model::{ConnectorId, LedgerPhase, References, hex};
use standto::posture::changes::{self, Act, Found, Intent};
use standto::posture::{self, PostureStep, reconcile};

use super::kept;
use super::life::Life;
use super::tally::Met;
use super::town::at;

pub(crate) fn hash(bytes: Option<&[u8]>) -> String {
    bytes.map_or_else(|| "absent".to_owned(), |bytes| hex(&Sha256::digest(bytes)))
}

impl Life {
    pub(crate) fn found(&self, target: &ConnectorId) -> Found {
        let bytes = self.targets[target].clone();
        Found { hash: hash(bytes.as_deref()), bytes }
    }

    /// Reads the files and carries out steps until there is none, or until the boundary at which the process is killed.
    pub(crate) fn look(&mut self, kill: Option<usize>) {
        self.refresh(false);
        let mut left = kill.unwrap_or(usize::MAX);
        if self.keep(&mut left).is_none() {
            return;
        }
        for _ in 0..10 {
            let steps = reconcile(&self.plan(), &self.state, &[], at(self.now));
            if steps.is_empty() {
                return;
            }
            for step in steps {
                if self.carry_out(step, &mut left).is_none() {
                    return;
                }
            }
        }
        panic!("the steps never end");
    }

    /// Puts on record what takes effect now and what became of it. None: killed.
    fn keep(&mut self, left: &mut usize) -> Option<()> {
        let mut rounds = 0;
        loop {
            let changes = posture::keep(&self.plan(), &self.state, at(self.now));
            if changes.is_empty() {
                break;
            }
            if rounds == 0 {
                *left = left.checked_sub(1)?;
            }
            rounds += 1;
            assert!(rounds < 4, "what is kept never settles: {changes:?}");
            self.commit(changes);
        }
        for seen in kept::look(&self.town, &self.orders, &self.words, &mut self.kept, self.now) {
            if seen.is_proposed() {
                self.tally.meet(Met::ProposalApproved, &seen.id);
            }
            if seen.need > 0 && self.words.counted(&seen).rests_on_standing() {
                self.tally.meet(Met::StandingUsed, &seen.id);
            }
        }
        Some(())
    }

    /// None: killed.
    fn carry_out(&mut self, step: PostureStep, left: &mut usize) -> Option<()> {
        let now = at(self.now);
        let mut boundary = || {
            *left = left.checked_sub(1)?;
            Some(())
        };
        match step {
            PostureStep::Apply { target, settings, expires_at } => {
                let connector = self.workspace.settings.connectors.iter().find(|connector| connector.id == target)?;
                let control = Control::open(connector, Path::new("."), &Arc::new(Means::new(References::new([1; 32]))));
                let (known, found) = (self.entry(&target), self.found(&target));
                let active = known.as_ref().filter(|entry| entry.phase == LedgerPhase::Active);
                let first = active.map_or(found.bytes.as_deref(), |entry| entry.before.as_deref());
                let planned = control.plan(first, &settings).expect("every content here can be read");
                let (written_hash, revision) = (planned.hash.clone(), self.workspace.revision.clone());
                let intent = Intent { target: target.clone(), settings, expires_at, found, written_hash, revision };
                boundary()?;
                match changes::applying(known.as_ref(), intent, now) {
                    Act::Leave(changes) => self.commit(changes),
                    Act::Write(changes) => {
                        self.commit(changes);
                        boundary()?;
                        self.targets.insert(target.clone(), Some(planned.bytes));
                        boundary()?;
                        let entry = self.entry(&target)?;
                        self.commit(changes::verified(&entry, now));
                    }
                }
            }
            PostureStep::Hold { target, settings, expires_at } => {
                boundary()?;
                let entry = self.entry(&target)?;
                self.commit(changes::held(&entry, settings, expires_at));
            }
            PostureStep::Revert { target } | PostureStep::Recover { target, .. } => {
                boundary()?;
                let act = changes::reverting(&self.entry(&target)?, &self.found(&target), now);
                let (Act::Leave(changes) | Act::Write(changes)) = &act;
                self.commit(changes.clone());
                if let Act::Write(_) = act {
                    boundary()?;
                    let entry = self.entry(&target)?;
                    self.targets.insert(target, entry.before.clone());
                    boundary()?;
                    self.commit(changes::reverted(&entry, now));
                }
            }
            PostureStep::Forget { target } => self.commit(changes::forgotten(&target)),
            PostureStep::Ask { .. } => panic!("no window has a task"),
        }
        Some(())
    }
}
