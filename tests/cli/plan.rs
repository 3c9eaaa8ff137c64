//! Looking ahead: `calendar list`, `plan`, `doctor`.

use crate::sandbox::Sandbox;

const NOW: &str = "2027-06-10T09:00:00+09:00";

#[test]
fn the_calendar_lists_events_in_their_own_zone() {
    let sandbox = Sandbox::small();
    let list = ["calendar", "list", "--from", "2027-06-01", "--to", "2027-06-30"];
    sandbox.run(&list).exits(0).says("Trade talks").says("2027-06-14 09:00").says("Europe/Paris").says("negotiation");
    sandbox.ja(&list).exits(0).says("通商交渉").says("Europe/Paris");
    let rows = sandbox.run(&[&list[..], &["--format", "json"]].concat()).exits(0).json();
    assert_eq!((&rows[0]["event"], &rows[0]["from"]), (&"talks".into(), &"2027-06-14T07:00:00Z".into()));
    sandbox.run(&["calendar", "list", "--from", "2027-02-30"]).exits(2).complains("\"2027-02-30\"");
    let backwards = ["calendar", "list", "--from", "2027-06-30", "--to", "2027-06-01"];
    sandbox.run(&backwards).exits(2).complains("--to lies before --from");
    sandbox.ja(&backwards).exits(2).complains("入れ替えて");
}

#[test]
fn the_plan_says_when_why_and_what_to_do_about_it() {
    let sandbox = Sandbox::small();
    sandbox.run(&["plan", "--now", NOW]).exits(0).says("Trade talks").says("watch").says("2027-06-07 16:00");
    let explained = sandbox.run(&["plan", "--now", NOW, "--explain"]).exits(0);
    explained.says("talks/2027-06-14T09:00/talks/watch").says("calendar/2027.toml:2:6").says("standto.toml:29:11");
    sandbox.ja(&["plan", "--now", NOW, "--explain"]).exits(0).says("通商交渉");
    let plan = sandbox.run(&["plan", "--now", NOW, "--format", "json"]).exits(0).json();
    assert!(plan["windows"].as_array().is_some_and(|windows| windows.len() == 1), "{plan}");
    sandbox.run(&["plan", "--now", "yesterday"]).exits(2).complains("\"yesterday\"").complains("RFC 3339");
}

#[test]
fn looking_changes_nothing() {
    let sandbox = Sandbox::small();
    let before = sandbox.files();
    for arguments in [&["check"][..], &["plan"], &["calendar", "list"], &["exercise", "list"], &["exercise", "check", "spring"]]
    {
        sandbox.run(arguments).exits(0);
    }
    assert_eq!(sandbox.files(), before);
}

#[test]
fn a_change_is_never_made_at_another_instant() {
    let sandbox = Sandbox::small();
    let add = ["principal", "add", "a", "--role", "operator", "--now", NOW];
    sandbox.run(&add).exits(2).complains("--now");
    sandbox.ja(&add).exits(2).complains("--now").complains("外してください");
    assert!(!sandbox.path("standto.db").exists());
}

#[test]
fn the_doctor_finds_what_stands_in_the_way() {
    let sandbox = Sandbox::small();
    sandbox.run(&["doctor"]).exits(0).says("tzdata").says("mx1").says("none yet");
    sandbox.operator();
    sandbox.run(&["doctor"]).exits(0).says("journal intact").says("1, of whom 1 may approve");
    sandbox.ja(&["doctor"]).exits(0).says("データベース").says("記録簿は正常です");
    std::fs::remove_file(sandbox.path("controls/mx1.toml")).expect("the target is there");
    std::fs::create_dir(sandbox.path("controls/mx1.toml")).expect("a directory can stand in its place");
    let run = sandbox.run(&["doctor", "--format", "json"]).exits(1);
    let findings = run.json();
    let bad = findings.as_array().expect("a list").iter().filter(|finding| finding["mark"] == "bad").count();
    assert_eq!(bad, 1, "{findings}");
}

#[test]
fn a_picture_of_the_plan_is_for_plan_alone_and_shows_public_titles() {
    let sandbox = Sandbox::small();
    sandbox.edit("calendar/2027.toml", "zone =", "handling = \"amber\"\nzone =");
    let svg = ["plan", "--now", NOW, "--format", "svg"];
    sandbox.run(&svg).exits(0).says("<svg xmlns=").says("Reserved date").never_says("Trade talks").never_says("calendar/2027");
    sandbox.ja(&svg).exits(0).says("lang=\"ja\"").says("予約済み日程").never_says("通商交渉");
    sandbox.run(&[&svg[..], &["--titles", "full"]].concat()).exits(0).says("Trade talks").never_says("Reserved date");
    for format in ["svg", "ics"] {
        sandbox.run(&["check", "--format", format]).exits(2).complains(format).complains("standto plan");
        sandbox.ja(&["posture", "status", "--format", format]).exits(2).complains("専用です");
        sandbox.run(&["plan", "accept", "--format", format]).exits(2).complains("standto plan");
    }
    sandbox.run(&["plan", "--titles", "full"]).exits(2).complains("--format svg");
    sandbox.ja(&["plan", "--titles", "full", "--format", "json"]).exits(2).complains("--titles");
}
