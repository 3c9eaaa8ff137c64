//! The window map: what is held, for whom, until when, as the shipped Lua rules read it. Pure.
//!
//! A line holds a setting until the next of its windows ends; the line after it says what is left then. So the scanner does on its
//! own what we would do at each end, and when the last line is over nothing is held, whoever is still running.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::canary;
use crate::model::{GroupId, HeldSettings, References, Scope, SettingValue, Slot, Stage, Trouble, TroubleKind, hex};
use crate::time::Timestamp;

/// The file's name in the directory of maps.
pub(super) const NAME: &str = "local_policy_windows.map";

/// What stands in the map when nothing is held.
pub(super) const CLOSED: &str = "# closed\n";

/// The map's content. `before` is what stood there before the first holder: comments, which stay; lines of somebody else are not
/// ours to weigh against ours.
pub(super) fn write(before: &[u8], held: &HeldSettings, references: &References) -> Result<Vec<u8>, Trouble> {
    let foreign = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let before = std::str::from_utf8(before).map_err(|error| Trouble::new(TroubleKind::NotParsable, error))?;
    if let Some(line) = before.lines().find(foreign) {
        return Err(Trouble::new(TroubleKind::NotParsable, format!("{NAME}: {line}")));
    }
    let mut lines = String::new();
    let mut groups: BTreeMap<&GroupId, BTreeSet<&str>> = BTreeMap::new();
    for (Slot { scope, .. }, held) in held {
        if let Scope::Group(group) = scope {
            groups.entry(group).or_default().extend(held.recipients.iter().map(String::as_str));
        }
    }
    for (group, members) in groups {
        let members: Vec<&str> = members.into_iter().collect();
        let _ = writeln!(lines, "group {group} {} {}", canary::recipient(group), members.join(" "));
    }
    for (slot, held) in held {
        let mut from = 0;
        for stage in &held.stages {
            let _ = writeln!(lines, "{}", line(slot, from, stage, references));
            from = seconds(stage.until);
        }
    }
    let hash = hex(&Sha256::digest(&lines));
    let head = "# standto\n";
    Ok(format!("{before}{head}# sha256 {hash}\n{lines}").into_bytes())
}

/// The windows that hold something at an instant, by the names that the map gives them.
pub(super) fn windows_at(held: &HeldSettings, references: &References, at: Timestamp) -> BTreeSet<String> {
    held.values()
        .filter_map(|held| held.stage(at))
        .flat_map(|stage| &stage.windows)
        .map(|window| references.of(window))
        .collect()
}

/// `<setting> <scope> <from> <until> <windows> <value>`
fn line(Slot { scope, name }: &Slot, from: i64, stage: &Stage, references: &References) -> String {
    let scope = match scope {
        Scope::Everyone => "*",
        Scope::Group(group) => group.as_str(),
    };
    let windows: Vec<String> = stage.windows.iter().map(|window| references.of(window)).collect();
    format!("{name} {scope} {from} {} {} {}", seconds(stage.until), windows.join(","), value(&stage.value))
}

/// Whole seconds, cut: nothing is held after its end.
fn seconds(at: Timestamp) -> i64 {
    at.as_ms().div_euclid(1000)
}

fn value(value: &SettingValue) -> String {
    match value {
        SettingValue::Bool(value) => value.to_string(),
        SettingValue::Integer(value) => value.to_string(),
        SettingValue::Word(word) => encoded(word),
        SettingValue::Words(words) => words.iter().map(|word| encoded(word)).collect::<Vec<_>>().join(","),
    }
}

/// Percent-encoded: no space, comma or line break is left.
fn encoded(word: &str) -> String {
    let mut text = String::new();
    for byte in word.bytes() {
        if byte.is_ascii_alphanumeric() || b"._-".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Held, WindowId};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_ms(second * 1000)
    }

    fn stage(value: SettingValue, until: i64, windows: &[&str]) -> Stage {
        Stage { value, until: at(until), windows: windows.iter().map(|id| WindowId::from(*id)).collect() }
    }

    fn held() -> HeldSettings {
        let days = [stage(SettingValue::Integer(30), 100, &["a", "b"]), stage(SettingValue::Integer(14), 200, &["a"])];
        let words = SettingValue::Words(["note verbale".to_owned(), "議題".to_owned()].into());
        let wide = Held { stages: days.into(), ..Held::new(SettingValue::Integer(30), Vec::new()) };
        let narrow = Held {
            stages: vec![stage(words.clone(), 200, &["a"])],
            recipients: ["ann@ministry.example".to_owned(), "@mission.example".to_owned()].into(),
            ..Held::new(words, Vec::new())
        };
        let group = Slot { scope: Scope::Group("delegation".into()), name: "lure_words".into() };
        [("young_days".into(), wide), (group, narrow)].into()
    }

    fn references() -> References {
        References::new([1; 32])
    }

    #[test]
    fn each_line_ends_when_a_window_does_and_says_what_is_left() {
        let text = String::from_utf8(write(CLOSED.as_bytes(), &held(), &references()).unwrap()).unwrap();
        let [a, b] = ["a", "b"].map(|id| references().of(&id.into()));
        let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        let days = |from, until, windows, value| format!("young_days * {from} {until} {windows} {value}");
        assert_eq!(
            lines,
            [
                "group delegation canary.delegation@example.net @mission.example ann@ministry.example".to_owned(),
                days(0, 100, format!("{a},{b}"), 30),
                days(100, 200, a.clone(), 14),
                format!("lure_words delegation 0 200 {a} note%20verbale,%E8%AD%B0%E9%A1%8C"),
            ]
        );
        assert_eq!(windows_at(&held(), &references(), at(99)), [a.clone(), b].into());
        assert_eq!(windows_at(&held(), &references(), at(100)), [a].into());
        assert_eq!(windows_at(&held(), &references(), at(200)), BTreeSet::new());
    }

    #[test]
    fn lines_of_somebody_else_are_not_written_over() {
        assert!(write(b"# a note\n\n", &held(), &references()).is_ok());
        let trouble = write(b"young_days * 0 9 x 3\n", &held(), &references()).unwrap_err();
        assert_eq!((trouble.kind, trouble.detail.contains("young_days")), (TroubleKind::NotParsable, true));
    }
}
