//! What a window calls for: the measures of all playbooks up to its level, on the connectors that are there. Worked out once for
//! all windows alike. A measure whose control is not configured becomes a task for the SOC lead.
//!
//! Changes are in every window of their level and above, because a window holds on its own. Tasks are not: see [`Earlier`].

use std::collections::BTreeMap;

use crate::model::{
    Connector, ControlKind, Demand, Holder, Level, Measure, MeasureId, PlannedTask, Playbook, SettingName, SettingValue, Text,
    WindowId, Work, Workspace,
};
use crate::text;
use crate::time::Length;

/// Who makes a change by hand when no control of its kind is configured: the role that lives with the controls.
const OWNER_OF_MISSING_CONTROLS: &str = "soc-lead";

/// What the earlier windows of the same occurrence and policy include; none for the first window, and for an order.
///
/// A task is asked for once, in the first window that includes it, and ordered for that. A change by hand must stay until the
/// last window that includes it is over, so it is asked for again by a window that outlasts all the earlier ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Earlier {
    /// The highest level of them; what is of this level or a lower one is in one of them.
    pub(super) started: Option<Level>,
    /// The highest level of those that last until the window itself is over.
    pub(super) lasting: Option<Level>,
}

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
}

impl<'a> Calls<'a> {
    pub(super) fn of(workspace: &'a Workspace, level: Level, earlier: Earlier) -> Self {
        let mut calls = Calls::default();
        let mut playbooks: Vec<&Playbook> = workspace.playbooks.iter().filter(|playbook| playbook.level <= level).collect();
        playbooks.sort_by_key(|playbook| playbook.level);
        for playbook in playbooks {
            for measure in &playbook.measures {
                calls.add(&workspace.settings.connectors, playbook, measure, earlier);
            }
        }
        calls.canonical = calls.canonical_text();
        calls
    }

    fn add(&mut self, connectors: &'a [Connector], playbook: &'a Playbook, measure: &'a Measure, earlier: Earlier) {
        let is_first = Some(playbook.level) > earlier.started;
        let is_asked = match &measure.work {
            Work::Task { owner, evidence } => {
                if is_first {
                    self.ask(playbook, measure, owner, evidence.clone());
                }
                is_first
            }
            Work::Control { control, set } => {
                let before = self.changes.len();
                let targets = connectors.iter().filter(|connector| connector.kind == *control);
                self.changes.extend(targets.map(|target| Change { playbook, measure, control, set, target }));
                let is_by_hand = self.changes.len() == before;
                let is_due = is_by_hand && Some(playbook.level) > earlier.lasting;
                if is_due {
                    let evidence = text::plan::change_by_hand(control, set);
                    self.ask(playbook, measure, OWNER_OF_MISSING_CONTROLS, evidence);
                }
                is_due || !is_by_hand
            }
        };
        if is_asked {
            self.hours_per_day += measure.cost.analyst_hours_per_day;
        }
        if is_first {
            self.prepares.extend(measure.prepare.map(|prepare| (&measure.id, prepare)));
        }
    }

    fn ask(&mut self, playbook: &Playbook, measure: &Measure, owner: &str, evidence: Text) {
        self.tasks.push(PlannedTask {
            playbook: playbook.id.clone(),
            measure: measure.id.clone(),
            title: measure.title.clone(),
            owner: owner.to_owned(),
            evidence,
        });
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

#[cfg(test)]
mod tests;
