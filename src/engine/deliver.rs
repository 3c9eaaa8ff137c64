//! One message: the intent committed, the message sent, the result committed.

use std::sync::Arc;

use super::EngineError;
use super::tick::Engine;
use super::world::World;
use crate::actions::{Gate, Marking, Outbox, OutgoingMail, SendResult};
use crate::exercise;
use crate::model::{
    Actor, Attempt, Change, Channel, ClaimedStep, Delivery, Exercise, ExercisePhase, Purpose, Reach, StepEnd, StepWork,
    StoreError, Trouble,
};
use crate::queue;
use crate::text;
use crate::time::Timestamp;

/// A message whose intent is committed, with everything needed to send it.
pub(super) struct Send {
    step: ClaimedStep,
    delivery: Delivery,
    attempt: Attempt,
    mail: OutgoingMail,
    way: Result<Arc<Outbox>, Trouble>,
    gate: Gate,
    now: Timestamp,
}

impl Engine {
    /// Looks up what a step is to send and commits the intent, in one turn: nobody ends the exercise in between. None when it is
    /// not to be sent; then its step has ended.
    pub(super) async fn begin(&self, step: ClaimedStep, now: Timestamp) -> Result<Option<Box<Send>>, EngineError> {
        let _turn = self.world.turn().await;
        let StepWork::Deliver { run, key } = &step.work else { return self.nothing(step, StepEnd::Done, Vec::new()).await };
        let delivery = self.world.store.delivery(key, Reach::All).await?;
        let runs = self.world.store.runs().await?;
        let (Some(delivery), Some(run)) = (delivery, runs.into_iter().find(|known| known.number == *run)) else {
            return self.nothing(step, StepEnd::Done, Vec::new()).await;
        };
        let Some((attempt, intent)) = exercise::begin(&delivery, now) else {
            return self.nothing(step, StepEnd::Done, Vec::new()).await;
        };
        if !exercise::may_send(&run, delivery.purpose) {
            return match run.phase {
                ExercisePhase::Proposed | ExercisePhase::Running | ExercisePhase::Paused => {
                    self.nothing(step, StepEnd::Again { due: now.as_ms() }, Vec::new()).await
                }
                ExercisePhase::Ended | ExercisePhase::Aborted => {
                    self.nothing(step, StepEnd::Done, exercise::cancelled(&delivery)).await
                }
            };
        }
        let frozen = self.world.frozen(&run.revision).await?;
        let (Some(cast), Channel::Mail) = (frozen.exercise(&run.exercise), delivery.channel) else {
            // A page needs no sending; its delivery is recorded as sent when it is made.
            return self.nothing(step, StepEnd::Done, Vec::new()).await;
        };
        let gate = match delivery.purpose {
            Purpose::Original => self.world.gates.of_run(run.number),
            Purpose::Correction => self.world.gates.service(),
        };
        let way = self.hands.outbox(&self.world.workspace().settings, run.mode);
        let mail = self.mail(&delivery, cast);
        self.world.commit(Actor::Engine, intent).await?;
        Ok(Some(Box::new(Send { step, delivery, attempt, mail, way, gate, now })))
    }

    async fn nothing(&self, step: ClaimedStep, end: StepEnd, changes: Vec<Change>) -> Result<Option<Box<Send>>, EngineError> {
        self.finish(step, end, changes).await?;
        Ok(None)
    }

    fn mail(&self, delivery: &Delivery, cast: &Exercise) -> OutgoingMail {
        OutgoingMail {
            key: delivery.key.clone(),
            to: delivery.address.clone(),
            to_name: String::new(),
            sender: delivery.sender.clone(),
            subject: delivery.subject.clone(),
            body: self.with_link(delivery),
            attachments: delivery.attachments.clone(),
            marking: Marking::Exercise {
                title: cast.title.get(delivery.lang).to_owned(),
                contact: cast.contact.clone(),
                lang: delivery.lang,
                run: delivery.run,
            },
        }
    }

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
    /// Sends, and records the result; waits for that while the disk is full.
    pub(super) async fn go(self: Box<Self>, world: Arc<World>) -> Result<(), EngineError> {
        let result = match &self.way {
            Ok(outbox) => outbox.send(&self.mail, &self.gate, self.now).await,
            Err(why) => SendResult::Failed { why: why.clone() },
        };
        loop {
            match self.record(&world, result.clone()).await {
                Err(EngineError::Store(StoreError::Full)) => {
                    tracing::error!("the disk is full: the result of a message waits to be recorded");
                    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                }
                other => return other,
            }
        }
    }

    /// Writes what became of the message, in one turn with a look at its exercise, which may have ended meanwhile. It is written
    /// even when the step's lease is lost.
    async fn record(&self, world: &World, result: SendResult) -> Result<(), EngineError> {
        let _turn = world.turn().await;
        let (changes, end) = self.outcome(world, result).await?;
        let mut with_step = changes.clone();
        with_step.push(Change::Finish { step: self.step.clone(), end });
        match world.commit(Actor::Engine, with_step).await {
            Err(EngineError::Store(StoreError::LostLease { step })) => {
                tracing::warn!(%step, "a lease was lost while its message was sent");
                world.commit(Actor::Engine, changes).await
            }
            other => other,
        }
    }

    /// What a result means for the delivery and its step.
    async fn outcome(&self, world: &World, result: SendResult) -> Result<(Vec<Change>, StepEnd), EngineError> {
        let (delivery, attempt, now) = (&self.delivery, self.attempt.clone(), world.now());
        let run = world.store.runs().await?.into_iter().find(|known| known.number == delivery.run);
        let again = queue::next_attempt(attempt.number, now, queue::seed_of(&self.step.key));
        Ok(match (result, again, run) {
            (SendResult::Sent { answer }, _, _) => (exercise::sent(delivery, attempt, &answer, now), StepEnd::Done),
            (SendResult::Uncertain, _, _) => (exercise::uncertain(delivery, attempt, now), StepEnd::Done),
            (SendResult::Stopped, _, _) => (exercise::stopped(delivery, attempt, now), StepEnd::Done),
            (SendResult::Retry { why, after }, Some(at), Some(run)) => {
                let due = at.max(now.plus_ms(after.unwrap_or(0))).as_ms();
                (exercise::retry(&run, delivery, attempt, &why.to_string(), now), StepEnd::Again { due })
            }
            (SendResult::Failed { why } | SendResult::Retry { why, .. }, _, _) => {
                let why = why.to_string();
                (exercise::failed(delivery, attempt, &why, now), StepEnd::Dead { why })
            }
        })
    }
}
