//! A workspace whose engine runs on a manual clock, and what can be done to it.

use std::fs;
use std::sync::Arc;

use standto::app::{Adoption, App, DATABASE, Outcome, Setup};
use standto::clock::Clock;
use standto::engine::{Duty, Engine, Hands};
use standto::model::{Answer, Becomes, Command, CommandBody, CommandId, Contest, Fact, Lang, Level, Proof, Reach};
use standto::text;
use standto::time::Timestamp;
use tempfile::TempDir;

use super::common::{self, People};

/// Before anything is applied.
pub(crate) const FIRST: &str = include_str!("../fixtures/crash/controls/gate.toml");

pub(crate) const WATCH: &str = "tide-talks/2027-03-01T10:00/talks/watch";
/// Live at ten, but nobody approved it.
pub(crate) const SURGE: &str = "tide-talks/2027-03-01T10:00/talks/surge";
pub(crate) const ORDER: &str = "order/o-1";
pub(crate) const ELEVATED: &str = "tide-talks/2027-03-01T10:00/talks/elevated";

fn at(time: &str) -> Timestamp {
    Timestamp::parse(&format!("2027-03-01T{time}+09:00")).expect("a time of day")
}

pub(crate) struct House {
    directory: TempDir,
    people: People,
    app: App,
    engine: Engine,
    commands: u32,
}

impl House {
    pub(crate) async fn at(time: &str) -> Self {
        let directory = common::scratch();
        common::workspace(directory.path(), &[]);
        let people = People::added(directory.path(), at("07:00:00")).await;
        let (app, engine) = open(&directory, at(&format!("{time}:00"))).await;
        House { directory, people, app, engine, commands: 0 }
    }

    /// The elevated window is approved, and the clock shows `time`.
    pub(crate) async fn surged(time: &str) -> Self {
        let mut house = House::at("08:00").await;
        house.approve(ELEVATED).await;
        house.run(time).await;
        assert!(house.target().contains("young_days = 14"), "{}", house.target());
        house
    }

    /// An order for elevated by the lead, from now until `until`, was approved by the chief and took effect at `time`.
    pub(crate) async fn ordered(time: &str, until: &str) -> Self {
        let mut house = House::at("05:00").await;
        let (level, until) = (Level::Elevated, at(&format!("{until}:00")));
        let order = CommandBody::OrderPosture { level, group: None, from: None, until, reason: "A warning".to_owned() };
        house.does("lead", order).await;
        house.approve(ORDER).await;
        house.run(time).await;
        assert!(house.target().contains("young_days = 14"), "{}", house.target());
        house
    }

    pub(crate) async fn restart(&mut self, time: &str) {
        // The lock goes with the old one.
        let other = common::scratch();
        common::workspace(other.path(), &[]);
        (self.app, self.engine) = open(&other, at("07:00:00")).await;
        (self.app, self.engine) = open(&self.directory, at(&format!("{time}:00"))).await;
    }

    pub(crate) async fn run(&self, time: &str) {
        self.run_to_second(&format!("{time}:00")).await;
    }

    pub(crate) async fn run_to_second(&self, time: &str) {
        Box::pin(self.engine.run_until(at(time))).await.expect("the store works");
    }

    pub(crate) fn target(&self) -> String {
        fs::read_to_string(self.directory.path().join("controls/gate.toml")).expect("the target is there")
    }

    pub(crate) fn edit(&self, file: &str, old: &str, new: &str) {
        let path = self.directory.path().join(file);
        let text = fs::read_to_string(&path).expect("a file of the fixture");
        assert!(text.contains(old), "{file} has no {old}");
        fs::write(path, text.replace(old, new)).expect("a file of the fixture");
    }

    pub(crate) fn append(&self, file: &str, more: &str) {
        let path = self.directory.path().join(file);
        let text = fs::read_to_string(&path).expect("a file of the fixture");
        fs::write(path, text + more).expect("a file of the fixture");
    }

    /// As `serve` does every few seconds.
    pub(crate) async fn read_files(&self) -> Adoption {
        Box::pin(self.app.refresh(None)).await.expect("the store works")
    }

    pub(crate) async fn accept(&mut self) -> Answer {
        self.does("chief", CommandBody::AcceptPlan).await
    }

    /// The chief approves a window as it is now.
    pub(crate) async fn approve(&mut self, window: &str) {
        let world = &self.app.world;
        let state = world.store.posture().await.expect("the posture");
        let plan = world.plan(state.past(), world.now());
        let hash = plan.window(&window.into()).unwrap_or_else(|| panic!("no {window}")).hash.clone();
        let body = CommandBody::ApproveWindow { window: window.into(), hash, in_place_of: None, decision: None };
        self.does("chief", body).await;
    }

    pub(crate) async fn does(&mut self, who: &str, body: CommandBody) -> Answer {
        match self.tries(who, body).await {
            Outcome::Answer(answer) => answer,
            Outcome::Refusal(refusal) => panic!("{refusal:?}"),
        }
    }

    pub(crate) async fn tries(&mut self, who: &str, body: CommandBody) -> Outcome {
        self.commands += 1;
        let id = CommandId::new(format!("c-{}", self.commands));
        let proof = Proof::Token { token: self.people.token(who) };
        Box::pin(self.app.execute(Command { id, proof, body })).await.expect("the store works")
    }

    pub(crate) async fn count(&self, is_it: impl Fn(&Fact) -> bool) -> usize {
        let entries = self.app.world.store.entries(0, 10_000, None, Reach::All).await.expect("entries");
        entries.iter().filter_map(|entry| entry.fact.as_ref()).filter(|fact| is_it(fact)).count()
    }

    /// The rounds of tasks of the watch window that were asked for, and whether they are done.
    pub(crate) async fn rounds(&self) -> Vec<(u32, bool)> {
        let state = self.app.world.store.posture().await.expect("the posture");
        let rows = state.tasks.iter().filter(|row| row.window.as_str() == WATCH);
        rows.map(|row| (row.round, row.done_at.is_some())).collect()
    }

    /// Ids of the windows that are kept.
    pub(crate) async fn kept(&self) -> Vec<String> {
        let state = self.app.world.store.posture().await.expect("the posture");
        state.kept.iter().map(|kept| kept.planned.window.id.to_string()).collect()
    }

    /// The plan as people read it: its table, and why each window is there.
    pub(crate) async fn plan_in_words(&self, lang: Lang) -> String {
        let (state, workspace) = (self.app.world.store.posture().await.expect("the posture"), self.app.world.workspace());
        let plan = self.app.world.plan(state.past(), self.app.world.now());
        let mut lines: Vec<String> =
            text::plan::table(&plan, lang, &workspace.settings.zone).iter().map(|row| row.join(" | ")).collect();
        lines.extend(plan.windows.iter().flat_map(|planned| text::plan::explain(planned, &workspace, lang)));
        lines.join("\n") + "\n"
    }

    /// Writes a form that no program knows over what is kept of a window.
    pub(crate) fn spoil(&self, window: &str) {
        let db = rusqlite::Connection::open(self.directory.path().join(DATABASE)).expect("the database opens");
        let changed = db.execute("UPDATE kept_window SET planned = '{\"form\":99}' WHERE id = ?1", [window]);
        assert_eq!(changed, Ok(1));
    }
}

async fn open(directory: &TempDir, now: Timestamp) -> (App, Engine) {
    let setup = Setup { clock: Clock::manual(now), links: Some(common::links()), ..Setup::live() };
    let app = App::open(directory.path(), setup).await.expect("the workspace opens");
    let engine = Engine::new(Arc::clone(&app.world), Hands::new(directory.path().to_owned(), None), Duty::Everything);
    engine.recover().await.expect("nothing is in the way");
    (app, engine)
}

/// The windows that wait for somebody to accept.
pub(crate) fn is_waiting(adoption: &Adoption) -> Vec<String> {
    let Adoption::Waiting { windows } = adoption else { return Vec::new() };
    let mut ids: Vec<String> = windows.iter().map(|altered| altered.window.to_string()).collect();
    ids.sort_by(|a, b| b.cmp(a));
    ids.dedup();
    ids
}

/// The windows that an accepted change contests, and why.
pub(crate) fn is_contested(answer: &Answer) -> Vec<(String, Contest)> {
    let Answer::RevisionAdopted { altered, .. } = answer else { panic!("{answer:?}") };
    let contested = altered.iter().filter_map(|altered| {
        let Becomes::Contested { why, .. } = altered.to else { return None };
        Some((altered.window.to_string(), why))
    });
    contested.collect()
}
