//! Trouble with the outside world: why a message did not leave, or a target was not changed.
//!
//! Facts keep it as one line, `kind: detail`; [`Trouble::parse`] reads that line back, so that text can say it in a language.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::TroubleKind;

/// What went wrong, and the technical detail (an address, a server's answer, an error of the operating system).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    pub kind: TroubleKind,
    pub detail: String,
}

impl Trouble {
    /// The detail is made one line of at most 300 characters: servers answer what they like.
    pub fn new(kind: TroubleKind, detail: impl fmt::Display) -> Self {
        let detail = detail.to_string();
        let words = detail.split(|c: char| c.is_control() || c.is_whitespace()).filter(|word| !word.is_empty());
        let line = words.collect::<Vec<_>>().join(" ");
        Self { kind, detail: line.chars().take(300).collect() }
    }

    /// Reads what `Display` wrote; None when it is something else.
    pub fn parse(line: &str) -> Option<Self> {
        let (kind, detail) = line.split_once(": ").unwrap_or((line, ""));
        Some(Self { kind: TroubleKind::from_word(kind)?, detail: detail.to_owned() })
    }
}

/// `kind: detail`, as facts keep it.
impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.detail.is_empty() { write!(f, "{}", self.kind) } else { write!(f, "{}: {}", self.kind, self.detail) }
    }
}

impl std::error::Error for Trouble {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recorded_line_reads_back() {
        for kind in TroubleKind::ALL {
            for detail in ["", "550 5.1.1 no such user: gone"] {
                let trouble = Trouble::new(*kind, detail);
                assert_eq!(Trouble::parse(&trouble.to_string()), Some(trouble));
            }
        }
        assert_eq!(Trouble::parse("something else"), None);
    }

    #[test]
    fn details_are_one_short_line() {
        let trouble = Trouble::new(TroubleKind::Answer, format!("421 busy\r\nX-Evil: 1\0{}", "x".repeat(900)));
        assert!(trouble.detail.starts_with("421 busy X-Evil: 1 xxx"));
        assert_eq!(trouble.detail.chars().count(), 300);
    }
}
