//! `init`: a commented workspace. Asks a few questions on a terminal, takes the defaults in a pipe; overwrites nothing.

use std::io::{BufRead as _, IsTerminal as _};
use std::path::Path;

use rust_embed::RustEmbed;

use super::args::Init;
use super::context::Context;
use super::exit::{Exit, Failure};
use super::output;
use crate::model::Lang;
use crate::text;
use crate::time::Zone;

#[derive(RustEmbed)]
#[folder = "templates/init/"]
struct Templates;

/// How many days ahead the example event lies: near enough that its windows show.
const AHEAD_DAYS: i64 = 20;

pub(super) fn run(context: &Context, arguments: &Init) -> Result<Exit, Failure> {
    let (directory, lang) = (&arguments.directory, context.lang);
    let taken = ["standto.toml", "roster.toml", "calendar/first.toml"].iter().find(|name| directory.join(name).exists());
    if let Some(name) = taken {
        let there = directory.join(name).display().to_string();
        return Err(Failure::Said(Exit::Refused, text::cli::already_there(&there, lang)));
    }
    let operator = ask(&text::cli::ask_operator(lang), &text::cli::default_operator(lang))?;
    let zone = loop {
        let fallback = if lang == Lang::Ja { "Asia/Tokyo" } else { "UTC" };
        let typed = ask(&text::cli::ask_zone(lang), fallback)?;
        match Zone::named(&typed) {
            Some(zone) => break zone,
            None => output::complain(&text::cli::no_such_zone(&typed, lang)),
        }
    };
    let host = ask(&text::cli::ask_host(lang), "ministry.example")?;
    let first = zone.local(context.now()).date().plus_days(AHEAD_DAYS);
    let fill = |text: &str| {
        text.replace("@OPERATOR@", &toml_string(&operator))
            .replace("@ZONE@", &toml_string(zone.name()))
            .replace("@START@", &first.to_string())
            .replace("@END@", &first.plus_days(2).to_string())
            .replace("@HOST@", &host)
    };
    for (template, target) in
        [("standto.toml", "standto.toml"), ("roster.toml", "roster.toml"), ("calendar.toml", "calendar/first.toml")]
    {
        let Some(file) = Templates::get(&format!("{}/{template}", lang.tag())) else { continue };
        write(context, &directory.join(target), &fill(&String::from_utf8_lossy(&file.data)))?;
    }
    write(
        context,
        &directory.join(".gitignore"),
        "standto.db*\nstandto.lock\nstandto.sock\nstandto.key\nENDEX*\noutbox/\nrehearsals/\n",
    )?;
    output::print(&text::cli::made(&directory.display().to_string(), lang));
    Ok(Exit::Fine)
}

fn write(context: &Context, path: &Path, text: &str) -> Result<(), Failure> {
    let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    made.and_then(|()| std::fs::write(path, text))
        .map_err(|error| Failure::said(text::cli::cannot_write(&path.display().to_string(), &error.to_string(), context.lang)))
}

/// The answer to a question, or the default in a pipe and for an empty line.
fn ask(question: &str, default: &str) -> Result<String, Failure> {
    if !std::io::stdin().is_terminal() {
        return Ok(default.to_owned());
    }
    output::complain(&format!("{question} [{default}]"));
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(|error| Failure::said(error.to_string()))?;
    let typed = line.trim();
    Ok(if typed.is_empty() { default.to_owned() } else { typed.to_owned() })
}

/// A basic string of TOML.
fn toml_string(text: &str) -> String {
    let escaped: String = text
        .chars()
        .flat_map(|c| match c {
            '"' | '\\' => vec!['\\', c],
            c if c.is_control() => vec![' '],
            c => vec![c],
        })
        .collect();
    format!("\"{escaped}\"")
}
