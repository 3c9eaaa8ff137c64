//! What every command starts from: the workspace, the language, the instant, the token; and how a change is sent.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use super::args::{Common, Format};
use super::exit::{Exit, Failure};
use crate::app::{Adoption, App, Outcome, Reply, Setup, ask};
use crate::clock::{Clock, Stopwatch};
use crate::engine::fresh_token;
use crate::input;
use crate::model::{Answer, Command, CommandBody, CommandId, Lang, Note, Proof, StoreError, Workspace};
use crate::store::{Open, WorkspaceLock};
use crate::text;
use crate::time::{LocalDateTime, Timestamp, Zone};

/// How long a command waits for its turn.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long between two tries.
const PAUSE: Duration = Duration::from_millis(40);

pub(crate) struct Context {
    pub(crate) directory: PathBuf,
    pub(crate) lang: Lang,
    pub(crate) format: Format,
    token: Option<String>,
    now: Option<Timestamp>,
}

/// The language that whoever types asks for: `--lang`, `STANDTO_LANG`, `LANG` and its kin.
pub(crate) fn language_asked_for() -> Option<Lang> {
    let arguments: Vec<String> = std::env::args().collect();
    let after = arguments.iter().position(|argument| argument == "--lang").and_then(|at| arguments.get(at + 1));
    let inline = arguments.iter().find_map(|argument| argument.strip_prefix("--lang="));
    let variable = |name: &str| std::env::var_os(name).and_then(|value| Lang::from_tag(&value.to_string_lossy()));
    after
        .map(String::as_str)
        .or(inline)
        .and_then(Lang::from_tag)
        .or_else(|| ["STANDTO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(variable))
}

impl Context {
    pub(crate) fn new(common: &Common, lang: Lang) -> Result<Self, Failure> {
        let now = match &common.now {
            None => None,
            Some(text) => {
                let context = Self::bare(common, lang);
                Some(context.instant(text)?)
            }
        };
        if let Some(tag) = common.lang.as_ref().filter(|tag| Lang::from_tag(tag).is_none()) {
            return Err(Failure::Said(Exit::Faults, text::cli::bad_language(tag, lang)));
        }
        Ok(Self { now, ..Self::bare(common, lang) })
    }

    /// Speaks the workspace's language, if it has one that can be read.
    pub(crate) fn in_its_language(mut self) -> Self {
        if let Ok((workspace, _)) = self.files() {
            self.lang = workspace.settings.lang;
        }
        self
    }

    fn bare(common: &Common, lang: Lang) -> Self {
        Self { directory: common.workspace.clone(), lang, format: common.format, token: common.token.clone(), now: None }
    }

    /// The same way of speaking, in another workspace at another instant.
    pub(crate) fn at(&self, directory: PathBuf, now: Timestamp) -> Self {
        Self { directory, lang: self.lang, format: self.format, token: None, now: Some(now) }
    }

    pub(crate) fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// The name of a format that only `plan` has.
    pub(crate) fn plan_only_format(&self) -> Option<&'static str> {
        match self.format {
            Format::Human | Format::Json => None,
            Format::Svg => Some("svg"),
            Format::Ics => Some("ics"),
        }
    }

    /// The instant that reading commands take for now.
    pub(crate) fn now(&self) -> Timestamp {
        self.now.unwrap_or_else(|| Clock::Wall.now())
    }

    /// The workspace as its files are now.
    pub(crate) fn files(&self) -> Result<(Workspace, Vec<Note>), Failure> {
        let files = input::read(&self.directory).map_err(Failure::Faults)?;
        let checked = input::check(&files);
        match checked.workspace {
            Some(workspace) => Ok((workspace, checked.notes)),
            None => Err(Failure::Faults(checked.faults)),
        }
    }

    /// The app for reading only: beside a running `serve`, or without one. Says so when the files are not what is in force.
    pub(crate) async fn reading(&self) -> Result<App, Failure> {
        let clock = self.now.map_or(Clock::Wall, Clock::manual);
        let app = App::open(&self.directory, Setup { clock, open: Open::READ, ..Setup::live() }).await?;
        self.tell(&app.adoption);
        Ok(app)
    }

    /// A line when what is in force is not what the files say.
    fn tell(&self, adoption: &Adoption) {
        let line = match adoption {
            Adoption::InForce { .. } | Adoption::Accepted { .. } => return,
            Adoption::Newer => text::cli::files_newer(self.lang),
            Adoption::Waiting { windows } => text::cli::accept_waits(windows, &self.zone(), self.lang),
            Adoption::Faulty { faults } => text::cli::files_faulty(faults.len(), self.lang),
        };
        super::output::complain(&line);
    }

    /// Refuses to work where there is neither a workspace nor a database, before anything is made there.
    pub(crate) fn be_somewhere(&self) -> Result<(), Failure> {
        let is_somewhere = ["standto.toml", crate::app::DATABASE].iter().any(|name| self.directory.join(name).exists());
        if is_somewhere { Ok(()) } else { Err(Failure::Faults(input::read(&self.directory).err().unwrap_or_default())) }
    }

    /// The app, if a database is there at all.
    pub(crate) async fn reading_if_any(&self) -> Result<Option<App>, Failure> {
        if self.directory.join(crate::app::DATABASE).exists() { self.reading().await.map(Some) } else { Ok(None) }
    }

    /// Sends a change: to the running `serve` if there is one, else carries it out here under the lock. While another command
    /// has the lock, or `serve` only starts, it waits for its turn; an abort never waits.
    pub(crate) async fn send(&self, body: CommandBody) -> Result<Answer, Failure> {
        if self.now.is_some() {
            return Err(Failure::Said(Exit::Faults, text::cli::now_is_for_reading(self.lang)));
        }
        self.be_somewhere()?;
        let id = fresh_token().map_err(|error| Failure::said(text::cli::failed(&error.to_string(), self.lang)))?;
        let proof = match &self.token {
            Some(token) => Proof::Token { token: token.clone() },
            None => Proof::None,
        };
        let patience = if matches!(body, CommandBody::AbortExercise { .. }) { Duration::ZERO } else { PATIENCE };
        let command = Command { id: CommandId::new(id), proof, body };
        let watch = Stopwatch::start();
        loop {
            match self.hand_over(&command).await {
                Ok(done) => return done,
                Err(silence) if silence.is_for_now() && watch.elapsed() < patience => tokio::time::sleep(PAUSE).await,
                Err(silence) => return Err(self.unreachable(&silence)),
            }
        }
    }

    async fn hand_over(&self, command: &Command) -> Result<Result<Answer, Failure>, Silence> {
        match WorkspaceLock::take(&self.directory) {
            Ok(lock) => {
                let done = self.carry_out(command.clone()).await;
                drop(lock);
                Ok(done)
            }
            Err(StoreError::Locked { pid }) => match ask(&self.directory, command).await {
                Ok(Reply::Answer(answer)) => Ok(Ok(answer)),
                Ok(Reply::Refusal(refusal)) => Ok(Err(Failure::Refused(refusal))),
                Ok(Reply::Failed(why) | Reply::NotACommand(why)) => {
                    Ok(Err(Failure::said(text::cli::engine_failed(&why, self.lang))))
                }
                Err(error) => Err(Silence { pid, error }),
            },
            Err(error) => Ok(Err(error.into())),
        }
    }

    /// Carries a command out here; whoever calls holds the lock.
    async fn carry_out(&self, command: Command) -> Result<Answer, Failure> {
        let is_about_files = command.body == CommandBody::AcceptPlan;
        let app = App::open(&self.directory, Setup::live()).await?;
        let outcome = app.execute(command).await?;
        if !is_about_files {
            self.tell(&app.adoption);
        }
        match outcome {
            Outcome::Answer(answer) => Ok(answer),
            Outcome::Refusal(refusal) => Err(Failure::Refused(refusal)),
        }
    }

    /// Sends, prints the answer in words or as JSON.
    pub(crate) async fn act(&self, body: CommandBody) -> Result<Exit, Failure> {
        let answer = self.send(body).await?;
        self.show(&answer);
        Ok(Exit::Fine)
    }

    pub(crate) fn show(&self, answer: &Answer) {
        if self.is_json() {
            super::output::json(&serde_json::to_value(answer).unwrap_or_default());
        } else {
            super::output::print(&text::answers::answer(answer, self.lang, &self.zone()));
        }
    }

    /// The workspace's zone for showing times; UTC while its files cannot be read.
    pub(crate) fn zone(&self) -> Zone {
        self.files().map_or_else(|_| Zone::utc(), |(workspace, _)| workspace.settings.zone)
    }

    /// A time as people type it: RFC 3339, or local in the workspace's zone.
    pub(crate) fn instant(&self, text: &str) -> Result<Timestamp, Failure> {
        Timestamp::parse(text)
            .or_else(|| LocalDateTime::parse(text).map(|local| self.zone().resolve(local)))
            .ok_or_else(|| Failure::Said(Exit::Faults, text::cli::bad_instant(text, self.lang)))
    }

    fn unreachable(&self, silence: &Silence) -> Failure {
        Failure::said(text::cli::serve_silent(silence.pid, &silence.error.to_string(), self.lang))
    }
}

/// Somebody holds the lock, but nobody answers on the socket.
struct Silence {
    pid: Option<u32>,
    error: io::Error,
}

impl Silence {
    /// There is no socket, or nobody listens on it: whoever holds the lock is a command, or a `serve` that starts or stops.
    fn is_for_now(&self) -> bool {
        matches!(self.error.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused)
    }
}
