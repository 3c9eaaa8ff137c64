//! Texts that deny being an exercise. Such a text is refused wherever messages are made.

/// What a message of an exercise never says, as [`plain`] leaves it.
const DENIALS: [&str; 25] = [
    "thisisnotadrill",
    "thisisnodrill",
    "thisisnotanexercise",
    "thisisnotatest",
    "notadrill",
    "notanexercise",
    "thisisnoexercise",
    "isntadrill",
    "isntanexercise",
    "訓練でない",
    "訓練でなく",
    "訓練ではなく",
    "演習でない",
    "演習でなく",
    "演習ではなく",
    "演習ではございません",
    "訓練ではない",
    "訓練ではありません",
    "訓練ではございません",
    "演習ではない",
    "演習ではありません",
    "演習じゃ",
    "訓練じゃ",
    "演習にあらず",
    "訓練にあらず",
];

/// The words with which a text says that it is no exercise, if it does: as written, for showing.
///
/// Case, width, blanks, line breaks, hyphens, stars and characters that cannot be seen make no difference.
pub fn denies_drill(text: &str) -> Option<&str> {
    let mut folded = String::new();
    let mut origins = Vec::new();
    for (at, c) in text.char_indices() {
        for lower in plain(c).into_iter().flat_map(char::to_lowercase) {
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

/// The character at half width; None for what a reader does not see or reads over.
fn plain(c: char) -> Option<char> {
    let dressing = "-_*'’‘`\"“”「」『』\u{ad}\u{feff}";
    let is_unseen = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2010}'..='\u{2015}' | '\u{2060}'..='\u{2064}');
    if c.is_whitespace() || c.is_control() || dressing.contains(c) || is_unseen {
        return None;
    }
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        _ => Some(c),
    }
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
    fn no_dressing_hides_a_denial() {
        for text in [
            "not-a-drill",
            "This is **not** an exercise.",
            "This isn’t a drill",
            "NOT A DRILL",
            "n\u{200b}ot a\u{a0}drill",
            "This is no exercise",
            "演習ではなく実際の事案です",
            "これは演 習でない",
            "本件は「訓練」ではございません",
            "これは演習じゃない",
        ] {
            assert!(denies_drill(text).is_some(), "{text}");
        }
    }

    #[test]
    fn an_ordinary_text_denies_nothing() {
        for text in [
            "",
            "【演習】これは演習です。",
            "This is an exercise.",
            "演習ではログを保全します。",
            "The drill begins at nine.",
            "訓練の計画",
        ] {
            assert_eq!(denies_drill(text), None, "{text}");
        }
    }
}
