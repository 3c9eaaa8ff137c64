//! Where faults are collected, each with what was probably meant. Pure.

use crate::model::{Fault, FaultCode, Place};
use crate::time::Zone;

/// More faults than anybody reads: what is beyond is said in one last fault.
const SHOWN_AT_MOST: usize = 500;

#[derive(Debug, Default)]
pub(super) struct Faults {
    list: Vec<Fault>,
}

impl Faults {
    pub(super) fn push(&mut self, place: Place, code: FaultCode) {
        let suggestion = suggestion(&code);
        self.list.push(Fault { place, code, suggestion });
    }

    /// Takes over faults that were found elsewhere.
    pub(super) fn extend(&mut self, faults: Vec<Fault>) {
        self.list.extend(faults);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All of them, in the order of files and lines, each once.
    pub(super) fn sorted(mut self) -> Vec<Fault> {
        self.list.sort_by(|a, b| a.place.cmp(&b.place));
        // What stands where a date could not be read is no date either: said once.
        self.list.dedup_by(|next, kept| {
            next == kept || (next.place == kept.place && matches!(kept.code, FaultCode::BadDate { .. }))
        });
        if self.list.len() > SHOWN_AT_MOST {
            let limit = SHOWN_AT_MOST as u64;
            self.list.truncate(SHOWN_AT_MOST);
            let place = self.list.last().map(|fault| Place::file(&fault.place.file)).unwrap_or_default();
            self.push(place, FaultCode::Limit { what: "fault".to_owned(), limit });
        }
        self.list
    }
}

fn suggestion(code: &FaultCode) -> Option<String> {
    match code {
        FaultCode::UnknownKey { key: found, accepted }
        | FaultCode::UnknownWord { found, accepted }
        | FaultCode::UnknownReference { id: found, accepted, .. }
        | FaultCode::UnknownVariable { name: found, accepted, .. } => nearest(found, accepted.iter().map(String::as_str)),
        FaultCode::BadZone { found } => nearest(found, Zone::names()),
        FaultCode::NotAWorkspace { .. }
        | FaultCode::Unreadable { .. }
        | FaultCode::NotText { .. }
        | FaultCode::TooLarge { .. }
        | FaultCode::Syntax { .. }
        | FaultCode::MissingKey { .. }
        | FaultCode::OneOf { .. }
        | FaultCode::WrongType { .. }
        | FaultCode::BadDate { .. }
        | FaultCode::DateHasOffset { .. }
        | FaultCode::BadTime { .. }
        | FaultCode::BadLength { .. }
        | FaultCode::BadPoint { .. }
        | FaultCode::BadDeadline { .. }
        | FaultCode::BadAddress { .. }
        | FaultCode::BadListen { .. }
        | FaultCode::BadUrl { .. }
        | FaultCode::BadHost { .. }
        | FaultCode::BadId { .. }
        | FaultCode::BadRule { .. }
        | FaultCode::OutOfRange { .. }
        | FaultCode::Empty { .. }
        | FaultCode::EndBeforeStart
        | FaultCode::DuplicateId { .. }
        | FaultCode::ConditionCycle { .. }
        | FaultCode::Unreachable { .. }
        | FaultCode::MissingLanguage { .. }
        | FaultCode::TemplateTag { .. }
        | FaultCode::NotAllowed { .. }
        | FaultCode::JoinMissing { .. }
        | FaultCode::JoinMismatch { .. }
        | FaultCode::NotADrillText
        | FaultCode::PathOutside { .. }
        | FaultCode::BadCalendar { .. }
        | FaultCode::BadTechniqueTable
        | FaultCode::NotABundle
        | FaultCode::NoTechniques
        | FaultCode::Limit { .. } => None,
    }
}

/// The accepted word that differs least, if it differs in no more than a third of its letters.
fn nearest<'a>(found: &str, accepted: impl Iterator<Item = &'a str>) -> Option<String> {
    let found = found.to_lowercase();
    let limit = (found.chars().count() / 3).max(1);
    accepted
        .map(|word| (strsim::damerau_levenshtein(&found, &word.to_lowercase()), word))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_suggested_and_a_far_one_is_not() {
        let words = ["negotiation", "visit", "summit"];
        assert_eq!(nearest("negociation", words.into_iter()).as_deref(), Some("negotiation"));
        assert_eq!(nearest("Asia/Tokio", Zone::names()).as_deref(), Some("Asia/Tokyo"));
        assert_eq!(nearest("lunch", words.into_iter()), None);
    }

    #[test]
    fn a_flood_of_faults_is_cut_and_says_so() {
        let mut faults = Faults::default();
        for line in 1..=SHOWN_AT_MOST + 1 {
            faults.push(Place { line, ..Place::file("a.toml") }, FaultCode::EndBeforeStart);
        }
        let sorted = faults.sorted();
        assert_eq!(sorted.len(), SHOWN_AT_MOST + 1);
        assert!(matches!(sorted.last().map(|fault| &fault.code), Some(FaultCode::Limit { .. })));
    }
}
