//! Webhooks, signed as Standard Webhooks says. Nothing is followed: no redirect, no proxy, no address that was not checked.
//!
//! A webhook that got no answer may be posted again: its id stays the same, and the receiver knows it by that.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::RETRY_AFTER;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode, Url};
use sha2::Sha256;

use super::address::is_public;
use super::{Secret, SendResult};
use crate::model::{ConnectorId, Trouble, TroubleKind, Webhook};
use crate::time::{DAY_MS, LocalDate, LocalTime, Timestamp};

const PATIENCE: Duration = Duration::from_secs(15);
/// Larger bodies are refused: the standard advises 20 KiB.
const LIMIT: usize = 256 * 1024;

/// One message to one webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HookMessage {
    /// The same over all tries.
    pub id: String,
    /// JSON.
    pub body: String,
}

/// The webhooks of standto.toml, with their secrets resolved.
pub struct Webhooks {
    hooks: BTreeMap<ConnectorId, Hook>,
}

struct Hook {
    url: Url,
    key: Vec<u8>,
    allow_private: bool,
    client: Client,
}

impl Webhooks {
    /// Connects to nothing yet.
    pub fn new(settings: &[Webhook], workspace: &Path) -> Result<Self, Trouble> {
        let hooks = settings.iter().map(|one| Ok((one.id.clone(), Hook::new(one, workspace)?)));
        Ok(Self { hooks: hooks.collect::<Result<_, Trouble>>()? })
    }

    /// Posts one message once. `now` is signed with it.
    pub async fn post(&self, webhook: &ConnectorId, message: &HookMessage, now: Timestamp) -> SendResult {
        let Some(hook) = self.hooks.get(webhook) else {
            return SendResult::Failed { why: Trouble::new(TroubleKind::Unknown, webhook) };
        };
        if message.body.len() > LIMIT {
            let why = Trouble::new(TroubleKind::TooLarge, format!("{} > {LIMIT} bytes", message.body.len()));
            return SendResult::Failed { why };
        }
        hook.post(message, now).await
    }
}

impl Hook {
    fn new(settings: &Webhook, workspace: &Path) -> Result<Self, Trouble> {
        // A second installation is refused, and the first one stays: that is what is wanted.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let secret = Secret::resolve(&settings.secret, workspace)?;
        let key = match secret.expose().strip_prefix("whsec_") {
            Some(encoded) => STANDARD.decode(encoded),
            None => Ok(secret.expose().as_bytes().to_vec()),
        };
        let key = key.map_err(|error| Trouble::new(TroubleKind::Secret, format!("{}: {error}", settings.id)))?;
        let url = Url::parse(&settings.url).map_err(|error| Trouble::new(TroubleKind::Connect, error))?;
        let client = Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .timeout(PATIENCE)
            .user_agent(concat!("standto/", env!("CARGO_PKG_VERSION")))
            .dns_resolver(Arc::new(Checked { allow_private: settings.allow_private }))
            .build()
            .map_err(|error| Trouble::new(TroubleKind::Tls, chain(&error)))?;
        Ok(Self { url, key, allow_private: settings.allow_private, client })
    }

    async fn post(&self, message: &HookMessage, now: Timestamp) -> SendResult {
        let host = self.url.host_str().unwrap_or_default();
        // Hosts that are addresses are not resolved, so they are checked here.
        let literal: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
        if !self.allow_private && literal.is_some_and(|address| !is_public(address)) {
            return SendResult::Failed { why: Trouble::new(TroubleKind::PrivateAddress, host) };
        }
        let at = (now.as_ms() / 1000).to_string();
        let request = self
            .client
            .post(self.url.clone())
            .header("content-type", "application/json")
            .header("webhook-id", &message.id)
            .header("webhook-signature", signature(&self.key, &message.id, &at, &message.body))
            .header("webhook-timestamp", at)
            .body(message.body.clone());
        // The answer's body is not read: its length is the other side's to choose.
        match request.send().await {
            Ok(answer) => {
                let after = answer.headers().get(RETRY_AFTER).and_then(|value| retry_after(value.to_str().ok()?, now));
                judge(answer.status(), after)
            }
            Err(error) => not_answered(&error),
        }
    }
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

fn not_answered(error: &reqwest::Error) -> SendResult {
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if let Some(Private(host)) = inner.downcast_ref() {
            return SendResult::Failed { why: Trouble::new(TroubleKind::PrivateAddress, host) };
        }
        source = inner.source();
    }
    let kind = if error.is_timeout() {
        TroubleKind::Timeout
    } else if error.is_connect() {
        TroubleKind::Connect
    } else {
        TroubleKind::Lost
    };
    SendResult::Retry { why: Trouble::new(kind, chain(error)), after: None }
}

/// The innermost reason: the outer ones only repeat the address.
fn chain(error: &dyn std::error::Error) -> String {
    let mut last = error;
    while let Some(inner) = last.source() {
        last = inner;
    }
    last.to_string()
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

/// Resolves names and gives out only addresses that were checked; the connection is made to those.
struct Checked {
    allow_private: bool,
}

/// The host resolves to an address that is not public.
#[derive(Debug, thiserror::Error)]
#[error("{0} is private")]
struct Private(String);

impl Resolve for Checked {
    fn resolve(&self, name: Name) -> Resolving {
        let allow_private = self.allow_private;
        Box::pin(async move {
            let host = name.as_str();
            let found: Vec<SocketAddr> = tokio::net::lookup_host((host, 0)).await?.collect();
            if !allow_private && let Some(address) = found.iter().find(|address| !is_public(address.ip())) {
                return Err(Private(format!("{host} = {}", address.ip())).into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
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
