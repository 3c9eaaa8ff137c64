//! Who of a cast gets an inject, and what a facilitator should know before the start.

use crate::model::{Exercise, Inject, Note, NoteCode, Organisation, Player, Severity, Workspace};

/// Whether the inject is addressed to the part that the organisation plays.
pub(super) fn concerns(inject: &Inject, organisation: &Organisation) -> bool {
    inject.to.iter().any(|recipient| recipient.part == organisation.part)
}

/// The players of an organisation that an inject is for, in the order of the cast, each once.
pub fn addressed<'a>(inject: &Inject, organisation: &'a Organisation) -> Vec<&'a Player> {
    let gets = |player: &&Player| {
        inject.to.iter().any(|recipient| {
            recipient.part == organisation.part && recipient.team.as_ref().is_none_or(|team| *team == player.team)
        })
    };
    organisation.players.iter().filter(gets).collect()
}

/// What does not hinder a start, but should be known before it: injects that nobody of the cast receives.
pub fn preflight(workspace: &Workspace, exercise: &Exercise) -> Vec<Note> {
    let Some(scenario) = workspace.scenario(&exercise.scenario) else { return Vec::new() };
    let reaches_nobody =
        |inject: &&Inject| exercise.organisations.iter().all(|organisation| addressed(inject, organisation).is_empty());
    let note = |inject: &Inject| Note {
        severity: Severity::Warning,
        code: NoteCode::NoRecipient { inject: inject.id.to_string(), exercise: exercise.id.to_string() },
        place: Some(inject.place.clone()),
    };
    scenario.injects.iter().filter(reaches_nobody).map(note).collect()
}
