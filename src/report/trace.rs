//! What became of each inject, message and milestone: one fact at a time. Called by the fold alone.

use super::aar::{
    Acknowledgement, AnswerTrace, DeliveryEvent, DeliveryStep, DeliveryTrace, InjectOutcome, InjectTrace, MilestoneMoment,
    MilestoneStep, MilestoneTrace,
};
use crate::model::{
    Actor, DeliveryPhase, DeliveryRef, Entry, Evidence, Fact, InjectId, MilestoneFact, MilestoneId, MilestoneStatus, Text,
};
use crate::time::Elapsed;

/// Notes what a fact says of an organisation's injects.
pub(super) fn inject(injects: &mut Vec<InjectTrace>, entry: &Entry, fact: &Fact) {
    if let Fact::InjectReleased { inject, due, at_exercise, subject, expected, .. } = fact {
        trace_of(injects, inject).outcome = InjectOutcome::Released {
            due: *due,
            at: entry.at,
            at_exercise: *at_exercise,
            subject: subject.clone(),
            expected: expected.clone(),
        };
    }
    if let Fact::InjectSkipped { inject, reason, .. } = fact {
        trace_of(injects, inject).outcome = InjectOutcome::Skipped { at: entry.at, reason: *reason };
    }
    if let Fact::Acknowledged { inject: Some(inject), player, at_exercise, .. } = fact {
        let acknowledgement = Acknowledgement { player: player.clone(), at: entry.at, at_exercise: *at_exercise };
        trace_of(injects, inject).acknowledgements.push(acknowledgement);
    }
    if let Fact::Answered { inject: Some(inject), player, at_exercise, text, .. } = fact {
        let answer = AnswerTrace { player: player.clone(), at: entry.at, at_exercise: *at_exercise, text: text.clone() };
        trace_of(injects, inject).answers.push(answer);
    }
}

fn trace_of<'a>(injects: &'a mut Vec<InjectTrace>, inject: &InjectId) -> &'a mut InjectTrace {
    let found = injects.iter().position(|trace| trace.inject == *inject);
    let index = found.unwrap_or(injects.len());
    if found.is_none() {
        injects.push(InjectTrace {
            inject: inject.clone(),
            outcome: InjectOutcome::Unrecorded,
            acknowledgements: Vec::new(),
            answers: Vec::new(),
        });
    }
    &mut injects[index]
}

impl MilestoneTrace {
    /// A milestone to which nothing has happened yet.
    pub(super) fn pending(rule: &MilestoneFact) -> Self {
        Self {
            milestone: rule.id.clone(),
            title: rule.title.clone(),
            due: rule.due,
            status: MilestoneStatus::Pending,
            is_overdue: false,
            met_at: None,
            evidence: rule.gate.iter().map(|(id, title)| (id.clone(), title.clone(), String::new())).collect(),
            history: Vec::new(),
        }
    }

    fn show(&mut self, evidence: &Evidence) {
        for (id, _, text) in &mut self.evidence {
            *text = evidence.get(id).cloned().unwrap_or_default();
        }
        let is_known = |id: &String| self.evidence.iter().any(|(known, _, _)| known == id);
        let more: Vec<_> = evidence.iter().filter(|(id, _)| !is_known(id)).collect();
        let more: Vec<_> = more.into_iter().map(|(id, text)| (id.clone(), Text::same(id), text.clone())).collect();
        self.evidence.extend(more);
    }

    fn happened(&mut self, entry: &Entry, at_exercise: Elapsed, what: MilestoneStep) {
        self.history.push(MilestoneMoment { at: entry.at, at_exercise, actor: entry.actor.clone(), what });
    }
}

/// Notes what a fact says of an organisation's milestones. `now` is the exercise time of the entry.
pub(super) fn milestone(milestones: &mut Vec<MilestoneTrace>, entry: &Entry, now: Elapsed, fact: &Fact) {
    if let Fact::MilestoneMet { milestone, due, at_exercise, evidence, .. } = fact {
        let trace = milestone_of(milestones, milestone, *due);
        let is_late = at_exercise > due;
        trace.status = if is_late { MilestoneStatus::Late } else { MilestoneStatus::Met };
        trace.is_overdue = false;
        trace.met_at = Some(*at_exercise);
        trace.show(evidence);
        trace.happened(entry, *at_exercise, MilestoneStep::Met);
    }
    if let Fact::MilestoneOverdue { milestone, due, .. } = fact {
        let trace = milestone_of(milestones, milestone, *due);
        trace.is_overdue = trace.met_at.is_none();
        trace.happened(entry, now, MilestoneStep::Overdue);
    }
    if let Fact::MilestoneMissed { milestone, due, .. } = fact {
        let trace = milestone_of(milestones, milestone, *due);
        trace.status = MilestoneStatus::Missed;
        trace.is_overdue = false;
        trace.met_at = None;
        trace.happened(entry, now, MilestoneStep::Missed);
    }
    if let Fact::MilestoneRejected { milestone, at_exercise, reason, .. } = fact {
        let known = milestones.iter().find(|trace| trace.milestone == *milestone).map(|trace| trace.due);
        let trace = milestone_of(milestones, milestone, known.unwrap_or(*at_exercise));
        trace.status = MilestoneStatus::Rejected;
        trace.met_at = None;
        trace.happened(entry, *at_exercise, MilestoneStep::Rejected { reason: reason.clone() });
    }
}

fn milestone_of<'a>(milestones: &'a mut Vec<MilestoneTrace>, id: &MilestoneId, due: Elapsed) -> &'a mut MilestoneTrace {
    let found = milestones.iter().position(|trace| trace.milestone == *id);
    let index = found.unwrap_or(milestones.len());
    if found.is_none() {
        let rule = MilestoneFact { id: id.clone(), title: Text::same(id.as_str()), due, gate: Vec::new() };
        milestones.push(MilestoneTrace::pending(&rule));
    }
    &mut milestones[index]
}

/// Notes what a fact says of a message.
pub(super) fn delivery(deliveries: &mut Vec<DeliveryTrace>, entry: &Entry, fact: &Fact) {
    let step = if let Fact::DeliverySent { delivery, answer } = fact {
        Some((delivery, DeliveryPhase::Sent, DeliveryStep::Sent { answer: answer.clone() }))
    } else if let Fact::DeliveryRetry { delivery, why } = fact {
        Some((delivery, DeliveryPhase::Retry, DeliveryStep::Retry { why: why.clone() }))
    } else if let Fact::DeliveryFailed { delivery, why } = fact {
        Some((delivery, DeliveryPhase::Failed, DeliveryStep::Failed { why: why.clone() }))
    } else if let Fact::DeliveryCancelled { delivery } = fact {
        Some((delivery, DeliveryPhase::Cancelled, DeliveryStep::Cancelled))
    } else if let Fact::DeliveryUncertain { delivery } = fact {
        Some((delivery, DeliveryPhase::Uncertain, DeliveryStep::Uncertain))
    } else if let Fact::UncertainDecided { delivery, resend: true } = fact {
        Some((delivery, DeliveryPhase::Retry, DeliveryStep::Resend))
    } else if let Fact::UncertainDecided { delivery, resend: false } = fact {
        Some((delivery, DeliveryPhase::Uncertain, DeliveryStep::LetBe))
    } else {
        None
    };
    let Some((delivery, phase, what)) = step else { return };
    let trace = delivery_of(deliveries, entry, delivery);
    trace.phase = phase;
    trace.events.push(DeliveryEvent { at: entry.at, attempt: delivery.attempt, actor: entry.actor.clone(), what });
}

fn delivery_of<'a>(deliveries: &'a mut Vec<DeliveryTrace>, entry: &Entry, delivery: &DeliveryRef) -> &'a mut DeliveryTrace {
    let found = deliveries.iter().position(|trace| trace.key == delivery.key);
    let index = found.unwrap_or(deliveries.len());
    if found.is_none() {
        let organisation = entry.organisation.clone().or(match &entry.actor {
            Actor::Player { organisation, .. } => Some(organisation.clone()),
            Actor::Engine | Actor::Owner | Actor::Principal { .. } => None,
        });
        deliveries.push(DeliveryTrace {
            key: delivery.key.clone(),
            organisation,
            inject: delivery.inject.clone(),
            player: delivery.player.clone(),
            channel: delivery.channel,
            purpose: delivery.purpose,
            phase: DeliveryPhase::Due,
            events: Vec::new(),
        });
    }
    &mut deliveries[index]
}
