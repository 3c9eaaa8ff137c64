//! What the engine sends with: the mail of standto.toml, the sink of rehearsals, the webhooks. Built anew when settings change.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::actions::{Outbox, Webhooks};
use crate::model::{AllowList, MailRoute, MailSettings, Mode, Settings, Trouble, TroubleKind};

/// What an exercise in rehearsal is addressed from.
const REHEARSAL_FROM: &str = "exercise@rehearsal.invalid";

pub struct Hands {
    directory: PathBuf,
    /// Where a rehearsal's messages are written; None: there is none in this database.
    sink: Option<PathBuf>,
    live: Mutex<Option<Live>>,
    webhooks: Webhooks,
}

struct Live {
    mail: MailSettings,
    allow: AllowList,
    outbox: Arc<Outbox>,
}

impl Hands {
    pub fn new(directory: PathBuf, sink: Option<PathBuf>) -> Self {
        Self { webhooks: Webhooks::new(directory.clone()), directory, sink, live: Mutex::default() }
    }

    pub(super) fn webhooks(&self) -> &Webhooks {
        &self.webhooks
    }

    /// The way out for messages of this mode.
    ///
    /// # Errors
    /// No mail is set up, or its secret is missing.
    pub(super) fn outbox(&self, settings: &Settings, mode: Mode) -> Result<Arc<Outbox>, Trouble> {
        let (mail, allow) = match mode {
            Mode::Live => {
                let mail = settings.mail.clone().ok_or_else(|| Trouble::new(TroubleKind::NoMail, ""))?;
                (mail, settings.allow.clone())
            }
            Mode::Rehearsal => {
                let sink = self.sink.clone().ok_or_else(|| Trouble::new(TroubleKind::NoMail, ""))?;
                let allow = AllowList { entries: vec![format!("@{}", crate::exercise::SINK_HOST)] };
                let route = MailRoute::Directory(sink);
                (MailSettings { from: REHEARSAL_FROM.to_owned(), route, per_minute: u32::MAX }, allow)
            }
        };
        let mut live = self.live.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = live.as_ref().filter(|known| known.mail == mail && known.allow == allow) {
            return Ok(Arc::clone(&known.outbox));
        }
        let outbox = Arc::new(Outbox::new(&mail, &allow, &self.directory)?);
        *live = Some(Live { mail, allow, outbox: Arc::clone(&outbox) });
        Ok(outbox)
    }

    /// How many messages are on their way at once.
    pub(super) fn connections(settings: &Settings) -> usize {
        match settings.mail.as_ref().map(|mail| &mail.route) {
            Some(MailRoute::Smtp { connections, .. }) => (*connections).max(1),
            Some(MailRoute::Directory(_)) | None => 1,
        }
    }
}
