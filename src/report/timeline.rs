//! The timeline chart: a lane per organisation over exercise time, injects above, milestones below.

use super::aar::{Aar, ClockChange, InjectTrace, MilestoneStep, MilestoneTrace, OrganisationPart};
use super::legend::{self, Entry};
use super::mark::Standing;
use super::svg::{Anchor, Face, HALO, Svg, stack, width_of, wrap};
use crate::model::Lang;
use crate::text::report as say;
use crate::time::{DAY_MS, Elapsed, HOUR_MS};

/// Width of the picture in its own units: an A4 page's text is 180 mm wide, so a unit is about 0.19 mm.
const WIDTH: i64 = 940;
const LEFT: i64 = 172;
const RIGHT: i64 = 904;
/// Injects and milestones nearer than this are stacked.
const DOT: i64 = 13;
const DIAMOND: i64 = 22;
const MOST_ROWS: usize = 8;
/// More days than this have no room for their numbers.
const MOST_DAYS: i64 = 31;

const LABEL: Face = Face { size: 14, colour: "#1f2937", weight: "600", halo: "" };
const SMALL: Face = Face { size: 13, colour: "#4b5563", weight: "400", halo: HALO };

/// The picture in one language; a whole SVG document.
pub fn timeline_svg(aar: &Aar, lang: Lang) -> String {
    let chart = Chart { aar, lang, end: end_of(aar) };
    let words = say::words(lang);
    let mut svg = Svg::new(words.get("chart_timeline").map_or("", String::as_str));
    svg.raw(legend::PATTERNS);
    let top = chart.axis_top();
    let lanes = chart.lanes(&mut svg, top);
    chart.bands(&mut svg, top, lanes);
    chart.axis(&mut svg, top, lanes);
    for (organisation, (from, rows)) in aar.organisations.iter().zip(chart.heights(top)) {
        chart.lane(&mut svg, organisation, from, rows);
    }
    let bottom = legend::draw(&mut svg, &chart.legend(), lang, (8, lanes + 26), WIDTH - 8);
    svg.finish(WIDTH, bottom + 8)
}

struct Chart<'a> {
    aar: &'a Aar,
    lang: Lang,
    /// Exercise time at the right edge, in milliseconds; more than 0.
    end: i64,
}

/// Where the axis ends: after everything that is shown.
fn end_of(aar: &Aar) -> i64 {
    let dues = aar.overview.start.milestones.iter().map(|milestone| milestone.due);
    let traces = aar.organisations.iter().flat_map(|organisation| &organisation.milestones);
    let last = dues.chain(traces.map(place_of)).chain([aar.overview.reached]).max().unwrap_or(Elapsed::ZERO);
    last.as_ms().max(HOUR_MS)
}

/// Where a milestone's diamond stands: when its evidence was accepted or rejected, else at its deadline.
fn place_of(milestone: &MilestoneTrace) -> Elapsed {
    let rejected = milestone.history.iter().rev().find(|moment| matches!(moment.what, MilestoneStep::Rejected { .. }));
    match Standing::of(milestone) {
        Standing::Met | Standing::Late => milestone.met_at.unwrap_or(milestone.due),
        Standing::Rejected => rejected.map_or(milestone.due, |moment| moment.at_exercise),
        Standing::Open(_) | Standing::Overdue | Standing::Missed => milestone.due,
    }
}

/// How many rows of dots and of diamonds a lane has.
#[derive(Clone, Copy)]
struct Rows {
    dots: usize,
    diamonds: usize,
}

impl Rows {
    fn height(self) -> i64 {
        let rows = |count: usize| i64::try_from(count.max(1)).unwrap_or(1);
        (18 + rows(self.dots) * DOT + rows(self.diamonds) * DIAMOND).max(62)
    }
}

impl Chart<'_> {
    fn x(&self, at: Elapsed) -> i64 {
        let part = i128::from(at.as_ms().clamp(0, self.end)) * i128::from(RIGHT - LEFT) / i128::from(self.end);
        LEFT + i64::try_from(part).unwrap_or(0)
    }

    /// The deadlines' labels: where each stands, on which row, and what it says.
    fn deadlines(&self) -> Vec<(Elapsed, i64, usize, String)> {
        let milestones = &self.aar.overview.start.milestones;
        let label = |title: &str, due| say::deadline_label(title, due, self.lang);
        let mut ends: Vec<i64> = Vec::new();
        let mut shown = Vec::new();
        for milestone in milestones {
            let text = label(milestone.title.get(self.lang), milestone.due);
            let half = width_of(&text, SMALL.size) / 2 + 6;
            let x = self.x(milestone.due).min(WIDTH - half).max(half);
            let free = ends.iter().position(|end| *end <= x - half);
            let row = free.unwrap_or(ends.len());
            if row == ends.len() {
                ends.push(x + half);
            } else {
                ends[row] = x + half;
            }
            shown.push((milestone.due, x, row, text));
        }
        shown
    }

    /// Where the lanes begin: below the deadlines' labels and the axis.
    fn axis_top(&self) -> i64 {
        let rows = self.deadlines().iter().map(|(_, _, row, _)| row + 1).max().unwrap_or(0);
        i64::try_from(rows).unwrap_or(0) * 18 + 52
    }

    /// Top and rows of each lane.
    fn heights(&self, top: i64) -> Vec<(i64, Rows)> {
        let mut from = top;
        let mut heights = Vec::new();
        for organisation in &self.aar.organisations {
            let rows = Rows {
                dots: stack(&self.dots(organisation), DOT, MOST_ROWS).1,
                diamonds: stack(&self.diamonds(organisation), DIAMOND, MOST_ROWS).1,
            };
            heights.push((from, rows));
            from += rows.height();
        }
        heights
    }

    fn dots(&self, organisation: &OrganisationPart) -> Vec<i64> {
        organisation.injects.iter().filter_map(InjectTrace::released_at).map(|at| self.x(at)).collect()
    }

    fn diamonds(&self, organisation: &OrganisationPart) -> Vec<i64> {
        organisation.milestones.iter().map(|milestone| self.x(place_of(milestone))).collect()
    }

    /// Paints the lanes' ground; gives their lower edge.
    fn lanes(&self, svg: &mut Svg, top: i64) -> i64 {
        let mut bottom = top;
        for (index, (from, rows)) in self.heights(top).into_iter().enumerate() {
            let colour = if index % 2 == 0 { "#f6f7f9" } else { "#ffffff" };
            svg.rect((0, from), (WIDTH, rows.height()), &format!(r#"fill="{colour}""#));
            bottom = from + rows.height();
        }
        bottom
    }

    /// Pauses and jumps, behind everything else.
    fn bands(&self, svg: &mut Svg, top: i64, bottom: i64) {
        for event in &self.aar.clock {
            if let ClockChange::Jumped { to } = event.what {
                let (from, to) = (self.x(event.at_exercise), self.x(to));
                svg.rect((from, top), ((to - from).max(2), bottom - top), r#"fill="url(#jump)" class="jump""#);
            }
        }
        for pause in self.aar.pauses() {
            let x = self.x(pause.at_exercise);
            svg.rect(
                (x - 5, top),
                (10, bottom - top),
                r##"fill="url(#pause)" stroke="#6b7280" stroke-width="1" class="pause""##,
            );
        }
    }

    fn axis(&self, svg: &mut Svg, top: i64, bottom: i64) {
        let step = step_of(self.end);
        let ticks: Vec<Elapsed> = (0..=self.end / step).map(|count| Elapsed::from_ms(count * step)).collect();
        for x in ticks.iter().map(|at| self.x(*at)) {
            svg.line((x, top - 6), (x, bottom), r##"stroke="#d1d5db" stroke-width="1""##);
        }
        for (due, x, row, text) in self.deadlines() {
            let y = i64::try_from(row).unwrap_or(0) * 18 + 16;
            let dashed = r##"stroke="#111827" stroke-width="1.5" stroke-dasharray="5 3""##;
            svg.line((self.x(due), y + 4), (self.x(due), bottom), dashed);
            svg.text((x, y), Anchor::Middle, LABEL, &text);
        }
        for at in ticks {
            svg.text((self.x(at), top - 10), Anchor::Middle, SMALL, &say::axis_hours(at, self.lang));
        }
        self.days(svg, top - 28);
        svg.line((LEFT, top), (RIGHT, top), r##"stroke="#374151" stroke-width="1.5""##);
        svg.line((0, bottom), (WIDTH, bottom), r##"stroke="#374151" stroke-width="1.5""##);
        if self.aar.overview.reached.as_ms() < self.end || self.aar.is_interim() {
            let x = self.x(self.aar.overview.reached);
            svg.line((x, top - 4), (x, bottom + 4), r##"stroke="#111827" stroke-width="2.5""##);
        }
    }

    /// Day numbers over their day, where days are wide enough to be told apart.
    fn days(&self, svg: &mut Svg, y: i64) {
        if !(DAY_MS..=MOST_DAYS * DAY_MS).contains(&self.end) {
            return;
        }
        for day in 0..=(self.end - 1) / DAY_MS {
            let (from, to) = (self.x(Elapsed::from_ms(day * DAY_MS)), self.x(Elapsed::from_ms((day + 1) * DAY_MS)));
            let label = say::axis_day(day + 1, self.lang);
            if width_of(&label, SMALL.size) + 4 <= to - from {
                svg.text((i64::midpoint(from, to), y), Anchor::Middle, SMALL, &label);
            }
        }
    }

    fn lane(&self, svg: &mut Svg, organisation: &OrganisationPart, top: i64, rows: Rows) {
        let name = wrap(organisation.name.get(self.lang), LABEL.size, LEFT - 24, 3);
        let lines = i64::try_from(name.len()).unwrap_or(1);
        for (line, y) in name.iter().zip((0..).map(|line| top + rows.height() / 2 + 5 + line * 18 - (lines - 1) * 9)) {
            svg.text((8, y), Anchor::Start, LABEL, line);
        }
        let released = organisation.injects.iter().filter(|inject| inject.released_at().is_some());
        let dots = self.dots(organisation);
        let (dot_rows, count) = stack(&dots, DOT, MOST_ROWS);
        let base = top + 9 + i64::try_from(count.max(1)).unwrap_or(1) * DOT - DOT / 2;
        for ((inject, x), row) in released.zip(&dots).zip(&dot_rows) {
            let y = base - i64::try_from(*row).unwrap_or(0) * DOT;
            let fill = if inject.acknowledged_after().is_some() { "#1f3a5f" } else { "#ffffff" };
            let title = super::svg::escape(inject.inject.as_str());
            svg.raw(&format!(
                r##"<circle cx="{x}" cy="{y}" r="5" fill="{fill}" stroke="#1f3a5f" stroke-width="1.8"><title>{title}</title></circle>"##
            ));
        }
        let diamonds = self.diamonds(organisation);
        let (diamond_rows, _) = stack(&diamonds, DIAMOND, MOST_ROWS);
        for ((milestone, x), row) in organisation.milestones.iter().zip(&diamonds).zip(&diamond_rows) {
            let y = base + DOT / 2 + 14 + i64::try_from(*row).unwrap_or(0) * DIAMOND;
            svg.raw(&Standing::of(milestone).diamond(*x, y));
        }
    }

    fn legend(&self) -> Vec<Entry> {
        let mut entries = vec![Entry::Acknowledged, Entry::Silent, Entry::Deadline];
        entries.extend(Standing::SETTLED.map(Entry::Milestone));
        let traces = self.aar.organisations.iter().flat_map(|organisation| &organisation.milestones);
        for standing in traces.map(Standing::of) {
            if !entries.contains(&Entry::Milestone(standing)) {
                entries.push(Entry::Milestone(standing));
            }
        }
        if !self.aar.pauses().is_empty() {
            entries.push(Entry::Pause);
        }
        if self.aar.clock.iter().any(|event| matches!(event.what, ClockChange::Jumped { .. })) {
            entries.push(Entry::Jump);
        }
        if self.aar.is_interim() {
            entries.push(Entry::Now);
        } else if self.aar.overview.reached.as_ms() < self.end {
            entries.push(Entry::End);
        }
        entries
    }
}

/// The distance of the axis' ticks: at most nine of them.
fn step_of(end: i64) -> i64 {
    let steps = [1, 2, 3, 6, 12, 24, 48, 24 * 7].map(|hours| hours * HOUR_MS);
    steps.into_iter().find(|step| end / step <= 8).unwrap_or_else(|| (end / 8).max(1))
}
