//! Who may approve what, when it counts, and which changes of the files touch it.

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
    let word = Word { window: &planned.window.id, hash: &planned.hash, in_place_of: of.as_ref(), decision: Some(" No.  7 ") };
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
        if let Change::Record { fact: Fact::WindowApproved { decision, .. }, .. } = change { decision.as_deref() } else { None }
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
fn whoever_stands_in_for_another_is_still_stood_in_for() {
    let (planned, none) = (planned(), PostureState::default());
    let (state, _) = deputised(&planned, &none, "cyd", Some("ben")).unwrap();
    let (state, answer) = deputised(&planned, &state, "ben", Some("ann")).unwrap();
    assert_eq!(answer, answered("w", 2, 2, Some("ann")));
    assert_eq!(state.approvals.len(), 2);
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
