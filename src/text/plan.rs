//! Words for plans: the table, and why each window is there. Times are shown with the name of their zone.

use std::collections::BTreeMap;

use super::say;
use super::terms::Term as _;
use crate::model::{
    Cause, ControlKind, Demand, EventZone, Lang, LevelRule, Plan, PlannedTask, PlannedWindow, Policy, PrincipalId, Scope,
    SettingName, SettingValue, Text, Workspace,
};
use crate::time::{Timestamp, Zone};

/// What stands for the title of a handled event that has no cover name, and for an order's reason: it tells nothing.
pub fn cover() -> Text {
    Text::new("Reserved date", "予約済み日程")
}

/// The evidence asked for when a change has to be made by hand, because no control of its kind is configured.
pub fn change_by_hand(control: &ControlKind, set: &BTreeMap<SettingName, SettingValue>) -> Text {
    let set = settings(set);
    let say = |lang| {
        say!(
            lang,
            "Set {set} on every {control} control by hand, show the settings as they are then, and set them back at the window's end",
            "種類 {control} のすべての対象を手作業で {set} に設定し、設定後の状態を示すこと。期間が終わったら元に戻すこと"
        )
    };
    Text::new(say(Lang::En), say(Lang::Ja))
}

fn settings(set: &BTreeMap<SettingName, SettingValue>) -> String {
    let set: Vec<String> = set.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    set.join(", ")
}

/// Column headers of [`table`].
pub fn headers(lang: Lang, zone: &Zone) -> Vec<String> {
    let zone = zone.name();
    vec![
        say!(lang, "From ({zone})", "開始（{zone}）"),
        say!(lang, "Until ({zone})", "終了（{zone}）"),
        say!(lang, "Level", "態勢"),
        say!(lang, "Title", "名称"),
        say!(lang, "Asked for by", "要求元"),
        say!(lang, "Changes", "設定変更"),
        say!(lang, "Tasks", "タスク"),
        say!(lang, "Approvals", "必要な承認"),
    ]
}

/// A row for each window, in the plan's order; times in `zone`.
pub fn table(plan: &Plan, lang: Lang, zone: &Zone) -> Vec<Vec<String>> {
    let time = |at: Timestamp| {
        let local = zone.local(at);
        format!("{} {}", local.date(), local.time())
    };
    let row = |planned: &PlannedWindow| {
        let window = &planned.window;
        vec![
            time(window.from),
            time(window.until),
            level(planned, lang),
            planned.title.get(lang).to_owned(),
            cause(&window.cause, lang),
            planned.demands.len().to_string(),
            planned.tasks.len().to_string(),
            planned.approvals_needed.to_string(),
        ]
    };
    plan.windows.iter().map(row).collect()
}

/// The level, and for whom when it is not for everyone.
fn level(planned: &PlannedWindow, lang: Lang) -> String {
    let level = planned.window.level.term(lang);
    match &planned.window.scope {
        Scope::Everyone => level.to_owned(),
        Scope::Group(group) => say!(lang, "{level} ({group})", "{level}（{group}）"),
    }
}

fn cause(cause: &Cause, lang: Lang) -> String {
    match cause {
        Cause::Occurrence { event, policy, .. } => {
            say!(lang, "event {event}, policy {policy}", "イベント {event}、規則 {policy}")
        }
        Cause::Order { order } => say!(lang, "order {order}", "発令 {order}"),
    }
}

/// Why a window is there and what it calls for, one sentence a line.
pub fn explain(planned: &PlannedWindow, workspace: &Workspace, lang: Lang) -> Vec<String> {
    let zone = &planned.window.zone;
    let (from, until) = (zone.show(planned.window.from), zone.show(planned.window.until));
    let (title, level, id) = (planned.title.get(lang), level(planned, lang), &planned.window.id);
    let mut lines = vec![
        say!(lang, "{title}: {level}, {id}", "{title}:{level}、{id}"),
        say!(lang, "It runs from {from} until {until}.", "{from} から {until} まで。"),
    ];
    lines.extend(asked_by(planned, workspace, lang));
    lines.extend(changes(&planned.demands, lang));
    lines.extend(planned.tasks.iter().map(|task| task_line(task, lang)));
    lines.extend(planned.order_by.iter().map(|(measure, by)| {
        let by = zone.show(*by);
        say!(lang, "Order {measure} by {by}, so that it is ready in time.", "{measure} は {by} までに手配してください。")
    }));
    lines.push(approvals(planned, workspace, lang));
    if planned.analyst_hours > 0.0 {
        let hours = format!("{:.1}", planned.analyst_hours);
        lines.push(say!(lang, "It costs about {hours} analyst hours.", "分析担当の工数は約{hours}時間です。"));
    }
    for scenario in &planned.threat {
        let title = workspace.scenario(scenario).map_or(scenario.as_str(), |scenario| scenario.title.get(lang));
        lines.push(say!(lang, "Rehearse “{title}” before it starts.", "開始前に「{title}」の演習を行ってください。"));
    }
    lines
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
        let (lead, tail, place) = (rule.from, rule.until, &rule.place);
        let level = rule.level.term(lang);
        lines.push(say!(
            lang,
            "Policy {policy} ({place}) asks for {level} from {lead} of the event's start until {tail} of its end.",
            "規則 {policy}（{place}）は、イベントの開始を起点とする {lead} から、終了を起点とする {tail} まで、{level}を求めています。"
        ));
    }
    lines
}

/// The rule of a policy that asked for this window: by its place, which no other rule has.
fn rule_of<'a>(planned: &PlannedWindow, policy: &'a Policy) -> Option<&'a LevelRule> {
    policy.levels.iter().find(|rule| planned.because.rule.as_ref() == Some(&rule.place) && rule.level == planned.window.level)
}

fn changes(demands: &[Demand], lang: Lang) -> Vec<String> {
    let line = |demand: &Demand| {
        let (target, measure, playbook) = (&demand.target, &demand.holder.measure, &demand.holder.playbook);
        let set = settings(&demand.set);
        say!(
            lang,
            "It sets {set} on {target} (measure {measure} of playbook {playbook}).",
            "{target} を {set} に設定します（プレイブック {playbook} の措置 {measure})。"
        )
    };
    demands.iter().map(line).collect()
}

fn task_line(task: &PlannedTask, lang: Lang) -> String {
    let PlannedTask { playbook, measure, title, owner, evidence } = task;
    let (title, evidence) = (title.get(lang), evidence.get(lang));
    say!(
        lang,
        "Task for {owner}: {title} (measure {measure} of playbook {playbook}). To show: {evidence}",
        "{owner} のタスク：{title}（プレイブック {playbook} の措置 {measure}）。示す根拠：{evidence}"
    )
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
            let of = of.join(if lang == Lang::Ja { "、" } else { ", " });
            say!(
                lang,
                "It needs the approval of {need} of {of}: standto posture approve {id}",
                "{of} のうち{need}名の承認が必要です。standto posture approve {id}"
            )
        }
    }
}

#[cfg(test)]
mod tests;
