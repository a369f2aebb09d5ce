//! PAX extended headers: `LENGTH KEY=VALUE\n`, again and again.

use super::TarError;
use super::sparse::{self, PaxSparse, Segment};

/// What an extended header overrides.
#[derive(Debug, Default)]
pub(super) struct Pax {
    pub(super) path: Option<Vec<u8>>,
    pub(super) link: Option<Vec<u8>>,
    pub(super) size: Option<u64>,
    pub(super) uid: Option<u64>,
    pub(super) gid: Option<u64>,
    pub(super) mtime: Option<(i64, u32)>,
    pub(super) xattrs: Vec<(Vec<u8>, Vec<u8>)>,
    pub(super) sparse: Option<PaxSparse>,
}

const XATTR: &[u8] = b"SCHILY.xattr.";

impl Pax {
    pub(super) fn parse(mut bytes: &[u8]) -> Result<Self, TarError> {
        let mut pax = Self::default();
        while !bytes.is_empty() {
            let (key, value, rest) = record(bytes)?;
            pax.set(key, value)?;
            bytes = rest;
        }
        Ok(pax)
    }

    fn set(&mut self, key: &[u8], value: &[u8]) -> Result<(), TarError> {
        match key {
            b"path" => self.path = Some(name(value)?),
            b"linkpath" => self.link = Some(name(value)?),
            b"size" => self.size = Some(decimal(value)?),
            b"uid" => self.uid = Some(decimal(value)?),
            b"gid" => self.gid = Some(decimal(value)?),
            b"mtime" => self.mtime = Some(time(value)?),
            _ => {
                if let Some(xattr) = key.strip_prefix(XATTR) {
                    self.xattrs.push((name(xattr)?, value.to_vec()));
                } else if let Some(sparse) = key.strip_prefix(b"GNU.sparse.") {
                    self.set_sparse(sparse, value)?;
                }
                // All else (user names, comments, atime) changes nothing that is unpacked.
            }
        }
        Ok(())
    }

    fn set_sparse(&mut self, key: &[u8], value: &[u8]) -> Result<(), TarError> {
        let found = self.sparse.get_or_insert_default();
        match key {
            b"name" => found.name = Some(name(value)?),
            b"size" | b"realsize" => found.size = Some(decimal(value)?),
            b"map" => found.map = Some(sparse::comma_map(value)?),
            b"offset" => {
                let map = found.map.get_or_insert_default();
                sparse::check_count(map.len() as u64)?;
                map.push(Segment { offset: decimal(value)?, len: 0 });
            }
            b"numbytes" => {
                let last = found.map.as_mut().and_then(|map| map.last_mut());
                last.ok_or(TarError::Malformed("a sparse length before its offset"))?.len =
                    decimal(value)?;
            }
            // A map of no parts is said by this key alone (form 0.0).
            b"numblocks" if decimal(value)? == 0 => {
                found.map.get_or_insert_default();
            }
            _ => {}
        }
        Ok(())
    }
}

/// Key, value, and what follows the record.
type Record<'a> = (&'a [u8], &'a [u8], &'a [u8]);

fn record(bytes: &[u8]) -> Result<Record<'_>, TarError> {
    const BAD: TarError = TarError::Malformed("a record of an extended header");
    let blank = bytes.iter().take(12).position(|b| *b == b' ').ok_or(BAD)?;
    let len = usize::try_from(decimal(&bytes[..blank])?).map_err(|_| BAD)?;
    if len <= blank + 1 || len > bytes.len() || bytes[len - 1] != b'\n' {
        return Err(BAD);
    }
    let body = &bytes[blank + 1..len - 1];
    let equals = body.iter().position(|b| *b == b'=').ok_or(BAD)?;
    if equals == 0 {
        return Err(BAD);
    }
    Ok((&body[..equals], &body[equals + 1..], &bytes[len..]))
}

fn name(value: &[u8]) -> Result<Vec<u8>, TarError> {
    if value.is_empty() || value.contains(&0) {
        return Err(TarError::Malformed("an empty name, or one with a NUL, in an extended header"));
    }
    Ok(value.to_vec())
}

pub(super) fn decimal(value: &[u8]) -> Result<u64, TarError> {
    const BAD: TarError = TarError::Malformed("a number of an extended header is not one");
    let digits = !value.is_empty() && value.iter().all(u8::is_ascii_digit);
    let text = std::str::from_utf8(value).ok().filter(|_| digits).ok_or(BAD)?;
    // Sizes must also be offsets, which are signed.
    text.parse::<i64>().ok().and_then(|n| u64::try_from(n).ok()).ok_or(BAD)
}

/// `-12.345`: seconds, with any number of decimals.
fn time(value: &[u8]) -> Result<(i64, u32), TarError> {
    const BAD: TarError = TarError::Malformed("a time of an extended header is not one");
    let text = std::str::from_utf8(value).map_err(|_| BAD)?;
    let (text, negative) = match text.strip_prefix('-') {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if !part.bytes().all(|b| b.is_ascii_digit()) {
        return Err(BAD);
    }
    let seconds = i64::try_from(decimal(whole.as_bytes())?).map_err(|_| BAD)?;
    let nine: String = part.chars().chain("000000000".chars()).take(9).collect();
    let nanos: u32 = nine.parse().map_err(|_| BAD)?;
    Ok(match (negative, nanos) {
        (false, _) => (seconds, nanos),
        (true, 0) => (-seconds, 0),
        (true, _) => (-seconds - 1, 1_000_000_000 - nanos),
    })
}
