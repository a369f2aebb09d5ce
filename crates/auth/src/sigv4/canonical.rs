//! The text that is signed.

use std::fmt::Write;

use http::HeaderMap;
use sha2::{Digest, Sha256};

use super::parse::{Form, RequestHead};
use super::{ALGORITHM, TERMINATOR};

const HEX_UPPER: &[u8; 16] = b"0123456789ABCDEF";

/// How a service's paths become canonical.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathRules {
    /// Whether `//`, `/./` and `/../` are resolved first.
    pub normalize: bool,
    /// Whether the path as sent, with its percent signs, is encoded once more; else it
    /// is signed as it was sent.
    pub encode_twice: bool,
}

impl PathRules {
    /// The rules of a service by its signing name: S3 takes paths as they are.
    #[must_use]
    pub fn of(service: &str) -> Self {
        let plain = matches!(service, "s3" | "s3express" | "s3-outposts");
        Self { normalize: !plain, encode_twice: !plain }
    }
}

/// A body's place in the canonical request: the last line of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyHash {
    /// SHA-256 of the body.
    Sha256([u8; 32]),
    /// The body is not signed; for S3 only.
    Unsigned,
}

impl BodyHash {
    /// The hash of `body`.
    #[must_use]
    pub fn of(body: &[u8]) -> Self {
        Self::Sha256(Sha256::digest(body).into())
    }
}

/// Writes the canonical request. `signed_headers` must be in canonical form; a header that
/// the request doesn't have counts as empty.
#[must_use]
pub fn canonical_request(
    head: &RequestHead<'_>,
    form: Form,
    signed_headers: &str,
    body: BodyHash,
    rules: PathRules,
) -> Vec<u8> {
    let mut out = Vec::with_capacity(1024);
    out.extend_from_slice(head.method.as_bytes());
    out.push(b'\n');
    put_path(&mut out, head.path, rules);
    out.push(b'\n');
    put_query(&mut out, head.query, form);
    out.push(b'\n');
    for name in signed_headers.split(';') {
        put_header(&mut out, name, head.headers);
    }
    out.push(b'\n');
    out.extend_from_slice(signed_headers.as_bytes());
    out.push(b'\n');
    match body {
        BodyHash::Sha256(hash) => out.extend_from_slice(&hex_of(&hash)),
        BodyHash::Unsigned => out.extend_from_slice(b"UNSIGNED-PAYLOAD"),
    }
    out
}

/// Writes the string to sign over the hash of a canonical request.
#[must_use]
pub fn string_to_sign(
    time_text: &str,
    date: &str,
    region: &str,
    service: &str,
    canonical: &[u8],
) -> String {
    let hash = hex_of(&Sha256::digest(canonical).into());
    let mut out = String::with_capacity(160);
    let hash = std::str::from_utf8(&hash).expect("hexadecimal digits are ASCII");
    write!(out, "{ALGORITHM}\n{time_text}\n{date}/{region}/{service}/{TERMINATOR}\n{hash}")
        .expect("writing to a string can't fail");
    out
}

/// The bytes that a percent-encoded text stands for; a percent sign without two
/// hexadecimal digits stands for itself.
pub(crate) fn percent_decode(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&first, tail)) = rest.split_first() {
        match (first, tail) {
            (b'%', [high, low, after @ ..]) if hex_pair(*high, *low).is_some() => {
                out.push(hex_pair(*high, *low).expect("the guard has seen it"));
                rest = after;
            }
            _ => {
                out.push(first);
                rest = tail;
            }
        }
    }
    out
}

fn hex_pair(high: u8, low: u8) -> Option<u8> {
    let digit = |b: u8| char::from(b).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

fn put_path(out: &mut Vec<u8>, path: &str, rules: PathRules) {
    let dotted = path.contains("//") || path.contains("/.");
    if rules.normalize && (dotted || !path.starts_with('/')) {
        put_encoded_path(out, &normalize(path), rules);
    } else {
        put_encoded_path(out, path, rules);
    }
}

fn put_encoded_path(out: &mut Vec<u8>, path: &str, rules: PathRules) {
    if rules.encode_twice {
        put_encoded(out, path.as_bytes(), true);
    } else {
        out.extend_from_slice(path.as_bytes());
    }
}

/// Resolves empty, `.` and `..` segments; what ends in one of them ends in a slash.
fn normalize(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                kept.pop();
            }
            name => kept.push(name),
        }
    }
    let folder = matches!(path.rsplit('/').next(), Some("" | "." | ".."));
    let mut out = String::with_capacity(path.len() + 1);
    for segment in &kept {
        out.push('/');
        out.push_str(segment);
    }
    if folder || out.is_empty() {
        out.push('/');
    }
    out
}

fn put_query(out: &mut Vec<u8>, query: &str, form: Form) {
    if query.is_empty() {
        return;
    }
    let mut pairs: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
    for pair in query.split('&').filter(|p| !p.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if name == "X-Amz-Signature" && matches!(form, Form::Query { .. }) {
            continue;
        }
        pairs.push((encoded(name), encoded(value)));
    }
    pairs.sort_unstable();
    for (i, (name, value)) in pairs.iter().enumerate() {
        if i > 0 {
            out.push(b'&');
        }
        out.extend_from_slice(name);
        out.push(b'=');
        out.extend_from_slice(value);
    }
}

/// Whatever encoding the client chose, in the one canonical encoding.
fn encoded(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    if text.contains('%') {
        put_encoded(&mut out, &percent_decode(text.as_bytes()), false);
    } else {
        put_encoded(&mut out, text.as_bytes(), false);
    }
    out
}

fn put_encoded(out: &mut Vec<u8>, bytes: &[u8], keep_slash: bool) {
    for &b in bytes {
        let plain = b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~');
        if plain || (keep_slash && b == b'/') {
            out.push(b);
        } else {
            let digits = [HEX_UPPER[usize::from(b >> 4)], HEX_UPPER[usize::from(b & 15)]];
            out.push(b'%');
            out.extend_from_slice(&digits);
        }
    }
}

/// `name:value,value` with runs of blanks made one and the ends trimmed.
fn put_header(out: &mut Vec<u8>, name: &str, headers: &HeaderMap) {
    out.extend_from_slice(name.as_bytes());
    out.push(b':');
    for (i, value) in headers.get_all(name).iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        put_collapsed(out, value.as_bytes());
    }
    out.push(b'\n');
}

fn put_collapsed(out: &mut Vec<u8>, value: &[u8]) {
    let mut first = true;
    for word in value.split(|b| matches!(b, b' ' | b'\t')).filter(|w| !w.is_empty()) {
        if !first {
            out.push(b' ');
        }
        first = false;
        out.extend_from_slice(word);
    }
}

pub(crate) fn hex_of(hash: &[u8; 32]) -> [u8; 64] {
    let mut text = [0; 64];
    hex::encode_to_slice(hash, &mut text).expect("64 is twice 32");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str, service: &str) -> String {
        let mut out = Vec::new();
        put_path(&mut out, text, PathRules::of(service));
        String::from_utf8(out).unwrap()
    }

    fn query(text: &str) -> String {
        let mut out = Vec::new();
        put_query(&mut out, text, Form::Query { expires_s: 1 });
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn paths_are_encoded_twice_except_for_s3() {
        assert_eq!(path("/schedules/a%20b%2Fc", "scheduler"), "/schedules/a%2520b%252Fc");
        assert_eq!(path("/bucket/a%20b%2Fc@", "s3"), "/bucket/a%20b%2Fc@");
    }

    #[test]
    fn s3_keeps_the_slashes_and_dots_that_others_resolve() {
        for (sent, others) in [
            ("/", "/"),
            ("", "/"),
            ("//a//b", "/a/b"),
            ("/a/./b/", "/a/b/"),
            ("/a/b/..", "/a/"),
            ("/../..", "/"),
            ("/.hidden/a", "/.hidden/a"),
        ] {
            assert_eq!(path(sent, "ecs"), others, "{sent}");
            assert_eq!(path(sent, "s3"), sent, "{sent}");
        }
    }

    #[test]
    fn queries_are_sorted_with_every_value_kept() {
        assert_eq!(query("b=2&a=%7E&b=1&c&d=+"), "a=~&b=1&b=2&c=&d=%2B");
        assert_eq!(query("A=1&a=2&X-Amz-Signature=ff&X-Amz-Date=now"), "A=1&X-Amz-Date=now&a=2");
        assert_eq!(query("a=%zz&b=%"), "a=%25zz&b=%25");
    }
}
