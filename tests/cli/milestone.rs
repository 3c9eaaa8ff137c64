//! Milestones and the after-action report.

use crate::exercise::running;
use crate::sandbox::Sandbox;

const MEET: [&str; 5] = ["milestone", "meet", "spring", "office", "hypothesis"];
const REJECT: [&str; 5] = ["milestone", "reject", "spring", "office", "hypothesis"];

#[test]
fn a_milestone_is_met_with_evidence_and_can_be_sent_back() {
    let (sandbox, olga, _) = running();
    let by = |parts: &[&[&str]]| sandbox.by(&olga, &parts.concat());
    sandbox.run(&["milestone", "list", "spring"]).exits(0).says("Initial hypothesis").says("hypothesis: basis").says("T+24:00");
    sandbox.ja(&["milestone", "list", "spring"]).exits(0).says("初期仮説").says("本室");
    by(&[&MEET]).exits(3).complains("Evidence is missing: basis");
    by(&[&MEET, &["--evidence", "basis"]]).exits(2).complains("FIELD=TEXT");
    by(&[&MEET, &["--evidence", "basis=logs", "--evidence", "more=x"]]).exits(3).complains("no field more");
    by(&[&MEET[..4], &["nothing", "--evidence", "basis=logs"]])
        .exits(3)
        .complains("no milestone nothing")
        .complains("hypothesis");
    by(&[&MEET[..3], &["nobody", "hypothesis", "--evidence", "basis=logs"]]).exits(3).complains("No organisation nobody");
    by(&[&MEET, &["--evidence", "basis=two hosts"]]).exits(0).says("met in time");
    by(&[&MEET, &["--evidence", "basis=two hosts"]]).exits(3).complains("is decided");
    by(&[&REJECT, &["--reason", " "]]).exits(3).complains("reason is missing");
    by(&[&REJECT, &["--reason", "No second source"]]).exits(0).says("sent back").says("milestone meet");
    let list = sandbox.run(&["milestone", "list", "spring", "--format", "json"]).exits(0).json();
    assert_eq!(list[0]["status"], "rejected");
    let run = sandbox.by(&olga, &[&["--lang", "ja"], &REJECT[..], &["--reason", "出典が1つだけ"]].concat()).exits(0);
    run.says("差し戻しました");
    sandbox.by(&olga, &["exercise", "jump", "spring", "T+25:00"]).exits(0);
    by(&[&MEET, &["--evidence", "basis=three hosts"]]).exits(0).says("after its deadline");
}

#[test]
fn the_report_is_written_whole_in_either_language() {
    let (sandbox, olga, _) = running();
    sandbox.by(&olga, &["exercise", "end", "spring"]).exits(0);
    sandbox.run(&["report", "aar", "spring", "-o", "aar.html"]).exits(0).says("written: aar.html");
    let html = sandbox.read("aar.html");
    assert!(html.starts_with("<!DOCTYPE html>") && html.trim_end().ends_with("</html>") && html.contains("Spring exercise"));
    sandbox.ja(&["report", "aar", "spring", "-o", "aar.ja.html"]).exits(0).says("aar.ja.html");
    assert!(sandbox.read("aar.ja.html").contains("春季演習"));
    sandbox.run(&["report", "aar", "spring"]).exits(0).says("<!DOCTYPE html>");
    let report = sandbox.run(&["report", "aar", "spring", "--kind", "json"]).exits(0).json();
    assert!(report["chronology"].as_array().is_some_and(|entries| !entries.is_empty()), "{report}");
    sandbox.run(&["report", "aar", "spring", "--kind", "docx"]).exits(2).complains("html, json");
    sandbox
        .run(&["report", "aar", "spring", "-o", "gone/aar.html"])
        .exits(1)
        .complains("gone/aar.html")
        .complains("another place");
}

#[test]
fn only_who_judges_may_decide_on_milestones() {
    let (sandbox, olga, _) = running();
    let ben = sandbox.colleague(&olga, "ben", "approver");
    sandbox.by(&ben, &[&MEET[..], &["--evidence", "basis=x"]].concat()).exits(3).complains("evaluator");
    sandbox.run(&[&MEET[..], &["--evidence", "basis=x"]].concat()).exits(3).complains("personal token");
    let empty = Sandbox::small();
    empty.run(&["milestone", "list", "spring"]).exits(3);
}
