//! What leaves the house besides mail: facts to webhooks, lines of the log. Whoever reads them may not know of handled events,
//! so windows of such events go by their reference, and what people wrote stays inside.

use crate::model::{Fact, Handling, References, WindowId, Workspace};

/// A window as outsiders may read of it: its id, or its reference when the id names an event that is handled, or that the
/// workspace does not know any more.
pub(super) fn window(id: &WindowId, workspace: &Workspace, references: &References) -> WindowId {
    if is_open(id.as_str(), workspace) { id.clone() } else { WindowId::new(references.of(id)) }
}

fn is_open(id: &str, workspace: &Workspace) -> bool {
    let Some((event, _)) = id.split_once('/') else { return true };
    let known = workspace.events.iter().find(|known| known.id.as_str() == event);
    match known.map(|event| event.handling) {
        Some(Handling::Clear) => true,
        Some(Handling::Green | Handling::Amber | Handling::Red) => false,
        None => event == "order",
    }
}

/// Facts as outsiders may read them: their windows by reference where need be, without what people wrote.
pub(super) fn facts<'a>(facts: impl Iterator<Item = &'a Fact>, workspace: &Workspace, references: &References) -> Vec<Fact> {
    let shown = |fact: &Fact| {
        let mut fact = fact.clone();
        for id in fact.windows_mut() {
            *id = window(id, workspace, references);
        }
        if let Some(remark) = fact.remark_mut() {
            remark.clear();
        }
        fact
    };
    facts.map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ConnectorId;
    use crate::plan::fixture::{at, event, workspace};
    use crate::text::tests::{REMARK, facts as every_fact};

    /// `talks` is open, `summit` is handled; nobody knows `gone`.
    fn known() -> Workspace {
        let mut summit = event("summit", "2027-06-14T09:00", "2027-06-16T18:00");
        summit.handling = Handling::Green;
        workspace(vec![event("talks", "2027-06-14T09:00", "2027-06-16T18:00"), summit])
    }

    #[test]
    fn windows_of_handled_and_forgotten_events_go_by_reference() {
        let (now, references) = (at("2027-06-14T00:00:00Z"), References::new([1; 32]));
        let ids = ["talks/x/talks/watch", "summit/x/talks/watch", "gone/x/talks/watch", "order/o-1"];
        let held =
            Fact::ControlHeld { target: ConnectorId::from("mx1"), windows: ids.map(WindowId::from).to_vec(), until: now };
        let text = serde_json::to_string(&facts([&held].into_iter(), &known(), &references)).unwrap();
        assert!(!text.contains("summit") && !text.contains("gone/"), "{text}");
        assert!(text.contains("talks/x/talks/watch") && text.contains("order/o-1"), "{text}");
        assert!(text.contains(&references.of(&ids[1].into())), "{text}");
    }

    #[test]
    fn no_fact_of_any_kind_names_a_handled_window_or_tells_what_people_wrote() {
        let references = References::new([1; 32]);
        let (mut named, mut remarked) = (0, 0);
        for fact in every_fact() {
            let inside = serde_json::to_string(&fact).unwrap();
            let shown = facts([&fact].into_iter(), &known(), &references);
            let outside = serde_json::to_string(&shown).unwrap();
            assert!(!outside.contains("summit"), "{outside}");
            let is_remarked = fact.clone().remark_mut().is_some_and(|remark| remark == REMARK);
            assert!(!is_remarked || !outside.contains(REMARK), "{outside}");
            if inside.contains("summit") {
                named += 1;
                assert_eq!(inside.matches("summit").count(), fact.clone().windows_mut().len(), "{inside}");
            } else if !is_remarked {
                assert_eq!(shown, [fact], "nothing else changes");
            }
            remarked += usize::from(is_remarked);
        }
        assert!(named >= 19 && remarked >= 6, "{named} facts name windows, {remarked} hold remarks");
    }
}
