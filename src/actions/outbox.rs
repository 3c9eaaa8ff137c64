//! The way out for mail: checks, rate, then SMTP or a directory. Keeps no queue and tries nothing twice.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::mail::compose;
use super::smtp::{Patience, Server, Smtp};
use super::{Gate, OutgoingMail, RateLimit, Secret, SendResult, directory};
use crate::model::{AllowList, MailRoute, MailSettings, Trouble, TroubleKind};
use crate::time::Timestamp;

/// Sends mail from the one address of standto.toml to addresses of its allow-list.
pub struct Outbox {
    from: String,
    allow: AllowList,
    rate: Mutex<RateLimit>,
    route: Route,
}

enum Route {
    Smtp(Box<Smtp>),
    Directory(PathBuf),
}

impl Outbox {
    /// Resolves secrets and relative paths of the workspace; connects to nothing yet.
    pub fn new(settings: &MailSettings, allow: &AllowList, workspace: &Path) -> Result<Self, Trouble> {
        Self::with_patience(settings, allow, workspace, Patience::default())
    }

    pub(super) fn with_patience(
        settings: &MailSettings,
        allow: &AllowList,
        workspace: &Path,
        patience: Patience,
    ) -> Result<Self, Trouble> {
        let route = match &settings.route {
            MailRoute::Directory(path) => Route::Directory(workspace.join(path)),
            MailRoute::Smtp { host, port, tls, user, connections } => {
                let login = match user {
                    Some((name, secret)) => Some((name.clone(), Secret::resolve(secret, workspace)?)),
                    None => None,
                };
                let server = Server { host: host.clone(), port: *port, tls: *tls, login, connections: *connections };
                Route::Smtp(Box::new(Smtp::new(server, patience)?))
            }
        };
        let rate = Mutex::new(RateLimit::per_minute(settings.per_minute));
        Ok(Self { from: settings.from.clone(), allow: allow.clone(), rate, route })
    }

    /// How many messages may leave at `now`: claim no more than that.
    pub fn allowance(&self, now: Timestamp) -> usize {
        self.rate.lock().unwrap_or_else(PoisonError::into_inner).allowance(now)
    }

    /// Sends one message once. `now` becomes its date, and is what the rate is measured by.
    pub async fn send(&self, mail: &OutgoingMail, gate: &Gate, now: Timestamp) -> SendResult {
        let composed = match compose(mail, &self.from, now) {
            Ok(composed) => composed,
            Err(why) => return SendResult::Failed { why },
        };
        let guard = Guard { allow: &self.allow, gate };
        if let Some(refused) = guard.refused(composed.to.as_ref()) {
            return refused;
        }
        if let Err(wait) = self.rate.lock().unwrap_or_else(PoisonError::into_inner).take(now) {
            return SendResult::Retry { why: Trouble::new(TroubleKind::RateLimit, ""), after: Some(wait) };
        }
        match &self.route {
            Route::Smtp(smtp) => smtp.send(&composed, &guard).await,
            Route::Directory(path) => directory::write(path.clone(), composed, gate.clone()).await,
        }
    }

    /// Closes what is open and idle. Sending again afterwards opens it anew.
    pub async fn rest(&self) {
        match &self.route {
            Route::Smtp(smtp) => smtp.rest().await,
            Route::Directory(_) => {}
        }
    }
}

/// The last word before the wire.
pub(super) struct Guard<'a> {
    pub(super) allow: &'a AllowList,
    pub(super) gate: &'a Gate,
}

impl Guard<'_> {
    /// A closed gate and an address that is not allowed let nothing out.
    pub(super) fn refused(&self, to: &str) -> Option<SendResult> {
        if self.gate.is_closed() {
            return Some(SendResult::Stopped);
        }
        (!self.allow.allows(to)).then(|| SendResult::Failed { why: Trouble::new(TroubleKind::NotAllowed, to) })
    }
}
