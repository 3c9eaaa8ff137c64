//! Answers in words: what a command came to, and what comes next.

use super::alterations;
use super::pieces::{count, short, speed};
use super::say;
use super::terms::Term as _;
use crate::model::{Altered, Answer, Lang, MilestoneId, OrderId, WindowId};
use crate::time::Zone;

/// Says an answer. Instants are shown in `zone`. A token is shown with the line that puts it to use, because it is never shown
/// again.
#[expect(clippy::too_many_lines, reason = "a table with one arm for each answer")]
pub fn answer(answer: &Answer, lang: Lang, zone: &Zone) -> String {
    match answer {
        Answer::Done => say!(lang, "Done.", "完了しました。"),
        Answer::Token { id, token, expires_at } => {
            let until = zone.show(*expires_at);
            say!(
                lang,
                "{id} acts with this token until {until}. It is shown only now; hand it over safely:\n\n  export STANDTO_TOKEN={token}\n",
                "{id} のトークンです（{until} まで有効）。再表示はできません。安全な方法で本人に渡してください。\n\n  export STANDTO_TOKEN={token}\n"
            )
        }
        Answer::Ordered { order, window, approvals_needed } => ordered(order, window, *approvals_needed, lang),
        Answer::Approved { window, have, need, in_place_of } => {
            let said = approved(window, *have, *need, lang);
            match in_place_of {
                None => said,
                Some(of) => {
                    let review = say!(
                        lang,
                        "It counts as that of {of}, who has to review it: `standto posture review {window}`",
                        "{of} の代決として記録しました。{of} は後で `standto posture review {window}` により後閲してください。"
                    );
                    format!("{said}\n{review}")
                }
            }
        }
        Answer::StandingApproved { standing, have, need, windows } => {
            let (policy, level, quarter) = (&standing.policy, standing.level.term(lang), standing.quarter);
            if *need == 0 {
                return say!(
                    lang,
                    "Windows of {policy}, {level}, need no approval; yours for {quarter} is on the record all the same.",
                    "規則 {policy} の{level}の期間に承認は不要ですが、{quarter} の包括承認として記録しました。"
                );
            }
            say!(
                lang,
                "Your standing approval of {policy}, {level}, in {quarter} is recorded ({have} of {need}); windows of the plan that it counts for now: {windows}. `standto posture standing` lists all.",
                "規則 {policy} の{level}について {quarter} の包括承認を記録しました（{need}名中{have}名）。現在の計画では{windows}件の期間に及びます。一覧は `standto posture standing` で確認できます。"
            )
        }
        Answer::StandingWithdrawn { standing } => {
            let (policy, level, quarter) = (&standing.policy, standing.level.term(lang), standing.quarter);
            say!(
                lang,
                "Your standing approval of {policy}, {level}, in {quarter} is withdrawn. A live window that is then not approved is taken back now; `standto posture status` shows which wait.",
                "規則 {policy} の{level}に対する {quarter} の包括承認を取り消しました。承認が不足する有効な期間の設定は直ちに元に戻します。承認待ちの期間は `standto posture status` で確認してください。"
            )
        }
        Answer::Reviewed { window } => say!(
            lang,
            "Your review of what was approved in your place for window {window} is recorded; the approval stands.",
            "期間 {window} の代決に対する後閲を記録しました。承認はそのまま有効です。"
        ),
        Answer::ApprovalWithdrawn { window, have, need, is_live } => withdrawn(window, (*have, *need), *is_live, lang),
        Answer::Reverted { target } => say!(
            lang,
            "{target} goes back to its state from before; `standto posture status` shows when it has.",
            "{target} を元の状態に戻します。完了は `standto posture status` で確認できます。"
        ),
        Answer::WindowClosed { window } => say!(
            lang,
            "Window {window} ends now. What it alone held is taken back; `standto posture status` shows when it is.",
            "期間 {window} を終了しました。この期間だけによる設定は元に戻します。完了は `standto posture status` で確認できます。"
        ),
        Answer::ExerciseProposed { run, script_hash } => {
            let script = short(script_hash);
            say!(
                lang,
                "Run {run} is proposed, with script {script}. A second principal looks at it and approves: `standto exercise approve EXERCISE`",
                "実施 {run} を申請しました（台本のハッシュ {script}）。別の操作者が内容を確認し、`standto exercise approve 演習ID` で承認してください。"
            )
        }
        Answer::ExerciseStarted { run } => say!(
            lang,
            "Run {run} has started (STARTEX). `standto serve` carries it out; `standto exercise status EXERCISE` shows it.",
            "実施 {run} を開始しました（STARTEX）。進行は `standto serve` が行い、現況は `standto exercise status 演習ID` で確認できます。"
        ),
        Answer::ExerciseAt { run, at_exercise, rate: 0 } => say!(
            lang,
            "Run {run} stands still at {at_exercise}. `standto exercise resume EXERCISE` lets it go on.",
            "実施 {run} は想定時刻 {at_exercise} で中断しています。`standto exercise resume 演習ID` で再開できます。"
        ),
        Answer::ExerciseAt { run, at_exercise, rate } => {
            let speed = speed(*rate);
            say!(
                lang,
                "The clock of run {run} shows {at_exercise} and runs at {speed}.",
                "実施 {run} の想定時刻は {at_exercise}、進む速さは {speed} です。"
            )
        }
        Answer::ExerciseStopped { run, cancelled, corrections } => {
            let held = count(*cancelled, "message", "messages");
            let sent = count(*corrections, "correction", "corrections");
            say!(
                lang,
                "Run {run} is over (ENDEX): {held} will not go out, {sent} will. Write its report: `standto report aar EXERCISE`",
                "実施 {run} を終了しました（ENDEX）。未送信の{cancelled}件は送信せず、訂正{corrections}件を送信します。報告書は `standto report aar 演習ID` で作成できます。"
            )
        }
        Answer::Milestone { milestone, is_late } => met(milestone, *is_late, lang),
        Answer::MilestoneRejected { milestone } => say!(
            lang,
            "Milestone {milestone} is sent back with your reason. Until the exercise ends, new evidence may be shown: `standto milestone meet`",
            "マイルストーン {milestone} を理由とともに差し戻しました。演習の終了までは `standto milestone meet` で根拠を改めて示せます。"
        ),
        Answer::RevisionAdopted { revision, altered } => adopted(short(revision), altered, zone, lang),
    }
}

fn adopted(revision: &str, altered: &[Altered], zone: &Zone, lang: Lang) -> String {
    let head = say!(
        lang,
        "The files are in use as they are now (revision {revision}). `standto plan` shows what follows.",
        "現在のファイルを採用しました（リビジョン {revision}）。`standto plan` で今後の計画を確認できます。"
    );
    let lines = altered.iter().map(|altered| alterations::altered(altered, zone, lang));
    std::iter::once(head).chain(lines).collect::<Vec<_>>().join("\n")
}

fn met(milestone: &MilestoneId, is_late: bool, lang: Lang) -> String {
    if is_late {
        return say!(
            lang,
            "Milestone {milestone} is met, after its deadline.",
            "マイルストーン {milestone} を達成しましたが、期限を過ぎています。"
        );
    }
    say!(lang, "Milestone {milestone} is met in time.", "マイルストーン {milestone} を期限内に達成しました。")
}

fn ordered(order: &OrderId, window: &WindowId, need: u32, lang: Lang) -> String {
    if need == 0 {
        return say!(
            lang,
            "Order {order} is made and needs no approval. `standto posture stand {order}` ends it early.",
            "{order} を発令しました。承認は不要です。期限前に解除する場合は `standto posture stand {order}` を実行してください。"
        );
    }
    let approvals = count(need, "approval", "approvals");
    say!(
        lang,
        "Order {order} is made; it takes effect after {approvals}: `standto posture approve {window}`",
        "{order} を発令しました。{need}名の承認で有効になります：`standto posture approve {window}`"
    )
}

fn withdrawn(window: &WindowId, (have, need): (u32, u32), is_live: bool, lang: Lang) -> String {
    match (have >= need, is_live) {
        (true, false) if need == 0 => say!(
            lang,
            "The approval of window {window} is withdrawn, on the record; there is nothing left to take back.",
            "期間 {window} の承認の取消しを記録しました。元に戻す設定はありません。"
        ),
        (true, true) if need == 0 => say!(
            lang,
            "The approval of window {window} is withdrawn, on the record. The window needs none and goes on; `standto posture close {window} --reason …` ends it.",
            "期間 {window} の承認の取消しを記録しました。この期間に承認は不要なため継続します。終了するには `standto posture close {window} --reason …` を実行してください。"
        ),
        (true, _) => say!(
            lang,
            "The approval of window {window} is withdrawn. The others still suffice ({have} of {need}), so nothing changes; an order is ended with `standto posture stand`.",
            "期間 {window} の承認を取り消しました。残りの承認で足りるため（{need}名中{have}名）、適用状況は変わりません。発令を解除するには `standto posture stand` を使ってください。"
        ),
        (false, false) => say!(
            lang,
            "The approval of window {window} is withdrawn ({have} of {need} are left). It does not take effect until enough approve it: `standto posture approve {window}`",
            "期間 {window} の承認を取り消しました（残り{need}名中{have}名）。必要な承認がそろうまで適用されません：`standto posture approve {window}`"
        ),
        (false, true) => say!(
            lang,
            "The approval of window {window} is withdrawn ({have} of {need} are left). It has begun: what it holds is taken back now, until enough approve it again with `standto posture approve {window}`.",
            "期間 {window} の承認を取り消しました（残り{need}名中{have}名）。すでに開始しているため、この期間による設定は直ちに元に戻します。再び適用するには `standto posture approve {window}` で必要な承認をそろえてください。"
        ),
    }
}

fn approved(window: &WindowId, have: u32, need: u32, lang: Lang) -> String {
    if need == 0 {
        return say!(
            lang,
            "Window {window} needs no approval; yours is on the record all the same.",
            "期間 {window} に承認は不要ですが、承認として記録しました。"
        );
    }
    if have >= need {
        return say!(
            lang,
            "Window {window} is approved ({have} of {need}) and takes effect from its beginning on.",
            "期間 {window} が承認されました（{need}名中{have}名）。開始時刻から有効になります。"
        );
    }
    let missing = need - have;
    let others = count(missing, "more approver", "more approvers");
    say!(
        lang,
        "Your approval of window {window} is recorded ({have} of {need}). It takes {others}: `standto posture approve {window}`",
        "期間 {window} への承認を記録しました（{need}名中{have}名）。あと{missing}名の承認が必要です：`standto posture approve {window}`"
    )
}
