//! Players' pages: what a link shows, as HTML. Pure; the frames are templates, escaped by default.

use rust_embed::RustEmbed;
use serde_json::{Value, json};
use tera::{Context, Tera};

use crate::app::PlayerView;
use crate::milestones;
use crate::model::{Delivery, ExercisePhase, Lang, Refusal};
use crate::text;
use crate::text::terms::Term as _;
use crate::time::Timestamp;

#[derive(RustEmbed)]
#[folder = "templates/"]
#[include = "player/*.html"]
struct Frames;

/// A shipped template does not render.
#[derive(Debug, thiserror::Error)]
#[error("the player page's template does not render")]
pub(super) struct PageError(#[from] tera::Error);

/// The list of a player's messages and the milestones of the organisation.
pub(super) fn inbox(view: &PlayerView, token: &str) -> Result<String, PageError> {
    let lang = view.player.lang;
    let messages: Vec<Value> = view.deliveries.iter().rev().map(|delivery| head(view, delivery)).collect();
    let milestones: Vec<Value> = view
        .milestones
        .iter()
        .map(|row| {
            let title = view.scenario.milestone(&row.milestone).map_or(row.milestone.as_str(), |rule| rule.title.get(lang));
            json!({
                "title": title,
                "due": text::console::due(row.due, lang),
                "status": milestones::shown_status(row, view.at_exercise).term(lang),
            })
        })
        .collect();
    let mut context = frame(view, token);
    context.insert("messages", &messages);
    context.insert("milestones", &milestones);
    render("player/inbox.html", &context)
}

/// One message, with the forms to acknowledge and answer.
pub(super) fn message(view: &PlayerView, delivery: &Delivery, token: &str) -> Result<String, PageError> {
    let answers: Vec<Value> = view
        .responses
        .iter()
        .filter(|response| response.delivery == delivery.key)
        .filter_map(|response| {
            let text = response.text.as_ref()?;
            Some(json!({ "player": view.player.name, "at": shown(view, response.at), "text": text }))
        })
        .collect();
    let attachments: Vec<Value> =
        delivery.attachments.iter().map(|(name, text)| json!({ "name": name, "text": text })).collect();
    let mut context = frame(view, token);
    context.insert("key", delivery.key.as_str());
    context.insert("subject", &delivery.subject);
    context.insert("sender", &delivery.sender);
    context.insert("at", &shown(view, delivery.created_at));
    context.insert("body", &delivery.body);
    context.insert("attachments", &attachments);
    context.insert("answers", &answers);
    context.insert("acknowledged", &delivery.acknowledged_at.map(|at| shown(view, at)));
    context.insert("open", &matches!(view.run.phase, ExercisePhase::Running | ExercisePhase::Paused));
    render("player/message.html", &context)
}

/// A player's POST that was refused.
pub(super) fn refused(view: &PlayerView, refusal: &Refusal, token: &str) -> Result<String, PageError> {
    let mut context = frame(view, token);
    context.insert("why", &text::refusals::refusal(refusal, view.player.lang));
    render("player/refused.html", &context)
}

/// A page for somebody whose language is not known.
pub(super) fn plain(en: &str, ja: &str) -> Result<String, PageError> {
    let mut context = Context::new();
    context.insert("en", en);
    context.insert("ja", ja);
    render("player/plain.html", &context)
}

fn head(view: &PlayerView, delivery: &Delivery) -> Value {
    let is_answered = view.responses.iter().any(|response| response.delivery == delivery.key && response.text.is_some());
    let is_acknowledged = delivery.acknowledged_at.is_some();
    json!({
        "key": delivery.key.as_str(),
        "subject": delivery.subject,
        "sender": delivery.sender,
        "at": shown(view, delivery.created_at),
        "acknowledged": is_acknowledged,
        "state": text::console::message_state(is_acknowledged, is_answered, view.player.lang),
    })
}

fn frame(view: &PlayerView, token: &str) -> Context {
    let lang: Lang = view.player.lang;
    let words: serde_json::Map<String, Value> =
        text::console::words(lang).into_iter().map(|(key, words)| (key.to_owned(), Value::String(words))).collect();
    let mut context = Context::new();
    context.insert("lang", lang.tag());
    context.insert("words", &words);
    context.insert("token", token);
    context.insert("exercise", view.exercise.title.get(lang));
    context.insert("contact", &view.exercise.contact);
    context.insert("organisation", view.organisation.name.get(lang));
    context.insert("player", &view.player.name);
    context.insert("clock", &view.at_exercise.to_string());
    context.insert("phase", view.run.phase.term(lang));
    context
}

/// When something came, on the wall clock of the player's organisation.
fn shown(view: &PlayerView, at: Timestamp) -> String {
    view.organisation.zone.show(at)
}

fn render(name: &str, context: &Context) -> Result<String, PageError> {
    let mut tera = Tera::new();
    let frames: Vec<(String, String)> = Frames::iter()
        .filter_map(|path| {
            let file = Frames::get(&path)?;
            Some((path.into_owned(), String::from_utf8_lossy(&file.data).into_owned()))
        })
        .collect();
    tera.add_raw_templates(frames)?;
    Ok(tera.render(name, context)?)
}
