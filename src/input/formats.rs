//! Strings of a known form: lengths, points of an exercise, addresses, paths. Pure.
//!
//! Each has the check that decides and a pattern for editors, which may let more through but never less.

use std::net::SocketAddr;
use std::path::{Component, Path, PathBuf};

use crate::model::{DeadlineClock, ExercisePoint, FaultCode};
use crate::time::{Elapsed, HOUR_MS, Length, LocalTime, Zone};

/// A form of strings.
#[derive(Debug)]
pub(super) struct Format {
    /// What is wrong with this string, if anything.
    pub fault: fn(&str) -> Option<FaultCode>,
    /// A regular expression of ECMA 262 that every good string matches.
    pub pattern: &'static str,
}

macro_rules! formats {
    ($($(#[$doc:meta])* $name:ident = $pattern:literal, $is_good:expr, $fault:ident;)+) => {$(
        $(#[$doc])*
        pub(super) static $name: Format = Format {
            fault: |found| {
                let is_good: fn(&str) -> bool = $is_good;
                (!is_good(found)).then(|| FaultCode::$fault { found: found.to_owned() })
            },
            pattern: $pattern,
        };
    )+};
}

formats! {
    ZONE = r"^[A-Za-z0-9_+/-]+$", |text| Zone::named(text).is_some(), BadZone;
    /// A zone, or `unknown`.
    EVENT_ZONE = r"^[A-Za-z0-9_+/-]+$", |text| text == UNKNOWN_ZONE || Zone::named(text).is_some(), BadZone;
    /// Before or after an event.
    LENGTH = r"^\s*[+-]?( *[0-9]+ *[dhms])+\s*$", |text| text.parse::<Length>().is_ok(), BadLength;
    /// How long before; never negative.
    LEAD = r"^\s*\+?( *[0-9]+ *[dhms])+\s*$", |text| lead(text).is_some(), BadLength;
    /// How often: an hour or more.
    PERIOD = r"^\s*\+?( *[0-9]+ *[dhms])+\s*$", |text| period(text).is_some(), BadLength;
    /// A length on the exercise clock.
    ELAPSED = r"^\s*\S.*$", |text| Elapsed::parse(text).is_some(), BadLength;
    POINT = r"^\s*(T\+|[0-9]|day ).*$", |text| point(text).is_some(), BadPoint;
    DEADLINE = r"^.+ (exercise|wall)\s*$", |text| deadline(text).is_some(), BadDeadline;
    ADDRESS = r"^[^@\s]+@[^@\s]+$", is_address, BadAddress;
    /// An address, or `@host` for all of a host.
    ALLOWED = r"^[^@\s]*@[^@\s]+$", |text| text.strip_prefix('@').map_or_else(|| is_address(text), is_host), BadAddress;
    HOST = r"^[A-Za-z0-9.-]+$", is_host, BadHost;
    URL = r"^https?://\S+$", is_url, BadUrl;
    LISTEN = r"^.+:[0-9]+$", |text| text.parse::<SocketAddr>().is_ok(), BadListen;
}

/// A path inside the workspace, or an absolute one.
pub(super) static PATH: Format = Format {
    fault: |found| inside(found).is_none().then(|| FaultCode::PathOutside { path: found.to_owned() }),
    pattern: r"^.+$",
};

/// The name of a file without a directory.
pub(super) static FILE_NAME: Format = Format {
    fault: |found| {
        let is_plain = !found.contains(['/', '\\', '\0']) && !found.starts_with('.');
        (!is_plain).then(|| FaultCode::PathOutside { path: found.to_owned() })
    },
    pattern: r"^[^./\\][^/\\]*$",
};

pub(super) const UNKNOWN_ZONE: &str = "unknown";

pub(super) fn length(text: &str) -> Option<Length> {
    text.parse().ok()
}

pub(super) fn lead(text: &str) -> Option<Length> {
    length(text).filter(|length| length.rough_ms() >= 0)
}

pub(super) fn period(text: &str) -> Option<Length> {
    length(text).filter(|length| length.rough_ms() >= HOUR_MS)
}

/// Reads `T+00:30`, or `day 2 09:30`.
pub(super) fn point(text: &str) -> Option<ExercisePoint> {
    let text = text.trim();
    let Some(rest) = text.strip_prefix("day ") else { return Elapsed::parse(text).map(ExercisePoint::Offset) };
    let (day, time) = rest.trim().split_once(' ')?;
    let day: u32 = day.parse().ok().filter(|day| (1..=366).contains(day))?;
    Some(ExercisePoint::Day { day, time: LocalTime::parse(time.trim())? })
}

/// Reads `30m exercise`, or `2h wall`.
pub(super) fn deadline(text: &str) -> Option<(Elapsed, DeadlineClock)> {
    let (length, clock) = text.trim().rsplit_once(' ')?;
    let clock = match clock {
        "exercise" => DeadlineClock::Exercise,
        "wall" => DeadlineClock::Wall,
        _ => return None,
    };
    Some((Elapsed::parse(length)?, clock))
}

/// One plain `local@host`: nothing that a mail library could take for two addresses, a name or a route.
fn is_address(text: &str) -> bool {
    let Some((local, host)) = text.split_once('@') else { return false };
    let is_local = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b);
    !local.is_empty() && local.len() <= 64 && local.bytes().all(is_local) && is_host(host)
}

fn is_host(text: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty() && !label.starts_with('-') && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    text.len() <= 253 && text.split('.').all(is_label)
}

fn is_url(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_clean = text.chars().all(|c| c.is_ascii_graphic());
    is_clean && !authority.contains('@') && (authority.starts_with('[') || is_host_and_port(authority))
}

fn is_host_and_port(text: &str) -> bool {
    match text.rsplit_once(':') {
        Some((host, port)) => is_host(host) && port.parse::<u16>().is_ok(),
        None => is_host(text),
    }
}

/// The path without `.` and `..`, if it is absolute or stays inside the workspace.
pub(super) fn inside(text: &str) -> Option<PathBuf> {
    let path = Path::new(text);
    if text.is_empty() || text.contains('\0') {
        return None;
    }
    if path.is_absolute() {
        return Some(path.to_owned());
    }
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::Normal(part) => clean.push(part),
            Component::CurDir => {}
            Component::ParentDir => {
                if !clean.pop() {
                    return None;
                }
            }
            Component::Prefix(_) | Component::RootDir => return None,
        }
    }
    (!clean.as_os_str().is_empty()).then_some(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(format: &Format, good: &[&str], bad: &[&str]) {
        for text in good {
            assert_eq!((format.fault)(text), None, "{text}");
        }
        for text in bad {
            assert!((format.fault)(text).is_some(), "{text}");
        }
    }

    #[test]
    fn points_are_offsets_or_days_with_a_time() {
        accepts(&POINT, &["T+00:30", "day 2 09:30", "day 366 00:00", "90m"], &["day 0 09:30", "day 2", "day 2 25:00", "soon"]);
    }

    #[test]
    fn what_repeats_does_so_once_an_hour_at_most() {
        accepts(&PERIOD, &["1d", "12h", "60m"], &["0d", "59m", "-1d", "daily"]);
    }

    #[test]
    fn a_deadline_names_its_clock() {
        accepts(&DEADLINE, &["30m exercise", "2h wall", "1h 30m wall"], &["30m", "exercise", "-5m wall", "30m moon"]);
    }

    #[test]
    fn addresses_are_plain() {
        let bad =
            ["a", "a@", "@b.example", "a@b@c", "a b@c", "\"a\"@b", "a@-b", "Ann <a@b.example>", "a@b.example\r\nBcc: c@d"];
        accepts(&ADDRESS, &["soc@ministry.example", "a.b+c@x-y.example"], &bad);
        accepts(&ALLOWED, &["@ministry.example", "a@b.example"], &["@", "ministry.example", "@a@b"]);
    }

    #[test]
    fn urls_are_http_without_a_user() {
        let good = ["https://hook.example/x?y=1", "http://127.0.0.1:8470", "http://[::1]:80/"];
        accepts(&URL, &good, &["ftp://a.example", "https://u:p@a.example", "https://", "https://a b", "http://a:99999"]);
    }

    #[test]
    fn paths_stay_inside_or_are_absolute() {
        accepts(&PATH, &["mail/surge.toml", "./a/../b", "/etc/rspamd/surge.toml"], &["../a", "a/../../b", "", ".", "a/.."]);
        accepts(&FILE_NAME, &["proxy-log.txt", "記録.csv"], &["../x", "a/b", ".hidden", "a\\b"]);
    }
}
