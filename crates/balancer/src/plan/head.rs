//! The head of a request as it came, before anybody has read a meaning into it.
//!
//! Nothing is refused here: what keeps to no rule is kept as it is, so that [`super::desync`] can
//! say what it is and [`super::meaning`] what is made of it.

/// One line of a head after the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'h> {
    /// It begins with a blank: the line before it goes on (RFC 9112 5.2, "obs-fold").
    pub folded: bool,
    /// What stands before its colon; all of it when there is none.
    pub name: &'h [u8],
    /// What stands after its colon.
    pub value: Option<&'h [u8]>,
}

/// A head in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head<'h> {
    /// Up to the first blank.
    pub method: &'h [u8],
    /// Between the first blank and the last; nothing when the line has one word after the method
    /// that is a version.
    pub target: Option<&'h [u8]>,
    /// From the last blank on; nothing when the line has one word after the method that is none.
    pub version: Option<&'h [u8]>,
    /// The lines after the first.
    pub lines: Vec<Line<'h>>,
    /// A line ends without CR.
    pub bare_lf: bool,
}

/// Where the head that `bytes` begin with ends, after its empty line. Only what comes from `from`
/// on has not been looked at before.
#[must_use]
pub fn end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from.saturating_sub(3);
    while let Some(next) = bytes[at..].iter().position(|b| *b == b'\n') {
        at += next + 1;
        match &bytes[at..] {
            [b'\n', ..] => return Some(at + 1),
            [b'\r', b'\n', ..] => return Some(at + 2),
            _ => {}
        }
    }
    None
}

/// Whether it is a blank within a line.
pub(crate) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// Letters, digits, and these others: by table, since each byte of each head is looked up.
pub(crate) const fn letters_and(others: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    let mut at = 0;
    while at < others.len() {
        table[others[at] as usize] = true;
        at += 1;
    }
    table
}

static NAME: [bool; 256] = letters_and(b"!#$%&'*+-.^_`|~");

/// Whether it may stand in a method or a header's name (RFC 9110 5.6.2, "tchar").
pub(crate) fn is_name(byte: u8) -> bool {
    NAME[usize::from(byte)]
}

/// The same without the blanks around it.
pub(crate) fn trim(mut text: &[u8]) -> &[u8] {
    while let [first, rest @ ..] = text
        && is_blank(*first)
    {
        text = rest;
    }
    while let [rest @ .., last] = text
        && is_blank(*last)
    {
        text = rest;
    }
    text
}

impl<'h> Head<'h> {
    /// Takes a head apart that ends with its empty line.
    #[must_use]
    pub fn of(bytes: &'h [u8]) -> Self {
        let mut bare_lf = false;
        let mut lines = bytes.split(|b| *b == b'\n').map(|line| match line {
            [line @ .., b'\r'] => line,
            line => {
                bare_lf = true;
                line
            }
        });
        let first = lines.next().unwrap_or_default();
        let (method, target, version) = request_line(first);
        let lines = lines.by_ref().take_while(|line| !line.is_empty()).map(line).collect();
        Self { method, target, version, lines, bare_lf }
    }
}

fn line(text: &[u8]) -> Line<'_> {
    let folded = text.first().is_some_and(|b| is_blank(*b));
    match text.iter().position(|b| *b == b':') {
        Some(colon) => Line { folded, name: &text[..colon], value: Some(&text[colon + 1..]) },
        None => Line { folded, name: text, value: None },
    }
}

/// Method, target and version. What stands between them is a blank, and a target may have blanks:
/// the last word that has something to read in it is the version.
fn request_line(text: &[u8]) -> (&[u8], Option<&[u8]>, Option<&[u8]>) {
    let Some(blank) = text.iter().position(|b| *b == b' ') else { return (text, None, None) };
    let (method, rest) = (&text[..blank], &text[blank + 1..]);
    if rest.is_empty() {
        return (method, None, None);
    }
    let last = rest.iter().rposition(|b| is_name(*b)).unwrap_or(0);
    let before = rest.get(..=last).and_then(|rest| rest.iter().rposition(|b| *b == b' '));
    match before {
        Some(blank) => (method, Some(&rest[..blank]), Some(&rest[blank + 1..])),
        None if rest.starts_with(b"HTTP/1.") => (method, None, Some(rest)),
        None => (method, Some(rest), None),
    }
}

/// How like a name is to one of a header that says where a body ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// The same but for case.
    Same,
    /// Some server may take it for the same: its letters are, with something between them.
    Letters,
    /// Another.
    None,
}

/// Letters beyond ASCII that become ASCII in upper case.
const ALSO: [(u8, &[u8]); 2] = [(b's', "ſ".as_bytes()), (b'i', "ı".as_bytes())];

/// How like `name` is to `word`, which is in lower case. Blanks and control characters don't tell
/// names apart, nor does what stands before them, after them, or for a hyphen, as
/// `aws/http-desync-guardian` has it.
#[must_use]
pub fn likeness(word: &[u8], name: &[u8]) -> Likeness {
    if name.eq_ignore_ascii_case(word) {
        return Likeness::Same;
    }
    if name.len() < word.len() {
        return Likeness::None;
    }
    let mut rest = after(name, |b| !b.is_ascii_alphanumeric());
    for letter in word {
        let Some((first, others)) = rest.split_first() else { return Likeness::None };
        rest = if *letter == b'-' {
            after(others, |b| !b.is_ascii_alphanumeric())
        } else if first.eq_ignore_ascii_case(letter) {
            after(others, |b| b <= b' ')
        } else {
            let also = ALSO.iter().filter(|(ascii, _)| ascii == letter);
            match also.clone().find_map(|(_, bytes)| rest.strip_prefix(*bytes)) {
                Some(others) => after(others, |b| b <= b' '),
                None => break,
            }
        };
    }
    match rest.iter().any(u8::is_ascii_alphanumeric) {
        true => Likeness::None,
        false => Likeness::Letters,
    }
}

fn after(text: &[u8], skipped: impl Fn(u8) -> bool) -> &[u8] {
    let first = text.iter().position(|b| !skipped(*b)).unwrap_or(text.len());
    &text[first..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_ends_with_its_first_empty_line() {
        for (text, ends) in [
            ("GET / HTTP/1.1\r\n\r\nrest", Some(18)),
            ("GET / HTTP/1.1\n\nrest", Some(16)),
            ("GET / HTTP/1.1\n\r\nrest", Some(17)),
            ("GET / HTTP/1.1\r\n\r", None),
            ("GET / HTTP/1.1\r\n", None),
            ("a\r\n \r\n\r\n", Some(8)),
            ("", None),
        ] {
            assert_eq!(end(text.as_bytes(), 0), ends, "{text:?}");
            let from = text.len().min(17);
            assert_eq!(
                end(text.as_bytes(), from.min(ends.unwrap_or(from)).saturating_sub(1)),
                ends
            );
        }
    }

    #[test]
    fn a_head_is_taken_apart() {
        let head = Head::of(b"GET /a b HTTP/1.1\r\nHost: a\n x\r\nNone\r\n: y\r\n\r\n");
        assert_eq!(head.method, b"GET");
        assert_eq!(head.target, Some(&b"/a b"[..]));
        assert_eq!(head.version, Some(&b"HTTP/1.1"[..]));
        assert!(head.bare_lf);
        let line = |folded, name, value| Line { folded, name, value };
        let lines = [
            line(false, &b"Host"[..], Some(&b" a"[..])),
            line(true, b" x", None),
            line(false, b"None", None),
            line(false, b"", Some(b" y")),
        ];
        assert_eq!(head.lines, lines);
        let first = |text: &'static str| {
            let head = Head::of(text.as_bytes());
            let text = |of: Option<&[u8]>| of.map(|of| String::from_utf8(of.into()).unwrap());
            (text(head.target), text(head.version))
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(first("GET HTTP/1.1\r\n\r\n"), (None, some("HTTP/1.1")));
        assert_eq!(first("GET /\r\n\r\n"), (some("/"), None));
        assert_eq!(first("GET\r\n\r\n"), (None, None));
        assert_eq!(first("GET \r\n\r\n"), (None, None));
        assert_eq!(first("GET / HTTP/1.1 \r\n\r\n"), (some("/"), some("HTTP/1.1 ")));
        assert!(!Head::of(b"GET / HTTP/1.1\r\nA: b\r\n\r\n").bare_lf);
    }

    #[test]
    fn names_that_some_server_takes_for_another_are_like_it() {
        let like = |name: &str| likeness(b"transfer-encoding", name.as_bytes());
        assert_eq!(like("Transfer-Encoding"), Likeness::Same);
        for name in [
            "Transfer_Encoding",
            " Transfer-Encoding",
            "Transfer-Encoding ",
            "Transfer-Encoding\u{b}",
            "\u{1}transfer-encoding",
            "Tran\tsfer-Encoding",
            "tranſfer-encoding",
            "transfer-encodıng",
            "Transfer--Encoding",
            "(Transfer-Encoding)",
        ] {
            assert_eq!(like(name), Likeness::Letters, "{name:?}");
        }
        for name in ["Transfer-Encodings", "X-Transfer-Encoding", "TransferEncoding", "TE", ""] {
            assert_eq!(like(name), Likeness::None, "{name:?}");
        }
    }
}
