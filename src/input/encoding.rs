//! Bytes of a file to text: UTF-8 with or without BOM, UTF-16 with BOM, ISO-2022-JP, CP932. Pure.
//!
//! Never guesses with replacement characters: a file that fits none of these is a fault.

use std::borrow::Cow;

use encoding_rs::{Encoding, ISO_2022_JP, SHIFT_JIS};

/// What was tried, for the fault.
pub(super) const TRIED: &str = "UTF-8, UTF-16, ISO-2022-JP, CP932";

/// The text of a file, without its byte order mark, or None when no known encoding fits.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strictly(encoding, bytes.get(mark..).unwrap_or_default());
    }
    if has_japanese_escape(bytes)
        && let Some(text) = strictly(ISO_2022_JP, bytes)
    {
        return Some(text);
    }
    std::str::from_utf8(bytes).ok().map(str::to_owned).or_else(|| strictly(SHIFT_JIS, bytes))
}

/// The bytes of an iCalendar file in Unicode. Lines may be folded inside a character, so only what is no UTF-8 once they are
/// joined is taken for Japanese; what is neither stays as it is, for `calendar::ics` to report.
pub(super) fn calendar(bytes: &[u8]) -> Cow<'_, [u8]> {
    if Encoding::for_bom(bytes).is_some() || std::str::from_utf8(&unfolded(bytes)).is_ok() && !has_japanese_escape(bytes) {
        return Cow::Borrowed(bytes);
    }
    decode(bytes).map_or(Cow::Borrowed(bytes), |text| Cow::Owned(text.into_bytes()))
}

fn unfolded(bytes: &[u8]) -> Vec<u8> {
    let mut joined = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, others)) = rest.split_first() {
        rest = match rest {
            [b'\r', b'\n', b' ' | b'\t', after @ ..] | [b'\n', b' ' | b'\t', after @ ..] => after,
            _ => {
                joined.push(*first);
                others
            }
        };
    }
    joined
}

fn strictly(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(Cow::into_owned)
}

/// ISO-2022-JP is seven-bit, so that it would pass for UTF-8: only its escape sequences tell.
fn has_japanese_escape(bytes: &[u8]) -> bool {
    bytes.windows(3).any(|window| matches!(window, [0x1b, b'$', b'@' | b'B'] | [0x1b, b'(', b'J' | b'I']))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "title = \"通商交渉 第3回\"\n";

    #[test]
    fn the_same_text_is_read_from_every_encoding() {
        let utf16 = |mark: [u8; 2], unit: fn(u16) -> [u8; 2]| {
            mark.into_iter().chain(TEXT.encode_utf16().flat_map(unit)).collect::<Vec<u8>>()
        };
        let with_mark = [&[0xef, 0xbb, 0xbf], TEXT.as_bytes()].concat();
        let files = [
            TEXT.as_bytes().to_vec(),
            with_mark,
            utf16([0xff, 0xfe], u16::to_le_bytes),
            utf16([0xfe, 0xff], u16::to_be_bytes),
            SHIFT_JIS.encode(TEXT).0.into_owned(),
            ISO_2022_JP.encode(TEXT).0.into_owned(),
        ];
        for bytes in files {
            assert_eq!(decode(&bytes).as_deref(), Some(TEXT), "{bytes:x?}");
        }
    }

    #[test]
    fn a_calendar_folded_inside_a_character_is_no_cp932() {
        let folded = "SUMMARY:通商".as_bytes();
        let folded = [&folded[..9], b"\r\n ", &folded[9..]].concat();
        assert_eq!(calendar(&folded).as_ref(), folded);
        assert_eq!(calendar(&SHIFT_JIS.encode(TEXT).0).as_ref(), TEXT.as_bytes());
        assert_eq!(calendar(&ISO_2022_JP.encode(TEXT).0).as_ref(), TEXT.as_bytes());
    }

    #[test]
    fn bytes_of_no_known_encoding_are_no_text() {
        assert_eq!(decode(&[b'a', 0xff, 0xfd, 0x80]), None);
    }
}
