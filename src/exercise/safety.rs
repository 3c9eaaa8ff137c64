//! What must hold before an exercise starts, whatever its script says.
//!
//! The same is checked once more where mail leaves; here it is checked before anything is in the queue.

use super::render::Variables;
use crate::model::{Channel, Exercise, LIVE_SPEED_LIMIT, Lang, Mode, Rate, Refusal, Scenario, Settings, Text, denies_drill};
use crate::time::Timestamp;

/// # Errors
/// [`Refusal::TooFast`] for a live exercise beyond the limit.
pub(super) fn speed(mode: Mode, rate: Rate) -> Result<(), Refusal> {
    match mode {
        Mode::Live if rate > LIVE_SPEED_LIMIT => Err(Refusal::TooFast { rate, limit: LIVE_SPEED_LIMIT }),
        Mode::Live | Mode::Rehearsal => Ok(()),
    }
}

/// What the settings must allow. A rehearsal writes to nobody: every address is rewritten to a sink.
///
/// # Errors
/// [`Refusal::AddressNotAllowed`], [`Refusal::MailMissing`].
pub(super) fn recipients(settings: &Settings, scenario: &Scenario, cast: &Exercise, mode: Mode) -> Result<(), Refusal> {
    if mode == Mode::Rehearsal {
        return Ok(());
    }
    let mut players = cast.organisations.iter().flat_map(|organisation| &organisation.players);
    if let Some(player) = players.find(|player| !settings.allow.allows(&player.mail)) {
        return Err(Refusal::AddressNotAllowed { address: player.mail.clone() });
    }
    let uses_mail = scenario.injects.iter().any(|inject| inject.channels.contains(&Channel::Mail));
    if uses_mail && settings.mail.is_none() { Err(Refusal::MailMissing) } else { Ok(()) }
}

/// No text of the script may say that this is no exercise, neither as written nor with its variables filled in.
///
/// # Errors
/// [`Refusal::NotADrillText`] with the inject.
pub(super) fn texts(scenario: &Scenario, cast: &Exercise, now: Timestamp) -> Result<(), Refusal> {
    let readers: Vec<(Lang, Variables)> = cast
        .organisations
        .iter()
        .flat_map(|organisation| {
            let date = organisation.zone.local(now).date();
            Lang::ALL.map(|lang| (lang, Variables::of(cast, organisation, date, lang)))
        })
        .collect();
    let denies = |text: &Text| {
        denies_drill(&text.en).is_some()
            || denies_drill(&text.ja).is_some()
            || readers.iter().any(|(lang, variables)| {
                let written = text.get(*lang);
                written.contains("{{") && denies_drill(&variables.fill(written)).is_some()
            })
    };
    for inject in &scenario.injects {
        let mut artefacts = scenario.artefacts.iter().filter(|artefact| inject.artefacts.contains(&artefact.id));
        let in_message = [&inject.sender, &inject.subject, &inject.body].into_iter().any(denies);
        if in_message || artefacts.any(|artefact| denies(&artefact.body) || denies_drill(&artefact.file_name).is_some()) {
            return Err(Refusal::NotADrillText { inject: inject.id.to_string() });
        }
    }
    Ok(())
}
