//! Every refusal, answer, fact and actor is said in both languages.
//!
//! Each enum is walked along a chain: from one variant the match names the next, so a new variant does not compile here until it
//! has a place in the chain.

use std::collections::BTreeSet;
use std::fmt::Debug;

use super::answers::answer;
use super::facts::{actor, fact};
use super::refusals::refusal;
use crate::model::{
    Actor, Altered, Answer, Becomes, Channel, Contest, DeliveryRef, ExercisePhase, Fact, InjectId, Lang, Level,
    MilestoneStatus, Mode, Purpose, Quarter, Refusal, Role, SettingValue, SkipReason, StandingKey, StartFact, Text,
};
use crate::time::{Elapsed, Timestamp, Zone};

fn is_japanese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'))
}

/// Both texts are there, differ, hold no unfilled place; only the Japanese one is Japanese.
fn check<T: Debug>(value: &T, say: impl Fn(&T, Lang) -> String) {
    let (en, ja) = (say(value, Lang::En), say(value, Lang::Ja));
    for text in [&en, &ja] {
        assert!(!text.trim().is_empty() && !text.contains(['{', '}']), "{value:?}: {text}");
    }
    assert!(is_japanese(&ja) && !is_japanese(&en), "{value:?}: {en} / {ja}");
}

/// Checks a chain to its end; every value of it is another variant or another case of one.
fn walk<T: Debug + Clone>(first: T, next: impl Fn(&T) -> Option<T>, say: impl Fn(&T, Lang) -> String) -> usize {
    let mut seen = BTreeSet::new();
    let mut value = Some(first);
    while let Some(this) = value {
        assert!(seen.insert(format!("{this:?}")), "the chain turns in a circle at {this:?}");
        check(&this, &say);
        value = next(&this);
    }
    seen.len()
}

fn id() -> String {
    "alpha".to_owned()
}

fn known() -> Vec<String> {
    vec!["beta".to_owned(), "gamma".to_owned()]
}

fn after_refusal(refusal: &Refusal) -> Option<Refusal> {
    let (at, exercise) = (Timestamp::from_ms(0), id);
    Some(match refusal {
        Refusal::NotProven => Refusal::FirstPrincipalMustBeOperator,
        Refusal::FirstPrincipalMustBeOperator => Refusal::MissingRole { role: Role::Approver },
        Refusal::MissingRole { .. } => Refusal::BadId { id: id() },
        Refusal::BadId { .. } => Refusal::PrincipalExists { id: id() },
        Refusal::PrincipalExists { .. } => Refusal::UnknownPrincipal { id: id() },
        Refusal::UnknownPrincipal { .. } => Refusal::UnknownExercise { id: id(), known: Vec::new() },
        Refusal::UnknownExercise { .. } => Refusal::NotStarted { exercise: id() },
        Refusal::NotStarted { .. } => Refusal::UnknownOrganisation { id: id(), known: known() },
        Refusal::UnknownOrganisation { .. } => Refusal::UnknownMilestone { id: id(), known: known() },
        Refusal::UnknownMilestone { .. } => Refusal::UnknownWindow { id: id() },
        Refusal::UnknownWindow { .. } => Refusal::UnknownTarget { id: id(), known: known() },
        Refusal::UnknownTarget { .. } => Refusal::UnknownGroup { id: id(), known: known() },
        Refusal::UnknownGroup { .. } => Refusal::UnknownDelivery { key: id() },
        Refusal::UnknownDelivery { .. } => Refusal::UnknownTask { window: id(), measure: id() },
        Refusal::UnknownTask { .. } => Refusal::UnknownOrder { id: id() },
        Refusal::UnknownOrder { .. } => Refusal::TaskIsDone { window: id(), measure: id() },
        Refusal::TaskIsDone { .. } => Refusal::EndsBeforeItBegins { from: at, until: at },
        Refusal::EndsBeforeItBegins { .. } => Refusal::WindowIsOver { id: id(), until: at },
        Refusal::WindowIsOver { .. } => Refusal::WindowNotOpen { id: id() },
        Refusal::WindowNotOpen { .. } => Refusal::AlreadyApproved { id: id() },
        Refusal::AlreadyApproved { .. } => Refusal::AsksForNothing { level: Level::Baseline },
        Refusal::AsksForNothing { .. } => Refusal::NotAnApprover { id: id() },
        Refusal::NotAnApprover { .. } => Refusal::WindowChanged { id: id() },
        Refusal::WindowChanged { .. } => Refusal::NotADeputy { id: id(), of: id(), known: vec![id()] },
        Refusal::NotADeputy { .. } => Refusal::CountsOnce { window: id(), of: id() },
        Refusal::CountsOnce { .. } => Refusal::NotForStanding { level: Level::Surge },
        Refusal::NotForStanding { .. } => Refusal::UnknownRule { policy: id(), level: Level::Watch, known: vec![id()] },
        Refusal::UnknownRule { .. } => Refusal::QuarterIsOver { quarter: quarter() },
        Refusal::QuarterIsOver { .. } => Refusal::RuleChanged { policy: id(), level: Level::Watch },
        Refusal::RuleChanged { .. } => Refusal::AlreadyStanding { policy: id(), level: Level::Watch, quarter: quarter() },
        Refusal::AlreadyStanding { .. } => Refusal::NothingStanding { policy: id(), level: Level::Watch, quarter: quarter() },
        Refusal::NothingStanding { .. } => Refusal::NothingToReview { window: id() },
        Refusal::NothingToReview { .. } => Refusal::NothingToWithdraw { window: id() },
        Refusal::NothingToWithdraw { .. } => Refusal::AuthorAlone,
        Refusal::AuthorAlone => Refusal::ReasonMissing,
        Refusal::ReasonMissing => Refusal::WrongPhase { exercise: id(), phase: ExercisePhase::Proposed },
        Refusal::WrongPhase { phase, .. } => match ExercisePhase::ALL.iter().find(|later| *later > phase) {
            Some(later) => Refusal::WrongPhase { exercise: id(), phase: *later },
            None => Refusal::AlreadyRunning { exercise: exercise() },
        },
        Refusal::AlreadyRunning { .. } => Refusal::SamePrincipal,
        Refusal::SamePrincipal => Refusal::ScriptChanged { exercise: exercise() },
        Refusal::ScriptChanged { .. } => Refusal::TooFast { rate: 90_500, limit: 60_000 },
        Refusal::TooFast { .. } => Refusal::JumpBack { now: Elapsed::from_hours(3), to: Elapsed::ZERO },
        Refusal::JumpBack { .. } => Refusal::AddressNotAllowed { address: id() },
        Refusal::AddressNotAllowed { .. } => Refusal::NotADrillText { inject: id() },
        Refusal::NotADrillText { .. } => Refusal::MailMissing,
        Refusal::MailMissing => Refusal::EvidenceMissing { fields: known() },
        Refusal::EvidenceMissing { .. } => Refusal::UnknownEvidence { field: id(), known: known() },
        Refusal::UnknownEvidence { .. } => Refusal::MilestoneDecided { milestone: id(), status: MilestoneStatus::Missed },
        Refusal::MilestoneDecided { .. } => Refusal::AnswerTooLong { limit: 4000 },
        Refusal::AnswerTooLong { .. } => Refusal::NotYours,
        Refusal::NotYours => Refusal::NotInConflict { target: id() },
        Refusal::NotInConflict { .. } => Refusal::ConflictRemains { target: id() },
        Refusal::ConflictRemains { .. } => Refusal::NotUncertain { key: id() },
        Refusal::NotUncertain { .. } => Refusal::NothingToAccept,
        Refusal::NothingToAccept => Refusal::WorkspaceFaulty { faults: 1 },
        Refusal::WorkspaceFaulty { faults: 1 } => Refusal::WorkspaceFaulty { faults: 2 },
        Refusal::WorkspaceFaulty { .. } => return None,
    })
}

fn quarter() -> Quarter {
    Quarter::parse("2027-Q1").unwrap()
}

fn standing() -> StandingKey {
    StandingKey { policy: "talks".into(), level: Level::Watch, quarter: quarter() }
}

fn after_answer(answer: &Answer) -> Option<Answer> {
    let run = 1;
    let ordered = |need| Answer::Ordered { order: "o-1".into(), window: "order/o-1".into(), approvals_needed: need };
    let approved = |have| Answer::Approved { window: "w".into(), have, need: 2, in_place_of: None };
    let withdrawn = |have, is_live| Answer::ApprovalWithdrawn { window: "w".into(), have, need: 2, is_live };
    let at = |rate| Answer::ExerciseAt { run, at_exercise: Elapsed::from_hours(3), rate };
    Some(match answer {
        Answer::Done => Answer::Token { id: "ops".into(), token: id(), expires_at: Timestamp::from_ms(0) },
        Answer::Token { .. } => ordered(0),
        Answer::Ordered { approvals_needed: 0, .. } => ordered(1),
        Answer::Ordered { .. } => approved(1),
        Answer::Approved { have: 1, .. } => approved(2),
        Answer::Approved { in_place_of: None, .. } => {
            Answer::Approved { window: "w".into(), have: 2, need: 2, in_place_of: Some("ann".into()) }
        }
        Answer::Approved { .. } => Answer::Reviewed { window: "w".into() },
        Answer::Reviewed { .. } => Answer::StandingApproved { standing: standing(), have: 1, need: 2, windows: 3 },
        Answer::StandingApproved { .. } => Answer::StandingWithdrawn { standing: standing() },
        Answer::StandingWithdrawn { .. } => withdrawn(2, true),
        Answer::ApprovalWithdrawn { have: 2, .. } => withdrawn(1, true),
        Answer::ApprovalWithdrawn { is_live: true, .. } => withdrawn(1, false),
        Answer::ApprovalWithdrawn { .. } => Answer::Reverted { target: "mx1".into() },
        Answer::Reverted { .. } => Answer::ExerciseProposed { run, script_hash: "0123456789abcdef".to_owned() },
        Answer::ExerciseProposed { .. } => Answer::ExerciseStarted { run },
        Answer::ExerciseStarted { .. } => at(0),
        Answer::ExerciseAt { rate: 0, .. } => at(1500),
        Answer::ExerciseAt { .. } => Answer::ExerciseStopped { run, cancelled: 1, corrections: 12 },
        Answer::ExerciseStopped { .. } => Answer::Milestone { milestone: "m-24".into(), is_late: false },
        Answer::Milestone { is_late: false, .. } => Answer::Milestone { milestone: "m-24".into(), is_late: true },
        Answer::Milestone { is_late: true, .. } => Answer::MilestoneRejected { milestone: "m-24".into() },
        Answer::MilestoneRejected { .. } => Answer::WindowClosed { window: "w/1".into() },
        Answer::WindowClosed { .. } => Answer::RevisionAdopted { revision: "ab".to_owned(), altered: altered() },
        Answer::RevisionAdopted { .. } => return None,
    })
}

fn altered() -> Vec<Altered> {
    let (at, other) = (Timestamp::from_ms(0), || "w/2".into());
    let contested = |proposed| Becomes::Contested { why: Contest::Measures, until: at, proposed };
    let all = [
        contested(None),
        contested(Some(other())),
        Becomes::Reapprove { planned: other() },
        Becomes::Replaced { planned: other() },
        Becomes::Dropped,
        Becomes::Joined,
        Becomes::LateStart { from: at },
        Becomes::TargetMoved { target: "mx1".into() },
    ];
    all.map(|to| Altered { window: "w/1".into(), to }).into()
}

fn opened(late_ms: i64) -> Fact {
    let at = Timestamp::from_ms(0);
    Fact::WindowOpened {
        window: "summit/x/talks/watch".into(),
        hash: "0123456789abcdef".to_owned(),
        from: at,
        until: at,
        late_ms,
    }
}

fn start() -> Box<StartFact> {
    Box::new(StartFact {
        run: 1,
        exercise: "border".into(),
        title: Text::new("Autumn exercise", "秋季演習"),
        scenario: "dwell".into(),
        scenario_title: Text::new("Dwell", "潜伏"),
        storyline: Text::default(),
        operator: Text::default(),
        zone: "Asia/Tokyo".to_owned(),
        mode: Mode::Rehearsal,
        rate: 60_000,
        script_hash: "0123456789abcdef".to_owned(),
        organisations: Vec::new(),
        scenes: Vec::new(),
        milestones: Vec::new(),
        objectives: Vec::new(),
        techniques: Vec::new(),
        injects: 15,
    })
}

fn delivery(inject: Option<&str>, purpose: Purpose) -> DeliveryRef {
    DeliveryRef {
        run: 1,
        key: "k".into(),
        inject: inject.map(InjectId::from),
        player: "tanaka".into(),
        channel: Channel::Mail,
        purpose,
        attempt: 2,
    }
}

/// What people wrote, in facts of [`facts`].
pub(crate) const REMARK: &str = "between us";

fn remark() -> String {
    REMARK.to_owned()
}

fn first_fact() -> Fact {
    Fact::RevisionAdopted { tzdata: "2026b".to_owned(), files: 3 }
}

/// Facts of every kind; those that name windows name some of the event `summit`.
pub(crate) fn facts() -> Vec<Fact> {
    std::iter::successors(Some(first_fact()), after_fact).collect()
}

#[expect(clippy::too_many_lines, reason = "a chain with one arm for each fact")]
fn after_fact(fact: &Fact) -> Option<Fact> {
    let (run, at_exercise, due) = (1, Elapsed::from_hours(30), Elapsed::from_hours(24));
    let (inject, milestone): (InjectId, _) = ("I-010".into(), || "m-24".into());
    let original = || delivery(Some("I-010"), Purpose::Original);
    let correction = || delivery(Some("I-010"), Purpose::Correction);
    let (key, player) = (|| "k".into(), || "tanaka".into());
    let (at, target, window, measure) =
        (Timestamp::from_ms(0), || "mx1".into(), || "summit/x/talks/watch".into(), || "m".into());
    let asked = |round| Fact::TaskAsked { window: window(), measure: measure(), owner: id(), round };
    let done = |round| Fact::TaskDone { window: window(), measure: measure(), evidence: remark(), round };
    Some(match fact {
        Fact::RevisionAdopted { .. } => {
            let roles = vec![Role::Operator, Role::Approver];
            Fact::PrincipalAdded { id: "ops".into(), name: id(), roles, expires_at: at }
        }
        Fact::PrincipalAdded { .. } => Fact::PrincipalRevoked { id: "ops".into() },
        Fact::PrincipalRevoked { .. } => {
            Fact::PostureOrdered { order: "o-1".into(), level: Level::Surge, from: at, until: at, reason: remark() }
        }
        Fact::PostureOrdered { .. } => Fact::OrderEnded { order: "o-1".into() },
        Fact::OrderEnded { .. } => {
            let (in_place_of, decision) = (Some("ann".into()), Some(id()));
            Fact::WindowApproved { window: window(), hash: id(), in_place_of, decision }
        }
        Fact::WindowApproved { .. } => Fact::StandingApproved { standing: standing(), hash: id(), decision: Some(id()) },
        Fact::StandingApproved { .. } => Fact::StandingWithdrawn { standing: standing(), reason: remark() },
        Fact::StandingWithdrawn { .. } => {
            Fact::ApprovalReviewed { window: window(), hash: id(), by: "ben".into(), objection: Some(remark()) }
        }
        Fact::ApprovalReviewed { .. } => Fact::ApprovalWithdrawn { window: window(), hash: id(), reason: remark() },
        Fact::ApprovalWithdrawn { .. } => {
            let (asked, without_address) = (vec!["ann".into()], vec!["ben".into()]);
            Fact::ApprovalAsked { window: window(), hash: id(), asked, without_address }
        }
        Fact::ApprovalAsked { .. } => Fact::ApprovalNotAsked { window: window(), person: "ann".into(), why: id() },
        Fact::ApprovalNotAsked { .. } => {
            let (to, without_address) = (vec!["ann".into()], vec!["ben".into()]);
            Fact::ApprovalEscalated { window: window(), hash: id(), to, without_address }
        }
        Fact::ApprovalEscalated { .. } => opened(0),
        Fact::WindowOpened { late_ms: 0, .. } => opened(7_200_000),
        Fact::WindowOpened { .. } => Fact::WindowClosed { window: window(), until: Timestamp::from_ms(0), reason: None },
        Fact::WindowClosed { reason: None, .. } => {
            Fact::WindowClosed { window: window(), until: Timestamp::from_ms(0), reason: Some(remark()) }
        }
        Fact::WindowClosed { .. } => {
            Fact::WindowContested { window: window(), why: Contest::Moved, until: Timestamp::from_ms(0) }
        }
        Fact::WindowContested { .. } => Fact::WindowUncontested { window: window() },
        Fact::WindowUncontested { .. } => {
            Fact::ProposalWaits { window: window(), beside: "summit/y/talks/watch".into(), until: Timestamp::from_ms(0) }
        }
        Fact::ProposalWaits { .. } => Fact::WindowUnreadable { window: window() },
        Fact::WindowUnreadable { .. } => {
            let settings = vec![("young_days".into(), SettingValue::Integer(14))];
            Fact::ControlApplying { target: target(), settings, windows: vec![window()], hash: id() }
        }
        Fact::ControlApplying { .. } => Fact::ControlVerified { target: target(), hash: id() },
        Fact::ControlVerified { .. } => Fact::ControlHeld { target: target(), windows: vec![window()], until: at },
        Fact::ControlHeld { .. } => Fact::ControlReverting { target: target() },
        Fact::ControlReverting { .. } => Fact::ControlReverted { target: target() },
        Fact::ControlReverted { .. } => Fact::ControlConflict { target: target(), expected: id(), found: id() },
        Fact::ControlConflict { .. } => Fact::ConflictDecided { target: target(), kept: true },
        Fact::ConflictDecided { kept: true, .. } => Fact::ConflictDecided { target: target(), kept: false },
        Fact::ConflictDecided { kept: false, .. } => Fact::ControlFailed { target: target(), why: id() },
        Fact::ControlFailed { .. } => Fact::WebhookFailed { webhook: target(), why: id() },
        Fact::WebhookFailed { .. } => {
            Fact::MeasureBlocked { window: window(), measure: measure(), precondition: "reviewers".to_owned() }
        }
        Fact::MeasureBlocked { .. } => asked(None),
        Fact::TaskAsked { round: None, .. } => asked(Some(3)),
        Fact::TaskAsked { .. } => done(None),
        Fact::TaskDone { round: None, .. } => done(Some(3)),
        Fact::TaskDone { .. } => {
            Fact::TaskRoundsMissed { window: window(), measure: measure(), rounds: 3, from: at, until: at }
        }
        Fact::TaskRoundsMissed { .. } => Fact::AlarmRaised { window: window(), measure: measure(), why: id() },
        Fact::AlarmRaised { .. } => Fact::Recovered { uncertain: 1, reverting: 2, applying: 3 },
        Fact::Recovered { .. } => {
            Fact::ExerciseProposed { run: 1, exercise: "border".into(), mode: Mode::Live, script_hash: id() }
        }
        Fact::ExerciseProposed { .. } => Fact::ExerciseStarted { start: start() },
        Fact::ExerciseStarted { .. } => Fact::ExercisePaused { run, at_exercise },
        Fact::ExercisePaused { .. } => Fact::ExerciseResumed { run, at_exercise },
        Fact::ExerciseResumed { .. } => Fact::ExerciseJumped { run, from: due, to: at_exercise },
        Fact::ExerciseJumped { .. } => Fact::ExerciseSpeed { run, at_exercise, rate: 60_000 },
        Fact::ExerciseSpeed { .. } => Fact::ExerciseEnded { run, at_exercise },
        Fact::ExerciseEnded { .. } => Fact::ExerciseAborted { run, at_exercise },
        Fact::ExerciseAborted { .. } => {
            let subject = Text::new("Odd traffic", "不審な通信");
            Fact::InjectReleased { run, inject, due, at_exercise, subject, expected: None }
        }
        Fact::InjectReleased { .. } => Fact::InjectSkipped { run, inject, reason: SkipReason::Ended },
        Fact::InjectSkipped { .. } => Fact::DeliverySent { delivery: original(), answer: id() },
        Fact::DeliverySent { .. } => Fact::DeliveryRetry { delivery: correction(), why: id() },
        Fact::DeliveryRetry { .. } => Fact::DeliveryFailed { delivery: delivery(None, Purpose::Original), why: id() },
        Fact::DeliveryFailed { .. } => Fact::DeliveryCancelled { delivery: delivery(None, Purpose::Correction) },
        Fact::DeliveryCancelled { .. } => Fact::DeliveryUncertain { delivery: original() },
        Fact::DeliveryUncertain { .. } => Fact::UncertainDecided { delivery: original(), resend: true },
        Fact::UncertainDecided { resend: true, .. } => Fact::UncertainDecided { delivery: original(), resend: false },
        Fact::UncertainDecided { resend: false, .. } => {
            Fact::Acknowledged { run, inject: Some(inject), key: key(), player: player(), at_exercise }
        }
        Fact::Acknowledged { .. } => {
            Fact::Answered { run, inject: None, key: key(), player: player(), at_exercise, text: "one\ntwo".to_owned() }
        }
        Fact::Answered { .. } => {
            let evidence = [("basis".to_owned(), "log".to_owned())].into();
            Fact::MilestoneMet { run, milestone: milestone(), due, at_exercise: due, evidence }
        }
        Fact::MilestoneMet { at_exercise: met, .. } if *met == due => {
            Fact::MilestoneMet { run, milestone: milestone(), due, at_exercise, evidence: [].into() }
        }
        Fact::MilestoneMet { .. } => Fact::MilestoneOverdue { run, milestone: milestone(), due },
        Fact::MilestoneOverdue { .. } => Fact::MilestoneMissed { run, milestone: milestone(), due },
        Fact::MilestoneMissed { .. } => Fact::MilestoneRejected { run, milestone: milestone(), at_exercise, reason: id() },
        Fact::MilestoneRejected { .. } => return None,
    })
}

#[test]
fn every_refusal_is_said_in_both_languages() {
    let walked = walk(Refusal::NotProven, after_refusal, refusal);
    assert!(walked >= 45, "{walked}");
}

#[test]
fn every_answer_is_said_in_both_languages() {
    let tokyo = Zone::named("Asia/Tokyo").unwrap();
    walk(Answer::Done, after_answer, |value, lang| answer(value, lang, &tokyo));
}

#[test]
fn every_fact_is_told_in_one_line_in_both_languages() {
    walk(first_fact(), after_fact, |value, lang| {
        let line = fact(value, lang);
        assert!(!line.contains('\n'), "{line}");
        line
    });
}

#[test]
fn every_actor_is_named_in_both_languages() {
    let next = |actor: &Actor| match actor {
        Actor::Engine => Some(Actor::Owner),
        Actor::Owner => Some(Actor::Principal { id: "ops".into() }),
        Actor::Principal { .. } => Some(Actor::Player { organisation: "ministry".into(), id: "tanaka".into() }),
        Actor::Player { .. } => None,
    };
    walk(Actor::Engine, next, actor);
}

#[test]
fn a_token_is_shown_with_the_line_that_uses_it_and_its_end_in_local_time() {
    let token = Answer::Token { id: "ops".into(), token: "t0k3n".to_owned(), expires_at: Timestamp::from_ms(0) };
    for lang in Lang::ALL {
        let text = answer(&token, lang, &Zone::named("Asia/Tokyo").unwrap());
        assert!(text.contains("\n  export STANDTO_TOKEN=t0k3n\n"), "{text}");
        assert!(text.contains("1970-01-01 09:00 Asia/Tokyo"), "{text}");
    }
}
