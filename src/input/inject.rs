//! One inject of a scenario. Pure.

use super::condition::{self, CONDITION};
use super::document::Record;
use super::faults::Faults;
use super::formats::{self, deadline};
use super::scenario::point_within;
use super::shape::{Kind, Shape, Within, may, must, words};
use crate::model::{
    ArtefactId, Channel, Expect, FaultCode, Inject, InjectId, ObjectiveId, PartId, Recipient, SceneId, TeamId, TechniqueUse,
    Timing,
};
use crate::time::Elapsed;

pub(super) static INJECT: Shape = Shape::one_of(
    "inject",
    &[&["at", "when"]],
    &[
        must("id", Kind::Id(Within::File)),
        must("scene", Kind::Ref("scene", Within::File)),
        may("at", Kind::Form(&formats::POINT)),
        may("when", Kind::Table(&CONDITION)),
        may("after", Kind::Form(&formats::ELAPSED)),
        must("to", Kind::List(&Kind::Recipient)),
        must("channel", Kind::List(&words!(Channel))),
        must("sender", Kind::Text),
        must("subject", Kind::Text),
        must("body", Kind::Text),
        may("artefact", Kind::List(&Kind::Ref("artefact", Within::File))),
        may("techniques", Kind::List(&Kind::Name)),
        may("expect", Kind::Table(&EXPECT)),
    ],
);

static EXPECT: Shape = Shape::new(
    "expect",
    &[
        must("response", Kind::Text),
        must("within", Kind::Form(&formats::DEADLINE)),
        may("objective", Kind::Ref("objective", Within::File)),
    ],
);

/// The inject of a table that was held against [`INJECT`]. `techniques` are those that the table names, resolved; `length` is
/// the scenario's.
pub(super) fn decode(record: Record<'_>, techniques: &[TechniqueUse], length: Elapsed, faults: &mut Faults) -> Option<Inject> {
    for key in ["to", "channel"] {
        if record.has(key) && record.values(key).is_empty() {
            faults.push(record.place_of(key), FaultCode::Empty { what: key.to_owned() });
        }
    }
    Some(Inject {
        id: InjectId::new(record.str("id")?),
        scene: SceneId::new(record.str("scene")?),
        timing: timing(record, length, faults)?,
        to: record.read_all("to", recipient),
        channels: record.read_all("channel", Channel::from_word),
        sender: record.text("sender")?,
        subject: record.text("subject")?,
        body: record.text("body")?,
        artefacts: record.read_all("artefact", |id| Some(ArtefactId::from(id))),
        techniques: techniques.iter().map(|technique| technique.living.clone()).collect(),
        expect: record.record("expect").and_then(expect),
        place: record.id_place(),
    })
}

fn timing(record: Record<'_>, length: Elapsed, faults: &mut Faults) -> Option<Timing> {
    if let Some(at) = record.value("at") {
        if record.has("after") {
            let keys = vec!["at".to_owned(), "after".to_owned()];
            faults.push(record.place_of("after"), FaultCode::OneOf { keys });
        }
        return point_within(at, length, faults).map(Timing::At);
    }
    let condition = condition::decode(record.record("when")?, length, faults)?;
    Some(Timing::When { condition, after: record.read("after", Elapsed::parse).unwrap_or_default() })
}

/// Reads `part:ministry/soc`, or `part:ministry`.
fn recipient(text: &str) -> Option<Recipient> {
    let rest = text.strip_prefix("part:")?;
    let (part, team) = rest.split_once('/').map_or((rest, None), |(part, team)| (part, Some(team)));
    Some(Recipient { part: PartId::from(part), team: team.map(TeamId::from) })
}

fn expect(record: Record<'_>) -> Option<Expect> {
    let (within, clock) = record.read("within", deadline)?;
    Some(Expect {
        response: record.text("response")?,
        within,
        clock,
        objective: record.str("objective").map(ObjectiveId::from),
    })
}
