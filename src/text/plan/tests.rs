//! Plan tables and explanations, in both languages.

use super::*;
use crate::model::{Past, Workspace};
use crate::plan::fixture::{at, event, order, workspace};
use crate::plan::plan;

fn planned() -> (Plan, Workspace) {
    let mut talks = event("talks-a", "2027-06-14T09:00", "2027-06-16T18:00");
    talks.zone = EventZone::Unknown;
    let workspace = workspace(vec![talks]);
    let orders = [order("o1", Level::Watch, "2027-11-01T00:00:00Z", "2027-11-02T00:00:00Z")];
    (plan(&workspace, Past::of(&orders), at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z")), workspace)
}

#[test]
fn rows_have_a_cell_for_each_header() {
    let (plan, workspace) = planned();
    for lang in Lang::ALL {
        let headers = headers(lang, &workspace.settings.zone);
        let rows = table(&plan, lang, &workspace.settings.zone);
        assert_eq!(rows.len(), 4);
        assert!(rows.iter().all(|row| row.len() == headers.len()));
        assert!(headers[0].contains("Asia/Tokyo"));
    }
    let row = &table(&plan, Lang::En, &workspace.settings.zone)[3];
    assert_eq!(row[..2], ["2027-11-01 09:00".to_owned(), "2027-11-02 09:00".to_owned()]);
    assert_eq!(row[4], "order o1");
    let row = &table(&plan, Lang::En, &workspace.settings.zone)[0];
    assert_eq!(row[4..], ["talks-a / talks", "0", "1", "0"]);
}

#[test]
fn a_window_is_explained_by_event_rule_measures_and_approvals() {
    let (plan, workspace) = planned();
    let lines = explain(&plan.windows[2], &workspace, Lang::En).join("\n");
    for part in [
        "Trade talks: surge, talks-a/2027-06-14T09:00/talks/surge",
        "Event talks-a (calendar/2027.toml:7:1) lasts from",
        "confirmed event of class negotiation",
        "14 hours are added on both sides",
        "Policy talks (standto.toml:23:1) asks for surge from -3d of the event's start until +1d of its end.",
        "It sets young_days = 30 on mx2 (measure hold-more of playbook mail-surge).",
        "To be ready in time, order by 2027-05-",
        "the approval of 2 of sato, mori",
        "analyst hours",
        "Rehearse “border-control”",
    ] {
        assert!(lines.contains(part), "{part} is not in:\n{lines}");
    }
}

#[test]
fn a_window_is_explained_by_its_own_tasks_only() {
    let (plan, workspace) = planned();
    let has_proxy = |index: usize| {
        let lines = explain(&plan.windows[index], &workspace, Lang::En).join("\n");
        lines.contains("Task for soc-lead: Measure proxy") && lines.contains(": hold, proxy.")
    };
    assert_eq!([0, 1, 2].map(has_proxy), [false, true, false]);
}

#[test]
fn a_target_that_changes_for_everyone_is_named_in_a_window_for_a_group() {
    let (mut plan, workspace) = planned();
    plan.windows[2].window.scope = Scope::Group("delegation".into());
    let line = "  mx1, mx2 cannot be narrowed to the group delegation: these changes apply to everyone.".to_owned();
    assert!(explain(&plan.windows[2], &workspace, Lang::En).contains(&line));
    plan.windows[2].window.scope = Scope::Everyone;
    assert!(!explain(&plan.windows[2], &workspace, Lang::En).contains(&line));
}

#[test]
fn the_quarters_are_one_row_each_with_their_budget() {
    let (plan, _) = planned();
    let (header, rows) = quarters(&plan, Lang::En);
    assert_eq!(header, ["Days (of the budget)", "watch", "elevated", "surge"]);
    assert_eq!(rows[0], ["2027-Q1", "0", "0", "0 of 10"]);
    assert_eq!(rows[1][..2], ["2027-Q2".to_owned(), "62".to_owned()]);
    assert_eq!(rows[1][3], "8 of 10");
    assert_eq!(quarters(&plan, Lang::Ja).1[0][3], "0日／10日");
}

#[test]
fn what_holds_now_and_the_next_change_are_said_with_their_zone() {
    let zone = Zone::named("Asia/Tokyo").unwrap();
    let at = |text| at(text);
    let next = Some((at("2027-06-11T07:00:00Z"), Level::Surge));
    let said = |lang| now(Level::Watch, next, at("2027-06-01T00:00:00Z"), &zone, lang);
    assert_eq!(
        said(Lang::En),
        "At 2027-06-01 09:00 Asia/Tokyo the plan calls for watch; from 2027-06-11 16:00 Asia/Tokyo on it calls for surge."
    );
    assert!(said(Lang::Ja).contains("注意態勢。次の変化：2027-06-11 16:00 Asia/Tokyo からサージ態勢"), "{}", said(Lang::Ja));
}

#[test]
fn both_languages_say_the_same_lines() {
    let (plan, workspace) = planned();
    for planned in &plan.windows {
        let (en, ja) = (explain(planned, &workspace, Lang::En), explain(planned, &workspace, Lang::Ja));
        assert_eq!(en.len(), ja.len());
        assert!(ja.iter().skip(1).all(|line| !line.is_ascii()), "{ja:#?}");
    }
}
