//! Approvals: n of m principals for one window as it is, never its author alone. An approval binds to the window's hash and
//! lapses only when that changes.

use std::collections::BTreeSet;

use crate::model::{
    Answer, Approval, Cause, Change, Connector, ConnectorId, ControlKind, Decision, Fact, Join, Plan, PlannedWindow,
    PostureState, Principal, PrincipalId, Refusal, Role, SettingName, Settings, WindowId,
};
use crate::time::Timestamp;

/// Approves a window as it is in `plan`. Early is fine: it counts from the window's start on; after its end it is refused.
pub fn approve(
    plan: &Plan,
    settings: &Settings,
    state: &PostureState,
    who: &Principal,
    window: &WindowId,
    now: Timestamp,
) -> Decision {
    who.require(&[Role::Approver], now)?;
    let Some(planned) = plan.window(window) else {
        return Err(Refusal::UnknownWindow { id: window.to_string() });
    };
    let named = settings.approval(planned.window.level).map_or(&[][..], |rule| rule.of.as_slice());
    if !named.is_empty() && !named.contains(&who.id) {
        return Err(Refusal::NotAnApprover { id: who.id.to_string() });
    }
    if planned.window.until <= now {
        return Err(Refusal::WindowIsOver { id: window.to_string(), until: planned.window.until });
    }
    if approvers(planned, state).contains(&who.id) {
        return Err(Refusal::AlreadyApproved { id: window.to_string() });
    }
    if planned.approvals_needed == 1 && author(planned, state) == Some(&who.id) {
        return Err(Refusal::AuthorAlone);
    }
    let approval = Approval { window: window.clone(), hash: planned.hash.clone(), by: who.id.clone(), at: now };
    let mut after = state.clone();
    after.approvals.push(approval.clone());
    let (have, need) = approvals_of(planned, &after);
    let fact = Fact::WindowApproved { window: window.clone(), hash: planned.hash.clone() };
    Ok((vec![Change::Approval(approval), Change::fact(fact)], Answer::Approved { window: window.clone(), have, need }))
}

/// Whether a window may take effect.
pub fn is_allowed(planned: &PlannedWindow, state: &PostureState) -> bool {
    let (have, need) = approvals_of(planned, state);
    have >= need
}

/// How many approvals count for a window as it is, and how many it needs. An author's own counts only beside another's.
pub fn approvals_of(planned: &PlannedWindow, state: &PostureState) -> (u32, u32) {
    let approvers = approvers(planned, state);
    let is_author_alone = approvers.len() == 1 && author(planned, state).is_some_and(|author| approvers.contains(author));
    let have = if is_author_alone && planned.approvals_needed == 1 { 0 } else { approvers.len() };
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    (count(have), count(planned.approvals_needed))
}

/// Windows that hold now or have an approval, and that a new revision would alter or drop: it must be accepted by a person
/// first. A window that is over, or that nobody approved or had to, may change freely until it begins.
pub fn touched(old: &Plan, new: &Plan, state: &PostureState, now: Timestamp) -> Vec<WindowId> {
    let is_bound = |planned: &&PlannedWindow| {
        let is_ahead = now < planned.window.until;
        let is_live = planned.window.from <= now && is_ahead;
        is_live || (is_ahead && !approvers(planned, state).is_empty())
    };
    let is_altered = |planned: &&PlannedWindow| match new.window(&planned.window.id) {
        Some(later) => {
            let has_other_joins = rules(planned).any(|rule| join(old, rule) != join(new, rule));
            later.hash != planned.hash || later.approvals_needed != planned.approvals_needed || has_other_joins
        }
        None => true,
    };
    let bound = old.windows.iter().filter(is_bound).filter(is_altered);
    bound.map(|planned| planned.window.id.clone()).collect()
}

/// Targets that we hold and whose connector a new revision would drop or point elsewhere: what was applied could then not be
/// taken back.
pub fn moved_targets(old: &Settings, new: &Settings, state: &PostureState) -> Vec<ConnectorId> {
    let find = |settings: &Settings, id: &ConnectorId| {
        let same = |connector: &&Connector| connector.id == *id;
        settings.connectors.iter().find(same).map(|connector| (connector.kind.clone(), connector.driver.clone()))
    };
    let held = state.ledger.iter().map(|entry| &entry.target);
    held.filter(|target| find(old, target) != find(new, target)).cloned().collect()
}

/// The principals whose approval of the window as it is stands.
fn approvers<'a>(planned: &PlannedWindow, state: &'a PostureState) -> BTreeSet<&'a PrincipalId> {
    let binds = |approval: &&Approval| approval.window == planned.window.id && approval.hash == planned.hash;
    state.approvals.iter().filter(binds).map(|approval| &approval.by).collect()
}

fn author<'a>(planned: &PlannedWindow, state: &'a PostureState) -> Option<&'a PrincipalId> {
    match &planned.window.cause {
        Cause::Order { order } => state.orders.iter().find(|known| known.id == *order).map(|known| &known.by),
        Cause::Occurrence { .. } => None,
    }
}

/// The settings a window asks for, with the kind of control.
fn rules(planned: &PlannedWindow) -> impl Iterator<Item = (&ControlKind, &SettingName)> {
    planned.demands.iter().flat_map(|demand| demand.set.keys().map(|name| (&demand.control, name)))
}

fn join<'a>(plan: &'a Plan, (control, name): (&ControlKind, &SettingName)) -> Option<&'a Join> {
    plan.rules.iter().find(|rule| rule.control == *control && rule.name == *name).map(|rule| &rule.join)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ApprovalRule, Driver, FileFormat, Level, OrderId};
    use crate::posture::fixture::{approval, at, demand, order_of, plan, principal, rule, settings, window};

    fn planned() -> PlannedWindow {
        PlannedWindow { approvals_needed: 2, ..window("w", 20, 30) }
    }

    fn ordered(need: usize) -> PlannedWindow {
        let mut planned = PlannedWindow { approvals_needed: need, ..window("order/o-1", 20, 30) };
        planned.window.cause = Cause::Order { order: OrderId::new("o-1") };
        planned
    }

    fn approvals(list: &[(&PlannedWindow, &str)]) -> PostureState {
        let approvals = list.iter().map(|(planned, by)| approval(planned, by)).collect();
        PostureState { approvals, orders: vec![order_of("o-1", "ann", 20, 30)], ..PostureState::default() }
    }

    fn approved_by(planned: &PlannedWindow, state: &PostureState, who: &str, now: i64) -> Result<Answer, Refusal> {
        let who = principal(who, &[Role::Approver]);
        let decided = approve(&plan(vec![planned.clone()]), &settings(), state, &who, &planned.window.id, at(now));
        decided.map(|(_, answer)| answer)
    }

    #[test]
    fn a_window_is_allowed_once_enough_different_principals_approved_it_as_it_is() {
        let planned = planned();
        let lapsed = PlannedWindow { hash: "other".into(), ..planned.clone() };
        assert!(!is_allowed(&planned, &approvals(&[(&planned, "ann")])));
        assert!(!is_allowed(&planned, &approvals(&[(&planned, "ann"), (&planned, "ann")])));
        assert!(!is_allowed(&planned, &approvals(&[(&planned, "ann"), (&lapsed, "ben")])));
        assert!(is_allowed(&planned, &approvals(&[(&planned, "ann"), (&planned, "ben")])));
        assert!(is_allowed(&window("free", 0, 1), &approvals(&[])));
        assert_eq!(approvals_of(&planned, &approvals(&[(&planned, "ann"), (&lapsed, "ben")])), (1, 2));
    }

    #[test]
    fn an_author_never_suffices_but_counts_beside_another() {
        let alone = approvals(&[(&ordered(1), "ann")]);
        assert!(!is_allowed(&ordered(1), &alone));
        assert_eq!(approvals_of(&ordered(1), &alone), (0, 1));
        assert_eq!(approved_by(&ordered(1), &approvals(&[]), "ann", 10), Err(Refusal::AuthorAlone));
        assert!(is_allowed(&ordered(1), &approvals(&[(&ordered(1), "ben")])));
        let first = approved_by(&ordered(2), &approvals(&[]), "ann", 10);
        assert_eq!(first, Ok(Answer::Approved { window: "order/o-1".into(), have: 1, need: 2 }));
        assert!(is_allowed(&ordered(2), &approvals(&[(&ordered(2), "ann"), (&ordered(2), "ben")])));
    }

    #[test]
    fn an_approval_is_taken_early_and_live_but_not_twice_nor_late() {
        let planned = planned();
        let answer = |have| Ok(Answer::Approved { window: "w".into(), have, need: 2 });
        assert_eq!(approved_by(&planned, &approvals(&[]), "ann", 1), answer(1));
        let state = approvals(&[(&planned, "ann")]);
        assert_eq!(approved_by(&planned, &state, "ann", 1), Err(Refusal::AlreadyApproved { id: "w".into() }));
        assert_eq!(approved_by(&planned, &state, "ben", 25), answer(2));
        assert_eq!(approved_by(&planned, &state, "ben", 30), Err(Refusal::WindowIsOver { id: "w".into(), until: at(30) }));
        let altered = PlannedWindow { hash: "other".into(), ..planned };
        assert_eq!(approved_by(&altered, &state, "ann", 1), answer(1), "a lapsed approval can be given again");
    }

    #[test]
    fn only_named_approvers_approve() {
        let planned = planned();
        let asks = |settings: &Settings, roles: &[Role], id: &str| {
            let who = principal("cyd", roles);
            approve(&plan(vec![planned.clone()]), settings, &PostureState::default(), &who, &id.into(), at(1)).unwrap_err()
        };
        let named =
            Settings { approvals: vec![ApprovalRule { level: Level::Surge, need: 2, of: vec!["ann".into()] }], ..settings() };
        assert_eq!(asks(&settings(), &[Role::Operator], "w"), Refusal::MissingRole { role: Role::Approver });
        assert_eq!(asks(&named, &[Role::Approver], "w"), Refusal::NotAnApprover { id: "cyd".into() });
        assert_eq!(asks(&settings(), &[Role::Approver], "v"), Refusal::UnknownWindow { id: "v".into() });
    }

    #[test]
    fn a_revision_touches_live_and_approved_windows_that_it_alters_or_drops() {
        let live = PlannedWindow { demands: [demand("m", "mx1", &[("young_days", 14)])].into(), ..window("live", 0, 30) };
        let (over, ahead, approved) = (window("over", 0, 10), window("ahead", 20, 30), planned());
        let old = plan(vec![live.clone(), over, ahead, approved.clone()]);
        let state = approvals(&[(&approved, "ann")]);
        let touched_by = |new: &Plan| touched(&old, new, &state, at(10)).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(touched_by(&old.clone()), Vec::<String>::new());
        assert_eq!(touched_by(&plan(vec![])), ["live", "w"]);
        let other = PlannedWindow { hash: "other".into(), ..live.clone() };
        assert_eq!(touched_by(&plan(vec![other, approved.clone()])), ["live"]);
        let guarded = PlannedWindow { approvals_needed: 1, ..live };
        assert_eq!(touched_by(&plan(vec![guarded, approved])), ["live"]);
        let joined = Plan { rules: vec![rule("young_days", Join::Min)], ..old.clone() };
        assert_eq!(touched_by(&joined), ["live"]);
        let unrelated = Plan { rules: [old.rules.clone(), vec![rule("other", Join::Min)]].concat(), ..old.clone() };
        assert_eq!(touched_by(&unrelated), Vec::<String>::new());
    }

    #[test]
    fn a_held_target_that_is_pointed_elsewhere_is_moved() {
        let entry = crate::posture::fixture::entry("mx1");
        let state = PostureState { ledger: vec![entry], ..PostureState::default() };
        let mut elsewhere = settings();
        assert_eq!(moved_targets(&settings(), &elsewhere, &state), []);
        elsewhere.connectors[0].driver = Driver::File { path: "other.toml".into(), format: FileFormat::Toml };
        assert_eq!(moved_targets(&settings(), &elsewhere, &state), ["mx1".into()]);
        elsewhere.connectors.clear();
        assert_eq!(moved_targets(&settings(), &elsewhere, &state), ["mx1".into()]);
        assert_eq!(moved_targets(&settings(), &elsewhere, &PostureState::default()), []);
    }
}
