//! Why a control did not do what it was asked. Nothing was changed when one is returned.

use crate::model::Trouble;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ControlFault {
    /// The target is not what it was expected to be: a person decides.
    #[error("the target holds {found} in place of {expected}")]
    Conflict { expected: String, found: String },
    #[error("{0}")]
    Trouble(#[from] Trouble),
}
