//! The query of a request, and text that goes into one.

use std::fmt::Write as _;

/// Names and values in the order they came.
#[derive(Debug, Default)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads a query. A plus is a plus: media types have some, nothing here has blanks. What
    /// is not well encoded is taken as it stands.
    pub(super) fn parse(text: &str) -> Self {
        let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        });
        Self(pairs.collect())
    }

    /// The first value of `name`.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// All values of `name`.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// Text with its `%XX` read.
pub(super) fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%').and_then(hex);
        out.push(escaped.unwrap_or(bytes[at]));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

fn hex(digits: &[u8]) -> Option<u8> {
    let value = |b: u8| char::from(b).to_digit(16).and_then(|v| u8::try_from(v).ok());
    Some(value(digits[0])? * 16 + value(digits[1])?)
}

/// Text as it may stand as a value.
pub(super) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for b in text.bytes() {
        match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(b));
            }
            _ => write!(out, "%{b:02X}").expect("a String takes every write"),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_decoded_and_a_plus_stays() {
        let query = Query::parse("digest=sha256%3Aab&artifactType=a/b+json&x&n=1&n=2&bad=%zz%4");
        assert_eq!(query.get("digest"), Some("sha256:ab"));
        assert_eq!(query.get("artifactType"), Some("a/b+json"));
        assert_eq!(query.get("x"), Some(""));
        assert_eq!(query.all("n").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(query.get("bad"), Some("%zz%4"));
        assert_eq!(query.get("none"), None);
    }

    #[test]
    fn encoded_text_is_read_back() {
        for text in ["a/b+json", "sha256:ab", "é &=%", ""] {
            assert_eq!(decode(&encode(text)), text);
        }
    }
}
