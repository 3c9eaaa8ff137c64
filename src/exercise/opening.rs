//! What a start writes: the run, the fact that freezes its script, and a row and a step for everything that can fall due.

use super::cast::{addressed, concerns};
use super::points::due;
use super::start::LinkHashes;
use crate::model::{
    CastFact, Change, ClockId, Exercise, ExercisePhase, ExerciseRun, Fact, Inject, InjectPhase, InjectRun, MilestoneFact,
    MilestoneRun, MilestoneStatus, NewStep, Organisation, PlayerLink, Scenario, SceneFact, SkipReason, StartFact, StepWork,
    Timing, Workspace,
};
use crate::time::{DAY_MS, Elapsed, Timestamp};

/// How long after the script's length players' links stay good: pauses, answers that come late, the hot wash.
const LINK_GRACE_MS: i64 = 30 * DAY_MS;

/// Everything that the start of `run` writes. The run carries its clock and its phase already.
pub(super) fn opening(
    workspace: &Workspace,
    (scenario, cast): (&Scenario, &Exercise),
    run: &ExerciseRun,
    links: &mut LinkHashes<'_>,
) -> Vec<Change> {
    let started_at = run.started_at.unwrap_or_default();
    let rows: Vec<Row> = scenario
        .injects
        .iter()
        .flat_map(|inject| cast.organisations.iter().map(move |organisation| (inject, organisation)))
        .filter(|(inject, organisation)| concerns(inject, organisation))
        .map(|(inject, organisation)| Row::new(inject, organisation, started_at))
        .collect();

    let start = start_fact(workspace, (scenario, cast), run, &rows);
    let mut changes = vec![Change::fact(Fact::ExerciseStarted { start: Box::new(start) })];
    if run.phase == ExercisePhase::Paused {
        changes.push(Change::fact(Fact::ExercisePaused { run: run.number, at_exercise: Elapsed::ZERO }));
    }
    changes.push(Change::Run(run.clone()));
    changes.extend(unplayed(scenario, cast, run.number));
    changes.extend(rows.into_iter().flat_map(|row| row.changes(run.number)));
    changes.extend(milestones(scenario, cast, run.number));
    changes.extend(player_links(scenario, cast, run, links));
    changes
}

/// An inject for an organisation, as it stands at the start.
struct Row {
    row: InjectRun,
}

impl Row {
    fn new(inject: &Inject, organisation: &Organisation, started_at: Timestamp) -> Self {
        let has_recipient = !addressed(inject, organisation).is_empty();
        let due = match &inject.timing {
            Timing::At(point) => Some(due(point, &organisation.zone, started_at)),
            Timing::When { .. } => None,
        };
        let row = InjectRun {
            inject: inject.id.clone(),
            organisation: organisation.id.clone(),
            phase: if has_recipient { InjectPhase::Waiting } else { InjectPhase::Skipped },
            due,
            released: None,
            skipped: (!has_recipient).then_some(SkipReason::NoRecipient),
        };
        Self { row }
    }

    /// The row, and either its step or the fact that it is skipped.
    fn changes(self, run: i64) -> Vec<Change> {
        let row = self.row;
        let (inject, organisation) = (row.inject.clone(), row.organisation.clone());
        let follows = match (row.skipped, row.due) {
            (Some(reason), _) => {
                Some(Change::fact_of(&organisation, Fact::InjectSkipped { run, inject: inject.clone(), reason }))
            }
            (None, Some(due)) => Some(release_step(run, &row, due)),
            (None, None) => None,
        };
        [Some(Change::Inject { run, row }), follows].into_iter().flatten().collect()
    }
}

/// The step that releases an inject to an organisation.
pub(super) fn release_step(run: i64, row: &InjectRun, due: Elapsed) -> Change {
    let (inject, organisation) = (row.inject.clone(), row.organisation.clone());
    Change::Enqueue(NewStep {
        key: StepWork::release_key(run, &inject, &organisation),
        clock: ClockId::exercise(run),
        due: due.as_ms(),
        work: StepWork::Release { run, inject, organisation },
    })
}

/// Facts for injects whose parts nobody plays: they have no row.
fn unplayed(scenario: &Scenario, cast: &Exercise, run: i64) -> Vec<Change> {
    let is_unplayed = |inject: &&Inject| !cast.organisations.iter().any(|organisation| concerns(inject, organisation));
    let skipped =
        |inject: &Inject| Change::fact(Fact::InjectSkipped { run, inject: inject.id.clone(), reason: SkipReason::NoRecipient });
    scenario.injects.iter().filter(is_unplayed).map(skipped).collect()
}

fn milestones(scenario: &Scenario, cast: &Exercise, run: i64) -> Vec<Change> {
    let mut changes = Vec::new();
    for organisation in &cast.organisations {
        for rule in &scenario.milestones {
            let (milestone, organisation) = (rule.id.clone(), organisation.id.clone());
            changes.push(Change::Enqueue(NewStep {
                key: StepWork::deadline_key(run, &milestone, &organisation),
                clock: ClockId::exercise(run),
                due: rule.due.as_ms(),
                work: StepWork::Deadline { run, milestone: milestone.clone(), organisation: organisation.clone() },
            }));
            let row = MilestoneRun {
                milestone,
                organisation,
                due: rule.due,
                status: MilestoneStatus::Pending,
                met_at: None,
                evidence: std::collections::BTreeMap::new(),
            };
            changes.push(Change::Milestone { run, row });
        }
    }
    changes
}

fn player_links(scenario: &Scenario, cast: &Exercise, run: &ExerciseRun, links: &mut LinkHashes<'_>) -> Vec<Change> {
    let started_at = run.started_at.unwrap_or_default();
    // A slow clock takes longer than the script says; a fast one may be slowed down later.
    let at_this_rate = run.clock.wall_of(scenario.length).map_or(0, |wall| wall.since(started_at));
    let expires_at = started_at.plus_ms(scenario.length.as_ms().max(at_this_rate)).plus_ms(LINK_GRACE_MS);
    let mut changes = Vec::new();
    for organisation in &cast.organisations {
        for player in &organisation.players {
            changes.push(Change::Link(PlayerLink {
                hash: links(&organisation.id, &player.id),
                run: run.number,
                organisation: organisation.id.clone(),
                player: player.id.clone(),
                expires_at,
                is_revoked: false,
            }));
        }
    }
    changes
}

fn start_fact(workspace: &Workspace, (scenario, cast): (&Scenario, &Exercise), run: &ExerciseRun, rows: &[Row]) -> StartFact {
    let started_at = run.started_at.unwrap_or_default();
    StartFact {
        run: run.number,
        exercise: cast.id.clone(),
        title: cast.title.clone(),
        scenario: scenario.id.clone(),
        scenario_title: scenario.title.clone(),
        storyline: scenario.storyline.clone(),
        operator: workspace.settings.operator.clone(),
        zone: cast.zone.name().to_owned(),
        mode: run.mode,
        rate: run.clock.rate(),
        script_hash: run.script_hash.clone(),
        organisations: cast.organisations.iter().map(cast_fact).collect(),
        scenes: scenario
            .scenes
            .iter()
            .map(|scene| SceneFact { title: scene.title.clone(), starts: due(&scene.starts, &cast.zone, started_at) })
            .collect(),
        milestones: scenario
            .milestones
            .iter()
            .map(|rule| MilestoneFact {
                id: rule.id.clone(),
                title: rule.title.clone(),
                due: rule.due,
                gate: rule.gate.iter().map(|field| (field.id.clone(), field.title.clone())).collect(),
            })
            .collect(),
        objectives: scenario.objectives.iter().map(|objective| objective.title.clone()).collect(),
        techniques: scenario.techniques.iter().map(|technique| technique.living.to_string()).collect(),
        injects: u32::try_from(rows.len()).unwrap_or(u32::MAX),
    }
}

fn cast_fact(organisation: &Organisation) -> CastFact {
    CastFact {
        id: organisation.id.clone(),
        name: organisation.name.clone(),
        part: organisation.part.clone(),
        zone: organisation.zone.name().to_owned(),
        players: organisation.players.iter().map(|player| player.id.clone()).collect(),
    }
}
