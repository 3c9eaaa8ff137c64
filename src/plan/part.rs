//! What one event gives a plan. Depends on the event and on what all events share, never on another event: so that it can be
//! kept while others change.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::calls::{Calls, Earlier};
use super::draft::{self, Asker, Draft, Stretch};
use super::matching::{highest, kept_back, matching};
use super::notes::Unknown;
use super::standing::can_stand;
use super::{fill, hash, quarters};
use crate::calendar::occurrences;
use crate::model::{
    Event, Level, LevelRule, Note, NoteCode, Occurrence, Place, PlannedWindow, Policy, Quarter, Reminder, Scope, Severity,
    StandingBasis, Workspace,
};
use crate::time::{Timestamp, Zone};

/// What windows alike call for, and its hash.
pub(super) type KnownCalls = BTreeMap<(Level, Scope, Earlier), (Calls, String)>;

/// What all events share.
pub(super) struct Ground<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
    /// The range in whole quarters.
    pub(super) wide: (Timestamp, Timestamp),
    known: &'a mut KnownCalls,
    /// What a standing approval of a rule binds to, by where the workspace keeps the rule.
    standing: BTreeMap<*const LevelRule, String>,
}

/// What one event gives a plan.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// Of all windows in the range of whole quarters.
    pub(super) stretches: Vec<Stretch>,
    /// Those in the range itself.
    pub(super) windows: Vec<Arc<PlannedWindow>>,
    pub(super) reminder: Option<Reminder>,
    pub(super) notes: Vec<Note>,
    pub(super) unknown: Option<Unknown>,
}

impl<'a> Ground<'a> {
    pub(super) fn new(workspace: &'a Workspace, known: &'a mut KnownCalls, from: Timestamp, until: Timestamp) -> Self {
        let wide = quarters::whole_quarters(&workspace.settings.zone, from, until);
        Self { workspace, from, until, wide, known, standing: BTreeMap::new() }
    }

    pub(super) fn zone(&self) -> &'a Zone {
        &self.workspace.settings.zone
    }

    pub(super) fn part(&mut self, event: &Event) -> Part {
        let workspace = self.workspace;
        let policies = matching(&workspace.settings.policies, event);
        if policies.is_empty() || event.is_cancelled {
            return Part::default();
        }
        if let Some(code) = kept_back(event) {
            return self.reminding(event, code);
        }
        let (earliest, latest) = draft::reach(&policies, self.wide.0, self.wide.1);
        let found = occurrences(event, earliest, latest);
        let mut notes = Notes { place: &event.place, list: found.notes };
        let mut has_window = false;
        let mut part = Part::default();
        for occurrence in &found.list {
            for policy in &policies {
                let (drafts, is_in_range) = self.drafts(event, policy, occurrence, &mut notes);
                has_window |= is_in_range;
                part.windows.extend(drafts.iter().filter_map(|draft| self.fill(draft)));
                let counted = drafts.iter().filter(|draft| draft.overlaps(self.wide.0, self.wide.1));
                part.stretches.extend(counted.map(|draft| Stretch::of(draft, &workspace.settings.zone)));
            }
        }
        part.unknown = if has_window { Unknown::of(event, &policies) } else { None };
        part.notes = notes.list;
        part
    }

    /// The windows of one occurrence and policy; whether one of them is in the range, or would be if it were confirmed.
    fn drafts<'e>(
        &self,
        event: &'e Event,
        policy: &'e Policy,
        occurrence: &Occurrence,
        notes: &mut Notes,
    ) -> (Vec<Draft<'e>>, bool) {
        let mut has_window = false;
        let mut drafts = Vec::with_capacity(policy.levels.len());
        for rule in &policy.levels {
            let draft = match draft::around(event, policy, rule, occurrence) {
                Ok(draft) => draft,
                Err(code) => {
                    notes.add(Severity::Warning, code, Some(&rule.place));
                    continue;
                }
            };
            let is_in_range = draft.overlaps(self.from, self.until);
            has_window |= is_in_range;
            if rule.level <= highest(event.certainty) {
                drafts.push(draft);
            } else if is_in_range {
                let code = NoteCode::NotConfirmed { event: event.id.to_string(), level: rule.level };
                notes.add(Severity::Info, code, None);
            }
        }
        draft::line_up(&mut drafts);
        (drafts, has_window)
    }

    fn reminding(&self, event: &Event, code: NoteCode) -> Part {
        let found = occurrences(event, self.from, self.until);
        let Some(first) = found.list.first() else { return Part::default() };
        Part {
            reminder: Some(Reminder { event: event.id.clone(), title: event.title.clone(), from: first.from }),
            notes: vec![Note { severity: Severity::Info, code, place: Some(event.place.clone()) }],
            ..Part::default()
        }
    }

    /// A drafted window with everything it calls for; None when it is out of the range.
    pub(super) fn fill(&mut self, draft: &Draft) -> Option<Arc<PlannedWindow>> {
        if !draft.overlaps(self.from, self.until) {
            return None;
        }
        let workspace = self.workspace;
        let (calls, hash) = self.known.entry((draft.level, draft.scope.clone(), draft.earlier)).or_insert_with(|| {
            let calls = Calls::of(workspace, draft.level, draft.scope, draft.earlier);
            let hash = hash::sha256(&calls.canonical);
            (calls, hash)
        });
        let mut planned = fill::window(workspace, draft, calls, hash);
        planned.standing = self.standing(draft);
        Some(Arc::new(planned))
    }

    /// What a standing approval must be of to count for a window; worked out once for each rule.
    fn standing(&mut self, draft: &Draft) -> Option<StandingBasis> {
        let Asker::Rule { policy, rule, .. } = &draft.asker else { return None };
        if !can_stand(draft.level) {
            return None;
        }
        let (workspace, known) = (self.workspace, &mut self.known);
        let hash = self.standing.entry(std::ptr::from_ref(*rule)).or_insert_with(|| {
            let (_, calls) = known.entry((draft.level, draft.scope.clone(), Earlier::default())).or_insert_with(|| {
                let calls = Calls::of(workspace, draft.level, draft.scope, Earlier::default());
                let hash = hash::sha256(&calls.canonical);
                (calls, hash)
            });
            hash::rule(policy, rule, calls)
        });
        let quarter = Quarter::of(workspace.settings.zone.local(draft.from).date());
        Some(StandingBasis { rule_hash: hash.clone(), quarter })
    }
}

/// One event's notes, each once.
struct Notes<'a> {
    place: &'a Place,
    list: Vec<Note>,
}

impl Notes<'_> {
    fn add(&mut self, severity: Severity, code: NoteCode, place: Option<&Place>) {
        if self.list.iter().all(|note| note.code != code) {
            self.list.push(Note { severity, code, place: Some(place.unwrap_or(self.place).clone()) });
        }
    }
}
