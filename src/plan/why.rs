//! What a note of a plan rests on: the events, rules, measures, windows and people that made it, and what was counted.
//!
//! Every code has its causes: a new one does not compile without. What no longer stands in the workspace, or came from a file
//! alone, is explained by its place.

mod people;

use super::draft::{around, reach};
use super::makers::makers;
use super::matching::{highest, matching};
use super::notes::threatened;
use crate::calendar::UNKNOWN_ZONE_MS;
use crate::calendar::occurrences;
use crate::model::{
    Bounds, Cause, ControlKind, Event, EventZone, Level, LevelRule, Note, NoteCause, NoteCode, Occurrence, Plan, PlannedWindow,
    Policy, ScenarioId, Scope, Staffing, WindowId, Work, Workspace,
};
use crate::time::{DAY_MS, Timestamp};

/// What notes are explained from.
#[derive(Clone, Copy)]
pub struct Sight<'a> {
    pub plan: &'a Plan,
    pub workspace: &'a Workspace,
    /// Of that plan.
    pub staffing: &'a Staffing,
    pub now: Timestamp,
}

/// What the note rests on, at least one thing.
pub fn note_causes<'a>(note: &'a Note, sight: Sight<'a>) -> Vec<NoteCause<'a>> {
    let mut causes = match &note.code {
        NoteCode::DateTooVague { event, precision } => sight.kept_back(event, NoteCause::Vague(*precision)),
        NoteCode::Rumoured { event } => sight.rumoured(event),
        NoteCode::NotConfirmed { event, level } => sight.not_confirmed(event, *level),
        NoteCode::WindowEmpty { event, policy, level } => sight.empty(event, policy, *level),
        NoteCode::ZoneUnknown { event } => sight.zone_unknown(event),
        NoteCode::ZoneGuessed { zone: _, events } => sight.events_with_windows(events, &|_| true),
        NoteCode::PartiesUnknown { policy, events } => sight.parties_unknown(policy, events),
        NoteCode::ControlMissing { control, measures: _ } => sight.control_missing(control),
        NoteCode::ScopeNotNarrowed { asked_by, target, group } => sight.not_narrowed(asked_by, target, group),
        NoteCode::OrderByPassed { window, zone: _, measures } => sight.order_by(window, measures),
        NoteCode::BudgetExceeded { level, quarter, days: _, budget: _ } => sight.budget(*level, quarter),
        NoteCode::GapTooShort { level, least, gaps } => sight.gaps(*level, *least, gaps),
        NoteCode::CapExceeded { role, cap, people, weeks } => sight.cap(role, (*cap, *people), weeks),
        NoteCode::NobodyHasRole { role, measures: _ } => sight.nobody(role),
        NoteCode::Rehearse { scenario, window, zone: _, before: _ } => sight.rehearse(scenario, window),
        NoteCode::RecurrenceLimited { event, limit: _ } => sight.event(event).map(NoteCause::Event).into_iter().collect(),
        NoteCode::CalendarSkipped { what, why: _ } => sight.event(what).map(NoteCause::Event).into_iter().collect(),
        NoteCode::TechniqueRevoked { .. }
        | NoteCode::TechniqueUnknown { .. }
        | NoteCode::NoRecipient { .. }
        | NoteCode::ApproverWithoutAddress { .. } => Vec::new(),
    };
    if causes.is_empty() {
        causes.push(NoteCause::Written { place: note.place.as_ref() });
    }
    causes
}

/// Of an event.
impl<'a> Sight<'a> {
    fn event(&self, id: &str) -> Option<&'a Event> {
        self.workspace.events.iter().find(|event| event.id.as_str() == id)
    }

    /// The rules that an event falls under, and that pass.
    fn rules(&self, event: &Event, is_meant: &dyn Fn(&LevelRule) -> bool) -> Vec<(&'a Policy, &'a LevelRule)> {
        let policies = matching(&self.workspace.settings.policies, event);
        let rules = policies.into_iter().flat_map(|policy| policy.levels.iter().map(move |rule| (policy, rule)));
        rules.filter(|(_, rule)| is_meant(rule)).collect()
    }

    /// An event that opens no window, why, and what it would open.
    fn kept_back(&self, id: &str, why: NoteCause<'a>) -> Vec<NoteCause<'a>> {
        let Some(event) = self.event(id) else { return Vec::new() };
        let rules = self.rules(event, &|_| true).into_iter().map(|(policy, rule)| NoteCause::Rule { policy, rule });
        [NoteCause::Event(event), why].into_iter().chain(rules).collect()
    }

    fn rumoured(&self, id: &str) -> Vec<NoteCause<'a>> {
        let certainty = self.event(id).map(|event| event.certainty);
        certainty.map(|certainty| self.kept_back(id, ceiling(certainty))).unwrap_or_default()
    }

    fn not_confirmed(&self, id: &str, level: Level) -> Vec<NoteCause<'a>> {
        let Some(event) = self.event(id) else { return Vec::new() };
        let mut causes = vec![NoteCause::Event(event), ceiling(event.certainty)];
        for (policy, rule) in self.rules(event, &|rule| rule.level == level) {
            causes.push(NoteCause::Rule { policy, rule });
            let opens = |occurrence: &Occurrence| {
                around(event, policy, rule, occurrence).is_ok_and(|draft| draft.overlaps(self.plan.from, self.plan.until))
            };
            causes.extend(self.occurrence(event, policy, &opens).map(|found| counted(rule, &found)));
        }
        causes
    }

    fn empty(&self, id: &str, policy: &str, level: Level) -> Vec<NoteCause<'a>> {
        let Some(event) = self.event(id) else { return Vec::new() };
        let mut causes = vec![NoteCause::Event(event)];
        let rules = self.rules(event, &|rule| rule.level == level);
        for (policy, rule) in rules.into_iter().filter(|(known, _)| known.id.as_str() == policy) {
            causes.push(NoteCause::Rule { policy, rule });
            let is_empty = |occurrence: &Occurrence| around(event, policy, rule, occurrence).is_err();
            causes.extend(self.occurrence(event, policy, &is_empty).map(|found| counted(rule, &found)));
        }
        causes
    }

    /// The first occurrence near the plan that passes.
    fn occurrence(&self, event: &Event, policy: &Policy, is_meant: &dyn Fn(&Occurrence) -> bool) -> Option<Occurrence> {
        let (earliest, latest) = reach(&[policy], self.plan.from, self.plan.until);
        occurrences(event, earliest, latest).list.into_iter().find(|occurrence| is_meant(occurrence))
    }

    fn windows_of(&self, event: &Event, is_meant: &dyn Fn(&PlannedWindow) -> bool) -> Vec<&'a PlannedWindow> {
        let of_it =
            |planned: &&PlannedWindow| matches!(&planned.window.cause, Cause::Occurrence { event: of, .. } if *of == event.id);
        self.plan.windows.iter().filter(of_it).filter(|planned| is_meant(planned)).collect()
    }

    fn zone_unknown(&self, id: &str) -> Vec<NoteCause<'a>> {
        let Some(event) = self.event(id) else { return Vec::new() };
        let windows = self.windows_of(event, &|_| true);
        let first = windows.first().filter(|_| event.zone == EventZone::Unknown).map(|planned| {
            let counted = Bounds { from: planned.event_from, until: planned.event_until };
            let read = Bounds { from: counted.from.plus_ms(UNKNOWN_ZONE_MS), until: counted.until.plus_ms(-UNKNOWN_ZONE_MS) };
            NoteCause::Widened { read, counted }
        });
        let windows = NoteCause::Windows(ids(&windows));
        [Some(NoteCause::Event(event)), first, Some(windows)].into_iter().flatten().collect()
    }

    fn events_with_windows(&self, events: &[String], is_meant: &dyn Fn(&PlannedWindow) -> bool) -> Vec<NoteCause<'a>> {
        let known = events.iter().filter_map(|id| self.event(id));
        known.flat_map(|event| [NoteCause::Event(event), NoteCause::Windows(ids(&self.windows_of(event, is_meant)))]).collect()
    }

    fn parties_unknown(&self, policy: &str, events: &[String]) -> Vec<NoteCause<'a>> {
        let known = self.workspace.settings.policies.iter().find(|known| known.id.as_str() == policy);
        let is_its = |planned: &PlannedWindow| matches!(&planned.window.cause, Cause::Occurrence { policy: of, .. } if of.as_str() == policy);
        known.map(NoteCause::Parties).into_iter().chain(self.events_with_windows(events, &is_its)).collect()
    }
}

/// Of measures and targets.
impl<'a> Sight<'a> {
    fn control_missing(&self, control: &str) -> Vec<NoteCause<'a>> {
        let is_asked = |work: &Work| matches!(work, Work::Control { control: kind, .. } if *kind == ControlKind::new(control));
        let mut causes = Vec::new();
        for playbook in &self.workspace.playbooks {
            for measure in playbook.measures.iter().filter(|measure| is_asked(&measure.work)) {
                causes.push(NoteCause::Sets { playbook, measure });
            }
        }
        causes.push(NoteCause::Connectors(&self.workspace.settings.connectors));
        let asked = |planned: &&PlannedWindow| {
            let is_one = |cause: &NoteCause| {
                matches!(cause, NoteCause::Sets { playbook, measure }
                if planned.tasks.iter().any(|task| task.playbook == playbook.id && task.measure == measure.id))
            };
            causes.iter().any(is_one)
        };
        let windows: Vec<&PlannedWindow> = self.plan.windows.iter().filter(asked).collect();
        causes.push(NoteCause::Windows(ids(&windows)));
        causes
    }

    fn not_narrowed(&self, asked_by: &str, target: &str, group: &str) -> Vec<NoteCause<'a>> {
        let settings = &self.workspace.settings;
        let target = settings.connectors.iter().find(|connector| connector.id.as_str() == target);
        let is_for = |scope: &Scope| matches!(scope, Scope::Group(id) if id.as_str() == group);
        let policy = settings.policies.iter().find(|policy| policy.id.as_str() == asked_by);
        let rules = policy.into_iter().flat_map(|policy| policy.levels.iter().map(move |rule| (policy, rule)));
        let rules = rules.filter(|(_, rule)| is_for(&rule.scope)).map(|(policy, rule)| NoteCause::Rule { policy, rule });
        let is_its = |planned: &&PlannedWindow| {
            let asks = match &planned.window.cause {
                Cause::Occurrence { policy, .. } => policy.as_str(),
                Cause::Order { order } => order.as_str(),
            };
            asks == asked_by
                && is_for(&planned.window.scope)
                && target.is_some_and(|target| planned.demands.iter().any(|demand| demand.target == target.id))
        };
        let windows: Vec<&PlannedWindow> = self.plan.windows.iter().filter(is_its).collect();
        let of_target = target.map(NoteCause::Target).into_iter();
        of_target.chain(rules).chain([NoteCause::Windows(ids(&windows))]).collect()
    }

    fn order_by(&self, window: &str, measures: &'a [(String, Timestamp)]) -> Vec<NoteCause<'a>> {
        let Some(planned) = self.plan.window(&WindowId::new(window)) else { return Vec::new() };
        let mut causes = vec![NoteCause::Window(planned)];
        for (measure, by) in measures {
            let Some((id, prepare)) = planned.prepares.iter().find(|(id, _)| id.as_str() == measure) else { continue };
            let changes = planned.demands.iter().map(|demand| (&demand.playbook, &demand.measure));
            let asked = changes.chain(planned.tasks.iter().map(|task| (&task.playbook, &task.measure)));
            let playbook = asked.into_iter().find(|(_, of)| *of == id).map(|(playbook, _)| playbook);
            let known = self.workspace.playbooks.iter().find(|known| Some(&known.id) == playbook);
            let place = known.and_then(|known| known.measures.iter().find(|known| known.id == *id)).map(|known| &known.place);
            causes.push(NoteCause::CountedBack {
                measure: id.clone(),
                place,
                prepare: *prepare,
                start: planned.window.from,
                by: *by,
                zone: &planned.window.zone,
                late_days: self.now.since(*by) / DAY_MS,
            });
        }
        causes
    }

    fn budget(&self, level: Level, quarter: &str) -> Vec<NoteCause<'a>> {
        let row = self.plan.quarters.iter().find(|row| row.level == level && row.quarter == quarter);
        row.map(|row| NoteCause::Days(makers(self.plan, &self.workspace.settings.zone, row))).into_iter().collect()
    }

    fn rehearse(&self, scenario: &str, window: &str) -> Vec<NoteCause<'a>> {
        let Some(planned) = self.plan.window(&WindowId::new(window)) else { return Vec::new() };
        let scenario = ScenarioId::new(scenario);
        let title = self.workspace.scenario(&scenario).map(|scenario| &scenario.title);
        let among = threatened(&self.plan.windows, &scenario, self.plan.from).count();
        let policy = self
            .workspace
            .settings
            .policies
            .iter()
            .find(|known| matches!(&planned.window.cause, Cause::Occurrence { policy, .. } if *policy == known.id));
        let threat = policy.map(|policy| NoteCause::Threat { policy, scenario, title });
        threat.into_iter().chain([NoteCause::FirstOf { window: planned, among }, NoteCause::Window(planned)]).collect()
    }
}

/// The last level that an event of this certainty opens.
fn ceiling<'a>(certainty: crate::model::Certainty) -> NoteCause<'a> {
    let highest = Some(highest(certainty)).filter(|level| *level > Level::Baseline);
    NoteCause::Ceiling { certainty, highest }
}

fn counted<'a>(rule: &'a LevelRule, occurrence: &Occurrence) -> NoteCause<'a> {
    let Occurrence { from, until, zone, .. } = occurrence;
    let window = Bounds { from: zone.shift(*from, rule.from), until: zone.shift(*until, rule.until) };
    NoteCause::Counted { rule, event: Bounds { from: *from, until: *until }, window, zone: zone.clone() }
}

fn ids(windows: &[&PlannedWindow]) -> Vec<WindowId> {
    windows.iter().map(|planned| planned.window.id.clone()).collect()
}

#[cfg(test)]
mod tests;
