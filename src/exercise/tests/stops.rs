//! ENDEX and abort: what is cancelled, skipped, corrected.

use std::collections::BTreeMap;

use crate::exercise::fixture::{Table, after, elapsed, facts, principal};
use crate::exercise::{abort, acknowledge, begin, end, may_abort, sent, uncertain, waiting};
use crate::model::{
    Answer, Channel, ClockId, DeliveryPhase, ExercisePhase, Fact, InjectPhase, Lang, MilestoneStatus, Purpose, Role,
    SkipReason, denies_drill,
};

/// A live exercise with mail in every phase: aoki's sent, baba's being sent, dupont's uncertain, the port's still due.
fn under_way() -> Table {
    let mut table = Table::live();
    table.release("I-010", "tokyo", after(30));
    table.release("I-010", "paris", after(30));
    table.release("I-020", "harbour", after(31));
    for player in ["aoki", "baba", "dupont"] {
        let (attempt, changes) = begin(&table.delivery("I-010", player, Channel::Mail), after(32)).unwrap();
        table.apply(changes);
        let delivery = table.delivery("I-010", player, Channel::Mail);
        match player {
            "aoki" => table.apply(sent(&delivery, attempt, "250 ok", after(32))),
            "dupont" => table.apply(uncertain(&delivery, attempt, after(32))),
            _ => {}
        }
    }
    table
}

fn reasons(table: &Table) -> BTreeMap<(String, String), Option<SkipReason>> {
    let rows = table.state.injects.iter().filter(|row| row.phase == InjectPhase::Skipped);
    rows.map(|row| ((row.inject.to_string(), row.organisation.to_string()), row.skipped)).collect()
}

fn reason(table: &Table, inject: &str, organisation: &str) -> Option<SkipReason> {
    reasons(table).get(&(inject.to_owned(), organisation.to_owned())).copied().flatten()
}

#[test]
fn the_end_skips_what_waits_with_its_reason() {
    let mut table = under_way();
    let delivery = table.delivery("I-010", "aoki", Channel::Mail);
    let (changes, _) = acknowledge(&table.state, &delivery, &table.link("aoki"), after(40)).unwrap();
    table.apply(changes);
    table.apply(waiting(&table.workspace, &table.state, after(40)));
    let ann = principal("ann", &[Role::Director]);
    let (changes, answer) = end(&table.workspace, &table.state, Some(&ann), after(45)).unwrap();
    assert_eq!(answer, Answer::ExerciseStopped { run: 1, cancelled: 1, corrections: 0 });
    table.apply(changes);
    assert_eq!(reason(&table, "I-020", "tokyo"), Some(SkipReason::Ended));
    assert_eq!(reason(&table, "I-030", "tokyo"), Some(SkipReason::Ended), "its condition came true, its time did not");
    assert_eq!(reason(&table, "I-030", "paris"), Some(SkipReason::ConditionUnmet));
    assert_eq!(reason(&table, "I-050", "paris"), Some(SkipReason::NoRecipient), "an older reason stays");
    assert_eq!(table.state.run.phase, ExercisePhase::Ended);
    assert_eq!(table.state.run.ended_at, Some(after(45)));
    assert_eq!(table.state.run.clock.at(after(900)), elapsed("T+00:45"), "the clock stands");
    assert!(table.steps.is_empty());
    assert!(table.facts.contains(&Fact::ExerciseEnded { run: 1, at_exercise: elapsed("T+00:45") }));
}

#[test]
fn the_end_cancels_what_is_not_sent_and_misses_what_is_not_met() {
    let mut table = under_way();
    let ann = principal("ann", &[Role::Director]);
    let (changes, _) = end(&table.workspace, &table.state, Some(&ann), after(45)).unwrap();
    let cancelled = facts(&changes).iter().filter(|fact| matches!(fact, Fact::DeliveryCancelled { .. })).count();
    table.apply(changes);
    assert_eq!(cancelled, 1);
    assert_eq!(table.delivery("I-020", "endo", Channel::Mail).phase, DeliveryPhase::Cancelled);
    assert_eq!(table.delivery("I-010", "aoki", Channel::Mail).phase, DeliveryPhase::Sent);
    assert_eq!(table.delivery("I-010", "baba", Channel::Mail).phase, DeliveryPhase::Claimed, "what is being sent is let be");
    assert_eq!(table.delivery("I-010", "dupont", Channel::Mail).phase, DeliveryPhase::Uncertain);
    assert!(table.state.milestones.iter().all(|row| row.status == MilestoneStatus::Missed));
}

#[test]
fn an_abort_corrects_everybody_who_may_have_got_a_message_once() {
    let mut table = under_way();
    let before = table.deliveries.len();
    let ann = principal("ann", &[Role::Controller]);
    let (changes, answer) = abort(&table.workspace, &table.state, Some(&ann), after(45)).unwrap();
    assert_eq!(answer, Answer::ExerciseStopped { run: 1, cancelled: 1, corrections: 3 });
    table.apply(changes);
    let corrections: BTreeMap<&str, Channel> = table
        .deliveries
        .values()
        .filter(|delivery| delivery.purpose == Purpose::Correction)
        .map(|delivery| (delivery.player.as_str(), delivery.channel))
        .collect();
    let expected = BTreeMap::from([("aoki", Channel::Mail), ("baba", Channel::Mail), ("dupont", Channel::Mail)]);
    assert_eq!(corrections, expected, "chiba got nothing, endo's mail was still in the queue");
    assert_eq!(table.deliveries.len(), before + 3);
    assert_eq!(table.steps.len(), 3, "only the corrections are left in the queue");
    assert!(table.steps.iter().all(|step| step.clock == ClockId::WALL && step.due == after(45).as_ms()));
    assert!(reasons(&table).values().all(|reason| matches!(reason, Some(SkipReason::Aborted | SkipReason::NoRecipient))));
    assert!(table.facts.contains(&Fact::ExerciseAborted { run: 1, at_exercise: elapsed("T+00:45") }));
}

#[test]
fn a_correction_speaks_the_players_language_and_names_the_contact() {
    let mut table = under_way();
    let (changes, _) = abort(&table.workspace, &table.state, None, after(45)).unwrap();
    table.apply(changes);
    let correction = |player: &str| {
        let is_meant = |one: &&crate::model::Delivery| one.purpose == Purpose::Correction && one.player.as_str() == player;
        table.deliveries.values().find(is_meant).unwrap()
    };
    let (ja, en) = (correction("aoki"), correction("baba"));
    assert_eq!(
        (ja.lang, ja.subject.as_str(), ja.sender.as_str()),
        (Lang::Ja, "演習中止のお知らせ\u{ff1a}秋季演習", "演習事務局")
    );
    assert_eq!((en.lang, en.subject.as_str()), (Lang::En, "Exercise stopped: Autumn exercise"));
    for one in [ja, en] {
        assert!(one.body.contains("desk@example.org"));
        assert_eq!(one.inject, None);
        assert_eq!(denies_drill(&one.body), None, "the transport would refuse it");
    }
    assert_eq!(ja.address, "aoki@players.example");
}

#[test]
fn a_player_who_only_had_pages_is_corrected_on_the_page_at_once() {
    let mut table = Table::live();
    table.release("I-050", "tokyo", after(60));
    let (changes, answer) = abort(&table.workspace, &table.state, None, after(61)).unwrap();
    assert_eq!(answer, Answer::ExerciseStopped { run: 1, cancelled: 0, corrections: 1 });
    table.apply(changes);
    let correction = table.deliveries.values().find(|one| one.purpose == Purpose::Correction).unwrap();
    assert_eq!(
        (correction.player.as_str(), correction.channel, correction.phase),
        ("chiba", Channel::Page, DeliveryPhase::Sent)
    );
    assert!(table.steps.is_empty());
}

#[test]
fn an_abort_before_any_message_corrects_nobody() {
    let table = Table::live();
    let (_, answer) = abort(&table.workspace, &table.state, None, after(1)).unwrap();
    assert_eq!(answer, Answer::ExerciseStopped { run: 1, cancelled: 0, corrections: 0 });
}

#[test]
fn those_who_conduct_may_abort_and_so_may_the_operator() {
    for role in Role::ALL {
        let may = may_abort(&principal("ann", &[*role]));
        assert_eq!(may, matches!(role, Role::Director | Role::Controller | Role::Operator), "{role}");
        let table = Table::live();
        assert_eq!(abort(&table.workspace, &table.state, Some(&principal("ann", &[*role])), after(1)).is_ok(), may, "{role}");
    }
}

#[test]
fn an_abort_withdraws_a_proposal() {
    let mut table = Table::proposed();
    let ann = principal("ann", &[Role::Director]);
    let (changes, answer) = abort(&table.workspace, &table.state, Some(&ann), after(1)).unwrap();
    assert_eq!(answer, Answer::ExerciseStopped { run: 1, cancelled: 0, corrections: 0 });
    table.apply(changes);
    assert_eq!(table.state.run.phase, ExercisePhase::Aborted);
}
