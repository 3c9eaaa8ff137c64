//! The plan from events, policies and orders.

use std::collections::BTreeSet;

use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_assert};

use super::*;
use crate::model::{
    Cause, Certainty, Class, Event, EventZone, GroupId, Handling, Level, NoteCode, Policy, Precision, Scope, Text, When,
};
use crate::plan::fixture::{at, event, order, policy, rule, settings, weekly, workspace};
use crate::plan::{level_at, overdue, posture_at, spans};
use crate::time::{LocalDate, Zone};

fn talks() -> Event {
    event("talks-a", "2027-06-14T09:00", "2027-06-16T18:00")
}

fn year(events: Vec<Event>) -> Plan {
    plan(&workspace(events), Past::default(), at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"))
}

fn ids(plan: &Plan) -> Vec<&str> {
    plan.windows.iter().map(|planned| planned.window.id.as_str()).collect()
}

fn codes(plan: &Plan) -> Vec<&NoteCode> {
    plan.notes.iter().map(|note| &note.code).collect()
}

fn has(plan: &Plan, code: &NoteCode) -> bool {
    codes(plan).contains(&code)
}

#[test]
fn an_event_opens_the_windows_of_its_policy() {
    let plan = year(vec![talks()]);
    let nominal = "talks-a/2027-06-14T09:00/talks";
    assert_eq!(ids(&plan), [format!("{nominal}/watch"), format!("{nominal}/elevated"), format!("{nominal}/surge")]);
    let surge = &plan.windows[2].window;
    // Three days before 09:00 and one after 18:00 in Paris.
    assert_eq!((surge.from, surge.until), (at("2027-06-11T07:00:00Z"), at("2027-06-17T16:00:00Z")));
    assert_eq!(surge.zone.name(), "Europe/Paris");
}

#[test]
fn lengths_in_days_are_calendar_days_in_the_event_s_zone() {
    // Clocks in Paris go forward on 2027-03-28.
    let plan = year(vec![event("talks-b", "2027-03-30T09:00", "2027-03-30T10:00")]);
    assert_eq!(plan.windows[2].window.from, at("2027-03-27T08:00:00Z"));
}

#[test]
fn measures_are_cumulative_and_reach_every_connector_of_their_kind() {
    let plan = year(vec![talks()]);
    let demands = |index: usize| {
        let demands = plan.windows[index].demands.iter();
        demands.map(|demand| format!("{} {}", demand.measure, demand.target)).collect::<Vec<_>>()
    };
    assert_eq!(demands(0), Vec::<String>::new());
    assert_eq!(demands(1), ["hold mx1", "hold mx2"]);
    assert_eq!(demands(2), ["hold mx1", "hold mx2", "hold-more mx1", "hold-more mx2"]);
}

#[test]
fn a_window_says_what_it_costs_and_needs() {
    let plan = year(vec![talks()]);
    let surge = &plan.windows[2];
    assert_eq!((surge.approvals_needed, plan.windows[1].approvals_needed), (2, 0));
    // Two measures of 1.5 hours a day over 6 days and 9 hours; the tasks cost theirs in the windows that ask for them.
    assert!((surge.analyst_hours - 2.0 * 1.5 * 6.375).abs() < 0.01, "{}", surge.analyst_hours);
    assert_eq!(surge.order_by().collect::<Vec<_>>(), [(&"hold-more".into(), at("2027-05-28T07:00:00Z"))]);
}

#[test]
fn what_can_no_longer_be_ready_is_told_until_the_window_starts() {
    let plan = year(vec![talks()]);
    let late = |now| overdue(&plan, &Zone::utc(), at(now)).into_iter().map(|note| note.code).collect::<Vec<_>>();
    assert_eq!(late("2027-01-01T00:00:00Z"), []);
    // By then watch and elevated have started.
    let code = NoteCode::OrderByPassed {
        window: plan.windows[2].window.id.to_string(),
        zone: Zone::utc(),
        measures: vec![("hold-more".to_owned(), at("2027-05-28T07:00:00Z"))],
    };
    assert_eq!(late("2027-06-01T00:00:00Z"), [code]);
    assert_eq!(late("2027-06-12T00:00:00Z"), []);
}

#[test]
fn class_and_parties_decide_and_unknown_parties_match_with_a_note() {
    let other_class = Event { class: Class::Sport, ..talks() };
    let other_party = Event { parties: vec!["FR".to_owned()], ..talks() };
    let unknown = Event { parties: Vec::new(), ..talks() };
    assert!(year(vec![other_class, other_party]).windows.is_empty());
    let plan = year(vec![unknown]);
    assert_eq!(plan.windows.len(), 3);
    assert!(has(&plan, &NoteCode::PartiesUnknown { policy: "talks".to_owned(), events: vec!["talks-a".to_owned()] }));
}

#[test]
fn vague_and_rumoured_events_make_reminders_only() {
    for precision in [Precision::Month, Precision::Quarter, Precision::Range] {
        let plan = year(vec![Event { precision, ..talks() }]);
        assert_eq!((plan.windows.len(), plan.reminders.len()), (0, 1), "{precision}");
        assert!(has(&plan, &NoteCode::DateTooVague { event: "talks-a".to_owned(), precision }));
    }
    let plan = year(vec![Event { certainty: Certainty::Rumoured, ..talks() }]);
    assert_eq!((plan.windows.len(), plan.reminders.len()), (0, 1));
    assert!(has(&plan, &NoteCode::Rumoured { event: "talks-a".to_owned() }));
}

#[test]
fn a_tentative_event_opens_windows_up_to_elevated() {
    let plan = year(vec![Event { certainty: Certainty::Tentative, ..talks() }]);
    let levels: Vec<Level> = plan.windows.iter().map(|planned| planned.window.level).collect();
    assert_eq!(levels, [Level::Watch, Level::Elevated]);
    assert!(has(&plan, &NoteCode::NotConfirmed { event: "talks-a".to_owned(), level: Level::Surge }));
}

#[test]
fn a_cancelled_event_opens_nothing() {
    let plan = year(vec![Event { is_cancelled: true, ..talks() }]);
    assert!(plan.windows.is_empty() && plan.reminders.is_empty());
}

#[test]
fn an_unknown_zone_widens_and_is_told() {
    let plan = year(vec![Event { zone: EventZone::Unknown, ..talks() }]);
    assert_eq!(plan.windows[2].window.from, at("2027-06-10T19:00:00Z"));
    assert_eq!(plan.windows[2].window.until, at("2027-06-18T08:00:00Z"));
    assert!(has(&plan, &NoteCode::ZoneUnknown { event: "talks-a".to_owned() }));
    let guessed = year(vec![Event { zone: EventZone::Guessed(Zone::utc()), ..talks() }]);
    assert!(has(&guessed, &NoteCode::ZoneGuessed { zone: "UTC".to_owned(), events: vec!["talks-a".to_owned()] }));
}

#[test]
fn a_rule_that_ends_before_it_starts_opens_nothing_and_is_told() {
    let mut workspace = workspace(vec![talks()]);
    workspace.settings.policies[0].levels = vec![rule(Level::Surge, "-1d", "-30d")];
    let plan = plan(&workspace, Past::default(), at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"));
    assert!(plan.windows.is_empty());
    let (event, policy) = ("talks-a".to_owned(), "talks".to_owned());
    assert!(has(&plan, &NoteCode::WindowEmpty { event, policy, level: Level::Surge }));
}

#[test]
fn a_window_is_found_when_its_event_lies_outside_the_range() {
    let plan = plan(&workspace(vec![talks()]), Past::default(), at("2027-05-01T00:00:00Z"), at("2027-05-02T00:00:00Z"));
    assert_eq!(plan.windows.len(), 1);
    assert_eq!(plan.windows[0].window.level, Level::Watch);
}

#[test]
fn handled_events_show_their_cover_name_outside() {
    let cover = Text::same("Maintenance window 12");
    let public = |handling, cover_name| year(vec![Event { handling, cover_name, ..talks() }]).windows[0].public_title.clone();
    assert_eq!(public(Handling::Clear, Some(cover.clone())).en, "Trade talks");
    assert_eq!(public(Handling::Amber, Some(cover)).en, "Maintenance window 12");
    assert_eq!(public(Handling::Red, None), Text::new("Reserved date", "予約済み日程"));
}

#[test]
fn an_order_is_a_window_that_ends_when_it_is_ended() {
    let mut orders = [order("o1", Level::Surge, "2027-02-01T00:00:00Z", "2027-02-10T00:00:00Z")];
    let range = (at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"));
    let open = plan(&workspace(Vec::new()), Past::of(&orders), range.0, range.1);
    assert_eq!(ids(&open), ["order/o1"]);
    assert_eq!((open.windows[0].approvals_needed, open.windows[0].demands.len()), (2, 4));
    assert_eq!(open.windows[0].public_title.en, "Reserved date");
    assert!(matches!(open.windows[0].window.cause, Cause::Order { .. }));
    orders[0].ended_at = Some(at("2027-02-03T00:00:00Z"));
    let ended = plan(&workspace(Vec::new()), Past::of(&orders), range.0, range.1);
    assert_eq!(ended.windows[0].window.until, at("2027-02-03T00:00:00Z"));
    orders[0].ended_at = Some(at("2027-01-20T00:00:00Z"));
    assert!(plan(&workspace(Vec::new()), Past::of(&orders), range.0, range.1).windows.is_empty());
}

#[test]
fn the_hash_holds_over_titles_and_changes_with_what_is_approved() {
    let hash = |workspace: &Workspace| {
        plan(workspace, Past::default(), at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z")).windows[2].hash.clone()
    };
    let base = workspace(vec![talks()]);
    let first = hash(&base);
    assert_eq!(first.len(), 64);
    let mut renamed = base.clone();
    renamed.events[0].title = Text::same("Another title");
    renamed.revision = "r2".into();
    renamed.playbooks.reverse();
    renamed.playbooks[0].measures[0].title = Text::same("Another measure title");
    assert_eq!(hash(&renamed), first);
    let mut moved = base.clone();
    moved.events[0] = event("talks-a", "2027-06-14T09:01", "2027-06-16T18:00");
    let mut stricter = base.clone();
    stricter.playbooks[1].measures[0].work = stricter.playbooks[2].measures[0].work.clone();
    let mut fewer = base.clone();
    fewer.settings.connectors.pop();
    let mut narrower = base.clone();
    narrower.settings.policies[0].levels[2].scope = Scope::Group(GroupId::new("delegation"));
    for changed in [moved, stricter, fewer, narrower] {
        assert_ne!(hash(&changed), first);
    }
}

#[test]
fn the_plan_does_not_depend_on_the_range_for_a_window() {
    let wide = year(vec![talks()]);
    let narrow = plan(&workspace(vec![talks()]), Past::default(), at("2027-06-12T00:00:00Z"), at("2027-06-13T00:00:00Z"));
    assert_eq!(narrow.windows, wide.windows);
    assert_eq!(narrow.quarters.iter().map(|row| row.days).collect::<Vec<_>>(), wide_q2(&wide));
}

fn wide_q2(plan: &Plan) -> Vec<u32> {
    plan.quarters.iter().filter(|row| row.quarter == "2027-Q2").map(|row| row.days).collect()
}

#[test]
fn two_rules_of_one_level_have_two_windows() {
    let mut workspace = workspace(vec![talks()]);
    let group =
        crate::model::LevelRule { scope: Scope::Group(GroupId::new("delegation")), ..rule(Level::Watch, "-60d", "+1d") };
    workspace.settings.policies[0].levels.push(group);
    let plan = plan(&workspace, Past::default(), at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"));
    let unique: BTreeSet<&str> = ids(&plan).into_iter().collect();
    assert_eq!((plan.windows.len(), unique.len()), (4, 4));
}

#[test]
fn a_scenario_is_rehearsed_before_its_first_highest_window() {
    let later = event("talks-z", "2027-09-14T09:00", "2027-09-16T18:00");
    let plan = year(vec![later, talks()]);
    let rehearse: Vec<_> = codes(&plan).into_iter().filter(|code| matches!(code, NoteCode::Rehearse { .. })).collect();
    let (scenario, window) = ("border-control".to_owned(), "talks-a/2027-06-14T09:00/talks/surge".to_owned());
    let zone = Zone::named("Asia/Tokyo").unwrap();
    assert_eq!(rehearse, [&NoteCode::Rehearse { scenario, window, zone, before: at("2027-06-11T07:00:00Z") }]);
}

#[test]
fn a_series_opens_a_window_for_each_instance() {
    let mut workspace = workspace(vec![weekly(talks())]);
    workspace.settings.policies = vec![Policy { levels: vec![rule(Level::Watch, "-1d", "+1d")], ..policy() }];
    let plan = plan(&workspace, Past::default(), at("2027-06-01T00:00:00Z"), at("2027-07-01T00:00:00Z"));
    assert_eq!(plan.windows.len(), 3);
    assert!(ids(&plan).contains(&"talks-a/2027-06-21T09:00/talks/watch"));
}

/// Events of every class, precision, certainty and zone, now and at the ends of the calendar.
fn events() -> impl Strategy<Value = Vec<Event>> {
    let one = (
        proptest::sample::select(Class::ALL),
        proptest::sample::select(Precision::ALL),
        proptest::sample::select(Certainty::ALL),
        proptest::sample::select(vec!["", "Asia/Tokyo", "Europe/Paris", "America/St_Johns", "Pacific/Apia", "Asia/Beirut"]),
        proptest::sample::select(vec![1, 1971, 2026, 2027, 2027, 2028, 9999]),
        (1_u32..=12, 1_u32..=28, 0_i64..40),
        (
            any::<bool>(),
            any::<bool>(),
            proptest::sample::select(vec!["", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=DAILY", "FREQ=HOURLY", "junk"]),
        ),
    );
    let build = |(class, precision, certainty, zone, year, (month, day, length), (is_all_day, is_cancelled, rule))| {
        let first = LocalDate::new(year, month, day).unwrap();
        let last = first.plus_days(length);
        let when = if is_all_day {
            When::AllDay { first, last }
        } else {
            When::Timed { start: first.midnight(), end: last.midnight() }
        };
        let zone = Zone::named(zone).map_or(EventZone::Unknown, EventZone::Known);
        let recurrence = (!str::is_empty(rule)).then(|| crate::model::Recurrence {
            rule: str::to_owned(rule),
            except: Vec::new(),
            extra: Vec::new(),
        });
        Event { class, when, zone, recurrence, certainty, precision, is_cancelled, ..talks() }
    };
    proptest::collection::vec(one.prop_map(build), 0..8)
}

proptest::proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..Default::default() })]

    #[test]
    fn any_events_plan_and_every_window_overlaps_the_range(events in events(), any_class in any::<bool>(), days in Just(400_i64)) {
        let mut workspace = workspace(events);
        if any_class {
            workspace.settings.policies[0].classes.clear();
        }
        let from = at("2027-01-15T00:00:00Z");
        let until = from.plus_ms(days * crate::time::DAY_MS);
        let plan = plan(&workspace, Past::default(), from, until);
        for planned in &plan.windows {
            let window = &planned.window;
            prop_assert!(window.from < window.until && window.from < until && window.until > from);
        }
        let spans = spans(&plan);
        prop_assert!(spans.windows(2).all(|pair| pair[0].until == pair[1].from && pair[0].level != pair[1].level));
        for span in &spans {
            prop_assert!(level_at(&plan, span.from) == span.level);
        }
        crate::plan::json(&plan, &crate::plan::Numbers::of(&plan, &workspace), &[]);
        posture_at(&plan, &|_| true, from);
    }
}

#[test]
fn ten_thousand_events_plan_without_a_quadratic_step() {
    let many = |count: i64| {
        let start = LocalDate::new(2027, 1, 1).unwrap();
        let event = |number: i64| {
            let first = start.plus_days(number % 700);
            Event { id: format!("e{number}").as_str().into(), when: When::AllDay { first, last: first }, ..talks() }
        };
        let mut settings = settings();
        settings.budgets.clear();
        Workspace { settings, ..workspace((0..count).map(event).collect()) }
    };
    let range = (at("2027-01-01T00:00:00Z"), at("2029-01-01T00:00:00Z"));
    let plan = plan(&many(10_000), Past::default(), range.0, range.1);
    assert_eq!(plan.windows.len(), 30_000);
}
