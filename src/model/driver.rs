//! How a connector reaches its target.

use std::path::PathBuf;

use super::{FileFormat, SecretRef};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Driver {
    /// A settings file that another program reads; replaced by rename.
    File { path: PathBuf, format: FileFormat },
    /// The rules of `posture install rspamd`, opened and closed by a map that ends by itself.
    Rspamd(Rspamd),
}

impl Driver {
    /// Whether it can change a target for a group of recipients alone.
    pub fn can_narrow(&self) -> bool {
        match self {
            Driver::File { .. } => false,
            Driver::Rspamd(_) => true,
        }
    }

    /// Whether its target ends a change itself when the time written with it is over.
    pub fn can_lease(&self) -> bool {
        match self {
            Driver::File { .. } => false,
            Driver::Rspamd(_) => true,
        }
    }
}

/// One rspamd: the workers that share a set of maps. Several scanners are several connectors of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rspamd {
    pub maps: Maps,
    /// `http://host:port` of each normal worker. A change is active when every one of them has shown it.
    pub workers: Vec<String>,
    /// Our domains and our partners', which lookalikes imitate. They are never young.
    pub domains: Vec<String>,
    /// Whether the module `replies` is on, so that real replies can be told from feigned ones.
    pub replies: bool,
}

/// How the maps of an rspamd are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Maps {
    /// The directory that rspamd reads them from.
    Directory(PathBuf),
    /// The controller, with the password that may write.
    Controller { url: String, password: SecretRef },
}
