//! `journal`: what was edited with the sqlite3 command line is found, and named.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::sandbox::Sandbox;

#[test]
fn what_happened_is_shown_newest_last() {
    let sandbox = Sandbox::small();
    sandbox.run(&["journal", "show"]).exits(1).complains("principal add");
    sandbox.operator();
    let run = sandbox.run(&["journal", "show", "--last", "1"]).exits(0);
    assert!(run.out.lines().count() == 1 && run.out.contains("olga"), "{}", run.out);
    sandbox.ja(&["journal", "show"]).exits(0).says("olga");
    let entries = sandbox.run(&["journal", "show", "--format", "json"]).exits(0).json();
    let sequences: Vec<_> = entries.as_array().expect("a list").iter().map(|entry| entry["sequence"].as_i64()).collect();
    assert!(sequences.is_sorted() && !sequences.is_empty(), "{sequences:?}");
}

/// Edits a database as somebody with a shell would. False: the sqlite3 command line is not installed, and this is no CI.
fn sqlite3(sandbox: &Sandbox, sql: &str) -> bool {
    let mut command = Command::new("sqlite3");
    command.arg(sandbox.path("standto.db")).arg(sql).stdin(Stdio::null());
    match command.output() {
        Ok(output) => {
            assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
            true
        }
        Err(error) => {
            let is_ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false");
            assert!(!is_ci, "sqlite3 must be installed where CI is set: {error}");
            // Not by the macro: what that prints is hidden while tests pass.
            let _ =
                writeln!(std::io::stderr(), "SKIPPED: the sqlite3 command line is missing ({error}); install it to run this");
            false
        }
    }
}

/// What somebody does to the database, what `journal verify` finds, in English and in Japanese.
const EDITS: [(&str, &str, &str); 7] = [
    // a changed body
    ("UPDATE journal_body SET json = replace(json, 'olga', 'eve') WHERE sequence = 2", "entry 2: its content", "記録2"),
    // a deleted entry
    (
        "PRAGMA foreign_keys = off; DELETE FROM journal WHERE sequence = 2; DELETE FROM journal_body WHERE sequence = 2",
        "entry 2 is missing",
        "記録2が欠けています",
    ),
    // a cut tail
    (
        "PRAGMA foreign_keys = off; DELETE FROM journal WHERE sequence = 4; DELETE FROM journal_body WHERE sequence = 4",
        "should end with entry 4, but ends with 3",
        "末尾は3",
    ),
    // another time
    ("UPDATE journal SET at = at - 86400000 WHERE sequence = 3", "entry 3: its data", "記録3"),
    // another actor
    (
        "UPDATE journal SET actor = (SELECT actor FROM journal WHERE sequence = 1) WHERE sequence = 4",
        "entry 4: its data",
        "記録4",
    ),
    // two bodies swapped
    (
        "CREATE TEMP TABLE was AS SELECT * FROM journal_body; UPDATE journal_body SET json = \
         (SELECT was.json FROM was WHERE was.sequence = 7 - journal_body.sequence) WHERE sequence IN (3, 4)",
        "entry 3: its content",
        "記録4",
    ),
    // a body taken away as if it had been erased
    ("DELETE FROM journal_body WHERE sequence = 3", "without a mark of erasure", "消去の印がない"),
];

#[test]
fn an_edited_journal_is_refused_and_the_finding_named() {
    let sandbox = Sandbox::small();
    let olga = sandbox.operator();
    let order = ["posture", "order", "--level", "watch", "--until", "2099-01-01T00:00", "--reason", "x"];
    sandbox.by(&olga, &order).exits(0);
    sandbox.by(&olga, &["posture", "stand", "o-1"]).exits(0);
    sandbox.run(&["journal", "verify"]).exits(0).says("4 entries");
    let whole = fs::read(sandbox.path("standto.db")).expect("the database can be read");
    for (sql, english, japanese) in EDITS {
        fs::write(sandbox.path("standto.db"), &whole).expect("the database can be put back");
        if !sqlite3(&sandbox, sql) {
            return;
        }
        sandbox.run(&["journal", "verify"]).exits(1).complains(english).complains("changed outside standto");
        sandbox.ja(&["journal", "verify"]).exits(1).complains(japanese).complains("証拠");
        let found = sandbox.run(&["journal", "verify", "--format", "json"]).exits(1).json();
        assert_eq!(found["intact"], false);
        assert!(found["findings"].to_string().contains(english), "{found}");
        sandbox.run(&["backup", "copy.db"]).exits(1).complains(english);
        assert!(!sandbox.path("copy.db").exists());
        sandbox.run(&["doctor"]).exits(1).says("changed outside standto");
    }
    fs::write(sandbox.path("standto.db"), &whole).expect("the database can be put back");
    sandbox.ja(&["journal", "verify"]).exits(0).says("4件");
}
