//! Mail over real SMTP to the sink: what arrives, and what each kind of failure is called.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::actions::smtp::Patience;
use crate::actions::{AtEnd, Gate, Manners, Outbox, SendResult, Sink};
use crate::model::{SecretRef, Tls, TroubleKind};

const SOC: &str = "soc@players.example";

fn route(sink: &Sink, connections: usize) -> MailRoute {
    MailRoute::Smtp { host: "127.0.0.1".to_owned(), port: sink.port(), tls: Tls::None, user: None, connections }
}

fn open(route: MailRoute) -> Outbox {
    let quick =
        Patience { connect: Duration::from_secs(2), command: Duration::from_secs(2), answer: Duration::from_millis(300) };
    Outbox::with_patience(&settings(route), &allow(), Path::new("/"), quick).unwrap()
}

async fn started(manners: Manners) -> (Sink, Outbox) {
    let sink = Sink::start().await.unwrap();
    sink.behave(manners);
    let outbox = open(route(&sink, 2));
    (sink, outbox)
}

async fn sent(outbox: &Outbox, key: &str) -> SendResult {
    outbox.send(&mail(key, Lang::En), &Gate::open(), now()).await
}

#[track_caller]
fn is_sent(result: &SendResult) {
    assert!(matches!(result, SendResult::Sent { answer } if answer == "250 OK"), "{result:?}");
}

#[tokio::test]
async fn every_message_arrives_marked_with_its_own_id_in_both_languages() {
    let (sink, outbox) = started(Manners::default()).await;
    for (lang, subject, first) in [
        (
            Lang::En,
            "[EXERCISE] 不審な通信を検知しました: proxy alert",
            "EXERCISE EXERCISE EXERCISE – Night Heron 夜鷺 – contact: director@standto.example",
        ),
        (
            Lang::Ja,
            "【演習】不審な通信を検知しました: proxy alert",
            "【演習・演習・演習】Night Heron 夜鷺 問合せ先\u{ff1a}director@standto.example",
        ),
    ] {
        let mut mail = mail(&format!("key-{}", lang.tag()), lang);
        mail.attachments = vec![("通信記録.txt".to_owned(), "GET /\n記録\n".to_owned())];
        is_sent(&outbox.send(&mail, &Gate::open(), now()).await);
        let got = sink.received().pop().unwrap();
        assert_eq!((got.from.as_str(), got.to.as_slice()), ("exercise@standto.example", &[SOC.to_owned()][..]));
        assert_eq!(got.header("Subject").as_deref(), Some(subject));
        assert_eq!(got.header("X-Exercise").as_deref(), Some("3 Night Heron 夜鷺"));
        assert_eq!(got.header("Auto-Submitted").as_deref(), Some("auto-generated"));
        assert_eq!(got.header("Message-ID"), Some(format!("<key-{}@standto.example>", lang.tag())));
        assert!(got.header("From").unwrap().contains("国境管理局 Border Agency"));
        assert!(got.header("Cc").is_none() && got.header("Bcc").is_none());
        assert_eq!(got.text(), format!("{first}\n\nOne.\n.\n..\nTwo – 本文。\n\n{first}\n"), "dots and line ends survive");
        assert_eq!(got.parts()[1].1, "GET /\n記録\n");
        assert!(got.raw.is_ascii());
    }
}

#[tokio::test]
async fn a_service_mail_carries_no_exercise_mark() {
    let (sink, outbox) = started(Manners::default()).await;
    let mail = OutgoingMail { marking: Marking::Service { lang: Lang::Ja }, ..mail("k", Lang::Ja) };
    is_sent(&outbox.send(&mail, &Gate::open(), now()).await);
    let got = sink.received().pop().unwrap();
    assert_eq!(got.header("X-Exercise"), None);
    assert_eq!(got.header("Subject"), Some(mail.subject));
    assert!(got.text().ends_with("-- \nstandto から自動送信しています。\n"));
}

#[tokio::test]
async fn hundreds_of_messages_go_over_few_connections_each_once() {
    let sink = Sink::start().await.unwrap();
    let outbox = Arc::new(open(route(&sink, 4)));
    let mut sending = tokio::task::JoinSet::new();
    for number in 0..400 {
        let outbox = outbox.clone();
        sending.spawn(async move { sent(&outbox, &format!("k{number}")).await });
    }
    while let Some(result) = sending.join_next().await {
        is_sent(&result.unwrap());
    }
    assert!(sink.connections() <= 4, "{} connections", sink.connections());
    let mut ids: Vec<_> = sink.received().iter().map(|got| got.header("Message-ID").unwrap()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((ids.len(), sink.count()), (400, 400));
    outbox.rest().await;
    is_sent(&sent(&outbox, "after-rest").await);
}

#[tokio::test]
async fn a_message_sent_again_keeps_its_id() {
    let (sink, outbox) = started(Manners { at_end: AtEnd::KeepAndDrop, ..Manners::default() }).await;
    assert_eq!(sent(&outbox, "same").await, SendResult::Uncertain);
    sink.behave(Manners::default());
    is_sent(&sent(&outbox, "same").await);
    let got = sink.received();
    assert_eq!(got.len(), 2);
    assert_eq!(got[0].raw, got[1].raw);
}

#[tokio::test]
async fn answers_decide_between_retry_and_failure() {
    for (code, is_permanent) in [(421, false), (450, false), (452, false), (550, true), (553, true)] {
        let refuse = [(SOC.to_owned(), code)].into();
        let (sink, outbox) = started(Manners { refuse, ..Manners::default() }).await;
        let at_recipient = sent(&outbox, "k").await;
        sink.behave(Manners { at_end: AtEnd::Answer(code), ..Manners::default() });
        for result in [at_recipient, sent(&outbox, "k").await] {
            let why = match &result {
                SendResult::Retry { why, after: None } if !is_permanent => why,
                SendResult::Failed { why } if is_permanent => why,
                SendResult::Sent { .. }
                | SendResult::Retry { .. }
                | SendResult::Failed { .. }
                | SendResult::Uncertain
                | SendResult::Stopped => panic!("{code}: {result:?}"),
            };
            assert_eq!((why.kind, why.detail.clone()), (TroubleKind::Answer, format!("{code} As told")));
        }
        assert_eq!(sink.count(), 0);
        sink.behave(Manners::default());
        is_sent(&sent(&outbox, "k").await);
    }
}

#[tokio::test]
async fn only_what_is_lost_after_the_text_is_uncertain() {
    let (sink, outbox) = started(Manners { at_end: AtEnd::KeepAndDrop, ..Manners::default() }).await;
    assert_eq!(sent(&outbox, "dropped").await, SendResult::Uncertain);
    assert_eq!(sink.count(), 1);
    sink.behave(Manners { before_answer: Duration::from_millis(700), ..Manners::default() });
    assert_eq!(sent(&outbox, "slow").await, SendResult::Uncertain);

    let port = sink.port();
    drop(sink);
    // Nobody listens any more.
    let nobody = open(MailRoute::Smtp { host: "127.0.0.1".to_owned(), port, tls: Tls::None, user: None, connections: 1 });
    let result = sent(&nobody, "early").await;
    assert!(matches!(&result, SendResult::Retry { why, .. } if why.kind == TroubleKind::Connect), "{result:?}");
}

#[tokio::test]
async fn a_connection_the_server_gave_up_is_replaced_without_a_word() {
    let (sink, outbox) = started(Manners { hang_up_after: Some(1), ..Manners::default() }).await;
    for number in 0..5 {
        is_sent(&sent(&outbox, &format!("k{number}")).await);
    }
    assert_eq!((sink.count(), sink.connections()), (5, 5));
}

#[tokio::test]
async fn a_gate_closed_before_the_text_stops_the_message_and_all_that_wait() {
    let (sink, outbox) = started(Manners { before_recipient: Duration::from_millis(300), ..Manners::default() }).await;
    let (outbox, gate) = (Arc::new(outbox), Gate::open());
    let mut sending = tokio::task::JoinSet::new();
    for number in 0..20 {
        let (outbox, gate) = (outbox.clone(), gate.clone());
        sending.spawn(async move { outbox.send(&mail(&format!("k{number}"), Lang::En), &gate, now()).await });
    }
    while sink.connections() < 2 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    gate.close();
    while let Some(result) = sending.join_next().await {
        assert_eq!(result.unwrap(), SendResult::Stopped);
    }
    assert_eq!(sink.count(), 0);
    sink.behave(Manners::default());
    is_sent(&sent(&outbox, "other-exercise").await);
}

#[tokio::test]
async fn a_login_is_made_with_the_secret_and_a_wrong_one_is_told() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("right"), "correct horse\n").unwrap();
    std::fs::write(dir.path().join("wrong"), "battery\n").unwrap();
    let sink = Sink::start().await.unwrap();
    sink.behave(Manners { login: Some(("standto".to_owned(), "correct horse".to_owned())), ..Manners::default() });
    let outbox = |host: &str, file: &str| {
        let user = Some(("standto".to_owned(), SecretRef::File(file.into())));
        let route = MailRoute::Smtp { host: host.to_owned(), port: sink.port(), tls: Tls::None, user, connections: 1 };
        Outbox::new(&settings(route), &allow(), dir.path())
    };
    is_sent(&sent(&outbox("127.0.0.1", "right").unwrap(), "k").await);
    let result = sent(&outbox("127.0.0.1", "wrong").unwrap(), "k").await;
    assert!(matches!(&result, SendResult::Retry { why, .. } if why.kind == TroubleKind::Login), "{result:?}");
    assert!(!format!("{result:?}").contains("battery"));
    assert_eq!(outbox("127.0.0.1", "absent").err().map(|why| why.kind), Some(TroubleKind::Secret));
    let in_clear = outbox("mail.example", "right").err().map(|why| why.kind);
    assert_eq!(in_clear, Some(TroubleKind::Tls), "no password in clear to another machine");
}

#[tokio::test]
async fn encryption_that_is_asked_for_is_never_left_out() {
    let sink = Sink::start().await.unwrap();
    for tls in [Tls::Starttls, Tls::Implicit] {
        let host = "localhost".to_owned();
        let outbox = open(MailRoute::Smtp { host, port: sink.port(), tls, user: None, connections: 1 });
        let result = sent(&outbox, "k").await;
        assert!(matches!(&result, SendResult::Retry { why, .. } if why.kind == TroubleKind::Tls), "{tls}: {result:?}");
    }
    assert_eq!(sink.count(), 0);
}
