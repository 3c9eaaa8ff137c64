//! Databases that cannot be used: newer, foreign, damaged. Each is named, none is touched.

use std::fs;

use crate::sandbox::Sandbox;

const ORDER: [&str; 8] = ["posture", "order", "--level", "watch", "--until", "2099-01-01T00:00", "--reason", "x"];

fn every_command() -> [Vec<&'static str>; 6] {
    [
        vec!["serve"],
        vec!["posture", "status"],
        vec!["journal", "verify"],
        vec!["journal", "show"],
        vec!["backup", "copy.db"],
        ORDER.to_vec(),
    ]
}

fn set_version(sandbox: &Sandbox, version: u32) {
    let db = rusqlite::Connection::open(sandbox.path("standto.db")).expect("it is a database");
    db.pragma_update(None, "user_version", version).expect("anybody can edit a file");
}

#[test]
fn a_database_of_a_newer_version_is_left_alone() {
    let sandbox = Sandbox::small();
    let olga = sandbox.operator();
    set_version(&sandbox, 99);
    let before = fs::read(sandbox.path("standto.db")).expect("the database can be read");
    for arguments in every_command() {
        sandbox.by(&olga, &arguments).exits(1).complains("newer standto (schema 99").complains("Use that version");
        sandbox.ja(&arguments).exits(1).complains("スキーマ99").complains("バックアップを復元");
    }
    sandbox.run(&["doctor"]).exits(1).says("schema 99");
    assert!(fs::read(sandbox.path("standto.db")).expect("the database can be read") == before, "the database was touched");
    assert!(!sandbox.path("copy.db").exists());
    set_version(&sandbox, 2);
    sandbox.by(&olga, &ORDER).exits(0);
}

#[test]
fn a_database_of_another_program_is_named_as_such() {
    let sandbox = Sandbox::small();
    let db = rusqlite::Connection::open(sandbox.path("standto.db")).expect("a database can be made");
    db.execute_batch("CREATE TABLE recipe (name TEXT)").expect("a table can be made");
    drop(db);
    for arguments in every_command() {
        sandbox.run(&arguments).exits(1).complains("not one of standto");
        sandbox.ja(&arguments).exits(1).complains("のデータベースではありません");
    }
}

#[test]
fn a_damaged_database_is_told_with_the_way_back() {
    let sandbox = Sandbox::small();
    let olga = sandbox.operator();
    sandbox.run(&["backup", "copy.db"]).exits(0);
    let whole = fs::read(sandbox.path("standto.db")).expect("the database can be read");
    let mut holed = whole.clone();
    holed[4096..whole.len() - 4096].fill(0xa5);
    for (bytes, what) in [(&b"no database at all, only words, but many of them"[..], "words"), (&holed, "pages")] {
        fs::write(sandbox.path("standto.db"), bytes).expect("anybody can edit a file");
        for arguments in [&["serve"][..], &["posture", "status"], &["journal", "verify"], &["backup", "b.db"], &ORDER] {
            sandbox.by(&olga, arguments).exits(1).complains("damaged").complains("standto restore FILE");
            sandbox.ja(arguments).exits(1).complains("破損").complains("standto restore");
        }
        assert!(!sandbox.path("b.db").exists(), "{what}");
    }
    // The way that the message names.
    fs::create_dir(sandbox.path("evidence")).expect("a directory can be made");
    for file in sandbox.files().iter().filter(|file| file.starts_with("standto.db")) {
        fs::rename(sandbox.path(file), sandbox.path("evidence").join(file)).expect("it can be moved");
    }
    sandbox.run(&["restore", "copy.db"]).exits(0);
    sandbox.by(&olga, &ORDER).exits(0);
}
