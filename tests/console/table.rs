//! A live exercise on a manual clock, served on loopback, and a browser that shows its bytes.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use standto::app::{App, Outcome, Setup};
use standto::clock::Clock;
use standto::console;
use standto::engine::{Duty, Engine, Hands, LinkKey};
use standto::model::{
    Answer, Command, CommandBody, CommandId, Delivery, Mode, Proof, Reach, Response, Role, RunState, WALL_SPEED,
};
use standto::time::{HOUR_MS, Timestamp};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

pub(crate) const SETTINGS: &str = include_str!("../fixtures/console/standto.toml");

pub(crate) struct Table {
    pub(crate) directory: TempDir,
    pub(crate) app: Arc<App>,
    pub(crate) address: SocketAddr,
    engine: Engine,
    director: String,
}

impl Table {
    /// Two hours into the exercise.
    pub(crate) async fn laid() -> Self {
        Box::pin(Self::laid_with(SETTINGS)).await
    }

    pub(crate) async fn laid_with(settings: &str) -> Self {
        let directory = tempfile::tempdir().expect("there is room");
        write(directory.path(), "standto.toml", settings);
        write(directory.path(), "scenarios/dwell.toml", include_str!("../fixtures/console/scenario.toml"));
        write(directory.path(), "exercises/spring.toml", include_str!("../fixtures/console/exercise.toml"));
        let start = Timestamp::parse("2026-10-16T09:00:00+09:00").expect("it is RFC 3339");
        let setup = Setup { clock: Clock::manual(start), links: Some(LinkKey::seeded("table")), ..Setup::live() };
        let app = Arc::new(App::open(directory.path(), setup).await.expect("the fixture is clean"));
        let engine = Engine::new(Arc::clone(&app.world), Hands::new(directory.path().to_owned(), None), Duty::Exercises);
        let bound = console::bind(Arc::clone(&app), "127.0.0.1:0").await.expect("loopback has a port");
        let address = bound.address().expect("it listens");
        tokio::spawn(bound.serve(std::future::pending()));
        let mut table = Self { directory, app, address, engine, director: String::new() };
        table.start().await;
        table.wait(2).await;
        table
    }

    async fn start(&mut self) {
        self.director = self.principal(Proof::None, "director", &[Role::Operator, Role::Director]).await;
        let ciso = self.principal(self.directing(), "ciso", &[Role::Approver, Role::Director]).await;
        let exercise = || "spring".into();
        let start = CommandBody::StartExercise { exercise: exercise(), mode: Mode::Live, rate: WALL_SPEED };
        self.command(self.directing(), start).await;
        self.command(Proof::Token { token: ciso }, CommandBody::ApproveExercise { exercise: exercise() }).await;
    }

    async fn principal(&self, proof: Proof, id: &str, roles: &[Role]) -> String {
        let body = CommandBody::AddPrincipal { id: id.into(), name: id.to_owned(), roles: roles.to_vec(), days: 30 };
        let Answer::Token { token, .. } = self.command(proof, body).await else { panic!("a new principal gets a token") };
        token
    }

    pub(crate) fn directing(&self) -> Proof {
        Proof::Token { token: self.director.clone() }
    }

    pub(crate) async fn command(&self, proof: Proof, body: CommandBody) -> Answer {
        let id = CommandId::new(format!("{body:?}"));
        match self.app.execute(Command { id, proof, body }).await.expect("the store works") {
            Outcome::Answer(answer) => answer,
            Outcome::Refusal(refusal) => panic!("{refusal:?}"),
        }
    }

    /// The engine does what is due until this many hours after now.
    pub(crate) async fn wait(&self, hours: i64) {
        let until = self.app.world.now().plus_ms(hours * HOUR_MS);
        self.engine.run_until(until).await.expect("the store works");
    }

    pub(crate) fn token(&self, organisation: &str, player: &str) -> String {
        self.app.world.links.token(1, &organisation.into(), &player.into())
    }

    /// The message that this player got of this inject.
    pub(crate) async fn delivery(&self, player: &str, inject: &str) -> Delivery {
        let all = self.app.world.store.deliveries_of(1, Reach::All).await.expect("the store works");
        let found = all.into_iter().find(|one| one.player == player.into() && one.inject == Some(inject.into()));
        found.expect("it was delivered")
    }

    /// Addresses of a player's list and of the message of I-010.
    pub(crate) async fn paths(&self, organisation: &str, player: &str) -> (String, String) {
        let home = format!("/p/{}", self.token(organisation, player));
        let message = format!("{home}/{}", self.delivery(player, "I-010").await.key);
        (home, message)
    }

    pub(crate) async fn state(&self) -> RunState {
        self.app.world.store.run_state(1, Reach::All).await.expect("the store works").expect("the run is there")
    }

    pub(crate) async fn responses(&self) -> Vec<Response> {
        self.state().await.responses
    }

    pub(crate) fn writes(&self) -> u64 {
        self.app.world.store.writes()
    }

    pub(crate) async fn get(&self, path: &str) -> Page {
        self.ask("GET", path, "", "").await
    }

    pub(crate) async fn post(&self, path: &str, form: &str) -> Page {
        self.ask("POST", path, "content-type: application/x-www-form-urlencoded\r\n", form).await
    }

    /// One request, as bytes on a connection.
    pub(crate) async fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> Page {
        let length = body.len();
        let request = format!("{method} {path} HTTP/1.1\r\nhost: x\r\n{headers}content-length: {length}\r\n\r\n{body}");
        let mut stream = TcpStream::connect(self.address).await.expect("it listens");
        // A server that refuses early may stop reading before everything is written.
        let _ = stream.write_all(request.as_bytes()).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        Page::parse(&String::from_utf8(answer).expect("pages are UTF-8"))
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: u16,
    /// As `name: value` lines; names in lower case.
    pub(crate) headers: Vec<String>,
    pub(crate) body: String,
}

impl Page {
    fn parse(answer: &str) -> Self {
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok()).unwrap_or(0);
        Self { status, headers: lines.map(str::to_owned).collect(), body: body.to_owned() }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|line| line.split_once(": ").filter(|(key, _)| *key == name).map(|(_, value)| value))
    }

    pub(crate) fn has(&self, words: &str) -> bool {
        self.body.contains(words)
    }
}

/// A form's field, percent-encoded whole.
pub(crate) fn field(text: &str) -> String {
    let encoded: Vec<String> = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("text={}", encoded.concat())
}

fn write(directory: &Path, name: &str, text: &str) {
    let path = directory.join(name);
    std::fs::create_dir_all(path.parent().unwrap_or(directory)).expect("there is room");
    std::fs::write(path, text).expect("there is room");
}
