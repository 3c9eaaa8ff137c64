//! One tick: everything that is due now. And the loops around it, on the wall clock and on a manual one.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::EngineError;
use super::hands::Hands;
use super::publish::Publication;
use super::rest::Rest;
use super::world::World;
use crate::exercise;
use crate::model::{Actor, ClockId, ExercisePhase, ExerciseRun, Reach, WindowId};
use crate::posture::Blocked;
use crate::queue::{self, CLAIM_LIMIT, LEASE_MS};
use crate::time::{Elapsed, Timestamp};

/// The longest the wall-clock loop sleeps, so that a clock that is set and a machine that slept are noticed.
const STRETCH_MS: i64 = 500;

/// How long a stop waits for messages that are on their way.
const STOP_PATIENCE: Duration = Duration::from_secs(5);

/// What an engine takes care of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    Everything,
    /// Exercises alone: a rehearsal never touches a control.
    Exercises,
}

/// When there is something to do next; None: nothing is known of.
pub type Next = Option<Timestamp>;

pub struct Engine {
    pub(super) world: Arc<World>,
    pub(super) hands: Hands,
    pub(super) duty: Duty,
    /// Names this process in leases.
    pub(super) name: String,
    looks: Mutex<HashMap<i64, Look>>,
    pub(super) blocked: Mutex<Vec<Blocked>>,
    /// Kept windows whose rows cannot be read, as far as the record tells.
    pub(super) unreadable: Mutex<Vec<WindowId>>,
    /// Targets whose last act failed, and when to try again.
    pub(super) resting: Mutex<BTreeMap<String, Timestamp>>,
    pub(super) publication: Mutex<Option<Publication>>,
    pub(super) rest: Mutex<Option<Rest>>,
    is_stopping: AtomicBool,
}

/// A name that no engine before had: not on a machine that gives the same process id again, not on a clock that stands.
fn name(now: Timestamp) -> String {
    static ENGINES: AtomicU64 = AtomicU64::new(0);
    format!("{}-{}-{}", std::process::id(), now.as_ms(), ENGINES.fetch_add(1, Ordering::Relaxed))
}

/// When a run's conditions were last looked at.
#[derive(Clone, Copy)]
struct Look {
    writes: u64,
    next: Option<Elapsed>,
}

impl Engine {
    pub fn new(world: Arc<World>, hands: Hands, duty: Duty) -> Self {
        let name = name(world.now());
        Self {
            world,
            hands,
            duty,
            name,
            looks: Mutex::default(),
            blocked: Mutex::default(),
            unreadable: Mutex::default(),
            resting: Mutex::default(),
            publication: Mutex::default(),
            rest: Mutex::default(),
            is_stopping: AtomicBool::default(),
        }
    }

    /// Does everything that is due, and says when there is more.
    ///
    /// # Errors
    /// The store fails. Nothing that was begun is lost: it is settled at the next tick or start.
    pub async fn tick(&self) -> Result<Next, EngineError> {
        loop {
            let now = self.world.now();
            if self.duty == Duty::Everything {
                Box::pin(self.posture_pass(now)).await?;
            }
            let runs = self.running().await?;
            self.let_go(&runs, now).await?;
            if !self.work(&runs, now).await? || self.is_stopping() {
                return self.next(&runs, now).await;
            }
        }
    }

    /// Runs on the wall clock until `stop` resolves. Then nothing new is begun, and what is on its way gets a few seconds; a
    /// message that takes longer is uncertain at the next start.
    ///
    /// # Errors
    /// The store fails for good. A full disk is waited out.
    pub async fn run(&self, stop: impl Future<Output = ()>) -> Result<(), EngineError> {
        tokio::pin!(stop);
        loop {
            let tick = self.tick();
            tokio::pin!(tick);
            let done = tokio::select! {
                done = &mut tick => done,
                () = &mut stop => {
                    self.is_stopping.store(true, Ordering::SeqCst);
                    let Ok(done) = tokio::time::timeout(STOP_PATIENCE, tick).await else {
                        tracing::warn!("a message on its way took too long; it is uncertain at the next start");
                        return Ok(());
                    };
                    return done.map(drop);
                }
            };
            let next = match done {
                Ok(next) => next,
                Err(EngineError::Store(crate::model::StoreError::Full)) => {
                    tracing::error!("the disk is full: nothing is sent until there is room to record it");
                    Some(self.world.now().plus_ms(2000))
                }
                Err(error) => return Err(error),
            };
            let now = self.world.now();
            let latest = now.plus_ms(STRETCH_MS);
            let at = next.map_or(latest, |next| next.min(latest));
            tokio::select! {
                () = self.world.clock.sleep_until(at) => {}
                () = self.world.woken() => {}
                () = &mut stop => return Ok(()),
            }
        }
    }

    /// Whether nothing new is to be begun. Steps that are claimed and not begun become due again at the next start.
    pub(super) fn is_stopping(&self) -> bool {
        self.is_stopping.load(Ordering::SeqCst)
    }

    /// Moves a manual clock to `until`, doing everything on the way at its time.
    ///
    /// # Errors
    /// The store fails.
    pub async fn run_until(&self, until: Timestamp) -> Result<(), EngineError> {
        loop {
            let next = Box::pin(self.tick()).await?;
            match next {
                Some(next) if next <= until => self.world.clock.sleep_until(next.max(self.world.now().plus_ms(1))).await,
                Some(_) | None if until <= self.world.now() => return Ok(()),
                Some(_) | None => self.world.clock.sleep_until(until).await,
            }
        }
    }

    async fn running(&self) -> Result<Vec<ExerciseRun>, EngineError> {
        let mut runs = self.world.store.runs().await?;
        runs.retain(|run| run.phase == ExercisePhase::Running);
        Ok(runs)
    }

    /// Conditional injects whose condition came true get their time.
    async fn let_go(&self, runs: &[ExerciseRun], now: Timestamp) -> Result<(), EngineError> {
        for run in runs {
            let writes = self.world.store.writes();
            let at = run.clock.at(now);
            let seen = self.looks.lock().unwrap_or_else(PoisonError::into_inner).get(&run.number).copied();
            if seen.is_some_and(|look| look.writes == writes && look.next.is_none_or(|next| at < next)) {
                continue;
            }
            let _turn = self.world.turn().await;
            let Some(state) = self.world.store.run_state(run.number, Reach::All).await? else { continue };
            let frozen = self.world.frozen(&run.revision).await?;
            let changes = exercise::waiting(&frozen, &state, now);
            let next = exercise::next_look(&frozen, &state, now);
            self.world.commit(Actor::Engine, changes).await?;
            let look = Look { writes, next };
            self.looks.lock().unwrap_or_else(PoisonError::into_inner).insert(run.number, look);
        }
        Ok(())
    }

    /// Claims what is due and carries it out. Whether there was anything.
    async fn work(&self, runs: &[ExerciseRun], now: Timestamp) -> Result<bool, EngineError> {
        let mut clocks = vec![(ClockId::WALL, now.as_ms())];
        clocks.extend(runs.iter().map(|run| (ClockId::exercise(run.number), run.clock.at(now).as_ms())));
        let claim = |clocks: Vec<(ClockId, i64)>, limit: usize| async move {
            queue::claim(&self.world.store, &clocks, &self.name, now, LEASE_MS, limit).await
        };
        let steps = claim(clocks, CLAIM_LIMIT).await?;
        let mut did_any = !steps.is_empty();
        self.carry_out(steps, now).await?;
        let wires: Vec<(ClockId, i64)> = runs.iter().map(|run| (ClockId::wire(run.number), now.as_ms())).collect();
        let room = self.room(runs, now);
        if !wires.is_empty() && room > 0 {
            let steps = claim(wires, room).await?;
            did_any |= !steps.is_empty();
            self.carry_out(steps, now).await?;
        }
        Ok(did_any)
    }

    /// How many messages may be claimed now: no more than the rate allows and the connections carry soon.
    fn room(&self, runs: &[ExerciseRun], now: Timestamp) -> usize {
        let workspace = self.world.workspace();
        let batch = Hands::connections(&workspace.settings) * 8;
        let allowances = runs.iter().filter_map(|run| self.hands.outbox(&workspace.settings, run.mode).ok());
        allowances.map(|outbox| outbox.allowance(now)).min().unwrap_or(batch).min(batch)
    }

    async fn next(&self, runs: &[ExerciseRun], now: Timestamp) -> Result<Next, EngineError> {
        let mut clocks = vec![ClockId::WALL];
        clocks.extend(runs.iter().flat_map(|run| [ClockId::exercise(run.number), ClockId::wire(run.number)]));
        let upcoming = queue::next_due(&self.world.store, &clocks).await?;
        let wall_of = |clock: ClockId, due: i64| {
            let run = runs.iter().find(|run| ClockId::exercise(run.number) == clock);
            match run {
                Some(run) => run.clock.wall_of(Elapsed::from_ms(due)),
                // What is due on a wire and was not taken waits for the rate.
                None => Some(Timestamp::from_ms(due).max(now.plus_ms(100))),
            }
        };
        let mut all: Vec<Timestamp> = upcoming.dues.iter().filter_map(|(clock, due)| wall_of(*clock, *due)).collect();
        all.extend(upcoming.lease_ends);
        {
            let looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
            let points = runs.iter().filter_map(|run| run.clock.wall_of(looks.get(&run.number)?.next?));
            all.extend(points);
        }
        if self.duty == Duty::Everything {
            all.extend(self.next_look(now).await?);
        }
        Ok(all.into_iter().filter(|at| *at > now).min())
    }
}
