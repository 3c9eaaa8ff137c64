//! Column heads of tables.

use crate::model::Lang;
use crate::text::say;

macro_rules! heads {
    ($lang:expr; $($en:literal / $ja:literal),+ $(,)?) => {
        vec![$(say!($lang, $en, $ja)),+]
    };
}

pub fn calendar_header(lang: Lang) -> Vec<String> {
    heads! { lang;
        "from" / "開始",
        "until" / "終了",
        "zone" / "タイムゾーン",
        "event" / "イベント",
        "class" / "種別",
        "certainty" / "確度",
        "date known" / "日付の精度",
    }
}

pub fn windows_header(lang: Lang) -> Vec<String> {
    heads! { lang;
        "window" / "期間ID",
        "level" / "態勢",
        "from" / "開始",
        "until" / "終了",
        "state" / "状態",
        "approvals" / "承認",
    }
}

pub fn ledger_header(lang: Lang) -> Vec<String> {
    heads! { lang;
        "target" / "対象",
        "state" / "状態",
        "settings" / "設定",
        "verified" / "検証",
        "ends" / "終了",
    }
}

pub fn tasks_header(lang: Lang) -> Vec<String> {
    heads! { lang; "window" / "期間ID", "open task" / "未完了のタスク", "asked" / "依頼日時", "due" / "期限" }
}

pub fn principals_header(lang: Lang) -> Vec<String> {
    heads! { lang;
        "id" / "ID",
        "name" / "氏名",
        "roles" / "役割",
        "token expires" / "トークン期限",
        "state" / "状態",
    }
}

pub fn milestones_header(lang: Lang) -> Vec<String> {
    heads! { lang;
        "organisation" / "組織",
        "milestone" / "マイルストーン",
        "due" / "期限",
        "status" / "状況",
        "met" / "達成",
        "id: evidence fields" / "ID：根拠の項目",
    }
}

pub fn exercises_header(lang: Lang) -> Vec<String> {
    heads! { lang;
        "id" / "ID",
        "exercise" / "演習",
        "scenario" / "シナリオ",
        "organisations" / "組織数",
        "players" / "参加者数",
        "latest run" / "直近の実施",
    }
}

pub fn script_header(lang: Lang) -> Vec<String> {
    heads! { lang;
        "inject" / "状況付与",
        "when" / "時刻",
        "subject" / "件名",
        "recipients" / "宛先",
        "expected response" / "期待行動",
    }
}

pub fn next_header(lang: Lang) -> Vec<String> {
    heads! { lang; "next" / "次の時刻", "inject" / "状況付与", "organisation" / "組織", "subject" / "件名" }
}

pub fn organisations_header(lang: Lang) -> Vec<String> {
    heads! { lang;
        "organisation" / "組織",
        "sent / waiting / failed or uncertain" / "送信済み/送信待ち/失敗・送達不明",
        "acknowledged / answers" / "受領確認/回答",
        "milestones" / "マイルストーン",
    }
}

pub fn open_deliveries_header(lang: Lang) -> Vec<String> {
    heads! { lang;
        "delivery" / "配信キー",
        "inject" / "状況付与",
        "player" / "参加者",
        "state" / "状態",
        "attempts" / "試行回数",
    }
}

pub fn doctor_header(lang: Lang) -> Vec<String> {
    heads! { lang; "" / "", "check" / "点検項目", "finding" / "結果" }
}

/// How many of how many.
pub fn of(have: u32, need: u32, lang: Lang) -> String {
    if need == 0 {
        return say!(lang, "none needed", "不要");
    }
    say!(lang, "{have} of {need}", "{need}名中{have}名")
}
