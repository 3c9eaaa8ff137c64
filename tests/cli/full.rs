//! No room: a limit on file sizes, and a database that may not grow. Clear words, nothing half done, and on it goes afterwards.

use std::fs;
use std::process::Command;

use standto::app::{App, Outcome, Setup};
use standto::clock::Clock;
use standto::engine::{Duty, Engine, EngineError, Hands};
use standto::model::{
    Answer, Command as Order, CommandBody, CommandId, DeliveryPhase, Lang, Level, Mode, Proof, Reach, Role, RunState,
    StoreError,
};
use standto::store::Open;
use standto::text;
use standto::time::Timestamp;

use crate::sandbox::{PROGRAM, Run, Sandbox};

/// Runs a command that may write no file longer than `blocks` of 512 bytes.
fn limited(sandbox: &Sandbox, token: &str, lang: &str, blocks: u32, arguments: &[&str]) -> Run {
    let like = sandbox.command(arguments);
    let mut command = Command::new("sh");
    // Bash counts in kilobytes unless it is told to be POSIX.
    command.env("POSIXLY_CORRECT", "1").current_dir(sandbox.root());
    command.args(["-c", &format!("ulimit -f {blocks}; exec \"$0\" \"$@\""), PROGRAM]).args(arguments);
    for (name, value) in like.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.env("LANG", lang).env("STANDTO_TOKEN", token);
    Run::of(command, arguments)
}

#[test]
fn a_limit_on_file_sizes_is_told_as_a_lack_of_room_and_nothing_is_written() {
    let sandbox = Sandbox::small();
    let olga = sandbox.operator();
    sandbox.run(&["journal", "verify"]).exits(0).says("2 entries");
    let long = "x".repeat(100_000);
    let order = ["posture", "order", "--level", "watch", "--until", "2099-01-01T00:00", "--reason", &long];
    // So small that not even the file for shared memory can be made; then large enough to open and too small to write.
    for blocks in [8, 128] {
        limited(&sandbox, &olga, "en_GB.UTF-8", blocks, &order).exits(1).complains("no room left").complains("raise the limit");
        limited(&sandbox, &olga, "ja_JP.UTF-8", blocks, &order).exits(1).complains("空き").complains("上限");
        sandbox.run(&["journal", "verify"]).exits(0).says("2 entries");
    }
    limited(&sandbox, &olga, "en_GB.UTF-8", 128, &["backup", "copy.db"]).exits(1).complains("no room left");
    limited(&sandbox, &olga, "en_GB.UTF-8", 128, &["exercise", "rehearse", "spring"]).exits(1).complains("no room left");
    assert!(!sandbox.files().iter().any(|file| file.starts_with("copy.db")));
    sandbox.by(&olga, &order).exits(0).says("Order o-1");
    sandbox.run(&["exercise", "rehearse", "spring"]).exits(0);
    sandbox.run(&["journal", "verify"]).exits(0).says("3 entries");
}

#[test]
fn a_first_database_that_cannot_be_made_is_made_the_next_time() {
    let sandbox = Sandbox::small();
    let add = ["principal", "add", "olga", "--role", "operator"];
    for blocks in [8, 128] {
        limited(&sandbox, "", "en_GB.UTF-8", blocks, &add).exits(1).complains("no room left");
    }
    sandbox.run(&add).exits(0).says("STANDTO_TOKEN");
    sandbox.run(&["journal", "verify"]).exits(0).says("2 entries");
}

/// A clock and a database in which the exercise was just started by two people.
struct Table {
    sandbox: Sandbox,
    clock: Timestamp,
    token: String,
}

impl Table {
    async fn laid() -> Self {
        let clock = Timestamp::parse("2027-01-11T09:00:00+09:00").expect("an instant");
        let mut table = Self { sandbox: Sandbox::small(), clock, token: String::new() };
        let app = table.app(None).await;
        let add = |id: &str| CommandBody::AddPrincipal {
            id: id.into(),
            name: id.to_owned(),
            roles: vec![Role::Operator, Role::Director],
            days: 100,
        };
        table.token = token_of(give(&app, Proof::None, add("olga")).await.expect("the store works"));
        let second = token_of(give(&app, table.proof(), add("dan")).await.expect("the store works"));
        let start = CommandBody::StartExercise { exercise: "spring".into(), mode: Mode::Live, rate: 1000 };
        give(&app, table.proof(), start).await.expect("the store works");
        let approve = CommandBody::ApproveExercise { exercise: "spring".into() };
        give(&app, Proof::Token { token: second }, approve).await.expect("the store works");
        table
    }

    fn proof(&self) -> Proof {
        Proof::Token { token: self.token.clone() }
    }

    async fn app(&self, max_pages: Option<u32>) -> App {
        let open = Open { max_pages, ..Open::WRITE };
        let setup = Setup { clock: Clock::manual(self.clock), open, ..Setup::live() };
        App::open(self.sandbox.root(), setup).await.expect("the workspace opens")
    }

    /// As many pages as the database has.
    fn pages(&self) -> u32 {
        let bytes = fs::metadata(self.sandbox.path("standto.db")).expect("the database is there").len();
        u32::try_from(bytes / 4096).expect("it is small")
    }

    fn engine(&self, app: &App) -> Engine {
        Engine::new(app.world.clone(), Hands::new(self.sandbox.root().to_owned(), None), Duty::Exercises)
    }

    fn mails(&self) -> usize {
        self.sandbox.files().iter().filter(|file| file.starts_with("outbox/")).count()
    }
}

async fn give(app: &App, proof: Proof, body: CommandBody) -> Result<Outcome, EngineError> {
    let id = standto::engine::fresh_token().expect("there is randomness");
    app.execute(Order { id: CommandId::new(id), proof, body }).await
}

fn token_of(outcome: Outcome) -> String {
    let Outcome::Answer(Answer::Token { token, .. }) = outcome else { panic!("{outcome:?}") };
    token
}

async fn run_state(app: &App) -> RunState {
    app.world.store.run_state(1, Reach::All).await.expect("the store works").expect("the run is there")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_database_sends_nothing_and_goes_on_once_there_is_room() {
    let table = Table::laid().await;
    let app = table.app(Some(table.pages())).await;
    let before = run_state(&app).await;
    let order = |level| CommandBody::OrderPosture {
        level,
        group: None,
        from: None,
        until: table.clock.plus_ms(3_600_000),
        reason: "x".repeat(200_000),
    };
    let refused = give(&app, table.proof(), order(Level::Watch)).await;
    let Err(EngineError::Store(error @ StoreError::Full)) = refused else { panic!("{refused:?}") };
    assert!(text::store::store_error(&error, Lang::En).contains("no room left"));
    assert!(text::store::store_error(&error, Lang::Ja).contains("空き"));
    let engine = table.engine(&app);
    for _ in 0..3 {
        let ticked = engine.tick().await;
        assert!(matches!(ticked, Err(EngineError::Store(StoreError::Full))), "{ticked:?}");
    }
    assert_eq!(table.mails(), 0);
    let after = run_state(&app).await;
    assert_eq!(after.deliveries.len(), before.deliveries.len());
    assert!(after.deliveries.iter().all(|delivery| delivery.phase == DeliveryPhase::Due), "{:?}", after.deliveries);
    assert_eq!(app.world.store.posture().await.expect("the store works").orders, []);
    drop((engine, app));
    table.sandbox.run(&["journal", "verify"]).exits(0);

    let app = table.app(None).await;
    give(&app, table.proof(), order(Level::Watch)).await.expect("there is room");
    table.engine(&app).tick().await.expect("there is room");
    assert_eq!(table.mails(), 1);
    let sent = run_state(&app).await.deliveries;
    assert!(sent.iter().all(|delivery| delivery.phase == DeliveryPhase::Sent && delivery.attempts == 1), "{sent:?}");
    drop(app);
    table.sandbox.run(&["journal", "verify"]).exits(0);
}
