//! A scratch workspace from the fixture `tests/fixtures/crash`, and the people who act in it.

use std::fs;
use std::path::{Path, PathBuf};

use standto::app::{App, Outcome, Setup};
use standto::clock::Clock;
use standto::engine::LinkKey;
use standto::model::{Answer, Command, CommandBody, CommandId, Proof, Role};
use standto::time::Timestamp;
use tempfile::TempDir;

/// What is replaced in a file of the fixture: path, old text, new text.
pub(crate) type Edit<'a> = (&'a str, &'a str, String);

/// A directory that goes with the test; in memory where that is possible, because these tests wait for thousands of fsyncs.
pub(crate) fn scratch() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.expect("a temporary directory can be made")
}

/// Copies the fixture to `into`, edited.
pub(crate) fn workspace(into: &Path, edits: &[Edit<'_>]) {
    copy(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/crash"), into);
    for (file, old, new) in edits {
        let path = into.join(file);
        let text = fs::read_to_string(&path).expect("a file of the fixture");
        assert!(text.contains(old), "{file} has no {old}");
        fs::write(path, text.replace(old, new)).expect("a file of the fixture");
    }
}

/// Sends the fixture's mail to a sink on this port.
pub(crate) fn to_sink(port: u16, connections: u32) -> Edit<'static> {
    let route = format!("smtp = {{ host = \"127.0.0.1\", port = {port}, tls = \"none\", connections = {connections} }}");
    ("standto.toml", "directory = \"outbox\"", route)
}

pub(crate) fn copy(from: &Path, into: &Path) {
    fs::create_dir_all(into).expect("a directory can be made");
    for entry in fs::read_dir(from).expect("a directory of the fixture") {
        let entry = entry.expect("an entry of the fixture");
        let (source, target) = (entry.path(), into.join(entry.file_name()));
        if source.is_dir() {
            copy(&source, &target);
        } else {
            fs::copy(&source, &target).expect("a file can be copied");
        }
    }
}

/// Ids and tokens of those who act.
pub(crate) struct People(Vec<(&'static str, String)>);

impl People {
    /// Adds them to a fresh workspace, as an operator would.
    pub(crate) async fn added(directory: &Path, now: Timestamp) -> People {
        let setup = Setup { clock: Clock::manual(now), links: Some(links()), ..Setup::live() };
        let app = App::open(directory, setup).await.expect("the fixture opens");
        let all: [(&'static str, &[Role]); 3] = [
            ("lead", &[Role::Operator, Role::Director, Role::Evaluator]),
            ("chief", &[Role::Approver, Role::Director]),
            ("deputy", &[Role::Approver]),
        ];
        let mut people: Vec<(&'static str, String)> = Vec::new();
        for (id, roles) in all {
            let proof = people.first().map_or(Proof::None, |(_, token)| Proof::Token { token: token.clone() });
            let body = CommandBody::AddPrincipal { id: id.into(), name: id.to_owned(), roles: roles.to_vec(), days: 400 };
            let command = Command { id: CommandId::new(format!("add-{id}")), proof, body };
            match app.execute(command).await {
                Ok(Outcome::Answer(Answer::Token { token, .. })) => people.push((id, token)),
                other => panic!("{other:?}"),
            }
        }
        People(people)
    }

    pub(crate) fn token(&self, id: &str) -> String {
        self.0.iter().find(|(known, _)| *known == id).map(|(_, token)| token.clone()).expect("one of the people")
    }
}

/// The key of players' links: the same in every run, so that messages are.
pub(crate) fn links() -> LinkKey {
    LinkKey::seeded("crash")
}
