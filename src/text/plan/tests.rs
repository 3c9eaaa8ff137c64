//! Plan tables and explanations, in both languages.

use super::*;
use crate::model::Level;
use crate::plan::fixture::{at, event, order, workspace};
use crate::plan::plan;

fn planned() -> (Plan, Workspace) {
    let mut talks = event("talks-a", "2027-06-14T09:00", "2027-06-16T18:00");
    talks.zone = EventZone::Unknown;
    let workspace = workspace(vec![talks]);
    let orders = [order("o1", Level::Watch, "2027-11-01T00:00:00Z", "2027-11-02T00:00:00Z")];
    (plan(&workspace, &orders, at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z")), workspace)
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
        "Task for soc-lead: Measure proxy",
        "Order hunt by 2027-05-",
        "the approval of 2 of sato, mori",
        "analyst hours",
        "Rehearse “border-control”",
    ] {
        assert!(lines.contains(part), "{part} is not in:\n{lines}");
    }
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
