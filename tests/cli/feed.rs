//! The calendar feed of windows: what calendars of others are told, and that every change counts up and is remembered.

use crate::sandbox::Sandbox;
use crate::serving::{Serving, until};

/// At an instant at which only what is recorded has another stamp.
const FAR: &str = "2098-12-01T00:00:00Z";
const FAR_STAMP: &str = "DTSTAMP:20981201T000000Z";

fn feed(sandbox: &Sandbox) -> String {
    sandbox.run(&["plan", "--format", "ics", "--now", FAR]).exits(0).out
}

fn has_recorded(sandbox: &Sandbox, lines: &[&str]) -> bool {
    let feed = feed(sandbox);
    !feed.contains(FAR_STAMP) && lines.iter().all(|line| feed.contains(&format!("{line}\r\n")))
}

#[test]
fn the_feed_needs_no_database_and_speaks_both_languages() {
    let sandbox = Sandbox::small();
    let ics = ["plan", "--format", "ics", "--now", "2027-06-10T09:00:00+09:00"];
    let told = sandbox.run(&ics).exits(0).says("SUMMARY;LANGUAGE=en:watch: Trade talks\r\n").says("SEQUENCE:0\r\n");
    told.says("STATUS:CONFIRMED\r\n").says("DTSTART:20270607T070000Z\r\n").never_says("METHOD").never_says("talks/2027");
    sandbox.ja(&ics).exits(0).says("LANGUAGE=ja:注意態勢").says("通商交渉");
    let later = ["--from", "2027-08-01"];
    sandbox.run(&[&ics[..], &later].concat()).exits(0).says("END:VCALENDAR").never_says("BEGIN:VEVENT");
    sandbox.run(&[&ics[..], &["--titles", "full"]].concat()).exits(2).complains("--format svg");
    assert!(!sandbox.path("standto.db").exists(), "looking changes nothing");
}

/// The names of a feed's entries.
fn uids(feed: &str) -> Vec<&str> {
    feed.lines().filter_map(|line| line.strip_prefix("UID:")).map(str::trim_end).collect()
}

#[test]
fn entries_keep_their_names_and_two_workspaces_share_none() {
    use std::os::unix::fs::PermissionsExt as _;
    let (ours, theirs) = (Sandbox::small(), Sandbox::small());
    let ics = |sandbox: &Sandbox| sandbox.run(&["plan", "--format", "ics", "--now", "2027-06-10T09:00:00+09:00"]).exits(0).out;
    let (first, other) = (ics(&ours), ics(&theirs));
    assert!(!uids(&first).is_empty() && uids(&first).iter().all(|uid| uid.len() == 16 + "@standto".len()), "{first}");
    assert_eq!(uids(&ics(&ours)), uids(&first), "a subscriber knows each entry again");
    ours.operator();
    assert_eq!(uids(&ics(&ours)), uids(&first), "also when a database is made");
    assert!(uids(&other).iter().all(|uid| !uids(&first).contains(uid)), "who guesses an event cannot confirm it");
    let mode = std::fs::metadata(ours.path("standto.key")).expect("the key's file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn approval_and_an_early_end_count_up_and_a_restart_does_not() {
    let sandbox = Sandbox::small();
    let olga = sandbox.operator();
    let ben = sandbox.colleague(&olga, "ben", "approver");
    let order = ["posture", "order", "--level", "elevated", "--until", "2099-01-01T00:00", "--reason", "A delegation leaves"];
    sandbox.by(&olga, &order).exits(0);
    let serving = Serving::start(&sandbox);
    until("the window is recorded", || has_recorded(&sandbox, &["SEQUENCE:0", "STATUS:TENTATIVE"]));
    assert!(!feed(&sandbox).contains("delegation"), "a reason is for those who approve");
    sandbox.by(&ben, &["posture", "approve", "order/o-1"]).exits(0);
    until("the approval counts up", || has_recorded(&sandbox, &["SEQUENCE:1", "STATUS:CONFIRMED"]));
    serving.stop();
    let before = feed(&sandbox);
    let serving = Serving::start(&sandbox);
    until("it serves again", || sandbox.run(&["posture", "status"]).code == Some(0));
    assert_eq!(feed(&sandbox), before);
    sandbox.by(&olga, &["posture", "stand", "o-1"]).exits(0);
    // It is over by then, so the feed is read as of today.
    let told = || sandbox.run(&["plan", "--format", "ics"]).exits(0).out;
    until("its new end counts up", || told().contains("SEQUENCE:2\r\n") && !told().contains("DTEND:20981231T150000Z"));
    serving.stop();
}
