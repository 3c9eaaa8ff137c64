//! Players' pages: what a link shows, as HTML. Pure; the frames are templates, escaped by default.
//!
//! Of the scenario a page names the milestones and nothing else: storyline, scenes and coming injects are for controllers.

use std::sync::LazyLock;

use rust_embed::RustEmbed;
use serde_json::{Map, Value, json};
use tera::{Context, Tera};

use crate::app::{ANSWER_LIMIT, PlayerView};
use crate::milestones;
use crate::model::{Delivery, ExercisePhase, MilestoneRun, MilestoneStatus, Refusal};
use crate::text;
use crate::text::terms::Term as _;
use crate::time::{Elapsed, MINUTE_MS, Timestamp};

#[derive(RustEmbed)]
#[folder = "templates/"]
#[include = "player/*.html"]
struct Frames;

/// Parsed once.
static TEMPLATES: LazyLock<Tera> = LazyLock::new(|| {
    let mut tera = Tera::new();
    let frames: Vec<(String, String)> = Frames::iter()
        .filter_map(|path| {
            let file = Frames::get(&path)?;
            Some((path.into_owned(), String::from_utf8_lossy(&file.data).into_owned()))
        })
        .collect();
    tera.add_raw_templates(frames).expect("the templates are shipped, and every test of a page parses them");
    tera
});

/// A shipped template does not render.
#[derive(Debug, thiserror::Error)]
#[error("the player page's template does not render")]
pub(super) struct PageError(#[from] tera::Error);

/// What a player sent and was not recorded.
pub(super) struct Setback {
    pub(super) why: Why,
    /// What was typed, so that it is not lost.
    pub(super) draft: String,
}

pub(super) enum Why {
    Refused(Refusal),
    /// It was not the form of the page.
    Unreadable,
}

/// The message of this key, if it is one of the player's.
pub(super) fn delivery<'a>(view: &'a PlayerView, key: &str) -> Option<&'a Delivery> {
    view.deliveries.iter().find(|delivery| delivery.key.as_str() == key)
}

/// The list of a player's messages and the milestones of the organisation. `home` is its own address.
pub(super) fn inbox(view: &PlayerView, home: &str) -> Result<String, PageError> {
    let messages: Vec<Value> = view.deliveries.iter().rev().map(|delivery| head(view, delivery)).collect();
    let milestones: Vec<Value> = view.milestones.iter().map(|row| milestone(view, row)).collect();
    let mut context = frame(view, home);
    context.insert("messages", &messages);
    context.insert("milestones", &milestones);
    Ok(TEMPLATES.render("player/inbox.html", &context)?)
}

/// One message, with the forms to acknowledge and answer.
pub(super) fn message(
    view: &PlayerView,
    delivery: &Delivery,
    home: &str,
    setback: Option<&Setback>,
) -> Result<String, PageError> {
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
    let why = setback.map(|setback| match &setback.why {
        Why::Refused(refusal) => text::console::not_taken(refusal, view.player.lang),
        Why::Unreadable => text::console::unreadable(view.player.lang),
    });
    let mut context = frame(view, home);
    context.insert("key", delivery.key.as_str());
    context.insert("subject", &delivery.subject);
    context.insert("sender", &delivery.sender);
    context.insert("at", &shown(view, delivery.created_at));
    context.insert("body", &delivery.body);
    context.insert("attachments", &attachments);
    context.insert("answers", &answers);
    context.insert("acknowledged", &delivery.acknowledged_at.map(|at| shown(view, at)));
    context.insert("open", &matches!(view.run.phase, ExercisePhase::Running | ExercisePhase::Paused));
    context.insert("limit", &ANSWER_LIMIT);
    context.insert("why", &why);
    context.insert("draft", setback.map_or("", |setback| setback.draft.as_str()));
    Ok(TEMPLATES.render("player/message.html", &context)?)
}

/// A page for somebody whose language is not known.
pub(super) fn plain(en: &str, ja: &str) -> Result<String, PageError> {
    let mut context = Context::new();
    context.insert("en", en);
    context.insert("ja", ja);
    Ok(TEMPLATES.render("player/plain.html", &context)?)
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

fn milestone(view: &PlayerView, row: &MilestoneRun) -> Value {
    let lang = view.player.lang;
    let title = view.scenario.milestone(&row.milestone).map_or(row.milestone.as_str(), |rule| rule.title.get(lang));
    let status = milestones::shown_status(row, view.at_exercise);
    let is_past = view.at_exercise >= row.due;
    // The wall clock is right only while the exercise clock goes on as it goes now.
    let wall = view.run.clock.wall_of(row.due).filter(|_| !is_past).map(|at| shown(view, at));
    let is_pressing = match status {
        MilestoneStatus::AtRisk | MilestoneStatus::Missed | MilestoneStatus::Rejected => true,
        MilestoneStatus::Pending | MilestoneStatus::Met | MilestoneStatus::Late => false,
    };
    json!({
        "title": title,
        "due": text::console::due(row.due, wall.as_deref(), lang),
        "status": text::console::milestone_state(status, is_past, lang),
        "pressing": is_pressing,
    })
}

fn frame(view: &PlayerView, home: &str) -> Context {
    let lang = view.player.lang;
    let words: Map<String, Value> =
        text::console::words(lang).into_iter().map(|(key, words)| (key.to_owned(), Value::String(words))).collect();
    let minute = Elapsed::from_ms(view.at_exercise.as_ms() / MINUTE_MS * MINUTE_MS);
    let mut context = Context::new();
    context.insert("lang", lang.tag());
    context.insert("words", &words);
    context.insert("home", home);
    context.insert("exercise", view.exercise.title.get(lang));
    context.insert("contact", &view.exercise.contact);
    context.insert("organisation", view.organisation.name.get(lang));
    context.insert("player", &view.player.name);
    context.insert("clock", &minute.to_string());
    context.insert("phase", view.run.phase.term(lang));
    context
}

/// When something came, on the wall clock of the player's organisation.
fn shown(view: &PlayerView, at: Timestamp) -> String {
    view.organisation.zone.show(at)
}
