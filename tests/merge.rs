//! Playbooks that write one file's different settings merge into one file, and leave it together or apart, with the real engine.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use standto::app::{App, Setup};
use standto::clock::Clock;
use standto::engine::{Duty, Engine, Hands, LinkKey};
use standto::time::Timestamp;

/// As somebody left it: one setting is there already.
const FIRST: &str = "# of the filter\nlimit   = 50\nother = [ 1,2 ]\n";

const SETTINGS: &str = r#"
operator = "Office"
zone = "UTC"

[[connector]]
id = "filter"
kind = "gate"
driver = "file"
path = "filter.toml"
format = "toml"

[[policy]]
id = "talks"
when = { class = ["negotiation"] }
levels = [
    { level = "watch", from = "-10h", until = "+10h" },
    { level = "surge", from = "-1h", until = "+1h" },
]
"#;

const CALENDAR: &str = r#"
[[event]]
id = "talks"
title = "Talks"
class = "negotiation"
start = 2027-01-01T12:00:00
end = 2027-01-01T13:00:00
zone = "UTC"
certainty = "confirmed"
"#;

fn playbook(id: &str, level: &str, set: &str) -> String {
    format!(
        "playbook = {{ id = \"{id}\", title = \"{id}\", level = \"{level}\" }}\n[[measure]]\nid = \"{id}-measure\"\n\
         title = \"{id}\"\ncontrol = \"gate\"\nset = {set}\n"
    )
}

fn workspace(directory: &Path) {
    for part in ["calendar", "playbooks"] {
        fs::create_dir(directory.join(part)).expect("a directory can be made");
    }
    let join = "setting = [{ control = \"gate\", name = \"limit\", join = \"min\" }]\n";
    let files = [
        ("standto.toml", SETTINGS.to_owned()),
        ("calendar/talks.toml", CALENDAR.to_owned()),
        ("filter.toml", FIRST.to_owned()),
        ("playbooks/tag.toml", playbook("tag", "watch", "{ tag_links = true }")),
        ("playbooks/limit.toml", format!("{join}{}", playbook("limit", "watch", "{ limit = 20 }"))),
        ("playbooks/tight.toml", playbook("tight", "surge", "{ limit = 5, hold = [\"iso\", \"lnk\"] }")),
    ];
    for (path, text) in files {
        fs::write(directory.join(path), text).expect("a file can be written");
    }
}

#[tokio::test]
async fn playbooks_merge_into_one_file_and_leave_it_together_or_apart() {
    let directory = tempfile::tempdir().expect("a temporary directory can be made");
    workspace(directory.path());
    let at = |hour: &str| Timestamp::parse(&format!("2027-01-01T{hour}:00Z")).expect("an instant");
    let setup = Setup { clock: Clock::manual(at("00:00")), links: Some(LinkKey::seeded("merge")), ..Setup::live() };
    let app = App::open(directory.path(), setup).await.expect("the workspace opens");
    let hands = Hands::new(directory.path().to_owned(), None);
    let engine = Engine::new(Arc::clone(&app.world), hands, Duty::Everything);
    let read = || fs::read_to_string(directory.path().join("filter.toml")).expect("the file is there");
    let shows = |lines: &[&str]| {
        let table: toml::Table = read().parse().expect("TOML");
        let expected: toml::Table = lines.join("\n").parse().expect("TOML");
        assert_eq!(table, expected);
    };

    engine.run_until(at("01:59")).await.expect("nothing stops it");
    assert_eq!(read(), FIRST);
    engine.run_until(at("02:00")).await.expect("nothing stops it");
    let watching = ["limit = 20", "other = [1, 2]", "tag_links = true"];
    shows(&watching);
    engine.run_until(at("11:00")).await.expect("nothing stops it");
    shows(&["limit = 5", "other = [1, 2]", "tag_links = true", "hold = [\"iso\", \"lnk\"]"]);
    // One leaves, the others stay; then these leave together.
    engine.run_until(at("14:00")).await.expect("nothing stops it");
    shows(&watching);
    engine.run_until(at("22:59")).await.expect("nothing stops it");
    shows(&watching);
    engine.run_until(at("23:00")).await.expect("nothing stops it");
    assert_eq!(read(), FIRST, "byte for byte");
}
