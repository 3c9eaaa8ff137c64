//! The command line: one file per subcommand. It reads what to do, asks `app`, and prints; it decides nothing.

mod approval;
mod args;
mod attack;
mod backup;
mod calendar;
mod check;
mod context;
mod demo;
mod doctor;
mod exercise;
mod exit;
mod init;
mod install;
mod journal;
mod localised;
mod milestone;
mod output;
mod plan;
mod posture;
mod principal;
mod rehearse;
mod report;
mod serve;
mod status;

use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _};

use args::{Arguments, Top};
use context::Context;
use exit::{Exit, Failure};

use crate::text;

/// Reads the arguments, carries the command out, prints, and gives the exit code.
pub fn run() -> ExitCode {
    let asked = context::language_asked_for();
    let spoken = asked.unwrap_or_default();
    let command = localised::command(Arguments::command(), spoken);
    let arguments = match command.try_get_matches().and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => arguments,
        Err(error) => {
            match localised::complaint(&error, spoken) {
                Some(words) => output::complain(&words),
                None => drop(error.print()),
            }
            return if error.use_stderr() { Exit::Faults.into() } else { Exit::Fine.into() };
        }
    };
    output::start_log();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            output::complain(&text::cli::failed(&error.to_string(), spoken));
            return Exit::Failed.into();
        }
    };
    let context = Context::new(&arguments.common, spoken);
    let context = match context {
        Ok(context) if asked.is_none() => context.in_its_language(),
        Ok(context) => context,
        Err(failure) => return failure.show(spoken),
    };
    let done = runtime.block_on(async {
        ignore_file_size_signal();
        dispatch(&context, arguments.command).await
    });
    match done {
        Ok(exit) => exit.into(),
        Err(failure) => failure.show(context.lang),
    }
}

/// With this handler a file that may not grow is an error of the write, not the end of the process.
fn ignore_file_size_signal() {
    let signal = tokio::signal::unix::SignalKind::from_raw(rustix::process::Signal::XFSZ.as_raw());
    if let Ok(mut seen) = tokio::signal::unix::signal(signal) {
        tokio::spawn(async move { while seen.recv().await.is_some() {} });
    }
}

async fn dispatch(context: &Context, command: Top) -> Result<Exit, Failure> {
    let is_plan = matches!(&command, Top::Plan(arguments) if arguments.command.is_none());
    if let Some(name) = context.plan_only_format().filter(|_| !is_plan) {
        return Err(Failure::Said(Exit::Faults, text::cli::format_is_of_plan(name, context.lang)));
    }
    match command {
        Top::Init(init) => init::run(context, &init),
        Top::Check => check::run(context),
        Top::Doctor => doctor::run(context).await,
        Top::Calendar(args::Calendar::List(range)) => calendar::list(context, &range),
        Top::Plan(plan) => plan::run(context, &plan).await,
        Top::Posture(posture) => posture::run(context, posture).await,
        Top::Exercise(exercise) => exercise::run(context, exercise).await,
        Top::Milestone(milestone) => milestone::run(context, milestone).await,
        Top::Report(report) => report::run(context, report).await,
        Top::Journal(journal) => journal::run(context, journal).await,
        Top::Principal(principal) => principal::run(context, principal).await,
        Top::Attack(attack) => attack::run(context, attack),
        Top::Backup { file } => backup::backup(context, &file).await,
        Top::Restore { file } => backup::restore(context, &file).await,
        Top::Serve => Box::pin(serve::run(context)).await,
        Top::Demo(demo) => Box::pin(demo::run(context, demo)).await,
        Top::Schema { name } => check::schema(context, &name),
        Top::Completions { shell } => {
            let mut command = Arguments::command();
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut command, "standto", &mut script);
            output::print(String::from_utf8_lossy(&script).trim_end());
            Ok(Exit::Fine)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lang;

    fn walk(command: &clap::Command, path: &str, missing: &mut Vec<String>) {
        if text::help::japanese(path).is_none() {
            missing.push(format!("{path:?}"));
        }
        for argument in command.get_arguments() {
            let id = argument.get_id().as_str();
            let own = format!("{path}/{id}");
            if text::help::japanese(&own).is_none() && text::help::japanese(&format!("/{id}")).is_none() {
                missing.push(own);
            }
        }
        for sub in command.get_subcommands() {
            let path = if path.is_empty() { sub.get_name().to_owned() } else { format!("{path} {}", sub.get_name()) };
            walk(sub, &path, missing);
        }
    }

    #[test]
    fn every_command_and_argument_has_help_in_japanese() {
        let mut missing = Vec::new();
        walk(&Arguments::command(), "", &mut missing);
        assert!(missing.is_empty(), "without Japanese: {}", missing.join(", "));
    }

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
        localised::command(Arguments::command(), Lang::Ja).debug_assert();
    }
}
