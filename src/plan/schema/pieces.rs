//! What the schemas are put together from.

use serde_json::{Map, Value, json};

use crate::model::Level;

/// Every key must be there, and no other.
pub(super) fn object(keys: &[(&str, Value)]) -> Value {
    let properties: Map<String, Value> = keys.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let required: Vec<&str> = keys.iter().map(|(name, _)| *name).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

pub(super) fn list(items: &Value) -> Value {
    json!({ "type": "array", "items": items })
}

pub(super) fn text() -> Value {
    object(&[("en", json!({ "type": "string" })), ("ja", json!({ "type": "string" }))])
}

pub(super) fn string() -> Value {
    json!({ "type": "string", "minLength": 1 })
}

pub(super) fn or_null(word: &str) -> Value {
    json!({ "type": [word, "null"] })
}

pub(super) fn instant() -> Value {
    json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$" })
}

pub(super) fn level() -> Value {
    let levels: Vec<&str> = Level::ALL.iter().map(|level| level.as_str()).collect();
    json!({ "enum": levels })
}

pub(super) fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

pub(super) fn hours() -> Value {
    json!({ "type": "number", "minimum": 0 })
}

/// One of these words.
pub(super) fn one_of<'a>(words: impl IntoIterator<Item = &'a str>) -> Value {
    json!({ "enum": words.into_iter().collect::<Vec<_>>() })
}

/// The root of a schema as JSON text.
pub(super) fn root(title: &str, keys: &[(&str, Value)]) -> String {
    let mut root = object(keys);
    if let Some(root) = root.as_object_mut() {
        root.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
        root.insert("title".to_owned(), json!(title));
    }
    serde_json::to_string_pretty(&root).unwrap_or_default()
}
