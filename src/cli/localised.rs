//! The command line in Japanese: help, headings, and what clap says of a command it cannot read.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};

use crate::model::Lang;
use crate::text;
use crate::text::help::Problem;

/// The same command, speaking `lang`. English is what stands beside the arguments.
pub(super) fn command(command: Command, lang: Lang) -> Command {
    match lang {
        Lang::En => command,
        Lang::Ja => japanese(command, ""),
    }
}

fn japanese(command: Command, path: &str) -> Command {
    let arguments: Vec<String> = command.get_arguments().map(|argument| argument.get_id().to_string()).collect();
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let mut command = command
        .help_template(text::help::TEMPLATE)
        .subcommand_help_heading(text::help::COMMANDS)
        .subcommand_value_name(text::help::COMMANDS);
    if let Some(about) = text::help::japanese(path) {
        command = command.about(about);
    }
    for id in arguments {
        command = command.mut_arg(&id, |argument| argument_in_japanese(argument, path));
    }
    let flag = |id: &'static str, short: char, action: ArgAction| {
        let help = text::help::japanese(&format!("/{id}")).unwrap_or_default();
        Arg::new(id).short(short).long(id).action(action).help(help).help_heading(text::help::OPTIONS)
    };
    command = command.disable_help_flag(true).arg(flag("help", 'h', ArgAction::Help));
    if path.is_empty() {
        command = command.disable_version_flag(true).arg(flag("version", 'V', ArgAction::Version));
    }
    for name in names {
        let path = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
        command = command.mut_subcommand(&name, |sub| japanese(sub, &path));
    }
    command
}

fn argument_in_japanese(argument: Arg, path: &str) -> Arg {
    let id = argument.get_id().to_string();
    let own = format!("{path}/{id}");
    let Some(help) = text::help::japanese(&own).or_else(|| text::help::japanese(&format!("/{id}"))) else { return argument };
    let joined = |values: Vec<String>| text::cli::listed(values, Lang::Ja);
    let mut more = Vec::new();
    let possible: Vec<String> = argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    if !possible.is_empty() && argument.get_action().takes_values() {
        more.push(text::help::choices(&joined(possible)));
    }
    let defaults: Vec<String> =
        argument.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    if !defaults.is_empty() && argument.get_action().takes_values() {
        more.push(text::help::default_value(&joined(defaults)));
    }
    if let Some(variable) = argument.get_env() {
        more.push(text::help::variable(&variable.to_string_lossy()));
    }
    let heading = if argument.is_positional() { text::help::ARGUMENTS } else { text::help::OPTIONS };
    let shown = if more.is_empty() { help.to_owned() } else { format!("{help} [{}]", joined(more)) };
    let takes_values = argument.get_action().takes_values();
    let argument = argument.help(shown).help_heading(heading).hide_env(true);
    if takes_values { argument.hide_default_value(true).hide_possible_values(true) } else { argument }
}

/// What clap says of a command it cannot read; None: in its own words, because they are help or English is spoken.
pub(super) fn complaint(error: &clap::Error, lang: Lang) -> Option<String> {
    let is_answer = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    let is_help = error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    if lang == Lang::En || is_answer || is_help {
        return None;
    }
    let get = |kind| error.get(kind).map(shown);
    let argument = get(ContextKind::InvalidArg).or_else(|| get(ContextKind::InvalidSubcommand)).unwrap_or_default();
    let value = get(ContextKind::InvalidValue).unwrap_or_default();
    let valid = get(ContextKind::ValidValue)
        .or_else(|| get(ContextKind::SuggestedArg))
        .or_else(|| get(ContextKind::SuggestedSubcommand));
    let problem = PROBLEMS.iter().find(|(kind, _)| *kind == error.kind()).map_or(Problem::Other, |(_, problem)| *problem);
    Some(text::help::complaint(problem, &argument, &value, valid.as_deref()))
}

fn shown(value: &ContextValue) -> String {
    if let ContextValue::Strings(values) = value { text::cli::listed(values, Lang::Ja) } else { value.to_string() }
}

/// Clap's kinds of errors that have words of their own.
const PROBLEMS: [(ErrorKind, Problem); 7] = [
    (ErrorKind::InvalidSubcommand, Problem::Subcommand),
    (ErrorKind::UnknownArgument, Problem::Argument),
    (ErrorKind::InvalidValue, Problem::Value),
    (ErrorKind::ValueValidation, Problem::Value),
    (ErrorKind::MissingRequiredArgument, Problem::Missing),
    (ErrorKind::MissingSubcommand, Problem::NoSubcommand),
    (ErrorKind::ArgumentConflict, Problem::Conflict),
];
