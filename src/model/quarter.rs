//! Quarters of a year, of local days.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::time::LocalDate;

/// A quarter of a year, written `2027-Q1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Quarter {
    year: i32,
    /// 0 to 3.
    number: u32,
}

impl Quarter {
    pub fn of(date: LocalDate) -> Self {
        Self { year: date.year(), number: (date.month() - 1) / 3 }
    }

    /// Reads `2027-Q1`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, number) = text.split_once("-Q")?;
        let is_plain = year.len() == 4 && year.chars().all(|c| c.is_ascii_digit());
        let number = ["1", "2", "3", "4"].iter().position(|known| *known == number)?;
        let (year, number) = (year.parse().ok().filter(|_| is_plain)?, u32::try_from(number).ok()?);
        LocalDate::new(year, number * 3 + 1, 1)?;
        Some(Self { year, number })
    }

    pub fn first_day(self) -> LocalDate {
        LocalDate::new(self.year, self.number * 3 + 1, 1).unwrap_or_else(|| far(self.year))
    }

    pub fn last_day(self) -> LocalDate {
        self.next().first_day().plus_days(-1)
    }

    #[must_use]
    pub fn next(self) -> Self {
        if self.number == 3 { Self { year: self.year + 1, number: 0 } } else { Self { number: self.number + 1, ..self } }
    }
}

/// The end of the calendar on the side of `year`.
fn far(year: i32) -> LocalDate {
    let start = LocalDate::new(2000, 1, 1).expect("the first of January is a day");
    start.plus_days(if year > 2000 { i64::from(i32::MAX) } else { i64::from(i32::MIN) })
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-Q{}", self.year, self.number + 1)
    }
}

impl From<Quarter> for String {
    fn from(quarter: Quarter) -> Self {
        quarter.to_string()
    }
}

impl TryFrom<String> for Quarter {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_read_as_it_is_written() {
        for text in ["2027-Q1", "2026-Q4"] {
            assert_eq!(Quarter::parse(text).map(|quarter| quarter.to_string()).as_deref(), Some(text));
        }
        for text in ["2027-Q5", "2027-Q0", "2027-q1", "27-Q1", "+027-Q1", "2027Q1", "2027-Q1 ", "0000-Q1x"] {
            assert_eq!(Quarter::parse(text), None, "{text}");
        }
        let last = Quarter::parse("2026-Q4").unwrap();
        assert_eq!(last.next(), Quarter::parse("2027-Q1").unwrap());
        assert_eq!(Quarter::of(LocalDate::new(2026, 12, 31).unwrap()), last);
    }
}
