//! Across tables and files: ids given twice, ids that nothing gives, casts that do not fit their scenario. Pure.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::document::Record;
use super::faults::Faults;
use super::verify::{Names, Realm, Use, inner};
use crate::model::{Event, EventId, FaultCode, Place};

/// Reports every id that is given twice and every one that is used but not given.
pub(super) fn check(names: &Names, casts: &[Record<'_>], faults: &mut Faults) {
    for ((kind, _), given) in &names.given {
        duplicates(kind, given, faults);
    }
    for used in &names.used {
        resolve(names, used, faults);
    }
    for cast in casts {
        for used in cast_uses(names, *cast) {
            resolve(names, &used, faults);
        }
    }
}

fn duplicates(kind: &str, given: &[(String, Place)], faults: &mut Faults) {
    let mut first: BTreeMap<&str, &Place> = BTreeMap::new();
    for (id, place) in given {
        match first.entry(id) {
            Entry::Vacant(entry) => {
                entry.insert(place);
            }
            Entry::Occupied(entry) => {
                let first = (*entry.get()).clone();
                faults.push(place.clone(), FaultCode::DuplicateId { kind: kind.to_owned(), id: id.clone(), first });
            }
        }
    }
}

/// Reports events of a calendar file whose ids other files have given before.
pub(super) fn feed(before: &[Event], feed: &[Event], faults: &mut Faults) {
    let first: BTreeMap<&EventId, &Place> = before.iter().map(|event| (&event.id, &event.place)).collect();
    for event in feed {
        if let Some(first) = first.get(&event.id) {
            let (kind, id) = ("event".to_owned(), event.id.to_string());
            faults.push(event.place.clone(), FaultCode::DuplicateId { kind, id, first: (*first).clone() });
        }
    }
}

fn resolve(names: &Names, used: &Use, faults: &mut Faults) {
    if names.has(&used.realm, &used.id) || lacks_its_parent(names, &used.realm) {
        return;
    }
    let accepted = names.ids(&used.realm);
    let kind = used.realm.0.to_owned();
    faults.push(used.place.clone(), FaultCode::UnknownReference { kind, id: used.id.clone(), accepted });
}

/// A team of a part that is unknown itself: the part is reported, not the team.
fn lacks_its_parent(names: &Names, (kind, realm): &Realm) -> bool {
    let Some((outer, part)) = realm.rsplit_once('#') else { return false };
    let file = outer.trim_end_matches('#').to_owned();
    *kind == "team" && !names.has(&("part", file), part)
}

/// What a cast uses of the scenario it names.
fn cast_uses(names: &Names, root: Record<'_>) -> Vec<Use> {
    let scenario = root.record("exercise").and_then(|head| head.str("scenario")).unwrap_or_default();
    let scenarios = names.given.get(&("scenario", String::new())).map(Vec::as_slice).unwrap_or_default();
    let Some((_, place)) = scenarios.iter().find(|(id, _)| id == scenario) else { return Vec::new() };
    let file = &place.file;
    let mut uses = Vec::new();
    for organisation in root.records("organisation") {
        let Some(part) = organisation.str("part") else { continue };
        uses.push(Use { realm: ("part", file.clone()), id: part.to_owned(), place: organisation.place_of("part") });
        let realm = ("team", inner(&inner(file, ""), part));
        for player in organisation.records("players") {
            let Some(team) = player.str("team") else { continue };
            uses.push(Use { realm: realm.clone(), id: team.to_owned(), place: player.place_of("team") });
        }
    }
    uses
}
