//! Why a window is there and what it calls for, in sentences.

use std::collections::BTreeMap;

use super::{level, settings};
use crate::model::{
    Cause, Demand, EventZone, Lang, LevelRule, MeasureId, PlannedTask, PlannedWindow, Policy, PolicyId, PrincipalId, Scope,
    Workspace, not_narrowed,
};
use crate::text::pieces::list;
use crate::text::say;
use crate::text::terms::Term as _;
use crate::time::Timestamp;

/// Why a window is there and what it calls for, one sentence a line; the first is the heading of the others.
pub fn explain(planned: &PlannedWindow, workspace: &Workspace, lang: Lang) -> Vec<String> {
    let zone = &planned.window.zone;
    let (from, until) = (zone.show(planned.window.from), zone.show(planned.window.until));
    let (title, level, id) = (planned.title.get(lang), level(planned, lang), &planned.window.id);
    let mut lines = vec![
        say!(lang, "{title}: {level}, {id}", "{title}：{level}、{id}"),
        say!(lang, "It runs from {from} until {until}.", "{from} から {until} まで。"),
    ];
    lines.extend(super::status(planned, lang));
    lines.extend(asked_by(planned, workspace, lang));
    lines.extend(changes(&planned.demands, lang));
    lines.extend(wider(&planned.window.scope, &planned.demands, lang));
    lines.extend(planned.tasks.iter().map(|task| task_line(task, lang)));
    lines.extend(order_by(planned, lang));
    lines.push(approvals(planned, workspace, lang));
    if planned.analyst_hours > 0.0 {
        let hours = format!("{:.1}", planned.analyst_hours);
        lines.push(say!(lang, "It costs about {hours} analyst hours.", "分析担当の工数は約{hours}時間です。"));
    }
    for scenario in &planned.threat {
        let title = workspace.scenario(scenario).map_or(scenario.as_str(), |scenario| scenario.title.get(lang));
        lines.push(say!(lang, "Rehearse “{title}” before it starts.", "開始前に「{title}」の演習を行ってください。"));
    }
    for line in lines.iter_mut().skip(1) {
        line.insert_str(0, "  ");
    }
    lines
}

/// Which targets change for everyone although the scope is a group.
pub(in crate::text) fn wider(scope: &Scope, demands: &[Demand], lang: Lang) -> Option<String> {
    let (group, targets) = not_narrowed(scope, demands)?;
    let targets = list(targets, lang);
    Some(say!(
        lang,
        "{targets} cannot be narrowed to the group {group}: these changes apply to everyone.",
        "{targets} は変更をグループ {group} に限定できないため、上記の変更は全員に及びます。"
    ))
}

/// The event and the rule, or the order, and how the bounds come from them.
fn asked_by(planned: &PlannedWindow, workspace: &Workspace, lang: Lang) -> Vec<String> {
    let zone = &planned.window.zone;
    let asked_at = &planned.because.asked_by;
    let (event, policy) = match &planned.window.cause {
        Cause::Occurrence { event, policy, .. } => (event, policy),
        Cause::Order { order } => {
            return vec![say!(lang, "A person ordered it: {order}.", "発令 {order} によるものです。")];
        }
    };
    let (from, until) = (zone.show(planned.event_from), zone.show(planned.event_until));
    let mut lines = vec![say!(
        lang,
        "Event {event} ({asked_at}) lasts from {from} until {until}.",
        "イベント {event}（{asked_at}）は {from} から {until} まで。"
    )];
    if let Some(event) = workspace.events.iter().find(|known| known.id == *event) {
        let (class, certainty) = (event.class.term(lang), event.certainty.term(lang));
        lines.push(say!(lang, "It is a {certainty} event of class {class}.", "種別は{class}、確度は{certainty}です。"));
        if event.zone == EventZone::Unknown {
            lines.push(say!(
                lang,
                "Its time zone is unknown, so 14 hours are added on both sides; give the event a zone to shorten the window.",
                "タイムゾーンが不明なため、前後に14時間ずつ広げています。イベントにタイムゾーンを書くと短くなります。"
            ));
        }
    }
    let policy_rule = workspace.settings.policies.iter().find(|known| known.id == *policy);
    if let Some(rule) = policy_rule.and_then(|known| rule_of(planned, known)) {
        lines.push(rule_line(policy, rule, lang));
    }
    lines
}

/// What a rule asks for.
pub(super) fn rule_line(policy: &PolicyId, rule: &LevelRule, lang: Lang) -> String {
    let (lead, tail, place) = (rule.from, rule.until, &rule.place);
    let level = rule.level.term(lang);
    say!(
        lang,
        "Policy {policy} ({place}) asks for {level} from {lead} of the event's start until {tail} of its end.",
        "規則 {policy}（{place}）は、イベントの開始を起点とする {lead} から、終了を起点とする {tail} まで、{level}を求めています。"
    )
}

/// The rule of a policy that asked for this window: by its place, which no other rule has.
fn rule_of<'a>(planned: &PlannedWindow, policy: &'a Policy) -> Option<&'a LevelRule> {
    policy.levels.iter().find(|rule| planned.because.rule.as_ref() == Some(&rule.place) && rule.level == planned.window.level)
}

/// The settings on every target and the tasks, a sentence each.
pub(in crate::text) fn called_for(demands: &[Demand], tasks: &[PlannedTask], lang: Lang) -> Vec<String> {
    let mut lines = changes(demands, lang);
    lines.extend(tasks.iter().map(|task| task_line(task, lang)));
    lines
}

fn changes(demands: &[Demand], lang: Lang) -> Vec<String> {
    let line = |demand: &Demand| {
        let (target, measure, playbook) = (&demand.target, &demand.measure, &demand.playbook);
        let set = settings(&demand.set);
        say!(
            lang,
            "It sets {set} on {target} (measure {measure} of playbook {playbook}).",
            "{target} を {set} に設定します（プレイブック {playbook} の措置 {measure}）。"
        )
    };
    demands.iter().map(line).collect()
}

fn task_line(task: &PlannedTask, lang: Lang) -> String {
    let PlannedTask { playbook, measure, title, owner, evidence, within: _, every: _ } = task;
    let (title, evidence) = (title.get(lang), evidence.get(lang));
    say!(
        lang,
        "Task for {owner}: {title} (measure {measure} of playbook {playbook}). To show: {evidence}",
        "{owner} のタスク：{title}（プレイブック {playbook} の措置 {measure}）。示す根拠：{evidence}"
    )
}

/// What has to be ordered by when, the earliest first.
fn order_by(planned: &PlannedWindow, lang: Lang) -> Vec<String> {
    let mut dates: BTreeMap<Timestamp, Vec<&MeasureId>> = BTreeMap::new();
    for (measure, by) in planned.order_by() {
        dates.entry(by).or_default().push(measure);
    }
    let line = |(by, measures): (Timestamp, Vec<&MeasureId>)| {
        let (by, measures) = (planned.window.zone.show(by), list(measures, lang));
        say!(lang, "To be ready in time, order by {by}: {measures}.", "間に合わせるための手配期限は {by}：{measures}。")
    };
    dates.into_iter().map(line).collect()
}

fn approvals(planned: &PlannedWindow, workspace: &Workspace, lang: Lang) -> String {
    let need = planned.approvals_needed;
    if need == 0 {
        return say!(lang, "It needs no approval.", "承認は不要です。");
    }
    let rule = workspace.settings.approval(planned.window.level);
    let of: Vec<&str> = rule.map(|rule| rule.of.iter().map(PrincipalId::as_str).collect()).unwrap_or_default();
    let id = &planned.window.id;
    match (need, of.is_empty()) {
        (1, true) => say!(
            lang,
            "It needs the approval of 1 approver: standto posture approve {id}",
            "承認者1名の承認が必要です。standto posture approve {id}"
        ),
        (_, true) => say!(
            lang,
            "It needs the approval of {need} approvers: standto posture approve {id}",
            "承認者{need}名の承認が必要です。standto posture approve {id}"
        ),
        (_, false) => {
            let of = list(of, lang);
            say!(
                lang,
                "It needs the approval of {need} of {of}: standto posture approve {id}",
                "{of} のうち{need}名の承認が必要です。standto posture approve {id}"
            )
        }
    }
}
