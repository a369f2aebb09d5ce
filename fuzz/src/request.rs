//! Requests written as text, so that seeds are readable and mutations hit every part.
//!
//! The first line is a word for the target's use, the method and the path with its query;
//! headers follow, then an empty line and the body:
//!
//! ```text
//! ecs.RunTask POST /?a=b
//! x-amz-date: 20260102T030405Z
//!
//! {"cluster": "x"}
//! ```

use http::{HeaderMap, HeaderName, HeaderValue};

/// A request as good as the bytes allow: what is malformed is left out.
#[derive(Debug)]
pub(crate) struct Request {
    /// The first word.
    pub(crate) word: String,
    pub(crate) method: String,
    pub(crate) path: String,
    /// Without the question mark.
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn parse(data: &[u8]) -> Self {
        let (head, body) = split_once(data, b"\n\n").unwrap_or((data, b""));
        let head = String::from_utf8_lossy(head);
        let mut lines = head.lines();
        let mut words = lines.next().unwrap_or_default().splitn(3, ' ');
        let mut word = || words.next().unwrap_or_default().to_owned();
        let (name, method, target) = (word(), word(), word());
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let mut headers = HeaderMap::new();
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            let name = HeaderName::from_bytes(name.trim().as_bytes());
            if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value.trim())) {
                headers.append(name, value);
            }
        }
        let (path, query) = (path.to_owned(), query.to_owned());
        Self { word: name, method, path, query, headers, body: body.to_vec() }
    }
}

/// The parts of `data` before and after the first `mark`.
pub(crate) fn split_once<'d>(data: &'d [u8], mark: &[u8]) -> Option<(&'d [u8], &'d [u8])> {
    let at = data.windows(mark.len()).position(|window| window == mark)?;
    Some((&data[..at], &data[at + mark.len()..]))
}

/// The parts of `data` between the marks, at most `max`; the last has all that is left.
pub(crate) fn split<'d>(mut data: &'d [u8], mark: &[u8], max: usize) -> Vec<&'d [u8]> {
    let mut parts = Vec::new();
    while parts.len() + 1 < max
        && let Some((part, rest)) = split_once(data, mark)
    {
        parts.push(part);
        data = rest;
    }
    parts.push(data);
    parts
}
