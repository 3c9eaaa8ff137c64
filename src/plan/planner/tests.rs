//! A planner after any sequence of changes gives the plan from scratch.

use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert_eq, prop_oneof};

use super::*;
use crate::model::{Certainty, Closed, EventZone, KeptWindow, Level, Order, Precision, Scope, Window, WindowStatus};
use crate::plan::fixture::{at, event, order, settings, weekly, workspace};
use crate::plan::plan;
use crate::time::Zone;

#[derive(Clone, Debug)]
enum Edit {
    Add {
        day: u32,
        repeats: bool,
    },
    Move {
        which: usize,
        day: u32,
    },
    Cancel {
        which: usize,
    },
    Doubt {
        which: usize,
        how: u8,
    },
    Swap {
        which: usize,
    },
    Remove {
        which: usize,
    },
    Order {
        day: u32,
    },
    /// A window of the last plan takes effect.
    Keep {
        which: usize,
    },
    /// A person closes a kept one early, after so many days.
    Close {
        which: usize,
        day: u32,
    },
    /// Something that all events share.
    Zone,
    Playbook,
    Later,
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let (which, day) = (0..5_usize, 1..28_u32);
    let one = prop_oneof![
        4 => (day.clone(), any::<bool>()).prop_map(|(day, repeats)| Edit::Add { day, repeats }),
        3 => (which.clone(), day.clone()).prop_map(|(which, day)| Edit::Move { which, day }),
        1 => which.clone().prop_map(|which| Edit::Cancel { which }),
        2 => (which.clone(), 0..4_u8).prop_map(|(which, how)| Edit::Doubt { which, how }),
        1 => which.clone().prop_map(|which| Edit::Swap { which }),
        1 => which.clone().prop_map(|which| Edit::Remove { which }),
        1 => day.clone().prop_map(|day| Edit::Order { day }),
        3 => (0..40_usize).prop_map(|which| Edit::Keep { which }),
        2 => (which, day).prop_map(|(which, day)| Edit::Close { which, day }),
        1 => any::<u8>().prop_map(|which| match which % 3 {
            0 => Edit::Zone,
            1 => Edit::Playbook,
            _ => Edit::Later,
        }),
    ];
    proptest::collection::vec(one, 1..16)
}

/// What plans are made from.
struct Table {
    workspace: Workspace,
    orders: Vec<Order>,
    kept: Vec<KeptWindow>,
    from: Timestamp,
    added: usize,
    /// Of the last plan.
    windows: Windows,
}

impl Table {
    fn dated(id: &str, day: u32) -> Event {
        event(id, &format!("2027-02-{day:02}T09:00"), &format!("2027-02-{day:02}T18:00"))
    }

    fn apply(&mut self, edit: &Edit) {
        let events = &mut self.workspace.events;
        match edit {
            Edit::Add { day, repeats } => {
                self.added += 1;
                let event = Self::dated(&format!("e{}", self.added), *day);
                events.push(if *repeats { weekly(event) } else { event });
            }
            Edit::Move { which, day } => {
                if let Some(event) = events.get_mut(*which) {
                    event.when = Self::dated("e", *day).when;
                }
            }
            Edit::Cancel { which } => {
                if let Some(event) = events.get_mut(*which) {
                    event.is_cancelled = !event.is_cancelled;
                }
            }
            Edit::Doubt { which, how } => {
                let Some(event) = events.get_mut(*which) else { return };
                match how {
                    0 => event.certainty = Certainty::Tentative,
                    1 => event.precision = Precision::Month,
                    2 => event.zone = EventZone::Guessed(Zone::utc()),
                    _ => event.parties.clear(),
                }
            }
            Edit::Swap { which } => {
                if which + 1 < events.len() {
                    events.swap(*which, which + 1);
                }
            }
            Edit::Remove { which } => {
                if *which < events.len() {
                    events.remove(*which);
                }
            }
            Edit::Order { day } => {
                let id = format!("o-{}", self.orders.len());
                let (from, until) = (format!("2027-02-{day:02}T00:00:00Z"), format!("2027-03-{day:02}T00:00:00Z"));
                self.orders.push(order(&id, Level::Elevated, &from, &until));
            }
            Edit::Keep { which } => {
                let Some(planned) = self.windows.iter().nth(which % self.windows.len().max(1)) else { return };
                let Window { id, from, .. } = &planned.window;
                if self.kept.iter().all(|kept| kept.planned.window.id != *id) {
                    let planned = PlannedWindow { status: WindowStatus::Planned, ..planned.clone() };
                    self.kept.push(KeptWindow::opened(planned, *from));
                }
            }
            Edit::Close { which, day } => {
                if let Some(kept) = self.kept.get_mut(*which) {
                    let at = kept.planned.window.from.plus_ms(i64::from(*day) * crate::time::DAY_MS);
                    kept.closed = Some(Closed { at, by: "duty".into(), reason: None });
                }
            }
            Edit::Zone => self.workspace.settings.zone = Zone::utc(),
            Edit::Playbook => self.workspace.playbooks.truncate(2),
            Edit::Later => self.from = self.from.plus_ms(crate::time::DAY_MS),
        }
    }
}

/// Without events; with budgets, gaps, threats and a group that notes speak of.
fn table() -> Table {
    let mut settings = settings();
    for budget in &mut settings.budgets {
        (budget.days_per_quarter, budget.min_gap_days) = (5, Some(9));
    }
    for policy in &mut settings.policies {
        policy.threat = vec!["phishing".into(), "supply-chain".into()];
        policy.levels.last_mut().unwrap().scope = Scope::Group("delegation".into());
    }
    let workspace = Workspace { settings, ..workspace(Vec::new()) };
    let from = at("2027-01-20T00:00:00Z");
    Table { workspace, orders: Vec::new(), kept: Vec::new(), from, added: 0, windows: Windows::default() }
}

proptest::proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_planner_after_any_changes_gives_the_plan_from_scratch(edits in edits()) {
        let mut table = table();
        let mut planner = Planner::default();
        for edit in &edits {
            table.apply(edit);
            let until = at("2027-04-20T00:00:00Z");
            let past = Past { orders: &table.orders, kept: &table.kept };
            let again = planner.plan(&table.workspace, past, table.from, until);
            prop_assert_eq!(&again, &plan(&table.workspace, past, table.from, until));
            table.windows = again.windows;
        }
    }
}

#[test]
fn what_did_not_change_is_not_made_again() {
    let events = (1..4).map(|day| Table::dated(&format!("e{day}"), day)).collect();
    let mut workspace = workspace(events);
    let (from, until) = (at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"));
    let mut planner = Planner::default();
    let first = planner.plan(&workspace, Past::of(&[]), from, until);
    workspace.events[1].when = Table::dated("e", 20).when;
    let second = planner.plan(&workspace, Past::of(&[]), from, until);
    let kept = |planned: &&Arc<PlannedWindow>| first.windows.shared().any(|known| Arc::ptr_eq(known, planned));
    assert_eq!((first.windows.len(), second.windows.shared().filter(kept).count()), (9, 6));
}
