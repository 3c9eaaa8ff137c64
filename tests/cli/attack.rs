//! `attack`: looking techniques up, and taking MITRE's bundle in.

use crate::sandbox::Sandbox;

/// Two living techniques and two revoked ones, as a STIX bundle has them.
const BUNDLE: &str = r#"{
  "type": "bundle", "id": "bundle--1", "objects": [
    {"type": "attack-pattern", "id": "attack-pattern--a", "name": "Pass the Hash", "revoked": false,
     "external_references": [{"source_name": "mitre-attack", "external_id": "T1550.002"}],
     "kill_chain_phases": [{"kill_chain_name": "mitre-attack", "phase_name": "lateral-movement"}]},
    {"type": "attack-pattern", "id": "attack-pattern--b", "name": "Pass the Hash", "revoked": true,
     "external_references": [{"source_name": "mitre-attack", "external_id": "T1075"}]},
    {"type": "attack-pattern", "id": "attack-pattern--c", "name": "A brand new way",
     "external_references": [{"source_name": "mitre-attack", "external_id": "T9901"}]},
    {"type": "relationship", "id": "relationship--1", "relationship_type": "revoked-by",
     "source_ref": "attack-pattern--b", "target_ref": "attack-pattern--a"}
  ]
}"#;

#[test]
fn a_revoked_technique_leads_to_the_living_one() {
    let sandbox = Sandbox::small();
    for id in ["T1075", "t1075", " T1075 "] {
        sandbox.run(&["attack", "show", id]).exits(0).says("T1075 is revoked; use T1550.002 Pass the Hash");
    }
    sandbox.ja(&["attack", "show", "T1075"]).exits(0).says("失効").says("T1550.002");
    sandbox.run(&["attack", "show", "T1550.002"]).exits(0).says("T1550.002  ");
    sandbox.run(&["attack", "show", "T9901"]).exits(1).complains("T9901").complains("attack import");
    sandbox.ja(&["attack", "show", "T9901"]).exits(1).complains("attack import");
}

#[test]
fn an_imported_bundle_adds_what_is_not_shipped() {
    let sandbox = Sandbox::small();
    sandbox.write("bundle.json", BUNDLE);
    sandbox.run(&["attack", "import", "bundle.json"]).exits(0).says("3 techniques").says("imported/attack.csv");
    sandbox.run(&["attack", "show", "T9901"]).exits(0).says("A brand new way");
    sandbox.run(&["attack", "show", "T1075"]).exits(0).says("T1550.002");
    sandbox.run(&["check"]).exits(0);
}

#[test]
fn a_revoked_technique_in_a_scenario_gets_a_note_with_its_successor() {
    let sandbox = Sandbox::small();
    sandbox.edit("scenarios/short.toml", "length = \"7d\"", "length = \"7d\"\ntechniques = [\"T1075\", \"T9901\"]");
    let run = sandbox.run(&["check"]).exits(0);
    run.complains("T1550.002").complains("scenarios/short.toml:6").complains("attack import");
    sandbox.ja(&["check"]).exits(0).complains("T1550.002").complains("attack import");
}

#[test]
fn what_is_no_bundle_is_a_fault_and_leaves_nothing() {
    let sandbox = Sandbox::small();
    sandbox.write("empty.json", "{\"type\": \"bundle\", \"objects\": []}");
    sandbox.write("list.json", "[1, 2]");
    for file in ["empty.json", "list.json", "standto.toml"] {
        sandbox.run(&["attack", "import", file]).exits(2).complains(file).complains("enterprise-attack.json");
        sandbox.ja(&["attack", "import", file]).exits(2).complains(file);
    }
    sandbox.run(&["attack", "import", "gone.json"]).exits(2).complains("gone.json");
    assert!(!sandbox.path("imported").exists());
}
