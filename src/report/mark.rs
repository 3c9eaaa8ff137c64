//! How a milestone stands, and the diamond that shows it: by shape first, so that it survives a grey printer, then by colour.

use super::aar::MilestoneTrace;
use crate::model::{Lang, MilestoneStatus};
use crate::text;
use crate::text::terms::Term as _;

/// What a reader is told of a milestone. An open one whose deadline has passed is told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Open(MilestoneStatus),
    Overdue,
    Met,
    Late,
    Missed,
    Rejected,
}

const GREEN: &str = "#1d6b45";
const AMBER: &str = "#9a5b00";
const RED: &str = "#a3192b";
const VIOLET: &str = "#5b3a94";
const GREY: &str = "#6b7280";

impl Standing {
    /// Those a legend always explains.
    pub(super) const SETTLED: [Standing; 4] = [Standing::Met, Standing::Late, Standing::Missed, Standing::Rejected];

    pub(super) fn of(milestone: &MilestoneTrace) -> Self {
        match milestone.status {
            MilestoneStatus::Met => Standing::Met,
            MilestoneStatus::Late => Standing::Late,
            MilestoneStatus::Missed => Standing::Missed,
            MilestoneStatus::Rejected => Standing::Rejected,
            MilestoneStatus::Pending | MilestoneStatus::AtRisk if milestone.is_overdue => Standing::Overdue,
            MilestoneStatus::Pending | MilestoneStatus::AtRisk => Standing::Open(milestone.status),
        }
    }

    pub(super) fn word(self, lang: Lang) -> String {
        let status = match self {
            Standing::Open(status) => status,
            Standing::Overdue => return text::report::overdue(lang),
            Standing::Met => MilestoneStatus::Met,
            Standing::Late => MilestoneStatus::Late,
            Standing::Missed => MilestoneStatus::Missed,
            Standing::Rejected => MilestoneStatus::Rejected,
        };
        status.term(lang).to_owned()
    }

    /// The class that style sheets know it by.
    pub(super) fn class(self) -> &'static str {
        match self {
            Standing::Open(_) => "open",
            Standing::Overdue => "overdue",
            Standing::Met => "met",
            Standing::Late => "late",
            Standing::Missed => "missed",
            Standing::Rejected => "rejected",
        }
    }

    pub(super) fn colour(self) -> &'static str {
        match self {
            Standing::Open(_) => GREY,
            Standing::Met => GREEN,
            Standing::Late => AMBER,
            Standing::Overdue | Standing::Missed => RED,
            Standing::Rejected => VIOLET,
        }
    }

    /// The diamond around (`x`, `y`), 18 units wide, as SVG elements.
    pub(super) fn diamond(self, x: i64, y: i64) -> String {
        let colour = self.colour();
        let outline = |fill: &str, more: &str| {
            format!(r#"<path d="M0 -9L9 0L0 9L-9 0Z" fill="{fill}" stroke="{colour}" stroke-width="2"{more}/>"#)
        };
        let stroke = |path: &str, colour: &str| {
            format!(r#"<path d="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-linecap="round"/>"#)
        };
        let drawn = match self {
            Standing::Met => outline(colour, "") + &stroke("M-3.5 0L-1 3L4 -3", "#fff"),
            Standing::Late => outline("#fff", "") + &format!(r#"<path d="M0 -9L9 0L0 9Z" fill="{colour}"/>"#),
            Standing::Missed => outline("#fff", "") + &stroke("M-3 -3L3 3M3 -3L-3 3", colour),
            Standing::Rejected => outline(colour, "") + &stroke("M-4 0H4", "#fff"),
            Standing::Open(_) => outline("#fff", r#" stroke-dasharray="3 2""#),
            Standing::Overdue => outline("#fff", r#" stroke-dasharray="3 2""#) + &stroke("M0 -4V1M0 4V4.2", colour),
        };
        format!(r#"<g transform="translate({x} {y})">{drawn}</g>"#)
    }

    /// The diamond as a picture of its own, as high as a line of text. The word always stands beside it.
    pub(super) fn icon(self) -> String {
        let diamond = self.diamond(0, 0);
        format!(r#"<svg class="mark" viewBox="-11 -11 22 22" width="14" height="14" aria-hidden="true">{diamond}</svg>"#)
    }
}
