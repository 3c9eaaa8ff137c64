//! What a look leads to, case by case.

use super::*;
use crate::model::{Held, Precondition, Recipients, SettingValue, TaskRow, Text, Window};
use crate::plan::Round;
use crate::posture::fixture::{approval, at, demand, entry, plan, state, window};

/// Wants `young_days` on `mx1` over these hours.
fn asking(id: &str, from: i64, until: i64, days: i64) -> PlannedWindow {
    PlannedWindow { demands: [demand("hold", "mx1", &[("young_days", days)])].into(), ..window(id, from, until) }
}

fn steps(windows: Vec<PlannedWindow>, state: &PostureState, now: i64) -> Vec<PostureStep> {
    reconcile(&plan(windows), state, &[], at(now))
}

fn held(windows: &[&str], days: i64) -> HeldSettings {
    let holder = |window: &&str| demand("hold", "mx1", &[]).holder(&WindowId::from(*window));
    let holders = windows.iter().map(holder).collect();
    [("young_days".into(), Held::new(SettingValue::Integer(days), holders))].into()
}

fn phase(phase: LedgerPhase) -> PostureState {
    state(vec![LedgerEntry { phase, ..entry("mx1") }])
}

fn mx1() -> ConnectorId {
    "mx1".into()
}

#[test]
fn what_is_wanted_and_not_held_is_applied_and_the_reverse_reverted() {
    let none = PostureState::default();
    let apply = PostureStep::Apply { target: mx1(), settings: held(&["w"], 14), expires_at: at(30) };
    assert_eq!(steps(vec![asking("w", 0, 30, 14)], &none, 29), [apply]);
    assert_eq!(steps(vec![asking("w", 0, 30, 14)], &none, 30), []);
    let active = phase(LedgerPhase::Active);
    assert_eq!(steps(vec![asking("w", 0, 30, 14)], &active, 29), [], "held already");
    assert_eq!(steps(vec![asking("w", 0, 30, 14)], &active, 30), [PostureStep::Revert { target: mx1() }]);
}

#[test]
fn the_end_of_one_window_never_ends_another() {
    let active = phase(LedgerPhase::Active);
    let both = vec![asking("v", 0, 60, 7), asking("w", 0, 30, 14)];
    let later = PostureStep::Apply { target: mx1(), settings: held(&["v"], 7), expires_at: at(60) };
    assert_eq!(steps(both, &active, 30), [later]);
    let equal = PostureStep::Hold { target: mx1(), settings: held(&["v"], 14), expires_at: at(60) };
    assert_eq!(steps(vec![asking("v", 0, 60, 14)], &active, 30), [equal]);
}

/// The settings that two windows of `mx1` lead to at hour 1: 14 days for everyone until hour 60, 30 days for a group until 30.
fn narrowed() -> (HeldSettings, Vec<PlannedWindow>) {
    let mut wide = asking("v", 0, 60, 14);
    let mut narrow = asking("w", 0, 30, 30);
    let group = Recipients { group: "delegation".into(), members: ["kato@example.org".to_owned()].into() };
    wide.demands = [Demand { lease: true, ..wide.demands[0].clone() }].into();
    narrow.demands = [Demand { lease: true, only_for: Some(group), ..narrow.demands[0].clone() }].into();
    let windows = vec![wide, narrow];
    match &steps(windows.clone(), &PostureState::default(), 1)[..] {
        [PostureStep::Apply { settings, expires_at, .. }] if *expires_at == at(60) => (settings.clone(), windows),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_group_gets_what_is_asked_for_everyone_joined_with_its_own() {
    let (settings, _) = narrowed();
    let shown: Vec<(String, i64, usize)> = settings
        .iter()
        .map(|(slot, held)| {
            let SettingValue::Integer(days) = held.value else { panic!("{held:?}") };
            (slot.to_string(), days, held.recipients.len())
        })
        .collect();
    let own = ("group:delegation/young_days".to_owned(), 30, 1);
    assert_eq!(shown, [("young_days".to_owned(), 14, 0), own]);
}

#[test]
fn a_target_that_ends_changes_itself_is_told_what_is_left_after_each_end() {
    let (settings, windows) = narrowed();
    let stages: Vec<(SettingValue, Timestamp, Vec<&str>)> = settings
        .values()
        .flat_map(|held| &held.stages)
        .map(|stage| (stage.value.clone(), stage.until, stage.windows.iter().map(WindowId::as_str).collect()))
        .collect();
    let integer = SettingValue::Integer;
    let for_all = (integer(14), at(60), vec!["v"]);
    assert_eq!(stages, [for_all, (integer(30), at(30), vec!["v", "w"]), (integer(14), at(60), vec!["v"])]);

    let active = |settings| state(vec![LedgerEntry { settings, expires_at: at(60), ..entry("mx1") }]);
    assert_eq!(steps(windows.clone(), &active(settings.clone()), 29), [], "it is as it should be");
    let shorter = PlannedWindow { window: Window { until: at(45), ..windows[0].window.clone() }, ..windows[0].clone() };
    let again = steps(vec![shorter, windows[1].clone()], &active(settings), 2);
    assert!(matches!(again[..], [PostureStep::Apply { .. }]), "another end must be written to the target: {again:?}");
}

#[test]
fn a_window_that_nobody_allowed_asks_for_nothing() {
    let planned = PlannedWindow { approvals_needed: 1, ..asking("w", 0, 30, 14) };
    assert_eq!(steps(vec![planned.clone()], &PostureState::default(), 1), []);
    let approved = PostureState { approvals: vec![approval(&planned, "ann")], ..PostureState::default() };
    assert_eq!(steps(vec![planned.clone()], &approved, 1).len(), 1);
    let lapsed = PlannedWindow { hash: "other".into(), ..planned };
    let approved = PostureState { approvals: approved.approvals, ..phase(LedgerPhase::Active) };
    assert_eq!(steps(vec![lapsed], &approved, 1), [PostureStep::Revert { target: mx1() }]);
}

#[test]
fn half_done_rows_are_recovered_and_conflicts_left_to_people() {
    for half in [LedgerPhase::Applying, LedgerPhase::Reverting, LedgerPhase::Releasing] {
        for now in [1, 30] {
            let recover = PostureStep::Recover { target: mx1(), is_wanted: now < 30 };
            assert_eq!(steps(vec![asking("w", 0, 30, 14)], &phase(half), now), [recover]);
        }
    }
    for now in [1, 30] {
        assert_eq!(steps(vec![asking("w", 0, 30, 7)], &phase(LedgerPhase::Conflict), now), []);
    }
}

#[test]
fn a_target_taken_back_is_left_alone_until_its_windows_end_or_another_asks() {
    let released = phase(LedgerPhase::Released);
    assert_eq!(steps(vec![asking("w", 0, 30, 14)], &released, 1), []);
    assert_eq!(steps(vec![asking("w", 0, 30, 14)], &released, 30), [PostureStep::Forget { target: mx1() }]);
    let anew = steps(vec![asking("v", 0, 60, 7), asking("w", 0, 30, 14)], &released, 1);
    assert_eq!(anew, [PostureStep::Apply { target: mx1(), settings: held(&["v", "w"], 14), expires_at: at(60) }]);
}

#[test]
fn a_blocked_measure_blocks_only_itself_and_takes_nothing_back() {
    let mut planned = asking("w", 0, 30, 14);
    planned.demands = [planned.demands[0].clone(), demand("tag", "mx1", &[("old_days", 3)])].into();
    let blocked = [Blocked { window: "w".into(), measure: "hold".into(), precondition: Precondition::Writable }];
    let look = |state: &PostureState| reconcile(&plan(vec![planned.clone()]), state, &blocked, at(1));
    let names = |steps: &[PostureStep]| match steps {
        [PostureStep::Apply { settings, .. }] => settings.keys().map(ToString::to_string).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(names(&look(&PostureState::default())), ["old_days"]);
    assert_eq!(names(&look(&phase(LedgerPhase::Active))), ["old_days", "young_days"]);
}

#[test]
fn a_task_of_a_live_allowed_window_is_asked_once() {
    let task = PlannedTask {
        playbook: "watch".into(),
        measure: "call".into(),
        title: Text::same("Call the desk"),
        owner: "duty".to_owned(),
        evidence: Text::default(),
        within: "1d".parse().unwrap(),
        every: None,
    };
    let planned = PlannedWindow { tasks: [task].into(), ..window("w", 10, 30) };
    let round = Round { number: 1, asks: at(10), due: at(30) };
    let ask = Ask { round, repeats: false, missed: None };
    let ask = PostureStep::Ask { window: "w".into(), measure: "call".into(), ask };
    assert_eq!(steps(vec![planned.clone()], &PostureState::default(), 9), []);
    assert_eq!(steps(vec![planned.clone()], &PostureState::default(), 10), [ask]);
    let guarded = PlannedWindow { approvals_needed: 1, ..planned.clone() };
    assert_eq!(steps(vec![guarded], &PostureState::default(), 10), []);
    let row = TaskRow {
        window: "w".into(),
        measure: "call".into(),
        round: 1,
        asked_at: at(10),
        due_at: Some(at(30)),
        done_at: None,
        done_by: None,
        evidence: None,
    };
    let asked = PostureState { tasks: vec![row], ..PostureState::default() };
    assert_eq!(steps(vec![planned], &asked, 11), []);
}
