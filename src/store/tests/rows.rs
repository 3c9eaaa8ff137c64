//! Every change comes back as it was written.

use std::collections::BTreeMap;

use super::samples::{self, ORGANISATIONS};
use super::{NOW, Place, by_engine};
use crate::model::{
    Approval, AttemptOutcome, Change, ConnectorId, DeliveryKey, DeliveryPhase, ExerciseId, Fact, Held, HeldSettings, Holder,
    LedgerEntry, LedgerPhase, Level, Notice, Order, OrganisationId, Outlook, Principal, PrincipalId, Published, Quarter, Reach,
    Revision, RevisionId, Role, Scope, SettingValue, Slot, Stage, StandingApproval, StoreError, TaskRow, Text,
};

#[tokio::test]
async fn the_revision_adopted_last_is_in_force_and_each_content_is_kept_once() {
    let place = Place::new();
    let store = place.open();
    let revision = |id: &str, text: &[u8]| Revision {
        id: RevisionId::from(id),
        tzdata: "2026b".to_owned(),
        adopted_at: NOW,
        files: BTreeMap::from([("standto.toml".to_owned(), text.to_vec()), ("roster.toml".to_owned(), b"same".to_vec())]),
    };
    let (first, second) = (revision("r1", b"one"), revision("r2", b"two \xff"));
    for adopted in [&first, &second] {
        store.commit(by_engine(vec![Change::Revision(adopted.clone())])).await.unwrap();
        assert_eq!(store.revision().await, Ok(Some(adopted.clone())));
    }
    store.commit(by_engine(vec![Change::Revision(first.clone()), super::numbered(1)])).await.unwrap();
    assert_eq!(store.revision().await, Ok(Some(first.clone())), "a revision can be adopted again");
    assert_eq!(store.revision_by(&second.id).await, Ok(Some(second)));
    assert_eq!(store.revision_by(&RevisionId::from("r3")).await, Ok(None));
    assert_eq!(store.entries(0, 1, None, Reach::All).await.unwrap()[0].revision, Some(first.id));
    let contents = store.read(|db| Ok(db.query_row("SELECT count(*) FROM content", [], |row| row.get::<_, i64>(0))?)).await;
    assert_eq!(contents, Ok(3));
}

#[tokio::test]
async fn principals_and_posture_come_back_as_written() {
    let place = Place::new();
    let store = place.open();
    let principal = Principal {
        id: PrincipalId::from("mori"),
        name: "森".to_owned(),
        roles: vec![Role::Operator, Role::Approver],
        token_hash: "aa".to_owned(),
        expires_at: NOW.plus_ms(5),
        revoked_at: None,
    };
    let revoked = Principal { revoked_at: Some(NOW), ..principal.clone() };
    let order = |id: &str, scope: Scope| Order {
        id: id.into(),
        level: Level::Surge,
        scope,
        from: NOW,
        until: NOW.plus_ms(9),
        reason: "逮捕".to_owned(),
        by: "mori".into(),
        ordered_at: NOW,
        ended_at: Some(NOW.plus_ms(1)),
    };
    let orders = [order("o1", Scope::Everyone), order("o2", Scope::Group("delegation".into()))];
    let holder = Holder { window: "w".into(), playbook: "p".into(), measure: "m".into() };
    let stage = Stage { value: SettingValue::Integer(14), until: NOW, windows: ["w".into()].into() };
    let wide = Held::new(SettingValue::Integer(14), vec![holder]);
    let narrow = Held { recipients: ["ann@ministry.example".to_owned()].into(), stages: vec![stage], ..wide.clone() };
    let group = Slot { scope: Scope::Group("delegation".into()), name: "young_days".into() };
    let settings: HeldSettings = BTreeMap::from([("young_days".into(), wide), (group, narrow)]);
    let ledger = LedgerEntry {
        target: "mx1".into(),
        phase: LedgerPhase::Applying,
        settings,
        before: Some(vec![0, 255, 10]),
        written_hash: "w".to_owned(),
        found_hash: "f".to_owned(),
        applied_at: NOW,
        verified_at: None,
        expires_at: NOW.plus_ms(3),
        revision: "r1".into(),
    };
    let task = TaskRow {
        window: "w".into(),
        measure: "m".into(),
        round: 2,
        asked_at: NOW,
        due_at: Some(NOW.plus_ms(9)),
        done_at: Some(NOW),
        done_by: Some("mori".into()),
        evidence: Some("e".to_owned()),
    };
    let changes = [
        Change::Principal(principal),
        Change::Principal(revoked.clone()),
        Change::Order(orders[0].clone()),
        Change::Order(orders[1].clone()),
        Change::Ledger(ledger.clone()),
        Change::Task(task.clone()),
    ];
    store.commit(by_engine(changes.to_vec())).await.unwrap();
    assert_eq!(store.principals().await, Ok(vec![revoked]));
    let state = store.posture().await.unwrap();
    assert_eq!(state.orders, orders);
    assert_eq!(state.ledger, [ledger]);
    assert_eq!(state.tasks, [task]);
    store.commit(by_engine(vec![Change::LedgerGone(ConnectorId::from("mx1"))])).await.unwrap();
    assert_eq!(store.posture().await.unwrap().ledger, []);
}

#[tokio::test]
async fn approvals_come_back_as_written_and_go_when_withdrawn() {
    let place = Place::new();
    let store = place.open();
    let approval = Approval {
        window: "w".into(),
        hash: "h".to_owned(),
        by: "mori".into(),
        at: NOW,
        in_place_of: Some("sato".into()),
        decision: Some("\u{4ee4}8-12".to_owned()),
        reviewed_at: Some(NOW.plus_ms(2)),
    };
    let gone = Approval { hash: "older".to_owned(), in_place_of: None, decision: None, reviewed_at: None, ..approval.clone() };
    let taken = Change::ApprovalGone { window: gone.window.clone(), hash: gone.hash.clone(), by: gone.by.clone() };
    let changes = vec![Change::Approval(approval.clone()), Change::Approval(gone), taken];
    store.commit(by_engine(changes)).await.unwrap();
    assert_eq!(store.posture().await.unwrap().approvals, [approval]);
    let standing = |by: &str| StandingApproval {
        policy: "talks".into(),
        level: Level::Watch,
        quarter: Quarter::parse("2027-Q1").unwrap(),
        hash: "r".to_owned(),
        by: by.into(),
        at: NOW,
        decision: Some("12".to_owned()),
    };
    let (stays, goes) = (standing("ann"), standing("ben"));
    let changes =
        vec![Change::StandingApproval(stays.clone()), Change::StandingApproval(goes.clone()), Change::StandingGone(goes)];
    store.commit(by_engine(changes)).await.unwrap();
    assert_eq!(store.posture().await.unwrap().standing, [stays]);
}

#[tokio::test]
async fn a_notice_comes_back_as_it_was_last() {
    let place = Place::new();
    let store = place.open();
    let notice =
        Notice { title: Text::new("Talks", "交渉"), level: Level::Surge, from: NOW, until: NOW, outlook: Outlook::Tentative };
    let first = Published { window: "w".into(), notice, sequence: 0, changed_at: NOW };
    let notice = Notice { outlook: Outlook::Cancelled, ..first.notice.clone() };
    let second = Published { notice, sequence: 1, ..first.clone() };
    store.commit(by_engine(vec![Change::Published(first)])).await.unwrap();
    store.commit(by_engine(vec![Change::Published(second.clone())])).await.unwrap();
    assert_eq!(store.published().await, Ok(vec![second]));
}

#[tokio::test]
async fn a_run_comes_back_as_written_and_an_organisation_sees_only_its_own() {
    let place = Place::new();
    let store = place.open();
    store.commit(by_engine(samples::run(1))).await.unwrap();
    let state = store.run_state(1, Reach::All).await.unwrap().unwrap();
    assert_eq!(state, samples::state(1, &ORGANISATIONS));
    assert_eq!(store.runs().await, Ok(vec![state.run.clone()]));
    assert_eq!(store.run_of(&ExerciseId::from("autumn")).await, Ok(Some(state.run)));
    assert_eq!(store.run_of(&ExerciseId::from("winter")).await, Ok(None));
    assert_eq!(store.run_state(2, Reach::All).await, Ok(None));

    let (own, other) = (ORGANISATIONS[0], ORGANISATIONS[1]);
    let reach = || Reach::Organisation(OrganisationId::from(own));
    assert_eq!(store.run_state(1, reach()).await, Ok(Some(samples::state(1, &[own]))));
    assert_eq!(store.links(1, reach()).await, Ok(vec![samples::link(1, own)]));
    assert_eq!(store.links(1, Reach::All).await.unwrap().len(), 2);
    assert_eq!(store.link(&samples::link(1, other).hash).await, Ok(Some(samples::link(1, other))));
    assert_eq!(store.deliveries_of(1, reach()).await, Ok(vec![samples::delivery(1, own)]));
    let foreign = samples::delivery(1, other).key;
    assert_eq!(store.delivery(&foreign, reach()).await, Ok(None));
    assert_eq!(store.attempts(&foreign, reach()).await, Ok(Vec::new()));
    assert_eq!(store.delivery(&foreign, Reach::All).await, Ok(Some(samples::delivery(1, other))));
    let entries = store.entries(0, 10, Some(1), reach()).await.unwrap();
    assert_eq!(entries.iter().map(|entry| entry.organisation.clone()).collect::<Vec<_>>(), [Some(OrganisationId::from(own))]);
    assert!(matches!(entries[0].fact, Some(Fact::MilestoneOverdue { run: 1, .. })));
}

#[tokio::test]
async fn an_attempt_is_open_until_its_result_is_written() {
    let place = Place::new();
    let store = place.open();
    store.commit(by_engine(samples::run(1))).await.unwrap();
    let delivery = samples::delivery(1, ORGANISATIONS[0]);
    let open = samples::attempt(&delivery.key, AttemptOutcome::Open);
    let claimed =
        Change::DeliveryPhase { key: delivery.key.clone(), phase: DeliveryPhase::Claimed, attempts: 1, sent_at: None };
    store.commit(by_engine(vec![claimed, Change::Attempt(open.clone())])).await.unwrap();
    let found = store.open_attempts(Reach::All).await.unwrap();
    let during = crate::model::Delivery { phase: DeliveryPhase::Claimed, attempts: 1, ..delivery.clone() };
    assert_eq!(found, [(during, open)]);

    let sent = samples::attempt(&delivery.key, AttemptOutcome::Sent { answer: "250 ok".to_owned() });
    let phase =
        Change::DeliveryPhase { key: delivery.key.clone(), phase: DeliveryPhase::Sent, attempts: 1, sent_at: Some(NOW) };
    let acknowledged = |ms| Change::Acknowledged { key: delivery.key.clone(), at: NOW.plus_ms(ms) };
    store.commit(by_engine(vec![phase, Change::Attempt(sent.clone()), acknowledged(7), acknowledged(9)])).await.unwrap();
    assert_eq!(store.open_attempts(Reach::All).await, Ok(Vec::new()));
    assert_eq!(store.attempts(&delivery.key, Reach::All).await, Ok(vec![sent]));
    let after = store.delivery(&delivery.key, Reach::All).await.unwrap().unwrap();
    assert_eq!((after.phase, after.sent_at), (DeliveryPhase::Sent, Some(NOW)));
    assert_eq!(after.acknowledged_at, Some(NOW.plus_ms(7)), "the first acknowledgement stays");
}

#[tokio::test]
async fn a_change_to_a_row_that_is_not_there_is_refused() {
    let place = Place::new();
    let store = place.open();
    let key = DeliveryKey::from("nobody");
    let missing = StoreError::Missing { table: "delivery", key: "nobody".to_owned() };
    let changes = [
        Change::Acknowledged { key: key.clone(), at: NOW },
        Change::DeliveryPhase { key: key.clone(), phase: DeliveryPhase::Sent, attempts: 1, sent_at: None },
        Change::Attempt(samples::attempt(&key, AttemptOutcome::Uncertain)),
    ];
    for change in changes {
        assert_eq!(store.commit(by_engine(vec![change])).await, Err(missing.clone()));
    }
    let orphan = store.commit(by_engine(vec![Change::Delivery(samples::delivery(9, "ministry"))])).await;
    assert!(matches!(orphan, Err(StoreError::Unfit { .. })), "a delivery needs its run: {orphan:?}");
}
