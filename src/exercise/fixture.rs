//! A small exercise for tests, and a table that keeps what its changes write.

use std::collections::BTreeMap;

use super::{LinkHashes, StartRequest, approve, release, start};
use crate::model::{
    AllowList, Artefact, Attempt, Change, Channel, Condition, DeadlineClock, Delivery, DeliveryKey, Exercise, ExerciseClock,
    ExerciseId, ExercisePhase, ExercisePoint, ExerciseRun, Expect, Fact, GateField, Inject, InjectTest, Lang, MailRoute,
    MailSettings, MilestoneRule, MilestoneStatus, Mode, NewStep, OnUncertain, Organisation, OrganisationId, Part, Place,
    Player, PlayerId, PlayerLink, Principal, Rate, Recipient, RevisionId, Role, RunState, Scenario, Settings, Text, Timing,
    WALL_SPEED, WebSettings, Workspace,
};
use crate::time::{Elapsed, LocalTime, MINUTE_MS, Timestamp, Zone};

/// Ten in the morning in Paris, the day before its clocks go back.
pub(crate) const START: &str = "2026-10-24T08:00:00Z";

pub(crate) fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).expect("tests write instants right")
}

pub(crate) fn after(minutes: i64) -> Timestamp {
    at(START).plus_ms(minutes * MINUTE_MS)
}

pub(crate) fn elapsed(text: &str) -> Elapsed {
    Elapsed::parse(text).expect("tests write exercise times right")
}

pub(crate) fn principal(id: &str, roles: &[Role]) -> Principal {
    Principal {
        id: id.into(),
        name: id.to_owned(),
        roles: roles.to_vec(),
        token_hash: format!("hash of {id}"),
        expires_at: at("2027-12-31T00:00:00Z"),
        revoked_at: None,
    }
}

fn to(part: &str, team: Option<&str>) -> Recipient {
    Recipient { part: part.into(), team: team.map(Into::into) }
}

pub(crate) fn inject(id: &str, timing: Timing, to: Vec<Recipient>, channels: &[Channel]) -> Inject {
    Inject {
        id: id.into(),
        scene: "S1".into(),
        timing,
        to,
        channels: channels.to_vec(),
        sender: Text::new("Duty officer", "当直"),
        subject: Text::new("Odd log-ins at {{ organisation }}", "{{ organisation }}で不審なログイン"),
        body: Text::new("Dear {{ player }},\nsee {{ site }}. {{ date }}\n", "{{ player }}様\n{{ site }}を参照。{{ date }}\n"),
        artefacts: vec![],
        techniques: vec![],
        expect: None,
        place: Place::default(),
    }
}

pub(crate) fn offset(text: &str) -> Timing {
    Timing::At(ExercisePoint::Offset(elapsed(text)))
}

pub(crate) fn day(day: u32, time: &str) -> ExercisePoint {
    ExercisePoint::Day { day, time: LocalTime::parse(time).expect("tests write times right") }
}

pub(crate) fn inject_is(inject: &str, is: InjectTest) -> Condition {
    Condition::Inject { inject: inject.into(), is, part: None }
}

pub(crate) fn milestone_is(milestone: &str, is: MilestoneStatus) -> Condition {
    Condition::Milestone { milestone: milestone.into(), is, part: None }
}

fn scenario() -> Scenario {
    let expect = Expect {
        response: Text::new("{{ organisation }} calls the desk", "{{ organisation }}が窓口に電話する"),
        within: elapsed("30m"),
        clock: DeadlineClock::Exercise,
        objective: None,
    };
    let first = Inject {
        expect: Some(expect),
        artefacts: vec!["log".into()],
        ..inject("I-010", offset("T+00:30"), vec![to("ministry", Some("soc"))], &[Channel::Mail, Channel::Page])
    };
    let unanswered = Condition::All(vec![
        inject_is("I-010", InjectTest::Acknowledged),
        Condition::Not(Box::new(milestone_is("hypothesis", MilestoneStatus::Met))),
    ]);
    let everybody = vec![to("ministry", None), to("port", None)];
    let milestone = |id: &str, hours: i64, fields: &[&str]| MilestoneRule {
        id: id.into(),
        title: Text::same(id),
        due: Elapsed::from_hours(hours),
        gate: fields.iter().map(|field| GateField { id: (*field).to_owned(), title: Text::same(*field) }).collect(),
        place: Place::default(),
    };
    Scenario {
        id: "dwell".into(),
        title: Text::new("Dwell", "潜伏"),
        storyline: Text::new("Somebody reads along.", "誰かが読んでいる。"),
        length: Elapsed::from_hours(168),
        assets: vec![],
        parts: ["ministry", "port", "press"].map(|id| Part { id: id.into(), name: Text::same(id), teams: vec![] }).to_vec(),
        techniques: vec![],
        objectives: vec![],
        scenes: vec![],
        injects: vec![
            first,
            inject("I-020", Timing::At(day(2, "09:30")), everybody, &[Channel::Mail]),
            inject(
                "I-030",
                Timing::When { condition: unanswered, after: elapsed("20m") },
                vec![to("ministry", Some("soc"))],
                &[Channel::Page],
            ),
            inject("I-040", offset("T+02:00"), vec![to("press", None)], &[Channel::Mail]),
            inject("I-050", offset("T+01:00"), vec![to("ministry", Some("desk"))], &[Channel::Page]),
        ],
        artefacts: vec![Artefact {
            id: "log".into(),
            file_name: "proxy.txt".to_owned(),
            body: Text::new("GET {{ site }}", "GET {{ site }}"),
            place: Place::default(),
        }],
        milestones: vec![milestone("hypothesis", 24, &["basis", "confidence"]), milestone("containment", 72, &["scope"])],
        place: Place::default(),
    }
}

fn organisation(id: &str, part: &str, zone: &str, players: &[(&str, &str, Lang)]) -> Organisation {
    Organisation {
        id: id.into(),
        name: Text::new(format!("The {id}"), format!("{id}組織")),
        part: part.into(),
        zone: Zone::named(zone).expect("tests write zones right"),
        lang: Lang::Ja,
        players: players
            .iter()
            .map(|(player, team, lang)| Player {
                id: (*player).into(),
                name: format!("Mx {player}"),
                team: (*team).into(),
                mail: format!("{player}@players.example"),
                lang: *lang,
            })
            .collect(),
    }
}

fn cast() -> Exercise {
    Exercise {
        id: "autumn".into(),
        title: Text::new("Autumn exercise", "秋季演習"),
        scenario: "dwell".into(),
        zone: Zone::named("Asia/Tokyo").expect("tests write zones right"),
        contact: "desk@example.org".to_owned(),
        on_uncertain: OnUncertain::Ask,
        variables: vec![("site".to_owned(), Text::same("portal.example"))],
        organisations: vec![
            organisation(
                "tokyo",
                "ministry",
                "Asia/Tokyo",
                &[("aoki", "soc", Lang::Ja), ("baba", "soc", Lang::En), ("chiba", "desk", Lang::Ja)],
            ),
            organisation("paris", "ministry", "Europe/Paris", &[("dupont", "soc", Lang::En)]),
            organisation("harbour", "port", "Asia/Tokyo", &[("endo", "ops", Lang::Ja)]),
        ],
        place: Place::default(),
    }
}

/// A workspace with one exercise: three organisations, five injects, two milestones.
pub(crate) fn workspace() -> Workspace {
    let settings = Settings {
        operator: Text::new("Exercise office", "演習事務局"),
        zone: Zone::named("Asia/Tokyo").expect("tests write zones right"),
        lang: Lang::En,
        allow: AllowList { entries: vec!["@players.example".to_owned()] },
        groups: vec![],
        connectors: vec![],
        webhooks: vec![],
        mail: Some(MailSettings {
            from: "exercise@example.org".to_owned(),
            route: MailRoute::Directory("outbox".into()),
            per_minute: 600,
        }),
        web: WebSettings { listen: "127.0.0.1:8470".to_owned(), public_url: "http://127.0.0.1:8470".to_owned() },
        approvals: vec![],
        policies: vec![],
        budgets: vec![],
    };
    Workspace {
        revision: RevisionId::from("r1"),
        settings,
        events: vec![],
        playbooks: vec![],
        setting_rules: vec![],
        scenarios: vec![scenario()],
        exercises: vec![cast()],
        roster: vec![],
    }
}

pub(crate) fn exercise_id() -> ExerciseId {
    ExerciseId::from("autumn")
}

/// Hashes of tokens that tests can read.
pub(crate) fn hashes() -> Box<LinkHashes<'static>> {
    Box::new(|organisation, player| format!("{organisation}/{player}"))
}

/// Addresses of players' pages that tests can read.
pub(crate) fn page_of(organisation: &OrganisationId, player: &PlayerId) -> String {
    format!("http://127.0.0.1:8470/p/{organisation}-{player}")
}

pub(crate) fn facts(changes: &[Change]) -> Vec<Fact> {
    let fact = |change: &Change| if let Change::Record { fact, .. } = change { Some(fact.clone()) } else { None };
    changes.iter().filter_map(fact).collect()
}

/// What the database would hold after the changes so far.
pub(crate) struct Table {
    pub(crate) workspace: Workspace,
    pub(crate) state: RunState,
    pub(crate) deliveries: BTreeMap<DeliveryKey, Delivery>,
    pub(crate) attempts: Vec<Attempt>,
    pub(crate) steps: Vec<NewStep>,
    pub(crate) links: Vec<PlayerLink>,
    pub(crate) facts: Vec<Fact>,
}

impl Table {
    /// Before any start.
    pub(crate) fn empty(workspace: Workspace) -> Self {
        let run = ExerciseRun {
            number: 0,
            exercise: exercise_id(),
            mode: Mode::Rehearsal,
            phase: ExercisePhase::Proposed,
            revision: RevisionId::from("r0"),
            script_hash: String::new(),
            proposed_by: None,
            approved_by: None,
            clock: ExerciseClock::default(),
            started_at: None,
            ended_at: None,
        };
        Self {
            workspace,
            state: RunState { run, injects: vec![], milestones: vec![], responses: vec![], deliveries: vec![] },
            deliveries: BTreeMap::new(),
            attempts: vec![],
            steps: vec![],
            links: vec![],
            facts: vec![],
        }
    }

    /// A rehearsal that started at [`START`] at wall speed, by the owner of the files.
    pub(crate) fn rehearsing() -> Self {
        Self::started(workspace(), WALL_SPEED)
    }

    pub(crate) fn started(workspace: Workspace, rate: Rate) -> Self {
        let mut table = Self::empty(workspace);
        let id = exercise_id();
        let request = StartRequest { exercise: &id, mode: Mode::Rehearsal, rate };
        let (changes, _) = start(&table.workspace, &request, &[], None, at(START), &mut *hashes()).expect("it may start");
        table.apply(changes);
        table
    }

    /// A live exercise that ann proposed and ben has not approved yet.
    pub(crate) fn proposed() -> Self {
        let mut table = Self::empty(workspace());
        let (id, ann) = (exercise_id(), principal("ann", &[Role::Director]));
        let request = StartRequest { exercise: &id, mode: Mode::Live, rate: WALL_SPEED };
        let (changes, _) =
            start(&table.workspace, &request, &[], Some(&ann), at(START), &mut *hashes()).expect("it may be proposed");
        table.apply(changes);
        table
    }

    /// A live exercise under way.
    pub(crate) fn live() -> Self {
        let mut table = Self::proposed();
        let ben = principal("ben", &[Role::Approver]);
        let run = table.state.run.clone();
        let (changes, _) = approve(&table.workspace, run, Some(&ben), at(START), &mut *hashes()).expect("it may be approved");
        table.apply(changes);
        table
    }

    /// Releases an inject to an organisation.
    pub(crate) fn release(&mut self, inject: &str, organisation: &str, now: Timestamp) -> Vec<Change> {
        let changes = release(&self.workspace, &self.state, &inject.into(), &organisation.into(), now, &page_of);
        self.apply(changes.clone());
        changes
    }

    pub(crate) fn delivery(&self, inject: &str, player: &str, channel: Channel) -> Delivery {
        let is_meant = |one: &&Delivery| {
            one.inject.as_ref().is_some_and(|id| id.as_str() == inject)
                && one.player.as_str() == player
                && one.channel == channel
        };
        self.deliveries.values().find(is_meant).expect("the test released it").clone()
    }

    pub(crate) fn link(&self, player: &str) -> PlayerLink {
        self.links.iter().find(|link| link.player.as_str() == player).expect("every player has a link").clone()
    }

    pub(crate) fn apply(&mut self, changes: Vec<Change>) {
        for change in changes {
            self.apply_one(change);
        }
        self.state.deliveries = self.deliveries.values().map(Delivery::head).collect();
    }

    fn apply_one(&mut self, change: Change) {
        match change {
            Change::Record { fact, .. } => self.facts.push(fact),
            Change::Run(run) => self.state.run = run,
            Change::Inject { row, .. } => {
                self.state.injects.retain(|old| (&old.inject, &old.organisation) != (&row.inject, &row.organisation));
                self.state.injects.push(row);
            }
            Change::Milestone { row, .. } => {
                self.state.milestones.retain(|old| (&old.milestone, &old.organisation) != (&row.milestone, &row.organisation));
                self.state.milestones.push(row);
            }
            Change::Delivery(delivery) => {
                self.deliveries.insert(delivery.key.clone(), delivery);
            }
            Change::DeliveryPhase { key, phase, attempts, sent_at } => {
                let delivery = self.deliveries.get_mut(&key).expect("a phase is of a delivery that is there");
                (delivery.phase, delivery.attempts, delivery.sent_at) = (phase, attempts, sent_at);
            }
            Change::Acknowledged { key, at } => {
                self.deliveries.get_mut(&key).expect("what is acknowledged is there").acknowledged_at = Some(at);
            }
            Change::Attempt(attempt) => {
                self.attempts.retain(|old| (&old.key, old.number) != (&attempt.key, attempt.number));
                self.attempts.push(attempt);
            }
            Change::Response(response) => self.state.responses.push(response),
            Change::Link(link) => self.links.push(link),
            Change::Enqueue(step) => {
                if !self.steps.iter().any(|old| old.key == step.key) {
                    self.steps.push(step);
                }
            }
            Change::Requeue { key, due } => {
                self.steps.iter_mut().find(|step| step.key == key).expect("only what was queued is queued again").due = due;
            }
            Change::DropSteps { .. } => self.steps.clear(),
            Change::Revision(_)
            | Change::Principal(_)
            | Change::Order(_)
            | Change::Approval(_)
            | Change::Ledger(_)
            | Change::LedgerGone(_)
            | Change::Task(_)
            | Change::Finish { .. }
            | Change::Answered { .. } => panic!("an exercise writes nothing of this kind"),
        }
    }
}
