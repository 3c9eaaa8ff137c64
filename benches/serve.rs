//! `serve` on the example workspace: from its start to the first answer of /healthz, and its memory after five idle seconds.
//!
//! Each round starts twice: on a workspace without a database, then on the one the first start left. Usage: `cargo bench --bench
//! serve`.

#[path = "shared/measure.rs"]
mod measure;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use measure::{mebibytes, median, memory, spread};
use standto::clock::Stopwatch;

const ROUNDS: usize = 5;
const IDLE: Duration = Duration::from_secs(5);

type Failure = Box<dyn std::error::Error>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ministry");
    let (mut first, mut again, mut resident, mut most) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut bytes = 0;
    for _ in 0..ROUNDS {
        let directory = tempfile::tempdir()?;
        copy(&example, directory.path())?;
        let settings = directory.path().join("standto.toml");
        let text = std::fs::read_to_string(&settings)?;
        std::fs::write(&settings, format!("{text}\n[web]\nlisten = \"127.0.0.1:0\"\n"))?;
        for times in [&mut first, &mut again] {
            let stopwatch = Stopwatch::start();
            let mut serve = start(directory.path())?;
            let answered = ask(&mut serve).map(|()| stopwatch.elapsed());
            let idle = async {
                times.push(answered?);
                tokio::time::sleep(IDLE).await;
                let process = serve.id().to_string();
                resident.push(memory(&process, "VmRSS")?);
                most.push(memory(&process, "VmHWM")?);
                Ok::<(), Failure>(())
            };
            let measured = idle.await;
            stop(&mut serve)?;
            measured?;
        }
        bytes = std::fs::metadata(directory.path().join("standto.db"))?.len();
    }
    let mut out = std::io::stdout().lock();
    writeln!(out, "serve: the example workspace, from the start of the process to 200 from /healthz")?;
    writeln!(out, "  new database      {}", spread(first))?;
    writeln!(out, "  existing database {}", spread(again))?;
    writeln!(
        out,
        "  after 5 s idle    {} resident, {} at most, database {} KiB",
        mebibytes(median(resident)),
        mebibytes(median(most)),
        bytes / 1024
    )?;
    Ok(())
}

fn start(directory: &Path) -> std::io::Result<Child> {
    let program = env!("CARGO_BIN_EXE_standto");
    Command::new(program).arg("-C").arg(directory).args(["--lang", "en", "serve"]).stdout(Stdio::piped()).spawn()
}

/// Reads the address that `serve` prints, and asks it for its health.
fn ask(serve: &mut Child) -> Result<(), Failure> {
    let mut line = String::new();
    let stdout = serve.stdout.as_mut().ok_or("no standard output")?;
    BufReader::new(stdout).read_line(&mut line)?;
    let address = line.split(|c: char| c != '.' && c != ':' && !c.is_ascii_digit());
    let address = address.map(|word| word.trim_matches([':', '.'])).find(|word| word.starts_with("127.0.0.1:"));
    let mut stream = TcpStream::connect(address.ok_or_else(|| format!("no address in {line:?}"))?)?;
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    if answer.starts_with("HTTP/1.1 200") { Ok(()) } else { Err(answer.into()) }
}

/// SIGTERM, as an operator would.
fn stop(serve: &mut Child) -> Result<(), Failure> {
    let process = rustix::process::Pid::from_child(serve);
    rustix::process::kill_process(process, rustix::process::Signal::TERM)?;
    let status = serve.wait()?;
    if status.success() { Ok(()) } else { Err(format!("serve ended with {status}").into()) }
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
