//! `exercise abort`: over the socket, without a `serve`, and when the socket is dead.

use crate::exercise::{running, status};
use crate::sandbox::Sandbox;
use crate::serving::{Serving, until};

#[test]
fn an_abort_needs_no_serve() {
    let (sandbox, olga, _) = running();
    sandbox.by(&olga, &["exercise", "abort", "spring"]).exits(0).says("ENDEX");
    assert_eq!(status(&sandbox)["phase"], "aborted");
    sandbox.by(&olga, &["exercise", "abort", "spring"]).exits(3).complains("aborted").complains("report aar");
    sandbox.ja(&["exercise", "status", "spring"]).exits(0).says("停止中");
    assert!(!sandbox.path("ENDEX").exists());
}

#[test]
fn an_abort_over_the_socket_sends_a_correction() {
    let (sandbox, olga, _) = running();
    let serving = Serving::start(&sandbox);
    until("the first message is sent", || mails(&sandbox) == 1);
    sandbox.by(&olga, &["exercise", "abort", "spring"]).exits(0).says("1 correction will");
    until("the correction is sent", || mails(&sandbox) == 2);
    serving.stop();
}

#[test]
fn with_a_dead_socket_the_file_endex_stops_every_exercise() {
    for lang in ["en", "ja"] {
        let (sandbox, olga, _) = running();
        let serving = Serving::start(&sandbox);
        let pid = serving.pid().to_string();
        std::fs::remove_file(sandbox.path("standto.sock")).expect("the socket is there");
        let run = sandbox.by(&olga, &["--lang", lang, "exercise", "abort", "spring"]).exits(0);
        let run = run.complains(&pid).says("ENDEX");
        assert_eq!(run.out.contains("作成しました"), lang == "ja", "{}", run.out);
        assert_eq!(status(&sandbox)["phase"], "aborted");
        assert!(!sandbox.path("ENDEX").exists() && sandbox.path("ENDEX.done").exists());
        assert_eq!(serving.stop().0.code(), Some(0));
        sandbox.run(&["journal", "verify"]).exits(0);
    }
}

#[test]
fn an_engine_that_hangs_has_endex_before_it_when_it_starts_again() {
    let (sandbox, olga, _) = running();
    // Somebody holds the lock and neither answers nor looks.
    let lock = standto::store::WorkspaceLock::take(sandbox.root()).expect("the lock is free");
    let run = sandbox.by(&olga, &["exercise", "abort", "spring"]).exits(1);
    run.complains(&std::process::id().to_string()).complains("nobody has seen it yet").complains("end the process");
    assert!(sandbox.path("ENDEX").exists());
    drop(lock);
    let serving = Serving::start(&sandbox);
    assert_eq!(status(&sandbox)["phase"], "aborted");
    serving.stop();
    assert_eq!(mails(&sandbox), 0);
}

#[test]
fn an_abort_that_is_refused_stops_nothing() {
    let (sandbox, _, _) = running();
    sandbox.by("wrong", &["exercise", "abort", "spring"]).exits(3).complains("personal token");
    sandbox.run(&["exercise", "abort", "autumn"]).exits(3);
    assert!(!sandbox.path("ENDEX").exists());
    assert_eq!(status(&sandbox)["phase"], "running");
}

fn mails(sandbox: &Sandbox) -> usize {
    sandbox.files().iter().filter(|file| file.starts_with("outbox/")).count()
}
