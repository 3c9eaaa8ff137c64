//! `attack import|show`.

use std::path::Path;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::output;
use crate::attack::{Found, Index};
use crate::input;
use crate::model::TechniqueId;
use crate::text;

/// Where the index of an imported bundle lies in a workspace.
const IMPORTED: &str = "imported/attack.csv";

pub(super) fn run(context: &Context, command: super::args::Attack) -> Result<Exit, Failure> {
    match command {
        super::args::Attack::Import { file } => import(context, &file),
        super::args::Attack::Show { id } => show(context, &id),
    }
}

fn import(context: &Context, file: &Path) -> Result<Exit, Failure> {
    let lang = context.lang;
    let shown = file.display().to_string();
    let bytes = std::fs::read(file)
        .map_err(|error| Failure::Said(Exit::Faults, text::cli::cannot_read(&shown, &error.to_string(), lang)))?;
    let index = Index::from_stix(&bytes).map_err(|why| Failure::Faults(vec![why.fault(&shown)]))?;
    let into = context.directory.join(IMPORTED);
    let made = into.parent().map_or(Ok(()), std::fs::create_dir_all);
    made.map_err(|error| Failure::said(text::cli::cannot_write(IMPORTED, &error.to_string(), lang)))?;
    super::report::write(context, &into, &index.to_csv())?;
    output::print(&text::cli::imported(index.len(), &into.display().to_string(), lang));
    Ok(Exit::Fine)
}

fn show(context: &Context, id: &str) -> Result<Exit, Failure> {
    let files = input::read(&context.directory).unwrap_or_else(|_| input::shipped());
    let index = match files.get(IMPORTED).and_then(|bytes| Index::from_csv(bytes).ok()) {
        Some(imported) => Index::shipped().overlaid(imported),
        None => Index::shipped(),
    };
    let technique = TechniqueId::new(id.trim().to_ascii_uppercase());
    match index.resolve(&technique) {
        Found::Living => output::print(&format!("{technique}  {}", name(&index, &technique))),
        Found::Revoked { living } => {
            output::print(&text::cli::revoked(technique.as_str(), living.as_str(), name(&index, &living), context.lang));
        }
        Found::Unknown => return Err(Failure::said(text::cli::technique_unknown(technique.as_str(), context.lang))),
    }
    Ok(Exit::Fine)
}

fn name<'a>(index: &'a Index, id: &TechniqueId) -> &'a str {
    index.technique(id).map_or("", |technique| technique.name.as_str())
}
