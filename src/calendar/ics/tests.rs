//! What calendars in the wild look like, and what is made of them.

use super::*;
use crate::model::{Certainty, Class, EventZone, Handling, When};
use crate::time::{LocalDate, LocalDateTime};

fn tokyo() -> Zone {
    Zone::named("Asia/Tokyo").unwrap()
}

/// A calendar with these lines between its BEGIN and END.
fn read(lines: &[&str]) -> IcsReading {
    let text = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}\r\nEND:VCALENDAR\r\n", lines.join("\r\n"));
    events("calendar/feed.ics", text.as_bytes(), &tokyo())
}

/// A calendar with one event of these lines.
fn one(lines: &[&str]) -> (Event, Vec<Note>) {
    let lines = [&["BEGIN:VEVENT", "UID:talks", "SUMMARY:Talks"], lines, &["END:VEVENT"]].concat();
    let mut reading = read(&lines);
    assert_eq!((reading.events.len(), reading.faults.len()), (1, 0), "{reading:?}");
    (reading.events.remove(0), reading.notes)
}

fn local(text: &str) -> LocalDateTime {
    LocalDateTime::parse(text).unwrap()
}

fn date(text: &str) -> LocalDate {
    LocalDate::parse(text).unwrap()
}

fn problems(notes: &[Note]) -> Vec<String> {
    let why = |note: &Note| {
        let NoteCode::CalendarSkipped { why, .. } = &note.code else { return None };
        Some(why.clone())
    };
    notes.iter().filter_map(why).collect()
}

#[test]
fn a_plain_event_is_read() {
    let (event, notes) = one(&[
        "DTSTART;TZID=Europe/Paris:20270614T090000",
        "DTEND;TZID=Europe/Paris:20270616T180000",
        "CATEGORIES:Meeting,Central Bank",
        "URL:https://example.org/talks",
    ]);
    assert_eq!(event.id.as_str(), "talks");
    assert_eq!(event.title.ja, "Talks");
    assert_eq!(event.when, When::Timed { start: local("2027-06-14T09:00"), end: local("2027-06-16T18:00") });
    assert_eq!(event.zone, EventZone::Known(Zone::named("Europe/Paris").unwrap()));
    assert_eq!((event.class, event.certainty, event.is_cancelled), (Class::CentralBank, Certainty::Confirmed, false));
    assert_eq!(event.source.as_deref(), Some("https://example.org/talks"));
    assert_eq!((event.place.to_string().as_str(), notes.len()), ("calendar/feed.ics:3:1", 0));
}

#[test]
fn the_end_of_days_is_exclusive_and_may_be_missing_or_equal() {
    for (end, last) in [
        ("DTEND;VALUE=DATE:20270617", "2027-06-16"),
        ("DTEND;VALUE=DATE:20270614", "2027-06-14"),
        ("DURATION:P3D", "2027-06-16"),
        ("X-NONE:", "2027-06-14"),
    ] {
        let (event, notes) = one(&["DTSTART;VALUE=DATE:20270614", end]);
        assert_eq!(event.when, When::AllDay { first: date("2027-06-14"), last: date(last) }, "{end}");
        assert!(problems(&notes).is_empty());
    }
}

#[test]
fn a_time_without_end_has_none_and_a_turned_one_is_told() {
    let (event, _) = one(&["DTSTART:20270614T090000Z"]);
    assert_eq!(event.when, When::Timed { start: local("2027-06-14T09:00"), end: local("2027-06-14T09:00") });
    assert_eq!(event.zone, EventZone::Known(Zone::utc()));
    let (event, notes) = one(&["DTSTART:20270614T090000Z", "DTEND:20270614T080000Z"]);
    assert_eq!(event.when, When::Timed { start: local("2027-06-14T09:00"), end: local("2027-06-14T09:00") });
    assert_eq!(problems(&notes), ["end-before-start"]);
}

#[test]
fn an_end_in_another_zone_is_read_in_the_zone_of_the_start() {
    let (event, _) = one(&["DTSTART;TZID=Asia/Tokyo:20270614T090000", "DTEND:20270614T030000Z"]);
    assert_eq!(event.when, When::Timed { start: local("2027-06-14T09:00"), end: local("2027-06-14T12:00") });
}

#[test]
fn zones_are_known_guessed_or_hinted_and_never_silent() {
    let (event, notes) = one(&["DTSTART;TZID=Tokyo Standard Time:20270614T090000"]);
    assert_eq!((event.zone, notes.len()), (EventZone::Known(tokyo()), 0));
    for start in ["DTSTART;TZID=Customized Time Zone:20270614T090000", "DTSTART:20270614T090000"] {
        let (event, notes) = one(&[start]);
        assert_eq!(event.zone, EventZone::Guessed(tokyo()), "{start}");
        let zone = "Asia/Tokyo".to_owned();
        assert_eq!(notes[0].code, NoteCode::ZoneGuessed { zone, events: vec!["talks".to_owned()] }, "{start}");
    }
    let hinted = read(&["X-WR-TIMEZONE:Europe/Rome", "BEGIN:VEVENT", "UID:a", "DTSTART:20270614T090000", "END:VEVENT"]);
    assert_eq!(hinted.events[0].zone, EventZone::Guessed(Zone::named("Europe/Rome").unwrap()));
}

#[test]
fn a_series_is_read_with_its_exceptions() {
    let (event, notes) = one(&[
        "DTSTART;TZID=Europe/Paris:20270614T090000",
        "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20271231T230000Z",
        "EXDATE;TZID=Europe/Paris:20270621T090000",
        "EXDATE:20270628T070000Z",
        "EXDATE;VALUE=DATE:20270705,20270712",
        "RDATE;TZID=Europe/Paris:20270701T100000",
    ]);
    let recurrence = event.recurrence.unwrap();
    assert_eq!(recurrence.rule, "FREQ=WEEKLY;BYDAY=MO;UNTIL=20271231T230000Z");
    let except = ["2027-06-21T09:00", "2027-06-28T09:00", "2027-07-05T09:00", "2027-07-12T09:00"].map(local);
    assert_eq!(recurrence.except, except);
    assert_eq!(recurrence.extra, [local("2027-07-01T10:00")]);
    assert!(problems(&notes).is_empty());
}

#[test]
fn a_rule_that_cannot_be_used_leaves_one_instance_and_a_note() {
    for (rule, why) in [("FREQ=SECONDLY", "rule-too-often"), ("FREQ=DAILY;COUNT=0", "rule-part"), ("nonsense", "rule-syntax")] {
        let (event, notes) = one(&["DTSTART:20270614T090000Z", &format!("RRULE:{rule}")]);
        assert_eq!((event.recurrence, problems(&notes)), (None, vec![why.to_owned()]), "{rule}");
    }
}

#[test]
fn status_and_class_are_carried_over() {
    let (event, _) = one(&["DTSTART:20270614T090000Z", "STATUS:TENTATIVE", "CLASS:CONFIDENTIAL"]);
    assert_eq!((event.certainty, event.handling), (Certainty::Tentative, Handling::Amber));
    let (event, _) = one(&["DTSTART:20270614T090000Z", "STATUS:CANCELLED"]);
    assert!(event.is_cancelled);
    let (event, _) = one(&["DTSTART:20270614T090000Z", "CATEGORIES:Birthday"]);
    assert_eq!(event.class, Class::Other);
}

#[test]
fn an_override_moves_its_instance_and_a_cancelled_one_takes_it_out() {
    let reading = read(&[
        "BEGIN:VEVENT",
        "UID:talks",
        "DTSTART:20270614T090000Z",
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:talks",
        "RECURRENCE-ID:20270621T090000Z",
        "DTSTART:20270622T150000Z",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:talks",
        "RECURRENCE-ID:20270628T090000Z",
        "DTSTART:20270628T090000Z",
        "STATUS:CANCELLED",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:other",
        "DTSTART:20270621T090000Z",
        "END:VEVENT",
    ]);
    let ids: Vec<&str> = reading.events.iter().map(|event| event.id.as_str()).collect();
    assert_eq!(ids, ["talks", "talks.20270621t0900", "other"]);
    let from = crate::time::Timestamp::parse("2027-01-01T00:00:00Z").unwrap();
    let until = crate::time::Timestamp::parse("2028-01-01T00:00:00Z").unwrap();
    let starts: Vec<String> = reading.events[..2]
        .iter()
        .flat_map(|event| crate::calendar::occurrences(event, from, until).list)
        .map(|occurrence| occurrence.from.to_string())
        .collect();
    assert_eq!(starts, ["2027-06-14T09:00:00Z", "2027-07-05T09:00:00Z", "2027-06-22T15:00:00Z"]);
    assert!(problems(&reading.notes).is_empty());
}

#[test]
fn a_change_of_all_later_instances_is_told_not_guessed() {
    let reading = read(&[
        "BEGIN:VEVENT",
        "UID:talks",
        "DTSTART:20270614T090000Z",
        "RRULE:FREQ=WEEKLY",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:talks",
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20270621T090000Z",
        "DTSTART:20270622T150000Z",
        "END:VEVENT",
    ]);
    assert_eq!((reading.events.len(), problems(&reading.notes)), (1, vec!["this-and-future".to_owned()]));
}

#[test]
fn the_highest_sequence_holds() {
    let reading = read(&[
        "BEGIN:VEVENT",
        "UID:talks",
        "SEQUENCE:2",
        "DTSTART:20270615T090000Z",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:talks",
        "SEQUENCE:1",
        "DTSTART:20270614T090000Z",
        "END:VEVENT",
    ]);
    assert_eq!(reading.events.len(), 1);
    assert_eq!(reading.events[0].when, When::Timed { start: local("2027-06-15T09:00"), end: local("2027-06-15T09:00") });
    assert_eq!(problems(&reading.notes), ["older-version"]);
}

#[test]
fn ids_are_safe_and_stay_apart() {
    let ids: Vec<String> = ["20270614T090000Z-1@example.org", "20270614T090000Z-1_example.org", "会議/1", "plain-1"]
        .iter()
        .map(|uid| {
            let uid = format!("UID:{uid}");
            read(&["BEGIN:VEVENT", &uid, "DTSTART:20270614T090000Z", "END:VEVENT"]).events[0].id.to_string()
        })
        .collect();
    assert!(ids[0].starts_with("20270614t090000z-1-example.org-") && ids[0] != ids[1], "{ids:?}");
    assert!(ids.iter().all(|id| !id.contains('/') && id.is_ascii()), "{ids:?}");
    assert_eq!(ids[3], "plain-1");
}

#[test]
fn what_is_no_calendar_is_a_fault() {
    for bytes in
        [b"".as_slice(), b"<!DOCTYPE html><html><body>Log in</body></html>", b"\x00\x01\x02", b"BEGIN:VCARD\r\nEND:VCARD\r\n"]
    {
        let reading = events("feed.ics", bytes, &tokyo());
        assert_eq!(reading.faults.len(), 1, "{bytes:?}");
        assert_eq!(reading.faults[0].code, FaultCode::BadCalendar { why: "not-a-calendar".to_owned() });
    }
    assert!(read(&[]).faults.is_empty());
}

#[test]
fn a_file_that_is_too_large_is_refused() {
    let reading = events("feed.ics", &vec![b' '; MOST_BYTES + 1], &tokyo());
    assert!(matches!(reading.faults[0].code, FaultCode::TooLarge { .. }));
}

#[test]
fn an_event_without_start_is_told() {
    let reading = read(&["BEGIN:VEVENT", "UID:talks", "DTSTART:20270230T090000Z", "END:VEVENT"]);
    assert_eq!((reading.events.len(), problems(&reading.notes)), (0, vec!["no-start".to_owned()]));
}

#[test]
fn broken_lines_and_lower_case_do_not_spoil_the_rest() {
    let reading = read(&["begin:vevent", "uid:talks", "a line without colon", "dtstart:20270614T090000Z", "end:vevent"]);
    assert_eq!((reading.events.len(), reading.events[0].place.line), (1, 3));
}

#[test]
fn an_event_that_stands_where_none_may_be_is_told() {
    let text =
        b"BEGIN:VCALENDAR\nEND:VCALENDAR\nBEGIN:X-BOX\nBEGIN:VEVENT\nUID:a\nDTSTART:20270614T090000Z\nEND:VEVENT\nEND:X-BOX\n";
    let reading = events("feed.ics", text, &tokyo());
    assert_eq!((reading.events.len(), problems(&reading.notes)), (0, vec!["misplaced".to_owned()]));
}

#[test]
fn blanks_behind_the_name_of_a_component_do_not_hide_it() {
    let reading = read(&["BEGIN:VEVENT ", "UID:a", "DTSTART:20270614T090000Z", "END:VEVENT\t"]);
    assert_eq!((reading.events.len(), reading.notes.len()), (1, 0));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 200, ..Default::default() })]

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300), cut in 0_usize..400) {
        let whole = [b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=", bytes.as_slice(), b":20270614T090000\nRRULE:FREQ=", &bytes, b"\nEND:VEVENT\n"].concat();
        events("feed.ics", &bytes, &tokyo());
        events("feed.ics", &whole[..cut.min(whole.len())], &tokyo());
        events("feed.ics", &whole, &tokyo());
    }
}
