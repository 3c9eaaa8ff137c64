//! A workspace with many windows and playbooks, watched over on the manual clock with the real engine, store and files.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use standto::app::{App, Setup};
use standto::clock::Clock;
use standto::engine::{Duty, Engine, Hands, LinkKey};
use standto::time::{DAY_MS, HOUR_MS, LocalDateTime, Timestamp};

type Failure = Box<dyn std::error::Error>;

/// How much there is to watch over.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) days: i64,
    /// Each opens three windows.
    pub(crate) events: i64,
    pub(crate) playbooks: i64,
}

/// Kinds of control; two targets of each.
const KINDS: [&str; 3] = ["mail", "proxy", "vpn"];

const JOINS: [&str; 2] = ["max", "min"];

/// What was done.
pub(crate) struct Watched {
    /// The journal's last hash, over all of it.
    pub(crate) head: String,
    pub(crate) entries: i64,
    pub(crate) commits: u64,
    pub(crate) windows: usize,
    /// Targets that are not as they were before.
    pub(crate) left: usize,
}

fn start() -> Timestamp {
    Timestamp::parse("2027-01-01T00:00:00Z").expect("an instant")
}

/// Writes the workspace. Two of one size are the same, byte for byte.
pub(crate) fn write(directory: &Path, size: Size) -> Result<(), Failure> {
    let mut settings = String::from("operator = { en = \"Bench\", ja = \"計測\" }\nzone = \"UTC\"\n");
    for target in targets() {
        let kind = target.split('-').next().unwrap_or_default();
        write!(settings, "\n[[connector]]\nid = \"{target}\"\nkind = \"{kind}\"\ndriver = \"file\"\n")?;
        write!(settings, "path = \"{target}.toml\"\nformat = \"toml\"\n")?;
        std::fs::write(directory.join(format!("{target}.toml")), first(&target))?;
    }
    settings.push_str("\n[[policy]]\nid = \"talks\"\nwhen = { class = [\"negotiation\"] }\nlevels = [\n");
    settings.push_str("    { level = \"watch\", from = \"-12h\", until = \"+6h\" },\n");
    settings.push_str("    { level = \"elevated\", from = \"-4h\", until = \"+3h\" },\n");
    settings.push_str("    { level = \"surge\", from = \"-1h\", until = \"+1h\" },\n]\n");
    std::fs::write(directory.join("standto.toml"), settings)?;
    for part in ["calendar", "playbooks"] {
        std::fs::create_dir(directory.join(part))?;
    }
    std::fs::write(directory.join("calendar/talks.toml"), calendar(size)?)?;
    for number in 0..size.playbooks {
        std::fs::write(directory.join(format!("playbooks/p{number}.toml")), playbook(number)?)?;
    }
    Ok(())
}

fn targets() -> Vec<String> {
    KINDS.iter().flat_map(|kind| [format!("{kind}-a"), format!("{kind}-b")]).collect()
}

fn first(target: &str) -> String {
    format!("# what stood here before\nname   = \"{target}\"\n")
}

/// Events at even distances, some of them together.
fn calendar(size: Size) -> Result<String, Failure> {
    let mut calendar = String::new();
    let room = (size.days - 2) * DAY_MS / size.events.max(1);
    for number in 0..size.events {
        let from = start().plus_ms(DAY_MS + (number - number % 5) * room / HOUR_MS * HOUR_MS + number % 5 * HOUR_MS / 2);
        let local = |at| LocalDateTime::from_labelled_utc(at).map(|local| format!("{}T{}:00", local.date(), local.time()));
        let (from, until) = (local(from), local(from.plus_ms(HOUR_MS)));
        let (from, until) = (from.ok_or("no time")?, until.ok_or("no time")?);
        write!(calendar, "[[event]]\nid = \"e{number}\"\ntitle = \"Talks {number}\"\nclass = \"negotiation\"\n")?;
        write!(calendar, "start = {from}\nend = {until}\nzone = \"UTC\"\ncertainty = \"confirmed\"\n\n")?;
    }
    Ok(calendar)
}

/// One measure a playbook. A setting is set by several playbooks, of all levels.
fn playbook(number: i64) -> Result<String, Failure> {
    let level = ["watch", "elevated", "surge"][usize::try_from(number % 3)?];
    let kind = KINDS[usize::try_from(number / 3 % 3)?];
    let setting = number / 9 % 10;
    let join = JOINS[usize::try_from(setting % 2)?];
    let mut text = format!("playbook = {{ id = \"p{number}\", title = \"Playbook {number}\", level = \"{level}\" }}\n");
    writeln!(text, "setting = [{{ control = \"{kind}\", name = \"s{setting}\", join = \"{join}\" }}]")?;
    write!(text, "\n[[measure]]\nid = \"m{number}\"\ntitle = \"Measure {number}\"\ncontrol = \"{kind}\"\n")?;
    writeln!(text, "set = {{ s{setting} = {} }}", 1 + number * 7 % 40)?;
    Ok(text)
}

/// Lives through all days, from a start on an empty database to the end of the last window.
pub(crate) async fn watch(directory: &Path, size: Size) -> Result<Watched, Failure> {
    let setup = Setup { clock: Clock::manual(start()), links: Some(LinkKey::seeded("vigil")), ..Setup::live() };
    let app = App::open(directory, setup).await.map_err(|error| format!("{error:?}"))?;
    let engine = Engine::new(Arc::clone(&app.world), Hands::new(directory.to_owned(), None), Duty::Everything);
    engine.recover().await?;
    engine.run_until(start().plus_ms(size.days * DAY_MS)).await?;
    let state = app.world.store.posture().await?;
    let windows = app.world.plan(state.past(), app.world.now()).windows.len();
    let commits = app.world.store.commits();
    let (entries, head) = app.world.store.head().await?.ok_or("nothing was recorded")?;
    let changed =
        |target: &String| std::fs::read_to_string(directory.join(format!("{target}.toml"))).ok() != Some(first(target));
    let left = targets().iter().filter(|target| changed(target)).count();
    Ok(Watched { head, entries, commits, windows, left })
}
