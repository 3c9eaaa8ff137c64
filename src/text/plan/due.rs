//! What is due when, and by whom.

use super::staff::people;
use crate::model::{Lang, TaskDue, Workspace};
use crate::text::pieces::local;
use crate::text::say;
use crate::time::Zone;

/// How many rows a table has; the rest is counted.
const SHOWN: usize = 40;

/// Column headers of [`due`].
pub fn due_headers(lang: Lang, zone: &Zone) -> Vec<String> {
    let zone = zone.name();
    vec![
        say!(lang, "Due ({zone})", "期限（{zone}）"),
        say!(lang, "Then every", "以後の間隔"),
        say!(lang, "Task", "タスク"),
        say!(lang, "Owner", "担当"),
        say!(lang, "Window", "期間ID"),
    ]
}

/// A row for each time, the earliest first; times in `zone`.
pub fn due(tasks: &[TaskDue], workspace: &Workspace, zone: &Zone, lang: Lang) -> Vec<Vec<String>> {
    let row = |task: &TaskDue| {
        let owner = people(&task.owner, workspace, lang);
        let every = task.every.map_or_else(|| "–".to_owned(), |every| every.to_string().trim_start_matches('+').to_owned());
        let due = local(zone.local(task.due));
        vec![due, every, task.title.get(lang).to_owned(), owner, task.window.to_string()]
    };
    tasks.iter().take(SHOWN).map(row).collect()
}

/// How many rows [`due`] leaves out.
pub fn due_more(tasks: &[TaskDue], lang: Lang) -> Option<String> {
    let more = tasks.len().checked_sub(SHOWN).filter(|more| *more > 0)?;
    Some(say!(
        lang,
        "…and {more} more tasks in the next 30 days; --format json has them all.",
        "今後30日間に期限が来るタスクはほかに{more}件あります。--format json ですべて出力できます。"
    ))
}

/// Why a task is due then: its measure with the place, and how often.
pub fn due_why(task: &TaskDue, zone: &Zone, lang: Lang) -> String {
    let TaskDue { measure, playbook, window, .. } = task;
    let due = zone.show(task.due);
    let place = task.place.as_ref().map_or_else(|| "–".to_owned(), ToString::to_string);
    match task.every {
        None => say!(
            lang,
            "Due {due}: measure {measure} of playbook {playbook} ({place}), for {window}",
            "期限 {due}：プレイブック {playbook} の措置 {measure}（{place}）。期間 {window}"
        ),
        Some(every) => say!(
            lang,
            "Due {due}: measure {measure} of playbook {playbook} ({place}), every {every}, for {window}",
            "期限 {due}：プレイブック {playbook} の措置 {measure}（{place}、間隔 {every}）。期間 {window}"
        ),
    }
}

/// What stands beside the date of an open task.
pub fn due_state(due: &str, is_overdue: bool, lang: Lang) -> String {
    if is_overdue { say!(lang, "{due}, overdue", "{due}（期限超過）") } else { due.to_owned() }
}

/// The round of a task, and how many before it nobody was asked for.
pub fn round(measure: &str, round: u32, missed: u32, lang: Lang) -> String {
    match (round, missed) {
        (0 | 1, _) => measure.to_owned(),
        (_, 0) => say!(lang, "{measure}, round {round}", "{measure}（第{round}回）"),
        (_, 1) => say!(
            lang,
            "{measure}, round {round} (1 round before it was missed)",
            "{measure}（第{round}回、直前の1回は依頼されず未実施）"
        ),
        (_, _) => say!(
            lang,
            "{measure}, round {round} ({missed} rounds before it were missed)",
            "{measure}（第{round}回、直前の{missed}回は依頼されず未実施）"
        ),
    }
}
