//! What must hold after every whole look, and at the end of a history.

use std::collections::BTreeSet;

use serde_json::Value;
use standto::model::{ConnectorId, Contest, LedgerPhase, SettingValue, WindowId, WindowStatus};

use super::files::shown;
use super::life::{Life, TARGETS};
use super::oracle::{self, Seen, Status};
use super::tally::Met;
use super::town::{SETTINGS, at};

impl Life {
    /// What must hold after every whole look.
    pub(crate) fn check(&mut self) {
        self.has_the_windows();
        self.keeps_what_took_effect();
        self.count_what_holds();
        self.holds_what_is_wanted();
    }

    /// The plan has every window that there should be, and no other.
    fn has_the_windows(&mut self) {
        type Row = (WindowId, i64, i64, usize, WindowStatus);
        let hour = |at: standto::time::Timestamp| at.since(super::town::at(0)) / standto::time::HOUR_MS;
        let status = |seen: &Seen| match &seen.status {
            Status::Planned => WindowStatus::Planned,
            Status::Contested(why) => WindowStatus::Contested { why: *why },
            Status::Proposed(beside) => WindowStatus::Proposed { beside: beside.clone() },
        };
        let plan = self.plan();
        let row = |seen: &Seen| (seen.id.clone(), seen.from, seen.until, seen.need, status(seen));
        let mut expected: Vec<Row> = self.windows().iter().map(row).collect();
        let planned = plan.windows.iter().map(|planned| {
            let window = &planned.window;
            (window.id.clone(), hour(window.from), hour(window.until), planned.approvals_needed, planned.status.clone())
        });
        let mut planned: Vec<Row> = planned.collect();
        expected.sort_by(|a, b| a.0.cmp(&b.0));
        planned.sort_by(|a, b| a.0.cmp(&b.0));
        assert_eq!(planned, expected, "the windows at {}", self.now);
    }

    /// What took effect is on record as it was then, and why the files say otherwise.
    fn keeps_what_took_effect(&mut self) {
        type Row = (WindowId, standto::time::Timestamp, standto::time::Timestamp, bool, Option<Contest>);
        let windows = self.windows();
        let now = self.now;
        let why = |id: &WindowId| match windows.iter().find(|seen| seen.id == *id).map(|seen| &seen.status) {
            Some(Status::Contested(why)) => Some(*why),
            Some(Status::Planned | Status::Proposed(_)) | None => None,
        };
        let mut expected: Vec<Row> = Vec::new();
        for kept in &self.kept {
            let (id, is_over) = (&kept.seen.id, kept.until() <= now);
            // Why is put on record while it is open.
            let why = if is_over { None } else { why(id) };
            expected.push((id.clone(), at(kept.opened), at(kept.until()), is_over, why));
            let is_beside = |seen: &&Seen| seen.status == Status::Proposed(id.clone()) && now < seen.until;
            if let Some(proposal) = windows.iter().find(is_beside).filter(|seen| !self.words.is_allowed(seen)) {
                let row = self.state.kept.iter().find(|row| row.planned.window.id == *id);
                assert!(row.is_some_and(|row| row.alarmed.is_some()), "nobody is told of {proposal:?}");
            }
        }
        let rows = self.state.kept.iter().map(|row| {
            let (window, is_over) = (&row.planned.window, row.over_at.is_some());
            let why = row.contested.filter(|_| !is_over);
            (window.id.clone(), row.opened_at, row.until(), is_over, why)
        });
        let mut rows: Vec<Row> = rows.collect();
        rows.sort();
        expected.sort();
        assert_eq!(rows, expected, "what took effect, at {now}");
    }

    fn count_what_holds(&mut self) {
        let (windows, live) = (self.windows(), self.live());
        for seen in windows.iter().filter(|seen| self.now < seen.until) {
            match &seen.status {
                Status::Contested(_) if seen.order.is_some() => self.tally.meet(Met::OrderContested, &seen.id),
                Status::Contested(why) => self.tally.meet(Met::Contested(*why), &seen.id),
                Status::Planned if self.tally.has_contested(&seen.id) => self.tally.meet(Met::Uncontested, &seen.id),
                Status::Planned => {}
                Status::Proposed(beside) => {
                    let is_open = self.kept.iter().any(|kept| kept.seen.id == *beside && self.now < kept.until());
                    if !is_open && seen.from <= self.now && self.words.counted(seen).number() == 0 {
                        self.tally.meet(Met::ProposalIgnored, &seen.id);
                    }
                }
            }
        }
        for kept in self.kept.iter().filter(|kept| self.now < kept.until()) {
            let id = &kept.seen.id;
            if !self.words.is_allowed(&kept.seen) {
                self.tally.meet(Met::Withdrawn, id);
            } else if self.tally.has(Met::Withdrawn, id) {
                self.tally.meet(Met::Resumed, id);
            }
        }
        for seen in &live {
            if seen.need > 0 && self.words.counted(seen).has_deputy() {
                self.tally.meet(Met::DeputyCounted, &seen.id);
            }
            if live.iter().any(|other| other.id != seen.id && other.is_akin(seen)) {
                self.tally.meet(Met::HeldBoth, &seen.id);
            }
        }
    }

    /// The targets are what the windows that hold want, and the ledger says so.
    fn holds_what_is_wanted(&mut self) {
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
            let by: BTreeSet<_> =
                entry.settings.values().flat_map(|held| held.holders.iter()).map(|holder| &holder.window).collect();
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
        TARGETS.into_iter().all(is_first) && self.state.ledger.is_empty() && self.state.kept.is_empty()
    }

    pub(crate) fn holds_what_others_wrote(&self) -> bool {
        self.foreign.iter().all(|(target, text)| self.targets[target].as_ref() == Some(text))
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
