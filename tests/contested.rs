//! The calendar changes while windows hold: what took effect keeps holding until its recorded end, and nothing is extended by
//! itself. On the manual clock, with a real file, through the real adoption of changed files.

#[expect(dead_code, reason = "the other tests of this fixture send mail")]
mod common;
#[path = "contested/house.rs"]
mod house;

use house::{ELEVATED, FIRST, House, ORDER, SURGE, WATCH, is_contested, is_waiting};
use standto::app::{Adoption, Outcome};
use standto::model::{Answer, Becomes, CommandBody, Contest, Fact, Lang, Refusal, Role};

fn next(id: &str) -> String {
    format!("{id}~2")
}

#[tokio::test]
async fn a_longer_event_extends_nothing_by_itself_and_the_recorded_end_holds() {
    let mut house = House::surged("10:00").await;
    house.edit("calendar/2027.toml", "end = 2027-03-01T12:00:00", "end = 2027-03-01T15:00:00");
    let waiting = house.read_files().await;
    assert_eq!(is_waiting(&waiting), [WATCH, SURGE, ELEVATED], "{waiting:?}");
    house.run("10:05").await;
    assert!(house.target().contains("young_days = 14"), "nothing happens before somebody accepts");
    assert_eq!(
        is_contested(&house.accept().await),
        [(ELEVATED.to_owned(), Contest::Moved), (WATCH.to_owned(), Contest::Moved)]
    );
    house.run("10:06").await;
    assert!(house.target().contains("young_days = 14"), "{}", house.target());
    let waits = |fact: &Fact| matches!(fact, Fact::ProposalWaits { .. });
    assert_eq!(house.count(waits).await, 2, "an alarm for each proposal");
    house.restart("10:06").await;
    house.run("12:59").await;
    house.run_to_second("12:59:59").await;
    assert!(house.target().contains("young_days = 14"));
    house.run("13:00").await;
    assert_eq!(house.target(), FIRST);
    house.run("15:00").await;
    assert_eq!(house.target(), FIRST, "what nobody decided is not applied");
    assert_eq!(house.count(waits).await, 2, "no alarm is repeated");
    let closed = |fact: &Fact| matches!(fact, Fact::WindowClosed { reason: None, .. });
    assert_eq!(house.count(closed).await, 2);
    let contested = |fact: &Fact| matches!(fact, Fact::WindowContested { .. });
    assert_eq!(house.count(contested).await, 2);
}

/// What people read of it, word for word; `SNAPSHOTS=overwrite cargo test --test contested` writes it anew.
#[tokio::test]
async fn the_plan_says_what_is_contested_and_what_is_proposed_in_both_languages() {
    let mut house = House::surged("10:00").await;
    house.edit("calendar/2027.toml", "end = 2027-03-01T12:00:00", "end = 2027-03-01T15:00:00");
    house.accept().await;
    house.run("10:05").await;
    for (lang, name) in [(Lang::En, "contested.en"), (Lang::Ja, "contested.ja")] {
        let path = format!("{}/tests/golden/plan/{name}.txt", env!("CARGO_MANIFEST_DIR"));
        let golden = snapbox::Data::read_from(path.as_ref(), None).raw();
        snapbox::Assert::new().action_env("SNAPSHOTS").eq(house.plan_in_words(lang).await, golden);
    }
}

#[tokio::test]
async fn an_approved_proposal_goes_on_without_a_gap() {
    let mut house = House::surged("10:00").await;
    house.edit("calendar/2027.toml", "end = 2027-03-01T12:00:00", "end = 2027-03-01T15:00:00");
    house.accept().await;
    house.run("11:00").await;
    house.approve(&next(ELEVATED)).await;
    house.run("13:00").await;
    assert!(house.target().contains("young_days = 14"), "{}", house.target());
    house.restart("13:00").await;
    house.run_to_second("15:59:59").await;
    assert!(house.target().contains("young_days = 14"));
    house.run("16:00").await;
    assert_eq!(house.target(), FIRST);
    assert!(house.kept().await.iter().all(|id| !id.starts_with(ELEVATED)), "{:?}", house.kept().await);
}

#[tokio::test]
async fn a_shorter_event_ends_nothing_early() {
    let mut house = House::surged("10:00").await;
    house.edit("calendar/2027.toml", "end = 2027-03-01T12:00:00", "end = 2027-03-01T10:30:00");
    house.accept().await;
    house.run("12:00").await;
    assert!(house.target().contains("young_days = 14"));
    house.run("13:00").await;
    assert_eq!(house.target(), FIRST);
}

#[tokio::test]
async fn a_cancelled_event_holds_until_a_person_closes_its_window() {
    let mut house = House::surged("10:00").await;
    house.edit("calendar/2027.toml", "zone = \"Asia/Tokyo\"", "zone = \"Asia/Tokyo\"\ncancelled = true");
    let answer = house.accept().await;
    let cancelled = |id: &str| (id.to_owned(), Contest::Cancelled);
    assert_eq!(is_contested(&answer), [cancelled(ELEVATED), cancelled(WATCH)]);
    house.run("10:30").await;
    assert!(house.target().contains("young_days = 14"));
    let close = |reason: &str| CommandBody::CloseWindow { window: ELEVATED.into(), reason: reason.to_owned() };
    let refused = |refusal| Outcome::Refusal(refusal);
    assert_eq!(house.tries("lead", close("x")).await, refused(Refusal::MissingRole { role: Role::Approver }));
    assert_eq!(house.tries("chief", close(" ")).await, refused(Refusal::ReasonMissing));
    let unknown = CommandBody::CloseWindow { window: "order/o-1".into(), reason: "x".to_owned() };
    assert_eq!(house.tries("chief", unknown).await, refused(Refusal::WindowNotOpen { id: "order/o-1".to_owned() }));
    assert_eq!(house.does("chief", close("The talks are off")).await, Answer::WindowClosed { window: ELEVATED.into() });
    house.run("10:31").await;
    assert_eq!(house.target(), FIRST);
    assert!(matches!(house.tries("chief", close("again")).await, Outcome::Refusal(Refusal::WindowIsOver { .. })));
    house.restart("10:31").await;
    house.run("12:30").await;
    assert_eq!(house.target(), FIRST, "it does not begin again");
    house.run("13:01").await;
    assert_eq!(house.kept().await, [WATCH]);
}

#[tokio::test]
async fn a_closed_window_stays_closed_although_the_files_ask_for_it() {
    let mut house = House::surged("10:00").await;
    house.does("deputy", CommandBody::CloseWindow { window: ELEVATED.into(), reason: "Not needed".to_owned() }).await;
    house.run("12:59").await;
    assert_eq!(house.target(), FIRST);
    house.run("14:30").await;
    assert_eq!(house.kept().await, Vec::<String>::new());
}

#[tokio::test]
async fn an_event_that_vanishes_or_moves_to_another_day_holds_as_recorded() {
    let mut house = House::surged("10:00").await;
    house.edit("calendar/2027.toml", "id = \"tide-talks\"", "id = \"other-talks\"");
    let vanished = |id: &str| (id.to_owned(), Contest::Vanished);
    assert_eq!(is_contested(&house.accept().await), [vanished(ELEVATED), vanished(WATCH)]);
    house.run("12:00").await;
    assert!(house.target().contains("young_days = 14"));

    let mut house = House::surged("10:00").await;
    house.edit("calendar/2027.toml", "start = 2027-03-01T10:00:00", "start = 2027-03-02T10:00:00");
    house.edit("calendar/2027.toml", "end = 2027-03-01T12:00:00", "end = 2027-03-02T12:00:00");
    let answer = house.accept().await;
    let Answer::RevisionAdopted { altered, .. } = &answer else { panic!("{answer:?}") };
    let proposed = altered.iter().find_map(|altered| {
        let Becomes::Contested { proposed, .. } = &altered.to else { return None };
        proposed.clone().filter(|_| altered.window.as_str() == ELEVATED)
    });
    assert_eq!(proposed, Some("tide-talks/2027-03-02T10:00/talks/elevated".into()));
    house.run("13:00").await;
    assert_eq!(house.target(), FIRST);
}

#[tokio::test]
async fn a_changed_measure_waits_beside_what_holds() {
    let mut house = House::surged("10:00").await;
    house.edit("playbooks/own.toml", "young_days = 14", "young_days = 21");
    assert_eq!(is_contested(&house.accept().await), [(ELEVATED.to_owned(), Contest::Measures)]);
    house.run("10:10").await;
    assert!(house.target().contains("young_days = 14"), "{}", house.target());
    house.approve(&next(ELEVATED)).await;
    house.run("10:11").await;
    assert!(house.target().contains("young_days = 21"), "{}", house.target());
    house.run("13:00").await;
    assert_eq!(house.target(), FIRST);
}

#[tokio::test]
async fn a_changed_measure_waits_beside_a_live_order() {
    let mut house = House::ordered("05:10", "06:30").await;
    house.edit("playbooks/own.toml", "young_days = 14", "young_days = 21");
    assert_eq!(is_waiting(&house.read_files().await), [ORDER]);
    assert_eq!(is_contested(&house.accept().await), [(ORDER.to_owned(), Contest::Measures)]);
    house.run("05:20").await;
    assert!(house.target().contains("young_days = 14"), "{}", house.target());
    assert_eq!(house.count(|fact| matches!(fact, Fact::ProposalWaits { .. })).await, 1);
    house.restart("05:20").await;
    house.run("06:29").await;
    assert!(house.target().contains("young_days = 14"), "nobody decided: as it took effect until its end");
    house.run("06:30").await;
    assert_eq!(house.target(), FIRST);
    house.run("06:31").await;
    assert_eq!(house.kept().await, Vec::<String>::new());
}

#[tokio::test]
async fn an_order_ends_with_all_that_took_effect_of_it_when_its_person_says_so() {
    let mut house = House::ordered("05:10", "07:30").await;
    house.edit("playbooks/own.toml", "young_days = 14", "young_days = 21");
    house.accept().await;
    house.approve(&next(ORDER)).await;
    house.run("05:20").await;
    assert!(house.target().contains("young_days = 21"), "{}", house.target());
    assert_eq!(house.kept().await, [ORDER.to_owned(), next(ORDER)]);
    house.does("lead", CommandBody::EndOrder { order: "o-1".into() }).await;
    house.run("05:21").await;
    assert_eq!(house.target(), FIRST);
    let closed = |fact: &Fact| matches!(fact, Fact::WindowClosed { reason: None, .. });
    assert_eq!(house.count(closed).await, 2);
    house.edit("playbooks/own.toml", "young_days = 21", "young_days = 28");
    assert!(matches!(house.read_files().await, Adoption::InForce { .. }), "nothing of it is to be decided any more");
    house.restart("05:22").await;
    house.run("07:31").await;
    assert_eq!(house.target(), FIRST);
    assert_eq!(house.kept().await, Vec::<String>::new());
}

#[tokio::test]
async fn each_round_of_a_task_is_asked_at_its_time_and_after_a_standstill_only_the_current_one() {
    let mut house = House::at("08:00").await;
    house.edit("playbooks/watch.toml", "task = { owner", "task = { within = \"30m\", every = \"1h\", owner");
    house.accept().await;
    let done = || CommandBody::FinishTask { window: WATCH.into(), measure: "keep-logs".into(), evidence: "T-1".to_owned() };
    house.run("09:59").await;
    assert_eq!(house.rounds().await, [(1, false)]);
    house.run("10:00").await;
    assert_eq!(house.rounds().await, [(1, false), (2, false)], "the first is still open");
    house.does("lead", done()).await;
    house.does("lead", done()).await;
    assert_eq!(house.rounds().await, [(1, true), (2, true)], "the oldest first");
    assert!(matches!(house.tries("lead", done()).await, Outcome::Refusal(Refusal::TaskIsDone { .. })));
    house.restart("13:10").await;
    house.run("13:20").await;
    assert_eq!(house.rounds().await, [(1, true), (2, true), (5, false)]);
    let missed = |fact: &Fact| matches!(fact, Fact::TaskRoundsMissed { rounds: 2, .. });
    assert_eq!(house.count(missed).await, 1, "of eleven and twelve o'clock, in one fact");
    let asked = |fact: &Fact| matches!(fact, Fact::TaskAsked { round: Some(_), .. });
    house.run("14:30").await;
    assert_eq!(house.count(asked).await, 3, "none is due after the window's end");
    let missed = |fact: &Fact| matches!(fact, Fact::TaskRoundsMissed { .. });
    assert_eq!(house.count(missed).await, 1);
}

#[tokio::test]
async fn a_target_that_leaves_the_files_is_given_back_where_it_was() {
    let mut house = House::surged("10:00").await;
    house.edit("standto.toml", "path = \"controls/gate.toml\"", "path = \"controls/other.toml\"");
    let waiting = house.read_files().await;
    assert!(is_waiting(&waiting).contains(&ELEVATED.to_owned()), "{waiting:?}");
    house.accept().await;
    house.run("12:00").await;
    assert!(house.target().contains("young_days = 14"));
    house.run("13:00").await;
    assert_eq!(house.target(), FIRST);
}

#[tokio::test]
async fn a_title_or_an_unrelated_event_voids_no_approval_and_contests_nothing() {
    let mut house = House::at("08:00").await;
    house.approve(ELEVATED).await;
    house.edit("calendar/2027.toml", "Tide talks", "Tide talks, second round");
    assert!(matches!(house.read_files().await, Adoption::InForce { .. }));
    house.run("10:00").await;
    assert!(house.target().contains("young_days = 14"), "the approval stands");
    let other = "\n[[event]]\nid = \"other\"\ntitle = \"Other\"\nclass = \"negotiation\"\nstart = 2027-09-01T10:00:00\n\
                 end = 2027-09-01T12:00:00\nzone = \"Asia/Tokyo\"\nparties = [\"JP\"]\n";
    house.append("calendar/2027.toml", other);
    assert!(matches!(house.read_files().await, Adoption::InForce { .. }));
    house.run("12:00").await;
    assert!(house.target().contains("young_days = 14"));
    assert_eq!(house.count(|fact| matches!(fact, Fact::WindowContested { .. })).await, 0);
}

#[tokio::test]
async fn a_moved_bound_voids_the_approval_of_a_window_ahead() {
    let mut house = House::at("08:00").await;
    house.approve(ELEVATED).await;
    house.edit("calendar/2027.toml", "end = 2027-03-01T12:00:00", "end = 2027-03-01T12:30:00");
    let answer = house.accept().await;
    let Answer::RevisionAdopted { altered, .. } = &answer else { panic!("{answer:?}") };
    let to: Vec<_> = altered.iter().map(|altered| &altered.to).collect();
    assert_eq!(to, [&Becomes::Reapprove { planned: ELEVATED.into() }]);
    house.run("10:00").await;
    assert_eq!(house.target(), FIRST);
}

#[tokio::test]
async fn a_window_that_a_change_brings_too_late_is_shown_before_it_takes_effect() {
    let mut house = House::at("08:00").await;
    let late = "\n[[event]]\nid = \"late\"\ntitle = \"Late\"\nclass = \"negotiation\"\nstart = 2027-03-01T08:30:00\n\
                end = 2027-03-01T09:30:00\nzone = \"Asia/Tokyo\"\nparties = [\"JP\"]\n";
    house.append("calendar/2027.toml", late);
    let watch = "late/2027-03-01T08:30/talks/watch";
    let waiting = house.read_files().await;
    assert_eq!(is_waiting(&waiting), [watch], "{waiting:?}");
    house.run("08:10").await;
    let opened = |fact: &Fact| matches!(fact, Fact::WindowOpened { .. });
    assert_eq!(house.count(opened).await, 0);
    let answer = house.accept().await;
    let Answer::RevisionAdopted { altered, .. } = &answer else { panic!("{answer:?}") };
    assert!(matches!(altered[0].to, Becomes::LateStart { .. }), "{altered:?}");
    house.run("08:11").await;
    let is_late = |fact: &Fact| matches!(fact, Fact::WindowOpened { late_ms, .. } if *late_ms >= 40 * 60_000);
    assert_eq!(house.count(is_late).await, 1);
}

#[tokio::test]
async fn a_row_that_cannot_be_read_leaves_the_target_as_it_is_until_its_end() {
    let mut house = House::surged("10:00").await;
    house.spoil(ELEVATED);
    house.restart("10:00").await;
    house.run("10:30").await;
    assert_eq!(house.count(|fact| matches!(fact, Fact::WindowUnreadable { .. })).await, 1);
    house.edit("calendar/2027.toml", "Tide talks", "Tide talks, second round");
    house.read_files().await;
    house.run("12:59").await;
    assert!(house.target().contains("young_days = 14"), "{}", house.target());
    house.run("13:00").await;
    assert_eq!(house.target(), FIRST);
}
