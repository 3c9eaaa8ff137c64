//! `plan diff`: what a change would do. `plan accept` says the same before it acts.

use std::io::{BufRead as _, IsTerminal as _};

use super::sides::{Side, Sides};
use crate::calendar;
use crate::cli::args::{self, Range};
use crate::cli::calendar::bounds;
use crate::cli::context::Context;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output;
use crate::model::{CommandBody, Note, Plan, PlanDiff, PostureState, WindowId, Workspace};
use crate::plan;
use crate::posture;
use crate::text;
use crate::time::{DAY_MS, Timestamp, tzdata_version};

/// How far beyond the range windows are followed, so that one that moved out of it is not taken for gone.
const BEYOND_MS: i64 = 120 * DAY_MS;

pub(super) async fn run(context: &Context, arguments: &args::PlanDiff) -> Result<Exit, Failure> {
    let sides = Sides::open(context)?;
    let (old, new) = sides.both(&arguments.old, &arguments.new).await?;
    let state = sides.state(&old.workspace, context.now()).await?;
    let range = bounds(context, &arguments.range, &new.workspace.settings.zone)?;
    let diff = compare((&old.workspace, &new.workspace), &state, range, context.now());
    if context.is_json() {
        output::json(&plan::diff_json(&diff, &old.compared(), &new.compared(), range));
        return Ok(Exit::Fine);
    }
    show(context, &old, &new, &diff);
    Ok(Exit::Fine)
}

/// Accepts the files as they are. Says before what that alters; at a terminal it asks.
pub(super) async fn accept(context: &Context) -> Result<Exit, Failure> {
    if !context.is_json() && foretell(context).await.unwrap_or(false) && std::io::stdin().is_terminal() {
        output::complain(&text::diff::ask_accept(context.lang));
        let mut line = String::new();
        let read = std::io::stdin().lock().read_line(&mut line);
        let is_yes = read.is_ok() && matches!(line.trim().to_lowercase().as_str(), "y" | "yes");
        if !is_yes {
            return Err(Failure::said(text::diff::not_accepted(context.lang)));
        }
    }
    context.act(CommandBody::AcceptPlan).await
}

/// Prints what accepting alters; whether there is anything. What cannot be compared, the command itself refuses in its words.
async fn foretell(context: &Context) -> Result<bool, Failure> {
    let sides = Sides::open(context)?;
    let (old, new) = sides.both("in-force", "files").await?;
    if old.workspace.revision == new.workspace.revision {
        return Ok(false);
    }
    let range = bounds(context, &Range { from: None, to: None }, &new.workspace.settings.zone)?;
    let diff =
        compare((&old.workspace, &new.workspace), &sides.state(&old.workspace, context.now()).await?, range, context.now());
    show(context, &old, &new, &diff);
    output::print("");
    Ok(true)
}

fn show(context: &Context, old: &Side, new: &Side, diff: &PlanDiff) {
    let lang = context.lang;
    output::print(&text::diff::head(&old.name, &new.name, lang));
    for side in [old, new].into_iter().filter(|side| side.tzdata != tzdata_version()) {
        output::print(&text::diff::other_tzdata(&side.name, &side.tzdata, tzdata_version(), lang));
    }
    if diff.is_empty() {
        output::print(&text::diff::nothing(lang));
    }
    for line in text::diff::lines(diff, lang) {
        output::print(&line);
    }
}

/// What is otherwise in the second workspace, in `[from, until)`.
fn compare(
    (old, new): (&Workspace, &Workspace),
    state: &PostureState,
    (from, until): (Timestamp, Timestamp),
    now: Timestamp,
) -> PlanDiff {
    let wide = |workspace| plan::plan(workspace, state.past(), from.plus_ms(-BEYOND_MS), until.plus_ms(BEYOND_MS));
    let (old_wide, new_wide) = (wide(old), wide(new));
    let events = calendar::changes(&old.events, &new.events);
    let renamed = calendar::renamed_ids(&events);
    let found = posture::difference(
        posture::Side { settings: &old.settings, plan: &old_wide },
        posture::Side { settings: &new.settings, plan: &new_wide },
        events,
        &renamed,
        state,
        now,
    );
    let narrow = |workspace| plan::plan(workspace, state.past(), from, until);
    let (old_plan, new_plan) = (narrow(old), narrow(new));
    let is_in = |plan: &Plan, id: &WindowId| plan.window(id).is_some();
    let mut windows = found.windows;
    windows
        .retain(|change| is_in(&new_plan, &change.window) || is_in(&old_plan, change.was.as_ref().unwrap_or(&change.window)));
    let notes = |plan: &Plan, workspace: &Workspace| {
        let late = plan::overdue(plan, &workspace.settings.zone, now);
        plan.notes.iter().cloned().chain(late).collect::<Vec<Note>>()
    };
    let (old_notes, new_notes) = (notes(&old_plan, old), notes(&new_plan, new));
    PlanDiff {
        windows,
        days: plan::altered_days(&old_plan, &new_plan),
        notes_new: plan::only_in(&new_notes, &old_notes),
        notes_gone: plan::only_in(&old_notes, &new_notes),
        ..found
    }
}
