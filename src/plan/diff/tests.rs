//! Each kind of difference between two plans, and what makes none.

use super::*;
use crate::model::{Event, KeptWindow, Order, Past, Place, SettingValue, Text, Work, Workspace};
use crate::plan::fixture::{at, event, order, rule, weekly, workspace};
use crate::plan::plan;

fn talks() -> Event {
    event("talks-a", "2027-06-14T09:00", "2027-06-16T18:00")
}

fn made(workspace: &Workspace, orders: &[Order]) -> Plan {
    plan(workspace, Past::of(orders), at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"))
}

fn shown(found: &[Altered]) -> Vec<String> {
    let id = |planned: Option<&PlannedWindow>| planned.map_or("-".to_owned(), |planned| planned.window.id.to_string());
    found.iter().map(|altered| format!("{} {}", id(altered.old), id(altered.new))).collect()
}

/// What an edit of the workspace alters in the windows of one event.
fn edited(edit: impl Fn(&mut Workspace)) -> Vec<(Level, Vec<Alteration>)> {
    let old = workspace(vec![talks()]);
    let mut new = old.clone();
    edit(&mut new);
    let (old, new) = (made(&old, &[]), made(&new, &[]));
    let found = altered(&old, &new, &BTreeMap::new());
    found.into_iter().map(|altered| (altered.new.or(altered.old).unwrap().window.level, altered.what)).collect()
}

fn set_days(workspace: &mut Workspace, days: i64) {
    let Work::Control { set, .. } = &mut workspace.playbooks[2].measures[0].work else { panic!("a change") };
    set.insert("young_days".into(), SettingValue::Integer(days));
}

#[test]
fn a_plan_does_not_differ_from_itself_nor_by_places_and_unrelated_events() {
    assert_eq!(edited(|_| {}), []);
    assert_eq!(edited(|workspace| workspace.events[0].place = Place::file("calendar/other.toml")), []);
    let found = edited(|workspace| workspace.events.push(event("talks-b", "2027-09-14T09:00", "2027-09-16T18:00")));
    assert!(found.iter().all(|(_, what)| matches!(what.as_slice(), [Alteration::Added { .. }])), "{found:?}");
    assert_eq!(found.len(), 3);
}

#[test]
fn a_later_start_moves_each_window_under_another_id() {
    let (old, mut later) = (workspace(vec![talks()]), talks());
    later.when = event("x", "2027-06-15T09:00", "2027-06-17T18:00").when;
    let (old, new) = (made(&old, &[]), made(&workspace(vec![later]), &[]));
    let found = altered(&old, &new, &BTreeMap::new());
    let expected = |level| format!("talks-a/2027-06-14T09:00/talks/{level} talks-a/2027-06-15T09:00/talks/{level}");
    assert_eq!(shown(&found), ["watch", "elevated", "surge"].map(expected));
    let day = crate::time::DAY_MS;
    for altered in &found {
        let [Alteration::Moved { from, to }] = altered.what.as_slice() else { panic!("{altered:?}") };
        assert_eq!((to.from.since(from.from), to.until.since(from.until)), (day, day));
    }
}

#[test]
fn a_longer_event_moves_its_windows_under_their_ids() {
    let longer = |workspace: &mut Workspace| workspace.events[0].when = event("x", "2027-06-14T09:00", "2027-06-18T18:00").when;
    let found = edited(longer);
    assert_eq!(found.len(), 3);
    for (_, what) in &found {
        assert!(matches!(what.as_slice(), [Alteration::Moved { from, to }] if from.from == to.from && from.until < to.until));
    }
}

#[test]
fn windows_of_a_series_meet_the_nearest_and_the_rest_is_gone() {
    let series = |start: &str, end: &str, count: u32| {
        let mut series = weekly(event("talks-a", start, end));
        series.recurrence.as_mut().unwrap().rule = format!("FREQ=WEEKLY;COUNT={count}");
        let mut workspace = workspace(vec![series]);
        workspace.settings.policies[0].levels = vec![rule(Level::Watch, "-1d", "+1d")];
        made(&workspace, &[])
    };
    let old = series("2027-06-14T09:00", "2027-06-14T18:00", 3);
    let new = series("2027-06-15T09:00", "2027-06-15T18:00", 2);
    let expected = [
        "talks-a/2027-06-14T09:00/talks/watch talks-a/2027-06-15T09:00/talks/watch",
        "talks-a/2027-06-21T09:00/talks/watch talks-a/2027-06-22T09:00/talks/watch",
        "talks-a/2027-06-28T09:00/talks/watch -",
    ];
    assert_eq!(shown(&altered(&old, &new, &BTreeMap::new())), expected);
}

#[test]
fn an_event_under_another_id_keeps_its_windows_together() {
    let (old, mut other) = (workspace(vec![talks()]), talks());
    other.id = "uid-2".into();
    let (old, new) = (made(&old, &[]), made(&workspace(vec![other]), &[]));
    let renamed = BTreeMap::from([("talks-a".into(), "uid-2".into())]);
    let found = altered(&old, &new, &renamed);
    assert_eq!(shown(&found)[0], "talks-a/2027-06-14T09:00/talks/watch uid-2/2027-06-14T09:00/talks/watch");
    assert_eq!((found.len(), altered(&old, &new, &BTreeMap::new()).len()), (3, 6));
}

#[test]
fn a_changed_measure_names_target_and_setting_in_each_window_that_has_it() {
    let found = edited(|workspace| set_days(workspace, 60));
    let [(Level::Surge, what)] = found.as_slice() else { panic!("{found:?}") };
    let change =
        SettingChange { name: "young_days".into(), from: Some(SettingValue::Integer(30)), to: Some(SettingValue::Integer(60)) };
    let expected = |target: &str| Alteration::Settings {
        target: target.into(),
        playbook: "mail-surge".into(),
        measure: "hold-more".into(),
        set: vec![change.clone()],
    };
    assert_eq!(what[..], [expected("mx1"), expected("mx2")]);
    let without = edited(|workspace| drop(workspace.settings.connectors.pop()));
    let gone = |what: &Alteration| {
        matches!(what, Alteration::Settings { target, set, .. }
            if target.as_str() == "mx2" && set.iter().all(|change| change.to.is_none()))
    };
    assert_eq!(without.len(), 2, "elevated and surge");
    assert!(without.iter().all(|(_, what)| what.iter().any(gone)), "{without:?}");
}

#[test]
fn tasks_joins_approvals_and_scopes_are_told_apart() {
    let task = edited(|workspace| drop(workspace.playbooks[0].measures.pop()));
    assert!(matches!(&task[0].1[0], Alteration::TaskDropped { measure, .. } if measure.as_str() == "hunt"), "{task:?}");
    let reworded = edited(|workspace| workspace.playbooks[0].measures[0].title = Text::same("Look again"));
    assert!(matches!(&reworded[..], [(Level::Watch, what)] if matches!(what[..], [Alteration::TaskReworded { .. }])));
    let joined = edited(|workspace| workspace.setting_rules[0].join = Join::Min);
    assert_eq!(joined.len(), 2, "the windows that set it");
    assert!(matches!(joined[0].1[..], [Alteration::Join { from: Some(Join::Max), to: Some(Join::Min), .. }]));
    let guarded = edited(|workspace| workspace.settings.approvals[0].level = Level::Watch);
    let needs = |what: &[Alteration]| matches!(what, [Alteration::ApprovalsNeeded { from: 0, to: 2 }]);
    assert!(guarded.len() == 2 && guarded.iter().all(|(_, what)| needs(what)), "{guarded:?}");
    let scoped = edited(|workspace| {
        workspace.settings.policies[0].levels[2].scope = crate::model::Scope::Group("delegation".into());
    });
    assert!(matches!(scoped[0].1[..], [Alteration::Scope { .. }]), "{scoped:?}");
}

#[test]
fn what_no_approval_binds_to_alters_no_hash() {
    let old = workspace(vec![talks()]);
    let edits: [fn(&mut Workspace); 5] = [
        |workspace| workspace.events[0].title = Text::same("Trade talks, third round"),
        |workspace| workspace.playbooks[0].measures[0].title = Text::same("Look again"),
        |workspace| workspace.playbooks[1].measures[0].prepare = None,
        |workspace| workspace.playbooks[1].measures[0].cost.analyst_hours_per_day = 3.0,
        |workspace| workspace.settings.policies[0].threat.clear(),
    ];
    for edit in edits {
        let mut new = old.clone();
        edit(&mut new);
        let (old, new) = (made(&old, &[]), made(&new, &[]));
        let found = altered(&old, &new, &BTreeMap::new());
        assert!(!found.is_empty());
        for altered in found {
            assert_eq!(altered.old.unwrap().hash, altered.new.unwrap().hash, "{altered:?}");
        }
    }
}

#[test]
fn days_and_notes_are_compared() {
    let orders = [order("o1", Level::Surge, "2027-11-01T00:00:00Z", "2027-11-03T00:00:00Z")];
    let workspace = workspace(vec![talks()]);
    let (old, new) = (made(&workspace, &[]), made(&workspace, &orders));
    let days = altered_days(&old, &new);
    assert_eq!(days.len(), 3, "an order counts for the lower levels too: {days:?}");
    let surge = days.iter().find(|row| row.level == Level::Surge).unwrap();
    assert_eq!((surge.from, surge.to, surge.budget, surge.quarter.as_str()), (0, 3, Some(10), "2027-Q4"));
    assert_eq!(only_in(&new.notes, &new.notes), []);
    assert_eq!(only_in(&new.notes, &[]).len(), new.notes.len());
}

#[test]
fn a_window_that_took_effect_meets_what_is_proposed_beside_it() {
    let (from, until) = (at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"));
    let old = workspace(vec![talks()]);
    let watch = made(&old, &[]).window(&"talks-a/2027-06-14T09:00/talks/watch".into()).unwrap().clone();
    let kept = [KeptWindow::opened(watch.clone(), watch.window.from)];
    let past = Past { orders: &[], kept: &kept };
    let mut longer = old.clone();
    longer.events[0].when = event("x", "2027-06-14T09:00", "2027-06-18T18:00").when;
    let (before, after) = (plan(&old, past, from, until), plan(&longer, past, from, until));
    let found = altered(&before, &after, &BTreeMap::new());
    let watch = "talks-a/2027-06-14T09:00/talks/watch";
    assert_eq!(found.len(), 3, "what is contested is not told twice");
    assert_eq!(shown(&found)[0], format!("{watch} {watch}~2"));
    assert!(matches!(found[0].what[0], Alteration::Moved { .. }));
    let gone = plan(&workspace(vec![]), past, from, until);
    assert_eq!(shown(&altered(&before, &gone, &BTreeMap::new()))[0], format!("{watch} -"));
    assert_eq!(altered(&after, &after, &BTreeMap::new()), [], "contested before and after");
}
