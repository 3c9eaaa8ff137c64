//! What each route answers. Reading never writes; writing goes through `App::execute`.

use std::sync::Arc;

use axum::extract::rejection::{FormRejection, PathRejection};
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::pages::{self, PageError, Setback, Why};
use crate::app::{ANSWER_LIMIT, App, Outcome};
use crate::engine::{EngineError, fresh_token};
use crate::model::{Command, CommandBody, CommandId, DeliveryKey, Lang, Proof, Refusal};
use crate::text::console::{link_unknown, try_again};

type Application = State<Arc<App>>;

/// The token, or token and message, of an address; one that cannot be read is an unknown one.
type Address<T> = Result<Path<T>, PathRejection>;

/// 200 while the store answers.
pub(super) async fn health(State(app): Application) -> Response {
    match app.health().await {
        Ok(health) => axum::Json(health).into_response(),
        Err(error) => {
            tracing::error!(%error, "health check failed");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

pub(super) async fn inbox(State(app): Application, address: Address<String>) -> Response {
    let Ok(Path(token)) = address else { return not_found() };
    match app.player(&token).await {
        Ok(Some(view)) => page(StatusCode::OK, pages::inbox(&view, &home(&app, &token))),
        Ok(None) => not_found(),
        Err(error) => broken(&error),
    }
}

pub(super) async fn message(State(app): Application, address: Address<(String, String)>) -> Response {
    let Ok(Path((token, key))) = address else { return not_found() };
    show(&app, &token, &key, None).await.unwrap_or_else(|error| broken(&error))
}

pub(super) async fn acknowledge(State(app): Application, address: Address<(String, String)>) -> Response {
    let Ok(Path((token, key))) = address else { return not_found() };
    let body = CommandBody::Acknowledge { key: DeliveryKey::new(key.as_str()) };
    act(&app, &token, &key, body).await.unwrap_or_else(|error| broken(&error))
}

#[derive(Deserialize)]
pub(super) struct AnswerForm {
    text: String,
}

pub(super) async fn answer(
    State(app): Application,
    address: Address<(String, String)>,
    form: Result<Form<AnswerForm>, FormRejection>,
) -> Response {
    let Ok(Path((token, key))) = address else { return not_found() };
    let done = match form {
        Ok(Form(form)) => {
            let body = CommandBody::Answer { key: DeliveryKey::new(key.as_str()), text: typed(&form.text) };
            act(&app, &token, &key, body).await
        }
        Err(rejection) => {
            let why = match rejection.status() {
                StatusCode::PAYLOAD_TOO_LARGE => Why::Refused(Refusal::AnswerTooLong { limit: ANSWER_LIMIT }),
                _ => Why::Unreadable,
            };
            show(&app, &token, &key, Some(Setback { why, draft: String::new() })).await
        }
    };
    done.unwrap_or_else(|error| broken(&error))
}

/// Gives a player's command. A message of somebody else is not even asked about: for this link it does not exist.
async fn act(app: &App, token: &str, key: &str, body: CommandBody) -> Result<Response, EngineError> {
    let is_theirs = app.player(token).await?.is_some_and(|view| pages::delivery(&view, key).is_some());
    if !is_theirs {
        return Ok(not_found());
    }
    let draft = if let CommandBody::Answer { text, .. } = &body { text.clone() } else { String::new() };
    let id = CommandId::new(fresh_token().map_err(EngineError::Randomness)?);
    match app.execute(Command { id, proof: Proof::Link { token: token.to_owned() }, body }).await? {
        Outcome::Answer(_) => Ok(Redirect::to(&format!("{}/{key}", home(app, token))).into_response()),
        Outcome::Refusal(refusal) => show(app, token, key, Some(Setback { why: Why::Refused(refusal), draft })).await,
    }
}

/// The page of one message; with a setback, what was not recorded and why.
async fn show(app: &App, token: &str, key: &str, setback: Option<Setback>) -> Result<Response, EngineError> {
    let Some(view) = app.player(token).await? else { return Ok(not_found()) };
    let Some(delivery) = pages::delivery(&view, key) else { return Ok(not_found()) };
    let status = match setback.as_ref().map(|setback| &setback.why) {
        None => StatusCode::OK,
        Some(Why::Refused(Refusal::AnswerTooLong { .. })) => StatusCode::PAYLOAD_TOO_LARGE,
        Some(Why::Refused(_)) => StatusCode::CONFLICT,
        Some(Why::Unreadable) => StatusCode::BAD_REQUEST,
    };
    Ok(page(status, pages::message(&view, delivery, &home(app, token), setback.as_ref())))
}

/// The address of a player's messages, as a browser sees it: a reverse proxy may serve us under a path of its own, which it
/// takes off again.
fn home(app: &App, token: &str) -> String {
    let workspace = app.world.workspace();
    let rest = workspace.settings.web.public_url.split_once("://").map_or("", |(_, rest)| rest);
    let below = rest.find('/').map_or("", |slash| &rest[slash..]);
    format!("{below}/p/{token}")
}

/// Text as it was typed: forms send line ends as CR LF; other control characters are nobody's typing.
fn typed(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

fn page(status: StatusCode, rendered: Result<String, PageError>) -> Response {
    match rendered {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => broken(&error),
    }
}

/// For links that are unknown, expired or revoked alike: nothing tells which.
pub(super) fn not_found() -> Response {
    page(StatusCode::NOT_FOUND, pages::plain(&link_unknown(Lang::En), &link_unknown(Lang::Ja)))
}

fn broken(error: &dyn std::error::Error) -> Response {
    tracing::error!(%error, "a page could not be made");
    let (en, ja) = (try_again(Lang::En), try_again(Lang::Ja));
    (StatusCode::INTERNAL_SERVER_ERROR, Html(pages::plain(&en, &ja).unwrap_or_default())).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_text_keeps_its_lines_and_nothing_unseen() {
        assert_eq!(typed("one\r\ntwo\n\tthree\u{0}\u{1b}[31m"), "one\ntwo\n\tthree[31m");
    }
}
