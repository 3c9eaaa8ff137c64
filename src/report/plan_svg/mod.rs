//! A plan as a picture: a row for each event and policy with its nested windows, above them the posture that they join to.
//!
//! Made for an A4 page on its side and for a screen. Levels are told apart by height, pattern and letter, so that a grey printer
//! loses nothing. More rows than a page holds go on further pages of the same picture, each with its own axis and legend.

mod axis;
mod foot;
mod level;
mod row;
mod rows;

use self::axis::Axis;
use self::level::Look;
use self::rows::{Row, rows};
use super::svg::{Anchor, Face, Svg, escape, shorten, width_of};
use crate::model::{Lang, Level, Plan, PlannedWindow};
use crate::plan::spans;
use crate::text::outlets as say;
use crate::text::terms::Term as _;
use crate::time::{Timestamp, Zone};

/// Whose titles are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Titles {
    /// What outsiders and all staff may read.
    Public,
    /// For those who may read the titles of handled events.
    Full,
}

/// Whether a window may take effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    NotNeeded,
    /// So many approvals were given of so many needed.
    Counted {
        have: u32,
        need: u32,
    },
}

impl Consent {
    fn is_missing(self) -> bool {
        match self {
            Consent::NotNeeded => false,
            Consent::Counted { have, need } => have < need,
        }
    }
}

/// A plan, and what its picture needs beside it.
pub struct PlanPicture<'a> {
    pub plan: &'a Plan,
    /// The workspace's: days, months and quarters are those of this zone.
    pub zone: &'a Zone,
    pub now: Timestamp,
    pub titles: Titles,
    pub consent: &'a dyn Fn(&PlannedWindow) -> Consent,
}

/// Width of a page in units; 297 mm, so a unit is 0.186 mm and a text of 13 is 6.8 pt.
const WIDTH: i64 = 1600;
/// Height of a page: 210 mm.
const PAGE: i64 = 1131;
const MARGIN: i64 = 36;
/// Where the time axis begins and ends.
const LEFT: i64 = 370;
const RIGHT: i64 = WIDTH - MARGIN;
const ROW: i64 = 37;
/// Height of the row of the joined posture.
const JOINED: i64 = 48;
/// From a page's top to the axis, and from there to the first row.
const HEAD: i64 = 136;

const HEADLINE: Face = Face { size: 22, colour: "#111827", weight: "700", halo: "" };
const STRONG: Face = Face { size: 15, colour: "#111827", weight: "600", halo: "" };
const SMALL: Face = Face { size: 13, colour: "#374151", weight: "400", halo: "" };

/// The picture in one language: a whole SVG document.
pub fn plan_svg(picture: &PlanPicture<'_>, lang: Lang) -> String {
    let plan = picture.plan;
    let chart = Chart { picture, lang, axis: Axis::new(plan.from, plan.until, picture.zone.clone()) };
    let rows = rows(plan);
    let per_page = usize::try_from((PAGE - HEAD - JOINED - chart.foot_height()) / ROW).unwrap_or(1).max(1);
    let pages: Vec<&[Row<'_>]> = if rows.is_empty() { vec![&[]] } else { rows.chunks(per_page).collect() };
    let first = picture.zone.local(plan.from).date();
    let last = picture.zone.local(plan.until.plus_ms(-1)).date();
    let mut svg = Svg::new(&say::picture_title(first, last, lang));
    svg.raw(level::PATTERNS);
    let mut bottom = 0;
    for (number, page) in pages.iter().enumerate() {
        let top = PAGE * i64::try_from(number).unwrap_or(0);
        let shown = (pages.len() > 1).then(|| say::page(number + 1, pages.len(), lang));
        bottom = chart.page(&mut svg, top, page, shown.as_deref());
    }
    let height = if pages.len() > 1 { PAGE * i64::try_from(pages.len()).unwrap_or(1) } else { bottom };
    let highest = plan.windows.iter().map(|planned| planned.window.level).max().unwrap_or(Level::Baseline);
    let described = say::picture_described(plan.windows.len(), rows.len(), highest, lang);
    svg.document((WIDTH, height), lang.tag(), &described, &style(height))
}

/// On paper the picture is as wide as the sheet.
fn style(height: i64) -> String {
    let tenths = height * 2970 / WIDTH;
    let (whole, part) = (tenths / 10, tenths % 10);
    format!("@page{{size:A4 landscape;margin:0}}@media print{{svg{{width:297mm;height:{whole}.{part}mm}}}}")
}

struct Chart<'a> {
    picture: &'a PlanPicture<'a>,
    lang: Lang,
    axis: Axis,
}

impl Chart<'_> {
    /// Draws one page from `top` on; gives its lower edge.
    fn page(&self, svg: &mut Svg, top: i64, rows: &[Row<'_>], number: Option<&str>) -> i64 {
        let axis_at = top + HEAD;
        let first = axis_at + JOINED;
        let below = first + ROW * i64::try_from(rows.len()).unwrap_or(0);
        self.head(svg, top, number);
        for (index, y) in (0..rows.len()).zip((first..).step_by(usize::try_from(ROW).unwrap_or(1))) {
            let colour = if index % 2 == 0 { "#f3f4f6" } else { "#ffffff" };
            svg.rect((MARGIN, y), (RIGHT - MARGIN, ROW), &format!(r#"fill="{colour}""#));
        }
        self.axis.grid(svg, axis_at, below, self.lang);
        self.joined(svg, axis_at);
        for (row, y) in rows.iter().zip((first..).step_by(usize::try_from(ROW).unwrap_or(1))) {
            self.row(svg, row, y);
        }
        svg.line((MARGIN, below), (RIGHT, below), r##"stroke="#6b7280" stroke-width="1""##);
        self.now_line(svg, axis_at, below);
        for (row, y) in rows.iter().zip((first..).step_by(usize::try_from(ROW).unwrap_or(1))) {
            self.letters(svg, row, y);
        }
        self.foot(svg, below)
    }

    fn head(&self, svg: &mut Svg, top: i64, number: Option<&str>) {
        let PlanPicture { plan, zone, now, .. } = self.picture;
        let first = zone.local(plan.from).date();
        let last = zone.local(plan.until.plus_ms(-1)).date();
        svg.text((MARGIN, top + 46), Anchor::Start, HEADLINE, &say::picture_title(first, last, self.lang));
        if let Some(number) = number {
            svg.text((RIGHT, top + 46), Anchor::End, STRONG, number);
        }
        let revision = plan.revision.as_str();
        let revision = revision.get(..12).unwrap_or(revision);
        svg.text((MARGIN, top + 70), Anchor::Start, SMALL, &say::picture_head(*now, zone, revision, self.lang));
    }

    /// The highest level over time, in a row of its own.
    fn joined(&self, svg: &mut Svg, top: i64) {
        let [name, note] = say::posture_row(self.lang);
        svg.text((MARGIN + 6, top + 20), Anchor::Start, STRONG, &name);
        svg.text((MARGIN + 6, top + 38), Anchor::Start, SMALL, &note);
        let base = top + JOINED - 8;
        for span in spans(self.picture.plan).into_iter().filter(|span| span.level > Level::Baseline) {
            let (from, until) = (self.axis.x(span.from), self.axis.x(span.until));
            let bounds = [self.picture.zone.show(span.from), self.picture.zone.show(span.until)];
            let tip = say::window_tip(&name, span.level, [&bounds[0], &bounds[1]], self.lang);
            svg.raw(&format!("<g><title>{}</title>", escape(&tip)));
            level::bar(svg, span.level, (from, until.max(from + 2)), base, Look::Settled);
            self.letter(svg, (span.level, level::face(span.level, Look::Settled)), (from, until), base);
            svg.raw("</g>");
        }
        svg.line((LEFT, base), (RIGHT, base), r##"stroke="#374151" stroke-width="1""##);
        svg.line((MARGIN, top + JOINED), (RIGHT, top + JOINED), r##"stroke="#6b7280" stroke-width="1""##);
    }

    /// The level's word or letter in a stretch of its bar, if one has room.
    fn letter(&self, svg: &mut Svg, (of, face): (Level, Face), (from, until): (i64, i64), base: i64) {
        let letter = say::level_letter(of, self.lang);
        let word = of.term(self.lang);
        let has_room = |text: &str| has_room(text, face.size, (from, until));
        if let Some(text) = [word, &letter].into_iter().find(|text| has_room(text)) {
            svg.text((i64::midpoint(from, until), base - 4), Anchor::Middle, face, text);
        }
    }

    fn now_line(&self, svg: &mut Svg, top: i64, bottom: i64) {
        let PlanPicture { plan, zone, now, .. } = self.picture;
        if *now < plan.from || plan.until <= *now {
            return;
        }
        let x = self.axis.x(*now);
        let text = say::now_label(*now, zone, self.lang);
        svg.line((x, top), (x, bottom + 6), r##"stroke="#111827" stroke-width="2.5""##);
        let half = width_of(&text, STRONG.size) / 2;
        svg.text((x.clamp(LEFT + half, RIGHT - half), bottom + 21), Anchor::Middle, STRONG, &text);
    }

    fn title<'b>(&self, planned: &'b PlannedWindow) -> &'b str {
        match self.picture.titles {
            Titles::Public => planned.public_title.get(self.lang),
            Titles::Full => planned.title.get(self.lang),
        }
    }
}

/// Whether a text stands in a bar without touching its edges. A single character may come close.
fn has_room(text: &str, size: i64, (from, until): (i64, i64)) -> bool {
    let air = if text.chars().count() == 1 { 2 } else { 12 };
    width_of(text, size) + air <= until - from
}

/// A text cut to a width, whole when something points at it.
fn clipped(svg: &mut Svg, at: (i64, i64), face: Face, text: &str, width: i64) {
    let short = shorten(text, face.size, width);
    if short == text {
        svg.text(at, Anchor::Start, face, text);
        return;
    }
    svg.raw(&format!("<g><title>{}</title>", escape(text)));
    svg.text(at, Anchor::Start, face, &short);
    svg.raw("</g>");
}

#[cfg(test)]
mod tests;
