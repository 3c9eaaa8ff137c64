//! Commits: all or nothing, together, counted.

use std::time::Duration;

use super::{NOW, Place, by_engine, numbered};
use crate::model::{Change, CommandId, Fact, Reach, StoreError};
use crate::store::writer::Work;
use crate::store::{Open, Store, Trip, verify};

fn answered(command: &str) -> Change {
    Change::Answered { command: CommandId::from(command), answer: "{}".to_owned() }
}

#[tokio::test]
async fn entries_are_counted_from_one_without_gaps() {
    let place = Place::new();
    let store = place.open();
    assert_eq!(store.commit(by_engine(vec![numbered(1), numbered(2)])).await, Ok(vec![1, 2]));
    assert_eq!(store.commit(by_engine(vec![numbered(3)])).await, Ok(vec![3]));
    assert_eq!(store.commit(by_engine(Vec::new())).await, Ok(Vec::new()));
    assert_eq!(store.writes(), 2);
    let entries = store.entries(1, 10, None, Reach::All).await.unwrap();
    assert_eq!(entries.iter().map(|entry| entry.sequence).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(entries[1].fact, Some(Fact::Recovered { uncertain: 3, reverting: 0, applying: 0 }));
    assert_eq!(entries[1].at, NOW);
    let head = store.head().await.unwrap();
    assert_eq!(head, Some((3, entries[1].hash.clone())));
    assert_eq!(verify(&place.path()).unwrap().head, head);
}

#[tokio::test]
async fn a_command_is_carried_out_once() {
    let place = Place::new();
    let store = place.open();
    store.commit(by_engine(vec![answered("c-1"), numbered(1)])).await.unwrap();
    let again = store.commit(by_engine(vec![numbered(2), answered("c-1")])).await;
    assert_eq!(again, Err(StoreError::AlreadyAnswered { command: "c-1".to_owned() }));
    assert_eq!(store.answer_of(&CommandId::from("c-1")).await, Ok(Some("{}".to_owned())));
    assert_eq!(store.head().await.unwrap().unwrap().0, 1, "the fact before the refusal is not written");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bad_request_of_a_group_spoils_no_other() {
    let place = Place::new();
    let store = place.open();
    store.commit(by_engine(vec![answered("taken")])).await.unwrap();
    let asked: Vec<_> = (0..200)
        .map(|n| {
            let changes =
                if n % 10 == 3 { vec![numbered(n), answered("taken")] } else { vec![numbered(n), answered(&format!("c-{n}"))] };
            let store = store.clone();
            tokio::spawn(async move { store.commit(by_engine(changes)).await })
        })
        .collect();
    let mut refused = 0;
    for answer in asked {
        refused += u32::from(answer.await.unwrap().is_err());
    }
    assert_eq!(refused, 20);
    assert_eq!(store.writes(), 181);
    assert!(store.commits() < 181, "whatever waits is committed together: {}", store.commits());
    assert_eq!(verify(&place.path()).unwrap().entries, 180);
}

#[tokio::test]
async fn each_write_can_be_the_last_one_and_is_kept_or_lost_as_told() {
    for last in 1..=5 {
        for (trip, kept) in [(Trip::after(last), last), (Trip::before(last), last - 1)] {
            let place = Place::new();
            let store = place.tripped(trip);
            for n in 1..=5_i64 {
                let answer = store.commit(by_engine(vec![numbered(0)])).await;
                assert_eq!(answer, if n < last { Ok(vec![n]) } else { Err(StoreError::Tripped) }, "write {n} of {last}");
            }
            assert_eq!(store.head().await, Err(StoreError::Tripped));
            drop(store);
            assert_eq!(place.open().head().await.unwrap().map_or(0, |(sequence, _)| sequence), kept);
        }
    }
}

#[tokio::test]
async fn a_failed_disk_ends_writing_but_not_reading() {
    let place = Place::new();
    let store = place.open();
    store.commit(by_engine(vec![numbered(1)])).await.unwrap();
    let broken = store.ask(Work::Break(rusqlite::ffi::SQLITE_IOERR_FSYNC)).await.unwrap_err();
    assert!(matches!(broken, StoreError::Stopped { .. }), "{broken:?}");
    let later = store.commit(by_engine(vec![numbered(2)])).await;
    assert_eq!(later, Err(broken));
    assert_eq!(store.head().await.unwrap().unwrap().0, 1);
    drop(store);
    assert_eq!(place.open().commit(by_engine(vec![numbered(2)])).await, Ok(vec![2]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_database_refuses_whole_requests_and_stays_usable() {
    let place = Place::new();
    let store = Store::open(&place.path(), Open { max_pages: Some(90), ..Open::WRITE }).unwrap();
    let big = |n: u32| Change::Answered { command: CommandId::new(format!("c-{n}")), answer: "x".repeat(10_000) };
    let mut written = 0;
    let refused = loop {
        match store.commit(by_engine(vec![numbered(written), big(written)])).await {
            Ok(_) => written += 1,
            Err(error) => break error,
        }
        assert!(written < 1000, "the database never filled");
    };
    assert_eq!(refused, StoreError::Full);
    assert_eq!(store.head().await.unwrap().unwrap().0, i64::from(written), "nothing of the refused request is there");
    assert_eq!(store.commit(by_engine(vec![numbered(999)])).await, Ok(vec![i64::from(written) + 1]), "a small one still fits");
    drop(store);
    let roomy = place.open();
    assert!(roomy.commit(by_engine(vec![big(written)])).await.is_ok());
    assert_eq!(verify(&place.path()).unwrap().entries, u64::from(written) + 1);
}

/// The limit holds for a whole process, so the test body runs in one of its own.
#[test]
fn a_limit_on_file_sizes_is_a_lack_of_room_and_writing_goes_on_after_it() {
    let output = std::process::Command::new("sh")
        .args(["-c", "ulimit -S -f 512 && exec \"$0\" \"$@\""])
        .arg(std::env::current_exe().unwrap())
        .args(["store::tests::commit::under_a_limit_on_file_sizes", "--exact", "--ignored"])
        .output()
        .unwrap();
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && shown.contains("1 passed"), "{shown}{}", String::from_utf8_lossy(&output.stderr));
}

#[tokio::test]
#[ignore = "run by a_limit_on_file_sizes_is_a_lack_of_room_and_writing_goes_on_after_it"]
async fn under_a_limit_on_file_sizes() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let place = Place::new();
    let store = place.open();
    let filler = |n: i64| Change::Answered { command: CommandId::new(format!("c-{n}")), answer: "x".repeat(20_000) };
    let mut written = 0;
    let refused = loop {
        match store.commit(by_engine(vec![numbered(0), filler(written)])).await {
            Ok(_) => written += 1,
            Err(error) => break error,
        }
        assert!(written < 1000, "the limit was never met");
    };
    assert_eq!(refused, StoreError::Full);
    assert_eq!(store.head().await.unwrap().unwrap().0, written, "what was answered is there, what was refused is not");
    setrlimit(Resource::Fsize, Rlimit { current: None, ..getrlimit(Resource::Fsize) }).unwrap();
    assert_eq!(store.commit(by_engine(vec![filler(written), numbered(0)])).await, Ok(vec![written + 1]));
    drop(store);
    assert_eq!(verify(&place.path()).unwrap().head.unwrap().0, written + 1);
}

#[tokio::test]
async fn what_was_asked_for_is_written_although_nobody_waits() {
    let place = Place::new();
    let store = place.open();
    {
        let commit = store.commit(by_engine(vec![numbered(1)]));
        let _ = tokio::time::timeout(Duration::ZERO, commit).await;
    }
    drop(store);
    assert_eq!(place.open().head().await.unwrap().unwrap().0, 1);
}
