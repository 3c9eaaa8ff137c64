//! The program as people use it: the real binary in workspaces of its own, what it prints, and what it ends with.
//!
//! Exit codes: 0 fine, 1 failed, 2 faults in the input, 3 refused, 4 drift or conflict.

#[path = "cli/abort.rs"]
mod abort;
#[path = "cli/approvals.rs"]
mod approvals;
#[path = "cli/attack.rs"]
mod attack;
#[path = "cli/backup.rs"]
mod backup;
#[path = "cli/check.rs"]
mod check;
#[path = "cli/database.rs"]
mod database;
#[path = "cli/demo.rs"]
mod demo;
#[path = "cli/exercise.rs"]
mod exercise;
#[path = "cli/explain.rs"]
mod explain;
#[path = "cli/feed.rs"]
mod feed;
#[path = "cli/full.rs"]
mod full;
#[path = "cli/golden.rs"]
mod golden;
#[path = "cli/handled.rs"]
mod handled;
#[path = "cli/help.rs"]
mod help;
#[path = "cli/init.rs"]
mod init;
#[path = "cli/journal.rs"]
mod journal;
#[path = "cli/milestone.rs"]
mod milestone;
#[path = "cli/plan.rs"]
mod plan;
#[path = "cli/plan_diff.rs"]
mod plan_diff;
#[path = "cli/posture.rs"]
mod posture;
#[path = "cli/principal.rs"]
mod principal;
#[path = "cli/rehearse.rs"]
mod rehearse;
#[path = "cli/sandbox.rs"]
mod sandbox;
#[path = "cli/serve.rs"]
mod serve;
#[path = "cli/serving.rs"]
mod serving;
#[path = "cli/terminal.rs"]
mod terminal;
#[path = "schemas/validator.rs"]
mod validator;
