//! What is refused, and what every message carries, seen in the files of the directory route.

use std::path::Path;

use super::*;
use crate::actions::{Gate, Outbox, SendResult};
use crate::model::{Trouble, TroubleKind};

fn outbox(dir: &Path) -> Outbox {
    Outbox::new(&settings(MailRoute::Directory("outbox".into())), &allow(), dir).unwrap()
}

fn files(dir: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(dir.join("outbox")) else { return Vec::new() };
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

async fn refusal(change: impl FnOnce(&mut OutgoingMail)) -> Trouble {
    let dir = tempfile::tempdir().unwrap();
    let mut mail = mail("k1", Lang::En);
    change(&mut mail);
    let result = outbox(dir.path()).send(&mail, &Gate::open(), now()).await;
    assert_eq!(files(dir.path()), Vec::<String>::new());
    let SendResult::Failed { why } = result else { panic!("{result:?}") };
    why
}

#[tokio::test]
async fn a_message_becomes_one_file_however_often_it_is_sent() {
    let dir = tempfile::tempdir().unwrap();
    let outbox = outbox(dir.path());
    let sent = SendResult::Sent { answer: "k1.eml".to_owned() };
    assert_eq!(outbox.send(&mail("k1", Lang::Ja), &Gate::open(), now()).await, sent);
    let first = std::fs::read_to_string(dir.path().join("outbox/k1.eml")).unwrap();
    assert_eq!(outbox.send(&mail("k1", Lang::Ja), &Gate::open(), now().plus_ms(5000)).await, sent);
    assert_eq!(files(dir.path()), ["k1.eml"]);
    assert_eq!(std::fs::read_to_string(dir.path().join("outbox/k1.eml")).unwrap(), first);
    assert!(first.contains("Message-ID: <k1@standto.example>\r\n"), "{first}");
    assert!(first.contains("Auto-Submitted: auto-generated\r\n"), "{first}");
    assert!(first.contains("Date: Thu, 15 Oct 2026 00:00:00 +0000\r\n"), "{first}");
}

#[tokio::test]
async fn a_break_in_any_header_is_refused() {
    for evil in ["a\r\nBcc: x@evil.example", "a\nb", "a\rb", "a\0b", "a\u{85}b"] {
        let changes: [fn(&mut OutgoingMail, String); 6] = [
            |mail, evil| mail.subject = evil,
            |mail, evil| mail.sender = evil,
            |mail, evil| mail.to_name = evil,
            |mail, evil| mail.to = format!("soc@players.example{evil}"),
            |mail, evil| mail.attachments = vec![(evil, "text".to_owned())],
            |mail, evil| {
                let Marking::Exercise { title, .. } = &mut mail.marking else { panic!() };
                *title = evil;
            },
        ];
        for change in changes {
            assert_eq!(refusal(|mail| change(mail, evil.to_owned())).await.kind, TroubleKind::BadField, "{evil:?}");
        }
    }
    assert_eq!(refusal(|mail| mail.key = DeliveryKey::new("a>b")).await.kind, TroubleKind::BadField);
    assert_eq!(refusal(|mail| mail.body.push('\0')).await.kind, TroubleKind::BadField);
    let outside = |mail: &mut OutgoingMail| mail.attachments = vec![("../x.txt".to_owned(), String::new())];
    assert_eq!(refusal(outside).await.kind, TroubleKind::BadField);
}

#[tokio::test]
async fn a_recipient_outside_the_allow_list_gets_nothing() {
    for to in ["soc@sub.players.example", "soc@players.example.evil.example", "x@standto.example"] {
        let why = refusal(|mail| mail.to = to.to_owned()).await;
        assert_eq!((why.kind, why.detail.as_str()), (TroubleKind::NotAllowed, to));
    }
    for to in ["soc@players.example, x@evil.example", "\"a b\"@players.example", "soc@players.example@evil.example", ""] {
        let why = refusal(|mail| mail.to = to.to_owned()).await;
        assert!(matches!(why.kind, TroubleKind::BadField | TroubleKind::NotAllowed), "{to}: {why:?}");
    }
}

#[tokio::test]
async fn text_that_denies_the_exercise_is_refused_wherever_it_stands() {
    let denial = "This is NOT a drill";
    assert_eq!(refusal(|mail| mail.body = format!("Hello.\n{denial}.\n")).await.kind, TroubleKind::NotADrill);
    assert_eq!(refusal(|mail| mail.subject = denial.to_owned()).await.kind, TroubleKind::NotADrill);
    assert_eq!(refusal(|mail| mail.sender = denial.to_owned()).await.kind, TroubleKind::NotADrill);
    let attached =
        |mail: &mut OutgoingMail| mail.attachments = vec![("a.txt".to_owned(), "これは演習ではありません".to_owned())];
    assert_eq!(refusal(attached).await.kind, TroubleKind::NotADrill);
}

#[tokio::test]
async fn a_closed_gate_and_a_spent_rate_let_nothing_out() {
    let dir = tempfile::tempdir().unwrap();
    let gate = Gate::open();
    gate.close();
    assert_eq!(outbox(dir.path()).send(&mail("k1", Lang::En), &gate, now()).await, SendResult::Stopped);

    let slow = MailSettings { per_minute: 1, ..settings(MailRoute::Directory("outbox".into())) };
    let outbox = Outbox::new(&slow, &allow(), dir.path()).unwrap();
    assert_eq!(outbox.allowance(now()), 1);
    assert!(matches!(outbox.send(&mail("k1", Lang::En), &Gate::open(), now()).await, SendResult::Sent { .. }));
    let held = outbox.send(&mail("k2", Lang::En), &Gate::open(), now()).await;
    assert!(matches!(&held, SendResult::Retry { why, after: Some(60_000) } if why.kind == TroubleKind::RateLimit), "{held:?}");
    assert_eq!(files(dir.path()), ["k1.eml"]);
}
