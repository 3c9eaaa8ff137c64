//! Which window asks for which task, and what that costs and binds.

use std::collections::BTreeMap;

use super::*;
use crate::model::{LevelRule, NoteCode, Past, Plan, Policy};
use crate::plan::fixture::{at, event, order, rule, workspace};
use crate::plan::plan;

/// Each window's tasks, with their owners.
fn tasks(plan: &Plan) -> Vec<Vec<String>> {
    let task = |task: &PlannedTask| format!("{} for {}", task.measure, task.owner);
    plan.windows.iter().map(|planned| planned.tasks.iter().map(task).collect()).collect()
}

/// The year of one event whose policy has these rules.
fn under(levels: Vec<LevelRule>) -> Plan {
    let mut workspace = workspace(vec![event("talks-a", "2027-06-14T09:00", "2027-06-16T18:00")]);
    workspace.settings.policies[0].levels = levels;
    plan(&workspace, Past::default(), at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"))
}

#[test]
fn a_task_is_in_the_first_window_that_includes_it_and_changes_in_all() {
    let hunt = "hunt for soc-analyst".to_owned();
    let proxy = "proxy for soc-lead".to_owned();
    // The higher level starts first: it asks for everything.
    let plan = under(vec![rule(Level::Watch, "-3d", "+1d"), rule(Level::Elevated, "-5d", "+1d")]);
    assert_eq!(tasks(&plan), [vec![hunt.clone(), proxy.clone()], vec![]]);
    // They start together: the lower level comes first, wherever it is written.
    let plan = under(vec![rule(Level::Surge, "-3d", "+1d"), rule(Level::Watch, "-3d", "+1d")]);
    let by_level: BTreeMap<Level, Vec<String>> =
        plan.windows.iter().map(|planned| planned.window.level).zip(tasks(&plan)).collect();
    assert_eq!(by_level, BTreeMap::from([(Level::Watch, vec![hunt]), (Level::Surge, vec![proxy])]));
    assert!(plan.windows.iter().all(|planned| (planned.window.level == Level::Surge) == (planned.demands.len() == 4)));
}

#[test]
fn a_change_by_hand_is_asked_for_again_by_a_window_that_outlasts_the_others() {
    let shorter = under(vec![rule(Level::Elevated, "-5d", "+3d"), rule(Level::Surge, "-3d", "+3d")]);
    assert_eq!(tasks(&shorter)[1], Vec::<String>::new());
    let longer = under(vec![rule(Level::Elevated, "-5d", "+1d"), rule(Level::Surge, "-3d", "+3d")]);
    assert_eq!(tasks(&longer), [vec!["hunt for soc-analyst", "proxy for soc-lead"], vec!["proxy for soc-lead"]]);
    let ordered: Vec<&str> = longer.windows[1].order_by().map(|(measure, _)| measure.as_str()).collect();
    assert_eq!(ordered, ["hold-more"]);
}

#[test]
fn other_occurrences_policies_and_orders_ask_for_their_own_tasks() {
    let mut workspace = workspace(["talks-a", "talks-b"].map(|id| event(id, "2027-06-14T09:00", "2027-06-16T18:00")).into());
    workspace.settings.policies[0].levels.truncate(1);
    workspace.settings.policies.push(Policy { id: "again".into(), ..workspace.settings.policies[0].clone() });
    let orders = ["a", "b"].map(|id| order(id, Level::Watch, "2027-06-01T00:00:00Z", "2027-06-10T00:00:00Z"));
    let plan = plan(&workspace, Past::of(&orders), at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"));
    assert_eq!(tasks(&plan), vec![vec!["hunt for soc-analyst"]; 6]);
}

#[test]
fn a_window_s_hash_holds_what_it_asks_for_itself() {
    let surge = |levels: Vec<LevelRule>| {
        let plan = under(levels);
        plan.windows.iter().find(|planned| planned.window.level == Level::Surge).unwrap().hash.clone()
    };
    let all = |watch, elevated| {
        vec![rule(Level::Watch, watch, "+14d"), rule(Level::Elevated, elevated, "+3d"), rule(Level::Surge, "-3d", "+1d")]
    };
    let usual = surge(all("-45d", "-14d"));
    assert_eq!(surge(all("-30d", "-10d")), usual, "when others start changes nothing");
    assert_ne!(surge(all("-45d", "-1d")), usual, "it has become the first to ask for the tasks of elevated");
}

#[test]
fn a_measure_without_a_control_becomes_a_task_and_a_note() {
    let plan =
        under(vec![rule(Level::Watch, "-45d", "+14d"), rule(Level::Elevated, "-14d", "+3d"), rule(Level::Surge, "-3d", "+1d")]);
    assert_eq!(tasks(&plan), [vec!["hunt for soc-analyst"], vec!["proxy for soc-lead"], vec![]]);
    assert!(plan.windows[1].tasks[0].evidence.en.contains("young_days = 7"));
    let code = NoteCode::ControlMissing { control: "proxy".to_owned(), measures: vec!["proxy".to_owned()] };
    assert_eq!(plan.notes.iter().filter(|note| note.code == code).count(), 1);
}
