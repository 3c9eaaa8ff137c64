//! `backup` and `restore`: verified, and never over something that is there.

use crate::sandbox::Sandbox;

#[test]
fn a_backup_is_verified_and_comes_back() {
    let sandbox = Sandbox::small();
    sandbox.run(&["backup", "copy.db"]).exits(1).complains("standto.db");
    let olga = sandbox.operator();
    sandbox.run(&["backup", "copy.db"]).exits(0).says("copy.db").says("verifies");
    sandbox.ja(&["backup", "copy-ja.db"]).exits(0).says("検証済み");
    sandbox.run(&["backup", "copy.db"]).exits(3).complains("copy.db is already there");
    sandbox.run(&["journal", "verify", "--database", "copy.db"]).exits(0).says("journal intact");

    sandbox.run(&["restore", "copy.db"]).exits(3).complains("standto.db is already there").complains("move it aside");
    sandbox.ja(&["restore", "copy.db"]).exits(3).complains("上書きしません");
    std::fs::remove_file(sandbox.path("standto.db")).expect("the database is there");
    sandbox.run(&["restore", "gone.db"]).exits(1).complains("gone.db");
    sandbox.write("text.db", "This is no database, it is a letter to somebody who looks for one.");
    sandbox.run(&["restore", "text.db"]).exits(1).complains("damaged");
    assert!(!sandbox.path("standto.db").exists());
    sandbox.run(&["restore", "copy.db"]).exits(0).says("restored").says("What happened after");
    sandbox.by(&olga, &["principal", "list"]).exits(0).says("olga");
    sandbox.run(&["journal", "verify"]).exits(0).says("journal intact");
}

#[test]
fn the_log_of_a_database_that_went_is_never_mixed_into_another() {
    let sandbox = Sandbox::small();
    sandbox.operator();
    sandbox.run(&["backup", "copy.db"]).exits(0);
    std::fs::remove_file(sandbox.path("standto.db")).expect("the database is there");
    sandbox.write("standto.db-wal", "what was written last");
    sandbox.run(&["restore", "copy.db"]).exits(3).complains("standto.db-wal is already there");
    assert_eq!(sandbox.read("standto.db-wal"), "what was written last");
    assert!(!sandbox.path("standto.db").exists());
    // An empty one, as readers leave it, stands in nobody's way.
    sandbox.write("standto.db-wal", "");
    sandbox.run(&["restore", "copy.db"]).exits(0);
}

#[test]
fn a_backup_that_was_tampered_with_is_not_restored() {
    let sandbox = Sandbox::small();
    sandbox.operator();
    sandbox.run(&["backup", "copy.db"]).exits(0);
    let copy = rusqlite::Connection::open(sandbox.path("copy.db")).expect("it is a database");
    copy.execute("UPDATE journal SET at = at + 1 WHERE sequence = 2", []).expect("anybody can edit a file");
    drop(copy);
    std::fs::remove_file(sandbox.path("standto.db")).expect("the database is there");
    sandbox.run(&["restore", "copy.db"]).exits(1).complains("entry 2").complains("evidence");
    assert!(!sandbox.path("standto.db").exists());
}
