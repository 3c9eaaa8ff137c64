//! What is followed in memory is what the database has, row for row.

use proptest::prelude::{ProptestConfig, Strategy, prop, prop_assert_eq};

use super::kept::planned;
use super::{NOW, Place, by_engine};
use crate::model::{
    Approval, ApprovalRequest, Change, Closed, Held, HeldSettings, Holder, KeptWindow, LedgerEntry, LedgerPhase, Level, Order,
    Quarter, Scope, SettingValue, StandingApproval, TaskRow,
};
use crate::store::{Open, Store};

/// A change of one of few rows, so that rows are replaced, come in another order and go.
fn change(kind: u8, key: u8, when: i64) -> Change {
    let name = ["a", "b", "c"][usize::from(key % 3)];
    let at = NOW.plus_ms(when);
    let (id, hash) = (name.to_owned(), ["h", "i"][usize::from(key / 3 % 2)].to_owned());
    let standing = || StandingApproval {
        policy: name.into(),
        level: [Level::Watch, Level::Elevated][usize::from(key / 3 % 2)],
        quarter: Quarter::parse("2027-Q1").unwrap(),
        hash: "h".to_owned(),
        by: "mori".into(),
        at,
        decision: None,
    };
    match kind {
        0 => Change::Order(Order {
            id: name.into(),
            level: Level::Surge,
            scope: Scope::Everyone,
            from: NOW,
            until: at,
            reason: id,
            by: "mori".into(),
            ordered_at: at,
            ended_at: None,
        }),
        1 => Change::Approval(Approval {
            window: name.into(),
            hash,
            by: "mori".into(),
            at,
            in_place_of: None,
            decision: None,
            reviewed_at: None,
        }),
        2 => Change::ApprovalGone { window: name.into(), hash, by: "mori".into() },
        3 => Change::StandingApproval(standing()),
        4 => Change::StandingGone(standing()),
        5 => {
            let closed = (when > 1).then(|| Closed { at, by: "mori".into(), reason: None });
            Change::Keep(Box::new(KeptWindow { closed, ..KeptWindow::opened(planned(name), at) }))
        }
        6 => Change::KeptGone(name.into()),
        7 => Change::Request(ApprovalRequest { window: name.into(), hash, asked_at: at, escalated_at: None }),
        8 => Change::Ledger(LedgerEntry {
            target: name.into(),
            phase: LedgerPhase::Active,
            settings: held(key),
            before: None,
            written_hash: hash,
            found_hash: id,
            applied_at: at,
            verified_at: None,
            expires_at: at,
            revision: "r".into(),
        }),
        9 => Change::LedgerGone(name.into()),
        _ => Change::Task(TaskRow {
            window: name.into(),
            measure: hash.as_str().into(),
            round: if when > 1 { 2 } else { 1 },
            asked_at: at,
            due_at: Some(at),
            done_at: None,
            done_by: None,
            evidence: None,
        }),
    }
}

/// As many windows as the key, by one measure each.
fn held(key: u8) -> HeldSettings {
    let holder =
        |number: u8| Holder { window: format!("w{number}").as_str().into(), playbook: "p".into(), measure: "m".into() };
    let held = |value: i64| Held::new(SettingValue::Integer(value), (0..key).map(holder).collect());
    [("days".into(), held(1)), ("hours".into(), held(2))].into()
}

fn changes() -> impl Strategy<Value = Vec<Vec<Change>>> {
    let one = (0_u8..11, 0_u8..6, 0_i64..4).prop_map(|(kind, key, when)| change(kind, key, when));
    prop::collection::vec(prop::collection::vec(one, 1..6), 1..12)
}

proptest::proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..Default::default() })]

    #[test]
    fn the_posture_that_is_followed_is_the_one_that_is_written(lists in changes()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (followed, read) = runtime.block_on(async {
            let place = Place::new();
            let store = place.open();
            store.posture().await.unwrap();
            for list in lists {
                store.commit(by_engine(list)).await.unwrap();
            }
            let read = Store::open(&place.path(), Open::READ).unwrap().posture().await.unwrap();
            (store.posture().await.unwrap(), read)
        });
        prop_assert_eq!(followed, read);
    }
}

#[tokio::test]
async fn what_another_program_wrote_is_read_at_the_next_write() {
    let place = Place::new();
    let store = place.open();
    store.commit(by_engine(vec![change(8, 0, 1), change(8, 1, 1)])).await.unwrap();
    assert_eq!(store.posture().await.unwrap().ledger.len(), 2);
    rusqlite::Connection::open(place.path()).unwrap().execute("DELETE FROM ledger WHERE target = 'a'", []).unwrap();
    store.commit(by_engine(vec![change(0, 0, 1)])).await.unwrap();
    assert_eq!(store.posture().await.unwrap().ledger.len(), 1);
}
