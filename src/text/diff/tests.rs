//! Every kind of difference is said in both languages.

use super::*;
use crate::model::{
    Alteration, Bounds, Certainty, Class, Effect, EventAlteration, EventChange, EventTime, EventZone, Handling, Join,
    Precision, Recurrence, Scope, SettingChange, SettingValue, Standing, When,
};
use crate::time::{LocalDate, LocalDateTime, Timestamp, Zone};

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn event_time(from: &str, to: &str) -> EventTime {
    let local = |text| LocalDateTime::parse(text).unwrap();
    EventTime { when: When::Timed { start: local(from), end: local(to) }, zone: EventZone::Known(Zone::utc()) }
}

fn bounds() -> Bounds {
    Bounds { from: at("2027-06-11T07:00:00Z"), until: at("2027-06-17T16:00:00Z") }
}

fn alterations() -> Vec<Alteration> {
    let (playbook, measure) = (|| "mail".into(), || "hold".into());
    let later = Bounds { from: at("2027-06-12T07:00:00Z"), ..bounds() };
    let set = vec![
        SettingChange { name: "days".into(), from: Some(SettingValue::Integer(1)), to: Some(SettingValue::Integer(2)) },
        SettingChange { name: "words".into(), from: None, to: Some(SettingValue::Bool(true)) },
        SettingChange { name: "old".into(), from: Some(SettingValue::Bool(true)), to: None },
    ];
    vec![
        Alteration::Added { at: bounds() },
        Alteration::Dropped { at: bounds() },
        Alteration::Moved { from: bounds(), to: later },
        Alteration::Scope { from: Scope::Everyone, to: Scope::Group("delegation".into()) },
        Alteration::Settings { target: "mx1".into(), playbook: playbook(), measure: measure(), set },
        Alteration::TaskAdded { playbook: playbook(), measure: measure() },
        Alteration::TaskDropped { playbook: playbook(), measure: measure() },
        Alteration::TaskReworded { playbook: playbook(), measure: measure() },
        Alteration::Join { control: "mail".into(), name: "days".into(), from: Some(Join::Max), to: None },
        Alteration::ApprovalsNeeded { from: 0, to: 2 },
        Alteration::Preconditions { target: "mx1".into(), measure: measure() },
        Alteration::Renamed { from: Text::same("a"), to: Text::same("b") },
        Alteration::OrderBy { measures: vec![measure()] },
        Alteration::Hours { from: 1.0, to: 2.5 },
        Alteration::Rehearsals { from: Vec::new(), to: vec!["border".into()] },
    ]
}

fn effects() -> Vec<Effect> {
    let until = bounds().until;
    vec![
        Effect::Nothing,
        Effect::ApprovalStays,
        Effect::Asks { have: 0, need: 2 },
        Effect::AtOnce,
        Effect::StartsLate { from: bounds().from },
        Effect::Lapses { lost: 1, need: 2 },
        Effect::Withdrawn { lost: 1 },
        Effect::TakenBack { have: 1, need: 2 },
        Effect::DecideBefore { until, have: 0, need: 1 },
        Effect::Contested { until },
    ]
}

fn events() -> Vec<EventAlteration> {
    let (was, is) = (event_time("2027-06-14T09:00", "2027-06-16T18:00"), event_time("2027-06-15T09:00", "2027-06-16T18:00"));
    let day = LocalDate::parse("2027-06-14").unwrap();
    let all_day = EventTime { when: When::AllDay { first: day, last: day }, zone: EventZone::Unknown };
    let recurrence = Recurrence { rule: "FREQ=DAILY".to_owned(), except: vec![day.midnight()], extra: vec![day.midnight()] };
    vec![
        EventAlteration::New { at: all_day.clone() },
        EventAlteration::Vanished { at: was.clone() },
        EventAlteration::Cancelled,
        EventAlteration::Restored,
        EventAlteration::Reidentified { from: "uid-1".into() },
        EventAlteration::Moved { from: was.clone(), to: is.clone() },
        EventAlteration::Moved { from: is, to: was.clone() },
        EventAlteration::Moved { from: was.clone(), to: event_time("2027-06-14T09:00", "2027-06-18T18:00") },
        EventAlteration::Moved { from: was.clone(), to: event_time("2027-06-14T09:00", "2027-06-15T18:00") },
        EventAlteration::Moved { from: was.clone(), to: EventTime { zone: EventZone::Unknown, ..was } },
        EventAlteration::Renamed { from: Text::new("Talks", "交渉"), to: Text::new("Talks", "通商交渉") },
        EventAlteration::CoverName { from: None, to: Some(Text::same("Work 12")) },
        EventAlteration::Class { from: Class::Visit, to: Class::Summit },
        EventAlteration::Parties { from: Vec::new(), to: vec!["JP".to_owned()] },
        EventAlteration::Certainty { from: Certainty::Tentative, to: Certainty::Confirmed },
        EventAlteration::Precision { from: Precision::Month, to: Precision::Day },
        EventAlteration::Handling { from: Handling::Clear, to: Handling::Amber },
        EventAlteration::Recurrence { from: None, to: Some(recurrence) },
    ]
}

#[test]
fn every_kind_has_words_of_its_own_in_both_languages() {
    let zone = Zone::utc();
    let mut said: Vec<[String; 2]> = Vec::new();
    said.extend(alterations().iter().map(|what| Lang::ALL.map(|lang| alteration(what, &zone, lang))));
    said.extend(effects().into_iter().map(|what| Lang::ALL.map(|lang| effect(what, &zone, lang))));
    said.extend(events().iter().map(|what| Lang::ALL.map(|lang| event_alteration(what, lang))));
    assert_eq!(said.len(), 43);
    for [en, ja] in &said {
        assert!(en.is_ascii() || en.contains('“'), "{en}");
        assert!(ja.chars().any(|c| c >= '\u{3041}'), "{ja}");
        assert!(!en.is_empty() && !en.ends_with('.'), "a part of a line: {en}");
    }
    let english: std::collections::BTreeSet<&String> = said.iter().map(|[en, _]| en).collect();
    // A title corrected is said alike of an event and of its windows.
    assert!(english.len() >= said.len() - 1, "{english:?}");
}

fn change() -> WindowChange {
    WindowChange {
        window: "talks/2027-06-14T09:00/talks/surge".into(),
        was: None,
        event: Some("talks".into()),
        level: Level::Surge,
        title: Text::new("Trade talks", "通商交渉"),
        public_title: Text::same("Work 12"),
        zone: Zone::named("Europe/Paris").unwrap(),
        what: alterations()[2..3].to_vec(),
        standing: Standing::Live,
        effects: vec![Effect::Contested { until: bounds().until }],
        needs_acceptance: true,
    }
}

#[test]
fn a_line_says_window_what_standing_and_effect() {
    let said = window(&change(), Lang::En);
    let parts = [
        "talks/2027-06-14T09:00/talks/surge “Trade talks”: ",
        "2027-06-12 09:00 to 2027-06-17 18:00 (Europe/Paris), before 2027-06-11 09:00",
        "; live: contested, holds as it is until its recorded end 2027-06-17 18:00 Europe/Paris",
        "waits for `standto plan accept`",
    ];
    for part in parts {
        assert!(said.contains(part), "{part}: {said}");
    }
    let many = WindowChange { what: alterations(), ..change() };
    assert!(window(&many, Lang::En).contains("11 more"));
    assert!(window(&many, Lang::Ja).contains("ほか11件"));
}

#[test]
fn the_gravest_windows_come_first_and_events_say_what_they_do() {
    let harmless = WindowChange { effects: vec![Effect::ApprovalStays], needs_acceptance: false, ..change() };
    let event = |id: &str, what| EventChange { event: id.into(), title: Text::same("T"), what };
    let diff = PlanDiff {
        events: vec![event("talks", events()[5].clone()), event("other", EventAlteration::Cancelled)],
        windows: vec![change(), harmless],
        ..PlanDiff::default()
    };
    let lines = lines(&diff, Lang::En);
    let at = |part: &str| lines.iter().position(|line| line.contains(part)).unwrap_or_else(|| panic!("{part}: {lines:#?}"));
    assert!(at("moved later") < at("Windows, contested (1)"));
    assert!(lines[at("moved later")].ends_with("bears on windows below (1)"), "{lines:#?}");
    assert!(at("Windows, contested (1)") < at("Windows, without consequence (1)"));
    assert!(lines[at("other “T”: cancelled")].ends_with("voids no approval and ends nothing that holds"));
}
