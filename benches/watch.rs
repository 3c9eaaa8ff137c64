//! Ninety days of watch over 2,000 windows with 300 playbooks on the manual clock (P13): the real engine, store and settings
//! files. Every playbook changes a setting of two targets, beside the shipped ones; there is no exercise, and nobody has to approve.
//!
//! Runs twice; the journals must be the same, byte for byte, and every target as it was before. Beside the times stands what
//! the same directory's disk does: raw fdatasync per second before and after each run.
//!
//! Usage: `cargo bench --bench watch -- [EVENTS]`, three windows each; the directory is TMPDIR's.

#[path = "shared/disk.rs"]
mod disk;
#[path = "shared/vigil.rs"]
mod vigil;

use std::io::Write as _;

use disk::fdatasyncs_per_second;
use standto::clock::Stopwatch;
use vigil::{Size, Watched};

const ROUNDS: usize = 2;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let events = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(667);
    let size = Size { days: 90, events, playbooks: 300 };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "watch: {} days, {events} events, {} playbooks, six targets", size.days, size.playbooks)?;
    let mut heads = Vec::new();
    for round in 1..=ROUNDS {
        let directory = tempfile::tempdir()?;
        vigil::write(directory.path(), size)?;
        let before = fdatasyncs_per_second(directory.path())?;
        let stopwatch = Stopwatch::start();
        let Watched { head, entries, commits, windows, left } = runtime.block_on(vigil::watch(directory.path(), size))?;
        let seconds = stopwatch.elapsed().as_secs_f64();
        let after = fdatasyncs_per_second(directory.path())?;
        writeln!(out, "round {round}: raw fdatasync/s before {before:.0}, after {after:.0}")?;
        writeln!(out, "  {seconds:.2} s: {windows} windows, {entries} journal entries, {commits} commits, head {head}")?;
        if left > 0 {
            return Err(format!("{left} targets are not as they were").into());
        }
        heads.push(head);
    }
    heads.dedup();
    if heads.len() == 1 { Ok(()) } else { Err("the journals differ".into()) }
}
