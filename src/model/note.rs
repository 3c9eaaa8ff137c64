//! Notes: what a reader of a plan or a check should know, without it being a fault.

use std::collections::BTreeMap;

use super::{Connector, ControlKind, Level, Measure, Place, Playbook, Severity, Work};
use crate::time::{LocalDate, Timestamp, Zone};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub severity: Severity,
    pub code: NoteCode,
    pub place: Option<Place>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteCode {
    /// A revoked technique: the living one stands for it.
    TechniqueRevoked {
        written: String,
        living: String,
    },
    /// A technique that the shipped table lacks.
    TechniqueUnknown {
        id: String,
    },
    /// The date is not known well enough to open a window.
    DateTooVague {
        event: String,
        precision: super::Precision,
    },
    Rumoured {
        event: String,
    },
    /// A tentative event opens windows up to `elevated`; this level waits until it is confirmed.
    NotConfirmed {
        event: String,
        level: Level,
    },
    /// A rule whose window would end before it starts.
    WindowEmpty {
        event: String,
        policy: String,
        level: Level,
    },
    ZoneUnknown {
        event: String,
    },
    /// Events without a zone that are read in this one.
    ZoneGuessed {
        zone: String,
        events: Vec<String>,
    },
    /// Events that a policy applies to because they name no parties.
    PartiesUnknown {
        policy: String,
        events: Vec<String>,
    },
    /// Measures whose kind of control is not configured: they become tasks.
    ControlMissing {
        control: String,
        measures: Vec<String>,
    },
    /// A policy or order asks for changes for a group, on a target that can only be changed for everyone.
    ScopeNotNarrowed {
        asked_by: String,
        target: String,
        group: String,
    },
    /// Measures of a window whose `prepare` cannot be kept any more, each with the time it had to be ordered by.
    OrderByPassed {
        window: String,
        zone: Zone,
        measures: Vec<(String, Timestamp)>,
    },
    BudgetExceeded {
        level: Level,
        quarter: String,
        days: u32,
        budget: u32,
    },
    /// Fewer free days than the budget asks for between two stretches at a level: the last day of the one, the first of the
    /// next, the free days between them.
    GapTooShort {
        level: Level,
        least: u32,
        gaps: Vec<(LocalDate, LocalDate, u32)>,
    },
    /// In weeks from these Mondays on, each of a role's people would work so many hours.
    CapExceeded {
        role: String,
        cap: u32,
        people: u32,
        weeks: Vec<(LocalDate, u32)>,
    },
    /// Measures need a role that nobody of roster.toml has.
    NobodyHasRole {
        role: String,
        measures: Vec<String>,
    },
    /// A scenario to rehearse before the window.
    Rehearse {
        scenario: String,
        window: String,
        zone: Zone,
        before: Timestamp,
    },
    /// Recurrence stopped at a limit.
    RecurrenceLimited {
        event: String,
        limit: u32,
    },
    /// A calendar file's component was not used, or not as it is written; `why` is the word of a `CalendarProblem`.
    CalendarSkipped {
        what: String,
        why: String,
    },
    /// An inject that nobody of the cast receives.
    NoRecipient {
        inject: String,
        exercise: String,
    },
    /// A principal whom `[[approval]]` names under this key, and who is to be mailed, is nobody of roster.toml.
    ApproverWithoutAddress {
        id: String,
        level: Level,
        key: String,
    },
}

/// A note for each kind of control that these playbooks ask for and no connector has.
pub fn missing_controls<'a>(
    playbooks: impl IntoIterator<Item = &'a Playbook>,
    connectors: &[Connector],
    severity: Severity,
) -> Vec<Note> {
    let mut missing: BTreeMap<&ControlKind, Vec<&Measure>> = BTreeMap::new();
    for measure in playbooks.into_iter().flat_map(|playbook| &playbook.measures) {
        match &measure.work {
            Work::Control { control, .. } if connectors.iter().all(|connector| connector.kind != *control) => {
                missing.entry(control).or_default().push(measure);
            }
            Work::Control { .. } | Work::Task { .. } => {}
        }
    }
    let note = |(control, measures): (&ControlKind, Vec<&Measure>)| {
        let place = measures.first().map(|measure| measure.place.clone());
        let measures = measures.iter().map(|measure| measure.id.to_string()).collect();
        Note { severity, code: NoteCode::ControlMissing { control: control.to_string(), measures }, place }
    };
    missing.into_iter().map(note).collect()
}
