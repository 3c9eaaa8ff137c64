//! The one way out over HTTP: no redirect, no proxy, no address that was not checked, answers no longer than asked for.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Url};

use super::address::is_public;
use super::install_crypto;
use crate::model::{Trouble, TroubleKind};

const PATIENCE: Duration = Duration::from_secs(15);

/// Clients for public addresses only, and for any. Connects to nothing until asked.
#[derive(Debug, Default)]
pub struct Http {
    clients: [OnceLock<Client>; 2],
}

/// One request.
#[derive(Clone, Debug)]
pub struct Call<'a> {
    pub method: &'a str,
    pub url: &'a str,
    pub headers: Vec<(&'a str, String)>,
    pub body: Vec<u8>,
    /// Whether loopback, private and link-local addresses are allowed.
    pub allow_private: bool,
    /// Bytes of the answer's body that are read; a longer one is trouble.
    pub limit: usize,
}

/// An answer, whatever its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    pub retry_after: Option<String>,
    pub body: Vec<u8>,
}

impl Reply {
    /// The body of a successful answer.
    ///
    /// # Errors
    /// `Gone` for 410, `Redirect`, `Login` for 401 and 403, `Answer` for any other status.
    pub fn body(self) -> Result<Vec<u8>, Trouble> {
        let kind = match self.status {
            200..=299 => return Ok(self.body),
            300..=399 => TroubleKind::Redirect,
            401 | 403 => TroubleKind::Login,
            410 => TroubleKind::Gone,
            _ => TroubleKind::Answer,
        };
        let start: String = String::from_utf8_lossy(&self.body).chars().take(120).collect();
        Err(Trouble::new(kind, format!("{} {start}", self.status)))
    }
}

impl Http {
    /// Sends one request once.
    ///
    /// # Errors
    /// `PrivateAddress` where such are not allowed, `Connect`, `Timeout`, `Lost`, `TooLarge`, `Tls`.
    pub async fn call(&self, call: Call<'_>) -> Result<Reply, Trouble> {
        let url = checked_url(call.url, call.allow_private)?;
        let method = Method::from_bytes(call.method.as_bytes()).map_err(|error| Trouble::new(TroubleKind::BadField, error))?;
        let request = self.client(call.allow_private)?.request(method, url).headers(headers(&call.headers)?);
        let mut answer = request.body(call.body).send().await.map_err(|error| not_answered(&error))?;
        let status = answer.status().as_u16();
        let retry_after = answer.headers().get("retry-after").and_then(|value| value.to_str().ok()).map(str::to_owned);
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| not_answered(&error))? {
            if body.len() + chunk.len() > call.limit {
                return Err(Trouble::new(TroubleKind::TooLarge, format!("> {} bytes", call.limit)));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Reply { status, retry_after, body })
    }

    pub(super) fn client(&self, allow_private: bool) -> Result<&Client, Trouble> {
        let [public, any] = &self.clients;
        let slot = if allow_private { any } else { public };
        if let Some(client) = slot.get() {
            return Ok(client);
        }
        install_crypto();
        let client = Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .timeout(PATIENCE)
            .user_agent(concat!("standto/", env!("CARGO_PKG_VERSION")))
            .dns_resolver(Arc::new(Checked { allow_private }))
            .build()
            .map_err(|error| Trouble::new(TroubleKind::Tls, innermost(&error)))?;
        Ok(slot.get_or_init(|| client))
    }
}

fn headers(given: &[(&str, String)]) -> Result<HeaderMap, Trouble> {
    let bad = |name: &str| Trouble::new(TroubleKind::BadField, name);
    let mut map = HeaderMap::new();
    for (name, value) in given {
        let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad(name))?;
        map.append(key, HeaderValue::from_str(value).map_err(|_| bad(name))?);
    }
    Ok(map)
}

/// Hosts that are addresses are not resolved, so they are checked here.
pub(super) fn checked_url(url: &str, allow_private: bool) -> Result<Url, Trouble> {
    let url = Url::parse(url).map_err(|error| Trouble::new(TroubleKind::Connect, error))?;
    let host = url.host_str().unwrap_or_default();
    let literal: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    if !allow_private && literal.is_some_and(|address| !is_public(address)) {
        return Err(Trouble::new(TroubleKind::PrivateAddress, host));
    }
    Ok(url)
}

/// Why no answer came; a private address is told apart from one that cannot be reached.
pub(super) fn not_answered(error: &reqwest::Error) -> Trouble {
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if let Some(Private(host)) = inner.downcast_ref() {
            return Trouble::new(TroubleKind::PrivateAddress, host);
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
    Trouble::new(kind, innermost(error))
}

/// The innermost reason: the outer ones only repeat the address.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut last = error;
    while let Some(inner) = last.source() {
        last = inner;
    }
    last.to_string()
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
