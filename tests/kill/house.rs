//! The real program over a scratch workspace: `serve` as a child, commands beside it, and a sink for its mail.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::Duration;

use standto::actions::Sink;
use standto::clock::{Clock, Stopwatch};
use standto::model::{Attempt, Delivery, DeliveryPhase, Purpose, Reach};
use standto::store::{Open, Store};
use tempfile::TempDir;

use super::common::{self, People};
use super::flood::{EXERCISE, Flood};

/// A workspace with people and an exercise.
pub(crate) struct House {
    place: TempDir,
    pub(crate) people: People,
    pub(crate) sink: Sink,
}

impl House {
    pub(crate) async fn new(flood: &Flood, connections: u32) -> House {
        let place = common::scratch();
        let sink = Sink::start().await.expect("the sink starts");
        common::workspace(place.path(), &[common::to_sink(sink.port(), connections)]);
        flood.write(place.path());
        let people = People::added(place.path(), Clock::Wall.now()).await;
        House { place, people, sink }
    }

    pub(crate) fn directory(&self) -> &Path {
        self.place.path()
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.directory().join(standto::app::DATABASE)
    }

    fn program(&self) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_standto"));
        program.arg("-C").arg(self.directory()).args(["--lang", "en"]).env_remove("RUST_LOG");
        program
    }

    /// Gives a command as one of the people.
    pub(crate) fn command(&self, who: &str, arguments: &[&str]) -> Output {
        self.program().args(arguments).env("STANDTO_TOKEN", self.people.token(who)).output().expect("the program runs")
    }

    /// Gives a command that must be carried out.
    pub(crate) fn must(&self, who: &str, arguments: &[&str]) {
        let output = self.command(who, arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// Starts the exercise, live, at sixty times wall speed.
    pub(crate) fn start(&self) {
        self.must("lead", &["exercise", "start", EXERCISE, "--live", "--speed", "60"]);
        self.must("chief", &["exercise", "approve", EXERCISE]);
    }

    /// Starts `serve`, and returns when it says that it serves.
    pub(crate) fn serve(&self) -> Serve {
        let mut serve = self.spawn();
        serve.wait_until_ready();
        serve
    }

    /// Starts `serve` and does not wait.
    pub(crate) fn spawn(&self) -> Serve {
        let child = self.program().arg("serve").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        Serve { child: child.expect("serve starts") }
    }

    pub(crate) fn store(&self) -> Store {
        Store::open(&self.database(), Open::READ).expect("the database opens")
    }

    /// Every delivery with its attempts.
    pub(crate) async fn deliveries(&self) -> Vec<(Delivery, Vec<Attempt>)> {
        let store = self.store();
        let mut all = Vec::new();
        for delivery in store.deliveries_of(1, Reach::All).await.expect("deliveries") {
            let attempts = store.attempts(&delivery.key, Reach::All).await.expect("attempts");
            all.push((delivery, attempts));
        }
        all
    }

    /// How many deliveries there are in each phase.
    pub(crate) async fn phases(&self) -> BTreeMap<&'static str, usize> {
        let all = self.store().deliveries_of(1, Reach::All).await.expect("deliveries");
        all.iter().fold(BTreeMap::new(), |mut phases, delivery| {
            *phases.entry(delivery.phase.as_str()).or_default() += 1;
            phases
        })
    }

    /// Attempts whose end is not recorded.
    pub(crate) async fn open_attempts(&self) -> usize {
        self.store().open_attempts(Reach::All).await.expect("attempts").len()
    }

    /// How often each message came, by its key.
    pub(crate) fn came(&self) -> BTreeMap<String, usize> {
        self.sink.received().iter().fold(BTreeMap::new(), |mut counts, mail| {
            let id = mail.header("Message-ID").expect("every message has an id");
            let key = id.trim_start_matches('<').split('@').next().unwrap_or_default().to_owned();
            *counts.entry(key).or_default() += 1;
            counts
        })
    }

    /// Waits until as many messages of the script are recorded, and none is on its way.
    pub(crate) async fn settled(&self, messages: usize) {
        self.eventually("every message is settled", async || {
            let (originals, corrections, open) = self.counts().await;
            (originals, corrections, open) == (messages, 0, 0)
        })
        .await;
    }

    /// Waits until an aborted exercise has nothing on its way.
    pub(crate) async fn settled_after_stop(&self) {
        self.eventually("every correction is settled", async || {
            let (_, corrections, open) = self.counts().await;
            corrections > 0 && open == 0
        })
        .await;
    }

    /// Originals, corrections, and how many of both are not settled.
    async fn counts(&self) -> (usize, usize, usize) {
        let all = self.store().deliveries_of(1, Reach::All).await.expect("deliveries");
        let corrections = all.iter().filter(|delivery| delivery.purpose == Purpose::Correction).count();
        let is_open = |phase| matches!(phase, DeliveryPhase::Due | DeliveryPhase::Claimed | DeliveryPhase::Retry);
        let open = all.iter().filter(|delivery| is_open(delivery.phase)).count();
        (all.len() - corrections, corrections, open)
    }

    /// Waits until something holds, at most a minute.
    pub(crate) async fn eventually(&self, what: &str, holds: impl AsyncFn() -> bool) {
        let watch = Stopwatch::start();
        while !holds().await {
            assert!(watch.elapsed() < Duration::from_mins(1), "{what}: {:?}", self.phases().await);
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

/// A running `serve`, killed when it is dropped.
pub(crate) struct Serve {
    child: Child,
}

impl Serve {
    fn wait_until_ready(&mut self) {
        let output = self.child.stdout.as_mut().expect("its output is ours");
        let mut line = String::new();
        // Byte by byte, so that nothing of what follows is taken.
        BufReader::with_capacity(1, output).read_line(&mut line).expect("serve says something");
        if !line.starts_with("serving") {
            let mut why = String::new();
            let _ = self.child.stderr.as_mut().expect("its complaints are ours").read_to_string(&mut why);
            panic!("serve said {line:?} and {why}");
        }
    }

    /// SIGKILL.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("it ends");
    }

    /// SIGTERM; how it ended, and after how long.
    pub(crate) async fn terminate(mut self) -> (ExitStatus, Duration) {
        let watch = Stopwatch::start();
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).expect("it takes a signal");
        loop {
            if let Some(status) = self.child.try_wait().expect("its state is known") {
                return (status, watch.elapsed());
            }
            assert!(watch.elapsed() < Duration::from_secs(30), "it does not stop");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

impl Drop for Serve {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
