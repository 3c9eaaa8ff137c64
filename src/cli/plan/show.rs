//! What `plan` prints for people.

use std::collections::BTreeSet;

use crate::cli::context::Context;
use crate::cli::output;
use crate::model::{Plan, PostureAt, PostureState, Staffing, TaskDue, TaskRow, Window, Workspace};
use crate::plan::Numbers;
use crate::text;
use crate::time::{DAY_MS, Timestamp, Zone};

/// How far ahead tasks are shown.
const NEXT_MS: i64 = 30 * DAY_MS;

/// What holds now, the table, the reasons where asked for, and the days it costs.
pub(super) fn plan(context: &Context, workspace: &Workspace, plan: &Plan, is_explained: bool) {
    let (lang, zone, now) = (context.lang, &workspace.settings.zone, context.now());
    let spans = crate::plan::spans(plan);
    if let Some(at) = spans.iter().position(|span| span.from <= now && now < span.until) {
        let next = spans.get(at + 1).map(|span| (span.from, span.level));
        output::print(&text::plan::now(spans[at].level, next, now, zone, lang));
        if is_explained {
            now_why(context, plan, next.map(|(at, _)| at), zone);
        }
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
        for row in plan.quarters.iter().filter(|_| is_explained) {
            output::print("");
            for line in text::plan::days_why(&crate::plan::makers(plan, zone, row), workspace, lang) {
                output::print(&line);
            }
        }
    }
    if !plan.reminders.is_empty() {
        output::print(&text::cli::reminder_count(plan.reminders.len(), lang));
        for reminder in plan.reminders.iter().filter(|_| is_explained) {
            output::print(&format!("  {}", text::plan::reminder_why(reminder, workspace, zone, lang)));
        }
    }
}

/// What is due, who is needed when, what such leads would have caught; and why where that is asked for.
pub(in crate::cli) fn numbers(context: &Context, workspace: &Workspace, plan: &Plan, numbers: &Numbers, is_explained: bool) {
    let lang = context.lang;
    due(context, workspace, &numbers.due, is_explained);
    staff(context, workspace, plan, &numbers.staffing, is_explained);
    if !numbers.caught.is_empty() {
        output::print("");
        output::table(text::plan::caught_headers(lang), text::plan::caught(&numbers.caught, lang));
        output::print(&text::plan::caught_limits(lang));
        for caught in numbers.caught.iter().filter(|_| is_explained) {
            output::print(&format!("  {}", text::plan::caught_why(caught, lang)));
        }
    }
}

/// Tasks of the next 30 days; explained, all of them.
fn due(context: &Context, workspace: &Workspace, all: &[TaskDue], is_explained: bool) {
    let (lang, zone, now) = (context.lang, &workspace.settings.zone, context.now());
    let next = all.iter().filter(|task| task.due >= now && task.due.since(now) <= NEXT_MS);
    let next = once_each(next);
    if !next.is_empty() {
        output::print("");
        output::table(text::plan::due_headers(lang, zone), text::plan::due(&next, workspace, zone, lang));
        if let Some(more) = text::plan::due_more(&next, lang) {
            output::print(&more);
        }
    }
    if is_explained && !all.is_empty() {
        output::print("");
        for task in &once_each(all.iter()) {
            output::print(&text::plan::due_why(task, zone, lang));
        }
    }
}

/// The windows behind what holds now, and behind the next change of that.
fn now_why(context: &Context, plan: &Plan, next: Option<Timestamp>, zone: &Zone) {
    let ids = |is_meant: &dyn Fn(&Window) -> bool| {
        let windows = plan.windows.iter().map(|planned| &planned.window).filter(|window| is_meant(window));
        windows.map(|window| window.id.clone()).collect::<Vec<_>>()
    };
    let live = ids(&|window| window.is_live(context.now()));
    let next = next.map(|at| (at, [ids(&|window| window.from == at), ids(&|window| window.until == at)]));
    lines(&text::plan::now_why(&live, next, zone, context.lang));
}

fn lines(lines: &[String]) {
    for line in lines {
        output::print(line);
    }
}

/// Of what repeats, the first time.
fn once_each<'a>(all: impl Iterator<Item = &'a TaskDue>) -> Vec<TaskDue> {
    let mut told = BTreeSet::new();
    all.filter(|task| told.insert((&task.window, &task.playbook, &task.measure))).cloned().collect()
}

/// What `plan --at` prints.
pub(in crate::cli) fn at(context: &Context, workspace: &Workspace, state: &PostureState, seen: &PostureAt) {
    let (lang, zone) = (context.lang, &workspace.settings.zone);
    output::print(&text::plan::at_head(seen, zone, lang));
    if seen.windows.is_empty() {
        output::print(&text::cli::no_windows(lang));
        return;
    }
    output::table(text::plan::at_windows_headers(lang), text::plan::at_windows(seen, zone, lang));
    if !seen.planned.is_empty() {
        output::print("");
        output::table(text::plan::at_settings_headers(lang), text::plan::at_settings(seen, zone, lang));
    }
    if !seen.tasks.is_empty() {
        let row = |task: &TaskDue| {
            let is_round = |row: &TaskRow| task.every.is_none() || row.due_at == Some(task.due);
            let is_its = |row: &&TaskRow| row.window == task.window && row.measure == task.measure && is_round(row);
            let is_done = state.tasks.iter().find(is_its).and_then(|row| row.done_at).is_some_and(|done| done <= seen.at);
            vec![
                task.title.get(lang).to_owned(),
                text::plan::owner(&task.owner, workspace, lang),
                zone.show(task.due),
                text::plan::at_task_state(is_done, task.due < seen.at, lang),
                task.window.to_string(),
            ]
        };
        output::print("");
        output::table(text::plan::at_tasks_headers(lang), seen.tasks.iter().map(row).collect());
    }
    output::print(&text::plan::at_staff(seen, lang));
}

/// Who is needed when, and why where that is asked for.
fn staff(context: &Context, workspace: &Workspace, plan: &Plan, staffing: &Staffing, is_explained: bool) {
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
    if is_explained {
        let windows: Vec<_> = plan.windows.iter().collect();
        lines(&text::plan::staff_total_why(staffing, &windows, lang));
    }
    for row in staffing.rows.iter().filter(|_| is_explained) {
        let windows: Vec<_> = crate::plan::windows_behind(row, plan, workspace).collect();
        output::print("");
        for line in text::plan::staff_why(row, &windows, workspace, lang) {
            output::print(&line);
        }
    }
}
