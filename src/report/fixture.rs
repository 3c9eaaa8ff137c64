//! The facts of one exercise, for tests: four organisations, fifteen injects, a milestone late, one missed, one rejected, a
//! pause, an uncertain delivery, an erased answer.
//!
//! One file although it is long: it is one story, and each of its figures is checked against the others.

use crate::model::{
    Actor, CastFact, Channel, DeliveryKey, DeliveryRef, Entry, Evidence, ExerciseClock, Fact, InjectId, MilestoneFact, Mode,
    OrganisationId, PlayerId, Purpose, SceneFact, SkipReason, StartFact, Text,
};
use crate::time::{Elapsed, HOUR_MS, MINUTE_MS, Timestamp};

/// A journal under construction.
pub(super) struct Play {
    pub(super) entries: Vec<Entry>,
    clock: ExerciseClock,
    now: Timestamp,
}

/// Id, names, part, zone, players.
type Cast = (&'static str, &'static str, &'static str, &'static str, &'static str, [&'static str; 2]);

const CAST: [Cast; 4] = [
    ("hq", "Border Control Ministry", "国境管理省 本省", "ministry", "Asia/Tokyo", ["hq-soc", "hq-ciso"]),
    ("paris", "Mission in Paris", "在パリ代表部", "mission", "Europe/Paris", ["paris-head", "paris-consular"]),
    (
        "airport",
        "Eastern Airport Inspection Office",
        "東部空港審査官署",
        "airport",
        "Asia/Tokyo",
        ["airport-ops", "airport-it"],
    ),
    ("port", "Southern Port Inspection Office", "南部港湾審査官署", "port", "Asia/Tokyo", ["port-ops", "port-it"]),
];

const SUBJECTS: [(&str, &str, &str); 15] = [
    (
        "I-010",
        "Notification: an address of yours on a seized staging server",
        "情報提供\u{ff1a}押収した中継サーバーに貴組織のアドレスの接続記録があります",
    ),
    (
        "I-020",
        "A mail from last month that I should perhaps have mentioned",
        "念のためご報告します\u{ff08}先月受け取ったメールの件\u{ff09}",
    ),
    ("I-030", "Reopened: scheduled task on bis-gw01, closed as maintenance", "再調査\u{ff1a}bis-gw01 のスケジュールタスク"),
    ("I-040", "What do we tell the minister this evening?", "大臣への今夕のご説明について"),
    ("I-050", "Second attempt: our notification is unanswered", "再連絡\u{ff1a}先ほどの情報提供にご返答をいただいておりません"),
    ("I-060", "Slow watch-list look-ups every night: shall we restart the gateway?", "監視リスト照合の夜間遅延について"),
    ("I-070", "Less than three hours: your hypothesis is not with us yet", "残り3時間を切りました\u{ff1a}初動仮説が未提出です"),
    (
        "I-080",
        "DNS statistics of port-relay1: failed look-ups up to 21 %",
        "port-relay1 のDNS統計\u{ff1a}名前解決の失敗率が21%に上昇",
    ),
    (
        "I-090",
        "svc_bisx and cons.visa03: sign-ins that should not exist",
        "svc_bisx および cons.visa03 の不審なサインインについて",
    ),
    (
        "I-100",
        "Three watch-list entries were changed. Which list tonight?",
        "監視リスト3件の改変を確認\u{ff08}今夜、窓口で使うリストのご判断を\u{ff09}",
    ),
    ("I-110", "Good news: we can rebuild bis-gw01 tonight", "bis-gw01 の再構築を今夜実施できます"),
    ("I-120", "Less than six hours: your containment report is open", "残り6時間を切りました\u{ff1a}封じ込め報告が未完了です"),
    ("I-130", "Press query, deadline in two hours", "取材照会\u{ff08}2時間後締切\u{ff09}\u{ff1a}代表団の渡航記録について"),
    ("I-140", "Note verbale: were our nationals' visa files read?", "接受国からの口上書\u{ff1a}自国民の査証資料が閲覧されたか"),
    ("I-150", "Committee hearing: one paper that all of us stand by", "明後日の委員会に向けた説明資料の取りまとめ"),
];

/// Inject, release in minutes of exercise time, then per organisation: minutes to acknowledge and to answer, -1 for never.
type Reactions = &'static [(&'static str, i64, i64)];
const RELEASES: [(&str, i64, Reactions); 13] = [
    ("I-010", 30, &[("hq", 12, 95)]),
    ("I-020", 60, &[("paris", 25, 140)]),
    ("I-030", 180, &[("hq", 8, 60)]),
    ("I-040", 300, &[("hq", 15, 110)]),
    ("I-060", 380, &[("hq", 20, 75), ("airport", 30, 90), ("port", 55, -1)]),
    ("I-070", 1260, &[("paris", 40, 100), ("port", 10, -1)]),
    ("I-080", 1500, &[("hq", 18, -1), ("port", 22, 160)]),
    ("I-090", 1680, &[("hq", 9, 80), ("paris", 35, 120), ("airport", -1, -1)]),
    ("I-100", 1860, &[("hq", 14, 45), ("airport", 33, 70), ("port", 28, 66)]),
    ("I-110", 2880, &[("hq", 21, 130)]),
    ("I-130", 4770, &[("hq", 6, 100)]),
    ("I-140", 6240, &[("hq", 17, -1), ("paris", 44, 300)]),
    ("I-150", 7230, &[("hq", 25, 400), ("paris", 31, 380), ("airport", 90, 500), ("port", 48, 420)]),
];

fn minutes(minutes: i64) -> Elapsed {
    Elapsed::from_ms(minutes * MINUTE_MS)
}

fn both(en: &str, ja: &str) -> Text {
    Text::new(en, ja)
}

/// What the exercise starts from.
fn start_fact() -> StartFact {
    let gate = |fields: &[(&str, &str, &str)]| fields.iter().map(|(id, en, ja)| ((*id).to_owned(), both(en, ja))).collect();
    let milestone =
        |id: &str, title: Text, hours, gate| MilestoneFact { id: id.into(), title, due: Elapsed::from_hours(hours), gate };
    StartFact {
        run: 3,
        exercise: "autumn".into(),
        title: both("Joint exercise, autumn 2026", "2026年度秋期 合同インシデント演習"),
        scenario: "border-control-dwell".into(),
        scenario_title: both("A long dwell in border control", "国境管理システムへの長期潜伏"),
        storyline: both(
            "For six weeks an espionage group has lived in the systems that decide who may cross the border.",
            "出入国の可否を決めるシステムに、諜報グループが6週間にわたり潜んでいる。最初の手掛かりは外部からの、ごくわずかな情報である。",
        ),
        operator: both("Cyber Exercise Office", "サイバー演習室"),
        zone: "Asia/Tokyo".to_owned(),
        mode: Mode::Live,
        rate: 1000,
        script_hash: hash(7),
        organisations: CAST
            .iter()
            .map(|(id, en, ja, part, zone, players)| CastFact {
                id: (*id).into(),
                name: both(en, ja),
                part: (*part).into(),
                zone: (*zone).to_owned(),
                players: players.iter().map(|id| PlayerId::from(*id)).collect(),
            })
            .collect(),
        scenes: vec![SceneFact { title: both("The first 24 hours", "最初の24時間"), starts: Elapsed::ZERO }],
        milestones: vec![
            milestone(
                "initial-hypothesis",
                both("Initial hypothesis presented", "初動仮説の提示"),
                24,
                gate(&[("hypothesis", "Hypothesis", "仮説"), ("confidence", "Confidence and why", "確度とその理由")]),
            ),
            milestone(
                "containment",
                both("Containment complete", "封じ込め完了"),
                72,
                gate(&[
                    ("scope", "Scope list", "影響範囲一覧"),
                    ("decided-by", "Decided by whom, and when", "決定者と決定時刻"),
                ]),
            ),
            milestone(
                "external-facts",
                both("Facts fit for outsiders", "対外説明可能な事実整理"),
                168,
                gate(&[("confirmed", "Confirmed facts", "確認済みの事実"), ("unknown", "What is unknown", "不明事項")]),
            ),
        ],
        objectives: vec![
            both("Find the extent of the intrusion by behaviour", "振る舞いから侵害の広がりを突き止める"),
            both("Contain everywhere at once, keep the border open", "国境を止めずに、全拠点で一斉に封じ込める"),
        ],
        techniques: ["T1566.002", "T1190", "T1505.003", "T1550.002", "T1041"].map(str::to_owned).to_vec(),
        injects: 15,
    }
}

fn hash(number: i64) -> String {
    let word = number.unsigned_abs().wrapping_mul(0x9e37_79b9_7f4a_7c15);
    format!("{word:016x}").repeat(4)
}

pub(super) fn engine() -> Actor {
    Actor::Engine
}

pub(super) fn principal(id: &str) -> Actor {
    Actor::Principal { id: id.into() }
}

pub(super) fn player(organisation: &str, id: &str) -> Actor {
    Actor::Player { organisation: organisation.into(), id: id.into() }
}

fn first_player(organisation: &str) -> &'static str {
    CAST.iter().find(|cast| cast.0 == organisation).expect("tests name organisations of the cast").5[0]
}

fn delivery(organisation: &str, inject: &str, attempt: u32) -> DeliveryRef {
    DeliveryRef {
        run: 3,
        key: key(organisation, inject),
        inject: Some(inject.into()),
        player: first_player(organisation).into(),
        channel: Channel::Mail,
        purpose: Purpose::Original,
        attempt,
    }
}

fn key(organisation: &str, inject: &str) -> DeliveryKey {
    DeliveryKey::new(format!("{organisation}-{inject}"))
}

impl Play {
    /// The journal of run 3, started but not gone on yet.
    pub(super) fn started() -> Self {
        let start = Timestamp::parse("2026-10-20T00:00:00Z").expect("a valid instant");
        let mut play = Self { entries: Vec::new(), clock: ExerciseClock::started(start, 1000), now: start.plus_ms(-HOUR_MS) };
        play.record(&engine(), None, Fact::RevisionAdopted { tzdata: "2026a".to_owned(), files: 9 });
        let proposed = Fact::ExerciseProposed { run: 3, exercise: "autumn".into(), mode: Mode::Live, script_hash: hash(7) };
        play.record(&principal("sato"), None, proposed);
        play.now = start;
        play.record(&principal("tanaka"), None, Fact::ExerciseStarted { start: Box::new(start_fact()) });
        play
    }

    /// Moves to an exercise time.
    pub(super) fn at(&mut self, exercise: Elapsed) {
        self.now = self.clock.wall_of(exercise).expect("the clock runs");
    }

    pub(super) fn record(&mut self, actor: &Actor, organisation: Option<&str>, fact: Fact) {
        let sequence = i64::try_from(self.entries.len()).expect("a short journal") + 1;
        self.entries.push(Entry {
            sequence,
            at: self.now,
            actor: actor.clone(),
            organisation: organisation.map(OrganisationId::from),
            revision: Some("r1".into()),
            fact: Some(fact),
            body_hash: hash(sequence),
            hash: hash(-sequence),
        });
    }

    pub(super) fn erase_last(&mut self) {
        self.entries.last_mut().expect("an entry").fact = None;
    }

    pub(super) fn answer(&mut self, organisation: &str, inject: &str, at: Elapsed, text: &str) {
        self.at(at);
        let (id, inject_id) = (first_player(organisation), InjectId::from(inject));
        let key = key(organisation, inject);
        let fact =
            Fact::Answered { run: 3, inject: Some(inject_id), key, player: id.into(), at_exercise: at, text: text.to_owned() };
        self.record(&player(organisation, id), Some(organisation), fact);
    }

    pub(super) fn acknowledge(&mut self, organisation: &str, inject: &str, at: Elapsed) {
        self.at(at);
        let id = first_player(organisation);
        let key = key(organisation, inject);
        let fact = Fact::Acknowledged { run: 3, inject: Some(inject.into()), key, player: id.into(), at_exercise: at };
        self.record(&player(organisation, id), Some(organisation), fact);
    }

    pub(super) fn release(&mut self, organisation: &str, inject: &str, due: Elapsed, at: Elapsed) {
        self.at(at);
        let (_, en, ja) = SUBJECTS.iter().find(|subject| subject.0 == inject).expect("tests name injects of the script");
        let fact = Fact::InjectReleased {
            run: 3,
            inject: inject.into(),
            due,
            at_exercise: at,
            subject: both(en, ja),
            expected: Some(both("Report what you know and what you do next", "把握状況と次の対応を報告する")),
        };
        self.record(&engine(), Some(organisation), fact);
    }

    fn sent(&mut self, organisation: &str, inject: &str, attempt: u32) {
        let fact = Fact::DeliverySent { delivery: delivery(organisation, inject, attempt), answer: "250 2.0.0 Ok".to_owned() };
        self.record(&engine(), Some(organisation), fact);
    }

    pub(super) fn met(&mut self, organisation: &str, milestone: &str, due: i64, at: Elapsed, evidence: &[(&str, &str)]) {
        self.at(at);
        let evidence: Evidence = evidence.iter().map(|(id, text)| ((*id).to_owned(), (*text).to_owned())).collect();
        let due = Elapsed::from_hours(due);
        let fact = Fact::MilestoneMet { run: 3, milestone: milestone.into(), due, at_exercise: at, evidence };
        self.record(&player(organisation, first_player(organisation)), Some(organisation), fact);
    }

    fn pause(&mut self, at: Elapsed, hours: i64) {
        self.at(at);
        self.record(&principal("sato"), None, Fact::ExercisePaused { run: 3, at_exercise: at });
        let resumed = self.now.plus_ms(hours * HOUR_MS);
        self.clock = std::mem::take(&mut self.clock).with_rate(self.now, 0).with_rate(resumed, 1000);
        self.now = resumed;
        self.record(&principal("sato"), None, Fact::ExerciseResumed { run: 3, at_exercise: at });
    }

    /// What happened to a message between its release and its being sent.
    fn trouble(&mut self, organisation: &str, inject: &str) {
        let engine = engine();
        match (organisation, inject) {
            ("port", "I-060") => {
                self.record(&engine, None, Fact::Recovered { uncertain: 1, reverting: 0, applying: 0 });
                self.record(&engine, Some("port"), Fact::DeliveryUncertain { delivery: delivery("port", inject, 1) });
                let decided = Fact::UncertainDecided { delivery: delivery("port", inject, 1), resend: true };
                self.record(&principal("sato"), Some("port"), decided);
                self.sent("port", inject, 2);
            }
            ("paris", "I-090") => {
                let why = "451 4.7.1 try again later".to_owned();
                self.record(&engine, Some("paris"), Fact::DeliveryRetry { delivery: delivery("paris", inject, 1), why });
                self.sent("paris", inject, 2);
            }
            ("airport", "I-090") => {
                let why = "550 5.1.1 mailbox unavailable".to_owned();
                self.record(&engine, Some("airport"), Fact::DeliveryFailed { delivery: delivery("airport", inject, 1), why });
            }
            _ => self.sent(organisation, inject, 1),
        }
    }
}

/// The whole exercise, and the head of its journal.
pub(super) fn whole() -> (Vec<Entry>, Option<(i64, String)>) {
    let mut play = Play::started();
    let mut moments: Vec<(Elapsed, Moment)> = Vec::new();
    for (inject, released, reactions) in RELEASES {
        for (organisation, acknowledged, answered) in reactions {
            moments.push((minutes(released), Moment::Release(organisation, inject)));
            if *acknowledged >= 0 {
                moments.push((minutes(released + acknowledged), Moment::Acknowledge(organisation, inject)));
            }
            if *answered >= 0 {
                moments.push((minutes(released + answered), Moment::Answer(organisation, inject)));
            }
        }
    }
    moments.extend(milestones());
    moments.push((Elapsed::from_hours(34), Moment::Pause));
    moments.sort_by_key(|(at, _)| *at);
    for (at, moment) in moments {
        play.happen(at, &moment);
    }
    play.finish();
    let head = play.entries.last().map(|entry| (entry.sequence, entry.hash.clone()));
    (play.entries, head)
}

enum Moment {
    Release(&'static str, &'static str),
    Acknowledge(&'static str, &'static str),
    Answer(&'static str, &'static str),
    Met(&'static str, &'static str, i64),
    Overdue(&'static str, &'static str, i64),
    Reject(&'static str, &'static str),
    Pause,
}

fn milestones() -> Vec<(Elapsed, Moment)> {
    let hour = Elapsed::from_hours;
    let (hypothesis, containment, facts) = ("initial-hypothesis", "containment", "external-facts");
    let mut moments = vec![
        (hour(72), Moment::Overdue("hq", containment, 72)),
        (hour(72), Moment::Overdue("airport", containment, 72)),
        (minutes(75 * 60 + 30), Moment::Met("hq", containment, 72)),
        (minutes(160 * 60 + 40), Moment::Reject("paris", facts)),
    ];
    for (organisation, at, milestone, due) in [
        ("hq", 19 * 60 + 40, hypothesis, 24),
        ("airport", 21 * 60 + 5, hypothesis, 24),
        ("paris", 22 * 60 + 50, hypothesis, 24),
        ("port", 23 * 60 + 15, hypothesis, 24),
        ("paris", 61 * 60, containment, 72),
        ("port", 70 * 60 + 20, containment, 72),
        ("paris", 150 * 60, facts, 168),
        ("hq", 158 * 60, facts, 168),
        ("port", 161 * 60 + 30, facts, 168),
        ("airport", 166 * 60, facts, 168),
    ] {
        moments.push((minutes(at), Moment::Met(organisation, milestone, due)));
    }
    moments
}

fn evidence(milestone: &str) -> [(&'static str, &'static str); 2] {
    match milestone {
        "initial-hypothesis" => [
            ("hypothesis", "正規アカウント svc_bisx を使った長期潜伏。侵入口は公館のメール。"),
            ("confidence", "中。ログの保存期間が30日で、それ以前は確認できないため。"),
        ],
        "containment" => {
            [("scope", "bis-gw01, docstatus01, port-relay1; svc_bisx, cons.visa03"), ("decided-by", "CISO, 2026-10-23")]
        }
        _ => [("confirmed", "3件の監視リスト改変\u{ff08}監査ログによる\u{ff09}"), ("unknown", "30日より前の持ち出しの有無")],
    }
}

impl Play {
    fn happen(&mut self, at: Elapsed, moment: &Moment) {
        match moment {
            Moment::Release(organisation, inject) => {
                let is_late = (*organisation, *inject) == ("port", "I-060");
                let due = if is_late { minutes(360) } else { at };
                self.release(organisation, inject, due, at);
                self.trouble(organisation, inject);
            }
            Moment::Acknowledge(organisation, inject) => self.acknowledge(organisation, inject, at),
            Moment::Answer(organisation, inject) => {
                self.answer(
                    organisation,
                    inject,
                    at,
                    "現時点で確認済みの事実は3点。次の報告は2時間後。\nNext report in two hours.",
                );
                if (*organisation, *inject) == ("airport", "I-100") {
                    self.erase_last();
                }
            }
            Moment::Met(organisation, milestone, due) => self.met(organisation, milestone, *due, at, &evidence(milestone)),
            Moment::Overdue(organisation, milestone, due) => {
                self.at(at);
                let fact = Fact::MilestoneOverdue { run: 3, milestone: (*milestone).into(), due: Elapsed::from_hours(*due) };
                self.record(&engine(), Some(organisation), fact);
            }
            Moment::Reject(organisation, milestone) => {
                self.at(at);
                let reason = "推定事項に確度がなく、法務の了承もない。".to_owned();
                let fact = Fact::MilestoneRejected { run: 3, milestone: (*milestone).into(), at_exercise: at, reason };
                self.record(&principal("suzuki"), Some(organisation), fact);
            }
            Moment::Pause => self.pause(at, 12),
        }
    }

    /// What is still open at the end, and the end.
    fn finish(&mut self) {
        self.at(Elapsed::from_hours(168));
        for (organisation, inject) in [("hq", "I-050"), ("airport", "I-120"), ("port", "I-120")] {
            let fact = Fact::InjectSkipped { run: 3, inject: inject.into(), reason: SkipReason::ConditionUnmet };
            self.record(&engine(), Some(organisation), fact);
        }
        let missed = Fact::MilestoneMissed { run: 3, milestone: "containment".into(), due: Elapsed::from_hours(72) };
        self.record(&engine(), Some("airport"), missed);
        self.record(&principal("sato"), None, Fact::ExerciseEnded { run: 3, at_exercise: Elapsed::from_hours(168) });
    }
}
