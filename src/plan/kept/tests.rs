//! What becomes of kept windows when the files change: ids, reasons, proposals.

use super::*;
use crate::model::{Certainty, Closed, NoteCode, Past, Plan, SettingValue, Work};
use crate::plan::fixture::{at, budget, event, rule, weekly, workspace};
use crate::plan::plan;

const ELEVATED: &str = "talks/2027-06-14T09:00/talks/elevated";

fn talks() -> Event {
    event("talks", "2027-06-14T09:00", "2027-06-16T18:00")
}

fn made(workspace: &Workspace, kept: &[KeptWindow]) -> Plan {
    let past = Past { orders: &[], kept };
    plan(workspace, past, at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"))
}

/// The window of this id of a plan, as it took effect on time.
fn opened(plan: &Plan, id: &str) -> KeptWindow {
    let planned = plan.window(&id.into()).unwrap_or_else(|| panic!("no {id}")).clone();
    let from = planned.window.from;
    KeptWindow::opened(planned, from)
}

/// The elevated window of the talks, as the workspace first had it.
fn kept() -> KeptWindow {
    opened(&made(&workspace(vec![talks()]), &[]), ELEVATED)
}

/// Id and status of every elevated window.
fn elevated(plan: &Plan) -> Vec<(String, WindowStatus)> {
    let windows = plan.windows.iter().filter(|planned| planned.window.level == Level::Elevated);
    windows.map(|planned| (planned.window.id.to_string(), planned.status.clone())).collect()
}

fn contested(id: &str, why: Contest) -> (String, WindowStatus) {
    (id.to_owned(), WindowStatus::Contested { why })
}

fn proposed(id: &str, beside: &str) -> (String, WindowStatus) {
    (id.to_owned(), WindowStatus::Proposed { beside: beside.into() })
}

#[test]
fn a_kept_window_that_the_files_still_ask_for_is_that_window() {
    let mut renamed = talks();
    renamed.title.en = "Trade talks, corrected".to_owned();
    let other = event("summit", "2027-06-14T09:00", "2027-06-15T18:00");
    let plan = made(&workspace(vec![renamed, other]), &[kept()]);
    let planned = plan.window(&ELEVATED.into()).unwrap();
    assert_eq!((planned.status.clone(), planned.title.en.as_str()), (WindowStatus::Planned, "Trade talks, corrected"));
    assert_eq!(plan.windows.len(), 6, "nothing is there twice");
}

#[test]
fn a_longer_or_shorter_event_contests_and_proposes_under_a_stable_id() {
    let until = kept().planned.window.until;
    for end in ["2027-06-20T18:00", "2027-06-15T12:00"] {
        let changed = workspace(vec![event("talks", "2027-06-14T09:00", end)]);
        let plan = made(&changed, &[kept()]);
        let next = format!("{ELEVATED}~2");
        assert_eq!(elevated(&plan), [contested(ELEVATED, Contest::Moved), proposed(&next, ELEVATED)]);
        assert_eq!(plan.window(&ELEVATED.into()).unwrap().window.until, until, "the recorded end holds");
        let proposal = plan.window(&next.as_str().into()).unwrap();
        assert_eq!(proposal.approvals_needed, 1, "never extended by itself");
        // It took effect too, and the event moves once more: each holds on its own, and the next has the next number.
        let second = KeptWindow::opened(proposal.clone(), at("2027-06-10T00:00:00Z"));
        assert_eq!(
            elevated(&made(&changed, &[kept(), second.clone()])),
            [contested(ELEVATED, Contest::Moved), (next.clone(), WindowStatus::Planned)]
        );
        let again = workspace(vec![event("talks", "2027-06-14T09:00", "2027-06-25T18:00")]);
        assert_eq!(
            elevated(&made(&again, &[kept(), second.clone()])),
            [contested(ELEVATED, Contest::Moved), contested(&next, Contest::Moved), proposed(&format!("{ELEVATED}~3"), &next)]
        );
        // As it was at first: the first window is planned again, the second one is not.
        assert_eq!(
            elevated(&made(&workspace(vec![talks()]), &[kept(), second])),
            [(ELEVATED.to_owned(), WindowStatus::Planned), contested(&next, Contest::Moved)]
        );
    }
}

#[test]
fn an_event_moved_to_another_day_is_proposed_beside_its_window() {
    let moved = workspace(vec![event("talks", "2027-06-21T09:00", "2027-06-23T18:00")]);
    let plan = made(&moved, &[kept()]);
    let later = "talks/2027-06-21T09:00/talks/elevated";
    assert_eq!(elevated(&plan), [contested(ELEVATED, Contest::Moved), proposed(later, ELEVATED)]);
    let surge = plan.windows.iter().find(|planned| planned.window.level == Level::Surge).unwrap();
    assert_eq!(surge.status, WindowStatus::Planned, "what never took effect is simply planned anew");
}

#[test]
fn other_occurrences_of_a_repeating_event_are_not_proposals() {
    let weekly = |except: &[&str]| {
        let mut event = weekly(event("talks", "2027-06-14T09:00", "2027-06-14T18:00"));
        let recurrence = event.recurrence.as_mut().unwrap();
        recurrence.rule = "FREQ=WEEKLY;COUNT=3".to_owned();
        recurrence.except = except.iter().map(|text| LocalDateTime::parse(text).unwrap()).collect();
        workspace(vec![event])
    };
    let second = "talks/2027-06-21T09:00/talks/elevated";
    let kept = opened(&made(&weekly(&[]), &[]), second);
    let plan = made(&weekly(&["2027-06-21T09:00"]), &[kept]);
    let planned = |id: &str| (id.to_owned(), WindowStatus::Planned);
    assert_eq!(
        elevated(&plan),
        [planned(ELEVATED), contested(second, Contest::Vanished), planned("talks/2027-06-28T09:00/talks/elevated")]
    );
}

#[test]
fn the_reason_says_what_the_files_say_otherwise() {
    let why = |workspace: &Workspace| {
        let plan = made(workspace, &[kept()]);
        match plan.window(&ELEVATED.into()).unwrap().status.clone() {
            WindowStatus::Contested { why } => why,
            other @ (WindowStatus::Planned | WindowStatus::Proposed { .. }) => panic!("{other:?}"),
        }
    };
    let with = |change: &dyn Fn(&mut Event)| {
        let mut event = talks();
        change(&mut event);
        workspace(vec![event])
    };
    assert_eq!(why(&workspace(Vec::new())), Contest::Vanished);
    assert_eq!(why(&with(&|event| event.is_cancelled = true)), Contest::Cancelled);
    assert_eq!(why(&with(&|event| event.certainty = Certainty::Rumoured)), Contest::Unconfirmed);
    assert_eq!(why(&with(&|event| event.class = crate::model::Class::Sport)), Contest::Rule);
    let mut shorter = workspace(vec![talks()]);
    shorter.settings.policies[0].levels[1] = rule(Level::Elevated, "-14d", "+2d");
    assert_eq!(why(&shorter), Contest::Rule);
    shorter.settings.policies[0].levels.remove(1);
    assert_eq!(why(&shorter), Contest::Rule);
    let mut stricter = workspace(vec![talks()]);
    if let Work::Control { set, .. } = &mut stricter.playbooks[1].measures[0].work {
        set.insert("young_days".into(), SettingValue::Integer(20));
    }
    assert_eq!(why(&stricter), Contest::Measures);
    stricter.settings.connectors.clear();
    assert_eq!(why(&stricter), Contest::Measures);
}

#[test]
fn a_window_closed_by_a_person_ends_then_and_does_not_begin_again() {
    let at = at("2027-06-12T00:00:00Z");
    let closed = KeptWindow { closed: Some(Closed { at, by: "sato".into(), reason: Some("Over".to_owned()) }), ..kept() };
    let plan = made(&workspace(vec![talks()]), std::slice::from_ref(&closed));
    assert_eq!(plan.window(&ELEVATED.into()).unwrap().window.until, at);
    assert_eq!(elevated(&plan).len(), 1);
    // What is asked for instead is still nobody's decision but a proposal.
    let longer = workspace(vec![event("talks", "2027-06-14T09:00", "2027-06-20T18:00")]);
    let plan = made(&longer, &[closed]);
    assert_eq!(plan.window(&ELEVATED.into()).unwrap().window.until, at);
    assert_eq!(elevated(&plan)[1], proposed(&format!("{ELEVATED}~2"), ELEVATED));
}

#[test]
fn a_later_window_closed_by_a_person_changes_no_reason() {
    let mut stricter = workspace(vec![talks()]);
    if let Work::Control { set, .. } = &mut stricter.playbooks[1].measures[0].work {
        set.insert("young_days".into(), SettingValue::Integer(20));
    }
    let next = format!("{ELEVATED}~2");
    let mut second = opened(&made(&stricter, &[kept()]), &next);
    let at = at("2027-06-12T00:00:00Z");
    second.closed = Some(Closed { at, by: "sato".into(), reason: None });
    let plan = made(&stricter, &[kept(), second]);
    assert_eq!(elevated(&plan), [contested(ELEVATED, Contest::Measures), (next, WindowStatus::Planned)]);
}

#[test]
fn kept_windows_outside_the_range_are_not_shown_but_name_what_is() {
    let moved = workspace(vec![event("talks", "2027-09-14T09:00", "2027-09-16T18:00")]);
    let kept = [kept()];
    let past = Past { orders: &[], kept: &kept };
    let plan = plan(&moved, past, at("2027-08-01T00:00:00Z"), at("2027-12-01T00:00:00Z"));
    assert_eq!(elevated(&plan), [proposed("talks/2027-09-14T09:00/talks/elevated", ELEVATED)]);
}

/// A live order for elevated, the kept windows of it, and the plan they make.
fn ordered(workspace: &Workspace, ended_at: Option<&str>, kept: &[KeptWindow]) -> Plan {
    let mut order = crate::plan::fixture::order("o-1", Level::Elevated, "2027-03-01T00:00:00Z", "2027-03-08T00:00:00Z");
    order.ended_at = ended_at.map(at);
    let past = Past { orders: &[order], kept };
    plan(workspace, past, at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"))
}

fn stricter() -> Workspace {
    let mut workspace = workspace(Vec::new());
    if let Work::Control { set, .. } = &mut workspace.playbooks[1].measures[0].work {
        set.insert("young_days".into(), SettingValue::Integer(20));
    }
    workspace
}

#[test]
fn an_order_that_took_effect_holds_beside_what_the_files_ask_for_now() {
    const ORDER: &str = "order/o-1";
    let first = ordered(&workspace(Vec::new()), None, &[]);
    let kept = opened(&first, ORDER);
    let same = ordered(&workspace(vec![talks()]), None, std::slice::from_ref(&kept));
    assert_eq!(same.window(&ORDER.into()).unwrap().status, WindowStatus::Planned, "an event of the calendar is none of it");
    let plan = ordered(&stricter(), None, std::slice::from_ref(&kept));
    assert_eq!(elevated(&plan), [contested(ORDER, Contest::Measures), proposed("order/o-1~2", ORDER)]);
    assert_eq!(plan.window(&ORDER.into()).unwrap().demands, first.windows[0].demands, "as it took effect");
    assert_ne!(plan.window(&"order/o-1~2".into()).unwrap().demands, first.windows[0].demands);
    assert!(plan.window(&"order/o-1~2".into()).unwrap().approvals_needed > 0, "never by itself");
    assert!(is_akin(&plan.windows[0], &plan.windows[1]));
}

#[test]
fn an_order_that_was_ended_leaves_what_took_effect_until_then_and_proposes_nothing() {
    const ORDER: &str = "order/o-1";
    let kept = opened(&ordered(&workspace(Vec::new()), None, &[]), ORDER);
    let ended = "2027-03-04T00:00:00Z";
    let closed = KeptWindow { closed: Some(Closed { at: at(ended), by: "sato".into(), reason: None }), ..kept };
    for workspace in [workspace(Vec::new()), stricter()] {
        let plan = ordered(&workspace, Some(ended), std::slice::from_ref(&closed));
        assert_eq!(elevated(&plan), [(ORDER.to_owned(), WindowStatus::Planned)]);
        let planned = plan.window(&ORDER.into()).unwrap();
        assert_eq!((planned.window.until, &planned.hash), (at(ended), &closed.planned.hash));
    }
}

/// Days of the level `elevated` in the second quarter of a plan from this month on, and whether its budget of 10 is exceeded.
fn days(workspace: &Workspace, kept: &[KeptWindow], month: &str) -> (u32, bool) {
    let past = Past { orders: &[], kept };
    let plan = plan(workspace, past, at(&format!("2027-{month}-25T00:00:00Z")), at("2028-01-01T00:00:00Z"));
    let row = plan.quarters.iter().find(|row| row.quarter == "2027-Q2" && row.level == Level::Elevated).unwrap();
    (row.days, plan.notes.iter().any(|note| matches!(note.code, NoteCode::BudgetExceeded { .. })))
}

#[test]
fn budgets_count_what_took_effect_as_it_did() {
    let elevated_alone = |events| {
        let mut workspace = workspace(events);
        workspace.settings.policies[0].levels.retain(|rule| rule.level == Level::Elevated);
        workspace.settings.budgets = vec![budget(Level::Elevated, 10)];
        workspace
    };
    let (asked, none) = (elevated_alone(vec![talks()]), elevated_alone(Vec::new()));
    let longer = elevated_alone(vec![event("talks", "2027-06-14T09:00", "2027-06-18T18:00")]);
    let kept = opened(&made(&asked, &[]), ELEVATED);
    // In Tokyo from the 31st of May to the 20th of June; closed in the morning of the 3rd.
    let by_hand = Closed { at: at("2027-06-03T00:00:00Z"), by: "duty".into(), reason: None };
    let closed = KeptWindow { closed: Some(by_hand), ..kept.clone() };
    // From January the window is in the range, from the 25th of June it is not, and the quarter is counted whole all the same.
    for month in ["01", "06"] {
        let of = |workspace: &Workspace, kept: &[KeptWindow]| days(workspace, kept, month);
        assert_eq!((of(&asked, &[]), of(&none, &[])), ((21, true), (0, false)), "{month}");
        let kept = std::slice::from_ref(&kept);
        assert_eq!((of(&asked, kept), of(&none, kept)), ((21, true), (21, true)), "contested until its end: {month}");
        assert_eq!(of(&longer, kept), (23, true), "with what is proposed beside it: {month}");
        let closed = std::slice::from_ref(&closed);
        assert_eq!((of(&asked, closed), of(&none, closed)), ((4, false), (4, false)), "until it was closed: {month}");
    }
}
