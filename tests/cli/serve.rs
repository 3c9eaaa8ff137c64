//! One writer: what a second one gets, how commands reach the first one, and how it stops.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use crate::sandbox::Sandbox;
use crate::serving::Serving;

const ORDER: [&str; 8] = ["posture", "order", "--level", "watch", "--until", "2099-01-01T00:00", "--reason", "x"];

#[test]
fn a_second_serve_is_refused_and_told_who_the_first_is() {
    let sandbox = Sandbox::small();
    let serving = Serving::start(&sandbox);
    let pid = serving.pid().to_string();
    assert!(serving.first_line().contains(&pid), "{}", serving.first_line());
    sandbox.run(&["serve"]).exits(3).complains(&format!("process {pid}"));
    sandbox.ja(&["serve"]).exits(3).complains("プロセス").complains(&pid);
    sandbox.run(&["doctor"]).exits(0).says(&format!("process {pid}"));
    sandbox.run(&["restore", "nothing.db"]).exits(3).complains(&format!("process {pid}"));
    let (status, said) = serving.stop();
    assert_eq!(status.code(), Some(0));
    assert!(said.contains("stopped"), "{said}");
    assert!(!sandbox.path("standto.sock").exists());
}

#[test]
fn commands_go_to_the_serve_that_runs_and_are_answered() {
    let sandbox = Sandbox::small();
    let serving = Serving::start(&sandbox);
    let olga = sandbox.operator();
    sandbox.by(&olga, &ORDER).exits(0).says("Order o-1");
    sandbox.by("wrong", &ORDER).exits(3).complains("personal token");
    sandbox.run(&["posture", "status"]).exits(0).says("order/o-1");
    sandbox.run(&["journal", "verify"]).exits(0).says("journal intact");
    sandbox.run(&["backup", "copy.db"]).exits(0).says("verifies");
    let mode = std::os::unix::fs::PermissionsExt::mode(
        &sandbox.path("standto.sock").metadata().expect("the socket is there").permissions(),
    );
    assert_eq!(mode & 0o777, 0o600);
    serving.stop();
    sandbox.by(&olga, &["posture", "stand", "o-1"]).exits(0);
}

#[test]
fn many_commands_at_once_are_all_answered() {
    let sandbox = Sandbox::small();
    let olga = sandbox.operator();
    let mut running: Vec<_> = (0..6)
        .map(|_| {
            let mut command = sandbox.command(&ORDER);
            command.env("STANDTO_TOKEN", &olga).stdout(std::process::Stdio::null());
            command.spawn().expect("the program starts")
        })
        .collect();
    for child in &mut running {
        assert_eq!(child.wait().expect("it ends").code(), Some(0));
    }
    let orders = sandbox.run(&["posture", "status", "--format", "json"]).exits(0).json();
    let windows = orders["windows"].as_array().expect("a list");
    let count = windows.iter().filter(|window| window["window"].as_str().is_some_and(|id| id.starts_with("order/"))).count();
    assert_eq!(count, 6, "{orders}");
}

#[test]
fn the_pages_answer_and_health_names_nobody() {
    let sandbox = Sandbox::small();
    let serving = Serving::start(&sandbox);
    let mut stream = TcpStream::connect(serving.address()).expect("the pages take connections");
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expect("it takes the request");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("\"status\":\"ok\""), "{answer}");
    serving.stop();
}

#[test]
fn a_port_that_is_taken_is_named() {
    let sandbox = Sandbox::small();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = taken.local_addr().expect("it has an address").to_string();
    sandbox.edit("standto.toml", "127.0.0.1:0", &address);
    sandbox.run(&["serve"]).exits(1).complains(&address).complains("[web] listen");
    sandbox.ja(&["serve"]).exits(1).complains(&address).complains("[web] listen");
}

#[test]
fn serve_starts_on_the_last_revision_when_the_files_have_faults() {
    let sandbox = Sandbox::small();
    sandbox.operator();
    sandbox.edit("roster.toml", "desk@office.example", "desk@@office.example");
    let serving = Serving::start(&sandbox);
    let log = sandbox.read("serve.log");
    assert!(log.contains("roster.toml:4") && log.contains("stays in force"), "{log}");
    assert!(!log.contains('\u{1b}'), "a log in a file has no colours: {log}");
    serving.stop();
}
