//! Opening: what is refused, and what the schema is.

use super::{Place, by_engine, numbered};
use crate::model::StoreError;
use crate::store::schema::KNOWN;
use crate::store::{Open, Store, verify};

fn refused(place: &Place, open: Open) -> StoreError {
    Store::open(&place.path(), open).map(|_| ()).expect_err("the database must be refused")
}

fn edit(place: &Place, sql: &str) {
    rusqlite::Connection::open(place.path()).unwrap().execute_batch(sql).unwrap();
}

/// Reviewers read the schema in one file; `SNAPSHOTS=overwrite cargo test` writes it anew.
#[test]
fn the_schema_that_migrations_make_is_the_one_in_schema_sql() {
    let place = Place::new();
    drop(place.open());
    let db = rusqlite::Connection::open(place.path()).unwrap();
    let sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid";
    let mut statement = db.prepare(sql).unwrap();
    let parts: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    let schema = parts.join(";\n\n") + ";\n";
    snapbox::assert_data_eq!(schema, snapbox::file!["../schema.sql"].raw());
}

#[tokio::test]
async fn a_newer_database_is_refused_and_left_alone() {
    let place = Place::new();
    drop(place.open());
    edit(&place, "PRAGMA user_version = 7; CREATE TABLE future (x INTEGER) STRICT");
    let before = std::fs::read(place.path()).unwrap();
    for open in [Open::WRITE, Open::READ] {
        assert_eq!(refused(&place, open), StoreError::Newer { found: 7, known: KNOWN });
    }
    assert_eq!(verify(&place.path()), Err(StoreError::Newer { found: 7, known: KNOWN }));
    assert_eq!(std::fs::read(place.path()).unwrap(), before);
}

#[test]
fn a_database_of_another_program_is_refused() {
    let place = Place::new();
    edit(&place, "CREATE TABLE theirs (x)");
    assert_eq!(refused(&place, Open::WRITE), StoreError::Foreign { path: place.path() });
    assert_eq!(verify(&place.path()), Err(StoreError::Foreign { path: place.path() }));
}

#[test]
fn a_missing_database_is_made_by_a_writer_only() {
    let place = Place::new();
    assert_eq!(refused(&place, Open::READ), StoreError::NotThere { path: place.path() });
    assert!(!place.path().exists());
    std::fs::write(place.path(), b"").unwrap();
    assert_eq!(refused(&place, Open::READ), StoreError::Older { found: 0, known: KNOWN });
    drop(place.open());
    drop(Store::open(&place.path(), Open::READ).unwrap());
}

#[test]
fn a_file_that_is_no_database_is_called_damaged() {
    let place = Place::new();
    std::fs::write(place.path(), "no database at all, but long enough to have a header ".repeat(40)).unwrap();
    assert!(matches!(refused(&place, Open::WRITE), StoreError::Corrupted { .. }));
    assert!(matches!(verify(&place.path()), Err(StoreError::Corrupted { .. })));
}

#[tokio::test]
async fn a_damaged_page_is_told_and_not_written_over() {
    use std::io::{Seek as _, SeekFrom, Write as _};
    let place = Place::new();
    let store = place.open();
    store.commit(by_engine((0..400).map(numbered).collect())).await.unwrap();
    drop(store);
    let mut file = std::fs::OpenOptions::new().write(true).open(place.path()).unwrap();
    let pages = file.metadata().unwrap().len() / 4096;
    for page in pages - 8..pages {
        file.seek(SeekFrom::Start(page * 4096)).unwrap();
        file.write_all(&[0x5a; 4096]).unwrap();
    }
    drop(file);
    assert!(matches!(verify(&place.path()), Err(StoreError::Corrupted { .. })));
}

#[tokio::test]
async fn a_reader_sees_what_the_writer_committed_and_cannot_write() {
    let place = Place::new();
    let writer = place.open();
    let reader = Store::open(&place.path(), Open::READ).unwrap();
    assert_eq!(reader.head().await, Ok(None));
    writer.commit(by_engine(vec![numbered(1)])).await.unwrap();
    assert_eq!(reader.head().await.unwrap().unwrap().0, 1);
    assert_eq!(reader.commit(by_engine(vec![numbered(2)])).await, Err(StoreError::ReadOnly));
}

#[test]
fn the_database_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    let store = place.open();
    for name in ["standto.db", "standto.db-wal"] {
        assert_eq!(place.beside(name).metadata().unwrap().permissions().mode() & 0o777, 0o600, "{name}");
    }
    drop(store);
    assert!(!place.beside("standto.db-wal").exists(), "closing folds the log into the file");
}
