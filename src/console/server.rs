//! Routes, limits and headers.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Form, Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::map_response;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use tokio::net::TcpListener;

use super::pages;
use crate::app::{App, Outcome};
use crate::model::{Command, CommandBody, CommandId, DeliveryKey, Lang, Proof};
use crate::text::console::{link_unknown, try_again};

/// The largest form a player may send, in bytes: an answer of the longest allowed length, percent-encoded.
const BODY_LIMIT: usize = 256 * 1024;

/// A server that has its port and does not answer yet.
pub struct Bound {
    listener: TcpListener,
    router: Router,
}

/// Takes the address of standto.toml.
///
/// # Errors
/// The address is not one, or taken.
pub async fn bind(app: Arc<App>, listen: &str) -> io::Result<Bound> {
    let listener = TcpListener::bind(listen).await?;
    let router = Router::new()
        .route("/healthz", get(health))
        .route("/p/{token}", get(inbox))
        .route("/p/{token}/{key}", get(message))
        .route("/p/{token}/{key}/acknowledge", post(acknowledge))
        .route("/p/{token}/{key}/answer", post(answer))
        .fallback(async || not_found())
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(map_response(harden))
        .with_state(app);
    Ok(Bound { listener, router })
}

impl Bound {
    /// Where it listens.
    ///
    /// # Errors
    /// The operating system does not say.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers until `stop` resolves, then finishes what is under way.
    ///
    /// # Errors
    /// The socket fails.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
        axum::serve(self.listener, self.router).with_graceful_shutdown(stop).await
    }
}

/// Headers of every answer. The address holds the player's token: no referrer, no cache, no frame, no script.
async fn harden(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// 200 while the store answers.
async fn health(State(app): State<Arc<App>>) -> Response {
    match app.health().await {
        Ok(health) => axum::Json(health).into_response(),
        Err(error) => {
            tracing::error!(%error, "health check failed");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

async fn inbox(State(app): State<Arc<App>>, Path(token): Path<String>) -> Response {
    match app.player(&token).await {
        Ok(Some(view)) => page(pages::inbox(&view, &token)),
        Ok(None) => not_found(),
        Err(error) => broken(&error),
    }
}

async fn message(State(app): State<Arc<App>>, Path((token, key)): Path<(String, String)>) -> Response {
    match app.player(&token).await {
        Ok(Some(view)) => match view.deliveries.iter().find(|delivery| delivery.key.as_str() == key) {
            Some(delivery) => page(pages::message(&view, delivery, &token)),
            None => not_found(),
        },
        Ok(None) => not_found(),
        Err(error) => broken(&error),
    }
}

async fn acknowledge(State(app): State<Arc<App>>, Path((token, key)): Path<(String, String)>) -> Response {
    act(&app, &token, &key, CommandBody::Acknowledge { key: DeliveryKey::new(key.as_str()) }).await
}

#[derive(Deserialize)]
struct AnswerForm {
    text: String,
}

async fn answer(
    State(app): State<Arc<App>>,
    Path((token, key)): Path<(String, String)>,
    Form(form): Form<AnswerForm>,
) -> Response {
    act(&app, &token, &key, CommandBody::Answer { key: DeliveryKey::new(key.as_str()), text: form.text }).await
}

async fn act(app: &App, token: &str, key: &str, body: CommandBody) -> Response {
    let id = match crate::engine::fresh_token() {
        Ok(id) => CommandId::new(id),
        Err(error) => return broken(&error),
    };
    let command = Command { id, proof: Proof::Link { token: token.to_owned() }, body };
    match app.execute(command).await {
        Ok(Outcome::Answer(_)) => Redirect::to(&format!("/p/{token}/{key}")).into_response(),
        Ok(Outcome::Refusal(refusal)) => match app.player(token).await {
            Ok(Some(view)) => (StatusCode::CONFLICT, page(pages::refused(&view, &refusal, token))).into_response(),
            Ok(None) => not_found(),
            Err(error) => broken(&error),
        },
        Err(error) => broken(&error),
    }
}

fn page(rendered: Result<String, pages::PageError>) -> Response {
    match rendered {
        Ok(html) => Html(html).into_response(),
        Err(error) => broken(&error),
    }
}

/// For links that are unknown, expired or revoked alike: nothing tells which.
fn not_found() -> Response {
    (StatusCode::NOT_FOUND, page(pages::plain(&link_unknown(Lang::En), &link_unknown(Lang::Ja)))).into_response()
}

fn broken(error: &dyn std::error::Error) -> Response {
    tracing::error!(%error, "a page could not be made");
    let (en, ja) = (try_again(Lang::En), try_again(Lang::Ja));
    (StatusCode::INTERNAL_SERVER_ERROR, Html(pages::plain(&en, &ja).unwrap_or_default())).into_response()
}
