//! What a new revision does to windows that were live or approved, in words.

use super::say;
use super::terms::Term as _;
use crate::model::{Altered, Becomes, Contest, Lang, WindowId};
use crate::time::{Timestamp, Zone};

/// One window in a line, with what to do next. Instants are shown in `zone`.
pub(super) fn altered(altered: &Altered, zone: &Zone, lang: Lang) -> String {
    let window = &altered.window;
    match &altered.to {
        Becomes::Contested { why, until, proposed } => contested(window, (*why, *until), proposed.as_ref(), zone, lang),
        Becomes::Reapprove { planned } => say!(
            lang,
            "{window}: its approvals are void; as it is planned now, approve {planned} anew: `standto posture approve {planned}`",
            "{window}：承認は失効します。現在の内容の {planned} を `standto posture approve {planned}` で改めて承認してください。"
        ),
        Becomes::Replaced { planned } => say!(
            lang,
            "{window}: planned otherwise now, as {planned}; no approval is missing: `standto posture preview {planned}` shows it",
            "{window}：計画が変わり、{planned} となります。不足している承認はありません。内容は `standto posture preview {planned}` で確認できます。"
        ),
        Becomes::Dropped => say!(
            lang,
            "{window}: nothing asks for it any more; it is out of the plan",
            "{window}：必要とする規則やイベントがなくなったため、計画から外れます。"
        ),
        Becomes::Joined => say!(
            lang,
            "{window}: its settings join otherwise with those of other windows",
            "{window}：ほかの期間との設定の合わせ方が変わります。"
        ),
        Becomes::LateStart { from } => {
            let from = zone.show(*from);
            say!(
                lang,
                "{window}: late start; it was to begin at {from} and takes effect at once",
                "{window}：開始遅れ。開始予定は {from} で、直ちに有効になります。"
            )
        }
        Becomes::TargetMoved { target } => say!(
            lang,
            "{window}: its target {target} is pointed elsewhere or gone; it is given back where it was when the window ends",
            "{window}：対象 {target} の指す先が変わるか、なくなります。変更済みの設定は、期間の終了時に元の場所で元に戻します。"
        ),
    }
}

fn contested(
    window: &WindowId,
    (why, until): (Contest, Timestamp),
    proposed: Option<&WindowId>,
    zone: &Zone,
    lang: Lang,
) -> String {
    let (why, until) = (why.term(lang), zone.show(until));
    match proposed {
        Some(proposed) => say!(
            lang,
            "{window}: contested ({why}); it holds as it took effect until {until}. Before then, decide on what is proposed beside it: `standto posture approve {proposed}`",
            "{window}：要判断（{why}）。開始時の内容のまま {until} まで有効です。それまでに変更案について判断してください：`standto posture approve {proposed}`"
        ),
        None => say!(
            lang,
            "{window}: contested ({why}); it holds as it took effect until {until}. To end it earlier: `standto posture close {window} --reason TEXT`",
            "{window}：要判断（{why}）。開始時の内容のまま {until} まで有効です。早く終える場合は `standto posture close {window} --reason 理由` を実行してください。"
        ),
    }
}
