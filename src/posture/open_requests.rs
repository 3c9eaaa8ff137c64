//! Requests for approval that wait for an answer, and who may give it. Pure.

use super::approvals::is_allowed;
use super::requests::{approvers, has_address};
use crate::model::{
    Answerer, ApprovalRequest, ApprovalRule, Deputies, OpenRequest, Person, Plan, PlannedWindow, PostureState, Principal,
    PrincipalId, RequestStage, Role, Workspace,
};
use crate::time::Timestamp;

/// The requests that were made for windows as they are now and that too few have answered, in the plan's order.
pub fn open_requests(
    plan: &Plan,
    state: &PostureState,
    workspace: &Workspace,
    principals: &[Principal],
    now: Timestamp,
) -> Vec<OpenRequest> {
    let waits = |planned: &&PlannedWindow| now < planned.window.until && !is_allowed(planned, state);
    let open = |planned: &PlannedWindow| {
        let is_its = |row: &&ApprovalRequest| row.window == planned.window.id && row.hash == planned.hash;
        let (row, rule) = (state.requests.iter().find(is_its)?, workspace.settings.approval(planned.window.level)?);
        let may = approvers(planned, rule, state, principals, now);
        Some(OpenRequest {
            window: planned.window.id.clone(),
            level: planned.window.level,
            stage: stage(planned, row, now),
            may: may.into_iter().filter_map(|id| answerer(id, rule, principals, &workspace.roster, now)).collect(),
            asked_at: row.asked_at,
            escalated_at: row.escalated_at,
            escalated_to: if row.escalated_at.is_some() { rule.escalate_to.clone() } else { Vec::new() },
            from: planned.window.from,
        })
    };
    plan.windows.iter().filter(waits).filter_map(open).collect()
}

fn stage(planned: &PlannedWindow, row: &ApprovalRequest, now: Timestamp) -> RequestStage {
    match row.escalated_at {
        _ if planned.window.from <= now => RequestStage::Unanswered,
        Some(_) => RequestStage::Escalated,
        None => RequestStage::Asked,
    }
}

/// None: neither they nor anybody in their place can approve now.
fn answerer(
    id: PrincipalId,
    rule: &ApprovalRule,
    principals: &[Principal],
    roster: &[Person],
    now: Timestamp,
) -> Option<Answerer> {
    let can = |id: &PrincipalId| principals.iter().any(|who| who.id == *id && who.is_live(now) && who.has(Role::Approver));
    let theirs = |deputies: &&Deputies| deputies.of == id;
    let deputies: Vec<_> =
        rule.deputies.iter().filter(theirs).flat_map(|known| &known.by).filter(|id| can(id)).cloned().collect();
    let has_address = has_address(roster, &id);
    (can(&id) || !deputies.is_empty()).then_some(Answerer { id, has_address, deputies })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::posture::fixture::{approval, at, person, plan, principal, settings, window, workspace};

    fn planned() -> PlannedWindow {
        PlannedWindow { approvals_needed: 2, ..window("w", 1000, 1100) }
    }

    fn asked(escalated_at: Option<Timestamp>) -> PostureState {
        let row = ApprovalRequest { window: "w".into(), hash: planned().hash, asked_at: at(700), escalated_at };
        PostureState { requests: vec![row], ..PostureState::default() }
    }

    fn open(state: &PostureState, now: i64) -> Vec<OpenRequest> {
        let mut settings = settings();
        settings.approvals[0].of = ["ann", "ben", "gone"].map(PrincipalId::from).to_vec();
        settings.approvals[0].deputies = vec![Deputies { of: "ben".into(), by: vec!["cyd".into(), "gone".into()] }];
        settings.approvals[0].escalate_to = vec!["chief".into()];
        let people = ["ann", "ben", "cyd"].map(|id| principal(id, &[Role::Approver]));
        let workspace = Workspace { roster: vec![person("ann", &[])], ..workspace(settings) };
        open_requests(&plan(vec![planned()]), state, &workspace, &people, at(now))
    }

    #[test]
    fn a_request_is_open_until_enough_have_answered_or_the_window_is_over() {
        assert_eq!(open(&PostureState::default(), 800), [], "nobody was asked");
        let stages = [(asked(None), 800), (asked(Some(at(952))), 960), (asked(Some(at(952))), 1000), (asked(None), 1050)];
        let stages = stages.map(|(state, now)| open(&state, now).first().map(|open| open.stage));
        let expected = [RequestStage::Asked, RequestStage::Escalated, RequestStage::Unanswered, RequestStage::Unanswered];
        assert_eq!(stages, expected.map(Some));
        assert_eq!(open(&asked(None), 1100), []);
        let answered = ["ann", "ben"].map(|by| approval(&planned(), by)).to_vec();
        assert_eq!(open(&PostureState { approvals: answered, ..asked(None) }, 800), []);
        let mut other = asked(None);
        other.requests[0].hash = "other".to_owned();
        assert_eq!(open(&other, 800), [], "it changed and is asked for anew");
    }

    #[test]
    fn who_may_answer_are_those_who_can_and_have_not() {
        let first = open(&asked(None), 800).remove(0);
        let ann = Answerer { id: "ann".into(), has_address: true, deputies: Vec::new() };
        let ben = Answerer { id: "ben".into(), has_address: false, deputies: vec!["cyd".into()] };
        assert_eq!((first.may, first.escalated_to), (vec![ann, ben.clone()], Vec::new()));
        let half = PostureState { approvals: vec![approval(&planned(), "ann")], ..asked(Some(at(952))) };
        let second = open(&half, 960).remove(0);
        assert_eq!((second.may, second.escalated_to), (vec![ben], vec!["chief".into()]));
        assert_eq!((second.asked_at, second.escalated_at, second.from), (at(700), Some(at(952)), at(1000)));
    }
}
