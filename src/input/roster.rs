//! roster.toml: who can be asked. Pure.

use super::document::Record;
use super::faults::Faults;
use super::formats;
use super::settings::{LANGS, allowed, lang};
use super::shape::{Kind, Shape, Within, may, must};
use crate::model::{Person, PersonId, Settings};
use crate::time::Zone;

pub(super) static ROSTER: Shape = Shape::new("roster", &[may("person", Kind::Tables(&PERSON))]);

static PERSON: Shape = Shape::new(
    "person",
    &[
        must("id", Kind::Id(Within::Workspace)),
        must("name", Kind::Text),
        must("mail", Kind::Form(&formats::ADDRESS)),
        may("zone", Kind::Form(&formats::ZONE)),
        may("lang", LANGS),
        may("roles", Kind::List(&Kind::Name)),
    ],
);

/// The people of a file that was held against [`ROSTER`].
pub(super) fn decode(root: Record<'_>, settings: &Settings, faults: &mut Faults) -> Vec<Person> {
    let people = root.records("person");
    for mail in people.iter().filter_map(|record| record.value("mail")) {
        allowed(&settings.allow, mail, faults);
    }
    people.into_iter().filter_map(|record| person(record, settings)).collect()
}

fn person(record: Record<'_>, settings: &Settings) -> Option<Person> {
    Some(Person {
        id: PersonId::new(record.str("id")?),
        name: record.text("name")?,
        mail: record.string("mail")?,
        zone: record.read("zone", Zone::named).unwrap_or_else(|| settings.zone.clone()),
        lang: lang(record).unwrap_or(settings.lang),
        roles: record.strings("roles"),
        place: record.id_place(),
    })
}
