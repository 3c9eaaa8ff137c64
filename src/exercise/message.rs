//! One delivery: its key, its address, its text in the reader's language.

use super::points::date_at;
use super::render::Variables;
use super::script::hash_of;
use super::view::View;
use crate::model::{
    Channel, Delivery, DeliveryKey, DeliveryPhase, ExerciseRun, Inject, InjectId, Mode, Organisation, OrganisationId, Player,
    PlayerId, Purpose,
};
use crate::text;
use crate::time::Timestamp;

/// Where rehearsals write to: a host that can never exist (RFC 2606).
pub const SINK_HOST: &str = "rehearsal.invalid";

/// To whom, on which channel, why.
#[derive(Clone, Copy, Debug)]
pub struct Addressee<'a> {
    pub organisation: &'a OrganisationId,
    pub player: &'a PlayerId,
    pub channel: Channel,
    pub purpose: Purpose,
}

/// The hash of (run, inject, recipient, channel, purpose): the same message never gets a second key.
pub fn delivery_key(run: &ExerciseRun, inject: Option<&InjectId>, to: Addressee<'_>) -> DeliveryKey {
    DeliveryKey::new(hash_of(&[
        run.exercise.as_str(),
        run.mode.as_str(),
        &run.number.to_string(),
        inject.map_or("", |inject| inject.as_str()),
        to.organisation.as_str(),
        to.player.as_str(),
        to.channel.as_str(),
        to.purpose.as_str(),
    ]))
}

/// Where a message goes: in a rehearsal to the sink, on pages and webhooks by the player's id.
pub(super) fn address(mode: Mode, channel: Channel, player: &Player) -> String {
    match (channel, mode) {
        (Channel::Page, _) => player.id.to_string(),
        (Channel::Mail, Mode::Live) => player.mail.clone(),
        (Channel::Mail, Mode::Rehearsal) => {
            let plain = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' };
            let player: String = player.id.as_str().chars().map(plain).collect();
            format!("rehearsal+{player}@{SINK_HOST}")
        }
    }
}

/// An inject for one player on one channel, without the player's link: the engine adds that as the mail leaves.
pub(super) fn original(
    view: &View<'_>,
    inject: &Inject,
    (organisation, player): (&Organisation, &Player),
    channel: Channel,
    now: Timestamp,
) -> Delivery {
    let (run, lang) = (&view.state.run, player.lang);
    let to = Addressee { organisation: &organisation.id, player: &player.id, channel, purpose: Purpose::Original };
    let key = delivery_key(run, Some(&inject.id), to);
    let date = date_at(view.at, &organisation.zone, view.started_at);
    let variables = Variables::of(view.cast, organisation, date, lang).with_player(&player.name);
    let artefacts = inject.artefacts.iter().filter_map(|id| view.scenario.artefacts.iter().find(|one| one.id == *id));
    Delivery {
        key,
        run: run.number,
        inject: Some(inject.id.clone()),
        organisation: organisation.id.clone(),
        player: player.id.clone(),
        address: address(run.mode, channel, player),
        channel,
        purpose: Purpose::Original,
        lang,
        sender: variables.fill(inject.sender.get(lang)),
        subject: variables.fill(inject.subject.get(lang)),
        body: variables.fill(inject.body.get(lang)),
        attachments: artefacts.map(|one| (one.file_name.clone(), variables.fill(one.body.get(lang)))).collect(),
        phase: DeliveryPhase::Due,
        attempts: 0,
        created_at: now,
        sent_at: None,
        acknowledged_at: None,
    }
}

/// What tells a player that the exercise was stopped and that nothing of it was real.
pub(super) fn correction(
    run: &ExerciseRun,
    (title, contact, sender): (&str, &str, &str),
    (organisation, player): (&Organisation, &Player),
    channel: Channel,
    now: Timestamp,
) -> Delivery {
    let to = Addressee { organisation: &organisation.id, player: &player.id, channel, purpose: Purpose::Correction };
    Delivery {
        key: delivery_key(run, None, to),
        run: run.number,
        inject: None,
        organisation: organisation.id.clone(),
        player: player.id.clone(),
        address: address(run.mode, channel, player),
        channel,
        purpose: Purpose::Correction,
        lang: player.lang,
        sender: sender.to_owned(),
        subject: text::exercise::correction_subject(title, player.lang),
        body: text::exercise::correction_body(title, contact, player.lang),
        attachments: Vec::new(),
        phase: DeliveryPhase::Due,
        attempts: 0,
        created_at: now,
        sent_at: None,
        acknowledged_at: None,
    }
}
