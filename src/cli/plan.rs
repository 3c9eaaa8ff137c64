//! `plan` and `plan accept`.

use super::args::{PlanArgs, PlanCommand};
use super::calendar::bounds;
use super::context::Context;
use super::exit::{Exit, Failure};
use super::output;
use crate::model::{CommandBody, Lang, Plan, QuarterDays, Workspace};
use crate::plan::{self, overdue};
use crate::posture;
use crate::text;
use crate::text::terms::Term as _;

pub(super) async fn run(context: &Context, arguments: &PlanArgs) -> Result<Exit, Failure> {
    if let Some(PlanCommand::Accept) = arguments.command {
        return context.act(CommandBody::AcceptPlan).await;
    }
    let (workspace, _) = context.files()?;
    let state = match context.reading_if_any().await? {
        Some(app) => app.world.store.posture().await?,
        None => crate::model::PostureState::default(),
    };
    let (from, until) = bounds(context, &arguments.range, &workspace.settings.zone)?;
    let plan = plan::plan(&workspace, &state.orders, from, until);
    if context.is_json() {
        output::json(&plan::json(&plan));
        return Ok(Exit::Fine);
    }
    show(context, &workspace, &plan, arguments.explain);
    output::short_notes(&plan.notes, context.lang);
    output::short_notes(&overdue(&plan, context.now()), context.lang);
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

/// The table, the reasons where asked for, and the days it costs.
pub(super) fn show(context: &Context, workspace: &Workspace, plan: &Plan, is_explained: bool) {
    let lang = context.lang;
    let zone = &workspace.settings.zone;
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
        output::table(text::cli::quarters_header(lang), plan.quarters.iter().map(|row| quarter_row(row, lang)).collect());
    }
    if !plan.reminders.is_empty() {
        output::print(&text::cli::reminder_count(plan.reminders.len(), lang));
    }
}

fn quarter_row(row: &QuarterDays, lang: Lang) -> Vec<String> {
    let budget = row.budget.map_or_else(|| "–".to_owned(), |budget| budget.to_string());
    vec![row.quarter.clone(), row.level.term(lang).to_owned(), row.days.to_string(), budget]
}
