//! `posture preview|approve|review|withdraw`; what concerns whole quarters is in `standing`, what waits for an answer in `requests`.

pub(super) mod requests;
pub(super) mod standing;

use std::io::{BufRead as _, IsTerminal as _};
use std::sync::Arc;

use serde_json::{Value, json};

use super::args::{Approve, Review, What, Withdraw};
use super::context::Context;
use super::exit::{Exit, Failure};
use super::output;
use crate::app::Adoption;
use crate::engine::{LinkKey, plan_around};
use crate::model::{
    Approval, CommandBody, Consent, Level, Plan, PlannedWindow, PolicyId, PostureState, PrincipalId, Quarter, References,
    Refusal, StandingKey, WindowId, Workspace,
};
use crate::plan;
use crate::posture;
use crate::text;

/// What a person looks at before approving: as it will be in force when the command arrives.
struct Look {
    workspace: Arc<Workspace>,
    plan: Plan,
    state: Arc<PostureState>,
    references: References,
}

impl Look {
    async fn take(context: &Context) -> Result<Self, Failure> {
        let (workspace, state) = match context.reading_if_any().await? {
            // The next writer adopts the files before anything else.
            Some(app) if app.adoption == Adoption::Newer => (Arc::new(context.files()?.0), app.world.store.posture().await?),
            Some(app) => (app.world.workspace(), app.world.store.posture().await?),
            None => (Arc::new(context.files()?.0), Arc::default()),
        };
        let plan = plan_around(&workspace, state.past(), context.now());
        let references = LinkKey::for_reading(&context.directory).references();
        Ok(Self { workspace, plan, state, references })
    }

    fn window(&self, id: &WindowId) -> Result<&PlannedWindow, Failure> {
        let unknown = || Failure::Refused(Refusal::UnknownWindow { id: id.to_string() });
        self.plan.called(id, &self.references).ok_or_else(unknown)
    }

    fn print(&self, planned: &PlannedWindow, context: &Context) {
        let consents = posture::consents(planned, &self.state);
        let (have, _) = posture::approvals_of(planned, &self.state);
        for line in text::approvals::preview(planned, &consents, have, &self.workspace, context.lang) {
            output::print(&line);
        }
    }
}

pub(super) async fn preview(context: &Context, what: What) -> Result<Exit, Failure> {
    let look = Look::take(context).await?;
    let window = match subject(context, what)? {
        Subject::Window(window) => window,
        Subject::Standing(key) => return standing::preview(context, &look, &key),
    };
    let planned = look.window(&window)?;
    if context.is_json() {
        let mut shown = plan::window_json(planned);
        shown["approvals"] = approvals_json(planned, &look.state);
        output::json(&shown);
    } else {
        look.print(planned, context);
    }
    Ok(Exit::Fine)
}

/// Shows what is approved, asks at a terminal, and approves exactly that.
pub(super) async fn approve(context: &Context, arguments: Approve) -> Result<Exit, Failure> {
    let Approve { what, in_place_of, decision, yes } = arguments;
    let look = Look::take(context).await?;
    let window = match subject(context, what)? {
        Subject::Window(window) => window,
        Subject::Standing(key) => return standing::approve(context, &look, key, decision, yes).await,
    };
    // Why a window that is not there cannot be approved is said by whoever carries commands out.
    let planned = look.plan.called(&window, &look.references);
    if let Some(planned) = planned.filter(|_| !context.is_json()) {
        look.print(planned, context);
        confirm(context, yes)?;
    }
    let hash = planned.map(|planned| planned.hash.clone()).unwrap_or_default();
    let in_place_of = in_place_of.map(PrincipalId::new);
    context.act(CommandBody::ApproveWindow { window, hash, in_place_of, decision }).await
}

/// Refuses when whoever sits at a terminal does not say yes.
fn confirm(context: &Context, yes: bool) -> Result<(), Failure> {
    if yes || is_confirmed(context)? {
        return Ok(());
    }
    Err(Failure::Said(Exit::Refused, text::approvals::not_approved(context.lang)))
}

/// What an approval is of.
enum Subject {
    Window(WindowId),
    Standing(StandingKey),
}

fn subject(context: &Context, what: What) -> Result<Subject, Failure> {
    let What { window, standing, level, quarter } = what;
    let Some(policy) = standing else { return Ok(Subject::Window(WindowId::new(window.unwrap_or_default()))) };
    let (level, quarter) = (level.unwrap_or_default(), quarter.unwrap_or_default());
    let known = || text::cli::listed(Level::ALL, context.lang);
    let unknown = || Failure::Said(Exit::Faults, text::cli::unknown_word(&level, &known(), context.lang));
    let bad = || Failure::Said(Exit::Faults, text::approvals::bad_quarter(&quarter, context.lang));
    Ok(Subject::Standing(StandingKey {
        policy: PolicyId::new(policy),
        level: Level::from_word(&level).ok_or_else(unknown)?,
        quarter: Quarter::parse(&quarter).ok_or_else(bad)?,
    }))
}

/// A yes at a terminal; in a pipe nobody is asked.
fn is_confirmed(context: &Context) -> Result<bool, Failure> {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Ok(true);
    }
    output::complain(&text::approvals::ask_to_approve(context.lang));
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(|error| Failure::said(error.to_string()))?;
    Ok(text::approvals::is_yes(&line))
}

pub(super) async fn review(context: &Context, arguments: Review) -> Result<Exit, Failure> {
    let Review { window, object, reason } = arguments;
    let objection = if object { reason } else { None };
    context.act(CommandBody::ReviewApproval { window: WindowId::new(window), objection }).await
}

pub(super) async fn withdraw(context: &Context, arguments: Withdraw) -> Result<Exit, Failure> {
    let Withdraw { what, reason } = arguments;
    let body = match subject(context, what)? {
        Subject::Window(window) => CommandBody::WithdrawApproval { window, reason },
        Subject::Standing(standing) => CommandBody::WithdrawStanding { standing, reason },
    };
    context.act(body).await
}

/// How many of how many, and who.
pub(super) fn approvals_json(planned: &PlannedWindow, state: &PostureState) -> Value {
    let (have, need) = posture::approvals_of(planned, state);
    let by: Vec<_> = posture::consents(planned, state).iter().map(consent_json).collect();
    json!({ "have": have, "need": need, "by": by })
}

fn consent_json(consent: &Consent) -> Value {
    json!({
        "by": consent.by, "in_place_of": consent.in_place_of, "decision": consent.decision, "at": consent.at.to_string(),
        "reviewed_at": consent.reviewed_at.map(|at| at.to_string()), "standing": consent.standing,
    })
}

/// The approvals cell of a window: how many of how many, then who.
pub(super) fn cell(planned: &PlannedWindow, state: &PostureState, context: &Context) -> String {
    let (have, need) = posture::approvals_of(planned, state);
    let mut lines = vec![text::cli::of(have, need, context.lang)];
    lines.extend(posture::consents(planned, state).iter().map(|consent| text::approvals::consent(consent, context.lang)));
    lines.join("\n")
}

/// What deputies approved and nobody reviewed yet: of windows as they are, and of those that are over.
pub(super) fn show_reviews(plan: &Plan, state: &PostureState, context: &Context) {
    let waits = reviews(plan, state);
    if !waits.is_empty() {
        let rows = waits.into_iter().map(text::approvals::review_row).collect();
        output::table(text::approvals::reviews_header(context.lang), rows);
    }
}

pub(super) fn reviews_json(plan: &Plan, state: &PostureState) -> Value {
    let row = |approval: &Approval| {
        json!({
            "window": approval.window, "by": approval.by, "in_place_of": approval.in_place_of,
            "decision": approval.decision, "at": approval.at.to_string(),
        })
    };
    reviews(plan, state).into_iter().map(row).collect()
}

fn reviews<'a>(plan: &Plan, state: &'a PostureState) -> Vec<&'a Approval> {
    let is_current = |approval: &Approval| plan.window(&approval.window).is_none_or(|planned| planned.hash == approval.hash);
    state.approvals.iter().filter(|approval| approval.waits_for_review() && is_current(approval)).collect()
}
