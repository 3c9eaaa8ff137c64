//! Entries of the journal to the report of one run. Reads facts and nothing else; an erased body leaves a trace, not a gap.

use super::aar::{
    Aar, ClockChange, ClockEvent, ErasedEntry, JournalMark, Line, MilestoneTrace, OrganisationPart, Overview, Recovery,
};
use super::trace;
use crate::model::{Actor, Entry, ExerciseClock, ExercisePhase, Fact, OrganisationId, StartFact, Text};
use crate::time::{Elapsed, Timestamp};

/// The report of run `run`, or None when the entries do not tell of its start.
///
/// `head` is the sequence and hash of the journal's last entry. Entries of other runs and of posture are passed over; entries
/// whose body was erased count as this run's when they lie between its first and last entry.
pub fn aar(entries: &[Entry], run: i64, head: Option<(i64, String)>, generated_at: Timestamp) -> Option<Aar> {
    let is_ours = |entry: &&Entry| entry.fact.as_ref().is_some_and(|fact| fact.run() == Some(run));
    let first = entries.iter().find(is_ours)?.sequence;
    let last = entries.iter().rfind(is_ours)?.sequence;
    let start = entries.iter().find_map(|entry| match &entry.fact {
        Some(Fact::ExerciseStarted { start }) if start.run == run => Some((entry, start.as_ref())),
        Some(_) | None => None,
    });
    let (start_entry, start) = start?;
    let mut fold = Fold::new(start_entry, start, generated_at);
    for entry in entries.iter().filter(|entry| (first..=last).contains(&entry.sequence)) {
        match &entry.fact {
            None => fold.erased(entry),
            Some(Fact::Recovered { uncertain, reverting, applying }) => {
                fold.recovered(
                    entry,
                    Recovery { at: entry.at, uncertain: *uncertain, reverting: *reverting, applying: *applying },
                );
            }
            Some(fact) if fact.run() == Some(run) => fold.take(entry, fact),
            Some(_) => {}
        }
    }
    Some(fold.finish(JournalMark { head, first, last, entries: 0, erased: 0 }))
}

struct Fold {
    aar: Aar,
    /// Runs along, so that every line has its exercise time.
    clock: ExerciseClock,
}

impl Fold {
    fn new(entry: &Entry, start: &StartFact, generated_at: Timestamp) -> Self {
        let overview = Overview {
            start: start.clone(),
            started_at: entry.at,
            started_by: entry.actor.clone(),
            proposed_by: None,
            phase: ExercisePhase::Running,
            ended_at: None,
            reached: Elapsed::ZERO,
        };
        let organisations = start.organisations.iter().map(|cast| OrganisationPart {
            id: cast.id.clone(),
            name: cast.name.clone(),
            part: Some(cast.part.clone()),
            zone: cast.zone.clone(),
            players: cast.players.clone(),
            injects: Vec::new(),
            milestones: start.milestones.iter().map(MilestoneTrace::pending).collect(),
            erased: Vec::new(),
        });
        let aar = Aar {
            overview,
            clock: Vec::new(),
            organisations: organisations.collect(),
            deliveries: Vec::new(),
            chronology: Vec::new(),
            recoveries: Vec::new(),
            journal: JournalMark { head: None, first: 0, last: 0, entries: 0, erased: 0 },
            generated_at,
        };
        Self { aar, clock: ExerciseClock::default() }
    }

    fn take(&mut self, entry: &Entry, fact: &Fact) {
        if matches!(fact, Fact::ExerciseProposed { .. }) {
            self.aar.overview.proposed_by = Some(entry.actor.clone());
        }
        self.turn_clock(entry, fact);
        self.line(entry);
        let now = self.clock.at(entry.at);
        if let Some(organisation) = self.organisation_of(entry) {
            trace::inject(&mut organisation.injects, entry, fact);
            trace::milestone(&mut organisation.milestones, entry, now, fact);
        }
        trace::delivery(&mut self.aar.deliveries, entry, fact);
    }

    fn turn_clock(&mut self, entry: &Entry, fact: &Fact) {
        let clock = std::mem::take(&mut self.clock);
        let (clock, turned) = turned(clock, entry.at, fact);
        self.clock = clock;
        let Some((at_exercise, what)) = turned else { return };
        let overview = &mut self.aar.overview;
        match what {
            ClockChange::Paused => overview.phase = ExercisePhase::Paused,
            ClockChange::Resumed | ClockChange::Started { .. } => overview.phase = ExercisePhase::Running,
            ClockChange::Jumped { .. } | ClockChange::Speed { .. } => {}
            ClockChange::Ended => overview.phase = ExercisePhase::Ended,
            ClockChange::Aborted => overview.phase = ExercisePhase::Aborted,
        }
        if matches!(what, ClockChange::Ended | ClockChange::Aborted) {
            overview.ended_at = Some(entry.at);
            overview.reached = at_exercise;
        }
        self.aar.clock.push(ClockEvent { at: entry.at, at_exercise, actor: entry.actor.clone(), what });
    }

    fn erased(&mut self, entry: &Entry) {
        self.line(entry);
        self.aar.journal.erased += 1;
        if let Actor::Player { id, .. } = &entry.actor {
            let erased = ErasedEntry { sequence: entry.sequence, at: entry.at, player: id.clone() };
            if let Some(organisation) = self.organisation_of(entry) {
                organisation.erased.push(erased);
            }
        }
    }

    fn recovered(&mut self, entry: &Entry, recovery: Recovery) {
        self.line(entry);
        self.aar.recoveries.push(recovery);
    }

    fn line(&mut self, entry: &Entry) {
        let has_started = !self.clock.segments().is_empty();
        self.aar.chronology.push(Line {
            sequence: entry.sequence,
            at: entry.at,
            at_exercise: has_started.then(|| self.clock.at(entry.at)),
            actor: entry.actor.clone(),
            organisation: entry.organisation.clone().or_else(|| players_organisation(&entry.actor).cloned()),
            fact: entry.fact.clone(),
            body_hash: entry.body_hash.clone(),
        });
    }

    /// The organisation an entry concerns. One that the cast does not name is shown as well, under its id.
    fn organisation_of(&mut self, entry: &Entry) -> Option<&mut OrganisationPart> {
        let id = entry.organisation.as_ref().or_else(|| players_organisation(&entry.actor))?;
        let organisations = &mut self.aar.organisations;
        let found = organisations.iter().position(|organisation| organisation.id == *id);
        let index = found.unwrap_or_else(|| {
            organisations.push(OrganisationPart {
                id: id.clone(),
                name: Text::same(id.as_str()),
                part: None,
                zone: self.aar.overview.start.zone.clone(),
                players: Vec::new(),
                injects: Vec::new(),
                milestones: Vec::new(),
                erased: Vec::new(),
            });
            organisations.len() - 1
        });
        organisations.get_mut(index)
    }

    fn finish(mut self, mark: JournalMark) -> Aar {
        let erased = self.aar.journal.erased;
        self.aar.journal = JournalMark { entries: self.aar.chronology.len(), erased, ..mark };
        if self.aar.overview.ended_at.is_none() {
            self.aar.overview.reached = self.clock.at(self.aar.generated_at);
        }
        self.aar
    }
}

fn players_organisation(actor: &Actor) -> Option<&OrganisationId> {
    match actor {
        Actor::Player { organisation, .. } => Some(organisation),
        Actor::Engine | Actor::Owner | Actor::Principal { .. } => None,
    }
}

/// The clock after a fact, and what it changed. The exercise times of the facts hold, whatever ours shows.
fn turned(clock: ExerciseClock, at: Timestamp, fact: &Fact) -> (ExerciseClock, Option<(Elapsed, ClockChange)>) {
    let resumed_rate = clock.rate_before_pause();
    let shown = |clock: ExerciseClock, exercise: Elapsed, rate| clock.jumped(at, exercise).with_rate(at, rate);
    if let Fact::ExerciseStarted { start } = fact {
        let change = ClockChange::Started { rate: start.rate };
        return (ExerciseClock::started(at, start.rate), Some((Elapsed::ZERO, change)));
    }
    if let Fact::ExercisePaused { at_exercise, .. } = fact {
        return (shown(clock, *at_exercise, 0), Some((*at_exercise, ClockChange::Paused)));
    }
    if let Fact::ExerciseResumed { at_exercise, .. } = fact {
        return (shown(clock, *at_exercise, resumed_rate), Some((*at_exercise, ClockChange::Resumed)));
    }
    if let Fact::ExerciseJumped { from, to, .. } = fact {
        return (clock.jumped(at, *to), Some((*from, ClockChange::Jumped { to: *to })));
    }
    if let Fact::ExerciseSpeed { at_exercise, rate, .. } = fact {
        return (shown(clock, *at_exercise, *rate), Some((*at_exercise, ClockChange::Speed { rate: *rate })));
    }
    if let Fact::ExerciseEnded { at_exercise, .. } = fact {
        return (shown(clock, *at_exercise, 0), Some((*at_exercise, ClockChange::Ended)));
    }
    if let Fact::ExerciseAborted { at_exercise, .. } = fact {
        return (shown(clock, *at_exercise, 0), Some((*at_exercise, ClockChange::Aborted)));
    }
    (clock, None)
}
