//! Conditions: every leaf, nested, per organisation.

use crate::exercise::fixture::{Table, after, day, elapsed, exercise_id, inject_is, milestone_is};
use crate::exercise::{View, acknowledge, answer, holds, next_look, waiting};
use crate::model::{Channel, ClockId, Condition, ExercisePoint, InjectPhase, InjectTest, MilestoneStatus, StepWork, Timing};
use crate::time::Timestamp;

fn is_true(table: &Table, condition: &Condition, organisation: &str, now: Timestamp) -> bool {
    let view = View::of(&table.workspace, &table.state, now).unwrap();
    let cast = table.workspace.exercise(&exercise_id()).unwrap();
    holds(condition, &view, cast.organisation(&organisation.into()).unwrap())
}

fn at_part(condition: Condition, name: &str) -> Condition {
    match condition {
        Condition::Inject { inject, is, .. } => Condition::Inject { inject, is, part: Some(name.into()) },
        Condition::Milestone { milestone, is, .. } => Condition::Milestone { milestone, is, part: Some(name.into()) },
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) | Condition::Reached(_) => panic!("only leaves have a part"),
    }
}

fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

fn acknowledged(table: &mut Table, player: &str, now: Timestamp) {
    let delivery = table.delivery("I-010", player, Channel::Mail);
    let (changes, _) = acknowledge(&table.state, &delivery, &table.link(player), now).unwrap();
    table.apply(changes);
}

#[test]
fn an_inject_passes_through_what_can_be_asked_of_it() {
    let mut table = Table::rehearsing();
    let tests = [InjectTest::Released, InjectTest::Acknowledged, InjectTest::Answered, InjectTest::Skipped];
    let asked = |table: &Table| tests.map(|is| is_true(table, &inject_is("I-010", is), "tokyo", after(50)));
    assert_eq!(asked(&table), [false, false, false, false]);
    table.release("I-010", "tokyo", after(30));
    assert_eq!(asked(&table), [true, false, false, false]);
    acknowledged(&mut table, "aoki", after(31));
    assert_eq!(asked(&table), [true, true, false, false]);
    for player in ["aoki", "baba"] {
        let delivery = table.delivery("I-010", player, Channel::Mail);
        let link = table.link(player);
        let (changes, _) = answer(&table.workspace, &table.state, &delivery, &link, "done", after(32)).unwrap();
        table.apply(changes);
    }
    assert_eq!(asked(&table), [true, true, true, false], "complete counts as released");
    assert!(is_true(&table, &inject_is("I-050", InjectTest::Skipped), "paris", after(50)));
    assert!(is_true(&table, &inject_is("I-040", InjectTest::Skipped), "tokyo", after(50)), "nobody plays its part");
}

#[test]
fn a_leaf_asks_the_receiving_organisation_if_it_is_concerned_and_else_any() {
    let mut table = Table::rehearsing();
    table.release("I-010", "paris", after(30));
    let released = inject_is("I-010", InjectTest::Released);
    assert!(is_true(&table, &released, "paris", after(31)));
    assert!(!is_true(&table, &released, "tokyo", after(31)), "tokyo has its own, which is not out");
    assert!(is_true(&table, &released, "harbour", after(31)), "the port does not get it: any will do");
    assert!(is_true(&table, &at_part(released.clone(), "ministry"), "tokyo", after(31)), "a named part means any who plays it");
    assert!(!is_true(&table, &at_part(released, "port"), "harbour", after(31)));
}

#[test]
fn nested_conditions_are_worked_out_from_the_inside() {
    let mut table = Table::rehearsing();
    table.release("I-010", "tokyo", after(30));
    let (yes, no) = (|| inject_is("I-010", InjectTest::Released), || inject_is("I-010", InjectTest::Answered));
    for (condition, expected) in [
        (Condition::All(vec![yes(), yes()]), true),
        (Condition::All(vec![yes(), no()]), false),
        (Condition::All(vec![]), true),
        (Condition::Any(vec![no(), yes()]), true),
        (Condition::Any(vec![no(), no()]), false),
        (Condition::Any(vec![]), false),
        (not(Condition::Any(vec![no(), not(yes())])), true),
        (not(not(Condition::All(vec![yes(), not(no())]))), true),
        (Condition::Any(vec![Condition::All(vec![yes(), no()]), not(Condition::All(vec![no(), yes()]))]), true),
        (Condition::All(vec![not(no()), Condition::Any(vec![no(), not(yes())])]), false),
    ] {
        assert_eq!(is_true(&table, &condition, "tokyo", after(31)), expected, "{condition:?}");
    }
}

#[test]
fn a_point_is_reached_on_each_organisations_own_clock() {
    let table = Table::rehearsing();
    let morning = Condition::Reached(day(2, "09:30"));
    // Tokyo is there 16.5 hours after the start, Paris 24.5.
    assert!(!is_true(&table, &morning, "tokyo", after(16 * 60 + 29)));
    assert!(is_true(&table, &morning, "tokyo", after(16 * 60 + 30)));
    assert!(!is_true(&table, &morning, "paris", after(16 * 60 + 30)));
    assert!(is_true(&table, &morning, "paris", after(24 * 60 + 30)));
    let offset = Condition::Reached(ExercisePoint::Offset(elapsed("T+02:00")));
    assert!(!is_true(&table, &offset, "paris", after(120).plus_ms(-1)));
    assert!(is_true(&table, &offset, "paris", after(120)));
}

#[test]
fn a_milestone_is_asked_by_its_exact_status() {
    let mut table = Table::rehearsing();
    let set = |table: &mut Table, status| {
        for row in table.state.milestones.iter_mut().filter(|row| row.organisation.as_str() == "tokyo") {
            row.status = status;
        }
    };
    for status in MilestoneStatus::ALL {
        set(&mut table, *status);
        for asked in MilestoneStatus::ALL {
            let stored_pending = matches!(status, MilestoneStatus::Pending | MilestoneStatus::AtRisk);
            let expected = match asked {
                MilestoneStatus::Pending => stored_pending,
                // One hour into 24: nothing is at risk yet, whatever was stored.
                MilestoneStatus::AtRisk => false,
                MilestoneStatus::Met | MilestoneStatus::Late | MilestoneStatus::Missed | MilestoneStatus::Rejected => {
                    asked == status
                }
            };
            let condition = milestone_is("hypothesis", *asked);
            assert_eq!(is_true(&table, &condition, "tokyo", after(60)), expected, "{status} asked for {asked}");
        }
    }
    set(&mut table, MilestoneStatus::Pending);
    assert!(is_true(&table, &milestone_is("hypothesis", MilestoneStatus::AtRisk), "tokyo", after(20 * 60)));
    assert!(is_true(&table, &milestone_is("hypothesis", MilestoneStatus::Pending), "tokyo", after(20 * 60)));
}

#[test]
fn a_conditional_inject_goes_when_its_condition_comes_true_for_its_own_organisation() {
    let mut table = Table::rehearsing();
    table.release("I-010", "tokyo", after(30));
    table.release("I-010", "paris", after(30));
    assert!(waiting(&table.workspace, &table.state, after(31)).is_empty());
    acknowledged(&mut table, "aoki", after(40));
    let changes = waiting(&table.workspace, &table.state, after(41));
    table.apply(changes);
    let row = |organisation: &str| {
        let row =
            table.state.injects.iter().find(|row| row.inject.as_str() == "I-030" && row.organisation.as_str() == organisation);
        row.map(|row| (row.phase, row.due))
    };
    assert_eq!(row("tokyo"), Some((InjectPhase::Synchronized, Some(elapsed("T+01:01")))), "now and twenty minutes");
    assert_eq!(row("paris"), Some((InjectPhase::Waiting, None)));
    let step = table.steps.iter().find(|step| step.key == "release/1/I-030/tokyo").unwrap();
    assert_eq!((step.clock, step.due), (ClockId::exercise(1), elapsed("T+01:01").as_ms()));
    assert!(matches!(&step.work, StepWork::Release { run: 1, .. }));
    assert!(waiting(&table.workspace, &table.state, after(42)).is_empty(), "once is enough");
    assert!(!table.release("I-030", "tokyo", after(61)).is_empty());
}

#[test]
fn the_next_look_is_the_next_point_at_which_time_alone_may_decide() {
    let mut table = Table::rehearsing();
    assert_eq!(next_look(&table.workspace, &table.state, after(1)), None, "nothing waits for a point in time");
    let condition = Condition::Any(vec![
        not(Condition::Reached(ExercisePoint::Offset(elapsed("T+01:00")))),
        Condition::All(vec![Condition::Reached(day(2, "09:30")), milestone_is("hypothesis", MilestoneStatus::AtRisk)]),
    ]);
    table.workspace.scenarios[0].injects[2].timing = Timing::When { condition, after: elapsed("0m") };
    let look = |minutes: i64| next_look(&table.workspace, &table.state, after(minutes));
    assert_eq!(look(1), Some(elapsed("T+01:00")));
    assert_eq!(look(60), Some(elapsed("T+16:30")), "tokyo's morning");
    assert_eq!(look(17 * 60), Some(elapsed("T+19:12").plus_ms(1)), "four fifths of 24 hours");
    assert_eq!(look(20 * 60), Some(elapsed("T+24:30")), "the morning in Paris");
    assert_eq!(look(25 * 60), None);
    for hours in [1, 16, 19, 24] {
        let at = look(hours * 60).map_or(i64::MAX, crate::time::Elapsed::as_ms);
        assert!(at > hours * crate::time::HOUR_MS, "never in the past");
    }
}
