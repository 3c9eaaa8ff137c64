//! A small writer of SVG: whole numbers in, escaped text out. What is drawn fits: CJK counts as two widths.

/// A picture under construction.
pub(super) struct Svg {
    body: String,
    title: String,
}

/// Which point of a text stands at its place.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    fn as_str(self) -> &'static str {
        match self {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        }
    }
}

/// Size and colour of a text.
#[derive(Clone, Copy)]
pub(super) struct Face {
    pub size: i64,
    pub colour: &'static str,
    pub weight: &'static str,
    /// A white edge, for text that lines run behind.
    pub halo: &'static str,
}

/// The edge of text that lines run behind.
pub(super) const HALO: &str = r##" stroke="#ffffff" stroke-width="4" paint-order="stroke""##;

const FONTS: &str =
    "'Noto Sans','Helvetica Neue',Arial,'Noto Sans CJK JP','Noto Sans JP','Hiragino Sans','Yu Gothic',Meiryo,sans-serif";

impl Svg {
    /// `title` is what a screen reader says.
    pub(super) fn new(title: &str) -> Self {
        Self { body: String::new(), title: title.to_owned() }
    }

    pub(super) fn raw(&mut self, element: &str) {
        self.body.push_str(element);
        self.body.push('\n');
    }

    pub(super) fn text(&mut self, (x, y): (i64, i64), anchor: Anchor, face: Face, text: &str) {
        let Face { size, colour, weight, halo } = face;
        let (anchor, text) = (anchor.as_str(), escape(text));
        self.raw(&format!(
            r#"<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{colour}" text-anchor="{anchor}"{halo}>{text}</text>"#
        ));
    }

    /// `paint` is fill, or any further attributes.
    pub(super) fn rect(&mut self, (x, y): (i64, i64), (width, height): (i64, i64), paint: &str) {
        self.raw(&format!(r#"<rect x="{x}" y="{y}" width="{width}" height="{height}" {paint}/>"#));
    }

    pub(super) fn line(&mut self, (x1, y1): (i64, i64), (x2, y2): (i64, i64), paint: &str) {
        self.raw(&format!(r#"<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" {paint}/>"#));
    }

    /// A document of its own: so many units wide and high, which are pixels on a screen, with what a screen reader says of it.
    pub(super) fn document(self, (width, height): (i64, i64), lang: &str, described: &str, style: &str) -> String {
        let (title, described, body) = (escape(&self.title), escape(described), self.body);
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" lang="{lang}" xml:lang="{lang}" role="img" aria-labelledby="title desc" font-family="{FONTS}">
<title id="title">{title}</title>
<desc id="desc">{described}</desc>
<style>{style}</style>
{body}</svg>
"#
        )
    }

    /// The picture, as wide as its container.
    pub(super) fn finish(self, width: i64, height: i64) -> String {
        let (title, body) = (escape(&self.title), self.body);
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="100%" role="img" font-family="{FONTS}">
<title>{title}</title>
{body}</svg>"#
        )
    }
}

/// Text that is safe inside SVG and HTML. Characters that XML forbids are left out.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => escaped.push(c),
        }
    }
    escaped
}

fn is_wide(c: char) -> bool {
    matches!(u32::from(c), 0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe4f
        | 0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x1f300..=0x1faff | 0x20000..=0x3fffd)
}

/// How wide a text of this size is, about: a wide character is one em, any other a little over half.
pub(super) fn width_of(text: &str, size: i64) -> i64 {
    text.chars().map(|c| if is_wide(c) { size * 100 } else { size * 57 }).sum::<i64>() / 100
}

/// Breaks a text into at most `lines` lines of at most `width`; what is left out becomes `…`.
pub(super) fn wrap(text: &str, size: i64, width: i64, lines: usize) -> Vec<String> {
    let mut done: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in pieces(text) {
        if width_of(&format!("{line}{}", word.trim_end()), size) > width && !line.trim().is_empty() {
            done.push(line.trim_end().to_owned());
            line = String::new();
        }
        line.push_str(word);
    }
    done.push(line.trim_end().to_owned());
    if done.len() > lines {
        done.truncate(lines);
        if let Some(last) = done.last_mut() {
            last.push('…');
        }
    }
    done.into_iter().map(|line| shorten(&line, size, width)).collect()
}

/// Cuts a line that is too wide.
pub(super) fn shorten(line: &str, size: i64, width: i64) -> String {
    if width_of(line, size) <= width {
        return line.to_owned();
    }
    let mut short = line.trim_end_matches('…').to_owned();
    while width_of(&short, size) + size > width && short.pop().is_some() {}
    short.push('…');
    short
}

/// Where a line may break: after a blank, and before a wide character that may open a line.
fn pieces(text: &str) -> Vec<&str> {
    const NO_LINE_STARTS_WITH: &str =
        "、。,.)」』】〕〉》!?・:;ーっゃゅょァィゥェォッャュョ々\u{ff09}\u{ff0c}\u{ff01}\u{ff1f}\u{ff1a}\u{ff1b}";
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut before = None;
    for (at, c) in text.char_indices() {
        let opens = |before: char| matches!(before, '(' | '\u{ff08}' | '「' | '『' | '【');
        let may_break = match before {
            None => false,
            Some(' ') => true,
            Some(before) => (is_wide(c) || is_wide(before)) && !NO_LINE_STARTS_WITH.contains(c) && !opens(before),
        };
        if may_break {
            pieces.push(&text[from..at]);
            from = at;
        }
        before = Some(c);
    }
    pieces.push(&text[from..]);
    pieces
}

/// Puts points that lie closer than `gap` on rows of their own. Gives the row of each point, in order, and how many rows
/// there are; past `most` rows points lie on each other.
pub(super) fn stack(points: &[i64], gap: i64, most: usize) -> (Vec<usize>, usize) {
    let mut ends: Vec<i64> = Vec::new();
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by_key(|index| points[*index]);
    let mut rows = vec![0; points.len()];
    for index in order {
        let point = points[index];
        let free = ends.iter().position(|end| *end + gap <= point);
        let row = free.unwrap_or(ends.len()).min(most - 1);
        if row == ends.len() {
            ends.push(point);
        } else {
            ends[row] = point;
        }
        rows[index] = row;
    }
    (rows, ends.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_control_characters_are_dropped() {
        assert_eq!(escape("<a b=\"1\">'&\u{1}\n"), "&lt;a b=&quot;1&quot;&gt;&#39;&amp; ");
    }

    #[test]
    fn japanese_counts_double_and_breaks_anywhere_but_before_a_full_stop() {
        assert!(width_of("国境", 10) > width_of("ab", 10));
        assert_eq!(wrap("国境管理庁。", 10, 50, 3), ["国境管理", "庁。"]);
        assert_eq!(wrap("Border Control Agency", 10, 80, 3), ["Border Control", "Agency"]);
        assert_eq!(wrap("一二三四五六七八九", 10, 30, 2), ["一二三", "四五…"]);
    }

    #[test]
    fn close_points_go_on_rows_of_their_own() {
        assert_eq!(stack(&[0, 5, 20, 7], 10, 9), (vec![0, 1, 0, 2], 3));
        assert_eq!(stack(&[0, 0, 0, 0], 10, 2), (vec![0, 1, 1, 1], 2));
        assert_eq!(stack(&[], 10, 2), (vec![], 0));
    }
}
