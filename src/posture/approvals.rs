//! Approvals: n of m principals for one window as it is, never its author alone. An approval binds to the window's hash and
//! lapses only when that changes. Which of them count is said in [`super::seats`].

use super::seats::{approvals_of, author, binds, consents};
use crate::model::{
    Answer, Approval, Change, Connector, ConnectorId, ControlKind, Decision, Deputies, Fact, Join, KeptWindow, Level, Plan,
    PlannedWindow, PostureState, Principal, PrincipalId, Refusal, Role, SettingName, Settings, WindowId,
};
use crate::time::Timestamp;

/// What a decision about approvals rests on.
#[derive(Clone, Copy, Debug)]
pub struct Approvals<'a> {
    pub plan: &'a Plan,
    pub settings: &'a Settings,
    pub state: &'a PostureState,
}

/// A principal's word for one window.
#[derive(Clone, Copy, Debug)]
pub struct Word<'a> {
    pub window: &'a WindowId,
    /// Of the window as it was shown.
    pub hash: &'a str,
    /// Whom a deputy stands in for.
    pub in_place_of: Option<&'a PrincipalId>,
    /// The number of the written decision.
    pub decision: Option<&'a str>,
}

/// Approves a window as it was shown. Early is fine: it counts from the window's start on; after its end it is refused.
///
/// A deputy's approval counts as that of the one who is stood in for, who reviews it afterwards ([`super::reviews`]); when they
/// approve themselves, that takes its place.
pub fn approve(all: &Approvals, who: &Principal, word: &Word, now: Timestamp) -> Decision {
    who.require(&[Role::Approver], now)?;
    let Some(planned) = all.plan.window(word.window) else {
        return Err(Refusal::UnknownWindow { id: word.window.to_string() });
    };
    let window = &planned.window.id;
    let seat = seat(all.settings, planned.window.level, who, word.in_place_of)?;
    if planned.window.until <= now {
        return Err(Refusal::WindowIsOver { id: window.to_string(), until: planned.window.until });
    }
    if planned.hash != word.hash {
        return Err(Refusal::WindowChanged { id: window.to_string() });
    }
    is_new(planned, all.state, &who.id, seat)?;
    if planned.approvals_needed == 1 && author(planned, all.state).is_some_and(|author| *author == who.id || author == seat) {
        return Err(Refusal::AuthorAlone);
    }
    let approval = Approval {
        window: window.clone(),
        hash: planned.hash.clone(),
        by: who.id.clone(),
        at: now,
        in_place_of: word.in_place_of.cloned(),
        decision: number(word.decision),
        reviewed_at: None,
    };
    // Whoever approves themselves needs no deputy any more; whoever stands in for another still does.
    let is_own = word.in_place_of.is_none();
    let is_replaced = |known: &&Approval| is_own && binds(planned, known) && known.in_place_of.as_ref() == Some(&who.id);
    let replaced: Vec<&Approval> = all.state.approvals.iter().filter(is_replaced).collect();
    let mut after = all.state.clone();
    after.approvals.retain(|known| !replaced.contains(&known));
    after.approvals.push(approval.clone());
    let (have, need) = approvals_of(planned, &after);
    let in_place_of = word.in_place_of.cloned();
    let answer = Answer::Approved { window: window.clone(), have, need, in_place_of: in_place_of.clone() };
    let (window, hash, decision) = (window.clone(), planned.hash.clone(), approval.decision.clone());
    let mut changes: Vec<Change> = replaced.into_iter().map(gone).collect();
    changes.push(Change::Approval(approval));
    changes.push(Change::fact(Fact::WindowApproved { window, hash, in_place_of, decision }));
    Ok((changes, answer))
}

/// Whose approval a principal's word is, if the rule of the level lets them give it.
fn seat<'a>(
    settings: &Settings,
    level: Level,
    who: &'a Principal,
    in_place_of: Option<&'a PrincipalId>,
) -> Result<&'a PrincipalId, Refusal> {
    let rule = settings.approval(level);
    let seat = in_place_of.unwrap_or(&who.id);
    if in_place_of.is_some() {
        let stands_in = |deputies: &&Deputies| deputies.by.contains(&who.id);
        let known: Vec<_> =
            rule.iter().flat_map(|rule| &rule.deputies).filter(stands_in).map(|deputies| &deputies.of).collect();
        if !known.contains(&seat) {
            let known = known.into_iter().map(ToString::to_string).collect();
            return Err(Refusal::NotADeputy { id: who.id.to_string(), of: seat.to_string(), known });
        }
    }
    match rule {
        Some(rule) if !rule.of.is_empty() && !rule.of.contains(seat) => Err(Refusal::NotAnApprover { id: seat.to_string() }),
        Some(_) | None => Ok(seat),
    }
}

/// Refuses a word that would not count beside those that are there: the same approval again, or the same human being twice.
fn is_new(planned: &PlannedWindow, state: &PostureState, who: &PrincipalId, seat: &PrincipalId) -> Result<(), Refusal> {
    for consent in consents(planned, state) {
        let is_theirs = consent.by == who;
        // One's own approval takes the place of a deputy's.
        let is_filled = consent.seat() == seat && (is_theirs || consent.in_place_of.is_none() || seat != who);
        if is_filled {
            return Err(Refusal::AlreadyApproved { id: planned.window.id.to_string() });
        }
        if is_theirs {
            return Err(Refusal::CountsOnce { window: planned.window.id.to_string(), of: consent.seat().to_string() });
        }
    }
    Ok(())
}

/// A decision's number as it is kept: on one line; None when nothing is left of it.
pub(super) fn number(decision: Option<&str>) -> Option<String> {
    let line = decision?.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

/// Takes an approval out.
pub(super) fn gone(approval: &Approval) -> Change {
    Change::ApprovalGone { window: approval.window.clone(), hash: approval.hash.clone(), by: approval.by.clone() }
}

/// Whether a window may take effect. That more approvals are asked for now ends nothing that took effect; that one is taken back
/// does.
pub fn is_allowed(planned: &PlannedWindow, state: &PostureState) -> bool {
    let is_it = |kept: &&KeptWindow| kept.planned.window.id == planned.window.id && kept.planned.hash == planned.hash;
    let planned = state.kept.iter().find(is_it).map_or(planned, |kept| &kept.planned);
    planned.approvals_needed == 0 || {
        let (have, need) = approvals_of(planned, state);
        have >= need
    }
}

/// Windows that hold now or have an approval, and that a new revision would alter or drop: it must be accepted by a person
/// first. A window that is over, or that nobody approved or had to, may change freely until it begins. A standing approval is of no
/// date, so a window ahead that rests on it alone may move or go, as long as the rule stays.
pub fn touched(old: &Plan, new: &Plan, state: &PostureState, now: Timestamp) -> Vec<WindowId> {
    let is_bound = |planned: &&PlannedWindow| {
        let is_ahead = now < planned.window.until;
        let is_live = planned.window.from <= now && is_ahead;
        is_live || (is_ahead && state.approvals.iter().any(|approval| binds(planned, approval)))
    };
    let rests_on_rule = |planned: &PlannedWindow| {
        now < planned.window.until && consents(planned, state).iter().any(|consent| consent.standing.is_some())
    };
    let has_other_rule = |planned: &PlannedWindow| {
        let rule = |planned: &PlannedWindow| planned.standing.as_ref().map(|standing| standing.rule_hash.clone());
        new.window(&planned.window.id).is_some_and(|later| rule(later) != rule(planned))
    };
    let is_altered = |planned: &&PlannedWindow| match new.window(&planned.window.id) {
        Some(later) => {
            let has_other_joins = rules(planned).any(|rule| join(old, rule) != join(new, rule));
            later.hash != planned.hash || later.approvals_needed != planned.approvals_needed || has_other_joins
        }
        None => true,
    };
    let bound = old
        .windows
        .iter()
        .filter(|planned| (is_bound(planned) && is_altered(planned)) || (rests_on_rule(planned) && has_other_rule(planned)));
    bound.map(|planned| planned.window.id.clone()).collect()
}

/// Targets that we hold and whose connector a new revision would drop or point elsewhere: what was applied could then not be
/// taken back.
pub fn moved_targets(old: &Settings, new: &Settings, state: &PostureState) -> Vec<ConnectorId> {
    let find = |settings: &Settings, id: &ConnectorId| {
        let same = |connector: &&Connector| connector.id == *id;
        settings.connectors.iter().find(same).map(|connector| (connector.kind.clone(), connector.driver.clone()))
    };
    let held = state.ledger.iter().map(|entry| &entry.target);
    held.filter(|target| find(old, target) != find(new, target)).cloned().collect()
}

/// The settings a window asks for, with the kind of control.
fn rules(planned: &PlannedWindow) -> impl Iterator<Item = (&ControlKind, &SettingName)> {
    planned.demands.iter().flat_map(|demand| demand.set.keys().map(|name| (&demand.control, name)))
}

fn join<'a>(plan: &'a Plan, (control, name): (&ControlKind, &SettingName)) -> Option<&'a Join> {
    plan.rules.iter().find(|rule| rule.control == *control && rule.name == *name).map(|rule| &rule.join)
}

#[cfg(test)]
mod tests;
