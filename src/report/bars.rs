//! The milestone chart: per organisation, how much of the time allowed each milestone used.

use super::aar::{Aar, MilestoneTrace};
use super::mark::Standing;
use super::svg::{Anchor, Face, Svg, shorten, wrap};
use crate::model::Lang;
use crate::text::report as say;

const WIDTH: i64 = 940;
const LABELS: i64 = 150;
/// Left edge of the bars, the place of 100 %, and the right edge (150 %).
const LEFT: i64 = 368;
const DUE: i64 = 604;
const RIGHT: i64 = 722;
const ROW: i64 = 24;

const NAME: Face = Face { size: 14, colour: "#1f2937", weight: "600", halo: "" };
const TEXT: Face = Face { size: 13, colour: "#1f2937", weight: "400", halo: "" };
const SMALL: Face = Face { size: 12, colour: "#4b5563", weight: "400", halo: "" };

/// The picture in one language; a whole SVG document.
pub fn bars_svg(aar: &Aar, lang: Lang) -> String {
    let words = say::words(lang);
    let mut svg = Svg::new(words.get("chart_bars").map_or("", String::as_str));
    let mut y = 28;
    for (percent, x) in [(0, LEFT), (50, i64::midpoint(LEFT, DUE)), (100, DUE), (150, RIGHT)] {
        svg.text((x, 18), Anchor::Middle, SMALL, &format!("{percent} %"));
    }
    svg.text((RIGHT + 28, 18), Anchor::Start, SMALL, words.get("bars_times").map_or("", String::as_str));
    for organisation in aar.organisations.iter().filter(|organisation| !organisation.milestones.is_empty()) {
        let height = i64::try_from(organisation.milestones.len()).unwrap_or(0) * ROW;
        svg.line((0, y), (WIDTH, y), r##"stroke="#d1d5db" stroke-width="1""##);
        for (line, at) in
            wrap(organisation.name.get(lang), NAME.size, LABELS - 16, 3).iter().zip((0..).map(|line| y + 18 + line * 18))
        {
            svg.text((0, at), Anchor::Start, NAME, line);
        }
        for (milestone, at) in organisation.milestones.iter().zip((0..).map(|row| y + row * ROW)) {
            bar(&mut svg, milestone, at, lang);
        }
        y += height.max(58) + 4;
    }
    svg.line((0, y), (WIDTH, y), r##"stroke="#d1d5db" stroke-width="1""##);
    svg.line((DUE, 24), (DUE, y), r##"stroke="#111827" stroke-width="1.5" stroke-dasharray="5 3""##);
    svg.finish(WIDTH, y + 8)
}

fn bar(svg: &mut Svg, milestone: &MilestoneTrace, top: i64, lang: Lang) {
    let standing = Standing::of(milestone);
    let middle = top + ROW / 2 + 1;
    svg.text((LABELS, middle + 5), Anchor::Start, TEXT, &shorten(milestone.title.get(lang), TEXT.size, LEFT - LABELS - 10));
    svg.rect((LEFT, middle - 6), (RIGHT - LEFT, 12), r##"fill="#eef0f3""##);
    let word = standing.word(lang);
    let end = match milestone.met_at {
        Some(met_at) => {
            let used = i128::from(met_at.as_ms()) * i128::from(DUE - LEFT) / i128::from(milestone.due.as_ms().max(1));
            let used = i64::try_from(used).unwrap_or(i64::MAX).clamp(2, RIGHT - LEFT);
            svg.rect((LEFT, middle - 6), (used, 12), &format!(r#"fill="{}""#, standing.colour()));
            LEFT + used
        }
        None => DUE,
    };
    svg.raw(&standing.diamond(end, middle));
    let label = match milestone.met_at {
        Some(met_at) => say::with_note(&word, &format!("{met_at} / {}", milestone.due), lang),
        None => say::with_note(&word, &format!("– / {}", milestone.due), lang),
    };
    svg.text((RIGHT + 16, middle + 5), Anchor::Start, TEXT, &label);
}
