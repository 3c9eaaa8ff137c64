//! Facts in words: one line each, for chronologies and `journal show`. One table, one arm for each fact, so that a new fact does
//! not compile before it can be told.

use super::mail::recorded as trouble;
use super::pieces::{count, instant, list, short, speed};
use super::say;
use super::terms::Term as _;
use crate::model::{
    Actor, DeliveryRef, Fact, InjectId, Lang, MilestoneId, Precondition, PrincipalId, Purpose, SettingValue, Slot, StartFact,
};
use crate::time::{Elapsed, HOUR_MS, MINUTE_MS};

/// Who did it.
pub fn actor(actor: &Actor, lang: Lang) -> String {
    match actor {
        Actor::Engine => say!(lang, "standto itself", "standto（自動）"),
        Actor::Owner => say!(lang, "owner of the workspace", "ワークスペースの所有者"),
        Actor::Principal { id } => say!(lang, "principal {id}", "操作者 {id}"),
        Actor::Player { organisation, id } => say!(lang, "player {id} of {organisation}", "{organisation} の参加者 {id}"),
    }
}

/// Tells a fact in one line, without its time and actor. What people wrote is shown as they wrote it, line breaks as blanks.
pub fn fact(fact: &Fact, lang: Lang) -> String {
    let told = tell(fact, lang);
    told.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// As [`fact`], for a report whose section of this number holds in full what people wrote.
pub fn pointing(fact: &Fact, section: u32, lang: Lang) -> String {
    let there = say!(lang, "see section {section}", "第{section}章を参照");
    if let Fact::Answered { inject, player, at_exercise, .. } = fact {
        return answered((inject.as_ref(), player.as_str()), *at_exercise, &there, lang);
    }
    if let Fact::MilestoneMet { milestone, due, at_exercise, .. } = fact {
        return met(milestone, *due, *at_exercise, &there, lang);
    }
    self::fact(fact, lang)
}

fn answered((inject, player): (Option<&InjectId>, &str), at_exercise: Elapsed, text: &str, lang: Lang) -> String {
    let what = inject_or_correction(inject, lang);
    say!(lang, "{player} answered {what} at {at_exercise}: {text}", "{player} が{what}に回答（想定時刻 {at_exercise}）：{text}")
}

fn met(milestone: &MilestoneId, due: Elapsed, at_exercise: Elapsed, evidence: &str, lang: Lang) -> String {
    if at_exercise <= due {
        say!(
            lang,
            "Milestone {milestone} met at {at_exercise}: {evidence}",
            "マイルストーン {milestone} を達成（想定時刻 {at_exercise}）：{evidence}"
        )
    } else {
        say!(
            lang,
            "Milestone {milestone} met late, at {at_exercise}, due {due}: {evidence}",
            "マイルストーン {milestone} を遅れて達成（想定時刻 {at_exercise}、期限 {due}）：{evidence}"
        )
    }
}

#[expect(clippy::too_many_lines, reason = "a table with one arm for each fact")]
fn tell(fact: &Fact, lang: Lang) -> String {
    match fact {
        Fact::RevisionAdopted { tzdata, files } => {
            let count = count(*files, "file", "files");
            say!(
                lang,
                "New revision in use: {count}, time zones {tzdata}",
                "新しいリビジョンを採用：{files}ファイル、タイムゾーンデータ {tzdata}"
            )
        }
        Fact::PrincipalAdded { id, name, roles, expires_at } => {
            let (roles, until) = (list(roles.iter().map(|role| role.term(lang)), lang), instant(*expires_at));
            say!(
                lang,
                "Principal {id} ({name}) added: {roles}, until {until}",
                "操作者 {id}（{name}）を登録：{roles}、{until} まで"
            )
        }
        Fact::PrincipalRevoked { id } => say!(lang, "Principal {id} revoked", "操作者 {id} のトークンを失効"),
        Fact::PostureOrdered { order, level, from, until, reason } => {
            let (level, from, until) = (level.term(lang), instant(*from), instant(*until));
            say!(
                lang,
                "Order {order}: {level} from {from} until {until}: {reason}",
                "発令 {order}：{level}、{from} から {until} まで。理由：{reason}"
            )
        }
        Fact::OrderEnded { order } => say!(lang, "Order {order} ended before its time", "発令 {order} を期限前に解除"),
        Fact::WindowApproved { window, hash, in_place_of, decision } => {
            let (hash, how) = (short(hash), how_approved(in_place_of.as_ref(), decision.as_deref(), lang));
            say!(lang, "Window {window} approved as it is ({hash}){how}", "期間 {window} を現在の内容で承認（{hash}）{how}")
        }
        Fact::StandingApproved { standing, hash, decision } => {
            let (policy, level, quarter) = (&standing.policy, standing.level.term(lang), standing.quarter);
            let (hash, how) = (short(hash), how_approved(None, decision.as_deref(), lang));
            say!(
                lang,
                "Policy {policy}, {level}, approved for {quarter} as its rule is ({hash}){how}",
                "規則 {policy} の{level}を {quarter} について現在の内容で包括承認（{hash}）{how}"
            )
        }
        Fact::ApprovalAsked { window, hash, asked, without_address } => {
            let (hash, whom) = (short(hash), whom(asked, without_address, lang));
            say!(lang, "Approval of window {window} ({hash}) asked for: {whom}", "期間 {window}（{hash}）の承認を依頼：{whom}")
        }
        Fact::ApprovalNotAsked { window, person, why } => {
            let why = trouble(lang, why);
            say!(
                lang,
                "Alarm: {person} could not be asked to approve window {window}: {why}",
                "警報：{person} に期間 {window} の承認を依頼できません：{why}"
            )
        }
        Fact::ApprovalEscalated { window, hash, to, without_address } => {
            let (hash, whom) = (short(hash), whom(to, without_address, lang));
            say!(
                lang,
                "Window {window} ({hash}) is not approved yet, and not applied until it is; escalated to: {whom}",
                "期間 {window}（{hash}）は未承認のため、承認されるまで適用しない。上申先：{whom}"
            )
        }
        Fact::StandingWithdrawn { standing, reason } => {
            let (policy, level, quarter) = (&standing.policy, standing.level.term(lang), standing.quarter);
            say!(
                lang,
                "Standing approval of policy {policy}, {level}, for {quarter} withdrawn: {reason}",
                "規則 {policy} の{level}に対する {quarter} の包括承認を取消し：{reason}"
            )
        }
        Fact::ApprovalReviewed { window, hash: _, by, objection: None } => say!(
            lang,
            "What {by} approved for window {window} in place of another was reviewed",
            "期間 {window} について {by} の代決を後閲"
        ),
        Fact::ApprovalReviewed { window, hash: _, by, objection: Some(objection) } => say!(
            lang,
            "What {by} approved for window {window} in place of another was reviewed and withdrawn: {objection}",
            "期間 {window} について {by} の代決を後閲し、承認を取消し：{objection}"
        ),
        Fact::ApprovalWithdrawn { window, hash: _, reason } => {
            say!(lang, "Approval of window {window} withdrawn: {reason}", "期間 {window} の承認を取消し：{reason}")
        }
        Fact::WindowOpened { window, hash, from: _, until, late_ms: 0 } => {
            let (hash, until) = (short(hash), instant(*until));
            say!(lang, "Window {window} takes effect until {until} ({hash})", "期間 {window} が開始（{until} まで、{hash}）")
        }
        Fact::WindowOpened { window, hash, from, until, late_ms } => {
            let (hash, from, until) = (short(hash), instant(*from), instant(*until));
            let (hours, minutes) = (late_ms / HOUR_MS, late_ms % HOUR_MS / MINUTE_MS);
            say!(
                lang,
                "Window {window} takes effect until {until} ({hash}): late start, {hours} h {minutes} min after {from}",
                "期間 {window} が開始（{until} まで、{hash}）。開始遅れ：予定の {from} から{hours}時間{minutes}分後"
            )
        }
        Fact::WindowClosed { window, until, reason: None } => {
            let until = instant(*until);
            say!(lang, "Window {window} is over, its end was {until}", "期間 {window} が終了（終了時刻 {until}）")
        }
        Fact::WindowClosed { window, until, reason: Some(reason) } => {
            let until = instant(*until);
            say!(
                lang,
                "Window {window} closed by a person before its end ({until}): {reason}",
                "期間 {window} を終了時刻（{until}）の前に終了。理由：{reason}"
            )
        }
        Fact::WindowContested { window, why, until } => {
            let (why, until) = (why.term(lang), instant(*until));
            say!(
                lang,
                "Window {window} is contested ({why}); it holds until its recorded end {until}",
                "期間 {window} は要判断（{why}）。記録された終了時刻 {until} まで有効"
            )
        }
        Fact::WindowUncontested { window } => {
            say!(
                lang,
                "Window {window} is planned again as it took effect",
                "期間 {window} は再び開始時の内容どおりの計画になった"
            )
        }
        Fact::ProposalWaits { window, beside, until } => {
            let until = instant(*until);
            say!(
                lang,
                "Alarm: window {window} is proposed in place of {beside}, which ends at {until}; it is not decided",
                "警報：期間 {beside} の変更案 {window} が未判断。{beside} は {until} に終了"
            )
        }
        Fact::WindowUnreadable { window } => {
            say!(
                lang,
                "Alarm: the record of window {window} cannot be read; what it holds stays as it is until its end",
                "警報：期間 {window} の記録を読み取れない。この期間による設定は終了時刻までそのまま維持"
            )
        }
        Fact::ControlApplying { target, settings, windows, hash: _ } => {
            let (settings, windows) = (pairs(settings, lang), list(windows, lang));
            say!(lang, "{target}: applying {settings} for {windows}", "{target}：適用開始 {settings}（期間 {windows}）")
        }
        Fact::ControlVerified { target, hash } => {
            let hash = short(hash);
            say!(
                lang,
                "{target}: verified, it holds what was written ({hash})",
                "{target}：検証済み、書き込んだ内容のとおり（{hash}）"
            )
        }
        Fact::ControlHeld { target, windows, until } => {
            let (windows, until) = (list(windows, lang), instant(*until));
            say!(
                lang,
                "{target}: held as it is by {windows} until {until}",
                "{target}：内容はそのまま、期間 {windows} により {until} まで維持"
            )
        }
        Fact::ControlReverting { target } => {
            say!(lang, "{target}: restoring the state from before", "{target}：元の状態への復元を開始")
        }
        Fact::ControlReverted { target } => {
            say!(lang, "{target}: the state from before is back", "{target}：元の状態に復元済み")
        }
        Fact::ControlConflict { target, expected, found } => {
            let (expected, found) = (short(expected), short(found));
            say!(
                lang,
                "{target}: conflict, {expected} was written and {found} is there; a person decides",
                "{target}：競合、書込みは {expected}、現状は {found}（判断待ち）"
            )
        }
        Fact::ConflictDecided { target, kept: true } => {
            say!(lang, "{target}: conflict decided, left as it is", "{target}：競合について判断：現状のまま残す")
        }
        Fact::ConflictDecided { target, kept: false } => {
            say!(lang, "{target}: conflict decided, to be restored", "{target}：競合について判断：元の状態に戻す")
        }
        Fact::ControlFailed { target, why } => {
            let why = trouble(lang, why);
            say!(lang, "{target}: failed: {why}", "{target}：失敗：{why}")
        }
        Fact::WebhookFailed { webhook, why } => {
            let why = trouble(lang, why);
            say!(lang, "webhook {webhook}: not told: {why}", "ウェブフック {webhook}：通知できませんでした：{why}")
        }
        Fact::MeasureBlocked { window, measure, precondition } => {
            let missing = match Precondition::from_word(precondition) {
                Some(known) => known.term(lang),
                None => precondition,
            };
            say!(
                lang,
                "Measure {measure} of window {window} is blocked; it needs: {missing}",
                "期間 {window} の措置 {measure} は保留。満たされていない条件：{missing}"
            )
        }
        Fact::TaskAsked { window, measure, owner, round: None } => {
            say!(
                lang,
                "Task {measure} of window {window} asked of {owner}",
                "期間 {window} のタスク {measure} を {owner} に依頼"
            )
        }
        Fact::TaskAsked { window, measure, owner, round: Some(round) } => {
            say!(
                lang,
                "Task {measure} of window {window}, round {round}, asked of {owner}",
                "期間 {window} のタスク {measure}（第{round}回）を {owner} に依頼"
            )
        }
        Fact::TaskDone { window, measure, evidence, round: None } => {
            say!(
                lang,
                "Task {measure} of window {window} done: {evidence}",
                "期間 {window} のタスク {measure} が完了：{evidence}"
            )
        }
        Fact::TaskDone { window, measure, evidence, round: Some(round) } => {
            say!(
                lang,
                "Task {measure} of window {window}, round {round}, done: {evidence}",
                "期間 {window} のタスク {measure}（第{round}回）が完了：{evidence}"
            )
        }
        Fact::TaskRoundsMissed { window, measure, rounds, from, until } => {
            let (from, until) = (instant(*from), instant(*until));
            say!(
                lang,
                "Task {measure} of window {window}: nobody was asked in time; rounds missed: {rounds}, due from {from} to {until}",
                "期間 {window} のタスク {measure}：依頼できないまま過ぎたため未実施の回数：{rounds}（期限 {from} から {until} まで）"
            )
        }
        Fact::AlarmRaised { window, measure, why } => {
            let why = trouble(lang, why);
            say!(lang, "Alarm for measure {measure} of window {window}: {why}", "警報：期間 {window} の措置 {measure}：{why}")
        }
        Fact::ExerciseProposed { run, exercise, mode, script_hash } => {
            let (mode, script) = (mode.term(lang), short(script_hash));
            say!(
                lang,
                "Run {run}: {exercise} proposed as {mode}, script {script}",
                "実施 {run}：演習 {exercise} を{mode}として申請（台本のハッシュ {script}）"
            )
        }
        Fact::ExerciseStarted { start } => started(start, lang),
        Fact::ExercisePaused { run, at_exercise } => {
            say!(lang, "Run {run}: paused at {at_exercise}", "実施 {run}：想定時刻 {at_exercise} で中断")
        }
        Fact::ExerciseResumed { run, at_exercise } => {
            say!(lang, "Run {run}: resumed at {at_exercise}", "実施 {run}：想定時刻 {at_exercise} から再開")
        }
        Fact::ExerciseJumped { run, from, to } => {
            say!(lang, "Run {run}: clock moved from {from} to {to}", "実施 {run}：想定時刻を {from} から {to} へ移動")
        }
        Fact::ExerciseSpeed { run, at_exercise, rate } => {
            let speed = speed(*rate);
            say!(lang, "Run {run}: speed {speed} from {at_exercise} on", "実施 {run}：想定時刻 {at_exercise} から速さ {speed}")
        }
        Fact::ExerciseEnded { run, at_exercise } => {
            say!(lang, "Run {run}: ended at {at_exercise} (ENDEX)", "実施 {run}：想定時刻 {at_exercise} で演習終了（ENDEX）")
        }
        Fact::ExerciseAborted { run, at_exercise } => {
            say!(lang, "Run {run}: aborted at {at_exercise} (ENDEX)", "実施 {run}：想定時刻 {at_exercise} で演習中止（ENDEX）")
        }
        Fact::InjectReleased { run: _, inject, due: _, at_exercise, subject, expected: _ } => {
            let subject = subject.get(lang);
            say!(
                lang,
                "Inject {inject} released at {at_exercise}: {subject}",
                "状況付与 {inject}（想定時刻 {at_exercise}）：{subject}"
            )
        }
        Fact::InjectSkipped { run: _, inject, reason } => {
            let reason = reason.term(lang);
            say!(lang, "Inject {inject} skipped: {reason}", "状況付与 {inject} を見送り：{reason}")
        }
        Fact::DeliverySent { delivery, answer } => {
            let message = message(delivery, lang);
            say!(lang, "Sent {message}: {answer}", "送信済み：{message}：{answer}")
        }
        Fact::DeliveryRetry { delivery, why } => {
            let (message, attempt, why) = (message(delivery, lang), delivery.attempt, trouble(lang, why));
            say!(
                lang,
                "Try {attempt} failed, to be tried again: {message}: {why}",
                "{attempt}回目の送信に失敗（再試行予定）：{message}：{why}"
            )
        }
        Fact::DeliveryFailed { delivery, why } => {
            let (message, attempt, why) = (message(delivery, lang), delivery.attempt, trouble(lang, why));
            say!(lang, "Given up after try {attempt}: {message}: {why}", "{attempt}回目で送信を断念：{message}：{why}")
        }
        Fact::DeliveryCancelled { delivery } => {
            let message = message(delivery, lang);
            say!(lang, "Cancelled before it was sent: {message}", "送信前に取消し：{message}")
        }
        Fact::DeliveryUncertain { delivery } => {
            let message = message(delivery, lang);
            say!(lang, "Uncertain whether it was sent: {message}", "送達不明：{message}")
        }
        Fact::UncertainDecided { delivery, resend: true } => {
            let message = message(delivery, lang);
            say!(
                lang,
                "Decided to send again under the same key: {message}",
                "送達不明の配信を同じキーで再送すると判断：{message}"
            )
        }
        Fact::UncertainDecided { delivery, resend: false } => {
            let message = message(delivery, lang);
            say!(lang, "Decided not to send again: {message}", "送達不明の配信を再送しないと判断：{message}")
        }
        Fact::Acknowledged { run: _, inject, key: _, player, at_exercise } => {
            let what = inject_or_correction(inject.as_ref(), lang);
            say!(lang, "{player} acknowledged {what} at {at_exercise}", "{player} が{what}を受領確認（想定時刻 {at_exercise}）")
        }
        Fact::Answered { run: _, inject, key: _, player, at_exercise, text } => {
            answered((inject.as_ref(), player.as_str()), *at_exercise, text, lang)
        }
        Fact::MilestoneMet { run: _, milestone, due, at_exercise, evidence } => {
            let evidence = list(evidence.iter().map(|(field, text)| say!(lang, "{field}: {text}", "{field}：{text}")), lang);
            met(milestone, *due, *at_exercise, &evidence, lang)
        }
        Fact::MilestoneOverdue { run: _, milestone, due } => say!(
            lang,
            "Milestone {milestone} overdue: no evidence accepted by {due}",
            "マイルストーン {milestone} は期限超過：{due} までに根拠が受理されなかった"
        ),
        Fact::MilestoneMissed { run: _, milestone, due } => {
            say!(lang, "Milestone {milestone} missed, due {due}", "マイルストーン {milestone} は未達成（期限 {due}）")
        }
        Fact::MilestoneRejected { run: _, milestone, at_exercise, reason } => say!(
            lang,
            "Evidence for milestone {milestone} sent back at {at_exercise}: {reason}",
            "マイルストーン {milestone} の根拠を差戻し（想定時刻 {at_exercise}）：{reason}"
        ),
        Fact::Recovered { uncertain, reverting, applying } => {
            let messages = count(*uncertain, "uncertain message", "uncertain messages");
            say!(
                lang,
                "Found half done after a stop: {messages}, {applying} being applied, {reverting} being reverted",
                "前回の停止で途中だったもの：送達不明{uncertain}件、適用中{applying}件、復元中{reverting}件"
            )
        }
    }
}

/// In whose place and under which number something was approved, after the rest of the sentence.
fn how_approved(in_place_of: Option<&PrincipalId>, decision: Option<&str>, lang: Lang) -> String {
    let mut how = in_place_of.map(|of| say!(lang, ", in place of {of}", "、{of} の代決")).unwrap_or_default();
    if let Some(number) = decision {
        how += &say!(lang, ", decision {number}", "、決裁番号 {number}");
    }
    how
}

fn started(start: &StartFact, lang: Lang) -> String {
    let StartFact { run, exercise, mode, rate, organisations, injects, script_hash, .. } = start;
    let (mode, speed, script, bodies) = (mode.term(lang), speed(*rate), short(script_hash), organisations.len());
    let (title, scenario) = (start.title.get(lang), start.scenario_title.get(lang));
    say!(
        lang,
        "Run {run}: {exercise} ({title}) started as {mode} at {speed} (STARTEX): {scenario}, organisations {bodies}, injects {injects}, script {script}",
        "実施 {run}：演習 {exercise}（{title}）を{mode}、速さ {speed} で開始（STARTEX）：{scenario}、{bodies}組織、状況付与{injects}件、台本のハッシュ {script}"
    )
}

/// A message: what, to whom, how.
fn message(delivery: &DeliveryRef, lang: Lang) -> String {
    let DeliveryRef { inject, player, channel, purpose, .. } = delivery;
    let channel = channel.term(lang);
    match (inject, purpose) {
        (Some(inject), Purpose::Original) => {
            say!(lang, "inject {inject} to {player} ({channel})", "{player} 宛て状況付与 {inject}（{channel}）")
        }
        (Some(inject), Purpose::Correction) => {
            say!(
                lang,
                "correction of inject {inject} to {player} ({channel})",
                "{player} 宛て状況付与 {inject} の訂正（{channel}）"
            )
        }
        (None, Purpose::Original) => say!(lang, "message to {player} ({channel})", "{player} 宛て連絡（{channel}）"),
        (None, Purpose::Correction) => say!(lang, "correction to {player} ({channel})", "{player} 宛て訂正（{channel}）"),
    }
}

/// What a player reacted to; only a correction belongs to no inject.
fn inject_or_correction(inject: Option<&InjectId>, lang: Lang) -> String {
    match inject {
        Some(inject) => say!(lang, "inject {inject}", "状況付与 {inject} "),
        None => say!(lang, "the correction", "訂正"),
    }
}

/// Who got a mail, and who could not.
fn whom(asked: &[PrincipalId], without_address: &[PrincipalId], lang: Lang) -> String {
    let asked = if asked.is_empty() { say!(lang, "nobody", "該当者なし") } else { list(asked, lang) };
    if without_address.is_empty() {
        return asked;
    }
    let missing = list(without_address, lang);
    say!(lang, "{asked} (not in roster.toml: {missing})", "{asked}（roster.toml に登録なし：{missing}）")
}

fn pairs(settings: &[(Slot, SettingValue)], lang: Lang) -> String {
    list(settings.iter().map(|(slot, value)| format!("{slot}={value}")), lang)
}
