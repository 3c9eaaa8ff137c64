//! The windows of a plan. Plans made one after another share those that did not change.

use std::ops::{Index, IndexMut};
use std::sync::Arc;

use super::PlannedWindow;

/// Windows in the order of a plan; cheap to copy, because copies share one list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Windows(Arc<Vec<Arc<PlannedWindow>>>);

impl Windows {
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn get(&self, index: usize) -> Option<&PlannedWindow> {
        self.0.get(index).map(Arc::as_ref)
    }

    pub fn first(&self) -> Option<&PlannedWindow> {
        self.get(0)
    }

    pub fn iter(&self) -> Iter<'_> {
        self.0.iter().map(Arc::as_ref)
    }

    /// The windows themselves, to be held longer than the plan.
    pub fn shared(&self) -> impl Iterator<Item = &Arc<PlannedWindow>> {
        self.0.iter()
    }

    /// The list, to be changed: copied only where another plan holds it too.
    pub fn into_list(self) -> Vec<Arc<PlannedWindow>> {
        Arc::unwrap_or_clone(self.0)
    }
}

/// Over references to the windows, in order.
type Iter<'a> = std::iter::Map<std::slice::Iter<'a, Arc<PlannedWindow>>, fn(&'a Arc<PlannedWindow>) -> &'a PlannedWindow>;

impl<'a> IntoIterator for &'a Windows {
    type Item = &'a PlannedWindow;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

impl Index<usize> for Windows {
    type Output = PlannedWindow;

    fn index(&self, index: usize) -> &PlannedWindow {
        &self.0[index]
    }
}

impl IndexMut<usize> for Windows {
    /// Changes this plan's window alone.
    fn index_mut(&mut self, index: usize) -> &mut PlannedWindow {
        Arc::make_mut(&mut Arc::make_mut(&mut self.0)[index])
    }
}

impl From<Vec<Arc<PlannedWindow>>> for Windows {
    fn from(windows: Vec<Arc<PlannedWindow>>) -> Self {
        Self(Arc::new(windows))
    }
}

impl From<Vec<PlannedWindow>> for Windows {
    fn from(windows: Vec<PlannedWindow>) -> Self {
        windows.into_iter().collect()
    }
}

impl FromIterator<PlannedWindow> for Windows {
    fn from_iter<I: IntoIterator<Item = PlannedWindow>>(windows: I) -> Self {
        windows.into_iter().map(Arc::new).collect()
    }
}

impl FromIterator<Arc<PlannedWindow>> for Windows {
    fn from_iter<I: IntoIterator<Item = Arc<PlannedWindow>>>(windows: I) -> Self {
        Vec::from_iter(windows).into()
    }
}
