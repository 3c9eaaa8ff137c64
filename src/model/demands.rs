//! The changes that a window calls for, as one list that windows alike share.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    ConnectorId, ControlKind, Holder, MeasureId, PlaybookId, Precondition, Recipients, SettingName, SettingValue, WindowId,
};

/// Settings that one measure wants on one target, whichever window it is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demand {
    pub target: ConnectorId,
    /// What kind of control the target is: its settings join as declared for that kind.
    pub control: ControlKind,
    pub playbook: PlaybookId,
    pub measure: MeasureId,
    pub set: BTreeMap<SettingName, SettingValue>,
    pub requires: Vec<Precondition>,
    /// None: for everyone, also where the control cannot be narrowed to the window's group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_for: Option<Recipients>,
    /// Whether the target ends the change itself when its windows are over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lease: bool,
}

impl Demand {
    /// Who holds the target when this demand of `window` is carried out.
    pub fn holder(&self, window: &WindowId) -> Holder {
        Holder { window: window.clone(), playbook: self.playbook.clone(), measure: self.measure.clone() }
    }
}

/// Demands in their order; copies are the same list.
#[derive(Clone, Default)]
pub struct Demands(Arc<Listed>);

#[derive(Default)]
struct Listed {
    demands: Vec<Demand>,
    /// Made when it is first asked for.
    asked: OnceLock<Vec<Asked>>,
}

/// What a list asks of one setting of one target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub target: ConnectorId,
    pub name: SettingName,
    /// Of the demands in the list, in the order of playbook and measure; at least one.
    pub places: Vec<usize>,
}

impl Demands {
    /// Whether both are one list, not only lists alike.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// What the list asks of each setting, in the order of target and setting. Worked out once for all copies.
    pub fn by_setting(&self) -> &[Asked] {
        self.0.asked.get_or_init(|| asked(&self.0.demands))
    }
}

fn asked(demands: &[Demand]) -> Vec<Asked> {
    let mut all: BTreeMap<(&ConnectorId, &SettingName), Vec<(&Demand, usize)>> = BTreeMap::new();
    for (place, demand) in demands.iter().enumerate() {
        for name in demand.set.keys() {
            all.entry((&demand.target, name)).or_default().push((demand, place));
        }
    }
    let asked = all.into_iter().map(|((target, name), mut demands)| {
        demands.sort_by_key(|(demand, _)| (&demand.playbook, &demand.measure));
        let places = demands.into_iter().map(|(_, place)| place).collect();
        Asked { target: target.clone(), name: name.clone(), places }
    });
    asked.collect()
}

impl Deref for Demands {
    type Target = [Demand];

    fn deref(&self) -> &[Demand] {
        &self.0.demands
    }
}

impl fmt::Debug for Demands {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.demands.fmt(f)
    }
}

impl PartialEq for Demands {
    fn eq(&self, other: &Self) -> bool {
        self.is_same(other) || self.0.demands == other.0.demands
    }
}

impl Eq for Demands {}

impl From<Vec<Demand>> for Demands {
    fn from(demands: Vec<Demand>) -> Self {
        Self(Arc::new(Listed { demands, asked: OnceLock::new() }))
    }
}

impl<const N: usize> From<[Demand; N]> for Demands {
    fn from(demands: [Demand; N]) -> Self {
        Vec::from(demands).into()
    }
}

impl FromIterator<Demand> for Demands {
    fn from_iter<I: IntoIterator<Item = Demand>>(demands: I) -> Self {
        demands.into_iter().collect::<Vec<_>>().into()
    }
}

impl Serialize for Demands {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.demands.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Demands {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Vec::deserialize(from).map(Self::from)
    }
}
