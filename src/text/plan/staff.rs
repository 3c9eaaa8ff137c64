//! Who is needed on which days.

use crate::model::{Lang, PlannedWindow, Staff, StaffRow, Staffing, Workspace};
use crate::text::pieces::list;
use crate::text::say;

/// How many rows a table has; the rest is counted.
const SHOWN: usize = 40;

/// Of a role with more people only the number is said.
const SPELT: usize = 3;

/// How many windows are named.
const NAMED: usize = 6;

/// Column headers of [`staff`].
pub fn staff_headers(lang: Lang) -> Vec<String> {
    vec![
        say!(lang, "Staff from", "人員（開始日）"),
        say!(lang, "to", "終了日"),
        say!(lang, "Days", "日数"),
        say!(lang, "On watch every day", "1日に必要な人員"),
        say!(lang, "Analyst hours a day", "分析担当の工数（1日）"),
    ]
}

/// A row for each stretch of days that need the same.
pub fn staff(staffing: &Staffing, lang: Lang) -> Vec<Vec<String>> {
    let row = |row: &StaffRow| {
        vec![
            row.first.to_string(),
            row.last.to_string(),
            row.days().to_string(),
            seats(&row.seats, lang),
            hours(row.analyst_hours),
        ]
    };
    staffing.rows.iter().take(SHOWN).map(row).collect()
}

/// How many rows [`staff`] leaves out.
pub fn staff_more(staffing: &Staffing, lang: Lang) -> Option<String> {
    let more = staffing.rows.len().checked_sub(SHOWN).filter(|more| *more > 0)?;
    Some(say!(
        lang,
        "…and {more} more stretches of days; --format json has them all, --from and --to choose a range.",
        "ほかに{more}件あります。--format json ですべて出力できます。範囲は --from と --to で指定できます。"
    ))
}

/// The analyst hours of the whole range, and what the windows would cost one by one.
pub fn staff_total(staffing: &Staffing, lang: Lang) -> String {
    let (total, apart) = (hours(staffing.analyst_hours), hours(staffing.analyst_hours_apart));
    say!(
        lang,
        "Analyst hours over all these days: {total}. Each measure counts once a day; the windows one by one come to {apart}.",
        "分析担当の工数は合計{total}時間です。同じ措置は1日に1回だけ数えます（期間ごとの工数の単純合計は{apart}時間）。"
    )
}

/// `analyst 2 (24 h), reviewer 1 (8 h)`; a dash for nobody.
pub(super) fn seats(seats: &[Staff], lang: Lang) -> String {
    let seat = |staff: &Staff| {
        let Staff { role, people, hours_per_day } = staff;
        say!(lang, "{role} {people} ({hours_per_day} h)", "{role} {people}名（{hours_per_day}時間）")
    };
    if seats.is_empty() { "–".to_owned() } else { list(seats.iter().map(seat), lang) }
}

/// A role and who has it: `soc: Desk A, Desk B`; a person's id alone is said by name.
pub(super) fn people(role: &str, workspace: &Workspace, lang: Lang) -> String {
    let names: Vec<&str> = workspace.people(role).map(|person| person.name.get(lang)).collect();
    if names.is_empty() {
        return say!(lang, "{role}: nobody", "{role}：該当者なし");
    }
    if names.len() > SPELT {
        let number = names.len();
        return say!(lang, "{role}: {number} people", "{role}：{number}名");
    }
    let names = list(names, lang);
    say!(lang, "{role}: {names}", "{role}：{names}")
}

/// To a tenth of an hour.
pub(super) fn hours(hours: f64) -> String {
    format!("{hours:.1}")
}

/// Why a stretch of days needs whom it needs: the measures with their places, and the windows that ask for them.
pub fn staff_why(row: &StaffRow, windows: &[&PlannedWindow], workspace: &Workspace, lang: Lang) -> Vec<String> {
    let (first, last, days) = (row.first, row.last, row.days());
    let (seats, a_day) = (seats(&row.seats, lang), hours(row.analyst_hours));
    let mut lines = vec![say!(
        lang,
        "Staff from {first} to {last} ({days} days): {seats}; analyst hours a day: {a_day}",
        "{first} から {last} まで（{days}日間）の人員：{seats}。分析担当の工数は1日{a_day}時間"
    )];
    for (playbook, id) in &row.measures {
        let known = workspace.playbooks.iter().find(|known| known.id == *playbook);
        let Some(measure) = known.and_then(|known| known.measures.iter().find(|measure| measure.id == *id)) else { continue };
        let (place, seats, hours) =
            (&measure.place, self::seats(&measure.staff, lang), hours(measure.cost.analyst_hours_per_day));
        lines.push(say!(
            lang,
            "  Measure {id} of playbook {playbook} ({place}): {seats}; analyst hours a day: {hours}",
            "  プレイブック {playbook} の措置 {id}（{place}）：{seats}、分析担当の工数は1日{hours}時間"
        ));
    }
    let named = list(windows.iter().take(NAMED).map(|planned| &planned.window.id), lang);
    lines.push(match windows.len().checked_sub(NAMED).filter(|more| *more > 0) {
        None => say!(lang, "  Asked for by {named}.", "  求めている期間：{named}"),
        Some(more) => say!(lang, "  Asked for by {named} and {more} more.", "  求めている期間：{named} ほか{more}件"),
    });
    lines
}
