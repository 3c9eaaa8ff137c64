//! Every kind of fault in a small workspace of its own, as people see it, in both languages.
//!
//! `SNAPSHOTS=overwrite cargo test --test faults` writes the expected output anew; read what changed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use snapbox::{Assert, Data};
use standto::input;
use standto::model::{Fault, Lang};
use standto::text::snippet::{self, Styling};

/// All faults of a case, without those that shipped files could add.
fn faults(case: &Path) -> Vec<Fault> {
    match input::read(case) {
        Ok(mut files) => {
            files.retain(|path, _| !path.starts_with("shipped/"));
            input::check(&files).faults
        }
        Err(faults) => faults,
    }
}

fn cases() -> Vec<PathBuf> {
    let folder = std::fs::read_dir("tests/cases").expect("tests run in the package's directory");
    let mut cases: Vec<PathBuf> = folder.map(|entry| entry.expect("tests/cases can be listed").path()).collect();
    cases.sort();
    cases
}

#[test]
fn every_fault_names_its_place_and_its_remedy_in_both_languages() {
    let assert = Assert::new().action_env("SNAPSHOTS");
    for case in cases() {
        let faults = faults(&case);
        assert!(!faults.is_empty(), "{} has no fault", case.display());
        for lang in Lang::ALL {
            let shown: Vec<String> = faults.iter().map(|fault| snippet::fault(fault, lang, Styling::Plain)).collect();
            let golden = Data::read_from(&case.join(format!("stderr.{}", lang.tag())), None);
            assert.eq(shown.join("\n\n") + "\n", golden.raw());
        }
    }
}

#[test]
fn the_cases_show_at_least_thirty_kinds_of_fault() {
    let kind = |fault: &Fault| format!("{:?}", fault.code).split([' ', '{']).next().map(str::to_owned);
    let kinds: BTreeSet<_> = cases().iter().flat_map(|case| faults(case)).filter_map(|fault| kind(&fault)).collect();
    assert!(kinds.len() >= 30, "{kinds:?}");
}
