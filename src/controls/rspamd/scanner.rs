//! An rspamd over HTTP: its workers judge messages, its controller reads and writes maps. IO.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::actions::{Call, Http, Secret};
use crate::model::{SecretRef, Trouble, TroubleKind};

/// Answers of a scanner are lists of symbols; maps are ours.
const LIMIT: usize = 4 * 1024 * 1024;

/// What a worker made of a message.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct Verdict {
    pub action: String,
    #[serde(default)]
    pub symbols: BTreeMap<String, Symbol>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct Symbol {
    #[serde(default)]
    pub options: Vec<String>,
}

impl Verdict {
    pub(super) fn has(&self, symbol: &str) -> bool {
        self.symbols.contains_key(symbol)
    }
}

/// A message as a mail server hands it over. Scanned only, never delivered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Scan {
    pub from: String,
    pub to: Vec<String>,
    /// Of the host that hands it in.
    pub ip: String,
    /// Set when it leaves from here: the account that wrote it.
    pub user: Option<String>,
    /// Marks it in the scanner's history.
    pub queue_id: String,
    pub message: Vec<u8>,
}

/// Hands a message to one worker.
pub(super) async fn scan(http: &Http, worker: &str, scan: &Scan) -> Result<Verdict, Trouble> {
    let url = format!("{}/checkv2", worker.trim_end_matches('/'));
    let mut headers = vec![
        ("From", scan.from.clone()),
        ("IP", scan.ip.clone()),
        ("Queue-Id", scan.queue_id.clone()),
        ("Helo", "mail.example.org".to_owned()),
    ];
    headers.extend(scan.to.iter().map(|to| ("Rcpt", to.clone())));
    headers.extend(scan.user.clone().map(|user| ("User", user)));
    let call = Call { method: "POST", url: &url, headers, body: scan.message.clone(), allow_private: true, limit: LIMIT };
    let body = http.call(call).await?.body()?;
    serde_json::from_slice(&body).map_err(|error| Trouble::new(TroubleKind::NotParsable, format!("{url}: {error}")))
}

/// A map of a controller.
pub(super) struct RemoteMap<'a> {
    pub http: &'a Http,
    pub url: &'a str,
    pub password: &'a SecretRef,
    pub workspace: &'a Path,
    /// The end of its path on the scanner.
    pub name: &'a str,
}

#[derive(Deserialize)]
struct Listed {
    map: i64,
    uri: String,
}

impl RemoteMap<'_> {
    /// What it holds now.
    pub(super) async fn read(&self) -> Result<Vec<u8>, Trouble> {
        let id = self.id().await?;
        self.ask("GET", "getmap", vec![("Map", id.to_string())], Vec::new()).await
    }

    /// Replaces it. The controller knows no condition on what stood there: whoever calls looks before and after.
    pub(super) async fn write(&self, bytes: &[u8]) -> Result<(), Trouble> {
        let id = self.id().await?;
        self.ask("POST", "savemap", vec![("Map", id.to_string())], bytes.to_vec()).await.map(drop)
    }

    /// Its number at this controller. Maps that the rules did not register are not found.
    async fn id(&self) -> Result<i64, Trouble> {
        let body = self.ask("GET", "maps", Vec::new(), Vec::new()).await?;
        let listed: Vec<Listed> =
            serde_json::from_slice(&body).map_err(|error| Trouble::new(TroubleKind::NotParsable, format!("maps: {error}")))?;
        let is_it = |listed: &&Listed| listed.uri.rsplit('/').next() == Some(self.name);
        listed.iter().find(is_it).map(|listed| listed.map).ok_or_else(|| Trouble::new(TroubleKind::Unknown, self.name))
    }

    async fn ask(&self, method: &str, path: &str, mut headers: Vec<(&str, String)>, body: Vec<u8>) -> Result<Vec<u8>, Trouble> {
        let url = format!("{}/{path}", self.url.trim_end_matches('/'));
        let password = Secret::resolve(self.password, self.workspace)?;
        headers.push(("Password", password.expose().to_owned()));
        let call = Call { method, url: &url, headers, body, allow_private: true, limit: LIMIT };
        self.http.call(call).await?.body()
    }
}
