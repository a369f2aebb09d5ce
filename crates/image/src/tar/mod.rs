//! A reader of tar streams: one pass, bounded memory, and one meaning per archive.
//!
//! Reads ustar, GNU (long names, sparse) and PAX (long names, sizes, times, xattrs, sparse).
//! Our own because a layer is hostile input: where formats disagree about what a header
//! says, archives are refused instead of guessed at, since two readers that guess
//! differently are how content hides (RUSTSEC-2025-0111). It checks form only; which paths
//! and owners are acceptable is the business of whoever writes files.

mod header;
mod pax;
mod sparse;
mod write;

pub use sparse::{SEGMENTS_MAX, Segment};
pub use write::Writer;

use std::io::{self, BufRead};

use header::{BLOCK, Block, Flag};
use pax::Pax;

/// Most bytes of one extended header or long name.
const META_BYTES_MAX: u64 = 2 << 20;
/// Most global headers in an archive; git writes one.
const GLOBALS_MAX: u32 = 1024;

/// Why a stream is no archive that can be trusted.
#[derive(Debug, thiserror::Error)]
pub enum TarError {
    /// The stream below failed.
    #[error("the archive can't be read")]
    Io(#[from] io::Error),
    /// The stream ended in the middle of an entry.
    #[error("the archive is cut off")]
    Truncated,
    /// A header's checksum is wrong: damaged, or not an archive at all.
    #[error("a header of the archive has a wrong checksum")]
    Checksum,
    /// A header that contradicts itself or the format.
    #[error("the archive is malformed: {0}")]
    Malformed(&'static str),
}

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A second name of an entry before; `link` is its path.
    HardLink,
    /// A symbolic link to `link`.
    Symlink,
    /// A character device.
    Char,
    /// A block device.
    Block,
    /// A directory.
    Dir,
    /// A named pipe.
    Fifo,
}

/// One entry of an archive, as claimed by its headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Path as written, not normalised. Has no NUL.
    pub path: Vec<u8>,
    /// Target of a link; empty otherwise. Has no NUL.
    pub link: Vec<u8>,
    /// What it is.
    pub kind: Kind,
    /// Permission bits, at most 07777.
    pub mode: u32,
    /// Numeric owner.
    pub uid: u64,
    /// Numeric group.
    pub gid: u64,
    /// Modification time: seconds since the epoch and nanoseconds.
    pub mtime: (i64, u32),
    /// Size of the file in bytes, holes included.
    pub size: u64,
    /// For a sparse file, the parts that the stream carries, in order.
    pub sparse: Option<Vec<Segment>>,
    /// Extended attributes by full name.
    pub xattrs: Vec<(Vec<u8>, Vec<u8>)>,
}

/// Reads entries one after the other. The content of the current entry comes from
/// [`Reader::data`]; what is left of it is skipped by [`Reader::next_entry`].
#[derive(Debug)]
pub struct Reader<R> {
    inner: R,
    /// Bytes of content the stream still has for the current entry.
    left: u64,
    /// Bytes of padding after them.
    padding: u64,
    /// Bytes taken from the stream.
    offset: u64,
    globals: u32,
    ended: bool,
}

impl<R: BufRead> Reader<R> {
    /// Reads an archive from its first byte.
    pub fn new(inner: R) -> Self {
        Self { inner, left: 0, padding: 0, offset: 0, globals: 0, ended: false }
    }

    /// The next entry; `None` after the last. Bytes after the end mark stay unread: see
    /// [`Reader::into_inner`].
    ///
    /// # Errors
    /// See [`TarError`]. After an error the reader has no position to go on from.
    pub fn next_entry(&mut self) -> Result<Option<Entry>, TarError> {
        self.skip_content()?;
        let mut extra = Extra::default();
        while !self.ended {
            let Some(block) = self.header_block()? else { break };
            let size = block.size()?;
            match block.flag()? {
                Flag::Pax if extra.pax.is_none() => {
                    extra.pax = Some(Pax::parse(&self.meta(size)?)?);
                }
                Flag::LongName if extra.path.is_none() => {
                    extra.path = Some(header::c_string(&self.meta(size)?).to_vec());
                }
                Flag::LongLink if extra.link.is_none() => {
                    extra.link = Some(header::c_string(&self.meta(size)?).to_vec());
                }
                Flag::Pax | Flag::LongName | Flag::LongLink => {
                    return Err(TarError::Malformed("two extended headers of a kind in a row"));
                }
                Flag::Global => {
                    self.globals += 1;
                    if self.globals > GLOBALS_MAX {
                        return Err(TarError::Malformed("too many global headers"));
                    }
                    self.meta(size)?;
                }
                Flag::Entry { kind, sparse } => {
                    return self.entry(&block, kind, sparse, extra).map(Some);
                }
            }
        }
        if extra.is_some() {
            Err(TarError::Malformed("an extended header without entry"))
        } else {
            Ok(None)
        }
    }

    /// The next bytes of the current entry's content; empty at its end. Take them with
    /// [`Reader::consume`].
    ///
    /// # Errors
    /// [`TarError::Truncated`] when the stream ends before the content does.
    pub fn data(&mut self) -> Result<&[u8], TarError> {
        if self.left == 0 {
            return Ok(&[]);
        }
        let bytes = self.inner.fill_buf()?;
        if bytes.is_empty() {
            return Err(TarError::Truncated);
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(bytes.len());
        Ok(&bytes[..most])
    }

    /// Marks `bytes` of the last [`Reader::data`] as taken.
    pub fn consume(&mut self, bytes: usize) {
        let bytes_taken = bytes as u64;
        assert!(bytes_taken <= self.left, "more consumed than the entry has");
        self.inner.consume(bytes);
        self.left -= bytes_taken;
        self.offset += bytes_taken;
    }

    /// How many bytes were taken from the stream: after [`Reader::next_entry`], where the
    /// content starts.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// How many bytes of the current entry's content are unread.
    #[must_use]
    pub fn remaining(&self) -> u64 {
        self.left
    }

    /// The stream, wherever it stands.
    pub fn into_inner(self) -> R {
        self.inner
    }

    fn entry(
        &mut self,
        block: &Block,
        kind: Kind,
        old_sparse: bool,
        extra: Extra,
    ) -> Result<Entry, TarError> {
        let pax = extra.pax.unwrap_or_default();
        let stored = match pax.size {
            Some(size) => size,
            None => block.size()?,
        };
        if kind != Kind::File && stored != 0 {
            // Some readers skip such content and some don't: that is how entries hide.
            return Err(TarError::Malformed("an entry that is no file has content"));
        }
        self.left = stored;
        self.padding = stored.next_multiple_of(BLOCK as u64) - stored;
        let path = pax.path.or(extra.path).map_or_else(|| block.path(), Ok)?;
        let link = pax.link.or(extra.link).unwrap_or_else(|| block.link());
        let mut entry = Entry {
            path,
            link,
            kind,
            mode: block.mode()?,
            uid: pax.uid.map_or_else(|| block.uid(), Ok)?,
            gid: pax.gid.map_or_else(|| block.gid(), Ok)?,
            mtime: pax.mtime.map_or_else(|| block.mtime(), Ok)?,
            size: stored,
            sparse: None,
            xattrs: pax.xattrs,
        };
        if old_sparse {
            if pax.sparse.is_some() {
                return Err(TarError::Malformed("two ways of being sparse"));
            }
            let (size, segments) = self.old_sparse(block)?;
            entry.size = size;
            entry.sparse = Some(segments);
        } else if let Some(found) = pax.sparse {
            if kind != Kind::File {
                return Err(TarError::Malformed("a sparse entry that is no file"));
            }
            if let Some(name) = found.name {
                entry.path = name;
            }
            entry.size = found.size.ok_or(TarError::Malformed("a sparse file without size"))?;
            let segments = match found.map {
                Some(segments) => segments,
                None => self.sparse_map_in_data()?,
            };
            entry.sparse = Some(segments);
        }
        if let Some(segments) = &entry.sparse {
            sparse::check(segments, entry.size, self.left)?;
        }
        if entry.path.contains(&0) || entry.link.contains(&0) {
            return Err(TarError::Malformed("a name with a NUL in it"));
        }
        Ok(entry)
    }

    /// GNU's first sparse form: the map is in the header and blocks after it.
    fn old_sparse(&mut self, block: &Block) -> Result<(u64, Vec<Segment>), TarError> {
        let (size, mut segments, mut more) = block.old_sparse()?;
        while more {
            let next = self.block()?.ok_or(TarError::Truncated)?;
            more = next.old_sparse_more(&mut segments)?;
            sparse::check_count(segments.len() as u64)?;
        }
        Ok((size, segments))
    }

    /// PAX sparse 1.0: the map is text at the start of the content.
    fn sparse_map_in_data(&mut self) -> Result<Vec<Segment>, TarError> {
        let mut map = sparse::TextMap::default();
        loop {
            let size = BLOCK as u64;
            if self.left < size {
                return Err(TarError::Malformed("a sparse map longer than its file"));
            }
            let block = self.block()?.ok_or(TarError::Truncated)?;
            self.left -= size;
            if let Some(segments) = map.take(&block.0)? {
                return Ok(segments);
            }
        }
    }

    fn skip_content(&mut self) -> Result<(), TarError> {
        let mut rest = std::mem::take(&mut self.left) + std::mem::take(&mut self.padding);
        while rest > 0 {
            let have = self.inner.fill_buf()?.len();
            if have == 0 {
                return Err(TarError::Truncated);
            }
            let step = usize::try_from(rest).unwrap_or(usize::MAX).min(have);
            self.inner.consume(step);
            self.offset += step as u64;
            rest -= step as u64;
        }
        Ok(())
    }

    /// The next header, its checksum verified; `None` at the end of the archive.
    fn header_block(&mut self) -> Result<Option<Block>, TarError> {
        let Some(block) = self.block()? else {
            // Archives that end without the two zero blocks exist; all readers take them.
            self.ended = true;
            return Ok(None);
        };
        if !block.is_zero() {
            block.check()?;
            return Ok(Some(block));
        }
        self.ended = true;
        match self.block()? {
            Some(second) if !second.is_zero() => Err(TarError::Malformed("a lone zero block")),
            _ => Ok(None),
        }
    }

    fn block(&mut self) -> Result<Option<Block>, TarError> {
        let mut block = [0; BLOCK];
        let filled = self.fill(&mut block)?;
        match filled {
            0 => Ok(None),
            BLOCK => Ok(Some(Block(block))),
            _ => Err(TarError::Truncated),
        }
    }

    fn fill(&mut self, out: &mut [u8]) -> Result<usize, TarError> {
        let mut filled = 0;
        while filled < out.len() {
            let bytes = self.inner.fill_buf()?;
            if bytes.is_empty() {
                break;
            }
            let step = bytes.len().min(out.len() - filled);
            out[filled..filled + step].copy_from_slice(&bytes[..step]);
            self.inner.consume(step);
            filled += step;
        }
        self.offset += filled as u64;
        Ok(filled)
    }

    /// Content of an extended header, with its padding taken.
    fn meta(&mut self, size: u64) -> Result<Vec<u8>, TarError> {
        if size > META_BYTES_MAX {
            return Err(TarError::Malformed("an extended header over 2 MiB"));
        }
        let padded = size.next_multiple_of(BLOCK as u64);
        let mut bytes = vec![0; usize::try_from(padded).expect("bounded above")];
        if self.fill(&mut bytes)? != bytes.len() {
            return Err(TarError::Truncated);
        }
        bytes.truncate(usize::try_from(size).expect("bounded above"));
        Ok(bytes)
    }
}

/// What headers before the entry's own said.
#[derive(Default)]
struct Extra {
    pax: Option<Pax>,
    path: Option<Vec<u8>>,
    link: Option<Vec<u8>>,
}

impl Extra {
    fn is_some(&self) -> bool {
        self.pax.is_some() || self.path.is_some() || self.link.is_some()
    }
}

#[cfg(test)]
mod tests;
