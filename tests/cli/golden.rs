//! Golden plans: what `plan` prints of the workspace tests/fixtures/plan, in both languages, standard output before standard
//! error. `SNAPSHOTS=overwrite cargo test --test cli golden` writes them anew; read what changed.

use snapbox::{Assert, Data};
use standto::input;
use standto::model::{Certainty, Class, Event, EventZone, Handling, Precision};

use crate::sandbox::{Run, Sandbox};

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
