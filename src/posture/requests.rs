//! Asking for approvals ahead, and escalating what nobody answers. Pure.
//!
//! A window that needs approvals is asked for `ask` before its start, or as soon as it is known when that has passed; what is not
//! approved `escalate` before its start goes to those whom the rule names. Nothing is applied because nobody answered. A window
//! that changed has another hash and is asked for anew; one that is over is not asked for any more.

use super::approvals::is_allowed;
use super::seats::consents;
use crate::model::{
    ApprovalRequest, ApprovalRule, Change, ClockId, Fact, NewStep, Person, Plan, PlannedWindow, PostureState, Principal,
    PrincipalId, Role, Settings, StepWork,
};
use crate::time::{MINUTE_MS, Timestamp};

/// Whoever is asked late has this long to answer before it is escalated.
const TIME_TO_ANSWER_MS: i64 = 15 * MINUTE_MS;

/// A request that is due now.
#[derive(Clone, Debug)]
pub struct Due<'a> {
    planned: &'a PlannedWindow,
    rule: &'a ApprovalRule,
    /// None: nobody was asked yet.
    asked_at: Option<Timestamp>,
    is_escalated: bool,
}

/// The requests that are due now, in the plan's order.
pub fn due<'a>(plan: &'a Plan, state: &PostureState, settings: &'a Settings, now: Timestamp) -> Vec<Due<'a>> {
    open(plan, state, settings, now).filter(|(_, at)| *at <= now).map(|(due, _)| due).collect()
}

/// When the next request falls due.
pub fn next(plan: &Plan, state: &PostureState, settings: &Settings, now: Timestamp) -> Option<Timestamp> {
    open(plan, state, settings, now).map(|(_, at)| at).filter(|at| *at > now).min()
}

/// For each window that waits, its next request and when that is due.
fn open<'a>(
    plan: &'a Plan,
    state: &PostureState,
    settings: &'a Settings,
    now: Timestamp,
) -> impl Iterator<Item = (Due<'a>, Timestamp)> {
    let waits = move |planned: &&PlannedWindow| {
        now < planned.window.until && planned.approvals_needed > 0 && !is_allowed(planned, state)
    };
    plan.windows.iter().filter(waits).filter_map(move |planned| {
        let rule = settings.approval(planned.window.level)?;
        let window = &planned.window;
        let before = |length: crate::time::Length| window.zone.shift(window.from, length.negated());
        let known = state.requests.iter().find(|known| known.window == window.id && known.hash == planned.hash);
        let due = |asked_at, is_escalated| Due { planned, rule, asked_at, is_escalated };
        match known {
            None => Some((due(None, false), before(rule.ask))),
            Some(ApprovalRequest { escalated_at: Some(_), .. }) => None,
            Some(known) => {
                let at = before(rule.escalate).max(known.asked_at.plus_ms(TIME_TO_ANSWER_MS));
                Some((due(Some(known.asked_at), true), at))
            }
        }
    })
}

/// What is written for a request: the row, the fact, and a step for each person's mail.
pub fn request(
    due: &Due<'_>,
    state: &PostureState,
    principals: &[Principal],
    roster: &[Person],
    now: Timestamp,
) -> Vec<Change> {
    let Due { planned, rule, asked_at, is_escalated } = due;
    let whom = if *is_escalated { rule.escalate_to.clone() } else { approvers(planned, rule, state, principals, now) };
    let (asked, without_address): (Vec<_>, Vec<_>) = whom.into_iter().partition(|id| has_address(roster, id));
    let (window, hash) = (planned.window.id.clone(), planned.hash.clone());
    let row = ApprovalRequest {
        window: window.clone(),
        hash: hash.clone(),
        asked_at: asked_at.unwrap_or(now),
        escalated_at: is_escalated.then_some(now),
    };
    let mut changes = vec![Change::Request(row)];
    let word = if *is_escalated { "escalate" } else { "ask" };
    changes.extend(asked.iter().map(|id| {
        let work = StepWork::AskApproval {
            window: window.clone(),
            hash: hash.clone(),
            person: id.as_str().into(),
            is_escalated: *is_escalated,
        };
        Change::Enqueue(NewStep { key: format!("{word}/{hash}/{window}/{id}"), clock: ClockId::WALL, due: now.as_ms(), work })
    }));
    changes.push(Change::fact(if *is_escalated {
        Fact::ApprovalEscalated { window, hash, to: asked, without_address }
    } else {
        Fact::ApprovalAsked { window, hash, asked, without_address }
    }));
    changes
}

/// Who may approve and has not yet: those the rule names, else every approver whose token holds.
pub(super) fn approvers(
    planned: &PlannedWindow,
    rule: &ApprovalRule,
    state: &PostureState,
    principals: &[Principal],
    now: Timestamp,
) -> Vec<PrincipalId> {
    let may = |who: &&Principal| who.is_live(now) && who.has(Role::Approver);
    let named = || principals.iter().filter(may).map(|who| who.id.clone()).collect();
    let mut all: Vec<PrincipalId> = if rule.of.is_empty() { named() } else { rule.of.clone() };
    let given = consents(planned, state);
    all.retain(|id| !given.iter().any(|consent| consent.by == id || consent.seat() == id));
    all
}

/// Whether a person's answer is still wanted for the window as it was when they were asked.
pub fn is_wanted(planned: &PlannedWindow, hash: &str, person: &Person, state: &PostureState, now: Timestamp) -> bool {
    let answers = |id: &PrincipalId| id.as_str() == person.id.as_str();
    let has_answered = consents(planned, state).iter().any(|consent| answers(consent.by) || answers(consent.seat()));
    planned.hash == hash && now < planned.window.until && !is_allowed(planned, state) && !has_answered
}

/// Whether roster.toml says where somebody is asked: a person there has the same id.
pub(super) fn has_address(roster: &[Person], id: &PrincipalId) -> bool {
    roster.iter().any(|person| person.id.as_str() == id.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::posture::fixture::{approval, at, person, plan, principal, settings, window};

    /// A window of level surge from hour 1000 to 1100; two approvals are needed.
    fn planned() -> PlannedWindow {
        PlannedWindow { approvals_needed: 2, ..window("w", 1000, 1100) }
    }

    fn facts(state: &PostureState, now: i64) -> Vec<Fact> {
        let (plan, mut settings) = (plan(vec![planned()]), settings());
        settings.approvals[0].escalate_to = vec!["chief".into()];
        let people = ["ann", "ben"].map(|id| principal(id, &[Role::Approver]));
        let roster = vec![person("ann", &[]), person("chief", &[])];
        let due = due(&plan, state, &settings, at(now));
        let changes = due.iter().flat_map(|due| request(due, state, &people, &roster, at(now)));
        changes.filter_map(|change| if let Change::Record { fact, .. } = change { Some(fact) } else { None }).collect()
    }

    fn asked(escalated_at: Option<Timestamp>) -> PostureState {
        let row = ApprovalRequest { window: "w".into(), hash: planned().hash, asked_at: at(700), escalated_at };
        PostureState { requests: vec![row], ..PostureState::default() }
    }

    #[test]
    fn approvers_are_asked_once_two_weeks_ahead_and_who_has_no_address_is_named() {
        let none = PostureState::default();
        let (first, start) = (1000 - 14 * 24, 1000);
        assert_eq!(facts(&none, first - 1), []);
        assert_eq!(next(&plan(vec![planned()]), &none, &settings(), at(first - 1)), Some(at(first)));
        let (asked_now, without_address) = (vec!["ann".into()], vec!["ben".into()]);
        let fact = Fact::ApprovalAsked { window: "w".into(), hash: planned().hash, asked: asked_now, without_address };
        assert_eq!(facts(&none, first), std::slice::from_ref(&fact));
        assert_eq!(facts(&none, start), [fact], "known too late: at once");
        assert_eq!(facts(&none, 1100), [], "it is over");
        assert_eq!(facts(&asked(None), first + 1), []);
        let just_asked = PostureState {
            requests: vec![ApprovalRequest { asked_at: at(1000), ..asked(None).requests[0].clone() }],
            ..asked(None)
        };
        assert_eq!(facts(&just_asked, 1000), [], "there is time to answer");
        assert_eq!(facts(&just_asked, 1001).len(), 1);
        let other = PostureState {
            requests: vec![ApprovalRequest { hash: "other".into(), ..asked(None).requests[0].clone() }],
            ..PostureState::default()
        };
        assert_eq!(facts(&other, first).len(), 1, "a changed window is asked for anew");
    }

    #[test]
    fn what_nobody_answers_is_escalated_once_and_an_answer_ends_it() {
        let late = 1000 - 48;
        let to = vec!["chief".into()];
        let fact = Fact::ApprovalEscalated { window: "w".into(), hash: planned().hash, to, without_address: Vec::new() };
        assert_eq!(facts(&asked(None), late - 1), []);
        assert_eq!(facts(&asked(None), late), [fact]);
        assert_eq!(facts(&asked(Some(at(late))), late + 1), []);
        let answered =
            PostureState { approvals: vec![approval(&planned(), "ann"), approval(&planned(), "ben")], ..asked(None) };
        assert_eq!(facts(&answered, late), []);
        assert_eq!(next(&plan(vec![planned()]), &answered, &settings(), at(late)), None);
    }

    #[test]
    fn who_answered_already_is_neither_asked_nor_reminded() {
        let half = PostureState { approvals: vec![approval(&planned(), "ann")], ..PostureState::default() };
        let without_address = vec!["ben".into()];
        let fact = Fact::ApprovalAsked { window: "w".into(), hash: planned().hash, asked: Vec::new(), without_address };
        assert_eq!(facts(&half, 1000), [fact]);
        let hash = planned().hash;
        assert!(!is_wanted(&planned(), &hash, &person("ann", &[]), &half, at(999)));
        assert!(is_wanted(&planned(), &hash, &person("ben", &[]), &half, at(999)));
        assert!(!is_wanted(&planned(), "other", &person("ben", &[]), &half, at(999)));
    }
}
