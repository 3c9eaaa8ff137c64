//! Nothing that outsiders or all staff read names a handled event: every artefact of a running workspace is searched.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};

use standto::clock::Clock;
use standto::time::Zone;

use crate::sandbox::Sandbox;
use crate::serving::{Serving, until};

/// What no artefact may hold: parts of titles, ids, sources of the handled events, and the reason of an order.
const SECRETS: [&str; 6] = ["Nightingale", "夜啼鳥", "zq-parley", "zqsource", "Warbler", "密使"];

/// Live handled events of every marking, with and without a cover name, and an open one.
fn calendar() -> String {
    let tokyo = Zone::named("Asia/Tokyo").expect("a zone");
    let day = tokyo.local(Clock::Wall.now()).date();
    let mut text = String::new();
    for (number, (handling, cover)) in
        [("green", true), ("green", false), ("amber", true), ("amber", false), ("red", true), ("red", false)].iter().enumerate()
    {
        let cover = if *cover {
            format!("cover_name = {{ en = \"Upkeep {number}\", ja = \"保守{number}\" }}\n")
        } else {
            String::new()
        };
        let _ = write!(
            text,
            "[[event]]\nid = \"zq-parley-{number}\"\ntitle = {{ en = \"Nightingale accord {number}\", ja = \"夜啼鳥協定{number}\" }}\n\
             class = \"negotiation\"\nstart = {day}\nzone = \"Asia/Tokyo\"\nhandling = \"{handling}\"\n\
             source = \"https://zqsource.example/{number}\"\n{cover}\n"
        );
    }
    let _ = write!(
        text,
        "[[event]]\nid = \"fair\"\ntitle = {{ en = \"Open fair\", ja = \"見本市\" }}\nclass = \"negotiation\"\nstart = {day}\n\
         zone = \"Asia/Tokyo\"\n"
    );
    text
}

/// Takes every post, answers 204, keeps what was said.
fn receiver() -> (u16, Arc<Mutex<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a port");
    let port = listener.local_addr().expect("it listens").port();
    let heard = Arc::new(Mutex::new(String::new()));
    let kept = Arc::clone(&heard);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut text = Vec::new();
            let mut part = [0; 4096];
            while let Ok(count) = stream.read(&mut part) {
                text.extend_from_slice(&part[..count]);
                let so_far = String::from_utf8_lossy(&text).into_owned();
                let length = so_far
                    .to_ascii_lowercase()
                    .split("content-length: ")
                    .nth(1)
                    .and_then(|rest| rest.lines().next()?.trim().parse().ok());
                let body = so_far.split_once("\r\n\r\n").map_or(0, |(_, body)| body.len());
                if count == 0 || length.is_some_and(|length: usize| body >= length) {
                    break;
                }
            }
            let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            kept.lock().expect("nobody panicked").push_str(&String::from_utf8_lossy(&text));
        }
    });
    (port, heard)
}

/// Every message of the outbox as people read it, encoded parts decoded.
fn mails(directory: &Path) -> String {
    let mut all = String::new();
    for entry in std::fs::read_dir(directory).into_iter().flatten().flatten() {
        let bytes = std::fs::read(entry.path()).unwrap_or_default();
        let raw = String::from_utf8_lossy(&bytes).into_owned();
        all.push_str(&raw);
        for part in raw.split("\r\n\r\n").chain(raw.split("=?utf-8?b?").skip(1)) {
            let compact: String = part.split("?=").next().unwrap_or_default().split_whitespace().collect();
            if let Ok(decoded) = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, compact) {
                all.push_str(&String::from_utf8_lossy(&decoded));
            }
        }
        all.push_str(&unquoted(&raw));
    }
    all
}

/// Quoted-printable to text.
fn unquoted(raw: &str) -> String {
    let joined = raw.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok()).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if let (b'=', Some(byte)) = (first, hex) {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn page(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("the pages take connections");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expect("it takes the request");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    answer
}

fn workspace(port: u16) -> Sandbox {
    let sandbox = Sandbox::small();
    sandbox.write("calendar/2027.toml", &calendar());
    let levels =
        "{ level = \"watch\", from = \"-7d\", until = \"+2d\" }, { level = \"elevated\", from = \"-3d\", until = \"+2d\" }";
    sandbox.edit("standto.toml", "{ level = \"watch\", from = \"-7d\", until = \"+1d\" }", levels);
    let hook = format!(
        "[[webhook]]\nid = \"desk\"\nurl = \"http://127.0.0.1:{port}/\"\nsecret = {{ file = \"hook.key\" }}\nallow_private = true\n\n[[policy]]"
    );
    sandbox.edit("standto.toml", "[[policy]]", &hook);
    let roster = sandbox.read("roster.toml");
    let ben = "[[person]]\nid = \"ben\"\nname = \"Ben\"\nmail = \"ben@office.example\"\nzone = \"Asia/Tokyo\"\nlang = \"ja\"\nroles = []\n";
    sandbox.write("roster.toml", &format!("{roster}\n{ben}"));
    sandbox.write("hook.key", "a secret of the webhook, long enough");
    sandbox
}

#[test]
fn no_artefact_for_outsiders_or_staff_names_a_handled_event() {
    let (port, heard) = receiver();
    let sandbox = workspace(port);
    let olga = sandbox.operator();
    let ben = sandbox.colleague(&olga, "ben", "approver");
    let dan = sandbox.colleague(&olga, "dan", "director");
    let plan = sandbox.run(&["plan", "--format", "json"]).exits(0).json();
    assert!(plan.to_string().contains("Nightingale") && plan.to_string().contains("zq-parley"), "the operator reads all");
    let serving = Serving::start(&sandbox);
    let order = ["posture", "order", "--level", "elevated", "--until", "2099-01-01T00:00", "--reason", "Warbler 密使"];
    sandbox.by(&olga, &order).exits(0);
    let windows = plan["windows"].as_array().expect("windows");
    let elevated = windows.iter().filter(|window| window["level"] == "elevated");
    for id in elevated.filter_map(|window| window["id"].as_str()).chain(["order/o-1"]) {
        sandbox.by(&ben, &["posture", "approve", id]).exits(0);
    }
    sandbox.by(&olga, &["exercise", "start", "spring", "--live"]).exits(0);
    sandbox.by(&dan, &["exercise", "approve", "spring"]).exits(0);
    let outbox = sandbox.path("outbox");
    until("tasks are asked, the exercise writes", || {
        let mails = mails(&outbox);
        mails.contains("posture done")
            && mails.contains("posture approve")
            && mails.contains("A notice")
            && mails.contains("Upkeep 0")
            && mails.contains("Reserved date")
    });
    until("the target is changed", || sandbox.read("controls/mx1.toml").contains("young_days = 14"));
    until("the webhook hears of it", || {
        let heard = heard.lock().expect("nobody panicked");
        heard.contains("window-approved") && heard.contains("posture-ordered") && heard.contains("control-verified")
    });
    // The live windows are asked for otherwise: what is proposed beside them waits.
    let elevated = "{ level = \"elevated\", from = \"-3d\", until = \"+2d\" }";
    sandbox.edit("standto.toml", elevated, &elevated.replace("+2d", "+3d"));
    sandbox.by(&olga, &["plan", "accept"]).exits(0);
    until("the webhook hears of the proposals", || {
        let heard = heard.lock().expect("nobody panicked");
        heard.matches("proposal-waits").count() >= 7
    });
    let mails = mails(&outbox);
    let link = mails.split("/p/").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a player's link");
    let player = page(&serving.address(), &format!("/p/{link}"));
    let address = serving.address();
    let mut artefacts = vec![("mail", mails.clone()), ("player page", player), ("health", page(&address, "/healthz"))];
    artefacts.push(("webhook", heard.lock().expect("nobody panicked").clone()));
    for lang in ["en", "ja"] {
        for format in ["svg", "ics"] {
            let told = sandbox.run(&["plan", "--format", format, "--lang", lang]).exits(0).out;
            assert!(told.contains("Open fair") || told.contains("見本市"), "{told}");
            artefacts.push((format, told.replace("\r\n ", "")));
        }
    }
    // The reference that a mail names is enough to say that the task is done.
    let done = mails.split("standto posture done ").skip(1).map(|rest| rest.lines().next().unwrap_or_default());
    let by_reference = done.filter_map(|line| line.split_once(' ')).find(|(window, _)| !window.contains('/'));
    let (window, rest) = by_reference.expect("a handled event's task");
    let measure = rest.split_whitespace().next().expect("a measure");
    sandbox.by(&olga, &["posture", "done", window, measure, "--evidence", "seen"]).exits(0);
    serving.stop();
    artefacts.push(("log", sandbox.read("serve.log")));
    artefacts.push(("target", sandbox.read("controls/mx1.toml")));
    for (name, text) in &artefacts {
        assert!(!text.is_empty() || *name == "log", "{name} is empty: nothing was searched");
        for secret in SECRETS {
            assert!(!text.contains(secret), "{name} names {secret}:\n{text}");
        }
    }
}
