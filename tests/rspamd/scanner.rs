//! A real rspamd of its own: configuration, maps and data in the sandbox, on free ports of the loopback, without the network.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use standto::clock::Clock;
use standto::time::Timestamp;

use crate::sandbox::Sandbox;
use crate::serving::pause;

/// Registered five days ago, for the tests.
const YOUNG: &str = "summit-agenda.com";
const OLD: &str = "wikipedia.org";

const CHIEF: &str = "chief@office.example";

/// Modules that ask the network.
const ONLINE: &[&str] = &[
    "rbl",
    "surbl",
    "phishing",
    "asn",
    "fuzzy_check",
    "rspamd_update",
    "greylist",
    "neural",
    "mx_check",
    "spf",
    "dkim",
    "dmarc",
    "arc",
    "url_redirector",
    "dkim_signing",
    "history_redis",
];

pub(crate) fn in_seconds(seconds: i64) -> Timestamp {
    Clock::Wall.now().plus_ms(seconds * 1000)
}

/// A message as a mail server hands it over.
pub(crate) struct Mail {
    from: String,
    to: Vec<&'static str>,
    text: String,
}

impl Mail {
    /// A young domain, a link, and a thread that nobody here began.
    pub(crate) fn lure() -> Self {
        let text = format!(
            "From: Summit office <agenda@{YOUNG}>\r\nTo: <chief@office.example>\r\nSubject: =?UTF-8?B?6K2w6aGM?= and talking points\r\n\
             Message-ID: <lure-1@{YOUNG}>\r\nIn-Reply-To: <never@office.example>\r\nDate: Tue, 24 Nov 2026 20:00:00 +0000\r\n\
             MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nPlease see https://docs.{YOUNG}/agenda today.\r\n"
        );
        Self { from: format!("agenda@{YOUNG}"), to: vec![CHIEF], text }
    }

    pub(crate) fn ordinary() -> Self {
        let text = format!(
            "From: Colleague <someone@{OLD}>\r\nTo: <chief@office.example>\r\nSubject: Lunch\r\nMessage-ID: <plain-1@{OLD}>\r\n\
             Date: Tue, 24 Nov 2026 20:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
             Shall we have lunch at twelve?\r\n"
        );
        Self { from: format!("someone@{OLD}"), to: vec![CHIEF], text }
    }

    /// The same message for others.
    pub(crate) fn to(self, to: &[&'static str]) -> Self {
        Self { to: to.to_vec(), ..self }
    }

    /// A message with nothing about it but its sender, subject and perhaps an attachment of this name.
    pub(crate) fn plain(from: &str, subject: &str, attachment: Option<&str>) -> Self {
        let head = format!(
            "From: Somebody <{from}>\r\nTo: <{CHIEF}>\r\nSubject: {subject}\r\nMessage-ID: <plain-2@{OLD}>\r\n\
             Date: Tue, 24 Nov 2026 20:00:00 +0000\r\nMIME-Version: 1.0\r\n"
        );
        let body = "Content-Type: text/plain; charset=utf-8\r\n\r\nAs we said.\r\n";
        let text = match attachment {
            None => format!("{head}{body}"),
            Some(name) => format!(
                "{head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n{body}--b\r\n\
                 Content-Type: application/octet-stream; name=\"{name}\"\r\n\
                 Content-Disposition: attachment; filename=\"{name}\"\r\n\r\nx\r\n--b--\r\n"
            ),
        };
        Self { from: from.to_owned(), to: vec![CHIEF], text }
    }
}

/// What the scanner made of a message.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) action: String,
    symbols: Value,
}

impl Verdict {
    pub(crate) fn has(&self, symbol: &str) -> bool {
        self.symbols.get(symbol).is_some()
    }

    pub(crate) fn options(&self, symbol: &str) -> Vec<String> {
        let options = self.symbols[symbol]["options"].as_array().cloned().unwrap_or_default();
        options.iter().filter_map(|option| option.as_str().map(str::to_owned)).collect()
    }
}

/// A running rspamd; killed when dropped.
pub(crate) struct Scanner {
    child: Child,
    worker: u16,
}

impl Scanner {
    /// A workspace whose mail filter it is, with the rules installed; maps are replaced by rename. None where there is no rspamd.
    pub(crate) fn start() -> Option<(Sandbox, Self)> {
        Self::reached(|_| "maps = \"maps\"".to_owned(), "maps")
    }

    /// The same, with maps that are written through the controller.
    pub(crate) fn remote() -> Option<(Sandbox, Self)> {
        let controller =
            |port| format!("controller = {{ url = \"http://127.0.0.1:{port}\", password = {{ file = \"word\" }} }}");
        Self::reached(controller, "rspamd/maps.d")
    }

    fn reached(maps: impl Fn(u16) -> String, directory: &str) -> Option<(Sandbox, Self)> {
        if Command::new("rspamd").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
            assert!(!is_ci(), "CI must have rspamd");
            say("skipped: no rspamd");
            return None;
        }
        let sandbox = Sandbox::small();
        let [worker, controller] = [free_port(), free_port()];
        sandbox.edit(
            "standto.toml",
            "driver = \"file\"\npath = \"controls/mx1.toml\"\nformat = \"toml\"",
            &format!(
                "driver = \"rspamd\"\n{}\nworkers = [\"http://127.0.0.1:{worker}\"]\ndomains = [\"office.example\"]",
                maps(controller)
            ),
        );
        sandbox.write("word", "write\n");
        let group = "[[group]]\nid = \"delegation\"\nmembers = [\"chief@office.example\"]\n\n[[approval]]";
        sandbox.edit("standto.toml", "[[approval]]", group);
        configure(&sandbox, worker, controller);
        let config = sandbox.path("rspamd").display().to_string();
        sandbox.run(&["posture", "install", "rspamd", "--config", &config]).exits(0).says("written").says("Restart rspamd");
        let map = format!("{directory}/local_policy_ages.map");
        let ages = sandbox.read(&map);
        let young = in_seconds(-5 * 86_400).as_ms() / 1000;
        sandbox.write(&map, &format!("{ages}{YOUNG} {young}\n{OLD} 980000000\n"));
        let child = spawn(&sandbox);
        let scanner = Self { child, worker };
        for _ in 0..600 {
            if post(worker, "GET", "/ping", &[], "").is_some() {
                return Some((sandbox, scanner));
            }
            pause(Duration::from_millis(100));
        }
        panic!("rspamd does not answer: {}", sandbox.read("rspamd.log"));
    }

    pub(crate) fn scan(&self, mail: &Mail) -> Verdict {
        let mut headers = vec![("From", mail.from.as_str()), ("IP", "203.0.113.7"), ("Helo", "mail.wikipedia.org")];
        headers.extend(mail.to.iter().map(|to| ("Rcpt", *to)));
        let answer = post(self.worker, "POST", "/checkv2", &headers, &mail.text).expect("rspamd answers");
        let answer: Value = serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{error}: {answer}"));
        Verdict { action: answer["action"].as_str().unwrap_or_default().to_owned(), symbols: answer["symbols"].clone() }
    }
}

/// Puts a file in the place of another, as every writer of maps must.
pub(crate) fn put(sandbox: &Sandbox, name: &str, text: &str) {
    sandbox.write(&format!("{name}.new"), text);
    std::fs::rename(sandbox.path(&format!("{name}.new")), sandbox.path(name)).expect("the file can be put there");
}

impl Drop for Scanner {
    fn drop(&mut self) {
        // The main process ends its workers only when it is asked to.
        let pid = rustix::process::Pid::from_child(&self.child);
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        let _ = self.child.wait();
    }
}

#[expect(clippy::print_stdout, reason = "whoever runs the tests reads it")]
fn say(line: &str) {
    println!("{line}");
}

/// When, and the action that a lure and an ordinary message got.
pub(crate) fn print_table(rows: &[(&str, String, String)]) {
    for (when, lure, ordinary) in rows {
        say(&format!("{when:22} {lure:12} {ordinary}"));
    }
}

fn is_ci() -> bool {
    std::env::var_os("CI").is_some()
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener.local_addr().expect("it is bound").port()
}

fn configure(sandbox: &Sandbox, worker: u16, controller: u16) {
    let local = |name: &str, text: &str| sandbox.write(&format!("rspamd/local.d/{name}"), text);
    for module in ONLINE {
        local(&format!("{module}.conf"), "enabled = false;\n");
    }
    let dead = free_port();
    let dns =
        format!("dns {{ nameserver = [\"127.0.0.1:{dead}\"]; timeout = 0.1s; retransmits = 1; }}\ndisable_hyperscan = true;\n");
    local("options.inc", &dns);
    local("worker-normal.inc", &format!("bind_socket = \"127.0.0.1:{worker}\"; count = 1;\n"));
    local(
        "worker-controller.inc",
        &format!(
            "bind_socket = \"127.0.0.1:{controller}\"; password = \"read\"; enable_password = \"write\"; secure_ip = \"\";\n"
        ),
    );
    local("worker-proxy.inc", "enabled = false;\n");
    let log = sandbox.path("rspamd.log").display().to_string();
    local("logging.inc", &format!("type = \"file\"; filename = \"{log}\"; level = \"info\";\n"));
    for directory in ["db", "run"] {
        std::fs::create_dir_all(sandbox.path(directory)).expect("a directory can be made");
    }
}

fn spawn(sandbox: &Sandbox) -> Child {
    let mut command = Command::new("rspamd");
    command.args(["-f", "-c", "/etc/rspamd/rspamd.conf"]);
    if rustix::process::geteuid().is_root() {
        // The sandbox is root's alone.
        command.args(["--insecure", "-u", "root", "-g", "root"]);
    }
    for (name, directory) in [("LOCAL_CONFDIR", "rspamd"), ("DBDIR", "db"), ("RUNDIR", "run"), ("LOGDIR", "run")] {
        command.arg(format!("--var={name}={}", sandbox.path(directory).display()));
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("rspamd starts")
}

/// The body of a successful answer; None when there is none.
fn post(port: u16, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    let headers = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect::<Vec<_>>().concat();
    let length = body.len();
    let request =
        format!("{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let answer = String::from_utf8(answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    head.starts_with("HTTP/1.1 200").then(|| body.to_owned())
}
