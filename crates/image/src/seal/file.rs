//! A seal on disk: a head, a mark for each file of the layer, the digest of the whole.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use super::tree::{Mark, TreeDigest};

const HEAD: &[u8; 8] = b"fgseal1\n";
const FIXED_BYTES: u64 = (HEAD.len() + size_of::<TreeDigest>()) as u64;
const MARK_BYTES: u64 = size_of::<Mark>() as u64;

/// A seal that is written.
pub(super) struct Writer(BufWriter<File>);

impl Writer {
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let file = File::options().write(true).create_new(true).mode(0o600).open(path)?;
        let mut into = BufWriter::new(file);
        into.write_all(HEAD)?;
        Ok(Self(into))
    }

    pub(super) fn mark(&mut self, mark: Mark) -> io::Result<()> {
        self.0.write_all(&mark)
    }

    /// Writes the end, and waits until all of it is on disk.
    pub(super) fn finish(mut self, digest: TreeDigest) -> io::Result<()> {
        self.0.write_all(&digest)?;
        self.0.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
    }
}

/// A seal that is read: its marks in order, then the digest.
pub(super) struct Reader {
    from: BufReader<File>,
    marks_left: u64,
}

impl Reader {
    /// Opens a seal; `None` when it has not the form of one.
    pub(super) fn open(path: &Path) -> io::Result<Option<Self>> {
        let file = File::open(path)?;
        let marks = file.metadata()?.len().checked_sub(FIXED_BYTES);
        let Some(bytes) = marks.filter(|bytes| bytes % MARK_BYTES == 0) else { return Ok(None) };
        let mut reader = Self { from: BufReader::new(file), marks_left: bytes / MARK_BYTES };
        let head: [u8; HEAD.len()] = reader.take()?;
        Ok((head == *HEAD).then_some(reader))
    }

    /// The next mark; `None` after the last.
    pub(super) fn next(&mut self) -> io::Result<Option<Mark>> {
        if self.marks_left == 0 {
            return Ok(None);
        }
        self.marks_left -= 1;
        self.take().map(Some)
    }

    /// The digest, and how many marks were not read before it.
    pub(super) fn finish(mut self) -> io::Result<(TreeDigest, u64)> {
        let left = self.marks_left;
        while self.next()?.is_some() {}
        Ok((self.take()?, left))
    }

    fn take<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.from.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}
