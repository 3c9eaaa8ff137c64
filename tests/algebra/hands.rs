//! The engine's hands: looks, carries out steps, may be killed between any two writes. And what must hold after a whole look.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use standto::controls::Control;
use standto::model::{ConnectorId, LedgerPhase, SettingValue, hex};
use standto::posture::changes::{self, Act, Found, Intent};
use standto::posture::{PostureStep, reconcile};

use super::life::{Life, TARGETS};
use super::oracle;
use super::town::{SETTINGS, at, shown};

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
                let control = Control::open(connector, Path::new("."));
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
            PostureStep::Revert { target } | PostureStep::Recover { target } => {
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

    /// What must hold after every whole look.
    pub(crate) fn check(&mut self) {
        for target in self.targets.keys().cloned().collect::<Vec<_>>() {
            let (holds, holding, entry) = (self.targets[&target].clone(), self.holding(&target), self.entry(&target));
            if let Some(foreign) = self.foreign.get(&target) {
                assert_eq!(holds.as_ref(), Some(foreign), "{target} was overwritten at {}", self.now);
                continue;
            }
            let Some(entry) = entry else {
                assert!(holding.is_empty(), "{target} is wanted and not held at {}", self.now);
                assert_eq!(holds, self.first[&target], "{target} at {}", self.now);
                self.decided.remove(&target);
                continue;
            };
            let by: BTreeSet<_> = entry.settings.values().flat_map(|held| &held.holders).map(|holder| &holder.window).collect();
            if entry.phase == LedgerPhase::Released {
                assert!(self.decided.contains(&target), "nobody took {target} back");
                assert!(!holding.is_empty() && holding.iter().all(|seen| by.contains(&seen.id)), "{target} waits for nothing");
                assert_eq!(holds, self.first[&target], "{target} at {}", self.now);
                continue;
            }
            self.decided.remove(&target);
            assert_eq!(entry.phase, LedgerPhase::Active, "{target} at {}", self.now);
            assert_eq!(by, holding.iter().map(|seen| &seen.id).collect(), "who holds {target} at {}", self.now);
            assert_eq!(Some(entry.expires_at), holding.iter().map(|seen| at(seen.until)).max(), "the end of {target}");
            let step = format!("revert/{target}/{}", entry.expires_at.as_ms());
            assert!(self.queue.contains(&step), "nothing takes {target} back");
            assert_eq!(entry.before, self.first[&target], "what {target} goes back to");
            let expected = self.expected(&target);
            assert_eq!(read(&target, holds.as_deref()), expected, "{target} at {}", self.now);
        }
    }

    /// The first content with what is wanted in it.
    fn expected(&self, target: &ConnectorId) -> Value {
        let mut expected = read(target, self.first[target].as_deref());
        for (setting, value) in oracle::wanted(target.as_str(), self.holding(target).iter()) {
            expected[SETTINGS[setting].1] = match shown(setting, value) {
                SettingValue::Bool(value) => value.into(),
                SettingValue::Integer(value) => value.into(),
                SettingValue::Word(value) => value.into(),
                SettingValue::Words(values) => values.into_iter().collect::<Vec<_>>().into(),
            };
        }
        expected
    }

    /// Whether nothing at all is left of what was done.
    pub(crate) fn is_as_it_was(&self) -> bool {
        let is_first = |(id, text): (&str, Option<&str>)| self.targets[&id.into()].as_deref() == text.map(str::as_bytes);
        TARGETS.into_iter().all(is_first) && self.state.ledger.is_empty()
    }

    pub(crate) fn holds_what_others_wrote(&self) {
        for (target, text) in &self.foreign {
            assert_eq!(self.targets[target].as_ref(), Some(text));
        }
    }
}

/// A target's content, of either format.
fn read(target: &ConnectorId, bytes: Option<&[u8]>) -> Value {
    let text = std::str::from_utf8(bytes.unwrap_or_default()).expect("text");
    match target.as_str() {
        "mail" => toml::from_str(text).expect("TOML"),
        _ if text.is_empty() => Value::Object(serde_json::Map::new()),
        _ => serde_json::from_str(text).expect("JSON"),
    }
}
