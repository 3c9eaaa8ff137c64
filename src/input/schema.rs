//! JSON Schemas (draft-07) of the file kinds, for editors, made from the same shapes that files are held against. Pure.

use serde_json::{Map, Value, json};

use super::parse::FileKind;
use super::shape::{Kind, Shape, Variant};
use super::{playbook, template};

/// The names that [`schema`] knows.
pub const SCHEMAS: &[&str] = &["settings", "roster", "calendar", "playbook", "scenario", "exercise"];

const ID_PATTERN: &str = "^[A-Za-z0-9._-]{1,64}$";

/// The schema of a kind of file, as JSON text.
pub fn schema(name: &str) -> Option<String> {
    let kind = match name {
        "settings" => FileKind::Settings,
        "roster" => FileKind::Roster,
        "calendar" => FileKind::Calendar,
        "playbook" => FileKind::Playbook,
        "scenario" => FileKind::Scenario,
        "exercise" => FileKind::Exercise,
        _ => return None,
    };
    let mut definitions = Map::new();
    let mut root = table(kind.shape()?, &mut definitions);
    if let Some(root) = root.as_object_mut() {
        root.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
        root.insert("title".to_owned(), json!(format!("standto {name}")));
        root.insert("definitions".to_owned(), Value::Object(definitions));
    }
    serde_json::to_string_pretty(&root).ok()
}

fn table(shape: &'static Shape, definitions: &mut Map<String, Value>) -> Value {
    if shape.variants.of.is_empty() {
        return object(shape, None, definitions);
    }
    let variant = |variant: &'static Variant, definitions: &mut Map<String, Value>| {
        let mut table = object(shape, Some(variant), definitions);
        table["properties"][shape.variants.by] = json!({ "enum": [variant.word] });
        table
    };
    json!({ "oneOf": shape.variants.of.iter().map(|one| variant(one, definitions)).collect::<Vec<_>>() })
}

fn object(shape: &'static Shape, variant: Option<&'static Variant>, definitions: &mut Map<String, Value>) -> Value {
    let keys = shape.keys_of(variant);
    let one_of = variant.map_or(shape.one_of, |variant| variant.one_of);
    let mut properties = Map::new();
    for key in &keys {
        properties.insert(key.name.to_owned(), of(key.kind, definitions));
    }
    let required: Vec<&str> = keys.iter().filter(|key| key.is_required).map(|key| key.name).collect();
    let mut table = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if let Some(table) = table.as_object_mut() {
        if !required.is_empty() {
            table.insert("required".to_owned(), json!(required));
        }
        if !one_of.is_empty() {
            let one =
                |group: &&[&str]| json!({ "oneOf": group.iter().map(|key| json!({ "required": [key] })).collect::<Vec<_>>() });
            table.insert("allOf".to_owned(), json!(one_of.iter().map(one).collect::<Vec<_>>()));
        }
    }
    table
}

/// A table below the root stands among the definitions, because conditions hold conditions.
fn reference(shape: &'static Shape, definitions: &mut Map<String, Value>) -> Value {
    if !definitions.contains_key(shape.name) {
        definitions.insert(shape.name.to_owned(), Value::Null);
        let table = table(shape, definitions);
        definitions.insert(shape.name.to_owned(), table);
    }
    json!({ "$ref": format!("#/definitions/{}", shape.name) })
}

fn of(kind: Kind, definitions: &mut Map<String, Value>) -> Value {
    match kind {
        Kind::Text => text(),
        Kind::Str => json!({ "type": "string", "minLength": 1 }),
        Kind::Id(_) | Kind::Ref(..) | Kind::Name => json!({ "type": "string", "pattern": ID_PATTERN }),
        Kind::Form(format) => json!({ "type": "string", "pattern": format.pattern }),
        Kind::Word(words) => json!({ "enum": words() }),
        Kind::Integer { least, most } => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Kind::Number => json!({ "type": "number", "minimum": 0 }),
        Kind::Boolean => json!({ "type": "boolean" }),
        // Editors turn TOML's own dates into strings, each in a form of its own.
        Kind::Moment => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}" }),
        Kind::Scope => json!({ "type": "string", "pattern": "^(everyone|group:.+)$" }),
        Kind::Recipient => json!({ "type": "string", "pattern": "^part:.+$" }),
        Kind::Join => {
            let order = json!({ "type": "array", "items": { "type": "string" }, "minItems": 2 });
            json!({ "anyOf": [{ "enum": playbook::JOINS }, order] })
        }
        Kind::Set => {
            let words = json!({ "type": "array", "items": { "type": "string" } });
            let value = json!({ "anyOf": [{ "type": ["string", "boolean", "integer"] }, words] });
            json!({ "type": "object", "minProperties": 1, "propertyNames": { "pattern": ID_PATTERN }, "additionalProperties": value })
        }
        Kind::Texts => {
            let names = json!({ "pattern": template::NAME_PATTERN });
            json!({ "type": "object", "propertyNames": names, "additionalProperties": text() })
        }
        Kind::List(item) => json!({ "type": "array", "items": of(*item, definitions) }),
        Kind::Table(shape) => reference(shape, definitions),
        Kind::Tables(shape) => json!({ "type": "array", "items": reference(shape, definitions) }),
    }
}

fn text() -> Value {
    let wording = json!({ "type": "string", "minLength": 1 });
    let both = json!({
        "type": "object",
        "properties": { "en": wording, "ja": wording },
        "required": ["en", "ja"],
        "additionalProperties": false,
    });
    json!({ "anyOf": [wording, both] })
}
