//! `plan`, `plan diff` and `plan accept`.

mod diff;
mod outlets;
mod show;
mod sides;

use std::sync::Arc;

use super::args::{Format, PlanArgs, PlanCommand};
use super::calendar::bounds;
use super::context::Context;
use super::exit::{Exit, Failure};
use super::output;
use crate::model::{Note, Plan, PlannedWindow, PostureState, Workspace};
use crate::plan::{self, Numbers, overdue};
use crate::posture;
use crate::text;
use crate::time::{DAY_MS, Timestamp};

pub(super) async fn run(context: &Context, arguments: &PlanArgs) -> Result<Exit, Failure> {
    match &arguments.command {
        Some(PlanCommand::Accept) => return diff::accept(context).await,
        Some(PlanCommand::Diff(sides)) => return diff::run(context, sides).await,
        None => {}
    }
    if context.format == Format::Ics && arguments.at.is_none() {
        return outlets::feed(context, arguments).await;
    }
    let (workspace, _) = context.files()?;
    let state = match context.reading_if_any().await? {
        Some(app) => app.world.store.posture().await?,
        None => Arc::default(),
    };
    if let Some(text) = &arguments.at {
        return at(context, &workspace, &state, context.instant(text)?);
    }
    let (from, until) = bounds(context, &arguments.range, &workspace.settings.zone)?;
    let plan = plan::plan(&workspace, state.past(), from, until);
    match (context.format, arguments.titles) {
        (Format::Human | Format::Json | Format::Ics, Some(_)) => {
            return Err(Failure::Said(Exit::Faults, text::cli::titles_are_of_svg(context.lang)));
        }
        (Format::Svg, titles) => {
            output::print_raw(&outlets::picture(context, &workspace, &plan, &state, titles));
            return Ok(Exit::Fine);
        }
        (Format::Human | Format::Json | Format::Ics, None) => {}
    }
    let mut late = overdue(&plan, &workspace.settings.zone, context.now());
    let numbers = Numbers::of(&plan, &workspace);
    late.extend(plan::strain(&numbers.staffing, &workspace));
    if context.is_json() {
        output::json(&plan::json(&plan, &numbers, &late));
        return Ok(Exit::Fine);
    }
    show::plan(context, &workspace, &plan, arguments.explain);
    show::numbers(context, &workspace, &plan, &numbers, arguments.explain);
    let mut notes = plan.notes.clone();
    notes.extend(late);
    notes.sort_by_key(|note| std::cmp::Reverse(note.severity));
    let sight = plan::Sight { plan: &plan, workspace: &workspace, staffing: &numbers.staffing, now: context.now() };
    let why = |note: &Note| {
        if !arguments.explain {
            return Vec::new();
        }
        text::plan::note_why(&plan::note_causes(note, sight), &workspace, context.lang)
    };
    output::short_notes(&notes, &why, context.lang);
    waiting(context, &plan, &state, arguments.explain);
    Ok(Exit::Fine)
}

/// How many windows wait for approval; explained, which.
fn waiting(context: &Context, plan: &Plan, state: &PostureState, is_explained: bool) {
    let ahead = plan.windows.iter().filter(|planned| planned.window.until > context.now());
    let waiting: Vec<&PlannedWindow> = ahead.filter(|planned| !posture::is_allowed(planned, state)).collect();
    if waiting.is_empty() {
        return;
    }
    output::print(&text::cli::approvals_wait(waiting.len(), context.lang));
    let counted: Vec<_> = waiting
        .iter()
        .map(|planned| {
            let (have, need) = posture::approvals_of(planned, state);
            (*planned, have, need)
        })
        .collect();
    for line in text::plan::approvals_wait_why(&counted, context.lang).iter().filter(|_| is_explained) {
        output::print(line);
    }
}

/// What holds at one instant: planned, and beside it what is allowed.
fn at(context: &Context, workspace: &Workspace, state: &PostureState, at: Timestamp) -> Result<Exit, Failure> {
    match context.format {
        Format::Human | Format::Json => {}
        Format::Svg => return Err(Failure::Said(Exit::Faults, text::cli::format_is_of_plan("svg", context.lang))),
        Format::Ics => return Err(Failure::Said(Exit::Faults, text::cli::format_is_of_plan("ics", context.lang))),
    }
    let plan = plan::plan(workspace, state.past(), at.plus_ms(-2 * DAY_MS), at.plus_ms(2 * DAY_MS));
    let is_allowed = |planned: &PlannedWindow| posture::is_allowed(planned, state);
    let seen = plan::at(&plan, workspace, &is_allowed, at);
    if context.is_json() {
        output::json(&plan::json_at(&seen));
    } else {
        show::at(context, workspace, state, &seen);
    }
    Ok(Exit::Fine)
}
