//! Asking for approvals: what is due is recorded with its mails in the queue; each mail is sent while its answer is wanted.

use super::EngineError;
use super::tick::Engine;
use crate::actions::SendResult;
use crate::controls;
use crate::model::{Change, ClaimedStep, Fact, Mode, PersonId, Plan, PostureState, StepEnd, Trouble, WindowId};
use crate::posture::requests;
use crate::time::Timestamp;

impl Engine {
    /// What is to be written of the requests that are due now.
    pub(super) async fn ask_ahead(
        &self,
        plan: &Plan,
        state: &PostureState,
        now: Timestamp,
    ) -> Result<Vec<Change>, EngineError> {
        let workspace = self.world.workspace();
        let due = requests::due(plan, state, &workspace.settings, now);
        if due.is_empty() {
            return Ok(Vec::new());
        }
        let principals = self.world.store.principals().await?;
        let changes = due.iter().flat_map(|due| requests::request(due, state, &principals, &workspace.roster, now));
        Ok(changes.collect())
    }

    /// Sends one request, unless its answer is not wanted any more.
    pub(super) async fn ask_approval(
        &self,
        step: ClaimedStep,
        (window, hash): (&WindowId, &str),
        person: &PersonId,
        is_escalated: bool,
        now: Timestamp,
    ) -> Result<(), EngineError> {
        let workspace = self.world.workspace();
        let state = self.world.store.posture().await?;
        let plan = self.world.plan(state.past(), now);
        let person = workspace.roster.iter().find(|known| known.id == *person);
        let (Some(planned), Some(person)) = (plan.window(window), person) else {
            return self.finish(step, StepEnd::Done, Vec::new()).await;
        };
        if !requests::is_wanted(planned, hash, person, &state, now) {
            return self.finish(step, StepEnd::Done, Vec::new()).await;
        }
        let mail =
            controls::approval_request(planned, person, &workspace.settings.operator, is_escalated, &self.world.references());
        let result = match self.hands.outbox(&workspace.settings, Mode::Live) {
            Ok(outbox) => outbox.send(&mail, &self.world.gates.service(), now).await,
            Err(why) => SendResult::Failed { why },
        };
        let alarm = |why: &Trouble| {
            vec![Change::fact(Fact::ApprovalNotAsked {
                window: window.clone(),
                person: person.id.clone(),
                why: why.to_string(),
            })]
        };
        self.end_send(step, result, alarm, now).await
    }
}
