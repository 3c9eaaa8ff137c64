//! Secrets: resolved from where standto.toml says they are, held in memory, never shown, never stored.

use std::fmt;
use std::path::Path;

use crate::model::{SecretRef, Trouble, TroubleKind};

/// Longer files are no passwords.
const LIMIT: u64 = 64 * 1024;

/// A secret's value. It has no `Display` and no `Serialize`, and its `Debug` shows nothing.
#[derive(Clone)]
pub struct Secret(String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl Secret {
    /// Reads the environment variable or file; a relative path is one of the workspace. One line break at the end is cut off.
    pub fn resolve(from: &SecretRef, workspace: &Path) -> Result<Self, Trouble> {
        let text = match from {
            SecretRef::Env(name) => read_env(name)?,
            SecretRef::File(path) => read_file(&workspace.join(path))?,
        };
        let value = text.strip_suffix('\n').map_or(text.as_str(), |line| line.strip_suffix('\r').unwrap_or(line));
        if value.is_empty() {
            return Err(Trouble::new(TroubleKind::Secret, name_of(from)));
        }
        Ok(Self(value.to_owned()))
    }

    /// The value, for the one call that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

fn name_of(from: &SecretRef) -> String {
    match from {
        SecretRef::Env(name) => format!("${name}"),
        SecretRef::File(path) => path.display().to_string(),
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place where secrets are read from the environment")]
fn read_env(name: &str) -> Result<String, Trouble> {
    std::env::var(name).map_err(|error| Trouble::new(TroubleKind::Secret, format!("${name}: {error}")))
}

fn read_file(path: &Path) -> Result<String, Trouble> {
    let trouble = |why: &dyn fmt::Display| Trouble::new(TroubleKind::Secret, format!("{}: {why}", path.display()));
    let length = std::fs::metadata(path).map_err(|error| trouble(&error))?.len();
    if length > LIMIT {
        return Err(trouble(&format!("{length} > {LIMIT} bytes")));
    }
    std::fs::read_to_string(path).map_err(|error| trouble(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_gives_its_text_without_the_last_line_break() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("key"), "pass word \r\n").unwrap();
        let secret = Secret::resolve(&SecretRef::File("key".into()), dir.path()).unwrap();
        assert_eq!(secret.expose(), "pass word ");
        assert!(!format!("{secret:?}").contains("pass"));
    }

    #[test]
    fn what_is_not_there_or_empty_is_named_but_not_shown() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("empty"), "\n").unwrap();
        let of = |from: SecretRef| Secret::resolve(&from, dir.path()).unwrap_err();
        assert!(of(SecretRef::File("empty".into())).detail.contains("empty"));
        assert!(of(SecretRef::File("absent".into())).detail.contains("absent"));
        let unset = of(SecretRef::Env("STANDTO_TEST_NO_SUCH_VARIABLE".to_owned()));
        assert_eq!(unset.kind, TroubleKind::Secret);
        assert!(unset.detail.contains("$STANDTO_TEST_NO_SUCH_VARIABLE"));
    }
}
