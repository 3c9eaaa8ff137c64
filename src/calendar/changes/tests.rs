//! One test for each kind of change, and those that must not be told.

use super::*;
use crate::model::{Certainty, Class, Handling, Place, Precision, Recurrence, Text};
use crate::time::{LocalDateTime, Zone};

fn event(id: &str) -> Event {
    let local = |text| LocalDateTime::parse(text).unwrap();
    Event {
        id: id.into(),
        title: Text::new("Trade talks", "通商交渉 第3回"),
        class: Class::Negotiation,
        when: When::Timed { start: local("2027-06-14T09:00"), end: local("2027-06-16T18:00") },
        zone: EventZone::Known(Zone::named("Europe/Paris").unwrap()),
        recurrence: None,
        parties: vec!["JP".to_owned(), "FR".to_owned()],
        certainty: Certainty::Confirmed,
        precision: Precision::Instant,
        handling: Handling::Clear,
        cover_name: None,
        is_cancelled: false,
        source: None,
        place: Place::default(),
    }
}

fn changed(edit: impl Fn(&mut Event)) -> Vec<EventAlteration> {
    let mut new = event("a");
    edit(&mut new);
    changes(&[event("a")], &[new]).into_iter().map(|change| change.what).collect()
}

fn told(changes: &[EventChange]) -> Vec<String> {
    let word = |change: &EventChange| {
        if let EventAlteration::Reidentified { from } = &change.what {
            return format!("was {from}");
        }
        let said = format!("{:?}", change.what).to_lowercase();
        said.split_whitespace().next().unwrap_or_default().to_owned()
    };
    changes.iter().map(|change| format!("{} {}", change.event, word(change))).collect()
}

#[test]
fn the_same_calendar_has_no_changes() {
    assert_eq!(changes(&[event("a"), event("b")], &[event("b"), event("a")]), []);
    assert_eq!(changed(|event| event.parties.reverse()), []);
    assert_eq!(changed(|event| event.source = Some("https://office.example".to_owned())), []);
    assert_eq!(changed(|event| event.place = Place::file("calendar/other.toml")), []);
    let known = |event: &mut Event| event.zone = EventZone::Guessed(Zone::named("Europe/Paris").unwrap());
    assert_eq!(changed(known), [], "a zone that was guessed right");
}

#[test]
fn events_come_go_and_are_cancelled_and_restored() {
    let mut later = event("b");
    later.title = Text::same("Another");
    assert_eq!(told(&changes(&[event("a")], &[event("a"), later.clone()])), ["b new"]);
    assert_eq!(told(&changes(&[event("a"), later.clone()], &[event("a")])), ["b vanished"]);
    assert_eq!(changed(|event| event.is_cancelled = true), [EventAlteration::Cancelled]);
    let cancelled = Event { is_cancelled: true, ..event("a") };
    assert_eq!(changes(std::slice::from_ref(&cancelled), &[event("a")])[0].what, EventAlteration::Restored);
    assert_eq!(changes(&[], &[cancelled]).len(), 2, "a new one that is cancelled already says so");
}

#[test]
fn a_move_is_told_with_both_times() {
    let to = |start: &str, end: &str| When::Timed {
        start: LocalDateTime::parse(start).unwrap(),
        end: LocalDateTime::parse(end).unwrap(),
    };
    for when in [to("2027-06-15T09:00", "2027-06-17T18:00"), to("2027-06-14T09:00", "2027-06-14T18:00")] {
        let expected = EventTime { when: when.clone(), zone: event("a").zone };
        let found = changed(|event| event.when = when.clone());
        assert_eq!(found, [EventAlteration::Moved { from: time(&event("a")), to: expected }]);
    }
    for zone in [EventZone::Unknown, EventZone::Known(Zone::utc())] {
        let found = changed(|event| event.zone = zone.clone());
        assert!(matches!(found.as_slice(), [EventAlteration::Moved { to, .. }] if to.zone == zone), "{found:?}");
    }
}

#[test]
fn one_event_has_as_many_changes_as_things_are_otherwise() {
    let found = changed(|event| {
        event.title.en = "Trade talks, third round".to_owned();
        event.cover_name = Some(Text::same("Maintenance"));
        event.class = Class::Visit;
        event.parties = vec!["JP".to_owned()];
        event.certainty = Certainty::Tentative;
        event.precision = Precision::Day;
        event.handling = Handling::Amber;
        event.recurrence = Some(Recurrence { rule: "FREQ=DAILY".to_owned(), except: Vec::new(), extra: Vec::new() });
    });
    assert_eq!(found.len(), 8, "{found:?}");
    assert!(matches!(&found[0], EventAlteration::Renamed { from, .. } if from.en == "Trade talks"));
    assert!(matches!(&found[1], EventAlteration::CoverName { from: None, to: Some(_) }));
}

#[test]
fn an_event_whose_id_alone_is_new_is_the_same_event() {
    let mut renamed = event("uid-2");
    renamed.title = Text::new("ＴＲＡＤＥ　Talks", "通商交渉第３回");
    renamed.when = When::Timed {
        start: LocalDateTime::parse("2027-06-14T10:00").unwrap(),
        end: LocalDateTime::parse("2027-06-16T18:00").unwrap(),
    };
    let found = changes(&[event("uid-1")], &[renamed.clone()]);
    assert_eq!(told(&found[..1]), ["uid-2 was uid-1"]);
    assert_eq!(found.len(), 3, "moved within the day and renamed too: {found:?}");
    assert_eq!(renamed_ids(&found), BTreeMap::from([("uid-1".into(), "uid-2".into())]));
    let other_day = Event {
        when: When::Timed {
            start: LocalDateTime::parse("2027-06-15T09:00").unwrap(),
            end: LocalDateTime::parse("2027-06-16T18:00").unwrap(),
        },
        ..renamed.clone()
    };
    let other_zone = Event { zone: EventZone::Known(Zone::utc()), ..renamed };
    for other in [other_day, other_zone] {
        assert_eq!(told(&changes(&[event("uid-1")], &[other])), ["uid-1 vanished", "uid-2 new"]);
    }
}

#[test]
fn a_feed_that_renames_all_is_matched_event_by_event() {
    let named = |id: &str, hour: u32| {
        let mut named = event(id);
        let start = LocalDateTime::parse(&format!("2027-06-14T{hour:02}:00")).unwrap();
        named.when = When::Timed { start, end: start };
        named
    };
    let old = [named("x1", 9), named("x2", 14)];
    assert_eq!(told(&changes(&old, &[named("y1", 14), named("y2", 9)])), ["y1 was x2", "y2 was x1"]);
    let fewer = changes(&old, &[named("y1", 14)]);
    assert_eq!(told(&fewer), ["x1 vanished", "x2 vanished", "y1 new"], "which of two alike is left is not guessed");
}

#[test]
fn titles_are_compared_without_case_width_and_spaces() {
    assert_eq!(normalised("G７ Summit（Day 1）"), normalised("g7summit(day1)"));
    assert_eq!(normalised("ｻﾐｯﾄ ﾃﾞ ﾊﾟﾘ ｳﾞｧﾚｯﾀ"), "サミットデパリヴァレッタ");
    assert_ne!(normalised("Round 3"), normalised("Round 4"));
}
