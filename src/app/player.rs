//! What a player's link shows: this player's messages and this organisation's milestones, nothing of anybody else.

use std::sync::Arc;

use super::App;
use crate::engine::EngineError;
use crate::model::{
    Delivery, DeliveryPhase, Exercise, ExerciseRun, MilestoneRun, Organisation, Player, Reach, Response, Scenario, Workspace,
};
use crate::time::Elapsed;

pub struct PlayerView {
    pub run: ExerciseRun,
    pub at_exercise: Elapsed,
    pub exercise: Exercise,
    pub scenario: Scenario,
    pub organisation: Organisation,
    pub player: Player,
    /// In order of creation.
    pub deliveries: Vec<Delivery>,
    pub responses: Vec<Response>,
    pub milestones: Vec<MilestoneRun>,
}

impl App {
    /// The view of a link; None when the link is unknown, expired or revoked.
    pub async fn player(&self, token: &str) -> Result<Option<PlayerView>, EngineError> {
        let now = self.world.now();
        let Some(link) = self.live_link(token, now).await? else { return Ok(None) };
        let reach = Reach::Organisation(link.organisation.clone());
        let Some(state) = self.world.store.run_state(link.run, reach.clone()).await? else { return Ok(None) };
        let workspace: Arc<Workspace> = self.world.frozen(&state.run.revision).await?;
        let Some(exercise) = workspace.exercise(&state.run.exercise).cloned() else { return Ok(None) };
        let scenario = workspace.scenario(&exercise.scenario).cloned();
        let organisation = exercise.organisation(&link.organisation).cloned();
        let player = organisation.as_ref().and_then(|o| o.players.iter().find(|player| player.id == link.player)).cloned();
        let (Some(scenario), Some(organisation), Some(player)) = (scenario, organisation, player) else { return Ok(None) };
        let mut deliveries = self.world.store.deliveries_of(link.run, reach).await?;
        deliveries.retain(|delivery| delivery.player == player.id && !matches!(delivery.phase, DeliveryPhase::Cancelled));
        let responses = state.responses.into_iter().filter(|response| response.player == player.id).collect();
        Ok(Some(PlayerView {
            at_exercise: state.run.clock.at(now),
            run: state.run,
            exercise,
            scenario,
            organisation,
            player,
            deliveries,
            responses,
            milestones: state.milestones,
        }))
    }
}
