//! 10,000 steps due in the same second, each claimed durably, then finished durably, as the engine does it (P4).
//!
//! Prints how late each step was handed out and finished, steps and commits per second, and beside them what the same
//! directory's disk does: raw fdatasync per second before and after, because it swings by thirty times within an hour. At the
//! end the same burst in `APScheduler`, where it is installed.
//!
//! Usage: `cargo bench --bench queue -- [STEPS]`; the directory is TMPDIR's.

#[path = "shared/disk.rs"]
mod disk;
#[path = "shared/peer.rs"]
mod peer;

use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use disk::fdatasyncs_per_second;
use standto::clock::Stopwatch;
use standto::model::{Actor, Change, ClaimedStep, ClockId, NewStep, StepEnd, StepWork, StoreError, Transaction};
use standto::queue::{CLAIM_LIMIT, LEASE_MS, claim};
use standto::store::{Open, Store, sqlite_version};
use standto::time::Timestamp;

const NOW: Timestamp = Timestamp::from_ms(1_792_022_400_000);
const ROUNDS: usize = 5;

/// Senders at work at once: each finishes one step a transaction, so group commit has something to group.
const SENDERS: usize = 50;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let steps = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(10_000);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "queue: {steps} steps due at one instant, SQLite {}, WAL, synchronous=FULL", sqlite_version())?;
    for round in 1..=ROUNDS {
        let directory = tempfile::tempdir()?;
        let before = fdatasyncs_per_second(directory.path())?;
        let result = runtime.block_on(burst(directory.path(), steps))?;
        let after = fdatasyncs_per_second(directory.path())?;
        writeln!(out, "round {round}: raw fdatasync/s before {before:.0}, after {after:.0}")?;
        writeln!(out, "  handed out  {}", lateness(&result.handed_out))?;
        writeln!(out, "  finished    {}", lateness(&result.finished))?;
        let seconds = result.took.as_secs_f64();
        let rate = f64::from(u32::try_from(steps)?) / seconds;
        let (writes, commits) = (result.writes, result.commits);
        writeln!(out, "  {rate:.0} steps/s claimed and finished, {writes} requests in {commits} commits, {seconds:.3} s")?;
    }
    peer::run("peer_apscheduler.py", &[steps.to_string().into()], &mut out)?;
    Ok(())
}

struct Burst {
    handed_out: Vec<Duration>,
    finished: Vec<Duration>,
    took: Duration,
    writes: u64,
    commits: u64,
}

/// Fills the queue, then claims and finishes everything. Every step must come exactly once.
async fn burst(directory: &Path, steps: usize) -> Result<Burst, Box<dyn std::error::Error>> {
    let store = Store::open(&directory.join("standto.db"), Open::WRITE)?;
    let all: Vec<usize> = (0..steps).collect();
    for part in all.chunks(1000) {
        store.commit(by_engine(part.iter().map(|n| due_now(*n)).collect())).await?;
    }
    let before = (store.writes(), store.commits());
    let since_due = Stopwatch::start();
    let (sender, receiver) = tokio::sync::mpsc::unbounded_channel::<ClaimedStep>();
    let receiver = std::sync::Arc::new(tokio::sync::Mutex::new(receiver));
    let senders: Vec<_> = (0..SENDERS)
        .map(|_| {
            let (store, receiver) = (store.clone(), std::sync::Arc::clone(&receiver));
            tokio::spawn(async move {
                let mut finished = Vec::new();
                loop {
                    let step = receiver.lock().await.recv().await;
                    let Some(step) = step else { break Ok::<_, StoreError>(finished) };
                    store.commit(by_engine(vec![Change::Finish { step, end: StepEnd::Done }])).await?;
                    finished.push(since_due.elapsed());
                }
            })
        })
        .collect();
    let mut handed_out = Vec::with_capacity(steps);
    loop {
        let claimed = claim(&store, &[(ClockId::WALL, NOW.as_ms())], "bench", NOW, LEASE_MS, CLAIM_LIMIT).await?;
        if claimed.is_empty() {
            break;
        }
        handed_out.extend(claimed.iter().map(|_| since_due.elapsed()));
        for step in claimed {
            sender.send(step)?;
        }
    }
    drop(sender);
    let mut finished = Vec::with_capacity(steps);
    for sender in senders {
        finished.extend(sender.await??);
    }
    let took = since_due.elapsed();
    if handed_out.len() != steps || finished.len() != steps {
        return Err(format!("{} handed out, {} finished of {steps}", handed_out.len(), finished.len()).into());
    }
    let (writes, commits) = (store.writes() - before.0, store.commits() - before.1);
    Ok(Burst { handed_out, finished, took, writes, commits })
}

fn by_engine(changes: Vec<Change>) -> Transaction {
    Transaction { at: NOW, actor: Actor::Engine, changes }
}

fn due_now(n: usize) -> Change {
    let key = format!("deliver/{n:064x}");
    Change::Enqueue(NewStep {
        work: StepWork::Deliver { run: 1, key: key.as_str().into() },
        key,
        clock: ClockId::WALL,
        due: NOW.as_ms(),
    })
}

fn lateness(times: &[Duration]) -> String {
    let mut times = times.to_vec();
    times.sort_unstable();
    let ms = |index: usize| times.get(index.min(times.len() - 1)).map_or(0, Duration::as_millis);
    format!("p50 {} ms, p99 {} ms, max {} ms", ms(times.len() / 2), ms(times.len() * 99 / 100), ms(times.len()))
}
