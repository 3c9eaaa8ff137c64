//! What the tests of languages know: one word for one thing, and the exceptions, each with its reason.

/// Japanese that needs no Japanese letter: an abbreviation, or marks alone.
pub(crate) const ALIKE: &[(&str, &str)] =
    &[("id", "ID"), ("{from} to {until} ({zone})", "{from}\u{301c}{until}\u{ff08}{zone}\u{ff09}")];

/// Values of one sentence that differ: English says a count with its noun or a month by name, Japanese the number.
pub(crate) const COUNTED: &[(&str, &str)] = &[
    ("held", "cancelled"),
    ("sent", "corrections"),
    ("approvals", "need"),
    ("others", "missing"),
    ("count", "files"),
    ("count", "faults"),
    ("messages", "uncertain"),
    ("mails", "sent"),
    ("name", "month"),
    ("event", "events"),
    ("playbook", "playbooks"),
    ("scenario", "scenarios"),
    ("exercise", "exercises"),
];

/// One word for one thing: English, Japanese, and Japanese words that must not stand for it.
pub(crate) const WORDS: &[(&str, &str, &[&str])] = &[
    ("event", "イベント", &["行事予定"]),
    ("policy", "規則", &["方針", "ポリシー"]),
    ("window", "期間", &["ウィンドウ"]),
    ("posture", "態勢", &["体制", "ポスチャ"]),
    ("order", "発令", &["指示"]),
    ("measure", "措置", &["対策", "施策"]),
    ("task", "タスク", &["作業依頼"]),
    ("target", "対象", &["ターゲット"]),
    ("ledger", "台帳", &["レジャー"]),
    ("journal", "記録簿", &["ジャーナル", "記録台帳", "エントリー"]),
    ("evidence", "根拠", &["証跡", "エビデンス"]),
    ("principal", "操作者", &["利用者", "プリンシパル"]),
    ("proposal", "申請", &["提案"]),
    ("decision", "判断", &["裁定"]),
    ("scenario", "シナリオ", &[]),
    ("part", "役", &["役割（part"]),
    ("gate", "達成要件", &["ゲート"]),
    ("drift", "差異", &["ドリフト"]),
    ("connector", "接続先", &["コネクタ"]),
    ("script", "台本", &["スクリプト"]),
    ("inject", "状況付与", &["インジェクト"]),
    ("exercise time", "想定時刻", &["演習時刻"]),
    ("acknowledge", "受領", &["確認応答"]),
    ("answer", "回答", &["返信", "返答"]),
    ("delivery", "配信", &["配送"]),
    ("uncertain", "送達不明", &["不確実", "不確定"]),
    ("milestone", "マイルストーン", &["節目"]),
    ("rejected", "差戻し", &["却下", "拒絶"]),
    ("revision", "リビジョン", &["改訂版", "の版", "す版"]),
    ("rumoured", "未確認情報", &["観測段階", "噂"]),
    ("time zone", "タイムゾーン", &["時間帯"]),
    ("directory", "ディレクトリ", &["ディレクトリー", "フォルダ"]),
    ("fault", "誤り", &["エラー"]),
    ("server", "サーバー", &["サーバが", "サーバの"]),
];

/// Sets of words that only files and mail servers read: they are never shown as words of a language.
pub(crate) const FILE_WORDS: &[&str] = &["Tls", "FileFormat"];

/// The command that a report tells its reader to run.
pub(crate) const COMMAND: &str = "standto journal verify";

/// English that no user of standto reads, outside of `src/text`: (file, words).
pub(crate) const NOT_FOR_USERS: &[(&str, &str)] = &[
    ("src/actions/sink.rs", "Lines end in CRLF"),
    ("src/actions/sink.rs", "message too large"),
    ("src/actions/sink.rs", "As told"),
    ("src/plan/schema.rs", "standto plan"),
    ("src/plan/schema/at.rs", "standto plan --at"),
    ("src/plan/schema/diff.rs", "standto plan diff"),
];

/// Files that know Japanese without saying any: what denies a drill, where a line of a chart may break, half-width letters.
pub(crate) const KNOW_JAPANESE: &[&str] = &["src/model/drill.rs", "src/report/svg.rs", "src/calendar/changes.rs"];
