//! Text that says it is not an exercise. Such text is never sent: it is the one sentence that turns an exercise into an alarm.

/// Phrases as [`folded`] text has them.
const PHRASES: &[&str] = &[
    "notadrill",
    "notanexercise",
    "notatest.",
    "thisisnotatest",
    "isnodrill",
    "isnoexercise",
    "isntadrill",
    "isntanexercise",
    "演習ではありません",
    "演習ではございません",
    "演習ではない",
    "演習ではなく",
    "演習でない",
    "演習でなく",
    "演習じゃ",
    "訓練ではありません",
    "訓練ではございません",
    "訓練ではない",
    "訓練ではなく",
    "訓練でない",
    "訓練でなく",
    "訓練じゃ",
];

/// Whether the text says, in either language, that it is no exercise. Blanks, hyphens, width and case do not hide it.
pub fn says_not_a_drill(text: &str) -> bool {
    let folded = folded(text);
    PHRASES.iter().any(|phrase| folded.contains(phrase))
}

/// Lower case, half width, without blanks, hyphens, apostrophes, stars and invisible characters.
fn folded(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            _ => c,
        })
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .filter(|c| !matches!(c, '-' | '_' | '*' | '\'' | '’' | '`' | '"' | '\u{00ad}' | '\u{feff}'))
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2010}'..='\u{2015}' | '\u{2060}'..='\u{2064}'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_denies_the_exercise_is_found_however_it_is_dressed() {
        for text in [
            "THIS IS NOT A DRILL",
            "this is not a\n drill!",
            "not-a-drill",
            "This is **not** an exercise.",
            "This isn’t a drill",
            "This is no drill.",
            "NOT A DRILL",
            "n\u{200b}ot a drill",
            "これは訓練ではありません。",
            "演習では ない",
            "演習ではなく実際の事案です",
        ] {
            assert!(says_not_a_drill(text), "{text}");
        }
    }

    #[test]
    fn ordinary_text_passes() {
        for text in
            ["This is an exercise.", "The drill begins at nine.", "We found no evidence.", "本件は演習です。", "訓練の計画"]
        {
            assert!(!says_not_a_drill(text), "{text}");
        }
    }
}
