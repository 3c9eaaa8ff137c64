//! Personal links of players.
//!
//! A link's token is the HMAC of (run, organisation, player) under a random 256-bit key that lies in a file beside the database
//! (0600). The database keeps hashes of tokens only; the key lets a restarted engine write the same link into a re-send.

use std::fs::{self, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use crate::model::{OrganisationId, PlayerId, References, hex};

/// The key's file in a workspace.
const KEY: &str = "standto.key";

/// Where the tokens of players' links and the references of handled windows come from.
#[derive(Clone)]
pub struct LinkKey([u8; 32]);

impl LinkKey {
    /// The key of a workspace, made at first use.
    ///
    /// # Errors
    /// The file cannot be read or made, or does not hold 32 bytes.
    pub fn of_workspace(directory: &Path) -> io::Result<Self> {
        let path = directory.join(KEY);
        match fs::File::open(&path) {
            Ok(mut file) => {
                let mut key = [0; 32];
                file.read_exact(&mut key)?;
                Ok(Self(key))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let key = random()?;
                let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
                file.write_all(&key)?;
                file.sync_all()?;
                Ok(Self(key))
            }
            Err(error) => Err(error),
        }
    }

    /// The key for whoever only reads: the workspace's where there is one that they may read; else one that leads nowhere,
    /// because the file is not made for that.
    pub fn for_reading(directory: &Path) -> Self {
        let key = if directory.join(KEY).exists() { Self::of_workspace(directory).ok() } else { None };
        key.unwrap_or_else(|| Self::seeded("reading"))
    }

    /// What handled windows are called by outsiders: from the same key, and of no use to whoever looks for links.
    pub fn references(&self) -> References {
        References::new(self.mac("window-references").finalize().into_bytes().into())
    }

    /// A key from a seed, so that rehearsals and the demo repeat exactly. Never for live players.
    pub fn seeded(seed: &str) -> Self {
        Self(Sha256::digest(seed.as_bytes()).into())
    }

    /// The token of a player's link.
    pub fn token(&self, run: i64, organisation: &OrganisationId, player: &PlayerId) -> String {
        URL_SAFE_NO_PAD.encode(self.mac(&format!("{run}\n{organisation}\n{player}")).finalize().into_bytes())
    }

    fn mac(&self, of: &str) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(of.as_bytes());
        mac
    }
}

/// A fresh random token for a principal.
///
/// # Errors
/// The operating system gives no randomness.
pub fn fresh_token() -> io::Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(random()?))
}

/// What the database keeps of a token: SHA-256 in hexadecimal.
pub fn token_hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

fn random() -> io::Result<[u8; 32]> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workspace_keeps_its_key_and_players_get_different_tokens() {
        let directory = tempfile::tempdir().unwrap();
        let first = LinkKey::of_workspace(directory.path()).unwrap();
        let again = LinkKey::of_workspace(directory.path()).unwrap();
        let (ministry, port) = (OrganisationId::from("ministry"), OrganisationId::from("port"));
        let player = PlayerId::from("soc");
        assert_eq!(first.token(1, &ministry, &player), again.token(1, &ministry, &player));
        assert_ne!(first.token(1, &ministry, &player), first.token(1, &port, &player));
        assert_ne!(first.token(1, &ministry, &player), first.token(2, &ministry, &player));
        assert_eq!(token_hash("x").len(), 64);
    }

    #[test]
    fn the_key_file_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let directory = tempfile::tempdir().unwrap();
        LinkKey::of_workspace(directory.path()).unwrap();
        let mode = fs::metadata(directory.path().join("standto.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
