//! Zones at their edges, lengths, exercise times; and that no number, however large, makes time panic.

use super::*;

fn zone(name: &str) -> Zone {
    Zone::named(name).unwrap()
}

fn check(name: &str, local: &str, utc: &str, meeting: Meeting) {
    let (at, met) = zone(name).meet(LocalDateTime::parse(local).unwrap());
    assert_eq!((at.to_string(), met), (utc.to_owned(), meeting), "{local} {name}");
}

#[test]
fn a_gap_takes_the_offset_before_and_a_fold_the_first_instant() {
    check("Europe/Paris", "2026-03-29T02:30", "2026-03-29T01:30:00Z", Meeting::Gap);
    check("Europe/Paris", "2026-10-25T02:30", "2026-10-25T00:30:00Z", Meeting::Fold);
    check("Europe/Paris", "2026-06-14T09:00", "2026-06-14T07:00:00Z", Meeting::Plain);
    check("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45:00Z", Meeting::Gap);
    check("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T22:00:00Z", Meeting::Gap);
}

#[test]
fn offsets_are_newer_than_chrono_tz() {
    check("America/Vancouver", "2026-12-15T12:00", "2026-12-15T19:00:00Z", Meeting::Plain);
}

#[test]
fn a_day_is_a_calendar_day_and_an_hour_is_3600_seconds() {
    let paris = zone("Europe/Paris");
    let before = paris.resolve(LocalDateTime::parse("2026-03-28T09:00").unwrap());
    let by_day = paris.shift(before, "1d".parse().unwrap());
    let by_hour = paris.shift(before, "24h".parse().unwrap());
    assert_eq!(paris.local(by_day).to_string(), "2026-03-29T09:00");
    assert_eq!(paris.local(by_hour).to_string(), "2026-03-29T10:00");
}

#[test]
fn lengths_read_and_show() {
    for (text, shown) in [("-45d", "-45d"), ("14d", "+14d"), ("1d 6h", "+1d 6h"), ("90m", "+1h 30m"), ("0d", "0d")] {
        assert_eq!(text.parse::<Length>().unwrap().to_string(), shown);
    }
    for text in ["", "d", "5", "5x", "--5d", "9999999999999d", "99999d", "2147483647d 1d", "2562047788015h 2562047788015h"] {
        assert_eq!(text.parse::<Length>(), Err(NotALength), "{text}");
    }
}

#[test]
fn exercise_times_read_and_show() {
    for (text, shown) in [("T+00:30", "T+00:30"), ("T+49:30:15", "T+49:30:15"), ("90m", "T+01:30"), ("7d", "T+168:00")] {
        assert_eq!(Elapsed::parse(text).unwrap().to_string(), shown);
    }
    for text in ["T+", "T+1:75", "x", "-5m", "1:2:3:4"] {
        assert_eq!(Elapsed::parse(text), None, "{text}");
    }
}

#[test]
fn zone_names_are_read_in_any_case() {
    assert_eq!(zone("asia/tokyo").name(), "Asia/Tokyo");
    assert!(Zone::named("Asia/Tokio").is_none());
    assert!(Zone::names().count() > 400);
    assert!(tzdata_version() >= "2026a");
}

#[test]
fn times_at_the_ends_of_the_calendar_stay_there() {
    for ms in [i64::MIN, i64::MAX] {
        let at = Timestamp::from_ms(ms);
        assert_eq!(at.plus_ms(ms), at);
        assert_eq!(at.to_string(), format!("@{ms}ms"));
        for zone in [Zone::utc(), zone("Pacific/Apia"), zone("America/St_Johns")] {
            zone.show(at);
            zone.resolve(zone.local(at));
            for length in ["3660d", "-3660d", "3660d 87840h"] {
                zone.shift(at, length.parse().unwrap());
            }
        }
    }
    let last = LocalDate::new(9999, 12, 31).unwrap().plus_days(i64::MAX);
    assert_eq!(last.plus_days(1), last);
}

#[test]
fn a_length_back_is_its_negative_and_reads_as_it_shows() {
    for text in ["-45d", "+1d 6h", "+1h 30m", "0d"] {
        let length: Length = text.parse().unwrap();
        assert_eq!(length.to_string().parse(), Ok(length));
        assert_eq!(length.negated().negated(), length);
        assert_eq!(length.negated().rough_ms(), -length.rough_ms());
    }
}

#[test]
fn instants_read_with_any_offset_and_show_in_utc() {
    let at = Timestamp::parse("2026-10-15T09:00:00+09:00").unwrap();
    assert_eq!(at.to_string(), "2026-10-15T00:00:00Z");
    assert_eq!(zone("Asia/Tokyo").show(at), "2026-10-15 09:00 Asia/Tokyo");
    for text in ["2026-10-15", "2026-10-15T09:00:00", "2026-13-15T09:00:00Z", ""] {
        assert_eq!(Timestamp::parse(text), None, "{text}");
    }
}
