//! What Japanese looks like, and what is wrong with a piece of it.

/// A kana or kanji.
pub(crate) fn is_japanese_letter(c: char) -> bool {
    matches!(c, '\u{3005}' | '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}')
}

/// A letter or sign of Japanese prose; what follows it is full width too.
fn is_japanese_sign(c: char) -> bool {
    is_japanese_letter(c) || matches!(c, '\u{300c}'..='\u{3011}' | '\u{ff09}')
}

pub(crate) fn is_japanese(text: &str) -> bool {
    text.chars().any(is_japanese_letter)
}

/// The names in `{…}`, without how they are formatted, sorted.
pub(crate) fn placeholders(text: &str) -> Vec<String> {
    let mut names: Vec<String> = pieces(text).into_iter().filter_map(Piece::name).collect();
    names.sort();
    names.dedup();
    names
}

/// The text without what stands in `{…}`.
pub(crate) fn prose(text: &str) -> String {
    let words = pieces(text).into_iter().map(|piece| match piece {
        Piece::Prose(words) => words,
        Piece::Value(_) => " ".to_owned(),
    });
    words.collect()
}

enum Piece {
    Prose(String),
    Value(String),
}

impl Piece {
    fn name(self) -> Option<String> {
        match self {
            Self::Prose(_) => None,
            Self::Value(inside) => Some(inside.split(':').next().unwrap_or_default().to_owned()),
        }
    }
}

/// Prose and values in turn; a doubled brace is prose.
fn pieces(text: &str) -> Vec<Piece> {
    let (mut found, mut prose) = (Vec::new(), String::new());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '{' {
            prose.push(c);
        } else if chars.peek() == Some(&'{') {
            chars.next();
            prose.push_str("{{");
        } else {
            found.push(Piece::Prose(std::mem::take(&mut prose)));
            found.push(Piece::Value(chars.by_ref().take_while(|c| *c != '}').collect()));
        }
    }
    found.push(Piece::Prose(prose));
    found
}

/// Half-width marks directly after Japanese, each with what stands before it. Code in backticks is left alone.
pub(crate) fn slips(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut is_code = false;
    for (at, c) in chars.iter().enumerate() {
        is_code ^= *c == '`';
        let is_after_japanese = at.checked_sub(1).is_some_and(|before| is_japanese_sign(chars[before]));
        if !is_code && is_after_japanese && matches!(c, '(' | ':' | '!' | '?' | ',' | ';') {
            found.push(chars[at.saturating_sub(12)..=at].iter().collect());
        }
    }
    found
}

/// As [`slips`], and also half-width marks after a value: for text that is Japanese as a whole.
pub(crate) fn slips_of_sentence(text: &str) -> Vec<String> {
    let mut found = slips(text);
    for mark in ["}(", "}: ", "}:{"] {
        found.extend(text.match_indices(mark).map(|(at, _)| text[at..].chars().take(12).collect::<String>()));
    }
    found
}

/// Whether a literal reads like an English sentence: two words or more, one of them no name of code.
pub(crate) fn is_english_prose(text: &str) -> bool {
    let is_word = |word: &str| word.len() >= 2 && word.chars().all(|c| c.is_ascii_lowercase() || "'’".contains(c));
    let words: Vec<&str> = text.split_whitespace().map(|word| word.trim_end_matches(['.', ';', '?', '!', '"'])).collect();
    words.windows(2).any(|pair| is_word(pair[1]) && pair[0].len() >= 2 && pair[0].chars().all(|c| c.is_ascii_alphabetic()))
}

/// What a template shows besides what it is given: its text outside of tags, and attributes that people read.
pub(crate) fn template_words(template: &str) -> Vec<String> {
    let mut rest = template.to_owned();
    for (open, close) in [("<style", "</style>"), ("{{", "}}"), ("{%", "%}"), ("{#", "#}"), ("<!--", "-->")] {
        rest = without(&rest, open, close);
    }
    let mut found = Vec::new();
    for attribute in ["alt=\"", "title=\"", "aria-label=\"", "placeholder=\""] {
        found.extend(rest.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned));
    }
    found.extend(without(&rest, "<", ">").split_whitespace().map(str::to_owned));
    found.retain(|word| word.chars().any(char::is_alphabetic));
    found
}

/// The text with every stretch from `open` to `close` cut out.
fn without(text: &str, open: &str, close: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((head, tail)) = rest.split_once(open) {
        kept.push_str(head);
        kept.push(' ');
        rest = tail.split_once(close).map_or("", |(_, after)| after);
    }
    kept + rest
}
