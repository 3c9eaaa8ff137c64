//! Starts: who may, what is written, what is refused.

use std::collections::BTreeSet;

use crate::exercise::fixture::{START, Table, after, at, elapsed, exercise_id, facts, hashes, principal, workspace};
use crate::exercise::{StartRequest, approve, next_run, preflight, script_hash, start};
use crate::model::{
    Answer, Change, Decision, ExercisePhase, Fact, InjectPhase, LIVE_SPEED_LIMIT, Mode, NoteCode, Principal, Rate, Refusal,
    Role, SkipReason, StepWork, Text, WALL_SPEED, Workspace,
};
use crate::time::DAY_MS;

fn start_live(workspace: &Workspace, rate: Rate) -> Decision {
    let (id, ann) = (exercise_id(), principal("ann", &[Role::Director]));
    let request = StartRequest { exercise: &id, mode: Mode::Live, rate };
    start(workspace, &request, &[], Some(&ann), at(START), &mut *hashes())
}

#[test]
fn a_rehearsal_starts_at_once_and_writes_everything_that_can_fall_due() {
    let table = Table::rehearsing();
    assert_eq!(table.state.run.phase, ExercisePhase::Running);
    assert_eq!(table.state.run.number, 1);
    // I-010, I-020, I-030, I-050 for two ministries, I-020 for the port; nobody plays the press.
    assert_eq!(table.state.injects.len(), 2 + 3 + 2 + 2);
    assert_eq!(table.state.milestones.len(), 3 * 2);
    assert_eq!(table.links.len(), 5);
    let keys: BTreeSet<&str> = table.steps.iter().map(|step| step.key.as_str()).collect();
    let releases: Vec<&str> = keys.iter().copied().filter(|key| key.starts_with("release/")).collect();
    assert_eq!(
        releases,
        [
            "release/1/I-010/paris",
            "release/1/I-010/tokyo",
            "release/1/I-020/harbour",
            "release/1/I-020/paris",
            "release/1/I-020/tokyo",
            "release/1/I-050/tokyo"
        ]
    );
    assert_eq!(keys.iter().filter(|key| key.starts_with("deadline/1/")).count(), 6);
}

#[test]
fn an_inject_that_nobody_receives_is_skipped_with_its_reason() {
    let table = Table::rehearsing();
    let skipped: Vec<(&str, Option<SkipReason>)> = table
        .state
        .injects
        .iter()
        .filter(|row| row.phase == InjectPhase::Skipped)
        .map(|row| (row.organisation.as_str(), row.skipped))
        .collect();
    assert_eq!(skipped, [("paris", Some(SkipReason::NoRecipient))], "paris has nobody at the desk");
    let told: Vec<String> = table
        .facts
        .iter()
        .filter_map(|fact| {
            let Fact::InjectSkipped { inject, reason: SkipReason::NoRecipient, .. } = fact else { return None };
            Some(inject.to_string())
        })
        .collect();
    assert_eq!(told, ["I-040", "I-050"], "nobody plays the press at all");
    let notes = preflight(&table.workspace, &table.workspace.exercises[0]);
    assert_eq!(notes.len(), 1);
    assert_eq!(notes[0].code, NoteCode::NoRecipient { inject: "I-040".to_owned(), exercise: "autumn".to_owned() });
}

#[test]
fn the_start_fact_freezes_the_script() {
    let table = Table::rehearsing();
    let Some(Fact::ExerciseStarted { start }) = table.facts.first() else { panic!("the start comes first") };
    assert_eq!((start.run, start.rate, start.mode), (1, WALL_SPEED, Mode::Rehearsal));
    assert_eq!(start.script_hash, script_hash(&table.workspace.scenarios[0], &table.workspace.exercises[0]));
    assert_eq!(start.organisations.iter().map(|one| one.players.len()).collect::<Vec<_>>(), [3, 1, 1]);
    assert_eq!(start.milestones[0].gate.len(), 2);
    assert_eq!(start.injects, 9);
    assert_eq!(start.zone, "Asia/Tokyo");
    assert_eq!(start.operator.ja, "演習事務局");
}

#[test]
fn links_live_thirty_days_past_the_script_at_any_speed() {
    let week_and_grace = at(START).plus_ms(37 * DAY_MS);
    assert_eq!(Table::rehearsing().links[0].expires_at, week_and_grace);
    assert_eq!(Table::started(workspace(), 60_000).links[0].expires_at, week_and_grace);
    let half_speed = at(START).plus_ms(44 * DAY_MS);
    assert_eq!(Table::started(workspace(), 500).links[0].expires_at, half_speed);
    assert_eq!(Table::rehearsing().links[0].hash, "tokyo/aoki");
}

#[test]
fn a_start_at_speed_zero_waits_for_the_resume() {
    let table = Table::started(workspace(), 0);
    assert_eq!(table.state.run.phase, ExercisePhase::Paused);
    assert_eq!(table.state.run.clock.at(after(90)), elapsed("T+00:00"));
}

#[test]
fn a_live_exercise_waits_for_a_second_principal() {
    let mut table = Table::proposed();
    assert_eq!(table.state.run.phase, ExercisePhase::Proposed);
    assert!(table.steps.is_empty() && table.links.is_empty());
    assert_eq!(table.state.run.clock.at(after(500)), elapsed("T+00:00"), "a proposal's clock stands");
    assert!(matches!(table.facts.as_slice(), [Fact::ExerciseProposed { run: 1, mode: Mode::Live, .. }]));

    let approve_as = |table: &Table, id: &str, roles: &[Role]| {
        let run = table.state.run.clone();
        approve(&table.workspace, run, Some(&principal(id, roles)), after(5), &mut *hashes())
    };
    assert_eq!(approve_as(&table, "ann", &[Role::Director]), Err(Refusal::SamePrincipal));
    assert_eq!(approve_as(&table, "eve", &[Role::Evaluator]), Err(Refusal::MissingRole { role: Role::Approver }));
    let run = table.state.run.clone();
    assert_eq!(approve(&table.workspace, run, None, after(5), &mut *hashes()), Err(Refusal::NotProven));

    let (changes, answer) = approve_as(&table, "ben", &[Role::Approver]).unwrap();
    assert_eq!(answer, Answer::ExerciseStarted { run: 1 });
    table.apply(changes);
    assert_eq!(table.state.run.phase, ExercisePhase::Running);
    assert_eq!(table.state.run.started_at, Some(after(5)));
    assert_eq!(table.state.run.clock.at(after(35)), elapsed("T+00:30"), "the clock starts with the approval");
    assert_eq!(table.state.run.approved_by, Some("ben".into()));
    let again = approve_as(&table, "ben", &[Role::Approver]);
    assert_eq!(again, Err(Refusal::WrongPhase { exercise: "autumn".to_owned(), phase: ExercisePhase::Running }));
}

#[test]
fn an_approval_lapses_when_the_script_changes() {
    let table = Table::proposed();
    let changed = |change: &dyn Fn(&mut Workspace)| {
        let mut workspace = table.workspace.clone();
        change(&mut workspace);
        let run = table.state.run.clone();
        approve(&workspace, run, Some(&principal("ben", &[Role::Director])), after(5), &mut *hashes())
    };
    let lapses: [&dyn Fn(&mut Workspace); 7] = [
        &|w| w.scenarios[0].injects[0].body.ja.push('。'),
        &|w| w.scenarios[0].injects[0].timing = crate::exercise::fixture::offset("T+00:31"),
        &|w| w.scenarios[0].artefacts[0].file_name.push('x'),
        &|w| w.scenarios[0].milestones[0].due = elapsed("T+25:00"),
        &|w| w.exercises[0].organisations[0].players[0].mail = "x@players.example".to_owned(),
        &|w| w.exercises[0].variables[0].1 = Text::same("other.example"),
        &|w| {
            let moved = w.exercises[0].organisations[0].players.remove(0);
            w.exercises[0].organisations[1].players.push(moved);
        },
    ];
    for (n, change) in lapses.into_iter().enumerate() {
        assert_eq!(changed(change), Err(Refusal::ScriptChanged { exercise: "autumn".to_owned() }), "change {n}");
    }
    let stays: [&dyn Fn(&mut Workspace); 3] =
        [&|w| w.scenarios[0].injects[0].place.line = 99, &|w| w.scenarios[0].storyline = Text::same("told better"), &|w| {
            w.revision = "r2".into();
        }];
    for (n, change) in stays.into_iter().enumerate() {
        assert!(changed(change).is_ok(), "change {n}");
    }
}

#[test]
fn a_new_start_withdraws_a_proposal_that_waits() {
    let table = Table::proposed();
    let (id, ann) = (exercise_id(), principal("ann", &[Role::Director]));
    let request = StartRequest { exercise: &id, mode: Mode::Live, rate: WALL_SPEED };
    let existing = [table.state.run.clone()];
    let (changes, answer) = start(&table.workspace, &request, &existing, Some(&ann), after(9), &mut *hashes()).unwrap();
    assert!(matches!(answer, Answer::ExerciseProposed { run: 2, .. }));
    let runs: Vec<(i64, ExercisePhase)> = changes
        .iter()
        .filter_map(|change| if let Change::Run(run) = change { Some((run.number, run.phase)) } else { None })
        .collect();
    assert_eq!(runs, [(1, ExercisePhase::Aborted), (2, ExercisePhase::Proposed)]);
    assert!(facts(&changes).contains(&Fact::ExerciseAborted { run: 1, at_exercise: elapsed("T+00:00") }));
}

#[test]
fn one_exercise_runs_once_at_a_time() {
    let mut table = Table::rehearsing();
    let id = exercise_id();
    let request = StartRequest { exercise: &id, mode: Mode::Rehearsal, rate: WALL_SPEED };
    for (phase, may_start) in [
        (ExercisePhase::Running, false),
        (ExercisePhase::Paused, false),
        (ExercisePhase::Proposed, true),
        (ExercisePhase::Ended, true),
        (ExercisePhase::Aborted, true),
    ] {
        table.state.run.phase = phase;
        let existing = [table.state.run.clone()];
        assert_eq!(next_run(&existing), 2);
        let started = start(&table.workspace, &request, &existing, None, after(1), &mut *hashes());
        match (may_start, started) {
            (true, Ok((_, answer))) => assert_eq!(answer, Answer::ExerciseStarted { run: 2 }),
            (false, Err(refusal)) => assert_eq!(refusal, Refusal::AlreadyRunning { exercise: "autumn".to_owned() }),
            (_, other) => panic!("{phase}: {other:?}"),
        }
    }
}

#[test]
fn a_live_start_is_refused_when_anything_unsafe_is_in_the_script() {
    let refused = |change: &dyn Fn(&mut Workspace), rate: Rate| {
        let mut workspace = workspace();
        change(&mut workspace);
        start_live(&workspace, rate).unwrap_err()
    };
    let limit = LIVE_SPEED_LIMIT;
    assert_eq!(refused(&|_| {}, limit + 1), Refusal::TooFast { rate: limit + 1, limit });
    assert!(start_live(&workspace(), limit).is_ok());
    assert_eq!(
        refused(&|w| w.exercises[0].organisations[2].players[0].mail = "endo@elsewhere.example".to_owned(), WALL_SPEED),
        Refusal::AddressNotAllowed { address: "endo@elsewhere.example".to_owned() }
    );
    assert_eq!(refused(&|w| w.settings.mail = None, WALL_SPEED), Refusal::MailMissing);
    let denied = |inject: &str| Refusal::NotADrillText { inject: inject.to_owned() };
    assert_eq!(
        refused(&|w| w.scenarios[0].injects[1].body.en = "This is NOT a drill.".to_owned(), WALL_SPEED),
        denied("I-020")
    );
    assert_eq!(
        refused(&|w| w.scenarios[0].injects[1].subject.ja = "訓練ではありません".to_owned(), WALL_SPEED),
        denied("I-020")
    );
    assert_eq!(refused(&|w| w.scenarios[0].artefacts[0].body.en = "not a drill".to_owned(), WALL_SPEED), denied("I-010"));
    let split = |w: &mut Workspace| {
        w.scenarios[0].injects[0].body.en = "This is not {{ site }}".to_owned();
        w.exercises[0].variables[0].1 = Text::same("a drill");
    };
    assert_eq!(refused(&split, WALL_SPEED), denied("I-010"), "variables do not hide it");
    let unknown = refused(&|w| w.exercises[0].id = "spring".into(), WALL_SPEED);
    assert_eq!(unknown, Refusal::UnknownExercise { id: "autumn".to_owned(), known: vec!["spring".to_owned()] });
}

#[test]
fn a_rehearsal_needs_neither_allow_list_nor_mail_nor_a_slow_clock() {
    let mut workspace = workspace();
    workspace.settings.allow.entries.clear();
    workspace.settings.mail = None;
    let table = Table::started(workspace, 4_000_000);
    assert_eq!(table.state.run.phase, ExercisePhase::Running);
}

#[test]
fn only_a_director_who_is_proven_starts_a_live_exercise() {
    let (id, workspace) = (exercise_id(), workspace());
    let request = StartRequest { exercise: &id, mode: Mode::Live, rate: WALL_SPEED };
    let start_as = |who: Option<&Principal>| start(&workspace, &request, &[], who, at(START), &mut *hashes());
    assert_eq!(start_as(None).unwrap_err(), Refusal::NotProven);
    let mut ann = principal("ann", &[Role::Controller, Role::Operator]);
    assert_eq!(start_as(Some(&ann)).unwrap_err(), Refusal::MissingRole { role: Role::Director });
    ann.roles.push(Role::Director);
    assert!(start_as(Some(&ann)).is_ok());
    ann.revoked_at = Some(at(START));
    assert_eq!(start_as(Some(&ann)).unwrap_err(), Refusal::NotProven);
}

#[test]
fn steps_carry_the_due_of_their_own_organisation() {
    let table = Table::rehearsing();
    let due = |key: &str| table.steps.iter().find(|step| step.key == key).map(|step| step.due);
    // Tokyo's second day starts at 15:00Z; Paris gains an hour in the night.
    assert_eq!(due("release/1/I-020/tokyo"), Some(elapsed("T+16:30").as_ms()));
    assert_eq!(due("release/1/I-020/paris"), Some(elapsed("T+24:30").as_ms()));
    assert_eq!(due("deadline/1/containment/paris"), Some(elapsed("T+72:00").as_ms()));
    let work = table.steps.iter().find(|step| step.key == "deadline/1/hypothesis/tokyo").map(|step| step.work.clone());
    let expected = StepWork::Deadline { run: 1, milestone: "hypothesis".into(), organisation: "tokyo".into() };
    assert_eq!(work, Some(expected));
}
