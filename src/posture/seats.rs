//! Which approvals count for a window: each seat once, each human being once, never the author alone.

use std::collections::BTreeSet;

use crate::model::{Approval, Cause, Consent, PlannedWindow, PostureState, PrincipalId, StandingApproval, StandingBasis};

/// How many approvals count for a window as it is, and how many it needs.
///
/// An author's own counts only beside that of somebody else: as long as everything comes from the author, or in the author's
/// place, one is missing.
pub fn approvals_of(planned: &PlannedWindow, state: &PostureState) -> (u32, u32) {
    let (consents, need) = (consents(planned, state), planned.approvals_needed);
    let author = author(planned, state);
    let is_by_author = |consent: &Consent| author == Some(consent.by) || author == Some(consent.seat());
    let is_author_alone = consents.iter().all(is_by_author);
    let have = if is_author_alone { consents.len().min(need.saturating_sub(1)) } else { consents.len() };
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    (count(have), count(need))
}

/// The approvals of a window as it is that count. One's own goes before one that a deputy gives in one's place; whoever has given
/// one that counts gives no second.
pub fn consents<'a>(planned: &PlannedWindow, state: &'a PostureState) -> Vec<Consent<'a>> {
    let mut given: Vec<Consent> = state.approvals.iter().filter(|approval| binds(planned, approval)).map(Consent::of).collect();
    given.extend(state.standing.iter().filter(|approval| stands_for(planned, approval)).map(Consent::standing));
    given.sort_by_key(|consent| consent.in_place_of.is_some());
    let (mut people, mut seats): (BTreeSet<&PrincipalId>, BTreeSet<&PrincipalId>) = Default::default();
    given.retain(|consent| {
        let is_new = !people.contains(consent.by) && !seats.contains(consent.seat());
        if is_new {
            people.insert(consent.by);
            seats.insert(consent.seat());
        }
        is_new
    });
    given
}

/// Whether an approval is of the window as it is.
pub(super) fn binds(planned: &PlannedWindow, approval: &Approval) -> bool {
    approval.window == planned.window.id && approval.hash == planned.hash
}

/// Whether a standing approval is of the window's rule as it is, and of the quarter in which it begins.
fn stands_for(planned: &PlannedWindow, approval: &StandingApproval) -> bool {
    let Cause::Occurrence { policy, .. } = &planned.window.cause else { return false };
    let is_of_rule = |standing: &StandingBasis| standing.rule_hash == approval.hash && standing.quarter == approval.quarter;
    *policy == approval.policy && planned.window.level == approval.level && planned.standing.as_ref().is_some_and(is_of_rule)
}

/// Who ordered the window; None when the calendar asks for it.
pub(super) fn author<'a>(planned: &PlannedWindow, state: &'a PostureState) -> Option<&'a PrincipalId> {
    match &planned.window.cause {
        Cause::Order { order } => state.orders.iter().find(|known| known.id == *order).map(|known| &known.by),
        Cause::Occurrence { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::posture::fixture::{approval, window};

    #[test]
    fn a_person_and_a_seat_count_once_whatever_order_the_words_came_in() {
        let planned = PlannedWindow { approvals_needed: 3, ..window("w", 20, 30) };
        let own = |by: &str| approval(&planned, by);
        let stood = |by: &str, of: &str| Approval { in_place_of: Some(of.into()), ..approval(&planned, by) };
        let have = |approvals: Vec<Approval>| approvals_of(&planned, &PostureState { approvals, ..PostureState::default() }).0;
        assert_eq!(have(vec![stood("ben", "ann"), own("ann")]), 1);
        assert_eq!(have(vec![own("ann"), stood("ben", "ann")]), 1);
        assert_eq!(have(vec![stood("ben", "ann"), stood("cyd", "ann")]), 1);
        assert_eq!(have(vec![stood("ben", "ann"), own("cyd")]), 2);
        assert_eq!(have(vec![stood("ben", "ann"), own("ben")]), 1, "no human being twice");
        assert_eq!(have(vec![own("ann"), own("ben"), stood("cyd", "dan"), own("eve")]), 4);
    }
}
