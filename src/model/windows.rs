//! The windows of a plan. Plans made one after another share those that did not change.

use std::collections::HashMap;
use std::fmt;
use std::ops::{Index, IndexMut};
use std::sync::{Arc, OnceLock};

use super::{PlannedWindow, WindowId};

/// Windows in the order of a plan; cheap to copy, because copies share one list.
#[derive(Clone, Default)]
pub struct Windows(Arc<Listed>);

#[derive(Default)]
struct Listed {
    list: Vec<Arc<PlannedWindow>>,
    /// Where each id is; made when one is first looked for.
    places: OnceLock<HashMap<WindowId, usize>>,
}

impl Clone for Listed {
    /// To be changed, so that places are not where they were.
    fn clone(&self) -> Self {
        Self { list: self.list.clone(), places: OnceLock::new() }
    }
}

impl Windows {
    pub fn len(&self) -> usize {
        self.0.list.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.list.is_empty()
    }

    pub fn get(&self, index: usize) -> Option<&PlannedWindow> {
        self.0.list.get(index).map(Arc::as_ref)
    }

    pub fn first(&self) -> Option<&PlannedWindow> {
        self.get(0)
    }

    /// The window with an id.
    pub fn with_id(&self, id: &WindowId) -> Option<&PlannedWindow> {
        let place = |(place, planned): (usize, &Arc<PlannedWindow>)| (planned.window.id.clone(), place);
        let places = self.0.places.get_or_init(|| self.0.list.iter().enumerate().rev().map(place).collect());
        self.get(*places.get(id)?)
    }

    pub fn iter(&self) -> Iter<'_> {
        self.0.list.iter().map(Arc::as_ref)
    }

    /// The windows themselves, to be held longer than the plan.
    pub fn shared(&self) -> impl Iterator<Item = &Arc<PlannedWindow>> {
        self.0.list.iter()
    }

    /// The list, to be changed: copied only where another plan holds it too.
    pub fn into_list(self) -> Vec<Arc<PlannedWindow>> {
        Arc::unwrap_or_clone(self.0).list
    }
}

impl fmt::Debug for Windows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.list.fmt(f)
    }
}

impl PartialEq for Windows {
    fn eq(&self, other: &Self) -> bool {
        self.0.list == other.0.list
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
        &self.0.list[index]
    }
}

impl IndexMut<usize> for Windows {
    /// Changes this plan's window alone.
    fn index_mut(&mut self, index: usize) -> &mut PlannedWindow {
        let listed = Arc::make_mut(&mut self.0);
        listed.places = OnceLock::new();
        Arc::make_mut(&mut listed.list[index])
    }
}

impl From<Vec<Arc<PlannedWindow>>> for Windows {
    fn from(windows: Vec<Arc<PlannedWindow>>) -> Self {
        Self(Arc::new(Listed { list: windows, places: OnceLock::new() }))
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
        windows.into_iter().collect::<Vec<_>>().into()
    }
}
