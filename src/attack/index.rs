//! The table of techniques, and the way from a revoked id to the living one.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Fault, FaultCode, Place, TechniqueId};

/// The table that the binary carries.
const SHIPPED: &str = include_str!("techniques.csv");

/// Whether a technique is still in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    Active,
    /// Another stands for it, which may itself be revoked.
    Revoked {
        by: TechniqueId,
    },
    /// Withdrawn, and nothing stands for it.
    Deprecated,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Technique {
    pub name: String,
    /// Short names of tactics, such as `initial-access`.
    pub tactics: Vec<String>,
    pub status: Status,
}

/// What a technique id has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// In use, or withdrawn without anything that stands for it.
    Living,
    Revoked {
        living: TechniqueId,
    },
    /// Not in the table, or revoked with no living technique at the end of the chain.
    Unknown,
}

/// Why bytes are no table of techniques.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    NotText,
    /// A row of the table (counted from 1) lacks something.
    BadRow {
        line: usize,
    },
    /// No JSON, or no bundle: the parser stopped at this line.
    NotABundle {
        line: usize,
    },
    /// A bundle without a single technique.
    NoTechniques,
}

impl Unusable {
    /// The fault of the file that these bytes came from.
    pub fn fault(self, file: &str) -> Fault {
        let (line, code) = match self {
            Unusable::NotText => (0, FaultCode::NotText { tried: "UTF-8".to_owned() }),
            Unusable::BadRow { line } => (line, FaultCode::BadTechniqueTable),
            Unusable::NotABundle { line } => (line, FaultCode::NotABundle),
            Unusable::NoTechniques => (0, FaultCode::NoTechniques),
        };
        Fault { place: Place { line, column: line.min(1), ..Place::file(file) }, code, suggestion: None }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    techniques: BTreeMap<TechniqueId, Technique>,
}

impl Index {
    pub fn shipped() -> Self {
        Self::from_csv(SHIPPED.as_bytes()).expect("the shipped table is read in a test")
    }

    /// Reads what [`Index::to_csv`] writes.
    pub fn from_csv(bytes: &[u8]) -> Result<Self, Unusable> {
        super::csv::read(bytes).map(|techniques| Self { techniques })
    }

    /// Reads a STIX 2.0 or 2.1 bundle of ATT&CK, of any version and domain.
    pub fn from_stix(bytes: &[u8]) -> Result<Self, Unusable> {
        super::stix::read(bytes).map(|techniques| Self { techniques })
    }

    /// The table as text, MITRE's notice first; the same index always gives the same text.
    pub fn to_csv(&self) -> String {
        super::csv::write(&self.techniques)
    }

    /// This table with `other` over it.
    #[must_use]
    pub fn overlaid(mut self, other: Index) -> Self {
        self.techniques.extend(other.techniques);
        self
    }

    pub fn technique(&self, id: &TechniqueId) -> Option<&Technique> {
        self.techniques.get(id)
    }

    pub fn len(&self) -> usize {
        self.techniques.len()
    }

    pub fn is_empty(&self) -> bool {
        self.techniques.is_empty()
    }

    /// Follows revocations to the living technique. A loop, or a chain that leaves the table, ends in [`Found::Unknown`].
    pub fn resolve(&self, id: &TechniqueId) -> Found {
        let mut seen = BTreeSet::new();
        let mut current = id;
        while let Some(technique) = self.techniques.get(current) {
            match &technique.status {
                Status::Active | Status::Deprecated if current == id => return Found::Living,
                Status::Active => return Found::Revoked { living: current.clone() },
                Status::Deprecated => return Found::Unknown,
                Status::Revoked { by } => {
                    if !seen.insert(current) {
                        return Found::Unknown;
                    }
                    current = by;
                }
            }
        }
        Found::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &str) -> Index {
        Index::from_csv(format!("id,name,tactics,status,revoked_by\n{rows}").as_bytes()).unwrap()
    }

    fn resolve(index: &Index, id: &str) -> Found {
        index.resolve(&TechniqueId::from(id))
    }

    #[test]
    fn pass_the_hash_of_the_article_is_followed_to_its_successor() {
        let shipped = Index::shipped();
        assert_eq!(resolve(&shipped, "T1075"), Found::Revoked { living: TechniqueId::from("T1550.002") });
        assert_eq!(resolve(&shipped, "T1566.002"), Found::Living);
        assert_eq!(resolve(&shipped, "T9999"), Found::Unknown);
    }

    #[test]
    fn a_chain_is_followed_and_a_loop_ends() {
        let index = table(
            "A,a,,revoked,B\nB,b,,revoked,C\nC,c,x;y,active,\nL,l,,revoked,M\nM,m,,revoked,L\nG,g,,revoked,gone\nD,d,,deprecated,\n",
        );
        assert_eq!(resolve(&index, "A"), Found::Revoked { living: TechniqueId::from("C") });
        assert_eq!(resolve(&index, "L"), Found::Unknown);
        assert_eq!(resolve(&index, "G"), Found::Unknown);
        assert_eq!(resolve(&index, "D"), Found::Living);
    }

    #[test]
    fn an_imported_table_goes_over_the_shipped_one() {
        let index = Index::shipped().overlaid(table("T1566,Phishing,x,revoked,T9999\nT9999,New,x,active,\n"));
        assert_eq!(resolve(&index, "T1566"), Found::Revoked { living: TechniqueId::from("T9999") });
        assert_eq!(resolve(&index, "T1190"), Found::Living);
    }

    #[test]
    fn every_shipped_id_is_living_or_leads_to_a_living_one() {
        let shipped = Index::shipped();
        assert!(shipped.len() > 40);
        for id in shipped.techniques.keys() {
            assert_ne!(shipped.resolve(id), Found::Unknown, "{id}");
        }
    }
}
