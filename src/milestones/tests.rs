//! What milestones ask for and come to, told on the small exercise of `exercise::fixture`.

use super::{Target, at_risk_from, close, deadline, meet, reject, shown_status};
use crate::exercise::fixture::{Table, after, elapsed, facts, principal};
use crate::model::{Answer, Decision, Evidence, ExercisePhase, Fact, MilestoneRun, MilestoneStatus, Refusal, Role};
use crate::time::{Elapsed, Timestamp};

fn evidence(fields: &[(&str, &str)]) -> Evidence {
    fields.iter().map(|(field, text)| ((*field).to_owned(), (*text).to_owned())).collect()
}

fn full() -> Evidence {
    evidence(&[("basis", "logs of two hosts"), ("confidence", "moderate")])
}

fn meeting(table: &Table, shown: &Evidence, now: Timestamp) -> Decision {
    let target = Target { organisation: &"tokyo".into(), milestone: &"hypothesis".into() };
    meet(&table.state, &table.workspace.scenarios[0], target, shown, None, now)
}

fn rejecting(table: &Table, reason: &str, now: Timestamp) -> Decision {
    let target = Target { organisation: &"tokyo".into(), milestone: &"hypothesis".into() };
    reject(&table.state, target, reason, None, now)
}

fn row(table: &Table) -> &MilestoneRun {
    let rows = &table.state.milestones;
    rows.iter().find(|row| row.organisation.as_str() == "tokyo" && row.milestone.as_str() == "hypothesis").unwrap()
}

#[test]
fn a_milestone_is_met_up_to_its_deadline_and_late_after() {
    let table = Table::rehearsing();
    let due = after(24 * 60);
    for (now, is_late, status) in [(due, false, MilestoneStatus::Met), (due.plus_ms(1), true, MilestoneStatus::Late)] {
        let mut table = Table::rehearsing();
        let (changes, answer) = meeting(&table, &full(), now).unwrap();
        assert_eq!(answer, Answer::Milestone { milestone: "hypothesis".into(), is_late });
        table.apply(changes);
        assert_eq!((row(&table).status, row(&table).met_at), (status, Some(table.state.run.clock.at(now))));
        assert_eq!(row(&table).evidence, full());
        let others = table.state.milestones.iter().filter(|row| row.status == MilestoneStatus::Pending).count();
        assert_eq!(others, 5, "every organisation has its own");
    }
    let told = facts(&meeting(&table, &full(), after(60)).unwrap().0);
    assert!(matches!(told.as_slice(), [Fact::MilestoneMet { due, at_exercise, .. }]
        if *due == elapsed("T+24:00") && *at_exercise == elapsed("T+01:00")));
}

#[test]
fn the_gate_asks_for_every_field_and_for_no_other() {
    let table = Table::rehearsing();
    let missing = |shown: &Evidence| meeting(&table, shown, after(60)).unwrap_err();
    assert_eq!(missing(&evidence(&[])), Refusal::EvidenceMissing { fields: vec!["basis".to_owned(), "confidence".to_owned()] });
    assert_eq!(
        missing(&evidence(&[("basis", "logs"), ("confidence", " \u{3000}\n")])),
        Refusal::EvidenceMissing { fields: vec!["confidence".to_owned()] }
    );
    assert_eq!(
        missing(&evidence(&[("basis", "logs"), ("confidence", "low"), ("mood", "good")])),
        Refusal::UnknownEvidence { field: "mood".to_owned(), known: vec!["basis".to_owned(), "confidence".to_owned()] }
    );
}

#[test]
fn every_status_allows_its_own_decisions() {
    for status in MilestoneStatus::ALL {
        let mut table = Table::rehearsing();
        for row in &mut table.state.milestones {
            row.status = *status;
        }
        let (may_meet, may_reject, is_overdue) = match status {
            MilestoneStatus::Pending | MilestoneStatus::AtRisk | MilestoneStatus::Rejected => (true, true, true),
            MilestoneStatus::Met | MilestoneStatus::Late => (false, true, false),
            MilestoneStatus::Missed => (false, false, false),
        };
        let decided = Err(Refusal::MilestoneDecided { milestone: "hypothesis".to_owned(), status: *status });
        let (met, rejected) = (meeting(&table, &full(), after(60)), rejecting(&table, "too thin", after(60)));
        if may_meet {
            assert!(met.is_ok(), "{status}");
        } else {
            assert_eq!(met, decided, "{status}");
        }
        if may_reject {
            let answer = rejected.map(|(_, answer)| answer);
            assert_eq!(answer, Ok(Answer::MilestoneRejected { milestone: "hypothesis".into() }), "{status}");
        } else {
            assert_eq!(rejected, decided, "{status}");
        }
        let target = Target { organisation: &"tokyo".into(), milestone: &"hypothesis".into() };
        assert_eq!(!deadline(&table.state, target).is_empty(), is_overdue, "{status}");
        let closes = matches!(status, MilestoneStatus::Pending | MilestoneStatus::AtRisk);
        assert_eq!(close(&table.state).len(), if closes { 12 } else { 0 }, "{status}");
    }
}

#[test]
fn what_was_rejected_may_be_shown_again() {
    let mut table = Table::rehearsing();
    table.apply(meeting(&table, &full(), after(60)).unwrap().0);
    assert_eq!(rejecting(&table, "  ", after(61)), Err(Refusal::ReasonMissing));
    table.apply(rejecting(&table, " no alternatives ", after(61)).unwrap().0);
    assert_eq!((row(&table).status, row(&table).met_at), (MilestoneStatus::Rejected, None));
    assert!(matches!(table.facts.last(), Some(Fact::MilestoneRejected { reason, .. }) if reason == "no alternatives"));
    table.apply(meeting(&table, &full(), after(25 * 60)).unwrap().0);
    assert_eq!(row(&table).status, MilestoneStatus::Late);
}

#[test]
fn a_deadline_is_told_and_decides_nothing() {
    let mut table = Table::rehearsing();
    let target = Target { organisation: &"tokyo".into(), milestone: &"hypothesis".into() };
    let changes = deadline(&table.state, target);
    assert_eq!(facts(&changes), [Fact::MilestoneOverdue { run: 1, milestone: "hypothesis".into(), due: elapsed("T+24:00") }]);
    table.apply(changes);
    assert_eq!(row(&table).status, MilestoneStatus::Pending);
    table.state.run.phase = ExercisePhase::Aborted;
    assert!(deadline(&table.state, target).is_empty(), "an exercise that is over has no deadlines");
}

#[test]
fn closing_misses_what_is_pending_and_keeps_what_is_rejected() {
    let mut table = Table::rehearsing();
    table.apply(rejecting(&table, "no basis", after(60)).unwrap().0);
    table.apply(close(&table.state));
    assert_eq!(row(&table).status, MilestoneStatus::Rejected);
    let missed = table.state.milestones.iter().filter(|row| row.status == MilestoneStatus::Missed).count();
    assert_eq!(missed, 5);
    assert!(close(&table.state).is_empty(), "closing twice misses nothing twice");
}

#[test]
fn a_milestone_is_at_risk_when_more_than_four_fifths_of_its_time_is_gone() {
    let mut row = row(&Table::rehearsing()).clone();
    let edge = Elapsed::from_ms(elapsed("T+24:00").as_ms() / 10 * 8);
    assert_eq!(at_risk_from(row.due), edge.plus_ms(1));
    for (at, status) in [
        (Elapsed::ZERO, MilestoneStatus::Pending),
        (edge, MilestoneStatus::Pending),
        (edge.plus_ms(1), MilestoneStatus::AtRisk),
        (elapsed("T+99:00"), MilestoneStatus::AtRisk),
    ] {
        assert_eq!(shown_status(&row, at), status, "{at}");
    }
    row.status = MilestoneStatus::Rejected;
    assert_eq!(shown_status(&row, elapsed("T+23:00")), MilestoneStatus::Rejected);
}

#[test]
fn only_judges_decide_and_only_on_what_is_there() {
    let table = Table::live();
    let scenario = &table.workspace.scenarios[0];
    let ids = |organisation: &str, milestone: &str| (organisation.into(), milestone.into());
    let decide = |(organisation, milestone): (crate::model::OrganisationId, crate::model::MilestoneId), roles: &[Role]| {
        let target = Target { organisation: &organisation, milestone: &milestone };
        meet(&table.state, scenario, target, &full(), Some(&principal("eve", roles)), after(60))
    };
    for role in [Role::Evaluator, Role::Controller, Role::Director] {
        assert!(decide(ids("tokyo", "hypothesis"), &[role]).is_ok(), "{role}");
    }
    for role in [Role::Operator, Role::Approver] {
        let refusal = Refusal::MissingRole { role: Role::Evaluator };
        assert_eq!(decide(ids("tokyo", "hypothesis"), &[role]), Err(refusal), "{role}");
    }
    let known = vec!["containment".to_owned(), "hypothesis".to_owned()];
    let unknown = decide(ids("tokyo", "recovery"), &[Role::Evaluator]);
    assert_eq!(unknown, Err(Refusal::UnknownMilestone { id: "recovery".to_owned(), known }));
    let known = vec!["harbour".to_owned(), "paris".to_owned(), "tokyo".to_owned()];
    let unknown = decide(ids("osaka", "hypothesis"), &[Role::Evaluator]);
    assert_eq!(unknown, Err(Refusal::UnknownOrganisation { id: "osaka".to_owned(), known }));
}
