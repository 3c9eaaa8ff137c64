//! The after-action report as JSON, format `standto.aar` version 1.
//!
//! Instants are RFC 3339 in UTC. Times of the exercise clock and lengths are whole milliseconds, in fields that end in `_ms`.
//! Texts in two languages are `{ "en": …, "ja": … }`. States and reasons are the words of the file formats (`late`,
//! `uncertain`), the same in every language. An entry whose body was erased has `"fact": null` and its hash.
//!
//! Top level: `format`, `version`, `is_interim`, `generated_at`, `overview`, `clock[]`, `organisations[]` (each with `injects[]`,
//! `milestones[]`, `times`, `erased[]`), `times`, `times_by_inject[]`, `deliveries[]`, `recoveries[]`, `chronology[]`, `journal`.

use serde_json::{Value, json};

use super::aar::{
    Aar, AnswerTrace, ClockChange, ClockEvent, DeliveryEvent, DeliveryStep, DeliveryTrace, InjectOutcome, InjectTrace, Line,
    MilestoneMoment, MilestoneStep, MilestoneTrace, OrganisationPart,
};
use super::times::Times;
use crate::time::{Elapsed, Timestamp};

/// The report as one JSON object.
pub fn json(aar: &Aar) -> Value {
    let (acknowledge, answer) = aar.times();
    let by_inject = aar.times_by_inject().into_iter().map(|(inject, acknowledge, answer)| {
        json!({ "inject": inject, "acknowledge": times(&acknowledge), "answer": times(&answer) })
    });
    json!({
        "format": "standto.aar",
        "version": 1,
        "is_interim": aar.is_interim(),
        "generated_at": at(aar.generated_at),
        "overview": overview(aar),
        "clock": aar.clock.iter().map(clock).collect::<Vec<_>>(),
        "organisations": aar.organisations.iter().map(organisation).collect::<Vec<_>>(),
        "times": { "acknowledge": times(&acknowledge), "answer": times(&answer) },
        "times_by_inject": by_inject.collect::<Vec<_>>(),
        "deliveries": aar.deliveries.iter().map(delivery).collect::<Vec<_>>(),
        "recoveries": aar.recoveries.iter().map(|one| json!({
            "at": at(one.at), "uncertain": one.uncertain, "reverting": one.reverting, "applying": one.applying,
        })).collect::<Vec<_>>(),
        "chronology": aar.chronology.iter().map(line).collect::<Vec<_>>(),
        "journal": {
            "head": aar.journal.head.as_ref().map(|(sequence, hash)| json!({ "sequence": sequence, "hash": hash })),
            "first": aar.journal.first,
            "last": aar.journal.last,
            "entries": aar.journal.entries,
            "erased": aar.journal.erased,
        },
    })
}

fn at(at: Timestamp) -> String {
    at.to_string()
}

fn ms(length: Option<Elapsed>) -> Option<i64> {
    length.map(Elapsed::as_ms)
}

fn times(times: &Times) -> Value {
    json!({ "count": times.count, "missing": times.missing, "median_ms": ms(times.median), "worst_ms": ms(times.worst) })
}

fn overview(aar: &Aar) -> Value {
    let (overview, start) = (&aar.overview, &aar.overview.start);
    let milestones = start.milestones.iter().map(|milestone| {
        let gate = milestone.gate.iter().map(|(id, title)| json!({ "id": id, "title": title }));
        json!({
            "id": milestone.id, "title": milestone.title, "due_ms": milestone.due.as_ms(), "gate": gate.collect::<Vec<_>>(),
        })
    });
    let scenes = start.scenes.iter().map(|scene| json!({ "title": scene.title, "starts_ms": scene.starts.as_ms() }));
    json!({
        "run": start.run,
        "exercise": start.exercise,
        "title": start.title,
        "scenario": start.scenario,
        "scenario_title": start.scenario_title,
        "storyline": start.storyline,
        "operator": start.operator,
        "zone": start.zone,
        "mode": start.mode,
        "rate_thousandths": start.rate,
        "script_hash": start.script_hash,
        "script_injects": start.injects,
        "objectives": start.objectives,
        "techniques": start.techniques,
        "scenes": scenes.collect::<Vec<_>>(),
        "milestones": milestones.collect::<Vec<_>>(),
        "phase": overview.phase,
        "proposed_by": overview.proposed_by,
        "started_by": overview.started_by,
        "started_at": at(overview.started_at),
        "ended_at": overview.ended_at.map(at),
        "reached_ms": overview.reached.as_ms(),
    })
}

fn clock(event: &ClockEvent) -> Value {
    let what = match event.what {
        ClockChange::Started { rate } => json!({ "change": "started", "rate_thousandths": rate }),
        ClockChange::Paused => json!({ "change": "paused" }),
        ClockChange::Resumed => json!({ "change": "resumed" }),
        ClockChange::Jumped { to } => json!({ "change": "jumped", "to_ms": to.as_ms() }),
        ClockChange::Speed { rate } => json!({ "change": "speed", "rate_thousandths": rate }),
        ClockChange::Ended => json!({ "change": "ended" }),
        ClockChange::Aborted => json!({ "change": "aborted" }),
    };
    json!({ "at": at(event.at), "at_exercise_ms": event.at_exercise.as_ms(), "actor": event.actor, "what": what })
}

fn organisation(part: &OrganisationPart) -> Value {
    let (acknowledge, answer) = part.times();
    let erased = part.erased.iter();
    json!({
        "id": part.id,
        "name": part.name,
        "part": part.part,
        "zone": part.zone,
        "players": part.players,
        "times": { "acknowledge": times(&acknowledge), "answer": times(&answer) },
        "injects": part.injects.iter().map(inject).collect::<Vec<_>>(),
        "milestones": part.milestones.iter().map(milestone).collect::<Vec<_>>(),
        "erased": erased.map(|one| json!({ "sequence": one.sequence, "at": at(one.at), "player": one.player })).collect::<Vec<_>>(),
    })
}

fn inject(inject: &InjectTrace) -> Value {
    let outcome = match &inject.outcome {
        InjectOutcome::Released { due, at: wall, at_exercise, subject, expected } => json!({
            "outcome": "released",
            "due_ms": due.as_ms(),
            "at": at(*wall),
            "at_exercise_ms": at_exercise.as_ms(),
            "late_ms": at_exercise.as_ms().saturating_sub(due.as_ms()).max(0),
            "subject": subject,
            "expected": expected,
        }),
        InjectOutcome::Skipped { at: wall, reason } => json!({ "outcome": "skipped", "at": at(*wall), "reason": reason }),
        InjectOutcome::Unrecorded => json!({ "outcome": "erased" }),
    };
    let acknowledgements = inject.acknowledgements.iter();
    let acknowledgements = acknowledgements
        .map(|one| json!({ "player": one.player, "at": at(one.at), "at_exercise_ms": one.at_exercise.as_ms() }));
    json!({
        "inject": inject.inject,
        "release": outcome,
        "acknowledged_after_ms": ms(inject.acknowledged_after()),
        "answered_after_ms": ms(inject.answered_after()),
        "acknowledgements": acknowledgements.collect::<Vec<_>>(),
        "answers": inject.answers.iter().map(answer).collect::<Vec<_>>(),
    })
}

fn answer(answer: &AnswerTrace) -> Value {
    json!({
        "player": answer.player, "at": at(answer.at), "at_exercise_ms": answer.at_exercise.as_ms(), "text": answer.text,
    })
}

fn milestone(milestone: &MilestoneTrace) -> Value {
    let evidence = milestone.evidence.iter();
    json!({
        "milestone": milestone.milestone,
        "title": milestone.title,
        "due_ms": milestone.due.as_ms(),
        "status": milestone.status,
        "is_overdue": milestone.is_overdue,
        "met_at_ms": ms(milestone.met_at),
        "late_ms": ms(milestone.lateness()),
        "evidence": evidence.map(|(id, title, text)| json!({ "id": id, "title": title, "text": text })).collect::<Vec<_>>(),
        "history": milestone.history.iter().map(moment).collect::<Vec<_>>(),
    })
}

fn moment(moment: &MilestoneMoment) -> Value {
    let (step, reason) = match &moment.what {
        MilestoneStep::Met => ("met", None),
        MilestoneStep::Overdue => ("overdue", None),
        MilestoneStep::Missed => ("missed", None),
        MilestoneStep::Rejected { reason } => ("rejected", Some(reason)),
    };
    json!({
        "at": at(moment.at), "at_exercise_ms": moment.at_exercise.as_ms(), "actor": moment.actor, "step": step, "reason": reason,
    })
}

fn delivery(delivery: &DeliveryTrace) -> Value {
    json!({
        "key": delivery.key,
        "organisation": delivery.organisation,
        "inject": delivery.inject,
        "player": delivery.player,
        "channel": delivery.channel,
        "purpose": delivery.purpose,
        "phase": delivery.phase,
        "events": delivery.events.iter().map(event).collect::<Vec<_>>(),
    })
}

fn event(event: &DeliveryEvent) -> Value {
    let (step, detail) = match &event.what {
        DeliveryStep::Sent { answer } => ("sent", Some(answer)),
        DeliveryStep::Retry { why } => ("retry", Some(why)),
        DeliveryStep::Failed { why } => ("failed", Some(why)),
        DeliveryStep::Cancelled => ("cancelled", None),
        DeliveryStep::Uncertain => ("uncertain", None),
        DeliveryStep::Resend => ("resend", None),
        DeliveryStep::LetBe => ("let-be", None),
    };
    json!({ "at": at(event.at), "attempt": event.attempt, "actor": event.actor, "step": step, "detail": detail })
}

fn line(line: &Line) -> Value {
    json!({
        "sequence": line.sequence,
        "at": at(line.at),
        "at_exercise_ms": ms(line.at_exercise),
        "actor": line.actor,
        "organisation": line.organisation,
        "fact": line.fact,
        "body_hash": line.body_hash,
    })
}
