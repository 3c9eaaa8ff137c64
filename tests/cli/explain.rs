//! `plan --explain`: every line and every note of a plan rests on something that has a name, in both languages.

use serde_json::Value;

use crate::sandbox::{Run, Sandbox};

const NOW: &str = "2027-02-20T09:00:00+09:00";

/// The golden plan as it is printed, explained, and as JSON.
struct Shown {
    plain: Run,
    explained: Run,
    json: Value,
    windows: Vec<String>,
}

impl Shown {
    fn both() -> [Self; 2] {
        let sandbox = Sandbox::copy("tests/fixtures/plan");
        let json = sandbox.run(&["plan", "--format", "json", "--now", NOW]).exits(0).json();
        let windows: Vec<String> = list(&json["windows"]).iter().map(|window| word(&window["id"])).collect();
        let explained = |run: &dyn Fn(&[&str]) -> Run| {
            let plain = run(&["plan", "--now", NOW]).exits(0);
            let explained = run(&["plan", "--explain", "--now", NOW]).exits(0);
            Shown { plain, explained, json: json.clone(), windows: windows.clone() }
        };
        [explained(&|arguments| sandbox.run(arguments)), explained(&|arguments| sandbox.ja(arguments))]
    }

    /// It names a place in a file, or a window.
    fn is_named(&self, line: &str) -> bool {
        line.contains(".toml:") || self.windows.iter().any(|id| line.contains(id.as_str()))
    }

    /// The indented lines below the first line that is meant.
    fn below<'a>(text: &'a str, is_meant: &dyn Fn(&str) -> bool) -> Vec<&'a str> {
        let lines = text.lines().skip_while(|line| is_indented(line) || !is_meant(line)).skip(1);
        lines.take_while(|line| is_indented(line)).collect()
    }

    fn rests_on_something(&self, text: &str, what: &str, is_meant: &dyn Fn(&str) -> bool) {
        let below = Self::below(text, is_meant);
        assert!(below.iter().any(|line| self.is_named(line)), "{what} rests on nothing that has a name: {below:#?}");
    }
}

fn is_indented(line: &str) -> bool {
    line.starts_with("  ")
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

fn word(value: &Value) -> String {
    value.as_str().expect("a word").to_owned()
}

#[test]
fn every_note_is_derived() {
    for plan in Shown::both() {
        let notes: Vec<&str> = plan.plain.err.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(notes.len(), list(&plan.json["notes"]).len());
        for note in &notes {
            plan.rests_on_something(&plan.explained.err, note, &|line| line == *note);
        }
        let told = plan.explained.err.lines().filter(|line| !line.is_empty() && !is_indented(line)).collect::<Vec<_>>();
        assert_eq!(told, notes);
    }
}

#[test]
fn every_line_between_the_tables_is_derived() {
    for plan in Shown::both() {
        let is_sentence = |line: &&str| !line.is_empty() && !line.starts_with([' ', '─']);
        let sentences: Vec<&str> = plan.plain.out.lines().filter(is_sentence).collect();
        assert!(sentences.len() >= 5, "{sentences:#?}");
        for sentence in sentences {
            plan.rests_on_something(&plan.explained.out, sentence, &|line| line == sentence);
        }
    }
}

#[test]
fn every_row_of_every_table_is_derived() {
    for plan in Shown::both() {
        let out = &plan.explained.out;
        for id in &plan.windows {
            plan.rests_on_something(out, id, &|line| line.ends_with(id.as_str()));
        }
        for row in list(&plan.json["staffing"]["days"]) {
            let (from, until) = (word(&row["from"]), word(&row["until"]));
            let is_its = |line: &str| !line.starts_with(' ') && line.contains(&from) && line.contains(&until);
            plan.rests_on_something(out, &from, &is_its);
        }
        let has_line = |parts: &[String]| {
            let holds = |line: &&str| parts.iter().all(|part| line.contains(part.as_str())) && !line.starts_with(" 2");
            assert!(out.lines().any(|line| holds(&line)), "no line says {parts:?}");
        };
        for task in list(&plan.json["tasks_due"]) {
            has_line(&[word(&task["window"]), word(&task["measure"]), word(&task["at"])]);
        }
        for caught in list(&plan.json["backtest"]) {
            has_line(&[word(&caught["policy"]), word(&caught["rule"]), word(&caught["from"])]);
        }
        let quarters = list(&plan.json["quarters"]);
        let told = quarters.iter().map(|row| word(&row["quarter"]));
        for (quarter, row) in told.zip(quarters) {
            let heads = out.lines().filter(|line| line.starts_with(&quarter)).collect::<Vec<_>>();
            assert_eq!(heads.len(), quarters.iter().filter(|other| other["quarter"] == row["quarter"]).count());
            let is_derived = |head: &&str| {
                plan.is_named(head) || Shown::below(out, &|line| line == *head).iter().any(|line| plan.is_named(line))
            };
            assert!(heads.iter().all(is_derived), "{heads:#?}");
        }
    }
}

#[test]
fn the_arithmetic_of_notes_is_told() {
    let [plan, _] = Shown::both();
    let has = |line: &str| assert!(plan.explained.err.contains(line), "{line} is not in\n{}", plan.explained.err);
    has("takes 7d to prepare: 2027-02-21 14:00 America/New_York less 7d");
    has("is 2027-02-14 14:00 America/New_York. Whole days since then: 5.");
    has(
        "2027-04-01 is the last day of leaders/2027-03-30T09:00/gatherings/surge; 2027-04-17 is the first of trade-3/2027-04-20T09:00/talks/surge. Free days between them: 15, short of 21 by 6.",
    );
    has(
        "Week 2027-10-04 to 2027-10-10: surge-tasks / staff-24-7 6 d × 24 h; together 144 h. Divided by 2 people: 72 h each, the cap is 60 h.",
    );
    has("ann, “Watch desk A” (roster.toml:");
    has("Start: 2027-06-10 00:00 Asia/Manila -2d is 2027-06-08 00:00 Asia/Manila.");
    has(
        "names the scenario border-control-dwell, “A long dwell in border control”, as a threat to events of these classes: negotiation, visit.",
    );
    has("Roles in roster.toml: reviewer, soc, soc-lead.");
}
