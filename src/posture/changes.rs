//! What is written to the ledger before and after each act on a target: intent first, result after.
//!
//! One rule keeps other people's work safe: a target is written only while it holds what we wrote, or what stood there when we
//! began. Anything else is a conflict, and a person decides. A crash between any two of these transactions is settled by
//! [`recover`] from what the target holds, without guessing.

use std::collections::BTreeSet;

use super::rounds::{self, Ask};
use crate::model::{
    Change, ClockId, ConnectorId, Fact, HeldSettings, LedgerEntry, LedgerPhase, NewStep, PlannedTask, RevisionId, StepWork,
    TaskRow, WindowId,
};
use crate::posture::Blocked;
use crate::time::Timestamp;

/// What a target was found to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// None: nothing was there (no file).
    pub bytes: Option<Vec<u8>>,
    /// SHA-256 of the bytes in hexadecimal, or any fixed word for nothing.
    pub hash: String,
}

/// What to commit, and whether the target is written after that.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub enum Act {
    /// Commit these; then write the target.
    Write(Vec<Change>),
    /// Commit these and leave the target as it is.
    Leave(Vec<Change>),
}

/// A change about to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intent {
    pub target: ConnectorId,
    pub settings: HeldSettings,
    pub expires_at: Timestamp,
    /// What the target holds now.
    pub found: Found,
    /// Hash of what will be written.
    pub written_hash: String,
    pub revision: RevisionId,
}

/// Before a change is made: the row with the state from before, and the step that takes it back. `known` is the target's row;
/// the state from before the first holder is kept through every later change.
pub fn applying(known: Option<&LedgerEntry>, intent: Intent, now: Timestamp) -> Act {
    let before = match known.map(|entry| (entry.phase, entry)) {
        None | Some((LedgerPhase::Released, _)) => intent.found.bytes,
        Some((LedgerPhase::Active, entry)) if entry.written_hash == intent.found.hash || entry.before == intent.found.bytes => {
            entry.before.clone()
        }
        Some((LedgerPhase::Active, entry)) => return Act::Leave(conflict(entry, &intent.found)),
        Some((LedgerPhase::Applying | LedgerPhase::Reverting | LedgerPhase::Releasing | LedgerPhase::Conflict, _)) => {
            return Act::Leave(Vec::new());
        }
    };
    let fact = Fact::ControlApplying {
        target: intent.target.clone(),
        settings: intent.settings.iter().map(|(slot, held)| (slot.clone(), held.value.clone())).collect(),
        windows: windows(&intent.settings),
        hash: intent.written_hash.clone(),
    };
    let entry = LedgerEntry {
        target: intent.target,
        phase: LedgerPhase::Applying,
        settings: intent.settings,
        before,
        written_hash: intent.written_hash,
        found_hash: intent.found.hash,
        applied_at: now,
        verified_at: None,
        expires_at: intent.expires_at,
        revision: intent.revision,
    };
    Act::Write(vec![revert_at(&entry.target, entry.expires_at), Change::Ledger(entry), Change::fact(fact)])
}

/// After a change was made and shown to hold.
pub fn verified(entry: &LedgerEntry, now: Timestamp) -> Vec<Change> {
    let fact = Fact::ControlVerified { target: entry.target.clone(), hash: entry.written_hash.clone() };
    let entry = LedgerEntry { phase: LedgerPhase::Active, verified_at: Some(now), ..entry.clone() };
    vec![Change::Ledger(entry), Change::fact(fact)]
}

/// Other holders or another end, with the same values: nothing is written to the target.
pub fn held(entry: &LedgerEntry, settings: HeldSettings, expires_at: Timestamp) -> Vec<Change> {
    let fact = Fact::ControlHeld { target: entry.target.clone(), windows: windows(&settings), until: expires_at };
    let entry = LedgerEntry { settings, expires_at, ..entry.clone() };
    vec![revert_at(&entry.target, expires_at), Change::Ledger(entry), Change::fact(fact)]
}

/// Before a target is restored to the state from before. A target that already is in that state is done.
pub fn reverting(entry: &LedgerEntry, found: &Found, now: Timestamp) -> Act {
    match entry.phase {
        LedgerPhase::Active => {}
        LedgerPhase::Applying | LedgerPhase::Reverting | LedgerPhase::Releasing => return recover(entry, found, now),
        LedgerPhase::Conflict | LedgerPhase::Released => return Act::Leave(Vec::new()),
    }
    if found.bytes == entry.before {
        return Act::Leave(reverted(entry, now));
    }
    if found.hash != entry.written_hash {
        return Act::Leave(conflict(entry, found));
    }
    let fact = Fact::ControlReverting { target: entry.target.clone() };
    let entry = LedgerEntry { phase: LedgerPhase::Reverting, found_hash: found.hash.clone(), ..entry.clone() };
    Act::Write(vec![Change::Ledger(entry), Change::fact(fact)])
}

/// After a target was restored and looked at. One that a person took back early stays known until its windows end.
pub fn reverted(entry: &LedgerEntry, now: Timestamp) -> Vec<Change> {
    let fact = Change::fact(Fact::ControlReverted { target: entry.target.clone() });
    let is_taken_back = entry.phase == LedgerPhase::Releasing && now < entry.expires_at;
    let row = if is_taken_back { Change::Ledger(released(entry)) } else { Change::LedgerGone(entry.target.clone()) };
    vec![row, fact]
}

/// The target is neither what we wrote nor what stood there before: a person decides.
pub fn conflict(entry: &LedgerEntry, found: &Found) -> Vec<Change> {
    let fact =
        Fact::ControlConflict { target: entry.target.clone(), expected: entry.written_hash.clone(), found: found.hash.clone() };
    let entry = LedgerEntry { phase: LedgerPhase::Conflict, found_hash: found.hash.clone(), ..entry.clone() };
    vec![Change::Ledger(entry), Change::fact(fact)]
}

/// Settles a row that is half done, from what the target holds. `Write` means: restore the state from before, over exactly what
/// was found.
pub fn recover(entry: &LedgerEntry, found: &Found, now: Timestamp) -> Act {
    let is_ours = found.hash == entry.written_hash || found.hash == entry.found_hash;
    match entry.phase {
        LedgerPhase::Applying if found.hash == entry.written_hash => Act::Leave(verified(entry, now)),
        LedgerPhase::Applying if found.bytes == entry.before => Act::Leave(vec![Change::LedgerGone(entry.target.clone())]),
        // The earlier change still stands. Without settings the row matches nothing that is wanted, so the next look either
        // applies or reverts.
        LedgerPhase::Applying if is_ours => {
            let written_hash = found.hash.clone();
            let entry =
                LedgerEntry { phase: LedgerPhase::Active, settings: HeldSettings::new(), written_hash, ..entry.clone() };
            Act::Leave(vec![Change::Ledger(entry)])
        }
        LedgerPhase::Reverting | LedgerPhase::Releasing if found.bytes == entry.before => Act::Leave(reverted(entry, now)),
        LedgerPhase::Reverting | LedgerPhase::Releasing if is_ours => Act::Write(Vec::new()),
        LedgerPhase::Applying | LedgerPhase::Reverting | LedgerPhase::Releasing => Act::Leave(conflict(entry, found)),
        LedgerPhase::Active | LedgerPhase::Conflict | LedgerPhase::Released => Act::Leave(Vec::new()),
    }
}

/// What the target must show when it already is as the act that is under way would leave it: what was to be applied, or nothing of
/// ours. None while the act is still to be done. Content alone is no proof for every control.
pub fn shown_by(entry: &LedgerEntry, found: &Found) -> Option<HeldSettings> {
    match entry.phase {
        LedgerPhase::Applying if found.hash == entry.written_hash => Some(entry.settings.clone()),
        LedgerPhase::Conflict | LedgerPhase::Released => None,
        LedgerPhase::Applying | LedgerPhase::Active | LedgerPhase::Reverting | LedgerPhase::Releasing => {
            (found.bytes == entry.before).then(HeldSettings::new)
        }
    }
}

/// A change that was under way is written, and the target was not seen to show it. Without settings the row matches nothing that is
/// wanted, so the next look applies it again, or takes it back when nothing wants it any more.
pub fn not_shown(entry: &LedgerEntry) -> Act {
    let entry = LedgerEntry { phase: LedgerPhase::Active, settings: HeldSettings::new(), verified_at: None, ..entry.clone() };
    Act::Leave(vec![Change::Ledger(entry)])
}

/// An act on a target failed. The row stays as it is: the next look settles it.
pub fn failed(target: &ConnectorId, why: impl Into<String>) -> Vec<Change> {
    vec![Change::fact(Fact::ControlFailed { target: target.clone(), why: why.into() })]
}

/// A target that a person took back, once its windows are over.
pub fn forgotten(target: &ConnectorId) -> Vec<Change> {
    vec![Change::LedgerGone(target.clone())]
}

/// A round of a task is put to its owner: the row, the step that sends the reminder, and what was missed before.
pub fn asked(window: &WindowId, task: &PlannedTask, ask: Ask, now: Timestamp) -> Vec<Change> {
    let (measure, round) = (task.measure.clone(), ask.round.number);
    let row = TaskRow {
        window: window.clone(),
        measure: measure.clone(),
        round,
        asked_at: now,
        due_at: Some(ask.round.due),
        done_at: None,
        done_by: None,
        evidence: None,
    };
    let key = if round == 1 { format!("remind/{window}/{measure}") } else { format!("remind/{window}/{measure}/{round}") };
    let work = StepWork::Remind { window: window.clone(), measure: measure.clone(), round };
    let step = NewStep { key, clock: ClockId::WALL, due: now.as_ms(), work };
    let (owner, round) = (task.owner.clone(), ask.repeats.then_some(round));
    let fact = Fact::TaskAsked { window: window.clone(), measure, owner, round };
    let missed = ask.missed.map(|missed| rounds::said(window, task, missed));
    missed.into_iter().chain([Change::Task(row), Change::Enqueue(step), Change::fact(fact)]).collect()
}

/// Facts for the measures that are blocked now and were not at the last look.
pub fn blocked(before: &[Blocked], now: &[Blocked]) -> Vec<Change> {
    let fact = |blocked: &Blocked| {
        Change::fact(Fact::MeasureBlocked {
            window: blocked.window.clone(),
            measure: blocked.measure.clone(),
            precondition: blocked.precondition.as_str().to_owned(),
        })
    };
    now.iter().filter(|blocked| !before.contains(blocked)).map(fact).collect()
}

/// The row of a target that a person took back: who held it, so that only other windows may take it again.
pub(super) fn released(entry: &LedgerEntry) -> LedgerEntry {
    LedgerEntry { phase: LedgerPhase::Released, before: None, ..entry.clone() }
}

/// The windows that hold any of these settings, each once.
pub(super) fn windows(settings: &HeldSettings) -> Vec<WindowId> {
    let holders = settings.values().flat_map(|held| held.holders.iter());
    holders.map(|holder| holder.window.clone()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The durable step that takes a change back at its end. A later end makes another step; the earlier one then finds nothing to
/// do.
fn revert_at(target: &ConnectorId, expires_at: Timestamp) -> Change {
    Change::Enqueue(NewStep {
        key: format!("revert/{target}/{}", expires_at.as_ms()),
        clock: ClockId::WALL,
        due: expires_at.as_ms(),
        work: StepWork::Revert { target: target.clone() },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::posture::fixture::{at, entry};

    fn found(bytes: Option<&str>) -> Found {
        Found { bytes: bytes.map(|b| b.as_bytes().to_vec()), hash: bytes.unwrap_or("nothing").to_owned() }
    }

    /// Wants what [`entry`] holds, and will write `new`.
    fn intent(found: Found) -> Intent {
        let LedgerEntry { target, settings, expires_at, revision, .. } = entry("mx1");
        Intent { target, settings, expires_at, found, written_hash: "new".to_owned(), revision }
    }

    fn in_phase(phase: LedgerPhase) -> LedgerEntry {
        LedgerEntry { phase, before: Some(b"first".to_vec()), found_hash: "earlier".to_owned(), ..entry("mx1") }
    }

    fn row(changes: &[Change]) -> Option<&LedgerEntry> {
        changes.iter().find_map(|change| if let Change::Ledger(row) = change { Some(row) } else { None })
    }

    /// What is left in the ledger, in a word, and whether the target is written.
    fn outcome(act: &Act) -> (String, bool) {
        let (changes, writes) = match act {
            Act::Write(changes) => (changes, true),
            Act::Leave(changes) => (changes, false),
        };
        let gone = changes.contains(&Change::LedgerGone("mx1".into()));
        let phase = row(changes).map(|row| row.phase.to_string());
        (phase.unwrap_or_else(|| if gone { "gone" } else { "same" }.to_owned()), writes)
    }

    fn check(act: &Act, phase: &str, writes: bool) {
        assert_eq!(outcome(act), (phase.to_owned(), writes), "{act:?}");
    }

    #[test]
    fn the_step_that_takes_a_change_back_is_written_before_the_change() {
        let Act::Write(changes) = applying(None, intent(found(Some("first"))), at(1)) else { panic!("nothing is in the way") };
        let Some(Change::Enqueue(step)) = changes.first() else { panic!("{changes:?}") };
        assert_eq!(step.key, format!("revert/mx1/{}", at(30).as_ms()));
        assert_eq!((step.clock, step.due), (ClockId::WALL, at(30).as_ms()));
        let row = row(&changes).unwrap();
        assert_eq!((row.before.as_deref(), row.found_hash.as_str()), (Some(&b"first"[..]), "first"));
        assert!(matches!(changes.last(), Some(Change::Record { fact: Fact::ControlApplying { .. }, .. })));
    }

    #[test]
    fn the_first_state_is_kept_through_every_later_change() {
        let known = in_phase(LedgerPhase::Active);
        let Act::Write(changes) = applying(Some(&known), intent(found(Some("ours"))), at(2)) else { panic!("it is ours") };
        assert_eq!(row(&changes).unwrap().before.as_deref(), Some(&b"first"[..]));
        check(&applying(Some(&known), intent(found(Some("first"))), at(2)), "applying", true);
    }

    #[test]
    fn what_others_wrote_is_never_overwritten() {
        let foreign = found(Some("foreign"));
        check(&applying(Some(&in_phase(LedgerPhase::Active)), intent(foreign.clone()), at(2)), "conflict", false);
        check(&reverting(&in_phase(LedgerPhase::Active), &foreign, at(2)), "conflict", false);
        check(&reverting(&in_phase(LedgerPhase::Active), &found(None), at(2)), "conflict", false);
        for phase in [LedgerPhase::Applying, LedgerPhase::Reverting, LedgerPhase::Releasing] {
            check(&recover(&in_phase(phase), &foreign, at(2)), "conflict", false);
        }
        check(&applying(Some(&in_phase(LedgerPhase::Conflict)), intent(foreign.clone()), at(2)), "same", false);
        check(&reverting(&in_phase(LedgerPhase::Conflict), &foreign, at(2)), "same", false);
    }

    #[test]
    fn a_crash_is_settled_by_what_the_target_holds() {
        let after = |phase, bytes| recover(&in_phase(phase), &found(Some(bytes)), at(2));
        check(&after(LedgerPhase::Applying, "ours"), "active", false);
        check(&after(LedgerPhase::Applying, "first"), "gone", false);
        check(&after(LedgerPhase::Reverting, "first"), "gone", false);
        check(&after(LedgerPhase::Releasing, "first"), "released", false);
        check(&after(LedgerPhase::Reverting, "ours"), "same", true);
        check(&after(LedgerPhase::Releasing, "earlier"), "same", true);
    }

    #[test]
    fn an_earlier_change_that_still_stands_is_no_conflict() {
        let Act::Leave(changes) = recover(&in_phase(LedgerPhase::Applying), &found(Some("earlier")), at(2)) else {
            panic!("nothing is written")
        };
        let row = row(&changes).unwrap();
        assert_eq!((row.phase, row.written_hash.as_str()), (LedgerPhase::Active, "earlier"));
        assert!(row.settings.is_empty(), "so that it matches nothing that is wanted");
    }

    #[test]
    fn a_target_that_is_restored_already_is_not_written() {
        check(&reverting(&in_phase(LedgerPhase::Active), &found(Some("first")), at(2)), "gone", false);
        check(&reverting(&entry("mx1"), &found(None), at(2)), "gone", false);
        check(&reverting(&in_phase(LedgerPhase::Active), &found(Some("ours")), at(2)), "reverting", true);
    }

    #[test]
    fn a_blocked_measure_is_told_once() {
        let of = |measure: &str| Blocked {
            window: "w".into(),
            measure: measure.into(),
            precondition: crate::model::Precondition::Writable,
        };
        assert_eq!(blocked(&[of("a")], &[of("a"), of("b")]).len(), 1);
        assert_eq!(blocked(&[of("a")], &[of("a")]), []);
    }
}
