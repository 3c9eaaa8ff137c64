//! Words of `init` and `doctor`.

use crate::model::Lang;
use crate::text::{pieces, say};

pub fn already_there(file: &str, lang: Lang) -> String {
    say!(
        lang,
        "{file} is already there and nothing was written; name another directory",
        "{file} がすでにあるため、何も書き込みませんでした。別のディレクトリを指定してください。"
    )
}

pub fn ask_operator(lang: Lang) -> String {
    say!(lang, "Your organisation, as messages name it?", "組織名（メール等に表示されます）")
}

pub fn default_operator(lang: Lang) -> String {
    say!(lang, "Example Ministry", "○○省")
}

pub fn ask_zone(lang: Lang) -> String {
    say!(lang, "Time zone (IANA name)?", "タイムゾーン（IANAの名称）")
}

pub fn no_such_zone(name: &str, lang: Lang) -> String {
    say!(
        lang,
        "there is no time zone {name:?}; write it as Asia/Tokyo or Europe/Paris",
        "タイムゾーン {name:?} はありません。Asia/Tokyo、Europe/Paris のように入力してください。"
    )
}

pub fn ask_host(lang: Lang) -> String {
    say!(lang, "Mail host of those who may get messages?", "送信先として許可するメールのホスト名")
}

pub fn made(directory: &str, lang: Lang) -> String {
    say!(
        lang,
        "workspace written to {directory}. Next: `standto -C {directory} check`, `standto -C {directory} plan --explain`, `standto -C {directory} principal add YOU --role operator --role approver`",
        "ワークスペースを {directory} に作成しました。続けて `standto -C {directory} check`、`standto -C {directory} plan --explain`、`standto -C {directory} principal add あなたのID --role operator --role approver` を実行してください。"
    )
}

/// The points `doctor` looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    Files,
    Zones,
    Database,
    Journal,
    Writer,
    Principals,
    Mail,
    Target,
    Webhook,
    Clock,
}

pub fn point_name(point: Point, lang: Lang) -> String {
    match point {
        Point::Files => say!(lang, "workspace files", "ワークスペースのファイル"),
        Point::Zones => say!(lang, "time zones", "タイムゾーンデータ"),
        Point::Database => say!(lang, "database", "データベース"),
        Point::Journal => say!(lang, "journal", "記録簿"),
        Point::Writer => say!(lang, "engine", "エンジン"),
        Point::Principals => say!(lang, "principals", "操作者"),
        Point::Mail => say!(lang, "mail", "メール"),
        Point::Target => say!(lang, "target", "対象"),
        Point::Webhook => say!(lang, "webhook", "ウェブフック"),
        Point::Clock => say!(lang, "clock", "時計"),
    }
}

pub fn faults_found(count: usize, lang: Lang) -> String {
    let count = super::files::faults_in_words(count, lang);
    say!(lang, "{count}; run `standto check`", "{count}。`standto check` を実行してください。")
}

pub fn zones_found(version: &str, lang: Lang) -> String {
    say!(lang, "tzdata {version}, built in", "tzdata {version}（内蔵）")
}

pub fn database_found(sqlite: &str, free_mib: u64, lang: Lang) -> String {
    say!(lang, "SQLite {sqlite}; {free_mib} MiB free", "SQLite {sqlite}、空き{free_mib} MiB")
}

pub fn no_database_yet(lang: Lang) -> String {
    say!(lang, "none yet; the first change makes it", "未作成（最初の変更時に作成）")
}

pub fn engine_runs(pid: u32, lang: Lang) -> String {
    say!(lang, "`standto serve` runs as process {pid}", "`standto serve` がプロセス {pid} で稼働中")
}

pub fn engine_rests(lang: Lang) -> String {
    say!(
        lang,
        "not running: nothing is applied, sent or taken back until `standto serve`",
        "停止中。`standto serve` を起動するまで、適用・送信・復元は行われません。"
    )
}

pub fn principals_found(count: usize, approvers: usize, lang: Lang) -> String {
    say!(lang, "{count}, of whom {approvers} may approve", "{count}名（うち承認者{approvers}名）")
}

pub fn mail_to_directory(path: &str, lang: Lang) -> String {
    say!(lang, "written to {path}, not sent", "{path} に書き出し（送信しない）")
}

pub fn mail_server_answers(server: &str, lang: Lang) -> String {
    say!(lang, "{server} takes connections", "{server} に接続できます")
}

pub fn mail_server_silent(server: &str, why: &str, lang: Lang) -> String {
    say!(lang, "{server} takes no connection ({why})", "{server} に接続できません（{why}）")
}

pub fn no_mail(lang: Lang) -> String {
    say!(
        lang,
        "no [mail] in standto.toml: no reminder and no exercise mail",
        "standto.toml に [mail] がないため、タスクの依頼メールも演習メールも送れません"
    )
}

pub fn target_writable(id: &str, lang: Lang) -> String {
    say!(lang, "{id} can be read and changed", "{id} は読み書きできます")
}

pub fn target_locked(id: &str, lang: Lang) -> String {
    say!(lang, "{id} cannot be changed; mend its path or permissions", "{id} を変更できません。パスと権限を見直してください。")
}

pub fn secret_missing(id: &str, why: &str, lang: Lang) -> String {
    say!(lang, "{id}: its secret cannot be read ({why})", "{id}：シークレットを読み取れません（{why}）")
}

pub fn secret_found(id: &str, lang: Lang) -> String {
    say!(lang, "{id}: its secret is there", "{id}：シークレットあり")
}

pub fn clock_behind(newest: &str, lang: Lang) -> String {
    say!(
        lang,
        "the clock is earlier than the newest entry ({newest}); set it right before you start the engine",
        "時計が最新の記録（{newest}）より前を示しています。エンジンを起動する前に合わせてください。"
    )
}

pub fn clock_fine(now: &str, lang: Lang) -> String {
    say!(lang, "{now}; not earlier than the newest entry", "{now}（最新の記録より後）")
}

/// A file of a filter's rules and what became of it: `new`, `changed` or `same`.
pub fn installed(path: &str, state: &str, is_preview: bool, lang: Lang) -> String {
    match (state, is_preview) {
        ("new", true) => say!(lang, "would be written: {path}", "作成予定：{path}"),
        ("changed", true) => say!(lang, "would be changed: {path}", "変更予定：{path}"),
        ("new", false) => say!(lang, "written: {path}", "作成：{path}"),
        ("changed", false) => say!(lang, "changed: {path}", "変更：{path}"),
        _ => say!(lang, "as it should be: {path}", "変更不要：{path}"),
    }
}

pub fn restart_filter(lang: Lang) -> String {
    say!(
        lang,
        "Restart rspamd once so that it reads the rules; windows open and close without a restart. Fill local_policy_ages.map (see README): until then no domain is young.",
        "規則を読み込ませるため、rspamd を一度再起動してください。期間の開始と終了に再起動は要りません。local_policy_ages.map にドメインの登録日を入れるまで、登録間もないドメインの判定は働きません（READMEを参照）。"
    )
}

pub fn not_installed(why: &str, lang: Lang) -> String {
    say!(
        lang,
        "not installed: {why}; mend it and run the command again, which writes only what is missing",
        "設置できませんでした：{why}。原因を取り除いてもう一度実行してください。不足分だけを書き込みます。"
    )
}

/// `known` are the connectors that there are.
pub fn no_such_filter(name: &str, known: &[&str], lang: Lang) -> String {
    if known.is_empty() {
        return say!(
            lang,
            "standto.toml has no connector with `driver = \"rspamd\"`; add one (README, the file that `standto init` writes)",
            "standto.toml に `driver = \"rspamd\"` の接続先がありません。追加してください（READMEと、`standto init` が作るファイルに例があります）。"
        );
    }
    let known = pieces::list(known, lang);
    say!(
        lang,
        "standto.toml has no rspamd connector `{name}`; it has: {known}",
        "standto.toml に rspamd の接続先 `{name}` はありません（あるもの：{known}）"
    )
}
