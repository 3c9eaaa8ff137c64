//! Windows that took effect come back as they were written; a row that cannot be read is named, not guessed at.

use super::{NOW, Place, by_engine};
use crate::model::{
    Because, Cause, Change, Closed, Contest, Demand, KeptWindow, Level, PlannedTask, PlannedWindow, Precondition,
    ProposalAlarm, Recipients, Scope, SettingValue, Text, Window, WindowStatus,
};
use crate::time::{LocalDateTime, Zone};

pub(super) fn planned(id: &str) -> PlannedWindow {
    let cause = Cause::Occurrence {
        event: "talks".into(),
        nominal: LocalDateTime::parse("2027-06-14T09:00").unwrap(),
        policy: "p".into(),
    };
    let demand = Demand {
        target: "mx1".into(),
        control: "mail".into(),
        playbook: "mail".into(),
        measure: "hold".into(),
        set: [("words".into(), SettingValue::Words(["visa".to_owned(), "訪問".to_owned()].into()))].into(),
        requires: vec![Precondition::Reviewers],
        only_for: Some(Recipients { group: "delegation".into(), members: ["ann@ministry.example".to_owned()].into() }),
        lease: true,
    };
    let task = PlannedTask {
        within: "2h".parse().unwrap(),
        every: Some("1d".parse().unwrap()),
        playbook: "mail".into(),
        measure: "call".into(),
        title: Text::new("Call", "電話"),
        owner: "soc".to_owned(),
        evidence: Text::same("log"),
    };
    PlannedWindow {
        window: Window {
            id: id.into(),
            cause,
            level: Level::Surge,
            scope: Scope::Group("delegation".into()),
            from: NOW,
            until: NOW.plus_ms(60_000),
            zone: Zone::named("Europe/Paris").unwrap(),
        },
        status: WindowStatus::Planned,
        hash: "h".to_owned(),
        title: Text::new("Talks", "交渉"),
        public_title: Text::same("Reserved"),
        event_from: NOW,
        event_until: NOW.plus_ms(1),
        because: Because { asked_by: crate::model::Place::file("calendar/a.toml"), rule: None },
        demands: [demand].into(),
        tasks: [task].into(),
        prepares: [("hold".into(), "14d".parse().unwrap())].into(),
        approvals_needed: 2,
        standing: None,
        analyst_hours: 1.25,
        threat: vec!["border".into()],
    }
}

#[tokio::test]
async fn a_kept_window_comes_back_as_written_and_goes() {
    let place = Place::new();
    let store = place.open();
    let open = KeptWindow::opened(planned("a"), NOW);
    let closed = KeptWindow {
        closed: Some(Closed { at: NOW.plus_ms(5), by: "mori".into(), reason: Some("終わった".to_owned()) }),
        over_at: Some(NOW.plus_ms(6)),
        contested: Some(Contest::Moved),
        alarmed: Some(ProposalAlarm { hash: "h2".to_owned(), stage: 3 }),
        ..KeptWindow::opened(planned("b"), NOW.plus_ms(1))
    };
    let keep = |kept: &KeptWindow| Change::Keep(Box::new(kept.clone()));
    store.commit(by_engine(vec![keep(&closed), keep(&open)])).await.unwrap();
    assert_eq!(store.posture().await.unwrap().kept, [open.clone(), closed]);
    store.commit(by_engine(vec![Change::KeptGone("b".into())])).await.unwrap();
    assert_eq!(store.posture().await.unwrap().kept, [open]);
}

#[tokio::test]
async fn a_row_of_another_form_or_no_form_is_named_and_the_others_are_read() {
    let place = Place::new();
    let store = place.open();
    let kept = ["a", "b", "c"].map(|id| KeptWindow::opened(planned(id), NOW));
    store.commit(by_engine(kept.iter().map(|kept| Change::Keep(Box::new(kept.clone()))).collect())).await.unwrap();
    drop(store);
    let db = rusqlite::Connection::open(place.path()).unwrap();
    db.execute("UPDATE kept_window SET planned = replace(planned, '\"form\":1', '\"form\":2') WHERE id = 'a'", []).unwrap();
    db.execute("UPDATE kept_window SET planned = 'no JSON' WHERE id = 'c'", []).unwrap();
    drop(db);
    let state = place.open().posture().await.unwrap();
    assert_eq!(state.kept, [kept[1].clone()]);
    assert_eq!(state.unreadable, ["a".into(), "c".into()]);
}
