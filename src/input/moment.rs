//! Dates and date-times of files: TOML's own and strings of the same form. Pure.
//!
//! They are local times at a place; an offset is a fault, because the zone is named beside them.

use toml::de::DeValue;

use crate::model::FaultCode;
use crate::time::{LocalDate, LocalDateTime, LocalTime};

/// A date, or a date with a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    Date(LocalDate),
    Time(LocalDateTime),
}

impl Moment {
    pub(super) fn read(value: &DeValue<'_>) -> Result<Self, FaultCode> {
        let written = match value {
            DeValue::Datetime(datetime) => datetime.to_string(),
            DeValue::String(text) => text.trim().to_owned(),
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Array(_) | DeValue::Table(_) => {
                return Err(FaultCode::WrongType { found: value.type_str().to_owned(), expected: "datetime".to_owned() });
            }
        };
        if has_offset(&written) {
            return Err(FaultCode::DateHasOffset { found: written });
        }
        let whole = written.split_once('.').map_or(written.as_str(), |(seconds, _)| seconds);
        match (LocalDate::parse(whole), LocalDateTime::parse(whole)) {
            (Some(date), _) => Ok(Moment::Date(date)),
            (None, Some(time)) => Ok(Moment::Time(time)),
            (None, None) if LocalTime::parse(whole).is_some() => Err(FaultCode::BadTime { found: written }),
            (None, None) => Err(FaultCode::BadDate { found: written }),
        }
    }

    /// The local time; of a date its first instant.
    pub(super) fn start(self) -> LocalDateTime {
        match self {
            Moment::Date(date) => date.midnight(),
            Moment::Time(time) => time,
        }
    }
}

/// Whether `Z` or `+09:00` follows a time of day.
fn has_offset(written: &str) -> bool {
    let Some((_, time)) = written.split_once(['T', 't', ' ']) else { return false };
    time.ends_with(['Z', 'z']) || time.contains(['+', '-'])
}

/// Whether a text that TOML could not read was meant as a date.
pub(super) fn looks_like_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_digits = |range: std::ops::Range<usize>| bytes.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit));
    is_digits(0..4) && bytes.get(4) == Some(&b'-') && bytes.get(5).is_some_and(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, FaultCode> {
        let value = DeValue::parse(text).unwrap();
        Moment::read(value.get_ref()).map(|moment| moment.start().to_string())
    }

    #[test]
    fn dates_of_toml_and_strings_are_the_same() {
        for text in ["2027-06-14T09:00:00", "\"2027-06-14T09:00\"", "2027-06-14 09:00:00.000"] {
            assert_eq!(read(text), Ok("2027-06-14T09:00".to_owned()), "{text}");
        }
        assert_eq!(read("2027-06-14"), Ok("2027-06-14T00:00".to_owned()));
    }

    #[test]
    fn an_offset_an_impossible_day_and_a_bare_time_are_told_apart() {
        let offset = |found: &str| Err(FaultCode::DateHasOffset { found: found.to_owned() });
        assert_eq!(read("2027-06-14T09:00:00Z"), offset("2027-06-14T09:00:00Z"));
        assert_eq!(read("\"2027-06-14 09:00+09:00\""), offset("2027-06-14 09:00+09:00"));
        assert_eq!(read("\"2027-02-30\""), Err(FaultCode::BadDate { found: "2027-02-30".to_owned() }));
        assert!(matches!(read("09:00:00"), Err(FaultCode::BadTime { .. })));
        assert!(matches!(read("true"), Err(FaultCode::WrongType { .. })));
    }
}
