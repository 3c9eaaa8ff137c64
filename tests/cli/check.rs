//! Bad input: each fault is told with its place and what to do, in both languages; the exit code is 2; nothing is lost.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use crate::sandbox::{PROGRAM, Run, Sandbox};

/// Somebody who owns nothing.
const NOBODY: u32 = 65534;

#[test]
fn where_there_is_no_workspace_every_command_says_so_and_makes_nothing() {
    let sandbox = Sandbox::empty();
    let commands: [&[&str]; 8] = [
        &["check"],
        &["plan"],
        &["calendar", "list"],
        &["doctor"],
        &["serve"],
        &["principal", "add", "a", "--role", "operator"],
        &["posture", "order", "--level", "watch", "--until", "2027-01-01T00:00", "--reason", "x"],
        &["exercise", "abort", "spring"],
    ];
    for arguments in commands {
        sandbox.run(arguments).exits(2).complains("no standto.toml").complains("standto init");
        sandbox.ja(arguments).exits(2).complains("standto.toml").complains("`standto init` で新しく作成");
        let mut elsewhere = vec!["-C", "gone"];
        elsewhere.extend(arguments);
        sandbox.run(&elsewhere).exits(2).complains("gone").complains("standto init");
    }
    assert_eq!(sandbox.files(), Vec::<String>::new());
}

#[test]
fn a_workspace_with_nothing_in_it_is_clean_and_has_nothing_to_stand_to_for() {
    let sandbox = Sandbox::empty();
    sandbox.write("standto.toml", "operator = \"Office\"\nzone = \"Asia/Tokyo\"\n");
    sandbox.run(&["check"]).exits(0).says("no faults: 0 events");
    sandbox.run(&["plan"]).exits(0).says("nothing to stand to for").says("[[policy]]");
    sandbox.ja(&["plan"]).exits(0).says("備えるべき期間はありません");
    sandbox.run(&["exercise", "list"]).exits(0);
    sandbox.run(&["calendar", "list"]).exits(0);
}

/// Directory below tests/cases, file and line of the first fault, words in English, words in Japanese.
const CASES: [(&str, &str, &str, &str); 7] = [
    ("unknown-key", "calendar/2027.toml:7:1", "did you mean `certainty`?", "`certainty`"),
    ("wrong-type", "calendar/2027.toml", "for example", "例"),
    ("impossible-date", "calendar/2027.toml", "a day that the calendar has", "暦にある日付"),
    ("unknown-zone", "calendar/2027.toml", "IANA name", "IANA"),
    ("duplicate-id", "calendar/more.toml", "rename one of the two", "どちらか一方"),
    ("condition-cycle", "scenarios/dwell.toml", "give one of them a time", "どれか1つに時刻"),
    ("not-allowed", "exercises/spring.toml", "`recipients` under [allow]", "[allow]"),
];

#[test]
fn each_fault_has_its_place_and_its_remedy_and_stops_every_command() {
    for (case, place, english, japanese) in CASES {
        let sandbox = Sandbox::copy(&format!("tests/cases/{case}"));
        let before = sandbox.files();
        let run = sandbox.run(&["check"]).exits(2).complains(place).complains(english).complains("nothing was changed");
        assert!(run.out.is_empty(), "faults go to standard error: {}", run.out);
        sandbox.ja(&["check"]).exits(2).complains(place).complains(japanese).complains("何も変更していません");
        for arguments in [&["plan"][..], &["serve"], &["principal", "add", "a", "--role", "operator"]] {
            sandbox.run(arguments).exits(2).complains(place).complains(english);
        }
        let made: Vec<String> = sandbox.files().into_iter().filter(|file| !before.contains(file)).collect();
        assert!(made.iter().all(|file| file == "standto.lock"), "{case}: {made:?}");
    }
}

#[test]
fn machines_get_the_same_faults_as_json() {
    let sandbox = Sandbox::copy("tests/cases/unknown-key");
    let run = sandbox.run(&["check", "--format", "json"]).exits(2);
    let list = run.json();
    assert_eq!(list["clean"], false);
    let fault = &list["faults"][0];
    assert_eq!((&fault["file"], &fault["line"]), (&"calendar/2027.toml".into(), &7.into()));
    assert!(fault["message"].as_str().is_some_and(|message| message.contains("certanty")));
    assert_eq!(fault["suggestion"], "certainty");
}

#[test]
fn faults_that_come_later_leave_the_last_revision_in_force() {
    let sandbox = Sandbox::small();
    let operator = sandbox.operator();
    sandbox.edit("calendar/2027.toml", "2027-06-14T09:00:00", "2027-06-31T09:00:00");
    let order = ["posture", "order", "--level", "watch", "--until", "2099-01-01T00:00", "--reason", "x"];
    sandbox.by(&operator, &order).exits(0).says("Order o-1").complains("1 fault").complains("standto check");
    sandbox.ja(&["posture", "status"]).exits(0).says("order/o-1").complains("誤りが1件");
    sandbox.run(&["plan"]).exits(2).complains("calendar/2027.toml:5");
    sandbox.by(&operator, &["plan", "accept"]).exits(3).complains("standto check");
    sandbox.edit("calendar/2027.toml", "2027-06-31T09:00:00", "2027-06-14T09:00:00");
    sandbox.run(&["posture", "status"]).exits(0).never_says("fault");
}

#[test]
fn reading_goes_on_while_clean_changes_wait_for_a_writer() {
    let sandbox = Sandbox::small();
    let operator = sandbox.operator();
    sandbox.edit("calendar/2027.toml", "Trade talks", "Trade talks, first round");
    let commands: [&[&str]; 6] = [
        &["posture", "status"],
        &["posture", "verify"],
        &["journal", "show"],
        &["principal", "list"],
        &["exercise", "list"],
        &["backup", "copy.db"],
    ];
    for arguments in commands {
        sandbox.run(arguments).exits(0).complains("the files were changed since").complains("standto serve");
    }
    sandbox.ja(&["posture", "status"]).exits(0).complains("ファイルが変更されています");
    sandbox.by(&operator, &["principal", "revoke", "olga"]).exits(0);
    sandbox.run(&["posture", "status"]).exits(0).never_says("the files were changed");
}

/// Runs the program as somebody who may read the sandbox, except for what is taken away again.
struct Somebody<'a> {
    sandbox: &'a Sandbox,
    program: std::path::PathBuf,
    is_root: bool,
}

impl<'a> Somebody<'a> {
    fn new(sandbox: &'a Sandbox) -> Self {
        let is_root = rustix::process::getuid().is_root();
        // Where the program was built, nobody else may be allowed to look.
        let program = sandbox.path("standto-under-test");
        fs::copy(PROGRAM, &program).expect("the program can be copied");
        if is_root {
            own(sandbox.root());
        }
        Self { sandbox, program, is_root }
    }

    fn take_away(&self, file: &str) {
        let path = self.sandbox.path(file);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("the mode can be set");
        if self.is_root {
            chown(&path, Some(0), Some(0)).expect("root may give files away");
        }
    }

    fn run(&self, arguments: &[&str], lang: &str) -> Run {
        let like = self.sandbox.command(arguments);
        let mut command = Command::new(&self.program);
        command.args(arguments).current_dir(self.sandbox.root());
        for (name, value) in like.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command.env("LANG", lang);
        if self.is_root {
            command.uid(NOBODY).gid(NOBODY);
        }
        Run::of(command, arguments)
    }
}

fn own(path: &Path) {
    chown(path, Some(NOBODY), Some(NOBODY)).expect("root may give files away");
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("the directory can be listed") {
            own(&entry.expect("an entry").path());
        }
    }
}

#[test]
fn a_file_that_may_not_be_read_is_named_and_nothing_is_taken_for_empty() {
    let sandbox = Sandbox::small();
    let somebody = Somebody::new(&sandbox);
    somebody.run(&["check"], "en_GB.UTF-8").exits(0);
    somebody.take_away("calendar/2027.toml");
    for arguments in [&["check"][..], &["plan"], &["serve"], &["principal", "add", "a", "--role", "operator"]] {
        let run = somebody.run(arguments, "en_GB.UTF-8").exits(2);
        run.complains("calendar/2027.toml").complains("cannot be read").complains("may read");
    }
    let run = somebody.run(&["check"], "ja_JP.UTF-8").exits(2);
    run.complains("calendar/2027.toml").complains("アクセス権がありません");
    assert!(!sandbox.path("standto.db").exists());
}

#[test]
fn a_database_or_key_that_may_not_be_used_is_named() {
    let sandbox = Sandbox::small();
    let somebody = Somebody::new(&sandbox);
    let add = ["principal", "add", "a", "--role", "operator"];
    somebody.run(&add, "en_GB.UTF-8").exits(0);
    somebody.take_away("standto.key");
    let order = ["posture", "order", "--level", "watch", "--until", "2099-01-01T00:00", "--reason", "x"];
    somebody.run(&order, "en_GB.UTF-8").exits(1).complains("standto.key").complains("permissions");
    somebody.run(&order, "ja_JP.UTF-8").exits(1).complains("standto.key").complains("権限");
    somebody.run(&["posture", "status"], "en_GB.UTF-8").exits(0);
    somebody.take_away("standto.db");
    for arguments in [&order[..], &["posture", "status"], &["journal", "verify"], &["serve"]] {
        somebody.run(arguments, "en_GB.UTF-8").exits(1).complains("standto.db").complains("permissions");
    }
}
