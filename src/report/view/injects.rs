//! Section 5: each inject, what was expected, who reacted when, and what they answered.

use serde::Serialize;

use super::Sayer;
use super::summary::{Reaction, reaction};
use crate::model::{InjectId, Text};
use crate::report::OrganisationPart;
use crate::report::aar::{AnswerTrace, ErasedEntry, InjectOutcome, InjectTrace};
use crate::text::report as say;
use crate::text::terms::Term as _;
use crate::time::Elapsed;

#[derive(Serialize)]
pub(super) struct ByInject {
    inject: String,
    subject: String,
    acknowledge: Reaction,
    answer: Reaction,
}

#[derive(Serialize)]
pub(super) struct Organisation {
    name: String,
    injects: Vec<Inject>,
    erased: Vec<String>,
}

#[derive(Serialize)]
struct Inject {
    id: String,
    subject: String,
    expected: String,
    due: String,
    released: String,
    /// Why it was not released; empty for one that was.
    skipped: String,
    acknowledged: String,
    answered: String,
    answers: Vec<Answer>,
}

#[derive(Serialize)]
struct Answer {
    head: String,
    text: String,
}

pub(super) fn by_inject(say: &Sayer<'_>) -> Vec<ByInject> {
    let one = |(inject, acknowledge, answer): (InjectId, _, _)| ByInject {
        subject: subject_of(say, &inject).map(|subject| subject.get(say.lang).to_owned()).unwrap_or_default(),
        inject: inject.to_string(),
        acknowledge: reaction(&acknowledge, say),
        answer: reaction(&answer, say),
    };
    say.aar.times_by_inject().into_iter().map(one).collect()
}

fn subject_of<'a>(say: &Sayer<'a>, inject: &InjectId) -> Option<&'a Text> {
    let mut traces = say.aar.organisations.iter().flat_map(|organisation| &organisation.injects);
    traces.find_map(|trace| match &trace.outcome {
        InjectOutcome::Released { subject, .. } if trace.inject == *inject => Some(subject),
        InjectOutcome::Released { .. } | InjectOutcome::Skipped { .. } | InjectOutcome::Unrecorded => None,
    })
}

pub(super) fn organisations(say: &Sayer<'_>) -> Vec<Organisation> {
    let one = |organisation: &OrganisationPart| Organisation {
        name: say.name(organisation),
        injects: organisation.injects.iter().map(|inject| one(inject, say)).collect(),
        erased: organisation.erased.iter().map(|entry| erased(entry, say)).collect(),
    };
    let is_touched = |organisation: &&OrganisationPart| !organisation.injects.is_empty() || !organisation.erased.is_empty();
    say.aar.organisations.iter().filter(is_touched).map(one).collect()
}

fn erased(entry: &ErasedEntry, say: &Sayer<'_>) -> String {
    say::erased_entry(entry.sequence, entry.player.as_str(), &say.exactly(entry.at), say.lang)
}

fn one(inject: &InjectTrace, say: &Sayer<'_>) -> Inject {
    let lang = say.lang;
    let mut shown = Inject {
        id: inject.inject.to_string(),
        subject: subject_of(say, &inject.inject).map_or_else(|| "–".to_owned(), |subject| subject.get(lang).to_owned()),
        expected: String::new(),
        due: "–".to_owned(),
        released: "–".to_owned(),
        skipped: String::new(),
        acknowledged: reacted(inject.acknowledged_after(), say),
        answered: reacted(inject.answered_after(), say),
        answers: inject.answers.iter().map(|answer| answered(answer, say)).collect(),
    };
    match &inject.outcome {
        InjectOutcome::Released { due, at_exercise, expected, .. } => {
            let late = Elapsed::from_ms(at_exercise.as_ms().saturating_sub(due.as_ms()));
            let released = at_exercise.to_string();
            shown.due = due.to_string();
            shown.released =
                if late.as_ms() > 0 { say::with_note(&released, &say::released_late(late, lang), lang) } else { released };
            shown.expected = expected.as_ref().map(|expected| expected.get(lang).to_owned()).unwrap_or_default();
        }
        InjectOutcome::Skipped { reason, .. } => {
            shown.skipped = say::with_note(&say.word("skipped"), reason.term(lang), lang);
        }
        InjectOutcome::Unrecorded => shown.released = say.word("erased"),
    }
    shown
}

fn reacted(after: Option<Elapsed>, say: &Sayer<'_>) -> String {
    after.map_or_else(|| "–".to_owned(), |after| say::after(after, say.lang))
}

fn answered(answer: &AnswerTrace, say: &Sayer<'_>) -> Answer {
    let joint = say.word("by_joint");
    let parts = [answer.player.to_string(), answer.at_exercise.to_string(), say.exactly(answer.at)];
    Answer { head: parts.join(&joint), text: answer.text.clone() }
}
