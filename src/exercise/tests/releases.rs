//! Releases: who gets what, and how it reads.

use crate::exercise::fixture::{Table, after, elapsed, facts, workspace};
use crate::model::{Change, Channel, ClockId, DeliveryPhase, Fact, InjectPhase, StepWork, Text};

#[test]
fn every_player_gets_one_delivery_per_channel_in_their_own_language() {
    let mut table = Table::rehearsing();
    table.release("I-010", "tokyo", after(30));
    assert_eq!(table.deliveries.len(), 2 * 2, "two players of the team, two channels; the desk gets nothing");
    let aoki = table.delivery("I-010", "aoki", Channel::Mail);
    assert_eq!(aoki.sender, "当直");
    assert_eq!(aoki.subject, "tokyo組織で不審なログイン");
    assert!(aoki.body.starts_with("Mx aoki様\nportal.exampleを参照。2026年10月24日\n"), "{}", aoki.body);
    let baba = table.delivery("I-010", "baba", Channel::Mail);
    assert_eq!(baba.subject, "Odd log-ins at The tokyo");
    assert!(baba.body.starts_with("Dear Mx baba,\nsee portal.example. 24 October 2026\n"), "{}", baba.body);
    assert_eq!(baba.attachments, [("proxy.txt".to_owned(), "GET portal.example".to_owned())]);
}

#[test]
fn the_date_in_a_text_is_the_exercise_date_at_the_place() {
    let mut table = Table::started(workspace(), 60_000);
    // 960 minutes of exercise time after 17:00 in Tokyo.
    table.release("I-020", "tokyo", after(16));
    assert!(table.delivery("I-020", "baba", Channel::Mail).body.contains("25 October 2026"));
}

#[test]
fn what_is_kept_of_a_message_holds_no_link() {
    let mut table = Table::rehearsing();
    table.release("I-010", "tokyo", after(30));
    for channel in [Channel::Mail, Channel::Page] {
        assert!(!table.delivery("I-010", "baba", channel).body.contains("/p/"));
    }
}

#[test]
fn mail_waits_on_the_wire_and_pages_are_there_at_once() {
    let mut table = Table::rehearsing();
    let changes = table.release("I-010", "tokyo", after(30));
    let mail = table.delivery("I-010", "aoki", Channel::Mail);
    assert_eq!((mail.phase, mail.sent_at), (DeliveryPhase::Due, None));
    let step = table.steps.iter().find(|step| step.key == format!("deliver/{}", mail.key)).unwrap();
    assert_eq!((step.clock, step.due), (ClockId::wire(1), after(30).as_ms()));
    assert_eq!(step.work, StepWork::Deliver { run: 1, key: mail.key });
    let page = table.delivery("I-010", "aoki", Channel::Page);
    assert_eq!((page.phase, page.sent_at), (DeliveryPhase::Sent, Some(after(30))));
    let sent = facts(&changes).into_iter().filter(|fact| matches!(fact, Fact::DeliverySent { .. })).count();
    assert_eq!(sent, 2);
    assert!(!table.steps.iter().any(|step| step.key == format!("deliver/{}", page.key)));
}

#[test]
fn a_rehearsal_writes_to_the_sink_and_a_live_exercise_to_the_player() {
    let mut rehearsal = Table::rehearsing();
    rehearsal.release("I-010", "tokyo", after(30));
    assert_eq!(rehearsal.delivery("I-010", "aoki", Channel::Mail).address, "rehearsal+aoki@rehearsal.invalid");
    let mut live = Table::live();
    live.release("I-010", "tokyo", after(30));
    assert_eq!(live.delivery("I-010", "aoki", Channel::Mail).address, "aoki@players.example");
    assert_eq!(live.delivery("I-010", "aoki", Channel::Page).address, "aoki");
    assert!(live.deliveries.keys().all(|key| !rehearsal.deliveries.contains_key(key)), "no key is shared");
}

#[test]
fn an_inject_is_released_to_an_organisation_once() {
    let mut table = Table::rehearsing();
    assert!(!table.release("I-010", "tokyo", after(30)).is_empty());
    assert_eq!(table.release("I-010", "tokyo", after(31)), Vec::<Change>::new());
    assert!(!table.release("I-010", "paris", after(31)).is_empty(), "the other organisation has its own");
    for (inject, organisation) in [("I-050", "paris"), ("I-040", "tokyo"), ("I-010", "harbour"), ("I-999", "tokyo")] {
        assert_eq!(table.release(inject, organisation, after(32)), Vec::<Change>::new(), "{inject} to {organisation}");
    }
}

#[test]
fn the_fact_tells_due_and_real_time_and_names_no_player() {
    let mut workspace = workspace();
    workspace.scenarios[0].injects[0].subject =
        Text::new("{{ player }} of {{ organisation }}", "{{ organisation }}の{{ player }}");
    let mut table = Table::started(workspace, 1000);
    let changes = table.release("I-010", "tokyo", after(33));
    let Some(Fact::InjectReleased { due, at_exercise, subject, expected, .. }) = facts(&changes).into_iter().next() else {
        panic!("the release comes first")
    };
    assert_eq!((due, at_exercise), (elapsed("T+00:30"), elapsed("T+00:33")));
    assert_eq!(subject, Text::new("… of The tokyo", "tokyo組織の…"));
    assert_eq!(expected, Some(Text::new("The tokyo calls the desk", "tokyo組織が窓口に電話する")));
    let row = table.state.injects.iter().find(|row| row.released.is_some()).unwrap();
    assert_eq!((row.phase, row.released), (InjectPhase::Released, Some(elapsed("T+00:33"))));
}

#[test]
fn the_same_release_decided_twice_is_the_same_to_the_byte() {
    let decide = || Table::rehearsing().release("I-010", "tokyo", after(30));
    assert_eq!(decide(), decide());
}
