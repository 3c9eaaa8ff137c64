//! Faults in words: what is wrong. What to do about it is in `remedies`.

use super::{nouns, say, syntax};
use crate::model::{FaultCode, Lang, Place};

/// Says what is wrong, in one sentence without a place.
#[expect(clippy::too_many_lines, reason = "one arm for each code")]
pub fn fault(code: &FaultCode, lang: Lang) -> String {
    match code {
        FaultCode::NotAWorkspace { directory } => {
            say!(lang, "there is no standto.toml in {directory}", "{directory} に standto.toml がありません")
        }
        FaultCode::Unreadable { why } => {
            let why = nouns::unreadable(why, lang);
            say!(lang, "the file cannot be read: {why}", "ファイルを読み取れません：{why}")
        }
        FaultCode::NotText { tried } => {
            say!(
                lang,
                "the file is no text in any of these encodings: {tried}",
                "文字コードを判別できません（試したもの：{tried}）"
            )
        }
        FaultCode::TooLarge { bytes, limit } => {
            let (bytes, limit) = (mebibytes(*bytes), mebibytes(*limit));
            say!(
                lang,
                "the file has {bytes} MiB, the limit is {limit}",
                "ファイルが大きすぎます（{bytes} MiB、上限 {limit} MiB）"
            )
        }
        FaultCode::Syntax { detail } => {
            let detail = syntax::detail(detail, lang);
            say!(lang, "not valid TOML: {detail}", "TOMLの書式が正しくありません：{detail}")
        }
        FaultCode::UnknownKey { key, .. } => say!(lang, "unknown key `{key}`", "キー `{key}` は使用できません"),
        FaultCode::MissingKey { key } => say!(lang, "the key `{key}` is missing", "キー `{key}` がありません"),
        FaultCode::OneOf { keys } => {
            let keys = nouns::choices(keys, lang);
            say!(lang, "exactly one of {keys} must stand here", "{keys} のうち、ちょうど1つを指定する必要があります")
        }
        FaultCode::WrongType { found, expected } => {
            let (found, expected) = (nouns::value(found, lang), nouns::value(expected, lang));
            say!(lang, "expected {expected}, found {found}", "「{expected}」が必要ですが、「{found}」が書かれています")
        }
        FaultCode::UnknownWord { found, .. } => {
            say!(lang, "`{found}` is not one of the accepted words", "`{found}` はここで使える語ではありません")
        }
        FaultCode::BadDate { found } => say!(lang, "there is no date `{found}`", "`{found}` という日付はありません"),
        FaultCode::DateHasOffset { found } => {
            say!(lang, "`{found}` carries an offset from UTC", "`{found}` にUTCからの時差が付いています")
        }
        FaultCode::BadTime { found } => {
            say!(lang, "`{found}` is a time without a date", "`{found}` には日付がありません（時刻だけです）")
        }
        FaultCode::BadZone { found } => {
            say!(lang, "there is no time zone `{found}`", "`{found}` というタイムゾーンはありません")
        }
        FaultCode::BadLength { found } => say!(lang, "`{found}` is no length of time", "`{found}` は期間として読み取れません"),
        FaultCode::BadPoint { found } => {
            say!(lang, "`{found}` is no point in an exercise", "`{found}` は演習内の時点として読み取れません")
        }
        FaultCode::BadDeadline { found } => say!(
            lang,
            "`{found}` does not say how long and on which clock",
            "`{found}` からは、期限の長さとどの時計で測るかが読み取れません"
        ),
        FaultCode::BadAddress { found } => {
            say!(lang, "`{found}` is no plain mail address", "`{found}` は単純なメールアドレスではありません")
        }
        FaultCode::BadListen { found } => {
            say!(
                lang,
                "`{found}` is no address and port to listen on",
                "`{found}` は待受けアドレスとポートとして読み取れません"
            )
        }
        FaultCode::BadUrl { found } => say!(lang, "`{found}` is no usable URL", "`{found}` はURLとして使えません"),
        FaultCode::BadHost { found } => {
            say!(lang, "`{found}` is no domain name", "`{found}` はドメイン名として使えません")
        }
        FaultCode::BadId { found } => say!(lang, "`{found}` cannot be a name here", "`{found}` は識別子として使えません"),
        FaultCode::BadRule { found, why } => {
            let why = nouns::calendar(why, lang);
            say!(lang, "the recurrence rule `{found}` cannot be used: {why}", "繰返し規則 `{found}` は使えません：{why}")
        }
        FaultCode::OutOfRange { found, least, most } => {
            say!(lang, "{found} is not between {least} and {most}", "{found} は {least} から {most} までの範囲にありません")
        }
        FaultCode::Empty { what } => say!(lang, "`{what}` is empty", "`{what}` が空です"),
        FaultCode::EndBeforeStart => say!(lang, "the end is before the start", "終わりが始まりより前です"),
        FaultCode::DuplicateId { kind, id, first } => {
            let (kind, first) = (nouns::kind(kind, lang), at(first));
            say!(
                lang,
                "the {kind} `{id}` is given twice, first at {first}",
                "{kind} `{id}` が重複しています（最初の定義は {first}）"
            )
        }
        FaultCode::UnknownReference { kind, id, .. } => {
            let kind = nouns::kind(kind, lang);
            say!(lang, "there is no {kind} `{id}`", "{kind} `{id}` は定義されていません")
        }
        FaultCode::ConditionCycle { injects } => {
            let circle = injects.iter().chain(injects.first()).map(String::as_str).collect::<Vec<_>>().join(" → ");
            say!(lang, "these injects wait for each other: {circle}", "状況付与が互いを待ち合っています：{circle}")
        }
        FaultCode::Unreachable { inject } => {
            say!(lang, "the inject `{inject}` can never be released", "状況付与 `{inject}` の条件は決して成立しません")
        }
        FaultCode::MissingLanguage { lang: tag } => {
            say!(lang, "the text has no `{tag}`", "`{tag}` の文がありません")
        }
        FaultCode::TemplateTag { found } => {
            say!(lang, "`{found}` is no plain variable", "`{found}` は単純な変数ではありません")
        }
        FaultCode::UnknownVariable { name, exercise, .. } => say!(
            lang,
            "the cast `{exercise}` does not declare the variable `{name}`",
            "配役 `{exercise}` に変数 `{name}` が定義されていません"
        ),
        FaultCode::NotAllowed { address } => {
            say!(lang, "the address {address} is not on the allow-list", "宛先 {address} は許可リストにありません")
        }
        FaultCode::JoinMissing { control, setting, other } => {
            let other = at(other);
            say!(
                lang,
                "another measure gives `{setting}` of `{control}` another value, at {other}, and no join is declared",
                "別の措置が `{control}` の `{setting}` に異なる値を指定していますが（{other}）、合成方法（join）が宣言されていません"
            )
        }
        FaultCode::JoinMismatch { setting, value } => say!(
            lang,
            "the value {value} does not fit the declared join of `{setting}`",
            "値 {value} は `{setting}` に宣言された合成方法（join）に合いません"
        ),
        FaultCode::NotADrillText => {
            say!(lang, "this text denies being an exercise", "演習であることを否定する文です")
        }
        FaultCode::PathOutside { path } => {
            say!(lang, "the path `{path}` is not allowed here", "パス `{path}` はここでは使えません")
        }
        FaultCode::BadCalendar { why } => {
            let why = nouns::calendar(why, lang);
            say!(lang, "the calendar cannot be used: {why}", "カレンダーを使えません：{why}")
        }
        FaultCode::BadTechniqueTable => {
            say!(lang, "this row is no technique", "この行はテクニックの行として読み取れません")
        }
        FaultCode::NotABundle => say!(lang, "the file is no STIX bundle", "STIXバンドルではありません"),
        FaultCode::NoTechniques => {
            say!(lang, "the bundle holds no ATT&CK technique", "バンドルにATT&CKのテクニックが含まれていません")
        }
        FaultCode::Limit { what, limit } => limit_passed(what, *limit, lang),
    }
}

fn limit_passed(what: &str, limit: u64, lang: Lang) -> String {
    match what {
        "fault" => say!(lang, "only the first {limit} faults are shown", "誤りは先頭の{limit}件だけを表示しています"),
        other => say!(lang, "more than {limit} of `{other}`", "`{other}` が上限の{limit}件を超えています"),
    }
}

/// A place in one line, for use inside a sentence.
fn at(place: &Place) -> String {
    place.to_string()
}

/// Mebibytes with one decimal.
fn mebibytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(1024 * 1024 / 10);
    format!("{}.{}", tenths / 10, tenths % 10)
}
