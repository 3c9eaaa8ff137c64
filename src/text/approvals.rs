//! Words for approvals: what exactly is approved, who has, and what is still to be reviewed.

use super::pieces::short;
use super::plan::explain;
use super::say;
use crate::model::{Approval, Consent, Lang, PlannedWindow, Workspace};

/// Everything that an approval of the window is for: its bounds, level, scope, settings, tasks, dates, cost, who approved already,
/// and the hash that stands for all of it. One sentence a line; the first is the heading of the others.
pub fn preview(planned: &PlannedWindow, consents: &[Consent], have: u32, workspace: &Workspace, lang: Lang) -> Vec<String> {
    let mut lines = explain(planned, workspace, lang);
    let need = planned.approvals_needed;
    if need > 0 {
        let so_far = say!(lang, "Approved so far: {have} of {need}.", "現在の承認：{need}名中{have}名。");
        lines.push(format!("  {so_far}"));
    }
    lines.extend(consents.iter().map(|given| format!("    {}", consent(given, lang))));
    let hash = short(&planned.hash);
    let bound = say!(
        lang,
        "An approval is for exactly this (hash {hash}); when any of it changes, it must be approved again.",
        "承認の対象は以上の内容です（ハッシュ {hash}）。いずれかが変わると、改めて承認が必要になります。"
    );
    lines.push(format!("  {bound}"));
    lines
}

/// One approval: by whom, in whose place, under which number, and whether it is reviewed.
pub fn consent(consent: &Consent, lang: Lang) -> String {
    let by = consent.by;
    let mut said = match (consent.in_place_of, consent.reviewed_at) {
        (None, _) => by.to_string(),
        (Some(of), None) => {
            say!(lang, "{by} in place of {of}, who has to review it", "{by}（{of} の代決、後閲待ち）")
        }
        (Some(of), Some(_)) => say!(lang, "{by} in place of {of}, reviewed", "{by}（{of} の代決、後閲済み）"),
    };
    if let Some(number) = consent.decision {
        said += &say!(lang, ", decision {number}", "、決裁番号 {number}");
    }
    said
}

/// Asked at a terminal before an approval is given.
pub fn ask_to_approve(lang: Lang) -> String {
    say!(lang, "Approve exactly this? yes or no", "この内容で承認しますか。yes または no で答えてください")
}

/// Whether what was typed is a yes.
pub fn is_yes(typed: &str) -> bool {
    ["y", "yes", "はい"].contains(&typed.trim().to_lowercase().as_str())
}

pub fn not_approved(lang: Lang) -> String {
    say!(lang, "not approved; nothing was recorded", "承認していません。記録は残していません。")
}

/// Column heads of what deputies approved and nobody reviewed yet.
pub fn reviews_header(lang: Lang) -> Vec<String> {
    vec![
        say!(lang, "window", "期間ID"),
        say!(lang, "to be reviewed by", "後閲者"),
        say!(lang, "approved by", "代決者"),
        say!(lang, "decision", "決裁番号"),
        say!(lang, "review with", "後閲のコマンド"),
    ]
}

pub fn review_row(approval: &Approval) -> Vec<String> {
    let of = approval.in_place_of.as_ref().map(ToString::to_string).unwrap_or_default();
    let number = approval.decision.clone().unwrap_or_else(|| "–".to_owned());
    let command = format!("standto posture review {}", approval.window);
    vec![approval.window.to_string(), of, approval.by.to_string(), number, command]
}
