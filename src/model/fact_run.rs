//! Which exercise run a fact tells of: what the journal is read by.

use super::Fact;

impl Fact {
    /// None: it concerns no exercise.
    pub fn run(&self) -> Option<i64> {
        match self {
            Fact::RevisionAdopted { .. }
            | Fact::PrincipalAdded { .. }
            | Fact::PrincipalRevoked { .. }
            | Fact::PostureOrdered { .. }
            | Fact::OrderEnded { .. }
            | Fact::WindowApproved { .. }
            | Fact::StandingApproved { .. }
            | Fact::StandingWithdrawn { .. }
            | Fact::ApprovalReviewed { .. }
            | Fact::ApprovalWithdrawn { .. }
            | Fact::WindowOpened { .. }
            | Fact::WindowClosed { .. }
            | Fact::WindowContested { .. }
            | Fact::WindowUncontested { .. }
            | Fact::ProposalWaits { .. }
            | Fact::WindowUnreadable { .. }
            | Fact::ApprovalAsked { .. }
            | Fact::ApprovalNotAsked { .. }
            | Fact::ApprovalEscalated { .. }
            | Fact::ControlApplying { .. }
            | Fact::ControlVerified { .. }
            | Fact::ControlHeld { .. }
            | Fact::ControlReverting { .. }
            | Fact::ControlReverted { .. }
            | Fact::ControlConflict { .. }
            | Fact::ConflictDecided { .. }
            | Fact::ControlFailed { .. }
            | Fact::MeasureBlocked { .. }
            | Fact::TaskAsked { .. }
            | Fact::TaskDone { .. }
            | Fact::TaskRoundsMissed { .. }
            | Fact::AlarmRaised { .. }
            | Fact::WebhookFailed { .. }
            | Fact::Recovered { .. } => None,
            Fact::ExerciseStarted { start } => Some(start.run),
            Fact::DeliverySent { delivery, .. }
            | Fact::DeliveryRetry { delivery, .. }
            | Fact::DeliveryFailed { delivery, .. }
            | Fact::DeliveryCancelled { delivery }
            | Fact::DeliveryUncertain { delivery }
            | Fact::UncertainDecided { delivery, .. } => Some(delivery.run),
            Fact::ExerciseProposed { run, .. }
            | Fact::ExercisePaused { run, .. }
            | Fact::ExerciseResumed { run, .. }
            | Fact::ExerciseJumped { run, .. }
            | Fact::ExerciseSpeed { run, .. }
            | Fact::ExerciseEnded { run, .. }
            | Fact::ExerciseAborted { run, .. }
            | Fact::InjectReleased { run, .. }
            | Fact::InjectSkipped { run, .. }
            | Fact::Acknowledged { run, .. }
            | Fact::Answered { run, .. }
            | Fact::MilestoneMet { run, .. }
            | Fact::MilestoneOverdue { run, .. }
            | Fact::MilestoneMissed { run, .. }
            | Fact::MilestoneRejected { run, .. } => Some(*run),
        }
    }
}
