//! Second thoughts: the one who was stood in for reviews a deputy's approval, and whoever approved takes it back.
//!
//! An objection and a withdrawal do the same: the approval counts no more. A window that is ahead waits again. One that holds
//! already is not ended by it as by an order: if the others still suffice it goes on; if they do not, it is as if it had not been
//! approved, and what it holds is taken back at once, until enough approve it again. Nothing of what was done is erased: the
//! journal keeps who approved, who reviewed and why it was withdrawn. A review is possible after the window's end, because it is
//! about the deputy's decision; a withdrawal is not, because there is nothing left to change.

use super::Approvals;
use super::approvals::gone;
use super::seats::{approvals_of, binds};
use crate::model::{Answer, Approval, Change, Decision, Fact, PostureState, Principal, Refusal, Role, WindowId};
use crate::time::Timestamp;

/// Takes the word of the one who was stood in for on what deputies approved for a window; an objection withdraws it.
pub fn review(all: &Approvals, who: &Principal, window: &WindowId, objection: Option<&str>, now: Timestamp) -> Decision {
    who.require(&[Role::Approver], now)?;
    let planned = all.plan.window(window);
    let is_theirs = |approval: &&Approval| {
        let is_current = planned.is_none_or(|planned| binds(planned, approval));
        approval.window == *window
            && is_current
            && approval.waits_for_review()
            && approval.in_place_of.as_ref() == Some(&who.id)
    };
    let reviewed: Vec<&Approval> = all.state.approvals.iter().filter(is_theirs).collect();
    if reviewed.is_empty() {
        return Err(Refusal::NothingToReview { window: window.to_string() });
    }
    let objection = objection.map(reason).transpose()?;
    let mut changes = Vec::new();
    for approval in &reviewed {
        changes.push(match objection {
            Some(_) => gone(approval),
            None => Change::Approval(Approval { reviewed_at: Some(now), ..(*approval).clone() }),
        });
        let (window, hash, by) = (window.clone(), approval.hash.clone(), approval.by.clone());
        changes.push(Change::fact(Fact::ApprovalReviewed { window, hash, by, objection: objection.map(str::to_owned) }));
    }
    let answer = match objection {
        Some(_) => withdrawn(all, window, &reviewed, now),
        None => Answer::Reviewed { window: window.clone() },
    };
    Ok((changes, answer))
}

/// Takes back a principal's own approval of a window that is not over, also one given in somebody's place.
pub fn withdraw(all: &Approvals, who: &Principal, window: &WindowId, why: &str, now: Timestamp) -> Decision {
    who.require(&[Role::Approver], now)?;
    let Some(planned) = all.plan.window(window) else {
        return Err(Refusal::UnknownWindow { id: window.to_string() });
    };
    if planned.window.until <= now {
        return Err(Refusal::WindowIsOver { id: window.to_string(), until: planned.window.until });
    }
    let given: Vec<&Approval> =
        all.state.approvals.iter().filter(|approval| binds(planned, approval) && approval.by == who.id).collect();
    if given.is_empty() {
        return Err(Refusal::NothingToWithdraw { window: window.to_string() });
    }
    let why = reason(why)?;
    let mut changes: Vec<Change> = given.iter().map(|approval| gone(approval)).collect();
    let (hash, reason) = (planned.hash.clone(), why.to_owned());
    changes.push(Change::fact(Fact::ApprovalWithdrawn { window: window.clone(), hash, reason }));
    Ok((changes, withdrawn(all, window, &given, now)))
}

pub(super) fn reason(text: &str) -> Result<&str, Refusal> {
    let text = text.trim();
    if text.is_empty() { Err(Refusal::ReasonMissing) } else { Ok(text) }
}

/// What is left for the window without these approvals.
fn withdrawn(all: &Approvals, window: &WindowId, without: &[&Approval], now: Timestamp) -> Answer {
    let planned = all.plan.window(window);
    let approvals = all.state.approvals.iter().filter(|approval| !without.contains(approval)).cloned().collect();
    let left = PostureState { approvals, ..all.state.clone() };
    let (have, need) = planned.map_or((0, 0), |planned| approvals_of(planned, &left));
    let is_live = planned.is_some_and(|planned| planned.window.from <= now && now < planned.window.until);
    Answer::ApprovalWithdrawn { window: window.clone(), have, need, is_live }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PlannedWindow;
    use crate::posture::fixture::{after, approval, at, plan, principal, settings, window};
    use crate::posture::is_allowed;

    fn planned() -> PlannedWindow {
        PlannedWindow { approvals_needed: 2, ..window("w", 20, 30) }
    }

    /// Ben stood in for ann, and cyd approved.
    fn state() -> PostureState {
        let stood = Approval { in_place_of: Some("ann".into()), ..approval(&planned(), "ben") };
        PostureState { approvals: vec![stood, approval(&planned(), "cyd")], ..PostureState::default() }
    }

    fn decided(
        state: &PostureState,
        decide: impl FnOnce(&Approvals) -> Decision,
    ) -> Result<(PostureState, Answer, Vec<Change>), Refusal> {
        let (plan, settings) = (plan(vec![planned()]), settings());
        let (changes, answer) = decide(&Approvals { plan: &plan, settings: &settings, state })?;
        Ok((after(state, &changes), answer, changes))
    }

    fn reviewed(state: &PostureState, who: &str, objection: Option<&str>, now: i64) -> Result<(PostureState, Answer), Refusal> {
        let who = principal(who, &[Role::Approver]);
        decided(state, |all| review(all, &who, &"w".into(), objection, at(now))).map(|(state, answer, _)| (state, answer))
    }

    fn taken_back(state: &PostureState, who: &str, why: &str, now: i64) -> Result<(PostureState, Answer), Refusal> {
        let who = principal(who, &[Role::Approver]);
        decided(state, |all| withdraw(all, &who, &"w".into(), why, at(now))).map(|(state, answer, _)| (state, answer))
    }

    #[test]
    fn a_review_is_recorded_once_by_the_one_who_was_stood_in_for() {
        let nothing = Refusal::NothingToReview { window: "w".into() };
        for who in ["ben", "cyd"] {
            assert_eq!(reviewed(&state(), who, None, 1).unwrap_err(), nothing);
        }
        let (after, answer) = reviewed(&state(), "ann", None, 5).unwrap();
        assert_eq!(answer, Answer::Reviewed { window: "w".into() });
        assert_eq!(after.approvals.iter().find_map(|approval| approval.reviewed_at), Some(at(5)));
        assert!(is_allowed(&planned(), &after));
        assert_eq!(reviewed(&after, "ann", None, 6).unwrap_err(), nothing);
    }

    #[test]
    fn an_objection_withdraws_and_needs_a_reason() {
        assert_eq!(reviewed(&state(), "ann", Some(" "), 1).unwrap_err(), Refusal::ReasonMissing);
        let (after, answer) = reviewed(&state(), "ann", Some("Too wide"), 25).unwrap();
        assert_eq!(answer, Answer::ApprovalWithdrawn { window: "w".into(), have: 1, need: 2, is_live: true });
        assert!(!is_allowed(&planned(), &after));
    }

    #[test]
    fn a_review_is_possible_after_the_end_and_a_withdrawal_is_not() {
        assert!(reviewed(&state(), "ann", None, 40).is_ok());
        let over = Refusal::WindowIsOver { id: "w".into(), until: at(30) };
        assert_eq!(taken_back(&state(), "cyd", "No", 40).unwrap_err(), over);
    }

    #[test]
    fn what_was_approved_is_taken_back_by_who_approved_it() {
        let nothing = Refusal::NothingToWithdraw { window: "w".into() };
        assert_eq!(taken_back(&state(), "ann", "No", 1).unwrap_err(), nothing);
        assert_eq!(taken_back(&state(), "cyd", "", 1).unwrap_err(), Refusal::ReasonMissing);
        let (after, answer) = taken_back(&state(), "cyd", "No", 1).unwrap();
        assert_eq!(answer, Answer::ApprovalWithdrawn { window: "w".into(), have: 1, need: 2, is_live: false });
        let (after, _) = taken_back(&after, "ben", "No", 1).unwrap();
        assert_eq!(after.approvals, []);
    }
}
