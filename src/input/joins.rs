//! Settings that more than one measure sets: each needs a declared join, and each value must fit it. Pure.

use std::collections::BTreeMap;

use super::document::Record;
use super::faults::Faults;
use super::playbook::{setting_rules, setting_value};
use crate::model::{FaultCode, Join, Place, SettingRule, SettingValue};

/// A value that a measure gives a setting.
struct Given {
    value: SettingValue,
    place: Place,
}

/// Checks all playbook files together and gives the declared joins, each once.
pub(super) fn check(playbooks: &[Record<'_>], faults: &mut Faults) -> Vec<SettingRule> {
    let mut rules: Vec<SettingRule> = Vec::new();
    for rule in playbooks.iter().flat_map(|root| setting_rules(*root)) {
        match rules.iter().find(|known| known.control == rule.control && known.name == rule.name) {
            None => rules.push(rule),
            Some(known) if known.join == rule.join => {}
            Some(known) => {
                let id = format!("{}/{}", rule.control, rule.name);
                let code = FaultCode::DuplicateId { kind: "setting".to_owned(), id, first: known.place.clone() };
                faults.push(rule.place, code);
            }
        }
    }
    for ((control, setting), given) in given(playbooks) {
        match rules.iter().find(|rule| rule.control.as_str() == control && rule.name.as_str() == setting) {
            Some(rule) => {
                for given in given.into_iter().filter(|given| !fits(&rule.join, &given.value)) {
                    let value = given.value.to_string();
                    faults.push(given.place, FaultCode::JoinMismatch { setting: setting.clone(), value });
                }
            }
            None => undeclared(&control, &setting, given, faults),
        }
    }
    rules
}

fn given(playbooks: &[Record<'_>]) -> BTreeMap<(String, String), Vec<Given>> {
    let mut all: BTreeMap<_, Vec<Given>> = BTreeMap::new();
    for measure in playbooks.iter().flat_map(|root| root.records("measure")) {
        let (Some(control), Some(set)) = (measure.string("control"), measure.record("set")) else { continue };
        for (name, _) in set.keys() {
            let Some(value) = set.value(name) else { continue };
            let Some(read) = setting_value(value) else { continue };
            all.entry((control.clone(), name.to_owned())).or_default().push(Given { value: read, place: value.place() });
        }
    }
    all
}

/// Without a join, every measure must give the same value.
fn undeclared(control: &str, setting: &str, given: Vec<Given>, faults: &mut Faults) {
    let mut given = given.into_iter();
    let Some(first) = given.next() else { return };
    for other in given.filter(|other| other.value != first.value) {
        let code =
            FaultCode::JoinMissing { control: control.to_owned(), setting: setting.to_owned(), other: first.place.clone() };
        faults.push(other.place, code);
    }
}

fn fits(join: &Join, value: &SettingValue) -> bool {
    match (join, value) {
        (Join::Max | Join::Min, SettingValue::Integer(_) | SettingValue::Bool(_)) | (Join::Union, SettingValue::Words(_)) => {
            true
        }
        (Join::Order(words), SettingValue::Word(word)) => words.contains(word),
        (Join::Max | Join::Min, SettingValue::Word(_) | SettingValue::Words(_))
        | (Join::Union, SettingValue::Integer(_) | SettingValue::Bool(_) | SettingValue::Word(_))
        | (Join::Order(_), SettingValue::Integer(_) | SettingValue::Bool(_) | SettingValue::Words(_)) => false,
    }
}
