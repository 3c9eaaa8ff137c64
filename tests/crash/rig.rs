//! Plays the script on the manual clock, from the beginning or from where a crash left it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use standto::actions::Sink;
use standto::app::{App, Outcome, Setup};
use standto::clock::Clock;
use standto::engine::{Duty, Engine, EngineError, Hands};
use standto::model::{
    Cause, Channel, Command, CommandBody, CommandId, Entry, LedgerEntry, PlannedWindow, PostureState, Proof, Reach, RunState,
    StoreError,
};
use standto::report;
use standto::store::{self, Open, Trip};
use standto::time::Timestamp;

use super::common::{self, People};
use super::script::{Act, Reply, Which, at, script};

/// The runs of the exercise in the script.
pub(crate) const RUNS: [i64; 2] = [1, 2];

/// The target, in the workspace.
pub(crate) const TARGET: &str = "controls/gate.toml";

/// What is looked at before each act of the script.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Look {
    pub(crate) at: Timestamp,
    pub(crate) target: String,
    /// Target, phase, settings, end.
    pub(crate) ledger: Vec<String>,
    pub(crate) tasks: String,
    pub(crate) runs: Vec<RunState>,
}

/// What the world beside the database holds: what the engine acts on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Outside {
    /// How many messages came.
    messages: usize,
    target: Vec<u8>,
}

/// What a whole run, crashed or not, came to.
pub(crate) struct Played {
    /// At the crash.
    pub(crate) outside: Option<Outside>,
    pub(crate) writes: usize,
    pub(crate) looks: BTreeMap<usize, Look>,
    /// One for each run of the exercise.
    pub(crate) reports: Vec<serde_json::Value>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) posture: PostureState,
    pub(crate) target: Vec<u8>,
    /// `Message-ID`s of everything that the sink got, in the order of arrival.
    pub(crate) messages: Vec<String>,
}

/// Where the script is.
struct Progress {
    next: usize,
    now: Timestamp,
    looks: BTreeMap<usize, Look>,
}

/// A prepared workspace and the sink that its mail goes to.
pub(crate) struct Stage<'a> {
    pub(crate) prepared: &'a Path,
    pub(crate) people: &'a People,
    pub(crate) sink: &'a Sink,
}

impl Stage<'_> {
    /// Plays everything in a copy of the workspace, with one crash if `trip` says so.
    pub(crate) async fn play(&self, trip: Option<Trip>) -> Played {
        Box::pin(self.play_all(trip)).await
    }

    async fn play_all(&self, trip: Option<Trip>) -> Played {
        let place = common::scratch();
        let directory = place.path();
        common::copy(self.prepared, directory);
        let mail_before = self.sink.count();
        let mut progress = Progress { next: 0, now: at("08:00"), looks: BTreeMap::new() };
        let mut outside = None;
        if let Some(trip) = trip {
            match self.go_on(directory, Some(trip), &mut progress).await {
                Err(EngineError::Store(StoreError::Tripped)) => {}
                Err(error) => panic!("stopped by something else: {error:?}"),
                Ok(_) => panic!("never tripped"),
            }
            let target = std::fs::read(directory.join(TARGET)).expect("the target is there");
            outside = Some(Outside { messages: self.sink.count() - mail_before, target });
        }
        let writes = self.go_on(directory, None, &mut progress).await.expect("nothing stops it");
        Played { outside, ..self.end(directory, progress, writes, mail_before).await }
    }

    /// Opens the workspace as `serve` does, and plays what is left of the script. The number of writes.
    async fn go_on(&self, directory: &Path, trip: Option<Trip>, progress: &mut Progress) -> Result<usize, EngineError> {
        let open = Open { trip, ..Open::WRITE };
        let setup = Setup { clock: Clock::manual(progress.now), open, links: Some(common::links()), database: None };
        let app = App::open(directory, setup).await.expect("the workspace opens");
        let engine = Engine::new(Arc::clone(&app.world), Hands::new(directory.to_owned(), None), Duty::Everything);
        let done = self.perform(&app, &engine, progress).await;
        progress.now = app.world.now();
        done.map(|()| usize::try_from(app.world.store.writes()).expect("a count"))
    }

    async fn perform(&self, app: &App, engine: &Engine, progress: &mut Progress) -> Result<(), EngineError> {
        app.heed_endex().await?;
        engine.recover().await?;
        let script = script();
        while let Some((at, act)) = script.get(progress.next) {
            engine.run_until(*at).await?;
            // What was seen before a command that a crash cut off is what counts.
            if !progress.looks.contains_key(&progress.next) {
                progress.looks.insert(progress.next, look(app).await?);
            }
            self.act(app, progress.next, act).await?;
            progress.next += 1;
        }
        Ok(())
    }

    async fn act(&self, app: &App, number: usize, act: &Act) -> Result<(), EngineError> {
        let (proof, body) = match act {
            Act::Look => return Ok(()),
            Act::By(who, body) => (Proof::Token { token: self.people.token(who) }, body.clone()),
            Act::OnWindow(who, level, command) => {
                let window = window(app, &Which::Level(*level)).await?.window.id;
                (Proof::Token { token: self.people.token(who) }, command(window))
            }
            Act::Approve(who, which) => {
                let planned = window(app, which).await?;
                let (window, hash) = (planned.window.id, planned.hash);
                let body = CommandBody::ApproveWindow { window, hash, in_place_of: None, decision: None };
                (Proof::Token { token: self.people.token(who) }, body)
            }
            Act::Player(reply) => by_player(app, reply).await?,
        };
        let command = Command { id: CommandId::new(format!("act-{number}")), proof, body };
        match app.execute(command.clone()).await? {
            Outcome::Answer(_) => Ok(()),
            Outcome::Refusal(refusal) => panic!("{:?} is refused: {refusal:?}", command.body),
        }
    }

    async fn end(&self, directory: &Path, progress: Progress, writes: usize, mail_before: usize) -> Played {
        let database = directory.join(standto::app::DATABASE);
        store::verify(&database).expect("the journal agrees with itself");
        let store = store::Store::open(&database, Open::READ).expect("the database opens");
        let head = store.head().await.expect("a head");
        let entries = store.entries(0, 100_000, None, Reach::All).await.expect("entries");
        let mut reports = Vec::new();
        for run in RUNS {
            let of_run = store.entries(0, 100_000, Some(run), Reach::All).await.expect("entries");
            let aar = report::aar(&of_run, run, head.clone(), at("17:00")).expect("a report");
            reports.push(report::json(&aar));
        }
        let id = |mail: &standto::actions::Received| mail.header("Message-ID").expect("every message has an id");
        let messages = self.sink.received().iter().skip(mail_before).map(id).collect();
        let target = std::fs::read(directory.join(TARGET)).expect("the target is there");
        let posture = Arc::unwrap_or_clone(store.posture().await.expect("the posture's rows"));
        Played { outside: None, writes, looks: progress.looks, reports, entries, posture, target, messages }
    }
}

async fn look(app: &App) -> Result<Look, EngineError> {
    let world = &app.world;
    let posture = world.store.posture().await?;
    let shown =
        |entry: &LedgerEntry| format!("{} {} until {}: {:?}", entry.target, entry.phase, entry.expires_at, entry.settings);
    let mut runs = Vec::new();
    for run in RUNS {
        runs.extend(world.store.run_state(run, Reach::All).await?);
    }
    Ok(Look {
        at: world.now(),
        target: std::fs::read_to_string(world.directory.join(TARGET)).expect("the target is there"),
        ledger: posture.ledger.iter().map(shown).collect(),
        tasks: format!("{:?}", posture.tasks),
        runs,
    })
}

/// A window of the plan in force.
async fn window(app: &App, which: &Which) -> Result<PlannedWindow, EngineError> {
    let state = app.world.store.posture().await?;
    let plan = app.world.plan(state.past(), app.world.now());
    let found = plan.windows.iter().find(|planned| match which {
        Which::Id(id) => planned.window.id.as_str() == *id,
        Which::Level(level) => planned.window.level == *level && matches!(planned.window.cause, Cause::Occurrence { .. }),
    });
    Ok(found.expect("the plan has this window").clone())
}

async fn by_player(app: &App, reply: &Reply) -> Result<(Proof, CommandBody), EngineError> {
    let Reply { run, inject, who: (organisation, player), text } = *reply;
    let deliveries = app.world.store.deliveries_of(run, Reach::All).await?;
    let found = deliveries.iter().find(|delivery| {
        delivery.inject.as_ref().is_some_and(|id| id.as_str() == inject)
            && (delivery.organisation.as_str(), delivery.player.as_str()) == (organisation, player)
            && delivery.channel == Channel::Mail
    });
    let delivery = found.unwrap_or_else(|| panic!("{organisation}/{player} has no {inject} of run {run}"));
    let token = app.world.links.token(run, &organisation.into(), &player.into());
    let key = delivery.key.clone();
    let body = match text {
        None => CommandBody::Acknowledge { key },
        Some(text) => CommandBody::Answer { key, text: text.to_owned() },
    };
    Ok((Proof::Link { token }, body))
}
