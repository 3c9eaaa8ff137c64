//! A message as a receiver sees it: its headers decoded, its parts taken apart. Reads what standto writes (RFC 5322, 2045, 2047,
//! UTF-8); it is no general mail reader. Pure.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A message that the sink took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// As the sender of the connection named it.
    pub from: String,
    pub to: Vec<String>,
    /// Header and body as they came, dots unstuffed.
    pub raw: String,
}

impl Received {
    /// The value of the first header of this name, unfolded and decoded.
    pub fn header(&self, name: &str) -> Option<String> {
        header_of(&self.raw, name)
    }

    /// The text: of the message, or of its first part.
    pub fn text(&self) -> String {
        self.parts().into_iter().next().map(|(_, text)| text).unwrap_or_default()
    }

    /// The value of `Content-Disposition` and the text of each part; one part when the message has no others.
    pub fn parts(&self) -> Vec<(String, String)> {
        let kind = self.header("Content-Type").unwrap_or_default();
        let boundary = kind.split_once("boundary=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(boundary, _)| boundary);
        let Some(boundary) = boundary else { return vec![part(&self.raw)] };
        let line = format!("\r\n--{boundary}");
        self.raw
            .split(line.as_str())
            .skip(1)
            .filter(|piece| !piece.starts_with("--"))
            .map(|piece| part(piece.trim_start()))
            .collect()
    }
}

fn part(text: &str) -> (String, String) {
    let body = text.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    let encoding = header_of(text, "Content-Transfer-Encoding").unwrap_or_default().to_ascii_lowercase();
    let bytes = match encoding.as_str() {
        "base64" => STANDARD.decode(body.split_whitespace().collect::<String>()).unwrap_or_default(),
        "quoted-printable" => unquoted(&body.replace("=\r\n", ""), '='),
        _ => body.as_bytes().to_vec(),
    };
    let text_of = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
    (header_of(text, "Content-Disposition").unwrap_or_default(), text_of)
}

fn header_of(text: &str, name: &str) -> Option<String> {
    let head = text.split("\r\n\r\n").next()?.replace("\r\n ", " ").replace("\r\n\t", " ");
    head.split("\r\n").find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| decoded(value.trim()))
    })
}

/// Encoded words become text; the blank between two of them is none.
fn decoded(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    let mut was_encoded = false;
    while let Some(start) = rest.find("=?") {
        let (plain, tail) = rest.split_at(start);
        let Some((text, after)) = encoded_word(tail) else { break };
        if !(was_encoded && plain.trim().is_empty()) {
            out.push_str(plain);
        }
        out.push_str(&text);
        was_encoded = true;
        rest = after;
    }
    out + rest
}

/// `=?utf-8?b?…?=` or `=?utf-8?q?…?=` at the start, and what follows it.
fn encoded_word(text: &str) -> Option<(String, &str)> {
    let mut pieces = text.strip_prefix("=?")?.splitn(4, '?');
    let (charset, encoding, content, rest) = (pieces.next()?, pieces.next()?, pieces.next()?, pieces.next()?);
    let rest = rest.strip_prefix('=')?;
    let bytes = match encoding {
        "b" | "B" => STANDARD.decode(content).ok()?,
        "q" | "Q" => unquoted(&content.replace('_', " "), '='),
        _ => return None,
    };
    charset.eq_ignore_ascii_case("utf-8").then(|| (String::from_utf8_lossy(&bytes).into_owned(), rest))
}

/// `mark` and two hexadecimal digits become their byte.
fn unquoted(text: &str, mark: char) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((plain, tail)) = rest.split_once(mark) {
        out.extend_from_slice(plain.as_bytes());
        match tail.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => rest = tail,
        }
    }
    out.extend_from_slice(rest.as_bytes());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn received(raw: &str) -> Received {
        Received { from: String::new(), to: Vec::new(), raw: raw.replace('\n', "\r\n") }
    }

    #[test]
    fn headers_unfold_and_decode() {
        let mail = received("Subject: =?utf-8?b?5ryU57+S?=\n =?utf-8?q?=E6=BC=94_?= end\nX: plain\n\nbody\n");
        assert_eq!(mail.header("subject").as_deref(), Some("演習演  end"));
        assert_eq!(mail.header("X").as_deref(), Some("plain"));
        assert_eq!(mail.header("Bcc"), None);
    }

    #[test]
    fn bodies_and_parts_decode() {
        assert_eq!(received("Content-Transfer-Encoding: quoted-printable\n\na=3Db =\nc\n").text(), "a=b c\n");
        let mail = received(
            "Content-Type: multipart/mixed; boundary=\"=_1\"\n\n--=_1\nA: b\n\none\n--=_1\nContent-Disposition: attachment\n\
             Content-Transfer-Encoding: base64\n\n5ryU\n57+S\n--=_1--\n",
        );
        let parts = mail.parts();
        assert_eq!(parts, [(String::new(), "one".to_owned()), ("attachment".to_owned(), "演習".to_owned())]);
    }
}
