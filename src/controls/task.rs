//! Tasks for people: who is reminded, and with which mail. Sends nothing itself.

use sha2::{Digest as _, Sha256};

use crate::actions::{Marking, OutgoingMail};
use crate::model::{DeliveryKey, Person, PlannedTask, PlannedWindow, References, Text, Trouble, TroubleKind, hex};
use crate::text::mail::{TaskWords, task_body, task_subject};
use crate::time::Timestamp;

/// A reminder, and whom it goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminded {
    pub person: String,
    pub mail: OutgoingMail,
}

/// One mail for each person who owns the task, by role or by id, in that person's language and zone. It is of a round of the task,
/// counted from 1, and says when that is due: the same round is the same message.
pub fn reminders(
    task: &PlannedTask,
    window: &PlannedWindow,
    roster: &[Person],
    operator: &Text,
    round: (u32, Timestamp),
    references: &References,
) -> Result<Vec<Reminded>, Trouble> {
    let is_owner = |person: &&Person| person.id.as_str() == task.owner || person.roles.contains(&task.owner);
    let mails: Vec<_> =
        roster.iter().filter(is_owner).map(|person| reminder(task, window, person, (operator, round), references)).collect();
    if mails.is_empty() { Err(Trouble::new(TroubleKind::Nobody, &task.owner)) } else { Ok(mails) }
}

fn reminder(
    task: &PlannedTask,
    window: &PlannedWindow,
    person: &Person,
    (operator, round): (&Text, (u32, Timestamp)),
    references: &References,
) -> Reminded {
    let lang = person.lang;
    let ((number, due), bounds) = (round, &window.window);
    let (from, until, due) = (shown(person, bounds.from), shown(person, bounds.until), shown(person, due));
    let id = window.public_id(references);
    let title = one_line(task.title.get(lang));
    let words = TaskWords {
        operator: operator.get(lang),
        name: person.name.get(lang),
        task: &title,
        evidence: task.evidence.get(lang),
        occasion: window.public_title.get(lang),
        from: &from,
        until: &until,
        due: &due,
        window: &id,
        measure: task.measure.as_str(),
    };
    let mail = OutgoingMail {
        key: key(&references.of(&window.window.id), task, person, number),
        to: person.mail.clone(),
        to_name: one_line(person.name.get(lang)),
        sender: one_line(operator.get(lang)),
        subject: task_subject(lang, &title, &due),
        body: task_body(lang, &words),
        attachments: Vec::new(),
        marking: Marking::Service { lang },
    };
    Reminded { person: person.id.as_str().to_owned(), mail }
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Derived, so that a reminder sent again after a crash is known as the same; from the reference, because mail shows it.
fn key(window: &str, task: &PlannedTask, person: &Person, number: u32) -> DeliveryKey {
    let (measure, person) = (task.measure.as_str(), person.id.as_str());
    derived(&format!("reminder\0{window}\0{measure}\0{person}\0{number}"))
}

/// The key of a message that is known by these parts.
pub(super) fn derived(parts: &str) -> DeliveryKey {
    DeliveryKey::new(hex(&Sha256::digest(parts)[..16]))
}

/// An instant on the reader's clock, with the zone's name.
pub(super) fn shown(person: &Person, at: Timestamp) -> String {
    format!("{} {}", person.zone.local(at).to_string().replace('T', " "), person.zone.name())
}
