//! The layer's byte stream: decompressed, counted, hashed.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::rc::Rc;

use flate2::bufread::MultiGzDecoder;

use super::Limits;
use crate::digest::{Digest, Hasher};

/// Large enough that one system call moves much, small enough for the helper's memory.
const BUFFER_BYTES: usize = 256 << 10;
/// zstd windows up to 128 MiB, the most that its own tools take without being asked.
const ZSTD_WINDOW_LOG_MAX: u32 = 27;

/// A limit that the stream broke. Travels inside an [`io::Error`].
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Broken(pub(super) String);

type Input<R> = BufReader<io::Chain<Cursor<Vec<u8>>, Counted<R>>>;

enum Decoder<R: Read> {
    Plain(Input<R>),
    Gzip(Box<MultiGzDecoder<Input<R>>>),
    Zstd(Box<zstd::stream::read::Decoder<'static, Input<R>>>),
}

struct Counted<R> {
    inner: R,
    bytes: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        self.bytes.set(self.bytes.get() + read as u64);
        Ok(read)
    }
}

/// The uncompressed stream. Everything that is read through it is hashed, once.
pub(super) struct Source<R: Read> {
    decoder: Decoder<R>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    hasher: Hasher,
    unpacked: u64,
    compressed: Rc<Cell<u64>>,
    limits: Limits,
}

impl<R: Read> Source<R> {
    /// Looks at the first bytes for how the stream is packed: media types of layers are
    /// wrong often enough, and both digests are verified anyway.
    pub(super) fn new(mut input: R, limits: Limits) -> io::Result<Self> {
        let mut magic = Vec::new();
        input.by_ref().take(4).read_to_end(&mut magic)?;
        let compressed = Rc::new(Cell::new(magic.len() as u64));
        let counted = Counted { inner: input, bytes: Rc::clone(&compressed) };
        let is_gzip = magic.starts_with(&[0x1f, 0x8b]);
        let is_zstd = magic == [0x28, 0xb5, 0x2f, 0xfd];
        let input = BufReader::with_capacity(BUFFER_BYTES, Cursor::new(magic).chain(counted));
        let decoder = if is_gzip {
            Decoder::Gzip(Box::new(MultiGzDecoder::new(input)))
        } else if is_zstd {
            let mut decoder = zstd::stream::read::Decoder::with_buffer(input)?;
            decoder.window_log_max(ZSTD_WINDOW_LOG_MAX)?;
            Decoder::Zstd(Box::new(decoder))
        } else {
            Decoder::Plain(input)
        };
        Ok(Self {
            decoder,
            buffer: vec![0; BUFFER_BYTES],
            start: 0,
            end: 0,
            hasher: Hasher::sha256(),
            unpacked: 0,
            compressed,
            limits,
        })
    }

    /// Reads to the end of the stream, and gives the digest of all of it.
    pub(super) fn finish(mut self) -> io::Result<Digest> {
        loop {
            let len = self.fill_buf()?.len();
            if len == 0 {
                break;
            }
            self.consume(len);
        }
        Ok(self.hasher.finish())
    }

    fn refill(&mut self) -> io::Result<()> {
        let read = match &mut self.decoder {
            Decoder::Plain(input) => input.read(&mut self.buffer),
            Decoder::Gzip(input) => input.read(&mut self.buffer),
            Decoder::Zstd(input) => input.read(&mut self.buffer),
        };
        let read = read.map_err(|e| match e.kind() {
            io::ErrorKind::Interrupted => e,
            _ => io::Error::other(Broken(format!("its compression is damaged or cut off ({e})"))),
        })?;
        (self.start, self.end) = (0, read);
        self.hasher.update(&self.buffer[..read]);
        self.unpacked += read as u64;
        self.check()
    }

    fn check(&self) -> io::Result<()> {
        let limits = &self.limits;
        // Headers come on top of what is unpacked; 1 KiB per entry is more than usual ones.
        let most = limits.unpacked_bytes_max.saturating_add(limits.entries_max * 1024);
        if self.unpacked > most {
            let text = format!("it unpacks to more than {} bytes", limits.unpacked_bytes_max);
            return Err(io::Error::other(Broken(text)));
        }
        let packed = self.compressed.get().max(1);
        if self.unpacked > limits.ratio_after_bytes && self.unpacked / packed > limits.ratio_max {
            let text = format!("it unpacks to more than {} times its size", limits.ratio_max);
            return Err(io::Error::other(Broken(text)));
        }
        Ok(())
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let have = self.fill_buf()?;
        let len = have.len().min(out.len());
        out[..len].copy_from_slice(&have[..len]);
        self.consume(len);
        Ok(len)
    }
}

impl<R: Read> BufRead for Source<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.end {
            self.refill()?;
        }
        Ok(&self.buffer[self.start..self.end])
    }

    fn consume(&mut self, bytes: usize) {
        self.start = (self.start + bytes).min(self.end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn unpacked(bytes: &[u8], limits: Limits) -> io::Result<Digest> {
        Source::new(bytes, limits)?.finish()
    }

    #[test]
    fn every_packing_gives_the_same_content() {
        let content: Vec<u8> = (0..100_000u32).flat_map(u32::to_le_bytes).collect();
        let want = Digest::of(&content);
        let two_members = [gzip(&content[..9]), gzip(&content[9..])].concat();
        let zstd = zstd::encode_all(content.as_slice(), 1).unwrap();
        for packed in [content.clone(), gzip(&content), two_members, zstd] {
            assert_eq!(unpacked(&packed, Limits::default()).unwrap(), want);
        }
        assert_eq!(unpacked(b"ab", Limits::default()).unwrap(), Digest::of(b"ab"));
    }

    #[test]
    fn damaged_compression_is_an_error() {
        let packed = gzip(&vec![1; 100_000]);
        assert!(unpacked(&packed[..packed.len() / 2], Limits::default()).is_err());
        let mut bad = gzip(b"some content");
        let at = bad.len() - 6; // in the checksum
        bad[at] ^= 1;
        assert!(unpacked(&bad, Limits::default()).is_err());
        let zstd = zstd::encode_all(&[5; 100_000][..], 1).unwrap();
        assert!(unpacked(&zstd[..zstd.len() - 3], Limits::default()).is_err());
    }

    #[test]
    fn ratio_and_size_are_limited() {
        let bomb = gzip(&vec![0; 1 << 20]);
        let limits = Limits { ratio_after_bytes: 1 << 19, ..Limits::default() };
        assert!(unpacked(&bomb, limits).unwrap_err().to_string().contains("times its size"));
        let lax = Limits { ratio_after_bytes: 8 << 20, ..Limits::default() };
        unpacked(&bomb, lax).unwrap();
        let small = Limits { unpacked_bytes_max: 1 << 19, entries_max: 1, ..lax };
        assert!(unpacked(&bomb, small).unwrap_err().to_string().contains("more than 524288"));
    }
}
