//! What a window calls for: the measures of all playbooks up to its level, on the connectors that are there. Worked out once for
//! all windows alike. A measure whose control is not configured becomes a task for the SOC lead.
//!
//! Changes are in every window of their level and above, because a window holds on its own. Tasks are not: see [`Earlier`].

use std::sync::Arc;

use crate::model::{
    Connector, Demand, Demands, Level, Measure, MeasureId, PlannedTask, Playbook, Recipients, Scope, Settings, Text, Work,
    Workspace,
};
use crate::text;
use crate::time::Length;

/// Who makes a change by hand when no control of its kind is configured: the role that lives with the controls.
const OWNER_OF_MISSING_CONTROLS: &str = "soc-lead";

/// How long after it is asked for a task is due that does not say.
const WITHIN: Length = Length { days: 1, ms: 0 };

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

/// What a window of one level calls for.
pub(super) struct Calls {
    pub(super) demands: Demands,
    pub(super) tasks: Arc<[PlannedTask]>,
    pub(super) prepares: Arc<[(MeasureId, Length)]>,
    pub(super) hours_per_day: f64,
    /// Measures with their settings and targets, sorted: see `hash`.
    pub(super) canonical: String,
}

impl Calls {
    pub(super) fn of(workspace: &Workspace, level: Level, scope: &Scope, earlier: Earlier) -> Self {
        let mut gathered = Gathered { group: recipients(&workspace.settings, scope), ..Gathered::default() };
        let mut playbooks: Vec<&Playbook> = workspace.playbooks.iter().filter(|playbook| playbook.level <= level).collect();
        playbooks.sort_by_key(|playbook| playbook.level);
        for playbook in playbooks {
            for measure in &playbook.measures {
                gathered.add(&workspace.settings.connectors, playbook, measure, earlier);
            }
        }
        let canonical = gathered.canonical();
        Calls {
            demands: gathered.demands.into(),
            tasks: gathered.tasks.into(),
            prepares: gathered.prepares.into(),
            hours_per_day: gathered.hours_per_day,
            canonical,
        }
    }
}

/// Who a scope is for; None: everyone.
fn recipients(settings: &Settings, scope: &Scope) -> Option<Recipients> {
    let Scope::Group(group) = scope else { return None };
    let members = settings.groups.iter().filter(|(known, _)| known == group).flat_map(|(_, members)| members);
    Some(Recipients { group: group.clone(), members: members.cloned().collect() })
}

#[derive(Default)]
struct Gathered {
    group: Option<Recipients>,
    demands: Vec<Demand>,
    tasks: Vec<PlannedTask>,
    prepares: Vec<(MeasureId, Length)>,
    hours_per_day: f64,
}

impl Gathered {
    fn add(&mut self, connectors: &[Connector], playbook: &Playbook, measure: &Measure, earlier: Earlier) {
        let is_first = Some(playbook.level) > earlier.started;
        let is_asked = match &measure.work {
            Work::Task { owner, evidence, within, every } => {
                if is_first {
                    let when = (within.unwrap_or(WITHIN), *every);
                    self.ask(playbook, measure, owner, evidence.clone(), when);
                }
                is_first
            }
            Work::Control { control, set } => {
                let before = self.demands.len();
                let targets = connectors.iter().filter(|connector| connector.kind == *control);
                self.demands.extend(targets.map(|target| Demand {
                    target: target.id.clone(),
                    control: control.clone(),
                    playbook: playbook.id.clone(),
                    measure: measure.id.clone(),
                    set: set.clone(),
                    requires: measure.requires.clone(),
                    only_for: self.group.clone().filter(|_| target.driver.can_narrow()),
                    lease: target.driver.can_lease(),
                }));
                let is_by_hand = self.demands.len() == before;
                let is_due = is_by_hand && Some(playbook.level) > earlier.lasting;
                if is_due {
                    let evidence = text::plan::change_by_hand(control, set);
                    self.ask(playbook, measure, OWNER_OF_MISSING_CONTROLS, evidence, (WITHIN, None));
                }
                is_due || !is_by_hand
            }
        };
        if is_asked {
            self.hours_per_day += measure.cost.analyst_hours_per_day;
        }
        if is_first {
            self.prepares.extend(measure.prepare.map(|prepare| (measure.id.clone(), prepare)));
        }
    }

    fn ask(
        &mut self,
        playbook: &Playbook,
        measure: &Measure,
        owner: &str,
        evidence: Text,
        (within, every): (Length, Option<Length>),
    ) {
        self.tasks.push(PlannedTask {
            playbook: playbook.id.clone(),
            measure: measure.id.clone(),
            title: measure.title.clone(),
            owner: owner.to_owned(),
            evidence,
            within,
            every,
        });
    }

    fn canonical(&self) -> String {
        let change = |demand: &Demand| {
            let Demand { target, control, playbook, measure, set, only_for, requires: _, lease: _ } = demand;
            let only_for = only_for.as_ref().map_or_else(String::new, |group| format!(" for {:?}", group.members));
            format!("change {playbook} {measure} {control} {target} {set:?}{only_for}\n")
        };
        let task = |task: &PlannedTask| format!("task {} {}\n", task.playbook, task.measure);
        let mut lines: Vec<String> = self.demands.iter().map(change).chain(self.tasks.iter().map(task)).collect();
        lines.sort();
        lines.concat()
    }
}

#[cfg(test)]
mod tests;
