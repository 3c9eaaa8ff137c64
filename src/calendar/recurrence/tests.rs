//! Recurrence rules: bounds, exceptions, the three forms of UNTIL, hostile rules.

use super::*;

fn local(text: &str) -> LocalDateTime {
    LocalDateTime::parse(text).unwrap()
}

fn walk(rule: &str, start: &str, from: &str, until: &str) -> Walk {
    let series = Series { start: local(start), shape: Shape::Timed, last: None };
    Rule::read(rule).unwrap().walk(&series, Range { from: local(from), until: local(until) }, 2000).unwrap()
}

#[test]
fn usable_rules_are_accepted() {
    for rule in [
        "FREQ=WEEKLY",
        "freq=monthly;byday=2tu",
        "FREQ=YEARLY;BYMONTH=11;BYDAY=1TU;INTERVAL=4",
        "FREQ=HOURLY;INTERVAL=6",
        "FREQ=DAILY;BYHOUR=9,15;BYMINUTE=30",
        "FREQ=DAILY;UNTIL=20271231",
        "FREQ=DAILY;UNTIL=19990101T000000Z",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=10",
    ] {
        assert_eq!(validate(rule), Ok(()), "{rule}");
    }
}

#[test]
fn unusable_rules_say_why() {
    for (rule, why) in [
        ("", "rule-syntax"),
        ("every monday", "rule-syntax"),
        ("INTERVAL=2", "rule-syntax"),
        ("FREQ=FORTNIGHTLY", "rule-part"),
        ("FREQ=DAILY;FREQ=DAILY", "rule-part"),
        ("FREQ=DAILY;COUNT=0", "rule-part"),
        ("FREQ=DAILY;INTERVAL=0", "rule-part"),
        ("FREQ=DAILY;INTERVAL=70000", "rule-part"),
        ("FREQ=YEARLY;BYMONTH=13", "rule-part"),
        ("FREQ=DAILY;BYEASTER=1", "rule-part"),
        ("FREQ=DAILY;UNTIL=tomorrow", "rule-until"),
        ("FREQ=DAILY;UNTIL=20270230", "rule-until"),
        ("FREQ=SECONDLY", "rule-too-often"),
        ("FREQ=MINUTELY;INTERVAL=90", "rule-too-often"),
        ("FREQ=HOURLY;BYMINUTE=0,30", "rule-too-often"),
        ("FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=0,10,20,30,40", "rule-too-often"),
    ] {
        assert_eq!(validate(rule), Err(why.to_owned()), "{rule}");
    }
}

#[test]
fn skipping_ahead_gives_the_same_instances() {
    for rule in [
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
        "FREQ=HOURLY;INTERVAL=7",
        "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2",
    ] {
        let whole = walk(rule, "2025-01-01T09:00", "2025-01-01T00:00", "2026-12-31T00:00");
        let part = walk(rule, "2025-01-01T09:00", "2026-06-01T00:00", "2026-12-31T00:00");
        let expected: Vec<_> = whole.starts.iter().copied().filter(|start| *start >= local("2026-06-01T00:00")).collect();
        // The hourly rule meets the limit on the way; then only what both have is compared.
        let seen = if whole.is_limited { expected.len() } else { part.starts.len() };
        assert_eq!(part.starts.get(..seen), Some(expected.as_slice()), "{rule}");
        assert!(!part.starts.is_empty(), "{rule}");
    }
}

#[test]
fn a_rule_that_never_gives_anything_ends_and_is_told() {
    let walk = walk("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-01-01T09:00", "2026-01-01T00:00", "2028-01-01T00:00");
    assert_eq!(walk, Walk { starts: Vec::new(), is_limited: true });
}

#[test]
fn a_long_walk_before_the_range_is_cut_and_told() {
    let walk = walk("FREQ=HOURLY;COUNT=4000000", "1900-01-01T00:00", "2026-01-01T00:00", "2028-01-01T00:00");
    assert!(walk.is_limited && walk.starts.is_empty());
}

#[test]
fn a_count_holds_from_the_first_instance() {
    let walk = walk("FREQ=DAILY;COUNT=10", "2026-01-01T09:00", "2026-01-08T00:00", "2028-01-01T00:00");
    assert_eq!((walk.starts.len(), walk.is_limited), (3, false));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 200, ..Default::default() })]

    #[test]
    fn no_rule_panics_or_exceeds_its_limits(
        frequency in proptest::sample::select(vec!["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
        interval in 1_u32..70_000,
        parts in proptest::collection::vec(proptest::sample::select(vec![
            "BYDAY=MO,-1FR", "BYDAY=5MO", "BYMONTHDAY=31,-31", "BYYEARDAY=366,-366", "BYWEEKNO=53,-53", "BYMONTH=2", "BYSETPOS=-1,366",
            "BYHOUR=0,23", "BYMINUTE=59", "BYSECOND=59", "WKST=SU", "COUNT=3", "UNTIL=20280101",
        ]), 0..4),
        year in 1601_i32..9999,
    ) {
        let rule = format!("FREQ={frequency};INTERVAL={interval};{}", parts.join(";"));
        let start = LocalDate::new(year, 12, 31).unwrap().midnight();
        if let Ok(rule) = Rule::read(&rule) {
            let series = Series { start, shape: Shape::Timed, last: None };
            let range = Range { from: local("2026-01-01T00:00"), until: local("2028-01-01T00:00") };
            if let Ok(walk) = rule.walk(&series, range, 100) {
                proptest::prop_assert!(walk.starts.len() <= 100);
                proptest::prop_assert!(walk.starts.iter().all(|start| range.from <= *start && *start < range.until));
            }
        }
    }
}
