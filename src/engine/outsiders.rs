//! What leaves the house besides mail: facts to webhooks, lines of the log. Whoever reads them may not know of handled events,
//! so windows of such events go by their reference, and the reasons of orders stay inside.

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

/// Facts as outsiders may read them. One that cannot be made so is left out.
pub(super) fn facts<'a>(facts: impl Iterator<Item = &'a Fact>, workspace: &Workspace, references: &References) -> Vec<Fact> {
    let shown = facts.filter_map(|fact| {
        let mut json = serde_json::to_value(fact).ok()?;
        hide(&mut json, workspace, references);
        let mut fact = serde_json::from_value(json).ok()?;
        if let Fact::PostureOrdered { reason, .. } = &mut fact {
            reason.clear();
        }
        Some(fact)
    });
    shown.collect()
}

/// Replaces every window's id in a fact, whatever its kind.
fn hide(json: &mut serde_json::Value, workspace: &Workspace, references: &References) {
    use serde_json::Value;
    match json {
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                match value {
                    Value::String(id) if name == "window" => *id = shown(id, workspace, references),
                    Value::Array(ids) if name == "windows" => {
                        for id in ids.iter_mut() {
                            if let Value::String(id) = id {
                                *id = shown(id, workspace, references);
                            }
                        }
                    }
                    Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
                    Value::Array(_) | Value::Object(_) => hide(value, workspace, references),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| hide(value, workspace, references)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn shown(id: &str, workspace: &Workspace, references: &References) -> String {
    window(&WindowId::new(id), workspace, references).as_str().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ConnectorId, Level};
    use crate::plan::fixture::{at, event, workspace};

    #[test]
    fn ids_of_handled_events_and_reasons_stay_inside() {
        let mut secret = event("secret-summit", "2027-06-14T09:00", "2027-06-16T18:00");
        secret.handling = Handling::Green;
        let workspace = workspace(vec![event("talks", "2027-06-14T09:00", "2027-06-16T18:00"), secret]);
        let (now, references) = (at("2027-06-14T00:00:00Z"), References::new([1; 32]));
        let ids = ["talks/x/talks/watch", "secret-summit/x/talks/watch", "gone/x/talks/watch", "order/o-1"];
        let told = [
            Fact::ControlHeld { target: ConnectorId::from("mx1"), windows: ids.map(WindowId::from).to_vec(), until: now },
            Fact::WindowApproved { window: ids[1].into(), hash: "h".to_owned(), in_place_of: None, decision: None },
            Fact::PostureOrdered {
                order: "o-1".into(),
                level: Level::Watch,
                from: now,
                until: now,
                reason: "Secret".to_owned(),
            },
        ];
        let text = serde_json::to_string(&facts(told.iter(), &workspace, &references)).unwrap();
        assert!(!text.contains("secret") && !text.contains("Secret") && !text.contains("gone/"), "{text}");
        assert!(text.contains("talks/x/talks/watch") && text.contains("order/o-1"), "{text}");
        assert!(text.contains(&references.of(&ids[1].into())), "{text}");
    }
}
