//! What the repository ships is sound: scenarios, playbooks and the example workspace.
//!
//! Never touches the network; reads the files as they lie in the repository.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use standto::input;
use standto::model::{Class, ExercisePoint, FileSet, Level, NoteCode, Precision, Scenario, Timing, Work, Workspace};
use standto::time::Elapsed;

const POLICY_EVENTS: &str = include_str!("fixtures/policy_events.toml");

/// The least that a workspace can say of itself.
const BARE: &str = "operator = \"Tests\"\nzone = \"Asia/Tokyo\"\n";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn checked(files: &FileSet) -> (Workspace, Vec<NoteCode>) {
    let checked = input::check(files);
    assert!(checked.faults.is_empty(), "{:#?}", checked.faults);
    (checked.workspace.expect("no fault was found"), checked.notes.into_iter().map(|note| note.code).collect())
}

fn bare(extra: &[(&str, Vec<u8>)]) -> (Workspace, Vec<NoteCode>) {
    let mut files = input::shipped();
    files.insert("standto.toml".to_owned(), BARE.as_bytes().to_vec());
    files.extend(extra.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.clone())));
    checked(&files)
}

fn example() -> (Workspace, Vec<NoteCode>) {
    checked(&input::read(&root().join("examples/ministry")).expect("the example can be read"))
}

fn border(workspace: &Workspace) -> &Scenario {
    workspace.scenario(&"border-control-dwell".into()).expect("it is shipped")
}

#[test]
fn an_empty_workspace_works_with_what_is_shipped() {
    let (workspace, notes) = bare(&[]);
    let of = |level: Level| workspace.playbooks.iter().filter(|playbook| playbook.level == level).count();
    assert_eq!((of(Level::Watch), of(Level::Elevated), of(Level::Surge)), (1, 1, 2));
    let controlled = workspace.playbooks.iter().flat_map(|playbook| &playbook.measures);
    let controlled = controlled.filter(|measure| matches!(measure.work, Work::Control { .. })).count();
    let missing = notes.iter().filter(|note| matches!(note, NoteCode::ControlMissing { .. })).count();
    assert_eq!(controlled, missing, "without a mail connector each mail measure becomes a task, and a note says so");
    assert!(!notes.iter().any(is_about_techniques), "{notes:#?}");
}

#[test]
fn the_border_scenario_is_whole() {
    let (workspace, _) = bare(&[]);
    let scenario = border(&workspace);
    assert_eq!((scenario.parts.len(), scenario.scenes.len(), scenario.injects.len()), (4, 3, 15));
    assert!(scenario.scenes.iter().all(|scene| scene.questions.len() >= 3));
    let due: Vec<_> = scenario.milestones.iter().map(|rule| (rule.id.as_str(), rule.due.as_ms(), rule.gate.len())).collect();
    let hours = |hours: i64| hours * 3_600_000;
    assert_eq!(due, [("initial-hypothesis", hours(24), 5), ("containment", hours(72), 4), ("external-facts", hours(168), 7)]);
    let conditional = scenario.injects.iter().filter(|inject| matches!(inject.timing, Timing::When { .. })).count();
    assert_eq!(conditional, 3);
    let days = scenario.injects.iter().filter(|inject| matches!(inject.timing, Timing::At(ExercisePoint::Day { .. }))).count();
    assert!(days >= 3, "some injects come by the clock on the wall of whoever gets them");
}

#[test]
fn every_inject_expects_something_and_every_objective_is_tried() {
    let (workspace, _) = bare(&[]);
    let scenario = border(&workspace);
    let mut tried = BTreeSet::new();
    for inject in &scenario.injects {
        let expect = inject.expect.as_ref().unwrap();
        assert!(expect.within >= Elapsed::parse("30m").unwrap(), "{} leaves no time to read", inject.id);
        tried.extend(expect.objective.clone());
    }
    assert_eq!(tried, scenario.objectives.iter().map(|objective| objective.id.clone()).collect());
    let shown: BTreeSet<_> = scenario.injects.iter().flat_map(|inject| inject.artefacts.clone()).collect();
    assert_eq!(shown, scenario.artefacts.iter().map(|artefact| artefact.id.clone()).collect());
    let used: BTreeSet<_> = scenario.injects.iter().flat_map(|inject| inject.techniques.clone()).collect();
    assert_eq!(used, scenario.techniques.iter().map(|technique| technique.living.clone()).collect());
    assert!(scenario.techniques.iter().all(|technique| technique.written == technique.living));
}

#[test]
fn every_organisation_hears_of_every_scene() {
    let (workspace, _) = bare(&[]);
    let scenario = border(&workspace);
    for part in &scenario.parts {
        for team in &part.teams {
            let gets = |part_id, team_id| {
                scenario
                    .injects
                    .iter()
                    .any(|inject| inject.to.iter().any(|to| &to.part == part_id && to.team.as_ref() == team_id))
            };
            assert!(gets(&part.id, Some(&team.0)), "{}/{} has nothing to do", part.id, team.0);
        }
        for scene in &scenario.scenes {
            let is_there =
                scenario.injects.iter().any(|inject| inject.scene == scene.id && inject.to.iter().any(|to| to.part == part.id));
            assert!(is_there, "{} hears nothing in {}", part.id, scene.id);
        }
    }
}

#[test]
fn the_example_workspace_checks_clean() {
    let (workspace, notes) = example();
    assert!(
        !notes.iter().any(|note| matches!(note, NoteCode::NoRecipient { .. } | NoteCode::ControlMissing { .. })),
        "{notes:#?}"
    );
    assert!(!notes.iter().any(is_about_techniques), "{notes:#?}");
    let exercise = workspace.exercise(&"border-2026".into()).unwrap();
    let zones: BTreeSet<_> = exercise.organisations.iter().map(|organisation| organisation.zone.name()).collect();
    let parts: BTreeSet<_> = exercise.organisations.iter().map(|organisation| organisation.part.clone()).collect();
    assert_eq!((zones.len(), parts.len()), (3, 4));
    let teams =
        border(&workspace).parts.iter().flat_map(|part| part.teams.iter().map(|team| (part.id.clone(), team.0.clone())));
    let cast = |part, team| {
        exercise.organisations.iter().any(|o| o.part == part && o.players.iter().any(|player| player.team == team))
    };
    assert!(teams.into_iter().all(|(part, team)| cast(part, team)), "every team has a player");
}

#[test]
fn every_task_of_the_playbooks_has_an_owner_in_the_example() {
    let (workspace, _) = example();
    for measure in workspace.playbooks.iter().flat_map(|playbook| &playbook.measures) {
        match &measure.work {
            Work::Task { owner, .. } => {
                assert!(workspace.roster.iter().any(|person| person.roles.contains(owner)), "{owner} of {}", measure.id);
            }
            Work::Control { .. } => {}
        }
    }
}

#[test]
fn the_examples_mail_filter_has_every_setting_that_playbooks_change() {
    let (workspace, _) = example();
    let text = fs::read_to_string(root().join("examples/ministry/controls/mx1.toml")).unwrap();
    let settings: toml::Table = text.parse().unwrap();
    assert!(text.contains('#'), "it is a file that people keep");
    for rule in &workspace.setting_rules {
        assert!(settings.contains_key(rule.name.as_str()), "{}", rule.name);
    }
}

#[test]
fn all_118_policy_events_convert() {
    let (workspace, _) = bare(&[("calendar/policy_events.toml", POLICY_EVENTS.as_bytes().to_vec())]);
    let count = |class: Class| workspace.events.iter().filter(|event| event.class == class).count();
    let counts: Vec<usize> = Class::ALL.iter().map(|class| count(*class)).collect();
    // Summits, ministerials, elections, negotiations, visits, central banks, legislatures, legal rulings, commemorations,
    // conferences, sport, military, other.
    assert_eq!(counts, [28, 5, 20, 3, 0, 40, 4, 0, 2, 6, 4, 4, 2]);
    assert_eq!(workspace.events.len(), 118);
    let sourced = workspace.events.iter().filter(|event| event.source.is_some()).count();
    let ranges = workspace.events.iter().filter(|event| event.precision == Precision::Range).count();
    println!("118 events, {sourced} with a source, {ranges} known only as a range");
    assert!(sourced >= 36 && ranges >= 20);
}

fn is_about_techniques(note: &NoteCode) -> bool {
    matches!(note, NoteCode::TechniqueRevoked { .. } | NoteCode::TechniqueUnknown { .. })
}

// ---- what the texts say

/// Every shipped file with its text, the fixture included.
fn texts() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in ["scenarios", "playbooks", "examples"] {
        gather(&root().join(folder), &mut found);
    }
    found.push(("tests/fixtures/policy_events.toml".to_owned(), POLICY_EVENTS.to_owned()));
    assert!(found.len() >= 13, "{}", found.len());
    found
}

fn gather(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("the folder is in the repository") {
        let path = entry.expect("the folder can be listed").path();
        if path.is_dir() {
            gather(&path, found);
        } else {
            found.push((path.display().to_string(), fs::read_to_string(&path).expect("shipped files are UTF-8")));
        }
    }
}

/// The last labels of dotted words that are no hosts: kinds of files, and keys of an Authentication-Results header.
const NO_HOSTS: [&str; 12] = ["toml", "txt", "json", "csv", "md", "ics", "png", "exe", "pdf", "aspx", "mailfrom", "d"];

fn is_reserved_host(word: &str) -> bool {
    let labels: Vec<&str> = word.rsplit('.').collect();
    let last = labels[0];
    let is_name = last.len() >= 2 && last.chars().all(|c| c.is_ascii_alphabetic());
    !is_name || matches!(last, "example" | "invalid" | "test" | "localhost") || NO_HOSTS.contains(&last)
}

fn is_reserved_address(word: &str) -> bool {
    let Ok(address) = word.parse::<std::net::Ipv4Addr>() else { return true };
    matches!(address.octets(), [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _]) || address.is_loopback()
}

fn is_reserved_v6(word: &str) -> bool {
    word.parse::<std::net::Ipv6Addr>()
        .map_or(true, |address| address.segments()[..2] == [0x2001, 0xdb8] || address.is_loopback())
}

/// The part of a line that could name a host: not a table's header or a key, and not the source of a real event.
fn said(line: &str) -> &str {
    if line.starts_with('[') && line.ends_with(']') {
        return "";
    }
    let is_key = |key: &str| !key.is_empty() && key.trim().chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    match line.split_once('=') {
        Some((key, _)) if key.trim() == "source" => "",
        Some((key, value)) if is_key(key) => value,
        _ => line,
    }
}

#[test]
fn nothing_shipped_names_a_host_or_address_that_somebody_could_own() {
    let mut owned = Vec::new();
    for (path, text) in texts() {
        for line in text.lines().map(said) {
            let words =
                line.split(|c: char| !(c.is_ascii_alphanumeric() || ".-".contains(c))).map(|word| word.trim_matches('.'));
            let dotted = words.filter(|word| word.contains('.') && !(is_reserved_host(word) && is_reserved_address(word)));
            owned.extend(dotted.map(|word| format!("{path}: {word}")));
            let colons = line.split(|c: char| !(c.is_ascii_hexdigit() || c == ':')).filter(|word| word.contains("::"));
            owned.extend(colons.filter(|word| !is_reserved_v6(word)).map(|word| format!("{path}: {word}")));
        }
    }
    assert!(owned.is_empty(), "{owned:#?}");
    for real in ["mail.ministry.go.jp", "www.un.org", "a.b.zip"] {
        assert!(!is_reserved_host(real), "{real}");
    }
    assert!(!is_reserved_address("10.0.0.1") && !is_reserved_v6("fe80::1"));
}

fn is_japanese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'))
}

/// Both wordings of every text of a file.
fn wordings(value: &toml::Value, found: &mut Vec<(String, String)>) {
    match value {
        toml::Value::Table(table) => {
            if let (Some(en), Some(ja)) = (table.get("en").and_then(|v| v.as_str()), table.get("ja").and_then(|v| v.as_str())) {
                found.push((en.to_owned(), ja.to_owned()));
            }
            table.values().for_each(|value| wordings(value, found));
        }
        toml::Value::Array(values) => values.iter().for_each(|value| wordings(value, found)),
        toml::Value::String(_)
        | toml::Value::Integer(_)
        | toml::Value::Float(_)
        | toml::Value::Boolean(_)
        | toml::Value::Datetime(_) => {}
    }
}

#[test]
fn japanese_is_japanese_and_english_is_english() {
    let mut all = Vec::new();
    for (path, text) in texts().into_iter().filter(|(path, _)| Path::new(path).extension().is_some_and(|kind| kind == "toml")) {
        wordings(&toml::Value::Table(text.parse().unwrap_or_else(|error| panic!("{path}: {error}"))), &mut all);
    }
    assert!(all.len() > 300, "{}", all.len());
    for (en, ja) in all {
        assert!(is_japanese(&ja), "{ja}");
        assert!(!is_japanese(&en), "{en}");
    }
}
