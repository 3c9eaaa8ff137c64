//! What a plan asks too much of people: rests between stretches that are too short, hours beyond a role's cap, roles that
//! nobody has. Counted in days of the workspace's zone; weeks begin on Monday.

use std::collections::{BTreeMap, BTreeSet};

use super::tally::Tally;
use crate::model::{Budget, Cap, Note, NoteCode, Place, Severity, Staffing, Workspace};
use crate::time::LocalDate;

/// A note for each budget between whose stretches lie fewer free days than it asks for.
pub(super) fn gaps<'a>(tally: &'a Tally, budgets: &'a [Budget]) -> impl Iterator<Item = Note> + 'a {
    budgets.iter().filter_map(move |budget| {
        let least = budget.min_gap_days?;
        let stretches = tally.days(budget.level);
        let gap = |pair: &[(LocalDate, LocalDate)]| {
            let [(_, ends), (starts, _)] = pair else { return None };
            let free = u32::try_from(starts.days_since(*ends) - 1).unwrap_or(0);
            (free < least).then_some((*ends, *starts, free))
        };
        let gaps: Vec<_> = stretches.windows(2).filter_map(gap).collect();
        let code = || NoteCode::GapTooShort { level: budget.level, least, gaps: gaps.clone() };
        (!gaps.is_empty()).then(|| warning(code(), Some(&budget.place)))
    })
}

/// Notes about roles: those that nobody of the roster has, and those whose people would work more than their cap.
pub fn strain(staffing: &Staffing, workspace: &Workspace) -> Vec<Note> {
    let roles: BTreeSet<&str> = staffing.rows.iter().flat_map(|row| &row.seats).map(|staff| staff.role.as_str()).collect();
    let missing = roles.iter().filter(|role| workspace.people(role).next().is_none());
    let missing = missing.map(|role| {
        let (measures, place) = asking(role, staffing, workspace);
        warning(NoteCode::NobodyHasRole { role: (*role).to_owned(), measures }, place)
    });
    missing.chain(workspace.settings.caps.iter().filter_map(|cap| exceeded(cap, staffing, workspace))).collect()
}

/// The measures that need a role on some day, and where the first of them stands.
fn asking<'a>(role: &str, staffing: &Staffing, workspace: &'a Workspace) -> (Vec<String>, Option<&'a Place>) {
    let is_asked =
        |playbook, measure| staffing.rows.iter().flat_map(|row| &row.measures).any(|(p, m)| (p, m) == (playbook, measure));
    let all = workspace.playbooks.iter().flat_map(|playbook| playbook.measures.iter().map(move |measure| (playbook, measure)));
    let asking: Vec<_> = all
        .filter(|(playbook, measure)| {
            measure.staff.iter().any(|staff| staff.role == role) && is_asked(&playbook.id, &measure.id)
        })
        .map(|(_, measure)| measure)
        .collect();
    (asking.iter().map(|measure| measure.id.to_string()).collect(), asking.first().map(|measure| &measure.place))
}

/// The weeks in which each of a role's people would work more than the cap.
fn exceeded(cap: &Cap, staffing: &Staffing, workspace: &Workspace) -> Option<Note> {
    let people = u32::try_from(workspace.people(&cap.role).count()).ok().filter(|people| *people > 0)?;
    let mut hours: BTreeMap<LocalDate, u32> = BTreeMap::new();
    for row in &staffing.rows {
        let a_day = row.hours_of(&cap.role);
        let mut day = row.first;
        while a_day > 0 && day <= row.last {
            let monday = day.plus_days(-i64::from(day.weekday()));
            let end = monday.plus_days(6).min(row.last);
            let days = u32::try_from(end.days_since(day) + 1).unwrap_or(0);
            *hours.entry(monday).or_default() += days * a_day;
            day = end.plus_days(1);
        }
    }
    let each = hours.into_iter().map(|(monday, hours)| (monday, hours.div_ceil(people)));
    let weeks: Vec<(LocalDate, u32)> = each.filter(|(_, each)| *each > cap.hours_per_week).collect();
    let code = || NoteCode::CapExceeded { role: cap.role.clone(), cap: cap.hours_per_week, people, weeks: weeks.clone() };
    (!weeks.is_empty()).then(|| warning(code(), Some(&cap.place)))
}

fn warning(code: NoteCode, place: Option<&Place>) -> Note {
    Note { severity: Severity::Warning, code, place: place.cloned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Level, Person, Staff, Text};
    use crate::plan::fixture::{at, order, place, workspace};
    use crate::plan::{plan, staffing};
    use crate::time::Zone;

    fn codes(workspace: &Workspace, orders: &[crate::model::Order]) -> Vec<NoteCode> {
        let plan = plan(workspace, crate::model::Past::of(orders), at("2027-01-31T15:00:00Z"), at("2027-03-31T15:00:00Z"));
        let staffing = staffing(&plan, workspace);
        let notes = plan.notes.into_iter().chain(strain(&staffing, workspace));
        let is_ours = |code: &NoteCode| {
            matches!(code, NoteCode::GapTooShort { .. } | NoteCode::CapExceeded { .. } | NoteCode::NobodyHasRole { .. })
        };
        notes.map(|note| note.code).filter(is_ours).collect()
    }

    fn surge(id: &str, from: &str, until: &str) -> crate::model::Order {
        order(id, Level::Surge, &format!("2027-{from}T00:00:00Z"), &format!("2027-{until}T00:00:00Z"))
    }

    #[test]
    fn a_gap_is_counted_in_free_days_between_stretches() {
        let mut workspace = workspace(Vec::new());
        workspace.settings.budgets[0].min_gap_days = Some(5);
        // Until 09:00 of the 5th in Tokyo; from 09:00 of the 10th or 11th: four or five free days.
        let day = |number| LocalDate::new(2027, 2, number).unwrap();
        let short = NoteCode::GapTooShort { level: Level::Surge, least: 5, gaps: vec![(day(5), day(10), 4)] };
        assert_eq!(codes(&workspace, &[surge("a", "02-01", "02-05"), surge("b", "02-10", "02-12")]), [short]);
        assert_eq!(codes(&workspace, &[surge("a", "02-01", "02-05"), surge("b", "02-11", "02-12")]), []);
        assert_eq!(codes(&workspace, &[surge("a", "02-01", "02-05"), surge("b", "02-05", "02-12")]), []);
    }

    fn staffed(people: usize) -> Workspace {
        let mut workspace = workspace(Vec::new());
        let staff = Staff { role: "soc".to_owned(), people: 2, hours_per_day: 24 };
        workspace.playbooks[0].measures[0].staff = vec![staff];
        workspace.settings.caps = vec![Cap { role: "soc".to_owned(), hours_per_week: 40, place: place("standto.toml", 9) }];
        let person = |number| Person {
            id: format!("p{number}").as_str().into(),
            name: Text::same("P"),
            mail: "p@office.example".to_owned(),
            zone: Zone::utc(),
            lang: crate::model::Lang::En,
            roles: vec!["soc".to_owned()],
            place: Place::default(),
        };
        workspace.roster = (0..people).map(person).collect();
        workspace
    }

    #[test]
    fn a_cap_holds_for_each_person_and_week() {
        // Monday the 1st to Sunday the 7th, then one day: 7 × 48 hours, and 48.
        let orders = [surge("a", "02-01", "02-07"), surge("b", "02-07", "02-08")];
        let monday = LocalDate::new(2027, 2, 1).unwrap();
        let weeks = vec![(monday, 48)];
        let exceeded = NoteCode::CapExceeded { role: "soc".to_owned(), cap: 40, people: 7, weeks };
        assert_eq!(codes(&staffed(7), &orders), [exceeded]);
        assert_eq!(codes(&staffed(9), &orders), []);
    }

    #[test]
    fn a_role_that_nobody_has_is_told_with_what_needs_it() {
        let nobody = NoteCode::NobodyHasRole { role: "soc".to_owned(), measures: vec!["hunt".to_owned()] };
        assert_eq!(codes(&staffed(0), &[surge("a", "02-01", "02-02")]), [nobody]);
        assert_eq!(codes(&staffed(0), &[]), []);
    }
}
