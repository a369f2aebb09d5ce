//! Holes of files: told by the kernel and not read.

use std::cmp::Reverse;
use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileExt as _;

use rustix::fs::SeekFrom;
use rustix::io::Errno;

use crate::tar::{SEGMENTS_MAX, Segment};

/// Smaller holes are written as zeros: each costs a line in the file's map.
const HOLE_BYTES_MIN: u64 = 64 << 10;

/// The parts of a file of `size` bytes that have content; `None` when that is about all of it.
pub(super) fn parts(file: &File, size: u64) -> io::Result<Option<Vec<Segment>>> {
    let (mut parts, mut at) = (Vec::<Segment>::new(), 0);
    while at < size {
        let begin = match rustix::fs::seek(file, SeekFrom::Data(at)) {
            Ok(begin) if begin < size => begin,
            Ok(_) | Err(Errno::NXIO) => break,
            Err(error) => return Err(error.into()),
        };
        let end = rustix::fs::seek(file, SeekFrom::Hole(begin))?.min(size);
        parts.push(Segment { offset: begin, len: end - begin });
        if parts.len() > 2 * max() {
            parts = joined(&parts);
        }
        at = end;
    }
    let mut parts = joined(&parts);
    let stored: u64 = parts.iter().map(|part| part.len).sum();
    if size - stored < HOLE_BYTES_MIN {
        return Ok(None);
    }
    if parts.last().is_none_or(|last| last.offset + last.len < size) {
        // Where the file ends, for readers that go by the last part.
        parts.push(Segment { offset: size, len: 0 });
    }
    Ok(Some(parts))
}

/// One part is left for the file's end.
fn max() -> usize {
    usize::try_from(SEGMENTS_MAX).unwrap_or(usize::MAX) - 1
}

/// The parts without holes that are too small; of what is left, with the largest holes alone
/// when there are too many.
fn joined(parts: &[Segment]) -> Vec<Segment> {
    let large = |hole: (usize, u64)| hole.1 >= HOLE_BYTES_MIN;
    let parts = split_at(parts, large);
    if parts.len() <= max() {
        return parts;
    }
    let mut holes: Vec<(usize, u64)> = holes(&parts).collect();
    holes.sort_unstable_by_key(|(at, size)| (Reverse(*size), *at));
    let mut kept = vec![false; parts.len()];
    for (at, _) in holes.iter().take(max() - 1) {
        kept[*at] = true;
    }
    split_at(&parts, |(at, _)| kept[at])
}

/// The holes between parts, each with the number of the part after it, and their sizes.
fn holes(parts: &[Segment]) -> impl Iterator<Item = (usize, u64)> {
    let size = |pair: &[Segment]| pair[1].offset - (pair[0].offset + pair[0].len);
    parts.windows(2).enumerate().map(move |(at, pair)| (at + 1, size(pair)))
}

/// The parts that are left when only some holes stay.
fn split_at(parts: &[Segment], stays: impl Fn((usize, u64)) -> bool) -> Vec<Segment> {
    let mut all: Vec<Segment> = parts.iter().take(1).copied().collect();
    for (hole, part) in holes(parts).zip(parts.iter().skip(1)) {
        match all.last_mut() {
            Some(last) if !stays(hole) => last.len = part.offset + part.len - last.offset,
            _ => all.push(*part),
        }
    }
    all
}

/// Reads parts of a file, one after the other.
pub(super) struct Parts<'a> {
    pub(super) file: &'a File,
    pub(super) parts: &'a [Segment],
    /// How much of the first of them was read.
    pub(super) done: u64,
}

impl Read for Parts<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while let [part, rest @ ..] = self.parts {
            if self.done == part.len {
                (self.parts, self.done) = (rest, 0);
                continue;
            }
            let left = usize::try_from(part.len - self.done).unwrap_or(usize::MAX);
            let most = left.min(out.len());
            let read = self.file.read_at(&mut out[..most], part.offset + self.done)?;
            self.done += read as u64;
            return Ok(read);
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(offset: u64, len: u64) -> Segment {
        Segment { offset, len }
    }

    #[test]
    fn holes_are_found_and_small_ones_filled() {
        let file = tempfile::tempfile().unwrap();
        file.set_len(10 << 20).unwrap();
        file.write_all_at(b"begin", 0).unwrap();
        file.write_all_at(b"middle", 5 << 20).unwrap();
        let found = parts(&file, 10 << 20).unwrap().unwrap();
        assert_eq!(found.last(), Some(&part(10 << 20, 0)));
        assert_eq!((found[0].offset, found[1].offset, found.len()), (0, 5 << 20, 3));
        let mut read = Vec::new();
        Parts { file: &file, parts: &found, done: 0 }.read_to_end(&mut read).unwrap();
        assert!(read.starts_with(b"begin\0") && read.windows(6).any(|w| w == b"middle"));
        assert!(read.len() < 1 << 20, "{} bytes", read.len());
        let full = tempfile::tempfile().unwrap();
        full.write_all_at(&[1; 200_000], 0).unwrap();
        assert_eq!(parts(&full, 200_000).unwrap(), None);
        let nothing = tempfile::tempfile().unwrap();
        nothing.set_len(8 << 30).unwrap();
        assert_eq!(parts(&nothing, 8 << 30).unwrap(), Some(vec![part(8 << 30, 0)]));
    }

    #[test]
    fn there_are_never_too_many_parts() {
        let many: Vec<_> = (0..200_000).map(|n| part(n << 20, 1)).collect();
        let fewer = joined(&many);
        assert_eq!(fewer.len(), max());
        assert_eq!(fewer[max() - 1].offset + fewer[max() - 1].len, (199_999 << 20) + 1);
        assert_eq!(joined(&[part(0, 1), part(100, 1)]), [part(0, 101)]);
    }
}
