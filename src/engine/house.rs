//! The house clock: a handful of UTC ticks by tokio-cron-scheduler that only say that a chore is due.
//!
//! It is never the scheduler of record: its ticks may come late, twice or not at all, and nothing is lost by that. Injects,
//! windows and retries live in the queue and in the plan.

use tokio::sync::mpsc;
use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};

use super::EngineError;

/// Work that is due from time to time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chore {
    /// Read the workspace's files again.
    ReadFiles,
    /// Compare every held target with the ledger.
    LookAtTargets,
}

impl Chore {
    const ALL: [Chore; 2] = [Chore::ReadFiles, Chore::LookAtTargets];

    /// Seconds, minutes, hours, days, months, weekdays; UTC.
    fn pattern(self) -> &'static str {
        match self {
            Chore::ReadFiles => "*/15 * * * * *",
            Chore::LookAtTargets => "5 * * * * *",
        }
    }
}

/// One instance a process: each keeps tasks alive for good.
pub struct House {
    scheduler: JobScheduler,
    chores: mpsc::Receiver<Chore>,
}

impl House {
    /// Starts the ticks.
    ///
    /// # Errors
    /// The scheduler cannot be set up.
    pub async fn open() -> Result<Self, EngineError> {
        let (said, chores) = mpsc::channel(8);
        let scheduler = start(&said).await.map_err(|error| EngineError::House(error.to_string()))?;
        Ok(Self { scheduler, chores })
    }

    /// The next chore. Chores that nobody took in time are dropped: the same one comes again.
    pub async fn next(&mut self) -> Option<Chore> {
        self.chores.recv().await
    }

    pub async fn close(mut self) {
        if let Err(error) = self.scheduler.shutdown().await {
            tracing::warn!(%error, "the house clock did not stop cleanly");
        }
    }
}

async fn start(said: &mpsc::Sender<Chore>) -> Result<JobScheduler, JobSchedulerError> {
    let scheduler = JobScheduler::new().await?;
    for chore in Chore::ALL {
        let said = said.clone();
        let job = Job::new_async(chore.pattern(), move |_, _| {
            let said = said.clone();
            Box::pin(async move {
                // A full channel means that the same chore waits already.
                let _ = said.try_send(chore);
            })
        })?;
        scheduler.add(job).await?;
    }
    scheduler.start().await?;
    Ok(scheduler)
}
