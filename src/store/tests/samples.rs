//! A small run of an exercise, for tests.

use std::collections::BTreeMap;

use super::NOW;
use crate::model::{
    Attempt, AttemptOutcome, Change, Channel, Delivery, DeliveryKey, DeliveryPhase, ExerciseClock, ExercisePhase, ExerciseRun,
    Fact, InjectPhase, InjectRun, Lang, MilestoneRun, MilestoneStatus, Mode, OrganisationId, PlayerLink, Purpose, Response,
    Revision, RunState, SkipReason, WALL_SPEED,
};
use crate::time::Elapsed;

pub(super) const ORGANISATIONS: [&str; 2] = ["ministry", "vendor"];

/// Everything that makes a run with two organisations.
pub(super) fn run(number: i64) -> Vec<Change> {
    let revision = Revision { id: "r1".into(), tzdata: "2026b".to_owned(), adopted_at: NOW, files: BTreeMap::new() };
    let state = state(number, &ORGANISATIONS);
    let mut changes = vec![Change::Revision(revision), Change::Run(state.run.clone())];
    for organisation in ORGANISATIONS {
        changes.push(Change::Delivery(delivery(number, organisation)));
        changes.push(Change::Link(link(number, organisation)));
        let fact = Fact::MilestoneOverdue { run: number, milestone: "hypothesis".into(), due: Elapsed::from_hours(24) };
        changes.push(Change::fact_of(&OrganisationId::from(organisation), fact));
    }
    changes.extend(state.injects.into_iter().map(|row| Change::Inject { run: number, row }));
    changes.extend(state.milestones.into_iter().map(|row| Change::Milestone { run: number, row }));
    changes.extend(state.responses.into_iter().map(Change::Response));
    changes
}

/// The state that [`run`] writes, as far as these organisations go.
pub(super) fn state(number: i64, organisations: &[&str]) -> RunState {
    let each = || organisations.iter().map(|id| OrganisationId::from(*id));
    let deliveries: Vec<Delivery> = organisations.iter().map(|id| delivery(number, id)).collect();
    RunState {
        run: ExerciseRun {
            number,
            exercise: "autumn".into(),
            mode: Mode::Live,
            phase: ExercisePhase::Running,
            revision: "r1".into(),
            script_hash: "s".to_owned(),
            proposed_by: Some("mori".into()),
            approved_by: None,
            clock: ExerciseClock::started(NOW, WALL_SPEED).with_rate(NOW.plus_ms(1000), 0),
            started_at: Some(NOW),
            ended_at: None,
        },
        injects: each()
            .map(|organisation| InjectRun {
                inject: "I-010".into(),
                organisation,
                phase: InjectPhase::Skipped,
                due: Some(Elapsed::from_hours(1)),
                released: None,
                skipped: Some(SkipReason::Aborted),
            })
            .collect(),
        milestones: each()
            .map(|organisation| MilestoneRun {
                milestone: "hypothesis".into(),
                organisation,
                due: Elapsed::from_hours(24),
                status: MilestoneStatus::AtRisk,
                met_at: Some(Elapsed::from_hours(23)),
                evidence: BTreeMap::from([("basis".to_owned(), "根拠".to_owned())]),
            })
            .collect(),
        responses: deliveries
            .iter()
            .map(|delivery| Response {
                run: number,
                delivery: delivery.key.clone(),
                inject: delivery.inject.clone(),
                organisation: delivery.organisation.clone(),
                player: delivery.player.clone(),
                at: NOW,
                at_exercise: Elapsed::from_ms(5),
                text: None,
            })
            .collect(),
        deliveries: deliveries.iter().map(Delivery::head).collect(),
    }
}

pub(super) fn delivery(run: i64, organisation: &str) -> Delivery {
    Delivery {
        key: DeliveryKey::new(format!("{run}/{organisation}")),
        run,
        inject: Some("I-010".into()),
        organisation: organisation.into(),
        player: "soc".into(),
        address: "soc@example.org".to_owned(),
        channel: Channel::Mail,
        purpose: Purpose::Original,
        lang: Lang::Ja,
        sender: "政府CSIRT".to_owned(),
        subject: "不審な通信".to_owned(),
        body: "本文\nline".to_owned(),
        attachments: vec![("proxy.txt".to_owned(), "GET /".to_owned())],
        phase: DeliveryPhase::Due,
        attempts: 0,
        created_at: NOW,
        sent_at: None,
        acknowledged_at: None,
    }
}

pub(super) fn attempt(key: &DeliveryKey, outcome: AttemptOutcome) -> Attempt {
    let finished_at = (outcome != AttemptOutcome::Open).then_some(NOW);
    Attempt { key: key.clone(), number: 1, started_at: NOW, finished_at, outcome }
}

pub(super) fn link(run: i64, organisation: &str) -> PlayerLink {
    PlayerLink {
        hash: format!("hash-{organisation}"),
        run,
        organisation: organisation.into(),
        player: "soc".into(),
        expires_at: NOW.plus_ms(60_000),
        is_revoked: true,
    }
}
