//! The settings of a ledger row as they are written: each window and each measure named once, however many settings they hold.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;

use rusqlite::Row;
use serde::{Deserialize, Serialize};

use super::rows;
use crate::model::{Held, HeldSettings, Holder, MeasureId, PlaybookId, SettingValue, Slot, Stage, StoreError, WindowId};

#[derive(Serialize, Deserialize)]
struct Written {
    windows: Vec<WindowId>,
    measures: Vec<(PlaybookId, MeasureId)>,
    settings: BTreeMap<Slot, Setting>,
}

#[derive(Serialize, Deserialize)]
struct Setting {
    value: SettingValue,
    /// Places in `windows` and `measures`.
    by: Vec<(usize, usize)>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    recipients: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    stages: Vec<Stage>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Stored {
    Written(Written),
    /// As rows were written at first.
    Plain(HeldSettings),
}

pub(super) fn to_json(settings: &HeldSettings) -> Result<String, StoreError> {
    let (mut windows, mut measures) = (Named::default(), Named::default());
    let settings = settings.iter().map(|(slot, held)| {
        let place = |holder: &Holder| {
            let measure = (holder.playbook.clone(), holder.measure.clone());
            (windows.place(&holder.window), measures.place(&measure))
        };
        let Held { value, holders, recipients, stages } = held;
        let by = holders.iter().map(place).collect();
        let (value, recipients, stages) = (value.clone(), recipients.clone(), stages.clone());
        (slot.clone(), Setting { value, by, recipients, stages })
    });
    let settings = settings.collect();
    rows::to_json(&Written { windows: windows.names, measures: measures.names, settings })
}

/// Names in the order in which they first came.
struct Named<T> {
    names: Vec<T>,
    places: HashMap<T, usize>,
}

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self { names: Vec::new(), places: HashMap::new() }
    }
}

impl<T: Clone + Eq + Hash> Named<T> {
    fn place(&mut self, name: &T) -> usize {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        self.names.push(name.clone());
        self.places.insert(name.clone(), self.names.len() - 1);
        self.names.len() - 1
    }
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<HeldSettings> {
    match rows::json(row, "settings")? {
        Stored::Written(written) => {
            let Written { windows, measures, settings } = written;
            let holder = |(window, measure): (usize, usize)| {
                let (playbook, measure) = measures.get(measure)?.clone();
                Some(Holder { window: windows.get(window)?.clone(), playbook, measure })
            };
            let held = |(slot, setting): (Slot, Setting)| {
                let Setting { value, by, recipients, stages } = setting;
                let holders: Option<Vec<Holder>> = by.into_iter().map(holder).collect();
                let holders = holders.ok_or_else(|| rows::unreadable("settings", "a holder is not named"))?.into();
                Ok((slot, Held { value, holders, recipients, stages }))
            };
            settings.into_iter().map(held).collect()
        }
        Stored::Plain(settings) => Ok(settings),
    }
}
