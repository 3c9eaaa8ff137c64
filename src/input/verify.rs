//! Holds every table of a file against its shape: unknown keys, missing ones, wrong types, unreadable strings. Pure.
//!
//! On the way it notes which ids the files give and which they use, for `references`.

use std::collections::BTreeMap;

use super::document::{Record, Value};
use super::faults::Faults;
use super::moment::Moment;
use super::shape::{Kind, Shape, Within};
use crate::model::{FaultCode, Lang, Place, is_id};

/// An id of a kind: within the workspace (""), a file, or a table of a file.
pub(super) type Realm = (&'static str, String);

/// A place that names something.
#[derive(Debug)]
pub(super) struct Use {
    pub realm: Realm,
    pub id: String,
    pub place: Place,
}

/// Every id that the files give, and every id that they use.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub given: BTreeMap<Realm, Vec<(String, Place)>>,
    pub used: Vec<Use>,
}

impl Names {
    pub(super) fn has(&self, realm: &Realm, id: &str) -> bool {
        self.given.get(realm).into_iter().flatten().any(|(given, _)| given == id)
    }

    pub(super) fn ids(&self, realm: &Realm) -> Vec<String> {
        self.given.get(realm).into_iter().flatten().map(|(id, _)| id.clone()).collect()
    }

    fn take(&mut self, realm: Realm, id: &str, place: Place) {
        self.used.push(Use { realm, id: id.to_owned(), place });
    }
}

/// The realm of the tables inside the table called `id`.
pub(super) fn inner(outer: &str, id: &str) -> String {
    format!("{outer}#{id}")
}

/// One pass over one file.
pub(super) struct Verify<'s> {
    pub faults: &'s mut Faults,
    pub names: &'s mut Names,
    pub file: &'s str,
}

impl Verify<'_> {
    /// Holds `record` against `shape`; `outer` is the realm it lies in.
    pub(super) fn record(&mut self, record: Record<'_>, shape: &'static Shape, outer: &str) {
        let variant = shape.variant(record.str(shape.variants.by));
        let is_decided = shape.variants.of.is_empty() || variant.is_some();
        let keys = shape.keys_of(variant);
        for (key, place) in record.keys() {
            if keys.iter().all(|known| known.name != key) {
                let mut accepted: Vec<String> = keys.iter().map(|key| key.name.to_owned()).collect();
                accepted.dedup();
                self.faults.push(place, FaultCode::UnknownKey { key: key.to_owned(), accepted });
            }
        }
        for group in shape.one_of.iter().chain(variant.map(|variant| variant.one_of).unwrap_or_default()) {
            let present: Vec<&str> = group.iter().copied().filter(|key| record.has(key)).collect();
            if present.len() != 1 {
                let place = present.get(1).map_or_else(|| record.place(), |key| record.place_of(key));
                let keys = group.iter().map(|key| (*key).to_owned()).collect();
                self.faults.push(place, FaultCode::OneOf { keys });
            }
        }
        let inner = inner(outer, record.str("id").unwrap_or_default());
        for key in keys {
            match record.value(key.name) {
                Some(value) => self.value(value, key.name, key.kind, Around { shape, outer, inner: &inner }),
                None if key.is_required && (is_decided || shape.keys.iter().any(|common| common.name == key.name)) => {
                    self.faults.push(record.place(), FaultCode::MissingKey { key: key.name.to_owned() });
                }
                None => {}
            }
        }
    }

    fn value(&mut self, value: Value<'_>, key: &str, kind: Kind, around: Around<'_>) {
        match kind {
            Kind::Table(shape) => match value.record() {
                Some(record) => self.record(record, shape, around.inner),
                None => self.wrong(value, "table"),
            },
            Kind::Tables(shape) => {
                if value.get().is_array() {
                    value.values().for_each(|item| self.value(item, key, Kind::Table(shape), around));
                } else {
                    self.wrong(value, "tables");
                }
            }
            Kind::List(of) => {
                if value.get().is_array() {
                    value.values().for_each(|item| self.value(item, key, *of, around));
                } else {
                    self.wrong(value, "array");
                }
            }
            Kind::Text => self.text(value, key),
            Kind::Set => self.set(value),
            Kind::Texts => self.texts(value),
            Kind::Join => self.join(value, key),
            Kind::Integer { least, most } => self.integer(value, least, most),
            Kind::Number => {
                if !value.number().is_some_and(|number| number.is_finite() && number >= 0.0) {
                    self.wrong(value, "number");
                }
            }
            Kind::Boolean => {
                if !value.get().is_bool() {
                    self.wrong(value, "boolean");
                }
            }
            Kind::Moment => {
                if let Err(code) = Moment::read(value.get()) {
                    self.faults.push(value.place(), code);
                }
            }
            Kind::Str
            | Kind::Id(_)
            | Kind::Ref(..)
            | Kind::Name
            | Kind::Form(_)
            | Kind::Word(_)
            | Kind::Scope
            | Kind::Recipient => match value.str() {
                Some(text) if text.trim().is_empty() => {
                    self.faults.push(value.place(), FaultCode::Empty { what: key.to_owned() });
                }
                Some(text) => self.string(value, text, kind, around),
                None => self.wrong(value, "string"),
            },
        }
    }

    fn string(&mut self, value: Value<'_>, text: &str, kind: Kind, around: Around<'_>) {
        let realm = |kind, within| match within {
            Within::Workspace => (kind, String::new()),
            Within::File => (kind, self.file.to_owned()),
            Within::Parent => (kind, around.outer.to_owned()),
        };
        let fault = match kind {
            Kind::Form(format) => (format.fault)(text),
            Kind::Word(words) => {
                let accepted: Vec<String> = words().into_iter().map(str::to_owned).collect();
                (!accepted.iter().any(|word| word == text)).then(|| FaultCode::UnknownWord { found: text.to_owned(), accepted })
            }
            Kind::Id(_) | Kind::Ref(..) | Kind::Name if !is_id(text) => Some(FaultCode::BadId { found: text.to_owned() }),
            Kind::Id(within) => {
                let realm = realm(around.shape.name, within);
                self.names.given.entry(realm).or_default().push((text.to_owned(), value.place()));
                None
            }
            Kind::Ref(kind, within) => {
                self.names.take(realm(kind, within), text, value.place());
                None
            }
            Kind::Scope => match text.strip_prefix("group:") {
                Some(group) => {
                    self.names.take(("group", String::new()), group, value.place());
                    None
                }
                None if text == "everyone" => None,
                None => Some(FaultCode::UnknownWord {
                    found: text.to_owned(),
                    accepted: vec!["everyone".to_owned(), "group:…".to_owned()],
                }),
            },
            Kind::Recipient => self.recipient(value, text),
            Kind::Name
            | Kind::Str
            | Kind::Text
            | Kind::Integer { .. }
            | Kind::Number
            | Kind::Boolean
            | Kind::Moment
            | Kind::Join
            | Kind::Set
            | Kind::Texts
            | Kind::List(_)
            | Kind::Table(_)
            | Kind::Tables(_) => None,
        };
        if let Some(code) = fault {
            self.faults.push(value.place(), code);
        }
    }

    fn recipient(&mut self, value: Value<'_>, text: &str) -> Option<FaultCode> {
        let Some(rest) = text.strip_prefix("part:") else {
            let accepted = vec!["part:…".to_owned(), "part:…/…".to_owned()];
            return Some(FaultCode::UnknownWord { found: text.to_owned(), accepted });
        };
        let (part, team) = rest.split_once('/').map_or((rest, None), |(part, team)| (part, Some(team)));
        self.names.take(("part", self.file.to_owned()), part, value.place());
        if let Some(team) = team {
            self.names.take(("team", inner(&inner(self.file, ""), part)), team, value.place());
        }
        None
    }

    fn text(&mut self, value: Value<'_>, key: &str) {
        if let Some(record) = value.record() {
            for (found, place) in record.keys() {
                if Lang::ALL.iter().all(|lang| lang.tag() != found) {
                    let accepted = Lang::ALL.iter().map(|lang| lang.tag().to_owned()).collect();
                    self.faults.push(place, FaultCode::UnknownKey { key: found.to_owned(), accepted });
                }
            }
            for lang in Lang::ALL {
                if !record.has(lang.tag()) {
                    self.faults.push(value.place(), FaultCode::MissingLanguage { lang: lang.tag().to_owned() });
                }
            }
        } else if value.str().is_none() {
            return self.wrong(value, "text");
        }
        for wording in value.wordings() {
            match wording.str() {
                Some(text) if text.trim().is_empty() => {
                    self.faults.push(wording.place(), FaultCode::Empty { what: key.to_owned() });
                }
                Some(_) => {}
                None => self.wrong(wording, "string"),
            }
        }
    }

    fn texts(&mut self, value: Value<'_>) {
        let Some(record) = value.record() else { return self.wrong(value, "table") };
        for (key, place) in record.keys() {
            if !super::template::is_name(key) {
                self.faults.push(place, FaultCode::BadId { found: key.to_owned() });
            }
            if let Some(value) = record.value(key) {
                self.text(value, key);
            }
        }
    }

    fn set(&mut self, value: Value<'_>) {
        let Some(record) = value.record() else { return self.wrong(value, "table") };
        if record.keys().next().is_none() {
            self.faults.push(value.place(), FaultCode::Empty { what: "set".to_owned() });
        }
        for (key, place) in record.keys() {
            if !is_id(key) {
                self.faults.push(place, FaultCode::BadId { found: key.to_owned() });
            }
            let Some(value) = record.value(key) else { continue };
            if super::playbook::setting_value(value).is_none() {
                self.wrong(value, "setting");
            }
        }
    }

    fn join(&mut self, value: Value<'_>, key: &str) {
        if value.get().is_array() {
            value.values().filter(|word| word.str().is_none()).for_each(|word| self.wrong(word, "string"));
            if value.values().count() < 2 {
                self.faults.push(value.place(), FaultCode::Empty { what: key.to_owned() });
            }
            return;
        }
        let Some(found) = value.str() else { return self.wrong(value, "join") };
        let accepted: Vec<String> = super::playbook::JOINS.iter().map(|word| (*word).to_owned()).collect();
        if !accepted.iter().any(|word| word == found) {
            self.faults.push(value.place(), FaultCode::UnknownWord { found: found.to_owned(), accepted });
        }
    }

    fn integer(&mut self, value: Value<'_>, least: i64, most: i64) {
        if !value.get().is_integer() {
            return self.wrong(value, "integer");
        }
        if !value.integer().is_some_and(|number| (least..=most).contains(&number)) {
            let found = value.get().as_integer().map(ToString::to_string).unwrap_or_default();
            let code = FaultCode::OutOfRange { found, least: least.to_string(), most: most.to_string() };
            self.faults.push(value.place(), code);
        }
    }

    fn wrong(&mut self, value: Value<'_>, expected: &str) {
        let found = value.get().type_str();
        let code = FaultCode::WrongType { found: found.to_owned(), expected: expected.to_owned() };
        self.faults.push(value.place(), code);
    }
}

/// What a value stands in.
#[derive(Clone, Copy)]
struct Around<'a> {
    shape: &'static Shape,
    /// The realm of the table it stands in.
    outer: &'a str,
    /// The realm of tables below that table.
    inner: &'a str,
}
