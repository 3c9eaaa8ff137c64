//! How a level looks: the higher, the taller and the darker, each with a pattern of its own.

use crate::model::Level;
use crate::report::svg::{Face, Svg};

pub(super) const PATTERNS: &str = r##"<defs>
<pattern id="watch" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#eef3fa"/><circle cx="1.5" cy="1.5" r="1.1" fill="#5b7899"/><circle cx="4.5" cy="4.5" r="1.1" fill="#5b7899"/></pattern>
<pattern id="elevated" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#b9cde6"/><rect width="2.2" height="6" fill="#5f86b5"/></pattern>
<pattern id="restricted" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><rect width="7" height="7" fill="#0b0f17"/><rect width="1.6" height="7" fill="#ffffff"/></pattern>
</defs>"##;

/// How tall a level's bar is.
pub(super) fn height(level: Level) -> i64 {
    match level {
        Level::Baseline => 4,
        Level::Watch => 18,
        Level::Elevated => 22,
        Level::Surge => 26,
        Level::Restricted => 30,
    }
}

fn fill(level: Level) -> &'static str {
    match level {
        Level::Baseline => "#f3f4f6",
        Level::Watch => "url(#watch)",
        Level::Elevated => "url(#elevated)",
        Level::Surge => "#1f3a5f",
        Level::Restricted => "url(#restricted)",
    }
}

/// A white edge so thin that it leaves the edges of the bar whole.
const THIN_HALO: &str = r##" stroke="#ffffff" stroke-width="2.4" paint-order="stroke" stroke-linejoin="round""##;

const WHITE: Face = Face { size: 13, colour: "#ffffff", weight: "700", halo: "" };
const DARK: Face = Face { size: 13, colour: "#0b1220", weight: "700", halo: THIN_HALO };

/// How a window stands: it changes the edge of its bar, and how pale it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Settled,
    /// For approvals.
    Waiting,
    /// It holds, and the files say otherwise.
    Contested,
    /// In place of one that holds; never by itself.
    Proposed,
}

/// How a letter on a bar of this level looks.
pub(super) fn face(level: Level, look: Look) -> Face {
    let is_dark = matches!(look, Look::Settled | Look::Contested);
    match level {
        Level::Surge if is_dark => WHITE,
        Level::Surge | Level::Baseline | Level::Watch | Level::Elevated | Level::Restricted => DARK,
    }
}

/// How thick the end of a contested bar is.
const END_STOP: i64 = 7;

/// The bar of a level between two places, standing on `base`. One that waits for approval is pale with a broken edge, a contested
/// one has a heavy edge and a stop at its end, a proposed one is nearly empty with a dotted edge.
pub(super) fn bar(svg: &mut Svg, level: Level, (from, until): (i64, i64), base: i64, look: Look) {
    let (tall, fill) = (height(level), fill(level));
    let at = (from, base - tall);
    let size = ((until - from).max(1), tall);
    // Ground of its own, so that a pale bar does not mix with what lies below it.
    svg.rect(at, size, r##"fill="#ffffff""##);
    let paint = match look {
        Look::Settled => format!(r##"fill="{fill}" stroke="#111827" stroke-width="1.4""##),
        Look::Waiting => {
            format!(r##"fill="{fill}" fill-opacity="0.45" stroke="#111827" stroke-width="1.6" stroke-dasharray="4 2.5""##)
        }
        Look::Contested => format!(r##"fill="{fill}" stroke="#111827" stroke-width="3.4""##),
        Look::Proposed => format!(
            r##"fill="{fill}" fill-opacity="0.16" stroke="#111827" stroke-width="2.6" stroke-dasharray="0.1 5" stroke-linecap="round""##
        ),
    };
    svg.rect(at, size, &paint);
    if look == Look::Contested {
        svg.rect((until - END_STOP.min(size.0), at.1), (END_STOP.min(size.0), tall), r##"fill="#111827""##);
    }
}
