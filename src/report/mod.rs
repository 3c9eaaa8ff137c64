//! Facts to a report, and a report to bytes; a plan to a picture. Pure: values in, bytes out; never reads a state table, a clock
//! or a file.
//!
//! `aar` folds the journal's entries of one exercise run into one value; the writers (HTML, JSON, SVG) read that value alone.

mod aar;
mod bars;
mod fold;
mod html;
mod json;
mod legend;
mod mark;
mod plan_ics;
mod plan_svg;
mod svg;
mod template;
mod timeline;
mod times;
mod trace;
mod view;

pub use aar::*;
pub use bars::bars_svg;
pub use fold::aar;
pub use html::html;
pub use json::json;
pub use plan_ics::plan_ics;
pub use plan_svg::{Consent, PlanPicture, Titles, plan_svg};
pub use template::ReportError;
pub use timeline::timeline_svg;
pub use times::{MilestoneCounts, Times, in_phase};

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
