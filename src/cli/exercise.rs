//! `exercise list|check|rehearse|start|approve|pause|resume|jump|speed|status|end|abort|decide`.

use std::time::Duration;

use serde_json::json;

use super::args::Exercise;
use super::context::Context;
use super::exit::{Exit, Failure};
use super::{output, rehearse, status};
use crate::clock::Stopwatch;
use crate::exercise::{addressed, preflight};
use crate::model::{CommandBody, DeliveryKey, ExerciseId, Mode, Rate, Timing, WALL_SPEED};
use crate::text;
use crate::text::terms::Term as _;
use crate::time::Elapsed;

pub(super) async fn run(context: &Context, command: Exercise) -> Result<Exit, Failure> {
    let id = |id: String| ExerciseId::new(id);
    match command {
        Exercise::List => list(context).await,
        Exercise::Check { exercise } => check(context, &id(exercise)),
        Exercise::Rehearse { exercise, into } => Box::pin(rehearse::run(context, &id(exercise), into)).await,
        Exercise::Start { exercise, live, speed } => {
            if !live {
                return Err(Failure::Said(Exit::Refused, text::cli::say_live(&exercise, context.lang)));
            }
            let rate = rate(context, speed)?;
            context.act(CommandBody::StartExercise { exercise: id(exercise), mode: Mode::Live, rate }).await
        }
        Exercise::Approve { exercise } => context.act(CommandBody::ApproveExercise { exercise: id(exercise) }).await,
        Exercise::Pause { exercise } => context.act(CommandBody::PauseExercise { exercise: id(exercise) }).await,
        Exercise::Resume { exercise } => context.act(CommandBody::ResumeExercise { exercise: id(exercise) }).await,
        Exercise::Jump { exercise, to } => {
            let bad = || Failure::Said(Exit::Faults, text::cli::bad_exercise_time(&to, context.lang));
            let to = Elapsed::parse(&to).ok_or_else(bad)?;
            context.act(CommandBody::JumpExercise { exercise: id(exercise), to }).await
        }
        Exercise::Speed { exercise, speed } => {
            let rate = rate(context, speed)?;
            context.act(CommandBody::SpeedExercise { exercise: id(exercise), rate }).await
        }
        Exercise::Status { exercise } => status::run(context, &id(exercise)).await,
        Exercise::End { exercise } => context.act(CommandBody::EndExercise { exercise: id(exercise) }).await,
        Exercise::Abort { exercise } => abort(context, id(exercise)).await,
        Exercise::Decide(decide) => {
            context.act(CommandBody::DecideUncertain { key: DeliveryKey::new(decide.key), resend: decide.resend }).await
        }
    }
}

/// A speed as people type it, in thousandths.
fn rate(context: &Context, speed: f64) -> Result<Rate, Failure> {
    let bad = || Failure::Said(Exit::Faults, text::cli::bad_speed(&speed.to_string(), context.lang));
    if !(0.001..=1_000_000.0).contains(&speed) {
        return Err(bad());
    }
    let thousandths = (speed * f64::from(WALL_SPEED)).round();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to lie between 1 and a billion")]
    Ok(thousandths as Rate)
}

/// How long the running engine gets to see the file `ENDEX`.
const ENDEX_PATIENCE: Duration = Duration::from_secs(2);

/// Stops all messages. If the running `serve` does not answer, the file `ENDEX` stops them.
async fn abort(context: &Context, exercise: ExerciseId) -> Result<Exit, Failure> {
    let failure = match context.send(CommandBody::AbortExercise { exercise: exercise.clone() }).await {
        Ok(answer) => {
            context.show(&answer);
            return Ok(Exit::Fine);
        }
        Err(known @ (Failure::Refused(_) | Failure::Faults(_) | Failure::Said(Exit::Faults, _))) => return Err(known),
        Err(failure) => failure,
    };
    failure.show(context.lang);
    let file = context.directory.join(crate::app::ENDEX);
    super::report::write(context, &file, &format!("{exercise}\n"))?;
    let shown = file.display().to_string();
    let watch = Stopwatch::start();
    while watch.elapsed() < ENDEX_PATIENCE {
        if !file.exists() {
            output::print(&text::cli::endex_seen(&shown, context.lang));
            return Ok(Exit::Fine);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    output::complain(&text::cli::endex_written(&shown, context.lang));
    Ok(Exit::Failed)
}

async fn list(context: &Context) -> Result<Exit, Failure> {
    let (workspace, _) = context.files()?;
    let runs = match context.reading_if_any().await? {
        Some(app) => app.world.store.runs().await?,
        None => Vec::new(),
    };
    let latest = |id: &ExerciseId| runs.iter().rfind(|run| run.exercise == *id);
    if context.is_json() {
        let rows: Vec<_> = workspace
            .exercises
            .iter()
            .map(|cast| {
                let run = latest(&cast.id).map(|run| json!({ "run": run.number, "mode": run.mode, "phase": run.phase }));
                json!({ "exercise": cast.id, "title": cast.title, "scenario": cast.scenario, "latest": run })
            })
            .collect();
        output::json(&json!(rows));
        return Ok(Exit::Fine);
    }
    let lang = context.lang;
    let rows = workspace.exercises.iter().map(|cast| {
        let players: usize = cast.organisations.iter().map(|organisation| organisation.players.len()).sum();
        vec![
            cast.id.to_string(),
            cast.title.get(lang).to_owned(),
            cast.scenario.to_string(),
            cast.organisations.len().to_string(),
            players.to_string(),
            latest(&cast.id).map_or_else(|| "–".to_owned(), |run| run.phase.term(lang).to_owned()),
        ]
    });
    output::table(text::cli::exercises_header(lang), rows.collect());
    Ok(Exit::Fine)
}

/// Who gets what when, by the script alone.
fn check(context: &Context, id: &ExerciseId) -> Result<Exit, Failure> {
    let (workspace, _) = context.files()?;
    let cast = workspace.exercise(id).ok_or_else(|| status::no_run(id, &workspace))?;
    let scenario = workspace.scenario(&cast.scenario).ok_or_else(|| status::no_run(id, &workspace))?;
    let notes = preflight(&workspace, cast);
    let lang = context.lang;
    let rows = scenario.injects.iter().map(|inject| {
        let players: Vec<String> = cast
            .organisations
            .iter()
            .flat_map(|organisation| {
                addressed(inject, organisation).into_iter().map(|player| format!("{}/{}", organisation.id, player.id))
            })
            .collect();
        let at = match &inject.timing {
            Timing::At(point) => text::cli::point(point, lang),
            Timing::When { after, .. } => text::cli::conditional(*after, lang),
        };
        let expected = inject.expect.as_ref().map_or(String::new(), |expect| expect.response.get(lang).to_owned());
        vec![inject.id.to_string(), at, inject.subject.get(lang).to_owned(), players.join("\n"), expected]
    });
    if context.is_json() {
        let rows: Vec<Vec<String>> = rows.collect();
        let notes: Vec<String> = notes.iter().map(|note| text::notes::note(&note.code, lang)).collect();
        output::json(&json!({ "injects": rows, "notes": notes }));
    } else {
        output::table(text::cli::script_header(lang), rows.collect());
        output::notes(&notes, lang);
    }
    Ok(Exit::Fine)
}
