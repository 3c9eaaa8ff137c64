//! Medians, and what the kernel says of a process's memory.

use std::time::Duration;

/// The middle one.
pub(crate) fn median<T: Ord + Copy>(mut values: Vec<T>) -> T {
    values.sort_unstable();
    values[values.len() / 2]
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

/// A row of /proc/PID/status, in KiB: `VmRSS`, or `VmHWM` for the most it ever was. `process` may be `self`.
pub(crate) fn memory(process: &str, row: &str) -> Result<u32, Box<dyn std::error::Error>> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(row)?.strip_prefix(':'));
    Ok(line.and_then(|line| line.split_whitespace().next()).ok_or("no such row")?.parse()?)
}

pub(crate) fn mebibytes(kib: u32) -> String {
    format!("{:.1} MiB", f64::from(kib) / 1024.0)
}

/// The median of some times, with the fastest and the slowest.
pub(crate) fn spread(times: Vec<Duration>) -> String {
    let (least, most) = (times.iter().min().copied(), times.iter().max().copied());
    let [least, most] = [least, most].map(|time| milliseconds(time.unwrap_or_default()));
    let count = times.len();
    format!("median {} of {count} ({least} to {most})", milliseconds(median(times)))
}
