//! scenarios/*.toml: the story, its scenes, artefacts and milestones. Injects are in `inject`. Pure.

use super::document::{Record, Value};
use super::faults::Faults;
use super::formats::{self, point};
use super::inject::{self, INJECT};
use super::shape::{Kind, Shape, Within, may, must};
use super::techniques::Techniques;
use crate::model::{
    Artefact, ArtefactId, Asset, ExercisePoint, FaultCode, GateField, MilestoneId, MilestoneRule, Objective, ObjectiveId, Part,
    PartId, Place, Scenario, ScenarioId, Scene, SceneId, TeamId,
};
use crate::time::{DAY_MS, Elapsed};

pub(super) static SCENARIO: Shape = Shape::new(
    "scenario-file",
    &[
        must("scenario", Kind::Table(&HEAD)),
        may("asset", Kind::Tables(&ASSET)),
        must("part", Kind::Tables(&PART)),
        may("objective", Kind::Tables(&OBJECTIVE)),
        must("scene", Kind::Tables(&SCENE)),
        may("inject", Kind::Tables(&INJECT)),
        may("artefact", Kind::Tables(&ARTEFACT)),
        may("milestone", Kind::Tables(&MILESTONE)),
    ],
);

static HEAD: Shape = Shape::new(
    "scenario",
    &[
        must("id", Kind::Id(Within::Workspace)),
        must("title", Kind::Text),
        must("storyline", Kind::Text),
        must("length", Kind::Form(&formats::ELAPSED)),
        may("techniques", Kind::List(&Kind::Name)),
    ],
);

static ASSET: Shape = Shape::new("asset", &[must("name", Kind::Text), must("why", Kind::Text)]);

static PART: Shape =
    Shape::new("part", &[must("id", Kind::Id(Within::File)), must("name", Kind::Text), may("teams", Kind::Tables(&TEAM))]);

static TEAM: Shape = Shape::new("team", &[must("id", Kind::Id(Within::Parent)), must("name", Kind::Text)]);

static OBJECTIVE: Shape = Shape::new("objective", &[must("id", Kind::Id(Within::File)), must("title", Kind::Text)]);

static SCENE: Shape = Shape::new(
    "scene",
    &[
        must("id", Kind::Id(Within::File)),
        must("title", Kind::Text),
        must("summary", Kind::Text),
        must("starts", Kind::Form(&formats::POINT)),
        may("questions", Kind::List(&Kind::Text)),
    ],
);

static ARTEFACT: Shape = Shape::new(
    "artefact",
    &[must("id", Kind::Id(Within::File)), must("file", Kind::Form(&formats::FILE_NAME)), must("body", Kind::Text)],
);

static MILESTONE: Shape = Shape::new(
    "milestone",
    &[
        must("id", Kind::Id(Within::File)),
        must("title", Kind::Text),
        must("due", Kind::Form(&formats::ELAPSED)),
        may("gate", Kind::Tables(&GATE)),
    ],
);

static GATE: Shape = Shape::new("gate", &[must("id", Kind::Id(Within::Parent)), must("title", Kind::Text)]);

/// The scenario of a file that was held against [`SCENARIO`].
pub(super) fn decode(root: Record<'_>, techniques: &mut Techniques<'_>, faults: &mut Faults) -> Option<Scenario> {
    let head = root.record("scenario")?;
    let length = head.read("length", Elapsed::parse)?;
    let mut used = techniques.uses(head, "techniques");
    let mut injects = Vec::new();
    for record in root.records("inject") {
        let named = techniques.uses(record, "techniques");
        injects.extend(inject::decode(record, &named, length, faults));
        used.extend(named);
    }
    used.sort_by(|a, b| a.written.cmp(&b.written));
    used.dedup();
    Some(Scenario {
        id: ScenarioId::new(head.str("id")?),
        title: head.text("title")?,
        storyline: head.text("storyline")?,
        length,
        assets: root.records("asset").into_iter().filter_map(asset).collect(),
        parts: root.records("part").into_iter().filter_map(part).collect(),
        techniques: used,
        objectives: root.records("objective").into_iter().filter_map(objective).collect(),
        scenes: root.records("scene").into_iter().filter_map(|record| scene(record, length, faults)).collect(),
        injects,
        artefacts: root.records("artefact").into_iter().filter_map(artefact).collect(),
        milestones: root.records("milestone").into_iter().filter_map(|record| milestone(record, length, faults)).collect(),
        place: head.id_place(),
    })
}

/// A point that lies within the script; one after its end is a fault.
pub(super) fn point_within(value: Value<'_>, length: Elapsed, faults: &mut Faults) -> Option<ExercisePoint> {
    let text = value.str()?;
    let point = point(text)?;
    let last_day = u32::try_from(length.as_ms() / DAY_MS + 1).unwrap_or(u32::MAX);
    let (is_within, most) = match &point {
        ExercisePoint::Offset(at) => (*at <= length, length.to_string()),
        ExercisePoint::Day { day, .. } => (*day <= last_day, format!("day {last_day}")),
    };
    if !is_within {
        beyond(value.place(), text, most, faults);
    }
    Some(point)
}

fn beyond(place: Place, found: &str, most: String, faults: &mut Faults) {
    faults.push(place, FaultCode::OutOfRange { found: found.to_owned(), least: "T+00:00".to_owned(), most });
}

fn asset(record: Record<'_>) -> Option<Asset> {
    Some(Asset { name: record.text("name")?, why: record.text("why")? })
}

fn part(record: Record<'_>) -> Option<Part> {
    let team = |record: Record<'_>| Some((TeamId::new(record.str("id")?), record.text("name")?));
    Some(Part {
        id: PartId::new(record.str("id")?),
        name: record.text("name")?,
        teams: record.records("teams").into_iter().filter_map(team).collect(),
    })
}

fn objective(record: Record<'_>) -> Option<Objective> {
    Some(Objective { id: ObjectiveId::new(record.str("id")?), title: record.text("title")? })
}

fn scene(record: Record<'_>, length: Elapsed, faults: &mut Faults) -> Option<Scene> {
    Some(Scene {
        id: SceneId::new(record.str("id")?),
        title: record.text("title")?,
        summary: record.text("summary")?,
        starts: point_within(record.value("starts")?, length, faults)?,
        questions: record.values("questions").into_iter().filter_map(Value::text).collect(),
        place: record.id_place(),
    })
}

fn artefact(record: Record<'_>) -> Option<Artefact> {
    Some(Artefact {
        id: ArtefactId::new(record.str("id")?),
        file_name: record.string("file")?,
        body: record.text("body")?,
        place: record.id_place(),
    })
}

fn milestone(record: Record<'_>, length: Elapsed, faults: &mut Faults) -> Option<MilestoneRule> {
    let field = |record: Record<'_>| Some(GateField { id: record.string("id")?, title: record.text("title")? });
    let due = record.read("due", Elapsed::parse)?;
    if due > length {
        beyond(record.place_of("due"), record.str("due")?, length.to_string(), faults);
    }
    Some(MilestoneRule {
        id: MilestoneId::new(record.str("id")?),
        title: record.text("title")?,
        due,
        gate: record.records("gate").into_iter().filter_map(field).collect(),
        place: record.id_place(),
    })
}
