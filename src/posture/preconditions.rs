//! Preconditions: what must hold before a measure is applied. They belong to measures and block only them; nothing here takes
//! back what is applied already.

use std::collections::BTreeMap;

use crate::model::{ConnectorId, MeasureId, PlannedWindow, Precondition, WindowId, Workspace};

/// A measure of a window that must not be applied yet, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Blocked {
    pub window: WindowId,
    pub measure: MeasureId,
    pub precondition: Precondition,
}

/// The role of roster.toml whose holders look through held messages.
const REVIEWER: &str = "reviewer";

/// Which measures of a window are blocked. `writable` tells of each target whether it was just observed and can be changed; a
/// target that nobody looked at counts as not writable.
pub fn check(planned: &PlannedWindow, workspace: &Workspace, writable: &BTreeMap<ConnectorId, bool>) -> Vec<Blocked> {
    let mut blocked = Vec::new();
    for demand in planned.demands.iter() {
        for precondition in &demand.requires {
            let holds = match precondition {
                Precondition::Writable => writable.get(&demand.target).copied().unwrap_or(false),
                Precondition::Reviewers => {
                    workspace.roster.iter().any(|person| person.roles.iter().any(|role| role == REVIEWER))
                }
            };
            if !holds {
                blocked.push(Blocked {
                    window: planned.window.id.clone(),
                    measure: demand.measure.clone(),
                    precondition: *precondition,
                });
            }
        }
    }
    blocked.sort();
    blocked.dedup();
    blocked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Demand;
    use crate::posture::fixture::{demand, person, settings, window, workspace};

    fn blocked_of(roles: &[&str], writable: &[(&str, bool)]) -> Vec<(String, Precondition)> {
        let asks = |measure: &str, requires: &[Precondition]| Demand {
            requires: requires.to_vec(),
            ..demand(measure, "mx1", &[("young_days", 14)])
        };
        let mut planned = window("w", 0, 10);
        planned.demands = [
            asks("hold", &[Precondition::Writable, Precondition::Reviewers]),
            asks("hold", &[Precondition::Writable]),
            asks("tag", &[]),
        ]
        .into();
        let mut workspace = workspace(settings());
        workspace.roster = vec![person("sato", roles)];
        let writable = writable.iter().map(|(target, is)| (ConnectorId::new(*target), *is)).collect();
        check(&planned, &workspace, &writable).into_iter().map(|b| (b.measure.to_string(), b.precondition)).collect()
    }

    #[test]
    fn a_precondition_blocks_its_own_measure_once() {
        assert_eq!(blocked_of(&["reviewer"], &[("mx1", true)]), []);
        assert_eq!(blocked_of(&["duty"], &[("mx1", true)]), [("hold".to_owned(), Precondition::Reviewers)]);
        assert_eq!(blocked_of(&["reviewer"], &[("mx1", false)]), [("hold".to_owned(), Precondition::Writable)]);
    }

    #[test]
    fn a_target_nobody_looked_at_is_not_writable() {
        assert_eq!(blocked_of(&["reviewer"], &[("mx2", true)]), [("hold".to_owned(), Precondition::Writable)]);
    }
}
