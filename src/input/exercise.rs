//! exercises/*.toml: casts, which say who plays which part of a scenario. Pure.

use super::document::{Record, Value};
use super::faults::Faults;
use super::formats;
use super::settings::{LANGS, allowed, lang};
use super::shape::{Kind, Shape, Within, may, must, words};
use crate::model::{
    Exercise, ExerciseId, Lang, OnUncertain, Organisation, OrganisationId, PartId, Player, PlayerId, ScenarioId, Settings,
    TeamId, Text,
};
use crate::time::Zone;

pub(super) static EXERCISE: Shape =
    Shape::new("exercise-file", &[must("exercise", Kind::Table(&HEAD)), must("organisation", Kind::Tables(&ORGANISATION))]);

static HEAD: Shape = Shape::new(
    "exercise",
    &[
        must("id", Kind::Id(Within::Workspace)),
        must("title", Kind::Text),
        must("scenario", Kind::Ref("scenario", Within::Workspace)),
        may("zone", Kind::Form(&formats::ZONE)),
        must("contact", Kind::Str),
        may("on_uncertain", words!(OnUncertain)),
        may("variables", Kind::Texts),
    ],
);

static ORGANISATION: Shape = Shape::new(
    "organisation",
    &[
        must("id", Kind::Id(Within::File)),
        must("name", Kind::Text),
        must("part", Kind::Name),
        may("zone", Kind::Form(&formats::ZONE)),
        may("lang", LANGS),
        must("players", Kind::Tables(&PLAYER)),
    ],
);

static PLAYER: Shape = Shape::new(
    "player",
    &[
        must("id", Kind::Id(Within::Parent)),
        must("name", Kind::Str),
        must("team", Kind::Name),
        must("mail", Kind::Form(&formats::ADDRESS)),
        may("lang", LANGS),
    ],
);

/// The cast of a file that was held against [`EXERCISE`].
pub(super) fn decode(root: Record<'_>, settings: &Settings, faults: &mut Faults) -> Option<Exercise> {
    let organisations = root.records("organisation");
    for player in organisations.iter().flat_map(|organisation| organisation.records("players")) {
        if let Some(mail) = player.value("mail") {
            allowed(&settings.allow, mail, faults);
        }
    }
    let head = root.record("exercise")?;
    let zone = head.read("zone", Zone::named).unwrap_or_else(|| settings.zone.clone());
    Some(Exercise {
        id: ExerciseId::new(head.str("id")?),
        title: head.text("title")?,
        scenario: ScenarioId::new(head.str("scenario")?),
        contact: head.string("contact")?,
        on_uncertain: head.read("on_uncertain", OnUncertain::from_word).unwrap_or(OnUncertain::Ask),
        variables: variables(head),
        organisations: organisations.into_iter().filter_map(|record| organisation(record, &zone, settings.lang)).collect(),
        zone,
        place: head.id_place(),
    })
}

fn variables(head: Record<'_>) -> Vec<(String, Text)> {
    let Some(record) = head.record("variables") else { return Vec::new() };
    record.keys().filter_map(|(name, _)| Some((name.to_owned(), record.value(name).and_then(Value::text)?))).collect()
}

fn organisation(record: Record<'_>, zone: &Zone, default: Lang) -> Option<Organisation> {
    let lang = lang(record).unwrap_or(default);
    Some(Organisation {
        id: OrganisationId::new(record.str("id")?),
        name: record.text("name")?,
        part: PartId::new(record.str("part")?),
        zone: record.read("zone", Zone::named).unwrap_or_else(|| zone.clone()),
        lang,
        players: record.records("players").into_iter().filter_map(|record| player(record, lang)).collect(),
    })
}

fn player(record: Record<'_>, default: Lang) -> Option<Player> {
    Some(Player {
        id: PlayerId::new(record.str("id")?),
        name: record.string("name")?,
        team: TeamId::new(record.str("team")?),
        mail: record.string("mail")?,
        lang: lang(record).unwrap_or(default),
    })
}
