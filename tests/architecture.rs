//! The map holds: who may use whom, who may do IO, and `lib.rs` says the same.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What a module may do besides thinking.
#[derive(PartialEq)]
enum Io {
    Pure,
    /// Only the file named.
    In(&'static str),
    Free,
}

const ALL: &[&str] = &[
    "actions",
    "app",
    "attack",
    "calendar",
    "clock",
    "console",
    "controls",
    "engine",
    "exercise",
    "input",
    "milestones",
    "model",
    "plan",
    "posture",
    "queue",
    "report",
    "store",
    "text",
    "time",
];

/// Module, what it may use, where it may do IO.
const MAP: &[(&str, &[&str], Io)] = &[
    ("actions", &["model", "text", "time", "clock"], Io::Free),
    (
        "app",
        &[
            "actions",
            "clock",
            "engine",
            "exercise",
            "input",
            "milestones",
            "model",
            "plan",
            "posture",
            "queue",
            "store",
            "text",
            "time",
        ],
        Io::Free,
    ),
    ("attack", &["model"], Io::Pure),
    ("calendar", &["model", "time"], Io::Pure),
    ("cli", ALL, Io::Free),
    ("clock", &["time"], Io::Free),
    ("console", &["app", "engine", "milestones", "model", "text", "time"], Io::Free),
    ("controls", &["actions", "model", "text", "time"], Io::Free),
    (
        "engine",
        &[
            "actions",
            "clock",
            "controls",
            "exercise",
            "input",
            "milestones",
            "model",
            "plan",
            "posture",
            "queue",
            "store",
            "text",
            "time",
        ],
        Io::Free,
    ),
    ("exercise", &["milestones", "model", "text", "time"], Io::Pure),
    ("input", &["attack", "calendar", "model", "text", "time"], Io::In("source.rs")),
    ("milestones", &["model", "time"], Io::Pure),
    ("model", &["time"], Io::Pure),
    ("plan", &["calendar", "model", "text", "time"], Io::Pure),
    ("posture", &["model", "plan", "time"], Io::Pure),
    ("queue", &["model", "store", "time"], Io::Free),
    ("report", &["milestones", "model", "plan", "text", "time"], Io::Pure),
    ("store", &["model", "time"], Io::Free),
    ("text", &["model", "store", "report", "time"], Io::Pure),
    ("time", &[], Io::Pure),
];

/// Words that show IO, async, a clock or a log.
const IMPURE: &[&str] = &[
    "std::fs",
    "TcpStream",
    "TcpListener",
    "UdpSocket",
    "std::env",
    "std::io::stdout",
    "std::process",
    "std::thread",
    "tokio",
    "rusqlite",
    "reqwest",
    "lettre",
    "axum",
    "tracing",
    "async fn",
    "SystemTime",
    "Instant::now",
    "println!",
    "getrandom",
];

/// Libraries that one module owns: (word, files that may name it).
const OWNED: &[(&str, &[&str])] = &[
    ("chrono::", &["src/time.rs", "src/calendar/recurrence.rs"]),
    ("chrono_tz::", &["src/time.rs"]),
    ("jiff::", &["src/time.rs"]),
    ("rrule::", &["src/calendar/"]),
    ("calcard::", &["src/calendar/"]),
    ("rusqlite::", &["src/store/"]),
    ("lettre::", &["src/actions/"]),
    ("reqwest::", &["src/actions/"]),
    ("mailin::", &["src/actions/"]),
    ("axum::", &["src/console/"]),
    ("toml::", &["src/input/", "src/controls/", "src/cli/demo/"]),
    ("tokio_cron_scheduler::", &["src/engine/"]),
    ("clap::", &["src/cli/", "src/main.rs"]),
    ("tera::", &["src/report/", "src/console/"]),
    ("encoding_rs::", &["src/input/", "src/calendar/ics/bytes.rs"]),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let entries = fs::read_dir(path).expect("src can be listed");
    let mut found: Vec<PathBuf> = entries.flat_map(|entry| sources(&entry.expect("an entry").path())).collect();
    found.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    found.sort();
    found
}

/// The file without comments and without its tests: what the rules are about.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source file is text");
    let text = text.split("#[cfg(test)]\nmod").next().unwrap_or_default().to_owned();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn is_test_file(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let is_below = path.parent().is_some_and(|folder| folder.ends_with("tests"));
    is_below || name.ends_with("tests.rs") || name == "fixture.rs"
}

/// First path segments after `crate::`, also inside braces.
fn uses(code: &str) -> BTreeSet<String> {
    let name = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let Some(inside) = rest.strip_prefix('{') else {
            found.insert(name(rest));
            continue;
        };
        let mut depth = 0;
        let mut start = 0;
        for (index, c) in inside.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => {
                    found.insert(name(inside[start..index].trim()));
                    break;
                }
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    found.insert(name(inside[start..index].trim()));
                    start = index + 1;
                }
                _ => {}
            }
        }
    }
    found.remove("");
    found
}

fn module_path(module: &str) -> PathBuf {
    let folder = root().join("src").join(module);
    if folder.is_dir() { folder } else { folder.with_extension("rs") }
}

#[test]
fn modules_use_only_what_the_map_allows() {
    let mut wrong = Vec::new();
    for (module, may_use, _) in MAP {
        for path in sources(&module_path(module)).iter().filter(|path| !is_test_file(path)) {
            for used in uses(&code(path)) {
                let is_module = MAP.iter().any(|(known, _, _)| *known == used);
                if is_module && used != *module && !may_use.contains(&used.as_str()) {
                    wrong.push(format!("{}: {module} may not use {used}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_modules_do_no_io() {
    let mut wrong = Vec::new();
    for (module, _, io) in MAP.iter().filter(|(_, _, io)| *io != Io::Free) {
        for path in sources(&module_path(module)).iter().filter(|path| !is_test_file(path)) {
            if matches!(io, Io::In(file) if path.ends_with(file)) {
                continue;
            }
            let code = code(path);
            for word in IMPURE.iter().filter(|word| code.contains(**word)) {
                wrong.push(format!("{}: {module} is pure but names {word}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn clocks_are_read_in_one_file() {
    let reads = ["Instant::now", "SystemTime::now", "Utc::now", "Local::now", "Zoned::now", "Timestamp::now"];
    let mut wrong = Vec::new();
    for path in sources(&root().join("src")).iter().filter(|path| !path.ends_with("src/clock.rs")) {
        let code = code(path);
        wrong.extend(reads.iter().filter(|read| code.contains(**read)).map(|read| format!("{}: {read}", path.display())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_library_stays_in_the_module_that_owns_it() {
    let mut wrong = Vec::new();
    for path in sources(&root().join("src")).iter().filter(|path| !is_test_file(path)) {
        let shown = path.strip_prefix(root()).expect("below the root").display().to_string();
        let code = code(path);
        for (library, owners) in OWNED {
            let is_named = code.match_indices(library).any(|(at, _)| {
                !code[..at].chars().next_back().is_some_and(|before| before.is_alphanumeric() || before == '_' || before == ':')
            });
            if is_named && !owners.iter().any(|owner| shown.starts_with(owner)) {
                wrong.push(format!("{shown} names {library}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_map_of_lib_rs_is_true() {
    let lib = fs::read_to_string(root().join("src/lib.rs")).expect("lib.rs is text");
    let declared: BTreeSet<&str> =
        lib.lines().filter_map(|line| line.strip_prefix("pub mod ")).filter_map(|line| line.strip_suffix(';')).collect();
    let mapped: BTreeSet<&str> = MAP.iter().map(|(module, _, _)| *module).collect();
    assert_eq!(declared, mapped, "lib.rs and the table of this test name different modules");
    for module in mapped {
        let is_told = lib.lines().any(|line| line.starts_with("//! ") && line.split_whitespace().nth(1) == Some(module));
        assert!(is_told, "the map in lib.rs does not tell what {module} is");
    }
}

#[test]
fn every_file_says_what_it_is_and_stays_readable() {
    for path in sources(&root().join("src")) {
        let text = fs::read_to_string(&path).expect("a source file is text");
        assert!(text.starts_with("//!"), "{} does not open with //!", path.display());
        assert!(text.lines().count() < 800, "{} has 800 lines or more", path.display());
        assert!(!text.contains("super::super::"), "{} reaches over its parent", path.display());
    }
}

#[test]
fn the_tests_above_can_fail() {
    let found = uses("use crate::{model::{A, B}, store}; crate::time::x(); use crate::text;");
    let expected = ["model", "store", "text", "time"].map(str::to_owned);
    assert_eq!(found, BTreeSet::from(expected));
}
