//! What the marks of the charts mean, in the report's language.

use super::mark::Standing;
use super::svg::{Anchor, Face, Svg, width_of};
use crate::model::Lang;
use crate::text::report as say;

/// One mark to explain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    Acknowledged,
    Silent,
    Deadline,
    Milestone(Standing),
    Pause,
    Jump,
    End,
    Now,
}

/// The hatchings that charts fill bands with.
pub(super) const PATTERNS: &str = r##"<defs>
<pattern id="pause" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" fill="#ffffff"/><rect width="2" height="5" fill="#6b7280"/></pattern>
<pattern id="jump" width="8" height="8" patternUnits="userSpaceOnUse"><circle cx="2" cy="2" r="1.2" fill="#9ca3af"/></pattern>
</defs>"##;

const FACE: Face = Face { size: 13, colour: "#1f2937", weight: "400", halo: "" };
const LINE: i64 = 22;

/// Draws the legend from `at` on, in lines that end before `right`; gives the lower edge.
pub(super) fn draw(svg: &mut Svg, entries: &[Entry], lang: Lang, at: (i64, i64), right: i64) -> i64 {
    let words = say::words(lang);
    let (left, mut y) = at;
    let mut x = left;
    for entry in entries {
        let text = match entry {
            Entry::Milestone(standing) => standing.word(lang),
            Entry::Acknowledged | Entry::Silent | Entry::Deadline | Entry::Pause | Entry::Jump | Entry::End | Entry::Now => {
                words.get(word(*entry)).cloned().unwrap_or_default()
            }
        };
        let width = 26 + width_of(&text, FACE.size) + 16;
        if x + width > right && x > left {
            x = left;
            y += LINE;
        }
        symbol(svg, *entry, (x + 10, y));
        svg.text((x + 25, y + 5), Anchor::Start, FACE, &text);
        x += width;
    }
    y + LINE / 2
}

fn word(entry: Entry) -> &'static str {
    match entry {
        Entry::Acknowledged => "legend_acknowledged",
        Entry::Silent => "legend_silent",
        Entry::Deadline => "legend_deadline",
        Entry::Milestone(_) => "milestones",
        Entry::Pause => "legend_pause",
        Entry::Jump => "legend_jump",
        Entry::End => "legend_end",
        Entry::Now => "legend_now",
    }
}

fn symbol(svg: &mut Svg, entry: Entry, (x, y): (i64, i64)) {
    let dot = |fill: &str| format!(r##"<circle cx="{x}" cy="{y}" r="5" fill="{fill}" stroke="#1f3a5f" stroke-width="1.8"/>"##);
    match entry {
        Entry::Acknowledged => svg.raw(&dot("#1f3a5f")),
        Entry::Silent => svg.raw(&dot("#ffffff")),
        Entry::Deadline => {
            svg.line((x, y - 9), (x, y + 9), r##"stroke="#111827" stroke-width="1.5" stroke-dasharray="5 3""##);
        }
        Entry::Milestone(standing) => svg.raw(&standing.diamond(x, y)),
        Entry::Pause => svg.rect((x - 5, y - 9), (10, 18), r##"fill="url(#pause)" stroke="#6b7280" stroke-width="1""##),
        Entry::Jump => svg.rect((x - 9, y - 9), (18, 18), r#"fill="url(#jump)""#),
        Entry::End | Entry::Now => svg.line((x, y - 9), (x, y + 9), r##"stroke="#111827" stroke-width="2.5""##),
    }
}
