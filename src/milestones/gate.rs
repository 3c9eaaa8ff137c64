//! The gate of a milestone: every field of it must be shown, and nothing else.

use crate::model::{Evidence, MilestoneRule, Refusal};

/// The evidence, trimmed, if it fills the gate.
///
/// # Errors
/// [`Refusal::UnknownEvidence`] for a field that the gate does not have, [`Refusal::EvidenceMissing`] with all blank ones.
pub(super) fn passed(rule: &MilestoneRule, evidence: &Evidence) -> Result<Evidence, Refusal> {
    let known = |id: &str| rule.gate.iter().any(|field| field.id == id);
    if let Some(field) = evidence.keys().find(|id| !known(id)) {
        let known = rule.gate.iter().map(|field| field.id.clone()).collect();
        return Err(Refusal::UnknownEvidence { field: field.clone(), known });
    }
    let shown: Evidence = evidence
        .iter()
        .map(|(id, text)| (id.clone(), text.trim().to_owned()))
        .filter(|(_, text)| text.contains(char::is_alphanumeric))
        .collect();
    let fields: Vec<String> =
        rule.gate.iter().filter(|field| !shown.contains_key(&field.id)).map(|field| field.id.clone()).collect();
    if fields.is_empty() { Ok(shown) } else { Err(Refusal::EvidenceMissing { fields }) }
}
