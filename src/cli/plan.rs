//! `plan` and `plan accept`.

mod show;

use super::args::{self, Format, PlanArgs, PlanCommand};
use super::calendar::bounds;
use super::context::Context;
use super::exit::{Exit, Failure};
use super::output;
use crate::model::{CommandBody, Plan, PlannedWindow, PostureState, Workspace};
use crate::plan::{self, Numbers, overdue};
use crate::posture;
use crate::report::{Consent, PlanPicture, Titles, plan_svg};
use crate::text;
use crate::time::{DAY_MS, Timestamp};

pub(super) async fn run(context: &Context, arguments: &PlanArgs) -> Result<Exit, Failure> {
    if let Some(PlanCommand::Accept) = arguments.command {
        return context.act(CommandBody::AcceptPlan).await;
    }
    let (workspace, _) = context.files()?;
    let state = match context.reading_if_any().await? {
        Some(app) => app.world.store.posture().await?,
        None => PostureState::default(),
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
            output::print(picture(context, &workspace, &plan, &state, titles).trim_end());
            return Ok(Exit::Fine);
        }
        (Format::Ics, None) => return Err(Failure::Said(Exit::Faults, text::cli::format_is_of_plan("ics", context.lang))),
        (Format::Human | Format::Json, None) => {}
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
    output::short_notes(&notes, context.lang);
    let waiting = plan
        .windows
        .iter()
        .filter(|planned| planned.window.until > context.now() && !posture::is_allowed(planned, &state))
        .count();
    if waiting > 0 {
        output::print(&text::cli::approvals_wait(waiting, context.lang));
    }
    Ok(Exit::Fine)
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

/// The plan's picture, with the public titles unless others are asked for.
fn picture(
    context: &Context,
    workspace: &Workspace,
    plan: &Plan,
    state: &PostureState,
    titles: Option<args::Titles>,
) -> String {
    let consent = |planned: &PlannedWindow| match posture::approvals_of(planned, state) {
        (_, 0) => Consent::NotNeeded,
        (have, need) => Consent::Counted { have, need },
    };
    let titles = match titles {
        None | Some(args::Titles::Public) => Titles::Public,
        Some(args::Titles::Full) => Titles::Full,
    };
    let picture = PlanPicture { plan, zone: &workspace.settings.zone, now: context.now(), titles, consent: &consent };
    plan_svg(&picture, context.lang)
}
