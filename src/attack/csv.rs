//! The table of techniques as CSV: `id,name,tactics,status,revoked_by`, tactics parted by semicolons.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::index::{Status, Technique, Unusable};
use crate::model::TechniqueId;

const HEADER: &str = "id,name,tactics,status,revoked_by";

pub(super) fn read(bytes: &[u8]) -> Result<BTreeMap<TechniqueId, Technique>, Unusable> {
    let text = std::str::from_utf8(bytes).map_err(|_| Unusable::NotText)?;
    let rows = text.trim_start_matches('\u{feff}').lines().enumerate();
    rows.filter(|(_, row)| !row.trim().is_empty() && !row.starts_with('#') && row.trim() != HEADER)
        .map(|(number, row)| technique(&fields(row)).ok_or(Unusable::BadRow { line: number + 1 }))
        .collect()
}

pub(super) fn write(techniques: &BTreeMap<TechniqueId, Technique>) -> String {
    let mut text = format!("# {}\n{HEADER}\n", super::NOTICE);
    for (id, technique) in techniques {
        let (status, by) = match &technique.status {
            Status::Active => ("active", ""),
            Status::Revoked { by } => ("revoked", by.as_str()),
            Status::Deprecated => ("deprecated", ""),
        };
        let row = [id.as_str(), &technique.name, &technique.tactics.join(";"), status, by].map(quoted).join(",");
        writeln!(text, "{row}").expect("a String takes every write");
    }
    text
}

fn technique(fields: &[String]) -> Option<(TechniqueId, Technique)> {
    let [id, name, tactics, status, by] = fields else { return None };
    let status = match (status.as_str(), by.as_str()) {
        ("active", "") => Status::Active,
        ("deprecated", "") => Status::Deprecated,
        ("revoked", by) if !by.is_empty() => Status::Revoked { by: TechniqueId::from(by) },
        _ => return None,
    };
    let tactics = tactics.split(';').filter(|tactic| !tactic.is_empty()).map(str::to_owned).collect();
    (!id.is_empty()).then(|| (TechniqueId::from(id.as_str()), Technique { name: name.clone(), tactics, status }))
}

/// Splits a row at its commas; quotes keep a comma, two quotes stand for one.
fn fields(row: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut is_quoted = false;
    let mut chars = row.trim_end_matches('\r').chars().peekable();
    while let Some(c) = chars.next() {
        let Some(field) = fields.last_mut() else { break };
        match c {
            '"' if is_quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => fields.push(String::new()),
            _ => field.push(c),
        }
    }
    fields
}

/// A field, on one line, in quotes where it needs them.
fn quoted(field: &str) -> String {
    let line = field.replace(['\r', '\n'], " ");
    if line.contains([',', '"', '#']) { format!("\"{}\"", line.replace('"', "\"\"")) } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let technique =
            |name: &str, status| Technique { name: name.to_owned(), tactics: vec!["a".to_owned(), "b".to_owned()], status };
        let techniques = BTreeMap::from([
            (TechniqueId::from("T1"), technique("Plain", Status::Active)),
            (TechniqueId::from("T2"), technique("With, comma and \"quotes\"", Status::Deprecated)),
            (TechniqueId::from("T3"), technique("Old", Status::Revoked { by: TechniqueId::from("T1") })),
        ]);
        let text = write(&techniques);
        assert!(text.starts_with("# © The MITRE Corporation"));
        assert_eq!(read(text.as_bytes()), Ok(techniques));
    }

    #[test]
    fn a_bad_row_is_named_by_its_line() {
        for row in ["T1,Phishing", "T1,Phishing,x,revoked,", "T1,Phishing,x,gone,", ",Phishing,x,active,"] {
            assert_eq!(read(format!("{HEADER}\n{row}\n").as_bytes()), Err(Unusable::BadRow { line: 2 }), "{row}");
        }
        assert_eq!(read(&[0xff, 0xfe]), Err(Unusable::NotText));
    }
}
