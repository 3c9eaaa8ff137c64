//! What every command about posture comes to, and the check of roles they share.

use crate::model::{Answer, Change, Principal, Refusal, Role};

/// What is to be written in one transaction, and what the sender is told; or why not.
pub type Decided = Result<(Vec<Change>, Answer), Refusal>;

/// Refuses a principal who has none of these roles; the refusal names the first.
pub(super) fn require_one_of(who: &Principal, roles: &[Role]) -> Result<(), Refusal> {
    let is_entitled = roles.iter().any(|role| who.has(*role));
    match roles.first() {
        Some(first) if !is_entitled => Err(Refusal::MissingRole { role: *first }),
        Some(_) | None => Ok(()),
    }
}
