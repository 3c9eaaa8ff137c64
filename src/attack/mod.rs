//! ATT&CK technique ids: look-up and revocation chains, from bytes. Pure.
//!
//! Ships a small hand-written table of just the ids that the shipped scenarios use; everything else comes from a file that the
//! user imports. Ids are opaque: numbering and tactic names change between versions.

mod csv;
mod index;
mod stix;

pub use index::{Found, Index, Status, Technique, Unusable};

/// Goes wherever technique names go.
pub const NOTICE: &str =
    "© The MITRE Corporation. ATT&CK® is reproduced and distributed with the permission of The MITRE Corporation.";
