//! The fixed labels of reports, by the names that templates know them by.

use std::collections::BTreeMap;

use crate::model::Lang;
use crate::text::say;

macro_rules! labels {
    ($lang:expr; $($name:ident = $en:literal / $ja:literal),+ $(,)?) => {
        [$((stringify!($name), say!($lang, $en, $ja))),+]
    };
}

/// Every label of a report in one language, by name.
pub fn words(lang: Lang) -> BTreeMap<&'static str, String> {
    let parts = frame(lang).into_iter().chain(tables(lang)).chain(injects(lang)).chain(notes(lang)).chain(charts(lang));
    parts.collect()
}

fn frame(lang: Lang) -> impl IntoIterator<Item = (&'static str, String)> {
    labels! { lang;
        report = "After-action report" / "演習結果報告書",
        marking = "EXERCISE — EXERCISE — EXERCISE" / "【演習・演習・演習】",
        title_joint = ": " / "：",
        handling = "TLP:AMBER – exercise staff and participating organisations only" / "取扱区分：TLP:AMBER（演習関係者限り）",
        handling_short = "TLP:AMBER" / "TLP:AMBER（演習関係者限り）",
        edition = "Edition" / "版",
        edition_final = "Final" / "最終版",
        edition_interim = "Interim" / "中間版",
        made_on = "Date" / "作成日",
        prepared_by = "Prepared by" / "作成",
        approved_by = "Approved by" / "承認",
        interim = "Interim report." / "【中間報告】",
        overview = "Overview" / "演習の概要",
        summary = "Summary" / "結果の要約",
        timeline = "Timeline" / "経過図",
        milestones = "Milestones by organisation" / "組織別マイルストーン",
        injects_and_responses = "Injects and responses" / "状況付与と対応",
        deliveries = "Deliveries" / "配信の記録",
        chronology = "Chronology" / "時系列記録（クロノロジー）",
        integrity = "Integrity of the record" / "記録の真正性",
        colon = ": " / "：",
        by_joint = " · " / " / ",
        comma = ", " / "、",
    }
}

fn tables(lang: Lang) -> impl IntoIterator<Item = (&'static str, String)> {
    labels! { lang;
        exercise = "Exercise" / "演習名",
        scenario = "Scenario" / "シナリオ",
        storyline = "Storyline" / "想定",
        operator = "Operator" / "実施主体",
        mode = "Mode" / "実施区分",
        state = "State" / "状態",
        wall_dates = "Dates held" / "実施日時",
        exercise_dates = "Dates in play" / "想定日時",
        played = "Time played" / "想定時間の長さ",
        zone = "Time zone" / "タイムゾーン",
        proposed_by = "Proposed by" / "申請者",
        started_by = "Started by" / "開始者",
        script = "Script hash (SHA-256)" / "台本のハッシュ値（SHA-256）",
        script_injects = "Injects in the script" / "台本上の状況付与",
        organisations = "Organisations" / "参加組織",
        organisation = "Organisation" / "組織",
        part = "Part" / "役",
        players = "Players" / "参加者",
        objectives = "Objectives" / "演習目的",
        techniques = "ATT&CK techniques played" / "想定したATT&CKテクニック",
        clock = "The exercise clock" / "演習時計の操作",
        wall_time = "Wall time" / "実時刻",
        exercise_time = "Exercise time" / "想定時刻",
        event = "Event" / "内容",
        by = "By" / "実施者",
        milestones_at_a_glance = "Milestones at a glance" / "マイルストーンの達成状況",
        by_organisation = "Response by organisation" / "組織別の対応状況",
        injects = "Injects" / "状況付与",
        released = "Released" / "付与",
        skipped = "Skipped" / "見送り",
        to_acknowledge = "Until acknowledged" / "受領確認まで",
        to_answer = "Until answered" / "回答まで",
        median = "Median" / "中央値",
        worst = "Worst" / "最長",
        none = "None" / "なし",
        all = "All" / "全体",
        total = "Total" / "合計",
        number = "No." / "番号",
    }
}

fn injects(lang: Lang) -> impl IntoIterator<Item = (&'static str, String)> {
    labels! { lang;
        deadline = "Deadline" / "期限",
        accepted_at = "Accepted at" / "受理時刻",
        history = "History" / "経緯",
        not_shown = "not shown" / "提示なし",
        overdue = "overdue" / "期限超過",
        by_inject = "Response by inject, all organisations" / "状況付与別の対応状況（全組織）",
        inject = "Inject" / "状況付与",
        subject = "Subject" / "件名",
        subject_and_expected = "Subject and expected response" / "件名・期待行動",
        expected = "Expected" / "期待行動",
        due = "Due" / "予定",
        released_at = "Released" / "付与時刻",
        acknowledged = "Acknowledged" / "受領確認",
        answered = "Answered" / "回答",
        erased = "erased" / "消去済み",
        recipient = "Recipient" / "宛先",
        what_happened = "What happened" / "経緯",
        not_plain = "Deliveries that did not go out at the first try" / "初回で送信できなかった配信",
        all_plain = "Every message went out at the first try." / "すべて初回で送信できた。",
        recoveries = "Restarts during the exercise" / "演習中の再起動",
        correction_of_all = "correction to everyone" / "全体への訂正",
        unknown_organisation = "not recorded" / "記録なし",
        journal_head = "Hash of the journal's last entry" / "記録簿の末尾の記録のハッシュ値",
        journal_head_number = "Number of the journal's last entry" / "記録簿の末尾の記録番号",
        entries_here = "Entries in this report" / "本報告書の対象とした記録",
        entries_erased = "of which erased" / "うち消去済み",
        generated = "Report made" / "報告書の作成日時",
        no_head = "not given" / "指定なし",
    }
}

fn notes(lang: Lang) -> impl IntoIterator<Item = (&'static str, String)> {
    labels! { lang;
        attack_notice = "ATT&CK® is a registered trademark of The MITRE Corporation."
            / "ATT&CK®はThe MITRE Corporationの登録商標です。",
        times_note = "Times run on the exercise clock from the release to the first reaction of the organisation. \
            Worst is the longest that was measured; None counts released injects without a reaction, for answers only where one was expected."
            / "所要時間は、付与から組織の最初の反応までを演習時計で測ったもの。「最長」は測定できた範囲の最大値、「なし」は付与したが反応のなかった件数（回答は、回答を求めた付与に限る）。",
        timeline_note = "Exercise time from left to right. A pause takes no exercise time; its band marks where the clock stood still."
            / "横軸は想定時刻（演習時計）。中断中は演習時計が進まないため、停止した位置に帯で示す。",
        bars_note = "How much of the time allowed was used. The line at 100 % is the deadline."
            / "与えられた時間のうち使った割合。100%の線が期限。",
        verify = "The figures and records above come from the journal alone. To check that it has not been changed since, run in the workspace:"
            / "本報告書の数値と記述は、すべて記録簿から作成した。その後に改変されていないことは、ワークスペースで次のコマンドを実行して確認できる。",
        verify_note = "The command follows the chain of hashes from the first entry to the last. The entry with the number above must have the hash printed above; \
            if it has another, or is missing, the journal was changed or cut after this report was made."
            / "このコマンドは、最初の記録から最後の記録までハッシュの連鎖を検証する。上記の番号の記録のハッシュ値が上記と一致しない場合、または該当する記録がない場合は、本報告書の作成後に記録簿が改変または削除されている。",
    }
}

fn charts(lang: Lang) -> impl IntoIterator<Item = (&'static str, String)> {
    labels! { lang;
        chart_timeline = "Timeline of the exercise by organisation" / "組織別の演習経過図",
        chart_bars = "Share of the time allowed that each milestone used" / "各マイルストーンの期限に対する所要割合",
        bars_times = "status (accepted / due)" / "状態（受理 / 期限）",
        legend_acknowledged = "inject, acknowledged" / "状況付与（受領確認あり）",
        legend_silent = "inject, not acknowledged" / "状況付与（受領確認なし）",
        legend_deadline = "deadline" / "期限",
        legend_pause = "pause" / "中断",
        legend_jump = "jumped over" / "スキップ区間",
        legend_end = "end" / "終了",
        legend_now = "now" / "現在",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_labels_and_none_is_empty() {
        let (en, ja) = (words(Lang::En), words(Lang::Ja));
        assert_eq!(en.keys().collect::<Vec<_>>(), ja.keys().collect::<Vec<_>>());
        assert!(en.values().chain(ja.values()).all(|label| !label.is_empty()));
    }
}
