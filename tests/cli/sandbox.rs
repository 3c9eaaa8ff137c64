//! A workspace in a temporary directory, and the program run in it: what it printed, and its exit code.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_standto");

const SETTINGS: &str = r#"operator = { en = "Test office", ja = "試験室" }
zone = "Asia/Tokyo"
lang = "en"

[allow]
recipients = ["@office.example"]

[mail]
from = "standto@office.example"
directory = "outbox"

[web]
listen = "127.0.0.1:0"

[[connector]]
id = "mx1"
kind = "mail"
driver = "file"
path = "controls/mx1.toml"
format = "toml"

[[approval]]
level = "elevated"
need = 1

[[policy]]
id = "talks"
when = { class = ["negotiation"] }
levels = [{ level = "watch", from = "-7d", until = "+1d" }]
"#;

const ROSTER: &str = r#"[[person]]
id = "desk"
name = "Desk"
mail = "desk@office.example"
zone = "Asia/Tokyo"
lang = "en"
roles = ["reviewer", "soc-lead", "soc", "infrastructure", "duty-office", "press", "identity"]
"#;

const CALENDAR: &str = r#"[[event]]
id = "talks"
title = { en = "Trade talks", ja = "通商交渉" }
class = "negotiation"
start = 2027-06-14T09:00:00
end = 2027-06-16T18:00:00
zone = "Europe/Paris"
"#;

/// Before anything is applied.
pub(crate) const CONTROL: &str =
    "# The filter's own words.\nyoung_days = 3\nyoung_action = \"tag\"\nunknown_age = \"deliver\"\nlure_words = []\n";

const SCENARIO: &str = r#"[scenario]
id = "short"
title = { en = "A short story", ja = "短い物語" }
storyline = { en = "Somebody reads along.", ja = "誰かが読んでいる。" }
length = "7d"

[[part]]
id = "office"
name = { en = "Office", ja = "室" }
teams = [{ id = "soc", name = "SOC" }]

[[objective]]
id = "detect"
title = { en = "Find it", ja = "見つける" }

[[scene]]
id = "S1"
title = { en = "First trace", ja = "最初の痕跡" }
summary = { en = "A mail.", ja = "1通のメール。" }
starts = "T+00:00"

[[inject]]
id = "I-010"
scene = "S1"
at = "T+00:00"
to = ["part:office/soc"]
channel = ["mail"]
sender = { en = "Liaison desk", ja = "連絡窓口" }
subject = { en = "A notice", ja = "お知らせ" }
body = { en = "Please look at the log.", ja = "ログを確認してください。" }
expect = { response = { en = "Looks.", ja = "確認する。" }, within = "30m exercise", objective = "detect" }

[[inject]]
id = "I-020"
scene = "S1"
at = "T+30:00"
to = ["part:office/soc"]
channel = ["mail"]
sender = { en = "Liaison desk", ja = "連絡窓口" }
subject = { en = "A second notice", ja = "2通目のお知らせ" }
body = { en = "Please look again.", ja = "もう一度確認してください。" }

[[milestone]]
id = "hypothesis"
title = { en = "Initial hypothesis", ja = "初期仮説" }
due = "24h"
gate = [{ id = "basis", title = { en = "Basis", ja = "根拠" } }]
"#;

const EXERCISE: &str = r#"[exercise]
id = "spring"
title = { en = "Spring exercise", ja = "春季演習" }
scenario = "short"
zone = "Asia/Tokyo"
contact = "control@office.example"

[[organisation]]
id = "office"
name = { en = "The office", ja = "本室" }
part = "office"
zone = "Asia/Tokyo"
lang = "en"
players = [{ id = "ann", name = "Ann", team = "soc", mail = "ann@office.example" }]
"#;

/// A workspace of its own, gone with the value.
pub(crate) struct Sandbox {
    directory: TempDir,
}

impl Sandbox {
    /// An empty directory.
    pub(crate) fn empty() -> Self {
        Self { directory: tempfile::tempdir().expect("a temporary directory can be made") }
    }

    /// A small workspace: one event, one target, one exercise with one player.
    pub(crate) fn small() -> Self {
        let sandbox = Self::empty();
        sandbox.write("standto.toml", SETTINGS);
        sandbox.write("roster.toml", ROSTER);
        sandbox.write("calendar/2027.toml", CALENDAR);
        sandbox.write("controls/mx1.toml", CONTROL);
        sandbox.write("scenarios/short.toml", SCENARIO);
        sandbox.write("exercises/spring.toml", EXERCISE);
        sandbox
    }

    /// A copy of a directory of this repository.
    pub(crate) fn copy(of: &str) -> Self {
        let sandbox = Self::empty();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(of), sandbox.root());
        sandbox
    }

    pub(crate) fn root(&self) -> &Path {
        self.directory.path()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file lies in a directory")).expect("its directory can be made");
        fs::write(path, text).expect("the file can be written");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("the file can be read")
    }

    /// Replaces a part of a file, which must be there.
    pub(crate) fn edit(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{name} has no {from:?}");
        self.write(name, &text.replace(from, to));
    }

    /// Every file below, relative, sorted.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        list(self.root(), self.root(), &mut found);
        found.sort();
        found
    }

    /// The command line in this workspace, in English unless the arguments say otherwise, without anything of whoever runs the
    /// tests.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        for (name, _) in std::env::vars_os() {
            let is_theirs = name.to_str().is_some_and(|name| name.starts_with("STANDTO_") || name.starts_with("LC_"));
            if is_theirs {
                command.env_remove(name);
            }
        }
        command.env_remove("COLUMNS").env("LANG", "en_GB.UTF-8").current_dir(self.root()).args(arguments);
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments), arguments)
    }

    /// As a person with this token.
    pub(crate) fn by(&self, token: &str, arguments: &[&str]) -> Run {
        let mut command = self.command(arguments);
        command.env("STANDTO_TOKEN", token);
        Run::of(command, arguments)
    }

    /// In Japanese.
    pub(crate) fn ja(&self, arguments: &[&str]) -> Run {
        let mut command = self.command(arguments);
        command.env("LANG", "ja_JP.UTF-8");
        Run::of(command, arguments)
    }

    /// Adds the first principal, an operator with every role, and answers the token.
    pub(crate) fn operator(&self) -> String {
        let roles = ["operator", "approver", "director", "controller", "evaluator"];
        let mut arguments = vec!["principal", "add", "olga", "--token-only"];
        arguments.extend(roles.iter().flat_map(|role| ["--role", role]));
        self.run(&arguments).exits(0).out.trim().to_owned()
    }

    /// Adds another principal and answers the token.
    pub(crate) fn colleague(&self, operator: &str, id: &str, role: &str) -> String {
        self.by(operator, &["principal", "add", id, "--role", role, "--token-only"]).exits(0).out.trim().to_owned()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a directory can be made");
    for entry in fs::read_dir(from).expect("the directory can be listed") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("the file can be copied");
        }
    }
}

fn list(root: &Path, directory: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(directory).expect("the directory can be listed") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            list(root, &path, found);
        } else {
            found.push(path.strip_prefix(root).expect("it lies below").display().to_string());
        }
    }
}

/// What a command came to.
#[derive(Debug)]
pub(crate) struct Run {
    shown: String,
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    pub(crate) fn of(mut command: Command, arguments: &[&str]) -> Self {
        let output = command.stdin(std::process::Stdio::null()).output().expect("the program starts");
        Self::from_output(&output, arguments)
    }

    fn from_output(output: &Output, arguments: &[&str]) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the program prints UTF-8");
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        assert!(!err.contains("panicked"), "standto {}: {err}", arguments.join(" "));
        Self { shown: arguments.join(" "), code: output.status.code(), out, err }
    }

    fn story(&self) -> String {
        format!("standto {}\n-- exit {:?}\n-- out\n{}\n-- err\n{}", self.shown, self.code, self.out, self.err)
    }

    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}", self.story());
        self
    }

    /// Standard output holds this.
    #[track_caller]
    pub(crate) fn says(self, words: &str) -> Self {
        assert!(self.out.contains(words), "{words:?} is not said: {}", self.story());
        self
    }

    /// Standard error holds this.
    #[track_caller]
    pub(crate) fn complains(self, words: &str) -> Self {
        assert!(self.err.contains(words), "{words:?} is not said: {}", self.story());
        self
    }

    #[track_caller]
    pub(crate) fn never_says(self, words: &str) -> Self {
        assert!(!self.out.contains(words) && !self.err.contains(words), "{words:?} is said: {}", self.story());
        self
    }

    /// Standard output as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.story()))
    }
}
