//! Values for this module's tests.

use std::sync::Arc;

use crate::model::{
    Approval, ApprovalRule, Because, Cause, Change, Connector, Demand, Demands, Driver, FileFormat, Holder, Join, Lang,
    LedgerEntry, LedgerPhase, Level, Order, Person, Place, Plan, PlannedWindow, PostureState, Principal, Role, Scope,
    SettingRule, SettingValue, Settings, StandingApproval, Text, WebSettings, Window, WindowId, WindowStatus, Workspace,
};
use crate::time::{HOUR_MS, LocalDateTime, Timestamp, Zone};

/// So many hours after the beginning of time.
pub(super) fn at(hour: i64) -> Timestamp {
    Timestamp::from_ms(hour * HOUR_MS)
}

pub(super) fn principal(id: &str, roles: &[Role]) -> Principal {
    Principal {
        id: id.into(),
        name: id.to_owned(),
        roles: roles.to_vec(),
        token_hash: String::new(),
        expires_at: Timestamp::from_ms(i64::MAX),
        revoked_at: None,
    }
}

pub(super) fn person(id: &str, roles: &[&str]) -> Person {
    Person {
        id: id.into(),
        name: Text::same(id),
        mail: format!("{id}@example.org"),
        zone: Zone::utc(),
        lang: Lang::Ja,
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        place: Place::default(),
    }
}

/// One target `mx1`, one group, two approvals from surge on.
pub(super) fn settings() -> Settings {
    Settings {
        operator: Text::same("Ministry"),
        zone: Zone::utc(),
        lang: Lang::En,
        allow: crate::model::AllowList::default(),
        groups: vec![("delegation".into(), vec!["kato@example.org".to_owned()])],
        connectors: vec![Connector {
            id: "mx1".into(),
            kind: "mail".into(),
            driver: Driver::File { path: "mx1.toml".into(), format: FileFormat::Toml },
            place: Place::default(),
        }],
        webhooks: Vec::new(),
        mail: None,
        web: WebSettings { listen: "127.0.0.1:8470".to_owned(), public_url: "http://127.0.0.1:8470".to_owned() },
        approvals: vec![ApprovalRule {
            level: Level::Surge,
            need: 2,
            of: Vec::new(),
            deputies: Vec::new(),
            ask: ApprovalRule::ASK,
            escalate: ApprovalRule::ESCALATE,
            escalate_to: Vec::new(),
        }],
        policies: Vec::new(),
        budgets: Vec::new(),
        caps: Vec::new(),
    }
}

pub(super) fn workspace(settings: Settings) -> Workspace {
    Workspace {
        revision: "r1".into(),
        settings,
        events: Vec::new(),
        playbooks: Vec::new(),
        setting_rules: Vec::new(),
        scenarios: Vec::new(),
        exercises: Vec::new(),
        roster: Vec::new(),
    }
}

/// A window of the calendar that needs no approval and asks for nothing, in hours.
pub(super) fn window(id: &str, from: i64, until: i64) -> PlannedWindow {
    let nominal = LocalDateTime::from_labelled_utc(at(from)).unwrap();
    PlannedWindow {
        window: Window {
            id: id.into(),
            cause: Cause::Occurrence { event: id.into(), nominal, policy: "talks".into() },
            level: Level::Surge,
            scope: Scope::Everyone,
            from: at(from),
            until: at(until),
            zone: Zone::utc(),
        },
        status: WindowStatus::Planned,
        hash: format!("{id} {from} {until}"),
        title: Text::same(id),
        public_title: Text::same(id),
        event_from: at(from),
        event_until: at(until),
        because: Because { asked_by: Place::default(), rule: None },
        demands: Demands::default(),
        tasks: Arc::default(),
        prepares: Arc::default(),
        approvals_needed: 0,
        standing: None,
        analyst_hours: 0.0,
        threat: Vec::new(),
    }
}

pub(super) fn demand(measure: &str, target: &str, set: &[(&str, i64)]) -> Demand {
    Demand {
        target: target.into(),
        control: "mail".into(),
        playbook: "mail-tightening".into(),
        measure: measure.into(),
        set: set.iter().map(|(name, value)| ((*name).into(), SettingValue::Integer(*value))).collect(),
        requires: Vec::new(),
        only_for: None,
        lease: false,
    }
}

pub(super) fn rule(name: &str, join: Join) -> SettingRule {
    SettingRule { control: "mail".into(), name: name.into(), join, place: Place::default() }
}

/// A plan in which `young_days` joins by the larger and `old_days` by the smaller value.
pub(super) fn plan(windows: Vec<PlannedWindow>) -> Plan {
    Plan {
        revision: "r1".into(),
        from: at(0),
        until: at(1000),
        windows: windows.into(),
        reminders: Vec::new(),
        quarters: Vec::new(),
        rules: vec![rule("young_days", Join::Max), rule("old_days", Join::Min)],
        notes: Vec::new(),
    }
}

pub(super) fn approval(planned: &PlannedWindow, by: &str) -> Approval {
    Approval {
        window: planned.window.id.clone(),
        hash: planned.hash.clone(),
        by: by.into(),
        at: at(0),
        in_place_of: None,
        decision: None,
        reviewed_at: None,
    }
}

/// The state after changes to its approvals.
pub(super) fn after(state: &PostureState, changes: &[Change]) -> PostureState {
    let mut state = state.clone();
    let is_same = |a: &StandingApproval, b: &StandingApproval| {
        (&a.policy, a.level, a.quarter, &a.hash, &a.by) == (&b.policy, b.level, b.quarter, &b.hash, &b.by)
    };
    for change in changes {
        if let Change::Approval(row) = change {
            state.approvals.retain(|known| (&known.window, &known.hash, &known.by) != (&row.window, &row.hash, &row.by));
            state.approvals.push(row.clone());
        } else if let Change::ApprovalGone { window, hash, by } = change {
            state.approvals.retain(|known| (&known.window, &known.hash, &known.by) != (window, hash, by));
        } else if let Change::StandingApproval(row) = change {
            state.standing.retain(|known| !is_same(known, row));
            state.standing.push(row.clone());
        } else if let Change::StandingGone(row) = change {
            state.standing.retain(|known| !is_same(known, row));
        }
    }
    state
}

pub(super) fn order_of(id: &str, by: &str, from: i64, until: i64) -> Order {
    Order {
        id: id.into(),
        level: Level::Surge,
        scope: Scope::Everyone,
        from: at(from),
        until: at(until),
        reason: "talks".to_owned(),
        by: by.into(),
        ordered_at: at(from),
        ended_at: None,
    }
}

/// What the window `w` holds until hour 30, on a target that was empty before.
pub(super) fn entry(target: &str) -> LedgerEntry {
    let holder = Holder { window: WindowId::new("w"), playbook: "mail-tightening".into(), measure: "hold".into() };
    let held = crate::model::Held::new(SettingValue::Integer(14), vec![holder]);
    LedgerEntry {
        target: target.into(),
        phase: LedgerPhase::Active,
        settings: [("young_days".into(), held)].into(),
        before: None,
        written_hash: "ours".to_owned(),
        found_hash: "nothing".to_owned(),
        applied_at: at(1),
        verified_at: None,
        expires_at: at(30),
        revision: "r1".into(),
    }
}

pub(super) fn state(ledger: Vec<LedgerEntry>) -> PostureState {
    PostureState { ledger, ..PostureState::default() }
}
