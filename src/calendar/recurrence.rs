//! Reading recurrence rules (RFC 5545) and walking them. Never touches zones: it works on local clock times alone.
//!
//! The rule is handed to the `rrule` crate in local time labelled UTC, because the crate moves local times wrongly where a zone
//! skips or repeats an hour. UNTIL is taken out first and applied here: calendars write it in three forms, and the crate refuses
//! two of them. This file may name chrono, which is how the crate speaks of time.

use std::str::FromStr as _;

use rrule::{RRule, RRuleSet, Tz, Unvalidated};

use crate::model::CalendarProblem;
use crate::time::{DAY_MS, HOUR_MS, LocalDate, LocalDateTime, LocalTime, Timestamp};

/// How many instances a rule may give in one day: once an hour.
const MOST_PER_DAY: usize = 24;

/// How many instances before the range asked for are walked over. A daily rule with a COUNT needs 274 years to come here.
const MOST_STEPS: usize = 100_000;

/// The names that a rule's parts may have.
const PARTS: [&str; 14] = [
    "FREQ",
    "UNTIL",
    "COUNT",
    "INTERVAL",
    "BYSECOND",
    "BYMINUTE",
    "BYHOUR",
    "BYDAY",
    "BYMONTHDAY",
    "BYYEARDAY",
    "BYWEEKNO",
    "BYMONTH",
    "BYSETPOS",
    "WKST",
];

/// Whether a rule can be used, without the property's name: `FREQ=WEEKLY;BYDAY=MO`.
///
/// An error is the word of a [`CalendarProblem`], for the `why` of a fault.
pub fn validate(rule: &str) -> Result<(), String> {
    let start = LocalDate::new(2000, 1, 1).expect("the first of January is a day").midnight();
    let check = |parsed: Rule| parsed.series(start, Shape::Timed).map(|_| ());
    Rule::read(rule).and_then(check).map_err(|problem| problem.as_str().to_owned())
}

/// Whether instances are days or times of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    AllDay,
    Timed,
}

/// When a rule ends, as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Until {
    Date(LocalDate),
    Local(LocalDateTime),
    Utc(Timestamp),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Frequency {
    Hourly,
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// A rule, read.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    /// Name and value of every part but UNTIL, in capitals.
    parts: Vec<(String, String)>,
    frequency: Frequency,
    interval: i64,
    count: Option<usize>,
    pub(super) until: Option<Until>,
}

/// What walking a rule came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Walk {
    pub(super) starts: Vec<LocalDateTime>,
    /// A limit stopped the walk: there may be more.
    pub(super) is_limited: bool,
}

impl Rule {
    pub(super) fn read(rule: &str) -> Result<Rule, CalendarProblem> {
        let rule = rule.trim().to_ascii_uppercase();
        let mut parts: Vec<(String, String)> = Vec::new();
        let mut until = None;
        for part in rule.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').ok_or(CalendarProblem::RuleSyntax)?;
            let (name, value) = (name.trim(), value.trim());
            let is_known = PARTS.contains(&name) && !value.is_empty();
            if !is_known || parts.iter().any(|(known, _)| known == name) {
                return Err(CalendarProblem::RulePart);
            }
            if name == "UNTIL" {
                until = Some(read_until(value).ok_or(CalendarProblem::RuleUntil)?);
            } else {
                parts.push((name.to_owned(), value.to_owned()));
            }
        }
        let value = |name: &str| parts.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let frequency = match value("FREQ").ok_or(CalendarProblem::RuleSyntax)? {
            "SECONDLY" | "MINUTELY" => return Err(CalendarProblem::RuleTooOften),
            "HOURLY" => Frequency::Hourly,
            "DAILY" => Frequency::Daily,
            "WEEKLY" => Frequency::Weekly,
            "MONTHLY" => Frequency::Monthly,
            "YEARLY" => Frequency::Yearly,
            _ => return Err(CalendarProblem::RulePart),
        };
        let positive = |name: &str| match value(name).map(str::parse::<u32>) {
            None => Ok(None),
            Some(Ok(number)) if number > 0 => Ok(Some(number)),
            Some(_) => Err(CalendarProblem::RulePart),
        };
        let interval = i64::from(positive("INTERVAL")?.unwrap_or(1));
        let count = positive("COUNT")?.map(|count| usize::try_from(count).unwrap_or(usize::MAX));
        let listed = |name: &str| value(name).map_or(1, |value| value.split(',').count());
        let within_hour = listed("BYMINUTE").saturating_mul(listed("BYSECOND"));
        let per_day = if frequency == Frequency::Hourly { MOST_PER_DAY } else { listed("BYHOUR") }.saturating_mul(within_hour);
        if per_day > MOST_PER_DAY {
            return Err(CalendarProblem::RuleTooOften);
        }
        Ok(Rule { parts, frequency, interval, count, until })
    }

    /// The crate's series from `start` on.
    fn series(&self, start: LocalDateTime, shape: Shape) -> Result<RRuleSet, CalendarProblem> {
        let is_time = |name: &str| matches!(name, "BYHOUR" | "BYMINUTE" | "BYSECOND");
        if shape == Shape::AllDay && self.frequency == Frequency::Hourly {
            return Err(CalendarProblem::RuleTooOften);
        }
        let parts: Vec<String> = self
            .parts
            .iter()
            .filter(|(name, _)| shape == Shape::Timed || !is_time(name))
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let rule = RRule::<Unvalidated>::from_str(&parts.join(";")).map_err(|_| CalendarProblem::RulePart)?;
        let start = labelled(start).ok_or(CalendarProblem::BadDate)?;
        let rule = rule.validate(start).map_err(|_| CalendarProblem::RulePart)?;
        Ok(RRuleSet::new(start).rrule(rule).limit())
    }

    /// Instances from `from` on and before `until`, at most `limit`; `last` is UNTIL in local time, included.
    pub(super) fn walk(&self, series: &Series, range: Range, limit: usize) -> Result<Walk, CalendarProblem> {
        let start = self.skip_ahead(series.start, range.from);
        let mut walk = Walk::default();
        let mut produced = 0_usize;
        for instance in &self.series(start, series.shape)? {
            let Some(local) = LocalDateTime::from_labelled_utc(Timestamp::from_ms(instance.timestamp_millis())) else { break };
            let is_past = local >= range.until || series.last.is_some_and(|last| local > last);
            if is_past {
                return Ok(walk);
            }
            produced += 1;
            if local >= range.from {
                walk.starts.push(local);
            }
            if walk.starts.len() > limit || produced - walk.starts.len() > MOST_STEPS {
                walk.starts.truncate(limit);
                walk.is_limited = true;
                return Ok(walk);
            }
        }
        // The crate ended by itself: at the rule's own end, or at its limit for a rule that gives nothing for very long.
        walk.is_limited = series.last.is_none() && self.count.is_none_or(|count| produced < count);
        Ok(walk)
    }

    /// A start closer to the range that gives the same instances in it, where that is plain arithmetic.
    fn skip_ahead(&self, start: LocalDateTime, from: LocalDateTime) -> LocalDateTime {
        let unit = match self.frequency {
            Frequency::Hourly => HOUR_MS,
            Frequency::Daily => DAY_MS,
            Frequency::Weekly => 7 * DAY_MS,
            Frequency::Monthly | Frequency::Yearly => return start,
        };
        let period = unit.saturating_mul(self.interval);
        // Two periods are kept, so that a first week or day that is cut short lies before the range.
        let periods = from.since(start) / period - 2;
        if self.count.is_some() || periods <= 0 { start } else { start.plus_ms(periods * period) }
    }
}

/// What a rule is walked from, and to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Series {
    pub(super) start: LocalDateTime,
    pub(super) shape: Shape,
    /// UNTIL in local time, included.
    pub(super) last: Option<LocalDateTime>,
}

/// `[from, until)` on local clocks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    pub(super) from: LocalDateTime,
    pub(super) until: LocalDateTime,
}

fn labelled(local: LocalDateTime) -> Option<chrono::DateTime<Tz>> {
    chrono::DateTime::from_timestamp_millis(local.labelled_utc().as_ms()).map(|at| at.with_timezone(&Tz::UTC))
}

/// Reads `20271231`, `20271231T090000`, `20271231T000000Z`.
fn read_until(value: &str) -> Option<Until> {
    if !value.is_ascii() {
        return None;
    }
    let date = |text: &str| {
        let number = |range| text.get(range).and_then(|digits: &str| digits.parse::<u32>().ok());
        LocalDate::new(i32::try_from(number(0..4)?).ok()?, number(4..6)?, number(6..8)?)
    };
    if value.len() == 8 {
        return date(value).map(Until::Date);
    }
    let (day, time) = value.split_once('T')?;
    let (time, is_utc) = time.strip_suffix('Z').map_or((time, false), |time| (time, true));
    if day.len() != 8 || time.len() != 6 {
        return None;
    }
    let number = |range| time.get(range).and_then(|digits: &str| digits.parse::<u32>().ok());
    let time = LocalTime::new(number(0..2)?, number(2..4)?, number(4..6)?.min(59))?;
    let local = date(day)?.at(time);
    Some(if is_utc { Until::Utc(local.labelled_utc()) } else { Until::Local(local) })
}

#[cfg(test)]
mod tests;
