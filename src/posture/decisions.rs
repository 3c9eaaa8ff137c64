//! What a person decides about targets and tasks: a conflict, a target taken back early, a task that is done.

use super::changes::released;
use crate::model::{
    Answer, Change, ConnectorId, Decision, Fact, LedgerEntry, LedgerPhase, MeasureId, PostureState, Principal, Refusal, Role,
    TaskRow, WindowId,
};
use crate::time::Timestamp;

/// Decides a conflict, or takes a target back before its windows end. With `keep` the target stays as it is, which only makes
/// sense in a conflict; else the state from before is to be restored: the row says so, and the engine does it.
///
/// Either way the target is then left alone until the windows that hold it now end, or another window asks for it.
pub fn decide_conflict(state: &PostureState, who: &Principal, target: &ConnectorId, keep: bool, now: Timestamp) -> Decision {
    who.require(&[Role::Operator, Role::Approver], now)?;
    let Some(entry) = state.ledger.iter().find(|entry| entry.target == *target) else {
        let known = state.ledger.iter().map(|entry| entry.target.to_string()).collect();
        return Err(Refusal::UnknownTarget { id: target.to_string(), known });
    };
    let releasing = |written_hash: &String| {
        let written_hash = written_hash.clone();
        Change::Ledger(LedgerEntry { phase: LedgerPhase::Releasing, written_hash, ..entry.clone() })
    };
    let decided = Change::fact(Fact::ConflictDecided { target: target.clone(), kept: keep });
    match (entry.phase, keep) {
        (LedgerPhase::Conflict, true) if now < entry.expires_at => {
            Ok((vec![Change::Ledger(released(entry)), decided], Answer::Done))
        }
        (LedgerPhase::Conflict, true) => Ok((vec![Change::LedgerGone(target.clone()), decided], Answer::Done)),
        // What the person saw is what may be overwritten; a later change by others is a new conflict.
        (LedgerPhase::Conflict, false) => {
            Ok((vec![releasing(&entry.found_hash), decided], Answer::Reverted { target: target.clone() }))
        }
        (LedgerPhase::Active | LedgerPhase::Applying, false) => {
            let fact = Change::fact(Fact::ControlReverting { target: target.clone() });
            Ok((vec![releasing(&entry.written_hash), fact], Answer::Reverted { target: target.clone() }))
        }
        (LedgerPhase::Active | LedgerPhase::Applying, true)
        | (LedgerPhase::Reverting | LedgerPhase::Releasing | LedgerPhase::Released, _) => {
            Err(Refusal::NotInConflict { target: target.to_string() })
        }
    }
}

/// Takes a person's word, with evidence, that a task is done: of one that repeats, the oldest round that is open.
pub fn finish_task(
    state: &PostureState,
    who: &Principal,
    (window, measure): (&WindowId, &MeasureId),
    evidence: &str,
    now: Timestamp,
) -> Decision {
    who.require(&[Role::Operator, Role::Approver], now)?;
    let is_meant = |row: &&TaskRow| row.window == *window && row.measure == *measure;
    let rows: Vec<&TaskRow> = state.tasks.iter().filter(is_meant).collect();
    if rows.is_empty() {
        return Err(Refusal::UnknownTask { window: window.to_string(), measure: measure.to_string() });
    }
    let Some(row) = rows.iter().filter(|row| row.done_at.is_none()).min_by_key(|row| row.round) else {
        return Err(Refusal::TaskIsDone { window: window.to_string(), measure: measure.to_string() });
    };
    let evidence = evidence.trim();
    if evidence.is_empty() {
        return Err(Refusal::EvidenceMissing { fields: vec!["evidence".to_owned()] });
    }
    let done =
        TaskRow { done_at: Some(now), done_by: Some(who.id.clone()), evidence: Some(evidence.to_owned()), ..(*row).clone() };
    let asked_in =
        state.kept.iter().filter(|kept| kept.planned.window.id == *window).flat_map(|kept| kept.planned.tasks.iter());
    let repeats = asked_in.filter(|task| task.measure == *measure).any(|task| task.every.is_some());
    let round = (repeats || rows.len() > 1 || row.round > 1).then_some(row.round);
    let fact = Fact::TaskDone { window: row.window.clone(), measure: measure.clone(), evidence: evidence.to_owned(), round };
    Ok((vec![Change::Task(done), Change::fact(fact)], Answer::Done))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::posture::changes::{Act, Found, recover};
    use crate::posture::fixture::{at, entry, principal, state};

    fn decide(phase: LedgerPhase, keep: bool, now: i64) -> Result<(Option<LedgerEntry>, Answer), Refusal> {
        let found_hash = "foreign".to_owned();
        let row = LedgerEntry { phase, before: Some(b"first".to_vec()), found_hash, ..entry("mx1") };
        let who = principal("ops", &[Role::Operator]);
        let (changes, answer) = decide_conflict(&state(vec![row]), &who, &"mx1".into(), keep, at(now))?;
        assert_eq!(changes.len(), 2, "the row and its fact");
        let row = changes.into_iter().find_map(|change| if let Change::Ledger(row) = change { Some(row) } else { None });
        Ok((row, answer))
    }

    #[test]
    fn keeping_leaves_the_target_alone_until_its_windows_end() {
        let (row, answer) = decide(LedgerPhase::Conflict, true, 20).unwrap();
        assert_eq!((row.unwrap().phase, answer), (LedgerPhase::Released, Answer::Done));
        assert_eq!(decide(LedgerPhase::Conflict, true, 30).unwrap(), (None, Answer::Done));
    }

    #[test]
    fn reverting_a_conflict_overwrites_only_what_the_person_saw() {
        let (row, answer) = decide(LedgerPhase::Conflict, false, 20).unwrap();
        let row = row.unwrap();
        assert_eq!(answer, Answer::Reverted { target: "mx1".into() });
        let found = |hash: &str| Found { bytes: Some(hash.as_bytes().to_vec()), hash: hash.to_owned() };
        assert_eq!(recover(&row, &found("foreign"), at(21)), Act::Write(vec![]));
        assert!(matches!(recover(&row, &found("more foreign"), at(21)), Act::Leave(_)));
    }

    #[test]
    fn a_target_is_taken_back_early_but_not_kept_without_a_conflict() {
        let (row, _) = decide(LedgerPhase::Active, false, 20).unwrap();
        assert_eq!(row.unwrap().phase, LedgerPhase::Releasing);
        let not = Err(Refusal::NotInConflict { target: "mx1".into() });
        assert_eq!(decide(LedgerPhase::Active, true, 20), not);
        assert_eq!(decide(LedgerPhase::Released, false, 20), not);
    }

    #[test]
    fn a_decision_needs_a_role_and_a_target_that_is_held() {
        let held = state(vec![entry("mx1")]);
        let ops = principal("ops", &[Role::Operator]);
        let unknown = Refusal::UnknownTarget { id: "mx2".into(), known: vec!["mx1".into()] };
        assert_eq!(decide_conflict(&held, &ops, &"mx2".into(), false, at(1)), Err(unknown));
        let eve = principal("eve", &[Role::Director]);
        let role = Refusal::MissingRole { role: Role::Operator };
        assert_eq!(decide_conflict(&held, &eve, &"mx1".into(), false, at(1)), Err(role));
    }

    #[test]
    fn a_task_is_done_once_with_evidence() {
        let row = TaskRow {
            window: "w".into(),
            measure: "m".into(),
            round: 1,
            asked_at: at(1),
            due_at: None,
            done_at: None,
            done_by: None,
            evidence: None,
        };
        let finish = |row: &TaskRow, measure: &str, evidence: &str| {
            let state = PostureState { tasks: vec![row.clone()], ..PostureState::default() };
            let who = principal("ann", &[Role::Approver]);
            finish_task(&state, &who, (&"w".into(), &measure.into()), evidence, at(2))
        };
        assert_eq!(finish(&row, "m", " "), Err(Refusal::EvidenceMissing { fields: vec!["evidence".into()] }));
        assert_eq!(finish(&row, "n", "x"), Err(Refusal::UnknownTask { window: "w".into(), measure: "n".into() }));
        let (changes, _) = finish(&row, "m", " ticket 12 ").unwrap();
        let Some(Change::Task(done)) = changes.first() else { panic!("{changes:?}") };
        assert_eq!((done.done_by.clone(), done.evidence.as_deref()), (Some("ann".into()), Some("ticket 12")));
        assert_eq!(finish(done, "m", "x"), Err(Refusal::TaskIsDone { window: "w".into(), measure: "m".into() }));
    }
}
