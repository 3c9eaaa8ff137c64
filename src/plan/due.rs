//! When the tasks of windows are due.
//!
//! A task is asked for when its window starts. Without `within` it is due one day later: at once would make every task late from
//! the start, and the window's end too late to be of use. No task is due after its window's end. What repeats is due again until
//! the window is over (see [`super::Rounds`]); its days are days of the window's zone.

use std::collections::BTreeMap;

use super::Rounds;
use crate::model::{Measure, MeasureId, Plan, PlannedTask, PlannedWindow, PlaybookId, TaskDue, Workspace};
use crate::time::Timestamp;

/// Every time in `[from, until)` at which a task of the plan is due, in order.
pub fn due(plan: &Plan, workspace: &Workspace, from: Timestamp, until: Timestamp) -> Vec<TaskDue> {
    let known = known(workspace);
    let mut found: Vec<TaskDue> = Vec::new();
    for planned in plan.windows.iter().filter(|planned| planned.window.from < until && planned.window.until >= from) {
        for task in planned.tasks.iter() {
            let measure = known.get(&(&task.playbook, &task.measure)).copied();
            let times = Rounds::of(planned, task).iter().map(|round| round.due);
            let times = times.take_while(|due| *due < until).filter(|due| *due >= from);
            found.extend(times.map(|due| row(planned, task, measure, due)));
        }
    }
    found.sort_by(|a, b| (a.due, &a.window, &a.measure).cmp(&(b.due, &b.window, &b.measure)));
    found
}

/// When each task of a window is due, or the round of it that is asked for by `at`.
pub fn due_at(planned: &PlannedWindow, workspace: &Workspace, at: Timestamp) -> Vec<TaskDue> {
    let known = known(workspace);
    let current = |task: &PlannedTask| {
        let measure = known.get(&(&task.playbook, &task.measure)).copied();
        Rounds::of(planned, task).at(at).map(|round| row(planned, task, measure, round.due))
    };
    planned.tasks.iter().filter_map(current).collect()
}

fn known(workspace: &Workspace) -> BTreeMap<(&PlaybookId, &MeasureId), &Measure> {
    let all = workspace.playbooks.iter().flat_map(|playbook| playbook.measures.iter().map(move |measure| (playbook, measure)));
    all.map(|(playbook, measure)| ((&playbook.id, &measure.id), measure)).collect()
}

fn row(planned: &PlannedWindow, task: &PlannedTask, measure: Option<&Measure>, due: Timestamp) -> TaskDue {
    TaskDue {
        due,
        window: planned.window.id.clone(),
        zone: planned.window.zone.clone(),
        playbook: task.playbook.clone(),
        measure: task.measure.clone(),
        title: task.title.clone(),
        owner: task.owner.clone(),
        every: task.every,
        place: measure.map(|measure| measure.place.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Work;
    use crate::plan::fixture::{at, event, workspace};
    use crate::plan::plan;

    /// The hunt of a window in Paris from the 18th of February 09:00 to the 20th of April 18:00, as `within` and `every` say.
    fn dues(within: Option<&str>, every: Option<&str>) -> Vec<String> {
        let mut workspace = workspace(vec![event("talks", "2027-04-04T09:00", "2027-04-06T18:00")]);
        if let Work::Task { within: w, every: e, .. } = &mut workspace.playbooks[0].measures[0].work {
            *w = within.map(|text| text.parse().unwrap());
            *e = every.map(|text| text.parse().unwrap());
        }
        let plan = plan(&workspace, crate::model::Past::default(), at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"));
        let all = due(&plan, &workspace, plan.from, plan.until);
        all.iter().filter(|task| task.measure.as_str() == "hunt").map(|task| task.due.to_string()).collect()
    }

    #[test]
    fn a_task_is_due_after_a_day_or_as_it_says_and_never_after_its_window() {
        assert_eq!(dues(None, None), ["2027-02-19T08:00:00Z"]);
        assert_eq!(dues(Some("2h"), None), ["2027-02-18T10:00:00Z"]);
        assert_eq!(dues(Some("365d"), None), ["2027-04-20T16:00:00Z"]);
    }

    #[test]
    fn what_repeats_keeps_its_time_of_day_over_a_change_of_clocks() {
        let all = dues(Some("0d"), Some("14d"));
        assert_eq!(
            all,
            [
                "2027-02-18T08:00:00Z",
                "2027-03-04T08:00:00Z",
                "2027-03-18T08:00:00Z",
                "2027-04-01T07:00:00Z",
                "2027-04-15T07:00:00Z"
            ]
        );
        assert_eq!(dues(None, Some("1d")).len(), 61);
    }

    #[test]
    fn only_the_range_is_listed_and_a_change_by_hand_is_due_after_a_day() {
        let workspace = workspace(vec![event("talks", "2027-04-04T09:00", "2027-04-06T18:00")]);
        let plan = plan(&workspace, crate::model::Past::default(), at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"));
        let all = due(&plan, &workspace, at("2027-03-01T00:00:00Z"), at("2027-04-01T00:00:00Z"));
        let shown: Vec<String> = all.iter().map(|task| format!("{} {} {}", task.due, task.measure, task.owner)).collect();
        assert_eq!(shown, ["2027-03-22T08:00:00Z proxy soc-lead"]);
        let elevated = plan.windows.iter().find(|planned| !planned.demands.is_empty()).unwrap();
        assert_eq!(due_at(elevated, &workspace, elevated.window.from), all);
    }
}
