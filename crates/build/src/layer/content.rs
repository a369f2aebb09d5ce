//! The bytes of a file, wherever they are.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::os::unix::fs::FileExt as _;
use std::sync::Arc;

use ferrogate_image::tar::Segment;

use crate::context;
use crate::tree::Content;

const BUFFER_BYTES: usize = 256 << 10;

/// A file from a place on, read without a position of its own, so that readers of one file
/// don't disturb each other.
pub(super) struct At {
    pub(super) file: Arc<File>,
    pub(super) offset: u64,
}

impl Read for At {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read_at(out, self.offset)?;
        self.offset += read as u64;
        Ok(read)
    }
}

/// A reader of a whole archive.
pub(super) fn from_start(file: &Arc<File>) -> BufReader<At> {
    BufReader::with_capacity(BUFFER_BYTES, At { file: Arc::clone(file), offset: 0 })
}

/// A reader of a file's content, holes as zeros.
pub(crate) fn open(content: &Content) -> io::Result<Box<dyn Read>> {
    Ok(match content {
        Content::Host { root, path, size } => Box::new(context::open(root, path, *size)?),
        Content::Packed { archive, offset, size, parts } => {
            let at = At { file: Arc::clone(archive), offset: *offset };
            match parts {
                None => Box::new(at.take(*size)),
                Some(parts) => Box::new(sparse(at, *size, Arc::clone(parts))),
            }
        }
    })
}

/// What an archive of a file holds of it.
pub(super) struct Stored {
    pub(super) bytes: Box<dyn Read>,
    /// The parts that the bytes are, when the file has holes that are known.
    pub(super) parts: Option<Arc<[Segment]>>,
}

/// The content of a file as an archive of it holds it.
pub(super) fn stored(content: &Content) -> io::Result<Stored> {
    match content {
        Content::Packed { archive, offset, parts: Some(parts), .. } => {
            let at = At { file: Arc::clone(archive), offset: *offset };
            Ok(Stored { bytes: Box::new(at), parts: Some(Arc::clone(parts)) })
        }
        content => open(content).map(|bytes| Stored { bytes, parts: None }),
    }
}

fn sparse(mut at: At, size: u64, parts: Arc<[Segment]>) -> impl Read {
    let (mut position, mut next) = (0, 0);
    Reading(move |out: &mut [u8]| {
        // Past the last part there is a hole up to the end.
        while parts.get(next).is_some_and(|part| position >= part.offset + part.len) {
            next += 1;
        }
        let (in_part, until) = match parts.get(next) {
            Some(part) if position >= part.offset => (true, part.offset + part.len),
            Some(part) => (false, part.offset),
            None => (false, size),
        };
        let most = usize::try_from(until - position).unwrap_or(usize::MAX).min(out.len());
        let read = if in_part {
            at.read(&mut out[..most])?
        } else {
            out[..most].fill(0);
            most
        };
        position += read as u64;
        Ok(read)
    })
}

struct Reading<F>(F);

impl<F: FnMut(&mut [u8]) -> io::Result<usize>> Read for Reading<F> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        (self.0)(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    #[test]
    fn holes_are_zeros() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"..abcd").unwrap();
        let parts = [Segment { offset: 2, len: 3 }, Segment { offset: 7, len: 1 }];
        let content = Content::Packed {
            archive: Arc::new(file),
            offset: 2,
            size: 10,
            parts: Some(Arc::from(parts)),
        };
        let mut bytes = Vec::new();
        open(&content).unwrap().read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes, b"\0\0abc\0\0d\0\0");
    }
}
