//! One row: what asks for it, its windows, the event itself, and what has no room inside the bars.

use super::level::{self, Look};
use super::rows::Row;
use super::{Chart, Consent, LEFT, MARGIN, RIGHT, ROW, SMALL, STRONG, clipped, has_room};
use crate::model::{Cause, PlannedWindow, WindowStatus};
use crate::report::svg::{Anchor, Face, HALO, Svg, escape, width_of};
use crate::text::outlets as say;

const BESIDE: Face = Face { size: 13, colour: "#111827", weight: "600", halo: HALO };

/// Beside the letter of a contested window, and of a proposed one.
pub(super) const CONTESTED: &str = "!";
pub(super) const PROPOSED: &str = "?";

impl Chart<'_> {
    pub(super) fn row(&self, svg: &mut Svg, row: &Row<'_>, y: i64) {
        let Some(first) = row.first() else { return };
        let width = LEFT - MARGIN - 22;
        clipped(svg, (MARGIN + 6, y + 16), STRONG, self.title(first), width);
        clipped(svg, (MARGIN + 6, y + 32), SMALL, &self.note(first), width);
        let base = y + ROW - 7;
        let mut beside = Vec::new();
        for planned in &row.windows {
            beside.extend(self.window(svg, row, planned, base));
        }
        if matches!(first.window.cause, Cause::Occurrence { .. }) {
            let (from, until) = (self.axis.x(first.event_from), self.axis.x(first.event_until));
            if self.axis.has(first.event_from, first.event_until) {
                svg.rect((from, base + 1), ((until - from).max(4), 5), r##"fill="#000000""##);
            }
        }
        self.beside(svg, row, base, &beside);
    }

    /// When the event is, and which policy or order asks.
    fn note(&self, planned: &PlannedWindow) -> String {
        let zone = self.picture.zone;
        match &planned.window.cause {
            Cause::Occurrence { policy, .. } => {
                let first = zone.local(planned.event_from).date();
                let last = zone.local(planned.event_until.plus_ms(-1)).date();
                say::row_note(first, last.max(first), policy.as_str(), self.lang)
            }
            Cause::Order { order } => say::row_note_of_order(order.as_str(), self.lang),
        }
    }

    /// A window's bar; gives what is to be said beside the row.
    fn window(&self, svg: &mut Svg, row: &Row<'_>, planned: &PlannedWindow, base: i64) -> Option<String> {
        let (window, zone) = (&planned.window, self.picture.zone);
        let consent = (self.picture.consent)(planned);
        let is_ahead = self.picture.now < window.until;
        let (from, until) = (self.axis.x(window.from), self.axis.x(window.until));
        let bounds = [zone.show(window.from), zone.show(window.until)];
        let mut tip = say::window_tip(self.title(planned), window.level, [&bounds[0], &bounds[1]], self.lang);
        let mark = self.mark(planned);
        let counted = match consent {
            Consent::Counted { have, need } if is_ahead => {
                tip = format!("{tip} – {}", say::tip_waiting(have, need, self.lang));
                Some(format!("{mark} {have}/{need}"))
            }
            Consent::Counted { .. } | Consent::NotNeeded => None,
        };
        if let Some(status) = say::tip_status(&planned.status, self.lang) {
            tip = format!("{tip} – {status}");
        }
        svg.raw(&format!("<g><title>{}</title>", escape(&tip)));
        level::bar(svg, window.level, (from, until.max(from + 2)), base, self.look(planned));
        svg.raw("</g>");
        let middle = base - level::height(window.level) / 2;
        if window.from < self.picture.plan.from {
            svg.raw(&format!(r##"<path d="M{LEFT} {middle}l8 -5v10z" fill="#111827" stroke="#ffffff" stroke-width="1"/>"##));
        }
        if window.until > self.picture.plan.until {
            svg.raw(&format!(r##"<path d="M{RIGHT} {middle}l-8 -5v10z" fill="#111827" stroke="#ffffff" stroke-width="1"/>"##));
        }
        let is_told = planned.status == WindowStatus::Planned && self.has_room(row, planned);
        counted.or_else(|| (!is_told).then_some(mark))
    }

    /// The level's letter, with what is unsettled about the window.
    fn mark(&self, planned: &PlannedWindow) -> String {
        let letter = say::level_letter(planned.window.level, self.lang);
        match planned.status {
            WindowStatus::Planned => letter,
            WindowStatus::Contested { .. } => format!("{letter}{CONTESTED}"),
            WindowStatus::Proposed { .. } => format!("{letter}{PROPOSED}"),
        }
    }

    fn look(&self, planned: &PlannedWindow) -> Look {
        match planned.status {
            WindowStatus::Planned if self.is_waiting(planned) => Look::Waiting,
            WindowStatus::Planned => Look::Settled,
            WindowStatus::Contested { .. } => Look::Contested,
            WindowStatus::Proposed { .. } => Look::Proposed,
        }
    }

    /// Whether it lacks approvals and is not over.
    fn is_waiting(&self, planned: &PlannedWindow) -> bool {
        (self.picture.consent)(planned).is_missing() && self.picture.now < planned.window.until
    }

    /// Whether the level's letter stands in the window's bar.
    fn has_room(&self, row: &Row<'_>, planned: &PlannedWindow) -> bool {
        let letter = say::level_letter(planned.window.level, self.lang);
        let plan = self.picture.plan;
        let seen = row.seen(planned, plan.from, plan.until).map(|(from, until)| (self.axis.x(from), self.axis.x(until)));
        seen.is_some_and(|seen| has_room(&letter, BESIDE.size, seen))
    }

    /// The levels' letters, after all bars and the line of the present, so that none is painted over.
    pub(super) fn letters(&self, svg: &mut Svg, row: &Row<'_>, y: i64) {
        let (plan, base) = (self.picture.plan, y + ROW - 7);
        for planned in &row.windows {
            if let Some((from, until)) = row.seen(planned, plan.from, plan.until) {
                let face = level::face(planned.window.level, self.look(planned));
                self.letter(svg, (planned.window.level, face), (self.axis.x(from), self.axis.x(until)), base);
            }
        }
    }

    /// What has no room inside: right of the bars, or left of them where the page ends.
    fn beside(&self, svg: &mut Svg, row: &Row<'_>, base: i64, words: &[String]) {
        let Some((from, until)) = row.bounds().filter(|_| !words.is_empty()) else { return };
        let text = words.join(" · ");
        let end = self.axis.x(until) + 8;
        if end + width_of(&text, BESIDE.size) <= RIGHT {
            svg.text((end, base - 4), Anchor::Start, BESIDE, &text);
            return;
        }
        let start = self.axis.x(from) - 8;
        if start - width_of(&text, BESIDE.size) >= LEFT {
            svg.text((start, base - 4), Anchor::End, BESIDE, &text);
        } else {
            svg.text((RIGHT - 12, base - 4), Anchor::End, BESIDE, &text);
        }
    }
}
