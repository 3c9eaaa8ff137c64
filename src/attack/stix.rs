//! ATT&CK bundles in STIX 2.0 and 2.1: techniques, and what revoked ones were revoked by.
//!
//! Reads only the properties it needs and ignores all others, so that later versions of the data model still load.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::index::{Status, Technique, Unusable};
use crate::model::TechniqueId;

#[derive(Deserialize)]
struct Bundle {
    objects: Vec<Object>,
}

/// Any object of a bundle; which properties it has depends on its type.
#[derive(Deserialize)]
struct Object {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    revoked: bool,
    #[serde(default)]
    x_mitre_deprecated: bool,
    #[serde(default)]
    external_references: Vec<Reference>,
    #[serde(default)]
    kill_chain_phases: Vec<Phase>,
    #[serde(default)]
    relationship_type: String,
    #[serde(default)]
    source_ref: String,
    #[serde(default)]
    target_ref: String,
}

#[derive(Deserialize)]
struct Reference {
    #[serde(default)]
    source_name: String,
    #[serde(default)]
    external_id: String,
}

#[derive(Deserialize)]
struct Phase {
    #[serde(default)]
    phase_name: String,
}

impl Object {
    fn is_technique(&self) -> bool {
        self.kind == "attack-pattern"
    }

    fn technique_id(&self) -> Option<TechniqueId> {
        let reference = self.external_references.iter().find(|reference| reference.source_name.starts_with("mitre-"))?;
        (!reference.external_id.is_empty()).then(|| TechniqueId::from(reference.external_id.as_str()))
    }
}

pub(super) fn read(bytes: &[u8]) -> Result<BTreeMap<TechniqueId, Technique>, Unusable> {
    let bundle: Bundle = serde_json::from_slice(bytes).map_err(|error| Unusable::NotABundle { line: error.line() })?;
    let ids: BTreeMap<&str, TechniqueId> = bundle
        .objects
        .iter()
        .filter(|object| object.is_technique())
        .filter_map(|object| Some((object.id.as_str(), object.technique_id()?)))
        .collect();
    let successors: BTreeMap<&str, &TechniqueId> = bundle
        .objects
        .iter()
        .filter(|object| object.kind == "relationship" && object.relationship_type == "revoked-by")
        .filter_map(|object| Some((object.source_ref.as_str(), ids.get(object.target_ref.as_str())?)))
        .collect();
    let mut techniques = BTreeMap::new();
    for object in bundle.objects.iter().filter(|object| object.is_technique()) {
        let Some(id) = ids.get(object.id.as_str()) else { continue };
        let technique = Technique {
            name: object.name.clone(),
            tactics: object.kill_chain_phases.iter().map(|phase| phase.phase_name.clone()).collect(),
            status: status(object, successors.get(object.id.as_str()).copied()),
        };
        // An id that was given out twice: the one in use counts.
        if technique.status == Status::Active || !techniques.contains_key(id) {
            techniques.insert(id.clone(), technique);
        }
    }
    if techniques.is_empty() { Err(Unusable::NoTechniques) } else { Ok(techniques) }
}

fn status(object: &Object, successor: Option<&TechniqueId>) -> Status {
    match successor {
        Some(by) if object.revoked => Status::Revoked { by: by.clone() },
        None if object.revoked => Status::Deprecated,
        Some(_) | None if object.x_mitre_deprecated => Status::Deprecated,
        Some(_) | None => Status::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attack::{Found, Index};

    /// Hand-written in the form of a bundle: an active technique, one revoked by it, one deprecated, other objects.
    const BUNDLE: &str = r#"{ "type": "bundle", "id": "bundle--1", "spec_version": "2.0", "objects": [
        { "type": "attack-pattern", "id": "attack-pattern--a", "name": "Living", "kill_chain_phases":
            [{ "kill_chain_name": "mitre-attack", "phase_name": "stealth" }],
          "external_references": [{ "source_name": "paper", "url": "x" }, { "source_name": "mitre-attack", "external_id": "T1001" }] },
        { "type": "attack-pattern", "id": "attack-pattern--b", "name": "Old", "revoked": true,
          "external_references": [{ "source_name": "mitre-ics-attack", "external_id": "T0002" }] },
        { "type": "attack-pattern", "id": "attack-pattern--c", "name": "Gone", "x_mitre_deprecated": true,
          "external_references": [{ "source_name": "mitre-attack", "external_id": "T1003" }] },
        { "type": "attack-pattern", "id": "attack-pattern--d", "name": "No id" },
        { "type": "relationship", "id": "relationship--1", "relationship_type": "revoked-by",
          "source_ref": "attack-pattern--b", "target_ref": "attack-pattern--a" },
        { "type": "x-mitre-tactic", "id": "x-mitre-tactic--1", "name": "Stealth", "x_new_property": { "a": [1] } }
    ]}"#;

    #[test]
    fn a_bundle_gives_living_revoked_and_deprecated_techniques() {
        let index = Index::from_stix(BUNDLE.as_bytes()).unwrap();
        assert_eq!(index.len(), 3);
        assert_eq!(index.resolve(&TechniqueId::from("T0002")), Found::Revoked { living: TechniqueId::from("T1001") });
        assert_eq!(index.technique(&TechniqueId::from("T1003")).unwrap().status, Status::Deprecated);
        assert_eq!(index.technique(&TechniqueId::from("T1001")).unwrap().tactics, ["stealth"]);
        assert_eq!(Index::from_csv(index.to_csv().as_bytes()), Ok(index));
    }

    #[test]
    fn what_is_no_bundle_says_where_it_stopped() {
        assert_eq!(read(b"{\n \"objects\": 5 }"), Err(Unusable::NotABundle { line: 2 }));
        assert_eq!(read(b"{ \"objects\": [] }"), Err(Unusable::NoTechniques));
    }
}
