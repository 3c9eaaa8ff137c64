//! Dated instances: all-day, zoned, unknown zones, ranges, gaps and folds.

use super::*;
use crate::model::{Certainty, Class, EventId, Handling, Place, Precision, Recurrence, Text};
use crate::time::LocalDate;

fn local(text: &str) -> LocalDateTime {
    LocalDateTime::parse(text).unwrap()
}

fn date(text: &str) -> LocalDate {
    LocalDate::parse(text).unwrap()
}

fn event(when: When, zone: EventZone) -> Event {
    Event {
        id: EventId::new("talks"),
        title: Text::same("Talks"),
        class: Class::Negotiation,
        when,
        zone,
        recurrence: None,
        parties: Vec::new(),
        certainty: Certainty::Confirmed,
        precision: Precision::Instant,
        handling: Handling::Clear,
        cover_name: None,
        is_cancelled: false,
        source: None,
        place: Place::file("calendar/2026.toml"),
    }
}

fn timed(start: &str, end: &str, zone: &str) -> Event {
    event(When::Timed { start: local(start), end: local(end) }, EventZone::Known(Zone::named(zone).unwrap()))
}

fn recurring(mut event: Event, rule: &str) -> Event {
    event.recurrence = Some(Recurrence { rule: rule.to_owned(), except: Vec::new(), extra: Vec::new() });
    event
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn starts(event: &Event) -> Vec<String> {
    let found = occurrences(event, at("2026-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"));
    found.list.iter().map(|occurrence| occurrence.from.to_string()).collect()
}

#[test]
fn a_single_event_is_one_occurrence_in_utc() {
    let event = timed("2026-06-14T09:00", "2026-06-16T18:00", "Europe/Paris");
    let found = occurrences(&event, at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"));
    assert_eq!(found.list.len(), 1);
    assert_eq!(found.list[0].from, at("2026-06-14T07:00:00Z"));
    assert_eq!(found.list[0].until, at("2026-06-16T16:00:00Z"));
    assert_eq!(found.list[0].nominal, local("2026-06-14T09:00"));
}

#[test]
fn overlap_decides_and_ends_are_exclusive() {
    let event = timed("2026-06-14T09:00", "2026-06-16T18:00", "UTC");
    let count = |from: &str, until: &str| occurrences(&event, at(from), at(until)).list.len();
    assert_eq!(count("2026-06-16T17:59:59Z", "2026-07-01T00:00:00Z"), 1);
    assert_eq!(count("2026-06-16T18:00:00Z", "2026-07-01T00:00:00Z"), 0);
    assert_eq!(count("2026-06-01T00:00:00Z", "2026-06-14T09:00:00Z"), 0);
    let instant = timed("2026-06-14T09:00", "2026-06-14T09:00", "UTC");
    assert_eq!(occurrences(&instant, at("2026-06-14T09:00:00Z"), at("2026-06-14T09:00:01Z")).list.len(), 1);
}

#[test]
fn an_all_day_event_is_the_local_day_at_the_place() {
    let when = When::AllDay { first: date("2026-06-14"), last: date("2026-06-14") };
    let event = event(when, EventZone::Known(Zone::named("Asia/Tokyo").unwrap()));
    let found = occurrences(&event, at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"));
    assert_eq!(found.list[0].from, at("2026-06-13T15:00:00Z"));
    assert_eq!(found.list[0].until, at("2026-06-14T15:00:00Z"));
}

#[test]
fn an_unknown_zone_widens_by_fourteen_hours() {
    let when = When::AllDay { first: date("2026-06-14"), last: date("2026-06-14") };
    let found = occurrences(&event(when, EventZone::Unknown), at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"));
    assert_eq!(found.list[0].from, at("2026-06-13T10:00:00Z"));
    assert_eq!(found.list[0].until, at("2026-06-15T14:00:00Z"));
}

#[test]
fn a_cancelled_event_has_none() {
    let mut event = timed("2026-06-14T09:00", "2026-06-16T18:00", "UTC");
    event.is_cancelled = true;
    assert!(starts(&event).is_empty());
}

#[test]
fn a_series_keeps_its_local_time_over_a_change_of_offset() {
    let event = recurring(timed("2026-03-28T09:00", "2026-03-28T10:00", "Europe/Paris"), "FREQ=DAILY;COUNT=2");
    assert_eq!(starts(&event), ["2026-03-28T08:00:00Z", "2026-03-29T07:00:00Z"]);
}

#[test]
fn a_start_in_a_gap_or_fold_is_resolved_by_the_one_rule() {
    let gap = recurring(timed("2026-03-28T02:30", "2026-03-28T03:30", "Europe/Paris"), "FREQ=DAILY;COUNT=2");
    assert_eq!(starts(&gap), ["2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z"]);
    let fold = recurring(timed("2026-10-25T02:30", "2026-10-25T03:30", "Europe/Paris"), "FREQ=DAILY;COUNT=1");
    assert_eq!(starts(&fold), ["2026-10-25T00:30:00Z"]);
}

#[test]
fn until_is_read_in_its_three_forms() {
    let with = |until: &str| {
        let event = timed("2026-06-01T08:00", "2026-06-01T09:00", "Asia/Tokyo");
        starts(&recurring(event, &format!("FREQ=DAILY;UNTIL={until}"))).len()
    };
    assert_eq!(with("20260603"), 3);
    assert_eq!(with("20260603T080000"), 3);
    assert_eq!(with("20260603T075959"), 2);
    // 2026-06-02T23:00Z is 08:00 on the third in Tokyo.
    assert_eq!(with("20260602T230000Z"), 3);
    assert_eq!(with("20260602T225959Z"), 2);
}

#[test]
fn until_of_an_all_day_series_is_the_day_as_written() {
    let when = When::AllDay { first: date("2026-06-01"), last: date("2026-06-01") };
    let event = event(when, EventZone::Known(Zone::named("Asia/Tokyo").unwrap()));
    for until in ["20260603", "20260603T235959Z", "20260603T000000"] {
        assert_eq!(starts(&recurring(event.clone(), &format!("FREQ=DAILY;UNTIL={until}"))).len(), 3, "{until}");
    }
}

#[test]
fn the_first_start_is_always_an_instance_unless_taken_out() {
    // 2026-06-03 is a Wednesday.
    let mut event = recurring(timed("2026-06-03T09:00", "2026-06-03T10:00", "UTC"), "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260610");
    assert_eq!(starts(&event), ["2026-06-03T09:00:00Z", "2026-06-08T09:00:00Z"]);
    event.recurrence.as_mut().unwrap().except.push(local("2026-06-03T09:00"));
    assert_eq!(starts(&event), ["2026-06-08T09:00:00Z"]);
}

#[test]
fn extra_dates_join_and_excluded_ones_go() {
    let mut event = recurring(timed("2026-06-01T09:00", "2026-06-01T10:00", "UTC"), "FREQ=DAILY;COUNT=3");
    let recurrence = event.recurrence.as_mut().unwrap();
    recurrence.except.push(local("2026-06-02T09:00"));
    recurrence.extra.push(local("2026-07-01T15:00"));
    assert_eq!(starts(&event), ["2026-06-01T09:00:00Z", "2026-06-03T09:00:00Z", "2026-07-01T15:00:00Z"]);
}

#[test]
fn a_series_that_is_too_long_is_cut_and_told() {
    let event = recurring(timed("2026-01-01T00:00", "2026-01-01T01:00", "UTC"), "FREQ=HOURLY");
    let found = occurrences(&event, at("2026-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"));
    assert_eq!(found.list.len(), MOST_OCCURRENCES);
    assert_eq!(found.notes[0].code, NoteCode::RecurrenceLimited { event: "talks".to_owned(), limit: 2000 });
}

#[test]
fn a_rule_that_cannot_be_used_leaves_the_first_start_and_a_note() {
    let event = recurring(timed("2026-06-01T09:00", "2026-06-01T10:00", "UTC"), "FREQ=SECONDLY");
    let found = occurrences(&event, at("2026-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"));
    assert_eq!(found.list.len(), 1);
    let why = "rule-too-often".to_owned();
    assert_eq!(found.notes[0].code, NoteCode::CalendarSkipped { what: "talks".to_owned(), why });
}

#[test]
fn a_long_event_of_a_series_is_found_by_its_end() {
    let event = recurring(timed("2025-06-01T09:00", "2025-07-15T10:00", "UTC"), "FREQ=YEARLY");
    let found = occurrences(&event, at("2026-07-10T00:00:00Z"), at("2026-07-11T00:00:00Z"));
    assert_eq!(found.list.len(), 1);
    assert_eq!(found.list[0].nominal, local("2026-06-01T09:00"));
}
