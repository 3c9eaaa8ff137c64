//! Injects that can never be released: conditions in a circle, and conditions that contradict the script. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::faults::Faults;
use crate::model::{Condition, FaultCode, Inject, InjectId, InjectTest, PartId, Scenario, Timing};

pub(super) fn check(scenario: &Scenario, faults: &mut Faults) {
    let waits: BTreeMap<&InjectId, BTreeSet<&InjectId>> =
        scenario.injects.iter().map(|inject| (&inject.id, waited_for(inject))).collect();
    let mut reported = BTreeSet::new();
    for inject in &scenario.injects {
        let Timing::When { condition, .. } = &inject.timing else { continue };
        if !is_possible(condition, scenario, &inject.id) {
            faults.push(inject.place.clone(), FaultCode::Unreachable { inject: inject.id.to_string() });
            continue;
        }
        let circle = circle(&inject.id, &waits);
        if circle.len() > 1 && reported.insert(circle.iter().copied().collect::<BTreeSet<_>>()) {
            let injects = circle.iter().map(ToString::to_string).collect();
            faults.push(inject.place.clone(), FaultCode::ConditionCycle { injects });
        }
    }
}

/// The injects that the condition of this one asks about, itself left out.
fn waited_for(inject: &Inject) -> BTreeSet<&InjectId> {
    let mut found = BTreeSet::new();
    if let Timing::When { condition, .. } = &inject.timing {
        gather(condition, &mut found);
    }
    found.remove(&inject.id);
    found
}

fn gather<'c>(condition: &'c Condition, into: &mut BTreeSet<&'c InjectId>) {
    match condition {
        Condition::All(inner) | Condition::Any(inner) => inner.iter().for_each(|condition| gather(condition, into)),
        Condition::Not(inner) => gather(inner, into),
        Condition::Inject { inject, .. } => {
            into.insert(inject);
        }
        Condition::Milestone { .. } | Condition::Reached(_) => {}
    }
}

/// The shortest way from `start` over what it waits for back to itself; empty when there is none.
fn circle<'i>(start: &'i InjectId, waits: &BTreeMap<&'i InjectId, BTreeSet<&'i InjectId>>) -> Vec<&'i InjectId> {
    let mut ways: Vec<Vec<&InjectId>> = vec![vec![start]];
    let mut seen = BTreeSet::new();
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            let next = way.last().and_then(|last| waits.get(last)).into_iter().flatten();
            for next in next.copied() {
                if next == start {
                    return way;
                }
                if seen.insert(next) {
                    longer.push(way.iter().copied().chain([next]).collect());
                }
            }
        }
        ways = longer;
    }
    Vec::new()
}

/// Whether the condition can come true at all, if everything else goes its way.
fn is_possible(condition: &Condition, scenario: &Scenario, own: &InjectId) -> bool {
    match condition {
        Condition::All(inner) => {
            inner.iter().all(|condition| is_possible(condition, scenario, own)) && !has_contradiction(inner)
        }
        Condition::Any(inner) => inner.iter().any(|condition| is_possible(condition, scenario, own)),
        // The opposite of a thing can always be, but for what is certain before the release: nothing is.
        Condition::Not(_) | Condition::Milestone { .. } | Condition::Reached(_) => true,
        Condition::Inject { inject, .. } if inject == own => false,
        Condition::Inject { inject, is, part } => match is {
            InjectTest::Skipped => true,
            InjectTest::Released | InjectTest::Acknowledged | InjectTest::Answered => {
                part.as_ref().is_none_or(|part| reaches(scenario.inject(inject), part))
            }
        },
    }
}

fn reaches(inject: Option<&Inject>, part: &PartId) -> bool {
    inject.is_none_or(|inject| inject.to.iter().any(|recipient| recipient.part == *part))
}

/// Whether one inject is to be both skipped and released for the same part.
fn has_contradiction(all: &[Condition]) -> bool {
    let asked = |condition: &Condition| match condition {
        Condition::Inject { inject, is, part } => Some((inject.clone(), part.clone(), *is == InjectTest::Skipped)),
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) | Condition::Milestone { .. } | Condition::Reached(_) => None,
    };
    let asked: BTreeSet<_> = all.iter().filter_map(asked).collect();
    asked.iter().any(|(inject, part, is_skipped)| !is_skipped && asked.contains(&(inject.clone(), part.clone(), true)))
}
