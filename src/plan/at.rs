//! The posture at one instant: what is planned, and beside it what is allowed. Says nothing of what is applied.

use super::due::due_at;
use super::staffing::staffing;
use super::{level_at, posture_at};
use crate::model::{Level, LiveWindow, Plan, PlannedWindow, PostureAt, Workspace};
use crate::time::Timestamp;

/// What holds at `at`; the plan's range must hold the whole day.
pub fn at(plan: &Plan, workspace: &Workspace, is_allowed: &dyn Fn(&PlannedWindow) -> bool, at: Timestamp) -> PostureAt {
    let live = |planned: &PlannedWindow| LiveWindow {
        window: planned.window.id.clone(),
        title: planned.title.clone(),
        level: planned.window.level,
        until: planned.window.until,
        is_allowed: is_allowed(planned),
    };
    let windows: Vec<LiveWindow> = plan.live_at(at).map(live).collect();
    let day = workspace.settings.zone.local(at).date();
    let mut tasks: Vec<_> = plan.live_at(at).flat_map(|planned| due_at(planned, workspace, at)).collect();
    tasks.sort_by(|a, b| (a.due, &a.window, &a.measure).cmp(&(b.due, &b.window, &b.measure)));
    PostureAt {
        at,
        level: level_at(plan, at),
        allowed_level: windows.iter().filter(|live| live.is_allowed).map(|live| live.level).max().unwrap_or(Level::Baseline),
        windows,
        planned: posture_at(plan, &|_| true, at),
        allowed: posture_at(plan, is_allowed, at),
        tasks,
        staff: staffing(plan, workspace).rows.into_iter().find(|row| row.first <= day && day <= row.last),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Level, SettingValue};
    use crate::plan::fixture::{at as instant, order, workspace};
    use crate::plan::plan;

    #[test]
    fn planned_and_allowed_stand_side_by_side() {
        let workspace = workspace(Vec::new());
        let orders = [
            order("long", Level::Elevated, "2027-02-01T00:00:00Z", "2027-02-20T00:00:00Z"),
            order("strict", Level::Surge, "2027-02-05T00:00:00Z", "2027-02-10T00:00:00Z"),
        ];
        let plan =
            plan(&workspace, crate::model::Past::of(&orders), instant("2027-02-05T00:00:00Z"), instant("2027-02-08T00:00:00Z"));
        let is_long = |planned: &PlannedWindow| planned.window.id.as_str() == "order/long";
        let seen = at(&plan, &workspace, &is_long, instant("2027-02-06T00:00:00Z"));
        assert_eq!((seen.level, seen.allowed_level, seen.windows.len()), (Level::Surge, Level::Elevated, 2));
        let value =
            |of: &std::collections::BTreeMap<_, crate::model::Wanted>| of[&"mx1".into()].settings[&"young_days".into()].clone();
        let (planned, allowed) = (value(&seen.planned), value(&seen.allowed));
        assert_eq!((planned.value, allowed.value), (SettingValue::Integer(30), SettingValue::Integer(14)));
        let ends: Vec<String> =
            planned.holders.iter().filter_map(|holder| seen.until(holder)).map(|at| at.to_string()).collect();
        assert_eq!(ends, ["2027-02-20T00:00:00Z", "2027-02-10T00:00:00Z", "2027-02-10T00:00:00Z"]);
        assert_eq!(seen.tasks.len(), 4, "a hunt and a change by hand of each order");
        assert!((seen.staff.unwrap().analyst_hours - 6.0).abs() < 1e-9);
    }
}
