//! The words for a database that cannot be used, and for a journal that is not as it was written. Pure.
//!
//! Each says what is wrong and what to do next.

use std::path::Display;

use super::say;
use crate::model::{Finding, Lang, StoreError};

/// How many findings are spelt out; the rest are counted.
const SHOWN: usize = 20;

/// Why the store did not do what was asked.
pub fn store_error(error: &StoreError, lang: Lang) -> String {
    match error {
        StoreError::NotThere { path } => not_there(&path.display(), lang),
        StoreError::Exists { path } => exists(&path.display(), lang),
        StoreError::Unreachable { path, why } => unreachable(&path.display(), why, lang),
        StoreError::NotLocal { path, kind } => not_local(&path.display(), kind, lang),
        StoreError::NoRoom { path, free_bytes, needed_bytes } => {
            no_room(&path.display(), (free_bytes >> 10, needed_bytes >> 10), lang)
        }
        StoreError::Foreign { path } => foreign(&path.display(), lang),
        StoreError::SqliteTooOld { found, needed } => sqlite_too_old(found, needed, lang),
        StoreError::Newer { found, known } => newer(*found, *known, lang),
        StoreError::Older { found, known } => older(*found, *known, lang),
        StoreError::Corrupted { detail } => corrupted(detail, lang),
        StoreError::Broken { findings } => broken(findings, lang),
        StoreError::Locked { pid } => locked(*pid, lang),
        StoreError::Busy => busy(lang),
        StoreError::ReadOnly => read_only(lang),
        StoreError::Full => full(lang),
        StoreError::Stopped { why } | StoreError::Disk { detail: why } => stopped(why, lang),
        StoreError::Tripped => tripped(lang),
        StoreError::LostLease { step } => lost_lease(step, lang),
        StoreError::AlreadyAnswered { command } => already_answered(command, lang),
        StoreError::Missing { table, key } => internal(&format!("{table} {key}"), lang),
        StoreError::Unfit { detail } | StoreError::Failed { detail } => internal(detail, lang),
        StoreError::Unreadable { detail } => unreadable(detail, lang),
    }
}

/// A journal that verifies: how many entries, and the newest one's hash, to compare with a report or a copy.
pub fn verified(head: Option<&(i64, String)>, entries: u64, lang: Lang) -> String {
    match head {
        None => say!(lang, "the journal is empty", "記録簿はまだ空です"),
        Some((sequence, hash)) => say!(
            lang,
            "journal intact: {entries} entries, head {sequence} {hash}",
            "記録簿は正常です：{entries}件、末尾 {sequence} {hash}"
        ),
    }
}

/// What is wrong at one place of a journal.
pub fn finding(finding: &Finding, lang: Lang) -> String {
    match finding {
        Finding::Gap { from, to } if from == to => say!(lang, "entry {from} is missing", "記録{from}が欠けています"),
        Finding::Gap { from, to } => say!(lang, "entries {from} to {to} are missing", "記録{from}から{to}までが欠けています"),
        Finding::EntryChanged { sequence } => say!(
            lang,
            "entry {sequence}: its data (time, actor, organisation, kind, revision or number) was changed",
            "記録{sequence}：属性（日時・実行者・組織・種別・リビジョン・番号のいずれか）が書き換えられています"
        ),
        Finding::ChainBroken { sequence } => say!(
            lang,
            "entry {sequence}: it does not follow the entry before it",
            "記録{sequence}：直前の記録とつながっていません"
        ),
        Finding::BodyChanged { sequence } => {
            say!(lang, "entry {sequence}: its content was changed", "記録{sequence}：内容が書き換えられています")
        }
        Finding::BodyMissing { sequence } => say!(
            lang,
            "entry {sequence}: its content is gone without a mark of erasure",
            "記録{sequence}：消去の印がないまま内容が失われています"
        ),
        Finding::BodyAlone { sequence } => say!(
            lang,
            "content of entry {sequence} is there, but not the entry",
            "記録{sequence}：内容だけがあり、記録そのものがありません"
        ),
        Finding::HeadDiffers { head, last } => say!(
            lang,
            "the journal should end with entry {head}, but ends with {last}",
            "末尾は記録{head}のはずですが、実際の末尾は{last}です"
        ),
        Finding::HeadMissing { last } => say!(
            lang,
            "the mark of the last entry is gone (the journal ends with {last})",
            "末尾を示す印が失われています（実際の末尾は{last}）"
        ),
    }
}

fn broken(findings: &[Finding], lang: Lang) -> String {
    let count = findings.len();
    let mut lines = vec![say!(
        lang,
        "The journal was changed outside standto ({count} findings). Keep a copy of the database as evidence, and compare with \
         a backup or with the head printed in a report:",
        "記録簿が standto の外で変更されています（検出{count}件）。データベースを証拠として保全し、バックアップや報告書に記載の末尾ハッシュと照合してください。"
    )];
    lines.extend(findings.iter().take(SHOWN).map(|found| format!("  {}", finding(found, lang))));
    let more = count.saturating_sub(SHOWN);
    if more > 0 {
        lines.push(say!(lang, "  and {more} more", "  ほか{more}件"));
    }
    lines.join("\n")
}

fn not_there(path: &Display<'_>, lang: Lang) -> String {
    say!(
        lang,
        "There is no {path}. Check the path; a workspace gets its database at the first change (standto serve, or standto \
         principal add).",
        "{path} がありません。パスを確認してください。データベースは最初の変更時（`standto serve` や `standto principal add` など）に作成されます。"
    )
}

fn exists(path: &Display<'_>, lang: Lang) -> String {
    say!(
        lang,
        "{path} is already there and is not overwritten. Choose another name, or move it aside first.",
        "{path} はすでに存在するため上書きしません。別の名前を指定するか、先に移動してください。"
    )
}

fn unreachable(path: &Display<'_>, why: &str, lang: Lang) -> String {
    say!(
        lang,
        "{path} cannot be used: {why}. Check its permissions and those of its directory.",
        "{path} を使用できません（{why}）。ファイルとディレクトリの権限を確認してください。"
    )
}

fn not_local(path: &Display<'_>, kind: &str, lang: Lang) -> String {
    say!(
        lang,
        "{path} lies on a network file system ({kind}), where a database would be damaged. Move the workspace to a local disk.",
        "{path} はネットワークファイルシステム（{kind}）上にあり、データベースが破損するおそれがあります。ワークスペースをローカルディスクへ移してください。"
    )
}

fn no_room(path: &Display<'_>, (free, needed): (u64, u64), lang: Lang) -> String {
    say!(
        lang,
        "Only {free} KiB are free at {path}; {needed} KiB are needed to start. Free some space.",
        "{path} の空き容量は{free} KiBです。起動には{needed} KiB必要です。空き容量を増やしてください。"
    )
}

fn foreign(path: &Display<'_>, lang: Lang) -> String {
    say!(
        lang,
        "{path} is a database, but not one of standto. Check the path.",
        "{path} は standto のデータベースではありません。パスを確認してください。"
    )
}

fn sqlite_too_old(found: &str, needed: &str, lang: Lang) -> String {
    say!(
        lang,
        "This build uses SQLite {found}, which can damage databases; {needed} or later is needed. Install a newer standto.",
        "このビルドのSQLite {found}にはデータベースを壊すおそれのある不具合があります（{needed}以降が必要）。新しい standto を導入してください。"
    )
}

fn newer(found: i64, known: i64, lang: Lang) -> String {
    say!(
        lang,
        "The database was written by a newer standto (schema {found}; this one knows {known}). Use that version, or restore a \
         backup made before the upgrade.",
        "データベースは新しいバージョンの standto で作成されています（スキーマ{found}、このバージョンは{known}まで）。そのバージョンを使うか、更新前のバックアップを復元してください。"
    )
}

fn older(found: i64, known: i64, lang: Lang) -> String {
    say!(
        lang,
        "The database is of an older standto (schema {found}; this one needs {known}). Run standto serve, or any command that \
         changes something: that brings it up to date.",
        "データベースは古いバージョンのものです（スキーマ{found}、このバージョンは{known}が必要）。`standto serve` など変更を伴うコマンドを一度実行すると更新されます。"
    )
}

fn corrupted(detail: &str, lang: Lang) -> String {
    say!(
        lang,
        "The database file is damaged ({detail}). Move it aside with all files whose names begin as its does, keep them as \
         evidence, and put the last backup in its place: standto restore FILE.",
        "データベースファイルが破損しています（{detail}）。同じ名前で始まるファイルごと別の場所へ移して証拠として保全し、`standto restore ファイル` で直近のバックアップを復元してください。"
    )
}

fn locked(pid: Option<u32>, lang: Lang) -> String {
    match pid {
        Some(pid) => say!(
            lang,
            "Another standto (process {pid}) works in this workspace. Stop it first, or let it carry out the command.",
            "別の standto（プロセス {pid}）がこのワークスペースを使用しています。先に停止するか、そちらでコマンドを実行してください。"
        ),
        None => say!(
            lang,
            "Another standto works in this workspace. Stop it first, or let it carry out the command.",
            "別の standto がこのワークスペースを使用しています。先に停止するか、そちらでコマンドを実行してください。"
        ),
    }
}

fn busy(lang: Lang) -> String {
    say!(
        lang,
        "Another program holds the database. Close it (a database browser, a copy in progress) and try again.",
        "別のプログラムがデータベースを使用中です。データベース閲覧ツールやコピー処理を終了してから、もう一度実行してください。"
    )
}

fn read_only(lang: Lang) -> String {
    say!(
        lang,
        "The database can only be read. Check that this user may write standto.db and its directory.",
        "データベースは読取り専用です。standto.db とそのディレクトリへの書込み権限を確認してください。"
    )
}

fn full(lang: Lang) -> String {
    say!(
        lang,
        "There is no room left for the database; nothing of this was written, and nothing new is sent. Free space on its disk \
         or raise the limit: work goes on by itself then.",
        "データベースを書き込む空きがありません。この操作は一切書き込まれておらず、新たな送信も止めています。ディスクの空きを増やすか上限を上げると、自動で再開します。"
    )
}

fn stopped(why: &str, lang: Lang) -> String {
    say!(
        lang,
        "The disk failed ({why}), so nothing more is written or sent. Check the disk, then start standto again; what was under \
         way is shown as uncertain.",
        "ディスク障害（{why}）のため、書込みと送信を停止しました。ディスクを確認してから standto を起動し直してください。処理中だったものは「送達不明」と表示されます。"
    )
}

fn tripped(lang: Lang) -> String {
    say!(
        lang,
        "Stopped at the write that this test asked for. Open the database again to go on.",
        "試験で指定された書込みの直後に停止しました。続けるにはデータベースを開き直してください。"
    )
}

fn lost_lease(step: &str, lang: Lang) -> String {
    say!(
        lang,
        "Step {step} took too long and is somebody else's by now; this result was not recorded. See its state in the status \
         before deciding anything.",
        "処理 {step} は時間がかかり、すでに別の担当に移りました。この結果は記録していません。状況を確認してから判断してください。"
    )
}

fn already_answered(command: &str, lang: Lang) -> String {
    say!(
        lang,
        "Command {command} was carried out already; it is not carried out again. Its first answer holds.",
        "コマンド {command} はすでに実行済みのため、再実行しません。最初の応答が有効です。"
    )
}

fn unreadable(detail: &str, lang: Lang) -> String {
    say!(
        lang,
        "The database holds a value that this standto cannot read ({detail}). Use the version that wrote it; if it is this one, \
         run standto journal verify and report the fault.",
        "データベースにこのバージョンでは読めない値があります（{detail}）。書き込んだバージョンを使ってください。同じバージョンの場合は `standto journal verify` を実行し、不具合として報告してください。"
    )
}

fn internal(detail: &str, lang: Lang) -> String {
    say!(
        lang,
        "The database refused a change ({detail}); nothing of it was written. This is a fault of standto: please report it with \
         this line.",
        "データベースが変更を受け付けませんでした（{detail}）。この操作は一切書き込まれていません。standto の不具合ですので、この行を添えて報告してください。"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has_japanese(text: &str) -> bool {
        text.chars().any(|c| ('\u{3040}'..='\u{30ff}').contains(&c))
    }

    #[test]
    fn a_broken_journal_lists_what_is_wrong_and_counts_the_rest() {
        let findings: Vec<Finding> = (1..=30).map(|sequence| Finding::BodyChanged { sequence }).collect();
        let error = StoreError::Broken { findings };
        let english = store_error(&error, Lang::En);
        assert!(
            english.contains("30 findings") && english.contains("entry 20:") && english.ends_with("and 10 more"),
            "{english}"
        );
        assert!(!english.contains("entry 21:") && !has_japanese(&english));
        let japanese = store_error(&error, Lang::Ja);
        assert!(japanese.contains("30件") && japanese.ends_with("ほか10件"), "{japanese}");
    }

    #[test]
    fn a_missing_range_of_one_is_told_as_one() {
        assert_eq!(finding(&Finding::Gap { from: 4, to: 4 }, Lang::En), "entry 4 is missing");
        assert_eq!(finding(&Finding::Gap { from: 4, to: 6 }, Lang::Ja), "記録4から6までが欠けています");
    }

    #[test]
    fn a_newer_database_says_which_version_to_use() {
        let error = StoreError::Newer { found: 7, known: 1 };
        assert!(store_error(&error, Lang::En).contains("schema 7; this one knows 1"));
        assert!(has_japanese(&store_error(&error, Lang::Ja)));
    }
}
