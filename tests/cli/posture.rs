//! A posture from the order to the way back, on a real file under a running `serve`; drift, conflict, and who decides it.

use standto::clock::Clock;
use standto::time::{DAY_MS, Zone};

use crate::sandbox::{CONTROL, Sandbox};
use crate::serving::{Serving, until};

fn order(level: &str) -> [&str; 8] {
    ["posture", "order", "--level", level, "--until", "2099-01-01T00:00", "--reason", "A delegation leaves"]
}

/// A workspace in which an approved order for `elevated` is live; the tokens of who ordered and who approved.
fn ordered() -> (Sandbox, String, String) {
    let sandbox = Sandbox::small();
    let olga = sandbox.operator();
    let ben = sandbox.colleague(&olga, "ben", "approver");
    sandbox.by(&olga, &order("elevated")).exits(0).says("standto posture approve order/o-1");
    sandbox.by(&ben, &["posture", "approve", "order/o-1"]).exits(0).says("1 of 1");
    (sandbox, olga, ben)
}

/// The state of the ledger's one target.
fn state(sandbox: &Sandbox) -> String {
    let status = sandbox.run(&["posture", "status", "--format", "json"]).exits(0).json();
    status["ledger"][0]["state"].as_str().unwrap_or("none").to_owned()
}

#[test]
fn an_order_is_applied_after_approval_verified_and_taken_back() {
    let (sandbox, olga, _) = ordered();
    assert_eq!(sandbox.read("controls/mx1.toml"), CONTROL);
    let serving = Serving::start(&sandbox);
    until("the target is changed", || state(&sandbox) == "active");
    assert!(sandbox.read("controls/mx1.toml").contains("young_days = 14"), "{}", sandbox.read("controls/mx1.toml"));
    sandbox.run(&["posture", "verify"]).exits(0);
    sandbox.run(&["posture", "status"]).exits(0).says("elevated").says("young_action").says("order/o-1");
    sandbox.ja(&["posture", "status"]).exits(0).says("現在の態勢").says("young_action");
    sandbox.by(&olga, &["posture", "stand", "o-1"]).exits(0);
    until("the target is restored", || sandbox.read("controls/mx1.toml") == CONTROL);
    until("the ledger is empty", || state(&sandbox) == "none");
    sandbox.run(&["posture", "verify"]).exits(0).says("no target is changed");
    sandbox.ja(&["posture", "verify"]).exits(0).says("対象はありません");
    assert_eq!(serving.stop().0.code(), Some(0));
    sandbox.run(&["journal", "verify"]).exits(0).says("journal intact");
}

#[test]
fn a_hand_on_the_target_is_drift_then_conflict_and_a_person_restores() {
    let (sandbox, olga, _) = ordered();
    let serving = Serving::start(&sandbox);
    until("the target is changed", || state(&sandbox) == "active");
    let edited = sandbox.read("controls/mx1.toml") + "mine = 1\n";
    sandbox.write("controls/mx1.toml", &edited);
    sandbox.run(&["posture", "verify"]).exits(4).says("DRIFT").says("posture revert mx1");
    sandbox.ja(&["posture", "verify"]).exits(4).says("差異").says("--keep");
    assert_eq!(sandbox.run(&["posture", "verify", "--format", "json"]).exits(4).json()["drift"][0]["target"], "mx1");

    // The first word does not overwrite what somebody else wrote; it shows that there is something to decide.
    sandbox.by(&olga, &["posture", "revert", "mx1"]).exits(3).complains("left alone").complains("--keep");
    assert_eq!(state(&sandbox), "conflict");
    assert_eq!(sandbox.read("controls/mx1.toml"), edited);
    sandbox.run(&["posture", "verify"]).exits(4).says("CONFLICT");
    sandbox.ja(&["posture", "verify"]).exits(4).says("競合");

    sandbox.by(&olga, &["posture", "revert", "mx1"]).exits(0).says("goes back");
    until("the target is as it was before", || sandbox.read("controls/mx1.toml") == CONTROL);
    until("it is released", || state(&sandbox) == "released");
    sandbox.run(&["posture", "verify"]).exits(0);
    serving.stop();
}

#[test]
fn a_conflict_can_be_left_as_it_is() {
    let (sandbox, olga, _) = ordered();
    let serving = Serving::start(&sandbox);
    until("the target is changed", || state(&sandbox) == "active");
    sandbox.write("controls/mx1.toml", "young_days = 99\n");
    sandbox.by(&olga, &["posture", "revert", "mx1", "--keep"]).exits(0);
    until("it is released", || state(&sandbox) == "released");
    sandbox.run(&["posture", "verify"]).exits(0);
    sandbox.by(&olga, &["posture", "stand", "o-1"]).exits(0);
    until("the ledger is empty", || state(&sandbox) == "none");
    serving.stop();
    assert_eq!(sandbox.read("controls/mx1.toml"), "young_days = 99\n");
}

#[test]
fn a_target_past_its_end_is_told_while_nobody_serves() {
    let (sandbox, _, _) = ordered();
    let serving = Serving::start(&sandbox);
    until("the target is changed", || state(&sandbox) == "active");
    serving.stop();
    let late = ["posture", "verify", "--now", "2099-06-01T00:00:00Z"];
    sandbox.run(&late).exits(4).says("after its end").says("standto serve");
    sandbox.ja(&late).exits(4).says("終了時刻").says("standto serve");
    sandbox.run(&["posture", "verify"]).exits(0);
}

#[test]
fn what_an_order_lacks_is_said_with_the_next_step() {
    let sandbox = Sandbox::small();
    sandbox.run(&["posture", "status"]).exits(1).complains("principal add");
    sandbox.ja(&["posture", "status"]).exits(1).complains("`standto serve`");
    let olga = sandbox.operator();
    let by = |arguments: &[&str]| sandbox.by(&olga, arguments);
    by(&order("high")).exits(2).complains("\"high\"").complains("surge");
    by(&order("baseline")).exits(3).complains("asks for nothing");
    let at = |until| ["posture", "order", "--level", "watch", "--until", until, "--reason", "x"];
    by(&at("tomorrow")).exits(2).complains("\"tomorrow\"").complains("2026-10-15T09:00");
    by(&at("2020-01-01T00:00")).exits(3).complains("later than the beginning");
    by(&[&order("watch")[..], &["--scope", "nobody"]].concat()).exits(3).complains("no group nobody");
    by(&["posture", "order", "--level", "watch", "--until", "2099-01-01T00:00", "--reason", " "])
        .exits(3)
        .complains("--reason");
    by(&["posture", "stand", "o-7"]).exits(3).complains("no order o-7");
    by(&["posture", "approve", "order/o-7"]).exits(3).complains("standto plan");
    by(&["posture", "revert", "mx1"]).exits(3).complains("no target mx1");
    by(&["posture", "done", "w", "m", "--evidence", "x"]).exits(3).complains("No task m");
    by(&order("elevated")).exits(0);
    by(&["posture", "approve", "order/o-1"]).exits(3).complains("another approver");
    sandbox.run(&["posture", "approve", "order/o-1"]).exits(3).complains("STANDTO_TOKEN");
}

#[test]
fn a_task_is_done_with_evidence() {
    let sandbox = Sandbox::small();
    let olga = sandbox.operator();
    sandbox.by(&olga, &order("watch")).exits(0);
    let serving = Serving::start(&sandbox);
    let tasks = || {
        let status = sandbox.run(&["posture", "status", "--format", "json"]).exits(0).json();
        status["tasks"].as_array().cloned().unwrap_or_default()
    };
    until("tasks are asked", || !tasks().is_empty());
    serving.stop();
    let task = tasks().remove(0);
    let (window, measure) = (task["window"].as_str().expect("an id"), task["measure"].as_str().expect("an id"));
    sandbox.by(&olga, &["posture", "done", window, measure, "--evidence", ""]).exits(3).complains("Evidence is missing");
    sandbox.by(&olga, &["posture", "done", window, measure, "--evidence", "seen on the console"]).exits(0);
    sandbox.by(&olga, &["posture", "done", window, measure, "--evidence", "again"]).exits(3).complains("done already");
    sandbox.run(&["journal", "show"]).exits(0).says("seen on the console");
}

#[test]
fn a_live_order_holds_as_it_took_effect_when_a_playbook_changes() {
    let (sandbox, olga, ben) = ordered();
    let serving = Serving::start(&sandbox);
    until("the target is changed", || state(&sandbox) == "active");
    serving.stop();
    let held = sandbox.read("controls/mx1.toml");
    let own = "[playbook]\nid = \"own\"\ntitle = \"Our own\"\nlevel = \"elevated\"\n\n[[measure]]\nid = \"hold-longer\"\n\
               title = \"Hold longer\"\ncontrol = \"mail\"\nset = { young_days = 20 }\n";
    sandbox.write("playbooks/own.toml", own);
    let told = sandbox.run(&["plan", "diff"]).exits(0).says("Windows, contested (1)").says("order/o-1");
    told.says("holds as it is until its recorded end").says("waits for `standto plan accept`").never_says("taken back");
    sandbox.ja(&["plan", "diff"]).exits(0).says("要判断").says("order/o-1");
    sandbox.by(&olga, &["plan", "accept"]).exits(0).says("contested").says("order/o-1~2").never_says("void");
    let serving = Serving::start(&sandbox);
    until("the proposal is told", || sandbox.run(&["journal", "show"]).exits(0).out.contains("order/o-1~2"));
    assert_eq!(sandbox.read("controls/mx1.toml"), held, "nobody decided");
    sandbox.run(&["posture", "status"]).exits(0).says("order/o-1~2");
    sandbox.by(&olga, &["posture", "approve", "order/o-1~2"]).exits(3).complains("approve");
    sandbox.by(&ben, &["posture", "approve", "order/o-1~2"]).exits(0).says("1 of 1");
    until("the proposal is applied", || sandbox.read("controls/mx1.toml").contains("young_days = 20"));
    sandbox.by(&olga, &["posture", "stand", "o-1"]).exits(0);
    until("the target is restored", || sandbox.read("controls/mx1.toml") == CONTROL);
    serving.stop();
}

#[test]
fn a_task_that_repeats_is_asked_for_round_by_round() {
    let sandbox = Sandbox::small();
    let own = "[playbook]\nid = \"own\"\ntitle = \"Our own\"\nlevel = \"watch\"\n\n[[measure]]\nid = \"look\"\ntitle = \"Look\"\n\
               task = { owner = \"desk\", evidence = \"A ticket\", within = \"30m\", every = \"1h\" }\n";
    sandbox.write("playbooks/own.toml", own);
    let day = |days: i64| Zone::utc().local(Clock::Wall.now().plus_ms(days * DAY_MS)).date();
    let (start, end) = (day(2), day(4));
    let event = format!(
        "[[event]]\nid = \"near\"\ntitle = \"Near\"\nclass = \"negotiation\"\nstart = {start}T09:00:00\nend = {end}T18:00:00\nzone = \"UTC\"\n"
    );
    sandbox.write("calendar/2027.toml", &event);
    let olga = sandbox.operator();
    let window = format!("near/{start}T09:00/talks/watch");
    let open = || {
        let status = sandbox.run(&["posture", "status", "--format", "json"]).exits(0).json();
        let tasks = status["tasks"].as_array().cloned().unwrap_or_default().into_iter();
        let open = tasks.filter(|task| task["measure"] == "look" && task["done_at"].is_null());
        open.map(|task| (task["round"].as_u64().expect("a round"), task["missed_before"].as_u64())).collect::<Vec<_>>()
    };
    let serving = Serving::start(&sandbox);
    until("the round of this hour is asked", || open().len() == 1);
    serving.stop();
    let (round, _) = open()[0];
    assert!(round > 100, "it took effect days after its start: {round}");
    // As if it had been asked three hours ago, and nobody served since.
    let db = rusqlite::Connection::open(sandbox.path("standto.db")).expect("the database opens");
    db.execute("UPDATE task SET round = round - 3, due_at = due_at - 10800000 WHERE measure_id = 'look'", []).expect("a row");
    drop(db);
    let serving = Serving::start(&sandbox);
    until("the round that is current now is asked", || open().len() == 2);
    serving.stop();
    // An hour may have begun in between.
    let (old, current) = (open()[0].0, open()[1].0);
    assert_eq!((old, open()[1].1), (round - 3, Some(current - old - 1)));
    sandbox
        .run(&["posture", "status"])
        .exits(0)
        .says(&format!("look, round {old}"))
        .says("overdue")
        .says("before it were missed");
    sandbox.ja(&["posture", "status"]).exits(0).says(&format!("第{old}回"));
    sandbox.run(&["journal", "show"]).exits(0).says("nobody was asked in time; rounds missed: ");
    sandbox.by(&olga, &["posture", "done", &window, "look", "--evidence", "T-1"]).exits(0);
    assert_eq!(open().len(), 1, "the oldest is closed");
    assert_eq!(open()[0].0, current);
    sandbox.run(&["journal", "show"]).exits(0).says(&format!("round {old}, done: T-1"));
    sandbox.by(&olga, &["posture", "done", &window, "look", "--evidence", "T-2"]).exits(0);
    sandbox.by(&olga, &["posture", "done", &window, "look", "--evidence", "T-3"]).exits(3).complains("done already");
}

#[test]
fn a_mail_filter_that_nobody_can_ask_is_closed_all_the_same_when_the_order_ends() {
    let sandbox = Sandbox::small();
    // Nobody listens on the discard port.
    let driver = "driver = \"rspamd\"\nmaps = \"maps\"\nworkers = [\"http://127.0.0.1:9\"]";
    sandbox.edit("standto.toml", "driver = \"file\"\npath = \"controls/mx1.toml\"\nformat = \"toml\"", driver);
    let config = sandbox.path("rspamd").display().to_string();
    sandbox.run(&["posture", "install", "rspamd", "--config", &config, "--preview"]).exits(0).says("would be written");
    assert!(!sandbox.path("maps").exists());
    sandbox.ja(&["posture", "install", "mx1", "--config", &config]).exits(0).says("rspamd を一度再起動");
    sandbox.run(&["posture", "install", "mx2", "--config", &config]).exits(2).complains("mx1");
    Sandbox::small().run(&["posture", "install", "rspamd"]).exits(2).complains("driver = \"rspamd\"");
    let olga = sandbox.operator();
    let ben = sandbox.colleague(&olga, "ben", "approver");
    let serving = Serving::start(&sandbox);
    sandbox.by(&olga, &order("elevated")).exits(0);
    sandbox.by(&ben, &["posture", "approve", "order/o-1"]).exits(0);
    let map = || sandbox.read("maps/local_policy_windows.map");
    until("the map is written", || map().contains("young_days * 0 "));
    assert_ne!(state(&sandbox), "active", "no worker has shown it");
    sandbox.by(&olga, &["posture", "stand", "o-1"]).exits(0);
    // One rest after the failed act.
    let watch = standto::clock::Stopwatch::start();
    while map() != "# closed\n" {
        assert!(watch.elapsed() < std::time::Duration::from_secs(90), "{}", map());
        crate::serving::pause(std::time::Duration::from_millis(200));
    }
    drop(serving);
}

#[test]
fn a_live_approved_window_that_nothing_applies_is_no_clean_verify() {
    let (sandbox, _, _) = ordered();
    // No `serve` runs.
    let verify = ["--now", "2098-01-01T00:00", "posture", "verify"];
    sandbox.run(&verify).exits(4).says("mx1: NOT IN FORCE").says("order/o-1").says("hold-young-domains");
    sandbox.ja(&verify).exits(4).says("未適用").says("standto doctor");
    let told = sandbox.run(&[&verify[..], &["--format", "json"]].concat()).exits(4).json();
    assert_eq!((&told["not_in_force"][0]["target"], &told["not_in_force"][0]["decided"]), (&"mx1".into(), &false.into()));
    sandbox.run(&["--now", "2098-01-01T00:00", "posture", "status"]).exits(0).says("NOT IN FORCE");
}
