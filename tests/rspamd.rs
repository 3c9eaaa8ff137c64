//! A real rspamd holds mail while windows are open and at no other time. Skipped where no rspamd is installed; in CI that fails.

#[path = "cli/sandbox.rs"]
#[expect(dead_code, reason = "shared with the stories of the command line")]
mod sandbox;
#[path = "rspamd/scanner.rs"]
mod scanner;
#[path = "cli/serving.rs"]
#[expect(dead_code, reason = "shared with the stories of the command line")]
mod serving;

use std::time::Duration;

use sandbox::Sandbox;
use scanner::{Mail, Scanner};
use serving::{Serving, pause, until};

const HELD: &str = "quarantine";

/// The state of the ledger's one target.
fn state(sandbox: &Sandbox) -> String {
    let status = sandbox.run(&["posture", "status", "--format", "json"]).exits(0).json();
    status["ledger"][0]["state"].as_str().unwrap_or("none").to_owned()
}

/// An order for `elevated`, approved, until `seconds` from now.
fn ordered(sandbox: &Sandbox, olga: &str, ben: &str, id: &str, seconds: i64) {
    ordered_for(sandbox, olga, ben, id, seconds, &[]);
}

fn ordered_for(sandbox: &Sandbox, olga: &str, ben: &str, id: &str, seconds: i64, scope: &[&str]) {
    let end = scanner::in_seconds(seconds).to_string();
    let order = ["posture", "order", "--level", "elevated", "--until", &end, "--reason", "A delegation leaves"];
    sandbox.by(olga, &[&order[..], scope].concat()).exits(0).says(&format!("order/{id}"));
    sandbox.by(ben, &["posture", "approve", &format!("order/{id}")]).exits(0).says("1 of 1");
}

/// Must 1: no action, held, no action; an ordinary message is never touched; of two overlapping windows one is cancelled, still held.
#[test]
fn mail_is_held_while_a_window_is_open_and_at_no_other_time() {
    let Some((sandbox, scanner)) = Scanner::start() else { return };
    let olga = sandbox.operator();
    let ben = sandbox.colleague(&olga, "ben", "approver");
    let mut table = vec![("", "lure".to_owned(), "ordinary".to_owned())];
    let mut row = |when: &'static str| {
        let (lure, ordinary) = (scanner.scan(&Mail::lure()), scanner.scan(&Mail::ordinary()));
        table.push((when, lure.action.clone(), ordinary.action.clone()));
        assert_ne!(ordinary.action, HELD, "{when}: {ordinary:?}");
        assert!(!ordinary.has("LOCAL_POLICY_HOLD") && !ordinary.has("LOCAL_POLICY_TAG"), "{when}: {ordinary:?}");
        lure
    };
    assert_ne!(row("before").action, HELD);

    let serving = Serving::start(&sandbox);
    ordered(&sandbox, &olga, &ben, "o-1", 600);
    until("the window is open", || state(&sandbox) == "active");
    let during = row("one window");
    assert_eq!(during.action, HELD, "{during:?}");
    assert_eq!(during.options("LOCAL_POLICY_WINDOW").len(), 1, "{during:?}");

    ordered(&sandbox, &olga, &ben, "o-2", 900);
    until("both windows hold", || scanner.scan(&Mail::lure()).options("LOCAL_POLICY_WINDOW").len() == 2);
    assert_eq!(row("two windows").action, HELD);
    sandbox.by(&olga, &["posture", "stand", "o-1"]).exits(0);
    until("one window is gone", || scanner.scan(&Mail::lure()).options("LOCAL_POLICY_WINDOW").len() == 1);
    assert_eq!(row("one of two cancelled").action, HELD);

    sandbox.by(&olga, &["posture", "stand", "o-2"]).exits(0);
    until("nothing is changed any more", || state(&sandbox) == "none");
    let after = row("after");
    assert_ne!(after.action, HELD, "{after:?}");
    assert!(after.options("LOCAL_POLICY_WINDOW").is_empty(), "{after:?}");
    assert_eq!(sandbox.read("maps/local_policy_windows.map"), "# closed\n");
    drop(serving);
    scanner::print_table(&table);
}

/// Must 2: `serve` is killed during a window and never started again; the scanner stops holding by itself.
#[test]
fn the_scanner_stops_by_itself_when_nobody_is_left() {
    let Some((sandbox, scanner)) = Scanner::start() else { return };
    let olga = sandbox.operator();
    let ben = sandbox.colleague(&olga, "ben", "approver");
    let serving = Serving::start(&sandbox);
    let end = scanner::in_seconds(15);
    ordered(&sandbox, &olga, &ben, "o-1", 15);
    until("the window is open", || state(&sandbox) == "active");
    drop(serving);
    assert_eq!(scanner.scan(&Mail::lure()).action, HELD);
    while scanner::in_seconds(0) < end {
        pause(Duration::from_millis(100));
    }
    pause(Duration::from_secs(2));
    let after = scanner.scan(&Mail::lure());
    assert!(after.action != HELD && after.options("LOCAL_POLICY_WINDOW").is_empty(), "{after:?}");
    assert!(sandbox.read("maps/local_policy_windows.map").contains("young_days"), "nobody wrote the map again");
    sandbox.run(&["posture", "verify"]).exits(0);
}

/// A window whose scope is a group; the map is written through the controller.
#[test]
fn a_window_for_a_group_holds_mail_to_its_recipients_alone() {
    let Some((sandbox, scanner)) = Scanner::remote() else { return };
    let olga = sandbox.operator();
    let ben = sandbox.colleague(&olga, "ben", "approver");
    let serving = Serving::start(&sandbox);
    ordered_for(&sandbox, &olga, &ben, "o-1", 600, &["--scope", "delegation"]);
    until("the window is open", || state(&sandbox) == "active");
    assert_eq!(scanner.scan(&Mail::lure()).action, HELD);
    let other = scanner.scan(&Mail::lure().to(&["desk@office.example"]));
    assert!(other.action != HELD && !other.has("LOCAL_POLICY_TAG"), "{other:?}");
    let both = scanner.scan(&Mail::lure().to(&["desk@office.example", "chief@office.example"]));
    assert_eq!(both.action, HELD, "a scanner cannot split a message");

    // Somebody writes the map by hand: drift, then a conflict; nothing of theirs is written over.
    let map = "rspamd/maps.d/local_policy_windows.map";
    let edited = sandbox.read(map) + "# mine\n";
    sandbox.write(map, &edited);
    sandbox.run(&["posture", "verify"]).exits(4).says("DRIFT");
    sandbox.by(&olga, &["posture", "revert", "mx1"]).exits(3);
    assert_eq!((sandbox.read(map), state(&sandbox)), (edited, "conflict".to_owned()));
    drop(serving);
}

/// Each rule alone, by lines of the map as `posture` writes them: what it must catch, and what it must leave.
#[test]
fn each_rule_catches_what_it_is_for_and_leaves_the_rest() {
    let Some((sandbox, scanner)) = Scanner::start() else { return };
    let end = scanner::in_seconds(600).as_ms() / 1000;
    let mut number = 0;
    let mut judged = |settings: &[(&str, &str)], mail: &Mail| {
        number += 1;
        let lines: Vec<String> = settings.iter().map(|(name, value)| format!("{name} * 0 {end} w{number} {value}\n")).collect();
        scanner::put(&sandbox, "maps/local_policy_windows.map", &lines.concat());
        until("the map is read", || scanner.scan(mail).options("LOCAL_POLICY_WINDOW") == [format!("w{number}")]);
        let verdict = scanner.scan(mail);
        let rules = ["YOUNG_DOMAIN", "UNKNOWN_AGE", "REPLY_CHAIN", "LOOKALIKE", "LURE", "ATTACHMENT", "SCORE"];
        let spoke: Vec<&str> = rules.into_iter().filter(|rule| verdict.has(&format!("LOCAL_POLICY_{rule}"))).collect();
        (spoke, verdict.action == HELD, verdict.has("LOCAL_POLICY_TAG"))
    };
    let plain = |from: &str, subject: &str| Mail::plain(from, subject, None);
    let quiet = (Vec::new(), false, false);

    let ages = [("young_days", "14"), ("young_action", "hold"), ("unknown_age", "tag")];
    assert_eq!(judged(&ages, &Mail::ordinary()), quiet);
    assert_eq!(judged(&ages, &plain("a@debian.org", "Lunch")), (vec!["UNKNOWN_AGE"], false, true));
    let (known, lines) =
        (sandbox.read("maps/local_policy_ages.map"), "# nobody filled it\nexample.org 32503680000\nexample.net 0\n");
    scanner::put(&sandbox, "maps/local_policy_ages.map", lines);
    until("the ages are gone", || judged(&ages, &plain("a@debian.org", "Lunch")) == quiet);
    scanner::put(&sandbox, "maps/local_policy_ages.map", &known);

    scanner::put(&sandbox, "maps/local_policy_domains.map", "mail.foreign-office.org\nmofa.go.jp\n");
    let looks = [("lookalike_action", "tag"), ("lure_words", "note%20verbale,%E8%AD%B0%E9%A1%8C")];
    until("the domains are read", || judged(&looks, &plain("a@foreign-0ffice.org", "Lunch")).0 == ["LOOKALIKE"]);
    assert_eq!(judged(&looks, &plain("a@foreign-0ffice.org", "A Note Verbale")), (vec!["LOOKALIKE", "LURE"], true, false));
    assert_eq!(
        judged(&looks, &plain("a@foreign-0ffice.org", "=?UTF-8?B?6K2w6aGM?=")),
        (vec!["LOOKALIKE", "LURE"], true, false)
    );
    for known in ["a@foreign-office.org", "a@desk.foreign-office.org", "a@mof.go.jp", "a@wikipedia.org"] {
        assert_eq!(judged(&looks, &plain(known, "A note verbale")), quiet, "{known}");
    }

    let attached = [("hold_attachments", "iso,lnk")];
    assert_eq!(judged(&attached, &Mail::plain("a@wikipedia.org", "Plan", Some("plan.pdf"))), quiet);
    assert_eq!(judged(&attached, &Mail::plain("a@wikipedia.org", "Plan", Some("plan.ISO"))), (vec!["ATTACHMENT"], true, false));
    assert_eq!(judged(&[("hold_score", "1000")], &Mail::ordinary()), quiet);
    assert_eq!(judged(&[("hold_score", "0")], &Mail::ordinary()), (vec!["SCORE"], true, false));
    assert_eq!(judged(&[("reply_chain_action", "tag")], &Mail::lure()), (vec!["REPLY_CHAIN"], false, true));
}
