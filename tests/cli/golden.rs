//! Golden plans: what `plan` prints of the workspace tests/fixtures/plan, in both languages, standard output before standard
//! error. `SNAPSHOTS=overwrite cargo test --test cli golden` writes them anew; read what changed.

use snapbox::{Assert, Data};
use standto::input;
use standto::model::{Certainty, Class, Event, EventZone, Handling, Precision};

use crate::sandbox::{Run, Sandbox};
use crate::validator::accepts;

const NOW: &str = "2027-02-20T09:00:00+09:00";

fn is_golden(run: &Run, name: &str) {
    let path = format!("{}/tests/golden/plan/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    let golden = Data::read_from(path.as_ref(), None);
    Assert::new().action_env("SNAPSHOTS").eq(format!("{}\n{}", run.out, run.err), golden.raw());
}

/// Runs in both languages against `name.en.txt` and `name.ja.txt`.
fn both(arguments: &[&str], name: &str) {
    let sandbox = Sandbox::copy("tests/fixtures/plan");
    let arguments = [arguments, &["--now", NOW]].concat();
    is_golden(&sandbox.run(&arguments).exits(0), &format!("{name}.en"));
    is_golden(&sandbox.ja(&arguments).exits(0), &format!("{name}.ja"));
}

#[test]
fn the_plan_is_the_golden_one() {
    both(&["plan"], "plan");
}

#[test]
fn the_explained_plan_is_the_golden_one() {
    both(&["plan", "--explain"], "explain");
}

#[test]
fn the_notes_about_approvers_whom_no_mail_reaches_are_the_golden_ones() {
    let sandbox = Sandbox::copy("tests/fixtures/plan");
    let of = "of = [\"chief\", \"deputy\", \"duty\"]";
    sandbox.edit("standto.toml", of, "of = [\"ann\", \"ben\", \"duty\"]\nescalate_to = [\"cyd\", \"minister\"]");
    is_golden(&sandbox.run(&["check"]).exits(0), "approvers.en");
    is_golden(&sandbox.ja(&["check"]).exits(0), "approvers.ja");
    let json = sandbox.run(&["check", "--format", "json"]).exits(0).json();
    let severe = json["notes"].as_array().into_iter().flatten().filter(|note| note["severity"] == "warning");
    let severe: Vec<_> = severe.filter(|note| note["message"].to_string().contains("escalate_to")).collect();
    assert_eq!(severe.len(), 1, "{json}");
    assert_eq!((&severe[0]["file"], &severe[0]["line"]), (&"standto.toml".into(), &39.into()));
}

/// The workspace as somebody may have changed it, in `after/`: something of every kind that can differ.
fn changed(sandbox: &Sandbox) {
    for file in sandbox.files() {
        sandbox.write(&format!("after/{file}"), &sandbox.read(&file));
    }
    let calendar = |from: &str, to: &str| sandbox.edit("after/calendar/2027.toml", from, to);
    calendar("Leaders' summit", "Summit of leaders");
    calendar(
        "start = 2027-04-20T09:00:00\nend = 2027-04-22T18:00:00",
        "start = 2027-04-21T09:00:00\nend = 2027-04-23T18:00:00",
    );
    calendar("start = 2027-04-21\nzone", "start = 2027-04-21\ncancelled = true\nzone");
    calendar("zone = \"Asia/Manila\"\ncertainty = \"tentative\"", "zone = \"Asia/Manila\"\ncertainty = \"confirmed\"");
    calendar("id = \"upper-house\"\ntitle = { en = \"Upper", "id = \"lower-house\"\ntitle = { en = \"Lower");
    calendar("COUNT=5\"", "COUNT=6\"");
    calendar(
        "start = 2027-09-01\nend = 2027-09-30\nzone = \"Europe/Amsterdam\"\nprecision = \"month\"",
        "start = 2027-09-14\nzone = \"Europe/Amsterdam\"",
    );
    calendar("zone = \"unknown\"", "zone = \"Europe/Berlin\"");
    calendar("id = \"zoneless\"", "id = \"uid-7\"");
    calendar("zone = \"Asia/Tokyo\"\ncancelled = true", "zone = \"Asia/Tokyo\"");
    calendar(
        "handling = \"amber\"\ncover_name = { en = \"Maintenance 12\"",
        "handling = \"red\"\ncover_name = { en = \"Maintenance 14\"",
    );
    sandbox.edit("after/playbooks/mail-surge.toml", "young_days = 30, ", "young_days = 45, ");
    sandbox.edit("after/playbooks/watch-tasks.toml", "join = \"min\"", "join = \"max\"");
    sandbox.edit("after/standto.toml", "need = 1", "need = 2");
}

#[test]
fn what_a_change_does_is_the_golden_difference() {
    let sandbox = Sandbox::copy("tests/fixtures/plan");
    changed(&sandbox);
    let arguments = ["plan", "diff", "files", "after", "--now", "2027-04-10T09:00:00+09:00"];
    is_golden(&sandbox.run(&arguments).exits(0), "diff.en");
    is_golden(&sandbox.ja(&arguments).exits(0), "diff.ja");
    let json = sandbox.run(&[arguments.as_slice(), &["--format", "json"]].concat()).exits(0).json();
    let kinds = ["added", "dropped", "moved", "settings", "join", "approvals-needed"];
    let changes = json["windows"].as_array().expect("windows").iter().filter_map(|window| window["changes"].as_array());
    let told: Vec<&str> = changes.flatten().filter_map(|change| change["change"].as_str()).collect();
    assert!(kinds.iter().all(|kind| told.contains(kind)), "{told:?}");
    let schema = sandbox.run(&["schema", "plan-diff"]).exits(0).json();
    assert!(accepts(&schema, &json, &schema));
}

#[test]
fn the_posture_at_an_instant_is_the_golden_one() {
    both(&["plan", "--at", "2027-04-21T12:00"], "at");
}

#[test]
fn the_calendar_of_the_golden_plan_has_every_kind_of_event() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/plan");
    let files = input::read(&root).expect("the fixture can be read");
    let workspace = input::check(&files).workspace.expect("the fixture checks clean");
    let events = &workspace.events;
    let has = |is_so: &dyn Fn(&Event) -> bool| events.iter().any(is_so);
    assert!(Class::ALL.iter().all(|class| has(&|event| event.class == *class)));
    assert!(Precision::ALL.iter().all(|precision| has(&|event| event.precision == *precision)));
    assert!(Certainty::ALL.iter().all(|certainty| has(&|event| event.certainty == *certainty)));
    assert!(Handling::ALL.iter().all(|handling| has(&|event| event.handling == *handling)));
    assert!(has(&|event| event.is_cancelled) && has(&|event| event.recurrence.is_some()));
    assert!(has(&|event| event.zone == EventZone::Unknown) && has(&|event| matches!(event.zone, EventZone::Guessed(_))));
}
