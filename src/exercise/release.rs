//! Releasing an inject to an organisation: one delivery for each player and channel.

use super::cast::addressed;
use super::message::original;
use super::points::date_at;
use super::render::Variables;
use super::view::View;
use crate::model::{
    Change, Channel, ClockId, Delivery, DeliveryPhase, ExercisePhase, Fact, Inject, InjectId, InjectPhase, InjectRun, Lang,
    NewStep, Organisation, OrganisationId, RunState, StepWork, Text, Workspace,
};
use crate::time::Timestamp;

/// What the answer of a page says: there is no server that could say anything.
const PAGE_ANSWER: &str = "page";

/// Releases an inject that is due.
/// Empty when there is nothing to release: the inject went out before, was skipped, or the exercise is over. A release that
/// was claimed before a pause still happens; its messages wait on the wire.
pub fn release(
    workspace: &Workspace,
    state: &RunState,
    inject: &InjectId,
    organisation: &OrganisationId,
    now: Timestamp,
) -> Vec<Change> {
    let is_open = matches!(state.run.phase, ExercisePhase::Running | ExercisePhase::Paused);
    let Some(view) = View::of(workspace, state, now).filter(|_| is_open) else { return Vec::new() };
    let row = view.row(inject, organisation);
    let Some((row, (inject, organisation))) = row.and_then(|row| Some((row, view.script_of(row)?))) else {
        return Vec::new();
    };
    match row.phase {
        InjectPhase::Waiting | InjectPhase::Synchronized => {}
        InjectPhase::Released | InjectPhase::Complete | InjectPhase::Skipped | InjectPhase::Recalled => return Vec::new(),
    }
    let run = state.run.number;
    let mut changes = vec![
        Change::fact_of(&organisation.id, released_fact(&view, row, inject, organisation)),
        Change::Inject { run, row: InjectRun { phase: InjectPhase::Released, released: Some(view.at), ..row.clone() } },
    ];
    for player in addressed(inject, organisation) {
        for channel in &inject.channels {
            let delivery = original(&view, inject, (organisation, player), *channel, now);
            changes.extend(on_its_way(delivery, ClockId::wire(run), now));
        }
    }
    changes
}

/// Puts a new delivery on its way: into the queue, or, on a player's page, there at once.
pub(super) fn on_its_way(delivery: Delivery, clock: ClockId, now: Timestamp) -> Vec<Change> {
    match delivery.channel {
        Channel::Page => {
            let delivery = Delivery { phase: DeliveryPhase::Sent, sent_at: Some(now), ..delivery };
            let fact = Fact::DeliverySent { delivery: delivery.head().reference(delivery.run), answer: PAGE_ANSWER.to_owned() };
            vec![Change::fact_of(&delivery.organisation, fact), Change::Delivery(delivery)]
        }
        Channel::Mail => {
            let step = NewStep {
                key: StepWork::deliver_key(&delivery.key),
                clock,
                due: now.as_ms(),
                work: StepWork::Deliver { run: delivery.run, key: delivery.key.clone() },
            };
            vec![Change::Delivery(delivery), Change::Enqueue(step)]
        }
    }
}

fn released_fact(view: &View<'_>, row: &InjectRun, inject: &Inject, organisation: &Organisation) -> Fact {
    let date = date_at(view.at, &organisation.zone, view.started_at);
    // The fact is for all players of the organisation: a name would be wrong for all but one.
    let shared = |lang: Lang| Variables::of(view.cast, organisation, date, lang).with_player("…");
    let fill = |text: &Text| Text::new(shared(Lang::En).fill(&text.en), shared(Lang::Ja).fill(&text.ja));
    Fact::InjectReleased {
        run: view.state.run.number,
        inject: inject.id.clone(),
        due: row.due.unwrap_or(view.at),
        at_exercise: view.at,
        subject: fill(&inject.subject),
        expected: inject.expect.as_ref().map(|expect| fill(&expect.response)),
    }
}
