//! Standing approvals: of every window of one policy and level that begins in one quarter, for levels that cost little. They count
//! beside approvals of single windows by other people. They bind to the rule, its measures, settings and targets, never to a date:
//! an event that moves takes the approval along, as long as its window begins in the quarter; a rule or measure that changes ends
//! it. A deputy stands in for a window, not for a quarter, so nobody approves these in another's place.

use std::collections::BTreeSet;

use super::seats::consents;
use crate::model::{
    Answer, Change, Decision, Fact, Plan, PlannedWindow, PostureState, Principal, PrincipalId, Refusal, Role, StandingApproval,
    StandingKey, StandingState, Workspace,
};
use crate::plan::{can_stand, standing_rules};
use crate::time::Timestamp;

/// What a decision about standing approvals rests on.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    pub workspace: &'a Workspace,
    pub plan: &'a Plan,
    pub state: &'a PostureState,
}

/// Approves the rules of a policy and level for a quarter, as they were shown; also before and during the quarter.
pub fn approve_standing(
    all: &Rules,
    who: &Principal,
    key: &StandingKey,
    (hashes, decision): (&[String], Option<&str>),
    now: Timestamp,
) -> Decision {
    who.require(&[Role::Approver], now)?;
    let StandingKey { policy, level, quarter } = key;
    let current = standing_hashes(all.workspace, key, now)?;
    let settings = &all.workspace.settings;
    let rule = settings.approval(*level);
    if rule.is_some_and(|rule| !rule.of.is_empty() && !rule.of.contains(&who.id)) {
        return Err(Refusal::NotAnApprover { id: who.id.to_string() });
    }
    if current.iter().ne(hashes.iter().collect::<BTreeSet<_>>()) {
        return Err(Refusal::RuleChanged { policy: policy.to_string(), level: *level });
    }
    let row = |hash: &String| StandingApproval {
        policy: policy.clone(),
        level: *level,
        quarter: *quarter,
        hash: hash.clone(),
        by: who.id.clone(),
        at: now,
        decision: super::approvals::number(decision),
    };
    let new: Vec<StandingApproval> = current.iter().filter(|hash| !has_given(all.state, key, hash, &who.id)).map(row).collect();
    if new.is_empty() {
        return Err(Refusal::AlreadyStanding { policy: policy.to_string(), level: *level, quarter: *quarter });
    }
    let mut after = all.state.clone();
    after.standing.extend(new.iter().cloned());
    let (have, windows) = (people(&after, key, &current), covered(all.plan, &after, &who.id));
    let need = u32::try_from(settings.approvals_needed(*level)).unwrap_or(u32::MAX);
    let fact = |row: &StandingApproval| Fact::StandingApproved {
        standing: key.clone(),
        hash: row.hash.clone(),
        decision: row.decision.clone(),
    };
    let changes = new.iter().flat_map(|row| [Change::StandingApproval(row.clone()), Change::fact(fact(row))]).collect();
    Ok((changes, Answer::StandingApproved { standing: key.clone(), have, need, windows }))
}

/// The hashes of the rules that can be approved now for a quarter.
///
/// # Errors
/// The level is decided window by window, no policy asks for it, or the quarter is over.
pub fn standing_hashes(workspace: &Workspace, key: &StandingKey, now: Timestamp) -> Result<BTreeSet<String>, Refusal> {
    let StandingKey { policy, level, quarter } = key;
    if !can_stand(*level) {
        return Err(Refusal::NotForStanding { level: *level });
    }
    let current = current(workspace, key);
    if current.is_empty() {
        return Err(Refusal::UnknownRule { policy: policy.to_string(), level: *level, known: known(workspace) });
    }
    if is_over(workspace, key, now) {
        return Err(Refusal::QuarterIsOver { quarter: *quarter });
    }
    Ok(current)
}

/// Takes a principal's own standing approval back. A live window that is then not approved is taken back at once.
pub fn withdraw_standing(state: &PostureState, who: &Principal, key: &StandingKey, why: &str, now: Timestamp) -> Decision {
    who.require(&[Role::Approver], now)?;
    let StandingKey { policy, level, quarter } = key;
    let given: Vec<_> = state.standing.iter().filter(|row| is_of(row, key) && row.by == who.id).collect();
    if given.is_empty() {
        return Err(Refusal::NothingStanding { policy: policy.to_string(), level: *level, quarter: *quarter });
    }
    let reason = super::reviews::reason(why)?.to_owned();
    let mut changes: Vec<Change> = given.into_iter().cloned().map(Change::StandingGone).collect();
    changes.push(Change::fact(Fact::StandingWithdrawn { standing: key.clone(), reason }));
    Ok((changes, Answer::StandingWithdrawn { standing: key.clone() }))
}

/// Whether a standing approval still counts, and if not, why.
pub fn standing_state(workspace: &Workspace, approval: &StandingApproval, now: Timestamp) -> StandingState {
    let key = StandingKey { policy: approval.policy.clone(), level: approval.level, quarter: approval.quarter };
    let current = current(workspace, &key);
    if is_over(workspace, &key, now) {
        StandingState::Over
    } else if current.is_empty() {
        StandingState::NoRule
    } else if current.contains(&approval.hash) {
        StandingState::Holds
    } else {
        StandingState::Changed
    }
}

/// The hashes of the rules that are approved.
fn current(workspace: &Workspace, key: &StandingKey) -> BTreeSet<String> {
    standing_rules(workspace, &key.policy, key.level).into_iter().map(|rule| rule.hash).collect()
}

fn is_over(workspace: &Workspace, key: &StandingKey, now: Timestamp) -> bool {
    workspace.settings.zone.resolve(key.quarter.next().first_day().midnight()) <= now
}

fn is_of(row: &StandingApproval, key: &StandingKey) -> bool {
    row.policy == key.policy && row.level == key.level && row.quarter == key.quarter
}

fn has_given(state: &PostureState, key: &StandingKey, hash: &str, who: &PrincipalId) -> bool {
    state.standing.iter().any(|row| is_of(row, key) && row.hash == hash && row.by == *who)
}

/// How many different people have approved all of the rules.
fn people(state: &PostureState, key: &StandingKey, hashes: &BTreeSet<String>) -> u32 {
    let people: BTreeSet<&PrincipalId> = state.standing.iter().filter(|row| is_of(row, key)).map(|row| &row.by).collect();
    let complete = people.into_iter().filter(|who| hashes.iter().all(|hash| has_given(state, key, hash, who)));
    u32::try_from(complete.count()).unwrap_or(u32::MAX)
}

/// Windows of the plan for which a principal's standing approvals count.
fn covered(plan: &Plan, state: &PostureState, who: &PrincipalId) -> u32 {
    let counts = |planned: &&PlannedWindow| {
        consents(planned, state).iter().any(|consent| consent.by == who && consent.standing.is_some())
    };
    u32::try_from(plan.windows.iter().filter(counts).count()).unwrap_or(u32::MAX)
}

/// `policy level` of every rule that can be approved for a quarter.
fn known(workspace: &Workspace) -> Vec<String> {
    let policies = workspace.settings.policies.iter();
    let rules = policies.flat_map(|policy| policy.levels.iter().map(move |rule| (policy, rule.level)));
    rules.filter(|(_, level)| can_stand(*level)).map(|(policy, level)| format!("{} {level}", policy.id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Approval, ApprovalRule, Cause, Level, LevelRule, PlannedWindow, Policy, Quarter, Scope, StandingBasis};
    use crate::posture::fixture::{after, approval, at, plan, principal, settings, window, workspace};
    use crate::posture::{approvals_of, is_allowed, touched};

    fn key(level: Level) -> StandingKey {
        StandingKey { policy: "talks".into(), level, quarter: quarter() }
    }

    /// The quarter in which the fixture's time begins.
    fn quarter() -> Quarter {
        Quarter::parse("1970-Q1").unwrap()
    }

    /// Watch for talks, which two of ann, ben and cyd approve.
    fn ministry() -> Workspace {
        let (from, until) = ("-7d".parse().unwrap(), "+1d".parse().unwrap());
        let rule = |level| LevelRule { level, from, until, scope: Scope::Everyone, place: crate::model::Place::default() };
        let policy = Policy {
            id: "talks".into(),
            classes: Vec::new(),
            parties: Vec::new(),
            threat: Vec::new(),
            levels: vec![rule(Level::Watch), rule(Level::Surge)],
            place: crate::model::Place::default(),
        };
        let of = vec!["ann".into(), "ben".into(), "cyd".into()];
        let approvals = vec![ApprovalRule {
            level: Level::Watch,
            need: 2,
            of,
            deputies: Vec::new(),
            ask: ApprovalRule::ASK,
            escalate: ApprovalRule::ESCALATE,
            escalate_to: Vec::new(),
        }];
        workspace(crate::model::Settings { policies: vec![policy], approvals, ..settings() })
    }

    fn hashes(workspace: &Workspace) -> Vec<String> {
        current(workspace, &key(Level::Watch)).into_iter().collect()
    }

    /// A window of the rule.
    fn planned(id: &str, quarter: Quarter) -> PlannedWindow {
        let mut planned = PlannedWindow { approvals_needed: 2, ..window(id, 20, 30) };
        planned.window.level = Level::Watch;
        planned.standing = Some(StandingBasis { rule_hash: hashes(&ministry())[0].clone(), quarter });
        planned
    }

    fn approved(state: &PostureState, who: &str, key: &StandingKey, now: Timestamp) -> Result<(PostureState, Answer), Refusal> {
        let (workspace, who) = (ministry(), principal(who, &[Role::Approver]));
        let plan = plan(vec![planned("v", quarter()), planned("w", quarter().next())]);
        let all = Rules { workspace: &workspace, plan: &plan, state };
        let (changes, answer) = approve_standing(&all, &who, key, (&hashes(&workspace), Some("7")), now)?;
        Ok((after(state, &changes), answer))
    }

    #[test]
    fn it_counts_for_windows_of_the_quarter_beside_other_peoples_approvals() {
        let (state, answer) = approved(&PostureState::default(), "ann", &key(Level::Watch), at(1)).unwrap();
        let standing = key(Level::Watch);
        assert_eq!(answer, Answer::StandingApproved { standing, have: 1, need: 2, windows: 1 });
        assert_eq!(approvals_of(&planned("v", quarter()), &state), (1, 2));
        assert_eq!(approvals_of(&planned("w", quarter().next()), &state), (0, 2), "another quarter");
        let with = |by: &str| {
            let given: Approval = approval(&planned("v", quarter()), by);
            PostureState { approvals: vec![given], ..state.clone() }
        };
        assert!(!is_allowed(&planned("v", quarter()), &with("ann")), "one person once");
        assert!(is_allowed(&planned("v", quarter()), &with("ben")));
        let (state, _) = approved(&state, "ben", &key(Level::Watch), at(1)).unwrap();
        assert!(is_allowed(&planned("v", quarter()), &state));
    }

    #[test]
    fn it_is_not_of_another_rule_level_policy_or_order() {
        let (state, _) = approved(&PostureState::default(), "ann", &key(Level::Watch), at(1)).unwrap();
        let good = planned("v", quarter());
        let have = |change: fn(&mut PlannedWindow)| {
            let mut other = good.clone();
            change(&mut other);
            approvals_of(&other, &state).0
        };
        assert_eq!(have(|_| ()), 1);
        assert_eq!(have(|other| other.hash = "moved".to_owned()), 1, "a moved event takes it along");
        assert_eq!(have(|other| other.standing.as_mut().unwrap().rule_hash = "other".to_owned()), 0);
        assert_eq!(have(|other| other.window.level = Level::Elevated), 0);
        assert_eq!(have(|other| other.window.cause = Cause::Order { order: "o-1".into() }), 0);
        assert_eq!(have(|other| other.standing = None), 0);
    }

    #[test]
    fn what_cannot_stand_is_refused() {
        let none = PostureState::default();
        let refused = |who: &str, key: &StandingKey, now| approved(&none, who, key, now).unwrap_err();
        assert_eq!(refused("ann", &key(Level::Surge), at(1)), Refusal::NotForStanding { level: Level::Surge });
        assert_eq!(refused("ann", &key(Level::Restricted), at(1)), Refusal::NotForStanding { level: Level::Restricted });
        let known = vec!["talks watch".to_owned()];
        let unknown = Refusal::UnknownRule { policy: "talks".into(), level: Level::Elevated, known };
        assert_eq!(refused("ann", &key(Level::Elevated), at(1)), unknown);
        assert_eq!(refused("dan", &key(Level::Watch), at(1)), Refusal::NotAnApprover { id: "dan".into() });
        assert_eq!(refused("ann", &key(Level::Watch), at(24 * 90)), Refusal::QuarterIsOver { quarter: quarter() });
        let (state, _) = approved(&none, "ann", &key(Level::Watch), at(24 * 90 - 1)).unwrap();
        let again = Refusal::AlreadyStanding { policy: "talks".into(), level: Level::Watch, quarter: quarter() };
        assert_eq!(approved(&state, "ann", &key(Level::Watch), at(1)).unwrap_err(), again);
        let (workspace, plan) = (ministry(), plan(Vec::new()));
        let all = Rules { workspace: &workspace, plan: &plan, state: &none };
        let stale = ["other".to_owned()];
        let who = principal("ann", &[Role::Approver]);
        let changed = approve_standing(&all, &who, &key(Level::Watch), (&stale, None), at(1)).map(|_| ());
        assert_eq!(changed, Err(Refusal::RuleChanged { policy: "talks".into(), level: Level::Watch }));
    }

    #[test]
    fn it_is_withdrawn_by_who_gave_it() {
        let (state, _) = approved(&PostureState::default(), "ann", &key(Level::Watch), at(1)).unwrap();
        let withdraw = |who: &str, why: &str| {
            withdraw_standing(&state, &principal(who, &[Role::Approver]), &key(Level::Watch), why, at(2))
        };
        let nothing = Refusal::NothingStanding { policy: "talks".into(), level: Level::Watch, quarter: quarter() };
        assert_eq!(withdraw("ben", "No").unwrap_err(), nothing);
        assert_eq!(withdraw("ann", " ").unwrap_err(), Refusal::ReasonMissing);
        let (changes, _) = withdraw("ann", "No").unwrap();
        assert_eq!(after(&state, &changes).standing, []);
    }

    #[test]
    fn it_says_why_it_counts_no_more() {
        let (state, _) = approved(&PostureState::default(), "ann", &key(Level::Watch), at(1)).unwrap();
        let (given, mut workspace) = (&state.standing[0], ministry());
        let said = |workspace: &Workspace, now| standing_state(workspace, given, at(now));
        assert_eq!(said(&workspace, 1), StandingState::Holds);
        assert_eq!(said(&workspace, 24 * 90), StandingState::Over);
        workspace.settings.policies[0].levels[0].from = "-8d".parse().unwrap();
        assert_eq!(said(&workspace, 1), StandingState::Changed);
        workspace.settings.policies.clear();
        assert_eq!(said(&workspace, 1), StandingState::NoRule);
    }

    #[test]
    fn windows_that_rest_on_it_alone_may_move_but_their_rule_may_not_change_unaccepted() {
        let (state, _) = approved(&PostureState::default(), "ann", &key(Level::Watch), at(1)).unwrap();
        let (old, mut later) = (plan(vec![planned("v", quarter())]), planned("v", quarter()));
        later.hash = "moved".to_owned();
        assert_eq!(touched(&old, &plan(vec![later.clone()]), &state, at(2)), []);
        later.standing.as_mut().unwrap().rule_hash = "other".to_owned();
        assert_eq!(touched(&old, &plan(vec![later]), &state, at(2)), ["v".into()]);
    }
}
