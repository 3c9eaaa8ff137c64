//! A report as one HTML file: self-contained, without script, ready to print on A4.

use super::aar::Aar;
use super::template::{self, ReportError};
use super::view::View;
use super::{bars, timeline};
use crate::model::{FileSet, Lang};
use crate::time::Zone;

/// The after-action report in one language. Wall times are shown in `zone`; `overrides` are the workspace's files.
pub fn html(aar: &Aar, lang: Lang, zone: &Zone, overrides: &FileSet) -> Result<String, ReportError> {
    let mut view = View::of(aar, lang, zone);
    view.timeline = timeline::timeline_svg(aar, lang);
    view.bars = bars::bars_svg(aar, lang);
    template::render("aar.html", &view, overrides)
}
