//! Refusals in words: why a command was not carried out, and what to do next. One table, one arm for each refusal.

use super::pieces::{count, instant, known, list, speed};
use super::say;
use super::terms::Term as _;
use crate::model::{ExercisePhase, Lang, Refusal};

/// Says a refusal, without a prefix such as `refused:`.
#[expect(clippy::too_many_lines, reason = "a table with one arm for each refusal")]
pub fn refusal(refusal: &Refusal, lang: Lang) -> String {
    match refusal {
        Refusal::NotProven => say!(
            lang,
            "This needs your personal token: set STANDTO_TOKEN to it. If it is unknown, expired or revoked, ask an operator for a new one.",
            "個人トークンが必要です。環境変数 STANDTO_TOKEN に設定してください。トークンが誤っている、期限切れ、または失効している場合は、運用者に再発行を依頼してください。"
        ),
        Refusal::FirstPrincipalMustBeOperator => say!(
            lang,
            "While there is no operator, the only thing to do is to add one: `standto principal add ID --role operator`.",
            "有効な運用者がいない間は、まず運用者の登録が必要です。`standto principal add ID --role operator` を実行してください。"
        ),
        Refusal::MissingRole { role } => {
            let (term, word) = (role.term(lang), role.as_str());
            say!(
                lang,
                "This needs the role {term}: ask someone who has it, or an operator to add you with `--role {word}`.",
                "この操作には「{term}」の役割が必要です。その役割を持つ人に依頼するか、運用者に `--role {word}` での登録を依頼してください。"
            )
        }
        Refusal::BadId { id } => say!(
            lang,
            "{id:?} cannot be an id: use letters a to z, digits, dot, underscore and hyphen, at most 64; --name takes any name.",
            "{id:?} はIDとして使えません。半角の英数字、ピリオド、アンダースコア、ハイフンで64文字以内にしてください。表示名は --name で自由に指定できます。"
        ),
        Refusal::PrincipalExists { id } => say!(
            lang,
            "There already is a principal {id}: choose another id, or end the old token first (`standto principal revoke {id}`).",
            "{id} はすでに登録されています。別のIDを指定するか、先に `standto principal revoke {id}` で現在のトークンを失効させてください。"
        ),
        Refusal::UnknownPrincipal { id } => say!(
            lang,
            "There is no principal {id}: `standto principal list` shows all.",
            "{id} は登録されていません。`standto principal list` で一覧を確認してください。"
        ),
        Refusal::UnknownExercise { id, known: all } => {
            let known = known(all, lang);
            say!(lang, "There is no exercise {id}. {known}", "演習 {id} は存在しません。{known}")
        }
        Refusal::NotStarted { exercise } => say!(
            lang,
            "{exercise} has not been started: `standto exercise start {exercise} --live` proposes it, `standto exercise rehearse {exercise}` tries it out on nobody.",
            "演習 {exercise} はまだ開始されていません。`standto exercise start {exercise} --live` で申請するか、`standto exercise rehearse {exercise}` で誰にも送信せずに試してください。"
        ),
        Refusal::UnknownOrganisation { id, known: all } => {
            let known = known(all, lang);
            say!(lang, "No organisation {id} takes part. {known}", "組織 {id} はこの演習に参加していません。{known}")
        }
        Refusal::UnknownMilestone { id, known: all } => {
            let known = known(all, lang);
            say!(lang, "There is no milestone {id}. {known}", "マイルストーン {id} は存在しません。{known}")
        }
        Refusal::UnknownWindow { id } => say!(
            lang,
            "There is no window {id} in the plan: `standto plan` shows every window with its id.",
            "期間 {id} は計画にありません。`standto plan` で期間とそのIDを確認してください。"
        ),
        Refusal::UnknownTarget { id, known: all } => {
            let known = known(all, lang);
            say!(
                lang,
                "There is no target {id} that standto has changed. {known}",
                "standto は現在、対象 {id} を変更していません。{known}"
            )
        }
        Refusal::UnknownGroup { id, known: all } => {
            let known = known(all, lang);
            say!(lang, "There is no group {id} in standto.toml. {known}", "グループ {id} は standto.toml にありません。{known}")
        }
        Refusal::UnknownDelivery { key } => say!(
            lang,
            "There is no delivery {key}: `standto exercise status EXERCISE` shows them.",
            "配信 {key} は存在しません。`standto exercise status 演習ID` で確認してください。"
        ),
        Refusal::UnknownTask { window, measure } => say!(
            lang,
            "No task {measure} was asked for window {window}: `standto posture status` shows the open ones.",
            "期間 {window} にタスク {measure} は依頼されていません。`standto posture status` で未完了のタスクを確認してください。"
        ),
        Refusal::UnknownOrder { id } => say!(
            lang,
            "There is no order {id}: `standto posture status` shows orders in force.",
            "発令 {id} は存在しません。`standto posture status` で有効な発令を確認してください。"
        ),
        Refusal::TaskIsDone { window, measure } => say!(
            lang,
            "The task {measure} of window {window} is done already: there is nothing left to do.",
            "期間 {window} のタスク {measure} はすでに完了しています。これ以上の操作は不要です。"
        ),
        Refusal::EndsBeforeItBegins { from, until } => {
            let (from, until) = (instant(*from), instant(*until));
            say!(
                lang,
                "It would begin at {from} and end at {until}: name an end that is later than the beginning and than now.",
                "開始が {from}、終了が {until} になります。開始および現在より後の終了時刻を指定してください。"
            )
        }
        Refusal::WindowIsOver { id, until } => {
            let until = instant(*until);
            say!(
                lang,
                "Window {id} ended at {until}: for a new one, use `standto posture order`.",
                "期間 {id} は {until} に終了しています。新たに必要な場合は `standto posture order` で発令してください。"
            )
        }
        Refusal::WindowNotOpen { id } => say!(
            lang,
            "Window {id} is not in effect, so there is nothing to close: `standto posture status` shows what is. An order that waits is ended with `standto posture stand`.",
            "期間 {id} は有効になっていないため、終了できません。有効な期間は `standto posture status` で確認してください。有効になっていない発令は `standto posture stand` で解除します。"
        ),
        Refusal::AlreadyApproved { id } => say!(
            lang,
            "You approved window {id} already: another approver is needed for more.",
            "期間 {id} はすでに承認済みです。さらに承認が必要な場合は、別の承認者に依頼してください。"
        ),
        Refusal::AsksForNothing { level } => {
            let level = level.term(lang);
            say!(
                lang,
                "An order for {level} asks for nothing: name a higher level, or end an order with `standto posture stand ORDER`.",
                "{level}の発令では何も変わりません。より高い態勢を指定するか、`standto posture stand 発令番号` で既存の発令を解除してください。"
            )
        }
        Refusal::NotAnApprover { id } => say!(
            lang,
            "{id} is not among those who approve this level: ask one of those named in [[approval]] of standto.toml.",
            "{id} はこの態勢の承認者ではありません。standto.toml の [[approval]] に記載された承認者に依頼してください。"
        ),
        Refusal::WindowChanged { id } => say!(
            lang,
            "Window {id} is not what you were shown any more, so nothing was approved: look at it with `standto posture preview {id}`, then approve it again.",
            "期間 {id} の内容が表示時から変わったため、承認していません。`standto posture preview {id}` で確認のうえ、改めて承認してください。"
        ),
        Refusal::NotADeputy { id, of, known: all } if all.is_empty() => say!(
            lang,
            "{id} cannot approve in place of {of}: `deputies` of [[approval]] in standto.toml names who may.",
            "{id} は {of} の代決者ではありません。代決できる人は standto.toml の [[approval]] の `deputies` で指定します。"
        ),
        Refusal::NotADeputy { id, of, known: all } => {
            let known = known(all, lang);
            say!(lang, "{id} cannot approve in place of {of}. {known}", "{id} は {of} の代決者ではありません。{known}")
        }
        Refusal::CountsOnce { window, of } => say!(
            lang,
            "You have approved window {window} already, as {of}, and one person counts once: ask another approver, or take your approval back first with `standto posture withdraw {window} --reason …`.",
            "期間 {window} はすでに {of} として承認済みです。1人の承認は1名分として数えます。別の承認者に依頼するか、先に `standto posture withdraw {window} --reason …` で取り消してください。"
        ),
        Refusal::NotForStanding { level } => {
            let level = level.term(lang);
            say!(
                lang,
                "Windows of {level} are approved one by one; only watch and elevated can be approved for a quarter.",
                "{level}の期間は1つずつ承認します。四半期の包括承認ができるのは注意態勢と強化態勢だけです。"
            )
        }
        Refusal::UnknownRule { policy, level, known: all } => {
            let (level, known) = (level.term(lang), known(all, lang));
            say!(lang, "No policy {policy} asks for {level}. {known}", "{level}を求める規則 {policy} はありません。{known}")
        }
        Refusal::QuarterIsOver { quarter } => say!(
            lang,
            "{quarter} is over: approve the one that runs, or one that comes.",
            "{quarter} は終了しています。今期以降の四半期を指定してください。"
        ),
        Refusal::RuleChanged { policy, level } => {
            let level = level.term(lang);
            say!(
                lang,
                "What {policy} does for {level} is not what you were shown any more, so nothing was approved: look at it again and repeat the command.",
                "規則 {policy} の{level}の内容が表示時から変わったため、承認していません。内容を確認し、改めて実行してください。"
            )
        }
        Refusal::AlreadyStanding { policy, level, quarter } => {
            let level = level.term(lang);
            say!(
                lang,
                "You have approved {policy}, {level}, for {quarter} already: `standto posture standing` shows who has, another approver can.",
                "規則 {policy} の{level}は {quarter} についてすでに承認済みです。`standto posture standing` で確認し、必要なら別の承認者に依頼してください。"
            )
        }
        Refusal::NothingStanding { policy, level, quarter } => {
            let level = level.term(lang);
            say!(
                lang,
                "You have no standing approval of {policy}, {level}, for {quarter}: `standto posture standing` lists all.",
                "規則 {policy} の{level}について {quarter} の包括承認はありません。`standto posture standing` で一覧を確認してください。"
            )
        }
        Refusal::NothingToReview { window } => say!(
            lang,
            "Nothing of window {window} waits for your review: `standto posture status` shows what does.",
            "期間 {window} に後閲待ちの代決はありません。`standto posture status` で確認してください。"
        ),
        Refusal::NothingToWithdraw { window } => say!(
            lang,
            "You have not approved window {window} as it is, so there is nothing to take back: `standto posture status` shows who has.",
            "期間 {window} の現在の内容をまだ承認していないため、取り消すものはありません。承認者は `standto posture status` で確認できます。"
        ),
        Refusal::AuthorAlone => say!(
            lang,
            "Who ordered a window cannot be the only one to approve it, nor can somebody in their place: ask another approver.",
            "発令した本人やその代決者だけでは承認できません。別の承認者に依頼してください。"
        ),
        Refusal::ReasonMissing => say!(
            lang,
            "A reason is missing: say why with --reason, for those who approve and those who read the record.",
            "理由がありません。承認者と記録の読み手のために、--reason で理由を記入してください。"
        ),
        Refusal::WrongPhase { exercise, phase } => wrong_phase(exercise, *phase, lang),
        Refusal::AlreadyRunning { exercise } => say!(
            lang,
            "{exercise} has a run that is not over: end it first (`standto exercise end {exercise}`), or see `standto exercise status {exercise}`.",
            "演習 {exercise} には終了していない実施があります。先に終了する（`standto exercise end {exercise}`）か、`standto exercise status {exercise}` で確認してください。"
        ),
        Refusal::SamePrincipal => say!(
            lang,
            "A live exercise needs a second principal: ask someone other than who proposed it to approve.",
            "本番の演習には別の操作者の承認が必要です。申請した本人以外の人に承認を依頼してください。"
        ),
        Refusal::ScriptChanged { exercise } => say!(
            lang,
            "The script of {exercise} changed since it was proposed: look at it (`standto exercise check {exercise}`) and propose it again.",
            "演習 {exercise} の台本が申請後に変更されています。内容を確認し（`standto exercise check {exercise}`）、改めて申請してください。"
        ),
        Refusal::TooFast { rate, limit } => {
            let (rate, limit) = (speed(*rate), speed(*limit));
            say!(
                lang,
                "{rate} is faster than a live exercise may run: name at most {limit}.",
                "{rate} は本番の演習で許される速さを超えています。{limit} 以下を指定してください。"
            )
        }
        Refusal::JumpBack { now, to } => say!(
            lang,
            "The exercise clock shows {now} and does not go back to {to}: name a later time.",
            "想定時刻は現在 {now} であり、{to} へ戻すことはできません。より後の時刻を指定してください。"
        ),
        Refusal::AddressNotAllowed { address } => say!(
            lang,
            "{address} is not on the allow-list: add it or its host to [allow] recipients in standto.toml, or take it out of the cast.",
            "{address} は宛先の許可リストにありません。standto.toml の [allow] recipients にアドレスまたはホストを追加するか、配役から外してください。"
        ),
        Refusal::NotADrillText { inject } => say!(
            lang,
            "Inject {inject} says that it is no exercise, which an exercise never says: reword it in the scenario.",
            "状況付与 {inject} に、演習ではないとする記述があります。シナリオの文面を改めてください。"
        ),
        Refusal::MailMissing => say!(
            lang,
            "No mail is set up: add [mail] with from, and smtp or directory, to standto.toml; then run `standto check`.",
            "メールが設定されていません。standto.toml に [mail]（from と、smtp または directory）を追加し、`standto check` を実行してください。"
        ),
        Refusal::EvidenceMissing { fields } => {
            let fields = list(fields, lang);
            say!(
                lang,
                "Evidence is missing: {fields}. Give it with --evidence, for a milestone as FIELD=TEXT for each field.",
                "根拠が不足しています：{fields}。--evidence で示してください（マイルストーンでは項目ごとに 項目=内容）。"
            )
        }
        Refusal::UnknownEvidence { field, known: all } => {
            let known = known(all, lang);
            say!(lang, "The gate has no field {field}. {known}", "この要件に項目 {field} はありません。{known}")
        }
        Refusal::MilestoneDecided { milestone, status } => {
            let status = status.term(lang);
            say!(
                lang,
                "Milestone {milestone} is decided: {status}. See `standto milestone list EXERCISE`.",
                "マイルストーン {milestone} はすでに判定済みです（{status}）。`standto milestone list 演習ID` で確認してください。"
            )
        }
        Refusal::AnswerTooLong { limit } => say!(
            lang,
            "The answer is longer than {limit} characters: shorten it, or send the rest as another answer.",
            "回答が{limit}文字を超えています。短くするか、残りを別の回答として送ってください。"
        ),
        Refusal::NotYours => say!(
            lang,
            "This belongs to another person or organisation: use your own link.",
            "これは他の人または組織のものです。ご自身のリンクを使用してください。"
        ),
        Refusal::NotInConflict { target } => say!(
            lang,
            "{target} is not in conflict, so there is nothing to decide: `standto posture status` shows where it stands.",
            "{target} は競合していないため、判断は不要です。`standto posture status` で現況を確認してください。"
        ),
        Refusal::ConflictRemains { target } => say!(
            lang,
            "{target} is not what standto wrote, so it was left alone. Look at it; then `standto posture revert {target}` restores the state from before, and with --keep leaves it as it is.",
            "{target} の内容が standto の書き込んだものと異なるため、変更していません。内容を確認のうえ、`standto posture revert {target}` で元の状態に戻すか、--keep を付けて現状のまま残してください。"
        ),
        Refusal::NotUncertain { key } => say!(
            lang,
            "The fate of delivery {key} is known: there is nothing to decide; `standto exercise status EXERCISE` shows it.",
            "配信 {key} の結果は判明しているため、判断は不要です。`standto exercise status 演習ID` で確認してください。"
        ),
        Refusal::NothingToAccept => say!(
            lang,
            "Nothing waits to be accepted: the files are in use as they are.",
            "採用待ちの変更はありません。現在のファイルがそのまま使われています。"
        ),
        Refusal::WorkspaceFaulty { faults } => {
            let count = count(*faults, "fault", "faults");
            say!(
                lang,
                "The workspace has {count}: `standto check` shows all; mend them and try again.",
                "ワークスペースに誤りが{faults}件あります。`standto check` で確認し、修正してからやり直してください。"
            )
        }
    }
}

fn wrong_phase(exercise: &str, phase: ExercisePhase, lang: Lang) -> String {
    let (term, next) = (phase.term(lang), next_step(exercise, phase, lang));
    say!(
        lang,
        "{exercise} is {term}, so this cannot be done now. {next}",
        "演習 {exercise} は「{term}」のため、この操作はできません。{next}"
    )
}

/// What can be done in a phase.
fn next_step(exercise: &str, phase: ExercisePhase, lang: Lang) -> String {
    match phase {
        ExercisePhase::Proposed => say!(
            lang,
            "A second principal approves it with `standto exercise approve {exercise}`.",
            "別の操作者が `standto exercise approve {exercise}` で承認してください。"
        ),
        ExercisePhase::Running => say!(
            lang,
            "See where it stands with `standto exercise status {exercise}`.",
            "`standto exercise status {exercise}` で現況を確認してください。"
        ),
        ExercisePhase::Paused => say!(
            lang,
            "Let it go on with `standto exercise resume {exercise}`.",
            "`standto exercise resume {exercise}` で再開してください。"
        ),
        ExercisePhase::Ended | ExercisePhase::Aborted => say!(
            lang,
            "Start a new run with `standto exercise start {exercise}`, or write its report with `standto report aar {exercise}`.",
            "`standto exercise start {exercise}` で新たに開始するか、`standto report aar {exercise}` で報告書を作成してください。"
        ),
    }
}
