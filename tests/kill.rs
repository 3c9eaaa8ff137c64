//! The real `serve`, stopped in every way: SIGKILL at random points, SIGTERM, an abort in the middle of sending.
//!
//! What it sends goes to a sink in the test, which answers slowly, so that stops meet messages on their way.

mod common;
#[path = "kill/flood.rs"]
mod flood;
#[path = "kill/house.rs"]
mod house;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::time::Duration;

use flood::{EXERCISE, Flood};
use house::House;
use standto::actions::Manners;
use standto::app::{Reply, SOCKET, ask};
use standto::clock::Stopwatch;
use standto::model::{
    Attempt, AttemptOutcome, Command, CommandBody, CommandId, Delivery, DeliveryPhase, Fact, Proof, Purpose, Reach,
};
use standto::store;

const KILLS: u64 = 20;

fn say(line: &str) {
    writeln!(std::io::stdout(), "{line}").expect("the numbers are shown");
}

fn slowly(milliseconds: u64) -> Manners {
    Manners { before_answer: Duration::from_millis(milliseconds), ..Manners::default() }
}

async fn wait(milliseconds: u64) {
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
}

/// The same numbers in every run (splitmix64).
fn random(number: u64, from: u64, to: u64) -> u64 {
    let z = (number + 7).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    from + (z ^ (z >> 31)) % (to - from)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_twenty_times_it_loses_nothing_and_invents_nothing() {
    let connections = 3;
    let flood = Flood { injects: 12, players: 4, every: 30 };
    let house = House::new(&flood, connections).await;
    house.sink.behave(slowly(120));
    house.start();
    let mut open = Vec::new();
    for number in 0..KILLS {
        // Every fifth is killed while it starts.
        let serve = if number % 5 == 4 { house.spawn() } else { house.serve() };
        wait(random(number, 30, 400)).await;
        serve.kill();
        open.push(house.open_attempts().await);
    }
    assert!(open.iter().all(|open| *open <= connections as usize), "uncertain after each kill: {open:?}");

    let serve = house.serve();
    house.settled(flood.messages()).await;
    let uncertain: Vec<String> = of_phase(&house, DeliveryPhase::Uncertain).await;
    // Half of them are sent again, half are let be.
    for (number, key) in uncertain.iter().enumerate() {
        let resend = (number % 2 == 0).then_some("--resend");
        let arguments: Vec<&str> = ["exercise", "decide", key].into_iter().chain(resend).collect();
        house.must("lead", &arguments);
    }
    house.settled(flood.messages()).await;
    let (status, _) = serve.terminate().await;
    assert!(status.success(), "{status}");

    let came = house.came();
    let all = house.deliveries().await;
    assert_eq!(all.len(), flood.messages(), "every message of the script is recorded once");
    let again = honest(&all, &came);
    recorded_once(&house).await;
    store::verify(&house.database()).expect("the journal agrees with itself");
    say(&format!(
        "SIGKILL: {KILLS} kills, {} messages, on their way at the kills: {open:?}, uncertain {}, sent again {again}, at the sink {}",
        all.len(),
        uncertain.len(),
        came.values().sum::<usize>(),
    ));
    assert!(!uncertain.is_empty(), "no kill met a message on its way");
}

async fn of_phase(house: &House, phase: DeliveryPhase) -> Vec<String> {
    let all = house.deliveries().await;
    all.iter().filter(|(delivery, _)| delivery.phase == phase).map(|(delivery, _)| delivery.key.to_string()).collect()
}

/// The records and the sink tell the same. How many messages came twice.
fn honest(all: &[(Delivery, Vec<Attempt>)], came: &BTreeMap<String, usize>) -> usize {
    let keys: BTreeSet<&str> = all.iter().map(|(delivery, _)| delivery.key.as_str()).collect();
    assert_eq!(keys.len(), all.len());
    assert!(came.keys().all(|key| keys.contains(key.as_str())), "a message that nobody recorded");
    let mut again = 0;
    for (delivery, attempts) in all {
        let copies = came.get(delivery.key.as_str()).copied().unwrap_or_default();
        let is = |outcome: fn(&AttemptOutcome) -> bool| attempts.iter().filter(|attempt| outcome(&attempt.outcome)).count();
        let sent = is(|outcome| matches!(outcome, AttemptOutcome::Sent { .. }));
        let uncertain = is(|outcome| matches!(outcome, AttemptOutcome::Uncertain));
        let told = format!("{} {}: {copies} copies, {attempts:?}", delivery.key, delivery.phase);
        match delivery.phase {
            DeliveryPhase::Sent => assert!(sent == 1 && copies >= 1, "{told}"),
            // Failed by decision: it was uncertain and let be.
            DeliveryPhase::Uncertain | DeliveryPhase::Failed => assert!(sent == 0 && uncertain >= 1, "{told}"),
            DeliveryPhase::Cancelled => assert!(sent == 0 && copies <= uncertain, "{told}"),
            DeliveryPhase::Due | DeliveryPhase::Claimed | DeliveryPhase::Retry => panic!("left open: {told}"),
        }
        assert!(copies <= sent + uncertain, "{told}");
        again += copies.saturating_sub(1);
    }
    again
}

/// No message is told as sent twice.
async fn recorded_once(house: &House) {
    let entries = house.store().entries(0, 100_000, Some(1), Reach::All).await.expect("entries");
    let mut told = BTreeSet::new();
    for entry in entries {
        if let Some(Fact::DeliverySent { delivery, .. }) = entry.fact {
            assert!(told.insert(delivery.key.clone()), "{} is told as sent twice", delivery.key);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sigterm_lets_what_is_on_its_way_arrive_and_leaves_the_rest_for_later() {
    let flood = Flood { injects: 1, players: 20, every: 6 };
    let house = House::new(&flood, 2).await;
    house.sink.behave(slowly(400));
    house.start();
    let serve = house.serve();
    house.eventually("messages arrive", async || house.sink.count() >= 3).await;
    let (status, took) = serve.terminate().await;
    assert!(status.success(), "{status}");
    assert!(took < Duration::from_secs(10), "it took {took:?}");
    assert_eq!(house.open_attempts().await, 0, "nothing is half sent");
    let before = house.sink.count();
    assert!(before < flood.messages(), "the stop came too late to show anything");
    assert!(!house.directory().join(SOCKET).exists(), "the socket is gone");

    house.sink.behave(Manners::default());
    let serve = house.serve();
    house.settled(flood.messages()).await;
    assert!(serve.terminate().await.0.success());
    let came = house.came();
    assert_eq!(came.len(), flood.messages());
    assert!(came.values().all(|copies| *copies == 1), "{came:?}");
    assert_eq!(house.phases().await, BTreeMap::from([("sent", flood.messages())]));
    say(&format!("SIGTERM: exit 0 after {} ms, {before} of {} sent before, all once", took.as_millis(), flood.messages()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sigterm_does_not_wait_for_a_server_that_hangs() {
    let flood = Flood { injects: 1, players: 3, every: 6 };
    let house = House::new(&flood, 2).await;
    house.sink.behave(slowly(60_000));
    house.start();
    let serve = house.serve();
    house.eventually("messages are on their way", async || house.open_attempts().await == 2).await;
    let (status, took) = serve.terminate().await;
    assert!(status.success(), "{status}");
    assert!(took < Duration::from_secs(10), "it took {took:?}");

    house.sink.behave(Manners::default());
    let serve = house.serve();
    house.settled(flood.messages()).await;
    assert!(serve.terminate().await.0.success());
    assert_eq!(house.phases().await, BTreeMap::from([("sent", flood.messages() - 2), ("uncertain", 2)]));
    say(&format!("SIGTERM beside a hung server: exit 0 after {} ms, 2 uncertain", took.as_millis()));
}

const CONNECTIONS: usize = 4;

/// A backlog that is being sent: enough for several seconds.
async fn in_full_flight() -> (House, house::Serve, Flood) {
    let flood = Flood { injects: 2, players: 40, every: 6 };
    let house = House::new(&flood, 4).await;
    house.sink.behave(slowly(100));
    house.start();
    let serve = house.serve();
    house.eventually("messages arrive", async || house.sink.count() >= 8).await;
    (house, serve, flood)
}

/// Originals that the sink has; it knows a correction by its key alone.
async fn originals(house: &House) -> usize {
    let deliveries = house.deliveries().await;
    let corrections: BTreeSet<&str> = deliveries
        .iter()
        .filter(|(delivery, _)| delivery.purpose == Purpose::Correction)
        .map(|(delivery, _)| delivery.key.as_str())
        .collect();
    house.came().keys().filter(|key| !corrections.contains(key.as_str())).count()
}

/// Checks what a stop left. `at_once` came within 100 ms of it; how many messages came after that.
async fn stopped(house: &House, at_once: &BTreeMap<String, usize>, flood: &Flood) -> usize {
    house.settled_after_stop().await;
    let late = originals(house).await;
    let first: BTreeSet<&String> = at_once.keys().collect();
    let deliveries = house.deliveries().await;
    let after: Vec<&Delivery> = deliveries
        .iter()
        .map(|(delivery, _)| delivery)
        .filter(|delivery| delivery.purpose == Purpose::Original)
        .filter(|delivery| house.came().contains_key(delivery.key.as_str()) && !first.contains(&delivery.key.to_string()))
        .collect();
    assert!(after.len() <= CONNECTIONS, "{} messages after 100 ms, with {CONNECTIONS} connections", after.len());
    assert!(late < flood.messages() / 2, "{late} of {}: the stop came too late to show anything", flood.messages());
    honest(&deliveries, &house.came());
    let reached = |purpose: Purpose| -> BTreeSet<String> {
        let of = deliveries.iter().filter(|(delivery, _)| delivery.purpose == purpose);
        let came = of.filter(|(delivery, _)| house.came().contains_key(delivery.key.as_str()));
        came.map(|(delivery, _)| format!("{}/{}", delivery.organisation, delivery.player)).collect()
    };
    let (corrected, got) = (reached(Purpose::Correction), reached(Purpose::Original));
    assert!(corrected.is_superset(&got), "without a correction: {:?}", got.difference(&corrected));
    // Whose message was on its way and did not go out gets one as well: nobody could know.
    assert!(corrected.len() <= got.len() + CONNECTIONS, "corrected {corrected:?}, reached {got:?}");
    cancelled_once(house).await;
    after.len()
}

/// No message is told as cancelled twice, or as cancelled and sent.
async fn cancelled_once(house: &House) {
    let entries = house.store().entries(0, 100_000, Some(1), Reach::All).await.expect("entries");
    let mut told = BTreeSet::new();
    for entry in entries {
        if let Some(Fact::DeliverySent { delivery, .. } | Fact::DeliveryCancelled { delivery }) = entry.fact {
            assert!(told.insert(delivery.key.clone()), "{} is told twice", delivery.key);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_abort_stops_within_a_tenth_of_a_second_and_corrects() {
    let (house, serve, flood) = in_full_flight().await;
    let proof = Proof::Token { token: house.people.token("lead") };
    let body = CommandBody::AbortExercise { exercise: EXERCISE.into() };
    let command = Command { id: CommandId::from("stop"), proof, body };
    let watch = Stopwatch::start();
    let asked = async {
        let reply = ask(house.directory(), &command).await;
        assert!(matches!(reply, Ok(Reply::Answer(_))), "{reply:?}");
        watch.elapsed()
    };
    let (answered, came) = tokio::join!(asked, async {
        wait(100).await;
        house.came()
    });
    let after = stopped(&house, &came, &flood).await;
    assert!(serve.terminate().await.0.success());
    say(&format!("abort: answered after {} ms, {after} messages after the first 100 ms", answered.as_millis()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_file_endex_stops_when_the_socket_is_gone() {
    let (house, serve, flood) = in_full_flight().await;
    std::fs::remove_file(house.directory().join(SOCKET)).expect("the socket can be removed");
    let is_written = async || ["ENDEX", "ENDEX.done"].iter().any(|name| house.directory().join(name).exists());
    let (output, came) = std::thread::scope(|scope| {
        let command = scope.spawn(|| house.command("lead", &["exercise", "abort", EXERCISE]));
        let came = tokio::task::block_in_place(|| {
            tokio::runtime::Handle::current().block_on(async {
                house.eventually("the file is written", is_written).await;
                wait(100).await;
                house.came()
            })
        });
        (command.join().expect("the program runs"), came)
    });
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let after = stopped(&house, &came, &flood).await;
    assert!(house.directory().join("ENDEX.done").exists(), "the file is put away");
    assert!(serve.terminate().await.0.success());
    say(&format!("ENDEX: {after} messages after the first 100 ms"));
}
