//! How far a reading of exercise rows reaches: every read of them takes one, so that none forgets to ask.

use super::OrganisationId;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Every organisation, and what belongs to none: the engine, the exercise staff.
    All,
    /// One organisation's rows and nothing else.
    Organisation(OrganisationId),
}

impl Reach {
    /// The one organisation, as the store compares with it; None: all.
    pub fn organisation(self) -> Option<OrganisationId> {
        match self {
            Reach::All => None,
            Reach::Organisation(id) => Some(id),
        }
    }
}
