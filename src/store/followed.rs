//! The posture's rows, held in memory and kept up with every commit, so that nothing is read again after each write.
//!
//! The database is the truth: when a commit fails, or another program wrote, what is held is dropped and read anew.

use std::sync::{Arc, Mutex, PoisonError};

use crate::model::{Change, PostureState};

#[derive(Debug, Default)]
pub(super) struct Followed(Mutex<Held>);

#[derive(Debug, Default)]
struct Held {
    /// Goes up with each commit: what was read before it and is offered after it is too old.
    age: u64,
    state: Option<Arc<PostureState>>,
}

impl Followed {
    /// What is held, and the age to offer it with when it has to be read first.
    pub(super) fn get(&self) -> (u64, Option<Arc<PostureState>>) {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (held.age, held.state.clone())
    }

    /// Holds what was read since `age`, unless something was written meanwhile. A commit that was read already and is followed
    /// only after this changes nothing twice.
    pub(super) fn offer(&self, age: u64, state: &Arc<PostureState>) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.age == age {
            held.state = Some(Arc::clone(state));
        }
    }

    /// After a commit.
    pub(super) fn follow<'a>(&self, changes: impl Iterator<Item = &'a Change>) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.age += 1;
        let Some(state) = &mut held.state else { return };
        changes.for_each(|change| PostureState::follow(state, change));
    }

    pub(super) fn forget(&self) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.age += 1;
        held.state = None;
    }
}
