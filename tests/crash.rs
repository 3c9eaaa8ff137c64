//! The key test: a scenario is stopped at the store boundary at each of its writes, opened again and finished, and tells the
//! same story as without the stop.
//!
//! `CRASH_AT=17 cargo test --test crash` tries one write alone.

mod common;
#[path = "crash/compare.rs"]
mod compare;
#[path = "crash/rig.rs"]
mod rig;
#[path = "crash/script.rs"]
mod script;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::Mutex;

use common::People;
use rig::{Outside, Stage, TARGET};
use script::at;
use standto::actions::Sink;
use standto::model::OnUncertain;
use standto::store::Trip;

/// The most writes that the scenario may take, so that trying each stays quick.
const WRITES_LIMIT: usize = 300;

/// How many scenarios are played at once.
const THREADS: usize = 4;

/// The write to try alone; None: all.
const ALONE: Option<&str> = option_env!("CRASH_AT");

/// A way to die, and what the cast wants done about messages that are uncertain after it.
#[derive(Clone, Copy)]
struct Death {
    cut: fn(i64) -> Trip,
    policy: OnUncertain,
}

#[test]
fn stopped_at_any_write_it_finishes_as_if_it_had_not_been() {
    // The write is durable, and whoever asked for it never hears so.
    let after = Death { cut: Trip::after, policy: OnUncertain::Ask };
    let all: Vec<usize> = match ALONE.and_then(|alone| alone.parse().ok()) {
        Some(one) => vec![one - 1, one],
        None => (1..=WRITES_LIMIT).collect(),
    };
    let outside = every(after, &all);
    let writes = outside.keys().max().copied().unwrap_or_default();
    say(&format!("key test: {writes} writes, stopped after k = 1..{writes}: all equal"));

    // The act is done and its result lost. It differs from the stop after the write before only where there was an act.
    let before = Death { cut: Trip::before, policy: OnUncertain::Resend };
    let acts: Vec<usize> = (1..=writes).filter(|k| outside.get(k) != outside.get(&(k - 1))).collect();
    every(before, &acts);
    say(&format!("key test: stopped before the {} writes that record an act: all equal", acts.len()));
}

fn say(line: &str) {
    writeln!(std::io::stdout(), "{line}").expect("the numbers are shown");
}

/// Plays the scenario without a stop, then once for each of `writes` that there is. What the world held at each stop.
fn every(death: Death, writes: &[usize]) -> BTreeMap<usize, Outside> {
    let queue = Mutex::new(writes.iter().copied());
    let next = || queue.lock().expect("no worker panics").next();
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let workers: Vec<Worked> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(|| runtime().block_on(work(&next, death)))).collect();
        threads.into_iter().map(|thread| thread.join().expect("no worker panics")).collect()
    });
    let failures: Vec<&String> = workers.iter().flat_map(|worked| &worked.failures).collect();
    assert!(failures.is_empty(), "{} stops show:\n{failures:#?}", failures.len());
    workers.into_iter().flat_map(|worked| worked.outside).collect()
}

/// What one thread found.
#[derive(Default)]
struct Worked {
    outside: BTreeMap<usize, Outside>,
    failures: Vec<String>,
}

/// Takes one write after the other until there are no more.
async fn work(next: &impl Fn() -> Option<usize>, Death { cut, policy }: Death) -> Worked {
    let place = common::scratch();
    let sink = Sink::start().await.expect("the sink starts");
    let decided = ("exercises/tide-2027.toml", "on_uncertain = \"ask\"", format!("on_uncertain = \"{}\"", policy.as_str()));
    common::workspace(place.path(), &[common::to_sink(sink.port(), 2), decided]);
    let people = People::added(place.path(), at("07:00")).await;
    let stage = Stage { prepared: place.path(), people: &people, sink: &sink };
    let plain = stage.play(None).await;
    assert!((1..=WRITES_LIMIT).contains(&plain.writes), "{} writes", plain.writes);
    let before = std::fs::read(place.path().join(TARGET)).expect("the target is there");
    assert_eq!(plain.target, before, "the target is given back");
    let mut worked = Worked::default();
    while let Some(k) = next().filter(|k| *k <= plain.writes) {
        let crashed = stage.play(Some(cut(i64::try_from(k).expect("a small number")))).await;
        let found = compare::differences(&plain, &crashed, policy);
        if !found.is_empty() {
            worked.failures.push(format!("k = {k}:\n  {}", found.join("\n  ")));
        }
        worked.outside.extend(crashed.outside.map(|outside| (k, outside)));
    }
    worked
}
