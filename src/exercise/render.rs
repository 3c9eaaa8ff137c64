//! Puts values in the place of `{{ variable }}` in scenario text.
//!
//! Variables and nothing else: a value is never read again, so that text from a cast cannot bring in another variable. A name
//! without a value stays as it is written; `check` has refused it before.

use crate::model::{Exercise, Lang, Organisation};
use crate::text;
use crate::time::LocalDate;

/// What variables stand for, for one reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Variables {
    values: Vec<(String, String)>,
}

impl Variables {
    /// The variables that all players of an organisation share. Built-in names go before those of the cast.
    pub(super) fn of(cast: &Exercise, organisation: &Organisation, date: LocalDate, lang: Lang) -> Self {
        let mut values = vec![
            ("exercise".to_owned(), cast.title.get(lang).to_owned()),
            ("organisation".to_owned(), organisation.name.get(lang).to_owned()),
            ("contact".to_owned(), cast.contact.clone()),
            ("date".to_owned(), text::exercise::date(date, lang)),
        ];
        values.extend(cast.variables.iter().map(|(name, value)| (name.clone(), value.get(lang).to_owned())));
        Self { values }
    }

    /// The same, for one player.
    pub(super) fn with_player(mut self, name: &str) -> Self {
        self.values.insert(0, ("player".to_owned(), name.to_owned()));
        self
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The text with every known variable replaced.
    pub(super) fn fill(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            filled.push_str(before);
            let found = after.split_once("}}").and_then(|(name, tail)| Some((self.value(name.trim())?, tail)));
            if let Some((value, tail)) = found {
                filled.push_str(value);
                rest = tail;
            } else {
                filled.push_str("{{");
                rest = after;
            }
        }
        filled.push_str(rest);
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(pairs: &[(&str, &str)]) -> Variables {
        Variables { values: pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect() }
    }

    #[test]
    fn variables_are_replaced_once_and_nothing_else_is_read() {
        let known = variables(&[("player", "Kato {{ contact }}"), ("contact", "desk@example.org"), ("名", "港")]);
        for (text, filled) in [
            ("Dear {{ player }},", "Dear Kato {{ contact }},"),
            ("{{player}}{{ contact }}", "Kato {{ contact }}desk@example.org"),
            ("{{ 名 }}へ", "港へ"),
            ("{{ unknown }} {{ contact }}", "{{ unknown }} desk@example.org"),
            ("{{ contact", "{{ contact"),
            ("{% if x %} {{ {{ contact }}", "{% if x %} {{ desk@example.org"),
            ("", ""),
        ] {
            assert_eq!(known.fill(text), filled, "{text}");
        }
    }

    #[test]
    fn a_player_named_like_a_cast_variable_does_not_hide_the_built_in_one() {
        assert_eq!(variables(&[("player", "from the cast")]).with_player("Kato").fill("{{ player }}"), "Kato");
    }
}
