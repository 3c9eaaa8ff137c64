//! The exercise clock: points in time, jumps, daylight saving inside an exercise.

use crate::exercise::due;
use crate::exercise::fixture::{at, day, elapsed};
use crate::model::ExercisePoint;
use crate::time::{Elapsed, Zone};

fn zone(name: &str) -> Zone {
    Zone::named(name).unwrap()
}

#[test]
fn day_n_is_a_day_of_the_local_calendar_across_a_change_of_the_clocks() {
    for (start, zone_name, point, expected) in [
        // Paris goes back at 03:00 on 25 October 2026: the second day has 25 hours.
        ("2026-10-24T08:00:00Z", "Europe/Paris", day(2, "09:30"), "T+24:30"),
        ("2026-10-24T08:00:00Z", "Europe/Paris", day(3, "09:30"), "T+48:30"),
        // The hour that comes twice: the first one.
        ("2026-10-24T08:00:00Z", "Europe/Paris", day(2, "02:30"), "T+16:30"),
        // Paris goes forward at 02:00 on 28 March 2027: the second day has 23 hours, and 02:30 is not on it.
        ("2027-03-27T09:00:00Z", "Europe/Paris", day(2, "10:00"), "T+23:00"),
        ("2027-03-27T09:00:00Z", "Europe/Paris", day(2, "02:30"), "T+16:30"),
        ("2026-10-24T08:00:00Z", "Asia/Tokyo", day(2, "09:30"), "T+16:30"),
        // The start is late in the evening of the day before in New York.
        ("2026-10-24T02:00:00Z", "America/New_York", day(1, "23:00"), "T+01:00"),
        ("2026-10-24T02:00:00Z", "Asia/Tokyo", day(1, "23:00"), "T+12:00"),
    ] {
        assert_eq!(due(&point, &zone(zone_name), at(start)), elapsed(expected), "{point:?} in {zone_name} from {start}");
    }
}

#[test]
fn a_time_of_the_first_day_before_the_start_is_due_before_everything_else() {
    let early = due(&day(1, "08:00"), &zone("Europe/Paris"), at("2026-10-24T08:00:00Z"));
    assert_eq!(early, Elapsed::from_hours(-2));
}

#[test]
fn an_offset_is_the_same_everywhere() {
    let point = ExercisePoint::Offset(elapsed("T+24:00"));
    for name in ["Europe/Paris", "Asia/Tokyo"] {
        assert_eq!(due(&point, &zone(name), at("2026-10-24T08:00:00Z")), elapsed("T+24:00"));
    }
}
