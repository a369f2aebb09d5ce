//! The one meaning of a request's head, or the status of whoever has none.
//!
//! What is passed on is read by this rule alone: the parser behind it gets the head as it came
//! when everybody reads that in the same way, and written anew when not.

use std::borrow::Cow;

use http::Uri;

use super::desync::{CODING, LENGTH, is_value, number};
use super::head::{Head, Likeness, Line, is_name, letters_and, likeness, trim};

/// Application Load Balancers, quotas: the request line.
pub const LINE_MAX: usize = 16 << 10;
/// Headers that a request may have: as many as the parser takes.
pub const FIELDS_MAX: usize = 100;
/// The longest body that the parser takes.
const LENGTH_MAX: u64 = u64::MAX - 2;

/// What stands in a path and its query as it is (RFC 3986 3.3 and 3.4).
static PLAIN: [bool; 256] = letters_and(b"-._~!$&'()*+,;=:@/%?");

/// Where a body ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// After so many bytes.
    Bytes(u64),
    /// With the last of its chunks.
    Chunked,
}

/// What is made of a head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// Where its body ends.
    pub body: Body,
    /// The head that says so, when the one that came may be read in another way.
    pub written: Option<Vec<u8>>,
    /// It came as one of HTTP/1.0, which knows no chunks, and has some.
    pub is_old: bool,
    /// It asks for another protocol: what follows its body may be none of HTTP.
    pub upgrades: bool,
    /// Headers that can't be passed on under their names.
    pub dropped: u32,
}

/// What `head` means.
///
/// # Errors
/// The status that says what is wrong with it, when it has not one meaning: 400, 414 for a line
/// that is too long, 431 for too many headers, 501 for a body that is not encoded in chunks, 505
/// for another version than those of HTTP/1.
pub fn meaning(head: &Head<'_>) -> Result<Meaning, u16> {
    let minor = minor(head.version)?;
    if head.method.is_empty() || !head.method.iter().all(|b| is_name(*b)) {
        return Err(400);
    }
    let came = head.target.unwrap_or_default();
    let target = target(head.method, came)?;
    // As it came and as it is passed on: by its encoding a byte becomes three.
    if head.method.len() + came.len().max(target.len()) + " HTTP/1.1 ".len() > LINE_MAX {
        return Err(414);
    }
    let is_plain = *target == *came && head.version.is_some_and(|of| of.len() == 8);
    let mut fields = Fields { same: is_plain && minor < 2 && !head.bare_lf, ..Fields::default() };
    for line in &head.lines {
        fields.take(line)?;
    }
    if fields.all.len() > FIELDS_MAX {
        return Err(431);
    }
    let body = fields.body()?;
    let is_old = minor == 0 && body == Body::Chunked;
    let Fields { all, same, upgrades, dropped, .. } = fields;
    let written = (!same || is_old).then(|| {
        let version = if minor == 0 && !is_old { "HTTP/1.0" } else { "HTTP/1.1" };
        let first = [head.method, &target, version.as_bytes()].join(&b' ');
        let mut out = [&first[..], b"\r\n"].concat();
        for (name, value) in &all {
            out.extend_from_slice(name);
            out.extend_from_slice(b": ");
            out.extend_from_slice(value);
            out.extend_from_slice(b"\r\n");
        }
        out.extend_from_slice(b"\r\n");
        out
    });
    Ok(Meaning { body, written, is_old, upgrades, dropped })
}

/// The last digit of a version of HTTP/1. Without one it would be 0.9, whose answers have no head.
fn minor(version: Option<&[u8]>) -> Result<u8, u16> {
    match trim(version.unwrap_or_default()) {
        [b'H', b'T', b'T', b'P', b'/', b'1', b'.', minor @ b'0'..=b'9'] => Ok(minor - b'0'),
        [] | [b'H', b'T', b'T', b'P', b'/', b'0'..=b'9', b'.', b'0'..=b'9'] => Err(505),
        _ => Err(400),
    }
}

/// The target, with what can't stand in one in its percent-encoding: a path, a URI with a host, or
/// what its method alone has (RFC 9112 3.2).
fn target<'h>(method: &[u8], came: &'h [u8]) -> Result<Cow<'h, [u8]>, u16> {
    let came = trim(came);
    if came.first() == Some(&b'/') && came.iter().all(|b| PLAIN[usize::from(*b)]) {
        return Ok(Cow::Borrowed(came));
    }
    let is_text = std::str::from_utf8(came).is_ok();
    let is_wrong =
        |b: u8| matches!(b, 0..=b' ' | 0x7f | b'<' | b'>' | b'`') || b > 0x7f && !is_text;
    let target = if came.iter().any(|b| is_wrong(*b)) {
        let mut out = Vec::with_capacity(came.len() + 16);
        for byte in came {
            match is_wrong(*byte) {
                true => out.extend_from_slice(format!("%{byte:02X}").as_bytes()),
                false => out.push(*byte),
            }
        }
        Cow::Owned(out)
    } else {
        Cow::Borrowed(came)
    };
    let uri = Uri::try_from(&*target).map_err(|_| 400u16)?;
    let fits = match method {
        b"CONNECT" => true,
        b"OPTIONS" if came == b"*" => true,
        _ => came.starts_with(b"/") || uri.scheme().is_some() && uri.authority().is_some(),
    };
    if fits { Ok(target) } else { Err(400) }
}

/// The headers that are passed on, in their order.
#[derive(Default)]
struct Fields<'h> {
    all: Vec<(&'h [u8], Cow<'h, [u8]>)>,
    /// As they came.
    same: bool,
    /// The line before was dropped, so that what goes on with it is too.
    dropping: bool,
    lengths: Vec<&'h [u8]>,
    codings: Vec<&'h [u8]>,
    upgrades: bool,
    dropped: u32,
}

/// Those by which it is known where a request ends and whom it is for: they mean what they say,
/// or nothing.
fn is_essential(name: &[u8]) -> bool {
    [CODING, LENGTH, b"host"].iter().any(|one| name.eq_ignore_ascii_case(one))
}

/// Whether some server takes it for what says where a body ends, which it is not.
pub(crate) fn is_like(name: &[u8]) -> bool {
    [CODING, LENGTH].iter().any(|one| likeness(one, name) == Likeness::Letters)
}

fn is_like_or_same(name: &[u8]) -> bool {
    [CODING, LENGTH].iter().any(|one| likeness(one, name) != Likeness::None)
}

impl<'h> Fields<'h> {
    fn take(&mut self, line: &Line<'h>) -> Result<(), u16> {
        if line.folded {
            return self.go_on(line);
        }
        self.dropping = false;
        let Some(value) = line.value else {
            return if is_like_or_same(line.name) { Err(400) } else { self.drop(0) };
        };
        let name = trim(line.name);
        if name.is_empty() {
            return self.drop(0);
        }
        if !name.iter().all(|b| is_name(*b)) {
            return self.drop(1);
        }
        if name.len() != line.name.len() {
            // RFC 9112 5.1: a blank before the colon.
            if is_essential(name) {
                return Err(400);
            }
            self.same = false;
        }
        let value = trim(value);
        if name.eq_ignore_ascii_case(LENGTH) {
            self.lengths.push(value);
        } else if name.eq_ignore_ascii_case(CODING) {
            self.codings.push(value);
        } else if is_like(name) {
            // `Content_Length` is nobody's here, and somebody's behind an old gateway.
            return self.drop(1);
        }
        self.upgrades |= name.eq_ignore_ascii_case(b"upgrade");
        let value = self.plain(name, value)?;
        self.all.push((name, value));
        Ok(())
    }

    /// A line is not passed on. Its name counts, if it has one.
    fn drop(&mut self, names: u32) -> Result<(), u16> {
        (self.same, self.dropping) = (false, true);
        self.dropped += names;
        Ok(())
    }

    /// A value without what may stand in none (RFC 9110 5.5).
    fn plain(&mut self, name: &[u8], value: &'h [u8]) -> Result<Cow<'h, [u8]>, u16> {
        if value.iter().all(|b| is_value(*b)) {
            return Ok(Cow::Borrowed(value));
        }
        if is_essential(name) {
            return Err(400);
        }
        self.same = false;
        let plain = value.iter().map(|b| if is_value(*b) { *b } else { b' ' });
        Ok(Cow::Owned(plain.collect()))
    }

    /// A line that goes on with the one before: a blank between them (RFC 9112 5.2).
    fn go_on(&mut self, line: &Line<'h>) -> Result<(), u16> {
        self.same = false;
        // It may seem to be another header, to others.
        if is_like_or_same(line.name) {
            return Err(400);
        }
        if self.dropping {
            return Ok(());
        }
        let more = match line.value {
            None => Cow::Borrowed(trim(line.name)),
            Some(value) => Cow::Owned([line.name, b":", value].concat()),
        };
        let more: Vec<u8> =
            trim(&more).iter().map(|b| if is_value(*b) { *b } else { b' ' }).collect();
        // Nothing was before it.
        let (name, value) = self.all.last_mut().ok_or(400u16)?;
        if is_essential(name) {
            return Err(400);
        }
        let value = value.to_mut();
        value.push(b' ');
        value.extend_from_slice(&more);
        Ok(())
    }

    /// Where the body ends (RFC 9112 6.3). What says so otherwise is not passed on.
    fn body(&mut self) -> Result<Body, u16> {
        let chunked = chunked(&self.codings)?;
        let mut length = None;
        for value in &self.lengths {
            let number = number(value).filter(|_| !value.is_empty());
            let number = number.filter(|number| *number <= LENGTH_MAX).ok_or(400u16)?;
            if length.is_some_and(|before| before != number) {
                return Err(400);
            }
            length = Some(number);
        }
        let is_plain = match chunked {
            true => self.lengths.is_empty() && self.codings.len() == 1,
            false => self.codings.is_empty() && self.lengths.len() < 2,
        };
        let is_one = self.codings.iter().all(|value| !value.contains(&b','));
        if !is_plain || !is_one {
            self.same = false;
            self.all.retain(|(name, _)| {
                !name.eq_ignore_ascii_case(CODING) && !name.eq_ignore_ascii_case(LENGTH)
            });
            match (chunked, length) {
                (true, _) => self.all.push((b"Transfer-Encoding", Cow::Borrowed(b"chunked"))),
                (false, Some(length)) => {
                    let length = length.to_string().into_bytes();
                    self.all.push((b"Content-Length", Cow::Owned(length)));
                }
                (false, None) => {}
            }
        }
        Ok(if chunked { Body::Chunked } else { Body::Bytes(length.unwrap_or(0)) })
    }
}

/// Whether a body comes in chunks. AWS takes `chunked` and `identity`, which is none (ALB guide,
/// "HTTP 501").
fn chunked(values: &[&[u8]]) -> Result<bool, u16> {
    let mut chunked = false;
    for coding in values.iter().flat_map(|value| value.split(|b| *b == b',')) {
        let coding = trim(coding);
        if coding.is_empty() || chunked {
            // RFC 9112 6.1: it is the last, and once.
            return Err(400);
        }
        match coding {
            coding if coding.eq_ignore_ascii_case(b"chunked") => chunked = true,
            coding if coding.eq_ignore_ascii_case(b"identity") => {}
            _ => return Err(501),
        }
    }
    Ok(chunked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Meaning, u16> {
        meaning(&Head::of(text.as_bytes()))
    }

    fn post(lines: &str) -> Result<(Body, Option<String>), u16> {
        let text = format!("POST / HTTP/1.1\r\nHost: a\r\n{lines}\r\n");
        let written = |written: Vec<u8>| String::from_utf8(written).unwrap();
        of(&text).map(|of| (of.body, of.written.map(written)))
    }

    #[test]
    fn what_everybody_reads_in_one_way_stays() {
        for (lines, body) in [
            ("", Body::Bytes(0)),
            ("Content-Length: 3\r\n", Body::Bytes(3)),
            ("content-length:3 \r\n", Body::Bytes(3)),
            ("Transfer-Encoding: Chunked\r\n", Body::Chunked),
            ("X_Y: \u{e9}\ta\r\n", Body::Bytes(0)),
            ("Upgrade: websocket\r\nConnection: upgrade\r\n", Body::Bytes(0)),
        ] {
            assert_eq!(post(lines), Ok((body, None)), "{lines:?}");
        }
        let plain = of("GET /a?b=%20&c=\u{e9} HTTP/1.0\r\nUpgrade: x\r\n\r\n").unwrap();
        assert!(plain.upgrades && plain.written.is_none() && plain.dropped == 0);
    }

    #[test]
    fn what_may_be_read_otherwise_is_written_anew() {
        for (lines, body, written) in [
            (
                "Content-Length: 3\r\nContent-Length: 03\r\n",
                Body::Bytes(3),
                "Content-Length: 3\r\n",
            ),
            (
                "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
                Body::Chunked,
                "Transfer-Encoding: chunked\r\n",
            ),
            (
                "Transfer-Encoding: identity, chunked\r\n",
                Body::Chunked,
                "Transfer-Encoding: chunked\r\n",
            ),
            (
                "Transfer-Encoding: identity\r\nContent-Length: 3\r\n",
                Body::Bytes(3),
                "Content-Length: 3\r\n",
            ),
            ("Transfer-Encoding: identity\r\n", Body::Bytes(0), ""),
            ("X: a\r\n\t b\r\n  c: d\r\nY: z\r\n", Body::Bytes(0), "X: a b c: d\r\nY: z\r\n"),
            ("X: a\nY: b\n", Body::Bytes(0), "X: a\r\nY: b\r\n"),
            ("X : a\r\n", Body::Bytes(0), "X: a\r\n"),
            ("X: a\u{1}b\u{7f}\r\n", Body::Bytes(0), "X: a b \r\n"),
            ("X: a\0b\rc\r\n", Body::Bytes(0), "X: a b c\r\n"),
            ("nothing\r\n  of: it\r\n: x\r\nX: a\r\n", Body::Bytes(0), "X: a\r\n"),
            ("X Y: a\r\nContent_Length: 9\r\n", Body::Bytes(0), ""),
            ("\u{1}Transfer-Encoding: chunked\r\n", Body::Bytes(0), ""),
        ] {
            let written = format!("POST / HTTP/1.1\r\nHost: a\r\n{written}\r\n");
            assert_eq!(post(lines), Ok((body, Some(written))), "{lines:?}");
        }
        for (line, written) in [
            ("GET /a b HTTP/1.1", "GET /a%20b HTTP/1.1"),
            ("GET  /a HTTP/1.1 ", "GET /a HTTP/1.1"),
            ("GET /\u{1}<\u{7f} HTTP/1.7", "GET /%01%3C%7F HTTP/1.1"),
        ] {
            let found = of(&format!("{line}\r\n\r\n")).unwrap().written.unwrap();
            assert_eq!(String::from_utf8(found).unwrap(), format!("{written}\r\n\r\n"), "{line:?}");
        }
        for line in ["OPTIONS * HTTP/1.1", "CONNECT a:80 HTTP/1.1", "GET http://a/b HTTP/1.1"] {
            assert_eq!(of(&format!("{line}\r\n\r\n")).unwrap().written, None, "{line:?}");
        }
        let old = of("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n").unwrap();
        assert!(old.is_old);
        assert!(old.written.unwrap().starts_with(b"POST / HTTP/1.1\r\n"));
    }

    #[test]
    fn what_has_no_one_meaning_has_a_status() {
        for (lines, status) in [
            ("Content-Length: 3\r\nContent-Length: 4\r\n", 400),
            ("Content-Length: 3, 3\r\n", 400),
            ("Content-Length: +3\r\n", 400),
            ("Content-Length: \r\n", 400),
            ("Content-Length: 3\u{b}\r\n", 400),
            ("Content-Length: 18446744073709551615\r\n", 400),
            ("Content-Length : 3\r\n", 400),
            ("Content-Length\r\n", 400),
            ("Content-Length:\r\n 3\r\n", 400),
            ("X: a\r\n Content-Length: 3\r\n", 400),
            (" X: a\r\n", 400),
            ("Transfer-Encoding : chunked\r\n", 400),
            ("Transfer-Encoding:\r\n chunked\r\n", 400),
            ("Transfer-Encoding: chunked, identity\r\n", 400),
            ("Transfer-Encoding: chunked, chunked\r\n", 400),
            ("Transfer-Encoding: chunked,\r\n", 400),
            ("Transfer-Encoding: \u{b}chunked\r\n", 400),
            ("Transfer-Encoding: gzip, chunked\r\n", 501),
            ("Transfer-Encoding: xchunked\r\n", 501),
            ("Host : b\r\n", 400),
            ("Host: b\r\n c\r\n", 400),
        ] {
            let text = format!("POST / HTTP/1.1\r\n{lines}\r\n");
            assert_eq!(of(&text), Err(status), "{lines:?}");
        }
        let long = "a".repeat(LINE_MAX);
        let encoded = "<".repeat(LINE_MAX / 3);
        let fits = "<".repeat(LINE_MAX / 3 - 6);
        for (line, status) in [
            ("GET /", 505),
            ("PRI * HTTP/2.0", 505),
            ("GET / http/1.1", 400),
            ("GET / HTTP/11", 400),
            ("G\u{1}T / HTTP/1.1", 400),
            (" / HTTP/1.1", 400),
            ("GET HTTP/1.1", 400),
            ("GET  HTTP/1.1", 400),
            ("GET a/b?c HTTP/1.1", 400),
            ("GET a HTTP/1.1", 400),
            ("GET a:80 HTTP/1.1", 400),
            ("GET * HTTP/1.1", 400),
            (&format!("GET /{long} HTTP/1.1"), 414),
            (&format!("GET /{encoded} HTTP/1.1"), 414),
        ] {
            assert_eq!(of(&format!("{line}\r\n\r\n")), Err(status), "{line:?}");
        }
        assert!(of(&format!("GET /{fits} HTTP/1.1\r\n\r\n")).is_ok());
        assert_eq!(post(&"A: b\r\n".repeat(FIELDS_MAX)), Err(431));
    }
}
