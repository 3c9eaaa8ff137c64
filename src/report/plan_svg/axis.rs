//! The time axis: years, months, weeks and days of one zone.

use super::{LEFT, MARGIN, RIGHT, SMALL, STRONG};
use crate::model::Lang;
use crate::report::svg::{Anchor, Svg, width_of};
use crate::text::outlets as say;
use crate::time::{DAY_MS, LocalDate, Timestamp, Zone};

/// The least room of a month's name, of a week's line, of a day's number.
const MONTH_ROOM: i64 = 44;
const WEEK_ROOM: i64 = 9;
const DAY_ROOM: i64 = 22;

pub(super) struct Axis {
    from: Timestamp,
    until: Timestamp,
    zone: Zone,
}

impl Axis {
    pub(super) fn new(from: Timestamp, until: Timestamp, zone: Zone) -> Self {
        Self { from, until: until.max(from.plus_ms(1)), zone }
    }

    /// Where an instant stands; what lies outside the range stands at its edge.
    pub(super) fn x(&self, at: Timestamp) -> i64 {
        let (from, until) = (i128::from(self.from.as_ms()), i128::from(self.until.as_ms()));
        let at = i128::from(at.as_ms()).clamp(from, until) - from;
        LEFT + i64::try_from(at * i128::from(RIGHT - LEFT) / (until - from)).unwrap_or(0)
    }

    /// Whether any of `[from, until)` is shown.
    pub(super) fn has(&self, from: Timestamp, until: Timestamp) -> bool {
        from < self.until && until > self.from
    }

    fn day(&self, date: LocalDate) -> i64 {
        self.x(self.zone.resolve(date.midnight()))
    }

    fn first(&self) -> LocalDate {
        self.zone.local(self.from).date()
    }

    fn last(&self) -> LocalDate {
        self.zone.local(self.until.plus_ms(-1)).date()
    }

    /// Width of a span of days, about.
    fn room(&self, days: i64) -> i64 {
        let length = i128::from(self.until.since(self.from).max(1));
        i64::try_from(i128::from(days * DAY_MS) * i128::from(RIGHT - LEFT) / length).unwrap_or(i64::MAX)
    }

    /// Lines from `top` to `bottom`, and the names above.
    pub(super) fn grid(&self, svg: &mut Svg, top: i64, bottom: i64, lang: Lang) {
        svg.text((MARGIN + 6, top - 8), Anchor::Start, SMALL, self.zone.name());
        self.days(svg, top, bottom);
        self.months(svg, top, bottom, lang);
        svg.line((MARGIN, top), (RIGHT, top), r##"stroke="#111827" stroke-width="1.5""##);
    }

    fn days(&self, svg: &mut Svg, top: i64, bottom: i64) {
        let (has_days, has_weeks) = (self.room(1) >= DAY_ROOM, self.room(7) >= WEEK_ROOM);
        let has_numbers = self.room(7) >= DAY_ROOM * 2;
        let mut date = self.first();
        while (has_days || has_weeks) && date <= self.last() {
            let is_week = date.weekday() == 0;
            let x = self.day(date);
            if is_week {
                svg.line((x, top), (x, bottom), r##"stroke="#d1d5db" stroke-width="0.8""##);
            }
            if has_days || (is_week && has_numbers) {
                svg.text((x + 2, top - 6), Anchor::Start, SMALL, &date.day().to_string());
            }
            date = date.plus_days(1);
        }
    }

    fn months(&self, svg: &mut Svg, top: i64, bottom: i64, lang: Lang) {
        let step = [1, 2, 3, 6, 12].into_iter().find(|step| self.room(i64::from(*step) * 30) >= MONTH_ROOM).unwrap_or(12);
        let above = if self.room(7) >= DAY_ROOM * 2 { 24 } else { 8 };
        let (mut year_end, mut month_end) = (i64::MIN, i64::MIN);
        for (date, is_start) in self.month_starts() {
            let x = self.day(date).max(LEFT);
            let is_year = date.month() == 1 || !is_start;
            if is_start {
                let paint = if date.month() == 1 { "#4b5563" } else { "#9ca3af" };
                let width = if date.month() == 1 { 1.6 } else { 1.0 };
                svg.line((x, top - above), (x, bottom), &format!(r#"stroke="{paint}" stroke-width="{width}""#));
            }
            let name = say::month(date.month(), lang);
            let is_named = !is_start || (date.month() - 1) % step == 0;
            let end = x + 4 + width_of(&name, STRONG.size);
            if is_named && x >= month_end && end <= RIGHT && self.fits(date, end) {
                svg.text((x + 4, top - above), Anchor::Start, STRONG, &name);
                month_end = end;
            }
            let year = say::year(date.year(), lang);
            let end = x + 4 + width_of(&year, STRONG.size);
            if is_year && x >= year_end && end <= RIGHT && self.fits_year(date, end) {
                svg.text((x + 4, top - above - 20), Anchor::Start, STRONG, &year);
                year_end = end;
            }
        }
    }

    /// Whether a first, cut month has room for its name before the next one's.
    fn fits(&self, date: LocalDate, end: i64) -> bool {
        date.day() == 1 || end + 6 <= self.day(next_month(date))
    }

    /// Whether a first, cut year has room for its number before the next one's.
    fn fits_year(&self, date: LocalDate, end: i64) -> bool {
        let next = LocalDate::new(date.year() + 1, 1, 1).filter(|next| *next <= self.last());
        next.is_none_or(|next| end + 6 <= self.day(next))
    }

    /// The first day of the range, and every first of a month after it; whether it is a first.
    fn month_starts(&self) -> Vec<(LocalDate, bool)> {
        let first = self.first();
        let mut starts = vec![(first, first.day() == 1)];
        let mut date = next_month(first);
        while date <= self.last() {
            starts.push((date, true));
            date = next_month(date);
        }
        starts
    }
}

fn next_month(date: LocalDate) -> LocalDate {
    let (year, month) = if date.month() == 12 { (date.year() + 1, 1) } else { (date.year(), date.month() + 1) };
    LocalDate::new(year, month, 1).unwrap_or_else(|| date.plus_days(31))
}
