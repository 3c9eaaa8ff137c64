//! `journal show|verify`.

use serde_json::json;

use super::args::Journal;
use super::context::Context;
use super::exit::{Exit, Failure};
use super::output;
use crate::model::{Reach, StoreError};
use crate::store;
use crate::text;

pub(super) async fn run(context: &Context, command: Journal) -> Result<Exit, Failure> {
    match command {
        Journal::Show { last } => show(context, last).await,
        Journal::Verify { database } => {
            let path = database.unwrap_or_else(|| context.directory.join(crate::app::DATABASE));
            match store::verify(&path) {
                Ok(verified) if context.is_json() => {
                    output::json(&json!({ "intact": true, "entries": verified.entries, "head": verified.head }));
                    Ok(Exit::Fine)
                }
                Ok(verified) => {
                    output::print(&text::store::verified(verified.head.as_ref(), verified.entries, context.lang));
                    Ok(Exit::Fine)
                }
                Err(StoreError::Broken { findings }) if context.is_json() => {
                    let findings: Vec<String> =
                        findings.iter().map(|finding| text::store::finding(finding, context.lang)).collect();
                    output::json(&json!({ "intact": false, "findings": findings }));
                    Ok(Exit::Failed)
                }
                Err(error) => Err(error.into()),
            }
        }
    }
}

async fn show(context: &Context, last: u32) -> Result<Exit, Failure> {
    let app = context.reading().await?;
    let head = app.world.store.head().await?.map_or(0, |(sequence, _)| sequence);
    let entries = app.world.store.entries(head - i64::from(last), last, None, Reach::All).await?;
    if context.is_json() {
        let rows: Vec<_> = entries
            .iter()
            .map(|entry| {
                json!({
                    "sequence": entry.sequence, "at": entry.at.to_string(), "actor": entry.actor,
                    "organisation": entry.organisation, "revision": entry.revision, "fact": entry.fact, "hash": entry.hash,
                })
            })
            .collect();
        output::json(&json!(rows));
        return Ok(Exit::Fine);
    }
    let zone = context.zone();
    for entry in &entries {
        let said =
            entry.fact.as_ref().map_or_else(|| text::cli::erased(context.lang), |fact| text::facts::fact(fact, context.lang));
        let organisation = entry.organisation.as_ref().map_or(String::new(), |id| format!(" [{id}]"));
        let actor = text::facts::actor(&entry.actor, context.lang);
        output::print(&format!("{:>6}  {}  {actor}{organisation}  {said}", entry.sequence, zone.show(entry.at)));
    }
    Ok(Exit::Fine)
}
