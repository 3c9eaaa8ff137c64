//! What notes rest on, counted by hand.

use super::*;
use crate::model::{Certainty, Past, Precision};
use crate::plan::fixture::{at, event, order, workspace};
use crate::plan::{overdue, plan, staffing, strain};

/// Every note of the year with what it rests on, seen on 9 June 2027.
fn explained<T>(workspace: &Workspace, orders: &[crate::model::Order], read: impl Fn(&NoteCode, &[NoteCause]) -> T) -> Vec<T> {
    let plan = plan(workspace, Past::of(orders), at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"));
    let staffing = staffing(&plan, workspace);
    let now = at("2027-06-09T00:00:00Z");
    let sight = Sight { plan: &plan, workspace, staffing: &staffing, now };
    let notes: Vec<Note> = plan.notes.iter().cloned().chain(overdue(&plan, &workspace.settings.zone, now)).collect();
    let notes: Vec<Note> = notes.into_iter().chain(strain(&staffing, workspace)).collect();
    notes.iter().map(|note| read(&note.code, &note_causes(note, sight))).collect()
}

fn talks(change: impl Fn(&mut Event)) -> Workspace {
    let mut talks = event("talks-a", "2027-06-14T09:00", "2027-06-16T18:00");
    change(&mut talks);
    workspace(vec![talks])
}

#[test]
fn every_note_rests_on_something_that_stands_in_the_workspace() {
    let changes: [&dyn Fn(&mut Event); 6] = [
        &|_| {},
        &|event| event.certainty = Certainty::Tentative,
        &|event| event.certainty = Certainty::Rumoured,
        &|event| event.precision = Precision::Month,
        &|event| event.zone = EventZone::Unknown,
        &|event| event.parties.clear(),
    ];
    let mut seen = 0;
    for change in changes {
        let causes = explained(&talks(change), &[], |code, causes| {
            let is_bare = |cause: &NoteCause| matches!(cause, NoteCause::Written { .. });
            assert!(!causes.is_empty() && !causes.iter().any(is_bare), "{code:?}: {causes:?}");
        });
        seen += causes.len();
    }
    assert!(seen > 12, "{seen}");
}

#[test]
fn what_a_tentative_event_would_open_is_counted_from_its_rule() {
    let workspace = talks(|event| event.certainty = Certainty::Tentative);
    let found = explained(&workspace, &[], |_, causes| {
        let [NoteCause::Event(_), ceiling, NoteCause::Rule { rule, .. }, NoteCause::Counted { window, .. }] = causes else {
            return None;
        };
        let NoteCause::Ceiling { highest, .. } = ceiling else { return None };
        Some((*highest, rule.place.line, window.from, window.until))
    });
    let expected = (Some(Level::Elevated), 23, at("2027-06-11T07:00:00Z"), at("2027-06-17T16:00:00Z"));
    assert_eq!(found.into_iter().flatten().collect::<Vec<_>>(), [expected]);
}

#[test]
fn a_passed_date_to_order_by_is_counted_back_from_the_start() {
    let found = explained(&talks(|_| {}), &[], |_, causes| {
        let [NoteCause::Window(planned), NoteCause::CountedBack { measure, start, by, late_days, place, .. }, ..] = causes
        else {
            return None;
        };
        Some((planned.window.level, measure.to_string(), *start, *by, *late_days, place.map(|place| place.line)))
    });
    let (start, by) = (at("2027-06-11T07:00:00Z"), at("2027-05-28T07:00:00Z"));
    assert_eq!(
        found.into_iter().flatten().collect::<Vec<_>>(),
        [(Level::Surge, "hold-more".to_owned(), start, by, 11, Some(5))]
    );
}

#[test]
fn a_gap_names_the_windows_on_both_sides_and_a_week_its_measures() {
    let mut workspace = workspace(Vec::new());
    workspace.settings.budgets[0].min_gap_days = Some(9);
    workspace.settings.caps =
        vec![crate::model::Cap { role: "soc".to_owned(), hours_per_week: 40, place: crate::model::Place::default() }];
    workspace.playbooks[0].measures[0].staff =
        vec![crate::model::Staff { role: "soc".to_owned(), people: 2, hours_per_day: 24 }];
    workspace.roster = vec![crate::model::Person {
        id: "p1".into(),
        name: crate::model::Text::same("P"),
        mail: "p@office.example".to_owned(),
        zone: crate::time::Zone::utc(),
        lang: crate::model::Lang::En,
        roles: vec!["soc".to_owned()],
        place: crate::model::Place::default(),
    }];
    let surge = |id, from: &str, until: &str| {
        order(id, Level::Surge, &format!("2027-02-{from}T00:00:00Z"), &format!("2027-02-{until}T00:00:00Z"))
    };
    // Monday the 1st to Thursday the 4th, and Wednesday the 10th to Friday the 12th.
    let gap = |cause: &NoteCause| {
        let NoteCause::Gap { before, after, free, .. } = cause else { return None };
        Some(format!("{before:?} {after:?} {free}"))
    };
    let week = |cause: &NoteCause| {
        let NoteCause::Week(week) = cause else { return None };
        Some(format!("{} {} {}", week.shares[0].days, week.hours, week.each))
    };
    let told = explained(&workspace, &[surge("a", "01", "04"), surge("b", "10", "12")], |_, causes| {
        causes.iter().filter_map(|cause| gap(cause).or_else(|| week(cause))).collect::<Vec<_>>()
    });
    let ids = |id: &str| format!("{:?}", [WindowId::new(format!("order/{id}"))]);
    let gap = format!("{} {} 5", ids("a"), ids("b"));
    assert_eq!(told.concat(), [gap, "4 192 192".to_owned(), "3 144 144".to_owned()]);
}
