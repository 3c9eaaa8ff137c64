//! A plan over 10,000 events and two years: reading and checking the files, then planning, apart.
//!
//! The calendar is one .ics file: six events in ten recur (weekly, fortnightly, monthly, every ten days, yearly), with EXDATE,
//! UNTIL and COUNT, in four zones. Three policies ask for windows on the shipped playbooks and one mail filter. Beside it the
//! same file in Python, where its packages are installed.
//!
//! Usage: `cargo bench --bench plan -- [EVENTS]`

#[path = "shared/measure.rs"]
mod measure;
#[path = "shared/peer.rs"]
mod peer;

use std::fmt::Write as _;
use std::io::Write as _;

use measure::{mebibytes, memory, spread};
use standto::clock::Stopwatch;
use standto::input;
use standto::model::{FileSet, Past, When, Workspace};
use standto::time::{LocalDate, Timestamp};
use standto::{calendar, plan};

const ROUNDS: usize = 5;

const SETTINGS: &str = r#"
operator = { en = "Bench", ja = "計測" }
zone = "Asia/Tokyo"

[[connector]]
id = "mx1"
kind = "mail"
driver = "file"
path = "mx1.toml"
format = "toml"

[[policy]]
id = "talks"
when = { class = ["negotiation", "visit"] }
levels = [
    { level = "watch", from = "-45d", until = "+14d" },
    { level = "elevated", from = "-14d", until = "+3d" },
    { level = "surge", from = "-3d", until = "+1d" },
]

[[policy]]
id = "summits"
when = { class = ["summit", "election"] }
levels = [{ level = "watch", from = "-28d", until = "+7d" }, { level = "elevated", from = "-1d", until = "+1d" }]

[[policy]]
id = "ministerials"
when = { class = ["ministerial"] }
levels = [{ level = "watch", from = "-14d", until = "+2d" }]

[[budget]]
level = "surge"
days_per_quarter = 30
"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let events = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(10_000);
    let mut out = std::io::stdout().lock();
    let ics = ics(events)?;
    let directory = tempfile::tempdir()?;
    let feed = directory.path().join("feed.ics");
    std::fs::write(&feed, &ics)?;
    std::fs::write(directory.path().join("standto.toml"), SETTINGS)?;
    std::fs::create_dir(directory.path().join("calendar"))?;
    std::fs::rename(feed, directory.path().join("calendar/feed.ics"))?;
    let files = input::read(directory.path()).map_err(|faults| format!("{faults:?}"))?;
    let workspace = check(&files)?;
    writeln!(out, "plan: {} events in {} KiB of iCalendar, 2026 and 2027", workspace.events.len(), ics.len() / 1024)?;

    let (from, until) = (day(2026), day(2028));
    let mut found = 0;
    let (reading, checking, expanding, planning) = (
        times(|| calendar::ics::events("calendar/feed.ics", ics.as_bytes(), &workspace.settings.zone).events.len()),
        times(|| input::check(&files).notes.len()),
        times(|| {
            let counts = workspace.events.iter().map(|event| calendar::occurrences(event, from, until).list.len());
            found = counts.sum();
            found
        }),
        times(|| plan::plan(&workspace, Past::default(), from, until).windows.len()),
    );
    writeln!(out, "  read .ics    {reading}")?;
    writeln!(out, "  input::check {checking} (with reading the .ics, shipped files, revision)")?;
    writeln!(out, "  occurrences  {expanding}: {found} of all events")?;
    let planned = plan::plan(&workspace, Past::default(), from, until);
    let mut planner = plan::Planner::default();
    let mut edited = workspace.clone();
    let mut again = || planner.plan(&edited, Past::default(), from, until);
    if again() != planned {
        return Err("a planner gives another plan".into());
    }
    let unchanged = times(|| again().windows.len());
    let mut moved = (0..edited.events.len()).filter(|index| index % 10 == 6 && index / 10 % 8 == 0).cycle();
    let one = times(|| {
        // A negotiation moves by a day.
        if let Some(event) = moved.next().and_then(|index| edited.events.get_mut(index))
            && let When::Timed { start, end } = &mut event.when
        {
            (*start, *end) = (start.plus_days(1), end.plus_days(1));
        }
        planner.plan(&edited, Past::default(), from, until).windows.len()
    });
    let (windows, notes, most) = (planned.windows.len(), planned.notes.len(), mebibytes(memory("self", "VmHWM")?));
    writeln!(out, "  plan::plan   {planning}: {windows} windows, {notes} notes")?;
    writeln!(out, "  one changed  {one} by a planner, of which {unchanged} find that nothing changed")?;
    writeln!(out, "  peak RSS     {most} of this process")?;
    let arguments = [directory.path().join("calendar/feed.ics").into(), "2026-01-01".into(), "2028-01-01".into()];
    peer::run("peer_calendar.py", &arguments, &mut out)?;
    Ok(())
}

fn times(mut work: impl FnMut() -> usize) -> String {
    let round = |_| {
        let stopwatch = Stopwatch::start();
        std::hint::black_box(work());
        stopwatch.elapsed()
    };
    spread((0..ROUNDS).map(round).collect())
}

fn check(files: &FileSet) -> Result<Workspace, String> {
    let checked = input::check(files);
    checked.workspace.ok_or_else(|| format!("{:?}", checked.faults))
}

fn day(year: i32) -> Timestamp {
    LocalDate::new(year, 1, 1).expect("a day").midnight().labelled_utc()
}

/// The calendar. Every number comes from the event's own: two runs have the same file.
fn ics(events: usize) -> Result<String, std::fmt::Error> {
    const ZONES: [&str; 4] = ["Asia/Tokyo", "Europe/Paris", "America/New_York", "UTC"];
    const SINGLE: [&str; 8] =
        ["negotiation", "visit", "summit", "election", "ministerial", "conference", "central-bank", "legislature"];
    const RULES: [(&str, &str); 5] = [
        ("FREQ=WEEKLY;BYDAY=MO,TH", "legislature"),
        ("FREQ=WEEKLY;INTERVAL=2;UNTIL=20271215T000000Z", "conference"),
        ("FREQ=MONTHLY;BYDAY=2TU", "ministerial"),
        ("FREQ=DAILY;INTERVAL=10;COUNT=60", "other"),
        ("FREQ=YEARLY", "summit"),
    ];
    let mut ics = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//standto//bench//EN\r\n");
    let start = LocalDate::new(2026, 1, 1).expect("a day");
    for number in 0..events {
        let day = start.plus_days(i64::try_from(number * 37 % 700).unwrap_or(0)).to_string().replace('-', "");
        let (zone, hour) = (ZONES[number % ZONES.len()], 7 + number % 12);
        let (rule, class) = match number % 10 {
            0..6 => RULES[number / 10 % RULES.len()],
            _ => ("", SINGLE[number / 10 % SINGLE.len()]),
        };
        write!(ics, "BEGIN:VEVENT\r\nUID:event-{number}\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:Meeting {number}\r\n")?;
        let zoned = |time: String| if zone == "UTC" { format!(":{time}Z") } else { format!(";TZID={zone}:{time}") };
        write!(ics, "CATEGORIES:{class}\r\nDTSTART{}\r\n", zoned(format!("{day}T{hour:02}0000")))?;
        write!(ics, "DTEND{}\r\n", zoned(format!("{day}T{:02}0000", hour + 2)))?;
        if !rule.is_empty() {
            write!(ics, "RRULE:{rule}\r\n")?;
            if number % 3 == 0 {
                write!(ics, "EXDATE{}\r\n", zoned(format!("{day}T{hour:02}0000")))?;
            }
        }
        ics.push_str("END:VEVENT\r\n");
    }
    ics.push_str("END:VCALENDAR\r\n");
    Ok(ics)
}
