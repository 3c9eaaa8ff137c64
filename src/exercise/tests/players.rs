//! Players: acknowledgements and answers.

use crate::exercise::fixture::{Table, after, elapsed, facts};
use crate::exercise::{ANSWER_LIMIT, acknowledge, answer};
use crate::model::{Answer, Channel, Decision, DeliveryPhase, Fact, InjectPhase, PlayerLink, Refusal};
use crate::time::Timestamp;

fn table() -> Table {
    let mut table = Table::rehearsing();
    table.release("I-010", "tokyo", after(30));
    table
}

fn answered(table: &mut Table, player: &str, text: &str, now: Timestamp) -> Vec<Fact> {
    let delivery = table.delivery("I-010", player, Channel::Mail);
    let (changes, said) = answer(&table.workspace, &table.state, &delivery, &table.link(player), text, now).unwrap();
    assert_eq!(said, Answer::Done);
    table.apply(changes.clone());
    facts(&changes)
}

#[test]
fn an_acknowledgement_counts_once() {
    let mut table = table();
    let delivery = table.delivery("I-010", "aoki", Channel::Mail);
    let (changes, _) = acknowledge(&table.state, &delivery, &table.link("aoki"), after(35)).unwrap();
    table.apply(changes.clone());
    assert!(
        matches!(facts(&changes).as_slice(), [Fact::Acknowledged { at_exercise, .. }] if *at_exercise == elapsed("T+00:35"))
    );
    let delivery = table.delivery("I-010", "aoki", Channel::Mail);
    assert_eq!(delivery.acknowledged_at, Some(after(35)));
    let again = acknowledge(&table.state, &delivery, &table.link("aoki"), after(36));
    assert_eq!(again, Ok((vec![], Answer::Done)));
}

#[test]
fn an_answer_acknowledges_and_the_same_answer_twice_is_one() {
    let mut table = table();
    let first = answered(&mut table, "aoki", "  We block the host.\n", after(40));
    assert!(
        matches!(first.as_slice(), [Fact::Acknowledged { .. }, Fact::Answered { text, .. }] if text == "We block the host.")
    );
    assert_eq!(answered(&mut table, "aoki", "We block the host.", after(41)), vec![]);
    assert!(matches!(answered(&mut table, "aoki", "And the second.", after(42)).as_slice(), [Fact::Answered { .. }]));
    assert_eq!(table.state.responses.len(), 2);
}

#[test]
fn a_blank_answer_is_a_bare_acknowledgement() {
    let mut table = table();
    assert!(matches!(answered(&mut table, "aoki", " \n\u{3000}", after(40)).as_slice(), [Fact::Acknowledged { .. }]));
    assert_eq!(table.state.responses[0].text, None);
}

#[test]
fn an_inject_is_complete_when_everybody_who_got_it_has_answered() {
    let mut table = table();
    let phase = |table: &Table| {
        let row = table.state.injects.iter().find(|row| row.inject.as_str() == "I-010" && row.organisation.as_str() == "tokyo");
        row.map(|row| row.phase)
    };
    answered(&mut table, "baba", "", after(40));
    answered(&mut table, "aoki", "one", after(41));
    assert_eq!(phase(&table), Some(InjectPhase::Released), "an acknowledgement is no answer");
    answered(&mut table, "baba", "two", after(42));
    assert_eq!(phase(&table), Some(InjectPhase::Complete));
    answered(&mut table, "baba", "three", after(43));
    assert_eq!(phase(&table), Some(InjectPhase::Complete));
}

#[test]
fn an_answer_has_at_most_twenty_thousand_characters() {
    let table = table();
    let delivery = table.delivery("I-010", "aoki", Channel::Mail);
    let limit = usize::try_from(ANSWER_LIMIT).unwrap();
    let send = |text: &str| answer(&table.workspace, &table.state, &delivery, &table.link("aoki"), text, after(40));
    assert!(send(&"あ".repeat(limit)).is_ok());
    assert_eq!(send(&"あ".repeat(limit + 1)), Err(Refusal::AnswerTooLong { limit: ANSWER_LIMIT }));
}

#[test]
fn only_the_players_own_living_link_counts() {
    let table = table();
    let delivery = table.delivery("I-010", "aoki", Channel::Mail);
    let own = table.link("aoki");
    let by = |link: PlayerLink| -> Decision { acknowledge(&table.state, &delivery, &link, after(40)) };
    assert!(by(own.clone()).is_ok());
    assert_eq!(by(table.link("baba")), Err(Refusal::NotYours));
    assert_eq!(by(PlayerLink { organisation: "paris".into(), ..own.clone() }), Err(Refusal::NotYours));
    assert_eq!(by(PlayerLink { run: 2, ..own.clone() }), Err(Refusal::NotYours));
    assert_eq!(by(PlayerLink { is_revoked: true, ..own.clone() }), Err(Refusal::NotProven));
    assert_eq!(by(PlayerLink { expires_at: after(40), ..own.clone() }), Err(Refusal::NotProven));
    let cancelled = crate::model::Delivery { phase: DeliveryPhase::Cancelled, ..delivery.clone() };
    assert_eq!(acknowledge(&table.state, &cancelled, &own, after(40)), Err(Refusal::NotYours));
}
