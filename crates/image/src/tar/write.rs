//! Writes tar streams that depend on their entries alone: the same entries are the same
//! bytes, whoever writes them and when.

use std::io::{self, Read, Write};

use super::header::BLOCK;
use super::{Entry, Kind, sparse};

/// What fits into a field of 8 and of 12 bytes as octal digits (POSIX.1-1988, ustar).
const OCTAL_7_MAX: u64 = 0o7_777_777;
const OCTAL_11_MAX: u64 = 0o77_777_777_777;
const NAME_MAX: usize = 100;

/// Writes entries one after the other, in ustar, with a PAX header before what does not fit.
/// Times are whole seconds. Order, uniqueness and form of paths are the caller's business.
#[derive(Debug)]
pub struct Writer<W> {
    inner: W,
    offset: u64,
}

impl<W: Write> Writer<W> {
    /// Writes an archive from its first byte.
    pub fn new(inner: W) -> Self {
        Self { inner, offset: 0 }
    }

    /// Writes an entry with its content, of which exactly [`Entry::size`] bytes are read, or
    /// of a sparse file its parts, one after the other; only files have any. Answers where
    /// what is read begins. A sparse file is one of GNU's form 1.0, which GNU's and BSD's tar
    /// and Go's library read.
    ///
    /// # Errors
    /// Those of the stream; `UnexpectedEof` when the content is shorter than it should be,
    /// `InvalidInput` for devices, whose numbers an [`Entry`] does not have.
    pub fn entry(&mut self, entry: &Entry, content: &mut dyn Read) -> io::Result<u64> {
        let flag = match entry.kind {
            Kind::File => b'0',
            Kind::HardLink => b'1',
            Kind::Symlink => b'2',
            Kind::Dir => b'5',
            Kind::Fifo => b'6',
            Kind::Char | Kind::Block => return Err(io::ErrorKind::InvalidInput.into()),
        };
        let parts = entry.sparse.as_deref().filter(|_| entry.kind == Kind::File);
        let map = parts.map(sparse::text_map).unwrap_or_default();
        let content_bytes = match (entry.kind, parts) {
            (Kind::File, None) => entry.size,
            (Kind::File, Some(parts)) => parts.iter().map(|part| part.len).sum(),
            _ => 0,
        };
        let size = map.len() as u64 + content_bytes;
        let extended = records(entry, size, parts.is_some());
        if !extended.is_empty() {
            self.header(b"PaxHeaders/entry", b"", b'x', (0o644, 0, 0), extended.len() as u64, 0)?;
            self.write(&extended)?;
            self.pad(extended.len() as u64)?;
        }
        let owner = (entry.mode, entry.uid, entry.gid);
        self.header(&entry.path, &entry.link, flag, owner, size, entry.mtime.0)?;
        self.write(&map)?;
        let begin = self.offset;
        let copied = io::copy(&mut content.take(content_bytes), &mut self.inner)?;
        self.offset += copied;
        if copied != content_bytes {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.pad(size)?;
        Ok(begin)
    }

    /// Writes the end mark; answers the stream.
    ///
    /// # Errors
    /// Those of the stream.
    pub fn finish(mut self) -> io::Result<W> {
        self.write(&[0; 2 * BLOCK])?;
        self.inner.flush()?;
        Ok(self.inner)
    }

    fn header(
        &mut self,
        path: &[u8],
        link: &[u8],
        flag: u8,
        (mode, uid, gid): (u32, u64, u64),
        size: u64,
        mtime: i64,
    ) -> io::Result<()> {
        let mut block = [0; BLOCK];
        let text = |field: &mut [u8], text: &[u8]| {
            let len = text.len().min(field.len());
            field[..len].copy_from_slice(&text[..len]);
        };
        // What does not fit stands in the header before, and is cut or nought here.
        let number = |field: &mut [u8], value: u64, max: u64| {
            let value = if value > max { 0 } else { value };
            let digits = format!("{value:0width$o}\0", width = field.len() - 1);
            field.copy_from_slice(digits.as_bytes());
        };
        text(&mut block[0..100], path);
        number(&mut block[100..108], u64::from(mode & 0o7777), OCTAL_7_MAX);
        number(&mut block[108..116], uid, OCTAL_7_MAX);
        number(&mut block[116..124], gid, OCTAL_7_MAX);
        number(&mut block[124..136], size, OCTAL_11_MAX);
        number(&mut block[136..148], u64::try_from(mtime).unwrap_or(0), OCTAL_11_MAX);
        block[156] = flag;
        text(&mut block[157..257], link);
        text(&mut block[257..265], b"ustar\x0000");
        block[148..156].fill(b' ');
        let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
        text(&mut block[148..156], format!("{sum:06o}\0 ").as_bytes());
        self.write(&block)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.inner.write_all(bytes)?;
        self.offset += bytes.len() as u64;
        Ok(())
    }

    fn pad(&mut self, size: u64) -> io::Result<()> {
        let zeros = size.next_multiple_of(BLOCK as u64) - size;
        self.write(&[0; BLOCK][..usize::try_from(zeros).expect("less than a block")])
    }
}

/// The records of an entry's PAX header; none when ustar holds all of it.
fn records(entry: &Entry, size: u64, sparse: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let mut record = |key: &[u8], value: &[u8]| {
        // The length counts its own digits.
        let rest = key.len() + value.len() + 3;
        let mut len = rest + rest.to_string().len();
        len = rest + len.to_string().len();
        out.extend_from_slice(format!("{len} ").as_bytes());
        out.extend_from_slice(key);
        out.push(b'=');
        out.extend_from_slice(value);
        out.push(b'\n');
    };
    if sparse {
        record(b"GNU.sparse.major", b"1");
        record(b"GNU.sparse.minor", b"0");
        record(b"GNU.sparse.name", &entry.path);
        record(b"GNU.sparse.realsize", entry.size.to_string().as_bytes());
    } else if entry.path.len() > NAME_MAX {
        record(b"path", &entry.path);
    }
    if entry.link.len() > NAME_MAX {
        record(b"linkpath", &entry.link);
    }
    for (key, value) in [("uid", entry.uid), ("gid", entry.gid)] {
        if value > OCTAL_7_MAX {
            record(key.as_bytes(), value.to_string().as_bytes());
        }
    }
    if size > OCTAL_11_MAX {
        record(b"size", size.to_string().as_bytes());
    }
    if !u64::try_from(entry.mtime.0).is_ok_and(|seconds| seconds <= OCTAL_11_MAX) {
        record(b"mtime", entry.mtime.0.to_string().as_bytes());
    }
    for (name, value) in &entry.xattrs {
        record(&[b"SCHILY.xattr.", &**name].concat(), value);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::Reader;
    use super::*;
    use proptest::prelude::*;

    fn file(path: &[u8], size: u64) -> Entry {
        Entry {
            path: path.to_vec(),
            link: Vec::new(),
            kind: Kind::File,
            mode: 0o644,
            uid: 0,
            gid: 0,
            mtime: (0, 0),
            size,
            sparse: None,
            xattrs: Vec::new(),
        }
    }

    fn round(entries: &[(Entry, Vec<u8>)]) -> Vec<(Entry, Vec<u8>)> {
        let mut writer = Writer::new(Vec::new());
        for (entry, content) in entries {
            writer.entry(entry, &mut &content[..]).unwrap();
        }
        let bytes = writer.finish().unwrap();
        let (mut reader, mut read) = (Reader::new(&bytes[..]), Vec::new());
        while let Some(entry) = reader.next_entry().unwrap() {
            let mut content = Vec::new();
            while let Some(some) = Some(reader.data().unwrap().to_vec()).filter(|b| !b.is_empty()) {
                reader.consume(some.len());
                content.extend(some);
            }
            read.push((entry, content));
        }
        read
    }

    proptest! {
        #[test]
        fn what_is_written_is_what_is_read(
            path in proptest::collection::vec(1u8..=255, 1..300),
            content in proptest::collection::vec(any::<u8>(), 0..1500),
            (mode, uid, gid) in (0u32..=0o7777, any::<u32>(), any::<u32>()),
            mtime in -10_000_000_000i64..100_000_000_000,
            value in proptest::collection::vec(any::<u8>(), 0..200),
        ) {
            let mut entry = file(&path, content.len() as u64);
            (entry.mode, entry.uid, entry.gid) = (mode, uid.into(), gid.into());
            entry.mtime = (mtime, 0);
            entry.xattrs = vec![(b"user.x".to_vec(), value)];
            let link = Entry { kind: Kind::Symlink, link: path.clone(), size: 0, ..entry.clone() };
            let all = vec![(entry, content), (link, Vec::new())];
            prop_assert_eq!(round(&all), all);
        }
    }

    #[test]
    fn a_sparse_file_is_its_parts() {
        let parts = [(0, 3), (1 << 20, 4), (8 << 30, 0)];
        let parts = parts.map(|(offset, len)| super::super::Segment { offset, len });
        let sparse = Entry { sparse: Some(parts.to_vec()), ..file(b"dir/holes", 8 << 30) };
        let all = vec![(sparse, b"abcdefg".to_vec()), (file(b"after", 2), b"hi".to_vec())];
        let mut writer = Writer::new(Vec::new());
        let begin = writer.entry(&all[0].0, &mut &all[0].1[..]).unwrap();
        let bytes = writer.finish().unwrap();
        let at = usize::try_from(begin).unwrap();
        assert_eq!((&bytes[at..at + 7], bytes.len() < 8192), (&b"abcdefg"[..], true));
        assert_eq!(round(&all), all);
    }

    #[test]
    fn content_that_is_too_short_is_an_error() {
        let short = Writer::new(Vec::new()).entry(&file(b"a", 5), &mut &b"abc"[..]);
        assert_eq!(short.unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
        let device = Entry { kind: Kind::Char, ..file(b"a", 0) };
        let refused = Writer::new(Vec::new()).entry(&device, &mut io::empty());
        assert_eq!(refused.unwrap_err().kind(), io::ErrorKind::InvalidInput);
    }
}
