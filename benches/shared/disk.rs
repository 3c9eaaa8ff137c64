//! What the disk does, whatever the program: bursts are read against it.

use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;

use standto::clock::Stopwatch;

/// 4 KiB overwritten in a file that has its size already, then made safe: what one commit costs at the least.
pub(crate) fn fdatasyncs_per_second(directory: &Path) -> std::io::Result<f64> {
    const COUNT: u32 = 300;
    let mut file = std::fs::File::create(directory.join("raw"))?;
    let page = [0x5a_u8; 4096];
    file.write_all(&page)?;
    file.sync_all()?;
    let stopwatch = Stopwatch::start();
    for _ in 0..COUNT {
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&page)?;
        file.sync_data()?;
    }
    Ok(f64::from(COUNT) / stopwatch.elapsed().as_secs_f64())
}
