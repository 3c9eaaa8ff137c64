//! One set of facts that every control must show, run over each file format; and the reminder mails.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::model::*;
use crate::time::{Timestamp, Zone};

fn connector(path: &str, format: FileFormat) -> Connector {
    Connector {
        id: "mx1".into(),
        kind: "mail".into(),
        driver: Driver::File { path: path.into(), format },
        place: Place::default(),
    }
}

const NOW: Timestamp = Timestamp::from_ms(0);

fn open(connector: &Connector, workspace: &Path) -> Control {
    Control::open(connector, workspace, &Arc::new(Means::new(References::new([1; 32]))))
}

fn held(settings: &[(&str, SettingValue)]) -> HeldSettings {
    let holder = Holder { window: "w".into(), playbook: "p".into(), measure: "m".into() };
    let one = |value: &SettingValue| Held::new(value.clone(), vec![holder.clone()]);
    settings.iter().map(|(name, value)| ((*name).into(), one(value))).collect()
}

fn strict() -> HeldSettings {
    let hosts = ["b.example", "a.example"].map(str::to_owned).into();
    held(&[
        ("young_days", SettingValue::Integer(14)),
        ("young_action", SettingValue::Word("hold".to_owned())),
        ("links", SettingValue::Bool(true)),
        ("blocked", SettingValue::Words(hosts)),
    ])
}

const FORMATS: [(FileFormat, &str, &str); 2] = [
    (FileFormat::Toml, "filter.toml", "# by hand\nyoung_days = 3\nkept = 1.5\n\n[other]\nkey = \"値\"\n"),
    (FileFormat::Json, "filter.json", "{\"young_days\": 3, \"kept\": 1.5, \"other\": {\"key\": \"値\"}}"),
];

/// The facts. `start` is what the target holds at first.
async fn conforms(dir: &Path, format: FileFormat, name: &str, start: Option<&str>) {
    let path = dir.join(name);
    if let Some(start) = start {
        std::fs::write(&path, start).unwrap();
    }
    let control = open(&connector(name, format), dir);
    assert!(control.is_writable().await && !control.lease());

    let first = control.observe().await.unwrap();
    assert_eq!(first.bytes.as_deref(), start.map(str::as_bytes));
    let before = first.bytes.as_deref();
    let planned = control.plan(before, &strict()).unwrap();
    assert_eq!(planned, control.plan(before, &strict()).unwrap(), "planning is deterministic");
    assert_eq!(control.observe().await.unwrap(), first, "planning changes nothing");

    control.apply(&planned, &first.hash).await.unwrap();
    control.apply(&planned, &first.hash).await.unwrap();
    control.verify(&planned.hash, &strict(), NOW, Patience::None).await.unwrap();
    assert_eq!(control.observe().await.unwrap().hash, planned.hash);

    let wider = held(&[("young_days", SettingValue::Integer(30))]);
    let next = control.plan(before, &wider).unwrap();
    let stale = control.apply(&next, &first.hash).await;
    assert_eq!(stale, Err(ControlFault::Conflict { expected: first.hash.clone(), found: planned.hash.clone() }));
    control.apply(&next, &planned.hash).await.unwrap();
    assert!(matches!(control.verify(&planned.hash, &strict(), NOW, Patience::None).await, Err(ControlFault::Conflict { .. })));
    let unseen = control.verify(&next.hash, &strict(), NOW, Patience::None).await;
    assert!(matches!(&unseen, Err(ControlFault::Trouble(why)) if why.kind == TroubleKind::NotShown), "{unseen:?}");

    std::fs::write(&path, "mine = 1\n").unwrap();
    let foreign = control.observe().await.unwrap().hash;
    let refused = control.revert(before, &next.hash).await;
    assert_eq!(refused, Err(ControlFault::Conflict { expected: next.hash.clone(), found: foreign.clone() }));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine = 1\n", "what somebody else wrote stays");

    control.revert(before, &foreign).await.unwrap();
    control.revert(before, &foreign).await.unwrap();
    assert_eq!(control.observe().await.unwrap(), first, "the first state is back, byte for byte");
    let left: Vec<_> = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), usize::from(start.is_some()), "no temporary file stays: {left:?}");
}

#[tokio::test]
async fn a_file_control_keeps_the_six_promises_in_both_formats() {
    for (format, name, start) in FORMATS {
        for start in [Some(start), None] {
            let dir = tempfile::tempdir().unwrap();
            conforms(dir.path(), format, name, start).await;
        }
    }
}

#[test]
fn other_keys_stay_and_the_difference_is_told() {
    for (format, name, start) in FORMATS {
        let control = open(&connector(name, format), Path::new("/"));
        let planned = control.plan(Some(start.as_bytes()), &strict()).unwrap();
        let text = String::from_utf8(planned.bytes).unwrap();
        assert!(text.contains("1.5") && text.contains("値"), "{text}");
        let told: BTreeMap<_, _> =
            planned.diff.iter().map(|change| (change.name.as_str(), (change.old.clone(), change.new.clone()))).collect();
        assert_eq!(told.len(), 4);
        assert_eq!(told["young_days"], (Some(SettingValue::Integer(3)), SettingValue::Integer(14)));
        assert_eq!(told["links"], (None, SettingValue::Bool(true)));
        let again = control.plan(Some(text.as_bytes()), &strict()).unwrap();
        assert!(again.diff.is_empty() && again.bytes == text.as_bytes());
    }
}

#[test]
fn a_file_of_another_format_is_refused_with_its_line() {
    for (format, name, _) in FORMATS {
        let control = open(&connector(name, format), Path::new("/"));
        for bytes in [&b"\n\n<xml>"[..], &b"\xff\xfe"[..], &b"[1"[..]] {
            let refused = control.plan(Some(bytes), &strict()).unwrap_err();
            assert!(matches!(&refused, ControlFault::Trouble(why) if why.kind == TroubleKind::NotParsable), "{refused:?}");
        }
        let refused = control.plan(Some(b"\n\n<xml>"), &strict()).unwrap_err().to_string();
        assert!(refused.contains("line 3"), "{refused}");
    }
}

#[tokio::test]
async fn the_mode_stays_and_links_and_directories_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("filter.toml");
    std::fs::write(&path, "young_days = 3\n").unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    let control = open(&connector("filter.toml", FileFormat::Toml), dir.path());
    let first = control.observe().await.unwrap();
    let planned = control.plan(first.bytes.as_deref(), &strict()).unwrap();
    control.apply(&planned, &first.hash).await.unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o640);

    std::os::unix::fs::symlink(&path, dir.path().join("link.toml")).unwrap();
    for name in ["link.toml", "."] {
        let control = open(&connector(name, FileFormat::Toml), dir.path());
        let refused = control.apply(&planned, &first.hash).await;
        assert!(matches!(&refused, Err(ControlFault::Trouble(why)) if why.kind == TroubleKind::NotPlainFile), "{refused:?}");
        assert!(!control.is_writable().await);
    }
    let nowhere = open(&connector("no/such/filter.toml", FileFormat::Toml), dir.path());
    assert!(!nowhere.is_writable().await);
    let refused = nowhere.apply(&planned, "absent").await;
    assert!(matches!(&refused, Err(ControlFault::Trouble(why)) if why.kind == TroubleKind::NotWritable), "{refused:?}");
}

fn person(id: &str, lang: Lang, zone: &str, roles: &[&str]) -> Person {
    Person {
        id: id.into(),
        name: Text::new(format!("{id} name"), format!("{id} 氏")),
        mail: format!("{id}@standto.example"),
        zone: Zone::named(zone).unwrap(),
        lang,
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        place: Place::default(),
    }
}

fn window() -> PlannedWindow {
    let at = |text: &str| Timestamp::parse(text).unwrap();
    let (from, until) = (at("2026-10-20T00:00:00Z"), at("2026-10-25T00:00:00Z"));
    let cause = Cause::Order { order: "o1".into() };
    PlannedWindow {
        window: Window {
            id: "order/o1".into(),
            cause,
            level: Level::Watch,
            scope: Scope::Everyone,
            from,
            until,
            zone: Zone::utc(),
        },
        status: WindowStatus::Planned,
        hash: "h".to_owned(),
        title: Text::same("Secret summit"),
        public_title: Text::new("Maintenance window 12", "保守作業12"),
        event_from: from,
        event_until: until,
        because: Because { asked_by: Place::default(), rule: None },
        demands: Demands::default(),
        tasks: Arc::default(),
        prepares: Arc::default(),
        approvals_needed: 0,
        standing: None,
        analyst_hours: 0.0,
        threat: Vec::new(),
    }
}

#[test]
fn owners_by_role_or_id_are_reminded_in_their_language_and_zone_without_the_handled_title() {
    let roster = [
        person("sato", Lang::Ja, "Asia/Tokyo", &["soc"]),
        person("weber", Lang::En, "Europe/Paris", &["soc", "lead"]),
        person("other", Lang::En, "UTC", &[]),
    ];
    let mut task = PlannedTask {
        within: "1d".parse().unwrap(),
        every: None,
        playbook: "p".into(),
        measure: "call-roster".into(),
        title: Text::new("Call the roster", "当番表の確認"),
        owner: "soc".to_owned(),
        evidence: Text::new("A list of names", "氏名の一覧"),
    };
    let operator = Text::new("Ministry", "省");
    let due = Timestamp::parse("2027-03-02T09:00:00Z").unwrap();
    let references = References::new([1; 32]);
    let mails = reminders(&task, &window(), &roster, &operator, (1, due), &references).unwrap();
    assert_eq!(mails.iter().map(|one| one.person.as_str()).collect::<Vec<_>>(), ["sato", "weber"]);
    let (ja, en) = (&mails[0].mail, &mails[1].mail);
    assert!(
        ja.body.contains("2026-10-20 09:00 Asia/Tokyo")
            && ja.body.contains("保守作業12")
            && ja.subject.contains("当番表の確認")
    );
    assert!(en.body.contains("2026-10-20 02:00 Europe/Paris") && en.body.contains("Maintenance window 12"));
    for one in &mails {
        assert!(!one.mail.body.contains("Secret") && !one.mail.subject.contains("Secret"));
        assert!(one.mail.body.contains("standto posture done order/o1 call-roster --evidence"));
    }
    assert_eq!(
        mails,
        reminders(&task, &window(), &roster, &operator, (1, due), &references).unwrap(),
        "the same reminder has the same key"
    );
    assert_ne!(mails[0].mail.key, reminders(&task, &window(), &roster, &operator, (2, due), &references).unwrap()[0].mail.key);

    task.owner = "other".to_owned();
    assert_eq!(reminders(&task, &window(), &roster, &operator, (1, due), &references).unwrap().len(), 1);
    task.owner = "nobody".to_owned();
    assert_eq!(reminders(&task, &window(), &roster, &operator, (1, due), &references).unwrap_err().kind, TroubleKind::Nobody);
}
