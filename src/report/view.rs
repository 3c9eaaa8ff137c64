//! A report as a template sees it: every value a finished string. What belongs to one section is in the part of its name.

use std::collections::BTreeMap;

use serde::Serialize;

use super::aar::{Aar, OrganisationPart};
use crate::model::{Lang, OrganisationId};
use crate::text::report as say;
use crate::time::{Elapsed, Timestamp, Zone};

mod injects;
mod milestones;
mod overview;
mod records;
mod summary;

/// Everything the template knows.
#[derive(Serialize)]
pub(super) struct View {
    lang: &'static str,
    w: BTreeMap<&'static str, String>,
    document: overview::Document,
    overview: overview::Overview,
    summary: summary::Summary,
    pub(super) timeline: String,
    pub(super) bars: String,
    milestones: Vec<milestones::Organisation>,
    by_inject: Vec<injects::ByInject>,
    injects: Vec<injects::Organisation>,
    deliveries: records::Deliveries,
    chronology: Vec<records::Day>,
    integrity: records::Integrity,
}

impl View {
    pub(super) fn of(aar: &Aar, lang: Lang, zone: &Zone) -> Self {
        let say = Sayer { aar, lang, zone, words: say::words(lang) };
        Self {
            lang: lang.tag(),
            document: overview::document(&say),
            overview: overview::overview(&say),
            summary: summary::summary(&say),
            timeline: String::new(),
            bars: String::new(),
            milestones: milestones::organisations(&say),
            by_inject: injects::by_inject(&say),
            injects: injects::organisations(&say),
            deliveries: records::deliveries(&say),
            chronology: records::chronology(&say),
            integrity: records::integrity(&say),
            w: say.words,
        }
    }
}

/// A labelled value.
#[derive(Serialize)]
struct Row {
    label: String,
    text: String,
    /// Set in a monospaced face.
    code: bool,
}

/// The report, and how it is said.
struct Sayer<'a> {
    aar: &'a Aar,
    lang: Lang,
    zone: &'a Zone,
    words: BTreeMap<&'static str, String>,
}

impl Sayer<'_> {
    /// A fixed label. Labels are checked by a test: a name without one would show itself.
    fn word(&self, name: &'static str) -> String {
        self.words.get(name).cloned().unwrap_or_else(|| name.to_owned())
    }

    fn row(&self, label: &'static str, text: String) -> Row {
        Row { label: self.word(label), text, code: false }
    }

    fn code(&self, label: &'static str, text: String) -> Row {
        Row { code: true, ..self.row(label, text) }
    }

    /// A wall time to the minute, in the report's zone.
    fn at(&self, at: Timestamp) -> String {
        say::date_time(self.zone.local(at), self.lang)
    }

    /// The time of day alone, to the second.
    fn time_of_day(&self, at: Timestamp) -> String {
        say::time_exact(self.zone.local(at))
    }

    /// A wall time to the second.
    fn exactly(&self, at: Timestamp) -> String {
        say::date_time_exact(self.zone.local(at), self.lang)
    }

    fn with_zone(&self, text: &str) -> String {
        say::with_note(text, self.zone.name(), self.lang)
    }

    fn duration_or_dash(&self, length: Option<Elapsed>) -> String {
        length.map_or_else(|| "–".to_owned(), |length| say::duration(length, self.lang))
    }

    fn name(&self, organisation: &OrganisationPart) -> String {
        organisation.name.get(self.lang).to_owned()
    }

    fn name_of(&self, id: Option<&OrganisationId>) -> String {
        match id {
            Some(id) => self.aar.organisation(id).map_or_else(|| id.to_string(), |organisation| self.name(organisation)),
            None => String::new(),
        }
    }

    fn joined<T: ToString>(&self, items: &[T]) -> String {
        items.iter().map(ToString::to_string).collect::<Vec<_>>().join(&self.word("comma"))
    }
}
