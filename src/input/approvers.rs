//! Approvers whom no mail can reach: ids of standto.toml that no person of roster.toml has. Pure.

use super::document::Record;
use crate::model::{Level, Note, NoteCode, Person, Severity};

/// A note for each name of `[[approval]]` that is to be mailed and has no address. What is escalated to nobody is never heard of;
/// who is only to be asked may be told otherwise.
pub(super) fn without_address(root: Record<'_>, roster: &[Person]) -> Vec<Note> {
    root.records("approval").into_iter().flat_map(|rule| of_rule(rule, roster)).collect()
}

fn of_rule(rule: Record<'_>, roster: &[Person]) -> Vec<Note> {
    let Some(level) = rule.read("level", Level::from_word) else { return Vec::new() };
    let is_known = |id: &str| roster.iter().any(|person| person.id.as_str() == id);
    let notes = [("of", Severity::Info), ("escalate_to", Severity::Warning)].into_iter().flat_map(|(key, severity)| {
        let unknown = rule.values(key).into_iter().filter_map(|value| Some((value.str()?, value.place())));
        unknown.filter(|(id, _)| !is_known(id)).map(move |(id, place)| {
            let code = NoteCode::ApproverWithoutAddress { id: id.to_owned(), level, key: key.to_owned() };
            Note { severity, code, place: Some(place) }
        })
    });
    notes.collect()
}
