//! A running `standto serve`, and waiting for what it does.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use standto::clock::Stopwatch;

use crate::sandbox::Sandbox;

/// How long anything that must happen may take on a slow machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// Waits until `is_so`, looking often; fails with `what` when it never is.
#[track_caller]
pub(crate) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let watch = Stopwatch::start();
    while !is_so() {
        assert!(watch.elapsed() < PATIENCE, "it never came to this: {what}");
        pause(Duration::from_millis(30));
    }
}

#[expect(clippy::disallowed_methods, reason = "another process is waited for, on the wall clock")]
pub(crate) fn pause(length: Duration) {
    std::thread::sleep(length);
}

/// A `serve` of a workspace; killed when dropped.
pub(crate) struct Serving {
    child: Child,
    lines: Receiver<String>,
    first: String,
}

impl Serving {
    /// Starts it and waits until it says that it serves.
    pub(crate) fn start(sandbox: &Sandbox) -> Self {
        let log = std::fs::File::create(sandbox.path("serve.log")).expect("the log can be made");
        let mut command = sandbox.command(&["serve"]);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn().expect("serve starts");
        let out = child.stdout.take().expect("its output is piped");
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        let first = lines.recv_timeout(PATIENCE);
        let first = first.unwrap_or_else(|_| panic!("serve says nothing; its log: {}", sandbox.read("serve.log")));
        Self { child, lines, first }
    }

    /// The line it began with.
    pub(crate) fn first_line(&self) -> &str {
        &self.first
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The address of its pages, as the first line says it.
    pub(crate) fn address(&self) -> String {
        let (_, rest) = self.first.split_once("http://").expect("the first line names the address");
        rest.split(|c: char| c == ';' || c.is_whitespace()).next().unwrap_or_default().to_owned()
    }

    /// Asks it to stop and waits; answers its exit status and what it still said.
    pub(crate) fn stop(mut self) -> (ExitStatus, String) {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, Signal::TERM).expect("it can be signalled");
        let watch = Stopwatch::start();
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("it can be waited for") {
                break status;
            }
            assert!(watch.elapsed() < PATIENCE, "serve does not stop");
            pause(Duration::from_millis(20));
        };
        (status, self.lines.iter().collect::<Vec<_>>().join("\n"))
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Gone already after `stop`.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
