//! The zone that a calendar means by a name: IANA, Windows, prefixed and legacy names. Never guesses.

use std::str::FromStr as _;

use crate::time::Zone;

/// The zone of this TZID, if its name says which.
pub(super) fn named(tzid: &str) -> Option<Zone> {
    let tzid = tzid.trim().trim_matches('"');
    let tail = |segments: usize| {
        let start = tzid.rmatch_indices('/').nth(segments).map(|(at, _)| at + 1)?;
        tzid.get(start..).and_then(Zone::named)
    };
    Zone::named(tzid)
        // `/citadel.org/20190914_1/Europe/Paris`, and names of three segments such as America/Argentina/Salta.
        .or_else(|| tail(2))
        .or_else(|| tail(1))
        .or_else(|| windows(tzid))
        // `US-Eastern`.
        .or_else(|| tzid.split_once('-').and_then(|(area, place)| Zone::named(&format!("{area}/{place}"))))
}

/// Windows and Exchange names, by calcard's table.
fn windows(tzid: &str) -> Option<Zone> {
    let zone = calcard::common::timezone::Tz::from_str(tzid).ok()?;
    zone.name().and_then(|name| Zone::named(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_many_kinds_are_understood() {
        for (tzid, name) in [
            ("Europe/Paris", "Europe/Paris"),
            ("europe/paris", "Europe/Paris"),
            ("America/Argentina/Salta", "America/Argentina/Salta"),
            ("Tokyo Standard Time", "Asia/Tokyo"),
            ("(UTC+09:00) Osaka, Sapporo, Tokyo", "Asia/Tokyo"),
            ("Pacific Standard Time", "America/Los_Angeles"),
            ("/freeassociation.sourceforge.net/America/New_York", "America/New_York"),
            ("/softwarestudio.org/Olson_20011030_5/America/Chicago", "America/Chicago"),
            ("/citadel.org/20190914_1/America/Argentina/Salta", "America/Argentina/Salta"),
            ("US-Eastern", "US/Eastern"),
            ("UTC", "UTC"),
        ] {
            assert_eq!(named(tzid).map(|zone| zone.name()), Some(name), "{tzid}");
        }
    }

    #[test]
    fn a_name_that_says_nothing_is_no_zone() {
        for tzid in ["Customized Time Zone", "", "Zeitzone", "/", "-"] {
            assert_eq!(named(tzid), None, "{tzid}");
        }
    }
}
