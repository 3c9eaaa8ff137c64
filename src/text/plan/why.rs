//! What a note of a plan rests on, in sentences; what the table's other lines rest on.

use super::days::days_why;
use super::explain::rule_line;
use super::settings;
use super::staff::seats;
use crate::model::{
    Bounds, Connector, Driver, EventTime, Lang, NoteCause, Person, PlannedWindow, WeekShare, WeekWhy, WindowId, Work, Workspace,
};
use crate::text::diff::{event_time, repeats};
use crate::text::pieces::{list, or_none};
use crate::text::say;
use crate::text::terms::Term as _;
use crate::time::Zone;

/// How many windows are named.
const NAMED: usize = 6;

/// What a note rests on, one sentence a line, to stand below it; instants that have no zone of their own in the workspace's.
pub fn note_why(causes: &[NoteCause], workspace: &Workspace, lang: Lang) -> Vec<String> {
    let lines = causes.iter().flat_map(|cause| why(cause, workspace, lang));
    lines.map(|line| format!("  {line}")).collect()
}

#[expect(clippy::too_many_lines, reason = "one arm for each cause")]
fn why(cause: &NoteCause, workspace: &Workspace, lang: Lang) -> Vec<String> {
    let line = match cause {
        NoteCause::Written { place: Some(place) } => say!(lang, "It comes from {place}.", "記述箇所：{place}"),
        NoteCause::Written { place: None } => say!(lang, "It comes from no line of a file.", "特定の記述箇所はありません。"),
        NoteCause::Event(event) => {
            let (id, title, place) = (&event.id, event.title.get(lang), &event.place);
            let (class, certainty, precision) =
                (event.class.term(lang), event.certainty.term(lang), event.precision.term(lang));
            let when = event_time(&EventTime { when: event.when.clone(), zone: event.zone.clone() }, lang);
            let repeats = event.recurrence.as_ref().map(|recurrence| repeats(Some(recurrence), lang));
            let when = list([Some(when), repeats].into_iter().flatten(), lang);
            say!(
                lang,
                "Event {id}, “{title}” ({place}): {certainty}, of class {class}, known {precision}: {when}.",
                "イベント {id}「{title}」（{place}）：種別は{class}、確度は{certainty}、精度は{precision}。{when}"
            )
        }
        NoteCause::Vague(precision) => {
            let precision = precision.term(lang);
            say!(
                lang,
                "A date known only {precision} opens no window at any level; what rules ask for waits for the date:",
                "精度が「{precision}」の日程では、どの態勢でも期間を設けません。日付の確認後に規則が求めるもの："
            )
        }
        NoteCause::Ceiling { certainty, highest: Some(highest) } => {
            let (certainty, highest) = (certainty.term(lang), highest.term(lang));
            say!(
                lang,
                "An event that is {certainty} opens windows up to {highest}.",
                "確度が「{certainty}」のイベントで設ける期間は{highest}までです。"
            )
        }
        NoteCause::Ceiling { certainty, highest: None } => {
            let certainty = certainty.term(lang);
            say!(
                lang,
                "An event that is {certainty} opens no window; what rules would ask for:",
                "確度が「{certainty}」のイベントでは期間を設けません。規則が求めるはずのもの："
            )
        }
        NoteCause::Rule { policy, rule } => rule_line(&policy.id, rule, lang),
        NoteCause::Counted { rule, event, window, zone } => {
            let (lead, tail) = (rule.from, rule.until);
            let ([start, end], [from, until]) = (shown(event, zone), shown(window, zone));
            say!(
                lang,
                "Start: {start} {lead} is {from}. End: {end} {tail} is {until}.",
                "開始：{start} の {lead} は {from}。終了：{end} の {tail} は {until}。"
            )
        }
        NoteCause::Widened { read, counted } => {
            let ([start, end], [from, until]) = (shown(read, &Zone::utc()), shown(counted, &Zone::utc()));
            say!(
                lang,
                "Read in UTC it lasts from {start} until {end}; with 14 hours on both sides from {from} until {until}.",
                "UTCとみなすと {start} から {end} まで。前後に14時間ずつ加えて {from} から {until} まで。"
            )
        }
        NoteCause::Parties(policy) => {
            let (id, place, parties) = (&policy.id, &policy.place, list(&policy.parties, lang));
            say!(
                lang,
                "Policy {id} ({place}) is for events with one of the parties {parties}.",
                "規則 {id}（{place}）は、次のいずれかが参加するイベントを対象とします：{parties}"
            )
        }
        NoteCause::Windows(windows) => {
            let windows = named(windows, lang);
            say!(lang, "Windows it bears on: {windows}.", "関係する期間：{windows}")
        }
        NoteCause::Window(planned) => window(planned, lang),
        NoteCause::Sets { playbook, measure } => {
            let (playbook, id, place) = (&playbook.id, &measure.id, &measure.place);
            match &measure.work {
                Work::Control { control, set } => {
                    let set = settings(set);
                    say!(
                        lang,
                        "Measure {id} of playbook {playbook} ({place}) asks controls of the kind {control} for {set}.",
                        "プレイブック {playbook} の措置 {id}（{place}）は、種類 {control} の対象に {set} を求めています。"
                    )
                }
                Work::Task { owner, .. } => say!(
                    lang,
                    "Measure {id} of playbook {playbook} ({place}) is a task for {owner}.",
                    "プレイブック {playbook} の措置 {id}（{place}）は {owner} のタスクです。"
                ),
            }
        }
        NoteCause::Needs { playbook, measure } => {
            let (playbook, id, place, seats) = (&playbook.id, &measure.id, &measure.place, seats(&measure.staff, lang));
            say!(
                lang,
                "Measure {id} of playbook {playbook} ({place}) needs on every day: {seats}.",
                "プレイブック {playbook} の措置 {id}（{place}）に毎日必要な人員：{seats}"
            )
        }
        NoteCause::Connectors(connectors) => {
            let of = |connector: &Connector| {
                let (id, kind, place) = (&connector.id, &connector.kind, &connector.place);
                say!(lang, "{id} of the kind {kind} ({place})", "{id}（種類 {kind}、{place}）")
            };
            let connectors = or_none(list(connectors.iter().map(of), lang), lang);
            say!(lang, "Connectors there are: {connectors}.", "設定済みの接続先：{connectors}")
        }
        NoteCause::Target(target) => {
            let (id, kind, place) = (&target.id, &target.kind, &target.place);
            match &target.driver {
                Driver::Rspamd(_) => say!(
                    lang,
                    "Target {id} ({place}) is a mail filter of the kind {kind}, which can be narrowed to recipients.",
                    "種類 {kind} の対象 {id}（{place}）は、宛先ごとに適用できるメールフィルターです。"
                ),
                Driver::File { path, .. } => {
                    let path = path.display();
                    say!(
                        lang,
                        "Target {id} ({place}), a control of the kind {kind}, is the settings file {path}, which holds for everyone.",
                        "種類 {kind} の対象 {id}（{place}）は設定ファイル {path} で、全員に適用されます。"
                    )
                }
            }
        }
        NoteCause::CountedBack { measure, place, prepare, start, by, zone, late_days } => {
            let place = place.map_or_else(|| "–".to_owned(), ToString::to_string);
            let (start, by, zone) = (zone.show(*start), zone.show(*by), zone.name());
            let prepare = prepare.to_string();
            let prepare = prepare.trim_start_matches('+');
            say!(
                lang,
                "Measure {measure} ({place}) takes {prepare} to prepare: {start} less {prepare}, in calendar days of {zone} with weekends and holidays, is {by}. Whole days since then: {late_days}.",
                "措置 {measure}（{place}）の準備には {prepare} かかります。開始の {start} から {prepare} さかのぼると {by}（{zone} の暦日。休日を含む）。経過日数：{late_days}日"
            )
        }
        NoteCause::Days(days) => return days_why(days, workspace, lang),
        NoteCause::Gap { ends, before, starts, after, free, least } => {
            let (before, after, short) = (named(before, lang), named(after, lang), least.saturating_sub(*free));
            say!(
                lang,
                "{ends} is the last day of {before}; {starts} is the first of {after}. Free days between them: {free}, short of {least} by {short}.",
                "{ends} まで：{before}。{starts} から：{after}。その間に空く日数は{free}日で、必要な{least}日に{short}日足りません。"
            )
        }
        NoteCause::People { role, people } => {
            let person = |person: &&Person| {
                let (id, name, place) = (&person.id, person.name.get(lang), &person.place);
                say!(lang, "{id}, “{name}” ({place})", "{id}「{name}」（{place}）")
            };
            let people = or_none(list(people.iter().map(person), lang), lang);
            say!(lang, "The role {role} is held by {people}.", "役割 {role} の人：{people}")
        }
        NoteCause::Roles(roles) => {
            let roles = or_none(list(roles, lang), lang);
            say!(lang, "Roles in roster.toml: {roles}.", "roster.toml にある役割：{roles}")
        }
        NoteCause::Week(week) => self::week(week, lang),
        NoteCause::Threat { policy, scenario, title } => {
            let (id, place, title) = (&policy.id, &policy.place, title.map_or(scenario.as_str(), |title| title.get(lang)));
            let classes = list(policy.classes.iter().map(|class| class.term(lang)), lang);
            let classes = if classes.is_empty() { say!(lang, "every class", "すべて") } else { classes };
            say!(
                lang,
                "Policy {id} ({place}) names the scenario {scenario}, “{title}”, as a threat to events of these classes: {classes}.",
                "規則 {id}（{place}）は、シナリオ {scenario}「{title}」を次の種別のイベントへの脅威としています：{classes}。"
            )
        }
        NoteCause::FirstOf { window, among } => {
            let (id, level) = (&window.window.id, window.window.level.term(lang));
            say!(
                lang,
                "{id} is the first at the highest level, {level}, of all windows under that threat ({among}).",
                "{id} は、この脅威の対象となる期間{among}件のうち、最も高い態勢（{level}）で最初のものです。"
            )
        }
    };
    vec![line]
}

fn window(planned: &PlannedWindow, lang: Lang) -> String {
    let window = &planned.window;
    let bounds = Bounds { from: window.from, until: window.until };
    let (id, level, [from, until]) = (&window.id, window.level.term(lang), shown(&bounds, &window.zone));
    let asked_by = &planned.because.asked_by;
    match &planned.because.rule {
        Some(rule) => say!(
            lang,
            "Window {id}: {level}, {from} to {until}, from the event at {asked_by} by the rule at {rule}.",
            "期間 {id}：{level}、{from} から {until} まで。イベントは {asked_by}、規則は {rule}。"
        ),
        None => say!(
            lang,
            "Window {id}: {level}, {from} to {until}, ordered by a person.",
            "期間 {id}：{level}、{from} から {until} まで。発令によるもの。"
        ),
    }
}

/// `2 people: hold-more 5 d × 4 h = 20 h`, and what that is for each.
fn week(week: &WeekWhy, lang: Lang) -> String {
    let WeekWhy { monday, sunday, shares, hours, people, each, cap } = week;
    let share = |share: &WeekShare| {
        let WeekShare { playbook, measure, days, hours_a_day } = share;
        say!(lang, "{playbook} / {measure} {days} d × {hours_a_day} h", "{playbook} / {measure} {days}日×{hours_a_day}時間")
    };
    let shares = list(shares.iter().map(share), lang);
    say!(
        lang,
        "Week {monday} to {sunday}: {shares}; together {hours} h. Divided by {people} people: {each} h each, the cap is {cap} h.",
        "{monday}〜{sunday} の週：{shares}、合計{hours}時間。{people}名で割ると1人{each}時間（上限{cap}時間）。"
    )
}

fn shown(bounds: &Bounds, zone: &Zone) -> [String; 2] {
    [zone.show(bounds.from), zone.show(bounds.until)]
}

/// The first of a list of windows; those outside the range that was planned have no id here.
pub(super) fn named(windows: &[WindowId], lang: Lang) -> String {
    let named = list(windows.iter().take(NAMED), lang);
    match windows.len().checked_sub(NAMED) {
        None if windows.is_empty() => say!(lang, "none in the range asked for", "指定範囲内にはありません"),
        None | Some(0) => named,
        Some(more) => say!(lang, "{named} and {more} more", "{named} ほか{more}件"),
    }
}
