//! Texts that deny being an exercise. Such a text is refused wherever messages are made.

/// What a message of an exercise never says. Lower case, without blanks.
const DENIALS: [&str; 10] = [
    "thisisnotadrill",
    "thisisnodrill",
    "thisisnotanexercise",
    "thisisnotatest",
    "notadrill",
    "訓練ではない",
    "訓練ではありません",
    "訓練ではございません",
    "演習ではない",
    "演習ではありません",
];

/// The words with which a text says that it is no exercise, if it does: as written, for showing.
///
/// Case, blanks and line breaks make no difference.
pub fn denies_drill(text: &str) -> Option<&str> {
    let mut folded = String::new();
    let mut origins = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace() && *c != '\u{200b}') {
        for lower in c.to_lowercase() {
            folded.push(lower);
            origins.extend(std::iter::repeat_n((at, at + c.len_utf8()), lower.len_utf8()));
        }
    }
    DENIALS.iter().find_map(|denial| {
        let at = folded.find(denial)?;
        let (start, _) = origins.get(at)?;
        let (_, end) = origins.get(at + denial.len() - 1)?;
        text.get(*start..*end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_denial_is_found_in_any_case_and_over_line_breaks() {
        assert_eq!(denies_drill("Act now. THIS is\nnot a  Drill!"), Some("THIS is\nnot a  Drill"));
        assert_eq!(denies_drill("至急。これは演習では ありません。"), Some("演習では ありません"));
        assert_eq!(denies_drill("İ this is not an exercise"), Some("this is not an exercise"));
    }

    #[test]
    fn an_ordinary_text_denies_nothing() {
        for text in ["", "【演習】これは演習です。", "This is an exercise.", "演習ではログを保全します。"]
        {
            assert_eq!(denies_drill(text), None, "{text}");
        }
    }
}
