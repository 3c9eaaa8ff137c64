//! Whole workspaces through [`check`]: what decodes to what. Each fault has a golden case in tests/cases.

use proptest::prelude::*;

use super::*;
use crate::model::{
    Condition, EventZone, FaultCode, FileSet, InjectTest, Join, Lang, MailRoute, Precision, RevisionId, Scope, SettingValue,
    Timing, When, Work, Workspace,
};
use crate::text::snippet::{self, Styling};

const SETTINGS: &str = include_str!("testdata/standto.toml");
const ROSTER: &str = include_str!("testdata/roster.toml");
const CALENDAR: &str = include_str!("testdata/calendar.toml");
const PLAYBOOK: &str = include_str!("testdata/playbook.toml");
const SCENARIO: &str = include_str!("testdata/scenario.toml");
const EXERCISE: &str = include_str!("testdata/exercise.toml");

/// A workspace in which every key of every table is used.
fn files() -> FileSet {
    let files = [
        ("standto.toml", SETTINGS),
        ("roster.toml", ROSTER),
        ("calendar/2027.toml", CALENDAR),
        ("playbooks/mail.toml", PLAYBOOK),
        ("scenarios/talks.toml", SCENARIO),
        ("exercises/spring.toml", EXERCISE),
    ];
    files.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).collect()
}

fn clean(files: &FileSet) -> Workspace {
    let checked = check(files);
    assert_eq!(checked.faults, []);
    checked.workspace.expect("a workspace without faults is given")
}

/// The codes of the full workspace after one replacement in one file.
fn codes_after(path: &str, from: &str, to: &str) -> Vec<FaultCode> {
    let mut files = files();
    let text = String::from_utf8(files[path].clone()).unwrap();
    assert!(text.contains(from), "{from}");
    files.insert(path.to_owned(), text.replacen(from, to, 1).into_bytes());
    check(&files).faults.into_iter().map(|fault| fault.code).collect()
}

#[test]
fn the_settings_are_all_read() {
    let settings = clean(&files()).settings;
    assert_eq!((settings.operator.ja.as_str(), settings.zone.name(), settings.lang.tag()), ("内閣 対策室", "Asia/Tokyo", "ja"));
    assert!(settings.allow.allows("soc@ministry.example"));
    assert_eq!(settings.groups[0].1, ["ann@ministry.example"]);
    assert_eq!(settings.connectors.len(), 2);
    assert_eq!(settings.webhooks[0].url, "https://hook.example/standto");
    let Some(MailRoute::Smtp { port, user, connections, .. }) = settings.mail.map(|mail| mail.route) else { panic!("no SMTP") };
    assert_eq!((port, user.is_some(), connections), (587, true, 2));
    assert_eq!((settings.web.listen.as_str(), settings.web.public_url.as_str()), ("127.0.0.1:9000", "https://play.example"));
    assert_eq!((settings.approvals[0].need, settings.budgets[0].days_per_quarter), (2, 12));
    assert_eq!(settings.approvals[0].deputies[0].by, ["cyd".into(), "ben".into()]);
    let rule = &settings.policies[0].levels[1];
    assert_eq!((rule.from.days, rule.until.days, &rule.scope), (-14, 3, &Scope::Group("delegation".into())));
}

#[test]
fn people_take_zone_and_language_from_the_settings() {
    let roster = clean(&files()).roster;
    assert_eq!((roster[0].zone.name(), roster[0].lang.tag()), ("Asia/Tokyo", "ja"));
    assert_eq!((roster[1].zone.name(), roster[1].lang.tag()), ("Europe/Paris", "en"));
}

#[test]
fn events_keep_what_is_known_of_their_dates_and_zones() {
    let events = clean(&files()).events;
    assert!(matches!(events[0].when, When::Timed { .. }));
    assert_eq!((events[0].precision, events[1].precision), (Precision::Instant, Precision::Day));
    assert!(matches!(&events[1].when, When::AllDay { first, last } if first == last));
    assert!(matches!(&events[1].zone, EventZone::Guessed(zone) if zone.name() == "Asia/Tokyo"));
    assert_eq!(events[2].zone, EventZone::Unknown);
    let recurrence = events[1].recurrence.as_ref().unwrap();
    assert_eq!((recurrence.rule.as_str(), recurrence.except.len(), recurrence.extra.len()), ("FREQ=MONTHLY;COUNT=6", 1, 1));
    assert!(events[2].is_cancelled);
}

#[test]
fn measures_change_controls_or_ask_a_person() {
    let workspace = clean(&files());
    let measures = &workspace.playbooks[0].measures;
    let Work::Control { set, .. } = &measures[0].work else { panic!("no control") };
    assert_eq!(set[&"young_days".into()], SettingValue::Integer(14));
    assert_eq!(measures[0].prepare.unwrap().days, 14);
    assert!((measures[0].cost.analyst_hours_per_day - 1.5).abs() < f64::EPSILON);
    let staff = &measures[0].staff[0];
    assert_eq!((staff.role.as_str(), staff.people, staff.hours_per_day, staff.hours()), ("reviewer", 2, 24, 48));
    assert!(matches!(&measures[1].work, Work::Task { owner, .. } if owner == "reviewer"));
    assert_eq!(workspace.setting_rules[1].join, Join::Order(vec!["tag".to_owned(), "hold".to_owned()]));
}

#[test]
fn a_scenario_follows_revoked_techniques_and_nests_conditions() {
    let files = files();
    let checked = check(&files);
    let scenario = &checked.workspace.unwrap().scenarios[0];
    let written: Vec<_> = scenario.techniques.iter().map(|used| format!("{}>{}", used.written, used.living)).collect();
    assert_eq!(written, ["T1075>T1550.002", "T1566.002>T1566.002"]);
    let Timing::When { condition: Condition::All(all), after } = &scenario.injects[1].timing else { panic!("no condition") };
    assert_eq!(after.to_string(), "T+00:20");
    assert!(matches!(all[0], Condition::Inject { is: InjectTest::Acknowledged, .. }));
    assert!(matches!(&all[1], Condition::Not(_)));
    assert_eq!(scenario.injects[0].to[0].team, Some("soc".into()));
    assert_eq!(scenario.milestones[0].gate.len(), 2);
}

#[test]
fn players_take_their_language_from_their_organisation() {
    let exercise = &clean(&files()).exercises[0];
    let langs: Vec<&str> = exercise.organisations.iter().flat_map(|o| &o.players).map(|player| player.lang.tag()).collect();
    assert_eq!(langs, ["ja", "en"]);
    assert_eq!(exercise.variables[0].1.ja, "パリ");
}

#[test]
fn every_key_that_a_shape_knows_stands_in_the_full_workspace() {
    let mut unused = Vec::new();
    let text = [SETTINGS, ROSTER, CALENDAR, PLAYBOOK, SCENARIO, EXERCISE].concat();
    for name in SCHEMAS {
        let schema: serde_json::Value = serde_json::from_str(&schema(name).unwrap()).unwrap();
        let tables = schema["definitions"].as_object().unwrap().values().chain([&schema]);
        for key in tables.filter_map(|table| table["properties"].as_object()).flat_map(|properties| properties.keys()) {
            let is_used = [format!("{key} ="), format!("{key}]"), format!("{key}.")].iter().any(|form| text.contains(form));
            if !is_used {
                unused.push(key.clone());
            }
        }
    }
    assert_eq!(unused, Vec::<String>::new());
}

#[test]
fn a_revision_names_paths_bytes_and_their_borders() {
    let of = |files: &[(&str, &str)]| -> RevisionId {
        revision(&files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect())
    };
    let one = of(&[("a", "bc")]);
    assert_eq!(one, of(&[("a", "bc")]));
    assert_eq!(one.as_str().len(), 2 + 64);
    for other in [of(&[("ab", "c")]), of(&[("a", "bd")]), of(&[("a", "bc"), ("d", "")])] {
        assert_ne!(one, other);
    }
}

#[test]
fn a_file_of_the_workspace_replaces_the_shipped_one_of_the_same_id() {
    let mut files = files();
    files.insert("shipped/scenarios/old.toml".to_owned(), SCENARIO.replace("Talks under watch", "Shipped").into_bytes());
    let workspace = clean(&files);
    assert_eq!(workspace.scenarios.len(), 1);
    assert_eq!(workspace.scenarios[0].title.en, "Talks under watch");
}

#[test]
fn a_broken_file_still_gives_the_names_that_others_use() {
    let codes = codes_after("scenarios/talks.toml", "length = \"7d\"", "length = ");
    assert!(matches!(codes.as_slice(), [FaultCode::Syntax { .. }]), "{codes:?}");
}

#[test]
fn all_faults_of_all_files_come_at_once() {
    let mut files = files();
    for path in ["roster.toml", "calendar/2027.toml", "playbooks/mail.toml"] {
        let text = String::from_utf8(files[path].clone()).unwrap();
        files.insert(path.to_owned(), format!("colour = 1\n{text}").into_bytes());
    }
    assert_eq!(check(&files).faults.len(), 3);
}

#[test]
fn an_inject_on_its_own_skip_or_on_a_part_that_never_gets_it_is_unreachable() {
    let condition = "{ all = [{ inject = \"I-010\", is = \"acknowledged\", part = \"ministry\" }, { not = { milestone = \"first\", is = \"met\" } }] }";
    for other in [
        "{ inject = \"I-020\", is = \"skipped\" }",
        "{ inject = \"I-010\", is = \"released\", part = \"carrier\" }",
        "{ all = [{ inject = \"I-010\", is = \"skipped\" }, { inject = \"I-010\", is = \"answered\" }] }",
    ] {
        let codes = codes_after("scenarios/talks.toml", condition, other);
        assert_eq!(codes, [FaultCode::Unreachable { inject: "I-020".to_owned() }], "{other}");
    }
}

/// A piece that is likely to hurt: quotes, brackets, other types, tags, bytes of no encoding.
fn hurtful() -> impl Strategy<Value = Vec<u8>> {
    const PIECES: &[&str] = &[
        "\"",
        "[",
        "]]",
        "{",
        "}",
        "=",
        "\n",
        "{{",
        "{%",
        "1979-02-30",
        "0x7f",
        "1e999",
        "true",
        "交",
        "\u{0}",
        "[[inject]]\n",
        "'''",
    ];
    prop_oneof![
        4 => proptest::sample::select(PIECES).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 0..6),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn damaged_files_give_faults_with_real_places_and_never_a_panic(
        file in 0_usize..6,
        at in 0_usize..100_000,
        cut in 0_usize..12,
        piece in hurtful(),
    ) {
        let mut files = files();
        let bytes = files.values_mut().nth(file).unwrap();
        let start = at % bytes.len();
        bytes.splice(start..(start + cut).min(bytes.len()), piece);
        let checked = check(&files);
        prop_assert_eq!(checked.workspace.is_some(), checked.faults.is_empty());
        for fault in &checked.faults {
            let lines = files.get(&fault.place.file).map_or(0, |bytes| bytes.split(|byte| *byte == b'\n').count());
            prop_assert!(fault.place.line <= lines, "{}", fault.place);
            for lang in Lang::ALL {
                prop_assert!(!snippet::fault(fault, lang, Styling::Plain).is_empty());
            }
        }
    }
}
