//! Technique ids of scenarios, followed to the living ones, with a note for each that is revoked or unknown. Pure.

use super::document::Record;
use crate::attack::{Found, Index};
use crate::model::{Note, NoteCode, Severity, TechniqueId, TechniqueUse, is_id};

pub(super) struct Techniques<'s> {
    pub index: &'s Index,
    pub notes: &'s mut Vec<Note>,
}

impl Techniques<'_> {
    /// The techniques that the list at `key` names, in its order.
    pub(super) fn uses(&mut self, record: Record<'_>, key: &str) -> Vec<TechniqueUse> {
        let mut uses: Vec<TechniqueUse> = Vec::new();
        for value in record.values(key) {
            let Some(written) = value.str().filter(|text| is_id(text)).map(TechniqueId::from) else { continue };
            let (living, note) = match self.index.resolve(&written) {
                Found::Living => (written.clone(), None),
                Found::Revoked { living } => {
                    let code = NoteCode::TechniqueRevoked { written: written.to_string(), living: living.to_string() };
                    (living, Some((Severity::Warning, code)))
                }
                Found::Unknown => {
                    (written.clone(), Some((Severity::Info, NoteCode::TechniqueUnknown { id: written.to_string() })))
                }
            };
            self.notes.extend(note.map(|(severity, code)| Note { severity, code, place: Some(value.place()) }));
            uses.push(TechniqueUse { written, living });
        }
        uses
    }
}
