//! `demo`: all of it in a minute. Offline, in a scratch workspace, with the example's files: the plan of a year, a window on a
//! real file, a seven-day exercise over real SMTP to a sink on loopback, and the report in both languages.
//!
//! Nothing here is special: it gives the same commands that people give, to the same engine, on a manual clock.

mod days;
mod play;
mod players;
mod scratch;
mod surge;
mod year;

use std::sync::Arc;

use super::args::Demo;
use super::context::Context;
use super::exit::{Exit, Failure};
use super::{output, report};
use crate::actions::Sink;
use crate::app::{App, Outcome, Setup};
use crate::clock::{Clock, Stopwatch};
use crate::engine::{Duty, Engine, Hands, LinkKey};
use crate::model::{Answer, Command, CommandBody, CommandId, ExerciseId, Proof, Role};
use crate::store;
use crate::text;
use crate::time::Timestamp;

/// The instant the example is written for.
const NOW: &str = "2026-10-15T09:00:00+09:00";

/// The exercise of the example.
const EXERCISE: &str = "border-2026";

/// What the parts of the demo share.
struct Stage {
    context: Context,
    app: Arc<App>,
    engine: Engine,
    /// Id and token of each principal.
    people: Vec<(&'static str, String)>,
    commands: std::cell::Cell<u32>,
}

pub(super) async fn run(context: &Context, arguments: Demo) -> Result<Exit, Failure> {
    let watch = Stopwatch::start();
    let lang = context.lang;
    let sink = Sink::start().await.map_err(|error| Failure::said(text::cli::failed(&error.to_string(), lang)))?;
    let directory = scratch::make(context, arguments.into, sink.port())?;
    output::print(&text::cli::demo_starts(&directory.display().to_string(), lang));
    let now = Timestamp::parse(NOW).expect("the demo's instant is RFC 3339");
    let here = context.at(directory.clone(), now);
    let setup = Setup { clock: Clock::manual(now), links: Some(LinkKey::seeded("demo")), ..Setup::live() };
    let _lock = store::WorkspaceLock::take(&directory)?;
    let app = Arc::new(App::open(&directory, setup).await?);
    let engine = Engine::new(Arc::clone(&app.world), Hands::new(directory.clone(), None), Duty::Everything);
    let mut stage = Stage { context: here, app, engine, people: Vec::new(), commands: 0.into() };
    stage.introduce().await?;

    output::print(&text::cli::demo_plan(lang));
    year::show(&stage).await?;
    output::print(&text::cli::demo_surge(lang));
    surge::window(&stage).await?;
    output::print(&text::cli::demo_exercise(lang));
    play::exercise(&stage, &sink).await?;
    output::print(&text::cli::demo_report(lang));
    let id = ExerciseId::from(EXERCISE);
    let verified = store::verify(&directory.join(crate::app::DATABASE))?;
    output::print(&text::store::verified(verified.head.as_ref(), verified.entries, lang));
    // The report is of the day on which the exercise ended.
    let here = context.at(directory.clone(), stage.app.world.now());
    for file in report::both(&here, &stage.app, &id, &directory).await? {
        output::print(&format!("  {}", file.display()));
    }
    let seconds = watch.elapsed().as_secs_f64();
    let program = std::env::args().next().unwrap_or_else(|| "standto".to_owned());
    output::print(&text::cli::demo_done(&program, &directory.display().to_string(), seconds, lang));
    Ok(Exit::Fine)
}

impl Stage {
    /// Adds the people of the example, as an operator would.
    async fn introduce(&mut self) -> Result<(), Failure> {
        let all: [(&'static str, &[Role]); 4] = [
            ("duty-director", &[Role::Operator, Role::Director, Role::Approver]),
            ("ciso", &[Role::Approver, Role::Director]),
            ("deputy-ciso", &[Role::Approver]),
            ("evaluator", &[Role::Evaluator]),
        ];
        for (id, roles) in all {
            let body = CommandBody::AddPrincipal { id: id.into(), name: id.to_owned(), roles: roles.to_vec(), days: 400 };
            let proof = self.people.first().map_or(Proof::None, |(_, token)| Proof::Token { token: token.clone() });
            if let Answer::Token { token, .. } = self.execute(proof, body).await? {
                self.people.push((id, token));
            }
        }
        Ok(())
    }

    /// Gives a command as one of the people.
    async fn by(&self, who: &str, body: CommandBody) -> Result<Answer, Failure> {
        let token = self.people.iter().find(|(id, _)| *id == who).map_or(String::new(), |(_, token)| token.clone());
        self.execute(Proof::Token { token }, body).await
    }

    async fn execute(&self, proof: Proof, body: CommandBody) -> Result<Answer, Failure> {
        self.commands.set(self.commands.get() + 1);
        let id = CommandId::new(format!("demo-{}", self.commands.get()));
        match self.app.execute(Command { id, proof, body }).await? {
            Outcome::Answer(answer) => Ok(answer),
            Outcome::Refusal(refusal) => Err(Failure::Refused(refusal)),
        }
    }
}
