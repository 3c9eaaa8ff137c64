//! The queue's promises: a step is one holder's at a time, and is done once.

use super::{NOW, Place, by_engine, numbered};
use crate::model::{Change, ClaimedStep, ClockId, NewStep, StepEnd, StepWork, StoreError};
use crate::queue::{Backlog, LEASE_MS, claim, next_due, pending, release_others};
use crate::store::Store;
use crate::time::Timestamp;

const WALL: ClockId = ClockId::WALL;

fn deliver(key: &str, clock: ClockId, due: i64) -> Change {
    let work = StepWork::Deliver { run: 1, key: key.into() };
    Change::Enqueue(NewStep { key: key.to_owned(), clock, due, work })
}

fn ended(step: &ClaimedStep, end: StepEnd) -> Change {
    Change::Finish { step: step.clone(), end }
}

async fn claimed(store: &Store, clocks: &[(ClockId, i64)], now: Timestamp) -> Vec<ClaimedStep> {
    claim(store, clocks, "here", now, LEASE_MS, 100).await.unwrap()
}

fn keys(steps: &[ClaimedStep]) -> Vec<&str> {
    steps.iter().map(|step| step.key.as_str()).collect()
}

#[tokio::test]
async fn what_is_due_is_handed_out_once_in_order_and_only_on_running_clocks() {
    let place = Place::new();
    let store = place.open();
    let exercise = ClockId::exercise(1);
    let steps = vec![deliver("c", WALL, 30), deliver("a", WALL, 10), deliver("b", WALL, 20), deliver("x", exercise, 5)];
    store.commit(by_engine(steps)).await.unwrap();
    let upcoming = next_due(&store, &[WALL, exercise, ClockId::wire(1)]).await.unwrap();
    assert_eq!((upcoming.dues, upcoming.lease_ends), (vec![(WALL, 10), (exercise, 5)], None));

    let first = claimed(&store, &[(WALL, 20)], NOW).await;
    assert_eq!(keys(&first), ["a", "b"]);
    assert_eq!((first[0].tries, first[0].lease), (0, 1));
    assert_eq!(claimed(&store, &[(WALL, 20)], NOW).await, []);
    assert_eq!(keys(&claimed(&store, &[(WALL, 30), (exercise, 5)], NOW).await), ["c", "x"]);
    let upcoming = next_due(&store, &[WALL, exercise]).await.unwrap();
    assert_eq!((upcoming.dues, upcoming.lease_ends), (Vec::new(), Some(NOW.plus_ms(LEASE_MS))));
    assert_eq!(pending(&store, WALL).await, Ok(Backlog { waiting: 0, claimed: 3 }));
}

#[tokio::test]
async fn an_empty_claim_writes_nothing() {
    let place = Place::new();
    let store = place.open();
    assert_eq!(claimed(&store, &[(WALL, 1)], NOW).await, []);
    assert_eq!(claimed(&store, &[], NOW).await, []);
    assert_eq!(store.writes(), 0);
}

#[tokio::test]
async fn a_claim_survives_a_restart_and_a_new_process_takes_over() {
    let place = Place::new();
    let store = place.open();
    store.commit(by_engine(vec![deliver("a", WALL, 10)])).await.unwrap();
    let before = claimed(&store, &[(WALL, 10)], NOW).await;
    drop(store);
    let store = place.open();
    assert_eq!(claimed(&store, &[(WALL, 10)], NOW).await, [], "the lease holds");
    assert_eq!(release_others(&store, "here").await, Ok(0), "one's own claims are left alone");
    assert_eq!(release_others(&store, "next").await, Ok(1));
    let after = claimed(&store, &[(WALL, 10)], NOW).await;
    assert!(after[0].lease > before[0].lease && after[0].tries == 1);
    let lost = store.commit(by_engine(vec![ended(&before[0], StepEnd::Done)])).await;
    assert_eq!(lost, Err(StoreError::LostLease { step: "a".to_owned() }));
}

#[tokio::test]
async fn a_result_counts_only_under_the_lease_and_takes_its_facts_with_it() {
    let place = Place::new();
    let store = place.open();
    store.commit(by_engine(vec![deliver("a", WALL, 10)])).await.unwrap();
    let slow = claimed(&store, &[(WALL, 10)], NOW).await;
    let later = NOW.plus_ms(LEASE_MS);
    let quick = claimed(&store, &[(WALL, 10)], later).await;
    assert_eq!((quick[0].lease, quick[0].tries), (2, 1));
    let lost = store.commit(by_engine(vec![numbered(1), ended(&slow[0], StepEnd::Done)])).await;
    assert_eq!(lost, Err(StoreError::LostLease { step: "a".to_owned() }));
    assert_eq!(store.head().await, Ok(None), "the fact beside the lost result is not written");
    store.commit(by_engine(vec![numbered(2), ended(&quick[0], StepEnd::Done)])).await.unwrap();
    let twice = store.commit(by_engine(vec![ended(&quick[0], StepEnd::Done)])).await;
    assert_eq!(twice, Err(StoreError::LostLease { step: "a".to_owned() }));
    assert_eq!(claimed(&store, &[(WALL, 10)], later.plus_ms(LEASE_MS)).await, []);
}

#[tokio::test]
async fn a_late_result_counts_while_nobody_else_claimed_the_step() {
    let place = Place::new();
    let store = place.open();
    store.commit(by_engine(vec![deliver("a", WALL, 10)])).await.unwrap();
    let slow = claimed(&store, &[(WALL, 10)], NOW).await;
    assert_eq!(store.commit(by_engine(vec![ended(&slow[0], StepEnd::Done)])).await, Ok(Vec::new()));
}

#[tokio::test]
async fn a_step_that_failed_is_due_again_or_dead() {
    let place = Place::new();
    let store = place.open();
    store.commit(by_engine(vec![deliver("a", WALL, 10), deliver("b", WALL, 10)])).await.unwrap();
    let steps = claimed(&store, &[(WALL, 10)], NOW).await;
    let dead = StepEnd::Dead { why: "550".to_owned() };
    store.commit(by_engine(vec![ended(&steps[0], StepEnd::Again { due: 50 }), ended(&steps[1], dead)])).await.unwrap();
    assert_eq!(next_due(&store, &[WALL]).await.unwrap().dues, [(WALL, 50)]);
    let again = claimed(&store, &[(WALL, 50)], NOW).await;
    assert_eq!((keys(&again), again[0].tries), (vec!["a"], 1));
}

#[tokio::test]
async fn a_key_enters_the_queue_once_until_it_is_requeued() {
    let place = Place::new();
    let store = place.open();
    let requeue = |key: &str| Change::Requeue { key: key.to_owned(), due: 40 };
    store.commit(by_engine(vec![deliver("a", WALL, 10), deliver("a", WALL, 99)])).await.unwrap();
    let first = claimed(&store, &[(WALL, 10)], NOW).await;
    store.commit(by_engine(vec![ended(&first[0], StepEnd::Done)])).await.unwrap();
    store.commit(by_engine(vec![deliver("a", WALL, 10)])).await.unwrap();
    assert_eq!(claimed(&store, &[(WALL, 99)], NOW).await, [], "a finished key stays finished");
    store.commit(by_engine(vec![requeue("a"), requeue("a")])).await.unwrap();
    let second = claimed(&store, &[(WALL, 40)], NOW).await;
    assert_eq!((keys(&second), second[0].tries), (vec!["a"], 0));
    store.commit(by_engine(vec![requeue("a")])).await.unwrap();
    let lost = store.commit(by_engine(vec![ended(&second[0], StepEnd::Done)])).await;
    assert_eq!(lost, Err(StoreError::LostLease { step: "a".to_owned() }), "who held it when it was requeued lost it");
    let missing = store.commit(by_engine(vec![requeue("z")])).await;
    assert_eq!(missing, Err(StoreError::Missing { table: "step", key: "z".to_owned() }));
}

#[tokio::test]
async fn dropped_steps_are_never_due_again_but_one_under_way_reports_its_end() {
    let place = Place::new();
    let store = place.open();
    let wire = ClockId::wire(1);
    let other = StepWork::Deliver { run: 2, key: "o".into() };
    let other = Change::Enqueue(NewStep { key: "o".to_owned(), clock: ClockId::wire(2), due: 1, work: other });
    store.commit(by_engine(vec![deliver("a", wire, 1), deliver("b", wire, 1), deliver("c", wire, 2), other])).await.unwrap();
    let under_way = claimed(&store, &[(wire, 1)], NOW).await;
    store.commit(by_engine(vec![Change::DropSteps { run: 1 }])).await.unwrap();
    assert_eq!(pending(&store, wire).await, Ok(Backlog::default()));
    store.commit(by_engine(vec![ended(&under_way[0], StepEnd::Done)])).await.unwrap();
    store.commit(by_engine(vec![ended(&under_way[1], StepEnd::Again { due: 3 })])).await.unwrap();
    let later = NOW.plus_ms(2 * LEASE_MS);
    assert_eq!(keys(&claimed(&store, &[(wire, 99), (ClockId::wire(2), 99)], later).await), ["o"]);
}

#[tokio::test]
async fn no_clock_waits_for_the_backlog_of_another() {
    let place = Place::new();
    let store = place.open();
    let mut steps: Vec<Change> = (0..50).map(|n| deliver(&format!("m{n}"), ClockId::wire(1), n)).collect();
    steps.push(deliver("revert", WALL, 10));
    store.commit(by_engine(steps)).await.unwrap();
    let clocks = [(ClockId::wire(1), 99), (WALL, 99)];
    let taken = claim(&store, &clocks, "here", NOW, LEASE_MS, 10).await.unwrap();
    assert_eq!(taken.len(), 10);
    assert_eq!(keys(&taken)[0], "revert");
}

#[tokio::test]
async fn finished_steps_are_in_no_index_that_claims_use() {
    let place = Place::new();
    let store = place.open();
    let plan = |sql: &'static str| {
        store.read(move |db| {
            let sql = format!("EXPLAIN QUERY PLAN {sql}");
            let mut statement = db.prepare(&sql)?;
            let lines = statement.query_map([], |row| row.get::<_, String>("detail"))?;
            Ok(lines.collect::<Result<Vec<_>, _>>()?.join("; "))
        })
    };
    let due =
        plan("SELECT id FROM step WHERE state = 'due' AND clock = 0 AND due <= 9 ORDER BY due, id LIMIT 5").await.unwrap();
    assert_eq!(due, "SEARCH step USING COVERING INDEX step_due (clock=? AND due<?)");
    let next = plan("SELECT min(due) FROM step WHERE state = 'due' AND clock = 0").await.unwrap();
    assert_eq!(next, "SEARCH step USING COVERING INDEX step_due (clock=?)");
    let lease = plan("SELECT min(lease_until) FROM step WHERE state = 'claimed'").await.unwrap();
    assert_eq!(lease, "SEARCH step USING COVERING INDEX step_leased");
}
