//! `posture standing`, and `posture approve|preview --standing`.

use serde_json::{Value, json};

use super::{Look, confirm};
use crate::cli::context::Context;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output;
use crate::model::{CommandBody, StandingApproval, StandingKey};
use crate::plan::{StandingRule, standing_json, standing_rules};
use crate::posture;
use crate::text;
use crate::text::approvals::StandingWords;

/// Shows what is approved for the quarter, asks at a terminal, and approves exactly that.
pub(super) async fn approve(
    context: &Context,
    look: &Look,
    standing: StandingKey,
    decision: Option<String>,
    yes: bool,
) -> Result<Exit, Failure> {
    let rules = standing_rules(&look.workspace, &standing.policy, standing.level);
    if !context.is_json() && !rules.is_empty() {
        show(&rules, &standing, context);
        confirm(context, yes)?;
    }
    let hashes = rules.into_iter().map(|rule| rule.hash).collect();
    context.act(CommandBody::ApproveStanding { standing, hashes, decision }).await
}

/// What an approval for the quarter would be for, without approving.
pub(super) fn preview(context: &Context, look: &Look, standing: &StandingKey) -> Result<Exit, Failure> {
    posture::standing_hashes(&look.workspace, standing, context.now()).map_err(Failure::Refused)?;
    let rules = standing_rules(&look.workspace, &standing.policy, standing.level);
    if context.is_json() {
        let rules: Vec<_> = rules.iter().map(standing_json).collect();
        output::json(&json!({
            "policy": standing.policy, "level": standing.level, "quarter": standing.quarter, "rules": rules,
        }));
    } else {
        show(&rules, standing, context);
    }
    Ok(Exit::Fine)
}

fn show(rules: &[StandingRule], standing: &StandingKey, context: &Context) {
    for rule in rules {
        for line in text::approvals::standing_preview(&words(rule), standing, context.lang) {
            output::print(&line);
        }
    }
}

fn words<'a>(rule: &'a StandingRule<'a>) -> StandingWords<'a> {
    let StandingRule { rule, hash, demands, tasks, hours_per_day, .. } = rule;
    StandingWords { rule, hash, demands, tasks, hours_per_day: *hours_per_day }
}

/// Every standing approval, and whether it still counts.
pub(in crate::cli) async fn list(context: &Context) -> Result<Exit, Failure> {
    let look = Look::take(context).await?;
    let state = |approval: &StandingApproval| posture::standing_state(&look.workspace, approval, context.now());
    let all = &look.state.standing;
    if context.is_json() {
        let row = |approval: &StandingApproval| {
            json!({
                "policy": approval.policy, "level": approval.level, "quarter": approval.quarter, "by": approval.by,
                "decision": approval.decision, "at": approval.at.to_string(), "hash": approval.hash,
                "state": state(approval).as_str(),
            })
        };
        output::json(&json!({ "standing": all.iter().map(row).collect::<Vec<Value>>() }));
    } else if all.is_empty() {
        output::print(&text::approvals::no_standing(context.lang));
    } else {
        let rows = all.iter().map(|approval| text::approvals::standing_row(approval, state(approval), context.lang));
        output::table(text::approvals::standing_header(context.lang), rows.collect());
    }
    Ok(Exit::Fine)
}
