//! Whether the chains are as they were written.

use std::fs;
use std::io;
use std::path::Path;

use crate::chain::{self, FIRST, Key};
use crate::{LANES, TrailError, lane};

/// The end of a chain: whoever keeps it elsewhere can show later that nothing before it was cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The lane: `changes` or `others`.
    pub lane: String,
    /// The number of its last line; 0 when there is none.
    pub n: u64,
    /// The link of that line, in hexadecimal digits.
    pub link: String,
}

/// A chain that is whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Its end.
    pub head: Head,
    /// The number of its first line that is kept; 0 when there is none.
    pub first: u64,
    /// Its lines.
    pub lines: u64,
}

/// A chain is not as it was written.
#[derive(Debug, thiserror::Error)]
pub enum Tampered {
    /// A line.
    #[error("{file}, line {line}: {what}")]
    Line {
        /// The file.
        file: String,
        /// The line in it, from 1 on.
        line: u64,
        /// What is wrong.
        what: &'static str,
    },
    /// The chain has not the line that it had.
    #[error("{lane} has no line {n} with the link {link} any more")]
    Cut {
        /// The lane.
        lane: String,
        /// The line that was there.
        n: u64,
        /// Its link.
        link: String,
    },
    /// The files can't be read.
    #[error(transparent)]
    Unreadable(#[from] TrailError),
}

/// Looks at each line of both chains. `known` are ends that were told earlier: their lines must
/// be there, unless they are older than all that is kept.
///
/// # Errors
/// The first thing that is not as it was written. What was half written when the machine died is
/// no such thing, nor is the removal of the oldest files.
pub fn verify(folder: &Path, key: &Key, known: &[Head]) -> Result<Vec<Report>, Tampered> {
    LANES.iter().map(|name| one(folder, name, key, known)).collect()
}

fn one(folder: &Path, name: &str, key: &Key, known: &[Head]) -> Result<Report, Tampered> {
    let folder = folder.join(name);
    let firsts = lane::files(&folder).map_err(TrailError::new("read", &folder))?;
    let known: Vec<&Head> = known.iter().filter(|head| head.lane == name && head.n > 0).collect();
    let mut seen = vec![false; known.len()];
    let (mut last, mut next, mut lines) = (FIRST, 1, 0);
    for (at, first) in firsts.iter().enumerate() {
        let path = lane::path(&folder, *first);
        let bytes = match fs::read(&path) {
            // The oldest may go meanwhile.
            Err(error) if at == 0 && error.kind() == io::ErrorKind::NotFound => continue,
            bytes => bytes.map_err(TrailError::new("read", &path))?,
        };
        let wrong = |line: u64, what| Tampered::Line {
            file: format!("{name}/{}", path.file_name().unwrap_or_default().to_string_lossy()),
            line,
            what,
        };
        let (head, all) = lane::lines(&bytes).ok_or_else(|| wrong(1, "it is no head of a file"))?;
        if lines == 0 && at == 0 {
            (last, next) = (head, *first);
        }
        if head != last || *first != next {
            return Err(wrong(1, "it does not follow the file before it"));
        }
        for (line, number) in all.zip(2..) {
            let (link, text) =
                chain::split(line).ok_or_else(|| wrong(number, "it is no line of a trail"))?;
            if key.link(&last, text) != link {
                return Err(wrong(number, "it was changed, or what was before it"));
            }
            let n = chain::read(text).map(|read| read.n);
            if n != Some(next) {
                return Err(wrong(number, "its number is not the next one"));
            }
            for (head, seen) in known.iter().zip(&mut seen) {
                *seen |= head.n == next && head.link == hex::encode(link);
            }
            (last, next, lines) = (link, next + 1, lines + 1);
        }
    }
    let first = firsts.first().copied().unwrap_or(0);
    for (head, seen) in known.iter().zip(seen) {
        if !seen && (head.n >= first || lines == 0) {
            let (lane, link) = (name.to_owned(), head.link.clone());
            return Err(Tampered::Cut { lane, n: head.n, link });
        }
    }
    let head = Head { lane: name.to_owned(), n: next - 1, link: hex::encode(last) };
    Ok(Report { head, first, lines })
}
