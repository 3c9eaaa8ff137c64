//! `check` and `schema`.

use serde_json::json;

use super::context::Context;
use super::exit::{Exit, Failure};
use super::output;
use crate::input;
use crate::model::{Fault, Note, Place};
use crate::text;

pub(super) fn run(context: &Context) -> Result<Exit, Failure> {
    let (faults, notes, counts) = match input::read(&context.directory) {
        Err(faults) => (faults, Vec::new(), None),
        Ok(files) => {
            let checked = input::check(&files);
            let counts = checked.workspace.as_ref().map(|workspace| {
                [workspace.events.len(), workspace.playbooks.len(), workspace.scenarios.len(), workspace.exercises.len()]
            });
            (checked.faults, checked.notes, counts)
        }
    };
    if context.is_json() {
        let faults: Vec<_> = faults.iter().map(|fault| fault_json(fault, context)).collect();
        let notes: Vec<_> = notes.iter().map(|note| note_json(note, context)).collect();
        output::json(&json!({ "clean": faults.is_empty(), "faults": faults, "notes": notes }));
    } else {
        output::notes(&notes, context.lang);
    }
    if !faults.is_empty() {
        return if context.is_json() { Ok(Exit::Faults) } else { Err(Failure::Faults(faults)) };
    }
    if let (Some(counts), false) = (counts, context.is_json()) {
        output::print(&text::cli::clean(counts, context.lang));
    }
    Ok(Exit::Fine)
}

/// `schema NAME`: of a kind of file, or of what a command prints for machines.
pub(super) fn schema(context: &Context, name: &str) -> Result<Exit, Failure> {
    let unknown = || {
        let known = text::cli::listed(input::SCHEMAS.iter().chain(&crate::plan::SCHEMAS), context.lang);
        Failure::Said(Exit::Faults, text::cli::unknown_schema(name, &known, context.lang))
    };
    output::print(&input::schema(name).or_else(|| crate::plan::schema(name)).ok_or_else(unknown)?);
    Ok(Exit::Fine)
}

fn fault_json(fault: &Fault, context: &Context) -> serde_json::Value {
    let mut value = place_json(&fault.place);
    value["message"] = text::faults::fault(&fault.code, context.lang).into();
    value["remedy"] = text::remedies::remedy(&fault.code, context.lang).into();
    value["suggestion"] = fault.suggestion.clone().into();
    value
}

fn note_json(note: &Note, context: &Context) -> serde_json::Value {
    let mut value = note.place.as_ref().map_or_else(|| json!({}), place_json);
    value["severity"] = note.severity.as_str().into();
    value["message"] = text::notes::note(&note.code, context.lang).into();
    value
}

fn place_json(place: &Place) -> serde_json::Value {
    json!({ "file": place.file, "line": place.line, "column": place.column, "width": place.width, "text": place.text })
}
