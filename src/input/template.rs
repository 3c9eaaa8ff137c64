//! The one tag that inject texts know: `{{ variable }}`. Pure.

/// Variables that every cast has.
pub const BUILT_IN: [&str; 5] = ["exercise", "organisation", "player", "contact", "date"];

/// A tag found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag<'t> {
    /// `{{ name }}`, as written and the name.
    Variable { written: &'t str, name: &'t str },
    /// Anything else that a template engine would act on.
    Other { written: &'t str },
}

impl<'t> Tag<'t> {
    pub fn written(self) -> &'t str {
        match self {
            Tag::Variable { written, .. } | Tag::Other { written } => written,
        }
    }
}

/// Every tag of a text, in order.
pub fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((at, close)) = next_opening(rest) {
        let from = rest.get(at..).unwrap_or_default();
        let written = match from.get(2..).and_then(|inner| inner.find(close)) {
            Some(end) => from.get(..end + 4).unwrap_or(from),
            None => from.lines().next().unwrap_or(from),
        };
        found.push(read(written));
        rest = from.get(written.len().max(2)..).unwrap_or_default();
    }
    found
}

/// Where the next tag opens, and what would close it.
fn next_opening(text: &str) -> Option<(usize, &'static str)> {
    [("{{", "}}"), ("{%", "%}"), ("{#", "#}")]
        .into_iter()
        .filter_map(|(open, close)| Some((text.find(open)?, close)))
        .min_by_key(|(at, _)| *at)
}

fn read(written: &str) -> Tag<'_> {
    let name = written.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")).map(str::trim);
    match name {
        Some(name) if is_name(name) => Tag::Variable { written, name },
        Some(_) | None => Tag::Other { written },
    }
}

/// The same as a regular expression, for editors.
pub(super) const NAME_PATTERN: &str = "^[a-z][a-z0-9_]*$";

/// Names of variables: lower-case letters, digits, underscores, a letter first.
pub(super) fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_variable_is_no_other_tag() {
        let text = "Dear {{ player }}, {{contact}} {{ a.b }} {{ x | upper }} {% if x %} {# note #} {{ open\nnext";
        let found: Vec<String> = tags(text)
            .into_iter()
            .map(|tag| match tag {
                Tag::Variable { name, .. } => format!("variable {name}"),
                Tag::Other { written } => format!("other {written}"),
            })
            .collect();
        let expected = [
            "variable player",
            "variable contact",
            "other {{ a.b }}",
            "other {{ x | upper }}",
            "other {% if x %}",
            "other {# note #}",
            "other {{ open",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn broken_braces_never_loop_or_split_characters() {
        for text in ["{{", "{{}}", "{{{{", "交渉{{交渉", "{%{{}}%}", "}} {{", "{ {"] {
            assert!(tags(text).len() < 4, "{text}");
        }
    }
}
