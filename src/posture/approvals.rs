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
    let Some(planned) = all.plan.called(word.window) else {
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
    // Whoever approves themselves needs no deputy any more.
    let is_replaced = |known: &&Approval| binds(planned, known) && known.in_place_of.as_ref() == Some(&who.id);
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
mod tests {
    use super::*;
    use crate::model::{ApprovalRule, Cause, Driver, FileFormat, Level, OrderId};
    use crate::posture::fixture::{after, approval, at, demand, order_of, plan, principal, rule, settings, window};

    fn planned() -> PlannedWindow {
        PlannedWindow { approvals_needed: 2, ..window("w", 20, 30) }
    }

    fn ordered(need: usize) -> PlannedWindow {
        let mut planned = PlannedWindow { approvals_needed: need, ..window("order/o-1", 20, 30) };
        planned.window.cause = Cause::Order { order: OrderId::new("o-1") };
        planned
    }

    fn approvals(list: &[(&PlannedWindow, &str)]) -> PostureState {
        let approvals = list.iter().map(|(planned, by)| approval(planned, by)).collect();
        PostureState { approvals, orders: vec![order_of("o-1", "ann", 20, 30)], ..PostureState::default() }
    }

    fn approved_by(planned: &PlannedWindow, state: &PostureState, who: &str, now: i64) -> Result<Answer, Refusal> {
        let word = Word { window: &planned.window.id, hash: &planned.hash, in_place_of: None, decision: None };
        said(planned, state, &settings(), who, &word, now).map(|(_, answer)| answer)
    }

    fn said(planned: &PlannedWindow, state: &PostureState, settings: &Settings, who: &str, word: &Word, now: i64) -> Decision {
        let plan = plan(vec![planned.clone()]);
        approve(&Approvals { plan: &plan, settings, state }, &principal(who, &[Role::Approver]), word, at(now))
    }

    fn answered(window: &str, have: u32, need: u32, in_place_of: Option<&str>) -> Answer {
        Answer::Approved { window: window.into(), have, need, in_place_of: in_place_of.map(Into::into) }
    }

    fn ruled(of: Vec<PrincipalId>, deputies: Vec<Deputies>) -> Settings {
        Settings {
            approvals: vec![ApprovalRule {
                level: Level::Surge,
                need: 2,
                of,
                deputies,
                ask: ApprovalRule::ASK,
                escalate: ApprovalRule::ESCALATE,
                escalate_to: Vec::new(),
            }],
            ..settings()
        }
    }

    /// Ann may be stood in for by ben and cyd, ben by cyd.
    fn with_deputies() -> Settings {
        let deputies = |of: &str, by: &[&str]| Deputies { of: of.into(), by: by.iter().map(|id| (*id).into()).collect() };
        ruled(vec!["ann".into(), "ben".into()], vec![deputies("ann", &["ben", "cyd"]), deputies("ben", &["cyd"])])
    }

    /// What `who` in place of `of` comes to, and the state after it.
    fn deputised(
        planned: &PlannedWindow,
        state: &PostureState,
        who: &str,
        of: Option<&str>,
    ) -> Result<(PostureState, Answer), Refusal> {
        let of = of.map(PrincipalId::new);
        let word =
            Word { window: &planned.window.id, hash: &planned.hash, in_place_of: of.as_ref(), decision: Some(" No.  7 ") };
        let (changes, answer) = said(planned, state, &with_deputies(), who, &word, 1)?;
        Ok((after(state, &changes), answer))
    }

    #[test]
    fn what_changed_since_it_was_shown_is_not_approved() {
        let planned = planned();
        let word = Word { window: &planned.window.id, hash: "as it was", in_place_of: None, decision: None };
        let refused = said(&planned, &PostureState::default(), &settings(), "ann", &word, 1);
        assert_eq!(refused.map(|_| ()), Err(Refusal::WindowChanged { id: "w".into() }));
    }

    #[test]
    fn a_decision_number_is_kept_on_one_line_in_row_and_fact() {
        let planned = planned();
        let word = Word { window: &planned.window.id, hash: &planned.hash, in_place_of: None, decision: Some(" No.\n 7 ") };
        let (changes, _) = said(&planned, &PostureState::default(), &settings(), "ann", &word, 1).unwrap();
        let Some(Change::Approval(row)) = changes.first() else { panic!("{changes:?}") };
        assert_eq!(row.decision.as_deref(), Some("No. 7"));
        let fact = changes.iter().find_map(|change| {
            if let Change::Record { fact: Fact::WindowApproved { decision, .. }, .. } = change {
                decision.as_deref()
            } else {
                None
            }
        });
        assert_eq!(fact, Some("No. 7"));
        assert_eq!(number(Some(" ")), None);
    }

    #[test]
    fn a_deputy_counts_as_the_one_who_is_stood_in_for_and_once() {
        let planned = planned();
        let none = PostureState::default();
        let (state, answer) = deputised(&planned, &none, "ben", Some("ann")).unwrap();
        assert_eq!(answer, answered("w", 1, 2, Some("ann")));
        let once = Refusal::CountsOnce { window: "w".into(), of: "ann".into() };
        assert_eq!(deputised(&planned, &state, "ben", None).unwrap_err(), once, "not for himself beside");
        let again = Refusal::AlreadyApproved { id: "w".into() };
        assert_eq!(deputised(&planned, &state, "ben", Some("ann")).unwrap_err(), again);
        assert_eq!(deputised(&planned, &state, "cyd", Some("ann")).unwrap_err(), again, "nor another deputy");
        let (state, answer) = deputised(&planned, &state, "ann", None).unwrap();
        assert_eq!(answer, answered("w", 1, 2, None), "ann herself takes the deputy's place");
        assert_eq!(state.approvals.len(), 1);
        let (_, answer) = deputised(&planned, &state, "ben", None).unwrap();
        assert_eq!(answer, answered("w", 2, 2, None), "and sets him free");
    }

    #[test]
    fn only_deputies_of_approvers_stand_in() {
        let planned = planned();
        let of = |who, of| deputised(&planned, &PostureState::default(), who, Some(of)).unwrap_err();
        let not = |id: &str, of: &str, known: &[&str]| Refusal::NotADeputy {
            id: id.into(),
            of: of.into(),
            known: known.iter().map(|id| (*id).to_owned()).collect(),
        };
        assert_eq!(of("dan", "ann"), not("dan", "ann", &[]));
        assert_eq!(of("ben", "cyd"), not("ben", "cyd", &["ann"]));
        assert_eq!(of("ann", "ann"), not("ann", "ann", &[]));
        let refused = deputised(&planned, &PostureState::default(), "cyd", None).unwrap_err();
        assert_eq!(refused, Refusal::NotAnApprover { id: "cyd".into() }, "for themselves a deputy is no approver");
    }

    #[test]
    fn an_author_does_not_approve_alone_through_a_deputy() {
        let by_ann = PostureState { orders: vec![order_of("o-1", "ann", 20, 30)], ..PostureState::default() };
        assert_eq!(deputised(&ordered(1), &by_ann, "ben", Some("ann")).unwrap_err(), Refusal::AuthorAlone);
        let by_cyd = PostureState { orders: vec![order_of("o-1", "cyd", 20, 30)], ..PostureState::default() };
        assert_eq!(deputised(&ordered(1), &by_cyd, "cyd", Some("ann")).unwrap_err(), Refusal::AuthorAlone);
        let by_ben = PostureState { orders: vec![order_of("o-1", "ben", 20, 30)], ..PostureState::default() };
        let (state, _) = deputised(&ordered(2), &by_ben, "ben", Some("ann")).unwrap();
        let (state, answer) = deputised(&ordered(2), &state, "cyd", Some("ben")).unwrap();
        assert_eq!(answer, answered("order/o-1", 1, 2, Some("ben")), "his own word and one in his place are his alone");
        assert!(!is_allowed(&ordered(2), &state));
        let (_, answer) = deputised(&ordered(2), &state, "ann", None).unwrap();
        assert_eq!(answer, answered("order/o-1", 2, 2, None));
    }

    #[test]
    fn a_window_is_allowed_once_enough_different_principals_approved_it_as_it_is() {
        let planned = planned();
        let lapsed = PlannedWindow { hash: "other".into(), ..planned.clone() };
        assert!(!is_allowed(&planned, &approvals(&[(&planned, "ann")])));
        assert!(!is_allowed(&planned, &approvals(&[(&planned, "ann"), (&planned, "ann")])));
        assert!(!is_allowed(&planned, &approvals(&[(&planned, "ann"), (&lapsed, "ben")])));
        assert!(is_allowed(&planned, &approvals(&[(&planned, "ann"), (&planned, "ben")])));
        assert!(is_allowed(&window("free", 0, 1), &approvals(&[])));
        assert_eq!(approvals_of(&planned, &approvals(&[(&planned, "ann"), (&lapsed, "ben")])), (1, 2));
    }

    #[test]
    fn an_author_never_suffices_but_counts_beside_another() {
        let alone = approvals(&[(&ordered(1), "ann")]);
        assert!(!is_allowed(&ordered(1), &alone));
        assert_eq!(approvals_of(&ordered(1), &alone), (0, 1));
        assert_eq!(approved_by(&ordered(1), &approvals(&[]), "ann", 10), Err(Refusal::AuthorAlone));
        assert!(is_allowed(&ordered(1), &approvals(&[(&ordered(1), "ben")])));
        let first = approved_by(&ordered(2), &approvals(&[]), "ann", 10);
        assert_eq!(first, Ok(answered("order/o-1", 1, 2, None)));
        assert!(is_allowed(&ordered(2), &approvals(&[(&ordered(2), "ann"), (&ordered(2), "ben")])));
    }

    #[test]
    fn an_approval_is_taken_early_and_live_but_not_twice_nor_late() {
        let planned = planned();
        let answer = |have| Ok(answered("w", have, 2, None));
        assert_eq!(approved_by(&planned, &approvals(&[]), "ann", 1), answer(1));
        let state = approvals(&[(&planned, "ann")]);
        assert_eq!(approved_by(&planned, &state, "ann", 1), Err(Refusal::AlreadyApproved { id: "w".into() }));
        assert_eq!(approved_by(&planned, &state, "ben", 25), answer(2));
        assert_eq!(approved_by(&planned, &state, "ben", 30), Err(Refusal::WindowIsOver { id: "w".into(), until: at(30) }));
        let altered = PlannedWindow { hash: "other".into(), ..planned };
        assert_eq!(approved_by(&altered, &state, "ann", 1), answer(1), "a lapsed approval can be given again");
    }

    #[test]
    fn only_named_approvers_approve() {
        let planned = planned();
        let asks = |settings: &Settings, roles: &[Role], id: &str| {
            let (plan, state, who, id) =
                (plan(vec![planned.clone()]), PostureState::default(), principal("cyd", roles), WindowId::new(id));
            let word = Word { window: &id, hash: &planned.hash, in_place_of: None, decision: None };
            approve(&Approvals { plan: &plan, settings, state: &state }, &who, &word, at(1)).unwrap_err()
        };
        let named = ruled(vec!["ann".into()], Vec::new());
        assert_eq!(asks(&settings(), &[Role::Operator], "w"), Refusal::MissingRole { role: Role::Approver });
        assert_eq!(asks(&named, &[Role::Approver], "w"), Refusal::NotAnApprover { id: "cyd".into() });
        assert_eq!(asks(&settings(), &[Role::Approver], "v"), Refusal::UnknownWindow { id: "v".into() });
    }

    #[test]
    fn a_revision_touches_live_and_approved_windows_that_it_alters_or_drops() {
        let live = PlannedWindow { demands: [demand("m", "mx1", &[("young_days", 14)])].into(), ..window("live", 0, 30) };
        let (over, ahead, approved) = (window("over", 0, 10), window("ahead", 20, 30), planned());
        let old = plan(vec![live.clone(), over, ahead, approved.clone()]);
        let state = approvals(&[(&approved, "ann")]);
        let touched_by = |new: &Plan| touched(&old, new, &state, at(10)).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(touched_by(&old.clone()), Vec::<String>::new());
        assert_eq!(touched_by(&plan(vec![])), ["live", "w"]);
        let other = PlannedWindow { hash: "other".into(), ..live.clone() };
        assert_eq!(touched_by(&plan(vec![other, approved.clone()])), ["live"]);
        let guarded = PlannedWindow { approvals_needed: 1, ..live };
        assert_eq!(touched_by(&plan(vec![guarded, approved])), ["live"]);
        let joined = Plan { rules: vec![rule("young_days", Join::Min)], ..old.clone() };
        assert_eq!(touched_by(&joined), ["live"]);
        let unrelated = Plan { rules: [old.rules.clone(), vec![rule("other", Join::Min)]].concat(), ..old.clone() };
        assert_eq!(touched_by(&unrelated), Vec::<String>::new());
    }

    #[test]
    fn a_held_target_that_is_pointed_elsewhere_is_moved() {
        let entry = crate::posture::fixture::entry("mx1");
        let state = PostureState { ledger: vec![entry], ..PostureState::default() };
        let mut elsewhere = settings();
        assert_eq!(moved_targets(&settings(), &elsewhere, &state), []);
        elsewhere.connectors[0].driver = Driver::File { path: "other.toml".into(), format: FileFormat::Toml };
        assert_eq!(moved_targets(&settings(), &elsewhere, &state), ["mx1".into()]);
        elsewhere.connectors.clear();
        assert_eq!(moved_targets(&settings(), &elsewhere, &state), ["mx1".into()]);
        assert_eq!(moved_targets(&settings(), &elsewhere, &PostureState::default()), []);
    }
}
