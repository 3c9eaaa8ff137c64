//! One message: the intent committed, the message sent, the result committed.

use std::sync::Arc;

use super::EngineError;
use super::tick::Engine;
use super::world::World;
use crate::actions::{Gate, Marking, Outbox, OutgoingMail, SendResult};
use crate::exercise;
use crate::model::{
    Actor, Attempt, Change, Channel, ClaimedStep, Delivery, ExercisePhase, ExerciseRun, Purpose, Reach, StepEnd, StepWork,
    StoreError, Trouble,
};
use crate::queue;
use crate::text;
use crate::time::Timestamp;

/// What a claimed message comes to before it is sent.
pub(super) enum Sender {
    Ready(Box<Send>),
    /// It is not to be sent: how its step ends, and what is written.
    Nothing(StepEnd, Vec<Change>),
}

/// A message with everything needed to send it.
pub(super) struct Send {
    step: ClaimedStep,
    run: ExerciseRun,
    delivery: Delivery,
    attempt: Attempt,
    intent: Vec<Change>,
    mail: OutgoingMail,
    way: Result<Arc<Outbox>, Trouble>,
    gate: Gate,
    now: Timestamp,
}

impl Engine {
    /// Looks up what a step is to send, and whether it still may.
    pub(super) async fn sender(&self, step: &ClaimedStep, now: Timestamp) -> Result<Sender, EngineError> {
        let done = || Sender::Nothing(StepEnd::Done, Vec::new());
        let StepWork::Deliver { run, key } = &step.work else { return Ok(done()) };
        let Some(delivery) = self.world.store.delivery(key, Reach::All).await? else { return Ok(done()) };
        let Some(run) = self.world.store.runs().await?.into_iter().find(|known| known.number == *run) else {
            return Ok(done());
        };
        if !exercise::may_send(&run, delivery.purpose) {
            return Ok(match run.phase {
                ExercisePhase::Proposed | ExercisePhase::Running | ExercisePhase::Paused => {
                    Sender::Nothing(StepEnd::Again { due: now.as_ms() }, Vec::new())
                }
                ExercisePhase::Ended | ExercisePhase::Aborted => Sender::Nothing(StepEnd::Done, exercise::cancelled(&delivery)),
            });
        }
        let Some((attempt, intent)) = exercise::begin(&delivery, now) else { return Ok(done()) };
        let frozen = self.world.frozen(&run.revision).await?;
        let Some(cast) = frozen.exercise(&run.exercise) else { return Ok(done()) };
        let mail = OutgoingMail {
            key: delivery.key.clone(),
            to: delivery.address.clone(),
            to_name: String::new(),
            sender: delivery.sender.clone(),
            subject: delivery.subject.clone(),
            body: self.with_link(&delivery),
            attachments: delivery.attachments.clone(),
            marking: Marking::Exercise {
                title: cast.title.get(delivery.lang).to_owned(),
                contact: cast.contact.clone(),
                lang: delivery.lang,
                run: run.number,
            },
        };
        let gate = match delivery.purpose {
            Purpose::Original => self.world.gates.of_run(run.number),
            Purpose::Correction => self.world.gates.service(),
        };
        let way = match delivery.channel {
            Channel::Mail => self.hands.outbox(&self.world.workspace().settings, run.mode),
            // A page needs no sending; its delivery is recorded as sent when it is made.
            Channel::Page => return Ok(done()),
        };
        Ok(Sender::Ready(Box::new(Send { step: step.clone(), run, delivery, attempt, intent, mail, way, gate, now })))
    }
}

impl Engine {
    /// The text of a mail with the player's personal link, which is never stored. A correction needs no answer.
    fn with_link(&self, delivery: &Delivery) -> String {
        match delivery.purpose {
            Purpose::Correction => delivery.body.clone(),
            Purpose::Original => {
                let token = self.world.links.token(delivery.run, &delivery.organisation, &delivery.player);
                let link = format!("{}/p/{token}/{}", self.world.workspace().settings.web.public_url, delivery.key);
                text::exercise::with_link(&delivery.body, &link, delivery.lang)
            }
        }
    }
}

impl Send {
    pub(super) async fn go(self: Box<Self>, world: Arc<World>) -> Result<(), EngineError> {
        let Send { step, run, delivery, attempt, intent, mail, way, gate, now } = *self;
        world.commit(Actor::Engine, intent).await?;
        let result = match &way {
            Ok(outbox) => outbox.send(&mail, &gate, now).await,
            Err(why) => SendResult::Failed { why: why.clone() },
        };
        let now = world.now();
        let runs = world.store.runs().await?;
        // The exercise may have ended while the message was on its way.
        let run = runs.into_iter().find(|known| known.number == run.number).unwrap_or(run);
        let again = |after: Option<i64>| {
            let at = queue::next_attempt(attempt.number, now, queue::seed_of(&step.key))?;
            Some(StepEnd::Again { due: at.max(now.plus_ms(after.unwrap_or(0))).as_ms() })
        };
        let (changes, end) = match result {
            SendResult::Sent { answer } => (exercise::sent(&delivery, attempt, &answer, now), StepEnd::Done),
            SendResult::Uncertain => (exercise::uncertain(&delivery, attempt, now), StepEnd::Done),
            SendResult::Stopped => (exercise::stopped(&delivery, attempt, now), StepEnd::Done),
            SendResult::Failed { why } => {
                let why = why.to_string();
                (exercise::failed(&delivery, attempt, &why, now), StepEnd::Dead { why })
            }
            SendResult::Retry { why, after } => {
                let why = why.to_string();
                if let Some(end) = again(after) {
                    (exercise::retry(&run, &delivery, attempt, &why, now), end)
                } else {
                    (exercise::failed(&delivery, attempt, &why, now), StepEnd::Dead { why })
                }
            }
        };
        record(&world, step, changes, end).await
    }
}

/// The result of a send is known: it is written even when the step's lease is lost, and waited for while the disk is full.
async fn record(world: &World, step: ClaimedStep, changes: Vec<Change>, end: StepEnd) -> Result<(), EngineError> {
    let mut with_step = changes.clone();
    with_step.push(Change::Finish { step, end });
    loop {
        match world.commit(Actor::Engine, with_step.clone()).await {
            Err(EngineError::Store(StoreError::LostLease { step })) => {
                tracing::warn!(%step, "a lease was lost while its message was sent");
                return world.commit(Actor::Engine, changes).await;
            }
            Err(EngineError::Store(StoreError::Full)) => {
                tracing::error!("the disk is full: the result of a message waits to be recorded");
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            }
            other => return other,
        }
    }
}
