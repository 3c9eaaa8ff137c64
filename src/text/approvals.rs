//! Words for approvals: what exactly is approved, who has, and what is still to be reviewed.

use super::pieces::{list, short};
use super::plan::{called_for, explain, wider};
use super::say;
use super::terms::Term as _;
use crate::model::{
    Answerer, Approval, Consent, Demand, Lang, LevelRule, OpenRequest, PlannedTask, PlannedWindow, Scope, StandingApproval,
    StandingKey, StandingState, Workspace,
};
use crate::time::Zone;

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
    if let Some(quarter) = consent.standing {
        said += &say!(lang, ", for all of {quarter}", "、{quarter} の包括承認");
    }
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

/// Column heads of requests for approval that wait for an answer.
pub fn requests_header(lang: Lang) -> Vec<String> {
    vec![
        say!(lang, "window", "期間ID"),
        say!(lang, "level", "態勢"),
        say!(lang, "begins", "開始"),
        say!(lang, "request", "承認依頼"),
        say!(lang, "may answer", "承認できる人"),
        say!(lang, "asked at", "依頼日時"),
        say!(lang, "escalated at", "上申日時"),
    ]
}

pub fn request_row(request: &OpenRequest, zone: &Zone, lang: Lang) -> Vec<String> {
    let may: Vec<String> = request.may.iter().map(|who| answerer(who, lang)).collect();
    let may = if may.is_empty() { say!(lang, "nobody", "なし") } else { may.join("\n") };
    let to = list(&request.escalated_to, lang);
    let told = |at: String| if to.is_empty() { at } else { say!(lang, "{at}, to {to}", "{at}（上申先：{to}）") };
    let escalated = request.escalated_at.map(|at| told(zone.show(at)));
    vec![
        request.window.to_string(),
        request.level.term(lang).to_owned(),
        zone.show(request.from),
        request.stage.term(lang).to_owned(),
        may,
        zone.show(request.asked_at),
        escalated.unwrap_or_else(|| "–".to_owned()),
    ]
}

fn answerer(who: &Answerer, lang: Lang) -> String {
    let (id, deputies) = (&who.id, list(&who.deputies, lang));
    let id = if who.has_address {
        id.to_string()
    } else {
        say!(
            lang,
            "{id} (not in roster.toml, so not asked by mail)",
            "{id}（roster.toml に登録がなく、メールで依頼できません）"
        )
    };
    if deputies.is_empty() { id } else { say!(lang, "{id}, or in their place {deputies}", "{id}（代決者：{deputies}）") }
}

/// Everything that a standing approval is for. One sentence a line; the first is the heading of the others.
pub fn standing_preview(rule: &StandingWords, key: &StandingKey, lang: Lang) -> Vec<String> {
    let StandingWords { rule, hash, demands, tasks, hours_per_day } = rule;
    let (policy, level, quarter) = (&key.policy, key.level.term(lang), key.quarter);
    let (from, until, place) = (rule.from, rule.until, &rule.place);
    let mut lines = vec![
        say!(
            lang,
            "{policy}: {level}, every window that begins in {quarter}",
            "{policy}：{level}、{quarter} に始まるすべての期間"
        ),
        say!(
            lang,
            "It runs from {from} of an event's start until {until} of its end ({place}).",
            "イベントの開始を起点とする {from} から、終了を起点とする {until} まで（{place}）。"
        ),
    ];
    if let Scope::Group(group) = &rule.scope {
        lines.push(say!(lang, "It is for the group {group}.", "対象はグループ {group} です。"));
    }
    lines.extend(called_for(demands, tasks, lang));
    lines.extend(wider(&rule.scope, demands, lang));
    if *hours_per_day > 0.0 {
        let hours = format!("{hours_per_day:.1}");
        lines.push(say!(lang, "A day costs about {hours} analyst hours.", "分析担当の工数は1日あたり約{hours}時間です。"));
    }
    let hash = short(hash);
    lines.push(say!(
        lang,
        "An approval is for exactly this (hash {hash}), whichever events it is for; a changed rule, measure or target ends it, a moved event does not.",
        "承認の対象は以上の内容です（ハッシュ {hash}）。規則、措置または対象が変わると失効しますが、イベントの日程が変わっても失効しません。"
    ));
    for line in lines.iter_mut().skip(1) {
        line.insert_str(0, "  ");
    }
    lines
}

/// A rule, and what it calls for.
#[derive(Clone, Copy, Debug)]
pub struct StandingWords<'a> {
    pub rule: &'a LevelRule,
    pub hash: &'a str,
    pub demands: &'a [Demand],
    pub tasks: &'a [PlannedTask],
    pub hours_per_day: f64,
}

pub fn bad_quarter(text: &str, lang: Lang) -> String {
    say!(
        lang,
        "\"{text}\" is no quarter; write it as 2027-Q1",
        "「{text}」 は四半期ではありません。2027-Q1 の形で指定してください。"
    )
}

pub fn no_standing(lang: Lang) -> String {
    say!(
        lang,
        "no standing approvals; `standto posture approve --standing POLICY --level watch --quarter 2027-Q1` gives one",
        "包括承認はありません。`standto posture approve --standing 規則ID --level watch --quarter 2027-Q1` で承認できます。"
    )
}

pub fn standing_header(lang: Lang) -> Vec<String> {
    vec![
        say!(lang, "policy", "規則"),
        say!(lang, "level", "態勢"),
        say!(lang, "quarter", "四半期"),
        say!(lang, "approved by", "承認者"),
        say!(lang, "decision", "決裁番号"),
        say!(lang, "state", "状態"),
    ]
}

pub fn standing_row(approval: &StandingApproval, state: StandingState, lang: Lang) -> Vec<String> {
    vec![
        approval.policy.to_string(),
        approval.level.term(lang).to_owned(),
        approval.quarter.to_string(),
        approval.by.to_string(),
        approval.decision.clone().unwrap_or_else(|| "–".to_owned()),
        state.term(lang).to_owned(),
    ]
}
