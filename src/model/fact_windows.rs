//! What a fact says of windows, and in people's own words: what not every reader may see.

use super::{Fact, WindowId};

impl Fact {
    /// Every window that it names, whatever for.
    pub fn windows_mut(&mut self) -> Vec<&mut WindowId> {
        match self {
            Fact::WindowApproved { window, hash: _, in_place_of: _, decision: _ }
            | Fact::ApprovalReviewed { window, hash: _, by: _, objection: _ }
            | Fact::ApprovalWithdrawn { window, hash: _, reason: _ }
            | Fact::ApprovalAsked { window, hash: _, asked: _, without_address: _ }
            | Fact::ApprovalNotAsked { window, person: _, why: _ }
            | Fact::ApprovalEscalated { window, hash: _, to: _, without_address: _ }
            | Fact::WindowOpened { window, hash: _, from: _, until: _, late_ms: _ }
            | Fact::WindowClosed { window, until: _, reason: _ }
            | Fact::WindowContested { window, why: _, until: _ }
            | Fact::WindowUncontested { window }
            | Fact::WindowUnreadable { window }
            | Fact::MeasureBlocked { window, measure: _, precondition: _ }
            | Fact::TaskAsked { window, measure: _, owner: _, round: _ }
            | Fact::TaskDone { window, measure: _, evidence: _, round: _ }
            | Fact::TaskRoundsMissed { window, measure: _, rounds: _, from: _, until: _ }
            | Fact::AlarmRaised { window, measure: _, why: _ } => vec![window],
            Fact::ProposalWaits { window, beside, until: _ } => vec![window, beside],
            Fact::ControlApplying { windows, target: _, settings: _, hash: _ }
            | Fact::ControlHeld { windows, target: _, until: _ } => windows.iter_mut().collect(),
            Fact::PostureOrdered { order: _, level: _, from: _, until: _, reason: _ }
            | Fact::OrderEnded { order: _ }
            | Fact::StandingApproved { standing: _, hash: _, decision: _ }
            | Fact::StandingWithdrawn { standing: _, reason: _ }
            | Fact::ControlVerified { target: _, hash: _ }
            | Fact::ControlReverting { target: _ }
            | Fact::ControlReverted { target: _ }
            | Fact::ControlConflict { target: _, expected: _, found: _ }
            | Fact::ConflictDecided { target: _, kept: _ }
            | Fact::ControlFailed { target: _, why: _ }
            | Fact::WebhookFailed { webhook: _, why: _ }
            | Fact::Recovered { uncertain: _, reverting: _, applying: _ }
            | Fact::RevisionAdopted { tzdata: _, files: _ }
            | Fact::PrincipalAdded { id: _, name: _, roles: _, expires_at: _ }
            | Fact::PrincipalRevoked { id: _ }
            // What happens in an exercise.
            | Fact::ExerciseProposed { .. }
            | Fact::ExerciseStarted { .. }
            | Fact::ExercisePaused { .. }
            | Fact::ExerciseResumed { .. }
            | Fact::ExerciseJumped { .. }
            | Fact::ExerciseSpeed { .. }
            | Fact::ExerciseEnded { .. }
            | Fact::ExerciseAborted { .. }
            | Fact::InjectReleased { .. }
            | Fact::InjectSkipped { .. }
            | Fact::DeliverySent { .. }
            | Fact::DeliveryRetry { .. }
            | Fact::DeliveryFailed { .. }
            | Fact::DeliveryCancelled { .. }
            | Fact::DeliveryUncertain { .. }
            | Fact::UncertainDecided { .. }
            | Fact::Acknowledged { .. }
            | Fact::Answered { .. }
            | Fact::MilestoneMet { .. }
            | Fact::MilestoneOverdue { .. }
            | Fact::MilestoneMissed { .. }
            | Fact::MilestoneRejected { .. } => Vec::new(),
        }
    }

    /// What people wrote about orders, windows and tasks, whatever it names; None where it says nothing. The number of a written
    /// decision is a reference, not a remark: outsiders are told it.
    pub fn remark_mut(&mut self) -> Option<&mut String> {
        if let Fact::PostureOrdered { reason, .. }
        | Fact::ApprovalWithdrawn { reason, .. }
        | Fact::StandingWithdrawn { reason, .. } = self
        {
            Some(reason)
        } else if let Fact::WindowClosed { reason, .. } = self {
            reason.as_mut()
        } else if let Fact::ApprovalReviewed { objection, .. } = self {
            objection.as_mut()
        } else if let Fact::TaskDone { evidence, .. } = self {
            Some(evidence)
        } else {
            None
        }
    }
}
