//! What the command line says of itself, and of a command it cannot read.

use crate::sandbox::Sandbox;

#[test]
fn an_unknown_subcommand_ends_with_2_and_points_to_the_help() {
    let sandbox = Sandbox::empty();
    for unknown in ["nope", "exercises"] {
        sandbox.run(&[unknown]).exits(2).complains(unknown).complains("--help");
        sandbox.ja(&[unknown]).exits(2).complains(unknown).complains("--help").never_says("unrecognized");
    }
    sandbox.run(&["exercise", "nope"]).exits(2).complains("nope");
    assert_eq!(sandbox.files(), Vec::<String>::new());
}

#[test]
fn a_missing_argument_is_named() {
    let sandbox = Sandbox::small();
    sandbox.run(&["posture", "order", "--level", "watch", "--reason", "x"]).exits(2).complains("--until");
    sandbox.ja(&["posture", "order", "--level", "watch", "--reason", "x"]).exits(2).complains("--until");
    sandbox.run(&[]).exits(2).complains("Usage");
}

#[test]
fn help_speaks_the_language_asked_for() {
    let sandbox = Sandbox::empty();
    sandbox.run(&["--help"]).exits(0).says("Write a commented workspace").says("Usage");
    for arguments in [&["--lang", "ja", "--help"][..], &["--lang=ja", "--help"], &["exercise", "--lang", "ja", "--help"]] {
        let run = sandbox.run(arguments).exits(0).says("使い方").says("オプション");
        for english in ["Usage", "Options", "Commands", "Print help", "default:"] {
            assert!(!run.out.contains(english), "{english}: {}", run.out);
        }
    }
    sandbox.ja(&["exercise", "start", "--help"]).exits(0).says("別の操作者の承認で開始");
    sandbox.run(&["--version"]).exits(0).says(env!("CARGO_PKG_VERSION"));
}

#[test]
fn an_unknown_language_is_no_language() {
    let sandbox = Sandbox::small();
    sandbox.run(&["--lang", "xx", "check"]).exits(2).complains("\"xx\"").complains("en or ja");
}

#[test]
fn the_workspace_chooses_the_language_when_nobody_asks_for_one() {
    let sandbox = Sandbox::small();
    sandbox.edit("standto.toml", "lang = \"en\"", "lang = \"ja\"");
    let mut command = sandbox.command(&["check"]);
    command.env("LANG", "C.UTF-8");
    crate::sandbox::Run::of(command, &["check"]).exits(0).says("誤りはありません");
    sandbox.run(&["check"]).exits(0).says("no faults");
}

#[test]
fn completions_name_every_command() {
    let sandbox = Sandbox::empty();
    for shell in ["bash", "zsh", "fish"] {
        let script = sandbox.run(&["completions", shell]).exits(0).out;
        for command in ["posture", "exercise", "milestone", "principal", "completions"] {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
    sandbox.run(&["completions", "tcsh"]).exits(2).complains("tcsh");
}

#[test]
fn every_schema_is_json_and_an_unknown_name_gets_the_list() {
    let sandbox = Sandbox::empty();
    for name in standto::input::SCHEMAS {
        let schema = sandbox.run(&["schema", name]).exits(0).json();
        assert!(schema["$schema"].is_string(), "{name}");
    }
    let known = standto::input::SCHEMAS.join(", ");
    sandbox.run(&["schema", "setting"]).exits(2).complains("\"setting\"").complains(&known);
    let listed = standto::input::SCHEMAS.join("\u{3001}");
    sandbox.ja(&["schema", "setting"]).exits(2).complains(&listed).complains("スキーマ");
}
