//! Requests for approval that wait for an answer, in `posture status`.

use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::cli::output;
use crate::model::{Answerer, OpenRequest};
use crate::text;

pub(in crate::cli) fn show(requests: &[OpenRequest], context: &Context) {
    if !requests.is_empty() {
        let (zone, lang) = (context.zone(), context.lang);
        let rows = requests.iter().map(|request| text::approvals::request_row(request, &zone, lang));
        output::table(text::approvals::requests_header(lang), rows.collect());
    }
}

pub(in crate::cli) fn json_of(requests: &[OpenRequest]) -> Value {
    let answerer = |who: &Answerer| json!({ "id": who.id, "has_address": who.has_address, "deputies": who.deputies });
    let row = |request: &OpenRequest| {
        json!({
            "window": request.window, "level": request.level, "state": request.stage.as_str(),
            "may_answer": request.may.iter().map(answerer).collect::<Vec<_>>(), "asked_at": request.asked_at.to_string(),
            "escalated_at": request.escalated_at.map(|at| at.to_string()), "escalated_to": request.escalated_to,
            "from": request.from.to_string(),
        })
    };
    requests.iter().map(row).collect()
}
