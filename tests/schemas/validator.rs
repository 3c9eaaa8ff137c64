//! A validator of just the keywords that the schemas use.

use serde_json::{Map, Value};

/// Whether `value` is good in the eyes of `schema`; `root` holds the definitions. An unknown keyword fails the test.
pub(crate) fn accepts(schema: &Value, value: &Value, root: &Value) -> bool {
    let keywords = schema.as_object().expect("a schema is an object");
    keywords.iter().all(|(keyword, wanted)| holds(keyword, wanted, value, (keywords, root)))
}

fn holds(keyword: &str, wanted: &Value, value: &Value, (schema, root): (&Map<String, Value>, &Value)) -> bool {
    let all = |schemas: &Value| schemas.as_array().expect("a list of schemas").clone();
    let object = value.as_object();
    match keyword {
        "$schema" | "title" | "definitions" => true,
        "$ref" => {
            let name = wanted.as_str().and_then(|path| path.strip_prefix("#/definitions/")).expect("a local reference");
            accepts(&root["definitions"][name], value, root)
        }
        "type" => wanted.as_array().map_or_else(|| is_of(wanted, value), |types| types.iter().any(|one| is_of(one, value))),
        "enum" => all(wanted).contains(value),
        "pattern" => value.as_str().is_none_or(|text| !text.is_empty() && wanted.is_string()),
        "minLength" => value.as_str().is_none_or(|text| !text.is_empty()),
        "minimum" => value.as_f64().is_none_or(|number| number >= wanted.as_f64().expect("a number")),
        "maximum" => value.as_f64().is_none_or(|number| number <= wanted.as_f64().expect("a number")),
        "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= wanted.as_u64().expect("a count")),
        "minProperties" => object.is_none_or(|object| object.len() as u64 >= wanted.as_u64().expect("a count")),
        "items" => value.as_array().is_none_or(|items| items.iter().all(|item| accepts(wanted, item, root))),
        "required" => {
            object.is_none_or(|object| all(wanted).iter().all(|key| object.contains_key(key.as_str().expect("a key"))))
        }
        "properties" => object.is_none_or(|object| {
            object.iter().all(|(key, inner)| wanted.get(key).is_none_or(|schema| accepts(schema, inner, root)))
        }),
        "additionalProperties" => object.is_none_or(|object| {
            let known = schema.get("properties").and_then(Value::as_object);
            let mut others = object.iter().filter(|(key, _)| known.is_none_or(|known| !known.contains_key(*key)));
            others.all(|(_, inner)| wanted.is_object() && accepts(wanted, inner, root))
        }),
        "propertyNames" => {
            object.is_none_or(|object| object.keys().all(|key| accepts(wanted, &Value::from(key.as_str()), root)))
        }
        "anyOf" => all(wanted).iter().any(|schema| accepts(schema, value, root)),
        "allOf" => all(wanted).iter().all(|schema| accepts(schema, value, root)),
        "oneOf" => all(wanted).iter().filter(|schema| accepts(schema, value, root)).count() == 1,
        other => panic!("the schema uses the keyword {other}, which this test does not know"),
    }
}

fn is_of(wanted: &Value, value: &Value) -> bool {
    match wanted.as_str().expect("a type is a word") {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("no such type: {other}"),
    }
}
