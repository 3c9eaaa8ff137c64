//! Which policies an event falls under, and what keeps it from opening a window. Pure look-ups.

use crate::model::{Certainty, Event, Level, NoteCode, Policy, Precision};

/// The policies that call for something at this event, in the order of standto.toml.
pub(super) fn matching<'a>(policies: &'a [Policy], event: &Event) -> Vec<&'a Policy> {
    policies.iter().filter(|policy| has_class(policy, event) && has_party(policy, event)).collect()
}

fn has_class(policy: &Policy, event: &Event) -> bool {
    policy.classes.is_empty() || policy.classes.contains(&event.class)
}

/// Unknown parties match: better a window too many, with a note, than one too few.
fn has_party(policy: &Policy, event: &Event) -> bool {
    let is_asked = |party: &String| policy.parties.iter().any(|asked| asked.to_lowercase() == party.to_lowercase());
    policy.parties.is_empty() || event.parties.is_empty() || event.parties.iter().any(is_asked)
}

/// Whether the policy asks for parties that the event does not name.
pub(super) fn is_party_unknown(policy: &Policy, event: &Event) -> bool {
    !policy.parties.is_empty() && event.parties.is_empty()
}

/// Why an event opens no window at all: its date is not known, or it is a rumour.
pub(super) fn kept_back(event: &Event) -> Option<NoteCode> {
    let id = event.id.to_string();
    match (event.precision, event.certainty) {
        (Precision::Month | Precision::Quarter | Precision::Range, _) => {
            Some(NoteCode::DateTooVague { event: id, precision: event.precision })
        }
        (Precision::Instant | Precision::Day, Certainty::Rumoured) => Some(NoteCode::Rumoured { event: id }),
        (Precision::Instant | Precision::Day, Certainty::Confirmed | Certainty::Tentative) => None,
    }
}

/// The highest level that an event of this certainty opens; see the head of `make`.
pub(super) fn highest(certainty: Certainty) -> Level {
    match certainty {
        Certainty::Confirmed => Level::Restricted,
        Certainty::Tentative => Level::Elevated,
        Certainty::Rumoured => Level::Baseline,
    }
}
