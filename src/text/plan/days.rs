//! What the posture costs in days.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Lang, Level, Plan, QuarterDays};
use crate::text::say;
use crate::text::terms::Term as _;

/// Days under each level, by quarter: the header and the rows. A level without days and budget has no column.
pub fn quarters(plan: &Plan, lang: Lang) -> (Vec<String>, Vec<Vec<String>>) {
    let levels: BTreeSet<Level> = plan.quarters.iter().map(|row| row.level).collect();
    let mut rows: BTreeMap<&str, BTreeMap<Level, &QuarterDays>> = BTreeMap::new();
    for row in &plan.quarters {
        rows.entry(&row.quarter).or_default().insert(row.level, row);
    }
    let cell = |row: Option<&&QuarterDays>| match row {
        None => "0".to_owned(),
        Some(QuarterDays { days, budget: None, .. }) => days.to_string(),
        Some(QuarterDays { days, budget: Some(budget), .. }) => say!(lang, "{days} of {budget}", "{days}日／{budget}日"),
    };
    let row = |(quarter, row): (&str, BTreeMap<Level, &QuarterDays>)| {
        let cells = levels.iter().map(|level| cell(row.get(level)));
        std::iter::once(quarter.to_owned()).chain(cells).collect()
    };
    let first = say!(lang, "Days (of the budget)", "日数（／予算）");
    let header = std::iter::once(first).chain(levels.iter().map(|level| level.term(lang).to_owned()));
    (header.collect(), rows.into_iter().map(row).collect())
}
