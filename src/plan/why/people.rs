//! What a plan asks of people: rests, hours of a week, roles.

use std::collections::BTreeMap;

use super::{Sight, ids};
use crate::model::{
    Level, Measure, MeasureId, NoteCause, PlannedWindow, Playbook, PlaybookId, StaffRow, WeekShare, WeekWhy, WindowId,
};
use crate::plan::days::touched;
use crate::plan::staffing::windows_behind;
use crate::time::LocalDate;

/// How many gaps or weeks are derived; the note itself counts the others.
const TOLD: usize = 8;

impl<'a> Sight<'a> {
    pub(super) fn gaps(&self, level: Level, least: u32, gaps: &[(LocalDate, LocalDate, u32)]) -> Vec<NoteCause<'a>> {
        let zone = &self.workspace.settings.zone;
        let counted = || self.plan.windows.iter().filter(|planned| planned.window.level >= level);
        let days = |planned: &PlannedWindow| touched(zone, planned.window.from, planned.window.until);
        let gap = |(ends, starts, free): &(LocalDate, LocalDate, u32)| {
            let before: Vec<&PlannedWindow> = counted().filter(|planned| days(planned).1 == *ends).collect();
            let after: Vec<&PlannedWindow> = counted().filter(|planned| days(planned).0 == *starts).collect();
            let (before, after) = (ids(&before), ids(&after));
            NoteCause::Gap { ends: *ends, before, starts: *starts, after, free: *free, least }
        };
        gaps.iter().take(TOLD).map(gap).collect()
    }

    pub(super) fn cap(&self, role: &'a str, (cap, people): (u32, u32), weeks: &[(LocalDate, u32)]) -> Vec<NoteCause<'a>> {
        let mut causes = vec![NoteCause::People { role, people: self.workspace.people(role).collect() }];
        for (monday, each) in weeks.iter().take(TOLD) {
            let sunday = monday.plus_days(6);
            let shares = self.shares(role, (*monday, sunday));
            let hours = shares.iter().map(|share| share.days * share.hours_a_day).sum();
            let measures = shares.iter().map(|share| (share.playbook.clone(), share.measure.clone())).collect();
            let windows = self.behind((*monday, sunday), measures);
            let week = WeekWhy { monday: *monday, sunday, shares, hours, people, each: *each, cap };
            causes.extend([NoteCause::Week(week), NoteCause::Windows(windows)]);
        }
        causes
    }

    /// What each measure asks of a role on these days.
    fn shares(&self, role: &str, (first, last): (LocalDate, LocalDate)) -> Vec<WeekShare> {
        let mut found: BTreeMap<(&PlaybookId, &MeasureId), WeekShare> = BTreeMap::new();
        for row in self.staffing.rows.iter().filter(|row| row.first <= last && first <= row.last) {
            let days = u32::try_from(row.last.min(last).days_since(row.first.max(first)) + 1).unwrap_or(0);
            for (playbook, measure) in self.asking(role).filter(|(playbook, measure)| is_in(row, playbook, measure)) {
                let hours_a_day = hours_of(measure, role);
                let new = WeekShare { playbook: playbook.id.clone(), measure: measure.id.clone(), days: 0, hours_a_day };
                found.entry((&playbook.id, &measure.id)).or_insert(new).days += days;
            }
        }
        found.into_values().collect()
    }

    pub(super) fn nobody(&self, role: &str) -> Vec<NoteCause<'a>> {
        let mut causes = Vec::new();
        for (playbook, measure) in self.asking(role) {
            let Some(row) = self.staffing.rows.iter().find(|row| is_in(row, playbook, measure)) else { continue };
            let windows = self.behind((row.first, row.last), vec![(playbook.id.clone(), measure.id.clone())]);
            causes.extend([NoteCause::Needs { playbook, measure }, NoteCause::Windows(windows)]);
        }
        let mut roles: Vec<&str> =
            self.workspace.roster.iter().flat_map(|person| person.roles.iter().map(String::as_str)).collect();
        roles.sort_unstable();
        roles.dedup();
        causes.push(NoteCause::Roles(roles));
        causes
    }

    /// The measures that need a role, in the order of the files.
    fn asking(&self, role: &str) -> impl Iterator<Item = (&'a Playbook, &'a Measure)> {
        let all = self
            .workspace
            .playbooks
            .iter()
            .flat_map(|playbook| playbook.measures.iter().map(move |measure| (playbook, measure)));
        all.filter(move |(_, measure)| hours_of(measure, role) > 0)
    }

    /// The windows that ask for one of these measures on one of these days.
    fn behind(&self, (first, last): (LocalDate, LocalDate), measures: Vec<(PlaybookId, MeasureId)>) -> Vec<WindowId> {
        let row = StaffRow { first, last, seats: Vec::new(), analyst_hours: 0.0, measures };
        let windows: Vec<&PlannedWindow> = windows_behind(&row, self.plan, self.workspace).collect();
        ids(&windows)
    }
}

fn is_in(row: &StaffRow, playbook: &Playbook, measure: &Measure) -> bool {
    row.measures.iter().any(|(of, id)| *of == playbook.id && *id == measure.id)
}

/// Hours of work a day.
fn hours_of(measure: &Measure, role: &str) -> u32 {
    measure.staff.iter().filter(|staff| staff.role == role).map(crate::model::Staff::hours).sum()
}
