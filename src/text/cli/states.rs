//! States in words: windows, targets, clocks, tokens.

use crate::model::{
    ConnectorId, ExerciseRun, Gravity, Lang, LedgerPhase, Level, MeasureId, PlannedWindow, Rate, WALL_SPEED, WindowId,
    WindowStatus,
};
use crate::text::terms::Term as _;
use crate::text::{pieces, say};
use crate::time::{Elapsed, Timestamp};

/// `a, b`, as the reader's language joins words.
pub fn listed<T: ToString>(items: impl IntoIterator<Item = T>, lang: Lang) -> String {
    pieces::list(items, lang)
}

/// What something is, after its name.
pub fn labelled(label: &str, value: &str, lang: Lang) -> String {
    say!(lang, "{label}: {value}", "{label}：{value}")
}

pub fn posture_now(now: &str, level: Level, lang: Lang) -> String {
    let level = level.term(lang);
    say!(lang, "posture at {now}: {level}", "{now} 現在の態勢：{level}")
}

pub fn window_state(planned: &PlannedWindow, is_allowed: bool, now: Timestamp, lang: Lang) -> String {
    let state = plain_state(planned, is_allowed, now, lang);
    match &planned.status {
        WindowStatus::Planned => state,
        WindowStatus::Contested { why } => {
            let (word, why) = (Gravity::Contested.term(lang), why.term(lang));
            say!(lang, "{state}; {word}: {why}", "{state}、{word}（{why}）")
        }
        WindowStatus::Proposed { beside } => {
            say!(lang, "{state}; proposed beside {beside}", "{state}、{beside} の変更案")
        }
    }
}

fn plain_state(planned: &PlannedWindow, is_allowed: bool, now: Timestamp, lang: Lang) -> String {
    match (planned.window.from <= now, is_allowed) {
        (true, true) => say!(lang, "live", "有効"),
        (true, false) => say!(lang, "began, not applied: approvals are missing", "開始時刻を過ぎたが承認不足のため未適用"),
        (false, true) => say!(lang, "ahead", "予定"),
        (false, false) => say!(lang, "ahead, waits for approval", "予定（承認待ち）"),
    }
}

pub fn drift(target: &str, phase: LedgerPhase, is_readable: bool, lang: Lang) -> String {
    match phase {
        LedgerPhase::Active if is_readable => say!(
            lang,
            "{target}: DRIFT: it is not what standto wrote; look at it, then `standto posture revert {target}` (restore) or with --keep",
            "{target}：差異あり。standto が書き込んだ内容と異なります。内容を確認し、`standto posture revert {target}` で元に戻すか、--keep を付けて現状のまま残してください。"
        ),
        LedgerPhase::Conflict => say!(
            lang,
            "{target}: CONFLICT: somebody else changed it; decide with `standto posture revert {target}` or with --keep",
            "{target}：競合。standto 以外が変更しています。`standto posture revert {target}` で元に戻すか、--keep を付けて現状のまま残してください。"
        ),
        LedgerPhase::Applying | LedgerPhase::Reverting | LedgerPhase::Releasing => say!(
            lang,
            "{target}: a change is half done; a running `standto serve` finishes or undoes it",
            "{target}：変更が途中です。稼働中の `standto serve` が完了させるか、取り消します。"
        ),
        LedgerPhase::Active | LedgerPhase::Released => say!(lang, "{target}: it cannot be read", "{target}：読み取れません"),
    }
}

pub fn past_end(target: &str, until: &str, lang: Lang) -> String {
    say!(
        lang,
        "{target}: still changed after its end ({until}); start `standto serve`, which takes it back",
        "{target}：終了時刻（{until}）を過ぎても変更されたままです。`standto serve` を起動すると元に戻します。"
    )
}

/// Measures of a live, allowed window that hold nothing on their target.
pub fn not_in_force(target: &ConnectorId, window: &WindowId, measures: &[MeasureId], is_decided: bool, lang: Lang) -> String {
    let measures = listed(measures, lang);
    if is_decided {
        return say!(
            lang,
            "{target}: not in force by a person's decision until its windows end: {measures} of {window}",
            "{target}：判断により、期間の終了まで適用しません：期間 {window} の措置 {measures}"
        );
    }
    say!(
        lang,
        "{target}: NOT IN FORCE although {window} is live and allowed: {measures}; is `standto serve` running? `standto doctor` says whether the target can be changed",
        "{target}：未適用。有効で適用が認められた期間 {window} の措置 {measures} が適用されていません。`standto serve` が稼働しているか、対象を変更できるか（`standto doctor`）を確認してください。"
    )
}

pub fn no_drift(targets: usize, lang: Lang) -> String {
    if targets == 0 {
        return say!(lang, "no target is changed now", "現在変更中の対象はありません");
    }
    if targets == 1 {
        return say!(lang, "the one target is as the ledger says", "1件の対象は台帳のとおりです");
    }
    say!(lang, "{targets} targets are as the ledger says", "{targets}件の対象は台帳のとおりです")
}

pub fn no_principals(lang: Lang) -> String {
    say!(
        lang,
        "nobody may act yet; add the first with `standto principal add ID --role operator`",
        "操作者がまだ登録されていません。`standto principal add ID --role operator` で最初の操作者を登録してください。"
    )
}

pub fn no_operator(lang: Lang) -> String {
    say!(
        lang,
        "no operator's token holds; whoever owns the files adds one with `standto principal add ID --role operator`",
        "有効な運用者がいません。ファイルの所有者が `standto principal add ID --role operator` で追加してください。"
    )
}

pub fn token_state(is_live: bool, is_revoked: bool, lang: Lang) -> String {
    match (is_live, is_revoked) {
        (true, _) => say!(lang, "valid", "有効"),
        (false, true) => say!(lang, "revoked", "失効"),
        (false, false) => say!(lang, "expired", "期限切れ"),
    }
}

pub fn exercise_head(title: &str, run: &ExerciseRun, lang: Lang) -> String {
    let (number, mode, phase) = (run.number, run.mode.term(lang), run.phase.term(lang));
    say!(lang, "{title} — run {number}, {mode}, {phase}", "{title} — 実施 {number}、{mode}、{phase}")
}

pub fn clocks(at: Elapsed, wall: &str, rate: Rate, lang: Lang) -> String {
    if rate == 0 {
        return say!(
            lang,
            "exercise time {at}, where the clock stands; wall time {wall}",
            "想定時刻 {at}（停止中）、実時刻 {wall}"
        );
    }
    let speed = f64::from(rate) / f64::from(WALL_SPEED);
    say!(lang, "exercise time {at}, wall time {wall}, speed {speed} times", "想定時刻 {at}、実時刻 {wall}、速さ {speed}倍")
}
