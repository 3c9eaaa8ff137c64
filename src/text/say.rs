//! The one way to say a sentence: in both languages at once.

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
