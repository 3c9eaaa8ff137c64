//! `plan diff`: what a change of the files would do, before it does; and `plan accept`, which says the same.

use serde_json::Value;
use standto::clock::Clock;
use standto::time::{DAY_MS, Zone};

use crate::sandbox::{Run, Sandbox};
use crate::serving::{Serving, until};
use crate::validator::accepts;

/// The local start and end of talks in Tokyo, so many days from now: the watch window holds, the elevated one lies ahead.
fn talks(days: i64) -> (String, String) {
    let day = |days: i64| Zone::named("Asia/Tokyo").expect("a zone").local(Clock::Wall.now().plus_ms(days * DAY_MS)).date();
    (format!("{}T09:00", day(days)), format!("{}T18:00", day(days + 2)))
}

fn calendar(id: &str, title: &str, (start, end): &(String, String)) -> String {
    format!(
        "[[event]]\nid = \"{id}\"\ntitle = \"{title}\"\nclass = \"negotiation\"\nstart = {start}:00\nend = {end}:00\nzone = \"Asia/Tokyo\"\n"
    )
}

const MEASURE: &str = r#"[playbook]
id = "own"
title = { en = "Our own", ja = "独自の措置" }
level = "elevated"

[[measure]]
id = "hold-longer"
title = { en = "Hold longer", ja = "長く保留する" }
control = "mail"
set = { young_days = 20 }
"#;

/// Watch took effect without approval, elevated is approved and lies ahead. With the operator's token.
struct Office {
    sandbox: Sandbox,
    operator: String,
    elevated: String,
}

impl Office {
    fn new() -> Self {
        let sandbox = Sandbox::small();
        let rule = r#"levels = [{ level = "watch", from = "-7d", until = "+1d" }]"#;
        let rules = r#"levels = [{ level = "watch", from = "-45d", until = "+1d" }, { level = "elevated", from = "-14d", until = "+1d" }]"#;
        sandbox.edit("standto.toml", rule, rules);
        sandbox.write("playbooks/own.toml", MEASURE);
        sandbox.write("calendar/2027.toml", &calendar("talks", "Trade talks", &talks(20)));
        let operator = sandbox.operator();
        let elevated = format!("talks/{}/talks/elevated", talks(20).0);
        sandbox.by(&operator, &["posture", "approve", &elevated]).exits(0).says("1 of 1");
        let serving = Serving::start(&sandbox);
        until("watch takes effect", || sandbox.run(&["journal", "show"]).exits(0).out.contains("takes effect until"));
        assert!(serving.stop().0.success());
        Office { sandbox, operator, elevated }
    }

    fn write(&self, id: &str, title: &str, days: i64) {
        self.sandbox.write("calendar/2027.toml", &calendar(id, title, &talks(days)));
    }

    fn diff(&self) -> Run {
        self.sandbox.run(&["plan", "diff"]).exits(0)
    }

    /// As it is printed, which always fits its schema.
    fn json(&self, sides: &[&str]) -> Value {
        let diff = self.sandbox.run(&[&["plan", "diff", "--format", "json"], sides].concat()).exits(0).json();
        let schema = self.sandbox.run(&["schema", "plan-diff"]).exits(0).json();
        assert!(accepts(&schema, &diff, &schema), "{diff:#}");
        diff
    }

    /// Gravity and effects of each window, the gravest first.
    fn told(&self) -> Vec<String> {
        let diff = self.json(&[]);
        let windows = diff["windows"].as_array().expect("windows").iter().map(|window| {
            let effects: Vec<&str> =
                window["effects"].as_array().expect("effects").iter().filter_map(|effect| effect["effect"].as_str()).collect();
            let word = |key: &str| window[key].as_str().unwrap_or("none").to_owned();
            format!("{} {}: {}", word("level"), word("standing"), effects.join(" "))
        });
        windows.collect()
    }
}

#[test]
fn what_is_in_force_does_not_differ_from_the_same_files() {
    let office = Office::new();
    office.diff().says("(in force) to the files").says("Nothing that the plan rests on is otherwise");
    office.sandbox.ja(&["plan", "diff"]).exits(0).says("（採用中）").says("変更はありません");
}

#[test]
fn a_title_correction_and_an_unrelated_event_void_no_approval() {
    let office = Office::new();
    office.write("talks", "Trade talks, third round", 20);
    assert_eq!(office.told(), ["watch live: nothing", "elevated approved: approval-stays"]);
    office.diff().says("title corrected").says("its approvals stay").never_says("lapse").never_says("plan accept");
    let unrelated = calendar("talks", "Trade talks", &talks(20)) + &calendar("other", "Other talks", &talks(200));
    office.sandbox.write("calendar/2027.toml", &unrelated);
    let told = office.told();
    assert_eq!(told, ["elevated waiting: asks", "watch future: nothing"], "windows of the other event alone");
    // Any command that writes adopts it, and the approval is still there.
    office.sandbox.by(&office.operator, &["principal", "add", "cyd", "--role", "approver"]).exits(0);
    office.write("talks", "Trade talks", 20);
    assert!(office.json(&[])["windows"].as_array().is_some_and(|windows| windows.len() == 2));
    office.sandbox.run(&["posture", "status"]).exits(0).never_says("0 of 1");
}

#[test]
fn a_moved_event_voids_the_approval_and_contests_what_holds() {
    let office = Office::new();
    office.write("talks", "Trade talks", 22);
    assert_eq!(office.told(), ["watch live: contested decide-before", "elevated approved: lapses"]);
    let run = office.diff().says("Windows, contested (1)").says("Windows, approvals lapse (1)").says("moved later");
    run.says(&format!("was {}", office.elevated)).says("waits for `standto plan accept`");
    office.sandbox.ja(&["plan", "diff"]).exits(0).says("承認1件は失効し").says("要判断");
    let diff = office.json(&[]);
    assert_eq!(diff["events"][0]["change"], "moved");
    assert_eq!(diff["windows"][1]["was"], Value::from(office.elevated.as_str()));
    assert_eq!(diff["windows"][1]["needs_acceptance"], true);
    assert!(diff["days"].is_array());

    let accepted = office.sandbox.by(&office.operator, &["plan", "accept"]).exits(0);
    accepted.says("Windows, approvals lapse (1)").says("approvals given lapse (1)").says(&office.elevated);
    office.diff().says("Nothing that the plan rests on is otherwise");
}

#[test]
fn an_event_that_goes_takes_approvals_with_it_and_ends_nothing_early() {
    let office = Office::new();
    let gone = |text: &str| {
        office.sandbox.write("calendar/2027.toml", text);
        office.told()
    };
    let cancelled = calendar("talks", "Trade talks", &talks(20)) + "cancelled = true\n";
    for text in ["", &cancelled] {
        assert_eq!(gone(text), ["watch live: contested", "elevated approved: withdrawn"]);
    }
    office.diff().says("cancelled").says("holds as it is until its recorded end").says("nothing is asked for");
}

#[test]
fn a_changed_measure_voids_the_approval_and_names_target_and_setting() {
    let office = Office::new();
    office.sandbox.edit("playbooks/own.toml", "young_days = 20", "young_days = 25");
    assert_eq!(office.told(), ["elevated approved: lapses"]);
    office.diff().says("mx1: young_days = 25, before 20 (measure hold-longer of own)");
    office.sandbox.ja(&["plan", "diff"]).exits(0).says("young_days を 20 から 25 に変更");
    let change = office.json(&[])["windows"][0]["changes"][0].clone();
    assert_eq!((&change["target"], &change["set"][0]["to"]), (&"mx1".into(), &25.into()));
    office.sandbox.edit("playbooks/own.toml", "young_days = 25", "young_days = 20");
    office.sandbox.edit("standto.toml", "need = 1", "need = 2");
    assert_eq!(office.told(), ["elevated approved: asks"]);
    office.diff().says("needs 2 approvals, before 1").says("(1 of 2)");
}

#[test]
fn a_feed_with_new_ids_is_the_same_event_whose_approvals_do_not_go_along() {
    let office = Office::new();
    office.write("talks-x", "TRADE  talks", 20);
    let diff = office.json(&[]);
    assert_eq!((&diff["events"][0]["change"], &diff["events"][0]["was"]), (&"reidentified".into(), &"talks".into()));
    // What took effect holds under its old id; under the new one it is another window, which begins beside it.
    let told = office.told();
    assert_eq!(told, ["watch live: contested", "elevated approved: lapses", "watch live: starts-late at-once"]);
    office.diff().says("the same event as talks under another id");
}

#[test]
fn a_calendar_file_stands_in_for_the_one_of_its_name() {
    let office = Office::new();
    office.sandbox.write("next/2027.toml", &calendar("talks", "Trade talks", &talks(22)));
    let run = office.sandbox.run(&["plan", "diff", "in-force", "next/2027.toml"]).exits(0);
    run.says("next/2027.toml as calendar/2027.toml").says("Windows, contested (1)");
    let backwards = office.sandbox.run(&["plan", "diff", "next/2027.toml", "files"]).exits(0);
    backwards.says("moved earlier");
    office.sandbox.write("next/2028.toml", &calendar("more", "More talks", &talks(22)));
    office.sandbox.run(&["plan", "diff", "next/2027.toml", "next/2028.toml"]).exits(0).says("talks “Trade talks”: no longer");
    office.sandbox.run(&["plan", "diff", "files", "next/2028.toml"]).exits(0).says("more “More talks”: new");
    office.sandbox.write("next/2027.toml", "[[event]]\nid = 3\n");
    office.sandbox.run(&["plan", "diff", "files", "next/2027.toml"]).exits(2).complains("calendar/2027.toml:2");
    office.sandbox.run(&["plan", "diff", "files", "next/none.toml"]).exits(2).complains("next/none.toml");
}

#[test]
fn revisions_are_named_by_the_beginning_of_their_ids() {
    let office = Office::new();
    let first = office.json(&[])["old"]["revision"].as_str().expect("a revision").to_owned();
    office.write("talks", "Trade talks", 22);
    office.sandbox.by(&office.operator, &["plan", "accept"]).exits(0);
    let diff = office.json(&[&first[..10], "in-force"]);
    assert_eq!(diff["old"]["revision"], Value::from(first.as_str()));
    assert_ne!(diff["new"]["revision"], diff["old"]["revision"]);
    assert_eq!(diff["events"][0]["change"], "moved");
    assert_eq!(office.json(&[&first[2..12], "in-force"])["events"], diff["events"], "without what every id begins with");
    office.sandbox.run(&["plan", "diff", "r-"]).exits(2).complains("several revisions begin with \"r-\"");
    office.sandbox.ja(&["plan", "diff", "r-"]).exits(2).complains("複数あります");
    office
        .sandbox
        .run(&["plan", "diff", "nowhere"])
        .exits(2)
        .complains("\"nowhere\" is neither")
        .complains("in-force, files, r-");
}

#[test]
fn other_time_zone_data_is_said_and_alters_nothing() {
    let office = Office::new();
    let db = rusqlite::Connection::open(office.sandbox.path("standto.db")).expect("the database opens");
    db.execute("UPDATE revision SET tzdata = '2020a'", []).expect("the row can be edited");
    drop(db);
    office.diff().says("adopted with tzdata 2020a; this program has ").says("Nothing that the plan rests on is otherwise");
    office.sandbox.ja(&["plan", "diff"]).exits(0).says("2020a");
    assert_eq!(office.json(&[])["old"]["tzdata"], "2020a");
}

#[test]
fn without_a_database_nothing_is_in_force_but_files_can_be_compared() {
    let sandbox = Sandbox::small();
    sandbox.run(&["plan", "diff"]).exits(1).complains("nothing is in force yet").complains("standto serve");
    sandbox.ja(&["plan", "diff"]).exits(1).complains("採用中のリビジョンがありません");
    sandbox.run(&["plan", "diff", "files", "."]).exits(0).says("Nothing that the plan rests on is otherwise");
    sandbox.run(&["plan", "diff", "files", "files", "--from", "2027-02-30"]).exits(2).complains("2027-02-30");
    assert!(!sandbox.path("standto.db").exists());
}
