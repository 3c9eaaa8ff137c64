//! Held settings laid over a settings file: TOML or JSON, every other key kept. Pure.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use toml::Value as Toml;

use super::file::hash_of;
use crate::model::{FileFormat, HeldSettings, SettingName, SettingValue, Slot, Trouble, TroubleKind};

/// One setting that changes: its value before, if it had one, and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingChange {
    pub name: SettingName,
    pub old: Option<SettingValue>,
    pub new: SettingValue,
}

/// What will be written: the same for the same file and settings, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    pub bytes: Vec<u8>,
    /// SHA-256 of the bytes, in hexadecimal.
    pub hash: String,
    /// Against the content before the first holder; settings that already have their value are left out.
    pub diff: Vec<SettingChange>,
}

/// Lays the settings over the content from before the first holder (None: there was no file).
pub(super) fn lay(format: FileFormat, before: Option<&[u8]>, held: &HeldSettings) -> Result<Planned, Trouble> {
    let mut document = Document::read(format, before.unwrap_or_default())?;
    let mut diff = Vec::new();
    for (Slot { name, .. }, wanted) in held {
        let old = document.get(name);
        if old.as_ref() != Some(&wanted.value) {
            diff.push(SettingChange { name: name.clone(), old, new: wanted.value.clone() });
        }
        document.set(name, &wanted.value);
    }
    let bytes = document.write()?;
    Ok(Planned { hash: hash_of(Some(&bytes)), bytes, diff })
}

/// The settings of these names that the content does not show as they should be.
pub(super) fn missing(format: FileFormat, bytes: &[u8], wanted: &HeldSettings) -> Result<Vec<SettingName>, Trouble> {
    let document = Document::read(format, bytes)?;
    let is_shown = |name: &SettingName, value: &SettingValue| document.get(name).as_ref() == Some(value);
    Ok(wanted.iter().filter(|(slot, held)| !is_shown(&slot.name, &held.value)).map(|(slot, _)| slot.name.clone()).collect())
}

enum Document {
    Toml(toml::Table),
    Json(BTreeMap<String, Json>),
}

impl Document {
    fn read(format: FileFormat, bytes: &[u8]) -> Result<Self, Trouble> {
        let text = std::str::from_utf8(bytes).map_err(|error| Trouble::new(TroubleKind::NotParsable, error))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        match format {
            FileFormat::Toml => match text.parse() {
                Ok(table) => Ok(Document::Toml(table)),
                Err(error) => Err(Trouble::new(TroubleKind::NotParsable, toml_place(text, &error))),
            },
            FileFormat::Json if text.trim().is_empty() => Ok(Document::Json(BTreeMap::new())),
            FileFormat::Json => match serde_json::from_str(text) {
                Ok(object) => Ok(Document::Json(object)),
                Err(error) => Err(Trouble::new(TroubleKind::NotParsable, error)),
            },
        }
    }

    /// A value that is no setting's (a table, a fraction) is told by its text.
    fn get(&self, name: &SettingName) -> Option<SettingValue> {
        match self {
            Document::Toml(table) => table.get(name.as_str()).map(from_toml),
            Document::Json(object) => object.get(name.as_str()).map(from_json),
        }
    }

    fn set(&mut self, name: &SettingName, value: &SettingValue) {
        let name = name.as_str().to_owned();
        match self {
            Document::Toml(table) => drop(table.insert(name, to_toml(value))),
            Document::Json(object) => drop(object.insert(name, to_json(value))),
        }
    }

    fn write(&self) -> Result<Vec<u8>, Trouble> {
        match self {
            Document::Toml(table) => {
                toml::to_string(table).map(String::into_bytes).map_err(|error| Trouble::new(TroubleKind::NotParsable, error))
            }
            Document::Json(object) => {
                let mut bytes =
                    serde_json::to_vec_pretty(object).map_err(|error| Trouble::new(TroubleKind::NotParsable, error))?;
                bytes.push(b'\n');
                Ok(bytes)
            }
        }
    }
}

fn toml_place(text: &str, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    format!("line {}: {}", before.matches('\n').count() + 1, error.message())
}

fn from_toml(value: &Toml) -> SettingValue {
    let words = |items: &[Toml]| items.iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<_>>();
    match value {
        Toml::Boolean(value) => SettingValue::Bool(*value),
        Toml::Integer(value) => SettingValue::Integer(*value),
        Toml::String(value) => SettingValue::Word(value.clone()),
        Toml::Array(items) => words(items).map_or_else(|| SettingValue::Word(value.to_string()), SettingValue::Words),
        Toml::Float(_) | Toml::Datetime(_) | Toml::Table(_) => SettingValue::Word(value.to_string()),
    }
}

fn from_json(value: &Json) -> SettingValue {
    let words = |items: &[Json]| items.iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<_>>();
    match value {
        Json::Bool(value) => SettingValue::Bool(*value),
        Json::Number(number) => number.as_i64().map_or_else(|| SettingValue::Word(value.to_string()), SettingValue::Integer),
        Json::String(value) => SettingValue::Word(value.clone()),
        Json::Array(items) => words(items).map_or_else(|| SettingValue::Word(value.to_string()), SettingValue::Words),
        Json::Null | Json::Object(_) => SettingValue::Word(value.to_string()),
    }
}

fn to_toml(value: &SettingValue) -> Toml {
    match value {
        SettingValue::Bool(value) => Toml::Boolean(*value),
        SettingValue::Integer(value) => Toml::Integer(*value),
        SettingValue::Word(value) => Toml::String(value.clone()),
        SettingValue::Words(values) => Toml::Array(values.iter().cloned().map(Toml::String).collect()),
    }
}

fn to_json(value: &SettingValue) -> Json {
    match value {
        SettingValue::Bool(value) => Json::Bool(*value),
        SettingValue::Integer(value) => Json::from(*value),
        SettingValue::Word(value) => Json::String(value.clone()),
        SettingValue::Words(values) => Json::from(values.iter().cloned().collect::<Vec<_>>()),
    }
}
