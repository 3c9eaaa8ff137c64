//! A mail as it leaves: checked, marked, and put into bytes. No caller and no template can leave the marking out.

use std::time::{Duration, UNIX_EPOCH};

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

use crate::model::{DeliveryKey, Lang, Trouble, TroubleKind, denies_drill};
use crate::text::mail as words;
use crate::time::Timestamp;

/// Everything of a message that its author decides. It has one recipient: there is no Cc and no Bcc.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingMail {
    /// The left side of the `Message-ID`: the same mail sent again is known by it.
    pub key: DeliveryKey,
    pub to: String,
    pub to_name: String,
    /// A display name; the address is always the one of standto.toml.
    pub sender: String,
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// File name and text of each.
    pub attachments: Vec<(String, String)>,
    pub marking: Marking,
}

/// What a message is, which the transport writes all over it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Marking {
    Exercise { title: String, contact: String, lang: Lang, run: i64 },
    Service { lang: Lang },
}

/// Larger messages are refused: mail servers refuse them too.
const LIMIT: usize = 10 * 1024 * 1024;

/// A checked message, ready for the wire.
#[derive(Clone, Debug)]
pub(super) struct Composed {
    pub(super) key: DeliveryKey,
    pub(super) from: Address,
    pub(super) to: Address,
    /// ASCII; every line ends in CRLF.
    pub(super) text: String,
}

/// Checks, marks and encodes. `now` becomes the `Date`; everything else follows from the mail alone.
pub(super) fn compose(mail: &OutgoingMail, from: &str, now: Timestamp) -> Result<Composed, Trouble> {
    check(mail)?;
    let bad = |field: &str| Trouble::new(TroubleKind::BadField, field);
    let from: Address = from.parse().map_err(|_| bad("from"))?;
    let to: Address = mail.to.parse().map_err(|_| bad("to"))?;
    let date = UNIX_EPOCH + Duration::from_millis(u64::try_from(now.as_ms()).unwrap_or(0));
    let named = |name: &str| (!name.is_empty()).then(|| name.to_owned());
    let builder = Message::builder()
        .from(Mailbox::new(named(&mail.sender), from.clone()))
        .to(Mailbox::new(named(&mail.to_name), to.clone()))
        .date(date)
        .message_id(Some(format!("<{}@{}>", mail.key, from.domain())))
        .subject(marked_subject(mail))
        .raw_header(header("Auto-Submitted", "auto-generated"));
    let builder = match &mail.marking {
        Marking::Exercise { title, run, .. } => builder.raw_header(header("X-Exercise", &format!("{run} {title}"))),
        Marking::Service { .. } => builder,
    };
    let body = SinglePart::plain(marked_body(mail));
    let message = if mail.attachments.is_empty() {
        builder.singlepart(body)
    } else {
        let mut parts = MultiPart::mixed().boundary(format!("=_{}", mail.key)).singlepart(body);
        for (name, text) in &mail.attachments {
            parts = parts.singlepart(Attachment::new(name.clone()).body(text.clone(), ContentType::TEXT_PLAIN));
        }
        builder.multipart(parts)
    };
    let message = message.map_err(|error| Trouble::new(TroubleKind::BadField, error))?;
    let text = String::from_utf8(message.formatted()).map_err(|_| bad("body"))?;
    if text.len() > LIMIT {
        return Err(Trouble::new(TroubleKind::TooLarge, format!("{} > {LIMIT} bytes", text.len())));
    }
    if !text.is_ascii() || has_bare_line_end(&text) {
        return Err(bad("body"));
    }
    Ok(Composed { key: mail.key.clone(), from, to, text })
}

/// Refuses what could end a header early, and text that denies the exercise.
fn check(mail: &OutgoingMail) -> Result<(), Trouble> {
    let mut fields = vec![("to", &mail.to), ("to_name", &mail.to_name), ("sender", &mail.sender), ("subject", &mail.subject)];
    let mut texts = vec![("subject", &mail.subject), ("sender", &mail.sender), ("body", &mail.body)];
    for (name, text) in &mail.attachments {
        fields.push(("attachment", name));
        texts.push(("attachment", text));
    }
    if let Marking::Exercise { title, contact, .. } = &mail.marking {
        fields.extend([("title", title), ("contact", contact)]);
    }
    for (field, text) in &fields {
        if text.chars().any(char::is_control) {
            return Err(Trouble::new(TroubleKind::BadField, field));
        }
    }
    let is_key = |key: &str| !key.is_empty() && key.len() <= 100 && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if !is_key(mail.key.as_str()) {
        return Err(Trouble::new(TroubleKind::BadField, "key"));
    }
    if mail.attachments.iter().any(|(name, _)| name.is_empty() || name.contains(['/', '\\', '"'])) {
        return Err(Trouble::new(TroubleKind::BadField, "attachment"));
    }
    if texts.iter().any(|(_, text)| text.contains('\0')) {
        return Err(Trouble::new(TroubleKind::BadField, "body"));
    }
    match &mail.marking {
        Marking::Exercise { .. } => match texts.iter().find(|(_, text)| denies_drill(text).is_some()) {
            Some((field, _)) => Err(Trouble::new(TroubleKind::NotADrill, field)),
            None => Ok(()),
        },
        Marking::Service { .. } => Ok(()),
    }
}

fn marked_subject(mail: &OutgoingMail) -> String {
    match &mail.marking {
        Marking::Exercise { lang, .. } => {
            let prefix = words::exercise_prefix(*lang);
            let subject = mail.subject.strip_prefix(prefix).unwrap_or(&mail.subject).trim_start();
            match lang {
                Lang::En => format!("{prefix} {subject}"),
                Lang::Ja => format!("{prefix}{subject}"),
            }
        }
        Marking::Service { .. } => mail.subject.clone(),
    }
}

fn marked_body(mail: &OutgoingMail) -> String {
    let body = mail.body.replace("\r\n", "\n").replace('\r', "\n");
    let body = body.trim_end();
    match &mail.marking {
        Marking::Exercise { title, contact, lang, .. } => {
            let banner = words::exercise_banner(*lang, title, contact);
            format!("{banner}\n\n{body}\n\n{banner}\n")
        }
        Marking::Service { lang } => format!("{body}\n\n-- \n{}\n", words::service_footer(*lang)),
    }
}

/// A header of our own; lettre encodes what is not ASCII (RFC 2047).
fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn has_bare_line_end(text: &str) -> bool {
    let rest = text.replace("\r\n", "");
    rest.contains(['\r', '\n'])
}
