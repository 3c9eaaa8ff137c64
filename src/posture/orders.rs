//! Orders: windows that a person asks for. They need the same approvals and use the same ledger as windows of the calendar, and
//! there is none without an end. One that took effect holds as it was then (see [`super::keeping`]) until its end, or until a
//! person ends the order.

use crate::model::{
    Answer, Cause, Change, Closed, Decision, Fact, GroupId, KeptWindow, Level, Order, OrderId, PostureState, Principal,
    Refusal, Role, Scope, Settings, WindowId, Workspace,
};
use crate::time::Timestamp;

/// What a person asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderRequest {
    pub level: Level,
    /// A group of standto.toml; None: everyone.
    pub group: Option<String>,
    /// None, or earlier than now: from now on.
    pub from: Option<Timestamp>,
    /// Exclusive.
    pub until: Timestamp,
    pub reason: String,
}

/// The window of an order.
pub fn window_of(order: &OrderId) -> WindowId {
    WindowId::new(format!("order/{order}"))
}

/// Orders a posture. Ids are counted over all of `state.orders`, so the state must hold ended ones too.
pub fn order(workspace: &Workspace, state: &PostureState, who: &Principal, request: OrderRequest, now: Timestamp) -> Decision {
    who.require(&[Role::Operator, Role::Approver], now)?;
    let OrderRequest { level, group, from, until, reason } = request;
    if level == Level::Baseline {
        return Err(Refusal::AsksForNothing { level });
    }
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    let scope = scope_of(&workspace.settings, group)?;
    let from = from.map_or(now, |from| from.max(now));
    if until <= from {
        return Err(Refusal::EndsBeforeItBegins { from, until });
    }
    let order =
        Order { id: next_id(state), level, scope, from, until, reason, by: who.id.clone(), ordered_at: now, ended_at: None };
    let answer = Answer::Ordered {
        order: order.id.clone(),
        window: window_of(&order.id),
        approvals_needed: u32::try_from(workspace.settings.approvals_needed(level)).unwrap_or(u32::MAX),
    };
    let fact = Fact::PostureOrdered { order: order.id.clone(), level, from, until, reason: order.reason.clone() };
    Ok((vec![Change::Order(order), Change::fact(fact)], answer))
}

/// Ends an order now, before its time, and with it what took effect of it; what waits beside that waits no longer. Its changes are
/// taken back by the next look.
pub fn end_order(state: &PostureState, who: &Principal, id: &OrderId, now: Timestamp) -> Decision {
    who.require(&[Role::Operator, Role::Approver], now)?;
    let Some(order) = state.orders.iter().find(|order| order.id == *id) else {
        return Err(Refusal::UnknownOrder { id: id.to_string() });
    };
    let until = order.ended_at.map_or(order.until, |ended| ended.min(order.until));
    if until <= now {
        return Err(Refusal::WindowIsOver { id: window_of(id).to_string(), until });
    }
    let ended = Order { ended_at: Some(now), ..order.clone() };
    let mut changes = vec![Change::Order(ended)];
    changes.extend(state.kept.iter().filter(|kept| is_of(kept, id) && kept.is_open(now)).map(|kept| {
        let closed = Closed { at: now, by: who.id.clone(), reason: None };
        Change::Keep(Box::new(KeptWindow { closed: Some(closed), ..kept.clone() }))
    }));
    changes.push(Change::fact(Fact::OrderEnded { order: id.clone() }));
    Ok((changes, Answer::Done))
}

fn is_of(kept: &KeptWindow, id: &OrderId) -> bool {
    matches!(&kept.planned.window.cause, Cause::Order { order } if order == id)
}

fn scope_of(settings: &Settings, group: Option<String>) -> Result<Scope, Refusal> {
    let Some(group) = group else { return Ok(Scope::Everyone) };
    let id = GroupId::new(group);
    if settings.groups.iter().any(|(known, _)| *known == id) {
        return Ok(Scope::Group(id));
    }
    let known = settings.groups.iter().map(|(known, _)| known.to_string()).collect();
    Err(Refusal::UnknownGroup { id: id.to_string(), known })
}

fn next_id(state: &PostureState) -> OrderId {
    let numbers = state.orders.iter().filter_map(|order| order.id.as_str().strip_prefix("o-")?.parse::<u64>().ok());
    OrderId::new(format!("o-{}", numbers.max().unwrap_or(0).saturating_add(1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::posture::fixture::{at, principal, settings, window, workspace};

    fn request(group: Option<&str>, from: Option<i64>, until: i64, reason: &str) -> OrderRequest {
        OrderRequest {
            level: Level::Surge,
            group: group.map(str::to_owned),
            from: from.map(at),
            until: at(until),
            reason: reason.to_owned(),
        }
    }

    fn ordered(state: &PostureState, request: OrderRequest) -> Decision {
        order(&workspace(settings()), state, &principal("ops", &[Role::Operator]), request, at(10))
    }

    fn made(decided: Decision) -> (Order, Answer) {
        let (changes, answer) = decided.unwrap();
        let order =
            changes.iter().find_map(|change| if let Change::Order(order) = change { Some(order.clone()) } else { None });
        assert_eq!(changes.len(), 2, "an order and its fact");
        (order.unwrap(), answer)
    }

    #[test]
    fn an_order_is_counted_and_tells_the_approvals_it_needs() {
        let (first, answer) = made(ordered(&PostureState::default(), request(Some("delegation"), Some(20), 30, " talks ")));
        assert_eq!((first.id.as_str(), first.reason.as_str()), ("o-1", "talks"));
        assert_eq!(first.scope, Scope::Group("delegation".into()));
        assert_eq!(answer, Answer::Ordered { order: "o-1".into(), window: "order/o-1".into(), approvals_needed: 2 });
        let state = PostureState { orders: vec![first], ..PostureState::default() };
        assert_eq!(made(ordered(&state, request(None, None, 30, "again"))).0.id.as_str(), "o-2");
    }

    #[test]
    fn an_order_never_begins_in_the_past() {
        assert_eq!(made(ordered(&PostureState::default(), request(None, Some(3), 30, "talks"))).0.from, at(10));
    }

    #[test]
    fn an_order_needs_an_end_ahead_a_reason_a_known_group_and_a_level() {
        let none = PostureState::default();
        let refused = |request| ordered(&none, request).unwrap_err();
        assert_eq!(refused(request(None, None, 10, "x")), Refusal::EndsBeforeItBegins { from: at(10), until: at(10) });
        assert_eq!(refused(request(None, Some(40), 30, "x")), Refusal::EndsBeforeItBegins { from: at(40), until: at(30) });
        assert_eq!(refused(request(None, None, 30, " \u{3000}")), Refusal::ReasonMissing);
        let known = vec!["delegation".to_owned()];
        assert_eq!(refused(request(Some("dlegation"), None, 30, "x")), Refusal::UnknownGroup { id: "dlegation".into(), known });
        let baseline = OrderRequest { level: Level::Baseline, ..request(None, None, 30, "x") };
        assert_eq!(refused(baseline), Refusal::AsksForNothing { level: Level::Baseline });
    }

    #[test]
    fn only_operators_and_approvers_order() {
        let who = principal("eve", &[Role::Evaluator, Role::Director]);
        let decided = order(&workspace(settings()), &PostureState::default(), &who, request(None, None, 30, "x"), at(10));
        assert_eq!(decided, Err(Refusal::MissingRole { role: Role::Operator }));
    }

    #[test]
    fn an_order_ends_once() {
        let (order, _) = made(ordered(&PostureState::default(), request(None, None, 30, "talks")));
        let who = principal("ops", &[Role::Approver]);
        let state = PostureState { orders: vec![order], ..PostureState::default() };
        let (ended, answer) = made(end_order(&state, &who, &"o-1".into(), at(20)));
        assert_eq!((ended.ended_at, answer), (Some(at(20)), Answer::Done));
        let over = |until| Err(Refusal::WindowIsOver { id: "order/o-1".into(), until });
        assert_eq!(end_order(&state, &who, &"o-1".into(), at(30)), over(at(30)));
        let state = PostureState { orders: vec![ended], ..PostureState::default() };
        assert_eq!(end_order(&state, &who, &"o-1".into(), at(21)), over(at(20)));
        assert_eq!(end_order(&state, &who, &"o-9".into(), at(21)), Err(Refusal::UnknownOrder { id: "o-9".into() }));
    }

    #[test]
    fn what_took_effect_of_an_order_ends_with_it() {
        let (order, _) = made(ordered(&PostureState::default(), request(None, None, 30, "talks")));
        let open = |id: &str, of: &str| {
            let mut planned = window(id, 10, 30);
            planned.window.cause = Cause::Order { order: of.into() };
            KeptWindow::opened(planned, at(11))
        };
        let kept = vec![open("order/o-1", "o-1"), open("order/o-1~2", "o-1"), open("order/o-2", "o-2")];
        let state = PostureState { orders: vec![order], kept, ..PostureState::default() };
        let (changes, _) = end_order(&state, &principal("ops", &[Role::Operator]), &"o-1".into(), at(20)).unwrap();
        let ended = changes.iter().filter_map(|change| if let Change::Keep(kept) = change { Some(kept) } else { None });
        let ended: Vec<_> = ended.map(|kept| (kept.planned.window.id.as_str(), kept.until())).collect();
        assert_eq!(ended, [("order/o-1", at(20)), ("order/o-1~2", at(20))]);
    }
}
