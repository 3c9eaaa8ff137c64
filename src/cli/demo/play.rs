//! The second half of the demo: the seven-day exercise, with players who open, answer and show evidence as `players.toml` has it.
//!
//! Everything they do goes in as their own commands, and what comes of it is standto's.

use std::collections::BTreeSet;

use super::days::{self, Days};
use super::players::{Deed, Players};
use super::{EXERCISE, Stage};
use crate::actions::Sink;
use crate::cli::exit::Failure;
use crate::cli::{output, status};
use crate::model::{Answer, CommandBody, ExerciseId, Mode, Proof, Reach, RunState, WALL_SPEED};
use crate::text;
use crate::time::{DAY_MS, LocalTime, MINUTE_MS};

/// How often the players look at their messages.
const LOOK_MS: i64 = 15 * MINUTE_MS;

pub(super) async fn exercise(stage: &Stage, sink: &Sink) -> Result<(), Failure> {
    let (id, lang) = (ExerciseId::from(EXERCISE), stage.context.lang);
    let world = &stage.app.world;
    let workspace = world.workspace();
    let cast = workspace.exercise(&id);
    let Some((cast, scenario)) = cast.and_then(|cast| Some((cast, workspace.scenario(&cast.scenario)?))) else {
        return Err(status::no_run(&id, &workspace));
    };
    let mail_before = sink.count();
    let Some(run) = start(stage, &id).await? else { return Ok(()) };
    let (began, players) = (world.now(), Players::shipped());
    let mut days = Days::new(stage, run, scenario, began);
    let mut done = BTreeSet::new();
    let end = began.plus_ms(scenario.length.as_ms());
    while world.now() < end {
        let Some(state) = world.store.run_state(run, Reach::All).await? else { break };
        let now = world.now();
        let next = players.deeds(&state, began).into_iter().find(|(_, deed)| !done.contains(deed));
        if let Some((_, deed)) = next.filter(|(at, _)| *at <= now) {
            carry_out(stage, &players, &state, deed).await?;
            done.insert(deed);
            continue;
        }
        // What falls on the turn of a day belongs to the new one.
        let day_end = began.plus_ms((days.told() + 1) * DAY_MS - 1);
        let until = next.map_or(end, |(at, _)| at).min(now.plus_ms(LOOK_MS)).min(end);
        let is_day_over = now < day_end && until >= day_end && day_end.plus_ms(1) < end;
        stage.engine.run_until(if is_day_over { day_end } else { until }).await?;
        if is_day_over {
            days.tell().await?;
            if days.told() == 1 {
                first_mail(stage, sink, mail_before);
            }
        }
    }
    stage.by("duty-director", CommandBody::EndExercise { exercise: id.clone() }).await?;
    stage.engine.tick().await?;
    days.tell().await?;
    let Some(state) = world.store.run_state(run, Reach::All).await? else { return Ok(()) };
    let arrived = sink.received().split_off(mail_before);
    let different: BTreeSet<_> = arrived.iter().filter_map(|mail| mail.header("Message-ID")).collect();
    output::print(&text::cli::demo_over(arrived.len(), different.len(), lang));
    output::columns(days::summary(&state, cast, scenario, lang));
    Ok(())
}

/// On the morning of the next working day one person proposes, a second one approves. The number of the run.
async fn start(stage: &Stage, id: &ExerciseId) -> Result<Option<i64>, Failure> {
    let world = &stage.app.world;
    let zone = world.workspace().settings.zone.clone();
    let mut day = zone.local(world.now()).date().plus_days(1);
    while day.weekday() >= 5 {
        day = day.plus_days(1);
    }
    let nine = LocalTime::new(9, 0, 0).expect("nine o'clock is a time");
    stage.engine.run_until(zone.resolve(day.at(nine))).await?;
    let start = CommandBody::StartExercise { exercise: id.clone(), mode: Mode::Live, rate: WALL_SPEED };
    stage.by("duty-director", start).await?;
    let started = stage.by("ciso", CommandBody::ApproveExercise { exercise: id.clone() }).await?;
    let Answer::ExerciseStarted { run } = started else { return Ok(None) };
    output::print(&text::cli::demo_started("duty-director", "ciso", &zone.show(world.now()), stage.context.lang));
    Ok(Some(run))
}

async fn carry_out(stage: &Stage, players: &Players, state: &RunState, deed: Deed) -> Result<(), Failure> {
    let exercise = ExerciseId::from(EXERCISE);
    match deed {
        Deed::Acknowledge(index) | Deed::Answer(index) => {
            let Some(reply) = players.answers.get(index) else { return Ok(()) };
            let Some(key) = reply.delivery(state).map(|head| head.key.clone()) else { return Ok(()) };
            let token = stage.app.world.links.token(state.run.number, &reply.organisation, &reply.player);
            let body = match (deed, &reply.text) {
                (Deed::Answer(_), Some(text)) => CommandBody::Answer { key, text: text.clone() },
                (Deed::Acknowledge(_) | Deed::Answer(_) | Deed::Show(_) | Deed::SendBack(_), _) => {
                    CommandBody::Acknowledge { key }
                }
            };
            stage.execute(Proof::Link { token }, body).await?;
        }
        Deed::Show(index) | Deed::SendBack(index) => {
            let Some(showing) = players.showings.get(index) else { return Ok(()) };
            let (organisation, milestone) = (showing.organisation.clone(), showing.milestone.clone());
            let body = match (deed, &showing.rejected) {
                (Deed::SendBack(_), Some(reason)) => {
                    CommandBody::RejectMilestone { exercise, organisation, milestone, reason: reason.clone() }
                }
                (Deed::Acknowledge(_) | Deed::Answer(_) | Deed::Show(_) | Deed::SendBack(_), _) => {
                    CommandBody::MeetMilestone { exercise, organisation, milestone, evidence: showing.evidence.clone() }
                }
            };
            stage.by("evaluator", body).await?;
        }
    }
    Ok(())
}

/// The first mail of the exercise, as the sink got it.
fn first_mail(stage: &Stage, sink: &Sink, before: usize) {
    let Some(mail) = sink.received().into_iter().nth(before) else { return };
    output::print(&text::cli::first_mail(stage.context.lang));
    for name in ["From", "To", "Subject", "X-Exercise"] {
        output::print(&format!("      {name}: {}", mail.header(name).unwrap_or_default()));
    }
    output::print(&format!("      {}", mail.text().lines().next().unwrap_or_default()));
}
