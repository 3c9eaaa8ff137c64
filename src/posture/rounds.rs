//! The rounds of tasks: which one is asked for now, and which were missed.
//!
//! Each round is asked for at its own time, once. After a standstill only the round that is current is asked for; those that nobody
//! was asked for in the meantime are missed, and said once. Rounds before the window took effect are none of it.

use crate::model::{Change, Fact, KeptWindow, PlannedTask, PlannedWindow, PostureState, TaskRow, WindowId};
use crate::plan::{Round, Rounds};
use crate::time::Timestamp;

/// A round of a task that is to be put to its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask {
    pub round: Round,
    /// Whether the task has more rounds than one.
    pub repeats: bool,
    pub missed: Option<Missed>,
}

/// Rounds that nobody was asked for, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missed {
    pub rounds: u32,
    /// When the first and the last of them were due.
    pub from: Timestamp,
    pub until: Timestamp,
}

/// The round of a live window's task that is to be asked for now.
pub(super) fn due(planned: &PlannedWindow, task: &PlannedTask, state: &PostureState, now: Timestamp) -> Option<Ask> {
    let rounds = Rounds::of(planned, task);
    let round = rounds.at(now)?;
    let id = &planned.window.id;
    let asked = last_asked(id, task, state);
    if asked >= Some(round.number) {
        return None;
    }
    let kept = state.kept.iter().find(|kept| kept.planned.window.id == *id);
    let missed = missed(rounds, asked, kept, round.number.saturating_sub(1));
    Some(Ask { round, repeats: rounds.repeats(), missed })
}

/// When the next round of a live window's task is to be asked for.
pub fn next<'a>(windows: impl Iterator<Item = &'a PlannedWindow>, now: Timestamp) -> Option<Timestamp> {
    let repeating =
        |planned: &'a PlannedWindow| planned.tasks.iter().filter(|task| task.every.is_some()).map(move |task| (planned, task));
    windows.flat_map(repeating).filter_map(|(planned, task)| Rounds::of(planned, task).next(now)).min()
}

/// What is said of rounds that were missed.
pub(super) fn said(window: &WindowId, task: &PlannedTask, missed: Missed) -> Change {
    let Missed { rounds, from, until } = missed;
    Change::fact(Fact::TaskRoundsMissed { window: window.clone(), measure: task.measure.clone(), rounds, from, until })
}

/// The rounds that nobody was asked for until a window was over.
pub(super) fn missed_at_end(kept: &KeptWindow, state: &PostureState) -> Vec<Change> {
    let planned = &kept.planned;
    let before_end = kept.until().plus_ms(-1);
    let missed = |task: &PlannedTask| {
        let rounds = Rounds::of(planned, task);
        let last = rounds.at(before_end).filter(|_| rounds.repeats())?;
        let asked = last_asked(&planned.window.id, task, state);
        missed(rounds, asked, Some(kept), last.number).map(|missed| said(&planned.window.id, task, missed))
    };
    planned.tasks.iter().filter_map(missed).collect()
}

/// How many rounds between this one and the one asked for before it nobody was asked for. Those before the first one asked for are
/// told by a fact alone.
pub fn not_asked(row: &TaskRow, all: &[TaskRow]) -> u32 {
    let is_before = |other: &&TaskRow| other.window == row.window && other.measure == row.measure && other.round < row.round;
    let before = all.iter().filter(is_before).map(|other| other.round).max();
    before.map_or(0, |before| row.round - before - 1)
}

fn last_asked(window: &WindowId, task: &PlannedTask, state: &PostureState) -> Option<u32> {
    state.tasks.iter().filter(|row| row.window == *window && row.measure == task.measure).map(|row| row.round).max()
}

/// The rounds after the one that was asked for last, or from the one on that was current when the window took effect, up to `last`.
fn missed(rounds: Rounds<'_>, asked: Option<u32>, kept: Option<&KeptWindow>, last: u32) -> Option<Missed> {
    let first = match asked {
        Some(asked) => asked.saturating_add(1),
        None => rounds.at(kept?.opened_at)?.number,
    };
    let (from, until) = (rounds.nth(first)?.due, rounds.nth(last)?.due);
    (first <= last).then(|| Missed { rounds: last - first + 1, from, until })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Role, Text};
    use crate::posture::fixture::{at, plan, principal, window};
    use crate::posture::{close, finish_task, keep};

    fn task(every: Option<&str>) -> PlannedTask {
        PlannedTask {
            playbook: "watch".into(),
            measure: "look".into(),
            title: Text::same("Look at the log"),
            owner: "duty".to_owned(),
            evidence: Text::default(),
            within: "2h".parse().unwrap(),
            every: every.map(|every| every.parse().unwrap()),
        }
    }

    /// From hour 0 to 100, with a task of every ten hours.
    fn planned() -> PlannedWindow {
        PlannedWindow { tasks: [task(Some("10h"))].into(), ..window("w", 0, 100) }
    }

    fn state(opened: i64, asked: &[u32]) -> PostureState {
        let row = |round: &u32| TaskRow {
            window: "w".into(),
            measure: "look".into(),
            round: *round,
            asked_at: at(0),
            due_at: None,
            done_at: None,
            done_by: None,
            evidence: None,
        };
        let kept = vec![KeptWindow::opened(planned(), at(opened))];
        PostureState { kept, tasks: asked.iter().map(row).collect(), ..PostureState::default() }
    }

    /// How many rounds were missed, and the hours at which the first and the last of them were due.
    type Hours = (u32, i64, i64);

    /// The round that is asked for, and what was missed.
    fn asks(state: &PostureState, hour: i64) -> Option<(u32, Option<Hours>)> {
        let hours = |at: Timestamp| at.as_ms() / crate::time::HOUR_MS;
        let ask = due(&planned(), &task(Some("10h")), state, at(hour))?;
        Some((ask.round.number, ask.missed.map(|missed| (missed.rounds, hours(missed.from), hours(missed.until)))))
    }

    #[test]
    fn each_round_is_asked_for_once_at_its_time() {
        assert_eq!(asks(&state(0, &[]), 0), Some((1, None)));
        assert_eq!(asks(&state(0, &[1]), 9), None);
        assert_eq!(asks(&state(0, &[1]), 10), Some((2, None)), "whether the first is done or not");
        assert_eq!(asks(&state(0, &[1, 2]), 19), None);
        assert_eq!(next([planned()].iter(), at(10)), Some(at(20)));
        assert_eq!(next([planned()].iter(), at(90)), None);
        assert_eq!(next([PlannedWindow { tasks: [task(None)].into(), ..planned() }].iter(), at(10)), None);
    }

    #[test]
    fn after_a_standstill_only_the_current_round_is_asked_for_and_the_others_are_said_once() {
        assert_eq!(asks(&state(0, &[1]), 55), Some((6, Some((4, 12, 42)))));
        assert_eq!(asks(&state(0, &[1, 6]), 56), None);
        assert_eq!(asks(&state(0, &[1, 6]), 60), Some((7, None)));
        assert_eq!(asks(&state(35, &[]), 35), Some((4, None)), "it took effect late");
        assert_eq!(asks(&state(0, &[]), 35), Some((4, Some((3, 2, 22)))), "it stopped before it asked");
    }

    #[test]
    fn the_first_round_done_is_told_as_a_round() {
        let who = principal("ann", &[Role::Operator]);
        let (changes, _) = finish_task(&state(0, &[1]), &who, (&"w".into(), &"look".into()), "seen", at(1)).unwrap();
        let is_told = |change: &Change| matches!(change, Change::Record { fact: Fact::TaskDone { round: Some(1), .. }, .. });
        assert!(changes.iter().any(is_told), "{changes:?}");
    }

    #[test]
    fn rounds_missed_until_the_end_are_said_with_it() {
        let said = |asked: &[u32], closed: Option<i64>| {
            let mut state = state(0, asked);
            state.kept[0].closed = closed.map(|hour| crate::model::Closed { at: at(hour), by: "ann".into(), reason: None });
            let now = at(closed.unwrap_or(100));
            let changes = keep(&plan(vec![planned()]), &state, now);
            let rounds = changes.into_iter().filter_map(|change| {
                let Change::Record { fact: Fact::TaskRoundsMissed { rounds, .. }, .. } = change else { return None };
                Some(rounds)
            });
            rounds.collect::<Vec<_>>()
        };
        let by_a_person = |asked: &[u32], hour: i64| {
            let who = principal("ann", &[Role::Approver]);
            close(&state(0, asked), &who, &"w".into(), "called off", at(hour)).unwrap().0.len()
        };
        assert_eq!(by_a_person(&[5], 50), 2, "the row and its fact");
        assert_eq!(by_a_person(&[4], 51), 3, "and what was missed");
        assert_eq!(said(&[10], None), [0; 0]);
        assert_eq!(said(&[7], None), [3]);
        assert_eq!(said(&[5], Some(50)), [0; 0], "the sixth would have been asked for at its end");
        assert_eq!(said(&[4], Some(51)), [2]);
    }
}
