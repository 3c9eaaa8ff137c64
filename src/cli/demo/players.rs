//! The players' parts of the demo, read from `players.toml`: who opens and answers what and when, and what each organisation
//! shows for its milestones. It never acts.

use serde::Deserialize;

use crate::model::{Channel, DeliveryHead, DeliveryPhase, Evidence, InjectId, MilestoneId, OrganisationId, PlayerId, RunState};
use crate::time::{Elapsed, HOUR_MS, Timestamp};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Players {
    #[serde(rename = "answer")]
    pub(super) answers: Vec<Reply>,
    #[serde(rename = "showing")]
    pub(super) showings: Vec<Showing>,
}

/// What one player does with one inject.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reply {
    pub(super) inject: InjectId,
    pub(super) organisation: OrganisationId,
    pub(super) player: PlayerId,
    /// From the delivery until the player acknowledges it.
    after: Wait,
    /// From the delivery until the answer; None: at once when it is acknowledged.
    text_after: Option<Wait>,
    /// None: the player only acknowledges.
    pub(super) text: Option<String>,
}

/// One organisation shows its evidence for a milestone.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Showing {
    pub(super) organisation: OrganisationId,
    pub(super) milestone: MilestoneId,
    /// Of exercise time.
    pub(super) hour: i64,
    pub(super) evidence: Evidence,
    /// Why it is sent back an hour later.
    pub(super) rejected: Option<String>,
}

/// `25m` or `1h 25m`, in milliseconds.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
struct Wait(i64);

impl TryFrom<String> for Wait {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Elapsed::parse(&text).map(|length| Self(length.as_ms())).ok_or(text)
    }
}

/// One act of somebody, by its place in the list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Deed {
    Acknowledge(usize),
    Answer(usize),
    Show(usize),
    SendBack(usize),
}

impl Players {
    pub(super) fn shipped() -> Self {
        toml::from_str(include_str!("players.toml")).expect("the file is embedded, and a test reads it")
    }

    /// Everything whose time is known by now, at its time: what is written in answer to a message has one once that has arrived.
    pub(super) fn deeds(&self, state: &RunState, began: Timestamp) -> Vec<(Timestamp, Deed)> {
        let mut deeds = Vec::new();
        for (index, reply) in self.answers.iter().enumerate() {
            let Some(sent) = reply.delivery(state).and_then(|head| head.sent_at) else { continue };
            deeds.push((sent.plus_ms(reply.after.0), Deed::Acknowledge(index)));
            if reply.text.is_some() {
                deeds.push((sent.plus_ms(reply.text_after.unwrap_or(reply.after).0), Deed::Answer(index)));
            }
        }
        for (index, showing) in self.showings.iter().enumerate() {
            let at = began.plus_ms(showing.hour * HOUR_MS);
            deeds.push((at, Deed::Show(index)));
            if showing.rejected.is_some() {
                deeds.push((at.plus_ms(HOUR_MS), Deed::SendBack(index)));
            }
        }
        deeds.sort_unstable();
        deeds
    }
}

impl Reply {
    /// The mail that is answered, once it has left.
    pub(super) fn delivery<'a>(&self, state: &'a RunState) -> Option<&'a DeliveryHead> {
        state.deliveries.iter().find(|head| {
            head.inject.as_ref() == Some(&self.inject)
                && head.organisation == self.organisation
                && head.player == self.player
                && head.channel == Channel::Mail
                && head.phase == DeliveryPhase::Sent
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::{Exercise, Lang, Recipient, Workspace};

    /// The example's workspace, with what standto ships.
    fn example() -> Workspace {
        let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ministry");
        let files = crate::input::read(&directory).expect("the example can be read");
        crate::input::check(&files).workspace.expect("the example is without faults")
    }

    fn is_for(to: &Recipient, exercise: &Exercise, reply: &Reply) -> bool {
        let organisation = exercise.organisation(&reply.organisation).expect("known");
        let player = organisation.players.iter().find(|player| player.id == reply.player).expect("known");
        to.part == organisation.part && to.team.as_ref().is_none_or(|team| *team == player.team)
    }

    #[test]
    fn every_answer_is_to_an_inject_that_its_player_gets() {
        let (workspace, players) = (example(), Players::shipped());
        let exercise = workspace.exercise(&"border-2026".into()).expect("the demo's exercise");
        let scenario = workspace.scenario(&exercise.scenario).expect("its scenario");
        let mut seen = BTreeSet::new();
        for reply in &players.answers {
            let name = format!("{} of {} at {}", reply.inject, reply.player, reply.organisation);
            let organisation = exercise.organisation(&reply.organisation).unwrap_or_else(|| panic!("{name}: organisation"));
            assert!(organisation.players.iter().any(|player| player.id == reply.player), "{name}: player");
            let inject = scenario.inject(&reply.inject).unwrap_or_else(|| panic!("{name}: inject"));
            assert!(inject.to.iter().any(|to| is_for(to, exercise, reply)), "{name}: never gets it");
            assert!(reply.text_after.is_none_or(|wait| wait.0 >= reply.after.0), "{name}: answers before opening it");
            assert!(reply.text_after.is_none() || reply.text.is_some(), "{name}: answers without a text");
            assert!(seen.insert(name.clone()), "{name}: twice");
        }
    }

    #[test]
    fn every_showing_fills_its_gate_and_nothing_else() {
        let (workspace, players) = (example(), Players::shipped());
        let exercise = workspace.exercise(&"border-2026".into()).expect("the demo's exercise");
        let scenario = workspace.scenario(&exercise.scenario).expect("its scenario");
        for showing in &players.showings {
            let name = format!("{} of {}", showing.milestone, showing.organisation);
            assert!(exercise.organisation(&showing.organisation).is_some(), "{name}: organisation");
            let rule = scenario.milestone(&showing.milestone).unwrap_or_else(|| panic!("{name}: milestone"));
            let wanted: BTreeSet<&String> = rule.gate.iter().map(|field| &field.id).collect();
            assert_eq!(showing.evidence.keys().collect::<BTreeSet<_>>(), wanted, "{name}");
        }
    }

    #[test]
    fn everybody_writes_in_the_language_of_the_house() {
        let (workspace, players) = (example(), Players::shipped());
        let exercise = workspace.exercise(&"border-2026".into()).expect("the demo's exercise");
        let answers = players.answers.iter().filter_map(|reply| Some((&reply.organisation, reply.text.as_ref()?)));
        let shown = players
            .showings
            .iter()
            .flat_map(|showing| showing.evidence.values().chain(&showing.rejected).map(|text| (&showing.organisation, text)));
        for (organisation, text) in answers.chain(shown) {
            let lang = exercise.organisation(organisation).expect("known").lang;
            let is_japanese = text.chars().any(|c| matches!(c, '\u{3040}'..='\u{9fff}'));
            assert_eq!(is_japanese, lang == Lang::Ja, "{organisation}: {text}");
        }
    }
}
