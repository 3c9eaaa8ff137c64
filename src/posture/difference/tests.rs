//! What each difference does to windows that hold, that are approved, that wait, that are over.

use super::*;
use crate::model::{ApprovalRule, Gravity, Join, KeptWindow, Level};
use crate::posture::fixture::{approval, at, demand, entry, plan, rule, settings, window};

const NOW: i64 = 100;

fn guarded(id: &str, from: i64, until: i64) -> PlannedWindow {
    PlannedWindow { approvals_needed: 1, ..window(id, from, until) }
}

fn approved(windows: &[&PlannedWindow]) -> PostureState {
    let approvals = windows.iter().map(|planned| approval(planned, "ann")).collect();
    PostureState { approvals, ..PostureState::default() }
}

/// Windows that took effect, with their approvals.
fn in_force(windows: &[&PlannedWindow]) -> PostureState {
    let kept = windows.iter().map(|planned| KeptWindow::opened((*planned).clone(), planned.window.from)).collect();
    PostureState { kept, ..approved(windows) }
}

fn between(old: &Plan, new: &Plan, state: &PostureState) -> Vec<WindowChange> {
    let settings = settings();
    let side = |plan| Side { plan, settings: &settings };
    difference(side(old), side(new), Vec::new(), &BTreeMap::new(), state, at(NOW)).windows
}

/// What it does to one window that becomes another, or none.
fn effects(old: &PlannedWindow, new: Option<PlannedWindow>, state: &PostureState) -> (Standing, Vec<Effect>) {
    let new = plan(new.into_iter().collect());
    let mut found = between(&plan(vec![old.clone()]), &new, state);
    let change = found.pop().unwrap();
    assert_eq!(found, []);
    (change.standing, change.effects)
}

/// The same window with other bounds.
fn moved(of: &PlannedWindow, from: i64, until: i64) -> PlannedWindow {
    let mut planned = of.clone();
    (planned.window.from, planned.window.until) = (at(from), at(until));
    planned.hash = format!("moved {from} {until}");
    planned
}

fn other_measures(of: &PlannedWindow) -> PlannedWindow {
    PlannedWindow { demands: [demand("hold", "mx1", &[("young_days", 30)])].into(), hash: "measures".to_owned(), ..of.clone() }
}

fn retitled(of: &PlannedWindow) -> PlannedWindow {
    PlannedWindow { title: crate::model::Text::same("Another title"), ..of.clone() }
}

#[test]
fn a_live_window_whose_event_moves_or_goes_holds_until_its_recorded_end() {
    for live in [window("w", 90, 120), guarded("w", 90, 120)] {
        let state = in_force(&[&live]);
        let until = at(120);
        assert_eq!(effects(&live, None, &state), (Standing::Live, vec![Effect::Contested { until }]));
        let decide = Effect::DecideBefore { until, have: 0, need: 1 };
        for new in [moved(&live, 90, 110), moved(&live, 95, 150), moved(&live, 200, 250), other_measures(&live)] {
            assert_eq!(effects(&live, Some(new), &state).1, [Effect::Contested { until }, decide]);
        }
        let over = effects(&live, Some(moved(&live, 50, 95)), &state).1;
        assert_eq!(over, [Effect::Contested { until }], "what would be over by now is not to be decided");
    }
}

#[test]
fn a_live_order_whose_measures_change_holds_as_it_took_effect() {
    let mut live = guarded("order/o-1", 90, 120);
    live.window.cause = Cause::Order { order: "o-1".into() };
    let (state, until) = (in_force(&[&live]), at(120));
    let expected = vec![Effect::Contested { until }, Effect::DecideBefore { until, have: 0, need: 1 }];
    assert_eq!(effects(&live, Some(other_measures(&live)), &state), (Standing::Live, expected));
}

#[test]
fn a_live_window_that_became_another_one_is_contested_and_the_other_starts_late() {
    let live = guarded("talks", 90, 120);
    let mut new = moved(&live, 80, 130);
    new.window.id = "talks/later".into();
    let found = between(&plan(vec![live.clone()]), &plan(vec![new]), &in_force(&[&live]));
    let until = at(120);
    let expected =
        [Effect::Contested { until }, Effect::DecideBefore { until, have: 0, need: 1 }, Effect::StartsLate { from: at(80) }];
    assert_eq!(found.len(), 1, "both are of one event, policy and level");
    assert_eq!(found[0].was, Some("talks".into()));
    assert_eq!(found[0].effects, expected);
}

#[test]
fn a_live_window_that_stays_what_was_approved_holds_unless_it_needs_more_approvals() {
    let held = guarded("w", 90, 120);
    let state = approved(&[&held]);
    assert_eq!(effects(&held, Some(retitled(&held)), &state), (Standing::Live, vec![Effect::ApprovalStays]));
    let more = PlannedWindow { approvals_needed: 2, ..held.clone() };
    assert_eq!(effects(&held, Some(more.clone()), &state).1, [Effect::TakenBack { have: 1, need: 2 }]);
    assert_eq!(
        effects(&held, Some(more), &in_force(&[&held])).1,
        [Effect::ApprovalStays],
        "it took effect with what it needed"
    );
    let free = window("w", 90, 120);
    assert_eq!(effects(&free, Some(retitled(&free)), &approved(&[])).1, [Effect::Nothing]);
}

#[test]
fn a_live_window_that_nothing_recorded_has_nothing_to_keep() {
    let (live, free) = (guarded("w", 90, 120), window("w", 90, 120));
    let (state, none) = (approved(&[&live]), approved(&[]));
    assert_eq!(effects(&live, None, &state).1, [Effect::Withdrawn { lost: 1 }]);
    assert_eq!(effects(&live, Some(moved(&live, 90, 150)), &state).1, [Effect::TakenBack { have: 0, need: 1 }]);
    assert_eq!(effects(&free, None, &none).1, [Effect::Nothing]);
    assert_eq!(effects(&free, Some(moved(&free, 90, 150)), &none).1, [Effect::AtOnce]);
}

#[test]
fn approvals_of_a_window_ahead_lapse_only_when_what_was_approved_changes() {
    let ahead = guarded("w", 200, 300);
    let state = approved(&[&ahead]);
    assert_eq!(effects(&ahead, Some(retitled(&ahead)), &state), (Standing::Approved, vec![Effect::ApprovalStays]));
    for new in [moved(&ahead, 210, 310), other_measures(&ahead)] {
        assert_eq!(effects(&ahead, Some(new), &state).1, [Effect::Lapses { lost: 1, need: 1 }]);
    }
    assert_eq!(effects(&ahead, None, &state).1, [Effect::Withdrawn { lost: 1 }]);
    let more = PlannedWindow { approvals_needed: 2, ..ahead.clone() };
    assert_eq!(effects(&ahead, Some(more), &state).1, [Effect::Asks { have: 1, need: 2 }]);
    assert_eq!(effects(&ahead, Some(moved(&ahead, 50, 90)), &state).1, [Effect::Withdrawn { lost: 1 }], "into the past");
    let late = [Effect::StartsLate { from: at(90) }, Effect::Lapses { lost: 1, need: 1 }];
    assert_eq!(effects(&ahead, Some(moved(&ahead, 90, 190)), &state).1, late);
}

#[test]
fn windows_that_nobody_approved_change_freely() {
    let (waiting, future, over) = (guarded("w", 200, 300), window("w", 200, 300), window("w", 10, 20));
    let none = approved(&[]);
    assert_eq!(effects(&waiting, Some(moved(&waiting, 210, 310)), &none), (Standing::Waiting, vec![Effect::Nothing]));
    assert_eq!(effects(&future, Some(moved(&future, 210, 310)), &none), (Standing::Future, vec![Effect::Nothing]));
    assert_eq!(effects(&over, Some(other_measures(&over)), &none), (Standing::Over, vec![Effect::Nothing]));
    assert_eq!(effects(&waiting, None, &none).1, [Effect::Nothing]);
    let guard = PlannedWindow { approvals_needed: 1, ..future.clone() };
    assert_eq!(effects(&future, Some(guard), &none).1, [Effect::Asks { have: 0, need: 1 }]);
    let unapplied = guarded("w", 90, 120);
    assert_eq!(effects(&unapplied, None, &none), (Standing::Unapplied, vec![Effect::Nothing]));
    assert_eq!(effects(&over, Some(moved(&over, 90, 120)), &none).1[0], Effect::StartsLate { from: at(90) });
}

#[test]
fn a_window_that_comes_says_whether_it_is_late_and_what_it_asks() {
    let come = |new: PlannedWindow| between(&plan(vec![]), &plan(vec![new]), &approved(&[])).remove(0).effects;
    assert_eq!(come(window("w", 200, 300)), [Effect::Nothing]);
    assert_eq!(come(guarded("w", 200, 300)), [Effect::Asks { have: 0, need: 1 }]);
    assert_eq!(come(window("w", 90, 120)), [Effect::StartsLate { from: at(90) }, Effect::AtOnce]);
    assert_eq!(come(window("w", 10, 20)), [Effect::Nothing]);
}

#[test]
fn the_gravest_stand_first_and_what_waits_for_acceptance_is_what_adoption_waits_for() {
    let (live, ahead, free) = (guarded("a", 90, 120), guarded("b", 200, 300), window("c", 200, 300));
    let old = plan(vec![free.clone(), ahead.clone(), live.clone()]);
    let new = plan(vec![moved(&free, 210, 300), moved(&ahead, 210, 300), moved(&live, 90, 130)]);
    let state = approved(&[&live, &ahead]);
    let found = between(&old, &new, &state);
    let told: Vec<(&str, Gravity, bool)> =
        found.iter().map(|change| (change.window.as_str(), change.gravity(), change.needs_acceptance)).collect();
    assert_eq!(told, [("a", Gravity::TakenBack, true), ("b", Gravity::Lapsing, true), ("c", Gravity::Harmless, false)]);
    let accepted: Vec<&WindowId> = found.iter().filter(|change| change.needs_acceptance).map(|change| &change.window).collect();
    assert_eq!(accepted.len(), alterations::altered(&old, &new, &state, at(NOW)).len());
}

#[test]
fn other_joins_change_what_holds_and_no_approval() {
    let live = PlannedWindow { demands: [demand("hold", "mx1", &[("young_days", 14)])].into(), ..guarded("w", 90, 120) };
    let old = plan(vec![live.clone()]);
    let new = Plan { rules: vec![rule("young_days", Join::Min), rule("old_days", Join::Min)], ..old.clone() };
    let found = between(&old, &new, &approved(&[&live]));
    assert_eq!(found[0].effects, [Effect::AtOnce]);
    assert!(found[0].needs_acceptance);
}

#[test]
fn held_targets_that_are_pointed_elsewhere_are_named() {
    let (old, mut new) = (settings(), settings());
    new.connectors.clear();
    new.approvals = vec![ApprovalRule {
        level: Level::Watch,
        need: 1,
        of: Vec::new(),
        deputies: Vec::new(),
        ask: ApprovalRule::ASK,
        escalate: ApprovalRule::ESCALATE,
        escalate_to: Vec::new(),
    }];
    let (state, empty) = (PostureState { ledger: vec![entry("mx1")], ..PostureState::default() }, plan(vec![]));
    let side = |settings| Side { plan: &empty, settings };
    let found = difference(side(&old), side(&new), Vec::new(), &BTreeMap::new(), &state, at(NOW));
    assert_eq!(found.moved_targets, ["mx1".into()]);
    assert!(!found.is_empty());
}
