//! Windows as an iCalendar feed (RFC 5545) for people's calendars: nothing in it that all staff may not read.
//!
//! A feed has no METHOD: it is subscribed to, nobody is invited. An entry is known by the window's reference, because the window's
//! id names the event. It is private and leaves people free: a posture is no appointment.

use crate::model::{Lang, Outlook, Published, References, Text};
use crate::text::outlets as say;
use crate::time::{Timestamp, Zone};

/// RFC 5545: no line is longer, without its break.
const OCTETS: usize = 75;

/// The feed in one language.
pub fn plan_ics(told: &[Published], operator: &Text, references: &References, lang: Lang) -> String {
    let mut feed = Lines(String::new());
    let name = say::feed_name(operator.get(lang), lang);
    feed.line("BEGIN:VCALENDAR");
    feed.line("VERSION:2.0");
    feed.line(&format!("PRODID:-//standto//posture//{}", lang.tag().to_ascii_uppercase()));
    feed.line("CALSCALE:GREGORIAN");
    feed.text("NAME", &name);
    feed.text("X-WR-CALNAME", &name);
    feed.line("X-WR-TIMEZONE:UTC");
    feed.line("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    feed.line("X-PUBLISHED-TTL:PT1H");
    for published in told {
        entry(&mut feed, published, references, lang);
    }
    feed.line("END:VCALENDAR");
    feed.0
}

fn entry(feed: &mut Lines, published: &Published, references: &References, lang: Lang) {
    let Published { window, notice, sequence, changed_at } = published;
    let status = match notice.outlook {
        Outlook::Tentative => "TENTATIVE",
        Outlook::Confirmed => "CONFIRMED",
        Outlook::Cancelled => "CANCELLED",
    };
    let language = lang.tag();
    feed.line("BEGIN:VEVENT");
    feed.line(&format!("UID:{}@standto", references.of(window)));
    feed.line(&format!("DTSTAMP:{}", stamp(*changed_at)));
    feed.line(&format!("LAST-MODIFIED:{}", stamp(*changed_at)));
    feed.line(&format!("SEQUENCE:{sequence}"));
    feed.line(&format!("DTSTART:{}", stamp(notice.from)));
    feed.line(&format!("DTEND:{}", stamp(notice.until)));
    feed.text(&format!("SUMMARY;LANGUAGE={language}"), &say::feed_summary(notice.title.get(lang), notice.level, lang));
    feed.text(&format!("DESCRIPTION;LANGUAGE={language}"), &say::feed_described(notice.level, notice.outlook, lang));
    feed.line(&format!("STATUS:{status}"));
    feed.line("CLASS:PRIVATE");
    feed.line("TRANSP:TRANSPARENT");
    feed.line("END:VEVENT");
}

/// `20270614T070000Z`.
fn stamp(at: Timestamp) -> String {
    let local = Zone::utc().local(at);
    let digits = |text: String| text.chars().filter(char::is_ascii_digit).collect::<String>();
    format!("{}T{:0<6}Z", digits(local.date().to_string()), digits(local.time().to_string()))
}

/// Content lines, folded and ended as the standard asks.
struct Lines(String);

impl Lines {
    fn text(&mut self, name: &str, value: &str) {
        self.line(&format!("{name}:{}", escaped(value)));
    }

    /// Folded at 75 octets, never inside a character.
    fn line(&mut self, line: &str) {
        let mut used = 0;
        for c in line.chars() {
            if used + c.len_utf8() > OCTETS {
                self.0.push_str("\r\n ");
                used = 1;
            }
            self.0.push(c);
            used += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// A TEXT value: what separates is escaped, control characters are left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' if before == '\r' => {}
            '\n' | '\r' => escaped.push_str("\\n"),
            '\t' => escaped.push(' '),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
        before = c;
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::ics;
    use crate::model::{Level, Notice, WindowId};

    const TITLE: &str = "Talks, third; round \\ one\r\nand a second line that goes on until it has to be folded somewhere";

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    fn told(number: u32, title: &Text, outlook: Outlook) -> Published {
        let (from, until) = (at("2027-06-11T07:00:00Z"), at("2027-06-17T16:00:05Z"));
        let notice = Notice { title: title.clone(), level: Level::Surge, from, until, outlook };
        let window = WindowId::new(format!("secret-{number}/2027-06-14T09:00/talks/surge"));
        Published { window, notice, sequence: number, changed_at: at("2027-05-01T00:00:00Z") }
    }

    fn three() -> Vec<Published> {
        let title =
            Text::new(TITLE, "通商交渉、第3回。長い名称は途中の文字を割らずに折り返さなければならない。国境管理庁😀の会合");
        [Outlook::Tentative, Outlook::Confirmed, Outlook::Cancelled]
            .into_iter()
            .zip(0..)
            .map(|(o, n)| told(n, &title, o))
            .collect()
    }

    fn unfolded(feed: &str) -> Vec<String> {
        feed.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn lines_end_with_crlf_and_hold_75_octets_of_whole_characters() {
        for lang in Lang::ALL {
            let feed = plan_ics(&three(), &Text::new("Ministry, north", "外務省"), &References::new([1; 32]), lang);
            assert!(feed.ends_with("END:VCALENDAR\r\n"));
            assert_eq!(feed.matches('\n').count(), feed.matches("\r\n").count(), "no bare LF");
            assert_eq!(feed.matches('\r').count(), feed.matches("\r\n").count(), "no bare CR");
            let lines: Vec<&str> = feed.split_terminator("\r\n").collect();
            assert!(lines.iter().all(|line| !line.is_empty() && line.len() <= OCTETS));
            assert!(
                lines.iter().any(|line| line.len() > OCTETS - 4 && feed.contains(&format!("{line}\r\n "))),
                "something is folded"
            );
            assert!(lines.iter().any(|line| line.starts_with(' ')));
        }
    }

    #[test]
    fn values_are_escaped_and_properties_stand_once() {
        let feed = plan_ics(&three(), &Text::new("Ministry, north", "外務省"), &References::new([1; 32]), Lang::En);
        let lines = unfolded(&feed);
        let summary = "SUMMARY;LANGUAGE=en:surge: Talks\\, third\\; round \\\\ one\\nand a second line that goes on until it has to be folded somewhere";
        assert!(lines.iter().any(|line| line == summary), "{lines:#?}");
        assert!(lines.iter().any(|line| line.starts_with("X-WR-CALNAME:") && line.contains("Ministry\\, north")));
        for name in ["VERSION:2.0", "PRODID:", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"] {
            assert_eq!(lines.iter().filter(|line| line.starts_with(name)).count(), 1, "{name}");
        }
        assert!(!feed.contains("METHOD") && !feed.contains("secret"));
        for name in ["UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS", "CLASS", "TRANSP"]
        {
            let is_it = |line: &&String| line.split([':', ';']).next() == Some(name);
            assert_eq!(lines.iter().filter(is_it).count(), 3, "{name}");
        }
        for line in ["DTSTART:20270611T070000Z", "DTEND:20270617T160005Z", "SEQUENCE:2", "STATUS:CANCELLED", "STATUS:TENTATIVE"]
        {
            assert!(lines.iter().any(|known| known == line), "{line}");
        }
    }

    #[test]
    fn our_own_reader_reads_the_same_windows() {
        for lang in Lang::ALL {
            let told = three();
            let feed = plan_ics(&told, &Text::same("Office"), &References::new([1; 32]), lang);
            let reading = ics::events("feed.ics", feed.as_bytes(), &Zone::named("Asia/Tokyo").unwrap());
            assert!(reading.faults.is_empty() && reading.notes.is_empty(), "{reading:?}");
            assert_eq!(reading.events.len(), 3);
            for (event, published) in reading.events.iter().zip(&told) {
                assert_eq!(event.is_cancelled, published.notice.outlook == Outlook::Cancelled);
                let found = crate::calendar::occurrences(event, at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"));
                let found = found.list.first().map(|occurrence| (occurrence.from, occurrence.until));
                let expected = (published.notice.from, published.notice.until);
                assert!(event.is_cancelled || found == Some(expected), "{found:?}");
                let title = event.title.get(lang);
                assert!(lang == Lang::En || title.ends_with("国境管理庁😀の会合"), "{title}");
                assert!(lang == Lang::Ja || title.contains("Talks, third; round \\ one"), "{title}");
            }
        }
    }
}
