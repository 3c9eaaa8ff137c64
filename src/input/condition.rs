//! The conditions of injects: tables that nest. Pure.

use super::document::Record;
use super::faults::Faults;
use super::formats;
use super::scenario::point_within;
use super::shape::{Kind, Shape, Within, may};
use crate::model::{Condition, FaultCode, InjectId, InjectTest, MilestoneId, MilestoneStatus, PartId};
use crate::time::Elapsed;

pub(super) static CONDITION: Shape = Shape::one_of(
    "condition",
    &[&["all", "any", "not", "inject", "milestone", "reached"]],
    &[
        may("all", Kind::Tables(&CONDITION)),
        may("any", Kind::Tables(&CONDITION)),
        may("not", Kind::Table(&CONDITION)),
        may("inject", Kind::Ref("inject", Within::File)),
        may("milestone", Kind::Ref("milestone", Within::File)),
        may("reached", Kind::Form(&formats::POINT)),
        may("is", Kind::Str),
        may("part", Kind::Ref("part", Within::File)),
    ],
);

const TESTS: [(&str, InjectTest); 4] = [
    ("released", InjectTest::Released),
    ("acknowledged", InjectTest::Acknowledged),
    ("answered", InjectTest::Answered),
    ("skipped", InjectTest::Skipped),
];

/// The condition of a table that was held against [`CONDITION`]; `length` is the scenario's.
pub(super) fn decode(record: Record<'_>, length: Elapsed, faults: &mut Faults) -> Option<Condition> {
    let part = record.str("part").map(PartId::from);
    if let Some(id) = record.str("inject") {
        let is =
            word(record, |word| TESTS.iter().find(|(name, _)| *name == word).map(|(_, test)| *test), inject_words, faults)?;
        return Some(Condition::Inject { inject: InjectId::from(id), is, part });
    }
    if let Some(id) = record.str("milestone") {
        let is = word(record, MilestoneStatus::from_word, milestone_words, faults)?;
        return Some(Condition::Milestone { milestone: MilestoneId::from(id), is, part });
    }
    for key in ["is", "part"].into_iter().filter(|key| record.has(key)) {
        let accepted = ["all", "any", "not", "inject", "milestone", "reached"].map(str::to_owned).to_vec();
        faults.push(record.place_of(key), FaultCode::UnknownKey { key: key.to_owned(), accepted });
    }
    if let Some(reached) = record.value("reached") {
        return point_within(reached, length, faults).map(Condition::Reached);
    }
    if let Some(not) = record.record("not") {
        return Some(Condition::Not(Box::new(decode(not, length, faults)?)));
    }
    let key = ["all", "any"].into_iter().find(|key| record.has(key))?;
    let inner: Vec<_> = record.records(key).into_iter().filter_map(|inner| decode(inner, length, faults)).collect();
    if record.values(key).is_empty() {
        faults.push(record.place_of(key), FaultCode::Empty { what: key.to_owned() });
    }
    Some(if key == "all" { Condition::All(inner) } else { Condition::Any(inner) })
}

/// The word at `is`, whose meaning depends on what is asked about.
fn word<T>(
    record: Record<'_>,
    read: impl Fn(&str) -> Option<T>,
    accepted: fn() -> Vec<String>,
    faults: &mut Faults,
) -> Option<T> {
    let Some(found) = record.str("is") else {
        faults.push(record.place(), FaultCode::MissingKey { key: "is".to_owned() });
        return None;
    };
    let value = read(found);
    if value.is_none() {
        faults.push(record.place_of("is"), FaultCode::UnknownWord { found: found.to_owned(), accepted: accepted() });
    }
    value
}

fn inject_words() -> Vec<String> {
    TESTS.iter().map(|(word, _)| (*word).to_owned()).collect()
}

fn milestone_words() -> Vec<String> {
    MilestoneStatus::ALL.iter().map(|status| status.as_str().to_owned()).collect()
}
