//! What people say: orders, approvals of every kind, and what is taken back. Each is taken or refused as the oracle expects.

use standto::model::{Level, OrderId, Principal, Quarter, Role, StandingKey, WindowId};
use standto::plan::standing_rules;
use standto::posture::{self, OrderRequest};

use super::kept::Kept;
use super::life::Life;
use super::moves::Which;
use super::oracle::{self, Ordered, Seen};
use super::tally::Met;
use super::town::{PEOPLE, SEATS, at};
use super::words::{Standing, Word};

pub(crate) fn someone(who: usize) -> Principal {
    Principal {
        id: PEOPLE[who].into(),
        name: PEOPLE[who].to_owned(),
        roles: vec![Role::Approver],
        token_hash: String::new(),
        expires_at: at(1_000_000),
        revoked_at: None,
    }
}

fn key(level: Level, quarter: usize) -> StandingKey {
    let quarter = Quarter::parse(["2027-Q1", "2027-Q2"][quarter]).expect("a quarter");
    StandingKey { policy: "talks".into(), level, quarter }
}

fn pick<T: Clone>(all: &[T], which: usize) -> Option<T> {
    all.get(which % all.len().max(1)).cloned()
}

impl Life {
    pub(crate) fn order(&mut self, who: usize, (from, hours): (i64, i64), level: Level) {
        let from = self.now + from;
        let (until, reason) = (at(from + hours), "talks".to_owned());
        let request = OrderRequest { level, group: None, from: Some(at(from)), until, reason };
        let decided = posture::order(&self.workspace, &self.state, &someone(who), request, at(self.now));
        let ordered = Ordered { level, from: from.max(self.now), until: from + hours, is_ended: false, by: who };
        assert_eq!(decided.is_ok(), ordered.from < ordered.until, "{decided:?}");
        if self.take(decided) {
            self.orders.push(ordered);
        }
    }

    pub(crate) fn end_order(&mut self, which: usize) {
        let id = OrderId::new(format!("o-{which}"));
        let decided = posture::end_order(&self.state, &someone(0), &id, at(self.now));
        let (now, order) = (self.now, self.orders.get_mut(which - 1));
        let order = order.filter(|order| now < order.until);
        assert_eq!(decided.is_ok(), order.is_some(), "{decided:?}");
        if let Some(order) = order {
            (order.until, order.is_ended) = (now, true);
            let is_its = |kept: &&mut Kept| kept.seen.order == Some(which - 1) && now < kept.until();
            self.kept.iter_mut().filter(is_its).for_each(|kept| kept.closed = Some(now));
        }
        self.take(decided);
    }

    fn seen(&self, id: &WindowId) -> Option<Seen> {
        self.windows().into_iter().find(|seen| seen.id == *id)
    }

    pub(crate) fn approve(&mut self, (which, window): (Which, usize), who: usize, seat: usize) {
        let (mut windows, mut who, mut seat) = (self.windows(), who, seat);
        match which {
            Which::Any => {}
            Which::Proposed => windows.retain(|seen| seen.is_proposed() && self.now < seen.until),
            Which::Lost => {
                let is_lost = |kept: &&Kept| self.now < kept.until() && !self.words.is_allowed(&kept.seen);
                let lost: Vec<&Kept> = self.kept.iter().filter(is_lost).collect();
                windows.retain(|seen| lost.iter().any(|kept| kept.seen.id == seen.id));
            }
            Which::Deputised => {
                let is_deputys = |word: &&Word| word.by != word.seat && windows.iter().any(|seen| word.is_of(seen));
                let words: Vec<Word> = self.words.given.iter().filter(is_deputys).cloned().collect();
                let Some(word) = pick(&words, window) else { return };
                windows.retain(|seen| word.is_of(seen));
                (who, seat) = (word.seat, word.seat);
            }
        }
        let Some(seen) = pick(&windows, window) else { return };
        let plan = self.plan();
        let hash = plan.window(&seen.id).map(|planned| planned.hash.as_str()).unwrap_or_default();
        let in_place_of = (seat != who).then(|| PEOPLE[seat].into());
        let word = posture::Word { window: &seen.id, hash, in_place_of: in_place_of.as_ref(), decision: None };
        let all = posture::Approvals { plan: &plan, settings: &self.workspace.settings, state: &self.state };
        let decided = posture::approve(&all, &someone(who), &word, at(self.now));
        assert_eq!(decided.is_ok(), self.words.may_give(&seen, who, seat, self.now), "{seen:?} {decided:?}");
        let is_replaced = self.words.given.iter().any(|word| word.is_of(&seen) && word.by != who && word.seat == who);
        if self.take(decided) {
            if is_replaced && seat == who {
                self.tally.meet(Met::DeputyReplaced, &seen.id);
            }
            self.words.give(&seen, who, seat);
        }
    }

    pub(crate) fn withdraw(&mut self, which: usize) {
        // Rather of one that is or was proposed, or holds.
        let (windows, live) = (self.windows(), self.live());
        let of = |seen: &[Seen]| -> Vec<Word> {
            self.words.given.iter().filter(|word| seen.iter().any(|seen| word.is_of(seen))).cloned().collect()
        };
        let was_proposed = |seen: &Seen| seen.is_proposed() || self.tally.has(Met::ProposalApproved, &seen.id);
        let ahead: Vec<Seen> = windows.into_iter().filter(|seen| was_proposed(seen) && self.now < seen.until).collect();
        let word = pick(&of(&ahead), which).or_else(|| pick(&of(&live), which));
        let Some(word) = word.or_else(|| pick(&self.words.given, which)) else { return };
        let plan = self.plan();
        let all = posture::Approvals { plan: &plan, settings: &self.workspace.settings, state: &self.state };
        let decided = posture::withdraw(&all, &someone(word.by), &word.window, "No", at(self.now));
        let seen = self.seen(&word.window).filter(|seen| self.now < seen.until);
        let is_given = |seen: &Seen| self.words.given.iter().any(|known| known.is_of(seen) && known.by == word.by);
        assert_eq!(decided.is_ok(), seen.as_ref().is_some_and(is_given), "{seen:?} {decided:?}");
        if self.take(decided)
            && let Some(seen) = seen
        {
            self.words.given.retain(|known| !(known.is_of(&seen) && known.by == word.by));
            self.taken_back(&seen);
        }
    }

    pub(crate) fn review(&mut self, which: usize, objects: bool) {
        let deputies: Vec<_> = self.words.given.iter().filter(|word| word.by != word.seat).cloned().collect();
        let Some(word) = pick(&deputies, which) else { return };
        let plan = self.plan();
        let all = posture::Approvals { plan: &plan, settings: &self.workspace.settings, state: &self.state };
        let objection = objects.then_some("No");
        let decided = posture::review(&all, &someone(word.seat), &word.window, objection, at(self.now));
        let seen = self.seen(&word.window);
        // Of a window that is gone, every word is looked at.
        let is_current = |bound: &str| seen.as_ref().is_none_or(|seen| seen.bound == bound);
        let waits = |known: &Word| {
            known.window == word.window && known.seat == word.seat && known.waits_for_review() && is_current(&known.bound)
        };
        assert_eq!(decided.is_ok(), self.words.given.iter().any(waits), "{seen:?} {decided:?}");
        if !self.take(decided) {
            return;
        }
        if objects {
            self.words.given.retain(|known| !waits(known));
        } else {
            self.words.given.iter_mut().filter(|known| waits(known)).for_each(|known| known.is_reviewed = true);
        }
        self.tally.meet(if objects { Met::DeputyObjected } else { Met::DeputyReviewed }, &word.window);
        if let Some(seen) = seen.filter(|_| objects) {
            self.taken_back(&seen);
        }
    }

    fn taken_back(&mut self, seen: &Seen) {
        let was_proposed = seen.is_proposed() || self.tally.has(Met::ProposalApproved, &seen.id);
        if was_proposed && !self.words.is_allowed(seen) {
            self.tally.meet(Met::ProposalRefused, &seen.id);
        }
    }

    pub(crate) fn stand(&mut self, who: usize, level: Level, quarter: usize) {
        let (key, plan) = (key(level, quarter), self.plan());
        let rules = standing_rules(&self.workspace, &key.policy, level);
        let hashes: Vec<String> = rules.into_iter().map(|rule| rule.hash).collect();
        let all = posture::Rules { workspace: &self.workspace, plan: &plan, state: &self.state };
        let decided = posture::approve_standing(&all, &someone(who), &key, (&hashes, None), at(self.now));
        let word = oracle::rule(&self.town, level).map(|rule| Standing { level, quarter, rule, by: who });
        let is_over = oracle::quarter(self.now) > quarter;
        let word = word.filter(|word| !is_over && SEATS.contains(&who) && !self.words.standing.contains(word));
        assert_eq!(decided.is_ok(), word.is_some(), "{decided:?}");
        if self.take(decided) {
            self.words.standing.extend(word);
        }
    }

    pub(crate) fn unstand(&mut self, which: usize) {
        let Some(word) = pick(&self.words.standing, which) else { return };
        let key = key(word.level, word.quarter);
        let decided = posture::withdraw_standing(&self.state, &someone(word.by), &key, "No", at(self.now));
        assert!(self.take(decided), "{word:?}");
        let is_it = |known: &Standing| (known.level, known.quarter, known.by) == (word.level, word.quarter, word.by);
        self.words.standing.retain(|known| !is_it(known));
        self.tally.meet(Met::StandingWithdrawn, &format!("{word:?}"));
    }

    pub(crate) fn close(&mut self, which: usize, who: usize) {
        let Some(kept) = pick(&self.kept, which) else { return };
        let id = kept.seen.id.clone();
        let decided = posture::close(&self.state, &someone(who), &id, "Talks called off", at(self.now));
        assert_eq!(decided.is_ok(), self.now < kept.until(), "{decided:?}");
        if self.take(decided) {
            let now = self.now;
            self.kept.iter_mut().filter(|kept| kept.seen.id == id).for_each(|kept| kept.closed = Some(now));
            self.tally.meet(Met::ClosedEarly, &id);
        }
    }
}
