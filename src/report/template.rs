//! The frames of reports: those built in, and those a workspace puts in their place.

use std::collections::BTreeMap;

use rust_embed::RustEmbed;
use serde::Serialize;

use crate::model::{FileSet, Lang, Place};
use crate::text;

/// The repository's `templates/`, as bytes of the program.
#[derive(RustEmbed)]
#[folder = "templates/"]
struct BuiltIn;

/// Where a workspace keeps its own frames.
const FOLDER: &str = "templates/";

/// Why a report could not be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportError {
    /// A template is broken: where, and what the template engine says.
    Template { place: Place, why: String },
}

impl ReportError {
    /// The error in words.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            ReportError::Template { place, why } => text::report::broken_template(&place.to_string(), why, lang),
        }
    }
}

/// Renders `name` with `view`. A file of the same name under `templates/` of `overrides` replaces the one built in.
///
/// Everything in the view is escaped, unless the template says `safe`.
pub(super) fn render(name: &str, view: &impl Serialize, overrides: &FileSet) -> Result<String, ReportError> {
    let mut tera = tera::Tera::new();
    let sources = sources(name, overrides)?;
    tera.add_raw_templates(sources.iter().map(|(name, text)| (name.as_str(), text.as_str())))
        .map_err(|error| broken(name, &error))?;
    let context = tera::Context::from_serialize(view).map_err(|error| broken(name, &error))?;
    tera.render(name, &context).map_err(|error| broken(name, &error))
}

/// The template and its parts (`aar.html` and `aar/…`), by name.
fn sources(name: &str, overrides: &FileSet) -> Result<BTreeMap<String, String>, ReportError> {
    let folder = format!("{}/", name.split('.').next().unwrap_or(name));
    let is_part = |path: &str| path == name || path.starts_with(&folder);
    let mut sources = BTreeMap::new();
    for path in BuiltIn::iter().filter(|path| is_part(path)) {
        if let Some(file) = BuiltIn::get(&path) {
            sources.insert(path.to_string(), utf8(&path, &file.data)?);
        }
    }
    for (path, bytes) in overrides {
        if let Some(path) = path.strip_prefix(FOLDER).filter(|path| is_part(path)) {
            sources.insert(path.to_owned(), utf8(path, bytes)?);
        }
    }
    Ok(sources)
}

fn utf8(path: &str, bytes: &[u8]) -> Result<String, ReportError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = String::from_utf8_lossy(before).matches('\n').count() + 1;
        let place = Place { file: format!("{FOLDER}{path}"), line, column: 1, ..Place::default() };
        ReportError::Template { place, why: error.to_string() }
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned())
}

fn broken(name: &str, error: &tera::Error) -> ReportError {
    use tera::ErrorKind;
    if let ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) = error.kind() {
        let span = report.span();
        let (line, column) = (span.start_line, span.start_col + 1);
        let place = Place { file: format!("{FOLDER}{}", report.filename()), line, column, ..Place::default() };
        return ReportError::Template { place, why: report.message().trim_end_matches('.').to_owned() };
    }
    ReportError::Template {
        place: Place::file(format!("{FOLDER}{name}")),
        why: error.to_string().trim_end_matches('.').to_owned(),
    }
}
