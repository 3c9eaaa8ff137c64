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
        for demand in planned.demands.iter() {
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
                held.holders.push(demand.holder(&planned.window.id));
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

#[cfg(test)]
mod tests {
    use proptest::prelude::{Just, ProptestConfig, Strategy, prop_assert_eq, prop_oneof};

    use super::*;
    use crate::model::{Level, Past};
    use crate::plan::fixture::{at, order, workspace};
    use crate::plan::plan;

    fn words() -> Vec<String> {
        ["none", "tag", "hold"].map(str::to_owned).to_vec()
    }

    fn rules() -> impl Strategy<Value = Option<Join>> {
        prop_oneof![
            Just(None),
            Just(Some(Join::Max)),
            Just(Some(Join::Min)),
            Just(Some(Join::Union)),
            Just(Some(Join::Order(words()))),
        ]
    }

    fn values() -> impl Strategy<Value = SettingValue> {
        let word = || proptest::sample::select(vec!["none", "tag", "hold", "reject", ""]).prop_map(str::to_owned);
        prop_oneof![
            proptest::prelude::any::<bool>().prop_map(SettingValue::Bool),
            (-3_i64..3).prop_map(SettingValue::Integer),
            word().prop_map(SettingValue::Word),
            proptest::collection::btree_set(word(), 0..3).prop_map(SettingValue::Words),
        ]
    }

    proptest::proptest! {
        #![proptest_config(ProptestConfig { cases: 300, ..Default::default() })]

        #[test]
        fn joins_are_commutative_associative_and_idempotent(rule in rules(), a in values(), b in values(), c in values()) {
            let join = |a: &SettingValue, b: &SettingValue| join(rule.as_ref(), a, b);
            prop_assert_eq!(join(&a, &b), join(&b, &a));
            prop_assert_eq!(join(&join(&a, &b), &c), join(&a, &join(&b, &c)));
            prop_assert_eq!(join(&a, &a), a);
        }
    }

    #[test]
    fn each_rule_joins_as_declared() {
        let integer = SettingValue::Integer;
        let word = |word: &str| SettingValue::Word(word.to_owned());
        let set = |words: &[&str]| SettingValue::Words(words.iter().map(|word| (*word).to_owned()).collect());
        assert_eq!(join(Some(&Join::Max), &integer(14), &integer(30)), integer(30));
        assert_eq!(join(Some(&Join::Min), &integer(14), &integer(30)), integer(14));
        assert_eq!(join(Some(&Join::Max), &SettingValue::Bool(false), &SettingValue::Bool(true)), SettingValue::Bool(true));
        assert_eq!(join(Some(&Join::Min), &SettingValue::Bool(false), &SettingValue::Bool(true)), SettingValue::Bool(false));
        assert_eq!(join(Some(&Join::Union), &set(&["a"]), &set(&["b", "a"])), set(&["a", "b"]));
        assert_eq!(join(Some(&Join::Order(words())), &word("hold"), &word("tag")), word("hold"));
    }

    /// The posture of mx1 over orders of levels that want 14 or 30 days.
    fn posture(orders: &[crate::model::Order], when: &str) -> Option<(SettingValue, usize, Timestamp)> {
        let plan = plan(&workspace(Vec::new()), Past::of(orders), at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"));
        let wanted = posture_at(&plan, &|_| true, at(when)).remove(&"mx1".into())?;
        let held = wanted.settings.values().next()?.clone();
        Some((held.value, held.holders.len(), wanted.expires_at))
    }

    #[test]
    fn windows_join_and_the_latest_end_holds() {
        let long = order("long", Level::Elevated, "2027-02-01T00:00:00Z", "2027-02-20T00:00:00Z");
        let strict = order("strict", Level::Surge, "2027-02-05T00:00:00Z", "2027-02-10T00:00:00Z");
        let both = [long, strict];
        let until = at("2027-02-20T00:00:00Z");
        assert_eq!(posture(&both, "2027-02-06T00:00:00Z"), Some((SettingValue::Integer(30), 3, until)));
        assert_eq!(posture(&both, "2027-02-10T00:00:00Z"), Some((SettingValue::Integer(14), 1, until)));
        assert_eq!(posture(&both, "2027-01-31T23:59:59Z"), None);
        assert_eq!(posture(&both, "2027-02-20T00:00:00Z"), None);
    }

    #[test]
    fn a_window_that_is_not_allowed_changes_nothing() {
        let orders = [order("strict", Level::Surge, "2027-02-05T00:00:00Z", "2027-02-10T00:00:00Z")];
        let plan = plan(&workspace(Vec::new()), Past::of(&orders), at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"));
        assert!(posture_at(&plan, &|_| false, at("2027-02-06T00:00:00Z")).is_empty());
        assert_eq!(posture_at(&plan, &|_| true, at("2027-02-06T00:00:00Z")).len(), 2);
    }

    proptest::proptest! {
        #![proptest_config(ProptestConfig { cases: 40, ..Default::default() })]

        #[test]
        fn ending_one_window_never_ends_another(
            bounds in proptest::collection::vec((0_i64..20, 1_i64..10, 0_usize..3), 1..6),
            ended in 0_usize..6,
            hour in 0_i64..32,
        ) {
            let base = at("2027-02-01T00:00:00Z");
            let hours = |hours: i64| base.plus_ms(hours * crate::time::HOUR_MS);
            let levels = [Level::Watch, Level::Elevated, Level::Surge];
            let mut orders: Vec<crate::model::Order> = bounds.iter().enumerate().map(|(number, (from, length, level))| {
                let order = order(&format!("o{number}"), levels[*level], "2027-02-01T00:00:00Z", "2027-02-01T00:00:00Z");
                crate::model::Order { from: hours(*from), until: hours(from + length), ..order }
            }).collect();
            let settings = |orders: &[crate::model::Order], at: Timestamp| {
                let plan = plan(&workspace(Vec::new()), Past::of(orders), hours(-100), hours(100));
                posture_at(&plan, &|_| true, at)
            };
            // Nothing before the first and nothing after the last.
            proptest::prop_assert!(settings(&orders, hours(-1)).is_empty() && settings(&orders, hours(31)).is_empty());
            let ended = ended.min(orders.len() - 1);
            let others: Vec<_> = orders.iter().enumerate().filter(|(number, _)| *number != ended).map(|(_, order)| order.clone()).collect();
            orders[ended].ended_at = Some(hours(0));
            prop_assert_eq!(settings(&orders, hours(hour)), settings(&others, hours(hour).max(hours(0))));
        }
    }
}
