//! A calendar file's bytes to text: folded lines joined, byte order marks taken off. Never fails.

/// A file's text, ready for the parser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct CalendarText {
    pub(super) unfolded: String,
    /// Bytes that are no UTF-8 were replaced.
    pub(super) is_lossy: bool,
    /// The line, counted from 1, of each `BEGIN:VEVENT`.
    pub(super) event_lines: Vec<usize>,
    /// The first RRULE of each VEVENT as it is written: the parser drops values that are out of range, which would make another
    /// rule of it.
    pub(super) event_rules: Vec<Option<String>>,
}

/// Joins folded lines before it looks at characters, because a line may be folded inside one.
pub(super) fn text(bytes: &[u8]) -> CalendarText {
    let decoded;
    let bytes = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, mark)) if encoding != encoding_rs::UTF_8 => {
            decoded = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0.into_owned();
            decoded.as_bytes()
        }
        Some((_, mark)) => bytes.get(mark..).unwrap_or_default(),
        None => bytes,
    };
    let unfolded = unfold(bytes);
    let (unfolded, is_lossy) = match String::from_utf8(unfolded) {
        Ok(text) => (text, false),
        Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), true),
    };
    let unfolded = trim_frames(&unfolded);
    CalendarText { event_rules: event_rules(&unfolded), unfolded, is_lossy, event_lines: event_lines(bytes) }
}

/// Takes out each line break that a blank or tab follows, with that blank or tab.
fn unfold(bytes: &[u8]) -> Vec<u8> {
    let mut unfolded = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    loop {
        rest = match rest {
            [b'\r', b'\n', b' ' | b'\t', after @ ..] | [b'\n', b' ' | b'\t', after @ ..] => after,
            [byte, after @ ..] => {
                unfolded.push(*byte);
                after
            }
            [] => return unfolded,
        };
    }
}

/// Takes blanks off the ends of BEGIN and END lines: with them the parser passes over the whole component.
fn trim_frames(unfolded: &str) -> String {
    let mut trimmed = String::with_capacity(unfolded.len() + 2);
    for line in unfolded.lines() {
        let is_frame = |word: &str| line.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        trimmed.push_str(if is_frame("BEGIN:") || is_frame("END:") { line.trim_end() } else { line });
        trimmed.push_str("\r\n");
    }
    trimmed
}

fn event_lines(bytes: &[u8]) -> Vec<usize> {
    let lines = bytes.split(|byte| *byte == b'\n').zip(1..);
    lines.filter(|(line, _)| line.trim_ascii_end().eq_ignore_ascii_case(b"BEGIN:VEVENT")).map(|(_, number)| number).collect()
}

fn event_rules(unfolded: &str) -> Vec<Option<String>> {
    let mut rules: Vec<Option<String>> = Vec::new();
    let mut is_inside = false;
    for line in unfolded.lines().map(str::trim_end) {
        let Some((name, value)) = line.split_once(':') else { continue };
        let bare = name.split(';').next().unwrap_or_default();
        if bare.eq_ignore_ascii_case("BEGIN") {
            is_inside = value.eq_ignore_ascii_case("VEVENT");
            if is_inside {
                rules.push(None);
            }
        } else if bare.eq_ignore_ascii_case("RRULE")
            && is_inside
            && let Some(rule) = rules.last_mut()
        {
            rule.get_or_insert_with(|| value.trim().to_owned());
        } else if bare.eq_ignore_ascii_case("END") {
            // Back from an alarm into its event.
            is_inside = !value.eq_ignore_ascii_case("VEVENT") && !rules.is_empty();
        }
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_folded_inside_a_character_is_joined() {
        let bytes = "SUMMARY:首脳会合".as_bytes();
        let folded = [&bytes[..9], b"\r\n ", &bytes[9..], b"\r\n"].concat();
        let text = text(&folded);
        assert_eq!((text.unfolded.as_str(), text.is_lossy), ("SUMMARY:首脳会合\r\n", false));
    }

    #[test]
    fn marks_are_taken_off_and_utf_16_is_read() {
        assert_eq!(text(b"\xEF\xBB\xBFBEGIN:VEVENT \n").unfolded, "BEGIN:VEVENT\r\n");
        assert_eq!(text(b"\xFF\xFEA\0B\0").unfolded, "AB\r\n");
    }

    #[test]
    fn bytes_that_are_no_text_are_replaced_and_told() {
        let text = text(b"SUMMARY:caf\xE9\n");
        assert_eq!((text.unfolded.as_str(), text.is_lossy), ("SUMMARY:caf\u{fffd}\r\n", true));
    }

    #[test]
    fn lines_of_events_are_found() {
        assert_eq!(text(b"BEGIN:VCALENDAR\r\nbegin:vevent\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n").event_lines, [2, 4]);
    }

    #[test]
    fn the_rule_of_each_event_is_kept_as_written() {
        let text = text(
            b"BEGIN:VTIMEZONE\nRRULE:FREQ=YEARLY\nEND:VTIMEZONE\nBEGIN:VEVENT\nEND:VEVENT\nBEGIN:VEVENT\nBEGIN:VALARM\nEND:VALARM\n\
              RRULE:FREQ=DAILY\n ;COUNT=0\nRRULE:FREQ=WEEKLY\nEND:VEVENT\nBEGIN:VTODO\nRRULE:FREQ=DAILY\nEND:VTODO\n",
        );
        assert_eq!(text.event_rules, [None, Some("FREQ=DAILY;COUNT=0".to_owned())]);
    }
}
