//! The words for every closed set: levels, classes, states.

use crate::model::{
    Certainty, Channel, Class, DeliveryPhase, ExercisePhase, Handling, InjectPhase, Lang, LedgerPhase, Level, MilestoneStatus,
    Mode, OnUncertain, Precision, Precondition, Purpose, Role, Severity, SkipReason,
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
        Tentative = "tentative" / "予定",
        Rumoured = "rumoured" / "観測段階",
    }
    Precision {
        Instant = "to the minute" / "時刻まで判明",
        Day = "to the day" / "日付まで判明",
        Month = "to the month" / "月まで判明",
        Quarter = "to the quarter" / "四半期まで判明",
        Range = "somewhere in a range" / "期間内のいずれか",
    }
    Handling {
        Clear = "TLP:CLEAR" / "TLP:CLEAR(公開可)",
        Green = "TLP:GREEN" / "TLP:GREEN(関係者限り)",
        Amber = "TLP:AMBER" / "TLP:AMBER(限定配付)",
        Red = "TLP:RED" / "TLP:RED(個人限り)",
    }
    Channel {
        Mail = "mail" / "メール",
        Page = "player page" / "参加者ページ",
        Webhook = "webhook" / "ウェブフック",
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
        Recalled = "recalled" / "取消し",
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
        Cancelled = "cancelled" / "中止",
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
        Releasing = "being given back" / "返却中",
        Released = "given back" / "返却済み",
    }
    Role {
        Operator = "operator" / "運用者",
        Approver = "approver" / "承認者",
        Director = "exercise director" / "演習責任者",
        Controller = "controller" / "コントローラー",
        Evaluator = "evaluator" / "評価者",
    }
    Precondition {
        Writable = "target can be changed" / "対象を変更できること",
        Reviewers = "reviewers on the roster" / "審査担当者がいること",
    }
    Severity {
        Info = "note" / "情報",
        Warning = "warning" / "注意",
        Alarm = "alarm" / "警報",
    }
    SkipReason {
        ConditionUnmet = "its condition never came true" / "条件が成立しなかった",
        Ended = "the exercise ended before its time" / "予定時刻の前に演習が終了した",
        Aborted = "the exercise was aborted" / "演習が中止された",
        NoRecipient = "nobody of the cast receives it" / "対象となる参加者がいない",
    }
}
