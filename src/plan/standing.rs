//! What a standing approval is for: the rules of one policy and level, with what they call for, and never a date.

use std::sync::Arc;

use super::calls::{Calls, Earlier};
use super::hash;
use crate::model::{Demands, Level, LevelRule, PlannedTask, Policy, PolicyId, Workspace};

/// Levels that may be approved for a quarter at once: those that cost little. The others are decided window by window.
pub fn can_stand(level: Level) -> bool {
    match level {
        Level::Watch | Level::Elevated => true,
        Level::Baseline | Level::Surge | Level::Restricted => false,
    }
}

/// A rule of a policy as a standing approval sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct StandingRule<'a> {
    pub policy: &'a Policy,
    pub rule: &'a LevelRule,
    /// [`crate::model::StandingBasis::rule_hash`].
    pub hash: String,
    pub demands: Demands,
    /// Of a window that no earlier one shares its tasks with.
    pub tasks: Arc<[PlannedTask]>,
    pub hours_per_day: f64,
}

/// The rules of a policy for a level that may stand; none where there are none.
pub fn standing_rules<'a>(workspace: &'a Workspace, policy: &PolicyId, level: Level) -> Vec<StandingRule<'a>> {
    let policy = workspace.settings.policies.iter().find(|known| known.id == *policy);
    let rules = policy.iter().flat_map(|policy| policy.levels.iter().map(move |rule| (*policy, rule)));
    let rules = rules.filter(|(_, rule)| rule.level == level && can_stand(level));
    rules.map(|(policy, rule)| standing_rule(workspace, policy, rule)).collect()
}

fn standing_rule<'a>(workspace: &Workspace, policy: &'a Policy, rule: &'a LevelRule) -> StandingRule<'a> {
    let calls = Calls::of(workspace, rule.level, &rule.scope, Earlier::default());
    let hash = hash::rule(policy, rule, &hash::sha256(&calls.canonical));
    let Calls { demands, tasks, hours_per_day, .. } = calls;
    StandingRule { policy, rule, hash, demands, tasks, hours_per_day }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Past, PlannedWindow, Scope, Work};
    use crate::plan::fixture::{at, event, order, workspace};
    use crate::plan::plan;

    fn windows(workspace: &Workspace) -> Vec<PlannedWindow> {
        let orders = [order("o1", Level::Watch, "2027-06-01T00:00:00Z", "2027-06-02T00:00:00Z")];
        let plan = plan(workspace, Past::of(&orders), at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"));
        plan.windows.iter().cloned().collect()
    }

    fn hashes(workspace: &Workspace) -> Vec<Option<String>> {
        let windows = windows(workspace);
        windows.into_iter().map(|planned| planned.standing.map(|standing| standing.rule_hash)).collect()
    }

    #[test]
    fn windows_carry_the_hash_of_their_rule_and_the_quarter_they_begin_in() {
        let workspace = workspace(vec![event("talks-a", "2027-06-14T09:00", "2027-06-16T18:00")]);
        let windows = windows(&workspace);
        let said: Vec<_> = windows
            .iter()
            .map(|planned| (planned.window.level, planned.standing.as_ref().map(|standing| standing.quarter.to_string())))
            .collect();
        let quarter = Some("2027-Q2".to_owned());
        let expected =
            [(Level::Watch, quarter.clone()), (Level::Elevated, quarter), (Level::Watch, None), (Level::Surge, None)];
        assert_eq!(said.len(), expected.len());
        assert!(expected.iter().all(|row| said.contains(row)), "an order and surge have none: {said:?}");
        let watch = standing_rules(&workspace, &"talks".into(), Level::Watch);
        assert_eq!(watch.len(), 1);
        assert!(windows.iter().any(|planned| planned.standing.as_ref().is_some_and(|known| known.rule_hash == watch[0].hash)));
        assert_eq!(standing_rules(&workspace, &"talks".into(), Level::Surge), []);
        assert_eq!(standing_rules(&workspace, &"other".into(), Level::Watch), []);
    }

    #[test]
    fn a_moved_event_keeps_the_hash_and_a_changed_rule_or_measure_does_not() {
        let first = workspace(vec![event("talks-a", "2027-06-14T09:00", "2027-06-16T18:00")]);
        let moved = workspace(vec![event("talks-a", "2027-06-21T09:00", "2027-06-29T18:00")]);
        let sorted = |workspace: &Workspace| {
            let mut all = hashes(workspace);
            all.sort();
            all
        };
        assert_eq!(sorted(&first), sorted(&moved));
        let changed = |change: fn(&mut Workspace)| {
            let mut other = first.clone();
            change(&mut other);
            sorted(&other) != sorted(&first)
        };
        assert!(changed(|other| other.settings.policies[0].levels[1].from = "-15d".parse().unwrap()));
        assert!(changed(|other| other.settings.policies[0].levels[1].scope = Scope::Group("delegation".into())));
        assert!(changed(|other| other.settings.policies[0].parties.clear()));
        assert!(changed(|other| other.settings.connectors.truncate(1)));
        let set = |other: &mut Workspace| {
            if let Work::Control { set, .. } = &mut other.playbooks[1].measures[0].work {
                set.insert("young_days".into(), crate::model::SettingValue::Integer(15));
            }
        };
        assert!(changed(set));
        assert!(!changed(|other| other.settings.policies[0].levels[2].from = "-4d".parse().unwrap()), "surge is no part of it");
    }
}
