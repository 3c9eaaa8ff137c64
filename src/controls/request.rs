//! Requests for approval: the mail that asks. Sends nothing itself.

use super::task::{derived, one_line, shown};
use crate::actions::{Marking, OutgoingMail};
use crate::model::{DeliveryKey, Person, PlannedWindow, References, Text};
use crate::text::mail::{ApprovalWords, approval_body, approval_subject};
use crate::text::terms::Term as _;

/// The mail that asks a person to approve a window as it is, in that person's language and zone; public titles only.
pub fn approval_request(
    planned: &PlannedWindow,
    person: &Person,
    operator: &Text,
    is_escalated: bool,
    references: &References,
) -> OutgoingMail {
    let (lang, window) = (person.lang, &planned.window);
    let (from, until) = (shown(person, window.from), shown(person, window.until));
    let called = planned.public_id(references);
    let words = ApprovalWords {
        operator: operator.get(lang),
        name: person.name.get(lang),
        level: window.level.term(lang),
        occasion: planned.public_title.get(lang),
        from: &from,
        until: &until,
        changes: planned.demands.iter().map(|demand| demand.set.len()).sum(),
        tasks: planned.tasks.len(),
        window: &called,
        is_escalated,
    };
    OutgoingMail {
        key: key(planned, person, is_escalated, references),
        to: person.mail.clone(),
        to_name: one_line(person.name.get(lang)),
        sender: one_line(operator.get(lang)),
        subject: approval_subject(lang, &from, is_escalated),
        body: approval_body(lang, &words),
        attachments: Vec::new(),
        marking: Marking::Service { lang },
    }
}

/// Derived, so that a request sent again after a crash is known as the same; from the reference, because mail shows it.
fn key(planned: &PlannedWindow, person: &Person, is_escalated: bool, references: &References) -> DeliveryKey {
    let (window, hash, person) = (references.of(&planned.window.id), planned.hash.as_str(), person.id.as_str());
    derived(&format!("approval\0{window}\0{hash}\0{person}\0{is_escalated}"))
}
