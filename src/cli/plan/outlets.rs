//! What others see of the plan: `plan --format svg` and `plan --format ics`.

use std::sync::Arc;

use crate::cli::args::{PlanArgs, Titles as Asked};
use crate::cli::calendar::bounds;
use crate::cli::context::Context;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output;
use crate::engine::{LinkKey, plan_around};
use crate::model::{Plan, PlannedWindow, PostureState, Workspace};
use crate::plan;
use crate::posture;
use crate::report::{Consent, PlanPicture, Titles, plan_ics, plan_svg};
use crate::text;

/// The windows as a calendar feed. It tells what the engine tells: the revision in force, every window in sight, and with every
/// change a higher number than what was recorded last. Without a database it tells the files as they are. Entries are named by the
/// workspace's key, which is made now if there is none: their names stay the same from the first time on.
pub(super) async fn feed(context: &Context, arguments: &PlanArgs) -> Result<Exit, Failure> {
    if arguments.titles.is_some() {
        return Err(Failure::Said(Exit::Faults, text::cli::titles_are_of_svg(context.lang)));
    }
    let now = context.now();
    let (workspace, state, known) = match context.reading_if_any().await? {
        Some(app) => {
            let store = &app.world.store;
            (app.world.workspace(), store.posture().await?, store.published().await?)
        }
        None => (Arc::new(context.files()?.0), Arc::default(), Vec::new()),
    };
    let plan = plan_around(&workspace, state.past(), now);
    let changed = plan::published(&plan, &|planned| posture::is_allowed(planned, &state), &known, now);
    let mut told = plan::feed(known, changed, now);
    if arguments.range.from.is_some() || arguments.range.to.is_some() {
        let (from, until) = bounds(context, &arguments.range, &workspace.settings.zone)?;
        told.retain(|published| published.notice.from < until && published.notice.until > from);
    }
    let key = LinkKey::of_workspace(&context.directory).map_err(Failure::Key)?;
    output::print_raw(&plan_ics(&told, &workspace.settings.operator, &key.references(), context.lang));
    Ok(Exit::Fine)
}

/// The plan's picture, with the public titles unless others are asked for.
pub(super) fn picture(
    context: &Context,
    workspace: &Workspace,
    plan: &Plan,
    state: &PostureState,
    titles: Option<Asked>,
) -> String {
    let consent = |planned: &PlannedWindow| match posture::approvals_of(planned, state) {
        (_, 0) => Consent::NotNeeded,
        (have, need) => Consent::Counted { have, need },
    };
    let titles = match titles {
        None | Some(Asked::Public) => Titles::Public,
        Some(Asked::Full) => Titles::Full,
    };
    let picture = PlanPicture { plan, zone: &workspace.settings.zone, now: context.now(), titles, consent: &consent };
    plan_svg(&picture, context.lang)
}
