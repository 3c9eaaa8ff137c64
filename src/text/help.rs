//! The command line's help in Japanese, by path: `exercise start` for a command, `exercise start/live` for an argument.
//!
//! The English stands beside the arguments themselves; a test of `cli` walks every command and argument and finds each here.

/// The Japanese help of a command or argument.
pub fn japanese(path: &str) -> Option<&'static str> {
    HELP.iter().find(|(known, _)| *known == path).map(|(_, help)| *help)
}

/// The frame of a command's help, as clap fills it.
pub const TEMPLATE: &str = "{about-with-newline}\n使い方：{usage}\n\n{all-args}{after-help}";

pub const COMMANDS: &str = "コマンド";
pub const OPTIONS: &str = "オプション";
pub const ARGUMENTS: &str = "引数";

/// The values an argument takes.
pub fn choices(values: &str) -> String {
    format!("選択肢：{values}")
}

pub fn default_value(value: &str) -> String {
    format!("省略時：{value}")
}

pub fn variable(name: &str) -> String {
    format!("環境変数：{name}")
}

/// Why a command line cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    Subcommand,
    Argument,
    Value,
    Missing,
    NoSubcommand,
    Conflict,
    Other,
}

/// What is wrong with a command line, in Japanese; in English clap says it.
pub fn complaint(problem: Problem, argument: &str, value: &str, valid: Option<&str>) -> String {
    let said = match problem {
        Problem::Subcommand => format!("「{argument}」というコマンドはありません。"),
        Problem::Argument => format!("「{argument}」という引数はありません。"),
        Problem::Value => format!("「{argument}」の値「{value}」は使えません。"),
        Problem::Missing => format!("引数が足りません：{argument}"),
        Problem::NoSubcommand => "コマンドを指定してください。".to_owned(),
        Problem::Conflict => format!("「{argument}」は、ほかの引数と同時に指定できません。"),
        Problem::Other => "コマンドを解釈できません。".to_owned(),
    };
    let valid = valid.map_or(String::new(), |valid| format!(" 使えるもの：{valid}"));
    format!("{said}{valid}\n使い方は --help で表示されます。")
}

/// Help that every command shares.
const HELP: &[(&str, &str)] = &[
    ("", "外交・経済日程に連動するサージ防御と、その演習のためのツール"),
    ("/workspace", "作業ディレクトリ（ワークスペース）"),
    ("/lang", "表示言語：en または ja（省略時は LANG、次にワークスペースの設定）"),
    ("/format", "出力形式（svg と ics は plan のみ）"),
    ("/token", "個人トークン。環境変数 STANDTO_TOKEN での指定を推奨"),
    ("/now", "この時刻であるものとして読む。RFC 3339 または現地時刻（参照系コマンド用）"),
    ("/help", "ヘルプを表示"),
    ("/version", "バージョンを表示"),
    ("init", "コメント付きのワークスペースを作成"),
    ("init/directory", "作成先（なければ作成）"),
    ("check", "全ファイルを検査し、誤りをすべてまとめて表示"),
    ("doctor", "実行環境、データベース、接続先、メール、時刻を点検"),
    ("calendar", "イベントと日程"),
    ("calendar list", "期間内の日程を一覧表示"),
    ("calendar list/from", "初日（YYYY-MM-DD、省略時は今日）"),
    ("calendar list/to", "最終日（YYYY-MM-DD、省略時は初日から1年後）"),
    ("plan", "いつ、何に備えるか"),
    ("plan/from", "初日（YYYY-MM-DD、省略時は今日）"),
    ("plan/to", "最終日（YYYY-MM-DD、省略時は初日から1年後）"),
    ("plan/at", "ある時点の態勢を、計画と承認済みに分けて表示（RFC 3339またはワークスペースのタイムゾーンでの時刻）"),
    ("plan/explain", "各行の根拠を説明"),
    ("plan/titles", "図に示す名称：public（省略時、公開用）、full（取扱注意イベントの名称を読んでよい人向け）"),
    ("plan accept", "有効または承認済みの期間が変わることを承知のうえで、現在のファイルを採用"),
    ("plan diff", "変更の影響を表示。2つのリビジョン、現在のファイル、カレンダーファイルなどを比較"),
    (
        "plan diff/old",
        "リビジョン（IDの先頭部分）、in-force（採用中）、files（現在のファイル）、作業ディレクトリ、カレンダーファイル（.toml、.ics）のいずれか",
    ),
    ("plan diff/new", "比較相手（指定方法は同じ）"),
    ("plan diff/from", "初日（YYYY-MM-DD、省略時は今日）"),
    ("plan diff/to", "最終日（YYYY-MM-DD、省略時は初日から1年後）"),
    ("posture", "有効な措置、これまでの措置、今後の措置"),
    ("posture status", "現在有効な期間、変更した内容、承認待ちの一覧"),
    ("posture order", "期限を付けて態勢を手動で発令"),
    ("posture order/level", "watch、elevated、surge、restricted のいずれか"),
    ("posture order/scope", "standto.toml のグループ（省略時は全員）"),
    ("posture order/from", "ワークスペースのタイムゾーンでの現地時刻、または RFC 3339（省略時は現在）"),
    ("posture order/until", "ワークスペースのタイムゾーンでの現地時刻、または RFC 3339"),
    ("posture order/reason", "承認者に示す理由"),
    ("posture stand", "発令を期限前に解除"),
    ("posture stand/order", "発令の番号（posture order が表示したもの）"),
    ("posture preview", "承認の対象となる内容をすべて表示"),
    ("posture preview/window", "期間のID"),
    ("posture preview/standing", "この規則と態勢の、四半期に始まるすべての期間"),
    ("posture preview/level", "watch または elevated"),
    ("posture preview/quarter", "四半期（例：2027-Q1）"),
    ("posture approve", "内容を表示したうえで、1つの期間、または規則の四半期分を現在の内容で承認"),
    ("posture approve/window", "期間のID"),
    ("posture approve/standing", "この規則と態勢の、四半期に始まるすべての期間"),
    ("posture approve/level", "watch または elevated"),
    ("posture approve/quarter", "四半期（例：2027-Q1）"),
    ("posture approve/in_place_of", "この操作者の代決者として承認（本人が後で後閲）"),
    ("posture approve/decision", "決裁番号"),
    ("posture approve/yes", "端末でも確認を求めない"),
    ("posture review", "自分の代わりに代決された承認を後閲"),
    ("posture review/window", "期間のID"),
    ("posture review/object", "代決された承認を取り消す"),
    ("posture review/reason", "記録に残す理由"),
    ("posture withdraw", "自分の承認を取り消す"),
    ("posture withdraw/window", "期間のID"),
    ("posture withdraw/standing", "この規則と態勢の、四半期に始まるすべての期間"),
    ("posture withdraw/level", "watch または elevated"),
    ("posture withdraw/quarter", "四半期（例：2027-Q1）"),
    ("posture withdraw/reason", "記録に残す理由"),
    ("posture standing", "四半期の包括承認の一覧と状態"),
    ("posture close", "有効な期間を終了時刻の前に終了（この期間だけによる設定は元に戻す）"),
    ("posture close/window", "期間のID（posture status が表示）"),
    ("posture close/reason", "記録に残す理由"),
    ("posture install", "メールフィルターに必要な規則を設置（それだけでは何も保留しない）"),
    ("posture install/connector", "standto.toml の接続先。rspamd が1つなら rspamd でも可"),
    ("posture install/config", "ローカル設定のディレクトリ"),
    ("posture install/preview", "書き込むファイルを表示するだけ"),
    ("posture verify", "全対象を台帳と、台帳を適用すべき態勢と照合（差異があれば終了コード4）"),
    ("posture revert", "競合への対処を決める：対象を元に戻す、または現状のまま残す"),
    ("posture revert/target", "接続先のID"),
    ("posture revert/keep", "対象を現状のまま残し、書込みの記録を手放す"),
    ("posture done", "タスクの完了を根拠とともに記録（繰り返すタスクは最も古い未完了の回）"),
    ("posture done/window", "期間のID"),
    ("posture done/measure", "措置のID"),
    ("posture done/evidence", "完了を示す根拠"),
    ("exercise", "演習：リハーサル、開始、進行"),
    ("exercise list", "演習と実施状況の一覧"),
    ("exercise check", "誰に何がいつ届くか、何が足りないかを表示"),
    ("exercise check/exercise", "演習のID"),
    ("exercise rehearse", "台本全体を専用データベースで一気に実行（誰にも送信しない）"),
    ("exercise rehearse/exercise", "演習のID"),
    ("exercise rehearse/into", "データベースとメールの出力先（省略時は rehearsals/演習ID）"),
    ("exercise start", "本番の演習を申請（別の操作者の承認で開始）"),
    ("exercise start/exercise", "演習のID"),
    ("exercise start/live", "参加者に実際に送信する"),
    ("exercise start/speed", "実時間に対する倍率（本番は60倍まで）"),
    ("exercise approve", "別の操作者による本番演習の承認"),
    ("exercise approve/exercise", "演習のID"),
    ("exercise pause", "想定時刻を止める"),
    ("exercise pause/exercise", "演習のID"),
    ("exercise resume", "想定時刻を再び進める"),
    ("exercise resume/exercise", "演習のID"),
    ("exercise jump", "想定時刻を先へ進める"),
    ("exercise jump/exercise", "演習のID"),
    ("exercise jump/to", "T+24:00 の形式"),
    ("exercise speed", "想定時刻の進む速さを変える"),
    ("exercise speed/exercise", "演習のID"),
    ("exercise speed/speed", "実時間に対する倍率（本番は60倍まで）"),
    ("exercise status", "実時刻と想定時刻、次の状況付与、配信、対応、マイルストーン"),
    ("exercise status/exercise", "演習のID"),
    ("exercise end", "演習を終了（ENDEX）"),
    ("exercise end/exercise", "演習のID"),
    ("exercise abort", "全送信を直ちに停止し、訂正を送信"),
    ("exercise abort/exercise", "演習のID"),
    ("exercise decide", "送達不明の配信を再送するかどうかを決める"),
    ("exercise decide/key", "配信のキー（status が表示）"),
    ("exercise decide/resend", "同じ Message-ID で再送（省略時は再送しない）"),
    ("milestone", "演習のマイルストーン：24時間、72時間、7日"),
    ("milestone list", "各組織のマイルストーン"),
    ("milestone list/exercise", "演習のID"),
    ("milestone meet", "要件の根拠を示してマイルストーンを達成とする"),
    ("milestone meet/exercise", "演習のID"),
    ("milestone meet/organisation", "組織のID"),
    ("milestone meet/milestone", "マイルストーンのID"),
    ("milestone meet/evidence", "項目=内容（要件の項目ごとに1回）"),
    ("milestone reject", "根拠を差し戻す"),
    ("milestone reject/exercise", "演習のID"),
    ("milestone reject/organisation", "組織のID"),
    ("milestone reject/milestone", "マイルストーンのID"),
    ("milestone reject/reason", "不足している点"),
    ("report", "記録された事実からの報告書"),
    ("report aar", "演習結果報告書（AAR）"),
    ("report aar/exercise", "演習のID"),
    ("report aar/output", "書込み先（省略時は標準出力）"),
    ("report aar/kind", "html または json"),
    ("report aar/database", "読み込むデータベース（省略時はワークスペースのもの。リハーサルは専用のもの）"),
    ("journal", "起きたことすべてを記した記録簿"),
    ("journal show", "記録簿を表示（新しいものが最後）"),
    ("journal show/last", "表示する最大件数"),
    ("journal verify", "ハッシュの連鎖を再計算（改変があれば終了コード1）"),
    ("journal verify/database", "検証するデータベース（省略時はワークスペースのもの）"),
    ("principal", "操作者とトークン"),
    ("principal add", "操作者を登録し、トークンを一度だけ表示"),
    ("principal add/id", "ID"),
    ("principal add/name", "表示名（省略時はID）"),
    ("principal add/roles", "operator、approver、director、controller、evaluator"),
    ("principal add/days", "トークンの有効日数"),
    ("principal add/token_only", "トークンだけを表示"),
    ("principal list", "操作者の一覧（役割、有効期限）"),
    ("principal revoke", "トークンを直ちに無効化"),
    ("principal revoke/id", "ID"),
    ("attack", "ATT&CKのテクニックID"),
    ("attack import", "ATT&CKのSTIXファイルから imported/attack.csv を作成"),
    ("attack import/file", "STIXファイル"),
    ("attack show", "テクニックを調べる"),
    ("attack show/id", "テクニックのID"),
    ("backup", "データベースをバックアップ（使用中でも安全）"),
    ("backup/file", "バックアップ先"),
    ("restore", "バックアップを復元（データベースのない場所へ）"),
    ("restore/file", "バックアップファイル"),
    ("serve", "計画と実施中の演習を実行し、参加者ページを提供"),
    ("demo", "全体を1分で体験：オフライン、使い捨てのワークスペースで実行"),
    ("demo/into", "使い捨てワークスペースの場所（省略時は一時ディレクトリ）"),
    ("schema", "ファイルの種類ごと、または `plan` のJSON出力の JSON Schema"),
    (
        "schema/name",
        "settings、roster、calendar、playbook、scenario、exercise、または plan、plan-at、plan-diff（各JSON出力）のいずれか",
    ),
    ("completions", "シェル補完"),
    ("completions/shell", "シェル"),
];
