//! What the TOML parser says, in both languages. Its messages are English; the frequent ones have a Japanese wording here.

use crate::model::Lang;

/// The parser's message, cut at `, expected …`, and what it means in Japanese.
const DETAILS: [(&str, &str); 34] = [
    ("duplicate key", "同じキーが2回書かれています"),
    ("missing value for key", "キーに値がありません"),
    ("missing value", "値がありません"),
    ("key with no value", "キーに `=` と値がありません"),
    ("string values must be quoted", "文字列は引用符で囲む必要があります"),
    ("unquoted string", "文字列は引用符で囲む必要があります"),
    ("invalid value", "値として読み取れません"),
    ("invalid key", "キーとして読み取れません"),
    ("invalid key-value pair", "「キー = 値」の形になっていません"),
    ("invalid unquoted key", "引用符なしのキーに使えない文字があります"),
    ("unquoted keys cannot be empty", "キーが空です"),
    ("invalid basic string", "文字列が閉じていないか、使えない文字があります"),
    ("invalid literal string", "文字列が閉じていないか、使えない文字があります"),
    ("invalid multi-line basic string", "複数行文字列が閉じていないか、使えない文字があります"),
    ("invalid multi-line literal string", "複数行文字列が閉じていないか、使えない文字があります"),
    ("invalid string", "文字列として読み取れません"),
    ("missing escaped value", "`\\` の後に続く文字が正しくありません"),
    ("missing opening quote", "開始の引用符がありません"),
    ("missing comma between array elements", "リストの要素の間にコンマがありません"),
    ("missing comma between key-value pairs", "項目の間にコンマがありません"),
    ("missing assignment between key-value pairs", "キーと値の間に `=` がありません"),
    ("extra comma in array", "リストに余分なコンマがあります"),
    ("extra comma in inline table", "テーブルに余分なコンマがあります"),
    ("extra `=`", "余分な `=` があります"),
    ("unclosed array", "リストが `]` で閉じていません"),
    ("unclosed inline table", "テーブルが `}` で閉じていません"),
    ("unclosed table", "見出しが `]` で閉じていません"),
    ("unclosed array table", "見出しが `]]` で閉じていません"),
    ("invalid table", "見出しとして読み取れません"),
    ("unexpected key or value", "ここに値やキーは書けません"),
    ("unexpected leading zero", "数値の先頭に余分な0があります"),
    ("invalid date-time", "日付または日時として読み取れません"),
    ("invalid integer number", "整数として読み取れません"),
    ("cannot recurse further; max recursion depth met", "入れ子が深すぎます"),
];

/// Whether what is expected is one literal, which needs no translation.
fn is_literal(expected: &str) -> bool {
    expected.starts_with('`') && expected.ends_with('`') && !expected.contains(' ')
}

/// The message in the language asked for; one without a Japanese wording is quoted.
pub(super) fn detail(message: &str, lang: Lang) -> String {
    match lang {
        Lang::En => message.to_owned(),
        Lang::Ja => {
            let (head, expected) = message.split_once(", expected ").map_or((message, None), |(head, rest)| (head, Some(rest)));
            let known = DETAILS.iter().find(|(english, _)| *english == head).map(|(_, japanese)| *japanese);
            match (known, expected) {
                (Some(japanese), Some(expected)) if is_literal(expected) => format!("{japanese}（必要なもの：{expected}）"),
                (Some(japanese), _) => japanese.to_owned(),
                (None, _) => format!("解析器の報告「{message}」"),
            }
        }
    }
}
