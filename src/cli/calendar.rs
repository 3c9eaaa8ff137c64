//! `calendar list`.

use serde_json::json;

use super::args::Range;
use super::context::Context;
use super::exit::{Exit, Failure};
use super::output;
use crate::calendar;
use crate::model::{Event, Occurrence};
use crate::text;
use crate::text::terms::Term as _;
use crate::time::{LocalDate, Timestamp, Zone};

pub(super) fn list(context: &Context, range: &Range) -> Result<Exit, Failure> {
    let (workspace, _) = context.files()?;
    let (from, until) = bounds(context, range, &workspace.settings.zone)?;
    let mut notes = Vec::new();
    let mut found: Vec<(&Event, Occurrence)> = Vec::new();
    for event in &workspace.events {
        let occurrences = calendar::occurrences(event, from, until);
        notes.extend(occurrences.notes);
        found.extend(occurrences.list.into_iter().map(|occurrence| (event, occurrence)));
    }
    found.sort_by(|(a, at_a), (b, at_b)| (at_a.from, &a.id).cmp(&(at_b.from, &b.id)));
    let lang = context.lang;
    if context.is_json() {
        let rows: Vec<_> = found
            .iter()
            .map(|(event, occurrence)| {
                json!({
                    "event": event.id, "title": event.title, "class": event.class, "certainty": event.certainty,
                    "precision": event.precision, "from": occurrence.from.to_string(), "until": occurrence.until.to_string(),
                    "zone": occurrence.zone.name(), "handling": event.handling, "source": event.source,
                })
            })
            .collect();
        output::json(&json!(rows));
        return Ok(Exit::Fine);
    }
    if found.is_empty() {
        let day = |at: Timestamp| workspace.settings.zone.local(at).date();
        output::print(&text::plan::no_occurrences(day(from), day(until.plus_ms(-1)), lang));
        return Ok(Exit::Fine);
    }
    let rows = found.iter().map(|(event, occurrence)| {
        let [from, until, zone] = text::plan::when(event, occurrence, lang);
        vec![
            from,
            until,
            zone,
            event.title.get(lang).to_owned(),
            event.class.term(lang).to_owned(),
            event.certainty.term(lang).to_owned(),
            event.precision.term(lang).to_owned(),
        ]
    });
    output::table(text::cli::calendar_header(lang), rows.collect());
    output::notes(&notes, lang);
    Ok(Exit::Fine)
}

/// The range asked for, as whole days of the workspace's zone: from today for a year unless told otherwise.
pub(super) fn bounds(context: &Context, range: &Range, zone: &Zone) -> Result<(Timestamp, Timestamp), Failure> {
    let day = |text: &String| {
        LocalDate::parse(text).ok_or_else(|| Failure::Said(Exit::Faults, text::cli::bad_date(text, context.lang)))
    };
    let first = match &range.from {
        Some(text) => day(text)?,
        None => zone.local(context.now()).date(),
    };
    let last = match &range.to {
        Some(text) => day(text)?,
        None => first.plus_days(365),
    };
    if last < first {
        return Err(Failure::Said(Exit::Faults, text::cli::range_backwards(context.lang)));
    }
    Ok((zone.resolve(first.midnight()), zone.resolve(last.plus_days(1).midnight())))
}
