//! The one way in: prove the sender, decide, commit, answer. The same command sent twice is carried out once.

use super::App;
use super::adopt::Adoption;
use crate::engine::EngineError;
use crate::exercise;
use crate::model::{Actor, Answer, Change, Command, CommandBody, Refusal, StoreError};

/// What a command came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Answer(Answer),
    Refusal(Refusal),
}

impl App {
    /// Carries a command out, or refuses it. Nothing is written when it is refused.
    ///
    /// # Errors
    /// The store fails; the command may be sent again with the same id.
    pub async fn execute(&self, command: Command) -> Result<Outcome, EngineError> {
        if let Some(outcome) = self.remembered(&command).await? {
            return Ok(outcome);
        }
        let sender = match self.prove(&command.proof, self.world.now()).await? {
            Ok(sender) => sender,
            Err(refusal) => return Ok(Outcome::Refusal(refusal)),
        };
        if command.body == CommandBody::AcceptPlan {
            return match sender.principal() {
                Ok(_) => Box::pin(self.accept_plan(sender.actor())).await,
                Err(refusal) => Ok(Outcome::Refusal(refusal)),
            };
        }
        // The stop does not wait for its turn: nothing new leaves from here on, even if the abort is then refused as over.
        if let CommandBody::AbortExercise { exercise } = &command.body
            && sender.principal().is_ok_and(exercise::may_abort)
            && let Some(run) = self.world.store.run_of(exercise).await?
        {
            self.world.gates.close(run.number);
        }
        let _turn = self.world.turn().await;
        match Box::pin(self.decide(&sender, &command.body)).await? {
            Ok((changes, answer)) => self.carry(&command, sender.actor(), changes, answer).await,
            Err(refusal) => Ok(Outcome::Refusal(refusal)),
        }
    }

    async fn carry(
        &self,
        command: &Command,
        actor: Actor,
        mut changes: Vec<Change>,
        answer: Answer,
    ) -> Result<Outcome, EngineError> {
        if !changes.is_empty() {
            // A token is shown once and kept nowhere.
            let kept = if matches!(answer, Answer::Token { .. }) { Answer::Done } else { answer.clone() };
            let kept = serde_json::to_string(&kept).unwrap_or_default();
            changes.push(Change::Answered { command: command.id.clone(), answer: kept });
        }
        match self.world.commit(actor, changes).await {
            Ok(()) => Ok(Outcome::Answer(answer)),
            Err(EngineError::Store(StoreError::AlreadyAnswered { .. })) => {
                Ok(self.remembered(command).await?.unwrap_or(Outcome::Answer(answer)))
            }
            Err(error) => Err(error),
        }
    }

    async fn remembered(&self, command: &Command) -> Result<Option<Outcome>, EngineError> {
        let answer = self.world.store.answer_of(&command.id).await?;
        Ok(answer.and_then(|answer| serde_json::from_str(&answer).ok()).map(Outcome::Answer))
    }

    async fn accept_plan(&self, actor: Actor) -> Result<Outcome, EngineError> {
        let before = self.world.workspace().revision.clone();
        let adoption = self.refresh(Some(actor)).await?;
        let after = self.world.workspace().revision.clone();
        let adopted = |altered| Outcome::Answer(Answer::RevisionAdopted { revision: after.to_string(), altered });
        Ok(match adoption {
            Adoption::Faulty { faults } => {
                Outcome::Refusal(Refusal::WorkspaceFaulty { faults: u32::try_from(faults.len()).unwrap_or(u32::MAX) })
            }
            Adoption::Accepted { windows } => adopted(windows),
            Adoption::InForce { .. } | Adoption::Waiting { .. } | Adoption::Newer if before == after => {
                Outcome::Refusal(Refusal::NothingToAccept)
            }
            Adoption::InForce { .. } | Adoption::Waiting { .. } | Adoption::Newer => adopted(Vec::new()),
        })
    }
}
