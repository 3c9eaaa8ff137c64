//! Channels against real receivers: a directory, the SMTP sink, a web server on loopback.

mod marking;
mod sink;
mod smtp;
mod webhook;

use crate::model::{AllowList, DeliveryKey, Lang, MailRoute, MailSettings};
use crate::time::Timestamp;

use super::{Marking, OutgoingMail};

pub(super) fn now() -> Timestamp {
    Timestamp::parse("2026-10-15T00:00:00Z").unwrap()
}

pub(super) fn allow() -> AllowList {
    AllowList { entries: vec!["@players.example".to_owned()] }
}

pub(super) fn settings(route: MailRoute) -> MailSettings {
    MailSettings { from: "exercise@standto.example".to_owned(), route, per_minute: 100_000 }
}

pub(super) fn mail(key: &str, lang: Lang) -> OutgoingMail {
    OutgoingMail {
        key: DeliveryKey::new(key),
        to: "soc@players.example".to_owned(),
        to_name: "監視 担当".to_owned(),
        sender: "国境管理局 Border Agency".to_owned(),
        subject: "不審な通信を検知しました: proxy alert".to_owned(),
        body: "One.\r\n.\n..\nTwo – 本文。\n".to_owned(),
        attachments: Vec::new(),
        marking: Marking::Exercise {
            title: "Night Heron 夜鷺".to_owned(),
            contact: "director@standto.example".to_owned(),
            lang,
            run: 3,
        },
    }
}
