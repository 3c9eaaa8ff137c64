//! A fault as people see it: what is wrong, where, the line with a mark under it, what to do next.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, renderer::DecorStyle};

use super::{faults, notes, remedies, say, terms::Term as _};
use crate::model::{Fault, Lang, Note, Place, Severity};

/// Whether text goes to a terminal that shows colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Styling {
    Plain,
    Coloured,
}

/// A fault with its place, its line, what was probably meant, and the remedy. Ends without a line break.
pub fn fault(fault: &Fault, lang: Lang, styling: Styling) -> String {
    let name = say!(lang, "fault", "誤り");
    let mut helps = Vec::new();
    if let Some(meant) = &fault.suggestion {
        helps.push(say!(lang, "did you mean `{meant}`?", "`{meant}` ではありませんか？"));
    }
    helps.extend(remedies::remedy(&fault.code, lang));
    let level = Level::ERROR.with_name(name.as_str());
    let title = faults::fault(&fault.code, lang);
    render(level.primary_title(title.as_str()), Some(&fault.place), &helps, lang, styling)
}

/// A note with its place.
pub fn note(note: &Note, lang: Lang, styling: Styling) -> String {
    let level = match note.severity {
        Severity::Info => Level::NOTE,
        Severity::Warning => Level::WARNING,
        Severity::Alarm => Level::ERROR,
    };
    let title = notes::note(&note.code, lang);
    let level = level.with_name(note.severity.term(lang));
    render(level.primary_title(title.as_str()), note.place.as_ref(), &[], lang, styling)
}

fn render(
    title: annotate_snippets::Title<'_>,
    place: Option<&Place>,
    helps: &[String],
    lang: Lang,
    styling: Styling,
) -> String {
    let next = say!(lang, "help", "対処");
    let messages: Vec<_> = helps.iter().map(|help| Level::HELP.with_name(next.as_str()).message(help.as_str())).collect();
    let group = match place {
        Some(place) if place.text.is_empty() => title.element(origin(place)).elements(messages),
        Some(place) => {
            let snippet = Snippet::source(place.text.as_str())
                .line_start(place.line)
                .path(place.file.as_str())
                .annotation(AnnotationKind::Primary.span(marked(place)));
            title.element(snippet).elements(messages)
        }
        None => Group::with_title(title).elements(messages),
    };
    let renderer = match styling {
        Styling::Plain => Renderer::plain(),
        Styling::Coloured => Renderer::styled(),
    };
    renderer.decor_style(DecorStyle::Ascii).term_width(WIDTH).render(&[group])
}

/// Longer lines are shown around the mark only.
const WIDTH: usize = 140;

/// A place whose line is not known: the file, and the line and column if there are any.
fn origin(place: &Place) -> Origin<'_> {
    let origin = Origin::path(place.file.as_str());
    if place.line == 0 { origin } else { origin.line(place.line).char_column(place.column) }
}

/// The marked bytes of the line.
fn marked(place: &Place) -> std::ops::Range<usize> {
    let byte = |count: usize| place.text.char_indices().nth(count).map_or(place.text.len(), |(at, _)| at);
    let start = place.column.saturating_sub(1);
    byte(start)..byte(start + place.width)
}
