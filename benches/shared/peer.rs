//! The same work done by Python programs that people use today, where they are installed: never a reason to fail.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::process::Command;

/// Runs `benches/SCRIPT` and prints what it says, or that it was not measured. The interpreter is `STANDTO_BENCH_PYTHON`, else
/// `python3`; the script ends with 3 where its packages are missing.
pub(crate) fn run(script: &str, arguments: &[OsString], out: &mut impl Write) -> std::io::Result<()> {
    let python = std::env::var_os("STANDTO_BENCH_PYTHON").unwrap_or_else(|| "python3".into());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches").join(script);
    writeln!(out, "beside it, {script}:")?;
    match Command::new(python).arg(path).args(arguments).output() {
        Ok(done) if done.status.success() => {
            for line in String::from_utf8_lossy(&done.stdout).lines() {
                writeln!(out, "  {line}")?;
            }
            Ok(())
        }
        Ok(done) => {
            let why = String::from_utf8_lossy(&done.stderr);
            writeln!(out, "  peer not measured: {}", why.lines().last().unwrap_or("it failed"))
        }
        Err(error) => writeln!(out, "  peer not measured: {error}"),
    }
}
