//! What `plan` prints for people.

use crate::cli::context::Context;
use crate::cli::output;
use crate::model::{Plan, Staffing, Workspace};
use crate::text;

/// What holds now, the table, the reasons where asked for, and the days it costs.
pub(super) fn plan(context: &Context, workspace: &Workspace, plan: &Plan, is_explained: bool) {
    let (lang, zone, now) = (context.lang, &workspace.settings.zone, context.now());
    let spans = crate::plan::spans(plan);
    if let Some(at) = spans.iter().position(|span| span.from <= now && now < span.until) {
        let next = spans.get(at + 1).map(|span| (span.from, span.level));
        output::print(&text::plan::now(spans[at].level, next, now, zone, lang));
    }
    if plan.windows.is_empty() {
        output::print(&text::cli::no_windows(lang));
    } else {
        output::table(text::plan::headers(lang, zone), text::plan::table(plan, lang, zone));
    }
    if is_explained {
        for planned in &plan.windows {
            output::print("");
            for line in text::plan::explain(planned, workspace, lang) {
                output::print(&line);
            }
        }
    }
    if !plan.quarters.is_empty() {
        output::print("");
        let (header, rows) = text::plan::quarters(plan, lang);
        output::table(header, rows);
    }
    if !plan.reminders.is_empty() {
        output::print(&text::cli::reminder_count(plan.reminders.len(), lang));
    }
}

/// Who is needed when, and why where that is asked for.
pub(super) fn staff(context: &Context, workspace: &Workspace, plan: &Plan, staffing: &Staffing, is_explained: bool) {
    let lang = context.lang;
    if staffing.rows.is_empty() {
        return;
    }
    output::print("");
    output::table(text::plan::staff_headers(lang), text::plan::staff(staffing, lang));
    if let Some(more) = text::plan::staff_more(staffing, lang) {
        output::print(&more);
    }
    output::print(&text::plan::staff_total(staffing, lang));
    for row in staffing.rows.iter().filter(|_| is_explained) {
        let windows: Vec<_> = crate::plan::windows_behind(row, plan, workspace).collect();
        output::print("");
        for line in text::plan::staff_why(row, &windows, workspace, lang) {
            output::print(&line);
        }
    }
}
