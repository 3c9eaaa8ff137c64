//! A journal that was changed behind the store's back is refused, whatever was changed.

use std::path::Path;

use super::{Place, by_engine, numbered};
use crate::model::{Finding, StoreError};
use crate::store::{Open, Store, backup, restore, verify};

/// A database with five entries, closed.
async fn journal_of_five() -> Place {
    let place = Place::new();
    let store = place.open();
    for n in 1..=5 {
        store.commit(by_engine(vec![numbered(n)])).await.unwrap();
    }
    place
}

/// Changes the file with the sqlite3 command line, or as it would (no foreign keys, no questions) where there is none.
fn edit(path: &Path, sql: &str) {
    if let Ok(output) = std::process::Command::new("sqlite3").arg(path).arg(sql).output() {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        return;
    }
    let db = rusqlite::Connection::open(path).unwrap();
    db.pragma_update(None, "foreign_keys", false).unwrap();
    db.execute_batch(sql).unwrap();
}

async fn check(sql: &str, expected: &[Finding]) {
    let place = journal_of_five().await;
    assert_eq!(verify(&place.path()).unwrap().entries, 5);
    edit(&place.path(), sql);
    assert_eq!(verify(&place.path()), Err(StoreError::Broken { findings: expected.to_vec() }), "{sql}");
}

#[tokio::test]
async fn a_changed_body_is_found() {
    check("UPDATE journal_body SET json = replace(json, '2', '3') WHERE sequence = 2", &[Finding::BodyChanged { sequence: 2 }])
        .await;
}

#[tokio::test]
async fn a_changed_body_with_its_hash_is_found() {
    let sql = "UPDATE journal SET body_hash = (SELECT body_hash FROM journal WHERE sequence = 3) WHERE sequence = 2;
         UPDATE journal_body SET json = (SELECT json FROM journal_body WHERE sequence = 3) WHERE sequence = 2";
    check(sql, &[Finding::EntryChanged { sequence: 2 }]).await;
}

#[tokio::test]
async fn every_changed_column_is_found() {
    let columns = [
        "at = at + 1",
        "actor = '{\"actor\":\"owner\"}'",
        "organisation_id = 'ministry'",
        "run = 7",
        "kind = 'recovered-too'",
        "version = 2",
        "revision = 'r9'",
    ];
    for column in columns {
        check(&format!("UPDATE journal SET {column} WHERE sequence = 4"), &[Finding::EntryChanged { sequence: 4 }]).await;
    }
    let hash = "UPDATE journal SET hash = 'ff' WHERE sequence = 4";
    check(hash, &[Finding::EntryChanged { sequence: 4 }, Finding::ChainBroken { sequence: 5 }]).await;
}

#[tokio::test]
async fn a_removed_entry_is_found() {
    let sql = "DELETE FROM journal WHERE sequence = 3; DELETE FROM journal_body WHERE sequence = 3";
    check(sql, &[Finding::Gap { from: 3, to: 3 }]).await;
    check("DELETE FROM journal WHERE sequence = 3", &[Finding::Gap { from: 3, to: 3 }, Finding::BodyAlone { sequence: 3 }])
        .await;
    check("DELETE FROM journal_body WHERE sequence = 3", &[Finding::BodyMissing { sequence: 3 }]).await;
}

#[tokio::test]
async fn a_removed_entry_whose_gap_was_closed_is_found() {
    let sql = "DELETE FROM journal WHERE sequence = 3; DELETE FROM journal_body WHERE sequence = 3;
         UPDATE journal SET sequence = 3 WHERE sequence = 4; UPDATE journal_body SET sequence = 3 WHERE sequence = 4;
         UPDATE journal SET sequence = 4 WHERE sequence = 5; UPDATE journal_body SET sequence = 4 WHERE sequence = 5";
    check(
        sql,
        &[
            Finding::ChainBroken { sequence: 3 },
            Finding::EntryChanged { sequence: 3 },
            Finding::EntryChanged { sequence: 4 },
            Finding::HeadDiffers { head: 5, last: 4 },
        ],
    )
    .await;
}

#[tokio::test]
async fn entries_that_changed_places_are_found() {
    let swap = |table: &str| {
        format!(
            "UPDATE {table} SET sequence = 99 WHERE sequence = 2; UPDATE {table} SET sequence = 2 WHERE sequence = 3;
             UPDATE {table} SET sequence = 3 WHERE sequence = 99;"
        )
    };
    let sql = swap("journal") + &swap("journal_body");
    check(
        &sql,
        &[
            Finding::ChainBroken { sequence: 2 },
            Finding::EntryChanged { sequence: 2 },
            Finding::ChainBroken { sequence: 3 },
            Finding::EntryChanged { sequence: 3 },
            Finding::ChainBroken { sequence: 4 },
        ],
    )
    .await;
}

#[tokio::test]
async fn a_tail_that_was_cut_is_found() {
    let cut = "DELETE FROM journal WHERE sequence > 3; DELETE FROM journal_body WHERE sequence > 3;";
    check(cut, &[Finding::HeadDiffers { head: 5, last: 3 }]).await;
    check("DELETE FROM journal_head", &[Finding::HeadMissing { last: 5 }]).await;
    let all = "DELETE FROM journal; DELETE FROM journal_body;";
    check(all, &[Finding::HeadDiffers { head: 5, last: 0 }]).await;
}

#[tokio::test]
async fn writing_goes_on_after_a_lost_head_and_a_cut_tail_stays_visible() {
    let place = journal_of_five().await;
    edit(&place.path(), "DELETE FROM journal_head");
    assert_eq!(place.open().commit(by_engine(vec![numbered(6)])).await, Ok(vec![6]));
    assert_eq!(verify(&place.path()).unwrap().entries, 6);

    let place = journal_of_five().await;
    edit(&place.path(), "DELETE FROM journal_body WHERE sequence > 3; DELETE FROM journal WHERE sequence > 3");
    assert_eq!(place.open().commit(by_engine(vec![numbered(6)])).await, Ok(vec![6]));
    assert_eq!(verify(&place.path()), Err(StoreError::Broken { findings: vec![Finding::Gap { from: 4, to: 5 }] }));
}

#[tokio::test]
async fn an_erased_body_leaves_the_chain_whole() {
    let place = journal_of_five().await;
    edit(&place.path(), "UPDATE journal_body SET json = NULL, erased_at = 1 WHERE sequence = 2");
    let verified = verify(&place.path()).unwrap();
    assert_eq!((verified.entries, verified.erased), (5, 1));
    let store = Store::open(&place.path(), Open::READ).unwrap();
    let entries = store.entries(0, 10, None, crate::model::Reach::All).await.unwrap();
    assert_eq!(entries.iter().filter(|entry| entry.fact.is_none()).map(|entry| entry.sequence).collect::<Vec<_>>(), [2]);
}

#[tokio::test]
async fn a_backup_is_whole_alone_and_overwrites_nothing() {
    let place = Place::new();
    let store = place.open();
    store.commit(by_engine(vec![numbered(1), numbered(2)])).await.unwrap();
    let to = place.beside("copy.db");
    let verified = store.backup(&to).await.unwrap();
    assert_eq!((verified.entries, verified.head), (2, store.head().await.unwrap()));
    assert!(!place.beside("copy.db-wal").exists() && !place.beside("copy.db.partial").exists());
    assert_eq!(store.backup(&to).await, Err(StoreError::Exists { path: to.clone() }));

    store.commit(by_engine(vec![numbered(3)])).await.unwrap();
    let back = place.beside("back.db");
    assert_eq!(restore(&to, &back).unwrap().entries, 2);
    assert_eq!(restore(&to, &back), Err(StoreError::Exists { path: back.clone() }));
    let restored = Store::open(&back, Open::WRITE).unwrap();
    assert_eq!(restored.commit(by_engine(vec![numbered(9)])).await, Ok(vec![3]));
}

#[tokio::test]
async fn a_changed_journal_is_neither_backed_up_nor_restored() {
    let place = journal_of_five().await;
    edit(&place.path(), "UPDATE journal SET at = 0 WHERE sequence = 1");
    let findings = vec![Finding::EntryChanged { sequence: 1 }];
    let to = place.beside("copy.db");
    assert_eq!(backup(&place.path(), &to), Err(StoreError::Broken { findings: findings.clone() }));
    assert_eq!(restore(&place.path(), &to), Err(StoreError::Broken { findings }));
    assert!(!to.exists() && !place.beside("copy.db.partial").exists());
}
