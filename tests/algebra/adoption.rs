//! Files are read again: what is adopted by itself, and what waits for a person.

use std::collections::BTreeSet;

use standto::model::WindowId;
use standto::posture;

use super::kept;
use super::life::Life;
use super::moves::{Act, How};
use super::oracle::{self, Seen};
use super::tally::Met;
use super::town::at;

impl Life {
    /// The files change about a window that holds, and a person accepts that.
    pub(crate) fn upset(&mut self, which: usize, how: How) {
        let open: Vec<&Seen> = self.kept.iter().filter(|kept| self.now < kept.until()).map(|kept| &kept.seen).collect();
        let Some(seen) = open.get(which % open.len().max(1)).copied().cloned() else { return };
        let (meeting, rule) = (seen.of.as_ref().map_or(0, |of| of.event), seen.level as usize - 1);
        let hours = self.edited.meetings[meeting].hours;
        match how {
            How::Lasting { hours } => self.edited.change(&Act::Shift { meeting, by: 0, hours }),
            How::Moved { by } => self.edited.change(&Act::Shift { meeting, by, hours }),
            How::Cancelled => self.edited.change(&Act::Cancel { meeting }),
            How::Dropped => self.edited.change(&Act::Drop { meeting }),
            How::Doubted => self.edited.change(&Act::Confirm { meeting }),
            How::Remeasured { value } => {
                let Some((book, ask, ..)) = seen.asks.get(which % seen.asks.len().max(1)) else { return };
                self.edited.change(&Act::Rewrite { book: *book, ask: *ask, value });
            }
            How::Ruled { lead, tail } => self.edited.change(&Act::Rule { rule, lead, tail }),
            How::Needing { need } => self.edited.change(&Act::Need { rule, need }),
            How::Back => {
                let Some(of) = &seen.of else { return };
                let known = &mut self.edited.meetings[meeting];
                (known.start, known.hours) = (of.start, of.hours);
                (known.is_there, known.is_cancelled, known.is_confirmed) = (true, false, true);
            }
        }
        self.refresh(true);
    }

    /// Reads the files again, and adopts what alters nothing that is live or approved; all of it when a person accepts.
    pub(crate) fn refresh(&mut self, is_accepted: bool) {
        let edited = self.edited.workspace(self.revision + 1);
        let old = self.plan();
        let new = self.plan_of(&edited);
        let altered = posture::altered(&old, &new, &self.state, at(self.now));
        let altered: BTreeSet<WindowId> = altered.into_iter().map(|altered| altered.window).collect();
        let later = kept::windows(&self.edited, &self.orders, &self.kept);
        assert_eq!(altered, self.waiting(&later), "what waits for a person at {}", self.now);
        if is_accepted || altered.is_empty() {
            self.count(&later);
            (self.town, self.workspace, self.plan) = (self.edited.clone(), edited, Some(new));
            self.revision += 1;
        }
    }

    /// The windows for which a change must be accepted.
    fn waiting(&self, later: &[Seen]) -> BTreeSet<WindowId> {
        let earlier = self.windows();
        let was = |id: &WindowId| earlier.iter().find(|seen| seen.id == *id);
        let becomes = |id: &WindowId| later.iter().find(|seen| seen.id == *id);
        let holds = |id: &WindowId| self.kept.iter().any(|kept| kept.seen.id == *id && self.now < kept.until());
        let is_known = |id: &WindowId| self.kept.iter().any(|kept| kept.seen.id == *id);
        let mut waiting = BTreeSet::new();
        for seen in &earlier {
            let new = becomes(&seen.id);
            let is_newly_contested = !seen.is_contested() && new.is_some_and(Seen::is_contested);
            let is_other = new.is_none_or(|new| new.bound != seen.bound || new.need != seen.need);
            let has_other_rule = new.is_some_and(|new| {
                let rule = |seen: &Seen| seen.basis.as_ref().map(|basis| basis.rule.clone());
                rule(new) != rule(seen)
            });
            let rests_on_it = self.now < seen.until && self.words.counted(seen).rests_on_standing();
            let is_voided = rests_on_it && has_other_rule;
            let waits = if holds(&seen.id) {
                // That more approvals are asked for ends nothing that took effect.
                is_newly_contested || (is_voided && !is_other)
            } else {
                (self.is_bound(seen) && is_other) || is_voided
            };
            if waits {
                waiting.insert(seen.id.clone());
            }
        }
        for seen in later.iter().filter(|seen| seen.from < self.now && self.now < seen.until) {
            let was = was(&seen.id).filter(|was| was.bound == seen.bound && was.from <= self.now);
            let is_news = !was.is_some_and(|was| self.words.is_allowed(was));
            if !is_known(&seen.id) && is_news && self.words.is_allowed(seen) {
                waiting.insert(seen.id.clone());
            }
        }
        waiting
    }

    /// Whether a window is live, or ahead and approved by somebody.
    fn is_bound(&self, seen: &Seen) -> bool {
        let is_approved = self.words.given.iter().any(|word| word.is_of(seen));
        self.now < seen.until && (seen.from <= self.now || is_approved)
    }

    /// What a change that is adopted does.
    fn count(&mut self, later: &[Seen]) {
        for kept in &self.live() {
            let need =
                |town: &super::town::Town| town.rules.iter().find(|rule| rule.level == kept.level).map_or(0, |rule| rule.need);
            if need(&self.edited) > kept.need && need(&self.edited) > self.words.counted(kept).number() {
                self.tally.meet(Met::NeedRaised, &kept.id);
            }
        }
        let earlier = self.windows();
        for seen in later {
            let is_new = earlier.iter().all(|was| was.id != seen.id || was.bound != seen.bound);
            let is_late = is_new && seen.of.is_some() && seen.from < self.now && self.now < seen.until;
            if is_late && self.words.is_allowed(seen) {
                self.tally.meet(Met::LateStart, &seen.id);
            }
        }
        for word in &self.words.standing {
            let rule = |town| oracle::rule(town, word.level);
            if rule(&self.town).as_ref() == Some(&word.rule) && rule(&self.edited).as_ref() != Some(&word.rule) {
                self.tally.meet(Met::StandingVoided, &format!("{word:?}"));
            }
        }
    }
}
