//! A live exercise from the script to the end: two people start it, one conducts it.

use serde_json::Value;

use crate::sandbox::Sandbox;
use crate::serving::{Serving, until};

/// A workspace whose exercise runs; the tokens of who proposed it and who approved it.
pub(crate) fn running() -> (Sandbox, String, String) {
    let sandbox = Sandbox::small();
    let olga = sandbox.operator();
    let dan = sandbox.colleague(&olga, "dan", "director");
    sandbox.by(&olga, &["exercise", "start", "spring", "--live"]).exits(0);
    sandbox.by(&dan, &["exercise", "approve", "spring"]).exits(0);
    (sandbox, olga, dan)
}

pub(crate) fn status(sandbox: &Sandbox) -> Value {
    sandbox.run(&["exercise", "status", "spring", "--format", "json"]).exits(0).json()
}

#[test]
fn an_exercise_that_never_started_is_said_to_be_there() {
    let sandbox = Sandbox::small();
    sandbox.run(&["exercise", "list"]).exits(0).says("spring").says("Spring exercise");
    sandbox.ja(&["exercise", "list"]).exits(0).says("春季演習");
    let commands: [&[&str]; 4] = [
        &["exercise", "status", "spring"],
        &["milestone", "list", "spring"],
        &["report", "aar", "spring"],
        &["exercise", "status", "spring", "--format", "json"],
    ];
    for _ in 0..2 {
        for arguments in commands {
            sandbox.run(arguments).exits(3).complains("has not been started").complains("exercise start spring --live");
            sandbox.ja(arguments).exits(3).complains("まだ開始されていません");
        }
        for arguments in [["exercise", "status", "autumn"], ["milestone", "list", "autumn"], ["report", "aar", "autumn"]] {
            sandbox.run(&arguments).exits(3).complains("no exercise autumn").complains("spring");
        }
        if !sandbox.path("standto.db").exists() {
            let olga = sandbox.operator();
            for word in ["pause", "resume", "end", "abort", "approve"] {
                sandbox.by(&olga, &["exercise", word, "spring"]).exits(3).complains("has not been started");
            }
        }
    }
}

#[test]
fn the_script_shows_who_gets_what_when() {
    let sandbox = Sandbox::small();
    sandbox.run(&["exercise", "check", "spring"]).exits(0).says("I-010").says("office/ann").says("T+30:00");
    sandbox.ja(&["exercise", "check", "spring"]).exits(0).says("お知らせ");
    sandbox.run(&["exercise", "check", "autumn"]).exits(3).complains("no exercise autumn").complains("spring");
    let script = sandbox.run(&["exercise", "check", "spring", "--format", "json"]).exits(0).json();
    assert_eq!(script["injects"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_live_start_takes_two_people() {
    let sandbox = Sandbox::small();
    let start = ["exercise", "start", "spring", "--live"];
    sandbox.run(&start[..3]).exits(3).complains("exercise rehearse spring").complains("--live");
    sandbox.ja(&start[..3]).exits(3).complains("--live");
    sandbox.run(&start).exits(3).complains("personal token");
    let olga = sandbox.operator();
    let dan = sandbox.colleague(&olga, "dan", "director");
    let eve = sandbox.colleague(&olga, "eve", "evaluator");
    sandbox.by(&eve, &start).exits(3).complains("director");
    sandbox.by(&olga, &["exercise", "start", "autumn", "--live"]).exits(3).complains("no exercise autumn");
    sandbox.by(&olga, &[&start[..], &["--speed", "61"]].concat()).exits(3).complains("at most 60");
    for speed in ["0", "-1", "x", "NaN", "inf"] {
        sandbox.by(&olga, &[&start[..], &["--speed", speed]].concat()).exits(2);
    }
    sandbox.by(&olga, &start).exits(0).says("proposed").says("exercise approve");
    assert_eq!(status(&sandbox)["phase"], "proposed");
    sandbox.by(&olga, &["exercise", "approve", "spring"]).exits(3).complains("second principal");
    sandbox.by(&olga, &start).exits(0).says("Run 2 is proposed");
    sandbox.by(&dan, &["exercise", "pause", "spring"]).exits(3).complains("exercise approve spring");
    sandbox.by(&dan, &["exercise", "approve", "spring"]).exits(0).says("STARTEX");
    assert_eq!(status(&sandbox)["phase"], "running");
    sandbox.by(&olga, &start).exits(3).complains("not over").complains("exercise end spring");
}

#[test]
fn a_script_that_changed_after_the_proposal_is_proposed_again() {
    let sandbox = Sandbox::small();
    let olga = sandbox.operator();
    let dan = sandbox.colleague(&olga, "dan", "director");
    sandbox.by(&olga, &["exercise", "start", "spring", "--live"]).exits(0);
    sandbox.edit("scenarios/short.toml", "Please look at the log.", "Please look at every log.");
    let run = sandbox.by(&dan, &["exercise", "approve", "spring"]).exits(3);
    run.complains("changed since it was proposed").complains("exercise check spring");
    assert_eq!(status(&sandbox)["phase"], "proposed");
}

#[test]
fn the_director_conducts_the_clock() {
    let (sandbox, olga, _) = running();
    let by = |arguments: &[&str]| sandbox.by(&olga, arguments);
    by(&["exercise", "pause", "spring"]).exits(0).says("stands still");
    by(&["exercise", "pause", "spring"]).exits(3).complains("exercise resume spring");
    sandbox.run(&["exercise", "status", "spring"]).exits(0).says("clock stands").says("I-020");
    by(&["exercise", "resume", "spring"]).exits(0).says("runs at 1×");
    by(&["exercise", "jump", "spring", "T+24:00"]).exits(0).says("T+24:00");
    by(&["exercise", "jump", "spring", "T+02:00"]).exits(3).complains("does not go back");
    by(&["exercise", "jump", "spring", "soon"]).exits(2).complains("\"soon\"").complains("T+24:00");
    by(&["exercise", "speed", "spring", "2.5"]).exits(0).says("2.5×");
    by(&["exercise", "speed", "spring", "600"]).exits(3).complains("at most 60");
    sandbox.ja(&["exercise", "status", "spring"]).exits(0).says("春季演習").says("速さ 2.5倍").says("初期仮説");
    by(&["exercise", "end", "spring"]).exits(0).says("ENDEX").says("report aar");
    assert_eq!(status(&sandbox)["phase"], "ended");
    by(&["exercise", "resume", "spring"]).exits(3).complains("ended");
}

#[test]
fn messages_leave_marked_as_an_exercise_and_only_while_somebody_serves() {
    let (sandbox, _, _) = running();
    assert!(!sandbox.path("outbox").exists());
    let serving = Serving::start(&sandbox);
    until("the first message is sent", || status(&sandbox)["deliveries"]["sent"] == 1);
    serving.stop();
    let mails: Vec<String> = sandbox.files().into_iter().filter(|file| file.starts_with("outbox/")).collect();
    assert_eq!(mails.len(), 1, "{mails:?}");
    let mail = sandbox.read(&mails[0]);
    for part in ["X-Exercise:", "ann@office.example", "EXERCISE", "A notice"] {
        assert!(mail.contains(part), "{part}: {mail}");
    }
}

#[test]
fn a_delivery_that_is_not_uncertain_needs_no_decision() {
    let (sandbox, olga, _) = running();
    sandbox.by(&olga, &["exercise", "decide", "no-such-key"]).exits(3).complains("no delivery no-such-key");
    sandbox.ja(&["exercise", "decide", "no-such-key"]).exits(3).complains("トークン");
}
