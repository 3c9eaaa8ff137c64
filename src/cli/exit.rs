//! Exit codes, and what a failed command says.

use std::process::ExitCode;

use super::output;
use crate::app::OpenError;
use crate::engine::EngineError;
use crate::model::{Fault, Lang, Refusal, StoreError};
use crate::text;

/// What the process ends with. The numbers are part of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Fine = 0,
    Failed = 1,
    /// Faults in the input.
    Faults = 2,
    /// Refused: approval, safety, precondition.
    Refused = 3,
    /// Drift or conflict found.
    Drift = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

/// Why a command did not do what it was asked.
pub(crate) enum Failure {
    Faults(Vec<Fault>),
    Refused(Refusal),
    Store(StoreError),
    Engine(EngineError),
    /// The key of players' links cannot be used.
    Key(std::io::Error),
    /// Words that are in the right language already.
    Said(Exit, String),
}

impl Failure {
    pub(crate) fn said(words: String) -> Self {
        Failure::Said(Exit::Failed, words)
    }

    /// Prints it, and gives the exit code.
    pub(crate) fn show(self, lang: Lang) -> ExitCode {
        let (exit, words) = match self {
            Failure::Faults(faults) => {
                output::faults(&faults, lang);
                return Exit::Faults.into();
            }
            Failure::Refused(refusal) => (Exit::Refused, text::cli::refused(&text::refusals::refusal(&refusal, lang), lang)),
            Failure::Store(error) | Failure::Engine(EngineError::Store(error)) => {
                let is_refused = matches!(error, StoreError::Exists { .. } | StoreError::Locked { .. });
                (if is_refused { Exit::Refused } else { Exit::Failed }, text::store::store_error(&error, lang))
            }
            Failure::Engine(EngineError::RevisionUnusable { revision }) => {
                (Exit::Failed, text::cli::revision_unusable(revision.as_str(), lang))
            }
            Failure::Engine(error @ (EngineError::Randomness(_) | EngineError::House(_))) => {
                (Exit::Failed, text::cli::failed(&error.to_string(), lang))
            }
            Failure::Key(error) => (Exit::Failed, text::cli::key_unusable(&error.to_string(), lang)),
            Failure::Said(exit, words) => (exit, words),
        };
        output::complain(&words);
        exit.into()
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Failure::Store(error)
    }
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        Failure::Engine(error)
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Faulty(faults) => Failure::Faults(faults),
            OpenError::Store(error) => Failure::Store(error),
            OpenError::Engine(error) => Failure::Engine(error),
            OpenError::Key(error) => Failure::Key(error),
        }
    }
}
