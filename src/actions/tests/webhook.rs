//! Webhooks against a web server on loopback.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use tokio::task::JoinHandle;

use super::now;
use crate::actions::{SendResult, Webhooks};
use crate::model::{Fact, Place, SecretRef, TroubleKind, Webhook};

type Posted = Arc<Mutex<Vec<(HeaderMap, Bytes)>>>;

/// Answers by path, and keeps what `/ok` got.
struct Receiver {
    port: u16,
    posted: Posted,
    serving: JoinHandle<()>,
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn moved() -> Response {
    (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, "/ok")]).into_response()
}

fn busy() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "7")]).into_response()
}

async fn receiver() -> Receiver {
    let posted = Posted::default();
    let kept = posted.clone();
    let keep = move |headers: HeaderMap, body: Bytes| async move {
        kept.lock().unwrap().push((headers, body));
        StatusCode::NO_CONTENT
    };
    let app = Router::new()
        .route("/ok", post(keep))
        .route("/moved", post(|| async { moved() }))
        .route("/gone", post(|| async { StatusCode::GONE }))
        .route("/busy", post(|| async { busy() }))
        .route("/broken", post(|| async { StatusCode::INTERNAL_SERVER_ERROR }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let serving = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    Receiver { port, posted, serving }
}

fn facts() -> Vec<Fact> {
    vec![Fact::OrderEnded { order: "演習".into() }]
}

async fn posted_to(url: String, allow_private: bool) -> SendResult {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("key"), format!("whsec_{}\n", STANDARD.encode("0123456789abcdef0123456789abcdef"))).unwrap();
    let secret = SecretRef::File("key".into());
    let hook = Webhook { id: "soc".into(), url, secret, allow_private, place: Place::default() };
    let recorded = now().plus_ms(-1500);
    Webhooks::new(dir.path().to_owned()).post(&hook, "msg-1", recorded, &facts(), now()).await
}

#[tokio::test]
async fn a_post_is_signed_and_keeps_its_id() {
    let receiver = receiver().await;
    for _ in 0..2 {
        let result = posted_to(format!("http://127.0.0.1:{}/ok", receiver.port), true).await;
        assert!(matches!(&result, SendResult::Sent { answer } if answer.starts_with("204")), "{result:?}");
    }
    let posted = receiver.posted.lock().unwrap();
    assert_eq!(posted.len(), 2);
    for (headers, body) in posted.iter() {
        let at = now().as_ms() / 1000;
        let signed = format!("msg-1.{at}.{}", std::str::from_utf8(body).unwrap());
        let mut mac = Hmac::<Sha256>::new_from_slice(b"0123456789abcdef0123456789abcdef").unwrap();
        mac.update(signed.as_bytes());
        let signature = STANDARD.decode(headers["webhook-signature"].to_str().unwrap().strip_prefix("v1,").unwrap()).unwrap();
        mac.verify_slice(&signature).unwrap();
        let body: serde_json::Value = serde_json::from_slice(body).unwrap();
        assert_eq!(body["timestamp"], "2026-10-14T23:59:58.500Z");
        assert_eq!(body["data"], serde_json::json!(facts()));
        assert_eq!(headers["webhook-id"], "msg-1");
        assert_eq!(headers["webhook-timestamp"], at.to_string().as_str());
        assert_eq!(headers["content-type"], "application/json");
    }
}

#[tokio::test]
async fn answers_decide_and_no_redirect_is_followed() {
    let receiver = receiver().await;
    let post = |path: &str| posted_to(format!("http://127.0.0.1:{}/{path}", receiver.port), true);
    let result = post("moved").await;
    assert!(matches!(&result, SendResult::Failed { why } if why.kind == TroubleKind::Redirect), "{result:?}");
    assert_eq!(receiver.posted.lock().unwrap().len(), 0);
    let result = post("gone").await;
    assert!(matches!(&result, SendResult::Failed { why } if why.kind == TroubleKind::Gone), "{result:?}");
    let result = post("busy").await;
    assert!(matches!(&result, SendResult::Retry { why, after: Some(7000) } if why.kind == TroubleKind::Answer), "{result:?}");
    let result = post("broken").await;
    assert!(matches!(&result, SendResult::Retry { after: None, .. }), "{result:?}");
}

#[tokio::test]
async fn private_addresses_are_refused_by_number_and_by_name() {
    let receiver = receiver().await;
    for host in ["127.0.0.1", "localhost", "[::1]", "0x7f.1", "2130706433", "[::ffff:127.0.0.1]", "169.254.169.254", "10.0.0.1"]
    {
        let result = posted_to(format!("http://{host}:{}/ok", receiver.port), false).await;
        assert!(matches!(&result, SendResult::Failed { why } if why.kind == TroubleKind::PrivateAddress), "{host}: {result:?}");
    }
    assert_eq!(receiver.posted.lock().unwrap().len(), 0);
    let by_name = posted_to(format!("http://localhost:{}/ok", receiver.port), true).await;
    assert!(matches!(by_name, SendResult::Sent { .. }), "{by_name:?}");
}

#[tokio::test]
async fn a_receiver_that_is_away_and_a_secret_that_is_missing_are_told() {
    let port = receiver().await.port;
    let result = posted_to(format!("http://127.0.0.1:{port}/ok"), true).await;
    assert!(matches!(&result, SendResult::Retry { why, .. } if why.kind == TroubleKind::Connect), "{result:?}");
    let secret = SecretRef::File("absent".into());
    let hook = Webhook { id: "soc".into(), url: String::new(), secret, allow_private: true, place: Place::default() };
    let result = Webhooks::new("/".into()).post(&hook, "m", now(), &facts(), now()).await;
    assert!(matches!(&result, SendResult::Failed { why } if why.kind == TroubleKind::Secret), "{result:?}");
}
