//! `posture status|order|stand|close|verify|revert|done`; what concerns approvals is in `approval`, and rules in `install`.

use serde_json::json;

use super::approval;
use super::args::{Order, Posture};
use super::context::Context;
use super::exit::{Exit, Failure};
use super::{install, output};
use crate::app::App;
use crate::engine::{Drift, look_at_targets};
use crate::model::{CommandBody, ConnectorId, Lang, LedgerEntry, Level, OrderId, Plan, PlannedWindow, PostureState};
use crate::posture::{self, NotInForce};
use crate::text;
use crate::text::terms::Term as _;
use crate::time::{DAY_MS, Timestamp};

pub(super) async fn run(context: &Context, command: Posture) -> Result<Exit, Failure> {
    match command {
        Posture::Status => status(context).await,
        Posture::Order(order) => context.act(ordered(context, order)?).await,
        Posture::Stand { order } => {
            context.act(CommandBody::EndOrder { order: OrderId::new(order.strip_prefix("order/").unwrap_or(&order)) }).await
        }
        Posture::Preview(what) => approval::preview(context, what).await,
        Posture::Approve(arguments) => approval::approve(context, arguments).await,
        Posture::Standing => approval::standing::list(context).await,
        Posture::Review(arguments) => approval::review(context, arguments).await,
        Posture::Withdraw(arguments) => approval::withdraw(context, arguments).await,
        Posture::Close { window, reason } => {
            context.act(CommandBody::CloseWindow { window: window.as_str().into(), reason }).await
        }
        Posture::Install(arguments) => install::run(context, arguments).await,
        Posture::Verify => verify(context).await,
        Posture::Revert(revert) => {
            context.act(CommandBody::RevertControl { target: ConnectorId::new(revert.target), keep: revert.keep }).await
        }
        Posture::Done(done) => {
            let (window, measure) = (done.window.as_str().into(), done.measure.as_str().into());
            context.act(CommandBody::FinishTask { window, measure, evidence: done.evidence }).await
        }
    }
}

fn ordered(context: &Context, order: Order) -> Result<CommandBody, Failure> {
    let unknown = || {
        let known = text::cli::listed(Level::ALL, context.lang);
        Failure::Said(Exit::Faults, text::cli::unknown_word(&order.level, &known, context.lang))
    };
    let level = Level::from_word(&order.level).ok_or_else(unknown)?;
    let from = order.from.as_deref().map(|text| context.instant(text)).transpose()?;
    let until = context.instant(&order.until)?;
    Ok(CommandBody::OrderPosture { level, group: order.scope, from, until, reason: order.reason })
}

/// Windows that are live or near, what they changed, and what waits.
async fn status(context: &Context) -> Result<Exit, Failure> {
    let Some(app) = context.reading_if_any().await? else {
        return Err(Failure::said(text::cli::no_database(context.lang)));
    };
    let now = context.now();
    let state = app.world.store.posture().await?;
    let plan = app.world.plan(state.past(), now);
    let principals = app.world.store.principals().await?;
    let requests = posture::open_requests(&plan, &state, &app.world.workspace(), &principals, now);
    if context.is_json() {
        let mut told = status_json(&app, &plan, &state, now);
        told["requests"] = approval::requests::json_of(&requests);
        output::json(&told);
        return Ok(Exit::Fine);
    }
    show(context, &app, &plan, &state, now);
    approval::requests::show(&requests, context);
    Ok(Exit::Fine)
}

/// How far ahead status looks for windows that wait for approval.
const NEAR_MS: i64 = 45 * DAY_MS;

fn near(plan: &Plan, now: Timestamp) -> impl Iterator<Item = &PlannedWindow> {
    plan.windows.iter().filter(move |planned| planned.window.until > now && planned.window.from.since(now) < NEAR_MS)
}

/// What `posture status` prints.
fn show(context: &Context, app: &App, plan: &Plan, state: &PostureState, now: Timestamp) {
    let lang = context.lang;
    let zone = app.world.workspace().settings.zone.clone();
    let rows = near(plan, now).map(|planned| {
        vec![
            planned.window.id.to_string(),
            planned.window.level.term(lang).to_owned(),
            zone.show(planned.window.from),
            zone.show(planned.window.until),
            text::cli::window_state(planned, posture::is_allowed(planned, state), now, lang),
            approval::cell(planned, state, context),
        ]
    });
    let allowed = plan.live_at(now).filter(|planned| posture::is_allowed(planned, state));
    let level = allowed.map(|planned| planned.window.level).max().unwrap_or(Level::Baseline);
    output::print(&text::cli::posture_now(&zone.show(now), level, lang));
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        output::print(&text::cli::no_windows(lang));
    } else {
        output::table(text::cli::windows_header(lang), rows);
    }
    approval::show_reviews(plan, state, context);
    show_ledger(context, app, state);
    show_missing(&posture::not_in_force(plan, state, now), context);
    let open: Vec<_> = state.tasks.iter().filter(|task| task.done_at.is_none()).collect();
    if !open.is_empty() {
        let rows = open.iter().map(|task| {
            let shown = task.due_at.map_or_else(|| "–".to_owned(), |due| zone.show(due));
            let due = text::plan::due_state(&shown, task.due_at.is_some_and(|due| due < now), lang);
            let name =
                text::plan::round(task.measure.as_str(), task.round, posture::rounds::not_asked(task, &state.tasks), lang);
            vec![task.window.to_string(), name, zone.show(task.asked_at), due]
        });
        output::table(text::cli::tasks_header(lang), rows.collect());
    }
}

/// What is held now, target by target.
pub(super) fn show_ledger(context: &Context, app: &App, state: &PostureState) {
    if !state.ledger.is_empty() {
        let rows = state.ledger.iter().map(|entry| ledger_row(entry, app, context.lang));
        output::table(text::cli::ledger_header(context.lang), rows.collect());
    }
}

fn ledger_row(entry: &LedgerEntry, app: &App, lang: Lang) -> Vec<String> {
    let zone = app.world.workspace().settings.zone.clone();
    let settings: Vec<String> = entry.settings.iter().map(|(slot, held)| format!("{slot} = {}", held.value)).collect();
    let verified = entry.verified_at.map_or_else(|| "–".to_owned(), |at| zone.show(at));
    vec![
        entry.target.to_string(),
        entry.phase.term(lang).to_owned(),
        settings.join("\n"),
        verified,
        zone.show(entry.expires_at),
    ]
}

fn status_json(app: &App, plan: &Plan, state: &PostureState, now: Timestamp) -> serde_json::Value {
    let windows: Vec<_> = near(plan, now)
        .map(|planned| {
            json!({
                "window": planned.window.id, "level": planned.window.level,
                "from": planned.window.from.to_string(), "until": planned.window.until.to_string(),
                "live": planned.window.from <= now, "allowed": posture::is_allowed(planned, state),
                "approvals": approval::approvals_json(planned, state), "hash": planned.hash,
            })
        })
        .collect();
    let ledger: Vec<_> = state
        .ledger
        .iter()
        .map(|entry| {
            json!({
                "target": entry.target, "state": entry.phase, "settings": entry.settings, "hash": entry.written_hash,
                "verified_at": entry.verified_at.map(|at| at.to_string()), "expires_at": entry.expires_at.to_string(),
            })
        })
        .collect();
    let tasks: Vec<_> = state
        .tasks
        .iter()
        .map(|task| {
            json!({
                "window": task.window, "measure": task.measure, "round": task.round, "asked_at": task.asked_at.to_string(),
                "due": task.due_at.map(|due| due.to_string()),
                "overdue": task.done_at.is_none() && task.due_at.is_some_and(|due| due < now),
                "missed_before": posture::rounds::not_asked(task, &state.tasks),
                "done_at": task.done_at.map(|at| at.to_string()), "evidence": task.evidence,
            })
        })
        .collect();
    json!({
        "now": now.to_string(), "revision": app.world.workspace().revision, "windows": windows, "ledger": ledger,
        "tasks": tasks, "reviews": approval::reviews_json(plan, state),
        "not_in_force": missing_json(&posture::not_in_force(plan, state, now)),
    })
}

/// Compares reality with the ledger; works while `serve` is dead.
async fn verify(context: &Context) -> Result<Exit, Failure> {
    let Some(app) = context.reading_if_any().await? else {
        return Err(Failure::said(text::cli::no_database(context.lang)));
    };
    let (ledger, drifts) = look_at_targets(&app.world).await?;
    let state = app.world.store.posture().await?;
    let missing = posture::not_in_force(&app.world.plan(state.past(), context.now()), &state, context.now());
    let is_late = |entry: &&LedgerEntry| entry.expires_at.plus_ms(60_000) < context.now();
    let late: Vec<&LedgerEntry> = ledger.iter().filter(is_late).collect();
    if context.is_json() {
        let drifts: Vec<_> = drifts.iter().map(drift_json).collect();
        let late: Vec<_> = late.iter().map(|entry| &entry.target).collect();
        output::json(
            &json!({ "targets": ledger.len(), "drift": drifts, "past_their_end": late, "not_in_force": missing_json(&missing) }),
        );
    } else {
        for drift in &drifts {
            output::print(&text::cli::drift(drift.target.as_str(), drift.phase, drift.found.is_some(), context.lang));
        }
        for entry in &late {
            output::print(&text::cli::past_end(entry.target.as_str(), &context.zone().show(entry.expires_at), context.lang));
        }
        show_missing(&missing, context);
        if drifts.is_empty() && late.is_empty() {
            output::print(&text::cli::no_drift(ledger.len(), context.lang));
        }
    }
    let is_fine = drifts.is_empty() && late.is_empty() && missing.iter().all(|missing| missing.is_decided);
    Ok(if is_fine { Exit::Fine } else { Exit::Drift })
}

/// What ought to be in force and is not.
fn show_missing(missing: &[NotInForce], context: &Context) {
    for NotInForce { target, window, measures, is_decided } in missing {
        output::print(&text::cli::not_in_force(target, window, measures, *is_decided, context.lang));
    }
}

fn missing_json(missing: &[NotInForce]) -> Vec<serde_json::Value> {
    let row = |missing: &NotInForce| {
        let NotInForce { target, window, measures, is_decided } = missing;
        json!({ "target": target, "window": window, "measures": measures, "decided": is_decided })
    };
    missing.iter().map(row).collect()
}

fn drift_json(drift: &Drift) -> serde_json::Value {
    json!({ "target": drift.target, "state": drift.phase, "expected": drift.expected, "found": drift.found })
}
