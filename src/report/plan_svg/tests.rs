//! The picture holds what it should, escaped, whole, and never a title that is not public.

use super::rows::rows;
use super::*;
use crate::model::{Past, Text, WindowStatus};
use crate::plan::fixture::{at, event, order, workspace};
use crate::plan::plan;

fn planned(events: usize) -> Plan {
    let list = (0..events).map(|number| {
        let day = 1 + number % 28;
        let month = 3 + number / 28;
        let mut event = event(
            &format!("e{number}"),
            &format!("2027-{month:02}-{day:02}T09:00"),
            &format!("2027-{month:02}-{day:02}T18:00"),
        );
        event.title = Text::new(format!("Secret <talks> {number}"), format!("秘密の交渉{number}"));
        event.handling = crate::model::Handling::Amber;
        event.cover_name =
            Some(Text::new("Tooling & review of everything that has a name so long that no row holds it", "点検作業"));
        event
    });
    let orders = [order("o1", Level::Watch, "2027-11-01T00:00:00Z", "2027-11-02T00:00:00Z")];
    plan(&workspace(list.collect()), Past::of(&orders), at("2026-12-31T15:00:00Z"), at("2027-12-31T15:00:00Z"))
}

fn drawn(plan: &Plan, titles: Titles, lang: Lang) -> String {
    let tokyo = Zone::named("Asia/Tokyo").unwrap();
    let consent = |planned: &PlannedWindow| match planned.window.level {
        Level::Surge => Consent::Counted { have: 1, need: 2 },
        Level::Baseline | Level::Watch | Level::Elevated | Level::Restricted => Consent::NotNeeded,
    };
    let picture = PlanPicture { plan, zone: &tokyo, now: at("2027-02-10T00:00:00Z"), titles, consent: &consent };
    plan_svg(&picture, lang)
}

#[test]
fn public_titles_are_escaped_clipped_and_whole_in_a_tip() {
    let svg = drawn(&planned(2), Titles::Public, Lang::En);
    assert!(svg.contains("<title>Tooling &amp; review of everything that has a name so long that no row holds it</title>"));
    assert!(svg.contains("…</text>"), "the row's own label is clipped");
    assert!(!svg.contains("Secret") && !svg.contains("秘密"));
    let full = drawn(&planned(2), Titles::Full, Lang::Ja);
    assert!(full.contains("秘密の交渉1") && !full.contains("点検作業"));
    assert!(drawn(&planned(2), Titles::Full, Lang::En).contains("Secret &lt;talks&gt; 0"));
}

#[test]
fn it_says_zone_language_size_and_what_it_is() {
    for (lang, tag) in [(Lang::En, "en"), (Lang::Ja, "ja")] {
        let svg = drawn(&planned(2), Titles::Public, lang);
        assert!(svg.starts_with("<svg xmlns=") && svg.trim_end().ends_with("</svg>"));
        assert!(
            svg.contains(&format!("lang=\"{tag}\"")) && svg.contains("viewBox=\"0 0 1600 ") && svg.contains("width=\"1600\"")
        );
        assert!(svg.contains("<desc id=\"desc\">") && svg.contains("Asia/Tokyo") && svg.contains("Noto Sans CJK JP"));
        assert_eq!(svg.matches("<g>").count(), svg.matches("</g>").count());
    }
}

#[test]
fn one_row_holds_what_one_occurrence_and_policy_ask_for() {
    let plan = planned(3);
    assert_eq!(plan.windows.len(), 10);
    let rows = rows(&plan);
    assert_eq!(rows.iter().map(|row| row.windows.len()).collect::<Vec<_>>(), [3, 3, 3, 1]);
    let watch = rows[0].windows[0];
    let seen = rows[0].seen(watch, plan.from, plan.until).unwrap();
    assert_eq!(seen.0, watch.window.from);
    assert_eq!(seen.1, rows[0].windows[1].window.from, "up to where the higher level begins");
}

#[test]
fn many_rows_go_on_pages_of_their_own() {
    let one = drawn(&planned(20), Titles::Public, Lang::En);
    assert!(!one.contains("page 1 of"), "60 windows fit on one page");
    let height = |svg: &str| -> i64 { svg.split("height=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap() };
    assert!(height(&one) <= PAGE, "{}", height(&one));
    let three = drawn(&planned(60), Titles::Public, Lang::En);
    assert_eq!((height(&three), three.matches(">Posture</text>").count()), (3 * PAGE, 3));
    assert!(three.contains("page 3 of 3"));
    assert!(drawn(&planned(0), Titles::Public, Lang::En).contains("order o1"));
}

#[test]
fn no_figure_of_a_quarter_is_lost() {
    let tokyo = Zone::named("Asia/Tokyo").unwrap();
    let plan = plan(&workspace(Vec::new()), Past::default(), at("2026-12-31T15:00:00Z"), at("2030-12-31T15:00:00Z"));
    let row = |quarter: usize, level| crate::model::QuarterDays {
        quarter: format!("20{}-Q{}", 27 + quarter / 4, quarter % 4 + 1),
        level,
        days: 90,
        budget: Some(12),
    };
    let levels = [Level::Watch, Level::Elevated, Level::Surge, Level::Restricted];
    let quarters = (0..16).flat_map(|quarter| levels.map(|level| row(quarter, level))).collect();
    let plan = Plan { quarters, ..plan };
    let picture =
        PlanPicture { plan: &plan, zone: &tokyo, now: plan.from, titles: Titles::Public, consent: &|_| Consent::NotNeeded };
    let svg = plan_svg(&picture, Lang::En);
    assert_eq!(svg.matches(" 90/12 !</text>").count(), 64);
}

#[test]
fn what_is_contested_and_what_is_proposed_has_a_look_and_a_legend() {
    let mut plan = planned(1);
    let plain = drawn(&plan, Titles::Public, Lang::En);
    assert!(!plain.contains("contested") && !plain.contains("proposed"));
    plan.windows[0].status = WindowStatus::Contested { why: crate::model::Contest::Moved };
    plan.windows[2].status = WindowStatus::Proposed { beside: plan.windows[0].window.id.clone() };
    for (lang, legend, tip) in [
        (Lang::En, ["! contested: holds", "? proposed: begins only"], "contested: its event moved"),
        (Lang::Ja, ["! 要判断", "? 変更案"], "イベントの日程が変わった"),
    ] {
        let svg = drawn(&plan, Titles::Public, lang);
        assert!(legend.iter().all(|entry| svg.contains(entry)) && svg.contains(tip), "{svg}");
        // The window and the legend's sample of each look.
        assert_eq!(svg.matches("stroke-width=\"3.4\"").count(), 2);
        assert_eq!(svg.matches("stroke-linecap=\"round\"").count(), 2);
        let marks = [Level::Watch, Level::Surge].map(|level| say::level_letter(level, lang));
        assert!(svg.contains(&format!("{}!", marks[0])) && svg.contains(&format!("{}? 1/2", marks[1])));
    }
}
