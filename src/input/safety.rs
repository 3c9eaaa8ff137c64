//! Texts that reach players: no tag but `{{ variable }}`, no unknown variable, nothing that denies being an exercise. Pure.

use super::document::{Record, Value};
use super::faults::Faults;
use super::template::{BUILT_IN, Tag, tags};
use crate::model::{FaultCode, denies_drill};

/// Checks the texts of a scenario file; `casts` are the exercise files that play it.
pub(super) fn scenario(root: Record<'_>, casts: &[Record<'_>], faults: &mut Faults) {
    let texts = |name: &str, keys: &'static [&str]| {
        let records = root.records(name).into_iter();
        records.flat_map(move |record| keys.iter().filter_map(move |key| record.value(key))).flat_map(Value::wordings)
    };
    for wording in texts("inject", &["subject", "body"]) {
        template(wording, casts, faults);
    }
    for wording in texts("inject", &["sender", "subject", "body"]).chain(texts("artefact", &["body"])) {
        no_denial(wording, faults);
    }
}

/// Checks the texts of a cast.
pub(super) fn cast(root: Record<'_>, faults: &mut Faults) {
    let Some(head) = root.record("exercise") else { return };
    let variables = head.record("variables");
    let values = variables.into_iter().flat_map(|record| record.keys().filter_map(move |(name, _)| record.value(name)));
    for wording in values.chain(head.value("title")).chain(head.value("contact")).flat_map(Value::wordings) {
        no_denial(wording, faults);
    }
}

fn template(wording: Value<'_>, casts: &[Record<'_>], faults: &mut Faults) {
    let Some(text) = wording.str() else { return };
    let tags = tags(text);
    for (nth, tag) in tags.iter().enumerate() {
        let nth = tags.iter().take(nth).filter(|earlier| earlier.written() == tag.written()).count();
        match *tag {
            Tag::Other { written } => {
                faults.push(wording.place_of(written, nth), FaultCode::TemplateTag { found: written.to_owned() });
            }
            Tag::Variable { written, name } => {
                for (exercise, accepted) in casts.iter().map(|cast| variables(*cast)) {
                    if !accepted.iter().any(|known| known == name) {
                        let code = FaultCode::UnknownVariable { name: name.to_owned(), exercise, accepted };
                        faults.push(wording.place_of(written, nth), code);
                    }
                }
            }
        }
    }
}

/// The name of a cast, and every variable that it knows.
fn variables(cast: Record<'_>) -> (String, Vec<String>) {
    let head = cast.record("exercise");
    let own = head.and_then(|head| head.record("variables"));
    let own = own.into_iter().flat_map(|record| record.keys().map(|(name, _)| name.to_owned()));
    let known = BUILT_IN.iter().map(|name| (*name).to_owned()).chain(own).collect();
    (head.and_then(|head| head.string("id")).unwrap_or_default(), known)
}

fn no_denial(wording: Value<'_>, faults: &mut Faults) {
    if let Some(denial) = wording.str().and_then(denies_drill) {
        faults.push(wording.place_of(denial, 0), FaultCode::NotADrillText);
    }
}
