//! What to do about a fault: the accepted form, with an example.

use super::{nouns, say};
use crate::model::{FaultCode, Lang};

/// What to do next; None where the fault says it all.
#[expect(clippy::too_many_lines, reason = "one arm for each code")]
pub fn remedy(code: &FaultCode, lang: Lang) -> Option<String> {
    Some(match code {
        FaultCode::NotAWorkspace { .. } => say!(
            lang,
            "change to the directory of your workspace, or make one with `standto init`",
            "ワークスペースのディレクトリに移動するか、`standto init` で新しく作成してください"
        ),
        FaultCode::Unreadable { .. } => say!(
            lang,
            "make it a plain file that the user running standto may read, or move it away",
            "standto の実行ユーザーが読み取れる通常のファイルにするか、別の場所へ移してください"
        ),
        FaultCode::NotText { .. } => say!(lang, "save it as UTF-8", "UTF-8で保存し直してください"),
        FaultCode::TooLarge { .. } => say!(lang, "split it into several files", "複数のファイルに分割してください"),
        FaultCode::Syntax { .. } | FaultCode::OutOfRange { .. } | FaultCode::BadCalendar { .. } => return None,
        FaultCode::UnknownKey { accepted, .. } => {
            let accepted = nouns::choices(accepted, lang);
            say!(lang, "accepted here: {accepted}", "ここで使えるキー：{accepted}")
        }
        FaultCode::MissingKey { key } => {
            say!(lang, "add a line `{key} = …` to this table", "このテーブルに `{key} = …` の行を追加してください")
        }
        FaultCode::OneOf { .. } => {
            say!(lang, "write the one that is meant, and none of the others", "意図する1つだけを書き、ほかは書かないでください")
        }
        FaultCode::WrongType { expected, .. } => {
            let example = nouns::example(expected)?;
            say!(lang, "for example `{example}`", "例：`{example}`")
        }
        FaultCode::UnknownWord { accepted, .. } => {
            let accepted = nouns::choices(accepted, lang);
            say!(lang, "accepted here: {accepted}", "ここで使える語：{accepted}")
        }
        FaultCode::BadDate { .. } => say!(
            lang,
            "write a day that the calendar has, such as 2027-02-28 or 2027-02-28T09:00:00",
            "暦にある日付を 2027-02-28 や 2027-02-28T09:00:00 の形で書いてください"
        ),
        FaultCode::DateHasOffset { .. } => say!(
            lang,
            "write the time as clocks at the place show it, and name the place with `zone = \"Europe/Paris\"`",
            "開催地の現地時刻をそのまま書き、場所は `zone = \"Europe/Paris\"` のように指定してください"
        ),
        FaultCode::BadTime { .. } => {
            say!(lang, "write the date too: 2027-06-14T09:00:00", "2027-06-14T09:00:00 のように日付も書いてください")
        }
        FaultCode::BadZone { .. } => {
            say!(
                lang,
                "write an IANA name such as \"Asia/Tokyo\"",
                "\"Asia/Tokyo\" のようなIANAのタイムゾーン名を書いてください"
            )
        }
        FaultCode::BadLength { .. } => say!(
            lang,
            "write a number with d, h, m or s: \"14d\", \"36h\", \"90m\"; before an event: \"-45d\"",
            "数字に d、h、m、s を付けて書いてください。例：\"14d\"、\"36h\"、\"90m\"。イベントより前は \"-45d\""
        ),
        FaultCode::BadPoint { .. } => say!(
            lang,
            "write \"T+03:00\" (hours and minutes from the start) or \"day 2 09:30\" (local clock)",
            "\"T+03:00\"（開始からの時間と分）または \"day 2 09:30\"（現地の時刻）の形で書いてください"
        ),
        FaultCode::BadDeadline { .. } => say!(
            lang,
            "write \"30m exercise\" for time on the exercise clock, or \"2h wall\" for real time",
            "想定時刻で測るなら \"30m exercise\"、実時刻で測るなら \"2h wall\" と書いてください"
        ),
        FaultCode::BadAddress { .. } => say!(
            lang,
            "write name@host.example alone, without a display name; on the allow-list also @host.example",
            "表示名を付けず name@host.example の形で書いてください。許可リストでは @host.example も使えます"
        ),
        FaultCode::BadListen { .. } => say!(lang, "write it as \"127.0.0.1:8470\"", "\"127.0.0.1:8470\" の形で書いてください"),
        FaultCode::BadHost { .. } => {
            say!(lang, "write the bare name, such as `ministry.example`", "`ministry.example` のように名前だけを書いてください")
        }
        FaultCode::BadUrl { .. } => say!(
            lang,
            "write https:// or http:// and a host, without user name, password or blanks",
            "https:// または http:// にホスト名を続け、ユーザー名・パスワード・空白は含めないでください"
        ),
        FaultCode::BadId { .. } => say!(
            lang,
            "use letters a to z, digits, dot, underscore and hyphen, at most 64; variables are lower case with underscores",
            "半角の英数字、ピリオド、アンダースコア、ハイフンで64文字以内にしてください。変数名は英小文字、数字、アンダースコアです"
        ),
        FaultCode::BadRule { .. } => say!(
            lang,
            "write a rule of RFC 5545, such as \"FREQ=MONTHLY;BYDAY=1TU;COUNT=12\"",
            "RFC 5545の形で書いてください。例：\"FREQ=MONTHLY;BYDAY=1TU;COUNT=12\""
        ),
        FaultCode::Empty { .. } => {
            say!(lang, "fill it in, or remove the key if it is not needed", "値を書くか、不要であればキーごと削除してください")
        }
        FaultCode::EndBeforeStart => say!(
            lang,
            "mend the end or the start; lengths before an event begin with a minus, and an event on one day needs no end",
            "終わりか始まりを直してください。イベントより前の長さは「-」で始めます。1日だけのイベントでは end を省略できます"
        ),
        FaultCode::DuplicateId { .. } => {
            say!(lang, "rename one of the two, or remove it", "どちらか一方の名前を変えるか、削除してください")
        }
        FaultCode::UnknownReference { accepted, .. } if accepted.is_empty() => {
            say!(
                lang,
                "none is defined yet: define it, or remove this line",
                "まだ1つも定義されていません。定義するか、この指定を削除してください"
            )
        }
        FaultCode::UnknownReference { accepted, .. } => {
            let accepted = nouns::choices(accepted, lang);
            say!(lang, "defined are: {accepted}", "定義済み：{accepted}")
        }
        FaultCode::ConditionCycle { .. } => say!(
            lang,
            "give one of them a time (`at`), or another condition",
            "どれか1つに時刻（`at`）か別の条件を指定してください"
        ),
        FaultCode::Unreachable { .. } => say!(
            lang,
            "an inject cannot wait for itself, for a part that never receives the other one, or for opposites at once",
            "自分自身、待つ相手を受け取らない役割、同時には成立しない条件を待つことはできません。条件を見直してください"
        ),
        FaultCode::MissingLanguage { .. } => say!(
            lang,
            "write {{ en = \"…\", ja = \"…\" }}, or one plain string for both languages",
            "{{ en = \"…\", ja = \"…\" }} と両方を書くか、両言語共通の文字列を1つ書いてください"
        ),
        FaultCode::TemplateTag { .. } => say!(
            lang,
            "only variables such as {{{{ organisation }}}} may stand in texts of a scenario",
            "シナリオの文で使えるのは {{{{ organisation }}}} のような変数だけです"
        ),
        FaultCode::UnknownVariable { accepted, .. } => {
            let accepted = nouns::choices(accepted, lang);
            say!(
                lang,
                "declare it under `variables` of the cast, or use one of {accepted}",
                "配役の `variables` に定義するか、次の変数を使ってください：{accepted}"
            )
        }
        FaultCode::NotAllowed { .. } => say!(
            lang,
            "add it, or its host as \"@host\", to `recipients` under [allow] in standto.toml; nobody else is ever written to",
            "standto.toml の [allow] の `recipients` に、このアドレスか \"@ホスト名\" を追加してください。それ以外の宛先には一切送信しません"
        ),
        FaultCode::JoinMissing { control, setting, .. } => say!(
            lang,
            "add to a playbook: [[setting]] control = \"{control}\", name = \"{setting}\", join = \"max\" (or \"min\", \"union\", a list)",
            "プレイブックに [[setting]] を追加し、control = \"{control}\"、name = \"{setting}\"、join = \"max\"（または \"min\"、\"union\"、リスト）を指定してください"
        ),
        FaultCode::JoinMismatch { .. } => say!(
            lang,
            "max and min take integers or true/false, union takes a list of words, an ordered join one of its own words",
            "max と min には整数か true / false、union には語のリスト、順序付きの join にはそのリストの語を指定してください"
        ),
        FaultCode::NotADrillText => say!(
            lang,
            "remove the words: every message of an exercise must be known as one",
            "この語句を削除してください。演習のメッセージは、必ず演習と分かるものでなければなりません"
        ),
        FaultCode::PathOutside { .. } => say!(
            lang,
            "keep it inside the workspace; a connector may also name an absolute path, an artefact only a plain file name",
            "ワークスペースの中を指定してください。接続先（connector）では絶対パスも使えます。資料（artefact）はファイル名だけにしてください"
        ),
        FaultCode::BadTechniqueTable => say!(
            lang,
            "this file is not edited by hand: make it again with `standto attack import FILE`",
            "手では編集しないファイルです。`standto attack import ファイル` で作り直してください"
        ),
        FaultCode::NotABundle | FaultCode::NoTechniques => say!(
            lang,
            "take the JSON bundle of a domain as MITRE publishes it, such as enterprise-attack.json",
            "MITREが公開しているドメイン別のJSONバンドル（enterprise-attack.json など）を指定してください"
        ),
        FaultCode::Limit { .. } => {
            say!(lang, "mend what is shown and check again", "表示された分を直してから、もう一度確認してください")
        }
    })
}
