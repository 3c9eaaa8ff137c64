//! Reads Rust source as far as words need it: string literals, what stands before each, and pairs of languages.

use std::fs;
use std::path::{Path, PathBuf};

/// A string literal: where it begins in the code, its line, and its text with `\u{…}` resolved.
#[derive(Clone, Debug)]
pub(crate) struct Literal {
    pub(crate) at: usize,
    pub(crate) end: usize,
    pub(crate) line: usize,
    pub(crate) text: String,
}

/// A source file without its tests: the text, the same with comments and contents of literals blanked, and the literals.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) bare: String,
    pub(crate) literals: Vec<Literal>,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let text = text.split("#[cfg(test)]\nmod").next().unwrap_or_default();
        let (bare, literals) = scan(text);
        Self { path: path.to_owned(), bare, literals }
    }

    /// The code between two literals that follow each other, without blanks.
    fn between(&self, first: &Literal, second: &Literal) -> String {
        self.bare[first.end..second.at].split_whitespace().collect()
    }

    /// Literals in two languages: `"…", "…"` in a `say!`, or `"…" / "…"` in a table.
    pub(crate) fn pairs(&self) -> Vec<(&Literal, &Literal)> {
        let neighbours = self.literals.windows(2).filter(|pair| match self.between(&pair[0], &pair[1]).as_str() {
            "," => self.caller(pair[0].at).ends_with("say!"),
            "/" => true,
            _ => false,
        });
        neighbours.map(|pair| (&pair[0], &pair[1])).collect()
    }

    /// How many `say!` there are with words in them; those of a macro's own arms have none.
    pub(crate) fn says(&self) -> usize {
        let arguments = self.bare.match_indices("say!(").map(|(at, name)| self.bare[at + name.len()..].trim_start());
        arguments.filter(|rest| !rest.starts_with('$')).count()
    }

    /// The path before the innermost bracket that is open at `at`: `say!`, `output::print`, `#` for an attribute.
    pub(crate) fn caller(&self, at: usize) -> &str {
        let mut depth = 0;
        for (index, c) in self.bare[..at].char_indices().rev() {
            match c {
                ')' | ']' | '}' => depth += 1,
                '(' | '[' | '{' if depth > 0 => depth -= 1,
                '(' | '[' | '{' => {
                    let before = self.bare[..index].trim_end();
                    let is_path = |c: char| c.is_alphanumeric() || "_:!.#".contains(c);
                    return &before[before.rfind(|c| !is_path(c)).map_or(0, |end| end + 1)..];
                }
                _ => {}
            }
        }
        ""
    }

    /// Whether the literal is an argument of an attribute, such as `#[error("…")]`.
    pub(crate) fn is_in_attribute(&self, at: usize) -> bool {
        let before = &self.bare[..at];
        before.rfind("#[").is_some_and(|start| {
            let inside = &before[start + 1..];
            inside.matches('[').count() > inside.matches(']').count()
        })
    }
}

/// Blanks comments and literals, and collects the literals.
fn scan(text: &str) -> (String, Vec<Literal>) {
    let mut bare = String::with_capacity(text.len());
    let mut literals = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = match c {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            'r' if rest.starts_with("r#\"") => rest[3..].find("\"#").map_or(rest.len(), |end| end + 5),
            '"' => closing(rest),
            '\'' => character(rest),
            _ => c.len_utf8(),
        };
        let piece = &rest[..length];
        let quoted = piece.strip_prefix("r#\"").and_then(|piece| piece.strip_suffix("\"#"));
        if let Some(inside) = quoted.or_else(|| piece.strip_prefix('"').and_then(|piece| piece.strip_suffix('"'))) {
            let line = text[..at].matches('\n').count() + 1;
            literals.push(Literal { at, end: at + length, line, text: resolved(inside) });
        }
        if length == c.len_utf8() {
            bare.push_str(piece);
        } else {
            bare.extend(piece.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        }
        at += length;
    }
    (bare, literals)
}

/// The length of a string literal with its quotes.
fn closing(rest: &str) -> usize {
    let mut is_escaped = false;
    let end = rest.char_indices().skip(1).find(|(_, c)| {
        let is_end = *c == '"' && !is_escaped;
        is_escaped = *c == '\\' && !is_escaped;
        is_end
    });
    end.map_or(rest.len(), |(at, _)| at + 1)
}

/// The length of a character literal; 1 for the tick of a lifetime.
fn character(rest: &str) -> usize {
    let inside: Vec<char> = rest.chars().skip(1).take(2).collect();
    match inside.as_slice() {
        ['\\', _] => rest[3..].find('\'').map_or(1, |end| end + 4),
        [c, '\''] => c.len_utf8() + 2,
        _ => 1,
    }
}

/// `\u{ff1a}` as its character, a line's continuation as nothing; other escapes stay.
fn resolved(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some((head, tail)) = rest.split_once('\\') {
        shown.push_str(head);
        let code = tail.strip_prefix("u{").and_then(|tail| tail.split_once('}'));
        let named = code.and_then(|(code, after)| Some((char::from_u32(u32::from_str_radix(code, 16).ok()?)?, after)));
        rest = match (named, tail.strip_prefix('\n')) {
            (Some((c, after)), _) => {
                shown.push(c);
                after
            }
            (None, Some(after)) => after.trim_start(),
            (None, None) => {
                shown.push('\\');
                let kept = tail.chars().next().map_or(0, char::len_utf8);
                shown.push_str(&tail[..kept]);
                &tail[kept..]
            }
        };
    }
    shown + rest
}

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a path of the repository with this ending, as its path in the repository and its text.
pub(crate) fn files(below: &str, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    gather(&root().join(below), ending, &mut found);
    found.sort();
    assert!(!found.is_empty(), "{below} holds no {ending}");
    found
}

fn gather(path: &Path, ending: &str, found: &mut Vec<(String, String)>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("the folder can be listed") {
            gather(&entry.expect("an entry").path(), ending, found);
        }
    } else if path.to_string_lossy().ends_with(ending) {
        let shown = path.strip_prefix(root()).expect("below the root").display().to_string();
        found.push((shown, fs::read_to_string(path).expect("the file is text")));
    }
}

/// The sources below a path that are no tests.
pub(crate) fn sources(below: &str) -> Vec<Source> {
    let is_test = |path: &str| path.ends_with("tests.rs") || path.contains("/tests/") || path.contains("fixture");
    let files = files(below, ".rs").into_iter().filter(|(path, _)| !is_test(path));
    files.map(|(path, text)| Source::new(&path, &text)).collect()
}
