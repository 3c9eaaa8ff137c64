//! What the repository ships is sound: scenarios, playbooks and the example workspace.
//!
//! Never touches the network; reads the files as they lie in the repository.

#[path = "shipped/texts.rs"]
mod texts;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use standto::input;
use standto::model::{
    Certainty, Class, ExercisePoint, FileSet, Level, Note, NoteCode, Past, Plan, Precision, Scenario, StaffRow, Timing, Work,
    Workspace,
};
use standto::plan;
use standto::time::{Elapsed, LocalDateTime, Timestamp, Zone};

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
    let missing = notes.iter().find_map(|note| {
        let NoteCode::ControlMissing { control, measures } = note else { return None };
        Some((control.as_str(), measures.len()))
    });
    assert_eq!(
        missing,
        Some(("mail", controlled)),
        "without a mail connector each mail measure becomes a task, and a note says so"
    );
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

#[test]
fn all_118_policy_events_plan() {
    let mut files = input::shipped();
    let policy = "[[policy]]\nid = \"all\"\nlevels = [{ level = \"watch\", from = \"-45d\", until = \"+14d\" }, \
                  { level = \"surge\", from = \"-3d\", until = \"+1d\" }]\n";
    files.insert("standto.toml".to_owned(), format!("{BARE}{policy}").into_bytes());
    files.insert("calendar/policy_events.toml".to_owned(), POLICY_EVENTS.as_bytes().to_vec());
    let (workspace, _) = checked(&files);
    let plan = plan::plan(&workspace, Past::default(), tokyo("2025-01-01T00:00"), tokyo("2030-01-01T00:00"));
    let vague = workspace.events.iter().filter(|event| event.precision == Precision::Range).count();
    let dated = |certainty: Certainty| {
        workspace.events.iter().filter(|event| event.precision != Precision::Range && event.certainty == certainty).count()
    };
    // A tentative event opens no surge.
    let windows = 2 * dated(Certainty::Confirmed) + dated(Certainty::Tentative);
    println!("118 events: {} windows, {} reminders", plan.windows.len(), plan.reminders.len());
    assert_eq!((plan.windows.len(), plan.reminders.len()), (windows, vague));
    assert!(
        plan.windows
            .iter()
            .all(|planned| planned.window.from < planned.event_from && planned.event_until < planned.window.until)
    );
    let events: BTreeSet<_> = plan.windows.iter().map(|planned| planned.title.clone()).collect();
    assert!(events.len() > 30, "many events recur under one title, but not that many: {}", events.len());
}

/// The example's year: from its `now` on.
fn example_plan() -> Plan {
    plan::plan(&example().0, Past::default(), tokyo("2026-10-15T09:00"), tokyo("2027-10-15T09:00"))
}

fn tokyo(local: &str) -> Timestamp {
    Zone::named("Asia/Tokyo").expect("a zone").resolve(LocalDateTime::parse(local).expect("a local time"))
}

#[test]
fn the_example_stands_to_in_four_days() {
    let (plan, now) = (example_plan(), tokyo("2026-10-15T09:00"));
    assert!(plan.live_at(now).all(|planned| planned.demands.is_empty()), "now nothing but watching is asked for");
    let next = plan.windows.iter().find(|planned| planned.window.from > now && !planned.demands.is_empty()).unwrap();
    assert_eq!((next.window.level, next.window.from), (Level::Elevated, tokyo("2026-10-19T16:30")));
    assert_eq!((next.approvals_needed, next.public_title.en.as_str()), (1, "Work programme 12"));
    assert_eq!(next.threat, ["border-control-dwell".into()]);
    let surge = plan.windows.iter().find(|planned| planned.window.level == Level::Surge).unwrap();
    assert_eq!((surge.window.from, surge.approvals_needed), (tokyo("2026-10-30T17:30"), 2));
    let quiet = plan.live_at(tokyo("2026-11-08T12:00")).all(|planned| planned.demands.is_empty());
    assert!(quiet, "on 8 November the mail filter is as it was");
}

#[test]
fn the_examples_policies_fit_its_budget() {
    let plan = example_plan();
    let over = plan.notes.iter().filter(|note| matches!(note.code, NoteCode::BudgetExceeded { .. })).count();
    assert_eq!(over, 0, "{:#?}", plan.quarters);
    let budgeted = plan.quarters.iter().filter_map(|quarter| Some((quarter.days, quarter.budget?)));
    let tightest = budgeted.map(|(days, budget)| budget - days).min();
    assert!(tightest.is_some_and(|left| left <= 5), "a budget that never binds is none: {:#?}", plan.quarters);
    assert!(plan.reminders.iter().any(|reminder| reminder.event == "arden-return-visit".into()));
}

/// The workspace that `init` writes, with the calendar of the example instead of its own: a realistic year of a ministry, in
/// which every event matches, because the shipped policies name no parties.
fn initial(lang: &str) -> Workspace {
    let mut files = input::shipped();
    for name in ["standto.toml", "roster.toml"] {
        let text = fs::read_to_string(root().join(format!("templates/init/{lang}/{name}"))).expect("the template is text");
        let text = text.replace("@OPERATOR@", "\"Ministry\"").replace("@ZONE@", "\"Asia/Tokyo\"");
        files.insert(name.to_owned(), text.replace("@HOST@", "ministry.example").into_bytes());
    }
    for entry in fs::read_dir(root().join("examples/ministry/calendar")).expect("the example has a calendar") {
        let path = entry.expect("an entry").path();
        let name = format!("calendar/{}", path.file_name().expect("a file has a name").to_string_lossy());
        files.insert(name, fs::read(path).expect("a file can be read"));
    }
    checked(&files).0
}

#[test]
fn the_default_policy_fits_its_own_budget() {
    for lang in ["en", "ja"] {
        let workspace = initial(lang);
        let plan = plan::plan(&workspace, Past::default(), tokyo("2026-10-01T00:00"), tokyo("2027-10-01T00:00"));
        let staffing = plan::staffing(&plan, &workspace);
        let strained = plan::strain(&staffing, &workspace);
        let is_over = |note: &&Note| {
            matches!(
                note.code,
                NoteCode::BudgetExceeded { .. }
                    | NoteCode::GapTooShort { .. }
                    | NoteCode::CapExceeded { .. }
                    | NoteCode::NobodyHasRole { .. }
            )
        };
        let over: Vec<&Note> = plan.notes.iter().chain(&strained).filter(is_over).collect();
        assert!(over.is_empty(), "{over:#?}");
        let budgeted: Vec<_> = plan.quarters.iter().filter(|row| row.budget.is_some()).collect();
        assert!(budgeted.iter().any(|row| row.days > 0) && budgeted.len() == 8, "{:#?}", plan.quarters);
        // The days of the quarters are those of the rows that need the watch round the clock.
        let surge = |rows: &[StaffRow]| rows.iter().filter(|row| row.hours_of("soc") == 24).map(StaffRow::days).sum::<u32>();
        let counted: u32 = plan.quarters.iter().filter(|row| row.level == Level::Surge).map(|row| row.days).sum();
        assert_eq!(surge(&staffing.rows), counted);
        assert!(counted > 10, "a year without surge proves nothing");
        let total: f64 = staffing.rows.iter().map(|row| row.analyst_hours * f64::from(row.days())).sum();
        assert!((total - staffing.analyst_hours).abs() < 1e-6);
    }
}

fn is_about_techniques(note: &NoteCode) -> bool {
    matches!(note, NoteCode::TechniqueRevoked { .. } | NoteCode::TechniqueUnknown { .. })
}
