//! The posture at an instant: for each setting of each target, for everyone and for each group, the join over the live windows
//! that ask for it; and what is left of it as they end, for targets that can end it themselves.
//!
//! Each join is commutative, associative and idempotent, so that windows may start and end in any order: ending one never ends
//! another, and when the last is over nothing is left.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::{
    Asked, ConnectorId, ControlKind, Demand, Held, HeldSettings, Holder, Join, MeasureId, Plan, PlannedWindow, PlaybookId,
    Recipients, Scope, SettingName, SettingRule, SettingValue, Slot, Stage, Wanted,
};
use crate::time::Timestamp;

/// A window that takes part in the posture.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    pub planned: &'a PlannedWindow,
    /// What of it takes no part: measures on targets.
    pub without: Vec<(&'a ConnectorId, &'a MeasureId)>,
}

/// What the targets should be at `at`, over the live windows that are allowed. A target that nothing holds is not in it.
pub fn posture_at(plan: &Plan, is_allowed: &dyn Fn(&PlannedWindow) -> bool, at: Timestamp) -> BTreeMap<ConnectorId, Wanted> {
    let live = plan.live_at(at).filter(|planned| is_allowed(planned));
    joined(&plan.rules, live.map(|planned| Part { planned, without: Vec::new() }).collect())
}

/// What these windows together want of the targets.
pub fn joined<'a>(rules: &'a [SettingRule], mut parts: Vec<Part<'a>>) -> BTreeMap<ConnectorId, Wanted> {
    let rules = rules.iter().map(|rule| ((&rule.control, &rule.name), &rule.join)).collect();
    // Then the holders of a setting come in order.
    parts.sort_by(|a, b| a.planned.window.id.cmp(&b.planned.window.id));
    // Windows alike share one list, and so what it comes to.
    let mut lists: HashMap<Alike<'_, 'a>, Vec<Want<'a>>> = HashMap::new();
    for part in &parts {
        lists.entry((part.planned.demands.as_ptr(), &part.without)).or_insert_with(|| wants(part, &rules));
    }
    let mut asks: BTreeMap<&ConnectorId, Vec<Ask<'_>>> = BTreeMap::new();
    for part in &parts {
        for want in lists.get(&(part.planned.demands.as_ptr(), part.without.as_slice())).into_iter().flatten() {
            asks.entry(want.target).or_default().push((part.planned, want));
        }
    }
    asks.into_iter().filter_map(|(target, asks)| Some((target.clone(), wanted(&asks)?))).collect()
}

/// What windows alike have in common: the list, and what of it takes no part.
type Alike<'p, 'a> = (*const Demand, &'p [(&'a ConnectorId, &'a MeasureId)]);

type Rules<'a> = HashMap<(&'a ControlKind, &'a SettingName), &'a Join>;

/// What one list wants of one setting of one target.
struct Want<'a> {
    target: &'a ConnectorId,
    name: &'a SettingName,
    only_for: Option<&'a Recipients>,
    lease: bool,
    rule: Option<&'a Join>,
    value: SettingValue,
    /// In order, each once.
    measures: Vec<(&'a PlaybookId, &'a MeasureId)>,
}

/// What one live window wants of one setting.
type Ask<'a> = (&'a PlannedWindow, &'a Want<'a>);

fn wants<'a>(part: &Part<'a>, rules: &Rules<'a>) -> Vec<Want<'a>> {
    let demands = &part.planned.demands;
    let want = |asked: &'a Asked| {
        let (target, name) = (&asked.target, &asked.name);
        let mut found: Option<Want<'a>> = None;
        let its = asked.places.iter().filter_map(|place| demands.get(*place));
        for demand in its.filter(|demand| !part.without.contains(&(target, &demand.measure))) {
            let Some(value) = demand.set.get(name) else { continue };
            // A list is one window's, so that whom it is for and whether the target ends it are the same in all of it.
            let want = found.get_or_insert_with(|| Want {
                target,
                name,
                only_for: demand.only_for.as_ref(),
                lease: demand.lease,
                rule: rules.get(&(&demand.control, name)).copied(),
                value: value.clone(),
                measures: Vec::new(),
            });
            want.value = join(want.rule, &want.value, value);
            let measure = (&demand.playbook, &demand.measure);
            if want.measures.last() != Some(&measure) {
                want.measures.push(measure);
            }
        }
        found
    };
    demands.by_setting().iter().filter_map(want).collect()
}

/// One target's settings for everyone, and for each group that something is asked for: what is asked for everyone joined with
/// what is asked for the group.
fn wanted(asks: &[Ask<'_>]) -> Option<Wanted> {
    let mut groups = BTreeSet::from([None]);
    groups.extend(asks.iter().map(|(_, want)| want.only_for.map(|only| &only.group)));
    let mut settings = HeldSettings::new();
    for group in groups {
        let scope = group.map_or(Scope::Everyone, |group| Scope::Group(group.clone()));
        let mut by_name: BTreeMap<&SettingName, Vec<Ask<'_>>> = BTreeMap::new();
        for ask in asks.iter().filter(|(_, want)| want.only_for.is_none_or(|only| Some(&only.group) == group)) {
            by_name.entry(ask.1.name).or_default().push(*ask);
        }
        for (name, asked) in by_name {
            settings.extend(held(&asked).map(|held| (Slot { scope: scope.clone(), name: name.clone() }, held)));
        }
    }
    let expires_at = asks.iter().map(|(planned, _)| planned.window.until).max()?;
    Some(Wanted { settings, expires_at })
}

/// One setting from all that ask for it; None when nothing does.
fn held(asked: &[Ask<'_>]) -> Option<Held> {
    let rule = asked.first().and_then(|(_, want)| want.rule);
    let joined = |asks: &mut dyn Iterator<Item = &Ask<'_>>| {
        let first = asks.next()?.1.value.clone();
        Some(asks.fold(first, |held, (_, want)| join(rule, &held, &want.value)))
    };
    let mut stages = Vec::new();
    if asked.iter().any(|(_, want)| want.lease) {
        let ends: BTreeSet<Timestamp> = asked.iter().map(|(planned, _)| planned.window.until).collect();
        for until in ends {
            let still = || asked.iter().filter(move |(planned, _)| planned.window.until >= until);
            let windows = still().map(|(planned, _)| planned.window.id.clone()).collect();
            stages.push(Stage { value: joined(&mut still())?, until, windows });
        }
    }
    let recipients = asked.iter().filter_map(|(_, want)| want.only_for).flat_map(|only| only.members.iter().cloned());
    Some(Held { value: joined(&mut asked.iter())?, holders: holders(asked).into(), recipients: recipients.collect(), stages })
}

/// In order, each once.
fn holders(asked: &[Ask<'_>]) -> Vec<Holder> {
    let mut holders = Vec::with_capacity(asked.iter().map(|(_, want)| want.measures.len()).sum());
    for (planned, want) in asked {
        holders.extend(want.measures.iter().map(|(playbook, measure)| Holder {
            window: planned.window.id.clone(),
            playbook: (*playbook).clone(),
            measure: (*measure).clone(),
        }));
    }
    holders
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
