//! The words for every closed set: levels, classes, states.

use crate::model::{
    CalendarProblem, Certainty, Channel, Class, Contest, DeliveryPhase, ExercisePhase, Gravity, Handling, InjectPhase, Lang,
    LedgerPhase, Level, MilestoneStatus, Mode, OnUncertain, Precision, Precondition, Purpose, RequestStage, Role, Severity,
    SkipReason, Standing, StandingState, TroubleKind,
};

/// A value with a word in each language.
pub trait Term {
    /// English and Japanese.
    fn both(&self) -> (&'static str, &'static str);

    fn term(&self, lang: Lang) -> &'static str {
        let (en, ja) = self.both();
        match lang {
            Lang::En => en,
            Lang::Ja => ja,
        }
    }
}

macro_rules! terms {
    ($($name:ident { $($variant:ident = $en:literal / $ja:literal),+ $(,)? })+) => {$(
        impl Term for $name {
            fn both(&self) -> (&'static str, &'static str) {
                match self { $($name::$variant => ($en, $ja)),+ }
            }
        }
    )+};
}

terms! {
    Level {
        Baseline = "baseline" / "平常態勢",
        Watch = "watch" / "注意態勢",
        Elevated = "elevated" / "強化態勢",
        Surge = "surge" / "サージ態勢",
        Restricted = "restricted" / "制限態勢",
    }
    Class {
        Summit = "summit" / "首脳会合",
        Ministerial = "ministerial meeting" / "閣僚会合",
        Election = "election" / "選挙",
        Negotiation = "negotiation" / "交渉",
        Visit = "visit" / "要人往来",
        CentralBank = "central bank" / "中央銀行",
        Legislature = "legislature" / "議会",
        Legal = "legal ruling" / "司法判断",
        Commemoration = "commemoration" / "記念日",
        Conference = "conference" / "国際会議",
        Sport = "major event" / "大規模行事",
        Military = "military" / "軍事演習",
        Other = "other" / "その他",
    }
    Certainty {
        Confirmed = "confirmed" / "確定",
        Tentative = "tentative" / "未確定",
        Rumoured = "rumoured" / "未確認情報",
    }
    Precision {
        Instant = "to the minute" / "時刻まで判明",
        Day = "to the day" / "日付まで判明",
        Month = "to the month" / "月まで判明",
        Quarter = "to the quarter" / "四半期まで判明",
        Range = "somewhere in a range" / "期間内のいずれか",
    }
    Handling {
        Clear = "TLP:CLEAR" / "TLP:CLEAR（公開可）",
        Green = "TLP:GREEN" / "TLP:GREEN（コミュニティ内限り）",
        Amber = "TLP:AMBER" / "TLP:AMBER（関係者限り）",
        Red = "TLP:RED" / "TLP:RED（受領者限り）",
    }
    Channel {
        Mail = "mail" / "メール",
        Page = "player page" / "参加者ページ",
    }
    Mode {
        Rehearsal = "rehearsal" / "リハーサル",
        Live = "live" / "本番",
    }
    ExercisePhase {
        Proposed = "waiting for approval" / "承認待ち",
        Running = "running" / "実施中",
        Paused = "paused" / "中断中",
        Ended = "ended" / "終了",
        Aborted = "aborted" / "中止",
    }
    InjectPhase {
        Waiting = "waiting" / "待機",
        Synchronized = "synchronized" / "実施待ち",
        Released = "released" / "付与済み",
        Complete = "complete" / "完了",
        Skipped = "skipped" / "見送り",
        Recalled = "recalled" / "撤回",
    }
    Purpose {
        Original = "original" / "初回",
        Correction = "correction" / "訂正",
    }
    DeliveryPhase {
        Due = "due" / "送信待ち",
        Claimed = "being sent" / "送信中",
        Sent = "sent" / "送信済み",
        Retry = "to be retried" / "再試行待ち",
        Failed = "failed" / "失敗",
        Cancelled = "cancelled" / "取消し",
        Uncertain = "uncertain" / "送達不明",
    }
    OnUncertain {
        Ask = "ask" / "確認する",
        Resend = "resend" / "再送する",
    }
    MilestoneStatus {
        Pending = "pending" / "未到来",
        AtRisk = "at risk" / "遅延のおそれ",
        Met = "met" / "達成",
        Late = "late" / "遅れて達成",
        Missed = "missed" / "未達成",
        Rejected = "rejected" / "差戻し",
    }
    LedgerPhase {
        Applying = "being applied" / "適用中",
        Active = "active" / "有効",
        Reverting = "being reverted" / "復元中",
        Conflict = "conflict" / "競合",
        Releasing = "being given back" / "解放中",
        Released = "given back" / "解放済み",
    }
    Standing {
        Over = "over" / "終了",
        Live = "live" / "有効",
        Unapplied = "began, not applied" / "開始済み・未適用",
        Approved = "approved" / "承認済み",
        Waiting = "waiting for approval" / "承認待ち",
        Future = "ahead, no approval needed" / "開始前・承認不要",
    }
    Gravity {
        Harmless = "without consequence" / "影響なし",
        Immediate = "takes effect at once" / "直ちに適用",
        Undecided = "to be approved" / "要承認",
        Lapsing = "approvals lapse" / "承認が失効",
        TakenBack = "taken back until approved again" / "再承認まで復元",
        Contested = "contested" / "要判断",
    }
    RequestStage {
        Asked = "asked" / "依頼済み",
        Escalated = "escalated" / "上申済み",
        Unanswered = "unanswered" / "未回答のまま開始",
    }
    StandingState {
        Holds = "holds" / "有効",
        Changed = "lapsed: the rule, its measures or targets changed" / "失効（規則、措置または対象が変わった）",
        NoRule = "lapsed: no policy asks for this level any more" / "失効（この態勢を求める規則がなくなった）",
        Over = "over" / "終了",
    }
    Role {
        Operator = "operator" / "運用者",
        Approver = "approver" / "承認者",
        Director = "exercise director" / "演習責任者",
        Controller = "controller" / "コントローラー",
        Evaluator = "evaluator" / "評価者",
    }
    Contest {
        Moved = "its event moved" / "イベントの日程が変わった",
        Cancelled = "its event was cancelled" / "イベントが中止された",
        Vanished = "its event is in no calendar any more" / "イベントがカレンダーからなくなった",
        Unconfirmed = "its event is not confirmed any more" / "イベントが確定ではなくなった",
        Measures = "its measures or targets changed" / "措置または対象が変わった",
        Rule = "its rule changed" / "規則が変わった",
    }
    Precondition {
        Writable = "target can be changed" / "対象を変更できること",
        Reviewers = "reviewers on the roster" / "審査担当者がいること",
    }
    CalendarProblem {
        NotACalendar = "this is no iCalendar file; export the calendar again as .ics" / "iCalendar形式ではありません。カレンダーを.ics形式で書き出し直してください",
        BytesReplaced = "bytes that are not UTF-8 were replaced; export the file as UTF-8" / "UTF-8でない文字を置き換えました。UTF-8で書き出し直してください",
        Misplaced = "an event in it stands outside its calendar and was not read; export the file again" / "カレンダーの外に書かれたイベントを読み込めませんでした。ファイルを書き出し直してください",
        NoStart = "it has no readable start; give it a DTSTART" / "開始日時を読み取れません。DTSTARTを指定してください",
        EndBeforeStart = "it ends before it starts; its end was not used" / "終了が開始より前のため、終了日時を使いませんでした",
        BadDate = "a date in it cannot be read; correct EXDATE, RDATE or RECURRENCE-ID" / "読み取れない日付があります。EXDATE、RDATE、RECURRENCE-IDを修正してください",
        OlderVersion = "a later version of it stands in the same file and was used" / "同じファイルにある新しい版を使いました",
        RuleSyntax = "write the rule as FREQ=…;NAME=VALUE" / "繰返し規則はFREQ=…;NAME=VALUEの形で書いてください",
        RulePart = "the rule has a part or value that RFC 5545 does not allow there" / "繰返し規則に、RFC 5545で認められない項目または値があります",
        RuleUntil = "write UNTIL as 20271231, 20271231T090000 or 20271231T000000Z" / "UNTILは20271231、20271231T090000、20271231T000000Zのいずれかの形で書いてください",
        RuleTooOften = "it repeats more than once an hour; use FREQ=HOURLY or longer" / "1時間に2回以上繰り返しています。FREQ=HOURLY以上の間隔にしてください",
        SecondRule = "only its first RRULE was used; write the others as events of their own" / "最初のRRULEだけを使いました。残りは別のイベントにしてください",
        ExclusionRule = "its EXRULE was not used; write the excluded dates as EXDATE" / "EXRULEは使いませんでした。除外する日はEXDATEで書いてください",
        PeriodLength = "an RDATE's own length was not used; the event's length holds" / "RDATEに付いた長さは使わず、イベントの長さを使いました",
        ThisAndFuture = "its change of all later instances was not used; enter the new series as an event of its own" / "以降すべての回への変更は反映していません。新しい繰返しは別のイベントとして登録してください",
    }
    Severity {
        Info = "note" / "注記",
        Warning = "warning" / "警告",
        Alarm = "alarm" / "警報",
    }
    SkipReason {
        ConditionUnmet = "its condition never came true" / "条件が成立しなかった",
        Ended = "the exercise ended before its time" / "予定時刻の前に演習が終了した",
        Aborted = "the exercise was aborted" / "演習が中止された",
        NoRecipient = "nobody of the cast receives it" / "対象となる参加者がいない",
    }
    TroubleKind {
        RateLimit = "held back by `per_minute`; it goes out later by itself" / "`per_minute`の上限により待機中。順番が来れば自動で送信します",
        NotAllowed = "not on the allow-list; add it to `[allow] recipients` if it may get mail"
            / "許可リストにない宛先です。送信してよい宛先なら`[allow] recipients`に追加してください",
        BadField = "cannot stand in a message; remove line breaks, control characters or a bad address"
            / "メールに使えない値です。改行、制御文字、不正なアドレスを取り除いてください",
        NotADrill = "says that it is no exercise; exercises never say that, so reword it"
            / "「演習ではない」という趣旨の文があります。演習では使えないため、書き換えてください",
        TooLarge = "too large; make it smaller" / "大きすぎます。小さくしてください",
        Connect = "cannot connect; check host, port and network" / "接続できません。ホスト、ポート、ネットワークを確認してください",
        Tls = "the connection cannot be encrypted; check `tls` in standto.toml and the server's certificate"
            / "通信を暗号化できません。standto.tomlの`tls`とサーバー証明書を確認してください",
        Login = "the server refused the login; check user and password"
            / "サーバーがログインを拒否しました。ユーザー名とパスワードを確認してください",
        Timeout = "no answer in time; check whether the other side is overloaded" / "時間内に応答がありません。相手先の負荷を確認してください",
        Lost = "the connection broke; check the network and the other side's log" / "接続が切れました。ネットワークと相手先のログを確認してください",
        Answer = "the other side did not take it" / "相手先が受け付けませんでした",
        Gone = "the receiver is gone for good; take it out of standto.toml" / "受信先は廃止されています。standto.tomlから削除してください",
        Redirect = "the receiver points elsewhere, which is not followed; enter its final address in standto.toml"
            / "受信先が別の宛先へ転送しようとしました。転送には従わないため、最終的なURLをstandto.tomlに記入してください",
        PrivateAddress = "a private address; set `allow_private = true` if that is meant"
            / "プライベートアドレスです。意図したものなら`allow_private = true`を設定してください",
        Unreadable = "the file cannot be read; check that it exists and who may read it"
            / "ファイルを読み取れません。存在と読取り権限を確認してください",
        NotWritable = "the file cannot be replaced; check who may write in its directory"
            / "ファイルを置き換えられません。ディレクトリの書込み権限を確認してください",
        NotPlainFile = "not a plain file; name the file itself in standto.toml" / "通常のファイルではありません。standto.tomlには実ファイルを指定してください",
        NotParsable = "not in the format that standto.toml names; mend the file or the format"
            / "standto.tomlで指定した形式ではありません。ファイルまたは形式の指定を直してください",
        NotShown = "the setting is not there after the change; look at what else writes this file"
            / "変更後の設定を確認できません。ほかにこのファイルへ書き込むものがないか確認してください",
        Secret = "the secret is missing, empty or unreadable; set the variable or file that standto.toml names"
            / "シークレットがない、空である、または読み取れません。standto.tomlが指す環境変数またはファイルを設定してください",
        Unknown = "standto.toml does not name it; add it there or take the reference out"
            / "standto.tomlに見当たりません。追加するか、参照を削除してください",
        NoMail = "standto.toml has no `[mail]`; say there how mail leaves" / "standto.tomlに`[mail]`がありません。メールの送信方法を設定してください",
        Nobody = "nobody in roster.toml has this role or id; give it to a person"
            / "roster.tomlに該当者がいません。この役割またはIDを割り当ててください",
        Stopped = "the exercise was stopped before it left" / "送信前に演習が停止されました",
        Internal = "standto itself failed; please report this" / "standto の内部で問題が起きました。開発者へ報告してください",
    }
}
