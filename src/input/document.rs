//! A file's text, and typed views of its TOML that know where they stand. Pure.
//!
//! The views give None for what is missing or of a wrong type and never report it: `verify` has done so before.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::moment::Moment;
use crate::model::{Lang, Place, Text};

/// Longer lines are not shown with a fault.
const LONGEST_SHOWN_LINE: usize = 2000;

/// The decoded text of one file.
#[derive(Debug)]
pub(super) struct Document {
    pub file: String,
    pub text: String,
    line_starts: Vec<usize>,
}

impl Document {
    pub(super) fn new(file: &str, text: String) -> Self {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { file: file.to_owned(), text, line_starts }
    }

    /// The place of a byte range. A range over several lines is cut at the end of its first.
    pub(super) fn place(&self, range: Range<usize>) -> Place {
        let start = range.start.min(self.text.len());
        let line = self.line_starts.partition_point(|at| *at <= start);
        let line_start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let text = self.text.get(line_start..).unwrap_or_default().lines().next().unwrap_or_default();
        let end = range.end.clamp(start, (line_start + text.len()).max(start));
        let count = |range: Range<usize>| self.text.get(range).map_or(0, |part| part.chars().count());
        let shown = if text.len() > LONGEST_SHOWN_LINE { String::new() } else { text.to_owned() };
        Place { file: self.file.clone(), line, column: count(line_start..start) + 1, width: count(start..end), text: shown }
    }

    /// The place of a whole line, counted from 1; of line 0, the file.
    pub(super) fn place_of_line(&self, line: usize) -> Place {
        let start = line.checked_sub(1).and_then(|before| self.line_starts.get(before));
        start.map_or_else(|| Place::file(&self.file), |start| self.place(*start..self.text.len()))
    }
}

/// One value of a file.
#[derive(Clone, Copy)]
pub(super) struct Value<'a> {
    document: &'a Document,
    spanned: &'a Spanned<DeValue<'a>>,
}

impl<'a> Value<'a> {
    pub(super) fn place(self) -> Place {
        self.document.place(self.spanned.span())
    }

    pub(super) fn get(self) -> &'a DeValue<'a> {
        self.spanned.get_ref()
    }

    pub(super) fn str(self) -> Option<&'a str> {
        self.get().as_str()
    }

    pub(super) fn integer(self) -> Option<i64> {
        let integer = self.get().as_integer()?;
        i64::from_str_radix(integer.as_str(), integer.radix()).ok()
    }

    pub(super) fn number(self) -> Option<f64> {
        self.get()
            .as_float()
            .map_or_else(|| self.get().as_integer()?.as_str().parse().ok(), |float| float.as_str().parse().ok())
    }

    pub(super) fn values(self) -> impl Iterator<Item = Value<'a>> {
        let document = self.document;
        self.get().as_array().into_iter().flat_map(|array| array.iter()).map(move |spanned| Value { document, spanned })
    }

    pub(super) fn record(self) -> Option<Record<'a>> {
        let table = self.get().as_table()?;
        Some(Record { document: self.document, table, span: Some(self.spanned) })
    }

    pub(super) fn moment(self) -> Option<Moment> {
        Moment::read(self.get()).ok()
    }

    /// A string for both languages, or a table with one for each.
    pub(super) fn text(self) -> Option<Text> {
        if let Some(both) = self.str() {
            return Some(Text::same(both));
        }
        let record = self.record()?;
        Some(Text::new(record.string("en")?, record.string("ja")?))
    }

    /// The strings of a text, each with its own place.
    pub(super) fn wordings(self) -> Vec<Value<'a>> {
        match self.record() {
            Some(record) => Lang::ALL.iter().filter_map(|lang| record.value(lang.tag())).collect(),
            None => vec![self],
        }
    }

    /// The place of the `nth` occurrence of `part` inside this string as it is written; the whole value when escapes hide it.
    pub(super) fn place_of(self, part: &str, nth: usize) -> Place {
        let span = self.spanned.span();
        let written = self.document.text.get(span.clone()).unwrap_or_default();
        match written.match_indices(part).nth(nth) {
            Some((at, _)) => self.document.place(span.start + at..span.start + at + part.len()),
            None => self.place(),
        }
    }
}

/// One table of a file.
#[derive(Clone, Copy)]
pub(super) struct Record<'a> {
    document: &'a Document,
    table: &'a DeTable<'a>,
    span: Option<&'a Spanned<DeValue<'a>>>,
}

impl<'a> Record<'a> {
    /// The file as a whole.
    pub(super) fn root(document: &'a Document, table: &'a DeTable<'a>) -> Self {
        Self { document, table, span: None }
    }

    /// Where its header stands; for the root, the file.
    pub(super) fn place(self) -> Place {
        self.span.map_or_else(|| Place::file(&self.document.file), |spanned| self.document.place(spanned.span()))
    }

    /// Where its id stands, or its header.
    pub(super) fn id_place(self) -> Place {
        self.place_of("id")
    }

    pub(super) fn place_of(self, key: &str) -> Place {
        self.value(key).map_or_else(|| self.place(), Value::place)
    }

    /// Every key with its place, in the order of the file.
    pub(super) fn keys(self) -> impl Iterator<Item = (&'a str, Place)> {
        self.table.keys().map(|key| (key.get_ref().as_ref(), self.document.place(key.span())))
    }

    pub(super) fn has(self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    pub(super) fn value(self, key: &str) -> Option<Value<'a>> {
        Some(Value { document: self.document, spanned: self.table.get(key)? })
    }

    pub(super) fn values(self, key: &str) -> Vec<Value<'a>> {
        self.value(key).map(|value| value.values().collect()).unwrap_or_default()
    }

    pub(super) fn record(self, key: &str) -> Option<Record<'a>> {
        self.value(key)?.record()
    }

    pub(super) fn records(self, key: &str) -> Vec<Record<'a>> {
        self.values(key).into_iter().filter_map(Value::record).collect()
    }

    pub(super) fn text(self, key: &str) -> Option<Text> {
        self.value(key)?.text()
    }

    pub(super) fn str(self, key: &str) -> Option<&'a str> {
        self.value(key)?.str()
    }

    pub(super) fn string(self, key: &str) -> Option<String> {
        self.str(key).map(str::to_owned)
    }

    pub(super) fn strings(self, key: &str) -> Vec<String> {
        self.values(key).into_iter().filter_map(Value::str).map(str::to_owned).collect()
    }

    /// What `read` makes of the string at `key`.
    pub(super) fn read<T>(self, key: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        read(self.str(key)?)
    }

    /// What `read` makes of each string of the list at `key`.
    pub(super) fn read_all<T>(self, key: &str, read: impl Fn(&str) -> Option<T>) -> Vec<T> {
        self.values(key).into_iter().filter_map(|value| read(value.str()?)).collect()
    }

    pub(super) fn integer<T: TryFrom<i64>>(self, key: &str) -> Option<T> {
        T::try_from(self.value(key)?.integer()?).ok()
    }

    pub(super) fn boolean(self, key: &str) -> Option<bool> {
        self.value(key)?.get().as_bool()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_widths_end_with_the_line() {
        let document = Document::new("a.toml", "名前 = \"値\"\nbody = \"\"\"\none\ntwo\"\"\"\n".to_owned());
        let start = document.text.find('"').unwrap();
        let place = document.place(start..start + 5);
        assert_eq!((place.line, place.column, place.width, place.text.as_str()), (1, 6, 3, "名前 = \"値\""));
        let start = document.text.find("\"\"\"").unwrap();
        let place = document.place(start..document.text.len());
        assert_eq!((place.line, place.column, place.width), (2, 8, 3));
    }

    #[test]
    fn a_place_past_the_end_is_the_end() {
        let document = Document::new("a.toml", "x = 1".to_owned());
        assert_eq!(document.place(90..95).to_string(), "a.toml:1:6");
    }
}
