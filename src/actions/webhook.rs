//! Webhooks, signed as Standard Webhooks says. Nothing is followed: no redirect, no proxy, no address that was not checked.
//!
//! A webhook that got no answer may be posted again: its id stays the same, and the receiver knows it by that.

use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::StatusCode;
use reqwest::header::RETRY_AFTER;
use sha2::Sha256;

use super::http::{Http, checked_url, not_answered};
use super::{Secret, SendResult};
use crate::model::{Fact, Trouble, TroubleKind, Webhook};
use crate::time::{DAY_MS, LocalDate, LocalTime, Timestamp};

/// Larger bodies are refused: the standard advises 20 KiB.
const LIMIT: usize = 256 * 1024;

/// Posts to the webhooks of standto.toml. Secrets are read for each post, so that a changed one holds at once.
pub struct Webhooks {
    workspace: PathBuf,
    http: Http,
}

/// Makes ring the process's cryptography, for everything that speaks TLS. False: it was already chosen, which is as good.
pub fn install_crypto() -> bool {
    rustls::crypto::ring::default_provider().install_default().is_ok()
}

impl Webhooks {
    /// Connects to nothing yet. Relative paths of secrets are the workspace's.
    pub fn new(workspace: PathBuf) -> Self {
        install_crypto();
        Self { workspace, http: Http::default() }
    }

    /// Posts one list of facts once. `id` stays the same over all tries; `at` is when the facts were recorded, `now` is signed.
    pub async fn post(&self, hook: &Webhook, id: &str, at: Timestamp, facts: &[Fact], now: Timestamp) -> SendResult {
        let prepared = body(at, facts).and_then(|body| Ok((body, self.key(hook)?, self.http.client(hook.allow_private)?)));
        let (body, key, client) = match prepared {
            Ok(prepared) => prepared,
            Err(why) => return SendResult::Failed { why },
        };
        let url = match checked_url(&hook.url, hook.allow_private) {
            Ok(url) => url,
            Err(why) => return SendResult::Failed { why },
        };
        let stamp = (now.as_ms() / 1000).to_string();
        let request = client
            .post(url)
            .header("content-type", "application/json")
            .header("webhook-id", id)
            .header("webhook-signature", signature(&key, id, &stamp, &body))
            .header("webhook-timestamp", stamp)
            .body(body);
        // The answer's body is not read: its length is the other side's to choose.
        match request.send().await {
            Ok(answer) => {
                let after = answer.headers().get(RETRY_AFTER).and_then(|value| retry_after(value.to_str().ok()?, now));
                judge(answer.status(), after)
            }
            Err(error) => not_sent(not_answered(&error)),
        }
    }

    /// The signing key: what follows `whsec_` in base64, or the secret's bytes as they are.
    fn key(&self, hook: &Webhook) -> Result<Vec<u8>, Trouble> {
        let secret = Secret::resolve(&hook.secret, &self.workspace)?;
        let Some(encoded) = secret.expose().strip_prefix("whsec_") else { return Ok(secret.expose().as_bytes().to_vec()) };
        STANDARD.decode(encoded).map_err(|error| Trouble::new(TroubleKind::Secret, format!("{}: {error}", hook.id)))
    }
}

/// The body that Standard Webhooks advises: type, timestamp, data.
fn body(at: Timestamp, facts: &[Fact]) -> Result<String, Trouble> {
    let body = serde_json::json!({ "type": "facts", "timestamp": at.to_string(), "data": facts }).to_string();
    if body.len() > LIMIT {
        return Err(Trouble::new(TroubleKind::TooLarge, format!("{} > {LIMIT} bytes", body.len())));
    }
    Ok(body)
}

/// `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`.
fn signature(key: &[u8], id: &str, at: &str, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(format!("{id}.{at}.{body}").as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

fn judge(status: StatusCode, after: Option<i64>) -> SendResult {
    let why = |kind| Trouble::new(kind, status);
    if status.is_success() {
        SendResult::Sent { answer: status.to_string() }
    } else if status == StatusCode::GONE {
        SendResult::Failed { why: why(TroubleKind::Gone) }
    } else if status.is_redirection() {
        SendResult::Failed { why: why(TroubleKind::Redirect) }
    } else {
        SendResult::Retry { why: why(TroubleKind::Answer), after }
    }
}

/// A private address is refused for good; anything else may be different later.
fn not_sent(why: Trouble) -> SendResult {
    if why.kind == TroubleKind::PrivateAddress { SendResult::Failed { why } } else { SendResult::Retry { why, after: None } }
}

/// `Retry-After` in milliseconds, at most a day: seconds, or a date such as `Sun, 06 Nov 1994 08:49:37 GMT`.
fn retry_after(value: &str, now: Timestamp) -> Option<i64> {
    let wait = match value.trim().parse::<u32>() {
        Ok(seconds) => i64::from(seconds) * 1000,
        Err(_) => http_date(value)?.since(now),
    };
    Some(wait.clamp(0, DAY_MS))
}

fn http_date(value: &str) -> Option<Timestamp> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let parts: Vec<&str> = value.split_whitespace().collect();
    let [_, day, month, year, time, "GMT"] = parts.as_slice() else { return None };
    let month = MONTHS.iter().zip(1..).find(|(name, _)| *name == month)?.1;
    let date = LocalDate::new(year.parse().ok()?, month, day.parse().ok()?)?;
    Some(date.at(LocalTime::parse(time)?).labelled_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_those_of_the_standard() {
        let key = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signed = signature(&key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "{\"test\": 2432232314}");
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn retry_after_is_seconds_or_a_date_and_at_most_a_day() {
        let now = Timestamp::parse("1994-11-06T08:49:00Z").unwrap();
        assert_eq!(retry_after("120", now), Some(120_000));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now), Some(37_000));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:00:00 GMT", now), Some(0));
        assert_eq!(retry_after("4000000000", now), Some(DAY_MS));
        assert_eq!(retry_after("soon", now), None);
    }
}
