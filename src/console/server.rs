//! Routes, limits and headers.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, header};
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::get;
use axum::serve::Listener as _;
use tokio::net::TcpListener;

use super::answers;
use super::door::{Door, LIFETIME, PLACES};
use crate::app::App;

/// The largest form a player may send, in bytes: an answer of the longest allowed length, percent-encoded.
const BODY_LIMIT: usize = 256 * 1024;

/// A server that has its port and does not answer yet.
pub struct Bound {
    door: Door,
    router: Router,
}

/// Takes the address of standto.toml.
///
/// # Errors
/// The address is not one, or taken.
pub async fn bind(app: Arc<App>, listen: &str) -> io::Result<Bound> {
    let door = Door::new(TcpListener::bind(listen).await?, PLACES, LIFETIME);
    let router = Router::new()
        .route("/healthz", get(answers::health))
        .route("/p/{token}", get(answers::inbox))
        .route("/p/{token}/{key}", get(answers::message))
        // Who comes back to the address of a form sees the message.
        .route("/p/{token}/{key}/acknowledge", get(answers::message).post(answers::acknowledge))
        .route("/p/{token}/{key}/answer", get(answers::message).post(answers::answer))
        .fallback(async || answers::not_found())
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(map_response(harden))
        .with_state(app);
    Ok(Bound { door, router })
}

impl Bound {
    /// Where it listens.
    ///
    /// # Errors
    /// The operating system does not say.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.door.local_addr()
    }

    /// Answers until `stop` resolves, then finishes what is under way.
    ///
    /// # Errors
    /// The socket fails.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
        axum::serve(self.door, self.router).with_graceful_shutdown(stop).await
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
        // One connection carries one request, so that its lifetime bounds the request.
        (header::CONNECTION, "close"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
