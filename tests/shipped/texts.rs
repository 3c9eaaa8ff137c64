//! What the shipped texts say: no host or address that somebody could own, and both languages as they should be.

use std::fs;
use std::path::Path;

use super::{POLICY_EVENTS, root};

/// Every shipped file with its text, the fixture included.
fn texts() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in ["scenarios", "playbooks", "examples"] {
        gather(&root().join(folder), &mut found);
    }
    found.push(("tests/fixtures/policy_events.toml".to_owned(), POLICY_EVENTS.to_owned()));
    assert!(found.len() >= 13, "{}", found.len());
    found
}

fn gather(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("the folder is in the repository") {
        let path = entry.expect("the folder can be listed").path();
        if path.is_dir() {
            gather(&path, found);
        } else {
            found.push((path.display().to_string(), fs::read_to_string(&path).expect("shipped files are UTF-8")));
        }
    }
}

/// The last labels of dotted words that are no hosts: kinds of files, and keys of an Authentication-Results header.
const NO_HOSTS: [&str; 12] = ["toml", "txt", "json", "csv", "md", "ics", "png", "exe", "pdf", "aspx", "mailfrom", "d"];

fn is_reserved_host(word: &str) -> bool {
    let labels: Vec<&str> = word.rsplit('.').collect();
    let last = labels[0];
    let is_name = last.len() >= 2 && last.chars().all(|c| c.is_ascii_alphabetic());
    !is_name || matches!(last, "example" | "invalid" | "test" | "localhost") || NO_HOSTS.contains(&last)
}

fn is_reserved_address(word: &str) -> bool {
    let Ok(address) = word.parse::<std::net::Ipv4Addr>() else { return true };
    matches!(address.octets(), [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _]) || address.is_loopback()
}

fn is_reserved_v6(word: &str) -> bool {
    word.parse::<std::net::Ipv6Addr>()
        .map_or(true, |address| address.segments()[..2] == [0x2001, 0xdb8] || address.is_loopback())
}

/// The part of a line that could name a host: not a table's header or a key, and not the source of a real event.
fn said(line: &str) -> &str {
    if line.starts_with('[') && line.ends_with(']') {
        return "";
    }
    let is_key = |key: &str| !key.is_empty() && key.trim().chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    match line.split_once('=') {
        Some((key, _)) if key.trim() == "source" => "",
        Some((key, value)) if is_key(key) => value,
        _ => line,
    }
}

#[test]
fn nothing_shipped_names_a_host_or_address_that_somebody_could_own() {
    let mut owned = Vec::new();
    for (path, text) in texts() {
        for line in text.lines().map(said) {
            let words =
                line.split(|c: char| !(c.is_ascii_alphanumeric() || ".-".contains(c))).map(|word| word.trim_matches('.'));
            let dotted = words.filter(|word| word.contains('.') && !(is_reserved_host(word) && is_reserved_address(word)));
            owned.extend(dotted.map(|word| format!("{path}: {word}")));
            let colons = line.split(|c: char| !(c.is_ascii_hexdigit() || c == ':')).filter(|word| word.contains("::"));
            owned.extend(colons.filter(|word| !is_reserved_v6(word)).map(|word| format!("{path}: {word}")));
        }
    }
    assert!(owned.is_empty(), "{owned:#?}");
    for real in ["mail.ministry.go.jp", "www.un.org", "a.b.zip"] {
        assert!(!is_reserved_host(real), "{real}");
    }
    assert!(!is_reserved_address("10.0.0.1") && !is_reserved_v6("fe80::1"));
}

fn is_japanese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'))
}

/// Both wordings of every text of a file.
fn wordings(value: &toml::Value, found: &mut Vec<(String, String)>) {
    match value {
        toml::Value::Table(table) => {
            if let (Some(en), Some(ja)) = (table.get("en").and_then(|v| v.as_str()), table.get("ja").and_then(|v| v.as_str())) {
                found.push((en.to_owned(), ja.to_owned()));
            }
            table.values().for_each(|value| wordings(value, found));
        }
        toml::Value::Array(values) => values.iter().for_each(|value| wordings(value, found)),
        toml::Value::String(_)
        | toml::Value::Integer(_)
        | toml::Value::Float(_)
        | toml::Value::Boolean(_)
        | toml::Value::Datetime(_) => {}
    }
}

#[test]
fn japanese_is_japanese_and_english_is_english() {
    let mut all = Vec::new();
    for (path, text) in texts().into_iter().filter(|(path, _)| Path::new(path).extension().is_some_and(|kind| kind == "toml")) {
        wordings(&toml::Value::Table(text.parse().unwrap_or_else(|error| panic!("{path}: {error}"))), &mut all);
    }
    assert!(all.len() > 300, "{}", all.len());
    for (en, ja) in all {
        assert!(is_japanese(&ja), "{ja}");
        assert!(!is_japanese(&en), "{en}");
    }
}
