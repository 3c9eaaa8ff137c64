//! The hash of a script: what a second principal approves before a live exercise.
//!
//! It covers all that players could get, who they are and when it would come; it leaves out what only the staff reads and where
//! in a file something stands. Every struct is taken apart by name, so that a new field asks here whether it counts.

use sha2::{Digest as _, Sha256};

use crate::model::{
    Artefact, Condition, Exercise, ExercisePoint, GateField, Inject, InjectTest, MilestoneRule, Organisation, Player,
    Recipient, Scenario, Text, Timing,
};

/// SHA-256 of the script, in hexadecimal.
pub fn script_hash(scenario: &Scenario, cast: &Exercise) -> String {
    let mut script = Canon::default();
    script.scenario(scenario);
    script.cast(cast);
    crate::model::hex(&script.hash.finalize())
}

/// SHA-256 of a list of words, in hexadecimal; no two lists are written alike.
pub(super) fn hash_of(words: &[&str]) -> String {
    let mut canon = Canon::default();
    for word in words {
        canon.word(word);
    }
    crate::model::hex(&canon.hash.finalize())
}

/// Writes values so that no two scripts are written alike: every word and list with its length before it.
#[derive(Default)]
struct Canon {
    hash: Sha256,
}

impl Canon {
    fn number(&mut self, number: i64) {
        self.hash.update(number.to_be_bytes());
    }

    fn word(&mut self, word: &str) {
        self.count(word.len());
        self.hash.update(word.as_bytes());
    }

    fn text(&mut self, text: &Text) {
        let Text { en, ja } = text;
        self.word(en);
        self.word(ja);
    }

    fn count(&mut self, count: usize) {
        self.number(i64::try_from(count).unwrap_or(i64::MAX));
    }

    fn list<T>(&mut self, list: &[T], write: impl Fn(&mut Self, &T)) {
        self.count(list.len());
        for item in list {
            write(self, item);
        }
    }

    fn scenario(&mut self, scenario: &Scenario) {
        let Scenario {
            id,
            injects,
            artefacts,
            milestones,
            length,
            // For the staff; never sent.
            title: _,
            storyline: _,
            assets: _,
            parts: _,
            techniques: _,
            objectives: _,
            scenes: _,
            place: _,
        } = scenario;
        self.word(id.as_str());
        self.number(length.as_ms());
        self.list(injects, Self::inject);
        self.list(artefacts, |canon, Artefact { id, file_name, body, place: _ }| {
            canon.word(id.as_str());
            canon.word(file_name);
            canon.text(body);
        });
        self.list(milestones, |canon, MilestoneRule { id, title, due, gate, place: _ }| {
            canon.word(id.as_str());
            canon.text(title);
            canon.number(due.as_ms());
            canon.list(gate, |canon, GateField { id, title }| {
                canon.word(id);
                canon.text(title);
            });
        });
    }

    fn inject(&mut self, inject: &Inject) {
        let Inject {
            id,
            timing,
            to,
            channels,
            sender,
            subject,
            body,
            artefacts,
            // For the staff; never sent.
            scene: _,
            techniques: _,
            expect: _,
            place: _,
        } = inject;
        self.word(id.as_str());
        self.timing(timing);
        self.list(to, |canon, Recipient { part, team }| {
            canon.word(part.as_str());
            canon.word(team.as_ref().map_or("", |team| team.as_str()));
        });
        self.list(channels, |canon, channel| canon.word(channel.as_str()));
        self.text(sender);
        self.text(subject);
        self.text(body);
        self.list(artefacts, |canon, artefact| canon.word(artefact.as_str()));
    }

    fn timing(&mut self, timing: &Timing) {
        match timing {
            Timing::At(point) => {
                self.word("at");
                self.point(point);
            }
            Timing::When { condition, after } => {
                self.word("when");
                self.condition(condition);
                self.number(after.as_ms());
            }
        }
    }

    fn point(&mut self, point: &ExercisePoint) {
        match point {
            ExercisePoint::Offset(elapsed) => {
                self.word("offset");
                self.number(elapsed.as_ms());
            }
            ExercisePoint::Day { day, time } => {
                self.word("day");
                self.number(i64::from(*day));
                self.word(&time.to_string());
            }
        }
    }

    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::All(parts) => {
                self.word("all");
                self.list(parts, Self::condition);
            }
            Condition::Any(parts) => {
                self.word("any");
                self.list(parts, Self::condition);
            }
            Condition::Not(inner) => {
                self.word("not");
                self.condition(inner);
            }
            Condition::Inject { inject, is, part } => {
                self.word("inject");
                self.word(inject.as_str());
                self.word(match is {
                    InjectTest::Released => "released",
                    InjectTest::Acknowledged => "acknowledged",
                    InjectTest::Answered => "answered",
                    InjectTest::Skipped => "skipped",
                });
                self.word(part.as_ref().map_or("", |part| part.as_str()));
            }
            Condition::Milestone { milestone, is, part } => {
                self.word("milestone");
                self.word(milestone.as_str());
                self.word(is.as_str());
                self.word(part.as_ref().map_or("", |part| part.as_str()));
            }
            Condition::Reached(point) => {
                self.word("reached");
                self.point(point);
            }
        }
    }

    fn cast(&mut self, cast: &Exercise) {
        let Exercise { id, title, scenario, zone, contact, variables, organisations, on_uncertain, place: _ } = cast;
        self.word(id.as_str());
        self.text(title);
        self.word(scenario.as_str());
        self.word(zone.name());
        self.word(contact);
        self.word(on_uncertain.as_str());
        self.list(variables, |canon, (name, value)| {
            canon.word(name);
            canon.text(value);
        });
        self.list(organisations, |canon, Organisation { id, name, part, zone, lang, players }| {
            canon.word(id.as_str());
            canon.text(name);
            canon.word(part.as_str());
            canon.word(zone.name());
            canon.word(lang.tag());
            canon.list(players, |canon, Player { id, name, team, mail, lang }| {
                canon.word(id.as_str());
                canon.word(name);
                canon.word(team.as_str());
                canon.word(mail);
                canon.word(lang.tag());
            });
        });
    }
}
