//! The one thread that writes: requests come over a channel, whatever waits is committed together, then all are answered.
//!
//! Each request runs in a savepoint, so a bad one spoils no other. When the commit itself fails, every request of the group
//! is answered with the error and nothing of it is written. When the disk fails, nothing is written any more: what SQLite
//! believes and what the disk holds may differ, and only opening the database again tells.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::apply::apply;
use super::checks::{PAGES_TO_ACT, ROOM_TO_ACT, full_if_limited, room};
use super::followed::Followed;
use super::rows;
use super::steps::{self, ClaimRequest};
use super::trip::{Last, Trip};
use crate::model::{Change, ClaimedStep, StoreError, Transaction};

/// At most so many requests share a commit, so that the first of a long queue is not answered last.
const GROUP: usize = 256;

/// What can be asked of the writer.
#[derive(Debug)]
pub(super) enum Work {
    Commit(Transaction),
    Claim(ClaimRequest),
    /// Makes steps due again that somebody else than `keep` holds.
    Release {
        keep: String,
    },
    /// Fails as SQLite does with this extended error code.
    #[cfg(test)]
    Break(i32),
}

/// What the writer answers.
#[derive(Debug)]
pub(super) enum Done {
    Sequences(Vec<i64>),
    Claimed(Vec<ClaimedStep>),
    Released(usize),
}

type Answer = Result<Done, StoreError>;

#[derive(Debug)]
struct Request {
    work: Work,
    reply: oneshot::Sender<Answer>,
}

/// The way to the thread.
#[derive(Debug)]
pub(super) struct Writer {
    /// None only while it is dropped.
    requests: Option<mpsc::Sender<Request>>,
    thread: Option<JoinHandle<()>>,
    counts: Arc<Counts>,
    posture: Arc<Followed>,
}

/// What was done since the thread started.
#[derive(Debug, Default)]
struct Counts {
    /// Requests that changed something.
    writes: AtomicU64,
    /// Commits that these requests shared.
    commits: AtomicU64,
}

impl Writer {
    pub(super) fn start(db: Connection, path: &Path, trip: Option<Trip>) -> Result<Self, StoreError> {
        let (sender, receiver) = mpsc::channel();
        let counts = Arc::new(Counts::default());
        let posture = Arc::new(Followed::default());
        let (counted, followed) = (Arc::clone(&counts), Arc::clone(&posture));
        let others_writes = others_writes(&db)?;
        let mut thread =
            Thread { db, path: path.to_owned(), trip, counts: counted, posture: followed, others_writes, stopped: None };
        let handle = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || thread.run(&receiver))
            .map_err(|error| StoreError::Failed { detail: error.to_string() })?;
        Ok(Self { requests: Some(sender), thread: Some(handle), counts, posture })
    }

    pub(super) async fn ask(&self, work: Work) -> Answer {
        let gone = || StoreError::Stopped { why: "the writer is gone".to_owned() };
        let (reply, answer) = oneshot::channel();
        let requests = self.requests.as_ref().ok_or_else(gone)?;
        requests.send(Request { work, reply }).map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }

    /// The posture's rows as they were committed last.
    pub(super) fn posture(&self) -> &Followed {
        &self.posture
    }

    pub(super) fn writes(&self) -> u64 {
        self.counts.writes.load(Ordering::SeqCst)
    }

    pub(super) fn commits(&self) -> u64 {
        self.counts.commits.load(Ordering::SeqCst)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.requests = None;
        if let Some(thread) = self.thread.take() {
            // A panic of the thread was shown where it happened; there is nobody left to tell.
            let _ = thread.join();
        }
    }
}

struct Thread {
    db: Connection,
    path: PathBuf,
    trip: Option<Trip>,
    counts: Arc<Counts>,
    posture: Arc<Followed>,
    /// What SQLite counts of what other connections wrote.
    others_writes: i64,
    /// Why nothing is written any more.
    stopped: Option<String>,
}

impl Thread {
    fn run(&mut self, requests: &mpsc::Receiver<Request>) {
        while let Ok(first) = requests.recv() {
            let group: Vec<Request> = std::iter::once(first).chain(requests.try_iter().take(GROUP - 1)).collect();
            self.serve(group);
        }
        // Only an aid to later queries; the file is whole without it.
        let _ = self.db.execute_batch("PRAGMA optimize");
    }

    /// Runs, commits and answers one group.
    fn serve(&mut self, group: Vec<Request>) {
        if let Err(error) = self.ready() {
            answer_all(group, &error);
            return;
        }
        let mut answered: Vec<(oneshot::Sender<Answer>, Answer)> = Vec::with_capacity(group.len());
        let mut written: Vec<Work> = Vec::new();
        let mut lost = None;
        for request in group {
            let answer = match &lost {
                Some(error) => Err(StoreError::clone(error)),
                None if self.is_tripped() => Err(StoreError::Tripped),
                None => self.run_one(&request.work),
            };
            // SQLite gives up the whole transaction at some errors, and with it what the group had written.
            if lost.is_none() && (self.db.is_autocommit() || self.stopped.is_some()) {
                lost = answer.as_ref().err().cloned();
            }
            let answer = match answer {
                Ok(done) if done.has_written() => {
                    written.push(request.work);
                    match self.count() {
                        None => Ok(done),
                        Some(Last::Kept) => Err(StoreError::Tripped),
                        Some(Last::Lost) => {
                            lost = Some(StoreError::Tripped);
                            Err(StoreError::Tripped)
                        }
                    }
                }
                other => other,
            };
            answered.push((request.reply, answer));
        }
        let outcome = match lost {
            Some(error) => {
                self.roll_back();
                Err(error)
            }
            None => self.commit(),
        };
        let outcome = outcome.map_err(|error| self.settle(error));
        match &outcome {
            Ok(()) if written.is_empty() => {}
            Ok(()) => {
                self.posture.follow(written.iter().flat_map(Work::changes));
                self.counts.writes.fetch_add(written.len() as u64, Ordering::SeqCst);
                self.counts.commits.fetch_add(1, Ordering::SeqCst);
            }
            Err(_) => self.posture.forget(),
        }
        for (reply, answer) in answered {
            // Whoever asked may have gone; the work is done all the same.
            let _ = reply.send(outcome.clone().and(answer));
        }
    }

    /// Opens the group's transaction, if writing is possible at all.
    fn ready(&mut self) -> Result<(), StoreError> {
        if let Some(why) = &self.stopped {
            return Err(StoreError::Stopped { why: why.clone() });
        }
        if self.is_tripped() {
            return Err(StoreError::Tripped);
        }
        let begun = self.db.execute_batch("BEGIN IMMEDIATE");
        begun.map_err(|error| self.settle(error.into()))?;
        let others_writes = others_writes(&self.db).map_err(|error| {
            self.roll_back();
            self.settle(error)
        })?;
        if self.others_writes != others_writes {
            self.posture.forget();
            self.others_writes = others_writes;
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        self.db.execute_batch("COMMIT").map_err(|error| {
            self.roll_back();
            error.into()
        })
    }

    fn roll_back(&self) {
        if !self.db.is_autocommit() {
            // What led here is the error to tell; SQLite rolls back by itself when this fails.
            let _ = self.db.execute_batch("ROLLBACK");
        }
    }

    /// One request in its savepoint: all of it or nothing.
    fn run_one(&mut self, work: &Work) -> Answer {
        rows::run(&self.db, "SAVEPOINT request", [])?;
        let answer = self.work(work);
        if answer.is_err() && !self.db.is_autocommit() {
            rows::run(&self.db, "ROLLBACK TO request", [])?;
        }
        if !self.db.is_autocommit() {
            rows::run(&self.db, "RELEASE request", [])?;
        }
        answer.map_err(|error| self.settle(error))
    }

    fn work(&self, work: &Work) -> Answer {
        match work {
            Work::Commit(transaction) => apply(&self.db, transaction).map(Done::Sequences),
            Work::Claim(request) => {
                self.has_room_to_act()?;
                steps::claim(&self.db, request).map(Done::Claimed)
            }
            Work::Release { keep } => steps::release(&self.db, keep).map(Done::Released),
            #[cfg(test)]
            Work::Break(code) => Err(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(*code), None).into()),
        }
    }

    /// Nothing new is begun when its result might not fit any more.
    fn has_room_to_act(&self) -> Result<(), StoreError> {
        let pages = |name: &str| self.db.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        let left = pages("max_page_count")? - pages("page_count")? + pages("freelist_count")?;
        let is_roomy = left >= PAGES_TO_ACT && room(&self.path)?.bytes() >= ROOM_TO_ACT;
        if is_roomy { Ok(()) } else { Err(StoreError::Full) }
    }

    /// Decides what a failed write means: no room, or the end of writing.
    fn settle(&mut self, error: StoreError) -> StoreError {
        let error = full_if_limited(&self.path, error);
        let StoreError::Disk { detail } = error else { return error };
        self.stopped = Some(detail.clone());
        StoreError::Stopped { why: detail }
    }

    fn is_tripped(&self) -> bool {
        self.trip.as_ref().is_some_and(Trip::is_tripped)
    }

    fn count(&self) -> Option<Last> {
        self.trip.as_ref().and_then(Trip::count)
    }
}

impl Work {
    fn changes(&self) -> &[Change] {
        match self {
            Work::Commit(transaction) => &transaction.changes,
            Work::Claim(_) | Work::Release { .. } => &[],
            #[cfg(test)]
            Work::Break(_) => &[],
        }
    }
}

impl Done {
    fn has_written(&self) -> bool {
        match self {
            Done::Sequences(_) => true,
            Done::Claimed(steps) => !steps.is_empty(),
            Done::Released(count) => *count > 0,
        }
    }
}

fn others_writes(db: &Connection) -> Result<i64, StoreError> {
    let count = rows::one(db, "PRAGMA data_version", [], |row| row.get(0))?;
    Ok(count.unwrap_or_default())
}

fn answer_all(group: Vec<Request>, error: &StoreError) {
    for request in group {
        let _ = request.reply.send(Err(error.clone()));
    }
}
