//! Players' pages over HTTP, as browsers, mail scanners and strangers meet them.
//!
//! Everything goes through a socket on loopback; what was recorded is looked up in the store.

#[path = "console/table.rs"]
mod table;

use std::time::Duration;

use standto::actions::Received;
use standto::engine::token_hash;
use standto::model::{Actor, Change, CommandBody, PlayerLink};
use standto::time::DAY_MS;
use table::{SETTINGS, Table, field};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

#[tokio::test]
async fn reading_changes_nothing() {
    let table = Table::laid().await;
    let (home, message) = table.paths("ministry", "ann").await;
    let before = table.writes();
    for path in [home, message.clone(), format!("{message}/acknowledge"), format!("{message}/answer")] {
        for (method, headers) in [
            ("GET", ""),
            ("HEAD", ""),
            ("GET", "sec-purpose: prefetch;prerender\r\npurpose: prefetch\r\n"),
            ("GET", "user-agent: mail-scanner\r\n"),
        ] {
            let page = table.ask(method, &path, headers, "").await;
            assert_eq!(page.status, 200, "{method} {path}");
            assert_eq!(page.has("<main>"), method == "GET", "{method} {path}");
        }
    }
    assert_eq!(table.writes(), before);
    assert!(table.responses().await.is_empty());
    assert_eq!(table.delivery("ann", "I-010").await.acknowledged_at, None);
}

#[tokio::test]
async fn the_link_in_the_mail_leads_to_the_message() {
    let table = Table::laid().await;
    let (_, message) = table.paths("ministry", "ann").await;
    let mails = std::fs::read_dir(table.directory.path().join("outbox")).unwrap();
    let mails = mails.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
    let received = mails.map(|raw| Received { from: String::new(), to: Vec::new(), raw });
    let text = received.map(|mail| mail.text()).find(|text| text.contains(&message)).expect("a mail names the page");
    let link = text.split_whitespace().find(|word| word.starts_with("http://play.example/p/")).expect("it is a link");
    assert_eq!(link, format!("http://play.example{message}"));
    assert!(table.get(&message).await.has("log.txt"));
}

#[tokio::test]
async fn an_acknowledgement_is_recorded_once() {
    let table = Table::laid().await;
    let (home, message) = table.paths("ministry", "ann").await;
    let action = format!("{message}/acknowledge");
    assert!(table.get(&message).await.has(&format!("action=\"{action}\"")));
    let (first, second) = tokio::join!(table.post(&action, ""), table.post(&action, ""));
    for page in [first, second, table.post(&action, "").await] {
        assert_eq!((page.status, page.header("location")), (303, Some(message.as_str())));
    }
    let responses = table.responses().await;
    assert_eq!(responses.len(), 1);
    assert_eq!((responses[0].player.as_str(), responses[0].text.as_deref()), ("ann", None));
    let page = table.get(&message).await;
    assert!(page.has("受領確認 2026-10-16 11:00 Asia/Tokyo") && !page.has(&action), "{}", page.body);
    assert!(table.get(&home).await.has("受領済み"));
}

#[tokio::test]
async fn an_answer_is_recorded_once_and_shown() {
    let table = Table::laid().await;
    let (home, message) = table.paths("airport", "cam").await;
    let action = format!("{message}/answer");
    let form = field("We pull the logs.\r\nThen we call.");
    let (first, second) = tokio::join!(table.post(&action, &form), table.post(&action, &form));
    for page in [first, second, table.post(&action, &form).await] {
        assert_eq!((page.status, page.header("location")), (303, Some(message.as_str())));
    }
    table.post(&action, &field("The call is made.")).await;
    let texts: Vec<_> = table.responses().await.into_iter().filter_map(|response| response.text).collect();
    assert_eq!(texts, ["We pull the logs.\nThen we call.", "The call is made."]);
    let page = table.get(&message).await;
    assert!(page.has("We pull the logs.\nThen we call.") && page.has("The call is made."), "{}", page.body);
    assert!(table.delivery("cam", "I-010").await.acknowledged_at.is_some(), "who answers has read it");
    assert!(table.get(&home).await.has("answered"));
}

#[tokio::test]
async fn the_longest_answer_fits_and_one_more_character_is_refused_and_not_lost() {
    let table = Table::laid().await;
    let (_, message) = table.paths("ministry", "ann").await;
    let action = format!("{message}/answer");
    let before = table.writes();
    let long = "あ".repeat(20_001);
    let page = table.post(&action, &field(&long)).await;
    assert_eq!(page.status, 413);
    assert!(page.has("記録されませんでした") && page.has("20000文字") && page.has("【演習・演習・演習】"));
    assert!(page.has(&long), "the text is in the form again");
    assert_eq!(table.writes(), before);
    let longest = "🛂".repeat(20_000);
    assert_eq!(table.post(&action, &field(&longest)).await.status, 303);
    assert_eq!(table.responses().await[0].text.as_deref(), Some(longest.as_str()));
}

#[tokio::test]
async fn a_form_that_is_too_large_or_not_the_pages_own_is_refused_with_a_page() {
    let table = Table::laid().await;
    let (_, message) = table.paths("ministry", "ann").await;
    let action = format!("{message}/answer");
    let before = table.writes();
    let page = table.post(&action, &field(&"あ".repeat(300_000))).await;
    assert_eq!(page.status, 413);
    assert!(page.has("記録されませんでした") && page.has("<html lang=\"ja\">"), "{}", page.body);
    for (headers, body) in [
        ("content-type: application/x-www-form-urlencoded\r\n", "other=1"),
        ("content-type: application/json\r\n", "{\"text\":\"x\"}"),
    ] {
        let page = table.ask("POST", &action, headers, body).await;
        assert_eq!(page.status, 400, "{body}");
        assert!(page.has("もう一度送信してください"), "{}", page.body);
    }
    assert_eq!(table.writes(), before);
}

#[tokio::test]
async fn nobody_sees_or_answers_what_another_got() {
    let table = Table::laid().await;
    let of_ann = table.delivery("ann", "I-010").await.key;
    let of_cam = table.delivery("cam", "I-020").await.key;
    let before = table.writes();
    let nothing = table.get("/p/nothing").await.body;
    for (organisation, player, key) in [("ministry", "ben", &of_ann), ("airport", "cam", &of_ann), ("ministry", "ann", &of_cam)]
    {
        let home = format!("/p/{}", table.token(organisation, player));
        let theirs = format!("{home}/{key}");
        assert!(!table.get(&home).await.has(key.as_str()));
        for page in [
            table.get(&theirs).await,
            table.post(&format!("{theirs}/acknowledge"), "").await,
            table.post(&format!("{theirs}/answer"), &field("mine")).await,
            table.post(&format!("{theirs}/answer"), "other=1").await,
        ] {
            assert_eq!((page.status, page.body.as_str()), (404, nothing.as_str()), "{player}");
        }
    }
    assert_eq!(table.writes(), before);
    let (home, _) = table.paths("ministry", "ann").await;
    assert!(!table.get(&home).await.has("Only for the airport"));
    let (home, _) = table.paths("airport", "cam").await;
    assert!(table.get(&home).await.has("Only for the airport"));
}

#[tokio::test]
async fn links_that_are_unknown_revoked_or_expired_look_the_same() {
    let table = Table::laid().await;
    let unknown = format!("/p/{}", "A".repeat(43));
    let (_, of_ann) = table.paths("ministry", "ann").await;
    let (_, of_cam) = table.paths("airport", "cam").await;
    let mut seen = vec![table.get(&unknown).await, table.get("/p/%FF").await, table.get("/nowhere").await];
    let revoked = PlayerLink {
        hash: token_hash(&table.token("ministry", "ann")),
        run: 1,
        organisation: "ministry".into(),
        player: "ann".into(),
        expires_at: table.app.world.now().plus_ms(DAY_MS),
        is_revoked: true,
    };
    table.app.world.commit(Actor::Owner, vec![Change::Link(revoked)]).await.unwrap();
    seen.push(table.get(&of_ann).await);
    seen.push(table.post(&format!("{of_ann}/answer"), &field("x")).await);
    assert_eq!(table.get(&of_cam).await.status, 200);
    let clock = &table.app.world.clock;
    clock.sleep_until(table.app.world.now().plus_ms(400 * DAY_MS)).await;
    let before = table.writes();
    seen.push(table.get(&of_cam).await);
    seen.push(table.post(&format!("{of_cam}/acknowledge"), "").await);
    seen.push(table.post(&format!("{of_cam}/answer"), &field("x")).await);
    assert_eq!(table.writes(), before);
    for page in &seen {
        assert_eq!((page.status, &page.body), (404, &seen[0].body));
    }
    assert!(seen[0].has("This link is not valid") && seen[0].has("このリンクは無効か"));
}

#[tokio::test]
async fn when_the_exercise_is_over_answers_are_closed() {
    let table = Table::laid().await;
    let (home, message) = table.paths("ministry", "ann").await;
    table.post(&format!("{message}/answer"), &field("調査を始めます。")).await;
    table.command(table.directing(), CommandBody::EndExercise { exercise: "spring".into() }).await;
    table.wait(1).await;
    let page = table.get(&message).await;
    assert!(!page.has("<form") && page.has("この演習は終了しました") && page.has("調査を始めます。"), "{}", page.body);
    assert!(table.get(&home).await.has("終了"));
    let before = table.writes();
    let refused = table.post(&format!("{message}/answer"), &field("遅い回答")).await;
    assert_eq!(refused.status, 409);
    assert!(refused.has("記録されませんでした") && refused.has("遅い回答") && !refused.has("<form"), "{}", refused.body);
    assert!(!refused.has("standto exercise"), "players have no command line");
    let (_, of_ben) = table.paths("ministry", "ben").await;
    assert_eq!(table.post(&format!("{of_ben}/acknowledge"), "").await.status, 409);
    assert_eq!(table.writes(), before);
}

#[tokio::test]
async fn an_aborted_exercise_tells_so_on_its_pages() {
    let table = Table::laid().await;
    let (home, message) = table.paths("airport", "cam").await;
    table.command(table.directing(), CommandBody::AbortExercise { exercise: "spring".into() }).await;
    table.wait(1).await;
    let page = table.get(&home).await;
    assert!(page.has("Exercise stopped: Spring exercise") && page.has("aborted"), "{}", page.body);
    assert!(!table.get(&message).await.has("<form"));
}

#[tokio::test]
async fn every_answer_carries_the_protecting_headers() {
    let table = Table::laid().await;
    let (home, message) = table.paths("ministry", "ann").await;
    let pages = [
        (200, table.get(&home).await),
        (200, table.get(&message).await),
        (200, table.get("/healthz").await),
        (303, table.post(&format!("{message}/acknowledge"), "").await),
        (404, table.get("/nowhere").await),
        (404, table.get("/p/unknown").await),
        (405, table.post(&home, "").await),
        (413, table.post(&format!("{message}/answer"), &field(&"x".repeat(300_000))).await),
    ];
    for (status, page) in pages {
        assert_eq!(page.status, status);
        for (name, value) in [
            ("cache-control", "no-store"),
            ("referrer-policy", "no-referrer"),
            ("x-content-type-options", "nosniff"),
            ("connection", "close"),
        ] {
            assert_eq!(page.header(name), Some(value), "{status}: {name}");
        }
        let policy = page.header("content-security-policy").expect("there is one");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("script-src"), "{policy}");
        assert_eq!(page.header("set-cookie"), None);
    }
}

#[tokio::test]
async fn what_people_write_is_never_markup() {
    let table = Table::laid().await;
    let (home, message) = table.paths("ministry", "ann").await;
    let typed = "</textarea><script>alert('answer')</script>";
    table.post(&format!("{message}/answer"), &field(typed)).await;
    let refused = table.post(&format!("{message}/answer"), &field(&format!("{typed}{}", "x".repeat(20_000)))).await;
    assert!(refused.has("&lt;/textarea&gt;&lt;script&gt;"), "{}", refused.body);
    for page in [table.get(&home).await, table.get(&message).await, refused] {
        for markup in ["<script", "<img", "<office>", "</pre><script"] {
            assert!(!page.has(markup), "{markup} in {}", page.body);
        }
        assert!(page.has("&lt;script&gt;alert(1)"), "{}", page.body);
    }
    let tricky = table.get("/p/%22%3E%3Cscript%3E/%22%3E%3Cscript%3E").await;
    assert!(tricky.status == 404 && !tricky.has("<script"));
}

#[tokio::test]
async fn pages_are_marked_and_in_the_players_language() {
    let table = Table::laid().await;
    for (organisation, player, marking, others) in [
        ("ministry", "ann", "【演習・演習・演習】", ["Milestones", "Your messages", "Acknowledge", "due T+"]),
        ("airport", "cam", "EXERCISE EXERCISE EXERCISE", ["マイルストーン", "受信一覧", "受領", "期限"]),
    ] {
        let (home, message) = table.paths(organisation, player).await;
        let inbox = table.get(&home).await;
        let refused = table.post(&format!("{message}/answer"), "other=1").await;
        for page in [&inbox, &table.get(&message).await, &refused] {
            let head = page.body.find("<main>").expect("it is a page");
            assert!(page.body[..head].contains(&format!("<b>{marking}</b>")), "marked above");
            assert!(page.body[head..].contains(&format!("<b>{marking}</b>")), "marked below");
            assert!(page.has("control@ministry.example, ext. 5501"));
            assert!(!others.iter().any(|word| page.has(word)), "{}", page.body);
        }
    }
    let (home, _) = table.paths("ministry", "ann").await;
    let inbox = table.get(&home).await;
    assert!(inbox.has("初動仮説</b>") && inbox.has("期限 T+24:00（2026-10-17 09:00 Asia/Tokyo）"), "{}", inbox.body);
    assert!(inbox.has("想定時刻 T+02:00") && inbox.has("2026-10-16 09:30 Asia/Tokyo"), "{}", inbox.body);
    table.wait(23).await;
    let (home, _) = table.paths("airport", "cam").await;
    let inbox = table.get(&home).await;
    assert!(inbox.has("overdue") && inbox.has("Initial hypothesis") && inbox.has("due T+24:00<"), "{}", inbox.body);
    assert!(inbox.has("2026-10-16 02:30 Europe/Paris"), "{}", inbox.body);
}

#[tokio::test]
async fn pages_keep_the_secrets_of_the_script() {
    let table = Table::laid().await;
    for (organisation, player) in [("ministry", "ann"), ("ministry", "ben"), ("airport", "cam")] {
        let (home, message) = table.paths(organisation, player).await;
        for path in [home, message] {
            let page = table.get(&path).await;
            assert!(page.status == 200 && !page.has("SECRET"), "{}", page.body);
        }
    }
}

#[tokio::test]
async fn behind_a_proxy_with_a_path_the_pages_point_there() {
    let table = Table::laid_with(&SETTINGS.replace("http://play.example", "https://host.example/play")).await;
    let (home, message) = table.paths("ministry", "ann").await;
    assert!(table.get(&home).await.has(&format!("href=\"/play{message}\"")));
    let page = table.get(&message).await;
    assert!(page.has(&format!("href=\"/play{home}\"")) && page.has(&format!("action=\"/play{message}/answer\"")));
    let done = table.post(&format!("{message}/acknowledge"), "").await;
    assert_eq!(done.header("location"), Some(format!("/play{message}").as_str()));
}

#[tokio::test]
async fn health_is_json_and_names_nobody() {
    let table = Table::laid().await;
    let page = table.get("/healthz").await;
    assert_eq!((page.status, page.header("content-type")), (200, Some("application/json")));
    assert!(page.has("\"status\":\"ok\"") && page.has("\"exercises\":1"), "{}", page.body);
    assert!(!page.has("ministry") && !page.has("spring"), "{}", page.body);
}

#[tokio::test]
async fn huge_headers_and_silent_crowds_do_not_stop_the_server() {
    let table = Table::laid().await;
    let huge = format!("x-huge: {}\r\n", "a".repeat(2_000_000));
    let page = table.ask("GET", "/healthz", &huge, "").await;
    assert!(page.status == 431 || page.status == 0, "{}", page.status);
    let page = table.ask("GET", "/healthz", &"x-many: 1\r\n".repeat(5_000), "").await;
    assert!(page.status == 431 || page.status == 0, "{}", page.status);
    let mut crowd = Vec::new();
    for _ in 0..200 {
        let mut stream = TcpStream::connect(table.address).await.unwrap();
        stream.write_all(b"GET /healthz HTTP/1.1\r\nx-slow: ").await.unwrap();
        crowd.push(stream);
    }
    let page = tokio::time::timeout(Duration::from_secs(5), table.get("/healthz")).await.expect("there is room");
    assert_eq!(page.status, 200);
}
