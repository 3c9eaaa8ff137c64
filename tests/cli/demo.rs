//! `demo`: all of it, offline, in a directory that is named.

use crate::sandbox::Sandbox;

#[test]
fn the_demo_runs_through_and_leaves_both_reports() {
    let sandbox = Sandbox::empty();
    let run = sandbox.run(&["demo", "--into", "show"]).exits(0);
    let run = run.says("show").says("aar.en.html").says("aar.ja.html").says("journal intact").says("surge");
    for file in ["show/aar.en.html", "show/aar.ja.html", "show/standto.db", "show/controls/mx1.toml"] {
        assert!(sandbox.path(file).exists(), "{file}: {}", run.out);
    }
    let control = std::fs::read_to_string("examples/ministry/controls/mx1.toml").expect("the example has a target");
    assert_eq!(sandbox.read("show/controls/mx1.toml"), control, "the target is as it was before");
    sandbox.run(&["-C", "show", "journal", "verify"]).exits(0);
    sandbox.ja(&["demo", "--into", "show"]).exits(3).complains("show").complains("--into");
}
