//! The second half of the demo: the seven-day exercise, with players who acknowledge, answer and show evidence.
//!
//! The players' parts are written here; everything they do goes in as their own commands, and what comes of it is standto's.

use std::collections::BTreeSet;

use super::{EXERCISE, Stage};
use crate::actions::Sink;
use crate::cli::exit::Failure;
use crate::cli::{output, status};
use crate::model::{
    Answer, Channel, CommandBody, Delivery, DeliveryPhase, Evidence, ExerciseId, Mode, Proof, Reach, Scenario, WALL_SPEED,
};
use crate::text;
use crate::time::{Elapsed, HOUR_MS, LocalTime, MINUTE_MS, Timestamp};

/// How often the players look at their messages.
const LOOK_MS: i64 = 15 * MINUTE_MS;

/// One organisation shows its evidence for a milestone, at this hour of exercise time; `rejected`: it is sent back an hour
/// later, for good.
struct Showing {
    organisation: &'static str,
    milestone: &'static str,
    hour: i64,
    is_rejected: bool,
}

const fn showing(organisation: &'static str, milestone: &'static str, hour: i64) -> Showing {
    Showing { organisation, milestone, hour, is_rejected: false }
}

/// What the organisations achieve: the mission contains late, the port never explains, the airport's hypothesis is sent back.
const SHOWINGS: [Showing; 11] = [
    showing("ministry", "initial-hypothesis", 19),
    showing("mission", "initial-hypothesis", 22),
    showing("port", "initial-hypothesis", 23),
    Showing { organisation: "airport", milestone: "initial-hypothesis", hour: 23, is_rejected: true },
    showing("ministry", "containment", 64),
    showing("airport", "containment", 66),
    showing("port", "containment", 69),
    showing("mission", "containment", 79),
    showing("ministry", "external-facts", 150),
    showing("airport", "external-facts", 158),
    showing("mission", "external-facts", 163),
];

pub(super) async fn exercise(stage: &Stage, sink: &Sink) -> Result<(), Failure> {
    let (id, lang) = (ExerciseId::from(EXERCISE), stage.context.lang);
    let world = &stage.app.world;
    let workspace = world.workspace();
    let scenario = workspace.exercise(&id).and_then(|cast| workspace.scenario(&cast.scenario));
    let Some(scenario) = scenario else { return Err(status::no_run(&id, &workspace)) };
    let zone = workspace.settings.zone.clone();
    // On the morning of the next working day.
    let mut day = zone.local(world.now()).date().plus_days(1);
    while day.weekday() >= 5 {
        day = day.plus_days(1);
    }
    let nine = LocalTime::new(9, 0, 0).expect("nine o'clock is a time");
    stage.engine.run_until(zone.resolve(day.at(nine))).await?;
    let start = CommandBody::StartExercise { exercise: id.clone(), mode: Mode::Live, rate: WALL_SPEED };
    let proposed = stage.by("duty-director", start).await?;
    output::print(&format!("  duty-director: {}", text::answers::answer(&proposed, lang, &zone)));
    let started = stage.by("ciso", CommandBody::ApproveExercise { exercise: id.clone() }).await?;
    output::print(&format!("  ciso: {}", text::answers::answer(&started, lang, &zone)));
    let Answer::ExerciseStarted { run } = started else { return Ok(()) };
    let began = world.now();
    let mail_before = sink.received().len();
    let mut days = 0;
    let mut answered = BTreeSet::new();
    let mut shown = BTreeSet::new();
    let looks = scenario.length.as_ms() / LOOK_MS;
    for look in 1..=looks {
        let now = began.plus_ms(look * LOOK_MS);
        stage.engine.run_until(now).await?;
        players(stage, run, &mut answered, now).await?;
        showings(stage, &id, scenario, now.since(began) / HOUR_MS, &mut shown).await?;
        if now.since(began) / (24 * HOUR_MS) > days {
            days += 1;
            let count = sink.received().len() - mail_before;
            output::print(&text::cli::demo_day(days, Elapsed::from_ms(now.since(began)), count, lang));
        }
    }
    stage.by("duty-director", CommandBody::EndExercise { exercise: id.clone() }).await?;
    stage.engine.tick().await?;
    if let Some(mail) = sink.received().get(mail_before) {
        output::print(&text::cli::first_mail(&mail.header("Subject").unwrap_or_default(), &mail.to.join(", "), lang));
    }
    output::print("");
    status::show(&stage.context, &stage.app, &id).await
}

/// Players read after a while that differs from message to message; one message in nine is never acknowledged.
async fn players(stage: &Stage, run: i64, answered: &mut BTreeSet<String>, now: Timestamp) -> Result<(), Failure> {
    let world = &stage.app.world;
    let state = world.store.run_state(run, Reach::All).await?;
    let Some(state) = state else { return Ok(()) };
    for head in &state.deliveries {
        let (chance, key) = (luck(head.key.as_str()), head.key.to_string());
        let is_read = head.phase == DeliveryPhase::Sent && head.channel == Channel::Mail && chance % 9 != 0;
        let waited = head.sent_at.map_or(0, |at| now.since(at)) / MINUTE_MS;
        if !is_read || answered.contains(&key) || waited < i64::from(chance % 90) + 5 {
            continue;
        }
        let token = world.links.token(run, &head.organisation, &head.player);
        let proof = || Proof::Link { token: token.clone() };
        stage.execute(proof(), CommandBody::Acknowledge { key: head.key.clone() }).await?;
        if chance % 3 != 1
            && let Some(delivery) = world.store.delivery(&head.key, Reach::All).await?
        {
            let text = reply(&delivery);
            stage.execute(proof(), CommandBody::Answer { key: head.key.clone(), text }).await?;
        }
        answered.insert(key);
    }
    Ok(())
}

/// What a player writes back, in the player's language.
fn reply(delivery: &Delivery) -> String {
    text::cli::demo_reply(&delivery.subject, delivery.lang)
}

async fn showings(
    stage: &Stage,
    id: &ExerciseId,
    scenario: &Scenario,
    hour: i64,
    shown: &mut BTreeSet<usize>,
) -> Result<(), Failure> {
    for (index, showing) in SHOWINGS.iter().enumerate() {
        let (exercise, organisation) = (id.clone(), showing.organisation.into());
        let milestone = crate::model::MilestoneId::from(showing.milestone);
        if hour >= showing.hour && shown.insert(index * 2) {
            let gate = scenario.milestone(&milestone).map(|rule| &rule.gate);
            let evidence: Evidence = gate
                .into_iter()
                .flatten()
                .map(|field| (field.id.clone(), text::cli::demo_evidence(&field.title, stage.context.lang)))
                .collect();
            let body = CommandBody::MeetMilestone { exercise, organisation, milestone, evidence };
            stage.by("evaluator", body).await?;
        } else if showing.is_rejected && hour > showing.hour && shown.insert(index * 2 + 1) {
            let reason = text::cli::demo_rejection(stage.context.lang);
            stage.by("evaluator", CommandBody::RejectMilestone { exercise, organisation, milestone, reason }).await?;
        }
    }
    Ok(())
}

/// A number that is always the same for the same key.
fn luck(key: &str) -> u32 {
    key.bytes().fold(7, |sum: u32, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)))
}
