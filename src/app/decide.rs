//! What a command means, as changes: loads what the deciders need and hands the question to the module it belongs to.

use super::App;
use super::prove::Sender;
use crate::engine::{EngineError, World, fresh_token, record_drift, token_hash};
use crate::exercise::{self, StartRequest};
use crate::milestones::{self, Target};
use crate::model::{
    Answer, Change, CommandBody, ConnectorId, Decision, DeliveryKey, ExerciseId, ExerciseRun, Fact, Mode, OrganisationId,
    PlayerId, PostureState, Principal, PrincipalId, Rate, Reach, Refusal, Role, RunState, WindowId, Workspace, is_id,
};
use crate::posture::{self, Approvals, OrderRequest, Rules, Word};
use crate::time::{DAY_MS, Timestamp};

/// The longest that a token holds, in days.
pub const MOST_DAYS: u32 = 3650;

type Decided = Result<Decision, EngineError>;

impl App {
    #[expect(clippy::too_many_lines, reason = "a table with one arm for each command")]
    pub(super) async fn decide(&self, sender: &Sender, body: &CommandBody) -> Decided {
        match body {
            CommandBody::AddPrincipal { id, name, roles, days } => self.add_principal(sender, id, name, roles, *days).await,
            CommandBody::RevokePrincipal { id } => self.revoke_principal(sender, id).await,
            // `execute` carries it out before: it decides on files, not on rows.
            CommandBody::AcceptPlan => Ok(Err(Refusal::NothingToAccept)),
            CommandBody::OrderPosture { level, group, from, until, reason } => {
                let (group, reason) = (group.clone(), reason.clone());
                let request = OrderRequest { level: *level, group, from: *from, until: *until, reason };
                self.posture(sender, |workspace, state, who, now| posture::order(workspace, state, who, request, now)).await
            }
            CommandBody::EndOrder { order } => {
                self.posture(sender, |_, state, who, now| posture::end_order(state, who, order, now)).await
            }
            CommandBody::ApproveWindow { window, hash, in_place_of, decision } => {
                self.approval(sender, |all, who, now| {
                    // Whoever was asked about a handled event's window may know it by its reference only.
                    let called = all.plan.called(window, &self.world.references());
                    let window = called.map_or(window, |planned| &planned.window.id);
                    let word = Word { window, hash, in_place_of: in_place_of.as_ref(), decision: decision.as_deref() };
                    posture::approve(all, who, &word, now)
                })
                .await
            }
            CommandBody::ApproveStanding { standing, hashes, decision } => {
                self.posture(sender, |workspace, state, who, now| {
                    let plan = self.world.plan(state.past(), now);
                    let all = Rules { workspace, plan: &plan, state };
                    posture::approve_standing(&all, who, standing, (hashes, decision.as_deref()), now)
                })
                .await
            }
            CommandBody::WithdrawStanding { standing, reason } => {
                self.posture(sender, |_, state, who, now| posture::withdraw_standing(state, who, standing, reason, now)).await
            }
            CommandBody::ReviewApproval { window, objection } => {
                self.approval(sender, |all, who, now| posture::review(all, who, window, objection.as_deref(), now)).await
            }
            CommandBody::WithdrawApproval { window, reason } => {
                self.approval(sender, |all, who, now| posture::withdraw(all, who, window, reason, now)).await
            }
            CommandBody::CloseWindow { window, reason } => self.close(sender, window, reason).await,
            CommandBody::RevertControl { target, keep } => self.revert(sender, target, *keep).await,
            CommandBody::FinishTask { window, measure, evidence } => {
                self.posture(sender, |_, state, who, now| {
                    // Whoever was reminded of a handled event's task knows the window by its reference only.
                    let references = self.world.references();
                    let is_meant = |id: &&WindowId| *id == window || references.of(id) == window.as_str();
                    let window = state.tasks.iter().map(|row| &row.window).find(is_meant).unwrap_or(window);
                    posture::finish_task(state, who, (window, measure), evidence, now)
                })
                .await
            }
            CommandBody::StartExercise { exercise, mode, rate } => self.start(sender, exercise, *mode, *rate).await,
            CommandBody::ApproveExercise { exercise } => {
                self.conduct(sender, exercise, |workspace, run, who, now| {
                    let mut links = hashes(&self.world, run.number);
                    exercise::approve(workspace, run, who, now, &mut links)
                })
                .await
            }
            CommandBody::PauseExercise { exercise } => {
                self.conduct(sender, exercise, |_, run, who, now| exercise::pause(run, who, now)).await
            }
            CommandBody::ResumeExercise { exercise } => {
                self.conduct(sender, exercise, |_, run, who, now| exercise::resume(run, who, now)).await
            }
            CommandBody::JumpExercise { exercise, to } => {
                self.conduct(sender, exercise, |_, run, who, now| exercise::jump(run, *to, who, now)).await
            }
            CommandBody::SpeedExercise { exercise, rate } => {
                self.conduct(sender, exercise, |_, run, who, now| exercise::speed(run, *rate, who, now)).await
            }
            CommandBody::EndExercise { exercise } => self.in_run(sender, exercise, exercise::end).await,
            CommandBody::AbortExercise { exercise } => self.in_run(sender, exercise, exercise::abort).await,
            CommandBody::MeetMilestone { exercise, organisation, milestone, evidence } => {
                self.in_run(sender, exercise, |frozen, state, who, now| {
                    let scenario = frozen.exercise(exercise).and_then(|cast| frozen.scenario(&cast.scenario));
                    let Some(scenario) = scenario else { return Err(exercise::no_run(exercise, frozen)) };
                    milestones::meet(state, scenario, Target { organisation, milestone }, evidence, who, now)
                })
                .await
            }
            CommandBody::RejectMilestone { exercise, organisation, milestone, reason } => {
                self.in_run(sender, exercise, |_, state, who, now| {
                    milestones::reject(state, Target { organisation, milestone }, reason, who, now)
                })
                .await
            }
            CommandBody::DecideUncertain { key, resend } => self.decide_uncertain(sender, key, *resend).await,
            CommandBody::Acknowledge { key } => self.by_player(sender, key, None).await,
            CommandBody::Answer { key, text } => self.by_player(sender, key, Some(text)).await,
        }
    }

    async fn add_principal(&self, sender: &Sender, id: &PrincipalId, name: &str, roles: &[Role], days: u32) -> Decided {
        let now = self.world.now();
        if !is_id(id.as_str()) {
            return Ok(Err(Refusal::BadId { id: id.to_string() }));
        }
        match sender {
            Sender::Owner if !roles.contains(&Role::Operator) => return Ok(Err(Refusal::FirstPrincipalMustBeOperator)),
            Sender::Owner => {}
            Sender::Principal(who) if who.has(Role::Operator) => {}
            Sender::Principal(_) => return Ok(Err(Refusal::MissingRole { role: Role::Operator })),
            Sender::Player(_) => return Ok(Err(Refusal::NotProven)),
        }
        if self.world.store.principals().await?.iter().any(|known| known.id == *id && known.is_live(now)) {
            return Ok(Err(Refusal::PrincipalExists { id: id.to_string() }));
        }
        let token = fresh_token().map_err(EngineError::Randomness)?;
        let expires_at = now.plus_ms(i64::from(days.clamp(1, MOST_DAYS)) * DAY_MS);
        let (name, roles) = (name.to_owned(), roles.to_vec());
        let fact = Fact::PrincipalAdded { id: id.clone(), name: name.clone(), roles: roles.clone(), expires_at };
        let token_hash = token_hash(&token);
        let principal = Principal { id: id.clone(), name, roles, token_hash, expires_at, revoked_at: None };
        let answer = Answer::Token { id: id.clone(), token, expires_at };
        Ok(Ok((vec![Change::Principal(principal), Change::fact(fact)], answer)))
    }

    async fn revoke_principal(&self, sender: &Sender, id: &PrincipalId) -> Decided {
        match sender.principal() {
            Ok(who) if who.has(Role::Operator) || who.id == *id => {}
            Ok(_) => return Ok(Err(Refusal::MissingRole { role: Role::Operator })),
            Err(refusal) => return Ok(Err(refusal)),
        }
        let principals = self.world.store.principals().await?;
        let Some(known) = principals.into_iter().find(|known| known.id == *id) else {
            return Ok(Err(Refusal::UnknownPrincipal { id: id.to_string() }));
        };
        let revoked = Principal { revoked_at: Some(self.world.now()), ..known };
        let fact = Fact::PrincipalRevoked { id: id.clone() };
        Ok(Ok((vec![Change::Principal(revoked), Change::fact(fact)], Answer::Done)))
    }

    async fn close(&self, sender: &Sender, window: &WindowId, reason: &str) -> Decided {
        self.posture(sender, |_, state, who, now| posture::close(state, who, window, reason, now)).await
    }

    /// A question to the posture, by a principal.
    async fn posture(
        &self,
        sender: &Sender,
        decide: impl FnOnce(&Workspace, &PostureState, &Principal, Timestamp) -> Decision,
    ) -> Decided {
        let who = match sender.principal() {
            Ok(who) => who,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let state = self.world.store.posture().await?;
        Ok(decide(&self.world.workspace(), &state, who, self.world.now()))
    }

    /// A question about the approval of windows of the plan in force, by a principal.
    async fn approval(
        &self,
        sender: &Sender,
        decide: impl FnOnce(&Approvals<'_>, &Principal, Timestamp) -> Decision,
    ) -> Decided {
        self.posture(sender, |workspace, state, who, now| {
            let plan = self.world.plan(state.past(), now);
            decide(&Approvals { plan: &plan, settings: &workspace.settings, state }, who, now)
        })
        .await
    }

    /// Who decides on a target decides on what is there now. What nobody knew of is never overwritten at the first word.
    async fn revert(&self, sender: &Sender, target: &ConnectorId, keep: bool) -> Decided {
        let is_news = sender.principal().is_ok() && record_drift(&self.world).await?.contains(target);
        let decided =
            self.posture(sender, |_, state, who, now| posture::decide_conflict(state, who, target, keep, now)).await?;
        Ok(match decided {
            Ok(_) if is_news && !keep => Err(Refusal::ConflictRemains { target: target.to_string() }),
            decided => decided,
        })
    }

    async fn start(&self, sender: &Sender, exercise: &ExerciseId, mode: Mode, rate: Rate) -> Decided {
        let who = match sender.principal() {
            Ok(who) => who,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let runs = self.world.store.runs().await?;
        let request = StartRequest { exercise, mode, rate };
        let mut links = hashes(&self.world, exercise::next_run(&runs));
        Ok(exercise::start(&self.world.workspace(), &request, &runs, Some(who), self.world.now(), &mut links))
    }

    /// A question to the latest run of an exercise that needs its clock only.
    async fn conduct(
        &self,
        sender: &Sender,
        exercise: &ExerciseId,
        decide: impl FnOnce(&Workspace, ExerciseRun, Option<&Principal>, Timestamp) -> Decision,
    ) -> Decided {
        let who = match sender.principal() {
            Ok(who) => who,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let workspace = self.world.workspace();
        Ok(match self.world.store.run_of(exercise).await? {
            Some(run) => decide(&workspace, run, Some(who), self.world.now()),
            None => Err(exercise::no_run(exercise, &workspace)),
        })
    }

    /// A question to the latest run of an exercise that needs all of it, and the script as it was frozen.
    async fn in_run(
        &self,
        sender: &Sender,
        exercise: &ExerciseId,
        decide: impl FnOnce(&Workspace, &RunState, Option<&Principal>, Timestamp) -> Decision,
    ) -> Decided {
        let who = match sender.principal() {
            Ok(who) => who,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let state = match self.world.store.run_of(exercise).await? {
            Some(run) => self.world.store.run_state(run.number, Reach::All).await?,
            None => None,
        };
        let Some(state) = state else { return Ok(Err(exercise::no_run(exercise, &self.world.workspace()))) };
        let frozen = self.world.frozen(&state.run.revision).await?;
        Ok(decide(&frozen, &state, Some(who), self.world.now()))
    }

    async fn decide_uncertain(&self, sender: &Sender, key: &DeliveryKey, resend: bool) -> Decided {
        let who = match sender.principal() {
            Ok(who) => who,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let Some(delivery) = self.world.store.delivery(key, Reach::All).await? else {
            return Ok(Err(Refusal::UnknownDelivery { key: key.to_string() }));
        };
        let runs = self.world.store.runs().await?;
        Ok(match runs.iter().find(|run| run.number == delivery.run) {
            Some(run) => exercise::decide_uncertain(run, &delivery, Some(who), resend, self.world.now()),
            None => Err(Refusal::UnknownDelivery { key: key.to_string() }),
        })
    }

    /// An acknowledgement, or an answer when there is text.
    async fn by_player(&self, sender: &Sender, key: &DeliveryKey, text: Option<&str>) -> Decided {
        let link = match sender.player() {
            Ok(link) => link,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let unknown = || Refusal::UnknownDelivery { key: key.to_string() };
        let Some(delivery) = self.world.store.delivery(key, Reach::All).await? else { return Ok(Err(unknown())) };
        let Some(state) = self.world.store.run_state(delivery.run, Reach::All).await? else { return Ok(Err(unknown())) };
        let now = self.world.now();
        Ok(match text {
            None => exercise::acknowledge(&state, &delivery, link, now),
            Some(text) => {
                let frozen = self.world.frozen(&state.run.revision).await?;
                exercise::answer(&frozen, &state, &delivery, link, text, now)
            }
        })
    }
}

fn hashes(world: &World, run: i64) -> impl FnMut(&OrganisationId, &PlayerId) -> String + '_ {
    move |organisation, player| token_hash(&world.links.token(run, organisation, player))
}
