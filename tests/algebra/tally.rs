//! How often histories came to what they are about: a test that never meets a case proves nothing about it.

use std::collections::{BTreeMap, BTreeSet};

use standto::model::Contest;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Met {
    Contested(Contest),
    /// An order whose measures changed.
    OrderContested,
    /// It holds again as the files say.
    Uncontested,
    /// What is asked for in place of a window that took effect took effect too.
    ProposalApproved,
    /// Somebody took their word for it back, and it is not enough.
    ProposalRefused,
    /// Its time came, the other window is over, and nobody had said anything.
    ProposalIgnored,
    /// Two windows of one event and level hold at once.
    HeldBoth,
    ClosedEarly,
    /// A window holds with a deputy's word.
    DeputyCounted,
    DeputyReviewed,
    DeputyObjected,
    /// One's own word took the place of a deputy's.
    DeputyReplaced,
    /// A live window that held is not allowed any more.
    Withdrawn,
    /// And holds again.
    Resumed,
    /// A window took effect by a word for the whole quarter.
    StandingUsed,
    /// A rule changed for which somebody had given one.
    StandingVoided,
    StandingWithdrawn,
    /// A window whose start was past when the files brought it.
    LateStart,
    /// A level asks for more approvals while a window of it holds.
    NeedRaised,
}

const ALL: [Met; 24] = [
    Met::Contested(Contest::Moved),
    Met::Contested(Contest::Cancelled),
    Met::Contested(Contest::Vanished),
    Met::Contested(Contest::Unconfirmed),
    Met::Contested(Contest::Rule),
    Met::Contested(Contest::Measures),
    Met::OrderContested,
    Met::Uncontested,
    Met::ProposalApproved,
    Met::ProposalRefused,
    Met::ProposalIgnored,
    Met::HeldBoth,
    Met::ClosedEarly,
    Met::DeputyCounted,
    Met::DeputyReviewed,
    Met::DeputyObjected,
    Met::DeputyReplaced,
    Met::Withdrawn,
    Met::Resumed,
    Met::StandingUsed,
    Met::StandingVoided,
    Met::StandingWithdrawn,
    Met::LateStart,
    Met::NeedRaised,
];

/// What histories met, each case once for each window.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    met: BTreeSet<(Met, String)>,
    before: BTreeMap<Met, usize>,
}

impl Tally {
    pub(crate) fn meet(&mut self, met: Met, what: &impl ToString) {
        self.met.insert((met, what.to_string()));
    }

    pub(crate) fn has(&self, met: Met, what: &impl ToString) -> bool {
        self.met.contains(&(met, what.to_string()))
    }

    pub(crate) fn has_contested(&self, what: &impl ToString) -> bool {
        let what = what.to_string();
        Contest::ALL.iter().any(|why| self.met.contains(&(Met::Contested(*why), what.clone())))
    }

    /// Adds another history's.
    pub(crate) fn add(&mut self, other: &Tally) {
        for (met, _) in &other.met {
            *self.before.entry(*met).or_default() += 1;
        }
    }

    /// # Panics
    /// A case was met less often than this.
    pub(crate) fn is_enough(&self, least: usize) {
        let counted = |met: &Met| self.before.get(met).copied().unwrap_or(0);
        let missing: Vec<&Met> = ALL.iter().filter(|met| counted(met) < least).collect();
        assert!(missing.is_empty(), "too seldom: {missing:?} of {:?}", self.before);
    }
}
