//! The posture at an instant: for each setting of each target the join over the live windows that ask for it.
//!
//! Each join is commutative, associative and idempotent, so that windows may start and end in any order: ending one never ends
//! another, and when the last is over nothing is left.

use std::collections::BTreeMap;

use crate::model::{ConnectorId, ControlKind, Held, Join, Plan, PlannedWindow, SettingName, SettingValue, Wanted};
use crate::time::Timestamp;

/// What the targets should be at `at`, over the live windows that are allowed. A target that nothing holds is not in it.
pub fn posture_at(plan: &Plan, is_allowed: &dyn Fn(&PlannedWindow) -> bool, at: Timestamp) -> BTreeMap<ConnectorId, Wanted> {
    let rules: BTreeMap<(&ControlKind, &SettingName), &Join> =
        plan.rules.iter().map(|rule| ((&rule.control, &rule.name), &rule.join)).collect();
    let mut posture: BTreeMap<ConnectorId, Wanted> = BTreeMap::new();
    for planned in plan.live_at(at).filter(|planned| is_allowed(planned)) {
        let until = planned.window.until;
        for demand in &planned.demands {
            let empty = || Wanted { settings: BTreeMap::new(), expires_at: until };
            let wanted = posture.entry(demand.target.clone()).or_insert_with(empty);
            wanted.expires_at = wanted.expires_at.max(until);
            for (name, value) in &demand.set {
                let rule = rules.get(&(&demand.control, name)).copied();
                let held = wanted
                    .settings
                    .entry(name.clone())
                    .and_modify(|held| held.value = join(rule, &held.value, value))
                    .or_insert_with(|| Held { value: value.clone(), holders: Vec::new() });
                held.holders.push(demand.holder.clone());
            }
        }
    }
    for held in posture.values_mut().flat_map(|wanted| wanted.settings.values_mut()) {
        held.holders.sort();
        held.holders.dedup();
    }
    posture
}

/// Two values of one setting as one.
///
/// Input refuses values that a setting's rule cannot join, and unequal values without a rule. Should such a pair come here all
/// the same, the larger one in the order of [`SettingValue`] holds, so that the laws of a join hold for every value.
pub fn join(rule: Option<&Join>, a: &SettingValue, b: &SettingValue) -> SettingValue {
    match (rule, a, b) {
        (Some(Join::Min), a, b) => a.min(b).clone(),
        (Some(Join::Union), SettingValue::Words(a), SettingValue::Words(b)) => SettingValue::Words(a | b),
        (Some(Join::Order(words)), a, b) => stricter(words, a, b).clone(),
        (Some(Join::Max | Join::Union) | None, a, b) => a.max(b).clone(),
    }
}

/// The later in a list from loosest to strictest; what is not in the list comes before it.
fn stricter<'a>(words: &[String], a: &'a SettingValue, b: &'a SettingValue) -> &'a SettingValue {
    let rank = |value: &SettingValue| {
        let SettingValue::Word(word) = value else { return None };
        words.iter().position(|known| known == word)
    };
    (rank(a), a).max((rank(b), b)).1
}
