//! Bytes to documents by kind of file, and the tree of a TOML document. Pure.

use toml::Spanned;
use toml::de::DeTable;

use super::document::{Document, Record};
use super::faults::Faults;
use super::moment::looks_like_date;
use super::shape::Shape;
use super::{calendar, encoding, exercise, playbook, roster, scenario, settings};
use crate::model::{FaultCode, FileSet, Place};

/// Where the shipped files stand in a file set.
pub(super) const SHIPPED: &str = "shipped/";

/// What a file is for, as its path tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    Settings,
    Roster,
    Calendar,
    ICalendar,
    Playbook,
    Scenario,
    Exercise,
    Attack,
}

impl FileKind {
    pub(super) fn of(path: &str) -> Option<Self> {
        let path = path.strip_prefix(SHIPPED).unwrap_or(path);
        match path {
            "standto.toml" => return Some(Self::Settings),
            "roster.toml" => return Some(Self::Roster),
            "imported/attack.csv" => return Some(Self::Attack),
            _ => {}
        }
        let (folder, name) = path.split_once('/')?;
        let (_, extension) = name.rsplit_once('.')?;
        match (folder, extension) {
            ("calendar", "toml") => Some(Self::Calendar),
            ("calendar", "ics") => Some(Self::ICalendar),
            ("playbooks", "toml") => Some(Self::Playbook),
            ("scenarios", "toml") => Some(Self::Scenario),
            ("exercises", "toml") => Some(Self::Exercise),
            _ => None,
        }
    }

    /// The shape of files of this kind, if they are TOML.
    pub(super) fn shape(self) -> Option<&'static Shape> {
        match self {
            Self::Settings => Some(&settings::SETTINGS),
            Self::Roster => Some(&roster::ROSTER),
            Self::Calendar => Some(&calendar::CALENDAR),
            Self::Playbook => Some(&playbook::PLAYBOOK),
            Self::Scenario => Some(&scenario::SCENARIO),
            Self::Exercise => Some(&exercise::EXERCISE),
            Self::ICalendar | Self::Attack => None,
        }
    }

    /// The table that names the one thing in files of this kind.
    fn head(self) -> Option<&'static str> {
        match self {
            Self::Playbook => Some("playbook"),
            Self::Scenario => Some("scenario"),
            Self::Exercise | Self::Settings | Self::Roster | Self::Calendar | Self::ICalendar | Self::Attack => None,
        }
    }
}

/// The text of every file with its kind; iCalendar files are read by `calendar`, which knows about their folded lines.
pub(super) fn documents(files: &FileSet, faults: &mut Faults) -> Vec<(FileKind, Document)> {
    let mut documents = Vec::new();
    for (path, bytes) in files {
        let Some(kind) = FileKind::of(path).filter(|kind| *kind != FileKind::ICalendar) else { continue };
        match encoding::decode(bytes) {
            Some(text) => documents.push((kind, Document::new(path, text))),
            None => faults.push(Place::file(path), FaultCode::NotText { tried: encoding::TRIED.to_owned() }),
        }
    }
    documents
}

/// A TOML document and its tree.
pub(super) struct Parsed<'a> {
    pub kind: FileKind,
    pub document: &'a Document,
    tree: Spanned<DeTable<'a>>,
    /// Its syntax is so broken that the tree is good for names and nothing else.
    pub is_broken: bool,
}

impl<'a> Parsed<'a> {
    pub(super) fn new(kind: FileKind, document: &'a Document, faults: &mut Faults) -> Self {
        let (tree, errors) = DeTable::parse_recoverable(&document.text);
        let mut is_broken = false;
        for error in &errors {
            let span = error.span().unwrap_or_default();
            let found = document.text.get(span.clone()).unwrap_or_default().trim();
            let code = if looks_like_date(found) {
                FaultCode::BadDate { found: found.to_owned() }
            } else {
                // A key written twice keeps its first value, and the rest of the tree is whole.
                is_broken |= error.message() != "duplicate key";
                let is_missing = found.is_empty() && error.message().starts_with("string values must be quoted");
                let detail = if is_missing { "missing value for key" } else { error.message() };
                FaultCode::Syntax { detail: detail.to_owned() }
            };
            faults.push(document.place(span), code);
        }
        Self { kind, document, tree, is_broken }
    }

    pub(super) fn root(&'a self) -> Record<'a> {
        Record::root(self.document, self.tree.get_ref())
    }

    /// Whether a file of the workspace stands for this shipped one: same kind, same id.
    pub(super) fn is_replaced(&'a self, all: &'a [Parsed<'a>]) -> bool {
        let own = self.head_id();
        let stands_for = |other: &'a Parsed<'a>| {
            other.kind == self.kind && !other.document.file.starts_with(SHIPPED) && other.head_id() == own
        };
        self.document.file.starts_with(SHIPPED) && own.is_some() && all.iter().any(stands_for)
    }

    fn head_id(&'a self) -> Option<&'a str> {
        self.root().record(self.kind.head()?)?.str("id")
    }
}
