//! Words for plans: the table, and why each window is there. Times are shown with the name of their zone.

use std::collections::{BTreeMap, BTreeSet};

use super::pieces::list;
use super::say;
use super::terms::Term as _;
use crate::model::{
    Cause, ControlKind, Demand, Event, EventZone, Lang, Level, LevelRule, MeasureId, Occurrence, Plan, PlannedTask,
    PlannedWindow, Policy, PrincipalId, QuarterDays, Scope, SettingName, SettingValue, Text, When, Workspace,
};
use crate::time::{LocalDate, LocalDateTime, Timestamp, Zone};

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
        say!(lang, "Event / policy", "イベント / 規則"),
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

/// What the plan calls for at `now`, and the next change of that.
pub fn now(level: Level, next: Option<(Timestamp, Level)>, now: Timestamp, zone: &Zone, lang: Lang) -> String {
    let (level, now) = (level.term(lang), zone.show(now));
    match next {
        None => say!(lang, "At {now} the plan calls for {level}.", "{now} 時点の計画上の態勢：{level}"),
        Some((at, next)) => {
            let (at, next) = (zone.show(at), next.term(lang));
            say!(
                lang,
                "At {now} the plan calls for {level}; from {at} on it calls for {next}.",
                "{now} 時点の計画上の態勢：{level}。次の変化：{at} から{next}"
            )
        }
    }
}

/// Start, end and zone of an occurrence as people write them: all-day events by their first and last day; where the zone is
/// unknown the times as they are given, not widened.
pub fn when(event: &Event, occurrence: &Occurrence, lang: Lang) -> [String; 3] {
    let start = occurrence.nominal;
    let zone = match &event.zone {
        EventZone::Known(zone) => zone.name().to_owned(),
        EventZone::Guessed(zone) => {
            let zone = zone.name();
            say!(lang, "{zone} (assumed)", "{zone}（推定）")
        }
        EventZone::Unknown => say!(lang, "unknown", "不明"),
    };
    let [from, until] = match &event.when {
        When::AllDay { first, last } => {
            let day = start.date();
            [day.to_string(), day.plus_days(last.days_since(*first)).to_string()]
        }
        When::Timed { start: first, end } => {
            let shown = |at: LocalDateTime| format!("{} {}", at.date(), at.time());
            [shown(start), shown(start.plus_ms(end.since(*first)))]
        }
    };
    [from, until, zone]
}

/// What stands for an empty list of occurrences.
pub fn no_occurrences(from: LocalDate, last: LocalDate, lang: Lang) -> String {
    say!(
        lang,
        "no event from {from} to {last}; ask for another range with --from and --to, or add events to calendar/",
        "{from} から {last} までのイベントはありません。--from と --to で別の範囲を指定するか、calendar/ にイベントを追加してください"
    )
}

/// Days under each level, by quarter: the header and the rows. A level without days and budget has no column.
pub fn quarters(plan: &Plan, lang: Lang) -> (Vec<String>, Vec<Vec<String>>) {
    let levels: BTreeSet<Level> = plan.quarters.iter().map(|row| row.level).collect();
    let mut rows: BTreeMap<&str, BTreeMap<Level, &QuarterDays>> = BTreeMap::new();
    for row in &plan.quarters {
        rows.entry(&row.quarter).or_default().insert(row.level, row);
    }
    let cell = |row: Option<&&QuarterDays>| match row {
        None => "0".to_owned(),
        Some(QuarterDays { days, budget: None, .. }) => days.to_string(),
        Some(QuarterDays { days, budget: Some(budget), .. }) => say!(lang, "{days} of {budget}", "{days}日／{budget}日"),
    };
    let row = |(quarter, row): (&str, BTreeMap<Level, &QuarterDays>)| {
        let cells = levels.iter().map(|level| cell(row.get(level)));
        std::iter::once(quarter.to_owned()).chain(cells).collect()
    };
    let first = say!(lang, "Days (of the budget)", "日数（／予算）");
    let header = std::iter::once(first).chain(levels.iter().map(|level| level.term(lang).to_owned()));
    (header.collect(), rows.into_iter().map(row).collect())
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
        Cause::Occurrence { event, policy, .. } => format!("{event} / {policy}"),
        Cause::Order { order } => say!(lang, "order {order}", "発令 {order}"),
    }
}

/// Why a window is there and what it calls for, one sentence a line; the first is the heading of the others.
pub fn explain(planned: &PlannedWindow, workspace: &Workspace, lang: Lang) -> Vec<String> {
    let zone = &planned.window.zone;
    let (from, until) = (zone.show(planned.window.from), zone.show(planned.window.until));
    let (title, level, id) = (planned.title.get(lang), level(planned, lang), &planned.window.id);
    let mut lines = vec![
        say!(lang, "{title}: {level}, {id}", "{title}：{level}、{id}"),
        say!(lang, "It runs from {from} until {until}.", "{from} から {until} まで。"),
    ];
    lines.extend(asked_by(planned, workspace, lang));
    lines.extend(changes(&planned.demands, lang));
    if let Some((group, targets)) = planned.not_narrowed(&workspace.settings) {
        let targets = list(targets, lang);
        lines.push(say!(
            lang,
            "{targets} cannot be narrowed to the group {group}: these changes apply to everyone.",
            "{targets} は変更をグループ {group} に限定できないため、上記の変更は全員に及びます。"
        ));
    }
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
    let PlannedTask { playbook, measure, title, owner, evidence } = task;
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

#[cfg(test)]
mod tests;
