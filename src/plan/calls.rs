//! What each level calls for: the measures of all playbooks up to it, on the connectors that are there. Worked out once for all
//! windows. A measure whose control is not configured becomes a task for the SOC lead, with a note.

use std::collections::BTreeMap;

use crate::model::{
    Connector, ControlKind, Demand, Holder, Level, Measure, MeasureId, Note, NoteCode, PlannedTask, Playbook, SettingName,
    SettingValue, Severity, WindowId, Work, Workspace,
};
use crate::text;
use crate::time::Length;

/// Who makes a change by hand when no control of its kind is configured: the role that lives with the controls.
const OWNER_OF_MISSING_CONTROLS: &str = "soc-lead";

/// Settings of one measure on one connector.
struct Change<'a> {
    playbook: &'a Playbook,
    measure: &'a Measure,
    control: &'a ControlKind,
    set: &'a BTreeMap<SettingName, SettingValue>,
    target: &'a Connector,
}

/// What a window of one level calls for.
#[derive(Default)]
pub(super) struct Calls<'a> {
    changes: Vec<Change<'a>>,
    pub(super) tasks: Vec<PlannedTask>,
    pub(super) prepares: Vec<(&'a MeasureId, Length)>,
    pub(super) hours_per_day: f64,
    /// Measures with their settings and targets, sorted: see `hash`.
    pub(super) canonical: String,
    pub(super) notes: Vec<Note>,
}

impl<'a> Calls<'a> {
    pub(super) fn of(workspace: &'a Workspace, level: Level) -> Self {
        let mut calls = Calls::default();
        for playbook in workspace.playbooks.iter().filter(|playbook| playbook.level <= level) {
            for measure in &playbook.measures {
                calls.add(&workspace.settings.connectors, playbook, measure);
            }
        }
        calls.canonical = calls.canonical_text();
        calls
    }

    fn add(&mut self, connectors: &'a [Connector], playbook: &'a Playbook, measure: &'a Measure) {
        self.hours_per_day += measure.cost.analyst_hours_per_day;
        self.prepares.extend(measure.prepare.map(|prepare| (&measure.id, prepare)));
        let mut task = |owner: &str, evidence| {
            self.tasks.push(PlannedTask {
                playbook: playbook.id.clone(),
                measure: measure.id.clone(),
                title: measure.title.clone(),
                owner: owner.to_owned(),
                evidence,
            });
        };
        match &measure.work {
            Work::Task { owner, evidence } => task(owner, evidence.clone()),
            Work::Control { control, set } => {
                let before = self.changes.len();
                let targets = connectors.iter().filter(|connector| connector.kind == *control);
                self.changes.extend(targets.map(|target| Change { playbook, measure, control, set, target }));
                if self.changes.len() == before {
                    task(OWNER_OF_MISSING_CONTROLS, text::plan::change_by_hand(control, set));
                    let code = NoteCode::ControlMissing { measure: measure.id.to_string(), control: control.to_string() };
                    self.notes.push(Note { severity: Severity::Warning, code, place: Some(measure.place.clone()) });
                }
            }
        }
    }

    /// The changes, held by `window`.
    pub(super) fn demands(&self, window: &WindowId) -> Vec<Demand> {
        let demand = |change: &Change| Demand {
            target: change.target.id.clone(),
            control: change.control.clone(),
            holder: Holder { window: window.clone(), playbook: change.playbook.id.clone(), measure: change.measure.id.clone() },
            set: change.set.clone(),
            requires: change.measure.requires.clone(),
        };
        self.changes.iter().map(demand).collect()
    }

    fn canonical_text(&self) -> String {
        let change = |change: &Change| {
            let Change { playbook, measure, control, set, target } = change;
            format!("change {} {} {} {} {set:?}\n", playbook.id, measure.id, control, target.id)
        };
        let task = |task: &PlannedTask| format!("task {} {}\n", task.playbook, task.measure);
        let mut lines: Vec<String> = self.changes.iter().map(change).chain(self.tasks.iter().map(task)).collect();
        lines.sort();
        lines.concat()
    }
}
