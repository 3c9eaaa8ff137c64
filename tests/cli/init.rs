//! The first steps of somebody new: `init`, and what it wrote.

use crate::sandbox::Sandbox;

#[test]
fn a_new_workspace_checks_clean_in_both_languages_and_tells_the_next_step() {
    let sandbox = Sandbox::empty();
    sandbox.run(&["init", "english"]).exits(0).says("standto -C english check").says("principal add");
    sandbox.ja(&["init", "japanese"]).exits(0).says("standto -C japanese check");
    for (directory, words) in [("english", "no faults: 1 event,"), ("japanese", "no faults: 1 event,")] {
        sandbox.run(&["-C", directory, "check"]).exits(0).says(words).never_says("warning");
    }
    sandbox.ja(&["-C", "japanese", "check"]).exits(0).says("誤りはありません");
    assert!(sandbox.read("english/standto.toml").contains("# Who approves."));
    assert!(sandbox.read("japanese/standto.toml").contains("lang = \"ja\""));
}

#[test]
fn what_a_new_workspace_plans_can_be_seen_at_once() {
    let sandbox = Sandbox::empty();
    sandbox.run(&["init"]).exits(0);
    sandbox.run(&["plan", "--explain"]).exits(0).says("Example: trade talks").says("standto posture approve");
    sandbox.run(&["doctor"]).exits(0).says("standto serve");
    let operator = sandbox.operator();
    sandbox.by(&operator, &["posture", "status"]).exits(0).says("example-talks/");
}

#[test]
fn nothing_that_is_there_is_overwritten() {
    let sandbox = Sandbox::empty();
    sandbox.write("standto.toml", "# mine\n");
    let before = sandbox.files();
    sandbox.run(&["init"]).exits(3).complains("standto.toml is already there").complains("another directory");
    sandbox.ja(&["init", "."]).exits(3).complains("何も書き込みませんでした");
    assert_eq!((sandbox.files(), sandbox.read("standto.toml")), (before, "# mine\n".to_owned()));

    let other = Sandbox::empty();
    other.write("new/calendar/first.toml", "# mine\n");
    other.run(&["init", "new"]).exits(3).complains("calendar/first.toml");
    assert_eq!(other.files(), ["new/calendar/first.toml"]);
}
