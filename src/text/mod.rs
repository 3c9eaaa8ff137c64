//! Codes and arguments to words, in English and Japanese. Pure.
//!
//! The only place with sentences for users. Every sentence is said by [`say!`], which takes both languages, so that a missing
//! translation does not compile; `tests/languages.rs` checks that the Japanese one is Japanese.

/// Says the same in the language asked for. Arguments are captured by name, as in `format!`.
macro_rules! say {
    ($lang:expr, $en:literal, $ja:literal $(,)?) => {
        match $lang {
            $crate::model::Lang::En => format!($en),
            $crate::model::Lang::Ja => format!($ja),
        }
    };
}
pub(crate) use say;

pub mod terms;
