//! All files together: a checked workspace, or every fault. Pure.

use sha2::{Digest as _, Sha256};

use super::document::{Document, Record};
use super::faults::Faults;
use super::parse::{FileKind, Parsed, documents};
use super::techniques::Techniques;
use super::verify::{Names, Verify};
use super::{approvers, calendar, exercise, joins, playbook, reach, references, roster, safety, scenario, settings};
use crate::attack::Index;
use crate::model::{
    Event, Exercise, Fault, FaultCode, FileSet, Inject, Note, NoteCode, Person, Place, RevisionId, Scenario, Severity,
    Workspace, missing_controls,
};
use crate::time::tzdata_version;

/// What a workspace's files came to.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Only when there is no fault.
    pub workspace: Option<Workspace>,
    /// In the order of files and lines.
    pub faults: Vec<Fault>,
    pub notes: Vec<Note>,
}

/// Checks all files of a workspace, shipped ones included.
pub fn check(files: &FileSet) -> Checked {
    let mut faults = Faults::default();
    let mut notes = Vec::new();
    if !files.contains_key("standto.toml") {
        faults.push(Place::file("standto.toml"), FaultCode::NotAWorkspace { directory: ".".to_owned() });
    }
    let documents = documents(files, &mut faults);
    let parsed = parse(&documents, &mut faults);
    let sound = verified(&parsed, &mut faults);
    let index = index(&documents, &mut faults);
    let of = |kind: FileKind| sound.iter().filter(move |parsed| parsed.kind == kind).map(|parsed| parsed.root());

    let settings = of(FileKind::Settings).next().and_then(|root| settings::decode(root, &mut faults));
    let base = settings.clone().unwrap_or_else(settings::stand_in);
    let roster: Vec<Person> = of(FileKind::Roster).flat_map(|root| roster::decode(root, &base, &mut faults)).collect();
    if !parsed.iter().any(|file| file.kind == FileKind::Roster && file.is_broken) {
        notes.extend(of(FileKind::Settings).flat_map(|root| approvers::without_address(root, &roster)));
    }
    let events = of(FileKind::Calendar).flat_map(|root| calendar::decode(root, &base.zone, &mut faults, &mut notes)).collect();
    let mut events: Vec<Event> = events;
    for (path, bytes) in files.iter().filter(|(path, _)| FileKind::of(path) == Some(FileKind::ICalendar)) {
        let feed = calendar::feed(path, bytes, &base.zone);
        references::feed(&events, &feed.events, &mut faults);
        events.extend(feed.events);
        notes.extend(feed.notes);
        faults.extend(feed.faults);
    }
    let playbook_roots: Vec<_> = of(FileKind::Playbook).collect();
    let setting_rules = joins::check(&playbook_roots, &mut faults);
    let playbooks: Vec<_> = playbook_roots.into_iter().filter_map(playbook::decode).collect();
    let casts: Vec<_> = of(FileKind::Exercise).collect();
    for cast in &casts {
        safety::cast(*cast, &mut faults);
    }
    let exercises: Vec<_> = casts.iter().filter_map(|cast| exercise::decode(*cast, &base, &mut faults)).collect();
    let mut techniques = Techniques { index: &index, notes: &mut notes };
    let scenarios: Vec<_> = of(FileKind::Scenario)
        .filter_map(|root| {
            safety::scenario(root, &casts_of(root, &casts), &mut faults);
            scenario::decode(root, &mut techniques, &mut faults)
        })
        .collect();
    for scenario in &scenarios {
        reach::check(scenario, &mut faults);
    }
    notes.extend(missing_controls(&playbooks, &base.connectors, Severity::Info));
    notes.extend(exercises.iter().flat_map(|exercise| without_recipient(exercise, &scenarios)));

    let workspace = settings.filter(|_| faults.is_empty()).map(|settings| Workspace {
        revision: revision(files),
        settings,
        events,
        playbooks,
        setting_rules,
        scenarios,
        exercises,
        roster,
    });
    Checked { workspace, faults: faults.sorted(), notes }
}

/// The content address of a workspace: SHA-256 over paths, bytes and the version of the time-zone data.
pub fn revision(files: &FileSet) -> RevisionId {
    let mut hash = Sha256::new();
    for part in files.iter().flat_map(|(path, bytes)| [path.as_bytes(), bytes]).chain([tzdata_version().as_bytes()]) {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    RevisionId::new(format!("r-{}", crate::model::hex(&hash.finalize())))
}

/// The trees of all TOML files that count.
fn parse<'a>(documents: &'a [(FileKind, Document)], faults: &mut Faults) -> Vec<Parsed<'a>> {
    let toml = documents.iter().filter(|(kind, _)| kind.shape().is_some());
    toml.map(|(kind, document)| Parsed::new(*kind, document, faults)).collect()
}

/// Holds every file against its shape, and all names against each other; gives the files fit to be decoded.
fn verified<'a>(parsed: &'a [Parsed<'a>], faults: &mut Faults) -> Vec<&'a Parsed<'a>> {
    let mut names = Names::default();
    let mut sound = Vec::new();
    for file in parsed.iter().filter(|file| !file.is_replaced(parsed)) {
        let Some(shape) = file.kind.shape() else { continue };
        let path = &file.document.file;
        if file.is_broken {
            let mut saved = Names::default();
            let mut ignored = Faults::default();
            Verify { faults: &mut ignored, names: &mut saved, file: path }.record(file.root(), shape, path);
            for (realm, given) in saved.given {
                names.given.entry(realm).or_default().extend(given);
            }
        } else {
            Verify { faults, names: &mut names, file: path }.record(file.root(), shape, path);
            sound.push(file);
        }
    }
    let casts: Vec<Record<'_>> = sound.iter().filter(|file| file.kind == FileKind::Exercise).map(|file| file.root()).collect();
    references::check(&names, &casts, faults);
    sound
}

/// The shipped table of techniques, with the imported one over it.
fn index(documents: &[(FileKind, Document)], faults: &mut Faults) -> Index {
    let shipped = Index::shipped();
    let Some((_, document)) = documents.iter().find(|(kind, _)| *kind == FileKind::Attack) else { return shipped };
    match Index::from_csv(document.text.as_bytes()) {
        Ok(imported) => shipped.overlaid(imported),
        Err(unusable) => {
            let fault = unusable.fault(&document.file);
            faults.push(document.place_of_line(fault.place.line), fault.code);
            shipped
        }
    }
}

/// The casts that play the scenario of this file.
fn casts_of<'a>(scenario: Record<'a>, casts: &[Record<'a>]) -> Vec<Record<'a>> {
    let id = scenario.record("scenario").and_then(|head| head.str("id"));
    let plays = |cast: &Record<'a>| cast.record("exercise").and_then(|head| head.str("scenario")) == id;
    casts.iter().copied().filter(|cast| id.is_some() && plays(cast)).collect()
}

fn without_recipient(exercise: &Exercise, scenarios: &[Scenario]) -> Vec<Note> {
    let Some(scenario) = scenarios.iter().find(|scenario| scenario.id == exercise.scenario) else { return Vec::new() };
    let is_received = |inject: &Inject| {
        inject.to.iter().any(|recipient| {
            let organisations = exercise.organisations.iter().filter(|organisation| organisation.part == recipient.part);
            let mut players = organisations.flat_map(|organisation| &organisation.players);
            players.any(|player| recipient.team.as_ref().is_none_or(|team| *team == player.team))
        })
    };
    let missed = scenario.injects.iter().filter(|inject| !is_received(inject));
    missed
        .map(|inject| Note {
            severity: Severity::Warning,
            code: NoteCode::NoRecipient { inject: inject.id.to_string(), exercise: exercise.id.to_string() },
            place: Some(inject.place.clone()),
        })
        .collect()
}
