//! `plan` and `plan accept`.

use super::args::{self, Format, PlanArgs, PlanCommand};
use super::calendar::bounds;
use super::context::Context;
use super::exit::{Exit, Failure};
use super::output;
use crate::model::{CommandBody, Plan, PlannedWindow, PostureState, Workspace};
use crate::plan::{self, overdue};
use crate::posture;
use crate::report::{Consent, PlanPicture, Titles, plan_svg};
use crate::text;

pub(super) async fn run(context: &Context, arguments: &PlanArgs) -> Result<Exit, Failure> {
    if let Some(PlanCommand::Accept) = arguments.command {
        return context.act(CommandBody::AcceptPlan).await;
    }
    let (workspace, _) = context.files()?;
    let state = match context.reading_if_any().await? {
        Some(app) => app.world.store.posture().await?,
        None => PostureState::default(),
    };
    let (from, until) = bounds(context, &arguments.range, &workspace.settings.zone)?;
    let plan = plan::plan(&workspace, &state.orders, from, until);
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
    let late = overdue(&plan, &workspace.settings.zone, context.now());
    if context.is_json() {
        output::json(&plan::json(&plan, &late));
        return Ok(Exit::Fine);
    }
    show(context, &workspace, &plan, arguments.explain);
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

/// What holds now, the table, the reasons where asked for, and the days it costs.
pub(super) fn show(context: &Context, workspace: &Workspace, plan: &Plan, is_explained: bool) {
    let (lang, zone, now) = (context.lang, &workspace.settings.zone, context.now());
    let spans = plan::spans(plan);
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
