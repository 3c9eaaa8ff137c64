//! The shape of each kind of table: its keys, what each holds, which must be there. Pure.
//!
//! One description serves twice, so that they cannot drift: `verify` holds files against it, `schema` prints it as JSON Schema.
//! The shapes themselves stand beside their decoders.

use super::formats::Format;

/// A kind of table.
#[derive(Debug)]
pub(super) struct Shape {
    /// What one such table is called in faults; the kind of its id.
    pub name: &'static str,
    pub keys: &'static [Key],
    /// Of each group exactly one key must be there.
    pub one_of: &'static [&'static [&'static str]],
    /// Which more keys there are depends on a word of the table.
    pub variants: Variants,
}

/// The key whose word decides, and the keys that come with each of its words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Variants {
    pub by: &'static str,
    pub of: &'static [Variant],
}

/// What comes with one word.
#[derive(Debug)]
pub(super) struct Variant {
    pub word: &'static str,
    pub keys: &'static [Key],
    /// As [`Shape::one_of`].
    pub one_of: &'static [&'static [&'static str]],
}

const NO_VARIANTS: Variants = Variants { by: "", of: &[] };

impl Shape {
    pub(super) const fn new(name: &'static str, keys: &'static [Key]) -> Self {
        Self { name, keys, one_of: &[], variants: NO_VARIANTS }
    }

    pub(super) const fn one_of(name: &'static str, one_of: &'static [&'static [&'static str]], keys: &'static [Key]) -> Self {
        Self { name, keys, one_of, variants: NO_VARIANTS }
    }

    pub(super) const fn by(name: &'static str, variants: Variants, keys: &'static [Key]) -> Self {
        Self { name, keys, one_of: &[], variants }
    }

    pub(super) fn variant(&self, word: Option<&str>) -> Option<&'static Variant> {
        self.variants.of.iter().find(|variant| Some(variant.word) == word)
    }

    /// Every key of a table of this variant; those of all variants when it is none of them.
    pub(super) fn keys_of(&self, variant: Option<&'static Variant>) -> Vec<&'static Key> {
        let more: Vec<&'static Variant> = variant.map_or_else(|| self.variants.of.iter().collect(), |variant| vec![variant]);
        self.keys.iter().chain(more.into_iter().flat_map(|variant| variant.keys)).collect()
    }
}

#[derive(Debug)]
pub(super) struct Key {
    pub name: &'static str,
    pub kind: Kind,
    pub is_required: bool,
}

/// A key that must be there.
pub(super) const fn must(name: &'static str, kind: Kind) -> Key {
    Key { name, kind, is_required: true }
}

/// A key that may be there.
pub(super) const fn may(name: &'static str, kind: Kind) -> Key {
    Key { name, kind, is_required: false }
}

/// Within what an id is unique and a reference is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    Workspace,
    File,
    /// The table around it.
    Parent,
}

/// What a key holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// A string, or `{ en = "…", ja = "…" }`.
    Text,
    Str,
    /// The id of the table it stands in.
    Id(Within),
    /// The id of something of this kind.
    Ref(&'static str, Within),
    /// An id without a list to hold it against.
    Name,
    /// A string of a known form.
    Form(&'static Format),
    /// One of the words that the function lists.
    Word(fn() -> Vec<&'static str>),
    Integer {
        least: i64,
        most: i64,
    },
    /// A number that is not negative.
    Number,
    Boolean,
    /// A date, or a local date-time.
    Moment,
    /// `everyone`, or `group:` and a group.
    Scope,
    /// `part:` and a part, or `part:` part `/` team.
    Recipient,
    /// How values of a setting join: a word, or words from loosest to strictest.
    Join,
    /// Values of settings by name.
    Set,
    /// Texts by name.
    Texts,
    List(&'static Kind),
    Table(&'static Shape),
    Tables(&'static Shape),
}

/// The words of a closed set of the model.
macro_rules! words {
    ($set:ty) => {
        $crate::input::shape::Kind::Word(|| <$set>::ALL.iter().map(|word| word.as_str()).collect())
    };
}
pub(super) use words;
