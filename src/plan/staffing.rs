//! Who is needed on which days, over all windows of a plan, approved or not.
//!
//! A measure counts once on a day, however many windows ask for it: two events do not need the same watch twice. A day that a
//! window touches counts whole, because people are put on the roster by the day. Seats and hours are what the playbooks of the
//! workspace say now.
//!
//! Windows alike share their lists, so the work is done once for each list; then the days are swept from edge to edge.

use std::collections::{BTreeMap, BTreeSet};

use super::days::{Days, merged, touched};
use crate::model::{
    Demand, Measure, MeasureId, Plan, PlannedTask, PlannedWindow, PlaybookId, Staff, StaffRow, Staffing, Workspace,
};
use crate::time::LocalDate;

/// Where a measure stands: its playbook, and the measure.
type Place<'a> = (&'a PlaybookId, &'a MeasureId);

/// The lists that windows alike share, by where they are.
type Lists = (*const Demand, *const PlannedTask);

/// The people that a plan needs, day by day of the workspace's zone.
pub fn staffing(plan: &Plan, workspace: &Workspace) -> Staffing {
    let known = measures(workspace);
    let mut edges: BTreeMap<LocalDate, Vec<(usize, bool)>> = BTreeMap::new();
    for (index, days) in days_of_measures(plan, workspace, &known) {
        for (first, last) in merged(days) {
            edges.entry(first).or_default().push((index, true));
            edges.entry(last.plus_days(1)).or_default().push((index, false));
        }
    }
    let mut rows: Vec<StaffRow> = Vec::new();
    let mut open: Option<LocalDate> = None;
    let mut active: BTreeSet<usize> = BTreeSet::new();
    for (day, changes) in edges {
        if let Some(first) = open.filter(|_| !active.is_empty()) {
            rows.push(row((first, day.plus_days(-1)), &active, &known));
        }
        for (index, begins) in changes {
            if begins {
                active.insert(index)
            } else {
                active.remove(&index)
            };
        }
        open = Some(day);
    }
    let analyst_hours = rows.iter().map(|row| row.analyst_hours * f64::from(row.days())).sum();
    let analyst_hours_apart = plan.windows.iter().map(|planned| planned.analyst_hours).sum();
    Staffing { rows, analyst_hours, analyst_hours_apart }
}

/// The windows that ask for one of these measures on one of these days, in the plan's order.
pub fn windows_behind<'a>(
    row: &'a StaffRow,
    plan: &'a Plan,
    workspace: &'a Workspace,
) -> impl Iterator<Item = &'a PlannedWindow> {
    let zone = &workspace.settings.zone;
    let is_one = |playbook: &PlaybookId, measure: &MeasureId| row.measures.iter().any(|(p, m)| p == playbook && m == measure);
    plan.windows.iter().filter(move |planned| {
        let (first, last) = touched(zone, planned.window.from, planned.window.until);
        first <= row.last && row.first <= last && asked(planned).any(|(playbook, measure)| is_one(playbook, measure))
    })
}

/// The measures that need anybody, in the order of the files.
fn measures(workspace: &Workspace) -> Vec<(Place<'_>, &Measure)> {
    let all = workspace.playbooks.iter().flat_map(|playbook| playbook.measures.iter().map(move |measure| (playbook, measure)));
    let needs_people = |measure: &Measure| measure.cost.analyst_hours_per_day > 0.0 || !measure.staff.is_empty();
    all.filter(|(_, measure)| needs_people(measure)).map(|(playbook, measure)| ((&playbook.id, &measure.id), measure)).collect()
}

/// What a window asks for: changes, and tasks of its own. One measure may be there for several targets.
fn asked(planned: &PlannedWindow) -> impl Iterator<Item = Place<'_>> {
    let changes = planned.demands.iter().map(|demand| (&demand.playbook, &demand.measure));
    changes.chain(planned.tasks.iter().map(|task| (&task.playbook, &task.measure)))
}

/// The days on which each measure is asked for, within the plan's range.
fn days_of_measures(plan: &Plan, workspace: &Workspace, known: &[(Place<'_>, &Measure)]) -> BTreeMap<usize, Vec<Days>> {
    let zone = &workspace.settings.zone;
    let index: BTreeMap<Place<'_>, usize> = known.iter().enumerate().map(|(at, (place, _))| (*place, at)).collect();
    let mut alike: BTreeMap<Lists, (BTreeSet<usize>, Vec<Days>)> = BTreeMap::new();
    for planned in &plan.windows {
        let (from, until) = (planned.window.from.max(plan.from), planned.window.until.min(plan.until));
        if from < until {
            let of = || asked(planned).filter_map(|place| index.get(&place).copied()).collect();
            let shared = alike.entry((planned.demands.as_ptr(), planned.tasks.as_ptr()));
            shared.or_insert_with(|| (of(), Vec::new())).1.push(touched(zone, from, until));
        }
    }
    let mut days: BTreeMap<usize, Vec<Days>> = BTreeMap::new();
    for (measures, list) in alike.into_values() {
        let list = merged(list);
        for measure in measures {
            days.entry(measure).or_default().extend(&list);
        }
    }
    days
}

fn row((first, last): Days, active: &BTreeSet<usize>, known: &[(Place<'_>, &Measure)]) -> StaffRow {
    let active: Vec<&(Place<'_>, &Measure)> = active.iter().filter_map(|index| known.get(*index)).collect();
    let mut seats: BTreeMap<(&str, std::cmp::Reverse<u32>), u32> = BTreeMap::new();
    for staff in active.iter().flat_map(|(_, measure)| &measure.staff) {
        *seats.entry((&staff.role, std::cmp::Reverse(staff.hours_per_day))).or_default() += staff.people;
    }
    let seat = |((role, hours), people): ((&str, std::cmp::Reverse<u32>), u32)| Staff {
        role: role.to_owned(),
        people,
        hours_per_day: hours.0,
    };
    StaffRow {
        first,
        last,
        seats: seats.into_iter().map(seat).collect(),
        analyst_hours: active.iter().map(|(_, measure)| measure.cost.analyst_hours_per_day).sum(),
        measures: active.iter().map(|((playbook, measure), _)| ((*playbook).clone(), (*measure).clone())).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Level;
    use crate::plan::fixture::{at, order, workspace};
    use crate::plan::plan;

    fn seat(role: &str, people: u32, hours_per_day: u32) -> Staff {
        Staff { role: role.to_owned(), people, hours_per_day }
    }

    fn watch(id: &str, from: &str, until: &str) -> crate::model::Order {
        order(id, Level::Watch, &format!("2027-02-{from}T00:00:00Z"), &format!("2027-02-{until}T00:00:00Z"))
    }

    /// Watching needs two round the clock and one for a shift; the mail filter's measure one more for a shift.
    fn staffed() -> Workspace {
        let mut workspace = workspace(Vec::new());
        workspace.playbooks[0].measures[0].staff = vec![seat("soc", 2, 24), seat("reviewer", 1, 8)];
        workspace.playbooks[1].measures[0].staff = vec![seat("reviewer", 1, 8)];
        workspace
    }

    fn shown(orders: &[crate::model::Order]) -> (Vec<String>, f64, f64) {
        let workspace = staffed();
        let plan = plan(&workspace, crate::model::Past::of(orders), at("2027-01-31T15:00:00Z"), at("2027-02-28T15:00:00Z"));
        let staffing = staffing(&plan, &workspace);
        let row = |row: &StaffRow| {
            let seats: Vec<String> = row.seats.iter().map(|s| format!("{} {}x{}", s.role, s.people, s.hours_per_day)).collect();
            format!("{} {} {} {}", row.first, row.days(), seats.join(" "), row.analyst_hours)
        };
        (staffing.rows.iter().map(row).collect(), staffing.analyst_hours, staffing.analyst_hours_apart)
    }

    #[test]
    fn a_measure_counts_once_a_day_however_many_windows_ask_for_it() {
        let one = shown(&[watch("a", "01", "05")]);
        // 09:00 in Tokyo to 09:00: five days are touched.
        assert_eq!(one.0, ["2027-02-01 5 reviewer 1x8 soc 2x24 1.5"]);
        assert_eq!((one.1, one.2), (7.5, 6.0));
        let two = shown(&[watch("a", "01", "05"), watch("b", "03", "07"), watch("c", "12", "13")]);
        assert_eq!(two.0, ["2027-02-01 7 reviewer 1x8 soc 2x24 1.5", "2027-02-12 2 reviewer 1x8 soc 2x24 1.5"]);
        assert_eq!((two.1, two.2), (13.5, 13.5));
    }

    #[test]
    fn measures_add_up_and_rows_change_where_they_do() {
        let elevated = order("b", Level::Elevated, "2027-02-03T00:00:00Z", "2027-02-04T00:00:00Z");
        let rows = shown(&[watch("a", "01", "05"), elevated]).0;
        assert_eq!(
            rows,
            [
                "2027-02-01 2 reviewer 1x8 soc 2x24 1.5",
                "2027-02-03 2 reviewer 2x8 soc 2x24 4.5",
                "2027-02-05 1 reviewer 1x8 soc 2x24 1.5"
            ]
        );
    }

    #[test]
    fn days_outside_the_range_do_not_count() {
        let long = order("a", Level::Watch, "2026-12-01T00:00:00Z", "2027-12-01T00:00:00Z");
        assert_eq!(shown(&[long]).0, ["2027-02-01 28 reviewer 1x8 soc 2x24 1.5"]);
        assert!(shown(&[]).0.is_empty());
    }

    #[test]
    fn the_windows_behind_a_row_are_those_that_ask_for_its_measures() {
        let workspace = staffed();
        let orders = [watch("a", "01", "05"), watch("b", "20", "22")];
        let plan = plan(&workspace, crate::model::Past::of(&orders), at("2027-01-31T15:00:00Z"), at("2027-02-28T15:00:00Z"));
        let staffing = staffing(&plan, &workspace);
        let behind: Vec<&str> = windows_behind(&staffing.rows[0], &plan, &workspace).map(|p| p.window.id.as_str()).collect();
        assert_eq!(behind, ["order/a"]);
    }
}
