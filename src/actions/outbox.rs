//! The way out for mail: checks, rate, then SMTP or a directory. Keeps no queue and tries nothing twice.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::mail::compose;
use super::{Gate, OutgoingMail, RateLimit, SendResult, directory};
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
    Directory(PathBuf),
}

impl Outbox {
    /// Resolves secrets and relative paths of the workspace; connects to nothing yet.
    pub fn new(settings: &MailSettings, allow: &AllowList, workspace: &Path) -> Result<Self, Trouble> {
        let route = match &settings.route {
            MailRoute::Directory(path) => Route::Directory(workspace.join(path)),
            MailRoute::Smtp { .. } => return Err(Trouble::new(TroubleKind::Unknown, "smtp")),
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
        if let Some(refused) = refused(&self.allow, gate, composed.to.as_ref()) {
            return refused;
        }
        if let Err(wait) = self.rate.lock().unwrap_or_else(PoisonError::into_inner).take(now) {
            return SendResult::Retry { why: Trouble::new(TroubleKind::RateLimit, ""), after: Some(wait) };
        }
        match &self.route {
            Route::Directory(path) => directory::write(path.clone(), composed, gate.clone()).await,
        }
    }
}

/// The last word before the wire: a closed gate and an address that is not allowed let nothing out.
pub(super) fn refused(allow: &AllowList, gate: &Gate, to: &str) -> Option<SendResult> {
    if gate.is_closed() {
        return Some(SendResult::Stopped);
    }
    (!allow.allows(to)).then(|| SendResult::Failed { why: Trouble::new(TroubleKind::NotAllowed, to) })
}
