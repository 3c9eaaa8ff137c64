//! What is otherwise about a window, where it stands, what that does.

use super::both;
use crate::model::{Alteration, Bounds, Effect, Join, Lang, Scope, SettingChange, WindowChange};
use crate::text::pieces::{list, local, or_none};
use crate::text::say;
use crate::text::terms::Term as _;
use crate::time::{Timestamp, Zone};

/// One window: which, what is otherwise, where it stands, what that does.
pub(super) fn window(change: &WindowChange, lang: Lang) -> String {
    const SHOWN: usize = 4;
    let (id, title) = (&change.window, change.title.get(lang));
    let mut what: Vec<String> = change.what.iter().take(SHOWN).map(|what| alteration(what, &change.zone, lang)).collect();
    let more = change.what.len().saturating_sub(SHOWN);
    if more > 0 {
        what.push(say!(lang, "{more} more", "ほか{more}件"));
    }
    let what = list(what, lang);
    let standing = change.standing.term(lang);
    let effects: Vec<String> = change.effects.iter().map(|of| effect(*of, &change.zone, lang)).collect();
    let does = match lang {
        Lang::En => effects.join(", "),
        Lang::Ja => effects.join("。"),
    };
    let mut line = say!(lang, "{id} “{title}”: {what}; {standing}: {does}", "{id}「{title}」：{what}。{standing}：{does}");
    if let Some(was) = &change.was {
        line.push_str(&say!(lang, "; was {was}", "。元の期間は {was}"));
    }
    if change.needs_acceptance {
        line.push_str(&say!(lang, "; waits for `standto plan accept`", "。`standto plan accept` が必要です"));
    }
    line
}

/// What is otherwise about a window.
pub fn alteration(what: &Alteration, zone: &Zone, lang: Lang) -> String {
    match what {
        Alteration::Added { at } => {
            let at = span(at, zone, lang);
            say!(lang, "new, {at}", "新規、{at}")
        }
        Alteration::Dropped { at } => {
            let at = span(at, zone, lang);
            say!(lang, "no longer asked for, was {at}", "不要となった（元は {at}）")
        }
        Alteration::Moved { from, to } => {
            let (from, to) = (span(from, zone, lang), span(to, zone, lang));
            if from == to {
                return say!(lang, "{to} as before", "{to}（変更なし）");
            }
            say!(lang, "{to}, before {from}", "{from} から {to} に変更")
        }
        Alteration::Scope { from, to } => {
            let (from, to) = (scope(from, lang), scope(to, lang));
            say!(lang, "for {to}, before for {from}", "適用先を {from} から {to} に変更")
        }
        Alteration::Settings { target, playbook, measure, set } => {
            let set = list(set.iter().map(|change| setting(change, lang)), lang);
            let set = if set.is_empty() { say!(lang, "nothing set", "設定なし") } else { set };
            say!(lang, "{target}: {set} (measure {measure} of {playbook})", "{target}：{set}（{playbook} の措置 {measure}）")
        }
        Alteration::TaskAdded { playbook, measure } => {
            say!(lang, "new task {measure} of {playbook}", "タスク追加 {measure}（{playbook}）")
        }
        Alteration::TaskDropped { playbook, measure } => {
            say!(lang, "without the task {measure} of {playbook}", "タスク削除 {measure}（{playbook}）")
        }
        Alteration::TaskReworded { playbook, measure } => {
            say!(
                lang,
                "task {measure} of {playbook} reworded or for somebody else",
                "タスクの文面または担当の変更 {measure}（{playbook}）"
            )
        }
        Alteration::Join { control, name, from, to } => {
            let (from, to) = (join(from.as_ref(), lang), join(to.as_ref(), lang));
            say!(
                lang,
                "{control} {name} joins by {to}, before by {from}",
                "種類 {control} の {name} の合わせ方を {from} から {to} に変更"
            )
        }
        Alteration::ApprovalsNeeded { from, to } => {
            say!(lang, "needs {to} approvals, before {from}", "必要な承認を{from}名から{to}名に変更")
        }
        Alteration::Preconditions { target, measure } => {
            say!(lang, "other preconditions of {measure} on {target}", "{target} の措置 {measure} の前提条件の変更")
        }
        Alteration::Renamed { from, to } => {
            let (from, to) = both(from, to, lang);
            say!(lang, "title corrected from “{from}” to “{to}”", "名称を「{from}」から「{to}」に変更")
        }
        Alteration::OrderBy { measures } => {
            let measures = list(measures, lang);
            say!(lang, "other dates to order by: {measures}", "手配期限の変更：{measures}")
        }
        Alteration::Hours { from, to } => {
            let (from, to) = (format!("{from:.1}"), format!("{to:.1}"));
            say!(lang, "{to} analyst hours, before {from}", "分析担当の工数を{from}時間から{to}時間に変更")
        }
        Alteration::Rehearsals { from, to } => {
            let (from, to) = (or_none(list(from, lang), lang), or_none(list(to, lang), lang));
            say!(lang, "scenarios to rehearse: {to}, before {from}", "演習すべきシナリオを {from} から {to} に変更")
        }
    }
}

fn span(bounds: &Bounds, zone: &Zone, lang: Lang) -> String {
    let shown = |at: Timestamp| local(zone.local(at));
    let (from, until, zone) = (shown(bounds.from), shown(bounds.until), zone.name());
    say!(lang, "{from} to {until} ({zone})", "{from}〜{until}（{zone}）")
}

fn scope(scope: &Scope, lang: Lang) -> String {
    match scope {
        Scope::Everyone => say!(lang, "everyone", "全員"),
        Scope::Group(group) => say!(lang, "the group {group}", "グループ {group}"),
    }
}

fn setting(change: &SettingChange, lang: Lang) -> String {
    let name = &change.name;
    match (&change.from, &change.to) {
        (Some(from), Some(to)) => say!(lang, "{name} = {to}, before {from}", "{name} を {from} から {to} に変更"),
        (None, Some(to)) => say!(lang, "{name} = {to}, before not set", "{name} を新たに {to} に設定"),
        (Some(from), None) => say!(lang, "{name} no longer set, before {from}", "{name} を設定しない（元は {from}）"),
        (None, None) => name.to_string(),
    }
}

fn join(join: Option<&Join>, lang: Lang) -> String {
    match join {
        None => say!(lang, "nothing", "指定なし"),
        Some(Join::Max) => "max".to_owned(),
        Some(Join::Min) => "min".to_owned(),
        Some(Join::Union) => "union".to_owned(),
        Some(Join::Order(words)) => format!("[{}]", words.join(", ")),
    }
}

/// What it does to a window.
pub fn effect(effect: Effect, zone: &Zone, lang: Lang) -> String {
    match effect {
        Effect::Nothing => say!(lang, "nothing to do", "対応は不要です"),
        Effect::ApprovalStays => say!(lang, "its approvals stay", "承認は有効なままです"),
        Effect::Asks { have, need } => {
            say!(lang, "asks for approval ({have} of {need})", "承認が必要です（{have}／{need}名）")
        }
        Effect::AtOnce => say!(lang, "takes effect at once", "直ちに適用されます"),
        Effect::StartsLate { from } => {
            let from = zone.show(from);
            say!(lang, "starts late, its start {from} has passed", "開始時刻 {from} を過ぎているため、遅れて始まります")
        }
        Effect::Lapses { lost, need } => say!(
            lang,
            "approvals given lapse ({lost}), it is asked for again ({need} needed)",
            "承認{lost}件は失効し、改めて{need}名の承認が必要です"
        ),
        Effect::Withdrawn { lost } => {
            say!(lang, "approvals given lapse ({lost}), nothing is asked for", "承認{lost}件は失効し、改めての承認は求めません")
        }
        Effect::TakenBack { have, need } => say!(
            lang,
            "what it holds is taken back until it has its approvals ({have} of {need})",
            "承認がそろうまで設定は元に戻されます（{have}／{need}名）"
        ),
        Effect::DecideBefore { until, have, need } => {
            let until = zone.show(until);
            say!(
                lang,
                "what is asked for now has to be approved before {until} ({have} of {need})",
                "新たな内容は {until} までに承認の要否を判断してください（{have}／{need}名）"
            )
        }
        Effect::Contested { until } => {
            let until = zone.show(until);
            say!(
                lang,
                "contested, holds as it is until its recorded end {until}",
                "要判断となり、記録済みの終了時刻 {until} まで現状のまま続きます"
            )
        }
    }
}
