//! The report of one fixed exercise, in both languages and all formats.

use super::fixture::{self, Play};
use super::*;
use crate::model::{DeliveryPhase, ExercisePhase, Fact, FileSet, Lang, MilestoneStatus};
use crate::time::{Elapsed, Timestamp, Zone};

fn generated_at() -> Timestamp {
    Timestamp::parse("2026-10-28T01:30:00Z").unwrap()
}

fn whole() -> Aar {
    let (entries, head) = fixture::whole();
    aar(&entries, 3, head, generated_at()).unwrap()
}

fn page(aar: &Aar, lang: Lang) -> String {
    html(aar, lang, &Zone::named("Asia/Tokyo").unwrap(), &FileSet::new()).unwrap_or_else(|error| panic!("{}", error.say(lang)))
}

#[test]
fn the_report_of_a_fixed_exercise_is_the_golden_one() {
    let aar = whole();
    snapbox::assert_data_eq!(page(&aar, Lang::En), snapbox::file!["../../tests/golden/aar.en.html"].raw());
    snapbox::assert_data_eq!(page(&aar, Lang::Ja), snapbox::file!["../../tests/golden/aar.ja.html"].raw());
}

#[test]
fn a_run_that_the_journal_does_not_start_has_no_report() {
    let (entries, _) = fixture::whole();
    assert_eq!(aar(&entries, 4, None, generated_at()), None);
    assert_eq!(aar(&[], 3, None, generated_at()), None);
}

#[test]
fn milestones_end_as_their_facts_say() {
    let counts = whole().milestone_counts();
    assert_eq!((counts.met, counts.late, counts.missed, counts.rejected, counts.open), (9, 1, 1, 1, 0));
    let aar = whole();
    let hq = aar.organisation(&"hq".into()).unwrap();
    let late = &hq.milestones[1];
    assert_eq!((late.status, late.lateness()), (MilestoneStatus::Late, Elapsed::parse("3h 30m")));
    let rejected = &aar.organisation(&"paris".into()).unwrap().milestones[2];
    assert_eq!((rejected.status, rejected.met_at, rejected.history.len()), (MilestoneStatus::Rejected, None, 2));
}

#[test]
fn what_people_wrote_is_shown_once() {
    let mut play = Play::started();
    let at = Elapsed::from_hours;
    play.met("hq", "containment", 72, at(60), &[("scope", "only shown first")]);
    play.met("hq", "containment", 72, at(80), &[("scope", "shown last")]);
    play.release("hq", "I-010", at(1), at(1));
    play.answer("hq", "I-010", at(2), "the answer of the SOC");
    let page = page(&aar(&play.entries, 3, None, generated_at()).unwrap(), Lang::En);
    for text in ["only shown first", "shown last", "the answer of the SOC"] {
        assert_eq!(page.matches(text).count(), 1, "{text}");
    }
    assert!(page.contains("met late, at T+80:00, due T+72:00: see section 4"));
    assert!(page.contains("answered inject I-010 at T+02:00: see section 5"));
}

#[test]
fn a_rejected_milestone_can_still_be_met() {
    let mut play = Play::started();
    let at = Elapsed::from_hours;
    play.met("hq", "containment", 72, at(60), &[("scope", "first")]);
    let reason = "no scope".to_owned();
    let fact = Fact::MilestoneRejected { run: 3, milestone: "containment".into(), at_exercise: at(61), reason };
    play.record(&fixture::principal("suzuki"), Some("hq"), fact);
    play.met("hq", "containment", 72, at(80), &[("scope", "second"), ("extra", "more")]);
    let aar = aar(&play.entries, 3, None, generated_at()).unwrap();
    let milestone = &aar.organisations[0].milestones[1];
    assert_eq!((milestone.status, milestone.met_at), (MilestoneStatus::Late, Some(at(80))));
    let shown: Vec<(&str, &str)> = milestone.evidence.iter().map(|(id, _, text)| (id.as_str(), text.as_str())).collect();
    assert_eq!(shown, [("scope", "second"), ("decided-by", ""), ("extra", "more")]);
}

#[test]
fn response_times_run_from_the_release_and_count_what_never_came() {
    let aar = whole();
    let minutes = |minutes: i64| Some(Elapsed::from_ms(minutes * 60_000));
    let (acknowledge, answer) = aar.organisation(&"port".into()).unwrap().times();
    assert_eq!(
        (acknowledge.count, acknowledge.missing, acknowledge.median, acknowledge.worst),
        (5, 0, minutes(28), minutes(55))
    );
    assert_eq!((answer.count, answer.missing, answer.median, answer.worst), (3, 2, minutes(160), minutes(420)));
    let by_inject = aar.times_by_inject();
    let (_, acknowledge, _) = by_inject.iter().find(|(inject, _, _)| inject.as_str() == "I-090").unwrap();
    assert_eq!((acknowledge.count, acknowledge.missing, acknowledge.median), (2, 1, minutes(22)));
}

#[test]
fn an_uncertain_delivery_is_listed_with_its_decision() {
    let aar = whole();
    let uncertain: Vec<_> = aar.deliveries.iter().filter(|delivery| !delivery.is_plain()).collect();
    assert_eq!(uncertain.len(), 3);
    let steps: Vec<&DeliveryStep> = uncertain[0].events.iter().map(|event| &event.what).collect();
    assert!(matches!(steps[..], [DeliveryStep::Uncertain, DeliveryStep::Resend, DeliveryStep::Sent { .. }]), "{steps:?}");
    assert_eq!(uncertain[0].phase, DeliveryPhase::Sent);
    assert_eq!(aar.recoveries.len(), 1);
}

#[test]
fn an_erased_answer_is_shown_as_erased_and_never_dropped() {
    let aar = whole();
    assert_eq!(aar.journal.erased, 1);
    assert_eq!(aar.organisation(&"airport".into()).unwrap().erased.len(), 1);
    assert_eq!(aar.chronology.iter().filter(|line| line.fact.is_none()).count(), 1);
    for (lang, word) in [(Lang::En, "[erased; hash of the body"), (Lang::Ja, "消去済み・本文ハッシュ値")] {
        assert!(page(&aar, lang).contains(word), "{word}");
    }
}

#[test]
fn exercise_time_stands_still_in_a_pause() {
    let aar = whole();
    assert_eq!(aar.overview.phase, ExercisePhase::Ended);
    let pauses = aar.pauses();
    assert_eq!((pauses.len(), pauses[0].at_exercise), (1, Elapsed::from_hours(34)));
    assert_eq!(pauses[0].until.unwrap().since(pauses[0].from), 12 * 3_600_000);
    let missed = aar.chronology.iter().find(|line| matches!(line.fact, Some(Fact::MilestoneOverdue { .. }))).unwrap();
    assert_eq!(missed.at_exercise, Some(Elapsed::from_hours(72)));
}

#[test]
fn a_run_that_goes_on_makes_an_interim_report() {
    let mut play = Play::started();
    let at = Elapsed::from_hours;
    play.release("hq", "I-010", at(1), at(1));
    let now = Timestamp::parse("2026-10-20T03:00:00Z").unwrap();
    let aar = aar(&play.entries, 3, None, now).unwrap();
    assert!(aar.is_interim());
    assert_eq!((aar.overview.reached, aar.milestone_counts().open), (at(3), 12));
    assert!(page(&aar, Lang::En).contains("Interim report."));
    assert!(page(&aar, Lang::Ja).contains("中間版"));
}

#[test]
fn what_users_wrote_is_escaped_everywhere() {
    let mut play = Play::started();
    let at = Elapsed::from_hours;
    let evil = "<script>alert('x')</script>";
    play.release("hq", "I-010", at(1), at(1));
    play.answer("hq", "I-010", at(2), evil);
    play.met("hq", "initial-hypothesis", 24, at(3), &[("hypothesis", evil), (evil, "x")]);
    for entry in &mut play.entries {
        if let Some(Fact::ExerciseStarted { start }) = &mut entry.fact {
            start.title = crate::model::Text::same(evil);
            start.organisations[0].name = crate::model::Text::same(evil);
            start.milestones[0].title = crate::model::Text::same(evil);
            start.script_hash = evil.to_owned();
        }
    }
    let aar = aar(&play.entries, 3, Some((9, evil.to_owned())), generated_at()).unwrap();
    for lang in Lang::ALL {
        let page = page(&aar, lang);
        assert!(page.contains("&lt;script&gt;"));
        assert!(!page.contains("<script"));
    }
}

#[test]
fn the_page_needs_nothing_from_outside() {
    for lang in Lang::ALL {
        let page = page(&whole(), lang);
        for outside in ["<link", "<img", "src=", "href=", "@import", "url(http", "<iframe", "javascript:"] {
            assert!(!page.contains(outside), "{outside}");
        }
        assert!(page.contains(&format!(r#"<html lang="{}">"#, lang.tag())));
    }
}

#[test]
fn a_japanese_report_has_no_english_label() {
    let page = page(&whole(), Lang::Ja);
    let (_, body) = page.split_once("</style>").unwrap();
    let english = crate::text::report::words(Lang::En);
    let japanese = crate::text::report::words(Lang::Ja);
    let labels: Vec<&str> = english
        .iter()
        .filter(|(name, word)| word.len() > 3 && japanese.get(*name) != Some(*word))
        .map(|(_, word)| word.as_str())
        .collect();
    let words = ["Overview", "Milestone", "Deadline", "Inject", "Organisation", "Released", "missed", "acknowledged", "early"];
    for text in body.split('<').filter_map(|tag| Some(tag.split_once('>')?.1.trim())).filter(|text| !text.is_empty()) {
        let is_label =
            |label: &&&str| text.strip_prefix(**label).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '(']));
        assert_eq!(labels.iter().find(is_label), None, "{text}");
        assert_eq!(words.iter().find(|word| text.contains(**word)), None, "{text}");
        assert!(!text.ends_with(" h") && !text.ends_with(" min") && !text.ends_with(" late"), "{text}");
    }
}

#[test]
fn every_label_the_templates_ask_for_exists() {
    let page = page(&whole(), Lang::En);
    assert!(!page.contains("{{") && !page.contains("{%"));
    let words = crate::text::report::words(Lang::En);
    for part in std::fs::read_dir("templates/aar").unwrap().chain(std::fs::read_dir("templates").unwrap()) {
        let path = part.unwrap().path();
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for asked in text.split("{{ w.").skip(1).filter_map(|rest| rest.split(" }}").next()) {
            assert!(words.contains_key(asked), "{}: {asked}", path.display());
        }
    }
}

#[test]
fn a_workspace_can_put_its_own_template_in_place() {
    let own = FileSet::from([("templates/aar/head.html".to_owned(), b"<h1>Ours: {{ document.exercise }}</h1>".to_vec())]);
    let page = html(&whole(), Lang::En, &Zone::utc(), &own).unwrap();
    assert!(page.contains("<h1>Ours: Joint exercise, autumn 2026</h1>"));
}

#[test]
fn a_broken_template_is_an_error_with_its_place() {
    for (text, place) in [
        (b"<p>\n{% if %}</p>".to_vec(), "templates/aar.html:2:"),
        (b"<p>\n\n  {{ nothing.there.at_all }}</p>".to_vec(), "templates/aar.html:3:"),
        (b"a\nb\xff".to_vec(), "templates/aar.html:2:1"),
        (b"{% include \"nowhere.html\" %}".to_vec(), "templates/aar.html"),
    ] {
        let own = FileSet::from([("templates/aar.html".to_owned(), text)]);
        let error = html(&whole(), Lang::En, &Zone::utc(), &own).unwrap_err();
        assert!(error.say(Lang::En).starts_with(place), "{}", error.say(Lang::En));
        assert!(error.say(Lang::Ja).contains("テンプレート"));
    }
}

#[test]
fn charts_are_well_formed() {
    for lang in Lang::ALL {
        for svg in [timeline_svg(&whole(), lang), bars_svg(&whole(), lang)] {
            check_nesting(&svg);
        }
    }
    let svg = timeline_svg(&whole(), Lang::Ja);
    assert_eq!(svg.matches("class=\"pause\"").count(), 1);
    assert_eq!(svg.matches("<circle").count(), 25 + 3, "releases, two of the legend, one of a pattern");
}

#[test]
fn a_jump_an_open_milestone_and_an_abort_are_drawn_and_told() {
    let mut play = Play::started();
    let at = Elapsed::from_hours;
    play.at(at(1));
    play.record(&fixture::principal("sato"), None, Fact::ExerciseJumped { run: 3, from: at(1), to: at(30) });
    let due = at(24);
    play.record(&fixture::engine(), Some("hq"), Fact::MilestoneOverdue { run: 3, milestone: "initial-hypothesis".into(), due });
    play.record(&fixture::principal("sato"), None, Fact::ExerciseAborted { run: 3, at_exercise: at(31) });
    let aar = aar(&play.entries, 3, None, generated_at()).unwrap();
    assert_eq!((aar.overview.phase, aar.overview.reached), (ExercisePhase::Aborted, at(31)));
    assert_eq!(aar.chronology.last().unwrap().at_exercise, Some(at(31)));
    assert!(aar.organisations[0].milestones[0].is_overdue);
    let svg = timeline_svg(&aar, Lang::Ja);
    check_nesting(&svg);
    assert!(svg.contains("class=\"jump\"") && svg.contains("スキップ区間") && svg.contains("期限超過"));
    assert!(page(&aar, Lang::En).contains("Exercise aborted (ENDEX)"));
}

#[test]
fn absurd_times_of_stored_facts_neither_panic_nor_hang() {
    let mut play = Play::started();
    let far = Elapsed::from_ms(i64::MAX);
    play.release("hq", "I-010", Elapsed::from_ms(i64::MIN), Elapsed::from_hours(1));
    let fact = Fact::MilestoneMet {
        run: 3,
        milestone: "new".into(),
        due: Elapsed::from_ms(i64::MIN),
        at_exercise: far,
        evidence: std::collections::BTreeMap::new(),
    };
    play.record(&fixture::engine(), Some("nobody"), fact);
    play.record(&fixture::principal("sato"), None, Fact::ExerciseEnded { run: 3, at_exercise: far });
    let aar = aar(&play.entries, 3, None, generated_at()).unwrap();
    assert_eq!(aar.organisations.len(), 5);
    assert!(page(&aar, Lang::Ja).contains("nobody"));
    assert_eq!(json(&aar)["overview"]["reached_ms"], i64::MAX);
}

/// Every element is closed, in order; no attribute is left open.
fn check_nesting(xml: &str) {
    let mut open: Vec<&str> = Vec::new();
    for tag in xml.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').unwrap_or_else(|| panic!("never closed: {tag}"));
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().unwrap());
        }
    }
    assert_eq!(open, Vec::<&str>::new());
}

#[test]
fn json_says_the_same_as_the_report() {
    let (aar, json) = (whole(), json(&whole()));
    assert_eq!(json["format"], "standto.aar");
    assert_eq!(json["overview"]["started_at"], "2026-10-20T00:00:00Z");
    assert_eq!(json["organisations"][0]["milestones"][1]["status"], "late");
    assert_eq!(json["organisations"][0]["milestones"][1]["late_ms"], 12_600_000);
    assert_eq!(json["chronology"].as_array().unwrap().len(), aar.chronology.len());
    assert_eq!(json["journal"]["head"]["sequence"], aar.journal.last);
}
