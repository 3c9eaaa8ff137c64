//! Approvals as people give them: what is shown is what is approved; deputies, reviews, and second thoughts.

use standto::clock::Clock;
use standto::time::DAY_MS;

use crate::sandbox::Sandbox;
use crate::serving::{Serving, until};

const ELEVATED: [&str; 8] =
    ["posture", "order", "--level", "elevated", "--until", "2099-01-01T00:00", "--reason", "A delegation leaves"];

/// Two of ann and cyd approve; ben stands in for ann.
const RULE: &str = r#"[[approval]]
level = "elevated"
need = 2
of = ["ann", "cyd"]
deputies = [{ of = "ann", by = ["ben"] }]
"#;

struct People {
    olga: String,
    ann: String,
    ben: String,
    cyd: String,
}

/// A workspace with that rule and an order for `elevated`.
fn ordered() -> (Sandbox, People) {
    let sandbox = Sandbox::small();
    sandbox.edit("standto.toml", "[[approval]]\nlevel = \"elevated\"\nneed = 1\n", RULE);
    let olga = sandbox.operator();
    let [ann, ben, cyd] = ["ann", "ben", "cyd"].map(|id| sandbox.colleague(&olga, id, "approver"));
    sandbox.by(&olga, &ELEVATED).exits(0);
    (sandbox, People { olga, ann, ben, cyd })
}

fn approvals(sandbox: &Sandbox) -> serde_json::Value {
    sandbox.run(&["posture", "status", "--format", "json"]).exits(0).json()["windows"][0].clone()
}

#[test]
fn what_is_approved_is_shown_first_and_without_approving() {
    let (sandbox, people) = ordered();
    let preview = sandbox.run(&["posture", "preview", "order/o-1"]).exits(0);
    let preview = preview.says("elevated").says("2099-01-01 00:00 Asia/Tokyo").says("young_days = 14").says("on mx1");
    let preview = preview.says("2 of ann, cyd").says("0 of 2").says("(hash ");
    let json = sandbox.run(&["posture", "preview", "order/o-1", "--format", "json"]).exits(0).json();
    let hash = json["hash"].as_str().expect("a hash").to_owned();
    assert!(preview.out.contains(&hash[..12]), "{}", preview.out);
    assert_eq!((&json["approvals"]["have"], &json["changes"][0]["target"]), (&0.into(), &"mx1".into()));
    sandbox.ja(&["posture", "preview", "order/o-1"]).exits(0).says("2名中0名").says("ハッシュ");
    sandbox.run(&["posture", "preview", "order/o-7"]).exits(3).complains("order/o-7");

    let approve = ["posture", "approve", "order/o-1", "--decision", "R8-12"];
    sandbox.by(&people.cyd, &approve).exits(0).says("young_days = 14").says("1 of 2");
    let window = approvals(&sandbox);
    assert_eq!(window["approvals"]["by"][0]["by"], "cyd");
    assert_eq!(window["approvals"]["by"][0]["decision"], "R8-12");
    sandbox.run(&["posture", "preview", "order/o-1"]).exits(0).says("1 of 2").says("cyd, decision R8-12");
    sandbox.run(&["posture", "status"]).exits(0).says("1 of 2").says("cyd, decision R8-12");
    sandbox.run(&["journal", "show"]).exits(0).says("decision R8-12");
}

#[test]
fn a_window_can_be_previewed_before_there_is_a_database() {
    let sandbox = Sandbox::small();
    let talks = "talks/2027-06-14T09:00/talks/watch";
    sandbox.run(&["posture", "preview", talks, "--now", "2027-06-01T00:00:00Z"]).exits(0).says("needs no approval");
}

#[test]
fn a_deputy_counts_once_and_is_reviewed_afterwards() {
    let (sandbox, people) = ordered();
    let stand_in = ["posture", "approve", "order/o-1", "--in-place-of", "ann"];
    sandbox.by(&people.cyd, &stand_in).exits(3).complains("cannot approve in place of ann");
    sandbox.by(&people.ben, &["posture", "approve", "order/o-1"]).exits(3).complains("ben is not among");
    sandbox.by(&people.ben, &stand_in).exits(0).says("1 of 2").says("posture review order/o-1");
    sandbox.by(&people.ben, &stand_in).exits(3);
    sandbox.by(&people.cyd, &["posture", "approve", "order/o-1"]).exits(0).says("2 of 2");
    sandbox.run(&["posture", "status"]).exits(0).says("ben in place of ann, who has to review it").says("posture review");
    sandbox.ja(&["posture", "status"]).exits(0).says("後閲待ち").says("後閲者");

    sandbox.by(&people.cyd, &["posture", "review", "order/o-1"]).exits(3).complains("waits for your review");
    sandbox.by(&people.ann, &["posture", "review", "order/o-1", "--object"]).exits(2);
    sandbox.by(&people.ann, &["posture", "review", "order/o-1"]).exits(0).says("the approval stands");
    sandbox.run(&["posture", "status"]).exits(0).says("reviewed").never_says("posture review");
    assert_eq!(approvals(&sandbox)["allowed"], true);
    sandbox.run(&["journal", "show"]).exits(0).says("in place of ann").says("was reviewed");
}

#[test]
fn an_objection_and_a_withdrawal_take_an_approval_back() {
    let (sandbox, people) = ordered();
    let stand_in = ["posture", "approve", "order/o-1", "--in-place-of", "ann"];
    sandbox.by(&people.ben, &stand_in).exits(0);
    sandbox.by(&people.cyd, &["posture", "approve", "order/o-1"]).exits(0).says("2 of 2");
    let object = ["posture", "review", "order/o-1", "--object", "--reason", "Too wide"];
    sandbox.by(&people.ann, &object).exits(0).says("1 of 2 are left").says("taken back now");
    assert_eq!(approvals(&sandbox)["allowed"], false);
    sandbox.by(&people.ann, &["posture", "approve", "order/o-1"]).exits(0).says("2 of 2");
    let withdraw = ["posture", "withdraw", "order/o-1", "--reason", "Not after all"];
    sandbox.by(&people.cyd, &withdraw).exits(0).says("1 of 2 are left");
    sandbox.by(&people.cyd, &withdraw).exits(3).complains("nothing to take back");
    sandbox.by(&people.olga, &withdraw).exits(3).complains("nothing to take back");
    sandbox.run(&["journal", "show"]).exits(0).says("Too wide").says("Not after all");
}

#[test]
fn deputies_are_checked() {
    let sandbox = Sandbox::small();
    sandbox.edit(
        "standto.toml",
        "[[approval]]\nlevel = \"elevated\"\nneed = 1\n",
        &RULE.replace("\"ben\"", "\"ann\", \"ben\", \"ben\""),
    );
    let check = sandbox.run(&["check"]).exits(2);
    assert_eq!(check.err.matches("approver").count(), 2, "{}", check.err);
    sandbox.edit("standto.toml", "of = \"ann\", by = [\"ann\", \"ben\", \"ben\"]", "of = \"dan\", by = []");
    sandbox.run(&["check"]).exits(2).complains("dan").complains("`ann`, `cyd`").complains("by");
}

#[test]
fn a_quarter_is_approved_at_once_until_the_rule_changes() {
    let sandbox = Sandbox::small();
    sandbox.edit("standto.toml", "level = \"elevated\"\nneed = 1", "level = \"watch\"\nneed = 1");
    let olga = sandbox.operator();
    let ann = sandbox.colleague(&olga, "ann", "approver");
    // 2099, so that the quarter is never over when this is tried.
    sandbox.edit("calendar/2027.toml", "2027-", "2099-");
    let standing =
        |level: &'static str| ["posture", "approve", "--standing", "talks", "--level", level, "--quarter", "2099-Q2"];
    sandbox.run(&["posture", "standing"]).exits(0).says("no standing approvals");
    sandbox.by(&ann, &["posture", "approve", "--standing", "talks"]).exits(2);
    sandbox.by(&ann, &standing("high")).exits(2).complains("high");
    let bad = ["posture", "approve", "--standing", "talks", "--level", "watch", "--quarter", "spring"];
    sandbox.by(&ann, &bad).exits(2).complains("2027-Q1");
    sandbox.by(&ann, &standing("surge")).exits(3).complains("one by one");
    sandbox.by(&ann, &standing("elevated")).exits(3).complains("talks watch");
    let shows = |level: &'static str| {
        let mut preview = standing(level);
        preview[1] = "preview";
        preview
    };
    sandbox.run(&shows("surge")).exits(3).complains("one by one");
    sandbox.run(&shows("elevated")).exits(3).complains("talks watch");
    let shown = sandbox.run(&shows("watch")).exits(0).says("every window that begins in 2099-Q2").says("-7d");
    sandbox.ja(&shows("watch")).exits(0).says("2099-Q2 に始まるすべての期間");
    let json = sandbox.run(&[&shows("watch")[..], &["--format", "json"]].concat()).exits(0).json();
    assert_eq!((&json["quarter"], &json["rules"][0]["from"]), (&"2099-Q2".into(), &"-7d".into()));
    let hash = json["rules"][0]["hash"].as_str().expect("a hash").to_owned();
    assert!(shown.out.contains(&hash[..12]), "{}", shown.out);
    sandbox.run(&["posture", "standing"]).exits(0).says("no standing approvals");
    let approved = sandbox.by(&ann, &standing("watch")).exits(0).says("1 of 1");
    assert!(approved.out.starts_with(&shown.out), "what was shown is what is approved: {}", approved.out);
    sandbox.by(&ann, &standing("watch")).exits(3).complains("already");
    sandbox.run(&["posture", "standing"]).exits(0).says("talks").says("holds");
    sandbox.ja(&["posture", "standing"]).exits(0).says("四半期").says("有効");
    let state = || {
        let json = sandbox.run(&["posture", "standing", "--format", "json"]).exits(0).json();
        json["standing"][0]["state"].as_str().unwrap_or("none").to_owned()
    };
    assert_eq!(state(), "holds");
    let window = ["posture", "preview", "talks/2099-06-14T09:00/talks/watch", "--now", "2099-05-20T00:00:00Z"];
    sandbox.run(&window).exits(0).says("1 of 1").says("for all of 2099-Q2");
    sandbox.edit("calendar/2027.toml", "2099-06-14", "2099-06-13");
    let moved = ["posture", "preview", "talks/2099-06-13T09:00/talks/watch", "--now", "2099-05-20T00:00:00Z"];
    sandbox.run(&moved).exits(0).says("for all of 2099-Q2");
    sandbox.edit("standto.toml", "from = \"-7d\"", "from = \"-8d\"");
    assert_eq!(state(), "changed");
    let withdraw =
        ["posture", "withdraw", "--standing", "talks", "--level", "watch", "--quarter", "2099-Q2", "--reason", "Over"];
    sandbox.by(&ann, &withdraw).exits(0).says("withdrawn");
    sandbox.by(&ann, &withdraw).exits(3).complains("no standing approval");
}

#[test]
fn a_standing_approval_says_what_cannot_be_narrowed_and_that_none_is_needed() {
    let sandbox = Sandbox::small();
    let olga = sandbox.operator();
    let ben = sandbox.colleague(&olga, "ben", "approver");
    let group = "[[group]]\nid = \"delegation\"\nmembers = [\"ann@office.example\"]\n\n[[approval]]";
    sandbox.edit("standto.toml", "[[approval]]", group);
    let rules = "{ level = \"watch\", from = \"-7d\", until = \"+1d\" },\n  { level = \"elevated\", from = \"-3d\", until = \"+1d\", scope = \"group:delegation\" }";
    sandbox.edit("standto.toml", "{ level = \"watch\", from = \"-7d\", until = \"+1d\" }", rules);
    let standing = |verb, level| ["posture", verb, "--standing", "talks", "--level", level, "--quarter", "2099-Q2"];
    let wide = "mx1 cannot be narrowed to the group delegation: these changes apply to everyone.";
    sandbox.run(&standing("preview", "elevated")).exits(0).says("for the group delegation").says(wide);
    sandbox.ja(&standing("preview", "elevated")).exits(0).says("全員に及びます");
    sandbox.by(&ben, &standing("approve", "elevated")).exits(0).says(wide);
    sandbox.by(&ben, &standing("approve", "watch")).exits(0).says("need no approval").never_says("of 0");
}

#[test]
fn approvers_of_the_roster_are_asked_by_mail_and_the_rest_is_named() {
    let (sandbox, people) = ordered();
    let roster = sandbox.read("roster.toml");
    let ann = "[[person]]\nid = \"ann\"\nname = \"Ann\"\nmail = \"ann@office.example\"\nzone = \"Europe/Paris\"\nlang = \"en\"\nroles = []\n";
    sandbox.write("roster.toml", &format!("{roster}\n{ann}"));
    let serving = Serving::start(&sandbox);
    until("ann is asked", || {
        sandbox.run(&["journal", "show"]).exits(0).out.contains("asked for: ann (not in roster.toml: cyd)")
    });
    let mails = || {
        let files = std::fs::read_dir(sandbox.path("outbox")).into_iter().flatten().flatten();
        let texts = files.filter_map(|file| std::fs::read_to_string(file.path()).ok()).map(|text| text.replace("=\r\n", ""));
        texts.filter(|text| text.contains("ann@office.example")).collect::<Vec<_>>()
    };
    let asked = || mails().len();
    until("the mail is written", || asked() == 1);
    let mail = mails().remove(0);
    assert!(mail.contains("To: Ann <ann@office.example>") && mail.contains("standto posture approve order/o-1"), "{mail}");
    assert!(mail.contains("Europe/Paris") && !mail.contains("A delegation leaves"), "{mail}");
    let requests = || sandbox.run(&["posture", "status", "--format", "json"]).exits(0).json()["requests"].clone();
    let request = requests()[0].clone();
    // An order begins at once.
    assert_eq!(
        (&request["window"], &request["level"], &request["state"]),
        (&"order/o-1".into(), &"elevated".into(), &"unanswered".into())
    );
    let may = serde_json::json!([
        { "id": "ann", "has_address": true, "deputies": ["ben"] },
        { "id": "cyd", "has_address": false, "deputies": [] },
    ]);
    assert_eq!((&request["may_answer"], &request["escalated_at"]), (&may, &serde_json::Value::Null));
    let status = sandbox.run(&["posture", "status"]).exits(0).says("may answer").says("ann, or in their place ben");
    status.says("unanswered").says("asked at").says("cyd (not in roster.toml, so not asked by mail)");
    sandbox.ja(&["posture", "status"]).exits(0).says("承認できる人").says("ann（代決者：ben）").says("未回答");
    sandbox.by(&people.ann, &["posture", "approve", "order/o-1"]).exits(0).says("1 of 2");
    assert_eq!(requests()[0]["may_answer"], serde_json::json!([{ "id": "cyd", "has_address": false, "deputies": [] }]));
    sandbox.by(&people.cyd, &["posture", "approve", "order/o-1"]).exits(0).says("2 of 2");
    assert_eq!(requests(), serde_json::json!([]));
    sandbox.run(&["posture", "status"]).exits(0).never_says("may answer");
    until("it is applied", || sandbox.read("controls/mx1.toml").contains("young_days = 14"));
    assert_eq!(asked(), 1, "who answered is not asked again");
    drop(serving);
}

#[test]
fn a_request_stands_in_the_status_from_the_asking_on() {
    let sandbox = Sandbox::small();
    let olga = sandbox.operator();
    sandbox.colleague(&olga, "ann", "approver");
    let from = Clock::Wall.now().plus_ms(10 * DAY_MS);
    let (starts, begun) = (from.to_string(), from.plus_ms(1000).to_string());
    let order = ["posture", "order", "--level", "elevated", "--from", &starts, "--until", "2099-01-01T00:00", "--reason", "x"];
    sandbox.by(&olga, &order).exits(0);
    assert_eq!(sandbox.run(&["posture", "status", "--format", "json"]).exits(0).json()["requests"], serde_json::json!([]));
    let serving = Serving::start(&sandbox);
    until("whoever may approve is asked", || sandbox.run(&["posture", "status"]).exits(0).out.contains("may answer"));
    serving.stop();
    let request = |now: &[&str]| {
        let arguments = [&["posture", "status", "--format", "json"], now].concat();
        sandbox.run(&arguments).exits(0).json()["requests"][0].clone()
    };
    let asked = request(&[]);
    assert_eq!((&asked["window"], &asked["state"]), (&"order/o-1".into(), &"asked".into()));
    assert_eq!(asked["from"], starts);
    let may: Vec<_> = asked["may_answer"].as_array().into_iter().flatten().map(|who| who["id"].clone()).collect();
    assert_eq!(may, ["ann", "olga"]);
    assert_eq!(request(&["--now", &begun])["state"], "unanswered");
    sandbox.run(&["posture", "status", "--now", &begun]).exits(0).says("unanswered");
    sandbox.ja(&["posture", "status"]).exits(0).says("依頼済み").says("上申日時");
}
