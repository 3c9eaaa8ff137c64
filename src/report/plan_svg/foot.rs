//! Below the rows: days per quarter against the budgets, and what the marks mean.

use super::level::{self, Look};
use super::row::{CONTESTED, PROPOSED};
use super::rows::levels;
use super::{Chart, Consent, LEFT, MARGIN, RIGHT, SMALL, STRONG, clipped};
use crate::model::{Level, QuarterDays, WindowStatus};
use crate::report::svg::{Anchor, Face, Svg, width_of};
use crate::text::outlets as say;

/// From the rows to what follows: room for the label of the present.
const GAP: i64 = 32;
const QUARTER: i64 = 46;
/// Between the figures of a quarter.
const FIGURE_GAP: i64 = 14;
const LINE: i64 = 26;

impl Chart<'_> {
    fn quarters(&self) -> Vec<(&str, Vec<&QuarterDays>)> {
        let mut quarters: Vec<(&str, Vec<&QuarterDays>)> = Vec::new();
        for row in &self.picture.plan.quarters {
            match quarters.last_mut() {
                Some((quarter, rows)) if *quarter == row.quarter => rows.push(row),
                Some(_) | None => quarters.push((&row.quarter, vec![row])),
            }
        }
        quarters
    }

    pub(super) fn foot_height(&self) -> i64 {
        let quarters = self.quarters();
        let lines = quarters.len().div_ceil(self.across(&quarters));
        let is_settled = self.picture.plan.windows.iter().all(|planned| planned.status == WindowStatus::Planned);
        let of_legend = if is_settled { 2 } else { 3 };
        GAP + QUARTER * i64::try_from(lines).unwrap_or(0) + of_legend * LINE + 20
    }

    /// Gives the lower edge.
    pub(super) fn foot(&self, svg: &mut Svg, top: i64) -> i64 {
        let mut y = top + GAP;
        let quarters = self.quarters();
        if !quarters.is_empty() {
            let [name, note] = say::budget_row(self.lang);
            svg.text((MARGIN + 6, y + 17), Anchor::Start, STRONG, &name);
            clipped(svg, (MARGIN + 6, y + 35), SMALL, &note, LEFT - MARGIN - 20);
        }
        let across = self.across(&quarters);
        let width = (RIGHT - LEFT) / i64::try_from(across).unwrap_or(1);
        for line in quarters.chunks(across) {
            for (at, (quarter, rows)) in (0..).zip(line) {
                let x = LEFT + at * width;
                svg.rect((x, y), (width - 6, QUARTER - 6), r##"fill="#ffffff" stroke="#6b7280" stroke-width="1""##);
                svg.text((x + 8, y + 16), Anchor::Start, STRONG, quarter);
                self.days(svg, rows, (x + 8, y + 33));
            }
            y += QUARTER;
        }
        self.legend(svg, y + 10)
    }

    /// `W 61`, `E 20`, `S 8/10`; what is over its budget is marked. Whether it is over.
    fn figure(&self, row: &QuarterDays) -> (String, bool) {
        let letter = say::level_letter(row.level, self.lang);
        match row.budget {
            Some(budget) if row.days > budget => (format!("{letter} {}/{budget} !", row.days), true),
            Some(budget) => (format!("{letter} {}/{budget}", row.days), false),
            None => (format!("{letter} {}", row.days), false),
        }
    }

    /// How many quarters stand in one line, so that each has room for all its figures.
    fn across(&self, quarters: &[(&str, Vec<&QuarterDays>)]) -> usize {
        let width = |row: &&QuarterDays| width_of(&self.figure(row).0, SMALL.size) + FIGURE_GAP;
        let widest = quarters.iter().map(|(_, rows)| rows.iter().map(width).sum::<i64>()).max().unwrap_or(1).max(90);
        let most = usize::try_from((RIGHT - LEFT) / (widest + 14)).unwrap_or(1).max(1);
        quarters.len().clamp(1, most)
    }

    fn days(&self, svg: &mut Svg, rows: &[&QuarterDays], (mut x, y): (i64, i64)) {
        for row in rows {
            let (text, is_over) = self.figure(row);
            let face = if is_over { Face { weight: "700", ..SMALL } } else { SMALL };
            svg.text((x, y), Anchor::Start, face, &text);
            x += width_of(&text, face.size) + FIGURE_GAP;
        }
    }

    fn legend(&self, svg: &mut Svg, top: i64) -> i64 {
        let mut place = (MARGIN + 6, top + 14);
        for level in levels(self.picture.plan) {
            let word = say::level_legend(level, self.lang);
            let (x, y) = Self::room(&mut place, 30, &word);
            level::bar(svg, level, (x, x + 24), y + 5, Look::Settled);
            svg.text((x + 30, y + 4), Anchor::Start, SMALL, &word);
        }
        let counts: Vec<Consent> = self.picture.plan.windows.iter().map(|planned| (self.picture.consent)(planned)).collect();
        let word = say::legend_event(self.lang);
        let (x, y) = Self::room(&mut place, 30, &word);
        svg.rect((x, y - 2), (24, 5), r##"fill="#000000""##);
        svg.text((x + 30, y + 4), Anchor::Start, SMALL, &word);
        if counts.iter().any(|consent| *consent != Consent::NotNeeded) {
            Self::sample(svg, &mut place, (Level::Elevated, Look::Settled), &say::legend_approved(self.lang));
            Self::sample(svg, &mut place, (Level::Elevated, Look::Waiting), &say::legend_waiting(self.lang));
            let word = say::legend_counts(&say::level_letter(Level::Surge, self.lang), self.lang);
            let (x, y) = Self::room(&mut place, 0, &word);
            svg.text((x, y + 4), Anchor::Start, SMALL, &word);
        }
        let has =
            |is_meant: fn(&WindowStatus) -> bool| self.picture.plan.windows.iter().any(|planned| is_meant(&planned.status));
        if has(|status| matches!(status, WindowStatus::Contested { .. })) {
            Self::sample(svg, &mut place, (Level::Watch, Look::Contested), &say::legend_contested(CONTESTED, self.lang));
        }
        if has(|status| matches!(status, WindowStatus::Proposed { .. })) {
            Self::sample(svg, &mut place, (Level::Watch, Look::Proposed), &say::legend_proposed(PROPOSED, self.lang));
        }
        let word = say::legend_now(self.lang);
        let (x, y) = Self::room(&mut place, 14, &word);
        svg.line((x + 4, y - 10), (x + 4, y + 8), r##"stroke="#111827" stroke-width="2.5""##);
        svg.text((x + 14, y + 4), Anchor::Start, SMALL, &word);
        place.1 + 24
    }

    /// How a window of one look is drawn.
    fn sample(svg: &mut Svg, place: &mut (i64, i64), (of, look): (Level, Look), word: &str) {
        let (x, y) = Self::room(place, 30, word);
        level::bar(svg, of, (x, x + 24), y + 5, look);
        svg.text((x + 30, y + 4), Anchor::Start, SMALL, word);
    }

    /// Where the next entry stands, on a new line when this one is full.
    fn room(place: &mut (i64, i64), mark: i64, word: &str) -> (i64, i64) {
        let width = mark + width_of(word, SMALL.size) + 22;
        if place.0 + width > RIGHT {
            *place = (MARGIN + 6, place.1 + LINE);
        }
        let at = *place;
        place.0 += width;
        at
    }
}
