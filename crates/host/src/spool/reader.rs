//! The agent's side of a spool.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use super::bell::{self, Ear};
use super::record::{self, Line, Parsed, parse};
use super::{ACK, ACKS_BELL, LINES_BELL, segment_name, segments, set_number};

/// Bytes read at once, but for a line that is longer.
const CHUNK: usize = 64 << 10;

/// Reads one container's output.
#[derive(Debug)]
pub struct Reader {
    dir: PathBuf,
    next_seq: u64,
    /// The segment being read, and how far.
    open: Option<(File, u64)>,
    ear: Option<Ear>,
}

impl Reader {
    /// Reads the spool in `dir` from the line `from_seq` (1: from the first).
    #[must_use]
    pub fn open(dir: &Path, from_seq: u64) -> Self {
        Self { dir: dir.to_owned(), next_seq: from_seq.max(1), open: None, ear: None }
    }

    /// Whether [`Reader::read`] may have something to give; false when it has nothing.
    ///
    /// # Errors
    /// When the folder can't be read.
    pub fn has_more(&mut self) -> io::Result<bool> {
        while self.ensure_open()? {
            let (file, offset) = self.open.as_ref().expect("a segment is open");
            if file.metadata()?.len() > *offset {
                return Ok(true);
            }
            if !self.next_segment()? {
                break;
            }
        }
        Ok(false)
    }

    /// Lines that are there, each with the number after the last one's; empty when all have
    /// been read. Never waits. Where lines are missing, one line says how many.
    ///
    /// # Errors
    /// When the folder can't be read, or a segment holds what no shim wrote: the same may work
    /// later, and [`Reader::skip`] goes on without.
    pub fn read(&mut self, lines_max: usize, bytes_max: usize) -> io::Result<Vec<Line>> {
        let mut batch = Batch { lines: Vec::new(), bytes: 0, lines_max, bytes_max };
        match self.fill(&mut batch) {
            // What was read before it failed has left the segment.
            Err(error) if batch.lines.is_empty() => Err(error),
            _ => Ok(batch.lines),
        }
    }

    fn fill(&mut self, batch: &mut Batch) -> io::Result<()> {
        while batch.has_room() && self.ensure_open()? {
            if !self.read_chunk(batch)? && !self.next_segment()? {
                break;
            }
        }
        Ok(())
    }

    /// Reads on in the open segment; whether there was anything.
    fn read_chunk(&mut self, batch: &mut Batch) -> io::Result<bool> {
        let (file, offset) = self.open.as_mut().expect("a segment is open");
        let mut chunk = vec![0; CHUNK];
        let mut got = file.read_at(&mut chunk, *offset)?;
        if let Some(length) = record::length(&chunk[..got]).filter(|length| *length > got) {
            chunk.resize(length, 0);
            got = file.read_at(&mut chunk, *offset)?;
        }
        let mut rest = &chunk[..got];
        let before = *offset;
        while batch.has_room() {
            match parse(rest) {
                Parsed::Line(line, taken) => {
                    let seq = line.seq;
                    if seq >= self.next_seq && !batch.take(line, self.next_seq) {
                        break;
                    }
                    *offset += taken as u64;
                    rest = &rest[taken..];
                    self.next_seq = self.next_seq.max(seq + 1);
                }
                Parsed::Incomplete => break,
                Parsed::Garbage => {
                    let what = format!("{}: not a spool", self.dir.display());
                    return Err(io::Error::new(io::ErrorKind::InvalidData, what));
                }
            }
        }
        Ok(*offset > before)
    }

    /// Goes on with the next segment, when there is one, though the one before can't be read to
    /// its end: [`Reader::read`] then says how many lines are missing.
    ///
    /// # Errors
    /// When the folder can't be read.
    pub fn skip(&mut self) -> io::Result<bool> {
        let all = segments(&self.dir)?;
        let Some(next) = all.into_iter().find(|first| *first > self.next_seq) else {
            return Ok(false);
        };
        self.open = Some((File::open(self.dir.join(segment_name(next)))?, 0));
        Ok(true)
    }

    /// Reads on from the line `from_seq`, which was read before and not acknowledged.
    pub fn go_back(&mut self, from_seq: u64) {
        (self.next_seq, self.open) = (from_seq.max(1), None);
    }

    /// Waits until there may be more to read. May wake for nothing; cancelling loses nothing.
    /// Must be called within a runtime.
    ///
    /// # Errors
    /// When the shim can't be heard: it is to be asked again after a while.
    pub async fn wait(&mut self) -> io::Result<()> {
        let Some(ear) = &mut self.ear else {
            // What was written before is not heard: there may be more.
            self.ear = Some(Ear::open(&self.dir.join(LINES_BELL))?);
            return Ok(());
        };
        let heard = ear.hear().await;
        if heard.is_err() {
            self.ear = None;
        }
        heard
    }

    /// The number of the next line that [`Reader::read`] gives.
    #[must_use]
    pub fn next_seq(&self) -> u64 {
        self.next_seq
    }

    /// The lines up to `seq` are safe elsewhere: segments that hold nothing else are deleted,
    /// and a container that waits for room goes on.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn ack(&self, seq: u64) -> io::Result<()> {
        set_number(&self.dir.join(ACK), seq)?;
        let all = segments(&self.dir)?;
        // The last one stays: the shim may be writing to it.
        for pair in all.windows(2).take_while(|pair| pair[1] <= seq + 1) {
            fs::remove_file(self.dir.join(segment_name(pair[0])))?;
        }
        bell::ring(&self.dir.join(ACKS_BELL));
        Ok(())
    }

    fn ensure_open(&mut self) -> io::Result<bool> {
        if self.open.is_none() {
            let all = segments(&self.dir)?;
            let holding = all.iter().rfind(|first| **first <= self.next_seq).or(all.first());
            let Some(first) = holding else { return Ok(false) };
            self.open = Some((File::open(self.dir.join(segment_name(*first)))?, 0));
        }
        Ok(true)
    }

    /// Goes on to the segment that begins with the next line, when the shim has begun it.
    /// Its name proves that the one before has no more.
    fn next_segment(&mut self) -> io::Result<bool> {
        match File::open(self.dir.join(segment_name(self.next_seq))) {
            Ok(file) => {
                let (open, _) = self.open.as_ref().expect("a segment is open");
                if same_file(open, &file)? {
                    return Ok(false);
                }
                self.open = Some((file, 0));
                Ok(true)
            }
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(e) => Err(e),
        }
    }
}

/// The number of the last line of the spool in `dir`, read or not; 0 when there is none. Looks
/// at its last segment only.
///
/// # Errors
/// When the folder or that segment can't be read.
pub fn last_seq(dir: &Path) -> io::Result<u64> {
    let Some(first) = segments(dir)?.pop() else { return Ok(0) };
    let mut reader = Reader::open(dir, first);
    while !reader.read(usize::MAX, CHUNK)?.is_empty() {}
    Ok(reader.next_seq - 1)
}

/// Lines that are read together, of which each has the number after the one before.
struct Batch {
    lines: Vec<Line>,
    bytes: usize,
    lines_max: usize,
    bytes_max: usize,
}

impl Batch {
    fn has_room(&self) -> bool {
        self.lines.len() < self.lines_max && self.bytes < self.bytes_max
    }

    /// Takes a line where the one numbered `expected` is due; false when lines are missing in
    /// between, which only the beginning of a batch can say.
    fn take(&mut self, line: Line, expected: u64) -> bool {
        if line.seq > expected {
            if !self.lines.is_empty() {
                self.lines_max = self.lines.len();
                return false;
            }
            self.lines.push(Line::lost(line.seq - expected, line.seq - 1, line.at));
        }
        self.bytes += line.bytes.len();
        self.lines.push(line);
        true
    }
}

fn same_file(a: &File, b: &File) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let (a, b) = (a.metadata()?, b.metadata()?);
    Ok((a.dev(), a.ino()) == (b.dev(), b.ino()))
}
