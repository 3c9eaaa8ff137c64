//! The only place that prints. Colours follow the terminal and `NO_COLOR`; what machines read is JSON.

use comfy_table::{ContentArrangement, LineStyle, Table, TableStyle};

use crate::model::{Fault, Lang, Note};
use crate::text;
use crate::text::snippet::Styling;

/// A line for people or machines, on standard output. A reader that went away is no error.
pub(crate) fn print(line: &str) {
    use std::io::Write as _;
    let mut out = anstream::stdout().lock();
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}

/// Text as it is, line ends and all, on standard output.
pub(crate) fn print_raw(text: &str) {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}

/// A line about what went wrong, on standard error.
pub(crate) fn complain(line: &str) {
    use std::io::Write as _;
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

pub(crate) fn json(value: &serde_json::Value) {
    print(&serde_json::to_string_pretty(value).unwrap_or_default());
}

/// A rule below the head and at the ends, none between rows.
const STYLE: TableStyle = TableStyle::new()
    .top_border(LineStyle::none().fill('─').junction('─'))
    .header_separator(LineStyle::none().fill('─').junction('─'))
    .bottom_border(LineStyle::none().fill('─').junction('─'));

/// A table, no wider than the terminal.
pub(crate) fn table(header: Vec<String>, rows: Vec<Vec<String>>) {
    let mut table = Table::new();
    table.load_style(STYLE);
    // In a pipe nothing is wrapped, so that ids stay whole.
    let is_terminal = std::io::IsTerminal::is_terminal(&std::io::stdout());
    table.set_content_arrangement(if is_terminal { ContentArrangement::Dynamic } else { ContentArrangement::Disabled });
    table.set_header(header);
    table.add_rows(rows);
    print(&table.to_string());
}

/// Rows in columns without lines: for short lists among other text.
pub(crate) fn columns(rows: Vec<Vec<String>>) {
    let mut table = Table::new();
    table.load_style(TableStyle::new());
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.add_rows(rows);
    for line in table.to_string().lines() {
        print(&format!(" {}", line.trim_end()));
    }
}

/// As much of a line as fits into so many columns, with an ellipsis where something is left out. Wide characters take two.
pub(crate) fn clipped(line: &str, columns: usize) -> String {
    let width = |c: char| if c >= '\u{1100}' && !matches!(c, '\u{2000}'..='\u{2e7f}') { 2 } else { 1 };
    if line.chars().map(width).sum::<usize>() <= columns {
        return line.to_owned();
    }
    let mut used = 1;
    let fits = line.chars().take_while(|c| {
        used += width(*c);
        used <= columns
    });
    let kept: String = fits.collect();
    format!("{}…", kept.trim_end())
}

/// Every fault, with its place and remedy, and how many there are.
pub(crate) fn faults(faults: &[Fault], lang: Lang) {
    let styling = styling();
    for fault in faults {
        complain(&text::snippet::fault(fault, lang, styling));
    }
    complain(&text::cli::fault_count(faults.len(), lang));
}

pub(crate) fn notes(notes: &[Note], lang: Lang) {
    for note in notes {
        complain(&text::snippet::note(note, lang, styling()));
    }
}

/// Notes of a plan, a line each: what matters is what they say, not the line they come from. Below each stands what `why` says
/// of it.
pub(crate) fn short_notes(notes: &[Note], why: &dyn Fn(&Note) -> Vec<String>, lang: Lang) {
    for note in notes {
        complain(&text::cli::short_note(note, lang));
        for line in why(note) {
            complain(&line);
        }
    }
}

fn styling() -> Styling {
    if is_coloured() { Styling::Coloured } else { Styling::Plain }
}

/// Colours on a terminal, unless `NO_COLOR` is set.
fn is_coloured() -> bool {
    let is_terminal = std::io::IsTerminal::is_terminal(&std::io::stderr());
    is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Starts the log on standard error: warnings, or what `STANDTO_LOG` asks for.
pub(crate) fn start_log() {
    use tracing_subscriber::EnvFilter;
    let mut filter = EnvFilter::try_from_env("STANDTO_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    // These two tell of nothing at length.
    for quiet in ["tokio_cron_scheduler=error", "rusqlite_migration=warn"] {
        if let Ok(directive) = quiet.parse() {
            filter = filter.add_directive(directive);
        }
    }
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(is_coloured())
        .with_target(false)
        .try_init();
}

#[cfg(test)]
mod tests {
    use super::clipped;

    #[test]
    fn a_line_is_clipped_by_columns_not_by_characters() {
        assert_eq!(clipped("watch list", 10), "watch list");
        assert_eq!(clipped("watch lists", 10), "watch lis…");
        assert_eq!(clipped("監視リスト", 10), "監視リスト");
        assert_eq!(clipped("監視リスト照合", 10), "監視リス…");
    }
}
